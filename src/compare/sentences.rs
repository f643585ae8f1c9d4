//! Changes of front matter in plain words.

use super::phrase::shortened;

/// The longest value that is told in full, in letters.
const LONG: usize = 80;

/// How many ids of a list are told by name.
const MANY: usize = 8;

/// What a single value under a key became.
pub(super) fn single(key: &str, old: Option<&str>, new: Option<&str>) -> String {
    let name = name(key);
    match (key, old, new) {
        ("reviewed", Some(old), Some(new)) => format!("reviewed on {} (was {})", short(new), short(old)),
        ("reviewed", None, Some(new)) => format!("reviewed on {}", short(new)),
        ("effective" | "next-review", _, Some(new)) => match old {
            Some(old) => format!("{name} set to {} (was {})", short(new), short(old)),
            None => format!("{name} set to {}", short(new)),
        },
        (_, Some(old), Some(new)) => became(&name, old, new),
        ("owner", None, Some(new)) => format!("{name} set to {}", short(new)),
        (_, None, Some(new)) => format!("{name} added: {}", short(new)),
        (_, Some(old), None) => format!("{name} removed (was {})", short(old)),
        (_, None, None) => format!("{name} changed"),
    }
}

/// `version 1.0 → 1.1` where both are one word, else in words.
pub(super) fn became(name: &str, old: &str, new: &str) -> String {
    let (old, new) = (short(old), short(new));
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
    if is_word(&old) && is_word(&new) || name == "review interval" {
        return format!("{name} {old} → {new}");
    }
    // A sentence in a sentence needs quotes to be told from it.
    let quoted = |text: String| if text.split(' ').count() > 4 { format!("“{text}”") } else { text };
    format!("{name} changed from {} to {}", quoted(old), quoted(new))
}

/// What a list without an order lost and gained: a sentence for each.
pub(super) fn set(key: &str, gone: &[&str], come: &[&str]) -> Vec<String> {
    let mut told = Vec::new();
    for (items, is_gone) in [(gone, true), (come, false)] {
        if !items.is_empty() {
            told.push(set_change(key, items, is_gone));
        }
    }
    told
}

fn set_change(key: &str, items: &[&str], is_gone: bool) -> String {
    let many = items.len() > 1;
    let list = listed(items);
    let noun = |one: &str| if many { format!("{one}s {list}") } else { format!("{one} {list}") };
    let claimed = if is_gone { "no longer claimed" } else { "newly claimed" };
    let named = if is_gone { "no longer named" } else { "newly named" };
    match (key, is_gone) {
        ("controls", _) => format!("{list} {claimed}"),
        ("clauses", _) => format!("{} {claimed}", noun("clause")),
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

/// What a list of texts lost and gained.
pub(super) fn items(key: &str, gone: &[&str], come: &[&str]) -> Vec<String> {
    let name = name(key);
    let told = |what: &str, items: &[&str]| {
        let few = items.iter().take(MANY).map(|item| format!("{name}: {what} “{}”", short(item)));
        let more = (items.len() > MANY).then(|| format!("{name}: {what} {} more", items.len() - MANY));
        few.chain(more).collect::<Vec<_>>()
    };
    match (gone, come) {
        ([], []) => vec![format!("{name} put in another order")],
        ([old], [new]) => vec![format!("{name}: “{}” became “{}”", short(old), short(new))],
        _ => [told("removed", gone), told("added", come)].concat(),
    }
}

/// What a person calls a key.
pub(super) fn name(key: &str) -> String {
    match key {
        "effective" => "effective date".into(),
        "next-review" => "next review".into(),
        "review-every" => "review interval".into(),
        "classification" | "kind" | "owner" | "retention" | "status" | "title" | "version" => key.into(),
        _ => format!("`{key}`"),
    }
}

/// A value in the length of a sentence.
pub(super) fn short(text: &str) -> String {
    shortened(text, LONG)
}

/// `A.5.2, A.5.3 and 4 more`.
pub(super) fn listed(items: &[&str]) -> String {
    let few: Vec<String> = items.iter().take(MANY).map(|item| short(item)).collect();
    match items.len().saturating_sub(MANY) {
        0 => few.join(", "),
        more => format!("{} and {more} more", few.join(", ")),
    }
}
