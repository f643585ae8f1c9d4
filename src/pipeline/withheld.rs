//! Documents of which readers may not know, and under what names these went.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Debug;
use std::sync::Arc;

use crate::approval::Act;
use crate::approval::record::files_of;
use crate::base::{APPROVALS, DocPath, SETTINGS};
use crate::check::Findings;
use crate::compare::{Comparison, How, Run};
use crate::history::{Closed, Edit, GoneIx, History, Merge, Step};
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::unseen::{Unseen, words};
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
    }

    /// What names them, to be looked for in texts.
    pub(super) fn names(&self) -> Names {
        let paths = || self.unseen.paths.iter().map(|path| path.as_str().to_lowercase());
        let titles = self.titles.iter().map(|title| title.to_lowercase());
        let named = paths().chain(self.unseen.ids.iter().cloned()).chain(titles);
        let all: BTreeSet<String> = named.filter(|name| !name.trim().is_empty()).collect();
        let files: BTreeSet<String> = self
            .unseen
            .paths
            .iter()
            .map(|path| path.file_name().to_lowercase())
            .filter(|name| !all.contains(name))
            .collect();
        let called = self.unseen.ids.iter().chain(&self.titles);
        let joined = called.map(|name| joined(name)).filter(|name| !name.is_empty()).collect();
        Names { all: Index::of(all), files: Index::of(files), joined: Index::of(joined) }
    }
}

/// The files of acts about documents that are not withheld, in lower case.
fn acts_of_shown(state: &State, present: &BTreeSet<DocPath>) -> BTreeSet<String> {
    let is_shown = |act: &&Act| act.document.is_some_and(|ix| !present.contains(&state.aims.document(ix).path));
    let acts = state.approvals.acts.iter().filter(is_shown);
    acts.flat_map(|act| files_of(&act.path)).map(|path| path.as_str().to_lowercase()).collect()
}

/// What names documents that readers may not know of, in lower case.
#[derive(Debug, Default, Clone)]
pub(super) struct Names {
    /// Their paths, ids and titles.
    all: Index,
    /// The names of their files, by which links lead to them.
    files: Index,
    /// Their ids and titles as tags and branches have them.
    joined: Index,
}

/// The words of a name as they stand in that of a tag, one way for all.
fn joined(name: &str) -> String {
    words(name).replace(' ', "-")
}

/// Names, found by their first words: there are many, and whole texts are looked through.
#[derive(Debug, Default, Clone)]
struct Index {
    by_word: BTreeMap<String, Vec<String>>,
    /// Those that begin with no letter and no digit.
    others: Vec<String>,
}

impl Index {
    fn of(names: BTreeSet<String>) -> Self {
        let mut index = Self::default();
        for name in names {
            match word_at(&name) {
                "" => index.others.push(name),
                word => index.by_word.entry(word.to_owned()).or_default().push(name),
            }
        }
        index
    }

    fn is_empty(&self) -> bool {
        self.by_word.is_empty() && self.others.is_empty()
    }

    /// Whether a text in lower case holds one of them as a whole.
    fn is_in(&self, text: &str) -> bool {
        if self.others.iter().any(|name| holds(text, name)) {
            return true;
        }
        let mut rest = text;
        while let Some(at) = rest.find(char::is_alphanumeric) {
            rest = &rest[at..];
            let word = word_at(rest);
            let is_here = |name: &String| {
                rest.strip_prefix(name.as_str()).is_some_and(|after| !after.starts_with(char::is_alphanumeric))
            };
            if self.by_word.get(word).is_some_and(|names| names.iter().any(is_here)) {
                return true;
            }
            rest = &rest[word.len()..];
        }
        false
    }
}

/// The letters and digits that a text begins with.
fn word_at(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric()).unwrap_or(text.len());
    &text[..end]
}

impl Names {
    /// Whether there is nothing to look for: texts are long, and most sites withhold nothing.
    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty() && self.files.is_empty()
    }

    /// Takes out of the record of what is shown what names one of them: messages, tags, and what changed in front matter.
    /// Who approved it is told by the name that the settings list, even where a document has that as its title.
    pub(super) fn leave(&self, history: &mut History, config: &Config) {
        if self.is_empty() {
            return;
        }
        let keeps = |name: &str| config.lists(name) || !self.is_named_in(name);
        history.tags.retain(|tag| !self.is_in_name(&tag.name) && !self.is_in_name(&tag.rev));
        for revision in &mut history.revisions {
            let said = |merge: &Arc<Merge>| format!("{}\n{}", merge.subject, merge.body);
            let merged = revision.merged.as_ref().map(said).unwrap_or_default();
            let said = format!("{}\n{}\n{merged}", revision.subject, revision.body);
            // Of a merge the branch is told.
            let is_branch = |word: &str| word.contains(['-', '_', '/']) && self.is_in_name(word);
            if self.is_named_in(&said) || said.split_whitespace().any(is_branch) {
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
        if let Some(since) = state.since.as_mut().filter(|since| self.is_in_name(&since.name)) {
            since.name.clone_from(&since.commit);
        }
        for point in state.trend.iter_mut().flat_map(|trend| &mut trend.points) {
            point.tags.retain(|tag| !self.is_in_name(tag));
        }
    }

    fn leave_edit(&self, edit: &mut Arc<Edit>) {
        let tells =
            edit.fields.iter().any(|field| self.is_in(field)) || edit.weaker.iter().any(|found| self.is_in(found));
        if tells {
            let mut left = Edit::clone(edit);
            left.fields = left.fields.iter().filter(|field| !self.is_in(field)).cloned().collect();
            left.weaker = left.weaker.iter().filter(|found| !self.is_in(found)).cloned().collect();
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
    fn is_in(&self, told: &impl Debug) -> bool {
        self.is_led_to_in(&format!("{told:?}"))
    }

    /// Whether the name of a tag or branch does, in which words are joined.
    pub(super) fn is_in_name(&self, name: &str) -> bool {
        self.is_led_to_in(name) || self.joined.is_in(&joined(name))
    }

    /// Whether a text names one of them, or only its file, as links do.
    pub(super) fn is_led_to_in(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.all.is_in(&lower) || self.files.is_in(&lower)
    }

    /// Whether a sentence names one of them.
    pub(super) fn is_named_in(&self, text: &str) -> bool {
        self.all.is_in(&text.to_lowercase())
    }

    /// Whether a finding does, or the name of a tag that it quotes.
    pub(super) fn is_found_in(&self, text: &str) -> bool {
        let mut quoted = text.split('`').skip(1).step_by(2).filter(|name| !name.contains('/'));
        self.is_named_in(text) || quoted.any(|name| self.joined.is_in(&joined(name)))
    }
}

/// Whether `text` holds this name as a whole.
fn holds(text: &str, name: &str) -> bool {
    let is_part = |c: char| c.is_alphanumeric();
    text.match_indices(name)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + name.len()..].starts_with(is_part))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_by_their_first_words_as_they_are_without() {
        let names = ["pol-001", "the plan", "(draft)", "a/b.md", "plan", "é tat", "x"];
        let index = Index::of(names.iter().map(|name| (*name).to_owned()).collect());
        let texts = [
            "see pol-001.",
            "see pol-0012",
            "xpol-001",
            "the plans",
            "the  plan",
            "the plan",
            "aplan",
            "(draft)",
            "x(draft)",
            "(draft)x",
            "c/a/b.md",
            "ca/b.md",
            "a/b.mdx",
            "é tat",
            "aé tat",
            "x",
            "xx",
            "",
            "é",
            "the the plan",
            "a a/b.md",
        ];
        for text in texts {
            assert_eq!(index.is_in(text), names.iter().any(|name| holds(text, name)), "{text}");
        }
    }
}
