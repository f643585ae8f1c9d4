//! What sections are made of: rows, signs, and pieces of lines that say whose words they are.

use crate::base::text::cut;
use crate::impact::was_is::WasIs;

/// The most letters of a text of the repository that a row holds.
const LONGEST: usize = 300;

/// How many things one line names.
pub(super) const NAMED: usize = 8;

/// A number in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// The words.
    pub text: String,
    /// Whether somebody has to look at it.
    pub tone: Tone,
}

/// Rows about one thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// A word for it, for anchors.
    pub id: &'static str,
    /// The heading.
    pub title: &'static str,
    /// How many of what, in words.
    pub count: String,
    /// What goes for all rows.
    pub intro: Vec<Vec<Piece>>,
    /// The rows, the gravest first.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it is, as a sign.
    pub mark: Mark,
    /// What it is about.
    pub head: Vec<Piece>,
    /// What there is to say of it, line by line.
    pub under: Vec<Vec<Piece>>,
}

/// A sign: a shape of the style sheet, a word and a tone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The shape.
    pub shape: &'static str,
    /// The word.
    pub word: String,
    /// The tone.
    pub tone: Tone,
}

/// How something is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Nothing in particular.
    Plain,
    /// It is as one would have it.
    Good,
    /// Somebody has to look at it.
    Bad,
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words of ours.
    Ours(String),
    /// Words of the repository, or a sentence that holds some; between backticks stands code.
    Said(String),
    /// An id of the repository.
    Id(String),
    /// A path, a commit, a command: something to be copied.
    Code(String),
}

impl Piece {
    /// Words of ours.
    pub fn ours(text: impl Into<String>) -> Self {
        Self::Ours(text.into())
    }

    /// Words of the repository, cut where they are long.
    pub fn said(text: &str) -> Self {
        Self::Said(cut(text, LONGEST))
    }

    /// An id, cut where it is long.
    pub fn id(text: &str) -> Self {
        Self::Id(cut(text, LONGEST))
    }

    /// Something to be copied, cut where it is long.
    pub fn code(text: &str) -> Self {
        Self::Code(cut(text, LONGEST))
    }
}

impl Mark {
    pub(super) fn new(shape: &'static str, word: impl Into<String>, tone: Tone) -> Self {
        Self { shape, word: word.into(), tone }
    }
}

impl Row {
    pub(super) fn new(mark: Mark, head: Vec<Piece>) -> Self {
        Self { mark, head, under: Vec::new() }
    }

    pub(super) fn under(mut self, line: Vec<Piece>) -> Self {
        self.under.push(line);
        self
    }
}

/// `1.0 → 2.0`, `nothing → 2.0`.
pub(super) fn was_is(value: &WasIs) -> Vec<Piece> {
    let end = |end: &Option<String>| match end.as_deref() {
        None | Some("") => Piece::ours("nothing"),
        Some(text) => Piece::said(text),
    };
    vec![end(&value.was), Piece::ours(" → "), end(&value.is)]
}

/// Ids with commas between them; of many the first, and how many more.
pub(super) fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<Piece> {
    let ids: Vec<&str> = ids.into_iter().collect();
    let mut pieces = Vec::new();
    for (place, id) in ids.iter().take(NAMED).enumerate() {
        pieces.extend((place > 0).then(|| Piece::ours(", ")));
        pieces.push(Piece::id(id));
    }
    pieces.extend(
        ids.len().checked_sub(NAMED).filter(|more| *more > 0).map(|more| Piece::ours(format!(" and {more} more"))),
    );
    pieces
}
