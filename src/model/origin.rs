//! Who wrote a document and when, as the change record has it, and what else is held against what rests on it.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::doc::DocIx;
use super::document::Document;
use crate::base::Date;

/// Who wrote a document and when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// Everybody who put something into its text.
    pub authors: BTreeSet<Arc<str>>,
    /// The first and the last day on which somebody did.
    pub written: (Date, Date),
    /// The first and the last day on which some of its text reached the main line, where all of them are known.
    pub landed: Option<(Date, Date)>,
    /// Since when a procedure or policy has been in force as it reads now, where that is known.
    pub since: Option<Date>,
}

impl Origin {
    /// The one person who wrote it, where it was one.
    pub fn sole(&self) -> Option<&str> {
        let mut authors = self.authors.iter();
        authors.next().filter(|_| authors.next().is_none()).map(|author| &**author)
    }
}

/// A document that left, or says that it is retired, without the act that lets it go.
#[derive(Debug, Clone)]
pub struct LetGo {
    /// The document, where it is still there.
    pub document: Option<DocIx>,
    /// Its id; of one that is gone, the one by which it was approved.
    pub id: String,
    /// How it read when it last held.
    pub was: Arc<Document>,
}

/// What is known of documents beyond their text and their standing.
#[derive(Debug, Clone, Default)]
pub struct Held {
    /// Documents in which, or about which, there are errors.
    pub wrong: BTreeSet<DocIx>,
    /// Documents of which an error says that they left, or were retired, without the act that lets them go.
    pub let_go: Vec<LetGo>,
    /// Records that were committed long after their day, or edited when they were closed.
    pub doubtful: BTreeSet<DocIx>,
    /// Records by somebody who answers for what they look at.
    pub partial: BTreeSet<DocIx>,
    /// Who wrote each document and when, in their order; `None` of those that no commit holds.
    pub origins: Vec<Option<Origin>>,
}

impl Held {
    /// Who wrote a document and when.
    pub(super) fn origin(&self, ix: DocIx) -> Option<&Origin> {
        self.origins.get(ix.index())?.as_ref()
    }
}
