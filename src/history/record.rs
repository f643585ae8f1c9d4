//! The change record of an AIMS as a value, and what is asked of it.

use std::collections::{BTreeMap, BTreeSet};

use super::beside::Kept;
use super::gap::Gap;
use super::moving::Moving;
use super::order::LinePlace;
use super::renumbered::Same;
use super::revision::{Change, Revision, Step};
use super::seam::Seam;
use super::versions::{Held, Version, versions};
use super::whole::Holes;
use crate::base::{Date, DocPath, say};
use crate::reading::Reading;
use crate::repo::{Mailmap, ObjectFormat, Repo};
use crate::source::Source;

/// The change record of an AIMS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Whether there is one.
    pub standing: Standing,
    /// The commit the documents come from, in hex digits, and the day it was made.
    pub head: Option<(String, Date)>,
    /// How many commits the main line has, as far as it is here.
    pub line: usize,
    /// Commits that changed documents, newest first.
    pub revisions: Vec<Revision>,
    /// Annotated tags, in order of their days.
    pub tags: Vec<Tag>,
    /// What cannot be known, and what to do about it.
    pub gaps: Vec<Gap>,
    /// Where records begin though the documents did not.
    pub seams: Vec<Seam>,
    /// Documents that were removed, by the path they had last.
    pub gone: Vec<Gone>,
    /// The `.mailmap` of the newest commit. Whom the settings list it calls by no other name: see [`Listed`](super::Listed).
    pub mailmap: Mailmap,
    pub(super) by_path: BTreeMap<DocPath, Line>,
    pub(super) bearers: BTreeMap<String, Vec<DocPath>>,
    /// Since when ids are on record whose documents were taken out.
    pub(super) unseen_since: BTreeMap<String, Date>,
    pub(super) besides: Kept,
    pub(super) renumbered: Same,
    pub(super) moving: Moving,
    pub(super) holes: Holes,
}

/// The history of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Line {
    /// Newest first.
    pub(super) steps: Vec<Step>,
    /// Oldest first.
    pub(super) versions: Vec<Version>,
    /// Oldest first.
    pub(super) held: Vec<Held>,
}

/// An annotated tag of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The day it was made, as the tag says.
    pub day: Date,
    /// Its name.
    pub name: String,
    /// What the program asks git for to get its commit: the name, or where it stands under another, the commit.
    pub rev: String,
    /// The place of its commit on the main line; `None` where it is not there.
    pub place: Option<LinePlace>,
    /// Whether it carries a signature, good or bad.
    pub signed: bool,
}

/// A document that is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Where it was last.
    pub path: DocPath,
    /// Newest first.
    pub steps: Vec<Step>,
    /// Oldest first.
    pub versions: Vec<Version>,
    /// What it was on the main line, oldest first.
    pub held: Vec<Held>,
}

/// The place of a document that is gone, in [`History::gone`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoneIx(usize);

impl GoneIx {
    /// The place of this number, from 0.
    pub fn new(index: usize) -> Self {
        Self(index)
    }

    /// Its number, from 0.
    pub fn index(self) -> usize {
        self.0
    }
}

/// Whether there is a change record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// The folder is not in a git repository.
    #[default]
    Outside,
    /// The repository has no commit yet.
    Unborn,
    /// The branch that is checked out has no commit yet, and others have.
    Aside,
    /// There is one.
    Recorded,
}

impl Standing {
    /// That of a repository of which nothing is checked out.
    pub fn before_commits(repo: &Repo) -> Self {
        if repo.has_branches() { Self::Aside } else { Self::Unborn }
    }

    /// Why there is no change record, where there is none: a sentence.
    pub fn why_empty(self) -> Option<&'static str> {
        match self {
            Self::Outside => Some(say!("These documents are not in a git repository: there is no change record.")),
            Self::Unborn => Some(say!("The repository has no commit yet: there is no change record.")),
            Self::Aside => Some(say!("The branch that is checked out has no commit yet: there is no change record.")),
            Self::Recorded => None,
        }
    }
}

impl History {
    /// A record without commits.
    pub fn empty(standing: Standing) -> Self {
        Self { standing, ..Self::default() }
    }

    /// The day on which the first commit reached the main line.
    pub fn began(&self) -> Option<Date> {
        self.revisions.iter().map(|revision| revision.landed).min()
    }

    /// The steps of the document that is at `path` now, newest first, as places in [`History::revisions`].
    pub fn steps(&self, path: &DocPath) -> &[Step] {
        self.by_path.get(path).map_or(&[], |line| &line.steps)
    }

    /// The steps of the document that is at `path` now, newest first.
    pub fn of(&self, path: &DocPath) -> impl DoubleEndedIterator<Item = (&Revision, &Change)> {
        self.all(self.steps(path))
    }

    /// What these steps are.
    pub fn all<'a>(&'a self, steps: &'a [Step]) -> impl DoubleEndedIterator<Item = (&'a Revision, &'a Change)> {
        steps.iter().filter_map(|step| self.step(*step))
    }

    /// The same without those of which nothing came to the main line.
    pub fn came(&self, path: &DocPath) -> impl DoubleEndedIterator<Item = (&Revision, &Change)> {
        self.of(path).filter(|(_, change)| change.came())
    }

    /// How many commits ago the document that is at `path` now began; `None` where no commit holds it.
    pub fn age(&self, path: &DocPath) -> Option<usize> {
        self.steps(path).last().map(|step| step.revision)
    }

    /// What the record lacks, and how to get it: of documents at these paths, or of all.
    pub fn lacks(&self, paths: Option<&[&DocPath]>) -> Vec<(String, &'static str)> {
        let gaps = self.gaps.iter().map(|gap| (gap.sentence(), gap.remedy()));
        let seams: Vec<(String, &str)> = match paths {
            Some(paths) => {
                let paths: BTreeSet<&DocPath> = paths.iter().copied().collect();
                let among = |seam: &Seam| {
                    let found = paths.iter().filter(|path| seam.paths.binary_search(path).is_ok());
                    seam.among(found.map(|path| (*path).clone()).collect())
                };
                let seams = self.seams.iter().map(among);
                let seams = seams.filter(|seam| !seam.paths.is_empty());
                seams.map(|seam| (seam.sentence(), seam.remedy())).collect()
            }
            None => self.seams.iter().map(|seam| (seam.sentence(), seam.remedy())).collect(),
        };
        gaps.chain(seams).collect()
    }

    /// The commit and the change of a step.
    pub fn step(&self, step: Step) -> Option<(&Revision, &Change)> {
        step.of(&self.revisions)
    }

    /// The versions of the document that is at `path` now, oldest first.
    pub fn versions(&self, path: &DocPath) -> &[Version] {
        self.by_path.get(path).map_or(&[], |line| &line.versions)
    }

    /// What the document that is at `path` now was on the main line, oldest first.
    pub fn held(&self, path: &DocPath) -> &[Held] {
        self.by_path.get(path).map_or(&[], |line| &line.held)
    }

    /// Takes the newest `count` steps off the history of the document at `path`: what has been written since a text that is
    /// shown in place of the present one. The commits stay in [`History::revisions`].
    pub fn rewind(&mut self, path: &DocPath, count: usize) {
        let Some(line) = self.by_path.get_mut(path) else { return };
        line.steps.drain(..count.min(line.steps.len()));
        let newest = line.steps.first().copied();
        // Steps are places among the revisions, of which the newest is the first.
        let is_left = |step: Step| newest.is_some_and(|newest| step >= newest);
        line.held.retain(|held| is_left(held.step));
        line.versions = versions(&self.revisions, &line.held);
    }

    /// The documents that are gone, each with its place.
    pub fn every_gone(&self) -> impl Iterator<Item = (GoneIx, &Gone)> {
        self.gone.iter().enumerate().map(|(index, gone)| (GoneIx(index), gone))
    }

    /// The document that is gone at a place.
    pub fn gone_at(&self, place: GoneIx) -> Option<&Gone> {
        self.gone.get(place.index())
    }

    /// For each id in lower case the documents that are there now and bore it at some time, by their paths, in the order in
    /// which they came to bear it on the main line.
    pub fn bearers(&self) -> &BTreeMap<String, Vec<DocPath>> {
        &self.bearers
    }

    /// The substance of the text that has this digest: another where it is an earlier text under another id.
    pub fn text_of(&self, digest: [u8; 32]) -> [u8; 32] {
        self.renumbered.get(&digest).copied().unwrap_or(digest)
    }

    /// What was done to files beside the document that is at `path` now, wherever both were, newest first.
    pub fn beside(&self, path: &DocPath, reading: &Reading) -> Vec<Step> {
        let changes = self.of(path).map(|(_, change)| change);
        self.besides.any(std::iter::once(path).chain(changes.flat_map(Change::paths)), reading)
    }

    /// The same of a document that is gone.
    pub fn beside_gone(&self, gone: &Gone, reading: &Reading) -> Vec<Step> {
        let changes = self.all(&gone.steps).map(|(_, change)| change);
        self.besides.any(changes.flat_map(Change::paths), reading)
    }

    /// Whether what was moved without a commit is what it was when this was built. `format` is how git names texts here.
    pub fn is_still(&self, source: &dyn Source, format: ObjectFormat) -> bool {
        self.moving.is_still(source, format)
    }

    /// Whether the clone holds all commits, folders and files of the past that are told of.
    pub fn is_whole(&self) -> bool {
        !self.holes.any
    }

    /// Why a document has no revision, where commits are read: a sentence.
    pub fn why_none(&self) -> &'static str {
        match self.is_whole() {
            true => say!("No commit holds this document yet."),
            false => say!("No commit that is here holds this document: the record has a gap."),
        }
    }

    /// Whether the main line ends here before its first commit.
    pub fn is_cut_off(&self) -> bool {
        self.holes.ends
    }

    /// Whether it is known when and how a change came to the main line.
    pub fn is_known(&self, revision: &Revision, change: &Change) -> bool {
        self.is_whole() || self.holes.is_known(revision, change)
    }

    /// Whether a document began with a change, and did not only come into view with it.
    pub fn begins(&self, revision: &Revision, change: &Change) -> bool {
        self.is_whole() || self.holes.begins(revision, change)
    }

    /// Whether it is known since when the document at `path` was there, and all that it said.
    pub fn is_known_throughout(&self, path: &DocPath) -> bool {
        if self.is_whole() {
            return true;
        }
        let is_read = |change: &Change| change.new.is_none() || change.facts.is_some() || !path.is_markdown();
        let mut steps = self.of(path);
        let first = self.of(path).next_back();
        first.is_some_and(|(revision, change)| self.holes.begins(revision, change))
            && steps.all(|(revision, change)| self.holes.is_known(revision, change) && is_read(change))
    }
}
