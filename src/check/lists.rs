//! Several names in one message.

use crate::base::say;

/// `a`, `a and b`, `a, b and c`.
pub(super) fn join(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => say!("{before} and {last}", before = before.join(", "), last),
    }
}

/// `a`, `a and b`, `a and b and c`.
pub(super) fn and(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().reduce(|before, last| say!("{before} and {last}", before, last)).unwrap_or_default()
}

/// `a`, `a or b`, `a or b or c`.
pub(super) fn or(words: impl IntoIterator<Item = String>) -> String {
    words.into_iter().reduce(|before, last| say!("{before} or {last}", before, last)).unwrap_or_default()
}

/// Up to `most` of some names, and how many more there are: `a, b and 3 more`.
pub(super) fn listed(names: &[&str], most: usize) -> String {
    begun(&names[..names.len().min(most)], names.len())
}

/// The first of some names, and how many more there are.
pub(super) fn begun<T: AsRef<str>>(first: &[T], all: usize) -> String {
    let named = first.iter().map(AsRef::as_ref).collect::<Vec<_>>().join(", ");
    match all.saturating_sub(first.len()) {
        0 => named,
        more => say!("{named} and {more} more", named, more),
    }
}
