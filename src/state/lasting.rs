//! By what the AIMS and its documents are known in programs of others, which keep what they read: feeds, calendars, tools of
//! requirements. It stays when the organisation is renamed, the folder moves, or a document gets another id.

use std::cmp::Reverse;

use super::bearers::{Earliness, First};
use super::whole::State;
use crate::base::{DocPath, SETTINGS, below};
use crate::history::Step;
use crate::model::document::Document;

impl State {
    /// The AIMS: the commit that brought its settings, and where they were in it. The organisation, where that is not known.
    pub fn lasting(&self) -> String {
        let begun = self.begun().map(|(commit, path)| format!("{commit}\n{path}"));
        begun.unwrap_or_else(|| self.aims.config.organisation.clone().unwrap_or_default())
    }

    /// That commit and that path, from the top of the repository; `None` where they are not known.
    pub fn begun(&self) -> Option<(String, String)> {
        let (revision, change) = self.history.of(&DocPath::new(SETTINGS)?).next_back()?;
        let is_known = self.history.begins(revision, change);
        is_known.then(|| (revision.commit.clone(), below(&self.prefix, change.path.as_str())))
    }

    /// A document: the first id that it had on record, of its own and those that it says under `formerly`; and where it began
    /// too, where another had that id before. Nobody gets that of another by saying so, nor by taking an id that was given up.
    pub fn first_id(&self, document: &Document) -> String {
        let says = |id: &str| {
            let mut former = document.fields.texts("formerly").iter();
            document.id.eq_ignore_ascii_case(id) || former.any(|former| former.value.trim().eq_ignore_ascii_case(id))
        };
        let steps = || self.history.of(&document.path).rev();
        let first = steps().filter_map(|(_, change)| change.facts.as_ref()?.id.as_deref()).find(|id| says(id));
        let id = first.unwrap_or(&document.id);
        if self.has_first(&document.path, id) {
            return id.to_owned();
        }
        let began = steps().next().map_or(&document.path, |(_, change)| &change.path);
        format!("{id}\n{}", below(&self.prefix, began.as_str()))
    }

    /// Whether no other document had an id on record before the one at `path`: neither one that gave it up, nor one that is gone.
    fn has_first(&self, path: &DocPath, id: &str) -> bool {
        let here = self.history.bearers().get(&id.to_lowercase()).and_then(|bore| bore.first());
        if here.is_some_and(|first| first != path) {
            return false;
        }
        let steps = self.history.steps(path);
        // What comes with the id of one that is gone is that one come back, as the record has it once it is committed.
        if steps.is_empty() {
            return true;
        }
        let its = steps.iter().filter_map(|step| self.bore(*step)).filter(|(_, bore)| *bore == id.to_lowercase());
        let its = its.map(|(since, _)| (since, path)).min();
        let gone = self.gone_bearers.first(|| self.gone_bore());
        gone.get(&id.to_lowercase()).is_none_or(|(since, path)| its.is_some_and(|its| its <= (*since, path)))
    }

    /// Which id a document had on record at a step, in lower case, and how early that was.
    fn bore(&self, step: Step) -> Option<(Earliness, String)> {
        let (revision, change) = self.history.step(step)?;
        let id = change.facts.as_ref()?.id.as_ref()?.to_lowercase();
        Some(((revision.place, Reverse(step.revision)), id))
    }

    /// Who of those that are gone was the first with an id, and how early.
    fn gone_bore(&self) -> First {
        let mut first = First::new();
        for (_, gone) in self.history.every_gone() {
            for (since, id) in gone.steps.iter().filter_map(|step| self.bore(*step)) {
                let new = (since, gone.path.clone());
                first.entry(id).and_modify(|known| *known = new.clone().min(known.clone())).or_insert(new);
            }
        }
        first
    }
}
