//! Ids that stand in the text of a page, made links: those of documents and of controls, and the numbers of clauses behind
//! the word. It is done once for all pages, when a page is made: whoever writes an id, in a text, a cell, a reason or a
//! message, need not think of it, and none is forgotten.
//!
//! What is written as the id is, and holds a digit, is taken for one. Left as they are: what is a link already, headings and
//! heads of columns, code, drawings, what shows a text as it was in the past (`.diff`), and on its own page the page's own
//! id. Directly behind the number of a standard stand ids of that one: `ISO/IEC 27001 A.5.2`, be it in bold or not. Where a
//! text has named another than is followed first, controls and clauses further on may be of that one; behind the next tag, no
//! more than what several have.

mod inline;

use memchr::memchr;

use inline::{is_word, name};

use super::context::Shared;
use super::escape::text as escaped;
use super::routes::{self, relative};
use super::titles::in_main;
use crate::base::{mark, wording};
use crate::model::catalog::{FrameworkId, ReqId};
use crate::model::document::Document;
use crate::model::not_met::leads;
use crate::model::trace::{Requirement, RequirementKind};

/// Whether that is an element in which nothing is made a link.
fn is_closed(name: &str) -> bool {
    matches!(name, "a" | "button" | "code" | "dt" | "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "label" | "nav")
        || matches!(name, "pre" | "q" | "samp" | "select" | "summary" | "svg" | "textarea" | "thead")
}

/// A blank at which no line ends.
const NO_BREAK: &str = "\u{a0}";

/// The class of what shows a text as it was.
const PAST: &str = "class=\"diff\"";

/// The words that numbers of clauses stand behind.
const CLAUSES: &str = mark!("clause clauses Clause Clauses");

/// How many of them are English.
const ENGLISH: usize = 4;

/// What stands between the numbers of clauses.
const BETWEEN: &str = mark!(", and |, or | and | or | to ");

/// What stands behind the number of a clause that is one of something else.
const OF: &str = mark!(" of ");

/// The English words of one of these, and those that are spoken.
fn and_said(words: &'static str, between: char) -> impl Iterator<Item = &'static str> {
    let said = wording::spoken().map_or("", |_| wording::of(words));
    words.split(between).chain(said.split(between)).filter(|word| !word.is_empty())
}

/// Makes the ids in the main part of a page links. `foreign` pages are about another standard, and have ids of its.
pub(super) fn put(shared: &Shared<'_>, page: &str, foreign: bool, html: String) -> String {
    in_main(html, |mut rest, out| {
        let said: Vec<&str> = and_said(CLAUSES, ' ').collect();
        let mut finder = Finder { shared, page, foreign, clauses: &said, ahead: "", before: Before::default() };
        while let Some(at) = memchr(b'<', rest.as_bytes()) {
            finder.ahead = &rest[at..];
            finder.text(out, &rest[..at]);
            rest = &rest[at..];
            // In a text of somebody's, the word of another language than English may be one for its own parts.
            if rest.starts_with("<article") {
                finder.clauses = said.get(..ENGLISH).unwrap_or(&said);
            } else if rest.starts_with("</article") {
                finder.clauses = &said;
            }
            let past = past(rest);
            finder.pass(&rest[..past]);
            out.push_str(&rest[..past]);
            rest = &rest[past..];
        }
        finder.ahead = "";
        finder.text(out, rest);
    })
}

/// How much of what begins with a tag has nothing to find in it: the tag, or the whole element where that is closed.
fn past(html: &str) -> usize {
    let tag = memchr(b'>', html.as_bytes()).map_or(html.len(), |end| end + 1);
    let name = name(&html[1..tag]);
    let is_closed = is_closed(name) || (name == "div" && html[..tag].contains(PAST));
    if is_closed { element(html, name).unwrap_or(tag) } else { tag }
}

/// Where an element ends that begins here.
fn element(html: &str, of: &str) -> Option<usize> {
    let (mut depth, mut at) = (0usize, 0);
    while let Some(next) = memchr(b'<', &html.as_bytes()[at..]) {
        at += next + 1;
        let rest = &html[at..];
        let (ends, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        if name(rest) != of {
            continue;
        }
        depth = if ends { depth.saturating_sub(1) } else { depth + 1 };
        if depth == 0 {
            return memchr(b'>', &html.as_bytes()[at..]).map(|end| at + end + 1);
        }
    }
    None
}

/// The word that a text begins with, without what belongs to the sentence around it; empty where it begins with none.
fn word(text: &str) -> &str {
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ':', '/', '-'])
}

/// Which other standard than is followed first a text names, and so whose its ids may be.
#[derive(Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Named {
    /// None: they are of the first.
    #[default]
    None,
    /// One that is followed, before a tag: what only one standard has is of that one.
    Followed,
    /// One in the same text, or one that is not followed: nobody knows.
    Other,
}

/// What the text of the same block says before a tag.
#[derive(Default)]
struct Before {
    /// Whether it names another standard than is followed first, and whether that is followed.
    named: Named,
    /// The standard whose number it ends with, and whether its year stands behind that.
    standard: Option<(FrameworkId, bool)>,
}

struct Finder<'f, 'a> {
    shared: &'f Shared<'a>,
    page: &'f str,
    foreign: bool,
    /// The words behind which numbers are of clauses.
    clauses: &'f [&'f str],
    /// What the page goes on with behind the text that is being written.
    ahead: &'f str,
    before: Before,
}

impl Finder<'_, '_> {
    /// Takes note of a tag that is passed, or of a whole element.
    fn pass(&mut self, html: &str) {
        if !inline::is_inline(html) {
            self.before = Before::default();
            return;
        }
        if inline::is_whole(html) {
            self.before.standard = None;
        }
        if let Some((word, last)) = inline::last_words(html)
            && let Some(standard) = self.shared.aims.numbered(word, last)
        {
            self.before.named = self.before.named.max(self.other(standard.as_ref(), word));
            self.before.standard = standard.map(|of| (of, word.contains(':')));
        }
    }

    /// What it is to what stands behind the next tag that a standard is named.
    fn other(&self, standard: Option<&FrameworkId>, word: &str) -> Named {
        let catalog = &self.shared.aims.catalog;
        let Some(of) = standard else { return Named::Other };
        if *of == catalog.first().id {
            return Named::None;
        }
        // The edition before may have had other ids.
        let year = word.split_once(':').map_or("", |(_, year)| year);
        let is_followed = catalog.standards().any(|standard| standard.id == *of && standard.edition.ends_with(year));
        if is_followed { Named::Followed } else { Named::Other }
    }

    /// Whether an id may be of the first standard or of another where others are named.
    fn is_doubtful(&self, id: &str, others: Named) -> bool {
        let aims = self.shared.aims;
        let has = |of: &FrameworkId| aims.trace.at(&ReqId::new(of, id)).is_some();
        match others {
            Named::None => false,
            Named::Followed => {
                !id.contains(':') && aims.catalog.standards().filter(|standard| has(&standard.id)).count() != 1
            }
            Named::Other => !id.contains(':'),
        }
    }

    /// Writes the text between two tags.
    fn text(&mut self, out: &mut String, text: &str) {
        if text.is_empty() {
            return;
        }
        let named = self.before.standard.take();
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            self.before.standard = named.filter(|(_, dated)| is_gap(text, *dated));
            out.push_str(text);
            return;
        }
        let (mut others, mut rest, mut last) = (self.before.named, text, "");
        if self.foreign {
            others = Named::Other;
        }
        if let Some((of, dated)) = named {
            rest = self.behind(out, rest, (&of, dated));
            if others == Named::Followed && self.is_meant(rest, &of) {
                others = Named::Other;
            }
        }
        while !rest.is_empty() {
            let before = rest.find(is_word).unwrap_or(rest.len());
            out.push_str(&rest[..before]);
            rest = &rest[before..];
            let word = word(rest);
            if word.is_empty() {
                let end = rest.find(|c| !is_word(c)).unwrap_or(rest.len());
                out.push_str(&rest[..end]);
                rest = &rest[end..];
                continue;
            }
            let standard = self.shared.aims.numbered(word, last);
            if let Some(of) = &standard {
                let other = self.other(of.as_ref(), word);
                self.before.named = self.before.named.max(other);
                others = if other == Named::None { others } else { Named::Other };
            }
            self.word(out, word, (rest, others));
            (rest, last) = (&rest[word.len()..], word);
            if let Some(Some(of)) = standard {
                let dated = word.contains(':');
                if is_gap(rest, dated) {
                    out.push_str(rest);
                    self.before.standard = Some((of, dated));
                    break;
                }
                rest = self.behind(out, rest, (&of, dated));
            } else if self.clauses.contains(&word) && others == Named::None {
                rest = self.clauses(out, rest);
            }
        }
    }

    /// Whether what is left behind the number of a standard begins with what was meant as an id of it, and is none.
    fn is_meant(&self, left: &str, of: &FrameworkId) -> bool {
        let mut words = left.split(|c| !is_word(c)).map(word);
        let first = words.find(|word| !word.is_empty() && !leads(word)).unwrap_or_default();
        first.starts_with(char::is_alphabetic)
            && first.bytes().any(|byte| byte.is_ascii_digit())
            && self.shared.aims.trace.at(&ReqId::new(of, first)).is_none()
    }

    /// Writes what stands behind the number of a standard, as far as it names ids of that one, and gives what is left.
    fn behind<'t>(&self, out: &mut String, text: &'t str, (of, dated): (&FrameworkId, bool)) -> &'t str {
        let end = cited(text, dated);
        out.push_str(&text[..end]);
        self.directly(out, &text[end..], of)
    }

    fn word(&self, out: &mut String, word: &str, at: (&str, Named)) {
        match self.known(word, at).filter(|path| path != self.page) {
            Some(path) => link(out, &relative(self.page, &path), word),
            None => out.push_str(word),
        }
    }

    /// The page of the document or control that a word names, with the text that it begins.
    fn known(&self, word: &str, (text, others): (&str, Named)) -> Option<String> {
        if !word.starts_with(char::is_alphabetic) || !word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let aims = self.shared.aims;
        // What is settled goes on to say the id of then.
        let is_called = |document: &&Document| {
            document.id == word || document.fields.texts("formerly").iter().any(|id| id.value.trim() == word)
        };
        if let Some(document) = aims.by_id(word).map(|ix| aims.document(ix)).filter(is_called) {
            return Some(routes::document(&document.id));
        }
        let found = aims.trace.get(word)?;
        let text = inline::with_ahead(text, self.ahead);
        let found = match aims.said_behind(&text).filter(|_| !word.contains(':')) {
            Some(standard) => aims.trace.at(&ReqId::new(&standard?, word))?,
            None => Some(found).filter(|_| !self.is_doubtful(word, others))?,
        };
        Some(routes::requirement(found))
    }

    /// Writes the numbers behind the word, as far as they are of clauses, and gives what is left.
    fn clauses<'t>(&self, out: &mut String, text: &'t str) -> &'t str {
        let (list, rest) = text.split_at(numbers(text));
        // Those `of` something else are not of this standard, or nobody knows.
        let is_ours = || !and_said(OF, '|').any(|of| rest.starts_with(of));
        let ours = || is_ours().then(|| self.shared.aims.catalog.first().id.clone());
        let said = self.shared.aims.said_behind(&inline::with_ahead(text, self.ahead));
        let Some(of) = said.unwrap_or_else(ours) else {
            out.push_str(list);
            return rest;
        };
        self.numbers(out, list, &of);
        rest
    }

    /// Writes a list of numbers of clauses of a standard.
    fn numbers(&self, out: &mut String, list: &str, of: &FrameworkId) {
        let mut left = list;
        while !left.is_empty() {
            let digits = left.find(|c: char| c.is_ascii_digit()).unwrap_or(left.len());
            out.push_str(&left[..digits]);
            left = &left[digits..];
            let number = word(left);
            match self.requirement(of, number).filter(|found| found.kind == RequirementKind::Clause) {
                Some(clause) => link(out, &relative(self.page, &routes::requirement(clause)), number),
                None => out.push_str(number),
            }
            left = &left[number.len()..];
        }
    }

    fn requirement(&self, of: &FrameworkId, id: &str) -> Option<&Requirement> {
        let found = self.shared.aims.trace.at(&ReqId::new(of, id))?;
        (routes::requirement(found) != self.page).then_some(found)
    }

    /// Writes the ids directly behind the number of a standard, with words such as `clause` or `Annex` between, and gives what
    /// is left. What follows in a list may be said to be of another: `ISO/IEC 27001 A.5.2 and A.5.3 of ISO/IEC 42001`.
    fn directly<'t>(&self, out: &mut String, text: &'t str, of: &FrameworkId) -> &'t str {
        let is_lead = |at: usize, word: &&str| leads(word) || at > 0 && *word == "A";
        let mut at = 0;
        let begun = |at: usize| text[at..].strip_prefix(' ').or_else(|| (at == 0).then_some(text));
        while let Some(lead) = begun(at).map(word).filter(|word| is_lead(at, word)) {
            at += usize::from(text[at..].starts_with(' ')) + lead.len();
        }
        let (list, left) = text[at..].split_at(numbers(&text[at..]));
        if !list.is_empty() && (at > 0 || list.contains('.')) {
            out.push_str(&text[..at]);
            self.numbers(out, list, of);
            return left;
        }
        let (mut rest, mut gap) = (text, at + usize::from(text[at..].starts_with(' ')));
        loop {
            let id = word(&rest[gap..]);
            let is_of = rest.len() == text.len()
                || self.shared.aims.said_behind(&inline::with_ahead(&rest[gap..], self.ahead)).is_none();
            let found = self.requirement(of, id).filter(|found| is_of && found.kind != RequirementKind::Clause);
            let Some(found) = found else { return rest };
            out.push_str(&rest[..gap]);
            link(out, &relative(self.page, &routes::requirement(found)), id);
            rest = &rest[gap + id.len()..];
            let mut between = and_said(BETWEEN, '|').chain([", "]);
            let Some(next) = between.find(|gap| rest.starts_with(gap)) else { return rest };
            gap = next.len();
        }
    }
}

/// How much of a text is the mark behind the number of a standard that is cited: `ISO/IEC 27001:2022, A.5.2`, `ISO/IEC 27001:
/// A.5.2`. Without its year, a comma may as well end what is said of it. A bare number has to stand behind a blank: behind a
/// colon or in brackets, `10.2` may count anything.
fn cited(text: &str, dated: bool) -> usize {
    let is_mark = |mark: &&str| text.starts_with(*mark);
    let whole = [" (", ": ", NO_BREAK].into_iter().find(is_mark).map_or(0, str::len);
    if dated && text.starts_with(", ") { 1 } else { whole }
}

/// Whether a text is nothing but what may stand between the number of a standard and an id of it.
fn is_gap(text: &str, dated: bool) -> bool {
    matches!(text, "" | " " | NO_BREAK | " (" | ": ") || (dated && text == ", ")
}

/// How much of a text is a list of numbers of clauses: ` 6.1.2, 8.2 and 8.4`.
fn numbers(text: &str) -> usize {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        let mut between = and_said(BETWEEN, '|').chain([", ", "; ", "–", " – ", " "]);
        let Some(gap) = between.find(|gap| rest.starts_with(gap)) else { return end };
        let number = word(&rest[gap.len()..]);
        let is_number = number.starts_with(|c: char| c.is_ascii_digit())
            && number.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
        // Between the word and the first number there is a blank, and between two numbers more than that.
        if !is_number || (end > 0) == (gap == " ") {
            return end;
        }
        end += gap.len() + number.len();
    }
}

fn link(out: &mut String, href: &str, words: &str) {
    out.push_str("<a class=\"id\" href=\"");
    escaped(out, href);
    out.push_str("\">");
    // It stands on the page as it is, and holds nothing that would be markup.
    out.push_str(words);
    out.push_str("</a>");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_elements_are_passed_as_a_whole() {
        let passed = |html: &str| html[past(html)..].to_owned();
        assert_eq!(passed("<a href=\"x\">PRO-001</a> PRO-002"), " PRO-002");
        assert_eq!(passed("<abbr>PRO-001</abbr>"), "PRO-001</abbr>");
        assert_eq!(passed("<div class=\"diff\"><div>a</div>PRO-001</div>b"), "b");
        assert_eq!(passed("<div class=\"different\">a</div>"), "a</div>");
        assert_eq!(passed("<svg><g/><text>PRO-001</text></svg>b"), "b");
        assert_eq!(passed("<h2 id=\"x\">open"), "open");
        assert_eq!(passed("<"), "");
    }

    #[test]
    fn numbers_of_clauses_end_where_the_sentence_goes_on() {
        for (text, list) in [
            (" 8.4.", " 8.4"),
            (" 6.1.2, 8.2 and 8.4 say", " 6.1.2, 8.2 and 8.4"),
            (" 4 to 10", " 4 to 10"),
            (" 8.4 2026", " 8.4"),
            (" 8.4, and more", " 8.4"),
            (" 8.4, A.5.2", " 8.4"),
            (" A.5.2", ""),
            ("", ""),
            (", 8.4", ""),
        ] {
            assert_eq!(&text[..numbers(text)], list, "{text}");
        }
    }

    #[test]
    fn numbers_of_clauses_stand_behind_the_words_of_the_language_too() {
        assert_eq!(&" 6.1.2 und 8.2 sagen"[..numbers(" 6.1.2 und 8.2 sagen")], " 6.1.2");
        assert_eq!(and_said(CLAUSES, ' ').count(), ENGLISH);
        wording::within(wording::language("de"), || {
            for (text, list) in
                [(" 6.1.2 und 8.2 sagen", " 6.1.2 und 8.2"), (" 4 bis 10", " 4 bis 10"), (" 4 to 10", " 4 to 10")]
            {
                assert_eq!(&text[..numbers(text)], list, "{text}");
            }
            assert!(and_said(CLAUSES, ' ').any(|word| word == "Abschnitt"));
            assert!(and_said(OF, '|').any(|of| of == " der "));
        });
    }
}
