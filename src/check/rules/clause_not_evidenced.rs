//! `clause-not-evidenced`: a clause that calls for a record is carried out, and no record shows it.

use std::collections::BTreeMap;

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::lacks::waits;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::catalog::{Call, Documented};
use crate::model::config::EVENTS;
use crate::model::document::Document;
use crate::model::due::is_running;
use crate::model::tier::Tier;
use crate::model::trace::{Lack, Requirement, Rung};

pub(super) static RULE: Rule = Rule {
    code: "AIMS321",
    name: "clause-not-evidenced",
    level: Level::Error,
    clock: false,
    what: "A policy and a statement of applicability say that they are approved, a clause calls for a record, documents serve it, and no finished, dated record of the kind that it calls for shows it at work. An error where the clause asks for the record by name, else a warning. Assessments, audits and management reviews that are lacking have rules of their own; what only events bring about is not asked for, but for a record of change (6.3) where an AI system runs another version than it began with, or a release names a system that was in use before.",
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
    let changed = changed(context);
    for requirement in context.aims.trace.clauses() {
        let of_changes = is_of_changes(requirement);
        if !is_bare(requirement) || (is_told_elsewhere(requirement) && !(of_changes && changed.is_some())) {
            continue;
        }
        let clause = context.aims.catalog.clause(&requirement.framework, &requirement.id);
        let Some(clause) = clause else { continue };
        if waits(context, requirement) || report.may_name(&requirement.id) {
            continue;
        }
        let records = clause.called_for.iter().filter(|called| called.call == Call::Record);
        let records: Vec<_> = records.map(|called| wording::known(&called.title)).collect();
        let mut lacks = requirement.lacks.first().map(Lack::sentence).unwrap_or_default();
        if let Some((document, day)) = changed.filter(|_| of_changes) {
            let seen = say!("By {id}, an AI system changed on {day}.", id = document.id, day = wording::day(day));
            lacks = format!("{seen} {lacks}").trim_end().to_owned().into();
        }
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
        report.names(Some(&requirement.name));
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

/// Whether documents serve it, and none shows what it asks to be shown.
fn is_bare(requirement: &Requirement) -> bool {
    requirement.needs.contains(&Tier::Shows)
        && requirement.rung > Rung::Gap
        && requirement.evidence.is_empty()
        && !requirement.evidence_kinds.is_empty()
}

/// Whether nothing shows it but what other rules ask for, and what only events bring about.
fn is_told_elsewhere(requirement: &Requirement) -> bool {
    let is_told = |kind: &String| ASKED_FOR.contains(&kind.as_str()) || EVENTS.contains(&kind.as_str());
    requirement.evidence_kinds.iter().all(is_told)
}

/// Whether records of changes are what shows it.
fn is_of_changes(requirement: &Requirement) -> bool {
    requirement.evidence_kinds.iter().all(|kind| kind == "change")
}

/// What shows that an AI system changed, and when: the version that its entry says runs is not that of its first day, or a
/// release of it came after that day. The newest such change.
fn changed<'a>(context: &Context<'a>) -> Option<(&'a Document, Date)> {
    let has_come = |day: &Date| *day <= context.aims.today;
    let systems = || context.living_of("system").filter(|(_, system)| !system.is_draft());
    let versions = systems().filter_map(|(_, system)| {
        let since = system.fields.date("version-since").filter(has_come)?;
        let first = system.fields.date("deployed");
        first.is_some_and(|first| first < since).then_some((system, since))
    });
    let begun: BTreeMap<&str, Date> =
        systems().filter_map(|(_, system)| Some((system.id.as_str(), system.fields.date("deployed")?))).collect();
    let releases = context.living_of("release").filter(|(_, release)| !release.is_draft());
    let releases = releases.filter_map(|(_, release)| {
        let day = release.fields.date("deployed").or_else(|| release.fields.date("date")).filter(has_come)?;
        if release.fields.text("decision") == Some("no-release") {
            return None;
        }
        let mut of = release.fields.texts("systems").iter().filter_map(|id| begun.get(id.value.as_str()));
        of.any(|first| *first < day).then_some((release, day))
    });
    versions.chain(releases).max_by_key(|(document, day)| (*day, std::cmp::Reverse(document.id.as_str())))
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
    fn a_change_asks_for_its_record() {
        let planning = ("plan.md", "---\nid: PRO-002\ntitle: T\nkind: procedure\nclauses: ['6.3']\n---\nText.\n");
        let record = (
            "r.md",
            "---\nid: CMP-001\ntitle: T\nkind: competence\ndate: 2026-06-01\nevidence-for: [PRO-001]\n---\nText.\n",
        );
        let found = |more: &[(&str, &str)]| told(&[&[SOA, POLICY, planning, record], more].concat());
        let system =
            |dates: &str| format!("---\nid: SYS-1\ntitle: S\nkind: system\nlifecycle: in-use\n{dates}---\nText.\n");
        let lacking = ["aims.toml:1:1 clause 6.3 (Planning of changes) calls for a record, and none shows it"];
        let changed = system("deployed: 2025-03-01\nsystem-version: \"2\"\nversion-since: 2026-03-01\n");
        assert_eq!(found(&[("s.md", &changed)]), lacking);
        let first = system("deployed: 2026-03-01\nsystem-version: \"1\"\nversion-since: 2026-03-01\n");
        for calm in
            [&first, &changed.replace("since: 2026", "since: 2027"), &changed.replace("deployed: 2025-03-01\n", "")]
        {
            assert!(found(&[("s.md", calm)]).is_empty(), "{calm}");
        }
        let release = "---\nid: REL-1\ntitle: R\nkind: release\ndate: 2026-06-01\nsystems: [SYS-1]\n---\nText.\n";
        assert_eq!(found(&[("s.md", &first), ("l.md", release)]), lacking);
        for calm in [release.replace("06-01", "02-01"), release.replace("date:", "decision: no-release\ndate:")] {
            assert!(found(&[("s.md", &first), ("l.md", &calm)]).is_empty(), "{calm}");
        }
        let change = "---\nid: CHG-1\ntitle: C\nkind: change\ndate: 2026-02-01\nsystems: [SYS-1]\nclauses: ['6.3']\n---\nText.\n";
        assert!(found(&[("s.md", &changed), ("c.md", change)]).is_empty());
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
