//! How a document leaves the care that its approval meant, or a record the place where it is kept.

use std::collections::BTreeSet;

use crate::base::{Date, DocPath};
use crate::model::DocIx;

/// A document that has left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// How.
    pub how: Leaving,
    /// The document, where it is still there.
    pub document: Option<DocIx>,
    /// The id by which it was approved; its path where it gave none.
    pub id: String,
    /// The file, or where it was last.
    pub path: DocPath,
    /// The commit by which it left; `None` where that is not committed.
    pub commit: Option<String>,
    /// Whether a rule asked for evidence that it was approved; of a record, which is evidence itself, always, unless it was taken
    /// to files that the settings left out before.
    pub asked: bool,
    /// How long it stood, of a record.
    pub kept: Option<Kept>,
}

/// How a document leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leaving {
    /// It has no front matter any more.
    FrontMatter,
    /// It is taken for a translation of another.
    Translates,
    /// It is of a kind of which nobody is asked who approved it.
    Kind,
    /// It gives itself another id.
    Id,
    /// It is gone.
    Removed,
    /// It was a record, or closed, and is gone.
    RecordRemoved,
    /// It was a record and has no front matter any more.
    RecordStripped,
    /// It was a settled record and is of another kind.
    RecordOfOtherKind,
    /// It was a record and is left out by the settings.
    RecordLeftOut,
    /// It was a settled record and is taken for a translation of another.
    RecordTranslates,
}

/// How long a record stood, and what it said of how long it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The day on which it reached the main line.
    pub since: Date,
    /// The latest of its days: when it was made, closed or accepted, and when it last changed on the main line.
    pub of: Date,
    /// What it said of how long it is kept, in any of its texts: none shortens what another said.
    pub retention: BTreeSet<String>,
    /// Whether it was settled.
    pub settled: bool,
    /// The day on which it went; `None` where no commit has taken it away.
    pub until: Option<Date>,
    /// Who took it away, where a commit of its own did.
    pub by: Option<String>,
}
