//! Documents that were read before, for whoever reads an AIMS again and again and knows what changed meanwhile.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::config::Config;
use super::document::Document;
use crate::base::{DocPath, SETTINGS};
use crate::source::Source;

/// Documents as they were read, each on its own, by their paths. Where nothing is to be remembered, it stays empty.
#[derive(Default)]
pub struct Remembered(Option<Mutex<Held>>);

#[derive(Default)]
struct Held {
    documents: BTreeMap<DocPath, Arc<Document>>,
    /// The files by which they were read: settings, and frameworks of the team's own.
    rules: BTreeSet<DocPath>,
}

impl Remembered {
    /// One that remembers.
    pub fn new() -> Self {
        Self(Some(Mutex::default()))
    }

    /// Forgets what these files and folders say. Where they say how documents are read, all of them.
    pub fn forget<'p>(&self, paths: impl IntoIterator<Item = &'p DocPath>) {
        let Some(mut held) = self.held() else { return };
        for path in paths {
            // Of a folder that was moved nothing else is told.
            let below = format!("{path}/");
            if path.as_str() == SETTINGS
                || held.rules.iter().any(|rule| rule == path || rule.as_str().starts_with(&below))
            {
                held.documents.clear();
            }
            held.documents.remove(path);
            // What a document says hangs on the file beside it.
            let is_beside = |document: &Document| document.beside.as_ref().is_some_and(|beside| beside.path == *path);
            held.documents.retain(|_, document| !is_beside(document));
            let after = held.documents.range::<str, _>((Bound::Included(below.as_str()), Bound::Unbounded));
            let inside = after.map(|(file, _)| file).take_while(|file| file.as_str().starts_with(&below));
            let inside: Vec<DocPath> = inside.cloned().collect();
            for file in &inside {
                held.documents.remove(file);
            }
        }
    }

    /// The files whose documents are remembered.
    pub fn paths(&self) -> Vec<DocPath> {
        self.held().map(|held| held.documents.keys().cloned().collect()).unwrap_or_default()
    }

    /// Notes by which files what follows is read, and forgets files that are not there any more.
    pub(super) fn begin(&self, source: &dyn Source, config: &Config) {
        let Some(mut held) = self.held() else { return };
        held.rules = config.framework_files.iter().filter_map(|file| DocPath::new(&file.value)).collect();
        held.documents.retain(|path, _| source.files().binary_search(path).is_ok());
    }

    /// The document at a path, where it is read with this file beside it.
    pub(super) fn get(&self, path: &DocPath, beside: Option<&DocPath>) -> Option<Arc<Document>> {
        let held = self.held()?;
        let with = |document: &&Arc<Document>| document.beside.as_ref().map(|beside| &beside.path) == beside;
        held.documents.get(path).filter(with).cloned()
    }

    pub(super) fn put(&self, document: &Arc<Document>) {
        if let Some(mut held) = self.held() {
            held.documents.insert(document.path.clone(), Arc::clone(document));
        }
    }

    fn held(&self) -> Option<MutexGuard<'_, Held>> {
        self.0.as_ref().map(|held| held.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
