//! Tags, commits and merges that say in words that what they hold is not approved.
//!
//! A signed tag approves what it holds where its signer may. That nobody takes a refusal for an approval, one that says in
//! its name or in its message that it is none gives none. These are words of those who tag, in the languages in which they
//! do; the program's own say nothing here.
//!
//! The first line is about the tag, so that any such word in it is enough. Below it may stand notes on what changed, which
//! tell of rejected requests and withdrawn procedures. There a sentence counts that begins with it, or says it of the text
//! or of who speaks (`This is not approved`, `I object`), and ends there or goes on with how and why: `Rejected by the
//! board`, and not `Rejected requests are logged`. A list below `Withdrawn:` is one of other texts. Where both can be
//! meant, it is a refusal: whoever meant none tags again, and nobody holds as approved what was sent back.

/// What is read of a line or sentence, in characters.
const READ: usize = 200;

/// What is read of a message below its first line, in characters.
const BELOW: usize = 20_000;

/// Beginnings of words that say it.
const NO: &str = "\
    reject cancelled postpon zurückgestellt vertagt refus declin withdr revok disapprov unapprov denied deny \
    veto retract abgelehnt ablehn zurückgezogen zurückgewiesen widerrufen widerruf verworfen verweiger rejet \
    rechaz respin disagre beanstand dissent zurückgegeben zurückgesandt";

/// Those that notes say of other texts too, as the head of a list.
const ELSEWHERE: &str = "withdr revok retract cancelled zurückgezogen zurückgestellt widerruf";

/// Words that say it where the sentence ends with them or goes on with one of [`ON`]: `blocked`, and not `blocked accounts`.
const SAYS: &str = "\
    blocked object objects objection preliminary incomplete unfinished unreviewed gesperrt blockiert einspruch \
    widerspruch vorläufig unfertig provisoire bloqué unacceptable inacceptable unannehmbar \
    unsuitable unfit ungeeignet";

/// Words with which a sentence goes on that says how, why or until when, or of what.
const ON: &str = "\
    by to until till because as from on at in pending since see that this it yet so but again today now due with \
    must before after version text von vom durch bis weil wegen am da mit vor diese dieser dieses par jusqu";

/// Words before that which a sentence says: who speaks or what is spoken of, and the verb.
const LEAD: &str = "\
    this it i we that the a an our is was be been has have had hereby therefore thus so but sorry please do does \
    did can could will would shall must should to yet still not never no cannot policy document text version tag \
    board ceo management legal approval status verdict decision result das dies diese dieser der die ich wir es \
    ist war wird wurde hat haben bitte noch nicht kein keine richtlinie dokument fassung vorstand ce je nous est \
    été work";

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
const APPROVING: &str = "\
    approv accept releas adopt fit agreed freigegeben freigabe genehmig angenommen zugestimmt gebilligt \
    verabschiedet approuv";

/// Words that say it with a word that follows at once: not to be used, turned down, asked for comments.
const PAIRS: [(&str, &str); 16] = [
    ("not", "use valid final for yet binding ready publish distribute sign agree ok okay"),
    ("turned", "down"),
    ("sent", "back"),
    ("returned", "to"),
    ("on", "hold"),
    ("needs", "rework revision work changes"),
    ("auf", "eis"),
    ("zurück", "an"),
    ("nicht", "veröffentlichen verwenden gültig verbindlich final einverstanden"),
    ("submitted", "to for"),
    ("for", "discussion comment comments review consultation information"),
    ("zur", "diskussion prüfung abstimmung kenntnis durchsicht"),
    ("under", "review discussion"),
    ("in", "review discussion progress prüfung arbeit bearbeitung"),
    ("noch", "nicht offen"),
    ("pour", "discussion avis"),
];

/// Words before a word for approving by which it is still to come.
const TO_COME: &str = "be get wird werden soll muss ask être";

/// Beginnings of words for what comes before an approval.
const LOOKING: &str = "review check discuss decid confirm revis geprüft überarbeitet";

/// Words by which the approval is open.
const OPEN: &str = "\
    pending proposal proposed vorschlag vorlage discussion preview tentative ausstehend unapproved rfc";

/// Words before one of [`APPROVAL`] by which it is asked for, and not given.
const ASKING: &str = "for pending awaiting awaits before until zur vor pour";

/// Words for what is asked for.
const APPROVAL: &str = "approval acceptance adoption freigabe genehmigung zustimmung approbation";

/// Beginnings of words for what is not approved yet, or not any more, unless one of [`DONE`] says that it is.
const UNDONE: &str = "draft entwurf entwürf brouillon wip superseded void withheld ungültig";

/// Beginnings of words that say that it is approved.
const DONE: &str = "\
    approved accepted adopted agreed freigegeben genehmigt angenommen gebilligt verabschiedet approuvé";

/// Answers that stand at the end.
const ANSWERS: &str = "no nein non";

/// Whether the message of a tag says that what it holds is not approved.
pub(super) fn declines(message: &str) -> bool {
    let first = said(message);
    refuses(&first) || below(message.trim().get(first.len()..).unwrap_or_default(), true)
}

/// The first line of a message.
pub(super) fn said(message: &str) -> String {
    let line = message.trim().lines().next().unwrap_or_default().trim();
    line.chars().take(READ).collect()
}

/// Whether a text says that something is not approved.
pub(super) fn refuses(text: &str) -> bool {
    let lower = plain(text);
    let words = words(&lower);
    let is_done = words.iter().any(|word| begins(word, DONE));
    let undone = || !is_done && words.iter().any(|word| begins(word, UNDONE) || is_of(word, OPEN));
    let ends = |place: usize| words.get(place).is_none_or(|next| is_of(next, ON));
    let looked_at = |place: usize| matches!(&words[..place], [.., "to", "be"]) && begins(words[place], LOOKING);
    let says = |place: usize| (is_of(words[place], SAYS) || looked_at(place)) && ends(place + 1);
    let open = |place: usize| is_pair(&words, place) || is_out(&words, place) || says(place);
    undone()
        || denies(&words)
        || words.last().is_some_and(|word| is_of(word, ANSWERS))
        || (0..words.len())
            .any(|place| begins(words[place], NO) || is_candidate(words[place]) || !is_done && open(place))
}

/// Whether the message of a commit or merge says in so many words that what it brings is not approved. What else it says of
/// refusing and withdrawing is most often what the change is about.
pub(super) fn is_denied(text: &str) -> bool {
    denies(&words(&plain(text)))
}

/// Whether what stands below the subject of a commit does. Lists there are most often of what was squashed.
pub(super) fn is_denied_below(body: &str) -> bool {
    let own: Vec<&str> = body.lines().filter(|line| !line.trim_start().starts_with(['*', '-'])).collect();
    below(&own.join("\n"), false)
}

/// Whether a sentence of a text below a first line denies that this is approved, or where that is asked too, refuses it.
fn below(text: &str, refusing: bool) -> bool {
    sentences(text).iter().any(|(sentence, is_head)| {
        let lower = plain(sentence);
        let words = words(&lower);
        Sentence::of(&words).is_some_and(|of| of.denies() || refusing && of.refuses(*is_head))
    })
}

/// The sentences of a text, and whether each ends as the head of a list does. A line that does not begin with a small letter
/// begins one.
fn sentences(text: &str) -> Vec<(String, bool)> {
    let (mut all, mut open) = (Vec::new(), String::new());
    let text: String = text.chars().take(BELOW).collect();
    for line in text.lines().map(str::trim) {
        if !line.starts_with(char::is_lowercase) {
            all.push((std::mem::take(&mut open), true));
        }
        for c in line.chars() {
            match c {
                '.' | '!' | '?' => all.push((std::mem::take(&mut open), false)),
                ':' | ';' | '(' | ')' | '\u{2013}' | '\u{2014}' => all.push((std::mem::take(&mut open), true)),
                c => open.push(c),
            }
        }
        open.push(' ');
    }
    all.push((open, false));
    all
}

/// What a sentence says, and where its [`LEAD`] ends.
struct Sentence<'a> {
    words: &'a [&'a str],
    lead: usize,
}

impl<'a> Sentence<'a> {
    /// None where there is no word.
    fn of(words: &'a [&'a str]) -> Option<Self> {
        let numbers = |word: &str| word.trim_start_matches('v').chars().all(|c| c.is_ascii_digit());
        let leads = |word: &&&str| is_of(word, LEAD) || word.ends_with("n't") || numbers(word);
        let last = words.len().checked_sub(1)?;
        Some(Self { words, lead: words.iter().take_while(leads).count().min(last) })
    }

    fn is_negated(&self) -> bool {
        self.words[..self.lead].iter().any(is_not)
    }

    /// Whether it ends before this place, or goes on with how or why.
    fn goes_on(&self, place: usize) -> bool {
        self.words.get(place).is_none_or(|word| is_of(word, ON))
    }

    /// Whether it says that this is not approved, or is still to be.
    fn denies(&self) -> bool {
        let (word, before) = (self.words[self.lead], &self.words[..self.lead]);
        // Products are released, and rules fit, that are no approvals.
        let apart = word.starts_with("releas") || word.starts_with("fit");
        let on = if apart { self.words.len() == self.lead + 1 } else { self.goes_on(self.lead + 1) };
        let to_come = matches!(before, [.., "to" | "will" | "must" | "should", "be"]);
        on && (self.is_negated() || to_come && !apart) && begins(word, APPROVING)
    }

    /// Whether it refuses in other words.
    fn refuses(&self, is_head: bool) -> bool {
        let (word, before) = (self.words[self.lead], &self.words[..self.lead]);
        if self.words.iter().any(|word| begins(word, DONE)) {
            return false;
        }
        if matches!(self.words, [only] if is_of(only, ANSWERS)) {
            return true;
        }
        let paired = |place: usize| is_pair(self.words, place) && self.goes_on(place + 2);
        let is_out = is_out(self.words, self.lead) && self.goes_on(self.lead + 2);
        if is_out || self.lead.checked_sub(1).is_some_and(paired) {
            return true;
        }
        let looks = matches!(before, [.., "to", "be"]) && begins(word, LOOKING);
        let elsewhere = begins(word, ELSEWHERE) || begins(word, UNDONE) || is_of(word, OPEN);
        let says = begins(word, NO) || is_of(word, SAYS) || elsewhere || looks;
        let is_other = is_head && self.lead == 0 && (elsewhere || is_pair(self.words, 0));
        !self.is_negated() && !is_other && (says && self.goes_on(self.lead + 1) || paired(self.lead))
    }
}

/// Whether a word says that something is not so.
fn is_not(word: &&str) -> bool {
    word.ends_with("n't") || NOT.iter().any(|(not, _)| not == word)
}

/// Whether words say from this place on, and just before it, that something is not in force.
fn is_out(words: &[&str], place: usize) -> bool {
    let is_force = matches!(words[place..], ["in" | "into", "force" | "effect" | "kraft", ..]);
    is_force && words[..place].iter().rev().take(3).any(is_not)
}

/// Whether a word is one of a list.
fn is_of(word: &str, list: &str) -> bool {
    list.split(' ').any(|of| of == word)
}

/// Whether a word begins as one of a list.
fn begins(word: &str, list: &str) -> bool {
    list.split(' ').any(|begin| word.starts_with(begin))
}

/// Whether a word and the one after it say that something is not approved.
fn is_pair(words: &[&str], place: usize) -> bool {
    let next = words.get(place + 1);
    PAIRS.iter().any(|(word, after)| *word == words[place] && next.is_some_and(|next| is_of(next, after)))
}

/// Whether approval is denied, asked for, or still to come.
fn denies(words: &[&str]) -> bool {
    let negated = |place: usize| {
        let near = NOT.iter().find(|(not, _)| *not == words[place]).map_or(0, |(_, near)| *near);
        // `don't`, `cannot`, `hasn't`: also before a subject and a verb.
        let near = if words[place].ends_with("n't") { 3 } else { near };
        words.iter().skip(place + 1).take(near).any(|word| begins(word, APPROVING))
    };
    let asked = |place: usize| {
        is_of(words[place], ASKING) && words.iter().skip(place + 1).take(2).any(|word| is_of(word, APPROVAL))
    };
    let to_come = |place: usize| {
        let (before, now) = (place.checked_sub(1).map(|before| words[before]), words[place]);
        let comes = matches!(before, Some("to" | "will" | "shall" | "should" | "must" | "can" | "noch" | "à"));
        let next = words.get(place + 1);
        is_of(now, TO_COME) && comes && next.is_some_and(|next| begins(next, APPROVING))
    };
    let open = |place: usize| {
        is_of(words[place], APPROVAL)
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
    use super::{declines, is_denied, is_denied_below, refuses, said};

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
            "Work in progress",
            "On hold until legal has looked",
            "Disagree",
            "I object",
            "Objection: must not go out like this",
            "Needs rework before I can agree",
            "Blocked",
            "Returned to author",
            "v1 preliminary",
            "To be reviewed",
            "do not publish",
            "Zurück an die Autorin",
            "Nicht einverstanden",
            "Not in force",
            "Nicht in Kraft",
            "Unacceptable as it stands",
            "Unfit at present",
        ] {
            assert!(refuses(text), "{text}");
        }
    }

    #[test]
    fn who_says_something_else_does_not_say_no() {
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
            "Objectives 2026",
            "Blocked accounts: procedure 1.0",
            "Preliminary hazard analysis 2.0",
            "Policies, to be reviewed every year",
            "Unacceptable practices 1.0",
            "Rules on unsuitable uses of AI",
            "Approved, not yet in force",
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

    #[test]
    fn who_says_no_further_down_says_no() {
        for below in [
            "Rejected. This is NOT approved: it was sent back to Mal.",
            "This is NOT approved",
            "It was sent back to Mal.",
            "rejected by the board on 3 March",
            "I do not approve this.",
            "We can't approve it yet",
            "I disagree",
            "No approval.",
            "The board has not approved\nthis text.",
            "See the minutes.\nWithdrawn.",
            "- Work in progress",
            "On hold until legal has looked.",
            "To be reviewed by legal",
            "Do not publish",
            "This is a draft.",
            "Approved? No.",
            "Das ist nicht freigegeben.",
            "Abgelehnt vom Vorstand: abgelehnt",
            "Wir haben das nicht genehmigt",
            "This is not in force.",
        ] {
            assert!(declines(&format!("Policy 1.0\n\n{below}")), "{below}");
        }
        assert!(declines(&format!("{}. Rejected by the board", "x".repeat(250))));
        for below in [
            "Fixes that nobody rejected",
            "Accounts are no longer blocked.",
            "- Rejected requests are logged\n- Draft texts are listed",
            "Withdrawn:\n- POL-003\n\nDraft:\n- POL-009",
            "Withdrawn\n- POL-003",
            "Suppliers that are not approved may not be used.",
            "Says what happens when a risk is not accepted.",
            "We do not approve suppliers by e-mail.",
            "We do not accept bots.",
            "No approval is needed for small changes.",
            "The policy is approved.",
            "Rejected by Mal in May, approved by Orla in June.",
            "It is not released to suppliers.",
            "Do not use private accounts is the new rule.",
            "The document is to be reviewed every year.",
            "Objectives are new.",
            "It lists what is not in force elsewhere.",
            "Approved by the board on 3 March.\n\nSigned-off-by: Orla <orla@x.example>",
            "",
        ] {
            assert!(!declines(&format!("Policy 1.0\n\n{below}")), "{below}");
        }
        assert!(is_denied_below("This is NOT approved: look at it."));
        assert!(!is_denied_below("Rejected requests are logged.\nWithdrawn by the board: POL-003."));
    }
}
