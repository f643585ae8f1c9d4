//! Which document is meant: its number among all, and the numbers by the ids that people write.

use std::collections::BTreeMap;

/// The number of a document in [`Aims::documents`](super::Aims::documents).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct DocIx(u32);

impl DocIx {
    pub(super) fn new(index: usize) -> Self {
        Self(u32::try_from(index).unwrap_or(u32::MAX))
    }

    /// The place in [`Aims::documents`](super::Aims::documents).
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Documents by id in lower case; of two with one id, the one that bore it first.
pub type Ids = BTreeMap<String, DocIx>;
