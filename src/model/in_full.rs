//! An id as a document means it.

use std::borrow::Cow;

use super::document::Document;
use super::names::in_full;
use super::whole::Aims;

impl Aims {
    /// An id that a document names under `key`, with the standard that it says it is of. What an audit covers is of none.
    pub fn in_full<'i>(&self, document: &Document, (key, id): (&str, &'i str)) -> Cow<'i, str> {
        if key.contains("covers-") { Cow::Borrowed(id) } else { in_full(&self.known, document, id) }
    }
}
