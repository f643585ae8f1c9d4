//! What documents of an AIMS bear on: the requirements that they name or are of by their kind, and what records of something
//! gone wrong stand against.

use std::collections::BTreeSet;

use super::catalog::{self, Clause, FrameworkId, ReqId, split_req_id};
use super::doc::DocIx;
use super::document::Document;
use super::names::named_itself;
use super::not_met::{NotMet, Standard, behind, not_met, number, of_record};
use super::own_clauses::stated;
use super::own_kinds::builtin;
use super::standard_said::says_standard;
use super::whole::Aims;
use crate::base::Date;

/// The clause that calls for a policy.
const POLICY: &str = "5.2";

impl Aims {
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

    /// The followed standards that call for a kind of record by clauses of their own; the first of all, where none does.
    pub fn calling_for(&self, kind: &str) -> Vec<&catalog::Standard> {
        let own = builtin().get(kind).map_or(&[][..], |kind| &kind.clauses);
        let is_own = |clause: &Clause| clause.shared().is_some_and(|number| own.iter().any(|id| id == number));
        let calling = |of: &&catalog::Standard| of.clauses.iter().any(is_own);
        let found: Vec<_> = self.catalog.standards().filter(calling).collect();
        if found.is_empty() { vec![self.catalog.first()] } else { found }
    }

    /// The finished records of a kind up to today that are of what it stands for in a followed standard.
    pub fn held(&self, kind: &str, framework: &FrameworkId) -> impl Iterator<Item = (Date, DocIx)> {
        let found =
            self.of_kind(kind).into_iter().filter(|(_, found)| found.is_finished_record() && !found.is_retired());
        let found = found.filter(|(ix, _)| self.is_of(*ix, framework));
        found.filter_map(|(ix, found)| Some((found.fields.date("date").filter(|day| *day <= self.today)?, ix)))
    }

    /// The clauses and controls that a document names itself, each as what is meant: `9.2.2` and `iso-42001:9.2.2` are one.
    pub fn names(&self, document: &Document) -> BTreeSet<ReqId> {
        named_itself(&self.known, document)
    }

    /// Whether a key of a document that is none of ours says of which standard the document is.
    pub fn reads_standard(&self, document: &Document, key: &str) -> bool {
        says_standard(document, key, self.known.frameworks())
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

    /// The standard that a text, which begins with an id, says near behind it: `A.5.2 of ISO/IEC 27001`.
    pub fn said_behind(&self, text: &str) -> Option<Standard> {
        let end = text.char_indices().nth(160).map_or(text.len(), |(end, _)| end);
        behind(&text[..end], &self.ids, &self.known)
    }

    /// The standard whose number a word is, by the word before it: `27001:2022`, `9001` behind `ISO`. `TR-001` is a document.
    pub fn numbered(&self, word: &str, before: &str) -> Option<Standard> {
        let standard = self.known.numbered(number(word, before)?);
        (standard.is_some() || word.starts_with(|c: char| c.is_ascii_digit())).then_some(standard)
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
