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

/// States in which a matter is over, as its `state` says.
const OVER: [&str; 4] = ["closed", "done", "rejected", "declined"];

/// Those of a risk: what is treated or accepted waits for nothing.
const OF_RISK: [&str; 3] = ["closed", "treated", "accepted"];

/// States in which one asks nothing more of anybody, beside those in which it is over.
const SETTLED: [&str; 5] = ["answered", "met", "missed", "dropped", "cancelled"];

/// Keys that hold the day on which a matter was over.
pub const ENDS: [&str; 3] = ["done", "closed", "answered"];

/// Whether a matter of a kind asks nothing more of anybody, by its `state` and by those of [`ENDS`] that are `given`: an
/// action that is done does not close a nonconformity.
pub fn is_settled(kind: &str, state: Option<&str>, given: impl Fn(&str) -> bool) -> bool {
    let says = |state| is_over(kind, state) || kind != "risk" && SETTLED.contains(&state);
    state.is_some_and(says) || ENDS.iter().any(|end| given(end) && (kind, *end) != ("nonconformity", "done"))
}

/// Whether a document of a kind that says this of its `state` calls its matter over.
pub fn is_over(kind: &str, state: &str) -> bool {
    if kind == "risk" { OF_RISK.contains(&state) } else { OVER.contains(&state) }
}

/// The status of ours that others call so, by their word in its normal form.
pub fn status_called(word: &str) -> Option<&'static str> {
    STATUS.iter().find(|(_, theirs)| theirs.contains(&word)).map(|(ours, _)| *ours)
}

/// The status of ours that a word in its normal form is, or that others call so.
pub(super) fn status_word(word: &str) -> Option<&'static str> {
    let own = STATUS.iter().map(|(ours, _)| *ours).find(|ours| *ours == word);
    own.or_else(|| status_called(word))
}

#[cfg(test)]
mod tests {
    use super::{is_over, is_settled};

    #[test]
    fn a_matter_is_over_when_it_was_done_or_refused() {
        for state in ["closed", "done", "rejected", "declined"] {
            assert!(is_over("improvement", state), "{state}");
        }
        for state in ["open", "proposed", "answered", "treated"] {
            assert!(!is_over("concern", state), "{state}");
        }
        assert!(is_over("risk", "treated") && !is_over("risk", "open"));
    }

    #[test]
    fn a_matter_asks_nothing_more_by_its_state_or_a_day() {
        for (kind, state, given, settled) in [
            ("concern", Some("answered"), "", true),
            ("concern", Some("open"), "answered", true),
            ("improvement", Some("adopted"), "done", true),
            ("nonconformity", Some("action"), "done", false),
            ("nonconformity", Some("action"), "closed", true),
            ("objective", Some("missed"), "", true),
            ("risk", Some("met"), "", false),
            ("visit", None, "", false),
        ] {
            assert_eq!(is_settled(kind, state, |end| end == given), settled, "{kind} {state:?} {given}");
        }
    }
}
