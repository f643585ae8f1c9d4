//! `clause-not-evidenced`: a clause that calls for a record is carried out, and no record shows it.

use crate::base::{say, wording};
use crate::check::lacks::waits;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::catalog::{Call, Documented};
use crate::model::config::EVENTS;
use crate::model::due::is_running;
use crate::model::tier::Tier;
use crate::model::trace::{Lack, Requirement, Rung};

pub(super) static RULE: Rule = Rule {
    code: "AIMS321",
    name: "clause-not-evidenced",
    level: Level::Error,
    clock: false,
    what: "A policy and a statement of applicability say that they are approved, a clause calls for a record, documents serve it, and no finished, dated record of the kind that it calls for shows it at work. An error where the clause asks for the record by name, else a warning. Assessments, audits and management reviews that are lacking have rules of their own; what only events bring about is not asked for.",
    why: "The record is what the clause asks for: evidence of competence (7.2), results of treatment (8.3), of monitoring and measurement (9.1). Without it an auditor writes that no documented information was available as evidence.",
    fix: "Make the record, and let it name the clause under `clauses` or its procedure under `evidence-for`. A kind of your own counts once `stands-for` in `aims.toml` says what it stands for.",
    run,
};

/// Kinds that other rules ask for, each by name and by its own clock.
const ASKED_FOR: [&str; 4] = ["audit", "management-review", "risk-assessment", "impact-assessment"];

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    if !is_running(context.aims) {
        return;
    }
    for requirement in context.aims.trace.clauses().filter(|requirement| is_unshown(requirement)) {
        let clause = context.aims.catalog.clause(&requirement.framework, &requirement.id);
        let Some(clause) = clause else { continue };
        if waits(context, requirement) || report.may_name(&requirement.id) {
            continue;
        }
        let records = clause.called_for.iter().filter(|called| called.call == Call::Record);
        let records: Vec<_> = records.map(|called| wording::known(&called.title)).collect();
        let lacks = requirement.lacks.first().map(Lack::sentence).unwrap_or_default();
        report.settings(
            None,
            say!(
                "clause {clause} ({title}) calls for a record, and none shows it",
                clause = requirement.name,
                title = wording::known(&clause.title)
            ),
            match records.is_empty() {
                true => format!("{lacks} {}", remedy(context, requirement)),
                false => {
                    let wanted = say!("It asks for: {documents}.", documents = records.join("; "));
                    format!("{lacks} {wanted} {}", remedy(context, requirement))
                }
            },
        );
        if clause.documented != Documented::Required {
            report.at(Level::Warning);
        }
    }
}

/// How to make the record, so that it serves the clause.
fn remedy(context: &Context<'_>, requirement: &Requirement) -> String {
    let mut kinds = requirement.evidence_kinds.iter().filter_map(|kind| context.aims.kinds.get(kind));
    let kind = kinds.next();
    let does = requirement.tier(Tier::Does).next().map(|serving| context.aims.document(serving.document));
    match (kind, does) {
        (Some(kind), _) if kind.clauses.contains(&requirement.id) => {
            say!("`aims new {kind}` begins one, which serves the clause by its kind.", kind = kind.name)
        }
        (_, Some(procedure)) => say!("Add `evidence-for: [{id}]` to a record that shows it.", id = procedure.id),
        _ => say!("Name the clause in the record that shows it: `clauses: [{id}]`.", id = requirement.name),
    }
}

fn is_unshown(requirement: &Requirement) -> bool {
    let kinds = || requirement.evidence_kinds.iter().map(String::as_str);
    let is_told = |kind: &str| ASKED_FOR.contains(&kind) || EVENTS.contains(&kind);
    requirement.needs.contains(&Tier::Shows)
        && requirement.rung > Rung::Gap
        && requirement.evidence.is_empty()
        && kinds().next().is_some()
        && !kinds().all(is_told)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: (&str, &str) =
        ("soa.md", "---\nid: SOA-001\ntitle: S\nkind: soa\nstatus: approved\nstatement: []\n---\n");
    const POLICY: (&str, &str) = ("p.md", "---\nid: POL-001\ntitle: T\nkind: policy\nstatus: approved\n---\nText.\n");
    const PROCEDURE: &str = "---\nid: PRO-001\ntitle: T\nkind: procedure\nclauses: [7.2, 9.2.1, 10.2]\n---\nText.\n";

    fn told(files: &[(&str, &str)]) -> Vec<String> {
        only("clause-not-evidenced", &[&[("aims.toml", ""), ("pro.md", PROCEDURE)], files].concat())
    }

    #[test]
    fn a_clause_that_is_carried_out_and_not_shown_is_told() {
        let found = told(&[SOA, POLICY]);
        assert_eq!(found, ["aims.toml:1:1 clause 7.2 (Competence) calls for a record, and none shows it"]);
        let record =
            ("r.md", "---\nid: REC-001\ntitle: T\nkind: record\ndate: 2026-06-01\nclauses: [7.2]\n---\nText.\n");
        assert_eq!(told(&[SOA, POLICY, record]).len(), 1, "a record of another kind is none");
    }

    #[test]
    fn a_record_and_what_is_still_being_set_up_are_no_findings() {
        let record = (
            "r.md",
            "---\nid: CMP-001\ntitle: T\nkind: competence\ndate: 2026-06-01\nevidence-for: [PRO-001]\n---\nText.\n",
        );
        assert!(told(&[SOA, POLICY, record]).is_empty());
        assert!(told(&[SOA]).is_empty());
        assert!(told(&[POLICY]).is_empty());
    }
}
