//! The small parts that views are made of. They say what is to be seen; how it is marked up is for `markup` and the
//! templates.

use std::borrow::Cow;

use serde::Serialize;

use crate::base::date;
use crate::base::text::terminal_safe;
use crate::base::{Date, say, wording};
use crate::compare::Weight;
use crate::diag::Level;
use crate::model::approval_rule::Evidence;
use crate::model::standing::Word;
use crate::model::trace::{Place, Requirement, Rung};

/// A sign: always a shape, a word and a colour.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Sign {
    /// The name of shape and colour in the style sheet.
    pub name: &'static str,
    pub word: String,
    /// The day on which the reader's own clock makes another of it, and how many days before that it is due soon.
    pub due: Option<String>,
    pub soon: i64,
}

impl Sign {
    pub(super) fn new(name: &'static str, word: impl Into<String>) -> Self {
        Self { name, word: word.into(), due: None, soon: 0 }
    }

    pub(super) fn rung(rung: Rung) -> Self {
        let word = match rung {
            Rung::Gap => say!("Gap"),
            Rung::Stated => say!("Stated"),
            Rung::Operated => say!("Operated"),
            Rung::Evidenced => say!("Evidenced"),
            Rung::Current => say!("Current"),
        };
        Self::new(rung.as_str(), word)
    }

    /// The rung of a requirement, or that it is left out or not told.
    pub(super) fn requirement(requirement: &Requirement) -> Self {
        match requirement.place() {
            Place::Excluded => Self::new("excluded", say!("Excluded")),
            Place::On(_) if requirement.is_claimed() => Self::claimed(requirement.is_unasked()),
            Place::On(rung) => Self::rung(rung),
            Place::Untold => Self::new("undated", say!("Not told")),
        }
    }

    /// The sign of where a document stands by the record. There is no other.
    pub(super) fn standing(word: Word) -> Self {
        let name = match word {
            Word::Draft => "draft",
            Word::InReview => "in-review",
            Word::SaysApproved => "proof-1",
            Word::Lacking | Word::Lapsed | Word::Unapproved | Word::NotYet => "due",
            Word::Approved => "approved",
            Word::Retired => "retired",
            Word::OnRecord => "unchanged",
        };
        Self::new(name, word.title())
    }

    pub(super) fn level(level: Level) -> Self {
        let word = match level {
            Level::Error => say!("Error"),
            Level::Warning => say!("Warning"),
            Level::Note => say!("Note"),
        };
        Self::new(level.as_str(), word)
    }

    /// The sign of a level of evidence.
    pub(super) fn evidence(evidence: Evidence) -> Self {
        let name = match evidence {
            Evidence::None => "proof-0",
            Evidence::Claimed => "proof-1",
            Evidence::Merged => "proof-2",
            Evidence::Signed => "proof-3",
            Evidence::Recorded => "proof-4",
        };
        Self::new(name, capital(evidence.title()))
    }

    /// The sign of how much a change weighs.
    pub(super) fn weight(weight: Weight) -> Self {
        match weight {
            Weight::None => Self::new("unchanged", say!("No change of text")),
            Weight::Editorial => Self::new("editorial", say!("Editorial")),
            Weight::Material => Self::new("material", say!("Material")),
        }
    }
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Link {
    /// Relative to the page.
    pub href: String,
    /// The words.
    pub text: String,
}

/// A piece of what stands in a cell, a paragraph or a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Part {
    /// Words.
    Text { v: String },
    /// Words of less weight.
    Quiet { v: String },
    /// Several pieces of less weight that belong together.
    Aside { parts: Vec<Part> },
    /// Words of less weight on a line of their own.
    Sub { v: String },
    /// Words of more weight.
    Strong { v: String },
    /// A name or other words of somebody's, kept apart from ours in the direction they are written in.
    Said { v: String },
    /// A file name or commit.
    Code { v: String },
    /// An id that leads somewhere.
    Id { href: String, v: String },
    /// Other words that lead somewhere.
    Link { href: String, v: String },
    /// A sign.
    Sign { s: Sign },
    /// A day.
    Date { v: String },
    /// A day that the reader's own clock is compared with.
    Due { v: String, soon: i64 },
    /// A list.
    List { items: Vec<Vec<Part>> },
    /// A list that is folded away behind a few words.
    Fold { words: String, items: Vec<Vec<Part>> },
}

impl Part {
    pub(super) fn text(text: impl Into<String>) -> Self {
        Self::Text { v: text.into() }
    }

    pub(super) fn quiet(text: impl Into<String>) -> Self {
        Self::Quiet { v: text.into() }
    }

    pub(super) fn sub(text: impl Into<String>) -> Self {
        Self::Sub { v: text.into() }
    }

    /// Words that nobody has checked: of a commit, a record, a document of old.
    pub(super) fn said(text: impl AsRef<str>) -> Self {
        Self::Said { v: line(text.as_ref()) }
    }

    pub(super) fn code(text: impl Into<String>) -> Self {
        Self::Code { v: text.into() }
    }

    pub(super) fn sign(sign: Sign) -> Self {
        Self::Sign { s: sign }
    }

    pub(super) fn date(date: Date) -> Self {
        Self::Date { v: date.to_string() }
    }

    /// A day of which it counts as soon when it is `soon` days away.
    pub(super) fn due(date: Date, soon: i64) -> Self {
        Self::Due { v: date.to_string(), soon }
    }
}

/// Words that nobody has checked as one line: control characters and marks of writing direction, which could make it read
/// as something else, become `\u{…}` for everybody to see.
pub(super) fn line(text: &str) -> String {
    terminal_safe(text).replace('\n', " ")
}

/// Words of somebody's in which what stands between backticks is code.
pub(super) fn coded(text: &str) -> Vec<Part> {
    let pieces = text.split('`').enumerate().filter(|(_, piece)| !piece.is_empty());
    pieces.map(|(i, piece)| if i % 2 == 1 { Part::code(line(piece)) } else { Part::said(piece) }).collect()
}

/// Pieces as plain text: what a reader without pages sees.
pub(super) fn plain(parts: &[Part]) -> String {
    let mut text = String::new();
    for part in parts {
        match part {
            Part::Text { v }
            | Part::Quiet { v }
            | Part::Strong { v }
            | Part::Said { v }
            | Part::Code { v }
            | Part::Id { v, .. }
            | Part::Link { v, .. } => text.push_str(v),
            Part::Date { v } | Part::Due { v, .. } => text.push_str(&day_said(v)),
            Part::Sub { v } => text.push_str(&format!(" {v}")),
            Part::Sign { s } => text.push_str(&s.word),
            Part::Aside { parts } => text.push_str(&plain(parts)),
            Part::List { items } | Part::Fold { items, .. } => {
                text.push_str(&items.iter().map(|item| plain(item)).collect::<Vec<_>>().join("; "));
            }
        }
    }
    text
}

/// A day as ISO 8601 has it, as the language writes it. What is no such day stays as it is.
pub(super) fn day_said(day: &str) -> Cow<'_, str> {
    match wording::spoken().and_then(|_| date::parse(day)) {
        Some(date) => Cow::Owned(wording::day(date)),
        None => Cow::Borrowed(day),
    }
}

/// Text that nobody has checked (of a commit, a record, a document of old) as pages show it: control characters and marks
/// of writing direction, which could make a line read as something else, become `\u{…}` for everybody to see.
pub(super) fn told(text: &str) -> String {
    if text.contains('\r') { terminal_safe(&text.replace("\r\n", "\n")) } else { terminal_safe(text) }
}

/// The text with a capital at the beginning.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    let first: String = chars.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    first + chars.as_str()
}

/// A message of the checks as a sentence: what stands between backticks becomes code, the first letter a capital.
pub(super) fn sentence(text: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    // An id stays as it is: no document has the other one.
    let is_id = text.split(' ').next().is_some_and(|word| word.contains('-'));
    for (i, piece) in text.split('`').enumerate() {
        match (i % 2, piece) {
            (_, "") => {}
            (1, code) => parts.push(Part::code(code)),
            (_, words) if i == 0 && !is_id => parts.push(Part::text(capital(words))),
            (_, words) => parts.push(Part::text(words)),
        }
    }
    if !text.is_empty() && !text.ends_with(['.', '?', '!', ':']) {
        parts.push(Part::text("."));
    }
    parts
}

/// Links to several things with commas between them.
pub(super) fn comma(links: impl IntoIterator<Item = Part>) -> Vec<Part> {
    fn joined(links: &mut dyn Iterator<Item = Part>) -> Vec<Part> {
        let mut parts = Vec::new();
        for link in links {
            if !parts.is_empty() {
                parts.push(Part::text(", "));
            }
            parts.push(link);
        }
        parts
    }
    joined(&mut links.into_iter())
}

/// A table of any size.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    /// What it is, for those who do not see it. Not the words of the heading above it.
    pub label: String,
    /// The label of its filter, where it is long enough to have one.
    pub filter: Option<String>,
    /// Whether the reader may sort it.
    pub sortable: bool,
    /// The same as files, for programs and spreadsheets: links, and words between them.
    pub files: Vec<Part>,
    /// The way to the other pages of it, where it is too long for one.
    pub pages: Option<Pages>,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, under headings or not.
    pub groups: Vec<Group>,
}

/// The way to all pages of a list from one of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pages {
    /// What it is, with how many rows of how many are here.
    pub label: String,
    /// How many rows there are on all of them.
    pub total: usize,
    /// Where all of them can be looked through.
    pub search: String,
    /// The pages.
    pub items: Vec<Vec<Part>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Column {
    /// The heading.
    pub title: Cow<'static, str>,
    /// The class: `main`, `text`, `num`, `room` to write in, or none; with `name` it names the row.
    pub class: &'static str,
    /// Whether the reader may choose among its values.
    pub facet: bool,
}

/// Rows under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The heading, if any.
    pub title: Option<String>,
    /// The rows.
    pub rows: Vec<TableRow>,
}

/// A row; the cells of the columns that name it are its heading, or the first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TableRow {
    /// The anchor, if any.
    pub id: Option<String>,
    /// The cells.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Cell {
    /// What stands in it.
    pub parts: Vec<Part>,
    /// What it is sorted by, where that is not its text.
    pub key: Option<String>,
}

impl From<Vec<Part>> for Cell {
    fn from(parts: Vec<Part>) -> Self {
        Self { parts, key: None }
    }
}

impl From<Part> for Cell {
    fn from(part: Part) -> Self {
        vec![part].into()
    }
}

impl From<Option<Part>> for Cell {
    fn from(part: Option<Part>) -> Self {
        part.into_iter().collect::<Vec<_>>().into()
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        if text.is_empty() { Self::default() } else { Part::text(text).into() }
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl Cell {
    pub(super) fn sorted_by(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }
}

/// Shorthand for columns: `"Title:main"`, `"Kind:facet"`, `"Title"`. The headings are in what is spoken.
pub(super) fn columns(specs: &[&'static str]) -> Vec<Column> {
    specs
        .iter()
        .map(|spec| {
            let (title, flags) = spec.split_once(':').unwrap_or((spec, ""));
            let is_class = |flag: &&str| matches!(*flag, "main" | "text" | "num" | "room" | "name");
            let class = if flags == "main+name" { "main name" } else { flags.split('+').find(is_class).unwrap_or("") };
            Column {
                title: Cow::Borrowed(wording::of(title)),
                class,
                facet: flags.split('+').any(|flag| flag == "facet"),
            }
        })
        .collect()
}

impl Table {
    pub(super) fn new(label: impl Into<String>, specs: &[&'static str]) -> Self {
        Self {
            label: label.into(),
            filter: None,
            sortable: false,
            files: Vec::new(),
            pages: None,
            columns: columns(specs),
            groups: Vec::new(),
        }
    }

    /// Says where the same is as files.
    pub(super) fn files(mut self, files: Vec<Part>) -> Self {
        self.files = files;
        self
    }

    /// Says where the rest of it is.
    pub(super) fn pages(mut self, pages: Option<Pages>) -> Self {
        self.pages = pages;
        self
    }

    /// Lets the reader filter and sort it.
    pub(super) fn register(mut self, filter: &str) -> Self {
        self.filter = Some(filter.to_owned());
        self.sortable = true;
        self
    }

    /// Adds a row at the end of the last group.
    pub(super) fn row(&mut self, id: Option<String>, cells: Vec<Cell>) {
        if self.groups.is_empty() {
            self.groups.push(Group { title: None, rows: Vec::new() });
        }
        if let Some(group) = self.groups.last_mut() {
            group.rows.push(TableRow { id, cells });
        }
    }

    /// Begins a group.
    pub(super) fn group(&mut self, title: impl Into<String>) {
        self.groups.push(Group { title: Some(title.into()), rows: Vec::new() });
    }

    /// Leaves out columns in which nothing stands.
    pub(super) fn without_empty_columns(mut self) -> Self {
        let rows = || self.groups.iter().flat_map(|group| &group.rows);
        let filled = |at: usize| rows().any(|row| row.cells.get(at).is_some_and(|cell| !cell.parts.is_empty()));
        let kept: Vec<bool> = (0..self.columns.len()).map(|at| at == 0 || filled(at)).collect();
        let mut keep = kept.iter().copied();
        self.columns.retain(|_| keep.next().unwrap_or(true));
        for row in self.groups.iter_mut().flat_map(|group| &mut group.rows) {
            let mut keep = kept.iter().copied();
            row.cells.retain(|_| keep.next().unwrap_or(true));
        }
        self
    }

    /// The table, unless it has no rows. Groups without rows are dropped.
    pub(super) fn some(mut self) -> Option<Self> {
        self.groups.retain(|group| !group.rows.is_empty());
        (!self.groups.is_empty()).then_some(self)
    }
}

/// A name and what stands behind it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Pair {
    /// The name.
    pub name: String,
    /// What stands behind it.
    pub parts: Vec<Part>,
    /// Whether it takes the whole width.
    pub wide: bool,
}

impl Pair {
    pub(super) fn new(name: impl Into<String>, parts: impl Into<Cell>) -> Self {
        Self { name: name.into(), parts: parts.into().parts, wide: false }
    }

    pub(super) fn wide(mut self) -> Self {
        self.wide = true;
        self
    }
}

/// A finding as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct FindingView {
    pub sign: Sign,
    /// Where links to what its rule finds lead, for the first of them on the page of findings.
    pub anchor: Option<&'static str>,
    pub code: &'static str,
    pub name: &'static str,
    pub href: String,
    pub family: &'static str,
    pub clock: bool,
    pub known: bool,
    pub message: Vec<Part>,
    pub help: Vec<Part>,
    pub place: String,
    pub document: Option<Link>,
    /// Whose the document is, and the name alone.
    pub owner: Vec<Part>,
    pub owner_name: String,
}

/// A commit as pages show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct RevisionView {
    /// The day as ISO 8601 has it, and as the language writes it.
    pub date: String,
    pub date_said: String,
    pub subject: String,
    pub body: String,
    pub author: String,
    pub commit: String,
    pub href: Option<String>,
    pub changes: Vec<Vec<Part>>,
    pub more: usize,
}
