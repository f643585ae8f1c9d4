//! Merges that git made alone: they put texts together, and whoever made them wrote nothing in them.

use super::revision::{Change, Revision};
use crate::base::below;
use crate::repo::{Joins, Repo};

/// How many texts of merges are put together once more. What is beyond is taken for the work of whoever merged it.
const MOST: usize = 4_000;

/// Notes which changes of merges are git's own. `prefix` is the path of the AIMS in the repository.
pub(super) fn settle(repo: &Repo, prefix: &str, revisions: &mut [Revision]) {
    let merges = revisions.iter_mut().filter(|revision| revision.merge);
    let changes = merges.flat_map(|revision| {
        let parents = &revision.parents;
        revision.changes.iter_mut().map(move |change| (parents, change))
    });
    let mut joins = Joins::new(repo);
    for (parents, change) in changes.filter(|(_, change)| change.facts.is_some()).take(MOST) {
        change.joined = change.new.is_some_and(|text| joins.is_one(parents, &paths(prefix, change), text));
    }
}

/// Where the file may be on the sides, in the repository.
fn paths(prefix: &str, change: &Change) -> Vec<String> {
    change.paths().map(|path| below(prefix, path.as_str())).collect()
}
