//! Documents that changed places in one commit: the ids they give themselves say so where paths do not.
//!
//! Git sees two files that were each edited. Their ids see two documents that were each moved, and the history of a
//! document follows its id.

use std::collections::BTreeMap;

use super::edit::Edit;
use super::facts;
use super::revision::{Change, ChangeKind, Revision};
use crate::base::DocPath;
use crate::reading::Reading;
use crate::repo::{ObjectId, Repo};

/// Turns edits in place into moves, where the id a file has now is the one that another file edited in the same commit
/// had before, and no third one is.
pub(super) fn settle(repo: &Repo, revisions: &mut [Revision], reading: &Reading) {
    for revision in revisions.iter_mut().filter(|revision| revision.changes.iter().any(is_renumbered)) {
        let moves = moves(&revision.changes);
        for (to, from, old) in moves {
            let change = &mut revision.changes[to];
            let same = change.new == Some(old);
            change.kind = if same { ChangeKind::Moved } else { ChangeKind::Renamed };
            (change.from, change.old) = (Some(from), Some(old));
            change.edit = change.new.filter(|_| !same).and_then(|new| facts::compare_blobs(repo, old, new, reading));
        }
    }
}

fn is_renumbered(change: &Change) -> bool {
    change.edit.as_ref().is_some_and(|edit| edit.renumbered.is_some())
}

/// For each change that is a move: its place, the path the document had, and the text it had there.
fn moves(changes: &[Change]) -> Vec<(usize, DocPath, ObjectId)> {
    let before = |change: &Change| {
        let renumbered = change.edit.as_ref().and_then(|edit: &std::sync::Arc<Edit>| edit.renumbered.clone());
        renumbered.map(|id| id.to_lowercase()).filter(|_| change.kind == ChangeKind::Modified)
    };
    let mut had: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, change) in changes.iter().enumerate() {
        if let Some(id) = before(change) {
            had.entry(id).or_default().push(place);
        }
    }
    let mut found = Vec::new();
    for (place, change) in changes.iter().enumerate().filter(|(_, change)| before(change).is_some()) {
        let now = change.facts.as_ref().and_then(|facts| facts.id.as_ref()).map(|id| id.to_lowercase());
        if let Some([from]) = now.and_then(|id| had.get(&id)).map(Vec::as_slice)
            && let Some(old) = changes[*from].old
        {
            found.push((place, changes[*from].path.clone(), old));
        }
    }
    // A file that takes the place of another while that one goes nowhere was renumbered, and the other ended.
    let left: Vec<DocPath> = found.iter().map(|(_, from, _)| from.clone()).collect();
    found.retain(|(place, _, _)| left.contains(&changes[*place].path));
    found
}
