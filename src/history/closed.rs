//! A record without some of its documents, for readers who may not know of them.
//!
//! What is taken out is gone: steps, versions, names of files, commits that did nothing else. Of a commit that is left, and
//! of the merge that brought it, the message is taken too where it may tell of what is not.

use std::collections::{BTreeMap, BTreeSet};

use super::record::{GoneIx, History};
use super::revision::{Merge, Revision, Step};
use super::seam::{Seam, SeamKind};
use super::trailers::{identity, values};
use crate::base::{Date, DocPath, mark, wording};

/// What is to be taken out of a record.
#[derive(Debug, Clone, Default)]
pub struct Closed {
    /// Documents that are there, by their paths.
    pub present: BTreeSet<DocPath>,
    /// Documents that are gone.
    pub gone: BTreeSet<GoneIx>,
    /// Folders of files about them.
    pub folders: BTreeSet<String>,
    /// Files in these that are about documents which are not taken out: who calls a document by the name of another takes
    /// nothing from that. In lower case.
    pub open: BTreeSet<String>,
    /// What was done to files beside them.
    pub beside: BTreeSet<Step>,
}

/// The subject of a commit whose own is left out.
const SILENT: &str = mark!("A change that this edition does not show");

impl Revision {
    /// The subject; in what is spoken, where it stands for one that is left out.
    pub fn subject_said(&self) -> &str {
        if self.subject == SILENT { wording::of(SILENT) } else { &self.subject }
    }

    /// Whether what it says of itself is left out.
    pub fn is_silent(&self) -> bool {
        self.subject == SILENT
    }

    /// Whether nothing is told of it but that it was: neither what it says nor what it changed.
    pub fn is_unshown(&self) -> bool {
        self.is_silent() && self.changes.iter().all(|change| change.old.is_none() && change.new.is_none())
    }

    /// Leaves out what the commit, and the merge that brought it, say of themselves.
    pub fn silence(&mut self) {
        self.silence_but(&|_| false);
    }

    /// The same but for who approved it, of those whose names are kept: that is evidence for all that it brought.
    pub fn silence_but(&mut self, keeps: &dyn Fn(&str) -> bool) {
        self.subject = SILENT.into();
        self.body = approvers(&self.body, keeps);
        if let Some(merge) = &self.merged {
            self.merged = Some(without_words(merge, keeps).into());
        }
    }
}

fn without_words(merge: &Merge, keeps: &dyn Fn(&str) -> bool) -> Merge {
    Merge { subject: String::new(), body: approvers(&merge.body, keeps), ..merge.clone() }
}

/// The trailers of a message by which approvals are told, each with a name and an address and no more.
fn approvers(body: &str, keeps: &dyn Fn(&str) -> bool) -> String {
    let people = values(body, "Approved-by").into_iter().map(identity).filter(|(name, _)| keeps(name));
    let lines = people.map(|(name, address)| match address {
        "" => format!("Approved-by: {name}"),
        address => format!("Approved-by: {name} <{address}>"),
    });
    lines.collect::<Vec<_>>().join("\n")
}

impl History {
    /// Takes the document at `path` to another, which no document has.
    pub fn rename(&mut self, path: &DocPath, to: &DocPath) {
        if let Some(line) = self.by_path.remove(path) {
            self.by_path.insert(to.clone(), line);
        }
        let bearers = self.bearers.values_mut().flatten();
        let documents = self.revisions.iter_mut().flat_map(|revision| &mut revision.changes);
        let documents = documents.filter_map(|change| change.document.as_mut());
        for place in bearers.chain(documents).filter(|place| *place == path) {
            place.clone_from(to);
        }
    }

    /// Takes documents out of the record. Of commits that did more, who approved what is left is told, where `keeps` is true of
    /// the name.
    pub fn close(&mut self, closed: &Closed, keeps: &dyn Fn(&str) -> bool) {
        let hidden = self.hidden(closed);
        self.note_unseen(closed);
        self.by_path.retain(|path, _| !closed.present.contains(path) && !closed.is_about(path));
        let mut place = 0..;
        self.gone.retain(|gone| {
            let is_closed = place.next().is_some_and(|place| closed.gone.contains(&GoneIx::new(place)));
            !is_closed && !closed.is_about(&gone.path)
        });
        for bearers in self.bearers.values_mut() {
            bearers.retain(|path| !closed.present.contains(path));
        }
        self.bearers.retain(|_, bearers| !bearers.is_empty());
        for seam in &mut self.seams {
            seam.paths.retain(|path| !closed.present.contains(path) && !closed.is_about(path));
        }
        let by_path = &self.by_path;
        // Nor is a document named in the seam of another.
        let is_told = |seam: &Seam| match &seam.kind {
            SeamKind::Split(from) | SeamKind::Replaces(from) => by_path.contains_key(from),
            _ => true,
        };
        self.seams.retain(|seam| !seam.paths.is_empty() && is_told(seam));
        let places = self.take_out(&hidden, keeps);
        self.besides.steps.retain(|_, steps| {
            steps.retain_mut(|step| step.moved(&places));
            !steps.is_empty()
        });
        let lines = self.by_path.values_mut().map(|line| (&mut line.steps, &mut line.versions, &mut line.held));
        let gone = self.gone.iter_mut().map(|gone| (&mut gone.steps, &mut gone.versions, &mut gone.held));
        for (steps, versions, held) in lines.chain(gone) {
            steps.retain_mut(|step| step.moved(&places));
            held.retain_mut(|held| held.step.moved(&places));
            versions.retain_mut(|version| {
                if version.approved.as_mut().is_some_and(|step| !step.moved(&places)) {
                    version.approved = None;
                }
                version.first.moved(&places) && version.last.moved(&places)
            });
        }
    }

    /// Keeps since when ids are on record that no document bears any more: whether what names one came before it or after does
    /// not depend on who may know.
    fn note_unseen(&mut self, closed: &Closed) {
        let gone = |(id, bearers): (&String, &Vec<DocPath>)| {
            let first = bearers.first().filter(|_| bearers.iter().all(|path| closed.present.contains(path)))?;
            let (revision, _) = self.step(*self.steps(first).last()?)?;
            Some((id.clone(), revision.landed))
        };
        let unseen: Vec<(String, Date)> = self.bearers.iter().filter_map(gone).collect();
        self.unseen_since.extend(unseen);
    }

    /// The steps of which nothing is left.
    fn hidden(&self, closed: &Closed) -> BTreeSet<Step> {
        let present = closed.present.iter().flat_map(|path| self.steps(path));
        let gone = self.every_gone().filter(|(place, _)| closed.gone.contains(place));
        let mut hidden: BTreeSet<Step> = present.chain(gone.flat_map(|(_, gone)| &gone.steps)).copied().collect();
        hidden.extend(&closed.beside);
        for (revision, made) in self.revisions.iter().enumerate() {
            for (change, changed) in made.changes.iter().enumerate() {
                if closed.is_about(&changed.path) || changed.from.as_ref().is_some_and(|from| closed.is_about(from)) {
                    hidden.insert(Step { revision, change });
                }
            }
        }
        hidden
    }

    /// Takes out steps, and commits of which none is left; gives the new place of each that is.
    fn take_out(&mut self, hidden: &BTreeSet<Step>, keeps: &dyn Fn(&str) -> bool) -> BTreeMap<Step, Step> {
        let mut places = BTreeMap::new();
        let mut silenced: BTreeSet<String> = BTreeSet::new();
        let mut left = Vec::with_capacity(self.revisions.len());
        for (number, mut revision) in std::mem::take(&mut self.revisions).into_iter().enumerate() {
            let before = revision.changes.len();
            let (mut change, mut kept) = (0.., 0);
            revision.changes.retain(|_| {
                let from = Step { revision: number, change: change.next().unwrap_or_default() };
                let keep = !hidden.contains(&from);
                if keep {
                    places.insert(from, Step { revision: left.len(), change: kept });
                    kept += 1;
                }
                keep
            });
            if kept < before {
                silenced.extend(revision.merged.as_ref().map(|merge| merge.commit.clone()));
                revision.silence_but(keeps);
            }
            if kept > 0 {
                left.push(revision);
            }
        }
        for revision in &mut left {
            if let Some(merge) = revision.merged.as_ref().filter(|merge| silenced.contains(&merge.commit)) {
                revision.merged = Some(without_words(merge, keeps).into());
            }
        }
        self.revisions = left;
        places
    }
}

impl Closed {
    /// Whether nothing is to be taken out.
    pub fn is_empty(&self) -> bool {
        self.present.is_empty() && self.gone.is_empty()
    }

    /// Whether a file lies in a folder of files about what is taken out.
    pub fn is_about(&self, path: &DocPath) -> bool {
        let path = path.full().unwrap_or(path.as_str()).to_lowercase();
        // Before the AIMS was moved they lay in another folder.
        let all = std::iter::once(0).chain(path.match_indices('/').map(|(at, _)| at + 1)).map(|at| &path[at..]);
        let is_about =
            |path: &str, folder: &String| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/'));
        let mut folders = self.folders.iter();
        folders.any(|folder| all.clone().any(|path| is_about(path, folder) && !self.open.contains(path)))
    }
}

impl Step {
    /// Follows where the step has gone; whether it is still there.
    fn moved(&mut self, places: &BTreeMap<Step, Step>) -> bool {
        let place = places.get(self);
        *self = place.copied().unwrap_or(*self);
        place.is_some()
    }
}
