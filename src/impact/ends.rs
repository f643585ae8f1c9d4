//! The two ends of a comparison, and where they come from.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::base::DocPath;

/// Both ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ends {
    /// What is compared with.
    pub base: End,
    /// What is compared.
    pub head: End,
    /// Whether the base is on the way of first parents that leads to the head: if not, nobody knows yet what vouched for what.
    pub on_line: bool,
    /// The SHA-256 of each file that pages show beside texts ([`shown`](super::shown)), at the base and at the head.
    pub files: (BTreeMap<DocPath, String>, BTreeMap<DocPath, String>),
    /// What the reader has to know about them: sentences.
    pub notes: Vec<String>,
}

/// One end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct End {
    /// The name that was asked for; `None` for the work tree.
    pub asked: Option<String>,
    /// What was read.
    pub read: Read,
    /// The commit, in hex digits: of a work tree, the one that is checked out.
    pub commit: Option<String>,
    /// The day on which that commit was made.
    pub day: Option<String>,
    /// Whether something that was read is not committed.
    pub uncommitted: bool,
    /// Whether there is an AIMS at all.
    pub there: bool,
}

/// What was read of an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Read {
    /// The commit that was asked for.
    Commit,
    /// The commit at which the ways to both ends part.
    Fork,
    /// The files on disk.
    WorkTree,
}
