//! Documents of which readers may not know, and under what names these went.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde::Serialize;

use crate::approval::Act;
use crate::approval::record::files_of;
use crate::base::{APPROVALS, DocPath, SETTINGS, json};
use crate::check::Findings;
use crate::compare::{Comparison, How, Run};
use crate::history::{Closed, Edit, GoneIx, History, Merge, Step};
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::unseen::{Unseen, spoken, words};
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
    titles: BTreeSet<String>,
    /// What their files are called, where the path of no file of a document that is shown says the same.
    called: Index,
    /// What is found in all there is.
    pub(super) found: Option<Findings>,
}

impl Withheld {
    /// What there is to withhold of `state`, whose files are in `source`: documents that are there, by their files, and those
    /// that are gone, by their places.
    pub(super) fn of(state: &State, source: &dyn Source, present: BTreeSet<DocPath>, gone: BTreeSet<GoneIx>) -> Self {
        let (mut found, reading) = (Self::default(), &state.aims.config.reading);
        let mut beside = BTreeSet::new();
        let is_present = |document: &Document| present.contains(&document.path);
        let there = state.aims.documents.iter().map(|document| &**document).filter(|document| is_present(document));
        let (translations, documents): (Vec<_>, Vec<_>) = there.partition(|document| document.translates.is_some());
        for document in documents {
            beside.extend(found.note_present(state, document));
        }
        for (_, gone) in state.history.every_gone().filter(|(place, _)| gone.contains(place)) {
            found.note(&state.history, &gone.steps);
            found.unseen.paths.insert(gone.path.clone());
            beside.extend(state.history.beside_gone(gone, reading));
        }
        // A translation bears the id of its original, whose acts are no less to be told where that is shown.
        let originals = translations.iter().filter_map(|document| document.translates);
        let originals = originals.map(|ix| state.aims.document(ix)).filter(|document| !is_present(document));
        let mut spared: BTreeSet<String> = originals.map(|document| document.id.to_lowercase()).collect();
        spared.retain(|id| !found.unseen.ids.contains(id));
        for document in translations {
            beside.extend(found.note_present(state, document));
        }
        // What is beside a document that is shown is told of with that.
        let shown = state.aims.documents.iter().filter(|document| !present.contains(&document.path));
        let shown: BTreeSet<&DocPath> = shown.filter_map(|document| Some(&document.beside.as_ref()?.path)).collect();
        beside.retain(|step| state.history.step(*step).is_none_or(|(_, change)| !shown.contains(&change.path)));
        found.note(&state.history, &beside.iter().copied().collect::<Vec<_>>());
        found.unseen.paths.extend(found.files.iter().cloned());
        // No document has the name of the settings, whatever it calls itself.
        let ids = found.unseen.ids.difference(&spared).filter(|id| *id != SETTINGS);
        let folders = ids.map(|id| format!("{}/{id}", APPROVALS.to_lowercase())).collect();
        let open = acts_of_shown(state, &present);
        found.closed = Closed { present, gone, folders, open, beside };
        found.files.extend(source.files().iter().filter(|path| found.closed.is_about(path)).cloned());
        found.files.extend(found.closed.present.iter().cloned());
        found.keep_apart(state);
        found.unseen.titles = found.titles.iter().map(|title| words(title)).filter(|title| !title.is_empty()).collect();
        found
    }

    /// Notes under which names a document goes and went; gives what was done to the files beside it.
    fn note_present(&mut self, state: &State, document: &Document) -> BTreeSet<Step> {
        self.note(&state.history, state.history.steps(&document.path));
        self.unseen.paths.insert(document.path.clone());
        self.unseen.ids.insert(document.id.to_lowercase());
        self.unseen.ids.extend(document.fields.text("id").map(str::to_lowercase));
        let before = document.fields.texts("formerly").iter();
        self.unseen.ids.extend(before.map(|id| id.value.trim().to_lowercase()));
        self.titles.insert(document.title.clone());
        self.files.extend(document.beside.iter().map(|beside| beside.path.clone()));
        state.history.beside(&document.path, &state.aims.config.reading).into_iter().collect()
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

    /// Notes what documents were called in steps of which nothing is told, and in none of theirs that is.
    pub(super) fn note_hidden<'a>(
        &mut self,
        history: &History,
        hidden: &BTreeSet<Step>,
        lines: impl Iterator<Item = (&'a [Step], Option<&'a str>)>,
    ) {
        let called = |steps: Vec<&Step>| {
            let mut all = Self::default();
            all.note(history, &steps.into_iter().copied().collect::<Vec<_>>());
            let files = all.unseen.paths.iter().filter(|path| !path.is_cover()).map(DocPath::file_name);
            let paths = all.unseen.paths.iter().map(DocPath::as_str).chain(files).map(str::to_owned);
            paths.chain(all.unseen.ids.iter().cloned()).chain(all.titles).collect::<BTreeSet<String>>()
        };
        for (steps, now) in lines {
            let (newer, shown): (Vec<_>, Vec<_>) = steps.iter().partition(|step| hidden.contains(*step));
            let newer = called(newer).into_iter().chain(now.map(str::to_owned));
            let shown = called(shown);
            self.titles.extend(newer.filter(|name| !shown.contains(name)));
        }
    }

    /// Leaves the names of documents that are shown to these.
    fn keep_apart(&mut self, state: &State) {
        for document in state.aims.documents.iter().filter(|document| !self.closed.present.contains(&document.path)) {
            self.unseen.paths.remove(&document.path);
            self.unseen.ids.remove(&document.id.to_lowercase());
            self.titles.remove(&document.title);
            if let Some(beside) = &document.beside {
                self.unseen.paths.remove(&beside.path);
            }
        }
        self.titles.retain(|title| !title.trim().is_empty());
        let files = self.unseen.paths.iter().filter(|path| !path.is_cover()).map(DocPath::file_name);
        let mut files = Names { all: Index::of(files), ..Names::default() };
        let shown = state.aims.documents.iter().filter(|document| !self.closed.present.contains(&document.path));
        files.open(&shown.flat_map(|document| files.said_in(document.path.as_str())).collect());
        self.called = files.all;
    }

    /// What names them, to be looked for in texts.
    pub(super) fn names(&self) -> Names {
        let paths = || self.unseen.paths.iter();
        // A title of two letters stands in many a text that means something else.
        let titles = self.titles.iter().filter(|title| spoken(title).chars().nth(2).is_some());
        let ids = self.unseen.ids.iter().map(String::as_str);
        let all = ids.chain(paths().map(DocPath::as_str)).chain(titles.map(String::as_str));
        let files = Index::of(paths().map(DocPath::file_name));
        Names { all: Index::of(all.chain(self.called.names())), files }
    }
}

/// The files of acts about documents that are not withheld, in lower case.
fn acts_of_shown(state: &State, present: &BTreeSet<DocPath>) -> BTreeSet<String> {
    let is_shown = |act: &&Act| act.document.is_some_and(|ix| !present.contains(&state.aims.document(ix).path));
    let acts = state.approvals.acts.iter().filter(is_shown);
    acts.flat_map(|act| files_of(&act.path)).map(|path| path.as_str().to_lowercase()).collect()
}

/// What names documents that readers may not know of.
#[derive(Debug, Default, Clone)]
pub(super) struct Names {
    /// Their paths, ids and titles, and what only their files are called.
    all: Index,
    /// The names of their files, by which links lead to them.
    files: Index,
}

/// Names as they are spoken, found by their first words: there are many, and whole texts are looked through.
#[derive(Debug, Default, Clone)]
struct Index(BTreeMap<String, BTreeSet<String>>);

impl Index {
    fn of<'a>(names: impl Iterator<Item = &'a str>) -> Self {
        let mut index = Self::default();
        for name in names.map(spoken).filter(|name| !name.is_empty()) {
            index.0.entry(first(&name).to_owned()).or_default().insert(name);
        }
        index
    }

    fn names(&self) -> impl Iterator<Item = &str> {
        self.0.values().flatten().map(String::as_str)
    }

    /// Those that a text, as it is spoken, holds as a whole.
    fn found<'a>(&'a self, spoken: &'a str) -> impl Iterator<Item = &'a String> {
        let starts = std::iter::once(0).chain(spoken.match_indices(' ').map(|(at, _)| at + 1));
        starts.map(|at| &spoken[at..]).flat_map(|rest| {
            let is_here = move |name: &&String| {
                rest.strip_prefix(name.as_str()).is_some_and(|after| after.is_empty() || after.starts_with(' '))
            };
            self.0.get(first(rest)).into_iter().flatten().filter(is_here)
        })
    }
}

/// The first word of what is spoken.
fn first(spoken: &str) -> &str {
    spoken.split(' ').next().unwrap_or_default()
}

impl Names {
    /// Whether there is nothing to look for: texts are long, and most sites withhold nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.all.0.is_empty() && self.files.0.is_empty()
    }

    /// These and others.
    pub(super) fn and(&self, other: &Self) -> Self {
        let both = |ours: &Index, theirs: &Index| Index::of(ours.names().chain(theirs.names()));
        Self { all: both(&self.all, &other.all), files: both(&self.files, &other.files) }
    }

    /// Those that a text says.
    pub(super) fn said_in(&self, text: &str) -> Vec<String> {
        let spoken = spoken(text);
        self.all.found(&spoken).chain(self.files.found(&spoken)).cloned().collect()
    }

    /// Looks for these no longer.
    pub(super) fn open(&mut self, said: &BTreeSet<String>) {
        for index in [&mut self.all, &mut self.files] {
            *index = Index::of(index.names().filter(|name| !said.contains(*name)));
        }
    }

    /// Takes out of the record of what is shown what names one of them: messages, tags, and what changed in front matter.
    /// Who approved it is told by the name that the settings list, even where a document has that as its title.
    pub(super) fn leave(&self, history: &mut History, config: &Config) {
        if self.is_empty() {
            return;
        }
        let keeps = |name: &str| config.lists(name) || !self.is_named_in(name);
        history.tags.retain(|tag| !self.is_led_to_in(&tag.name) && !self.is_led_to_in(&tag.rev));
        for revision in &mut history.revisions {
            let said = |merge: &Arc<Merge>| format!("{}\n{}", merge.subject, merge.body);
            let merged = revision.merged.as_ref().map(said).unwrap_or_default();
            let said = format!("{}\n{}\n{merged}", revision.subject, revision.body);
            if self.is_named_in(&said) {
                revision.silence_but(&keeps);
            }
            for change in &mut revision.changes {
                if let Some(edit) = &mut change.edit {
                    self.leave_edit(edit);
                }
            }
        }
    }

    /// Takes the names of tags by which moments are told, and that name one of them, out of a state: a commit tells the moment.
    pub(super) fn leave_moments(&self, state: &mut State) {
        if self.is_empty() {
            return;
        }
        if let Some(since) = state.since.as_mut().filter(|since| self.is_led_to_in(&since.name)) {
            since.name.clone_from(&since.commit);
        }
        for point in state.trend.iter_mut().flat_map(|trend| &mut trend.points) {
            point.tags.retain(|tag| !self.is_led_to_in(tag));
        }
    }

    fn leave_edit(&self, edit: &mut Arc<Edit>) {
        let tells = edit.fields.iter().any(|field| self.is_in(&**field))
            || edit.weaker.iter().any(|found| self.is_in(&**found));
        if tells {
            let mut left = Edit::clone(edit);
            left.fields = left.fields.iter().filter(|field| !self.is_in(&***field)).cloned().collect();
            left.weaker = left.weaker.iter().filter(|found| !self.is_in(&***found)).cloned().collect();
            *edit = Arc::new(left);
        }
    }

    /// Takes out of a comparison of two texts that are shown what names one of them, or leads to one.
    pub(super) fn leave_comparison(&self, found: &mut Comparison) {
        if self.is_empty() {
            return;
        }
        found.fields.retain(|field| !self.is_in(field));
        found.weaker.retain(|weakening| !self.is_in(weakening));
        for block in &mut found.blocks {
            let side = |without: How| -> String {
                block.runs.iter().filter(|run| run.how != without).map(|run| run.text.as_str()).collect()
            };
            if [How::Added, How::Removed].map(side).iter().any(|text| self.is_led_to_in(text)) {
                let text = "(It names a document that is not published here.)".to_owned();
                block.runs = vec![Run { how: How::Same, text }];
            }
            block.heading.take_if(|heading| self.is_led_to_in(heading));
        }
    }

    /// Whether something that is told names one of them.
    fn is_in(&self, told: &impl Serialize) -> bool {
        json::has_text(told, &|text| self.is_led_to_in(text))
    }

    /// Whether a text, or the name of a tag or branch, names one of them, or only its file, as links do.
    pub(super) fn is_led_to_in(&self, text: &str) -> bool {
        let spoken = spoken(text);
        self.all.found(&spoken).chain(self.files.found(&spoken)).next().is_some()
    }

    /// Whether a sentence names one of them.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        self.all.found(&spoken(text)).next().is_some()
    }
}
