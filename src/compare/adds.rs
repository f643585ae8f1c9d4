//! Whether a new version only adds to the old one: all that was said still stands there, in the same words and order.

use super::Snapshot;
use super::field::{Field, FieldValue, is_set};
use super::substance::is_substance;
use super::{Block, BlockLink};

/// Keys that say how far a record has come, not what it found: they go on, and back where something is opened again.
const COURSE: [&str; 4] = ["closed", "closed-by", "state", "version"];

/// Whether every block and every value of the old version is in the new one. New blocks may stand between the old ones,
/// values may be given where there were none, and lists and rows may grow.
pub fn only_adds(old: &Snapshot, new: &Snapshot) -> bool {
    let kept = |field: &&Field| is_substance(&field.key) && !COURSE.contains(&field.key.as_str());
    let of_new = |field: &Field| new.fields.iter().find(|other| other.key == field.key);
    // The day on which something was closed may be taken back with it, but not be moved.
    let unmoved = |field: &Field| of_new(field).is_none_or(|other| other.value == field.value);
    old.readable
        && new.readable
        && old.controlled <= new.controlled
        && old.fields.iter().filter(|field| field.key.starts_with("closed")).all(unmoved)
        && old
            .fields
            .iter()
            .filter(kept)
            .all(|field| of_new(field).is_some_and(|other| holds(&field.key, &other.value, &field.value)))
        && in_turn(&old.blocks, &new.blocks, goes_on)
}

/// Whether a block is another, perhaps with whole sentences more.
fn goes_on(old: &Block, new: &Block) -> bool {
    let leads = |one: &BlockLink, other: &BlockLink| (one.image, &one.target) == (other.image, &other.target);
    old.kind == new.kind
        && in_turn(&old.links, &new.links, leads)
        && in_turn(&sentences(&old.text), &sentences(&new.text), |one, other| one == other)
}

/// The sentences of a text, and what stands between semicolons, without their case. A word that is put into one makes it
/// another.
fn sentences(text: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut from = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | ';' | '。' | '\n')) {
        let end = at + mark.len_utf8();
        if mark == '\n' || mark == '。' || text[end..].starts_with(char::is_whitespace) {
            all.push(&text[from..end]);
            from = end;
        }
    }
    all.push(&text[from..]);
    let bare = |sentence: &str| sentence.trim().trim_end_matches(['.', ';']).to_lowercase();
    all.into_iter().map(bare).filter(|sentence| !sentence.is_empty()).collect()
}

/// Whether a value still says what the old one said.
fn holds(key: &str, new: &FieldValue, old: &FieldValue) -> bool {
    match (old, new) {
        (FieldValue::Text(_), FieldValue::List(items)) => items.iter().any(|item| holds(key, item, old)),
        (FieldValue::Text(old), FieldValue::Text(new)) => {
            in_turn(&sentences(old), &sentences(new), |one, other| one == other)
        }
        (FieldValue::List(of_old), FieldValue::List(of_new)) if is_set(key) => {
            of_old.iter().all(|item| of_new.contains(item))
        }
        (FieldValue::List(of_old), FieldValue::List(of_new)) => {
            in_turn(of_old, of_new, |one, other| holds(key, other, one))
        }
        (FieldValue::Table(of_old), FieldValue::Table(of_new)) => of_old.iter().all(|field| {
            // What is to be done about it goes on.
            let goes_on = matches!(field.key.as_str(), "status" | "state");
            let other = of_new.iter().find(|other| other.key == field.key);
            other.is_some_and(|other| goes_on || holds(&field.key, &other.value, &field.value))
        }),
        _ => false,
    }
}

/// Whether all of one list are in another, in the same order.
fn in_turn<T>(old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut rest = new.iter();
    old.iter().all(|one| rest.any(|other| same(one, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn adds(old: &str, new: &str) -> bool {
        let read = |text: &str| Snapshot::read(text.as_bytes(), &crate::reading::Reading::default());
        only_adds(&read(old), &read(new))
    }

    fn front(fields: &str) -> String {
        format!("---\n{fields}---\n\nIt failed.\n\nThree of ten.\n")
    }

    #[test]
    fn what_only_adds_leaves_every_word_where_it_was() {
        let old = front("id: X\nstate: action\nfindings:\n  - {ref: F1, grade: major}\nsystems: [B, A]\n");
        for (from, to) in [
            ("It failed.\n", "It failed.\n\n2026-03-01: it worked since.\n"),
            ("Three of ten.\n", "Three of ten.\n\n- a note\n"),
            ("state: action\n", "state: closed\nclosed: 2026-03-01\neffectiveness: It worked.\n"),
            ("grade: major}\n", "grade: major, nonconformity: NC-001}\n  - {ref: F2}\n"),
            ("[B, A]", "[A, B, C]"),
            ("It failed.", "It *failed*. On 1.2. we knew."),
            ("Three of ten.", "Two were mended later; three of ten."),
            ("id: X\n", "id: X\ncause: We do not know.\n"),
        ] {
            assert!(adds(&old, &old.replace(from, to)), "{to}");
        }
        for (from, to) in [
            ("It failed.", "It never failed."),
            ("Three", "None"),
            ("\n\nThree of ten.", ""),
            ("It failed.\n\nThree of ten.", "Three of ten.\n\nIt failed."),
            ("grade: major", "grade: minor"),
            ("findings:\n  - {ref: F1, grade: major}\n", ""),
            ("[B, A]", "[A]"),
            ("id: X", "id: Y"),
            ("It failed.", "Not. It failed, nearly."),
            ("---\n\nIt", "---\n\n# It"),
        ] {
            assert!(!adds(&old, &old.replace(from, to)), "{to}");
        }
    }

    #[test]
    fn what_was_closed_may_be_opened_again_but_not_on_another_day() {
        let old = front("state: closed\nclosed: 2026-03-01\n");
        assert!(adds(&old, &front("state: action\n")));
        assert!(!adds(&old, &front("state: closed\nclosed: 2026-02-01\n")));
        assert!(!adds(&front("id: X\n"), "It failed.\n\nThree of ten.\n"));
    }
}
