//! The rung of a requirement: each in turn, until one lacks something.

use std::collections::BTreeMap;

use super::DocIx;
use super::catalog::{Catalog, ReqId};
use super::document::{Document, Status};
use super::lack::{Lack, LackKind};
use super::requirement::{Inputs, Requirement, Rung, Serving};
use super::review;
use super::tier::Tier;
use crate::base::Date;

/// Finds the rung: each in turn, until one lacks something.
pub(super) fn climb(requirement: &mut Requirement, inputs: &Inputs<'_>) {
    let document = |serving: &Serving| &inputs.documents[serving.document.index()];
    // A record shows something once it is finished and the day it is of has come.
    let stands =
        |serving: &Serving| serving.tier != Tier::Shows || evidence_date(document(serving), inputs.today).is_some();
    let has = |tier: Tier| requirement.serving.iter().any(|serving| serving.tier == tier && stands(serving));
    let needs = |tier: Tier| requirement.needs.contains(&tier);
    requirement.newest_evidence = requirement
        .tier(Tier::Shows)
        .filter_map(|serving| {
            Some((evidence_date(document(serving), inputs.today)?, std::cmp::Reverse(serving.document)))
        })
        .max()
        .map(|(date, document)| (document.0, date));
    let lack = |what: LackKind| vec![Lack::of(what)];
    let (rung, lacks) = if requirement.serving.is_empty() {
        (Rung::Gap, lack(first_need(&requirement.needs)))
    } else if needs(Tier::Says) && !has(Tier::Says) && !has(Tier::Does) {
        // A record alone shows that something was done once, not that anybody is bound to do it.
        (Rung::Gap, lack(LackKind::NothingBinding))
    } else if needs(Tier::Does) && !has(Tier::Does) {
        (if has(Tier::Says) || !needs(Tier::Says) { Rung::Stated } else { Rung::Gap }, lack(LackKind::NoProcedure))
    } else if needs(Tier::Shows) && !has(Tier::Shows) {
        (if has(Tier::Does) { Rung::Operated } else { Rung::Stated }, lack(LackKind::NothingFinished))
    } else {
        let reached = if has(Tier::Shows) {
            Rung::Evidenced
        } else if has(Tier::Does) {
            Rung::Operated
        } else {
            Rung::Stated
        };
        let lacks = lacks_for_current(requirement, inputs);
        (if lacks.is_empty() { Rung::Current } else { reached }, lacks)
    };
    requirement.rung = rung;
    requirement.lacks = lacks;
}

/// The day a record is evidence of; `None` for one that is still being written, is of no day, or of a day to come.
fn evidence_date(document: &Document, today: Date) -> Option<Date> {
    let written = !matches!(document.status(), Some(Status::Draft | Status::InReview));
    document.evidence_date().filter(|date| written && *date <= today)
}

fn first_need(needs: &[Tier]) -> LackKind {
    match needs.first() {
        Some(Tier::Does) => LackKind::NoProcedure,
        Some(Tier::Shows) => LackKind::NoRecord,
        _ => LackKind::NoDocument,
    }
}

fn lacks_for_current(requirement: &Requirement, inputs: &Inputs<'_>) -> Vec<Lack> {
    let mut lacks = Vec::new();
    let document = |ix: DocIx| &inputs.documents[ix.index()];
    let binding = |tiers: &[Tier]| -> Vec<DocIx> {
        let serving =
            requirement.serving.iter().filter(|serving| tiers.contains(&serving.tier) && serving.tier != Tier::Shows);
        serving.map(|serving| serving.document).collect()
    };
    let approved = |ix: &DocIx| document(*ix).status() == Some(Status::Approved);
    for (tiers, what) in [
        (&[Tier::Says, Tier::Does][..], LackKind::StatementNotApproved),
        (&[Tier::Does][..], LackKind::ProcedureNotApproved),
    ] {
        let found = binding(tiers);
        let asked = requirement.needs.contains(&tiers[0]);
        if asked && !found.is_empty() && !found.iter().any(approved) {
            lacks.push(Lack { what, documents: found });
        }
    }
    // A record that names its next date, as an assessment does, counts here too: what it shows no longer holds.
    let overdue: Vec<DocIx> = requirement
        .serving
        .iter()
        .map(|serving| serving.document)
        .filter(|ix| review::state(document(*ix), inputs.config, inputs.today).is_overdue())
        .collect();
    let undated: Vec<DocIx> = binding(&[Tier::Says, Tier::Does])
        .into_iter()
        .filter(|ix| review::state(document(*ix), inputs.config, inputs.today) == review::Review::Unknown)
        .collect();
    if !undated.is_empty() {
        lacks.push(Lack { what: LackKind::ReviewUnknown, documents: undated });
    }
    if !overdue.is_empty() {
        lacks.push(Lack { what: LackKind::ReviewOverdue, documents: overdue });
    }
    if requirement.needs.contains(&Tier::Shows) {
        lacks.extend(stale_evidence(requirement, inputs));
    }
    lacks
}

fn stale_evidence(requirement: &Requirement, inputs: &Inputs<'_>) -> Option<Lack> {
    let shows: Vec<DocIx> = requirement.tier(Tier::Shows).map(|serving| serving.document).collect();
    let Some((newest, date)) = requirement.newest_evidence else {
        return Some(Lack { what: LackKind::EvidenceUndated, documents: shows });
    };
    let fresh = shows.iter().any(|ix| {
        let document = &inputs.documents[ix.index()];
        let kind = document.kind_name();
        let stands = |date| inputs.config.evidence_period(kind).after(date) >= inputs.today;
        evidence_date(document, inputs.today).is_some_and(stands)
    });
    (!fresh).then(|| Lack { what: LackKind::EvidenceStale(date), documents: vec![newest] })
}

/// A clause that only gathers others stands as low as the lowest of them.
pub(super) fn gather(requirements: &mut BTreeMap<ReqId, Requirement>, catalog: &Catalog) {
    let all = catalog.standards().flat_map(|standard| standard.clauses.iter().map(move |clause| (standard, clause)));
    let gathering = all.filter(|(_, clause)| !clause.requirement).collect::<Vec<_>>();
    for (standard, clause) in gathering.into_iter().rev() {
        let id = |id: &str| ReqId::new(&standard.id, id);
        let below = standard.clauses.iter().filter(|child| child.parent.as_ref() == Some(&clause.id));
        let below: Vec<(String, Rung)> =
            below.filter_map(|child| Some((child.id.clone(), requirements.get(&id(&child.id))?.rung))).collect();
        let lowest = below.iter().map(|(_, rung)| *rung).min().unwrap_or(Rung::Gap);
        let holding: Vec<String> = below.into_iter().filter(|(_, rung)| *rung == lowest).map(|(id, _)| id).collect();
        if let Some(requirement) = requirements.get_mut(&id(&clause.id)) {
            requirement.rung = lowest;
            requirement.lacks =
                if lowest == Rung::Current { Vec::new() } else { vec![Lack::of(LackKind::AsLowAs(holding))] };
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::model::trace::Rung;
    use crate::source::Memory;

    const POLICY: &str =
        "---\nid: POL\ntitle: P\nkind: policy\nstatus: approved\nreviewed: 2026-06-01\ncontrols: [A.5.2]\n---\n";
    const PROCEDURE: &str =
        "---\nid: PRO\ntitle: P\nkind: procedure\nstatus: approved\nreviewed: 2026-06-01\nimplements: [POL]\n---\n";
    const RECORD: &str = "---\nid: REC\ntitle: R\nkind: record\ndate: 2026-07-01\nevidence-for: [PRO]\n---\n";

    /// The rung of `id` with these documents, and what the next one lacks.
    fn stand(id: &str, documents: &[&str]) -> (Rung, Vec<String>) {
        let names: Vec<String> = (0..documents.len()).map(|i| format!("{i}.md")).collect();
        let files = names.iter().map(String::as_str).zip(documents.iter().map(|text| text.as_bytes()));
        let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
        let found = aims.trace.get(id).expect("a requirement");
        (found.rung, found.lacks.iter().map(|lack| lack.sentence().into_owned()).collect())
    }

    fn rung(documents: &[&str]) -> Rung {
        stand("A.5.2", documents).0
    }

    #[test]
    fn each_document_lifts_a_control_by_a_rung() {
        assert_eq!(rung(&[]), Rung::Gap);
        assert_eq!(rung(&[POLICY]), Rung::Stated);
        assert_eq!(rung(&[POLICY, PROCEDURE]), Rung::Operated);
        assert_eq!(stand("A.5.2", &[POLICY, PROCEDURE, RECORD]), (Rung::Current, vec![]));
        // A procedure says what it does; a record without either binds nobody.
        let own = PROCEDURE.replace("implements: [POL]", "controls: [A.5.2]");
        assert_eq!(rung(&[&own]), Rung::Operated);
        assert_eq!(rung(&[&RECORD.replace("evidence-for: [PRO]", "controls: [A.5.2]")]), Rung::Gap);
    }

    #[test]
    fn evidence_has_a_day_that_has_come_and_is_finished() {
        for (from, to) in [
            ("date: 2026-07-01", "date: 2031-01-01"),
            ("date: 2026-07-01", "tags: [x]"),
            ("date: 2026-07-01", "date: 2026-07-01\nstatus: draft"),
            ("date: 2026-07-01", "date: 2026-07-01\nstatus: retired"),
        ] {
            assert_eq!(rung(&[POLICY, PROCEDURE, &RECORD.replace(from, to)]), Rung::Operated, "{to}");
        }
        assert_eq!(rung(&[POLICY, PROCEDURE, &RECORD.replace("2026-07-01", "2026-11-20")]), Rung::Current);
    }

    #[test]
    fn the_top_rung_asks_for_approval_reviews_and_fresh_evidence() {
        let lacks = |documents: &[&str]| {
            let (rung, lacks) = stand("A.5.2", documents);
            assert_eq!(rung, Rung::Evidenced);
            lacks.join(" ")
        };
        let draft = |text: &str| text.replace("approved", "draft");
        assert_eq!(lacks(&[POLICY, &draft(PROCEDURE), RECORD]), "No procedure that operates it is approved.");
        let late = PROCEDURE.replace("2026-06-01", "2025-06-01");
        assert_eq!(lacks(&[POLICY, &late, RECORD]), "The review is overdue.");
        let undated = POLICY.replace("reviewed: 2026-06-01\n", "");
        assert_eq!(lacks(&[&undated, PROCEDURE, RECORD]), "Nothing says when it was last reviewed.");
        let old = RECORD.replace("2026-07-01", "2025-07-01");
        assert!(lacks(&[POLICY, PROCEDURE, &old]).contains("older than its period"));
        let scheduled = RECORD.replace("date:", "next-review: 2026-10-01\ndate:");
        assert_eq!(lacks(&[POLICY, PROCEDURE, &scheduled]), "The review is overdue.");
    }

    #[test]
    fn a_document_that_names_its_own_requirements_serves_no_others() {
        let other = RECORD.replace("evidence-for", "controls: [A.5.3]\nevidence-for");
        assert_eq!(rung(&[POLICY, PROCEDURE, &other]), Rung::Operated);
    }

    #[test]
    fn documents_in_a_ring_are_walked_once() {
        let a = "---\nid: A1\ntitle: A\nkind: procedure\nimplements: [B1]\n---\n";
        let b = "---\nid: B1\ntitle: B\nkind: procedure\nimplements: [A1]\n---\n";
        assert_eq!(rung(&[a, b]), Rung::Gap);
    }

    #[test]
    fn clauses_ask_for_the_documents_they_call_for() {
        let scope = "---\nid: S\ntitle: S\nkind: scope\nstatus: approved\nreviewed: 2026-06-01\n---\n";
        assert_eq!(stand("4.3", &[scope]).0, Rung::Current);
        assert_eq!(stand("4.3", &[&scope.replace("approved", "draft")]).0, Rung::Stated);
        let assessment = "---\nid: R\ntitle: R\nkind: risk-assessment\ndate: 2026-06-01\n---\n";
        assert_eq!(stand("8.2", &[assessment]).0, Rung::Current);
        // A clause that only gathers others stands as low as the lowest of them.
        assert_eq!(stand("4", &[scope]).0, Rung::Gap);
    }
}
