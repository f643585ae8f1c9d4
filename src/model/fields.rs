//! Typed values of front matter: what documents hold once they are read.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{Date, Period};
use crate::diag::{Span, Spanned};
use crate::reading::ENDS;

/// A typed value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// A text, choice, person or reference.
    Text(String),
    /// A list of them.
    Texts(Vec<Spanned<String>>),
    /// A day.
    Date(Date),
    /// A length of time.
    Period(Period),
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// Framework ids with the ids of their requirements.
    Requirements(Vec<(Spanned<String>, Vec<Spanned<String>>)>),
    /// Rows of cells.
    Rows(Vec<Row>),
}

/// A key with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key as we call it, aliases resolved.
    pub name: String,
    /// Where the key stands.
    pub key_span: Span,
    /// Where the value stands.
    pub span: Span,
    /// The value.
    pub value: FieldValue,
}

/// One row of a field that holds rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Where the row stands.
    pub span: Span,
    /// Its cells.
    pub cells: Fields,
}

impl Row {
    /// Whether its `status` says that nothing is left to do, or cannot be read: that has its own finding.
    pub fn is_settled(&self) -> bool {
        matches!(self.cells.text("status"), Some("done" | "dropped")) || self.cells.is_misread("status")
    }

    /// The same, and whether it says on which day it was over.
    pub fn is_over(&self) -> bool {
        let cells = &self.cells;
        self.is_settled() || cells.text("status") == Some("closed") || ENDS.iter().any(|end| !cells.lacks(end))
    }
}

/// Fields by name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Fields {
    pub(super) by_name: BTreeMap<String, Field>,
    pub(super) misread: BTreeSet<String>,
    pub(super) unanswered: BTreeMap<String, Spanned<String>>,
    pub(super) kept: Vec<(String, String)>,
    pub(super) unknown: Vec<(String, String)>,
    /// Keys behind which nothing stands, with their places.
    pub(super) empty: BTreeMap<String, Span>,
}

impl Fields {
    /// The field of this name.
    pub fn get(&self, name: &str) -> Option<&Field> {
        self.by_name.get(name)
    }

    /// Where the value of a field stands.
    pub fn span(&self, name: &str) -> Option<Span> {
        self.get(name).map(|field| field.span)
    }

    /// Whether something is written under this key that could not be read, in whole or in part. It has its own finding.
    pub fn is_misread(&self, name: &str) -> bool {
        self.misread.contains(name)
    }

    /// What is written under this key and is no answer, such as `TBD` or an empty text, with its place.
    pub fn unanswered(&self, name: &str) -> Option<&Spanned<String>> {
        self.unanswered.get(name)
    }

    /// Keys that mean nothing to aims, with what stands under them, in the order of the text.
    pub fn unknown(&self) -> &[(String, String)] {
        &self.unknown
    }

    /// Where a key stands behind which there is nothing.
    pub(super) fn empty(&self, name: &str) -> Option<Span> {
        self.empty.get(name).copied()
    }

    /// Keys that are shown as they stand and not judged, with what stands under them, in the order of the text.
    pub fn kept(&self) -> &[(String, String)] {
        &self.kept
    }

    /// Whether nothing is written under this key: it is missing, empty or blank. A value that could not be read is not
    /// lacking, so that what only follows from it is not told.
    pub fn lacks(&self, name: &str) -> bool {
        let empty = self.get(name).is_none_or(|field| match &field.value {
            FieldValue::Text(text) => text.trim().is_empty(),
            FieldValue::Texts(texts) => texts.iter().all(|text| text.value.trim().is_empty()),
            FieldValue::Rows(rows) => rows.is_empty(),
            FieldValue::Requirements(requirements) => requirements.is_empty(),
            FieldValue::Date(_) | FieldValue::Period(_) | FieldValue::Flag(_) | FieldValue::Number(_) => false,
        });
        empty && !self.is_misread(name)
    }

    /// A text, choice, person or reference.
    pub fn text(&self, name: &str) -> Option<&str> {
        match &self.get(name)?.value {
            FieldValue::Text(text) => Some(text),
            _ => None,
        }
    }

    /// A list of them; a single value is a list of one.
    pub fn texts(&self, name: &str) -> &[Spanned<String>] {
        match self.get(name).map(|field| &field.value) {
            Some(FieldValue::Texts(texts)) => texts,
            _ => &[],
        }
    }

    /// The names under a key that holds one or several.
    pub fn names<'f>(&'f self, name: &'f str) -> impl Iterator<Item = (&'f str, Span)> {
        let one = self.text(name).zip(self.span(name));
        one.into_iter().chain(self.texts(name).iter().map(|text| (text.value.as_str(), text.span)))
    }

    /// A day.
    pub fn date(&self, name: &str) -> Option<Date> {
        match self.get(name)?.value {
            FieldValue::Date(date) => Some(date),
            _ => None,
        }
    }

    /// A length of time.
    pub fn period(&self, name: &str) -> Option<Period> {
        match self.get(name)?.value {
            FieldValue::Period(period) => Some(period),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.value {
            FieldValue::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// A whole number.
    pub fn number(&self, name: &str) -> Option<i64> {
        match self.get(name)?.value {
            FieldValue::Number(number) => Some(number),
            _ => None,
        }
    }

    /// Rows.
    pub fn rows(&self, name: &str) -> &[Row] {
        match self.get(name).map(|field| &field.value) {
            Some(FieldValue::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Framework ids with the ids of their requirements.
    pub fn requirements(&self) -> &[(Spanned<String>, Vec<Spanned<String>>)] {
        match self.get("requirements").map(|field| &field.value) {
            Some(FieldValue::Requirements(list)) => list,
            _ => &[],
        }
    }

    /// Takes out every text that `is` meant, wherever it stands, also as one of several with commas between them.
    pub(super) fn forget(&mut self, is: &dyn Fn(&str) -> bool) {
        for field in self.by_name.values_mut() {
            match &mut field.value {
                FieldValue::Texts(texts) => texts.retain(|text| !is(&text.value)),
                FieldValue::Rows(rows) => rows.iter_mut().for_each(|row| row.cells.forget(is)),
                FieldValue::Text(text) if text.contains([',', ';']) => leave_pieces(text, is),
                _ => {}
            }
        }
        self.by_name.retain(|_, field| !matches!(&field.value, FieldValue::Text(text) if is(text)));
        // What stands under keys that nobody knows is told as it is written, whatever it is.
        let names = |written: &str| written.split(|c: char| !(c.is_alphanumeric() || "-_.".contains(c))).any(is);
        self.kept.retain(|(_, written)| !names(written));
        self.unknown.retain(|(_, written)| !names(written));
    }

    /// All fields in order of their names.
    pub fn iter(&self) -> impl Iterator<Item = &Field> {
        self.by_name.values()
    }
}

/// Takes out of `A, B; C` the pieces that `is` meant. A text without one stays as it is, to the letter; of one that is made
/// of nothing else a piece is left, which is meant as a whole.
fn leave_pieces(text: &mut String, is: &dyn Fn(&str) -> bool) {
    let pieces = || text.split([',', ';']).map(str::trim).filter(|piece| !piece.is_empty());
    let Some(first) = pieces().find(|piece| is(piece)) else { return };
    let kept: Vec<&str> = pieces().filter(|piece| !is(piece)).collect();
    *text = if kept.is_empty() { first.to_owned() } else { kept.join(", ") };
}
