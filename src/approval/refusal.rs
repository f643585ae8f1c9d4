//! Tags, commits and merges that say in words that what they hold is not approved.
//!
//! A signed tag approves what it holds where its signer may. That nobody takes a refusal for an approval, one that says in
//! its name or in the first line of its message that it is none gives none. These are words of those who tag, in the
//! languages in which they do; the program's own say nothing here.

/// What is read of a message: the first line, up to this many characters.
const READ: usize = 200;

/// Beginnings of words that say it.
const NO: [&str; 26] = [
    "reject",
    "cancelled",
    "postpon",
    "zurückgestellt",
    "vertagt",
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
    ("cannot", 3),
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

/// Words that say it with a word that follows at once: not to be used, turned down, asked for comments.
const PAIRS: [(&str, &[&str]); 9] = [
    ("not", &["use", "valid", "final", "for", "yet", "binding", "ready"]),
    ("turned", &["down"]),
    ("sent", &["back"]),
    ("for", &["discussion", "comment", "comments", "review", "consultation", "information"]),
    ("zur", &["diskussion", "prüfung", "abstimmung", "kenntnis", "durchsicht"]),
    ("under", &["review", "discussion"]),
    ("in", &["review", "discussion", "prüfung", "arbeit"]),
    ("noch", &["nicht", "offen"]),
    ("pour", &["discussion", "avis"]),
];

/// Words before a word for approving by which it is still to come.
const TO_COME: [&str; 8] = ["be", "get", "wird", "werden", "soll", "muss", "ask", "être"];

/// Words by which the approval is open.
const OPEN: [&str; 11] = [
    "pending",
    "proposal",
    "proposed",
    "vorschlag",
    "vorlage",
    "discussion",
    "preview",
    "tentative",
    "ausstehend",
    "unapproved",
    "rfc",
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
    let lower = plain(text);
    let words = words(&lower);
    let begins = |word: &str, with: &[&str]| with.iter().any(|begin| word.starts_with(begin));
    let is_done = words.iter().any(|word| begins(word, &DONE));
    let undone = || !is_done && words.iter().any(|word| begins(word, &UNDONE) || OPEN.contains(word));
    let pair = |place: usize| {
        let next = words.get(place + 1);
        PAIRS.iter().any(|(word, after)| *word == words[place] && next.is_some_and(|next| after.contains(next)))
    };
    undone()
        || denies(&words)
        || words.last().is_some_and(|word| ANSWERS.contains(word))
        || (0..words.len())
            .any(|place| begins(words[place], &NO) || is_candidate(words[place]) || !is_done && pair(place))
}

/// Whether the message of a commit or merge says in so many words that what it brings is not approved. What else it says of
/// refusing and withdrawing is most often what the change is about.
pub(super) fn is_denied(text: &str) -> bool {
    denies(&words(&plain(text)))
}

/// Whether approval is denied, asked for, or still to come.
fn denies(words: &[&str]) -> bool {
    let begins = |word: &str, with: &[&str]| with.iter().any(|begin| word.starts_with(begin));
    let negated = |place: usize| {
        let near = NOT.iter().find(|(not, _)| *not == words[place]).map_or(0, |(_, near)| *near);
        // `don't`, `cannot`, `hasn't`: also before a subject and a verb.
        let near = if words[place].ends_with("n't") { 3 } else { near };
        words.iter().skip(place + 1).take(near).any(|word| begins(word, &APPROVING))
    };
    let asked = |place: usize| {
        ASKING.contains(&words[place]) && words.iter().skip(place + 1).take(2).any(|word| APPROVAL.contains(word))
    };
    let to_come = |place: usize| {
        let (before, now) = (place.checked_sub(1).map(|before| words[before]), words[place]);
        let comes = matches!(before, Some("to" | "will" | "shall" | "should" | "must" | "can" | "noch" | "à"));
        let next = words.get(place + 1);
        TO_COME.contains(&now) && comes && next.is_some_and(|next| begins(next, &APPROVING))
    };
    let open = |place: usize| {
        APPROVAL.contains(&words[place])
            && words
                .iter()
                .skip(place + 1)
                .take(2)
                .any(|word| matches!(*word, "pending" | "open" | "awaited" | "offen" | "ausstehend"))
    };
    (0..words.len()).any(|place| negated(place) || asked(place) || to_come(place) || open(place))
}

/// Whether a word calls a version a candidate: `rc1`, `beta`, `alpha2`.
fn is_candidate(word: &str) -> bool {
    let bare = word.trim_end_matches(|c: char| c.is_ascii_digit());
    matches!(bare, "rc" | "beta" | "alpha") && !word.is_empty()
}

/// The first characters of a text as they are looked at.
fn plain(text: &str) -> String {
    text.chars().take(READ).collect::<String>().to_lowercase().replace('\u{2019}', "'")
}

fn words(plain: &str) -> Vec<&str> {
    plain.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::{is_denied, refuses, said};

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
            "I cannot approve this text",
            "We didn't approve it",
            "We haven\u{2019}t approved this",
            "Approval pending",
            "To be approved on 3 March",
            "For discussion only",
            "Do not use",
            "Turned down by the board",
            "Proposal for the board",
            "Zurückgestellt",
            "Wird noch geprüft: Freigabe offen",
            "v1.0-rc1",
            "2.0-beta",
            "Not for use",
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
            "Proposal 3, approved",
            "Approved after discussion",
            "In force from 1 March",
            "Ordered by the board",
            "",
        ] {
            assert!(!refuses(text), "{text}");
        }
        assert!(is_denied("Merge for discussion. NOT APPROVED, draft only"));
        assert!(is_denied("Text to be approved by the board"));
        for text in ["Withdraw the waiver", "Reject bots at the door", "Merge branch 'draft'", "Approve the policy"] {
            assert!(!is_denied(text), "{text}");
        }
        assert_eq!(said("\n\nApproved \n\nRejected"), "Approved");
    }
}
