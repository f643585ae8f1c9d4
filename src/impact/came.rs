//! What became of a thing that is one or is none: a setting, a file, an act, a row.

use serde::Serialize;

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Came {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It says something else.
    Changed,
    /// It lies elsewhere, and says what it said.
    Moved,
}

impl Came {
    /// What became of what is another than it was.
    pub(super) fn of<T>(then: Option<T>, now: Option<T>) -> Self {
        match (then, now) {
            (None, _) => Self::Added,
            (_, None) => Self::Removed,
            _ => Self::Changed,
        }
    }
}
