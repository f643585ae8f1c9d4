//! Where the links of an edition lead, whose texts are of several moments: each to what was there when it was approved.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::document::{Cut, Document};
use crate::base::DocPath;

/// Files that links lead to in place of those that they name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Elsewhere {
    /// For the links of every document, by the file that they name.
    pub all: BTreeMap<DocPath, DocPath>,
    /// Files that stand for others, of which nothing is shown, and those.
    pub stubs: BTreeMap<DocPath, DocPath>,
    /// For those of one document, by its file and the path as it is written; nowhere for `None`.
    pub of: BTreeMap<DocPath, BTreeMap<String, Option<DocPath>>>,
}

impl Elsewhere {
    /// Where a link leads that names this path, from the document in the file `from`; `None` where nothing is known of that.
    pub(super) fn led(&self, from: &DocPath, path: &str) -> Option<Option<&DocPath>> {
        let to = self.of.get(from)?.get(path)?;
        Some(to.as_ref().map(|to| self.in_place_of(to)))
    }

    /// Lets what stands for others say nothing: it was read as a draft, lest anything be found wanting in it.
    pub(super) fn settle(&self, documents: &mut [Arc<Document>]) {
        for document in documents.iter_mut().filter(|document| self.stubs.contains_key(&document.path)) {
            let document = Arc::make_mut(document);
            document.fields.by_name.remove("status");
            document.cut = Cut::Whole;
        }
    }

    /// The file that stands for another.
    pub(super) fn in_place_of<'a>(&'a self, to: &'a DocPath) -> &'a DocPath {
        self.all.get(to).unwrap_or(to)
    }
}
