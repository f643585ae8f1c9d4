//! Settings, keys and waivers that a change makes others, and who has to stand behind that.
//!
//! What is compared is what is in force: a setting that is written and says what holds anyway is no change. Rows are known by
//! what they are about, people by their names, waivers by rule and place, so that another order is none either.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::both::Both;
use super::setting::{Group, SettingChange};
use super::was_is::WasIs;
use super::weaker::is_weaker;
use crate::approval::Roster;
use crate::base::{DocPath, SETTINGS};
use crate::model::baseline::Baseline;
use crate::model::in_force::{Shown, in_force};
use crate::signature::AllowedKey;
use crate::state::State;

/// Who has to stand behind a change of people, keys, rules, levels or waivers before it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vouching {
    /// Whether somebody who may has signed it.
    pub done: bool,
    /// Whether that can be told before it is merged: what came into the head otherwise was not judged by the settings of the base.
    #[serde(skip)]
    pub told: bool,
    /// Who may: the people whom the settings listed before, and who hold a role that a rule asks for.
    pub people: Vec<String>,
}

/// Every setting that is another, by group, then by name.
pub(super) fn changed(both: &Both<'_>) -> Vec<SettingChange> {
    if !(both.was_there() && both.is_there()) {
        return Vec::new();
    }
    let (then, now) = (Said::of(both.then), Said::of(both.now));
    let mut found: Vec<SettingChange> = Vec::new();
    for row in then.rows.symmetric_difference(&now.rows) {
        found.push(whole(row, &then, &now));
    }
    let rows: BTreeSet<&str> = then.rows.symmetric_difference(&now.rows).map(String::as_str).collect();
    // What stands in a row that is told as a whole is told with it.
    let is_told = |name: &str| name.match_indices(']').any(|(end, _)| rows.contains(&name[..=end]));
    let names: BTreeSet<&String> = then.values.keys().chain(now.values.keys()).collect();
    for name in names.into_iter().filter(|name| !is_told(name)) {
        found.extend(one(name, then.values.get(name), now.values.get(name)));
    }
    found.extend(super::names::changed(both));
    found.extend(baseline(both.then.aims.baseline.as_ref(), both.now.aims.baseline.as_ref()));
    for change in &mut found {
        change.weaker |= is_weaker(change, &both.then.aims.config, &both.now.aims.config);
    }
    found.sort_by(|a, b| (a.group, &a.name).cmp(&(b.group, &b.name)));
    found
}

/// Who has to stand behind it, where what is guarded is another.
pub(super) fn vouching(both: &Both<'_>, on_line: bool) -> Option<Vouching> {
    if !(both.was_there() && both.is_there()) {
        return None;
    }
    let (then, now) = (Roster::of(&both.then.aims.config), Roster::of(&both.now.aims.config));
    if then.digest() == now.digest() {
        return None;
    }
    // What the head has for its first settings, the base may never have had.
    let vouched = both.now.approvals.guard.vouched().filter(|_| on_line);
    let before = vouched.map_or(&then, |vouched| vouched);
    let done = before.digest() == now.digest();
    let people = before.who_may_vouch(&now).into_iter().map(str::to_owned).collect();
    Some(Vouching { done, told: on_line, people })
}

/// The settings of one end by names that do not hang on the order of rows.
struct Said {
    values: BTreeMap<String, Shown>,
    /// The rows there are: the beginning of the names of what stands in each.
    rows: BTreeSet<String>,
}

impl Said {
    fn of(state: &State) -> Self {
        let text = DocPath::new(SETTINGS).and_then(|path| state.aims.texts.text(&path)).unwrap_or_default();
        let all = in_force(text);
        let by_name: BTreeMap<&str, &Shown> =
            all.iter().filter_map(|setting| Some((setting.name.as_str(), setting.value.as_ref()?))).collect();
        let mut rows = Rows { by_name, names: BTreeMap::new(), taken: BTreeMap::new() };
        let mut values = BTreeMap::new();
        for setting in &all {
            if let Some(shown) = setting.value.clone() {
                values.insert(rows.renamed(&setting.name), shown);
            }
        }
        Self { values, rows: rows.names.into_values().collect() }
    }
}

/// The rows of settings while they are named.
struct Rows<'a> {
    by_name: BTreeMap<&'a str, &'a Shown>,
    /// What each is called, by how it is written.
    names: BTreeMap<String, String>,
    /// How many are about the same.
    taken: BTreeMap<String, usize>,
}

impl Rows<'_> {
    /// A name in which each row is called by what it is about instead of its number: `people[2].roles` is
    /// `people[Ada Example].roles`.
    fn renamed(&mut self, name: &str) -> String {
        let (mut written, mut called, mut rest) = (String::new(), String::new(), name);
        while let Some((before, number, after)) = numbered(rest) {
            written.push_str(&format!("{before}[{number}]"));
            called.push_str(before);
            if let Some(known) = self.names.get(&written) {
                called.clone_from(known);
            } else {
                let about = self.about(&written).unwrap_or_else(|| number.to_owned());
                // A bracket in it would end the name of the row before its time.
                let row = format!("{called}[{}", about.replace('[', "(").replace(']', ")"));
                let again = self.taken.entry(row.clone()).or_default();
                *again += 1;
                // Of two that are about the same, each is one of its own.
                called = if *again > 1 { format!("{row} {again}]") } else { format!("{row}]") };
                self.names.insert(written.clone(), called.clone());
            }
            rest = after;
        }
        called + rest
    }

    /// What a row is about: the rule and place of a waiver, the name of anything else.
    fn about(&self, row: &str) -> Option<String> {
        let cell = |key: &str| match self.by_name.get(format!("{row}.{key}").as_str())? {
            Shown::Text(text) => Some(text.clone()),
            other => Some(other.to_string()),
        };
        let Some(code) = cell("code") else { return cell("name") };
        let place = cell("document").or_else(|| cell("path"));
        Some(place.map_or(code.clone(), |place| format!("{code} {place}")))
    }
}

/// What stands before the first number in brackets, the number, and what stands behind it. A key in quotes may hold brackets.
fn numbered(name: &str) -> Option<(&str, &str, &str)> {
    let mut quoted = false;
    let mut bytes = name.bytes().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'\\' if quoted => drop(bytes.next()),
            b'"' => quoted = !quoted,
            b'[' if !quoted => {
                let (number, after) = name[at + 1..].split_once(']')?;
                return Some((&name[..at], number, after));
            }
            _ => {}
        }
    }
    None
}

/// A row that came or went, as a whole. One in another is told with that.
fn whole(row: &str, then: &Said, now: &Said) -> SettingChange {
    let is_new = now.rows.contains(row);
    let said = if is_new { now } else { then };
    let begin = format!("{row}.");
    let inside = said.values.range(begin.clone()..).map_while(|(name, value)| {
        let key = name.strip_prefix(&begin)?;
        Some(format!("{key} = {}", shown(name, value).join(", ")))
    });
    let text = Some(inside.collect::<Vec<_>>().join("; "));
    SettingChange {
        group: Group::of(row),
        name: row.to_owned(),
        became: if is_new { "added" } else { "removed" },
        value: if is_new { WasIs { was: None, is: text } } else { WasIs { was: text, is: None } },
        gained: Vec::new(),
        lost: Vec::new(),
        weaker: false,
    }
}

/// A single setting, where it is another.
fn one(name: &str, then: Option<&Shown>, now: Option<&Shown>) -> Option<SettingChange> {
    if then == now {
        return None;
    }
    let list = |end: Option<&Shown>| end.map(|end| shown(name, end)).unwrap_or_default();
    let (was, is) = (list(then), list(now));
    let is_list = [then, now].into_iter().flatten().any(|end| matches!(end, Shown::List(_)));
    let only = |of: &[String], other: &[String]| -> Vec<String> {
        if is_list { of.iter().filter(|item| !other.contains(item)).cloned().collect() } else { Vec::new() }
    };
    let text = |end: Option<&Shown>, items: &[String]| end.map(|_| items.join(", "));
    Some(SettingChange {
        group: Group::of(name),
        name: name.to_owned(),
        became: match (then, now) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        },
        gained: only(&is, &was),
        lost: only(&was, &is),
        value: WasIs { was: text(then, &was), is: text(now, &is) },
        weaker: false,
    })
}

/// A value as people read it, a list as its items. A key is told by its fingerprint.
fn shown(name: &str, value: &Shown) -> Vec<String> {
    let is_key = name.starts_with("people[") && name.ends_with("].keys");
    let one = |value: &Shown| match value {
        Shown::Text(text) if is_key => AllowedKey::parse(text).map_or_else(|_| text.clone(), |key| key.fingerprint),
        Shown::Text(text) => text.clone(),
        other => other.to_string(),
    };
    match value {
        Shown::List(items) => items.iter().map(one).collect(),
        other => vec![one(other)],
    }
}

/// What a baseline lists that it did not, and no more lists.
fn baseline(then: Option<&Baseline>, now: Option<&Baseline>) -> Option<SettingChange> {
    let marks = |end: Option<&Baseline>| -> BTreeMap<_, usize> {
        end.iter().flat_map(|end| &end.lines).map(|(mark, lines)| (mark.clone(), lines.len())).collect()
    };
    let (was, is) = (marks(then), marks(now));
    let more = |of: &BTreeMap<_, usize>, than: &BTreeMap<_, usize>| -> usize {
        of.iter().map(|(mark, number)| number.saturating_sub(than.get(mark).copied().unwrap_or_default())).sum()
    };
    let (new, gone) = (more(&is, &was), more(&was, &is));
    let listed = |end: Option<&Baseline>| end.map(|end| crate::base::text::count(end.len(), "finding"));
    (new + gone > 0).then(|| SettingChange {
        group: Group::Checks,
        name: "baseline".to_owned(),
        became: match (then, now) {
            (None, _) => "added",
            (_, None) => "removed",
            _ => "changed",
        },
        value: WasIs { was: listed(then), is: listed(now) },
        gained: if new > 0 { vec![format!("{new} more")] } else { Vec::new() },
        lost: if gone > 0 { vec![format!("{gone} less")] } else { Vec::new() },
        weaker: new > 0,
    })
}
