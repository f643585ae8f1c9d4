//! What the readers of an edition may see: the texts they are shown, and a change record without the rest.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::edition::{EditionKind, Note};
use super::whole::State;
use crate::approval::Act;
use crate::approval::record::files_of;
use crate::base::DocPath;
use crate::history::{ChangeKind, Closed, Gone, GoneIx, History, Step};
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
    /// message: it tells of what is left out. Records of acts about such texts are left out as files. A state made of
    /// the shown texts and this record has nothing to slip.
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
        history.close(&shown.closed, &|name| aims.config.lists(name));
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

    /// The files of acts that are about a text which is left out: none of the texts from the shown one on.
    fn files_about_withheld(&self, shown: &Shown) -> BTreeSet<DocPath> {
        let is_about = |act: &&Act| {
            let Some(document) = act.document.filter(|_| act.record.is_ok()) else { return false };
            shown.notes.contains_key(&self.aims.document(document).path) && !self.is_of_shown(document, act, shown)
        };
        self.approvals.acts.iter().filter(is_about).flat_map(|act| files_of(&act.path)).collect()
    }

    /// Whether a text that readers may see has what an act is about: steps that are left out may have it too, where they
    /// changed nothing but what the document says of its status.
    fn is_of_shown(&self, ix: crate::model::DocIx, act: &Act, shown: &Shown) -> bool {
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

/// Of a document that is gone, the texts since its last that was in force. Records, and entries of registers, which nobody
/// approves, never were.
fn hidden_of_gone(history: &History, gone: &Gone, last: Option<Step>) -> Vec<Step> {
    let is_text = |step: &&Step| history.step(**step).is_some_and(|(_, change)| change.facts.is_some());
    let newer = gone.steps.iter().filter(|step| last.is_some_and(|last| **step < last));
    newer.filter(is_text).copied().collect()
}
