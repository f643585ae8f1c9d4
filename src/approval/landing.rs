//! The comings of changed settings into the main line.

use std::collections::BTreeMap;

use crate::base::DocPath;
use crate::history::{Change, Fate, History, Revision};

/// One coming of changed settings into the main line.
pub(super) struct Landing<'a> {
    /// The newest commit of it that touched them.
    pub(super) newest: (&'a Revision, &'a Change),
    /// Those before it, newest first.
    pub(super) others: Vec<(&'a Revision, &'a Change)>,
}

impl<'a> Landing<'a> {
    /// The newest commit of it that touched them.
    pub(super) fn revision(&self) -> &'a Revision {
        self.newest.0
    }

    /// All commits of it, newest first.
    pub(super) fn revisions(&self) -> impl Iterator<Item = &'a Revision> {
        self.steps().map(|(revision, _)| revision)
    }

    /// The same with what each did to them.
    pub(super) fn steps(&self) -> impl Iterator<Item = (&'a Revision, &'a Change)> {
        std::iter::once(&self.newest).chain(&self.others).copied()
    }
}

/// Every coming of changed settings, in the order of the main line, oldest first. What was done on a branch came with its
/// merge, whatever was done beside it meanwhile; where that left them as they were, nothing came.
pub(super) fn landings<'a>(history: &'a History, path: &DocPath) -> Vec<Landing<'a>> {
    let mut found: Vec<Landing<'a>> = Vec::new();
    let mut places: BTreeMap<&str, usize> = BTreeMap::new();
    for step in history.of(path).filter(|(_, change)| change.fate != Fate::Undone) {
        match places.get(step.0.bringer()) {
            Some(place) => found[*place].others.push(step),
            None => {
                places.insert(step.0.bringer(), found.len());
                found.push(Landing { newest: step, others: Vec::new() });
            }
        }
    }
    found.reverse();
    found.sort_by_key(|landing| landing.revision().place);
    found
}
