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
    (0..words.len()).any(|place| begins(words[place], &NO) || negated(place))
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
            "",
        ] {
            assert!(!refuses(text), "{text}");
        }
        assert_eq!(said("\n\nApproved \n\nRejected"), "Approved");
    }
}
