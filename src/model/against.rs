//! Open nonconformities, and what they stand against.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalog::ReqId;
use super::document::{Document, Status};
use super::fields::Row;
use super::known::Known;
use super::{DocIx, Ids};

/// A nonconformity that is not closed, with what it names as not met.
#[derive(Debug, Clone)]
pub struct Open {
    /// The document.
    pub document: DocIx,
    /// Whether it is of grade major, by its own word or by that of the audit finding it follows up. One without a grade is
    /// not called so.
    pub major: bool,
    requirements: BTreeSet<ReqId>,
    documents: BTreeSet<DocIx>,
    systems: BTreeSet<DocIx>,
}

impl Open {
    /// Whether it stands against a requirement that these documents serve: it names it, or it names one of the documents
    /// and no requirement.
    pub(super) fn is_against(&self, requirement: &ReqId, serving: &[DocIx]) -> bool {
        match self.requirements.is_empty() {
            true => serving.iter().any(|ix| *ix != self.document && self.documents.contains(ix)),
            false => self.requirements.contains(requirement),
        }
    }

    /// Whether it stands against a document: it names it as not met, or is about that AI system.
    pub fn names(&self, ix: DocIx) -> bool {
        ix != self.document && (self.documents.contains(&ix) || self.systems.contains(&ix))
    }
}

/// The clause that every nonconformity is a record of.
const OWN: &str = "10.2";

/// Every open nonconformity, with what it names.
pub(super) fn open(documents: &[Arc<Document>], ids: &Ids, known: &Known) -> Vec<Open> {
    let all = documents.iter().enumerate().filter(|(_, document)| is_open(document));
    let found = findings(documents);
    let find = |id: &str| ids.get(&id.to_lowercase()).copied();
    all.map(|(i, document)| {
        let named = named(document, &|id| known.resolve(id).is_some() || find(id).is_some());
        Open {
            document: DocIx::new(i),
            major: is_major(document, &found),
            requirements: named.iter().filter_map(|id| known.resolve(id)).collect(),
            documents: named.iter().filter_map(|id| find(id)).collect(),
            systems: document.fields.texts("systems").iter().filter_map(|id| find(&id.value)).collect(),
        }
    })
    .collect()
}

/// Rows of audit findings by the nonconformity that follows each up, this by its id in lower case.
pub fn findings(documents: &[Arc<Document>]) -> BTreeMap<String, Vec<(&Document, &Row)>> {
    let mut found: BTreeMap<String, Vec<(&Document, &Row)>> = BTreeMap::new();
    let counts = |audit: &&Arc<Document>| {
        audit.is("audit") && !audit.is_retired() && audit.status() != Some(Status::Draft) && audit.translates.is_none()
    };
    for audit in documents.iter().filter(counts) {
        for row in audit.fields.rows("findings") {
            if let Some(id) = row.cells.text("nonconformity") {
                found.entry(id.to_lowercase()).or_default().push((&**audit, row));
            }
        }
    }
    found
}

/// Whether a nonconformity is of grade major: the graver of its own grade and that of the findings it follows up, which is
/// the auditor's word.
pub fn is_major(record: &Document, findings: &BTreeMap<String, Vec<(&Document, &Row)>>) -> bool {
    let of = findings.get(&record.id.to_lowercase()).into_iter().flatten();
    let mut grades = of.filter_map(|(_, row)| row.cells.text("grade")).chain(record.fields.text("grade"));
    grades.any(|grade| grade == "major")
}

fn is_open(document: &Document) -> bool {
    document.is("nonconformity") && !document.is_closed() && !document.is_retired()
}

/// What it names as not met: ids in its `requirement`, or where there are none its controls and the clauses beside those
/// that each record of its kind is evidence for.
pub(super) fn named<'a>(document: &'a Document, is_id: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    let fields = &document.fields;
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']');
    let words = fields.text("requirement").unwrap_or_default().split(is_end);
    let words: Vec<&str> = words.map(|word| word.trim_end_matches(['.', ':'])).filter(|word| is_id(word)).collect();
    if !words.is_empty() {
        return words;
    }
    let listed = ["controls", "clauses"].into_iter().flat_map(|key| fields.texts(key)).map(|id| id.value.as_str());
    listed.filter(|id| *id != OWN).collect()
}
