//! What a change does, in sections of rows for people: what a terminal, a comment and a page show, each in its own way.
//!
//! Every word of the repository is in a [`Piece`] that says so. Whoever shows it makes it harmless where it is shown; nothing
//! here is marked up.

mod findings;
mod people;
mod sections;
mod summary;

use crate::base::text::{count, cut};
use crate::history::short;
use crate::impact::{End, Impact, Read, WasIs};

/// The heading.
pub const TITLE: &str = "What this change does";

/// The most letters of a text of the repository that a row holds.
const LONGEST: usize = 300;

/// How many things one line names.
const NAMED: usize = 8;

/// What a change does, told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// The heading.
    pub title: &'static str,
    /// Which two ends were read.
    pub ends: Vec<(&'static str, Vec<Piece>)>,
    /// What the reader has to know about them.
    pub notes: Vec<Vec<Piece>>,
    /// All of it in a few words, the gravest first.
    pub summary: Vec<Fact>,
    /// The sections that have something to tell, the most important first.
    pub sections: Vec<Section>,
    /// What the others are about: there nothing changed.
    pub unchanged: Vec<&'static str>,
}

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
    pub(super) fn ours(text: impl Into<String>) -> Self {
        Self::Ours(text.into())
    }

    pub(super) fn said(text: &str) -> Self {
        Self::Said(cut(text, LONGEST))
    }

    pub(super) fn id(text: &str) -> Self {
        Self::Id(cut(text, LONGEST))
    }

    pub(super) fn code(text: &str) -> Self {
        Self::Code(cut(text, LONGEST))
    }
}

impl Mark {
    fn new(shape: &'static str, word: impl Into<String>, tone: Tone) -> Self {
        Self { shape, word: word.into(), tone }
    }
}

impl Row {
    fn new(mark: Mark, head: Vec<Piece>) -> Self {
        Self { mark, head, under: Vec::new() }
    }

    fn under(mut self, line: Vec<Piece>) -> Self {
        self.under.push(line);
        self
    }
}

/// Tells what a change does.
pub fn told(impact: &Impact) -> Told {
    let all = [
        sections::settings(impact),
        sections::documents(impact),
        sections::files(impact),
        sections::requirements(impact),
        sections::statement(impact),
        people::reviews(impact),
        people::approvals(impact),
        people::acts(impact),
        people::due(impact),
        people::suspect(impact),
        findings::new(impact),
        findings::aside(impact),
        findings::fixed(impact),
    ];
    let unchanged = all.iter().filter(|section| section.rows.is_empty()).map(|section| section.title).collect();
    let notes = impact.notes.iter().map(|note| vec![Piece::said(note)]).collect();
    Told {
        title: TITLE,
        ends: vec![("Base", end(&impact.base)), ("Head", end(&impact.head)), ("Between", between(impact))],
        notes,
        summary: summary::facts(impact),
        sections: all.into_iter().filter(|section| !section.rows.is_empty()).collect(),
        unchanged,
    }
}

/// Where an end comes from.
fn end(end: &End) -> Vec<Piece> {
    let mut pieces = Vec::new();
    match (&end.asked, end.read) {
        (_, Read::WorkTree) if end.uncommitted => {
            pieces.push(Piece::ours("the work tree, with changes that are not committed, after "));
        }
        (_, Read::WorkTree) => pieces.push(Piece::ours("the work tree, all of it committed, at ")),
        (Some(asked), Read::Commit) => pieces.extend([Piece::code(asked), Piece::ours(", ")]),
        (Some(asked), Read::Fork) => {
            pieces.extend([Piece::ours("where "), Piece::code(asked), Piece::ours(" and the head part, ")]);
        }
        (None, _) => {}
    }
    match &end.commit {
        Some(commit) => pieces.extend([Piece::ours("commit "), Piece::code(&short(commit))]),
        None => pieces.push(Piece::ours("no commit")),
    }
    pieces.extend(end.day.as_ref().map(|day| Piece::ours(format!(" of {day}"))));
    pieces
}

fn between(impact: &Impact) -> Vec<Piece> {
    vec![Piece::ours(format!(
        "{} that changed documents; both ends are judged as of {}",
        count(impact.commits, "commit"),
        impact.today
    ))]
}

/// `1.0 → 2.0`, `nothing → 2.0`.
fn was_is(value: &WasIs) -> Vec<Piece> {
    let end = |end: &Option<String>| match end.as_deref() {
        None | Some("") => Piece::ours("nothing"),
        Some(text) => Piece::said(text),
    };
    vec![end(&value.was), Piece::ours(" → "), end(&value.is)]
}

/// Ids with commas between them; of many the first, and how many more.
fn ids<'a>(ids: impl IntoIterator<Item = &'a str>) -> Vec<Piece> {
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
