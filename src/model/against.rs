//! Open nonconformities, and what they stand against.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::catalog::ReqId;
use super::doc::{DocIx, Ids};
use super::document::Document;
use super::fields::Row;
use super::known::Known;
use super::not_met;

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
    /// Whether it stands against a requirement that these documents serve: it names it, or it names one of the documents. Of
    /// one that serves a requirement that is named too, that is the one that is not met.
    pub(super) fn is_against(
        &self,
        requirement: &ReqId,
        serving: &[DocIx],
        served: &BTreeMap<DocIx, Vec<ReqId>>,
    ) -> bool {
        let is_told = |ix: &DocIx| served.get(ix).into_iter().flatten().any(|id| self.requirements.contains(id));
        let is_at_fault = |ix: &DocIx| *ix != self.document && self.documents.contains(ix) && !is_told(ix);
        self.requirements.contains(requirement) || serving.iter().any(is_at_fault)
    }

    /// Whether it stands against a document: it names it as not met, or is about that AI system.
    pub fn names(&self, ix: DocIx) -> bool {
        ix != self.document && (self.documents.contains(&ix) || self.systems.contains(&ix))
    }
}

/// Every open nonconformity, with what it names.
pub(super) fn open(documents: &[Arc<Document>], ids: &Ids, known: &Known) -> Vec<Open> {
    let all = documents.iter().enumerate().filter(|(_, document)| is_open(document));
    let found = findings(documents);
    let find = |id: &str| ids.get(&id.to_lowercase()).copied();
    all.map(|(i, document)| {
        let named = not_met::of_record(document, ids, known);
        Open {
            document: DocIx::new(i),
            major: is_major(document, &found) == Some(true),
            requirements: named.requirements.into_iter().collect(),
            documents: named.documents.into_iter().collect(),
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

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::model::standing::Standing;
    use crate::source::Memory;

    /// What a nonconformity stands against that names this, where these frameworks are followed.
    fn against_of(follow: &str, requirement: &str, more: &str) -> Vec<String> {
        let record = format!(
            "---\nid: NC-1\ntitle: N\nkind: nonconformity\nstate: open\nrequirement: \"{requirement}\"\n{more}---\n"
        );
        let procedure = "---\nid: PRO-1\ntitle: P\nkind: procedure\ncontrols: [A.5.2]\n---\nText.\n";
        let settings = format!("[frameworks]\nfollow = [{follow}]\n");
        let files = [("aims.toml", settings.as_str()), ("n.md", record.as_str()), ("p.md", procedure)];
        let source = Memory::new(files.map(|(path, text)| (path, text.as_bytes())));
        let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
        let standings = vec![Standing::default(); aims.documents.len()];
        let aims = aims.stand(standings);
        let open = aims.trace.clauses().chain(aims.trace.controls()).filter(|of| !of.open.is_empty());
        open.map(|of| of.name.clone()).collect()
    }

    fn against(requirement: &str) -> Vec<String> {
        against_of("\"iso-42001\"", requirement, "")
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
        for named in ["the gap stays at or below 5.2 points", "7.2 days at most", "at most 8.4 %", "6.1 hours of work"]
        {
            assert!(against(named).is_empty(), "{named}");
            assert_eq!(against_of("\"iso-42001\"", named, "clauses: [\"8.1\"]\n"), ["8.1"], "{named}");
        }
        assert_eq!(against("PRO-1: the gap stays at or below 5.2 points"), ["A.5.2"]);
        assert_eq!(against("PRO-1: 5.2 or less"), ["A.5.2"]);
        for named in ["5.2 was not done", "see clause 5.2", "AI policy (5.2)", "Policy; 5.2", "§ 5.2"] {
            assert_eq!(against(named), ["5.2"], "{named}");
        }
        assert_eq!(against("A.9.3, 5.2"), ["5.2", "A.9.3"]);
    }

    #[test]
    fn documents_stand_beside_requirements_that_they_do_not_serve() {
        assert_eq!(against("PRO-1 and clause 8.4"), ["8.4", "A.5.2"]);
        assert_eq!(against("PRO-1; A.5.2"), ["A.5.2"]);
    }

    #[test]
    fn an_id_is_of_the_standard_that_is_named_with_it() {
        let both = |named: &str| against_of("\"iso-42001\", \"iso-27001\"", named, "");
        for named in [
            "ISO/IEC 27001:2022 A.5.2",
            "ISO/IEC 27001:2022, A.5.2",
            "ISO-27001:A.5.2",
            "iso-27001 A.5.2",
            "27001:2022 control A.5.2",
            "A.5.2 of ISO/IEC 27001",
            "A.5.2 (ISO 27001)",
            "A.5.2 (Annex A of ISO/IEC 27001:2022)",
        ] {
            assert_eq!(both(named), ["iso-27001:A.5.2"], "{named}");
            assert!(against(named).is_empty(), "{named}");
        }
        assert_eq!(both("DIN EN ISO/IEC 27001 Abschnitt 9.2.1"), ["iso-27001:9.2.1"]);
        assert_eq!(both("ISO 27001 clause 5.2 and ISO/IEC 42001:2023 A.5.2"), ["iso-27001:5.2", "A.5.2"]);
        assert_eq!(both("A.5.2 (see also ISO/IEC 27001)"), ["A.5.2"]);
        assert_eq!(both("A.5.3, ISO/IEC 27001 A.5.2"), ["A.5.3", "iso-27001:A.5.2"]);
        assert_eq!(both("ISO/IEC 27001 A.5.2; A.5.2"), ["A.5.2", "iso-27001:A.5.2"]);
        assert!(both("ISO 9001:2015 clauses 8.4 and 8.5").is_empty());
        assert_eq!(both("clause 8.4, an ISO/IEC 27001 audit found"), ["8.4"]);
    }
}
