//! What one commit did to one file, as a value.

use super::id::ObjectId;
use crate::base::DocPath;

/// What one commit did to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path after the commit, or before it if it was deleted; relative to the prefix, or where it lay elsewhere
    /// [outside](DocPath::outside).
    pub path: DocPath,
    /// Its path before, if it was renamed.
    pub from: Option<DocPath>,
    /// What was done.
    pub kind: ChangeKind,
    /// The blob before. In a merge, that of the first parent that has the file.
    pub old: Option<ObjectId>,
    /// The blob after. Where a renamed file has the same as before, nothing in it was changed.
    pub new: Option<ObjectId>,
}

impl Change {
    /// What became of the file at a path, which did not move.
    pub(super) fn of(path: DocPath, old: Option<ObjectId>, new: Option<ObjectId>) -> Self {
        let kind = match (old, new) {
            (None, _) => ChangeKind::Added,
            (Some(_), Some(_)) => ChangeKind::Modified,
            (Some(_), None) => ChangeKind::Deleted,
        };
        Self { path, from: None, kind, old, new }
    }
}

/// What can be done to a file. A change of its mode alone is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// No parent has it.
    Added,
    /// Its content is another.
    Modified,
    /// It is no longer there, or no longer a regular file.
    Deleted,
    /// It has another path, and perhaps another content.
    Renamed,
}
