//! Ids that stand in the text of a page, made links: those of documents and of controls, and the numbers of clauses behind
//! the word. It is done once for all pages, when a page is made: whoever writes an id, in a text, a cell, a reason or a
//! message, need not think of it, and none is forgotten.
//!
//! What is written as the id is, and holds a digit, is taken for one. Left as they are: what is a link already, headings and
//! heads of columns, code, drawings, what shows a text as it was in the past (`.diff`), and on its own page the page's own
//! id. Directly behind the number of a standard stand ids of that one: `ISO/IEC 27001 A.5.2`. Where a text has named another
//! than is followed first, controls and clauses further on may be of that one.

use memchr::memchr;

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
        let mut finder = Finder { shared, page, foreign, clauses: &said };
        while let Some(at) = memchr(b'<', rest.as_bytes()) {
            finder.text(out, &rest[..at]);
            rest = &rest[at..];
            // In a text of somebody's, the word of another language than English may be one for its own parts.
            if rest.starts_with("<article") {
                finder.clauses = said.get(..ENGLISH).unwrap_or(&said);
            } else if rest.starts_with("</article") {
                finder.clauses = &said;
            }
            let past = past(rest);
            out.push_str(&rest[..past]);
            rest = &rest[past..];
        }
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

/// The name of a tag; empty for one that ends an element.
fn name(tag: &str) -> &str {
    &tag[..tag.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len())]
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

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/')
}

/// The word that a text begins with, without what belongs to the sentence around it; empty where it begins with none.
fn word(text: &str) -> &str {
    let end = text.find(|c| !is_word(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(['.', ':', '/', '-'])
}

struct Finder<'f, 'a> {
    shared: &'f Shared<'a>,
    page: &'f str,
    foreign: bool,
    /// The words behind which numbers are of clauses.
    clauses: &'f [&'f str],
}

impl Finder<'_, '_> {
    /// Writes the text between two tags.
    fn text(&self, out: &mut String, text: &str) {
        if !text.bytes().any(|byte| byte.is_ascii_digit()) {
            out.push_str(text);
            return;
        }
        let (mut foreign, mut rest, mut last) = (self.foreign, text, "");
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
            foreign |= standard.as_ref().is_some_and(|of| of.as_ref() != Some(&self.shared.aims.catalog.first().id));
            self.word(out, word, (rest, foreign));
            (rest, last) = (&rest[word.len()..], word);
            if let Some(Some(of)) = standard {
                // `ISO/IEC 27001:2022, A.5.2` is how standards are cited.
                let cited = usize::from(word.contains(':') && rest.starts_with(", "));
                out.push_str(&rest[..cited]);
                rest = self.directly(out, &rest[cited..], &of);
            } else if self.clauses.contains(&word) && !foreign {
                rest = self.clauses(out, rest);
            }
        }
    }

    fn word(&self, out: &mut String, word: &str, at: (&str, bool)) {
        match self.known(word, at).filter(|path| path != self.page) {
            Some(path) => link(out, &relative(self.page, &path), word),
            None => out.push_str(word),
        }
    }

    /// The page of the document or control that a word names, with the text that it begins.
    fn known(&self, word: &str, (text, foreign): (&str, bool)) -> Option<String> {
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
        let found = match aims.said_behind(text).filter(|_| !word.contains(':')) {
            Some(standard) => aims.trace.at(&ReqId::new(&standard?, word))?,
            None => Some(found).filter(|_| !foreign || word.contains(':'))?,
        };
        Some(routes::requirement(found))
    }

    /// Writes the numbers behind the word, as far as they are of clauses, and gives what is left.
    fn clauses<'t>(&self, out: &mut String, text: &'t str) -> &'t str {
        let (list, rest) = text.split_at(numbers(text));
        // Those `of` something else are not of this standard, or nobody knows.
        let is_ours = || !and_said(OF, '|').any(|of| rest.starts_with(of));
        let ours = || is_ours().then(|| self.shared.aims.catalog.first().id.clone());
        let Some(of) = self.shared.aims.said_behind(text).unwrap_or_else(ours) else {
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
        while let Some(lead) = text[at..].strip_prefix(' ').map(word).filter(|word| is_lead(at, word)) {
            at += 1 + lead.len();
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
            let is_of = rest.len() == text.len() || self.shared.aims.said_behind(&rest[gap..]).is_none();
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
