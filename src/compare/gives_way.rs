//! What a new version of a record may say in place of what the old one said: how it is kept, and, of a matter that is open
//! again, what is done about it. Neither is what was found.

use super::field::FieldValue;
use super::snapshot::Snapshot;
use crate::base::Date;
use crate::reading::{is_over, kept_for};

/// Keys under which it is said what is done about a matter, and what came of that. What is opened again begins anew there.
const ANEW: [&str; 15] = [
    "action",
    "action-owner",
    "answer",
    "answer-due",
    "answered",
    "checked",
    "done",
    "due",
    "effect",
    "effective",
    "effectiveness",
    "effectiveness-by",
    "effectiveness-checked",
    "outcome",
    "verified",
];

/// Whether this key of a matter that is open again may say something else.
pub(super) fn begins_anew(key: &str) -> bool {
    ANEW.contains(&key)
}

/// Whether a matter is open in one of two versions, by its state in both. Of one that was over once, it is open again.
pub(super) fn is_open(old: &Snapshot, new: &Snapshot) -> bool {
    let over = |of: &Snapshot| of.text("state").map(|state| is_over("", &state.to_lowercase()));
    over(old).zip(over(new)).is_some_and(|(old, new)| !old || !new)
}

/// Whether a key says that the record is kept as well as before, or better: by somebody else, for fewer, or for longer
/// from the same day.
pub(super) fn is_kept_better(key: &str, old: &FieldValue, new: &FieldValue) -> bool {
    const DAY: Date = Date::constant(2026, 3, 1);
    let circle = |words: &str| ["public", "internal"].iter().position(|known| *known == words).unwrap_or(2);
    let time = |text: &str| kept_for(text).map(|(period, from)| (period.after(DAY), from.to_lowercase()));
    let (Some(old), Some(new)) = (old.text(), new.text()) else { return false };
    match key {
        "owner" => true,
        "classification" => circle(new) > circle(old),
        "retention" => time(old).zip(time(new)).is_some_and(|(old, new)| new.0 > old.0 && new.1 == old.1),
        _ => false,
    }
}
