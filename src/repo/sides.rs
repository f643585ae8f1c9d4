//! Histories that a merge put into a folder, as `git subtree add` does: they begin with a commit of their own, and what
//! the folder holds lay elsewhere in them, mostly at the top.

use std::collections::BTreeMap;

use super::change::Change;
use super::id::ObjectId;
use super::left;
use super::store::Reader;
use super::walk::Node;
use crate::base::below;

/// The beginnings that each commit goes back to, as a set of bits; those beyond the 63rd have one together.
pub(super) struct Sides(Vec<u64>);

/// A history that shares no commit with the rest, and was put into a folder.
pub(super) struct Side {
    /// The folder.
    pub(super) into: String,
    /// The beginnings of the history that it came from, and of the others.
    of: u64,
    others: u64,
}

/// A file that a merge has from such a history.
pub(super) struct Moved {
    /// The place of the merge, and of the file among its changes.
    pub(super) merge: usize,
    pub(super) at: usize,
    /// Where the file was, and what it held.
    pub(super) path: String,
    pub(super) blob: ObjectId,
}

/// The folder into which a merge put a tree, as told by the texts that are the same in both.
fn folder(reader: &Reader<'_>, tree: ObjectId, prefix: &str, changes: &[Change]) -> Option<String> {
    let mut votes: BTreeMap<String, usize> = BTreeMap::new();
    for change in changes.iter().filter(|change| change.new.is_some()) {
        let full = below(prefix, change.path.as_str());
        for (at, _) in full.match_indices('/') {
            if left::find(reader, tree, &full[at + 1..]) == change.new {
                *votes.entry(full[..at].to_owned()).or_default() += 1;
            }
        }
    }
    votes.into_iter().max_by_key(|(folder, votes)| (*votes, folder.len())).map(|(folder, _)| folder)
}

impl Sides {
    /// `None` where there is only one beginning, as nearly everywhere.
    pub(super) fn of(graph: &[Node]) -> Option<Self> {
        let beginnings = graph.iter().filter(|node| node.parents.is_empty()).count();
        if beginnings < 2 {
            return None;
        }
        let mut all = vec![0_u64; graph.len()];
        let mut next = 0;
        for (place, node) in graph.iter().enumerate().rev() {
            all[place] = node.parents.iter().fold(0, |bits, parent| bits | all[*parent]);
            if node.parents.is_empty() {
                all[place] = 1 << next.min(63);
                next += 1;
            }
        }
        Some(Self(all))
    }

    /// The histories that merges put into folders, with what each of these merges, and of those that brought more of the same
    /// later, has from there. `changes` are those of a merge.
    pub(super) fn all<'c>(
        &self,
        reader: &Reader<'_>,
        graph: &[Node],
        prefix: &str,
        changes: impl Fn(usize) -> Option<&'c [Change]>,
    ) -> (Vec<Side>, Vec<Moved>) {
        let (mut sides, mut moved): (Vec<Side>, Vec<Moved>) = (Vec::new(), Vec::new());
        for (place, node) in graph.iter().enumerate().rev().filter(|(_, node)| node.parents.len() > 1) {
            let Some(changes) = changes(place) else { continue };
            let main = self.0[node.parents[0]];
            for parent in &node.parents[1..] {
                let known = sides.iter().position(|side| self.holds(side, *parent));
                let (number, tree) = (known.unwrap_or(sides.len()), graph[*parent].tree);
                if known.is_none() {
                    let Some(into) = (self.0[*parent] & main == 0).then(|| folder(reader, tree, prefix, changes))
                    else {
                        continue;
                    };
                    let Some(into) = into else { continue };
                    sides.push(Side { into, of: self.0[*parent], others: main });
                }
                let side = &sides[number];
                let was = |(at, change): (usize, &Change)| {
                    let full = below(prefix, change.path.as_str());
                    let path = full.strip_prefix(side.into.as_str())?.strip_prefix('/')?.to_owned();
                    let blob = left::find(reader, tree, &path)?;
                    Some(Moved { merge: place, at, path, blob })
                };
                moved.extend(changes.iter().enumerate().filter_map(was));
            }
        }
        (sides, moved)
    }

    /// Whether a commit belongs to the history that was put there.
    pub(super) fn holds(&self, side: &Side, place: usize) -> bool {
        self.0[place] & side.of != 0 && self.0[place] & side.others == 0
    }
}
