//! Words that say the opposite of each other, however near their letters are: `unapproved` is no slip of `approved`.

use super::text::{did_you_mean, steps_between};

/// Leads that deny what stands behind them, or say that it is not so yet, in the languages in which teams write.
const DENYING: [&str; 27] = [
    "un", "non", "not", "no", "dis", "in", "im", "il", "ir", "de", "des", "mis", "anti", "pre", "semi", "half",
    "never", "nicht", "kein", "keine", "nie", "ohne", "miss", "pas", "sans", "sin", "niet",
];

/// Leads of which one is the opposite of the other.
const OPPOSING: [(&str, &str); 7] =
    [("off", "on"), ("ex", "in"), ("out", "in"), ("up", "down"), ("over", "under"), ("post", "pre"), ("max", "min")];

/// Words that deny wherever they stand among others.
const DENIALS: [&str; 17] = [
    "not", "no", "non", "never", "without", "nicht", "kein", "keine", "nie", "ohne", "pas", "sans", "jamais", "sin",
    "niet", "geen", "isnt",
];

/// Signs that put two words side by side, or one in doubt.
const OPEN: [char; 8] = ['/', '|', '?', '!', '~', '¬', '≠', '\\'];

/// The candidate that `word` most likely was meant to be, as [`did_you_mean`] has it: none where that says the opposite, or
/// where the word leaves open what is meant.
pub fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    did_you_mean(word, candidates).filter(|near| !is_opposite(word, near))
}

/// Whether a word cannot stand for another one that is near to it: without a denying lead, or with an opposing one, it is
/// nearer to it, a word in it denies, or it leaves open what is meant.
pub fn is_opposite(word: &str, other: &str) -> bool {
    let (word, other) = (word.trim().to_lowercase(), other.trim().to_lowercase());
    if word.contains(OPEN) {
        return true;
    }
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    if letters(&word) == letters(&other) {
        return false;
    }
    if denies(&word) && !denies(&other) {
        return true;
    }
    let steps = steps_between(&word, &other);
    let nearer = |a: &str, b: &str| steps_between(a, b) < steps;
    let denied = |a: &str, b: &str| DENYING.iter().filter_map(|lead| behind(a, lead)).any(|rest| nearer(rest, b));
    let opposed = |a: &str, b: &str, (one, two): (&str, &str)| {
        behind(a, one).zip(behind(b, two)).is_some_and(|(a, b)| nearer(a, b))
    };
    denied(&word, &other)
        || denied(&other, &word)
        || OPPOSING.iter().any(|pair| opposed(&word, &other, *pair) || opposed(&other, &word, *pair))
}

/// What stands behind a lead, where enough does to be a word.
fn behind<'a>(word: &'a str, lead: &str) -> Option<&'a str> {
    let rest = word.strip_prefix(lead)?.trim_start_matches(['-', '_', ' ', '\'']);
    (rest.chars().count() > 1).then_some(rest)
}

/// Whether a word that denies stands among those of a text.
fn denies(text: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '\'')
        .any(|part| DENIALS.contains(&part.replace('\'', "").as_str()))
}

#[cfg(test)]
mod tests {
    use super::{is_opposite, meant};

    const WORDS: [&str; 22] = [
        "draft",
        "in-review",
        "approved",
        "retired",
        "public",
        "internal",
        "confidential",
        "planned",
        "in-progress",
        "done",
        "on-track",
        "met",
        "treated",
        "answered",
        "certified",
        "release",
        "applicable",
        "no-go",
        "go",
        "major",
        "undecided",
        "incident",
    ];

    #[test]
    fn the_opposite_of_a_word_is_no_slip_of_it() {
        for word in [
            "not-approved",
            "Not approved",
            "unapproved",
            "unaproved",
            "disapproved",
            "pre-approved",
            "nicht-approved",
            "approved-not",
            "unmet",
            "untreated",
            "undone",
            "not-certified",
            "uncertified",
            "unreleased",
            "unanswered",
            "nonpublic",
            "non-public",
            "external",
            "not-confidential",
            "off-track",
            "inapplicable",
            "unplanned",
            "non-major",
            "decided",
            "draft-/-approved",
            "draft|approved",
            "approved?",
            "~approved~",
        ] {
            assert_eq!(meant(word, WORDS), None, "{word}");
        }
    }

    #[test]
    fn a_slip_of_a_word_still_is_one() {
        for (word, near) in [
            ("aproved", "approved"),
            ("iternl", "internal"),
            ("interal", "internal"),
            ("inreview", "in-review"),
            ("imcident", "incident"),
            ("in-progres", "in-progress"),
            ("nogo", "no-go"),
            ("not-go", "no-go"),
            ("ontrack", "on-track"),
            ("undecidd", "undecided"),
            ("nto-go", "no-go"),
            ("don", "done"),
            ("confidental", "confidential"),
        ] {
            assert_eq!(meant(word, WORDS), Some(near), "{word}");
        }
        assert!(!is_opposite("approved", "approved") && !is_opposite("approvd", "approved"));
    }
}
