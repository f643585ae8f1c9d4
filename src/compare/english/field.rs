//! Changes of front matter in plain words.

use std::fmt::Write as _;

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
                format!("{}: “{}” became “{}”", name(path), old.as_str(), new.as_str())
            }
            FieldEvent::Entry { gone, text } => {
                format!("{}: {} “{}”", name(path), came_or_went(*gone), text.as_str())
            }
            FieldEvent::Entries { gone, more } => format!("{}: {} {more} more", name(path), came_or_went(*gone)),
            FieldEvent::Row { gone } => {
                let row = self.at.rows.last().map(row).unwrap_or_default();
                format!("{row} {}", came_or_went(*gone))
            }
            FieldEvent::Reordered => format!("{} put in another order", name(path)),
            FieldEvent::Changed => format!("{} changed", name(path)),
        }
    }
}

fn came_or_went(gone: bool) -> &'static str {
    if gone { "removed" } else { "added" }
}

fn row(row: &RowName) -> String {
    match &row.table {
        None => format!("row {}", row.name.as_str()),
        Some(table) => format!("{} row “{}”", name(table), row.name.as_str()),
    }
}

fn whole(event: WholeEvent) -> &'static str {
    match event {
        WholeEvent::Controlled => "now has front matter: a controlled document",
        WholeEvent::Uncontrolled => "no longer has front matter: no controlled document any more",
        WholeEvent::RawChanged => "the file changed; it cannot be read as text",
        WholeEvent::RawNow => "the file can no longer be read as text",
        WholeEvent::RawNoMore => "the file can be read as text again",
        WholeEvent::BrokenNow => "the front matter can no longer be read",
        WholeEvent::BrokenNoMore => "the front matter can be read again",
        WholeEvent::BrokenChanged => "the front matter changed; it cannot be read",
    }
}

/// What a single value under a key became.
fn single(key: &str, old: Option<&Short>, new: Option<&Short>) -> String {
    let name = name(key);
    match (key, old, new) {
        ("reviewed", Some(old), Some(new)) => format!("reviewed on {} (was {})", new.as_str(), old.as_str()),
        ("reviewed", None, Some(new)) => format!("reviewed on {}", new.as_str()),
        ("effective" | "next-review", _, Some(new)) => match old {
            Some(old) => format!("{name} set to {} (was {})", new.as_str(), old.as_str()),
            None => format!("{name} set to {}", new.as_str()),
        },
        (_, Some(old), Some(new)) => became(&name, old, new, key == "review-every"),
        ("owner", None, Some(new)) => format!("{name} set to {}", new.as_str()),
        (_, None, Some(new)) => format!("{name} added: {}", new.as_str()),
        (_, Some(old), None) => format!("{name} removed (was {})", old.as_str()),
        (_, None, None) => format!("{name} changed"),
    }
}

/// `version 1.0 → 1.1` where both are one word, or `short` all the same; else in words.
pub(super) fn became(name: &str, old: &Short, new: &Short, short: bool) -> String {
    let (old, new) = (old.as_str(), new.as_str());
    if old == new {
        // The difference is beyond what is shown.
        return format!("{name} changed further on in “{new}”");
    }
    // One unit is said once: `12 → 24 months`.
    if let (Some((count_old, unit_old)), Some((count_new, unit_new))) = (old.split_once(' '), new.split_once(' '))
        && unit_old.trim_end_matches('s') == unit_new.trim_end_matches('s')
        && [count_old, count_new].iter().all(|count| count.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return format!("{name} {count_old} → {count_new} {unit_new}");
    }
    let is_word = |text: &str| !text.contains(' ') && text.chars().count() <= 24;
    if is_word(old) && is_word(new) || short {
        return format!("{name} {old} → {new}");
    }
    // A sentence in a sentence needs quotes to be told from it.
    let quoted = |text: &str| if text.split(' ').count() > 4 { format!("“{text}”") } else { text.to_owned() };
    format!("{name} changed from {} to {}", quoted(old), quoted(new))
}

/// What a list without an order lost or gained.
fn set(key: &str, items: &Listed, is_gone: bool) -> String {
    let many = items.count() > 1;
    let list = listed(items);
    let noun = |one: &str| if many { format!("{one}s {list}") } else { format!("{one} {list}") };
    let named = if is_gone { "no longer named" } else { "newly named" };
    match (key, is_gone) {
        ("controls", _) => format!("{list} {}", claim(is_gone)),
        ("clauses", _) => format!("{} {}", noun("clause"), claim(is_gone)),
        ("approvers", true) => format!("{} dropped", noun("approver")),
        ("approvers", false) => format!("{} added", noun("approver")),
        ("authors", true) => format!("{} dropped", noun("author")),
        ("authors", false) => format!("{} added", noun("author")),
        ("tags", true) => format!("{} removed", noun("tag")),
        ("tags", false) => format!("{} added", noun("tag")),
        ("implements", true) => format!("no longer implements {list}"),
        ("implements", false) => format!("now implements {list}"),
        ("evidence-for", true) => format!("no longer evidence for {list}"),
        ("evidence-for", false) => format!("now evidence for {list}"),
        ("replaces", true) => format!("no longer replaces {list}"),
        ("replaces", false) => format!("now replaces {list}"),
        ("systems", _) => format!("{} {named}", noun("system")),
        ("risks", _) => format!("{} {named}", noun("risk")),
        ("suppliers", _) => format!("{} {named}", noun("supplier")),
        ("documents", _) => format!("{} {named}", noun("document")),
        (_, true) => format!("{} lost {list}", name(key)),
        (_, false) => format!("{} gained {list}", name(key)),
    }
}

fn claim(gone: bool) -> &'static str {
    if gone { "no longer claimed" } else { "newly claimed" }
}

/// `eu-ai-act art-27 no longer claimed`.
pub(super) fn claimed(framework: &str, ids: &Listed, gone: bool) -> String {
    format!("{framework} {} {}", listed(ids), claim(gone))
}

/// What a person calls a key.
fn name(key: &str) -> String {
    match key {
        "effective" => "effective date".into(),
        "next-review" => "next review".into(),
        "review-every" => "review interval".into(),
        "classification" | "kind" | "owner" | "retention" | "status" | "title" | "version" => key.into(),
        _ => format!("`{key}`"),
    }
}

/// `A.5.2, A.5.3 and 4 more`.
fn listed(list: &Listed) -> String {
    let few: Vec<&str> = list.items.iter().map(Short::as_str).collect();
    match list.more {
        0 => few.join(", "),
        more => format!("{} and {more} more", few.join(", ")),
    }
}
