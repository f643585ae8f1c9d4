//! What a document names of requirements itself, each as what is meant.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::catalog::{ReqId, split_req_id};
use super::document::Document;
use super::known::Known;
use super::settings::normal;

/// Numbers of standards with requirements: their clauses are met or not. A guideline, such as ISO 31000, is a way to meet
/// those of another.
const REQUIRING: &str = "9001 13485 14001 17021 17025 20000 21001 22000 22301 27001 27701 28000 37001 37301 41001 42001 \
    45001 50001 55001";

/// What a document names itself.
pub(super) fn named_itself(known: &Known, document: &Document) -> BTreeSet<ReqId> {
    let own =
        ["controls", "clauses"].into_iter().flat_map(|key| document.fields.texts(key)).map(|id| id.value.as_str());
    let own = own.filter_map(|id| known.resolve(&in_full(known, document, id)));
    own.chain(by_framework(known, document)).collect()
}

/// An id with the standard that the document says it is of, `standard: ISO 13485:2016`, where that has requirements and is
/// another than the one that is followed first.
pub(super) fn in_full<'i>(known: &Known, document: &Document, id: &'i str) -> Cow<'i, str> {
    let said = document.fields.kept().iter().chain(document.fields.unknown());
    let mut said =
        said.filter(|(key, of)| ["standard", "framework", "norm"].contains(&&*normal(key)) && of.contains("ISO"));
    let numbers = said.next().into_iter().flat_map(|(_, of)| of.split(|c: char| !c.is_ascii_digit()));
    let is_followed = |number: &str| known.frameworks().any(|of| of.strip_prefix("iso-") == Some(number));
    let mut numbers = numbers.filter(|number| REQUIRING.split(' ').any(|one| one == *number) || is_followed(number));
    let first = known.frameworks().next().unwrap_or_default();
    match numbers.clone().next().filter(|_| split_req_id(id).0.is_none() && !numbers.any(|one| first.ends_with(one))) {
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
