//! A column of a register: its key, its title, what stands in it, and how to get that from a row.

use std::borrow::Cow;

use super::value::{REVIEW_WORDS, Value};
use crate::base::{mark, wording};
use crate::model::DocIx;
use crate::model::document::{Document, Status};
use crate::model::kinds::{self, label};
use crate::model::standing::{Basis, Word};
use crate::state::State;

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Words of somebody's.
    Text,
    /// The id of a document, control or clause.
    Id,
    /// One of [`Column::words`], where there are any.
    Word,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// Yes or no.
    Flag,
    /// A list of texts.
    Texts,
    /// A list of ids.
    Ids,
    /// A list of words.
    Words,
    /// A list of rows of [`Column::inner`].
    Rows,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column<'a> {
    /// Its name in data files: a contract.
    pub key: Cow<'a, str>,
    /// The heading that people read.
    pub title: Cow<'a, str>,
    /// The heading in files, where a file holds something else than a page does.
    pub in_files: Option<&'static str>,
    /// What stands in it.
    pub holds: Holds,
    /// The words that may stand in it, where they are known.
    pub words: Vec<Cow<'a, str>>,
    /// Whether other words than those may stand in it too.
    pub open: bool,
    /// What people call a word, where the word alone does not tell.
    pub titles: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The columns of the rows that stand in it.
    pub inner: Vec<Column<'a>>,
    /// What it says, where the key alone does not tell: a few words.
    pub about: Cow<'a, str>,
    /// Whether it is for programs and has no place on a page.
    pub aside: bool,
    /// Whether nothing stands in it, for whoever has the file to fill in.
    pub blank: bool,
}

/// How to get a value from a row.
type Get<'a, Row> = Box<dyn Fn(&Row) -> Value<'a> + 'a>;

/// A column with the way to get its values from the rows of one register.
pub(super) struct Getter<'a, Row> {
    pub(super) column: Column<'a>,
    pub(super) get: Get<'a, Row>,
}

impl<'a> Column<'a> {
    /// The heading that people read in a file.
    pub fn heading(&self) -> &str {
        self.in_files.unwrap_or(&self.title)
    }

    /// What people call a word that stands in it, where the word alone does not tell.
    pub fn title_of(&self, word: &str) -> Option<&str> {
        self.titles.iter().find(|(known, _)| known == word).map(|(_, title)| title.as_ref())
    }

    /// A word that stands in it, as people read it.
    pub fn said(&self, word: &str) -> String {
        match self.title_of(word) {
            Some(title) => wording::known(title).to_owned(),
            None => wording::known(&kinds::words(word)).to_owned(),
        }
    }

    /// A column whose title follows from its key.
    pub(super) fn new(key: impl Into<Cow<'a, str>>, holds: Holds) -> Self {
        let key = key.into();
        let title = label(&key.replace('_', "-")).into();
        Self {
            key,
            title,
            in_files: None,
            holds,
            words: Vec::new(),
            open: false,
            titles: Vec::new(),
            inner: Vec::new(),
            about: "".into(),
            aside: false,
            blank: false,
        }
    }
}

/// A column and how to get it.
pub(super) fn column<'a, Row>(
    key: impl Into<Cow<'a, str>>,
    holds: Holds,
    get: impl Fn(&Row) -> Value<'a> + 'a,
) -> Getter<'a, Row> {
    Getter { column: Column::new(key, holds), get: Box::new(get) }
}

impl<'a, Row> Getter<'a, Row> {
    /// Gives it another title than its key.
    pub(super) fn titled(mut self, title: &'static str) -> Self {
        self.column.title = title.into();
        self
    }

    /// Says what it is.
    pub(super) fn about(mut self, about: &'static str) -> Self {
        self.column.about = about.into();
        self
    }

    /// Keeps it from pages.
    pub(super) fn aside(mut self) -> Self {
        self.column.aside = true;
        self
    }

    /// Leaves it to whoever has the file.
    pub(super) fn blank(mut self) -> Self {
        self.column.blank = true;
        self.column.aside = true;
        self.column.about = "for whoever has the file to fill in".into();
        self
    }

    /// Names the words that may stand in it.
    pub(super) fn words(mut self, words: impl IntoIterator<Item = &'static str>) -> Self {
        self.column.words = words.into_iter().map(Cow::Borrowed).collect();
        self
    }

    /// Names the columns of the rows in it.
    pub(super) fn inner(mut self, columns: Vec<Column<'a>>) -> Self {
        self.column.inner = columns;
        self
    }
}

/// A document as a row.
pub(super) type DocumentRow<'a> = (DocIx, &'a Document);

/// A column of documents.
pub(super) type OfDocument<'a> = Getter<'a, DocumentRow<'a>>;

/// The key of a field in data files.
pub(super) fn key(field: &str) -> String {
    field.replace('-', "_")
}

pub(super) fn id<'a>() -> OfDocument<'a> {
    let get = |&(_, document): &DocumentRow<'a>| Value::id(Some(&document.id));
    column("id", Holds::Id, get).titled(mark!("Id"))
}

pub(super) fn title<'a>() -> OfDocument<'a> {
    column("title", Holds::Text, |&(_, document): &DocumentRow<'a>| Value::text(Some(&document.title)))
}

pub(super) fn kind<'a>() -> OfDocument<'a> {
    column("kind", Holds::Word, |&(_, document): &DocumentRow<'a>| {
        Value::word(document.kind.as_ref().map(|kind| kind.name.as_str()))
    })
}

/// Where a document says that it stands; pages tell by what is on record.
pub(super) fn status(state: &State) -> OfDocument<'_> {
    let mut status = column("status", Holds::Word, |&(ix, document): &DocumentRow<'_>| {
        Value::Status(document.status(), state.aims.word(ix))
    })
    .words(Status::ALL.map(Status::as_str));
    status.column.in_files = Some("Status as it says");
    status
}

/// Where a document stands by the record, for programs: pages tell it under the status.
pub(super) fn standing(state: &State) -> OfDocument<'_> {
    let mut standing = column("standing", Holds::Word, |&(ix, _)| Value::word(state.aims.word(ix).map(Word::as_str)))
        .words(Word::ALL.map(Word::as_str))
        .about("where it stands by what is on record; `status` is what it says of itself");
    standing.column.titles = Word::ALL.iter().map(|word| (word.as_str().into(), word.title().into())).collect();
    standing.column.aside = true;
    standing
}

/// The day of the last review, by an act on record or as the text says.
pub(super) fn last_review(state: &State) -> OfDocument<'_> {
    column("last_review", Holds::Day, |&(ix, _)| Value::day(state.aims.last_review(ix).map(|last| last.day)))
        .about("the day that the next review is counted from")
}

/// How the day of the last review is known.
pub(super) fn review_by(state: &State) -> OfDocument<'_> {
    column("review_by", Holds::Word, |&(ix, _)| Value::word(state.aims.last_review(ix).map(|last| last.by.as_str())))
        .words(Basis::ALL.map(Basis::as_str))
        .about("an act on record, one about an earlier text, what the text says, or the day it began")
}

/// A text of the front matter.
pub(super) fn text<'a>(field: &'static str) -> OfDocument<'a> {
    column(key(field), Holds::Text, move |&(_, document): &DocumentRow<'a>| Value::text(document.fields.text(field)))
}

/// A word of the front matter that is chosen from a few.
pub(super) fn word<'a>(field: &'static str) -> OfDocument<'a> {
    column(key(field), Holds::Word, move |&(_, document): &DocumentRow<'a>| Value::word(document.fields.text(field)))
}

/// Yes, no, or nothing where the front matter does not say.
pub(super) fn yes_or_no<'a>(field: &'static str) -> OfDocument<'a> {
    let word = |flag: bool| if flag { "yes" } else { "no" };
    column(key(field), Holds::Word, move |&(_, document): &DocumentRow<'a>| {
        Value::word(document.fields.flag(field).map(word))
    })
    .words(["yes", "no"])
}

/// A number of the front matter.
pub(super) fn number<'a>(field: &'static str) -> OfDocument<'a> {
    column(key(field), Holds::Number, move |&(_, document): &DocumentRow<'a>| {
        Value::number(document.fields.number(field))
    })
}

/// A day of the front matter.
pub(super) fn day<'a>(field: &'static str) -> OfDocument<'a> {
    column(key(field), Holds::Day, move |&(_, document): &DocumentRow<'a>| Value::day(document.fields.date(field)))
}

/// Texts of the front matter.
pub(super) fn texts<'a>(field: &'static str) -> OfDocument<'a> {
    column(key(field), Holds::Texts, move |&(_, document): &DocumentRow<'a>| Value::texts(list(document, field)))
}

/// Words of the front matter that are chosen from a few.
pub(super) fn words<'a>(field: &'static str) -> OfDocument<'a> {
    column(key(field), Holds::Words, move |&(_, document): &DocumentRow<'a>| Value::words(list(document, field)))
}

/// Ids in the front matter.
pub(super) fn ids<'a>(field: &'static str) -> OfDocument<'a> {
    column(key(field), Holds::Ids, move |&(_, document): &DocumentRow<'a>| Value::ids(list(document, field)))
}

/// The day of the next review.
pub(super) fn next_review(state: &State) -> OfDocument<'_> {
    column("next_review", Holds::Day, move |&(ix, _)| Value::Due(state.aims.review(ix)))
}

/// How a document stands towards its next review.
pub(super) fn review(state: &State) -> OfDocument<'_> {
    column("review", Holds::Word, move |&(ix, _)| Value::Review(state.aims.review(ix))).words(REVIEW_WORDS)
}

/// The list that a key holds.
pub(super) fn list<'a>(document: &'a Document, field: &str) -> impl Iterator<Item = &'a str> + use<'a> {
    document.fields.texts(field).iter().map(|item| item.value.as_str())
}
