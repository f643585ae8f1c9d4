//! What a record of something gone wrong stands against, be it open or closed.

use std::collections::BTreeSet;

use super::catalog::ReqId;
use super::document::Document;
use super::trace::Requirement;
use super::whole::Aims;

impl Aims {
    /// The requirements that a record of something gone wrong names as not met, and those that the documents serve that it
    /// names and that serve none of the first.
    pub fn broken_by(&self, record: &Document) -> BTreeSet<ReqId> {
        let named = self.stands_against(record);
        let mut found: BTreeSet<ReqId> = named.requirements.into_iter().collect();
        let served = |ix| self.trace.served_by(ix).map(Requirement::key).collect::<BTreeSet<ReqId>>();
        let of_documents: Vec<_> =
            named.documents.into_iter().map(served).filter(|of| of.is_disjoint(&found)).collect();
        found.extend(of_documents.into_iter().flatten());
        found
    }
}
