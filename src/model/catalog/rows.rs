//! Reads the tables of an own framework's file, where every value has its span. A [`Row`] hands out values and reports
//! what is missing, unknown or of the wrong type; it does not know what the values mean.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::natural::nearest;
use crate::base::tell;
use crate::base::wording::Words;

/// Suggestions are worked out for the first problems only, lest a hostile file with thousands of them costs minutes.
const SUGGESTIONS: usize = 20;
/// Candidates longer than this are no suggestions.
const LONGEST: usize = 64;

/// Something wrong with the file of an own framework.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnProblem {
    /// The bytes it is about.
    pub span: Range<usize>,
    /// What is wrong.
    pub message: Words,
    /// What to do about it.
    pub help: Option<Words>,
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(super) struct Problems {
    found: Vec<OwnProblem>,
    /// How many of them are keys that are passed over: all else can be used.
    passed: usize,
}

impl Problems {
    /// Whether what was read can be used.
    pub(super) fn is_sound(&self) -> bool {
        self.found.len() == self.passed
    }

    pub(super) fn add(&mut self, span: Range<usize>, message: impl Into<Words>) {
        self.found.push(OwnProblem { span, message: message.into(), help: None });
    }

    pub(super) fn add_with(&mut self, span: Range<usize>, message: impl Into<Words>, help: impl Into<Words>) {
        self.found.push(OwnProblem { span, message: message.into(), help: Some(help.into()) });
    }

    /// Reports a word that is none of `known`, and which of them was probably meant.
    pub(super) fn unknown<'k, I: Iterator<Item = &'k str> + Clone>(
        &mut self,
        message: Words,
        word: &Spanned<String>,
        known: impl FnOnce() -> I,
    ) {
        self.found.push(OwnProblem { span: word.span(), message, help: self.suggestion(word.get_ref(), known) });
    }

    fn suggestion<'k, I: Iterator<Item = &'k str> + Clone>(
        &self,
        word: &str,
        known: impl FnOnce() -> I,
    ) -> Option<Words> {
        if self.found.len() >= SUGGESTIONS {
            return None;
        }
        nearest(word, known().filter(|known| known.len() <= LONGEST)).map(|near| tell!("Did you mean `{near}`?", near))
    }

    /// The problems in the order of the file, every span within `text`.
    pub(super) fn finish(mut self, text: &str) -> Vec<OwnProblem> {
        for problem in &mut self.found {
            if text.get(problem.span.clone()).is_none() {
                problem.span = 0..0;
            }
        }
        self.found.sort_by_key(|problem| (problem.span.start, problem.span.end));
        self.found
    }
}

/// What a table of the file is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Of {
    /// The framework.
    Framework,
    /// A group.
    Group,
    /// An item.
    Item,
    /// A relation.
    Relates,
}

impl Of {
    fn knows_no(self, key: &str) -> Words {
        match self {
            Self::Framework => tell!("the framework has no key `{key}`", key),
            Self::Group => tell!("group has no key `{key}`", key),
            Self::Item => tell!("item has no key `{key}`", key),
            Self::Relates => tell!("relates has no key `{key}`", key),
        }
    }

    fn has_no(self, key: &str) -> Words {
        match self {
            Self::Framework => tell!("the framework has no `{key}`", key),
            Self::Group => tell!("group has no `{key}`", key),
            Self::Item => tell!("item has no `{key}`", key),
            Self::Relates => tell!("relates has no `{key}`", key),
        }
    }
}

/// A table of the file.
pub(super) struct Row<'a> {
    what: Of,
    table: &'a DeTable<'a>,
    span: Range<usize>,
}

impl<'a> Row<'a> {
    /// Looks at a table that may hold `keys` and nothing else.
    pub(super) fn new(
        what: Of,
        table: &'a DeTable<'a>,
        span: Range<usize>,
        keys: &[&str],
        problems: &mut Problems,
    ) -> Self {
        for key in table.keys().filter(|key| !keys.contains(&key.get_ref().as_ref())) {
            problems.passed += 1;
            problems.found.push(OwnProblem {
                span: key.span(),
                message: what.knows_no(key.get_ref()),
                help: problems.suggestion(key.get_ref(), || keys.iter().copied()),
            });
        }
        Self { what, table, span }
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.table.contains_key(key)
    }

    /// A text that has to be there.
    pub(super) fn must(&self, key: &str, problems: &mut Problems) -> Option<Spanned<String>> {
        if !self.has(key) {
            let help = tell!("Add a line `{key} = \"…\"`.", key);
            problems.add_with(self.span.clone(), self.what.has_no(key), help);
        }
        self.text(key, problems)
    }

    /// A text, if it is there.
    pub(super) fn text(&self, key: &str, problems: &mut Problems) -> Option<Spanned<String>> {
        text(key, self.table.get(key)?, problems)
    }

    /// A list of texts; empty if it is not there.
    pub(super) fn texts(&self, key: &str, problems: &mut Problems) -> Vec<String> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        match value.get_ref() {
            DeValue::Array(list) => {
                list.iter().filter_map(|entry| text(key, entry, problems)).map(Spanned::into_inner).collect()
            }
            other => {
                let message = tell!("`{key}` is a list of texts, and this is {found}", key, found = article(other));
                problems.add_with(value.span(), message, tell!("Write `{key} = [\"…\", \"…\"]`.", key));
                Vec::new()
            }
        }
    }

    /// The tables written under `[[key]]`, each of which may hold `keys`.
    pub(super) fn rows(&self, key: &str, of: Of, keys: &[&str], problems: &mut Problems) -> Vec<Row<'a>> {
        let Some(value) = self.table.get(key) else { return Vec::new() };
        let help = || tell!("Write `[[{key}]]` above each.", key);
        let message = |found| tell!("`{key}` is a list of tables, and this is {found}", key, found = article(found));
        let DeValue::Array(list) = value.get_ref() else {
            problems.add_with(value.span(), message(value.get_ref()), help());
            return Vec::new();
        };
        let mut rows = Vec::new();
        for entry in list {
            match entry.get_ref() {
                DeValue::Table(table) => rows.push(Row::new(of, table, entry.span(), keys, problems)),
                other => problems.add_with(entry.span(), message(other), help()),
            }
        }
        rows
    }
}

fn text(key: &str, value: &Spanned<DeValue<'_>>, problems: &mut Problems) -> Option<Spanned<String>> {
    match value.get_ref() {
        DeValue::String(text) if text.trim().is_empty() => {
            problems.add(value.span(), tell!("`{key}` is empty", key));
            None
        }
        DeValue::String(text) => Some(Spanned::new(value.span(), text.trim().to_owned())),
        other => {
            let message = tell!("`{key}` is text, and this is {found}", key, found = article(other));
            problems.add_with(value.span(), message, tell!("Put it in quotation marks."));
            None
        }
    }
}

/// The type of a value, with its article.
fn article(value: &DeValue<'_>) -> Words {
    match value {
        DeValue::String(_) => tell!("a string"),
        DeValue::Integer(_) => tell!("an integer"),
        DeValue::Float(_) => tell!("a float"),
        DeValue::Boolean(_) => tell!("a boolean"),
        DeValue::Datetime(_) => tell!("a datetime"),
        DeValue::Array(_) => tell!("an array"),
        DeValue::Table(_) => tell!("a table"),
    }
}
