//! What the text of each document would be under the ids that it had before: parsed when it is first asked for, and once.

use std::sync::OnceLock;

use crate::compare::Snapshot;
use crate::model::{Aims, DocIx};

/// Their digests, in order of the documents.
pub(super) struct Formers<'a> {
    aims: &'a Aims,
    known: Vec<OnceLock<Box<[[u8; 32]]>>>,
}

impl<'a> Formers<'a> {
    pub(super) fn of(aims: &'a Aims) -> Self {
        Self { aims, known: aims.documents.iter().map(|_| OnceLock::new()).collect() }
    }

    /// Those of a document.
    pub(super) fn get(&self, ix: DocIx) -> &[[u8; 32]] {
        let read = || Snapshot::read(self.aims.document(ix).text.as_bytes(), &self.aims.config.reading).former;
        self.known.get(ix.index()).map_or(&[][..], |known| known.get_or_init(read))
    }
}
