//! Changes of front matter in plain words.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::base::text::count;
use crate::base::{Period, date, plural, say, wording};
use crate::compare::change::{FieldChange, FieldEvent, Listed, RowName, Short, WholeEvent};

impl FieldChange {
    /// What happened, without a full stop: `owner changed from AI Officer to Head of Data`.
    pub fn sentence(&self) -> String {
        let mut told = String::new();
        let rows = match (&self.event, self.at.rows.split_last()) {
            // The last is what the sentence is about.
            (FieldEvent::Row { .. }, Some((_, around))) => around,
            _ => &self.at.rows[..],
        };
        for around in rows {
            let _ = write!(told, "{}: ", row(around));
        }
        told + &self.event()
    }

    fn event(&self) -> String {
        let path = &*self.at.path;
        match &self.event {
            FieldEvent::Whole(event) => whole(*event).to_owned(),
            FieldEvent::Value { old, new } => single(path, old.as_ref(), new.as_ref()),
            FieldEvent::Cell { old, new } => became(&format!("`{path}`"), old, new, false),
            FieldEvent::Set { gone, items } => set(path, items, *gone),
            FieldEvent::Claimed { gone, framework, ids } => claimed(framework, ids, *gone),
            FieldEvent::Item { old, new } => {
                say!("{name}: “{old}” became “{new}”", name = name(path), old = said(old), new = said(new))
            }
            FieldEvent::Entry { gone: true, text } => {
                say!("{name}: removed “{text}”", name = name(path), text = said(text))
            }
            FieldEvent::Entry { gone: false, text } => {
                say!("{name}: added “{text}”", name = name(path), text = said(text))
            }
            FieldEvent::Entries { gone: true, more } => say!("{name}: removed {more} more", name = name(path), more),
            FieldEvent::Entries { gone: false, more } => say!("{name}: added {more} more", name = name(path), more),
            FieldEvent::Row { gone } => {
                let row = self.at.rows.last().map(row).unwrap_or_default();
                if *gone { say!("{row} removed", row) } else { say!("{row} added", row) }
            }
            FieldEvent::Reordered => say!("{name} put in another order", name = name(path)),
            FieldEvent::Changed => say!("{name} changed", name = name(path)),
        }
    }
}

fn row(row: &RowName) -> String {
    let name_of_row = said(&row.name);
    match &row.table {
        None => say!("row {row}", row = name_of_row),
        Some(table) => say!("{table} row “{row}”", table = name(table), row = name_of_row),
    }
}

fn whole(event: WholeEvent) -> &'static str {
    match event {
        WholeEvent::Controlled => say!("now has front matter: a controlled document"),
        WholeEvent::Uncontrolled => say!("no longer has front matter: no controlled document any more"),
        WholeEvent::RawChanged => say!("the file changed; it cannot be read as text"),
        WholeEvent::RawNow => say!("the file can no longer be read as text"),
        WholeEvent::RawNoMore => say!("the file can be read as text again"),
        WholeEvent::BrokenNow => say!("the front matter can no longer be read"),
        WholeEvent::BrokenNoMore => say!("the front matter can be read again"),
        WholeEvent::BrokenChanged => say!("the front matter changed; it cannot be read"),
    }
}

/// A value as what is spoken writes it: days and lengths of time, and all else as it stands. In English all stands as it is.
fn said(value: &Short) -> Cow<'_, str> {
    let text = value.as_str();
    if wording::spoken().is_none() {
        return Cow::Borrowed(text);
    }
    if let Some(day) = date::parse(text) {
        return Cow::Owned(wording::day(day));
    }
    match text.split_once(' ').filter(|_| Period::parse(text).is_some()) {
        Some((number, unit)) => Cow::Owned(measured(number, unit)),
        None => Cow::Borrowed(text),
    }
}

/// So many of a unit.
fn measured(number: &str, unit: &str) -> String {
    match (wording::spoken(), number.parse(), unit.trim_end_matches('s')) {
        (Some(_), Ok(number), unit @ ("day" | "week" | "month" | "year")) => count(number, unit),
        _ => format!("{number} {unit}"),
    }
}

/// What a single value under a key became.
fn single(key: &str, old: Option<&Short>, new: Option<&Short>) -> String {
    let name = name(key);
    match (key, old, new) {
        ("reviewed", Some(old), Some(new)) => {
            say!("reviewed on {day} (was {old})", day = said(new), old = said(old))
        }
        ("reviewed", None, Some(new)) => say!("reviewed on {day}", day = said(new)),
        ("effective" | "next-review", Some(old), Some(new)) => {
            say!("{name} set to {new} (was {old})", name, new = said(new), old = said(old))
        }
        (_, Some(old), Some(new)) => became(&name, old, new, key == "review-every"),
        ("effective" | "next-review" | "owner", None, Some(new)) => say!("{name} set to {new}", name, new = said(new)),
        (_, None, Some(new)) => say!("{name} added: {new}", name, new = said(new)),
        (_, Some(old), None) => say!("{name} removed (was {old})", name, old = said(old)),
        (_, None, None) => say!("{name} changed", name),
    }
}

/// `version 1.0 → 1.1` where both are one word, or `short` all the same; else in words.
pub(super) fn became(name: &str, was: &Short, is: &Short, short: bool) -> String {
    let (old, new) = (was.as_str(), is.as_str());
    if old == new {
        // The difference is beyond what is shown.
        return say!("{name} changed further on in “{new}”", name, new);
    }
    // One unit is said once: `12 → 24 months`.
    if let (Some((count_old, unit_old)), Some((count_new, unit_new))) = (old.split_once(' '), new.split_once(' '))
        && unit_old.trim_end_matches('s') == unit_new.trim_end_matches('s')
        && [count_old, count_new].iter().all(|count| count.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return say!("{name} {old} → {new}", name, old = count_old, new = measured(count_new, unit_new));
    }
    let is_word = |text: &str| !text.contains(' ') && text.chars().count() <= 24;
    if is_word(old) && is_word(new) || short {
        return say!("{name} {old} → {new}", name, old = said(was), new = said(is));
    }
    // A sentence in a sentence needs quotes to be told from it.
    let quoted = |text: &Short| {
        let is_long = text.as_str().split(' ').count() > 4;
        if is_long { say!("“{text}”", text = said(text)) } else { said(text).into_owned() }
    };
    say!("{name} changed from {old} to {new}", name, old = quoted(was), new = quoted(is))
}

/// What a list without an order lost or gained.
fn set(key: &str, items: &Listed, is_gone: bool) -> String {
    let (n, list) = (items.count(), listed(items));
    match (key, is_gone) {
        ("controls", true) => say!("{list} no longer claimed", list),
        ("controls", false) => say!("{list} newly claimed", list),
        ("clauses", true) => plural!(n, "clause {list} no longer claimed", "clauses {list} no longer claimed", list),
        ("clauses", false) => plural!(n, "clause {list} newly claimed", "clauses {list} newly claimed", list),
        ("approvers", true) => plural!(n, "approver {list} dropped", "approvers {list} dropped", list),
        ("approvers", false) => plural!(n, "approver {list} added", "approvers {list} added", list),
        ("authors", true) => plural!(n, "author {list} dropped", "authors {list} dropped", list),
        ("authors", false) => plural!(n, "author {list} added", "authors {list} added", list),
        ("tags", true) => plural!(n, "tag {list} removed", "tags {list} removed", list),
        ("tags", false) => plural!(n, "tag {list} added", "tags {list} added", list),
        ("implements", true) => say!("no longer implements {list}", list),
        ("implements", false) => say!("now implements {list}", list),
        ("evidence-for", true) => say!("no longer evidence for {list}", list),
        ("evidence-for", false) => say!("now evidence for {list}", list),
        ("replaces", true) => say!("no longer replaces {list}", list),
        ("replaces", false) => say!("now replaces {list}", list),
        ("systems", true) => plural!(n, "system {list} no longer named", "systems {list} no longer named", list),
        ("systems", false) => plural!(n, "system {list} newly named", "systems {list} newly named", list),
        ("risks", true) => plural!(n, "risk {list} no longer named", "risks {list} no longer named", list),
        ("risks", false) => plural!(n, "risk {list} newly named", "risks {list} newly named", list),
        ("suppliers", true) => plural!(n, "supplier {list} no longer named", "suppliers {list} no longer named", list),
        ("suppliers", false) => plural!(n, "supplier {list} newly named", "suppliers {list} newly named", list),
        ("documents", true) => plural!(n, "document {list} no longer named", "documents {list} no longer named", list),
        ("documents", false) => plural!(n, "document {list} newly named", "documents {list} newly named", list),
        (_, true) => say!("{name} lost {list}", name = name(key), list),
        (_, false) => say!("{name} gained {list}", name = name(key), list),
    }
}

/// `eu-ai-act art-27 no longer claimed`.
pub(super) fn claimed(framework: &str, ids: &Listed, gone: bool) -> String {
    let list = listed(ids);
    if gone {
        say!("{framework} {list} no longer claimed", framework, list)
    } else {
        say!("{framework} {list} newly claimed", framework, list)
    }
}

/// What a person calls a key.
fn name(key: &str) -> String {
    let known = match key {
        "classification" => say!("classification"),
        "effective" => say!("effective date"),
        "kind" => say!("kind"),
        "next-review" => say!("next review"),
        "owner" => say!("owner"),
        "retention" => say!("retention"),
        "review-every" => say!("review interval"),
        "status" => say!("status"),
        "title" => say!("title"),
        "version" => say!("version"),
        _ => return format!("`{key}`"),
    };
    known.to_owned()
}

/// A key in the middle of a sentence: `residual likelihood`.
pub(super) fn plain(key: &str) -> String {
    let words = key.replace('-', " ");
    if wording::spoken().is_none() {
        return words;
    }
    let mut letters = words.chars();
    let label: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    wording::known(&label).to_owned()
}

/// `A.5.2, A.5.3 and 4 more`.
fn listed(list: &Listed) -> String {
    let few: Vec<&str> = list.items.iter().map(Short::as_str).collect();
    let few = few.join(", ");
    match list.more {
        0 => few,
        more => say!("{few} and {more} more", few, more),
    }
}
