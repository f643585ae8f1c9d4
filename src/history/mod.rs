//! The change record as plain data: which commit changed which document, followed through renames.
//!
//! In comes a log of commits; out goes [`History`]. Nothing in here reads a repository.

mod build;

use std::collections::BTreeMap;

pub use build::{build, options};

use crate::base::{Date, DocPath};

/// The change record of an AIMS.
#[derive(Debug, Clone, Default)]
pub struct History {
    /// Whether there is one.
    pub standing: Standing,
    /// The commit the documents come from, as 40 hex digits, and the day it was made.
    pub head: Option<(String, Date)>,
    /// Commits that changed documents, newest first.
    pub revisions: Vec<Revision>,
    /// What cannot be known, and what to do about it.
    pub gaps: Vec<Gap>,
    by_path: BTreeMap<DocPath, Vec<Step>>,
}

/// Whether there is a change record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// The folder is not in a git repository.
    #[default]
    Outside,
    /// The repository has no commit yet.
    Unborn,
    /// There is one.
    Recorded,
}

/// Something that the repository at hand cannot tell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What is missing: a sentence without a full stop.
    pub what: String,
    /// How to get it.
    pub remedy: String,
}

/// A commit that changed documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit, as 40 hex digits.
    pub commit: String,
    /// The author's name after `.mailmap`.
    pub author: String,
    /// The author's e-mail address after `.mailmap`.
    pub email: String,
    /// The day of authorship, where the author was.
    pub date: Date,
    /// The first line of the message.
    pub subject: String,
    /// The rest of the message.
    pub body: String,
    /// Whether it is a merge.
    pub merge: bool,
    /// What it changed.
    pub changes: Vec<Change>,
}

/// What a commit did to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file after the commit; for a deletion, before it.
    pub path: DocPath,
    /// The file before the commit, where that was another.
    pub from: Option<DocPath>,
    /// What was done.
    pub kind: ChangeKind,
    /// The document at the present commit that this file is a part of the history of.
    pub document: Option<DocPath>,
}

/// What was done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// Its text changed.
    Modified,
    /// It moved, and its text changed too.
    Renamed,
    /// It moved and nothing else.
    Moved,
    /// It is gone.
    Deleted,
}

impl ChangeKind {
    /// The word on pages and in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Modified => "changed",
            Self::Renamed => "moved and changed",
            Self::Moved => "moved",
            Self::Deleted => "removed",
        }
    }
}

/// One step in the history of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// The revision, in [`History::revisions`].
    pub revision: usize,
    /// The change, in [`Revision::changes`].
    pub change: usize,
}

/// As much of a commit's id as pages show: enough to find it, short enough to read.
pub fn short(commit: &str) -> String {
    commit.chars().take(10).collect()
}

impl History {
    /// A record without commits.
    pub fn empty(standing: Standing) -> Self {
        Self { standing, ..Self::default() }
    }

    /// The steps of the document that is at `path` now, newest first.
    pub fn of(&self, path: &DocPath) -> impl Iterator<Item = (&Revision, &Change)> {
        self.by_path.get(path).into_iter().flatten().filter_map(|step| {
            let revision = self.revisions.get(step.revision)?;
            Some((revision, revision.changes.get(step.change)?))
        })
    }
}
