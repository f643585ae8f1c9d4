//! Documents that readers may not know of: what others say of them is taken for nothing said.

use std::collections::BTreeSet;

use super::document::Document;
use crate::base::DocPath;

/// The names of documents that are not there for some readers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unseen {
    /// Their files, those that they had before among them.
    pub paths: BTreeSet<DocPath>,
    /// Their ids, in lower case.
    pub ids: BTreeSet<String>,
}

impl Unseen {
    /// These and others.
    #[must_use]
    pub fn and(&self, other: &Self) -> Self {
        Self { paths: &self.paths | &other.paths, ids: &self.ids | &other.ids }
    }

    /// Whether this is the id of one.
    pub fn is_id(&self, id: &str) -> bool {
        self.ids.contains(&id.trim().to_lowercase())
    }

    /// Takes their ids out of the front matter of a document that is there.
    pub(super) fn leave(&self, document: &mut Document) {
        if !self.ids.is_empty() {
            let own = document.fields.by_name.remove("id");
            document.fields.forget(&|text| self.is_id(text));
            document.fields.by_name.extend(own.map(|own| ("id".to_owned(), own)));
        }
    }
}
