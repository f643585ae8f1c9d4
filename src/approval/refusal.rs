//! Tags whose name or message says that what they hold is not approved.
//!
//! A signed tag approves what it holds where its signer may. That nobody takes a refusal for an approval, one that says in
//! its name or in the first line of its message that it is none gives none. These are words of those who tag, in the
//! languages in which they do; the program's own say nothing here.

/// What is read of a message: the first line, up to this many characters.
const READ: usize = 200;

/// Beginnings of words that say it.
const NO: [&str; 22] = [
    "reject",
    "refus",
    "declin",
    "withdr",
    "revok",
    "disapprov",
    "unapprov",
    "denied",
    "deny",
    "veto",
    "retract",
    "abgelehnt",
    "ablehn",
    "zurückgezogen",
    "zurückgewiesen",
    "widerrufen",
    "widerruf",
    "verworfen",
    "verweiger",
    "rejet",
    "rechaz",
    "respin",
];

/// Words that say it of a word for approving that follows, and within how many words.
const NOT: [(&str, usize); 11] = [
    ("not", 3),
    ("never", 3),
    ("isn't", 3),
    ("nicht", 3),
    ("no", 1),
    ("without", 1),
    ("kein", 1),
    ("keine", 1),
    ("keiner", 1),
    ("ohne", 1),
    ("non", 1),
];

/// Beginnings of words for approving.
const APPROVING: [&str; 14] = [
    "approv",
    "accept",
    "releas",
    "adopt",
    "fit",
    "agreed",
    "freigegeben",
    "freigabe",
    "genehmig",
    "angenommen",
    "zugestimmt",
    "gebilligt",
    "verabschiedet",
    "approuv",
];

/// Words before one of [`APPROVAL`] by which it is asked for, and not given.
const ASKING: [&str; 9] = ["for", "pending", "awaiting", "awaits", "before", "until", "zur", "vor", "pour"];

/// Words for what is asked for.
const APPROVAL: [&str; 7] =
    ["approval", "acceptance", "adoption", "freigabe", "genehmigung", "zustimmung", "approbation"];

/// Beginnings of words for what is not approved yet, or not any more, unless one of [`DONE`] says that it is.
const UNDONE: [&str; 9] =
    ["draft", "entwurf", "entwürf", "brouillon", "wip", "superseded", "void", "withheld", "ungültig"];

/// Beginnings of words that say that it is approved.
const DONE: [&str; 10] = [
    "approved",
    "accepted",
    "adopted",
    "agreed",
    "freigegeben",
    "genehmigt",
    "angenommen",
    "gebilligt",
    "verabschiedet",
    "approuvé",
];

/// Answers that stand at the end.
const ANSWERS: [&str; 3] = ["no", "nein", "non"];

/// The first line of a message.
pub(super) fn said(message: &str) -> String {
    let line = message.trim().lines().next().unwrap_or_default().trim();
    line.chars().take(READ).collect()
}

/// Whether a text says that something is not approved.
pub(super) fn refuses(text: &str) -> bool {
    let lower = text.chars().take(READ).collect::<String>().to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
    let begins = |word: &str, with: &[&str]| with.iter().any(|begin| word.starts_with(begin));
    let negated = |place: usize| {
        let near = NOT.iter().find(|(not, _)| *not == words[place]).map_or(0, |(_, near)| *near);
        words.iter().skip(place + 1).take(near).any(|word| begins(word, &APPROVING))
    };
    let asked = |place: usize| {
        ASKING.contains(&words[place]) && words.iter().skip(place + 1).take(2).any(|word| APPROVAL.contains(word))
    };
    let undone = words.iter().any(|word| begins(word, &UNDONE)) && !words.iter().any(|word| begins(word, &DONE));
    undone
        || words.last().is_some_and(|word| ANSWERS.contains(word))
        || (0..words.len()).any(|place| begins(words[place], &NO) || negated(place) || asked(place))
}

#[cfg(test)]
mod tests {
    use super::{refuses, said};

    #[test]
    fn who_says_no_says_no() {
        for text in [
            "Rejected: not approved",
            "rejected",
            "v2-REJECTED",
            "Not approved",
            "This is not yet approved",
            "No approval",
            "Withdrawn by the board",
            "Abgelehnt",
            "Nicht freigegeben",
            "Keine Freigabe",
            "Zurückgezogen am 3. Mai",
            "DRAFT for discussion only",
            "v2-draft",
            "Entwurf",
            "Superseded",
            "For approval by the board",
            "Ready for the approval",
            "Pending approval",
            "Zur Freigabe",
            "Approved? No.",
            "nein",
        ] {
            assert!(refuses(text), "{text}");
        }
        for text in [
            "Approved",
            "v2.0",
            "Release 2.0",
            "audit-2026",
            "Freigabe 2.0",
            "Notes of the board, approved",
            "Policy no. 5, approved",
            "Draft 3, approved as 1.0",
            "Approved for release",
            "Entwurf 3 genehmigt",
            "Released for approved suppliers",
            "",
        ] {
            assert!(!refuses(text), "{text}");
        }
        assert_eq!(said("\n\nApproved \n\nRejected"), "Approved");
    }
}
