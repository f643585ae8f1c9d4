//! Places in lists, each of its own type, so that one cannot be taken for the other.

/// The place of an act in [`Approvals::acts`](super::Approvals::acts).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ActIx(usize);

impl ActIx {
    /// The place of this number, from 0.
    pub fn new(index: usize) -> Self {
        Self(index)
    }

    /// Its number, from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// The place of a step among those of one document, newest first: see [`History::steps`](crate::history::History::steps).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepIx(usize);

impl StepIx {
    /// The place of this number, from 0.
    pub fn new(index: usize) -> Self {
        Self(index)
    }

    /// Its number, from 0.
    pub fn index(self) -> usize {
        self.0
    }
}
