//! What stands in a cell of a register: a value, before anybody decides how it looks.

use std::borrow::Cow;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::base::{Date, say};
use crate::model::document::Status;
use crate::model::review::Review;
use crate::model::standing::Word;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value<'a> {
    /// Nothing: it is not known, or there is none.
    Nothing,
    /// Words of somebody's.
    Text(Cow<'a, str>),
    /// The id of a document, control or clause.
    Id(Cow<'a, str>),
    /// One of a few words.
    Word(Cow<'a, str>),
    /// A whole number.
    Number(i64),
    /// So many days late.
    Late(i64),
    /// A day.
    Day(Date),
    /// Yes or no.
    Flag(bool),
    /// Where a document says that it stands in its life, and the word for where it stands by the record.
    Status(Option<Status>, Option<Word>),
    /// How a document stands towards its next review: a word.
    Review(Review),
    /// The day of its next review.
    Due(Review),
    /// A page of the site: where it stands from the top, and the id of the document that it is of.
    Page(String, Cow<'a, str>),
    /// Several values.
    List(Vec<Value<'a>>),
    /// Values by name.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// A text, where there is one.
    pub(super) fn text(text: Option<&'a str>) -> Self {
        text.map_or(Self::Nothing, |text| Self::Text(text.into()))
    }

    /// An id, where there is one.
    pub(super) fn id(id: Option<&'a str>) -> Self {
        id.map_or(Self::Nothing, |id| Self::Id(id.into()))
    }

    /// One of a few words, where there is one.
    pub(super) fn word(word: Option<&'a str>) -> Self {
        word.map_or(Self::Nothing, |word| Self::Word(word.into()))
    }

    /// A day, where there is one.
    pub(super) fn day(day: Option<Date>) -> Self {
        day.map_or(Self::Nothing, Self::Day)
    }

    /// A number, where there is one.
    pub(super) fn number(number: Option<i64>) -> Self {
        number.map_or(Self::Nothing, Self::Number)
    }

    /// How many there are.
    pub(super) fn count(count: usize) -> Self {
        Self::Number(i64::try_from(count).unwrap_or(i64::MAX))
    }

    /// Texts.
    pub(super) fn texts(texts: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::Text(text.into())).collect())
    }

    /// Ids.
    pub(super) fn ids(ids: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(ids.into_iter().map(|id| Self::Id(id.into())).collect())
    }

    /// Some of a few words.
    pub(super) fn words(words: impl IntoIterator<Item = &'a str>) -> Self {
        Self::List(words.into_iter().map(|word| Self::Word(word.into())).collect())
    }

    /// Values by name, in the order given.
    pub(super) fn object<const N: usize>(values: [(&'static str, Value<'a>); N]) -> Self {
        Self::Object(values.into_iter().map(|(name, value)| (name.into(), value)).collect())
    }

    /// The page of a document.
    pub(super) fn page(id: &'a str) -> Self {
        Self::Page(format!("documents/{id}.html"), id.into())
    }

    /// Whether there is nothing to be seen.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::Text(text) | Self::Id(text) | Self::Word(text) => text.is_empty(),
            Self::Review(review) => review_word(*review).is_none(),
            Self::Due(review) => review.next().is_none(),
            Self::List(values) => values.is_empty(),
            Self::Object(values) => values.is_empty(),
            Self::Status(said, word) => said.is_none() && word.is_none(),
            Self::Number(_) | Self::Late(_) | Self::Day(_) | Self::Flag(_) | Self::Page(..) => false,
        }
    }
}

/// As data files have it: days as `2026-11-20`, words as they are, nothing as `null`.
impl Serialize for Value<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Nothing => serializer.serialize_none(),
            Self::Text(text) | Self::Id(text) | Self::Word(text) => serializer.serialize_str(text),
            Self::Number(number) | Self::Late(number) => serializer.serialize_i64(*number),
            Self::Page(path, _) => serializer.serialize_str(path),
            Self::Day(day) => serializer.collect_str(day),
            Self::Flag(flag) => serializer.serialize_bool(*flag),
            Self::Status(said, _) => said.map(Status::as_str).serialize(serializer),
            Self::Review(review) => review_word(*review).serialize(serializer),
            Self::Due(review) => review.next().map(|day| day.to_string()).serialize(serializer),
            Self::List(values) => serializer.collect_seq(values),
            Self::Object(values) => {
                let mut map = serializer.serialize_map(Some(values.len()))?;
                for (name, value) in values {
                    map.serialize_entry(name, value)?;
                }
                map.end()
            }
        }
    }
}

/// What people read for a flag.
pub fn yes_or_no(flag: bool) -> &'static str {
    if flag { say!("Yes") } else { say!("No") }
}

/// The words for how a document stands towards its next review.
pub(super) const REVIEW_WORDS: [&str; 5] = ["undated", "in-date", "says-in-date", "due-soon", "overdue"];

/// How a document stands towards its next review; `None` where none is called for.
fn review_word(review: Review) -> Option<&'static str> {
    Some(match review {
        Review::None => return None,
        Review::Unknown => "undated",
        Review::InDate(_) => "in-date",
        Review::SaysInDate(_) => "says-in-date",
        Review::DueSoon(_) => "due-soon",
        Review::Overdue(_) => "overdue",
    })
}
