//! By what the AIMS and its documents are known in programs of others, which keep what they read: feeds, calendars, tools of
//! requirements. It stays when the organisation is renamed, the folder moves, or a document gets another id.

use super::whole::State;
use crate::base::{DocPath, SETTINGS, below};
use crate::model::document::Document;

impl State {
    /// The AIMS: the commit that brought its settings, and where they were in it. The organisation, where that is not known.
    pub fn lasting(&self) -> String {
        self.begun().unwrap_or_else(|| self.aims.config.organisation.clone().unwrap_or_default())
    }

    /// The same; `None` where it is not known.
    pub fn begun(&self) -> Option<String> {
        let (revision, change) = self.history.of(&DocPath::new(SETTINGS)?).next_back()?;
        let is_known = self.history.begins(revision, change);
        is_known.then(|| format!("{}\n{}", revision.commit, below(&self.prefix, change.path.as_str())))
    }

    /// A document: the first id that it had on record, of its own and those that it says under `formerly`. Nobody gets that of
    /// another by saying so, nor by taking an id that was given up.
    pub fn first_id(&self, document: &Document) -> String {
        let says = |of: &Document, id: &str| {
            let mut former = of.fields.texts("formerly").iter();
            of.id.eq_ignore_ascii_case(id) || former.any(|former| former.value.trim().eq_ignore_ascii_case(id))
        };
        // Who says that it has an id, of those that had it on record the first.
        let holder = |id: &str| {
            let bore = self.history.bearers().get(&id.to_lowercase()).into_iter().flatten();
            bore.filter_map(|path| self.aims.by_path(path)).map(|ix| self.aims.document(ix)).find(|of| says(of, id))
        };
        let is_its = |id: &str| says(document, id) && holder(id).is_some_and(|of| of.path == document.path);
        let mut bore =
            self.history.of(&document.path).rev().filter_map(|(_, change)| change.facts.as_ref()?.id.as_deref());
        match bore.find(|id| is_its(id)) {
            Some(first) => first.to_owned(),
            None if holder(&document.id).is_some_and(|of| of.path != document.path) => {
                format!("{}\n{}", document.id, document.path)
            }
            None => document.id.clone(),
        }
    }
}
