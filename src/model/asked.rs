//! What a requirement is asked for beyond documents that say, do and show: items in writing, and evidence for each AI system.

use super::catalog::Call;
use super::doc::DocIx;
use crate::base::{Date, wording};

/// An item that is called for, and whether it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalledFor {
    /// What it is: `AI risk treatment plan`.
    pub title: String,
    /// Whether it is kept current or is evidence of something done.
    pub call: Call,
    /// Whether the standard asks for it by name, rather than as far as it is needed.
    pub required: bool,
    /// Whether it is there.
    pub state: There,
    /// Whether it has to be approved, and of what is there only its own text says so.
    pub claimed: bool,
    /// The documents that are it, or are going to be, by path.
    pub documents: Vec<DocIx>,
    /// Where it is missing, what would be it, and says that it is retired.
    pub retired: Vec<DocIx>,
}

impl CalledFor {
    /// What it is, in what is spoken.
    pub fn said(&self) -> String {
        called_for(&self.title)
    }
}

/// An item that is called for, or several with a semicolon between them, in what is spoken.
pub(super) fn called_for(title: &str) -> String {
    title.split("; ").map(wording::known).collect::<Vec<_>>().join("; ")
}

/// Whether an item is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum There {
    /// No document is it.
    Missing,
    /// What would be it is being written, holds no word, is of no day that has come, or waits for approval.
    Unfinished,
    /// It is there.
    Present,
    /// Readers from whom documents are withheld are not told.
    Untold,
}

impl There {
    /// All in a whole AIMS, the least first.
    pub const ALL: [Self; 3] = [Self::Missing, Self::Unfinished, Self::Present];

    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::Unfinished => "unfinished",
            Self::Present => "present",
            Self::Untold => "untold",
        }
    }
}

/// What shows a control at work for one AI system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfSystem {
    /// The system.
    pub system: DocIx,
    /// Dated, finished evidence of a kind that the control calls for, the newest first; none that says next to nothing.
    pub evidence: Vec<(Date, DocIx)>,
    /// Whether any of it is within its period.
    pub fresh: bool,
}
