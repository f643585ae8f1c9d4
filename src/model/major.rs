//! Open major nonconformities, and the requirements that they stand against.

use super::catalog::ReqId;
use super::document::Document;
use super::known::Known;
use super::{DocIx, Ids};

/// The open major nonconformities against a requirement that these documents serve: those that name it, and those that name
/// one of the documents and no requirement.
pub(super) fn against(majors: &[Major], requirement: &ReqId, serving: &[DocIx]) -> Vec<DocIx> {
    let against = |major: &&Major| match major.requirements.is_empty() {
        true => serving.iter().any(|ix| *ix != major.document && major.documents.contains(ix)),
        false => major.requirements.contains(requirement),
    };
    majors.iter().filter(against).map(|major| major.document).collect()
}

/// An open major nonconformity.
pub(super) struct Major {
    document: DocIx,
    requirements: Vec<ReqId>,
    documents: Vec<DocIx>,
}

/// Every open major nonconformity, with what it names.
pub(super) fn open(documents: &[Document], ids: &Ids, known: &Known) -> Vec<Major> {
    let all = documents.iter().enumerate().filter(|(_, document)| is_open_major(document));
    all.map(|(i, document)| Major {
        document: DocIx::new(i),
        requirements: named(document).filter_map(|id| known.resolve(id)).collect(),
        documents: named(document).filter_map(|id| ids.get(&id.to_lowercase()).copied()).collect(),
    })
    .collect()
}

/// Whether a document is a nonconformity of grade major that is not closed. One without a grade is not called major.
fn is_open_major(document: &Document) -> bool {
    let text = |key: &str| document.fields.text(key);
    let open = text("state") != Some("closed") && !document.is_retired();
    document.is("nonconformity") && text("grade") == Some("major") && open
}

/// What it names as not met: ids in its `requirement`, its controls and clauses, and the documents it is evidence for.
fn named(document: &Document) -> impl Iterator<Item = &str> {
    let fields = &document.fields;
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']');
    let words = fields.text("requirement").unwrap_or_default().split(is_end);
    let words = words.map(|word| word.trim_end_matches(['.', ':'])).filter(|word| !word.is_empty());
    let lists = ["controls", "clauses", "evidence-for", "implements"].into_iter();
    words.chain(lists.flat_map(|key| fields.texts(key)).map(|id| id.value.as_str()))
}
