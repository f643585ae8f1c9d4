//! Whether a new version only adds to the old one what the life of a record foresees: all that was said still stands there,
//! in the same words and order, and what is new comes with its day or under a key that is answered later.
//!
//! A sentence that is put into an old paragraph, a name more among those who were there, a control more that an old audit is
//! said to have looked at: each takes no word away, and makes another record of it.

use std::collections::BTreeSet;

use super::field::{Field, FieldValue, is_set};
use super::gives_way::{begins_anew, is_kept_better, is_open};
use super::snapshot::Snapshot;
use super::substance::is_substance;
use crate::base::{Date, date};
use crate::parse::{Block, BlockKind, BlockLink};
use crate::reading::days_in;

/// Keys that say how far a record has come, not what it found: they go on, and back where something is opened again.
const COURSE: [&str; 4] = ["closed", "closed-by", "state", "version"];

/// Keys under which something is said later than the rest: what came of it, who accepted it, what it led to. None of them is
/// there before its time, and none says what was found.
const LATER: [&str; 32] = [
    "accepted",
    "accepted-by",
    "answer",
    "answered",
    "approved",
    "approvers",
    "authority-told",
    "checked",
    "deployed",
    "done",
    "effect",
    "effective",
    "effectiveness",
    "effectiveness-by",
    "effectiveness-checked",
    "evidence",
    "followed",
    "formerly",
    "incident",
    "met-by",
    "must-read",
    "nonconformity",
    "outcome",
    "received-by",
    "replaces",
    "report",
    "report-refs",
    "review-every",
    "status",
    "users-told",
    "valid-until",
    "verified",
];

/// Keys by which a document is kept, whatever it says: they may be given where there were none, and some become better.
const KEEPING: [&str; 7] = ["classification", "kind", "lang", "owner", "recorded-by", "retention", "title"];

/// Of the keys that are answered later, those whose lists grow.
const GROW: [&str; 8] =
    ["evidence", "formerly", "incident", "must-read", "nonconformity", "received-by", "replaces", "report-refs"];

/// Keys that name documents which came of the record, where they are younger than it.
const FOLLOWED: [&str; 9] =
    ["datasets", "from", "impact-assessment", "models", "risk", "risk-assessment", "risks", "suppliers", "tests"];

/// As much is noted of one change. What is beyond that is like it.
const MOST: usize = 40;

/// As many additions that tell their day are kept apart. One that comes after them is taken for one that tells none.
const MOST_DATED: usize = 400;

/// As many days of one addition are kept.
const MOST_DAYS: usize = 20;

/// A text of so many words may be a sentence.
const SENTENCE: usize = 4;

/// Cells that say of which day a row is.
const DAYS: [&str; 3] = ["date", "day", "on"];

/// What a new version says beyond the old one, where nothing that the old one said is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Additions {
    /// Whether all that is new under its keys may be, for what follows from `beyond`.
    pub keys: bool,
    /// Whether what is done about a matter that is open again, or came of that, is said anew.
    pub anew: bool,
    /// What is new and neither comes with its day nor under a key that is answered later: words of the text, and documents that
    /// keys name. Those that name a document which came later may tell what the record led to.
    pub beyond: Vec<String>,
    /// What comes with its day. Whether that is one on which it can have been added, who knows the record has to say.
    pub dated: Vec<Dated>,
}

/// Words that are new and tell their days, none of them before the record's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dated {
    /// The words.
    pub words: String,
    /// The days, in order.
    pub days: Vec<Date>,
}

/// Finds what a version adds to another; `None` where something that the old one said is gone.
pub fn additions(old: &Snapshot, new: &Snapshot) -> Option<Additions> {
    let found = added(old, new, false);
    let is_all = found.as_ref().is_some_and(|found| found.keys && found.beyond.is_empty());
    match !is_all && is_open(old, new) {
        true => added(old, new, true).filter(|anew| anew.keys).or(found),
        false => found,
    }
}

/// The same, but for what is said `anew` of a matter that is open again.
fn added(old: &Snapshot, new: &Snapshot, anew: bool) -> Option<Additions> {
    if !keeps_all(old, new, anew) {
        return None;
    }
    let mut added = Added {
        anew,
        since: old.text("date").and_then(date::parse),
        beyond: Vec::new(),
        dated: Vec::new(),
        seen: BTreeSet::new(),
    };
    // What is brought under control, or gets its kind, is described for the first time.
    let described = !old.controlled || (old.text("kind").is_none() && new.text("kind").is_some());
    let keys = described || added.keys(&old.fields, &new.fields);
    added.blocks(&old.blocks, &new.blocks);
    Some(Additions { keys, anew, beyond: added.beyond, dated: added.dated })
}

/// Whether nothing that the old version said is gone, but for what may be said `anew`.
fn keeps_all(old: &Snapshot, new: &Snapshot, anew: bool) -> bool {
    let kept = |field: &&Field| stays(&field.key, anew);
    let of_new = |field: &Field| new.fields.iter().find(|other| other.key == field.key);
    // The day on which something was closed may be taken back with it, but not be moved.
    let unmoved = |field: &Field| of_new(field).is_none_or(|other| other.value == field.value);
    old.readable
        && new.readable
        && old.controlled <= new.controlled
        && old.fields.iter().filter(|field| field.key.starts_with("closed")).all(unmoved)
        && old
            .fields
            .iter()
            .filter(kept)
            .all(|field| of_new(field).is_some_and(|other| still_says(&field.key, &other.value, &field.value)))
        && in_turn(&old.blocks, &new.blocks, goes_on)
}

/// Whether what a key says is to stay.
fn stays(key: &str, anew: bool) -> bool {
    is_substance(key) && !COURSE.contains(&key) && !(anew && begins_anew(key))
}

/// Whether a key says what it did, or how the record is kept better.
fn still_says(key: &str, new: &FieldValue, old: &FieldValue) -> bool {
    holds(key, new, old) || is_kept_better(key, old, new)
}

/// Takes what is new.
struct Added {
    anew: bool,
    /// The day that the record is of.
    since: Option<Date>,
    beyond: Vec<String>,
    dated: Vec<Dated>,
    /// The days of those: what is of the same days need not be kept again.
    seen: BTreeSet<Vec<Date>>,
}

impl Added {
    /// Whether what the new keys say more may be, but for what is noted.
    fn keys(&mut self, old: &[Field], new: &[Field]) -> bool {
        let anew = self.anew;
        new.iter().filter(|field| stays(&field.key, anew)).all(|field| {
            match old.iter().find(|other| other.key == field.key) {
                Some(other) if is_kept_better(&field.key, &other.value, &field.value) => true,
                Some(other) => self.value(&field.key, &other.value, &field.value),
                None => KEEPING.contains(&field.key.as_str()) || self.given(&field.key, &field.value),
            }
        })
    }

    /// Whether a value may be given where there was none.
    fn given(&mut self, key: &str, value: &FieldValue) -> bool {
        if LATER.contains(&key) || COURSE.contains(&key) {
            return true;
        }
        match value {
            _ if FOLLOWED.contains(&key) => {
                self.note(value.texts().into_iter().map(str::to_owned));
                true
            }
            FieldValue::Text(text) => text.split(' ').count() >= SENTENCE && self.tells_its_day(text),
            FieldValue::List(rows) => rows.iter().all(|row| self.is_row_since(row)),
            FieldValue::Table(_) => false,
        }
    }

    /// Whether what a value says more than it did may be. The old one holds in it.
    fn value(&mut self, key: &str, old: &FieldValue, new: &FieldValue) -> bool {
        let grows = GROW.contains(&key);
        match (old, new) {
            (FieldValue::Text(old), FieldValue::Text(new)) => {
                if !LATER.contains(&key) {
                    self.sentences(old, new);
                }
                true
            }
            (FieldValue::Text(_) | FieldValue::List(_), FieldValue::List(_)) if FOLLOWED.contains(&key) => {
                let known = old.texts();
                self.note(new.texts().into_iter().filter(|item| !known.contains(item)).map(str::to_owned));
                true
            }
            (FieldValue::Text(_), FieldValue::List(_)) => grows,
            (FieldValue::List(of_old), FieldValue::List(of_new)) if is_set(key) => {
                grows || of_new.iter().all(|item| of_old.contains(item))
            }
            (FieldValue::List(of_old), FieldValue::List(of_new)) => {
                let mut left = of_old.iter().peekable();
                of_new.iter().all(|item| match left.next_if(|old| holds(key, item, old)) {
                    Some(old) => self.value(key, old, item),
                    None => grows || self.is_row_since(item),
                })
            }
            (FieldValue::Table(of_old), FieldValue::Table(of_new)) => of_new.iter().all(|cell| {
                let goes_on = matches!(cell.key.as_str(), "status" | "state");
                match of_old.iter().find(|other| other.key == cell.key) {
                    Some(other) => goes_on || self.value(&cell.key, &other.value, &cell.value),
                    None => goes_on || self.given(&cell.key, &cell.value),
                }
            }),
            _ => old == new,
        }
    }

    /// Whether a row tells its day, and is no older than the record.
    fn is_row_since(&mut self, row: &FieldValue) -> bool {
        let FieldValue::Table(cells) = row else { return false };
        let (of, rest): (Vec<_>, Vec<_>) = cells.iter().partition(|cell| DAYS.contains(&cell.key.as_str()));
        let days = of.iter().filter_map(|cell| cell.value.text().and_then(date::parse)).collect();
        let texts = rest.into_iter().chain(of).filter_map(|cell| cell.value.text());
        self.is_dated(days, || texts.collect::<Vec<_>>().join(" "))
    }

    /// Whether words tell of which day they are.
    fn tells_its_day(&mut self, words: &str) -> bool {
        self.is_dated(days_in(words), || words.to_owned())
    }

    /// Whether one of the days of some words is none before the record's own. They are kept, as far as there is room.
    fn is_dated(&mut self, mut days: Vec<Date>, words: impl FnOnce() -> String) -> bool {
        days.retain(|day| self.since.is_none_or(|since| since <= *day));
        days.sort_unstable();
        days.dedup();
        // Of many, those at both ends say the most.
        if days.len() > MOST_DAYS {
            days.drain(MOST_DAYS / 2..days.len() - MOST_DAYS / 2);
        }
        if days.is_empty() || self.seen.contains(&days) {
            return !days.is_empty();
        }
        let has_room = self.dated.len() < MOST_DATED;
        if has_room {
            self.seen.insert(days.clone());
            self.dated.push(Dated { words: words(), days });
        }
        has_room
    }

    /// Takes the blocks of a text.
    fn blocks(&mut self, old: &[Block], new: &[Block]) {
        let mut left = old.iter().peekable();
        let mut run: Vec<&Block> = Vec::new();
        for block in new {
            match left.next_if(|before| goes_on(before, block)) {
                None => run.push(block),
                Some(before) => {
                    self.run(&run, Some(before));
                    run.clear();
                    let links = before.links.len() != block.links.len();
                    if !self.sentences(&before.text, &block.text) && links {
                        self.note([String::from(&*block.text)]);
                    }
                }
            }
        }
        self.run(&run, None);
    }

    /// Takes the sentences of a text that goes on from an old one. Of those side by side one tells the day. Whether there are
    /// any.
    fn sentences(&mut self, old: &str, new: &str) -> bool {
        if old == new {
            return false;
        }
        let old = sentences(old);
        let mut left = old.iter().peekable();
        let (mut beside, mut any): (Vec<String>, bool) = (Vec::new(), false);
        for sentence in sentences(new).into_iter().map(Some).chain([None]) {
            match sentence {
                Some(sentence) if left.peek().is_none_or(|old| !same_words(old, sentence)) => {
                    beside.push(sentence.to_lowercase());
                }
                _ => {
                    left.next();
                    any |= !beside.is_empty();
                    let more = std::mem::take(&mut beside).join("; ");
                    if !more.is_empty() && !self.tells_its_day(&more) {
                        self.note([more]);
                    }
                }
            }
        }
        any
    }

    /// Takes new blocks side by side. What stands behind a day is of that day; a heading, or the first row of a table, may be
    /// there before the day is told, but none comes to stand above what was there.
    fn run(&mut self, run: &[&Block], next: Option<&Block>) {
        let level = |block: &Block| match block.kind {
            BlockKind::Heading(level) => Some(level),
            _ => None,
        };
        let Some(first) = run.first() else { return };
        let top = run.iter().filter_map(|block| level(block)).min();
        let parts = next.is_none_or(|next| top.is_none_or(|top| level(next).is_some_and(|level| level <= top)));
        if !parts {
            return self.note([String::from(&*first.text)]);
        }
        let dated = run.iter().position(|block| self.tells_its_day(&block.text));
        let before = &run[..dated.unwrap_or(run.len())];
        // A word alone is the label of what follows.
        let leads = |block: &Block| {
            level(block).is_some() || block.kind == BlockKind::Row || !block.text.trim().contains(char::is_whitespace)
        };
        match dated {
            Some(_) => self.note(before.iter().filter(|block| !leads(block)).map(|block| String::from(&*block.text))),
            None if before.iter().all(|block| level(block).is_some()) => self.note([String::from(&*first.text)]),
            None => {
                let texts = before.iter().filter(|block| level(block).is_none());
                self.note(texts.map(|block| String::from(&*block.text)));
            }
        }
    }

    fn note(&mut self, more: impl IntoIterator<Item = String>) {
        let left = MOST.saturating_sub(self.beyond.len());
        self.beyond.extend(more.into_iter().take(left));
    }
}

/// Whether a block is another, perhaps with whole sentences more.
fn goes_on(old: &Block, new: &Block) -> bool {
    let leads = |one: &BlockLink, other: &BlockLink| (one.image, &one.target) == (other.image, &other.target);
    old.kind == new.kind && in_turn(&old.links, &new.links, leads) && says_on(&old.text, &new.text)
}

/// Whether a text says all that an old one said, sentence by sentence.
fn says_on(old: &str, new: &str) -> bool {
    old == new || in_turn(&sentences(old), &sentences(new), |one, other| same_words(one, other))
}

/// Whether two sentences are the same but for their case.
fn same_words(one: &str, other: &str) -> bool {
    one == other || one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

/// The sentences of a text, and what stands between semicolons. A word that is put into one makes it another.
fn sentences(text: &str) -> Vec<&str> {
    let mut all = Vec::new();
    let mut from = 0;
    for (at, mark) in text.char_indices().filter(|(_, c)| matches!(c, '.' | '!' | '?' | ';' | '。' | '\n')) {
        let end = at + mark.len_utf8();
        if mark == '\n' || mark == '。' || text[end..].starts_with(char::is_whitespace) {
            all.push(&text[from..end]);
            from = end;
        }
    }
    all.push(&text[from..]);
    let bare = all.into_iter().map(|sentence| sentence.trim().trim_end_matches(['.', ';']));
    bare.filter(|sentence| !sentence.is_empty()).collect()
}

/// Whether a value still says what the old one said.
fn holds(key: &str, new: &FieldValue, old: &FieldValue) -> bool {
    match (old, new) {
        (FieldValue::Text(_), FieldValue::List(items)) => items.iter().any(|item| holds(key, item, old)),
        (FieldValue::Text(old), FieldValue::Text(new)) => says_on(old, new),
        (FieldValue::List(of_old), FieldValue::List(of_new)) if is_set(key) => {
            of_old.iter().all(|item| of_new.contains(item))
        }
        (FieldValue::List(of_old), FieldValue::List(of_new)) => {
            in_turn(of_old, of_new, |one, other| holds(key, other, one))
        }
        (FieldValue::Table(of_old), FieldValue::Table(of_new)) => of_old.iter().all(|field| {
            // What is to be done about it goes on.
            let goes_on = matches!(field.key.as_str(), "status" | "state");
            let other = of_new.iter().find(|other| other.key == field.key);
            other.is_some_and(|other| goes_on || holds(&field.key, &other.value, &field.value))
        }),
        _ => false,
    }
}

/// Whether all of one list are in another, in the same order.
fn in_turn<T>(old: &[T], new: &[T], same: impl Fn(&T, &T) -> bool) -> bool {
    let mut rest = new.iter();
    old.iter().all(|one| rest.any(|other| same(one, other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Snapshot {
        Snapshot::read(text.as_bytes(), &crate::reading::Reading::default())
    }

    fn adds(old: &str, new: &str) -> bool {
        additions(&read(old), &read(new)).is_some_and(|added| added.keys && added.beyond.is_empty())
    }

    fn front(fields: &str) -> String {
        format!("---\nkind: audit\ndate: 2026-01-10\n{fields}---\n\nIt failed.\n\nThree of ten.\n")
    }

    #[test]
    fn what_only_adds_leaves_every_word_where_it_was() {
        let old = front("id: X\nstate: action\nfindings:\n  - {ref: F1, grade: major}\nsystems: [B, A]\n");
        for (from, to) in [
            ("It failed.\n", "It failed.\n\n2026-03-01: it worked since.\n"),
            ("It failed.\n", "It failed.\n\nOn 1 March 2026 it worked.\n\nIt did so ever since.\n"),
            ("Three of ten.\n", "Three of ten.\n\n- 01.03.2026: a note\n- and more\n"),
            ("Three of ten.\n", "Three of ten.\n\n## Later\n\n2026-03-01: a note\n\nAnd more.\n"),
            ("Three of ten.\n", "Three of ten.\n\n## What came of it (2026-03-01)\n\nIt works.\n"),
            ("state: action\n", "state: closed\nclosed: 2026-03-01\neffectiveness: It worked.\n"),
            ("grade: major}\n", "grade: major, nonconformity: NC-001, status: closed}\n"),
            (
                "systems: [B, A]\n",
                "systems: [A, B]\nopinions:\n  - {by: DPO, date: 2026-02-01}\n  - {by: DPO, date: 2026-03-01}\n",
            ),
            ("id: X\n", "id: X\nformerly: Y\nreplaces: [Z]\nowner: CISO\nretention: 5 years\n"),
            ("It failed.", "It *failed*."),
            ("It failed.\n", "It failed.\n\n> [!IMPORTANT]\n> Replaced on 2026-03-01.\n"),
            ("Three of ten.", "Three of ten. It was mended in March 2026."),
            ("Three of ten.", "Three of ten. Note of 2026-03-01: seven since; all hold."),
            ("id: X\n", "id: X\ndecision: From 2026-02-01 on it may be used again.\n"),
            (
                "Three of ten.\n",
                "Three of ten.\n\n| Case | State |\n|--|--|\n| 1 | mended 2026-02-01 |\n| 2 | mended |\n",
            ),
        ] {
            assert!(adds(&old, &old.replace(from, to)), "{to}");
        }
        for (from, to) in [
            ("It failed.", "It never failed."),
            ("Three", "None"),
            ("\n\nThree of ten.", ""),
            ("It failed.\n\nThree of ten.", "Three of ten.\n\nIt failed."),
            ("grade: major", "grade: minor"),
            ("findings:\n  - {ref: F1, grade: major}\n", ""),
            ("[B, A]", "[A]"),
            ("id: X", "id: Y"),
            ("It failed.", "Not. It failed, nearly."),
            ("---\n\nIt", "---\n\n# It"),
        ] {
            assert!(!adds(&old, &old.replace(from, to)), "{to}");
        }
    }

    #[test]
    fn what_its_life_does_not_foresee_makes_another_record_though_no_word_is_gone() {
        let old = front(
            "id: X\nattendees: [Ada]\ncovers-controls: [A.2.2, A.3.2]\nfindings:\n  - {ref: F1, grade: major}\nnote: It failed.\nsystems: [B, A]\n",
        );
        for (from, to) in [
            ("[Ada]", "[Ada, CEO]"),
            ("A.3.2]", "A.3.2, A.10.2]"),
            ("[B, A]", "[A, B, C]"),
            ("id: X\n", "id: X\ncontrols: [A.2.2]\n"),
            ("id: X\n", "id: X\nclauses: [9.2]\nauditors: [Bob]\n"),
            ("id: X\n", "id: X\ncause: We do not know.\n"),
            ("grade: major}\n", "grade: major}\n  - {ref: F2, grade: minor, due: 2027-01-01}\n"),
            ("grade: major}\n", "grade: major, reason: It is grave.}\n"),
            ("note: It failed.", "note: It failed. All of it was withdrawn."),
            ("Three of ten.", "Three of ten. All of them were withdrawn."),
            ("Three of ten.", "Two were mended later; three of ten."),
            ("It failed.\n\nThree", "Everything below is void: there was no incident.\n\nIt failed.\n\nThree"),
            ("Three of ten.\n", "Three of ten.\n\n- a note\n"),
            ("Three of ten.\n", "Three of ten.\n\n## Void\n"),
            ("It failed.\n", "It failed.\n\n## What was said in error\n\n2026-03-01: a note.\n"),
            ("Three of ten.\n", "Three of ten.\n\n2025-03-01: a note from before.\n"),
            ("id: X\n", "id: X\nrisks: [RSK-001]\n"),
        ] {
            assert!(!adds(&old, &old.replace(from, to)), "{to}");
        }
        let more =
            |to: &str| additions(&read(&old), &read(&old.replace("Three of ten.", to)))?.beyond.into_iter().next();
        assert_eq!(more("Three of ten. All of them were withdrawn.").as_deref(), Some("all of them were withdrawn"));
        assert_eq!(more("Three of ten.\n\nVoid.").as_deref(), Some("Void."));
        assert_eq!((more("Two of ten."), more("Three of ten.\n\n2026-03-01: more.")), (None, None));
    }

    #[test]
    fn a_text_that_is_brought_under_control_is_described_for_the_first_time() {
        let text = "It failed.\n\nThree of ten.\n";
        let fields = "---\nid: X\nkind: audit\ncontrols: [A.2.2]\nauditors: [Ada]\n---\n\n";
        assert!(adds(text, &format!("{fields}{text}")));
        assert!(adds(
            &format!("---\ntitle: X\n---\n\n{text}"),
            &format!("{}{text}", fields.replace("id: X", "title: X"))
        ));
        assert!(!adds(text, &format!("{fields}Void.\n\n{text}")));
        assert!(!adds(&front("id: X\n"), text));
    }
}
