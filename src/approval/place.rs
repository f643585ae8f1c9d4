//! Places in lists, each of its own type, so that one cannot be taken for the other, and in the order of the record.

use std::cmp::Reverse;
use std::ops::Range;

use crate::history::{Change, Held, History, LinePlace, Revision, Step};

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

/// The place of what a document was from a day on: see [`History::held`](crate::history::History::held).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct HeldIx(usize);

impl HeldIx {
    pub(super) fn new(index: usize) -> Self {
        Self(index)
    }

    pub(super) fn index(self) -> usize {
        self.0
    }

    /// Whether it is of a part, such as that of a version.
    pub(super) fn is_in(self, part: &Range<usize>) -> bool {
        part.contains(&self.0)
    }
}

/// A place in the order in which things reached the main line. Days and clocks play no part in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment {
    place: Option<LinePlace>,
    /// Of what one merge brought, children are listed before their parents.
    revision: Reverse<usize>,
}

impl Moment {
    /// What is not committed comes after everything that is.
    pub const UNCOMMITTED: Self = Self { place: Some(LinePlace::END), revision: Reverse(0) };

    /// The moment of a revision, which has this number in [`History::revisions`](crate::history::History::revisions).
    pub fn of(number: usize, revision: &Revision) -> Self {
        Self { place: revision.place, revision: Reverse(number) }
    }

    /// The moment at which a document became this.
    pub fn of_held(held: &Held) -> Self {
        Self { place: held.place, revision: Reverse(held.step.revision) }
    }

    /// The revision of that moment.
    pub(super) fn revision(self, history: &History) -> Option<&Revision> {
        history.revisions.get(self.revision.0)
    }

    /// Its place on the main line, where that is known.
    pub fn place(self) -> Option<LinePlace> {
        self.place
    }
}

/// A step, with its moment.
pub(super) fn step(history: &History, step: Step) -> Option<(Moment, &Revision, &Change)> {
    let (revision, change) = history.step(step)?;
    Some((Moment::of(step.revision, revision), revision, change))
}
