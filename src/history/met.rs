//! Comparisons that were made while the record was read, for pages that are about to ask for them.
//!
//! The newest changes of each document are shown with their words. They are compared anyway to say what each did, and on a
//! first run that is half of all that comparing costs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, PoisonError};

use super::known::Pair;
use super::revision::Revision;
use crate::compare::Comparison;

/// How many changes of each file are kept: as many as pages show, and one that may not be told.
const NEWEST: usize = 6;

/// A larger comparison is made anew: few pages have one.
pub(super) const LARGEST: usize = 64 << 10;

/// Comparisons by what they depend on beside their texts, and by these.
#[derive(Default)]
pub struct Met(Mutex<Rows>);

/// Each as postcard writes it.
type Rows = BTreeMap<([u8; 32], Pair), Vec<u8>>;

/// Which comparisons of one reading are to be kept.
pub(super) struct Wanted<'a> {
    met: &'a Met,
    key: [u8; 32],
    pairs: BTreeSet<Pair>,
}

impl Met {
    /// The newest changes of each file in `revisions`, which come newest first. `key` stands for what a comparison depends on
    /// beside its texts.
    pub(super) fn wanted(&self, key: [u8; 32], revisions: &[Revision]) -> Wanted<'_> {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        let mut pairs = BTreeSet::new();
        for change in revisions.iter().flat_map(|revision| &revision.changes) {
            let (Some(old), Some(new)) = (change.old, change.new) else { continue };
            let count = counts.entry(change.path.as_str()).or_default();
            if *count < NEWEST {
                *count += 1;
                pairs.insert((Some(old), new));
            }
        }
        Wanted { met: self, key, pairs }
    }

    /// Takes one out, as postcard writes it.
    pub(super) fn take(&self, key: [u8; 32], pair: Pair) -> Option<Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).remove(&(key, pair))
    }
}

impl Wanted<'_> {
    /// Keeps a comparison, if it is wanted.
    pub(super) fn offer(&self, pair: Pair, made: &Comparison) {
        if !self.pairs.contains(&pair) {
            return;
        }
        if let Some(bytes) = postcard::to_stdvec(made).ok().filter(|bytes| bytes.len() <= LARGEST) {
            self.met.0.lock().unwrap_or_else(PoisonError::into_inner).insert((self.key, pair), bytes);
        }
    }
}
