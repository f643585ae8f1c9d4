//! Whether something is said to have worked.

use super::absent::{is_absent, is_open};

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

/// What makes of a no an answer that is still to come.
const SO_FAR: [&str; 3] = [" yet", " so far", " bisher"];

/// A plain no to what was made as a whole: no effect and a failure may be of something else, and the best there is.
const PLAINLY: [&str; 8] =
    ["no", "nein", "non", "false", "did not work", "it did not work", "this did not work", "hat nicht gewirkt"];

/// How people say that they went back to what was before.
const BACK: [&str; 9] = [
    "rolled back",
    "rolled-back",
    "rollback",
    "roll-back",
    "reverted",
    "backed out",
    "zurückgerollt",
    "zurückgenommen",
    "rückgängig gemacht",
];

/// Whether an answer to the question of whether something worked is no, on its own or before what explains it: `No; half of
/// them failed`; or says in a sentence that it did not, or that the same came back. Neither `no need` nor `not yet` nor `no
/// effect yet` is such an answer.
pub fn did_not(answer: &str) -> bool {
    let lower = answer.to_lowercase();
    is_no(first(&lower)) || came_back(&lower)
}

/// Whether the answer is a plain no, or that it did not work, on its own or before what explains it.
pub fn plainly_did_not(answer: &str) -> bool {
    PLAINLY.contains(&first(&answer.to_lowercase()))
}

/// Whether the answer is a no so far: `No effect yet; look again in December`. That the same came back is one for good.
pub fn not_so_far(answer: &str) -> bool {
    let lower = answer.to_lowercase();
    let so_far = SO_FAR.iter().find_map(|words| first(&lower).strip_suffix(words));
    so_far.is_some_and(is_no) && !came_back(&lower)
}

/// Whether the answer says that people went back to what was before.
pub fn went_back(answer: &str) -> bool {
    let lower = answer.to_lowercase();
    BACK.iter().any(|words| lower.contains(words))
}

/// Whether a clause in lower case says that it did not work.
fn is_no(clause: &str) -> bool {
    NOT.contains(&clause) || is_said(clause, &IN_VAIN)
}

/// Whether a clause of an answer in lower case says that the same came back.
fn came_back(lower: &str) -> bool {
    clauses(lower).any(|clause| is_said(clause.trim(), &AGAIN))
}

fn is_said(clause: &str, what: &[&str]) -> bool {
    let of = |it: &str| clause.strip_prefix(it).is_some_and(|rest| what.contains(&rest.trim_start()));
    what.contains(&clause) || IT.iter().any(|it| of(it))
}

fn first(answer: &str) -> &str {
    clauses(answer).next().unwrap_or_default().trim()
}

/// Whether such an answer is still to come, on its own or before what explains it: `Pending; the trial runs until May`;
/// or a no so far.
pub fn is_to_come(answer: &str) -> bool {
    let is_none = |text: &str| is_absent(text) || is_open(text);
    let first = clauses(answer).find(|clause| !clause.trim().is_empty());
    !did_not(answer) && (is_none(answer) || first.is_some_and(is_none) || not_so_far(answer))
}

fn clauses(answer: &str) -> impl Iterator<Item = &str> {
    answer.split([',', ';', ':', '.', '(', '\n', '–', '—']).flat_map(|part| part.split(" - "))
}

#[cfg(test)]
mod tests {
    use super::{did_not, is_to_come, plainly_did_not, went_back};

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

    #[test]
    fn a_no_so_far_is_still_to_come() {
        for open in
            ["No effect seen yet", "No improvement yet, measured again in June", "Not effective so far", "Nein bisher"]
        {
            assert!(is_to_come(open) && !did_not(open), "{open}");
        }
        for said in ["No effect seen", "No more cases so far", "No effect yet; it came back"] {
            assert!(!is_to_come(said), "{said}");
        }
    }

    #[test]
    fn a_plain_no_is_of_all_that_was_made() {
        for no in ["No", "Nein; zu langsam", "Did not work", "It did not work, as feared"] {
            assert!(plainly_did_not(no), "{no}");
        }
        for other in ["No effect", "No effect seen", "No improvement", "Failed", "No yet", "Yes", ""] {
            assert!(!plainly_did_not(other), "{other}");
        }
        assert!(went_back("No - Rolled back on 2 March") && !went_back("No; back in June"));
    }
}
