//! What the readers of an edition may see: the texts they are shown, and a change record without the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edition::{EditionKind, Note};
use super::whole::State;
use crate::approval::Filed;
use crate::approval::record::{files_of, of_path};
use crate::base::DocPath;
use crate::history::{ChangeKind, Closed, Gone, GoneIx, History, Step};
use crate::model::DocIx;
use crate::model::audience::Audience;
use crate::model::trace::Place;

/// What an edition shows in place of present texts.
#[derive(Debug, Default)]
pub struct Shown {
    /// How many of its newest steps each document is shown without.
    pub without: BTreeMap<DocPath, usize>,
    /// What readers have to know of each.
    pub notes: BTreeMap<DocPath, Note>,
    /// Where documents lay whose newer text, which is not shown, lies elsewhere.
    pub lay: BTreeMap<DocPath, DocPath>,
    /// Documents of which nothing is told.
    pub closed: Closed,
}

impl Shown {
    /// How many of its newest steps a document that is shown is shown without.
    fn left_out(&self, path: &DocPath) -> usize {
        self.without.get(path).copied().unwrap_or_default()
    }
}

/// What a smaller state is made from: the change record that is left, and the files that are not.
#[derive(Debug)]
pub struct Withheld {
    /// The change record as readers may see it.
    pub history: History,
    /// Records of acts about texts that are left out, and their signatures.
    pub files: BTreeSet<DocPath>,
    /// What readers have to know of single documents.
    pub notes: BTreeMap<DocPath, Note>,
    /// Which texts there are.
    pub edition: EditionKind,
}

impl State {
    /// What the readers of these texts may see of the change record.
    ///
    /// Of a step after the text that is shown nothing is left but that a commit touched the file, and of that commit no
    /// message: it tells of what is left out. Records of acts about such texts are left out as files, and so is what was
    /// done to them: one that nobody may read would look as if it had been taken away. A state made of the shown texts and
    /// this record has nothing to slip.
    pub fn for_reader(self, shown: &Shown, edition: EditionKind) -> Withheld {
        let files = self.files_about_withheld(shown);
        let hidden = self.hidden(shown);
        let State { history, approvals, aims, .. } = self;
        let mut history = Arc::unwrap_or_clone(history);
        for path in shown.notes.keys() {
            history.rewind(path, shown.left_out(path));
        }
        for (place, gone) in history.gone.iter_mut().enumerate() {
            let mut tenures = approvals.tenures_of_gone(GoneIx::new(place)).iter();
            gone.versions.retain(|_| tenures.next().is_some_and(|tenure| tenure.from.is_some()));
        }
        for step in &hidden {
            let Some(revision) = history.revisions.get_mut(step.revision) else { continue };
            if let Some(change) = revision.changes.get_mut(step.change) {
                (change.facts, change.edit, change.old, change.new) = (None, None, None, None);
                if let Some(lay) = change.document.as_ref().and_then(|path| shown.lay.get(path)) {
                    (change.path, change.from, change.kind) = (lay.clone(), None, ChangeKind::Modified);
                }
            }
            revision.silence();
        }
        // Whom the settings list was there before what is left out.
        let mut closed = shown.closed.clone();
        closed.beside.extend(steps_of(&history, &files));
        history.close(&closed, &|name| aims.config.lists(name));
        for (path, lay) in &shown.lay {
            history.rename(path, lay);
        }
        let place = |path: &DocPath| shown.lay.get(path).unwrap_or(path).clone();
        let notes = shown.notes.iter().map(|(path, note)| (place(path), note.clone())).collect();
        Withheld { history, files, notes, edition }
    }

    /// Whether it does not tell where requirements stood before: with what is gone, rungs were others.
    pub fn untells_the_past(&self) -> bool {
        self.withholds && self.audience == Audience::Public
    }

    /// Leaves that out.
    pub(crate) fn untell_the_past(&mut self) {
        if !self.untells_the_past() {
            return;
        }
        if let Some(since) = &mut self.since {
            since.aims.trace.untell();
        }
        let points = self.trend.iter_mut().flat_map(|trend| &mut trend.points);
        for stand in points.flat_map(|point| point.stands.values_mut()) {
            stand.held.clear();
            if let Place::On(_) = stand.place {
                stand.place = Place::Untold;
            }
        }
    }

    /// The files of acts that are about a text which is left out: none of the texts from the shown one on, or one that nobody
    /// approved of a document that is gone. With them, where they lay before and where they lie now.
    fn files_about_withheld(&self, shown: &Shown) -> BTreeSet<DocPath> {
        let hidden = self.hidden(shown);
        let (mut unseen, mut seen) = (BTreeSet::new(), BTreeSet::new());
        for (revision, made) in self.history.revisions.iter().enumerate() {
            for (change, changed) in made.changes.iter().enumerate() {
                let texts = if hidden.contains(&Step { revision, change }) { &mut unseen } else { &mut seen };
                texts.extend(changed.facts.as_ref().map(|facts| facts.substance));
            }
        }
        let is_unseen = |text: &[u8; 32]| unseen.contains(text) && !seen.contains(text);
        let is_about = |act: &Filed| match act.document.filter(|ix| shown.notes.contains_key(self.path_of(*ix))) {
            Some(document) => !self.is_of_shown(document, act, shown),
            None => act.text.as_ref().is_some_and(is_unseen),
        };
        let acts = self.approvals.acts.iter().map(|act| &**act).chain(&self.approvals.were);
        let (about, others): (Vec<_>, Vec<_>) = acts.filter(|act| act.record.is_ok()).partition(|act| is_about(act));
        let files =
            |acts: Vec<&Filed>| -> BTreeSet<DocPath> { acts.iter().flat_map(|act| files_of(&act.path)).collect() };
        moved(&self.history, &files(about), &files(others))
    }

    fn path_of(&self, ix: DocIx) -> &DocPath {
        &self.aims.document(ix).path
    }

    /// Whether a text that readers may see has what an act is about: steps that are left out may have it too, where they
    /// changed nothing but what the document says of its status.
    fn is_of_shown(&self, ix: DocIx, act: &Filed, shown: &Shown) -> bool {
        let document = self.aims.document(ix);
        let Some((without, text)) = shown.without.get(&document.path).zip(act.text) else { return false };
        let mut seen = self.history.of(&document.path).skip(*without).filter_map(|(_, change)| change.facts.as_deref());
        seen.any(|facts| facts.substance == text)
    }

    /// The steps of which nothing may be told.
    pub(crate) fn hidden(&self, shown: &Shown) -> BTreeSet<Step> {
        let mut hidden = BTreeSet::new();
        for path in shown.notes.keys() {
            hidden.extend(self.history.steps(path).iter().take(shown.left_out(path)));
        }
        for (place, gone) in self.history.every_gone() {
            let texts = self.approvals.tenures_of_gone(place).iter().flat_map(|tenure| &tenure.texts);
            hidden.extend(hidden_of_gone(&self.history, gone, texts.map(|(step, _)| *step).min()));
        }
        hidden
    }
}

/// Some files, but those that are others', with the names that each had and has, as its moves tell.
fn moved(history: &History, files: &BTreeSet<DocPath>, others: &BTreeSet<DocPath>) -> BTreeSet<DocPath> {
    let mut names: BTreeMap<&DocPath, Vec<&DocPath>> = BTreeMap::new();
    for change in history.revisions.iter().flat_map(|revision| &revision.changes) {
        let Some(from) = change.from.as_ref().filter(|_| of_path(&change.path).is_some()) else { continue };
        names.entry(from).or_default().push(&change.path);
        names.entry(&change.path).or_default().push(from);
    }
    let mut found: BTreeSet<DocPath> = files.difference(others).cloned().collect();
    let mut open: Vec<DocPath> = found.iter().cloned().collect();
    while let Some(file) = open.pop() {
        for name in names.get(&file).into_iter().flatten() {
            if !others.contains(*name) && found.insert((*name).clone()) {
                open.push((*name).clone());
            }
        }
    }
    found
}

/// What was done to some files.
fn steps_of(history: &History, files: &BTreeSet<DocPath>) -> Vec<Step> {
    let mut found = Vec::new();
    for (revision, made) in history.revisions.iter().enumerate() {
        for (change, changed) in made.changes.iter().enumerate() {
            if files.contains(&changed.path) || changed.from.as_ref().is_some_and(|from| files.contains(from)) {
                found.push(Step { revision, change });
            }
        }
    }
    found
}

/// Of a document that is gone, the texts since its last that was in force. Records, and entries of registers, which nobody
/// approves, never were.
fn hidden_of_gone(history: &History, gone: &Gone, last: Option<Step>) -> Vec<Step> {
    let is_text = |step: &&Step| history.step(**step).is_some_and(|(_, change)| change.facts.is_some());
    let newer = gone.steps.iter().filter(|step| last.is_some_and(|last| **step < last));
    newer.filter(is_text).copied().collect()
}
