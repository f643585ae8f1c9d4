//! What documents served that left, or were retired, without the act that lets them go.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalog::ReqId;
use super::doc::DocIx;
use super::document::Document;
use super::names::names_own;
use super::origin::LetGo;
use super::own_clauses::named;
use super::read_document;
use super::trace::{Requirement, builds_on};
use super::whole::Aims;
use crate::base::DocPath;

impl Aims {
    /// Reads a text of old that lay at `path`, as it would be read there today.
    pub fn document_then(&self, path: &DocPath, bytes: &[u8]) -> Document {
        let page = self.config.reading.page(bytes);
        let by_name = self.kinds.iter().map(|kind| (kind.name.clone(), Arc::new(kind.clone()))).collect();
        read_document::read(path, (page, None), &by_name, &self.kinds, &self.config, &self.catalog)
    }
}

/// Which of these documents served each requirement; `None` stands for those that are gone.
pub(super) fn served(aims: &Aims, all: &[LetGo]) -> BTreeMap<ReqId, BTreeSet<Option<DocIx>>> {
    let mut found: BTreeMap<ReqId, BTreeSet<Option<DocIx>>> = BTreeMap::new();
    for LetGo { document, was, .. } in all {
        let mut ids = named(&aims.known, &aims.catalog, was);
        if !names_own(&aims.known, was) {
            let on = builds_on(&aims.ids, was);
            ids.extend(on.iter().flat_map(|ix| aims.trace.served_by(*ix)).map(Requirement::key));
        }
        for id in ids {
            found.entry(id).or_default().insert(*document);
        }
    }
    found
}
