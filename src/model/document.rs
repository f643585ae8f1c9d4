//! One document, with what it says of itself.

use std::sync::Arc;

use super::beside::Beside;
use super::doc::DocIx;
use super::fields::Fields;
pub use super::file_id::is_sound_id;
use super::kinds::{FieldType, Kind, Kinds, Nature};
use super::matter::Unended;
use super::tier::Tier;
pub use super::words::Said;
use crate::base::{Date, DocPath, mark};
use crate::compare::Digests;
use crate::diag::Span;
use crate::parse::{Body, Problem, ProblemKind};

/// Where a document stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Being written.
    Draft,
    /// Being judged.
    InReview,
    /// In force.
    Approved,
    /// Out of force.
    Retired,
}

impl Status {
    /// All, in the order of a life.
    pub const ALL: [Self; 4] = [Self::Draft, Self::InReview, Self::Approved, Self::Retired];

    /// The word in front matter.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => mark!("draft"),
            Self::InReview => mark!("in-review"),
            Self::Approved => mark!("approved"),
            Self::Retired => mark!("retired"),
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word)
    }
}

/// A Markdown file of the AIMS.
#[derive(Debug, Clone)]
pub struct Document {
    /// The file.
    pub path: DocPath,
    /// Its normalised text.
    pub text: Arc<str>,
    /// Whether it is under control: it carries metadata, or lies where the settings give a kind. Any other file is an
    /// uncontrolled page.
    pub controlled: bool,
    /// Whether it carries front matter, or a header in its text or a file beside it that the settings have read.
    pub has_front: bool,
    /// The file beside it that says what it does not say itself.
    pub beside: Option<Beside>,
    /// Its id: the one it gives, or one made from its path.
    pub id: String,
    /// Where it gives an id; `None` where the id was made.
    pub id_span: Option<Span>,
    /// Its title, or what serves as one.
    pub title: String,
    /// The language of its text, where that is known.
    pub lang: Option<String>,
    /// The document that it is a translation of: that one counts, and nothing that this says of itself.
    pub translates: Option<DocIx>,
    /// Its kind, where that is known.
    pub kind: Option<Arc<Kind>>,
    /// Its front matter.
    pub fields: Fields,
    /// Where the front matter stands; the first line for an uncontrolled page.
    pub head: Span,
    /// What is below.
    pub body: Body,
    /// How much it says.
    pub said: Said,
    /// What is wrong with it in itself.
    pub problems: Vec<Problem>,
    /// What of its front matter could not be read, or is a slip: what it names may be missed elsewhere.
    pub unread: Vec<Span>,
    /// The digests of what it says, of a document with front matter.
    pub digests: Option<Digests>,
    /// Why it is not retired although it says so.
    pub unended: Option<Unended>,
    /// The stage of an AI system by its days, where its word says another.
    pub stage_by_days: Option<&'static str>,
    /// What of it its readers are not shown.
    pub cut: Cut,
}

/// How much of a document is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cut {
    /// Nothing.
    Nothing,
    /// What names something that readers may not know of in its front matter.
    Front,
    /// All but that it is there.
    Whole,
}

impl Document {
    /// Where it stands in its life. A document that does not say is a draft as far as approval goes.
    pub fn status(&self) -> Option<Status> {
        self.fields.text("status").and_then(Status::parse)
    }

    /// Whether it says of itself that it is approved. Whether it is, its [`Standing`](super::standing::Standing) says.
    pub fn says_approved(&self) -> bool {
        self.status() == Some(Status::Approved)
    }

    /// The name of its kind; empty where that is not known.
    pub fn kind_name(&self) -> &str {
        self.kind.as_ref().map_or("", |kind| kind.name.as_str())
    }

    /// The built-in kind that its kind is said to count as, else that; empty where it is not known.
    pub fn counts_as(&self) -> &str {
        self.kind.as_ref().map_or("", |kind| kind.counts_as())
    }

    /// Whether it is of this kind, or counts as one: what all ask who ask for a built-in kind.
    pub fn is(&self, kind: &str) -> bool {
        self.kind_name() == kind || self.counts_as() == kind
    }

    /// What it does for the requirements it serves.
    pub fn tier(&self) -> Option<Tier> {
        self.kind.as_ref().filter(|_| self.cut != Cut::Whole).and_then(|kind| kind.tier)
    }

    /// Whether the matter of a risk or a record is closed, or turned out to be none.
    pub fn is_closed(&self) -> bool {
        let is_none = self.is("nonconformity") && self.undone().is_some();
        is_none || self.fields.text("state") == Some("closed")
    }

    /// Whether it is dated evidence, rather than kept current.
    pub fn is_record(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.nature == Nature::Record)
    }

    /// Whether it is kept current, rather than dated evidence.
    pub fn is_kept_current(&self) -> bool {
        self.kind.as_ref().is_some_and(|kind| kind.nature == Nature::Document)
    }

    /// Whether it is still being written, so that nothing is asked of it yet.
    pub fn is_draft(&self) -> bool {
        self.cut == Cut::Whole || self.status() == Some(Status::Draft)
    }

    /// Whether somebody is still writing or judging it: what it says is not yet the word of the organisation.
    pub fn is_unfinished(&self) -> bool {
        self.is_draft() || self.status() == Some(Status::InReview)
    }

    /// Whether it is a record from which something may be concluded: nobody is writing or judging it any more, no merge of it
    /// was left unfinished, it is in force, and it is no translation of another.
    pub fn is_finished_record(&self) -> bool {
        self.is_record() && self.is_written() && !self.is_retired() && self.translates.is_none()
    }

    /// Whether what it tells of turned out to be none: a nonconformity that was rejected, a concern that was not upheld.
    pub fn was_none(&self) -> bool {
        let is_rejected = self.is("nonconformity") && self.undone().is_some();
        is_rejected || self.is("concern") && self.fields.text("upheld") == Some("no")
    }

    /// Whether it is the test of a control that found that this does not work.
    pub fn refutes_control(&self) -> bool {
        self.is("control-test") && self.fields.text("result") == Some("failed")
    }

    /// The days of all that it shows, where its kind says under which key that stands, and the key.
    pub fn shown(&self) -> (&str, Vec<Date>) {
        let shown = self.kind.as_ref().filter(|_| self.is_kept_current()).map_or("", |kind| &kind.shown);
        let Some((key, column)) = shown.split_once('.') else {
            return (shown, self.fields.date(shown).into_iter().collect());
        };
        (key, self.fields.rows(key).iter().filter_map(|row| row.cells.date(column)).collect())
    }

    /// The day its evidence is of, and the key that says so: the newest of what it shows, where its kind says where that
    /// stands, up to `today`; else when it took place, or was last known to be right.
    pub fn evidence_day(&self, today: Date) -> Option<(&str, Date)> {
        let (key, days) = self.shown();
        let newest = (key, days.into_iter().filter(|day| *day <= today).max());
        let days = ["date", "reviewed", "effective"].map(|key| (key, self.fields.date(key)));
        std::iter::once(newest).chain(days).find_map(|(key, day)| Some((key, day?)))
    }

    /// The file beside it by which it says something.
    pub fn speaks_by(&self) -> Option<&Beside> {
        self.beside.as_ref().filter(|beside| beside.speaks)
    }

    /// The file that a span of it is in, and where: its own text, or the file beside it.
    pub fn place(&self, span: Span) -> (&DocPath, Span) {
        let beside = self.beside.as_ref().and_then(|beside| Some((&beside.path, beside.within(span)?)));
        beside.unwrap_or((&self.path, span))
    }

    /// What stands at a span of it.
    pub fn written(&self, span: Span) -> &str {
        let (path, at) = self.place(span);
        let text = self.beside.as_ref().filter(|beside| beside.path == *path).map_or(&self.text, |beside| &beside.text);
        text.get(at.start..at.end).unwrap_or_default()
    }

    /// Where a field's value stands, or the front matter's first line.
    pub fn span_of(&self, field: &str) -> Span {
        self.fields.span(field).unwrap_or(self.head)
    }
}

impl Document {
    /// The heading that serves as title where none is given.
    pub(super) fn heading(&self) -> Option<&str> {
        heading_of(&self.text, &self.body)
    }
}

pub(super) fn heading_of<'a>(text: &str, body: &'a Body) -> Option<&'a str> {
    let mut top = body.headings.iter().filter(|heading| heading.level == 1);
    let only = top.next().filter(|_| top.next().is_none());
    let heading = body.leading_heading(text).or(only).map(|heading| heading.text.as_str());
    heading.filter(|title| !title.is_empty())
}

/// The fields of a document that refer to other documents, with the kinds each may point at.
pub(super) fn reference_fields<'a>(
    kinds: &'a Kinds,
    kind: Option<&'a Kind>,
) -> impl Iterator<Item = &'a super::kinds::FieldSpec> {
    kinds.fields(kind).filter(|field| matches!(field.field_type, FieldType::Ref | FieldType::Refs | FieldType::Rows))
}

/// Whether the front matter cannot be read as a whole.
pub fn is_unreadable(problems: &[Problem]) -> bool {
    use ProblemKind::{Conflict, InvalidFrontMatter, UnclosedFrontMatter, Unreadable};
    let is = |kind: ProblemKind| matches!(kind, Conflict | UnclosedFrontMatter | InvalidFrontMatter | Unreadable);
    problems.iter().any(|problem| is(problem.kind))
}
