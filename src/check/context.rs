//! What rules look at.

use super::lists::listed;
use crate::approval::Approvals;
use crate::history::{History, Revision};
use crate::model::config::Config;
use crate::model::document::Document;
use crate::model::{Aims, DocIx};

/// What rules look at: documents, their past, and who stands for them.
#[derive(Debug, Clone, Copy)]
pub struct Context<'a> {
    /// The AIMS.
    pub aims: &'a Aims,
    /// Its change record.
    pub history: &'a History,
    /// Who approved and reviewed what.
    pub approvals: &'a Approvals,
}

impl<'a> Context<'a> {
    /// Documents in force or on their way there: with front matter, not retired.
    pub fn living(&self) -> impl Iterator<Item = (DocIx, &'a Document)> {
        self.aims.iter().filter(|(_, document)| document.controlled && !document.is_retired())
    }

    /// The same of one kind, in natural order of their ids.
    pub fn living_of(&self, kind: &str) -> impl Iterator<Item = (DocIx, &'a Document)> {
        self.aims.of_kind(kind).into_iter().filter(|(_, document)| !document.is_retired())
    }

    /// Settings by whose word somebody may accept a risk or is top management: those of today, and those that hold beside
    /// them until somebody has vouched for what changed.
    pub(crate) fn authorities(&self) -> impl Iterator<Item = &'a Config> {
        std::iter::once(&self.aims.config).chain(self.approvals.guard.authorities())
    }

    /// What first brought a text of a document to the main line; `None` too where that may be older than this clone.
    pub fn first_landed(&self, document: &Document) -> Option<&'a Revision> {
        if !self.history.is_known_throughout(&document.path) {
            return None;
        }
        let steps = self.history.steps(&document.path).iter().rev().filter_map(|step| self.history.step(*step));
        let texts = steps.filter(|(_, change)| change.facts.is_some() && change.came()).map(|(revision, _)| revision);
        texts.min_by_key(|revision| revision.landed_at)
    }

    /// Ids of documents for a message: `POL-001, PRO-002 and 3 more`.
    pub fn ids(&self, documents: &[DocIx]) -> String {
        self.ids_up_to(documents, 3)
    }

    /// The same with up to `most` by name.
    pub fn ids_up_to(&self, documents: &[DocIx], most: usize) -> String {
        let named: Vec<&str> = documents.iter().map(|ix| self.aims.document(*ix).id.as_str()).collect();
        listed(&named, most)
    }
}
