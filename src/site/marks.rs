//! What each commit of the change record can be found by: who made it, which kinds of documents it changed, which controls
//! and clauses these serve, and what the change weighs.

use std::collections::{BTreeMap, BTreeSet};

use super::commits::Commits;
use super::parts::kind_label;
use crate::approval::record;
use crate::base::{DocPath, SETTINGS, say};
use crate::compare::Weight;
use crate::history::{Change, ChangeKind, Revision};
use crate::model::{Aims, DocIx};
use crate::state::State;

/// By what a commit is chosen, as the script of the theme calls it.
pub(super) const FACETS: [&str; 4] = ["kind", "person", "serves", "weight"];

/// What one commit can be found by.
#[derive(Default)]
pub(super) struct Marks<'a> {
    people: BTreeSet<&'a str>,
    kinds: BTreeSet<&'a str>,
    serves: BTreeSet<&'a str>,
    material: bool,
    editorial: bool,
    weaker: bool,
}

impl<'a> Marks<'a> {
    /// What a commit can be found by, as far as it made these changes.
    pub(super) fn of(
        aims: &'a Aims,
        commits: &Commits<'a>,
        revision: &'a Revision,
        changes: impl IntoIterator<Item = &'a Change>,
    ) -> Self {
        let mut marks = Self::default();
        marks.people.insert(commits.name(&revision.author));
        marks.people.extend(revision.merged.as_deref().map(|merge| commits.name(&merge.author)));
        for change in changes {
            marks.note(aims, commits, change);
        }
        marks
    }

    /// The values of each of [`FACETS`].
    pub(super) fn facets(&self) -> [BTreeSet<&'a str>; 4] {
        [self.kinds.clone(), self.people.clone(), self.serves.clone(), self.weights().collect()]
    }

    fn note(&mut self, aims: &'a Aims, commits: &Commits<'a>, change: &'a Change) {
        if let Some((document, _)) = record::of_path(&change.path) {
            self.kinds.insert(say!("Approvals and reviews"));
            let act = commits.act(change.path.as_str());
            self.people.extend(act.and_then(|act| act.record.as_ref().ok()).map(|record| record.by.as_str()));
            let ix = aims.by_id(document);
            self.kinds.extend(ix.map(|ix| kind_label(aims.document(ix))));
            self.note_serves(aims, ix);
            return;
        }
        if change.path.as_str() == SETTINGS {
            self.kinds.insert(say!("Settings"));
            return;
        }
        let ix = change.document.as_ref().and_then(|path| aims.by_path(path));
        self.kinds.insert(match ix {
            Some(ix) => kind_label(aims.document(ix)),
            None if change.path.is_markdown() => say!("No longer there"),
            None => say!("Other files"),
        });
        self.note_serves(aims, ix);
        if !change.came() || change.joined {
            return;
        }
        let weight = change.edit.as_deref().map(|edit| edit.weight);
        self.material |=
            matches!(change.kind, ChangeKind::Added | ChangeKind::Deleted) || weight == Some(Weight::Material);
        self.editorial |= weight.is_some() || change.kind == ChangeKind::Moved;
        self.weaker |= !change.weaker().is_empty();
    }

    fn note_serves(&mut self, aims: &'a Aims, ix: Option<DocIx>) {
        let served = ix.into_iter().flat_map(|ix| aims.trace.served_by(ix));
        self.serves.extend(served.map(|requirement| requirement.name.as_str()));
    }

    /// How heavy it is, and whether it weakened a text.
    fn weights(&self) -> impl Iterator<Item = &'static str> + use<> {
        let heaviest = match (self.material, self.editorial) {
            (true, _) => Some(say!("Material")),
            (false, true) => Some(say!("Editorial only")),
            (false, false) => None,
        };
        let weaker = self.weaker.then_some(say!("Weakening pointed out"));
        heaviest.into_iter().chain(weaker)
    }
}

/// Those of some changes of a commit that are told, with their places: not the signature of a record that is among them,
/// which says more.
pub(super) fn told(revision: &Revision, places: impl IntoIterator<Item = usize>) -> Vec<(usize, &Change)> {
    let changes: Vec<(usize, &Change)> =
        places.into_iter().filter_map(|at| Some((at, revision.changes.get(at)?))).collect();
    let paths: BTreeSet<&str> = changes.iter().map(|(_, change)| change.path.as_str()).collect();
    changes.iter().filter(|(_, change)| !is_signature_of_one_of(&change.path, &paths)).copied().collect()
}

/// Whether a file is the signature of a record that the same commit changed.
fn is_signature_of_one_of(path: &DocPath, changed: &BTreeSet<&str>) -> bool {
    matches!(record::of_path(path), Some((_, true)))
        && path.as_str().strip_suffix(".sig").is_some_and(|record| changed.contains(record))
}

/// What all commits of the record can be found by.
pub(super) struct Choices<'a> {
    /// Of each of [`FACETS`] every value that there is, with how many commits have it.
    pub values: [Vec<(&'a str, usize)>; 4],
    /// For each commit of the record the places of its values of each of [`FACETS`]; `None` where nothing is told of it.
    pub commits: Vec<Option<[Vec<usize>; 4]>>,
}

impl<'a> Choices<'a> {
    pub(super) fn new(state: &'a State) -> Self {
        let names = Commits::new(state);
        let facets = |revision: &'a Revision| {
            let changes = told(revision, 0..revision.changes.len()).into_iter().map(|(_, change)| change);
            (!revision.is_unshown()).then(|| Marks::of(&state.aims, &names, revision, changes).facets())
        };
        let found: Vec<Option<[BTreeSet<&'a str>; 4]>> = state.history.revisions.iter().map(facets).collect();
        let values = [0, 1, 2, 3].map(|facet| {
            let mut counts: BTreeMap<&'a str, usize> = BTreeMap::new();
            for value in found.iter().flatten().filter_map(|of| of.get(facet)).flatten() {
                *counts.entry(*value).or_default() += 1;
            }
            counts.into_iter().collect::<Vec<_>>()
        });
        let place = |facet: usize, value: &str| {
            let all = values.get(facet)?;
            all.binary_search_by_key(&value, |(known, _)| *known).ok()
        };
        let places = |of: &[BTreeSet<&'a str>; 4]| {
            [0, 1, 2, 3].map(|facet| {
                let mine = of.get(facet).into_iter().flatten().copied();
                mine.filter_map(|value| place(facet, value)).collect::<Vec<usize>>()
            })
        };
        let commits = found.iter().map(|of| of.as_ref().map(places)).collect();
        Self { values, commits }
    }
}
