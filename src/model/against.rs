//! Open nonconformities, and what they stand against.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalog::ReqId;
use super::document::Document;
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

/// Words that stand before the number of a clause.
const CLAUSE: [&str; 6] = ["clause", "clauses", "section", "sections", "abschnitt", "abschnitte"];

/// Every open nonconformity, with what it names.
pub(super) fn open(documents: &[Arc<Document>], ids: &Ids, known: &Known) -> Vec<Open> {
    let all = documents.iter().enumerate().filter(|(_, document)| is_open(document));
    let found = findings(documents);
    let find = |id: &str| ids.get(&id.to_lowercase()).copied();
    all.map(|(i, document)| {
        let named = named(document, &|id| find(id).is_some() || !known.meant(id).is_empty());
        Open {
            document: DocIx::new(i),
            major: is_major(document, &found) == Some(true),
            requirements: named.iter().flat_map(|id| known.meant(id)).collect(),
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
        audit.is("audit") && !audit.is_retired() && !audit.is_draft() && audit.translates.is_none()
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
/// the auditor's word. `None` where nobody gave it one.
pub fn is_major(record: &Document, findings: &BTreeMap<String, Vec<(&Document, &Row)>>) -> Option<bool> {
    let of = findings.get(&record.id.to_lowercase()).into_iter().flatten();
    let mut grades = of.filter_map(|(_, row)| row.cells.text("grade")).chain(record.fields.text("grade")).peekable();
    grades.peek()?;
    Some(grades.any(|grade| grade == "major"))
}

fn is_open(document: &Document) -> bool {
    document.is("nonconformity") && !document.is_closed() && !document.is_retired()
}

/// What it names as not met: ids in its `requirement`, or where there are none its controls and the clauses beside those
/// that each record of its kind is evidence for.
pub(super) fn named<'a>(document: &'a Document, is_id: &dyn Fn(&str) -> bool) -> Vec<&'a str> {
    let fields = &document.fields;
    let is_end = |c: char| c.is_whitespace() || matches!(c, ',' | ';' | '(' | ')' | '[' | ']');
    let words = fields.text("requirement").unwrap_or_default().split(is_end).filter(|word| !word.is_empty());
    let (mut ids, mut leads): (Vec<&str>, bool) = (Vec::new(), true);
    for word in words.map(|word| word.trim_end_matches(['.', ':'])) {
        // A whole number is a clause where nothing stands before it but a word for one, or another id; else it is an amount.
        let is_whole = word.bytes().all(|byte| byte.is_ascii_digit());
        let is_named = is_id(word) && (leads || !is_whole);
        ids.extend(is_named.then_some(word));
        let lower = word.to_lowercase();
        leads = is_named || CLAUSE.contains(&&*lower) || (leads && matches!(&*lower, "and" | "und"));
    }
    if !ids.is_empty() {
        return ids;
    }
    let listed = ["controls", "clauses"].into_iter().flat_map(|key| fields.texts(key)).map(|id| id.value.as_str());
    listed.filter(|id| *id != OWN).collect()
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::model::standing::Standing;
    use crate::source::Memory;

    /// What a nonconformity stands against that names this.
    fn against(requirement: &str) -> Vec<String> {
        let record =
            format!("---\nid: NC-1\ntitle: N\nkind: nonconformity\nstate: open\nrequirement: \"{requirement}\"\n---\n");
        let procedure = "---\nid: PRO-1\ntitle: P\nkind: procedure\ncontrols: [A.5.2]\n---\nText.\n";
        let files = [("aims.toml", ""), ("n.md", record.as_str()), ("p.md", procedure)];
        let source = Memory::new(files.map(|(path, text)| (path, text.as_bytes())));
        let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
        let standings = vec![Standing::default(); aims.documents.len()];
        let aims = aims.stand(standings);
        let open = aims.trace.clauses().chain(aims.trace.controls()).filter(|of| !of.open.is_empty());
        open.map(|of| of.id.clone()).collect()
    }

    #[test]
    fn a_heading_means_the_controls_below_it() {
        let area = ["A.9.2", "A.9.3", "A.9.4"];
        for named in ["A.9", "A.9: nobody looked", "iso-42001:A.9", "what A.9 asks for was not done"] {
            assert_eq!(against(named), area, "{named}");
        }
        // An objective within an area has its own.
        assert_eq!(against("A.6.1"), ["A.6.1.2", "A.6.1.3"]);
        assert_eq!(against("A.6.1 and A.9"), [&["A.6.1.2", "A.6.1.3"][..], &area].concat());
        assert!(against("A.6").len() > against("A.6.2").len());
        assert_eq!(against("A.9.3"), ["A.9.3"]);
    }

    #[test]
    fn an_amount_is_no_clause() {
        assert_eq!(against("PRO-1, each harmful impact of 8 or more has a row"), ["A.5.2"]);
        for named in ["8", "clause 8", "Clauses 8: it was not done", "8 (operation)"] {
            assert_eq!(against(named), ["8"], "{named}");
        }
        assert_eq!(against("8.4, not done in 8 cases"), ["8.4"]);
        assert_eq!(against("clauses 8.4 and 8, at 9 sites"), ["8", "8.4"]);
    }
}
