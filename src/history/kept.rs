//! Comparisons that an earlier run made, and how they are kept.
//!
//! A comparison is known by the names of the two texts, which are digests of their content; see `known` for why that never
//! grows old. What is kept is what the last whole site needed, so that it does not grow for ever.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

use super::facts::compare_changes;
use super::known::{self, Pair};
use super::met::{LARGEST, Met};
use super::revision::Change;
use crate::cache::Cache;
use crate::compare::Comparison;
use crate::reading::Reading;
use crate::repo::Repo;

/// The file in the cache.
const NAME: &str = "differences-v3";

/// Comparisons of texts, made when they are asked for and not known yet.
pub struct Kept<'a> {
    cache: &'a Cache,
    met: &'a Met,
    key: [u8; 32],
    /// What lies in the cache, comparisons as postcard writes them among it.
    stored: Vec<u8>,
    /// Where each comparison stands in `stored`.
    places: BTreeMap<Pair, Range<usize>>,
    /// What was asked for, and what of it was not known.
    asked: Mutex<Asked>,
}

#[derive(Default)]
struct Asked {
    all: BTreeSet<Pair>,
    fresh: BTreeMap<Pair, Vec<u8>>,
}

impl<'a> Kept<'a> {
    /// What the cache has for this reading, and what was `met` while the record was read.
    pub fn load(cache: &'a Cache, reading: &Reading, met: &'a Met) -> Self {
        let key = known::key(reading);
        let stored = cache.load(NAME, &key).unwrap_or_default();
        let places = read(&stored).unwrap_or_default();
        Self { cache, met, key, stored, places, asked: Mutex::default() }
    }

    /// Compares the texts before and after each of these changes of one document; `None` where a text is not there.
    pub fn compare(&self, repo: &Repo, changes: &[&Change], reading: &Reading) -> Vec<Option<Comparison>> {
        let mut found: Vec<Option<Comparison>> = changes.iter().map(|change| self.known(change)).collect();
        let unknown: Vec<usize> = (0..changes.len()).filter(|at| found[*at].is_none()).collect();
        if !unknown.is_empty() {
            let asked: Vec<&Change> = unknown.iter().map(|at| changes[*at]).collect();
            for (at, made) in unknown.into_iter().zip(compare_changes(repo, &asked, reading)) {
                self.note(changes[at], made.as_ref());
                found[at] = made;
            }
        }
        found
    }

    /// Keeps what was asked for since it was loaded, and nothing else, where any of it is new.
    pub fn store(&self) {
        let asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        if asked.fresh.is_empty() || self.cache.is_none() {
            return;
        }
        let of = |pair: &Pair| match asked.fresh.get(pair) {
            Some(bytes) => Some(bytes.as_slice()),
            None => self.stored(pair),
        };
        let rows: Vec<(Pair, &[u8])> = asked.all.iter().filter_map(|pair| Some((*pair, of(pair)?))).collect();
        if let Ok(bytes) = postcard::to_stdvec(&rows) {
            self.cache.store(NAME, &self.key, &bytes);
        }
    }

    fn known(&self, change: &Change) -> Option<Comparison> {
        let pair = (Some(change.old?), change.new?);
        if let Some(row) = self.stored(&pair) {
            let comparison = postcard::from_bytes(row).ok()?;
            self.asked.lock().unwrap_or_else(PoisonError::into_inner).all.insert(pair);
            return Some(comparison);
        }
        let row = self.met.take(self.key, pair)?;
        let comparison = postcard::from_bytes(&row).ok()?;
        self.keep(pair, row);
        Some(comparison)
    }

    fn stored(&self, pair: &Pair) -> Option<&[u8]> {
        self.stored.get(self.places.get(pair)?.clone())
    }

    fn note(&self, change: &Change, made: Option<&Comparison>) {
        let (Some(old), Some(new), Some(made)) = (change.old, change.new, made) else { return };
        if let Some(bytes) = postcard::to_stdvec(made).ok().filter(|bytes| bytes.len() <= LARGEST) {
            self.keep((Some(old), new), bytes);
        }
    }

    fn keep(&self, pair: Pair, row: Vec<u8>) {
        if !self.cache.is_none() {
            let mut asked = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
            asked.all.insert(pair);
            asked.fresh.insert(pair, row);
        }
    }
}

/// Where in `bytes` each comparison stands; `None` where they make no sense, which a whole file with the right digest always
/// does.
fn read(bytes: &[u8]) -> Option<BTreeMap<Pair, Range<usize>>> {
    let (count, mut rest) = postcard::take_from_bytes::<usize>(bytes).ok()?;
    let mut places = BTreeMap::new();
    for _ in 0..count {
        let ((pair, row), after) = postcard::take_from_bytes::<(Pair, &[u8])>(rest).ok()?;
        let end = bytes.len() - after.len();
        places.insert(pair, end - row.len()..end);
        rest = after;
    }
    rest.is_empty().then_some(places)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::{Snapshot, compare};

    #[test]
    fn what_is_kept_is_the_same_when_it_is_read_again() {
        let read = |rest: &str| {
            let text = format!("---\nid: A\n{rest}\n---\nText with *words*.\n");
            Snapshot::read(text.as_bytes(), &Reading::default())
        };
        let old =
            "approvers: [CEO]\nrequirements: {x: [a, b]}\nrisks: [{id: 1, what: old}, {id: 2}]\nreview-every: 1 year";
        let new = "owner: CEO\nrequirements: {x: [b]}\nrisks: [{id: 1, what: new}, {id: 3}]\nreview-every: 2 years";
        let made = compare(&read(old), &read(new));
        assert!(made.fields.len() > 5 && made.weaker.len() > 2, "{made:?}");
        let bytes = postcard::to_stdvec(&made).expect("it can be kept");
        assert_eq!(postcard::from_bytes::<Comparison>(&bytes).expect("it can be read"), made);
    }
}
