//! By which names links find documents and files.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use super::doc::DocIx;
use super::document::Document;
use super::folders::Excluded;
use crate::base::DocPath;

/// What there is to lead to, by name.
pub(super) struct Lookup<'a> {
    pub(super) documents: &'a [Arc<Document>],
    pub(super) by_path: BTreeMap<&'a str, DocIx>,
    pub(super) files: BTreeSet<&'a str>,
    /// The paths of each file name, in order.
    pub(super) by_name: BTreeMap<&'a str, Vec<&'a str>>,
    pub(super) folders: BTreeSet<&'a str>,
    anchors: Vec<OnceLock<Anchors<'a>>>,
}

/// What links may call each anchor of a document.
pub(super) type Anchors<'a> = BTreeMap<&'a str, &'a str>;

impl<'a> Lookup<'a> {
    /// Gathers the names of these documents and files; files of `outside` do not belong to the AIMS.
    pub(super) fn of(documents: &'a [Arc<Document>], all: &'a [DocPath], outside: &Excluded) -> Self {
        // The keys of a document are on its page, whichever file they stand in.
        let paths = |found: &'a Document| std::iter::once(&found.path).chain(found.beside.as_ref().map(|it| &it.path));
        let named = documents
            .iter()
            .enumerate()
            .flat_map(|(i, found)| paths(found).map(move |path| (path.as_str(), DocIx::new(i))));
        let by_path = named.collect();
        let files = all.iter().map(DocPath::as_str).collect();
        let mut folders = BTreeSet::new();
        for path in all {
            let mut at = path.as_str();
            while let Some((parent, _)) = at.rsplit_once('/') {
                if !folders.insert(parent) {
                    break;
                }
                at = parent;
            }
        }
        let mut by_name: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for path in all.iter().filter(|path| !outside.has(path)) {
            by_name.entry(path.file_name()).or_default().push(path.as_str());
        }
        let anchors = documents.iter().map(|_| OnceLock::new()).collect();
        Self { documents, by_path, files, by_name, folders, anchors }
    }

    /// What links may call the anchors of a document.
    pub(super) fn anchors(&self, ix: DocIx) -> &Anchors<'a> {
        self.anchors[ix.index()].get_or_init(|| self.documents[ix.index()].body.anchor_names())
    }
}
