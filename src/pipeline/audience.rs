//! For whom: which documents the readers of a site may not know of, and under what names these went.

use std::collections::BTreeSet;

use crate::base::{APPROVALS, DocPath};
use crate::check::classes::{class_of, class_on_record};
use crate::history::{Closed, History, Step};
use crate::model::audience::Audience;
use crate::model::unseen::Unseen;
use crate::source::Source;
use crate::state::State;

/// What some readers may not know of.
#[derive(Debug, Default)]
pub(super) struct Withheld {
    /// The documents, in the record.
    pub(super) closed: Closed,
    /// Their files, and the files of acts about them.
    pub(super) files: BTreeSet<DocPath>,
    /// Their names.
    pub(super) unseen: Unseen,
    /// What else names them: what they called themselves.
    pub(super) titles: BTreeSet<String>,
}

/// What readers of this audience may not know of `state`, whose files are in `source`. `others` are withheld whatever they
/// say: what a later text closed was not open before.
pub(super) fn withheld(state: &State, source: &dyn Source, audience: Audience, others: &Unseen) -> Withheld {
    let mut found = Withheld::default();
    let mut closed = Closed::default();
    for document in &state.aims.documents {
        let steps = state.history.steps(&document.path);
        let is_other = others.paths.contains(&document.path) || others.is_id(&document.id);
        if is_other || class_of(document, &state.history) > audience {
            found.note(&state.history, steps);
            found.unseen.paths.insert(document.path.clone());
            found.unseen.ids.insert(document.id.to_lowercase());
            found.unseen.ids.extend(document.fields.text("id").map(str::to_lowercase));
            found.titles.insert(document.title.clone());
            closed.present.insert(document.path.clone());
        }
    }
    for (place, gone) in state.history.gone.iter().enumerate() {
        let steps = &gone.steps;
        if others.paths.contains(&gone.path) || class_on_record(&state.history, steps) > audience {
            found.note(&state.history, steps);
            found.unseen.paths.insert(gone.path.clone());
            closed.gone.insert(place);
        }
    }
    closed.folders = found.unseen.ids.iter().map(|id| format!("{}/{id}", APPROVALS.to_lowercase())).collect();
    let is_about = |path: &&DocPath| {
        let path = path.as_str().to_lowercase();
        closed.folders.iter().any(|folder| path.strip_prefix(folder.as_str()).is_some_and(|rest| rest.starts_with('/')))
    };
    found.files.extend(source.files().iter().filter(is_about).cloned());
    found.files.extend(closed.present.iter().cloned());
    found.closed = closed;
    found.keep_apart(state);
    found
}

impl Withheld {
    /// Whether nothing is.
    pub(super) fn is_empty(&self) -> bool {
        self.closed.present.is_empty() && self.closed.gone.is_empty()
    }

    /// Notes under which names a document went.
    fn note(&mut self, history: &History, steps: &[Step]) {
        for (_, change) in steps.iter().filter_map(|step| history.step(*step)) {
            self.unseen.paths.insert(change.path.clone());
            self.unseen.paths.extend(change.from.clone());
            if let Some(facts) = &change.facts {
                self.unseen.ids.extend(facts.id.as_deref().map(str::to_lowercase));
                self.titles.extend(facts.title.as_deref().map(str::to_owned));
            }
        }
    }

    /// Leaves the names of documents that are shown to these.
    fn keep_apart(&mut self, state: &State) {
        for document in state.aims.documents.iter().filter(|document| !self.closed.present.contains(&document.path)) {
            self.unseen.paths.remove(&document.path);
            self.unseen.ids.remove(&document.id.to_lowercase());
            self.titles.remove(&document.title);
        }
        self.titles.retain(|title| !title.trim().is_empty());
    }

    /// Whether a sentence names one of them.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.unseen.paths.iter().any(|path| holds(&lower, &path.as_str().to_lowercase()))
            || self.unseen.ids.iter().any(|id| holds(&lower, id))
            || self.titles.iter().any(|title| holds(&lower, &title.to_lowercase()))
    }
}

/// Whether `text` holds this name as a whole.
fn holds(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric();
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part))
}
