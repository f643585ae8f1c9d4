//! Whether something is said to have worked.

/// Words that say that it did not, in the languages that most write in.
const NOT: [&str; 28] = [
    "no",
    "nein",
    "non",
    "false",
    "failed",
    "ineffective",
    "not effective",
    "unsuccessful",
    "not successful",
    "did not work",
    "did not help",
    "not met",
    "no effect",
    "no effect seen",
    "without effect",
    "no improvement",
    "unwirksam",
    "nicht wirksam",
    "nicht erfolgreich",
    "wirkungslos",
    "ohne wirkung",
    "keine wirkung",
    "keine besserung",
    "fehlgeschlagen",
    "gescheitert",
    "inefficace",
    "non efficace",
    "sans effet",
];

/// What is spoken of in a sentence that says so.
const IT: [&str; 14] = [
    "it",
    "this",
    "the action",
    "the measure",
    "the correction",
    "the problem",
    "the fault",
    "the error",
    "the same",
    "the nonconformity",
    "die maßnahme",
    "das problem",
    "der fehler",
    "es",
];

/// What is said of it, where the sentence begins so.
const IN_VAIN: [&str; 15] = [
    "failed",
    "has failed",
    "did not work",
    "does not work",
    "did not help",
    "had no effect",
    "has no effect",
    "was not effective",
    "is not effective",
    "was ineffective",
    "hat nicht gewirkt",
    "wirkt nicht",
    "war nicht wirksam",
    "war wirkungslos",
    "ist fehlgeschlagen",
];

/// What is said of it, wherever that stands.
const AGAIN: [&str; 9] = [
    "came back",
    "has come back",
    "recurred",
    "happened again",
    "occurred again",
    "kam wieder",
    "kam zurück",
    "trat wieder auf",
    "ist wieder aufgetreten",
];

/// Whether an answer to the question of whether something worked is no, on its own or before what explains it: `No; half of
/// them failed`; or says in a sentence that it did not, or that the same came back. Neither `no need` nor `not yet` is such
/// an answer.
pub(super) fn did_not(answer: &str) -> bool {
    let lower = answer.to_lowercase();
    let clauses = || lower.split([',', ';', ':', '.', '(', '\n', '–', '—']).flat_map(|part| part.split(" - "));
    let is_said = |clause: &str, what: &[&str]| {
        let of = |it: &str| clause.strip_prefix(it).is_some_and(|rest| what.contains(&rest.trim_start()));
        what.contains(&clause) || IT.iter().any(|it| of(it))
    };
    let first = clauses().next().unwrap_or_default().trim();
    NOT.contains(&first) || is_said(first, &IN_VAIN) || clauses().any(|clause| is_said(clause.trim(), &AGAIN))
}

#[cfg(test)]
mod tests {
    use super::did_not;

    #[test]
    fn a_no_is_told_from_what_only_begins_so() {
        for no in [
            "No",
            "no; half of them failed",
            "Nein, noch einmal",
            "Not effective (see AUD-2)",
            "No - again",
            "No effect seen",
            "Wirkungslos",
            "The action failed, the problem came back",
            "It worked for a week; it came back",
            "Die Maßnahme war wirkungslos",
        ] {
            assert!(did_not(no), "{no}");
        }
        for other in [
            "Yes",
            "No need",
            "Not yet",
            "None lacking",
            "In part; again in 2026",
            "Nobody failed",
            "It did not come back",
            "Yes; with a wrong file it failed, as it should",
            "",
        ] {
            assert!(!did_not(other), "{other}");
        }
    }
}
