//! What files of keys beside documents said at each commit, and which of them were beside a document.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::known::{Known, Pair};
use super::revision::{Change, Revision, Step};
use super::said::{edit, facts};
use crate::base::{DocPath, Glob};
use crate::compare::{Snapshot, compare};
use crate::parse::{MAX_TEXT, as_front};
use crate::reading::Reading;
use crate::repo::{ObjectId, Repo};

/// Files that hold nothing but keys: they are read as front matter is.
pub(super) struct Besides<'a> {
    repo: &'a Repo,
    reading: &'a Reading,
    globs: Vec<Glob>,
}

impl<'a> Besides<'a> {
    pub(super) fn new(repo: &'a Repo, reading: &'a Reading) -> Self {
        Self { repo, reading, globs: reading.sidecars.globs() }
    }

    /// Whether a file is one. A text beside a document is read as any other.
    pub(super) fn is_one(&self, path: &DocPath) -> bool {
        !path.is_markdown() && is_beside(&self.globs, path)
    }

    /// Fills in what they said and what each change did to that. Gives the commits of which a text is not there.
    pub(super) fn examine(&self, revisions: &mut [Revision], known: &mut Known<'_>) -> BTreeSet<usize> {
        let mut missing = BTreeSet::new();
        if self.globs.is_empty() {
            return missing;
        }
        for (number, revision) in revisions.iter_mut().enumerate() {
            for change in revision.changes.iter_mut().filter(|change| self.is_one(&change.path)) {
                let Some(new) = change.new else { continue };
                let old = change.old.filter(|_| change.from.as_ref().is_none_or(|from| self.is_one(from)));
                if !self.read(change, (old, new), known) {
                    missing.insert(number);
                }
            }
        }
        missing
    }

    /// Whether the texts of a change are there.
    fn read(&self, change: &mut Change, pair: Pair, known: &mut Known<'_>) -> bool {
        // The same bytes under another name may be a text: what is known of that is another thing.
        let Some(name) = self.name(pair) else { return true };
        let is_here = || self.repo.lacking(&pair.0.into_iter().chain([pair.1]).collect()).is_empty();
        if let Some((facts, edit)) = known.get(&name).filter(|_| is_here()) {
            (change.facts, change.edit) = (Some(facts), edit);
            return true;
        }
        let ids: Vec<ObjectId> = pair.0.into_iter().chain([pair.1]).collect();
        let mut texts = self.repo.blobs(&ids, MAX_TEXT, |_, bytes| bytes.map(<[u8]>::to_vec));
        let extension = |path: Option<&DocPath>| path.unwrap_or(&change.path).extension();
        let Some(new) = texts.pop().flatten() else { return false };
        let after = Snapshot::read(&as_front(&new, &extension(None)), self.reading);
        let before = texts.pop().flatten().map(|old| as_front(&old, &extension(change.from.as_ref())));
        let before = before.map(|old| Snapshot::read(&old, self.reading)).filter(|_| pair.0 != Some(pair.1));
        let edit = before.map(|before| edit(&before, &after, compare(&before, &after)));
        let facts = facts(&after);
        // What cannot be compared here can be once the text before is fetched.
        (change.facts, change.edit) = match edit.is_some() || pair.0.is_none_or(|old| old == pair.1) {
            true => {
                let (facts, edit) = known.add(name, &facts, edit.as_ref());
                (Some(facts), edit)
            }
            false => (Some(Arc::new(facts)), None),
        };
        true
    }

    fn name(&self, (old, new): Pair) -> Option<Pair> {
        let name = |id: ObjectId| ObjectId::of_blob(format!("keys {id}").as_bytes(), self.repo.format());
        Some((old.and_then(name), name(new)?))
    }
}

fn is_beside(globs: &[Glob], path: &DocPath) -> bool {
    path.full().is_none() && globs.iter().any(|glob| glob.matches(path.as_str()))
}

/// What was done to files that may have been beside documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// By their paths, newest first.
    pub(super) steps: BTreeMap<DocPath, Vec<Step>>,
    /// Folders that have a page of their own now: what is beside that is beside no other text there.
    covered: BTreeSet<String>,
}

impl Kept {
    pub(super) fn of<'p>(
        revisions: &[Revision],
        present: impl Iterator<Item = &'p DocPath>,
        reading: &Reading,
    ) -> Self {
        let globs = reading.sidecars.globs();
        let mut found = Self::default();
        if globs.is_empty() {
            return found;
        }
        for (revision, made) in revisions.iter().enumerate() {
            for (change, changed) in made.changes.iter().enumerate() {
                for path in [Some(&changed.path), changed.from.as_ref()].into_iter().flatten() {
                    if is_beside(&globs, path) {
                        found.steps.entry(path.clone()).or_default().push(Step { revision, change });
                    }
                }
            }
        }
        let covers = present.filter(|path| path.is_markdown() && path.is_cover());
        found.covered = covers.map(|path| path.parent().unwrap_or_default().to_owned()).collect();
        found
    }

    /// What was done to files beside documents that lay at these paths, newest first.
    pub(super) fn any<'p>(&self, paths: impl Iterator<Item = &'p DocPath>, reading: &Reading) -> Vec<Step> {
        if self.steps.is_empty() {
            return Vec::new();
        }
        let is_of_folder =
            |path: &DocPath| path.is_cover() || !self.covered.contains(path.parent().unwrap_or_default());
        let paths: BTreeSet<&DocPath> = paths.collect();
        let places = paths.iter().flat_map(|path| reading.sidecars.places(path, is_of_folder(path)));
        let steps: BTreeSet<Step> = places.filter_map(|place| self.steps.get(&place)).flatten().copied().collect();
        steps.into_iter().collect()
    }
}
