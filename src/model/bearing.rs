//! What documents of an AIMS bear on: the requirements that they name or are of by their kind, and what records of something
//! gone wrong stand against.

use std::collections::BTreeSet;

use super::catalog::{FrameworkId, ReqId, split_req_id};
use super::doc::DocIx;
use super::document::Document;
use super::names::named_itself;
use super::not_met::{NotMet, not_met, of_record};
use super::own_clauses::stated;
use super::whole::Aims;

/// The clause that calls for a policy.
const POLICY: &str = "5.2";

impl Aims {
    /// Whether a record is of what its kind stands for: no audit but an internal one is, and none that is of another standard
    /// alone.
    pub fn is_ours(&self, ix: DocIx) -> bool {
        let document = self.document(ix);
        let own = document.kind.iter().flat_map(|kind| &kind.clauses);
        let mut own = own.filter_map(|id| self.trace.get(id));
        !document.is_other_audit() && own.all(|clause| clause.documents().any(|serving| serving == ix))
    }

    /// Whether a document is of what its kind stands for in a followed standard: it serves one of those clauses there, or the
    /// standard has none of them. A statement of applicability is of the standard that it says.
    pub fn is_of(&self, ix: DocIx, framework: &FrameworkId) -> bool {
        let document = self.document(ix);
        if let Some(stated) = stated(&self.catalog, document) {
            return *framework == *stated;
        }
        let own = document.kind.iter().flat_map(|kind| &kind.clauses);
        let mut own = own.filter_map(|id| self.trace.at(&ReqId::new(framework, split_req_id(id).1))).peekable();
        let is_none = own.peek().is_none();
        !document.is_other_audit() && (is_none || own.any(|clause| clause.documents().any(|serving| serving == ix)))
    }

    /// The clauses and controls that a document names itself, each as what is meant: `9.2.2` and `iso-42001:9.2.2` are one.
    pub fn names(&self, document: &Document) -> BTreeSet<ReqId> {
        named_itself(&self.known, document)
    }

    /// Whether two ways to write an id name one requirement, as `A.2.2` and `iso-42001:A.2.2` may.
    pub fn are_one(&self, written: &str, other: &str) -> bool {
        self.known.resolve(written).is_some_and(|id| Some(id) == self.known.resolve(other))
    }

    /// Whether a document names one of these, where they are written in it as they are here.
    pub fn names_any(&self, document: &Document, ids: &[&str]) -> bool {
        let names = self.names(document);
        ids.iter().filter_map(|id| self.known.resolve(id)).any(|id| names.contains(&id))
    }

    /// The numbers of the clauses that a document names, whatever their standard; those that standards share as they share them.
    pub fn numbers_named(&self, document: &Document) -> Vec<&str> {
        let names = self.names(document).into_iter();
        let clauses = names.filter_map(|id| self.catalog.clause(&id.framework, &id.id));
        clauses.map(|clause| clause.shared().unwrap_or(&clause.id)).collect()
    }

    /// The policy above all others: that on AI, or where ISO/IEC 42001 is not followed, that of the standard followed first.
    pub fn top_policy(&self) -> Option<DocIx> {
        let clause = self.trace.ai(POLICY).or_else(|| self.trace.get(POLICY))?;
        clause.documents().find(|ix| self.document(*ix).is("policy"))
    }

    /// What a text names as not met.
    pub fn not_met<'t>(&self, text: &'t str) -> NotMet<'t> {
        not_met(text, &self.ids, &self.known)
    }

    /// What a record of something gone wrong stands against, be it open or closed.
    pub fn stands_against<'t>(&self, record: &'t Document) -> NotMet<'t> {
        of_record(record, &self.ids, &self.known)
    }
}
