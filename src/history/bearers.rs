//! Which document an id means, where two give it: the one that had it first on the main line, whatever their paths. A copy
//! comes later than what it was copied from.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::landed::Landed;
use super::order::LinePlace;
use super::revision::{Revision, Step};
use crate::base::DocPath;

/// Where on the main line a document came to bear an id: by the commit of that line, and then by the change itself.
type Since = (Option<LinePlace>, Reverse<Step>);

/// The documents that bore each id at some time, and since when.
#[derive(Default)]
pub(super) struct Bore(BTreeMap<String, Vec<(Since, DocPath)>>);

impl Bore {
    /// Adds a document that is there now, by its steps, newest first.
    pub(super) fn add(&mut self, path: &DocPath, steps: &[Step], revisions: &[Revision], landed: Option<&Landed<'_>>) {
        let mut first: BTreeMap<String, Since> = BTreeMap::new();
        for step in steps {
            let facts = step.of(revisions).and_then(|(_, change)| change.facts.as_ref());
            let Some(id) = facts.and_then(|facts| facts.id.as_ref()) else { continue };
            let since = (landed.and_then(|landed| landed.place_of(*step)), Reverse(*step));
            let known = first.entry(id.to_lowercase()).or_insert(since);
            *known = since.min(*known);
        }
        for (id, since) in first {
            self.0.entry(id).or_default().push((since, path.clone()));
        }
    }

    /// For each id its bearers, the first before the others.
    pub(super) fn in_turn(self) -> BTreeMap<String, Vec<DocPath>> {
        let in_turn = |mut bearers: Vec<(Since, DocPath)>| {
            // What one commit brought to the main line is by the steps before it; what one commit added, by path.
            bearers.sort_by_cached_key(|((place, Reverse(step)), path)| (*place, Reverse(step.revision), path.clone()));
            bearers.into_iter().map(|(_, path)| path).collect()
        };
        self.0.into_iter().map(|(id, bearers)| (id, in_turn(bearers))).collect()
    }
}
