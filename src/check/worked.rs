//! Whether something is said to have worked.

/// Words that say that it did not, in the languages that most write in.
const NOT: [&str; 14] = [
    "no",
    "nein",
    "non",
    "false",
    "failed",
    "ineffective",
    "not effective",
    "did not work",
    "not met",
    "unwirksam",
    "nicht wirksam",
    "wirkungslos",
    "inefficace",
    "non efficace",
];

/// Whether an answer to the question of whether something worked is no, on its own or before what explains it: `No; half of
/// them failed`. Neither `no need` nor `not yet` is such an answer.
pub(super) fn did_not(answer: &str) -> bool {
    let first = answer.split([',', ';', ':', '.', '(', '\n', '–', '—']).next().unwrap_or_default();
    let first = first.split(" - ").next().unwrap_or_default().trim().to_lowercase();
    NOT.contains(&first.as_str())
}

#[cfg(test)]
mod tests {
    use super::did_not;

    #[test]
    fn a_no_is_told_from_what_only_begins_so() {
        for no in ["No", "no; half of them failed", "Nein, noch einmal", "Not effective (see AUD-2)", "No - again"] {
            assert!(did_not(no), "{no}");
        }
        for other in ["Yes", "No need", "Not yet", "None lacking", "In part; again in 2026", "Nobody failed", ""] {
            assert!(!did_not(other), "{other}");
        }
    }
}
