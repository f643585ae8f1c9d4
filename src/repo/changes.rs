//! The history of a folder as values: which commit changed which file.

use std::collections::BTreeMap;

use super::change::Change;
use super::commit::Commit;
use super::gap::Gap;
use super::id::ObjectId;
use super::mailmap::Mailmap;
use super::mainline::Mainline;
use crate::base::{DocPath, Glob, is_hidden};

/// What to look for in a history.
#[derive(Debug, Clone)]
pub struct LogOptions {
    /// Whether a file belongs to the record, by its path below the prefix.
    pub keep: fn(&str) -> bool,
    /// Files that belong to it besides.
    pub also: Vec<Glob>,
    /// Whether of any other file it is told that it came or went, by its path below the prefix. With nothing it is paired.
    pub passing: fn(&str) -> bool,
    /// What a file calls itself, whatever its path: two files with one name in one commit are one document that moved,
    /// even where its text was rewritten, and two with different names are two documents, however alike, unless the new one
    /// says that it had the name of the other before. Case is not looked at in ASCII. Files edited in place are not asked.
    pub identity: fn(&[u8]) -> Called,
    /// Whether what seems to be new is looked for elsewhere in the repository, and followed there.
    pub follow: bool,
}

/// What a file calls itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Called {
    /// The name that it has.
    pub id: Option<String>,
    /// Those that it says it had before.
    pub former: Vec<String>,
}

impl LogOptions {
    /// Whether a file belongs to the record, by its path below the prefix.
    pub(super) fn keeps(&self, path: &str) -> bool {
        let is_inside = |path: &str| DocPath::new(path).is_some_and(|path| path.full().is_none());
        let also = || self.also.iter().any(|glob| glob.matches(path));
        (self.keep)(path) || !self.also.is_empty() && !is_hidden(path) && is_inside(path) && also()
    }
}

/// The history of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The commits that touched a file of the record, newest first: no commit stands before one of its children, and
    /// otherwise the later committer date comes first. [Boundary](Commit::boundary) commits are always among them.
    pub commits: Vec<Commit>,
    /// What is not in this clone, and so not in the record; and where git itself shows another history here.
    pub gaps: Vec<Gap>,
    /// The commits by which those in `commits` came in ([`Commit::brought_by`]). A merge that itself changed nothing is
    /// here too: it is evidence of who merged.
    pub mainline: BTreeMap<ObjectId, Mainline>,
    /// The chain of first parents, from the tip back as far as it is in this clone.
    pub line: Vec<ObjectId>,
    /// The `.mailmap` at the tip, by which people are called here. Who they are is judged by what was there before.
    pub mailmap: Mailmap,
}

/// The changes of one commit, by its place in the graph.
pub(super) struct Changes {
    pub(super) commit: usize,
    pub(super) list: Vec<Change>,
}
