//! By what the AIMS and its documents are known in programs of others, which keep what they read: feeds, calendars, tools of
//! requirements. It stays when the organisation is renamed, the folder moves, or a document gets another id.

use std::cmp::Reverse;

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
        let since = |steps: &[Step], path: &DocPath| {
            let bore = steps.iter().filter_map(|step| {
                let (revision, change) = self.history.step(*step)?;
                let is_it = change.facts.as_ref()?.id.as_ref()?.eq_ignore_ascii_case(id);
                is_it.then_some((revision.place, Reverse(step.revision)))
            });
            bore.min().map(|since| (since, path.clone()))
        };
        let steps = self.history.steps(path);
        // What comes with the id of one that is gone is that one come back, as the record has it once it is committed.
        if steps.is_empty() {
            return true;
        }
        let its = since(steps, path);
        let mut gone = self.history.every_gone().filter_map(|(_, gone)| since(&gone.steps, &gone.path));
        !gone.any(|other| its.as_ref().is_none_or(|its| other < *its))
    }
}
