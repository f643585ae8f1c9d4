//! Clauses that several of the followed standards share, as the structure of Annex SL has it: what an integrated management
//! system does once for all of them. In come the catalogue and the rungs, out come the clauses with what serves each.

use std::collections::BTreeMap;

use super::catalog::{Clause, FrameworkId, ReqId, Standard, natural_key};
use super::doc::DocIx;
use super::requirement::Requirement;
use super::whole::Aims;

/// A clause that several followed standards have.
#[derive(Debug, Clone)]
pub struct SharedClause<'a> {
    /// Its number in the structure that they share, which is that of ISO/IEC 42001.
    pub number: &'a str,
    /// The requirement that it is in each standard, in the order in which they are followed: at least two standards. One
    /// standard may have several, where its structure is finer.
    pub of: Vec<&'a Requirement>,
    /// Documents that serve it in more than one standard, each once, in the order of documents.
    pub serve_several: Vec<DocIx>,
}

impl Aims {
    /// The clauses that two or more of the followed standards share, in order of their numbers; none where one is followed.
    pub fn shared_clauses(&self) -> Vec<SharedClause<'_>> {
        let clauses = self.catalog.standards().flat_map(|standard| &standard.clauses);
        let mut numbers: Vec<&str> = clauses.filter_map(Clause::shared).collect();
        numbers.sort_by_cached_key(|number| natural_key(number));
        numbers.dedup();
        numbers.into_iter().filter_map(|number| self.shared_clause(number)).collect()
    }

    /// The clause of this number in the structure of Annex SL, where two or more of the followed standards share it.
    pub fn shared_clause<'a>(&'a self, number: &'a str) -> Option<SharedClause<'a>> {
        let of = |standard: &'a Standard| {
            let clauses = standard.clauses.iter().filter(move |clause| clause.shared() == Some(number));
            clauses.filter_map(|clause| self.trace.at(&ReqId::new(&standard.id, &clause.id)))
        };
        let of: Vec<&Requirement> = self.catalog.standards().flat_map(of).collect();
        let first = of.first()?;
        let is_shared = of.iter().any(|other| other.framework != first.framework);
        is_shared.then(|| SharedClause { number, serve_several: serve_several(&of), of })
    }
}

/// Documents that serve requirements of more than one standard among these.
fn serve_several(of: &[&Requirement]) -> Vec<DocIx> {
    let mut by_document: BTreeMap<DocIx, Vec<&FrameworkId>> = BTreeMap::new();
    for requirement in of {
        for ix in requirement.documents() {
            let frameworks = by_document.entry(ix).or_default();
            if !frameworks.contains(&&requirement.framework) {
                frameworks.push(&requirement.framework);
            }
        }
    }
    by_document.into_iter().filter(|(_, frameworks)| frameworks.len() > 1).map(|(ix, _)| ix).collect()
}
