//! The top rung: what has to be approved, in force, reviewed and fresh, and what may not stand open.

use super::asked::{CalledFor, There};
use super::doc::DocIx;
use super::lack::{Lack, LackKind};
use super::requirement::{Inputs, Requirement, RequirementKind, Serving};
use super::review::Review;
use super::soa::Soa;
use super::standing::{Approved, InForce};
use super::tier::Tier;
use super::{by_system, term};
use crate::base::Date;

/// What keeps a requirement that has all its tiers from the top rung.
pub(super) fn lacks_for_top(requirement: &Requirement, inputs: &Inputs<'_>) -> Vec<Lack> {
    let mut lacks: Vec<Lack> = not_there(requirement).into_iter().chain(all_excluded(requirement, inputs)).collect();
    lacks.extend(not_in_order(requirement, inputs));
    lacks.extend(next_to_no_words(requirement, inputs));
    let documents: Vec<DocIx> = requirement.systems_without().collect();
    if !documents.is_empty() {
        lacks.push(Lack { what: LackKind::SystemsWithout, documents });
    }
    let documents: Vec<DocIx> = requirement.systems_stale().collect();
    let all_is_stale = lacks.iter().any(|lack| matches!(lack.what, LackKind::EvidenceStale(_)));
    if !documents.is_empty() && !all_is_stale {
        lacks.push(Lack { what: LackKind::SystemsStale, documents });
    }
    lacks
}

/// What it calls for in writing and has not.
fn not_there(requirement: &Requirement) -> Option<Lack> {
    let lacking = requirement.called_for.iter().filter(|item| item.required && item.state != There::Present);
    let (titles, documents): (Vec<String>, Vec<Vec<DocIx>>) =
        lacking.map(|item| (item.title.clone(), item.documents.clone())).unzip();
    (!titles.is_empty()).then(|| Lack { what: LackKind::NotThere(titles), documents: documents.concat() })
}

/// Where a statement of applicability is called for, one that leaves out all there is states nothing.
fn all_excluded(requirement: &Requirement, inputs: &Inputs<'_>) -> Option<Lack> {
    let is_called_for = |item: &CalledFor, soa: &Soa| item.documents.contains(&soa.document);
    let soa = inputs.soas.iter().find(|soa| soa.framework == requirement.framework && soa.leaves_out_all())?;
    let called = requirement.called_for.iter().any(|item| is_called_for(item, soa));
    called.then(|| Lack { what: LackKind::AllExcluded, documents: vec![soa.document] })
}

/// Documents that bind and hold next to no words; records that do, where they are all the evidence, or all that names an AI
/// system in use, or would be the only evidence that is within its period.
fn next_to_no_words(requirement: &Requirement, inputs: &Inputs<'_>) -> Option<Lack> {
    let binding = requirement.serving.iter().filter(|serving| serving.tier != Tier::Shows);
    let shows = requirement.evidence.iter().map(|(ix, _)| *ix);
    let mut documents: Vec<DocIx> = binding.map(|serving| serving.document).chain(shows).collect();
    documents.retain(|ix| inputs.is_scant(*ix));
    let without: Vec<DocIx> = requirement.systems_without().collect();
    let is_fresh = |(ix, day): &(DocIx, Date)| inputs.is_fresh(*ix, *day);
    let all_is_stale = !requirement.evidence.iter().any(is_fresh);
    let of_system = |ix: DocIx| by_system::shown(inputs, ix).iter().any(|system| without.contains(system));
    let wanted = requirement.passed_over.iter().filter(|of| of_system(of.0) || (all_is_stale && is_fresh(of)));
    documents.extend(wanted.map(|(ix, _)| *ix));
    if !requirement.needs.contains(&Tier::Shows) {
        documents.retain(|ix| inputs.documents[ix.index()].tier() != Some(Tier::Shows));
    }
    (!documents.is_empty()).then_some(Lack { what: LackKind::NextToNoWords, documents })
}

/// What of the documents behind it is not approved, in force, reviewed or fresh, and what stands open against it.
fn not_in_order(requirement: &Requirement, inputs: &Inputs<'_>) -> Vec<Lack> {
    let binding: Vec<&Serving> = requirement.serving.iter().filter(|serving| serving.tier != Tier::Shows).collect();
    let standing = |serving: &Serving| inputs.standing_for(requirement, serving);
    let approval = |serving: &Serving| standing(serving).approval;
    let of = |what: LackKind, wanted: &dyn Fn(&Serving) -> bool| {
        let documents: Vec<DocIx> =
            binding.iter().filter(|serving| wanted(serving)).map(|serving| serving.document).collect();
        (!documents.is_empty()).then_some(Lack { what, documents })
    };
    let unmet = |serving: &Serving| matches!(approval(serving), Approved::No | Approved::Lacking);
    let mut lacks: Vec<Lack> = [
        of(LackKind::StatementNotApproved, &|serving| serving.tier == Tier::Says && unmet(serving)),
        of(LackKind::ProcedureNotApproved, &|serving| serving.tier == Tier::Does && unmet(serving)),
        of(LackKind::ApprovalLapsed, &|serving| approval(serving) == Approved::Lapsed),
    ]
    .into_iter()
    .flatten()
    .collect();
    lacks.extend(binding.iter().filter_map(|serving| match standing(serving).in_force {
        InForce::From(day) => Some(Lack { what: LackKind::NotInForce(Some(day)), documents: vec![serving.document] }),
        InForce::No if approval(serving).is_given() => {
            Some(Lack { what: LackKind::NotInForce(None), documents: vec![serving.document] })
        }
        InForce::No | InForce::Now => None,
    }));
    // A record that names its next date, as an assessment does, counts here too: what it shows no longer holds.
    let review = |ix: DocIx| inputs.reviews[ix.index()];
    let undated = of(LackKind::ReviewUnknown, &|serving| review(serving.document) == Review::Unknown);
    let overdue: Vec<DocIx> = requirement.documents().filter(|ix| review(*ix).is_overdue()).collect();
    lacks.extend(undated);
    if !overdue.is_empty() {
        lacks.push(Lack { what: LackKind::ReviewOverdue, documents: overdue });
    }
    lacks.extend(ended_plans(requirement, inputs));
    if requirement.needs.contains(&Tier::Shows) {
        lacks.extend(stale_evidence(requirement, inputs));
    }
    let major = |ix: &DocIx| inputs.open.iter().any(|open| open.document == *ix && open.major);
    let against: Vec<DocIx> = requirement.open.iter().copied().filter(major).collect();
    if !against.is_empty() {
        lacks.push(Lack { what: LackKind::MajorOpen, documents: against });
    }
    lacks
}

/// Plans of a clause whose time is over, where none that serves it covers today.
fn ended_plans(requirement: &Requirement, inputs: &Inputs<'_>) -> Option<Lack> {
    let serving = requirement.serving.iter().filter(|_| requirement.kind == RequirementKind::Clause);
    let plans = serving.map(|serving| (serving.document, &inputs.documents[serving.document.index()]));
    let (mut ended, mut is_covered) = (Vec::new(), false);
    for (ix, plan) in plans.filter(|(_, plan)| plan.is("plan") && !plan.is_draft()) {
        match term::of_plan(plan) {
            Some(term) if term.until < inputs.today => ended.push(ix),
            term => is_covered |= term.is_none_or(|term| term.covers(inputs.today)),
        }
    }
    (!ended.is_empty() && !is_covered).then_some(Lack { what: LackKind::PlanEnded, documents: ended })
}

fn stale_evidence(requirement: &Requirement, inputs: &Inputs<'_>) -> Option<Lack> {
    let shows: Vec<DocIx> = requirement.tier(Tier::Shows).map(|serving| serving.document).collect();
    let Some((newest, date)) = requirement.newest_evidence else {
        return Some(Lack { what: LackKind::EvidenceUndated, documents: shows });
    };
    let fresh = requirement.evidence.iter().any(|(ix, date)| inputs.is_fresh(*ix, *date));
    (!fresh).then(|| Lack { what: LackKind::EvidenceStale(date), documents: vec![newest] })
}
