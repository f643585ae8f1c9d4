//! Settings, keys and waivers that a change makes others, and who has to stand behind that.
//!
//! What is compared is what is in force: a setting that is written and says what holds anyway is no change. Rows are known by
//! what they are about, people by their names, waivers by rule and place, so that another order is none either.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::both::Both;
use super::came::Came;
use super::held::held;
use super::setting::{Group, SettingChange};
use super::was_is::WasIs;
use super::weaker::is_weaker;
use crate::approval::Roster;
use crate::base::{DocPath, SETTINGS};
use crate::model::in_force::{Shown, Step, in_force, keys, name};
use crate::signature::AllowedKey;
use crate::state::State;

/// Who has to stand behind a change of people, keys, rules, levels or waivers before it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Vouching {
    /// Whether somebody who may has signed it.
    pub done: bool,
    /// Whether it counts without that: the settings before list no key, so that nobody could have signed it.
    pub trusted: bool,
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
    let (mut then, mut now) = (Said::of(both.then), Said::of(both.now));
    then.write_out(&now);
    now.write_out(&then);
    let mut found: Vec<SettingChange> = Vec::new();
    let is_new = |row: &&String| !then.rows.contains_key(*row);
    let gone = then.rows.keys().filter(|row| !now.rows.contains_key(*row));
    let rows: BTreeSet<&String> = now.rows.keys().filter(is_new).chain(gone).collect();
    found.extend(rows.iter().map(|row| whole(row, &then, &now)));
    // What stands in a row that is told as a whole is told with it.
    let is_told = |path: &[Step]| (1..=path.len()).any(|to| rows.contains(&name(&path[..to])));
    let names: BTreeSet<&String> = then.values.keys().chain(now.values.keys()).collect();
    for name in names {
        let (then, now) = (then.values.get(name), now.values.get(name));
        if let Some((path, _)) = now.or(then).filter(|(path, _)| !is_told(path)) {
            let of = |said: Option<&(Vec<Step>, Shown)>, state: &State| End {
                said: said.map(|(_, said)| said.clone()),
                held: held(path, &state.aims.config),
            };
            found.extend(one(path, &of(then, both.then), &of(now, both.now)));
        }
    }
    found.extend(super::names::changed(both));
    found.extend(super::forgiven::changed(both));
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
    let stands = before.digest() == now.digest();
    let done = stands && both.now.approvals.guard.is_signed();
    // Whom the change itself lists cannot stand behind it.
    let may = if stands { &then } else { before };
    let people = may.who_may_vouch(&now).into_iter().map(str::to_owned).collect();
    Some(Vouching { done, trusted: stands && !done, told: on_line, people })
}

/// The settings of one end by names that do not hang on the order of rows.
struct Said {
    values: BTreeMap<String, (Vec<Step>, Shown)>,
    /// The rows there are: the beginning of the names of what stands in each.
    rows: BTreeMap<String, Vec<Step>>,
}

impl Said {
    fn of(state: &State) -> Self {
        let text = DocPath::new(SETTINGS).and_then(|path| state.aims.texts.text(&path)).unwrap_or_default();
        let all = in_force(text);
        let by_name: BTreeMap<&str, &Shown> =
            all.iter().filter_map(|setting| Some((setting.name.as_str(), setting.value.as_ref()?))).collect();
        let mut rows = Rows { by_name, called: BTreeMap::new(), taken: BTreeMap::new() };
        let mut values = BTreeMap::new();
        for setting in &all {
            if let Some(shown) = setting.value.clone() {
                let path = rows.renamed(&setting.path);
                values.insert(name(&path), (path, shown));
            }
        }
        Self { values, rows: rows.called.into_values().map(|path| (name(&path), path)).collect() }
    }

    /// Calls what a role answers for as it is called in the long form, where the other end has the role in that: both say the
    /// same.
    fn write_out(&mut self, other: &Self) {
        let roles = other.values.values().filter(|(path, _)| path.len() > 2 && keys(path).first() == Some(&"roles"));
        let long: BTreeSet<String> = roles.map(|(path, _)| name(&path[..2])).collect();
        let called = |(key, (mut path, said)): (String, (Vec<Step>, Shown))| {
            if path.len() == 2 && long.contains(&key) {
                path.push(Step::Key("about".to_owned()));
            }
            (name(&path), (path, said))
        };
        self.values = std::mem::take(&mut self.values).into_iter().map(called).collect();
    }
}

/// The rows of settings while they are named.
struct Rows<'a> {
    by_name: BTreeMap<&'a str, &'a Shown>,
    /// What each is called, by how it is written.
    called: BTreeMap<String, Vec<Step>>,
    /// How many are about the same.
    taken: BTreeMap<String, usize>,
}

impl Rows<'_> {
    /// A way on which each row is called by what it is about instead of its number: `people[2].roles` is
    /// `people[Ada Example].roles`.
    fn renamed(&mut self, path: &[Step]) -> Vec<Step> {
        let mut called: Vec<Step> = Vec::new();
        for (at, step) in path.iter().enumerate() {
            called.push(step.clone());
            let Step::Row(number) = step else { continue };
            let written = name(&path[..=at]);
            if let Some(known) = self.called.get(&written) {
                called.clone_from(known);
                continue;
            }
            let about = self.about(&written).unwrap_or_else(|| number.clone());
            // A bracket in it would end the name of the row before its time.
            let about = about.replace('[', "(").replace(']', ")");
            called[at] = Step::Row(about.clone());
            let again = self.taken.entry(name(&called)).or_default();
            *again += 1;
            // Of two that are about the same, each is one of its own.
            if *again > 1 {
                called[at] = Step::Row(format!("{about} {again}"));
            }
            self.called.insert(written, called.clone());
        }
        called
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

/// A row that came or went, as a whole. One in another is told with that.
fn whole(row: &str, then: &Said, now: &Said) -> SettingChange {
    let is_new = now.rows.contains_key(row);
    let said = if is_new { now } else { then };
    let path = said.rows.get(row).cloned().unwrap_or_default();
    let begin = format!("{row}.");
    let inside = said.values.range(begin.clone()..).map_while(|(name, (path, value))| {
        let key = name.strip_prefix(&begin)?;
        Some(format!("{key} = {}", shown(path, value).join(", ")))
    });
    let text = Some(inside.collect::<Vec<_>>().join("; "));
    SettingChange {
        group: Group::of(&path),
        name: row.to_owned(),
        path,
        became: if is_new { Came::Added } else { Came::Removed },
        value: if is_new { WasIs { was: None, is: text } } else { WasIs { was: text, is: None } },
        gained: Vec::new(),
        lost: Vec::new(),
        weaker: false,
    }
}

/// A setting at one end: what is said, and what holds by that or without it.
struct End {
    said: Option<Shown>,
    held: Option<Shown>,
}

/// A single setting, where it is another. Where it is said at one end only, at the other stands what holds without it.
fn one(path: &[Step], then: &End, now: &End) -> Option<SettingChange> {
    let is_said_once = then.said.is_some() != now.said.is_some();
    if then.said == now.said || is_said_once && then.held.is_some() && then.held == now.held {
        return None;
    }
    let of = |end: &End| end.said.clone().or_else(|| end.held.clone());
    let (then_holds, now_holds) = (of(then), of(now));
    let list = |end: &Option<Shown>| end.as_ref().map(|end| shown(path, end)).unwrap_or_default();
    let (was, is) = (list(&then_holds), list(&now_holds));
    let is_list = [&then_holds, &now_holds].into_iter().flatten().any(|end| matches!(end, Shown::List(_)));
    let only = |of: &[String], other: &[String]| -> Vec<String> {
        if is_list { of.iter().filter(|item| !other.contains(item)).cloned().collect() } else { Vec::new() }
    };
    let text = |end: &Option<Shown>, items: &[String]| end.as_ref().map(|_| items.join(", "));
    Some(SettingChange {
        group: Group::of(path),
        name: name(path),
        path: path.to_owned(),
        became: Came::of(then.said.as_ref(), now.said.as_ref()),
        gained: only(&is, &was),
        lost: only(&was, &is),
        value: WasIs { was: text(&then_holds, &was), is: text(&now_holds, &is) },
        weaker: false,
    })
}

/// A value as people read it, a list as its items. A key is told by its fingerprint.
fn shown(path: &[Step], value: &Shown) -> Vec<String> {
    let is_key = keys(path) == ["people", "keys"];
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
