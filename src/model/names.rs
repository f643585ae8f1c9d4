//! What a document names of requirements itself, each as what is meant.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::catalog::{ReqId, split_req_id};
use super::document::Document;
use super::known::Known;
use super::standard_said::standard_said;

/// What a document names itself.
pub(super) fn named_itself(known: &Known, document: &Document) -> BTreeSet<ReqId> {
    let own =
        ["controls", "clauses"].into_iter().flat_map(|key| document.fields.texts(key)).map(|id| id.value.as_str());
    let own = own.filter_map(|id| known.resolve(&in_full(known, document, id)));
    own.chain(by_framework(known, document)).collect()
}

/// An id with the standard that the document says it is of, where that is another than the one that is followed first.
pub(super) fn in_full<'i>(known: &Known, document: &Document, id: &'i str) -> Cow<'i, str> {
    match standard_said(document, known.frameworks()).filter(|_| split_req_id(id).0.is_none()) {
        Some(number) => Cow::Owned(format!("iso-{number}:{id}")),
        None => Cow::Borrowed(id),
    }
}

/// What a document names under `requirements` of frameworks that are followed.
pub(super) fn by_framework<'a>(known: &'a Known, document: &'a Document) -> impl Iterator<Item = ReqId> {
    let lists = document.fields.requirements().iter();
    lists.flat_map(|(framework, ids)| ids.iter().filter_map(|id| known.find(&framework.value, &id.value)))
}

/// Whether it names any of its own.
pub(super) fn names_own(known: &Known, document: &Document) -> bool {
    ["controls", "clauses"].into_iter().any(|key| !document.fields.texts(key).is_empty())
        || by_framework(known, document).next().is_some()
}
