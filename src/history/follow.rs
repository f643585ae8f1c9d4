//! From what commits did to files to the history of each document.

use std::collections::{BTreeMap, BTreeSet};

use super::revision::{Change, ChangeKind, Revision, Step};
use crate::base::DocPath;
use crate::repo::ObjectId;

/// The steps of one document, oldest first.
pub(super) struct File {
    pub(super) steps: Vec<Step>,
    /// Where it is now, or was last.
    pub(super) path: DocPath,
    /// Whether it is there now.
    pub(super) here: bool,
}

/// Puts the changes of all revisions together, document by document. Revisions come newest first.
///
/// Commits are taken from the oldest to the newest, and every path leads to the file that bears it. A path that a file
/// has left still leads to it, so that an edit made on a branch that did not know of the move is not lost; it leads
/// elsewhere once another file takes it. A document that was removed is known again by its id, wherever it comes back;
/// one without an id by its path. Two different ids are two documents.
///
/// What a merge only carries is taken out of it first: where one side moved a file and the other edited it, the merge has
/// the edited text at the new path, which no parent has, and the change still belongs to the commit that made it. `had`
/// says whether a parent of a merge has this text at one of these paths.
pub(super) fn follow(revisions: &mut Vec<Revision>, had: &Had<'_>) -> Vec<File> {
    let (files, carried) = run(revisions, had);
    if carried.is_empty() {
        return files;
    }
    for step in carried.iter().rev() {
        revisions[step.revision].changes.remove(step.change);
    }
    revisions.retain(|revision| !revision.changes.is_empty());
    run(revisions, had).0
}

/// Whether a parent of a merge has this text at one of these paths.
pub(super) type Had<'a> = dyn Fn(&Revision, ObjectId, &BTreeSet<&DocPath>) -> bool + 'a;

/// One pass: the files, and the changes of merges that other commits made, in order of their places.
fn run(revisions: &[Revision], had: &Had<'_>) -> (Vec<File>, Vec<Step>) {
    let mut follower = Follower {
        revisions,
        had,
        files: Vec::new(),
        at: BTreeMap::new(),
        by_id: BTreeMap::new(),
        carried: Vec::new(),
    };
    for (number, revision) in revisions.iter().enumerate().rev() {
        follower.take(number, revision);
    }
    follower.carried.sort_unstable();
    (follower.files.into_iter().map(|known| known.file).collect(), follower.carried)
}

struct Follower<'a> {
    revisions: &'a [Revision],
    had: &'a Had<'a>,
    files: Vec<Known>,
    /// The file that a path leads to, and whether it is there.
    at: BTreeMap<&'a DocPath, (usize, bool)>,
    /// The file that last bore an id.
    by_id: BTreeMap<String, usize>,
    carried: Vec<Step>,
}

struct Known {
    file: File,
    id: Option<String>,
}

impl<'a> Follower<'a> {
    fn take(&mut self, number: usize, revision: &'a Revision) {
        // Moves first: in a swap, each file has to leave its path before the other takes it.
        let sources: Vec<Option<usize>> =
            revision.changes.iter().map(|change| Some(self.at.get(change.from.as_ref()?)?.0)).collect();
        for change in &revision.changes {
            if let Some(left) = change.from.as_ref().and_then(|from| self.at.get_mut(from)) {
                left.1 = false;
            }
        }
        // Removals before additions: a document may leave one path and come back at another in one commit. Moves before
        // those, too: what is new where one was is not that one.
        let mut in_turn: Vec<usize> = (0..revision.changes.len()).collect();
        let turn = |change: &Change| (change.kind != ChangeKind::Deleted, change.from.is_none());
        in_turn.sort_by_key(|i| turn(&revision.changes[*i]));
        for i in in_turn {
            let change = &revision.changes[i];
            let file = self.file_of(change, sources[i]);
            if revision.merge && self.is_carried(file, revision, change) {
                self.carried.push(Step { revision: number, change: i });
            }
            self.files[file].file.steps.push(Step { revision: number, change: i });
            self.settle(file, change);
        }
    }

    /// The file that a change belongs to.
    fn file_of(&mut self, change: &Change, source: Option<usize>) -> usize {
        let known = self.at.get(&change.path).copied();
        let id = id_of(change);
        let found = match (change.kind, source, known) {
            (ChangeKind::Renamed | ChangeKind::Moved, Some(file), _) | (ChangeKind::Deleted, _, Some((file, _))) => {
                Some(file)
            }
            (ChangeKind::Modified, _, Some((file, _))) => Some(self.left_to(change, id.as_ref()).unwrap_or(file)),
            (ChangeKind::Added, ..) => self.returned(id.as_ref(), &change.path, known),
            _ => None,
        };
        found.unwrap_or_else(|| {
            let file = File { steps: Vec::new(), path: change.path.clone(), here: false };
            self.files.push(Known { file, id: None });
            self.files.len() - 1
        })
    }

    /// The file that left the path of an edit to another one, where the edit was made on a branch that did not know of that: its
    /// text has the id of that file before and after it.
    fn left_to(&self, change: &Change, id: Option<&String>) -> Option<usize> {
        let file = self.by_id.get(id?).copied()?;
        let is_theirs = self.at.get(&change.path).is_some_and(|(at, _)| self.files[*at].id.as_ref() == id);
        let is_kept = change.edit.as_ref().is_some_and(|edit| edit.renumbered.is_none());
        let steps = self.files[file].file.steps.iter();
        let mut known = steps.filter_map(|step| self.revisions[step.revision].changes.get(step.change));
        (!is_theirs && is_kept && known.any(|known| known.path == change.path)).then_some(file)
    }

    /// Whether a merge has a text of this file from one of its parents, where it stood at another path.
    fn is_carried(&self, file: usize, revision: &Revision, change: &Change) -> bool {
        if change.from.as_ref().is_some_and(|from| from.full().is_some()) {
            // The merge itself put it into the AIMS.
            return false;
        }
        let steps = self.files[file].file.steps.iter();
        let changes = steps.filter_map(|step| self.revisions[step.revision].changes.get(step.change));
        let mut paths: BTreeSet<&DocPath> = changes.map(|change| &change.path).collect();
        paths.extend(&change.from);
        paths.remove(&change.path);
        !paths.is_empty() && change.new.is_some_and(|text| (self.had)(revision, text, &paths))
    }

    /// The file that was removed and comes back here: the one with this id, else the one that was at this path, unless
    /// that one has another id, or left the path by a move.
    fn returned(&self, id: Option<&String>, path: &DocPath, known: Option<(usize, bool)>) -> Option<usize> {
        let gone = |file: &usize| !self.files[*file].file.here;
        let by_id = id.and_then(|id| self.by_id.get(id)).copied();
        if let Some(file) = by_id.filter(gone) {
            return Some(file);
        }
        let (file, _) = known?;
        let other = self.files[file].id.as_ref().zip(id).is_some_and(|(theirs, ours)| theirs != ours);
        let left_here = self.files[file].file.path == *path;
        // A file that two branches added is one file, also while it is there.
        (left_here && !other).then_some(file)
    }

    /// Notes where the file is after the change, and by which id it is known.
    fn settle(&mut self, file: usize, change: &'a Change) {
        let known = self.at.get(&change.path).copied();
        // An edit at a path the file has left leaves the file where it is.
        let edits = matches!(change.kind, ChangeKind::Modified | ChangeKind::Deleted);
        if edits && known.is_some_and(|(at, here)| !here || at != file) && self.files[file].file.path != change.path {
            return;
        }
        let here = change.kind != ChangeKind::Deleted;
        if let Some((other, true)) = self.at.insert(&change.path, (file, here)).filter(|(other, _)| *other != file) {
            // Two branches put a file here. Only one of them can be.
            let other = &mut self.files[other].file;
            other.here &= other.path != change.path;
        }
        let entry = &mut self.files[file];
        entry.file.path.clone_from(&change.path);
        entry.file.here = here;
        let Some(id) = id_of(change).filter(|_| here) else { return };
        let taken = self.by_id.get(&id).is_some_and(|other| *other != file && self.files[*other].file.here);
        if !taken {
            self.by_id.insert(id.clone(), file);
        }
        self.files[file].id = Some(id);
    }
}

/// The id that the file gives itself after the change, as ids are compared.
fn id_of(change: &Change) -> Option<String> {
    Some(change.facts.as_ref()?.id.as_ref()?.to_lowercase())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::base::Date;
    use crate::history::{Facts, Person};

    fn path(text: &str) -> DocPath {
        DocPath::new(text).expect("a path")
    }

    /// A commit from changes such as `+a`, `~a`, `-a`, `a>b` (moved) and `a>>b` (moved and changed), each with the id of
    /// the file after it behind a `=`, where it gives one.
    fn commit(number: usize, changes: &str) -> Revision {
        let change = |text: &str| {
            let (text, id) = text.split_once('=').map_or((text, None), |(text, id)| (text, Some(id)));
            let (kind, from, to) = match (text.split_once(">>"), text.split_once('>')) {
                (Some((from, to)), _) => (ChangeKind::Renamed, Some(path(from)), path(to)),
                (None, Some((from, to))) => (ChangeKind::Moved, Some(path(from)), path(to)),
                _ => {
                    let kind = match &text[..1] {
                        "+" => ChangeKind::Added,
                        "-" => ChangeKind::Deleted,
                        _ => ChangeKind::Modified,
                    };
                    (kind, None, path(&text[1..]))
                }
            };
            let facts = id.map(|id| Arc::new(Facts { id: Some(id.into()), ..Facts::default() }));
            Change { from, facts, ..Change::new(to, kind) }
        };
        let person = Person::default();
        Revision {
            changes: changes.split_whitespace().map(change).collect(),
            ..Revision::new(number.to_string(), person, Date::constant(2026, 1, 1))
        }
    }

    /// The commits, oldest first from 0, that make up the history of the file at `at`.
    fn history(commits: &[&str], at: &str) -> Vec<usize> {
        let mut revisions: Vec<Revision> =
            commits.iter().enumerate().map(|(i, changes)| commit(i, changes)).rev().collect();
        let files = follow(&mut revisions, &|_, _, _| false);
        let all: usize = files.iter().map(|file| file.steps.len()).sum();
        assert_eq!(all, revisions.iter().map(|revision| revision.changes.len()).sum::<usize>(), "each change once");
        let file = files.iter().find(|file| file.here && file.path == path(at));
        let steps = file.map_or(&[][..], |file| &file.steps);
        steps.iter().rev().map(|step| commits.len() - 1 - step.revision).collect()
    }

    #[test]
    fn a_file_is_followed_through_moves() {
        let commits = ["+a", "~a", "a>b", "~b", "b>>c", "~c"];
        assert_eq!(history(&commits, "c"), [5, 4, 3, 2, 1, 0]);
        assert!(history(&commits, "a").is_empty());
    }

    #[test]
    fn an_edit_on_a_branch_that_did_not_know_of_the_move_is_kept() {
        assert_eq!(history(&["+a", "a>b", "~a"], "b"), [2, 1, 0]);
    }

    #[test]
    fn a_swap_and_a_new_file_at_an_old_path_stay_apart() {
        assert_eq!(history(&["+a", "+b", "a>b b>a", "~b"], "b"), [3, 2, 0]);
        assert_eq!(history(&["+a", "a>b", "+a", "~a"], "a"), [3, 2]);
        assert_eq!(history(&["+a", "a>b", "+a", "~a"], "b"), [1, 0]);
    }

    #[test]
    fn a_file_that_comes_back_is_the_same() {
        assert_eq!(history(&["+a", "-a", "+a"], "a"), [2, 1, 0]);
        assert_eq!(history(&["+a=X", "-a", "+b=x"], "b"), [2, 1, 0]);
        assert_eq!(history(&["+a=X", "+b=Y -a", "~b=Y", "+c=X"], "c"), [3, 1, 0]);
        assert_eq!(history(&["+a=X", "-a +b=X"], "b"), [1, 1, 0]);
    }

    #[test]
    fn another_id_is_another_document() {
        assert_eq!(history(&["+a=X", "-a", "+a=Y"], "a"), [2]);
        // A copy does not take over the history of what it was copied from.
        assert_eq!(history(&["+a=X", "+b=X", "~a=X"], "b"), [1]);
        assert_eq!(history(&["+a=X", "+b=X", "~a=X"], "a"), [2, 0]);
        // Renumbering a document in place keeps its history.
        assert_eq!(history(&["+a=X", "~a=Y", "-a", "+b=Y"], "b"), [3, 2, 1, 0]);
    }
}
