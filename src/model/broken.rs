//! What a record of something gone wrong stands against, be it open or closed.

use std::collections::BTreeSet;

use super::Aims;
use super::against::named;
use super::catalog::ReqId;
use super::document::Document;
use super::trace::Requirement;

impl Aims {
    /// The requirements that a record of something gone wrong names as not met; where it names documents alone, those that
    /// these serve.
    pub fn broken_by(&self, record: &Document) -> BTreeSet<ReqId> {
        let named = named(record, &|id| self.trace.get(id).is_some() || self.by_id(id).is_some());
        let found: BTreeSet<ReqId> = named.iter().filter_map(|id| self.trace.get(id)).map(Requirement::key).collect();
        if !found.is_empty() {
            return found;
        }
        let documents = named.iter().filter_map(|id| self.by_id(id));
        documents.flat_map(|ix| self.trace.served_by(ix)).map(Requirement::key).collect()
    }
}
