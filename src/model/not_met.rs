//! What the words of a nonconformity or finding name as not met, such as `clause 8.4; PRO-003`: one reading for the rungs, the
//! pages, the rules and the exports.
//!
//! A number may be an amount, and an id may be of another standard. A number is a clause where the text, a part of it, the
//! word for a clause, a standard or another id leads to it; and an id is of the standard that stands before it, or directly
//! behind it. What is left is told as [`Unread`].

use super::catalog::{FrameworkId, ReqId};
use super::doc::{DocIx, Ids};
use super::document::Document;
use super::known::Known;
use super::names::{by_framework, in_full};

/// What a text names, in its order.
#[derive(Debug, Default)]
pub struct NotMet<'t> {
    /// Controls and clauses.
    pub requirements: Vec<ReqId>,
    /// Documents.
    pub documents: Vec<DocIx>,
    /// What looks like the id of a requirement and is not taken for one.
    pub unread: Vec<Unread<'t>>,
}

/// Why something is not taken for the id of a requirement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unread<'t> {
    /// A number with nothing that leads to it: it may be an amount.
    Amount(&'t str),
    /// The id is said to be of a standard that is not followed, or that has none such.
    Elsewhere(&'t str),
    /// It has the form of an id, and nothing has it.
    Unknown(&'t str),
}

/// The clause that every nonconformity is a record of.
const OWN: &str = "10.2";

/// Words that stand before the number of a clause.
const CLAUSE: &str = "clause clauses cl subclause subclauses sub-clause sub-clauses section sections abschnitt abschnitte abschnitts abschnitten";

/// Words that stand before the id of a control.
const CONTROL: &str = "annex anhang control controls maßnahme maßnahmen";

/// Words between ids of one list.
const BETWEEN: &str = "and or to & und oder bis";

/// Words before the name of a standard in brackets.
const OF: &str = "annex anhang a of in from der von aus";

/// Words behind a number that make it an amount.
const UNITS: &str = "percent percentage prozent prozentpunkte point points punkt punkte punkten pp second seconds sekunde \
    sekunden ms s minute minutes minuten min hour hours h stunde stunden day days tag tage tagen week weeks \
    woche wochen month months monate monaten year years jahr jahre jahren cases eur euro usd";

/// Who puts standards out, before their numbers.
const BODIES: [&str; 8] = ["ISO", "IEC", "EN", "DIN", "BS", "TR", "TS", "IEEE"];

/// What a record names as not met: by its `requirement`, or where that names nothing by its controls and the clauses beside
/// those that each record of its kind is evidence for.
pub(super) fn of_record<'t>(record: &'t Document, ids: &Ids, known: &Known) -> NotMet<'t> {
    let mut named = not_met(record.fields.text("requirement").unwrap_or_default(), ids, known);
    if named.requirements.is_empty() && named.documents.is_empty() {
        let listed = ["controls", "clauses"].into_iter().flat_map(|key| record.fields.texts(key));
        let listed = listed.flat_map(|id| known.meant(&in_full(known, record, &id.value)));
        let listed = listed.chain(by_framework(known, record));
        named.requirements = listed.filter(|id| &*id.id != OWN).collect();
    }
    named
}

/// What a text names as not met.
pub(super) fn not_met<'t>(text: &'t str, ids: &Ids, known: &Known) -> NotMet<'t> {
    let words = words(text);
    Reader { ids, known, words: &words }.read()
}

/// The standard that a text, which begins with an id, says behind it.
pub(super) fn behind(text: &str, ids: &Ids, known: &Known) -> Option<Standard> {
    let words = words(text);
    Reader { ids, known, words: &words }.behind(0)
}

/// A word with what stands around it.
#[derive(Debug)]
struct Word<'t> {
    text: &'t str,
    /// It begins the text, or a part of it behind a semicolon.
    begins: bool,
    /// A bracket opens before it.
    opens: bool,
    /// A sign of the sentence stands behind it, or nothing.
    ends: bool,
}

fn words(text: &str) -> Vec<Word<'_>> {
    let is_sign = |c: char| matches!(c, ',' | ';' | '(' | ')' | '[' | ']' | '–' | '—');
    let is_gap = |c: char| c.is_whitespace() || is_sign(c);
    let is_quote = |c: char| matches!(c, '"' | '\'' | '`' | '*' | '_' | '“' | '”' | '„' | '‘' | '’' | '«' | '»' | '§');
    let mut words: Vec<Word<'_>> = Vec::new();
    let (mut begins, mut opens) = (true, false);
    for piece in text.split_inclusive(is_gap) {
        let whole = piece.trim_end_matches(is_gap).trim_matches(is_quote);
        let plain = whole.trim_end_matches(['.', ':']).trim_matches(is_quote);
        let is_dash = plain == "-";
        if !plain.is_empty() && !is_dash {
            words.push(Word { text: plain, begins, opens, ends: plain.len() < whole.len() });
            (begins, opens) = (false, false);
        }
        let sign = piece.chars().next_back().filter(|c| is_sign(*c) || is_dash);
        if let (Some(_), Some(last)) = (sign, words.last_mut()) {
            last.ends = true;
        }
        begins |= sign == Some(';');
        opens |= matches!(sign, Some('(' | '['));
    }
    if let Some(last) = words.last_mut() {
        last.ends = true;
    }
    words
}

/// What leads to a number, the weakest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Lead {
    None,
    /// An id, or a bracket.
    Id,
    /// Nothing: the text or a part of it begins.
    Start,
    /// The word for a clause, or a standard.
    Clause,
}

struct Reader<'r, 't> {
    ids: &'r Ids,
    known: &'r Known,
    words: &'r [Word<'t>],
}

/// A standard that a text names; `None` where it is not followed.
pub type Standard = Option<FrameworkId>;

impl<'t> Reader<'_, 't> {
    fn read(&self) -> NotMet<'t> {
        let mut read = NotMet::default();
        let (mut lead, mut of): (Lead, Option<Standard>) = (Lead::Start, None);
        for (at, word) in self.words.iter().enumerate() {
            if word.begins {
                (lead, of) = (Lead::Start, None);
            } else if word.opens {
                lead = lead.max(Lead::Id);
            }
            if let Some(named) = self.documents(word.text) {
                read.documents.extend(named);
                lead = Lead::Id;
                continue;
            }
            let (standard, id) = self.split(at);
            if standard.is_some() {
                (lead, of) = (Lead::Clause, standard);
            }
            if id.is_empty() {
                continue;
            }
            if self.known.meant(id).is_empty() && self.of(of.as_ref(), id).is_empty() {
                if of.is_none() && self.looks_like_one(lead, id) && self.behind(at).is_none() {
                    read.unread.push(Unread::Unknown(id));
                }
                lead = match word.text {
                    text if is_one(CLAUSE, text) => Lead::Clause,
                    text if is_one(BETWEEN, text) => lead,
                    _ => Lead::None,
                };
                continue;
            }
            if is_number(id) && !self.leads(lead, at) {
                if id.contains('.') && !self.is_amount(at) {
                    read.unread.push(Unread::Amount(id));
                }
                lead = Lead::None;
                continue;
            }
            let behind = if of.is_none() { self.behind(at) } else { None };
            let found = self.of(of.as_ref().or(behind.as_ref()), id);
            if found.is_empty() {
                read.unread.push(Unread::Elsewhere(id));
            }
            read.requirements.extend(found);
            lead = if is_number(id) { lead } else { lead.max(Lead::Id) };
        }
        read
    }

    /// Whether a word that is no id here has the form of one: of a control, of a clause where the word for that stands before it,
    /// of a document where another has an id that begins so.
    fn looks_like_one(&self, lead: Lead, word: &str) -> bool {
        let is_document = || {
            let begin = word.trim_end_matches(|c: char| c.is_ascii_digit()).to_lowercase();
            let next = self.ids.range(begin.clone()..).next();
            begin.len() < word.len() && begin.ends_with('-') && next.is_some_and(|(id, _)| id.starts_with(&begin))
        };
        has_stops(word) && !is_number(word) && self.known.begins(word)
            || is_number(word) && lead == Lead::Clause
            || is_document()
    }

    /// The documents that a word is the id of, or that it puts together, as `PRO-003/PRO-004`.
    fn documents(&self, word: &str) -> Option<Vec<DocIx>> {
        let one = |id: &str| self.ids.get(&id.to_lowercase()).copied().filter(|_| !is_number(id));
        let is_sign = |c: char| !(c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | ':'));
        let several = || word.split(is_sign).filter_map(|part| one(part.trim_end_matches(['.', ':']))).collect();
        Some(one(word).map_or_else(several, |ix| vec![ix])).filter(|named: &Vec<DocIx>| !named.is_empty())
    }

    /// The requirements of an id, of the standard where one is said.
    fn of(&self, standard: Option<&Standard>, id: &str) -> Vec<ReqId> {
        match standard {
            Some(Some(standard)) if !id.contains(':') => self.known.meant(&format!("{standard}:{id}")),
            Some(None) if !id.contains(':') => Vec::new(),
            _ => self.known.meant(id),
        }
    }

    /// Whether a number is a clause, by what leads to it.
    fn leads(&self, lead: Lead, at: usize) -> bool {
        let is_id = |word: &Word<'_>| {
            self.ids.contains_key(&word.text.to_lowercase()) || !self.known.meant(word.text).is_empty()
        };
        let goes_on = self.next(at).is_some_and(|word| is_one(BETWEEN, word));
        let is_last = self.words[at].ends || (goes_on && self.words.get(at + 2).is_some_and(is_id));
        let is_whole = !self.words[at].text.contains('.');
        match lead {
            Lead::None => false,
            Lead::Id => is_last && !is_whole,
            Lead::Start => is_last || !(is_whole || self.is_amount(at)),
            Lead::Clause => true,
        }
    }

    /// Whether a unit or a sign such as `%` stands behind a number.
    fn is_amount(&self, at: usize) -> bool {
        let is_unit = |word: &str| is_one(UNITS, word);
        let is_sign = |word: &str| word != "&" && !word.starts_with(char::is_alphanumeric);
        self.next(at).is_some_and(|word| is_unit(word) || is_sign(word))
    }

    /// The next word, where no sign stands between.
    fn next(&self, at: usize) -> Option<&'t str> {
        self.words.get(at + 1).filter(|_| !self.words[at].ends).map(|word| word.text)
    }

    /// The standard that a word names, and the id in it: `27001:2022`, `ISO-27001:A.5.2`, `House` before an id, `A.5.2`.
    fn split(&self, at: usize) -> (Option<Standard>, &'t str) {
        let word = self.words[at].text;
        let before = at.checked_sub(1).map_or("", |before| self.words[before].text);
        let (name, id) = word.split_once(':').filter(|(_, id)| !is_year(id)).unwrap_or((word, ""));
        if let Some(standard) = self.known.called(name).filter(|_| !id.is_empty()) {
            return (Some(Some(standard)), id);
        }
        if let Some(number) = number(name, before) {
            return (Some(self.known.numbered(number)), id);
        }
        let standard = self.known.called(word).filter(|standard| {
            let next = self.words.get(at + 1).map_or("", |next| next.text);
            is_one(CLAUSE, next) || !self.known.meant(&format!("{standard}:{next}")).is_empty()
        });
        if standard.is_some() { (Some(standard), "") } else { (None, word) }
    }

    /// The standard behind an id, `8.4 of ISO 9001`, where that names no id of its own; in brackets with nothing before its name.
    fn behind(&self, at: usize) -> Option<Standard> {
        let (mut others, mut bracket) = (0, None);
        for (place, word) in self.words.iter().enumerate().skip(at + 1) {
            let is_id = !self.known.meant(word.text).is_empty();
            if word.begins || (self.words[place - 1].ends && !word.opens && !is_id) {
                return None;
            }
            if let (Some(standard), "") = self.split(place) {
                let next = self.next(place).unwrap_or_default();
                let has_own = is_one(CLAUSE, next) || has_stops(next) || !self.known.meant(next).is_empty();
                return (!has_own).then_some(standard);
            }
            bracket = if word.opens { Some(others) } else { bracket };
            let is_plain = is_one(BETWEEN, word.text) || bracket.is_some() && is_one(OF, word.text);
            others += usize::from(!is_id && !is_body(word.text) && !is_plain);
            if others > bracket.unwrap_or(2) {
                return None;
            }
        }
        None
    }
}

/// Whether a text is the id of a clause or control and before it nothing but words for what that is: `Annex A.4.3`.
pub fn is_named(text: &str, id: &str) -> bool {
    let is_word = |word: &str| is_one(CLAUSE, word) || !is_number(id) && is_one(CONTROL, word);
    let before = text.trim().strip_suffix(id).unwrap_or_default();
    !before.is_empty() && before.split_whitespace().all(|word| is_word(word.trim_end_matches(['.', ':'])))
}

/// Whether a word says what an id behind it is of: `clause`, `Annex`.
pub fn leads(word: &str) -> bool {
    is_one(CLAUSE, word) || is_one(CONTROL, word)
}

/// Whether a word is of a list.
fn is_one(list: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    list.split(' ').any(|one| one == word)
}

/// Whether a word is numbers with full stops between them, if behind a letter: `A.5.9`, `8.6`.
fn has_stops(word: &str) -> bool {
    let numbers =
        word.split_once('.').filter(|(first, _)| matches!(first.as_bytes(), [letter] if letter.is_ascii_alphabetic()));
    let rest = numbers.map_or(word, |(_, rest)| rest);
    (numbers.is_some() || rest.contains('.'))
        && rest.split('.').all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn is_number(id: &str) -> bool {
    id.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.')
}

fn is_year(text: &str) -> bool {
    text.bytes().take_while(u8::is_ascii_digit).count() >= 4
}

fn is_body(word: &str) -> bool {
    word.split(['/', '-']).any(|part| BODIES.iter().any(|body| part.eq_ignore_ascii_case(body)))
}

/// The number of a standard that a word is: `27001:2022`, `ISO-27001`, `9001` behind `ISO`.
pub(super) fn number<'t>(word: &'t str, before: &str) -> Option<&'t str> {
    let (lead, rest) = word.split_at(word.find(|c: char| c.is_ascii_digit())?);
    let (digits, rest) = rest.split_at(rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len()));
    let is_dated = rest.strip_prefix(':').is_some_and(is_year);
    let is_named = if lead.is_empty() { is_body(before) } else { is_body(lead) };
    let is_bare = lead.is_empty() && (digits.len() >= 4 && is_dated || digits.len() == 5 && rest.is_empty());
    (is_bare || (is_named && digits.len() >= 3)).then_some(digits)
}
