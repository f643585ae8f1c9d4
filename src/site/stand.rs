//! Where the article of a document stands: on a page of its own, or as one of several on a page of the pack.

use std::borrow::Cow;

use super::pack::Pack;
use super::routes;
use crate::base::say;
use crate::model::{Aims, DocIx};

/// Where an article stands, and with it where its links lead.
#[derive(Clone, Copy)]
pub(super) struct Stand<'a> {
    /// The page.
    pub page: &'a str,
    /// The pack that it is part of, with the document itself.
    within: Option<(&'a Pack, DocIx)>,
}

impl<'a> Stand<'a> {
    /// On a page of its own.
    pub(super) fn alone(page: &'a str) -> Self {
        Self { page, within: None }
    }

    /// As one of several.
    pub(super) fn among(pack: &'a Pack, page: &'a str, ix: DocIx) -> Self {
        Self { page, within: Some((pack, ix)) }
    }

    /// How many levels deeper than on a page of its own its headings stand.
    pub(super) fn deeper(self) -> u8 {
        u8::from(self.within.is_some())
    }

    /// An id of it, so that those of several articles on a page stay apart.
    pub(super) fn id(self, own: &str) -> Cow<'_, str> {
        match self.within.and_then(|(pack, ix)| pack.place(ix)) {
            Some(place) => Cow::Owned(place.inner(own)),
            None => Cow::Borrowed(own),
        }
    }

    /// What a table of it is called, for those who do not see it.
    pub(super) fn table(self, aims: &Aims, number: usize) -> String {
        match self.within {
            Some((_, ix)) => say!("{id}, table {number}", id = aims.document(ix).id, number),
            None => say!("Table {number}", number),
        }
    }

    /// The link to a document, and to an anchor in it, percent-encoded.
    pub(super) fn document(self, aims: &Aims, ix: DocIx, fragment: Option<&str>) -> String {
        if let Some((path, place)) = self.within.and_then(|(pack, _)| Some((pack.path_of(ix)?, pack.place(ix)?))) {
            let fragment = match fragment {
                Some(fragment) => routes::fragment(&place.inner(fragment)),
                None => routes::fragment(&place.anchor),
            };
            return if path == self.page {
                format!("#{fragment}")
            } else {
                format!("{}#{fragment}", routes::relative(self.page, path))
            };
        }
        let to = routes::document(&aims.document(ix).id);
        match fragment {
            Some(fragment) if to == self.page => format!("#{}", routes::fragment(fragment)),
            Some(fragment) => format!("{}#{}", routes::relative(self.page, &to), routes::fragment(fragment)),
            None if to == self.page => "#main".to_owned(),
            None => routes::relative(self.page, &to),
        }
    }
}
