//! Words that teams commonly have for where a document stands, and ours.

/// Ours, and theirs in their normal form. What says that something holds says so of itself: whether somebody approved it, is
/// judged elsewhere.
const STATUS: [(&str, &[&str]); 4] = [
    ("draft", &["wip", "work-in-progress", "in-progress", "stub", "new", "idea"]),
    ("in-review", &["review", "under-review", "for-review", "proposed", "pending", "pending-approval", "last-call"]),
    (
        "approved",
        &[
            "active",
            "final",
            "published",
            "living",
            "effective",
            "current",
            "accepted",
            "adopted",
            "in-force",
            "released",
            "implemented",
        ],
    ),
    (
        "retired",
        &["withdrawn", "superseded", "obsolete", "deprecated", "archived", "rejected", "stagnant", "moved", "inactive"],
    ),
];

/// The status of ours that others call so, by their word in its normal form.
pub fn status_called(word: &str) -> Option<&'static str> {
    STATUS.iter().find(|(_, theirs)| theirs.contains(&word)).map(|(ours, _)| *ours)
}

/// The status of ours that a word in its normal form is, or that others call so.
pub(super) fn status_word(word: &str) -> Option<&'static str> {
    let own = STATUS.iter().map(|(ours, _)| *ours).find(|ours| *ours == word);
    own.or_else(|| status_called(word))
}
