//! Clauses and controls, the statement of applicability, and what stands behind each requirement.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::documents::values;
use super::{Inputs, day};
use crate::model::Tier;
use crate::model::trace::{Applicability, Lack, Requirement, RequirementKind};

/// A control of Annex A or of the team's own.
#[derive(Debug, Default, Serialize)]
pub(super) struct ControlRow<'a> {
    id: &'a str,
    title: &'a str,
    /// `control` for one of Annex A, else `own-control`.
    kind: &'static str,
    area: Option<&'a str>,
    applicability: &'static str,
    reason: Option<&'a str>,
    implementation: Option<&'a str>,
    owner: Option<&'a str>,
    rung: &'static str,
    says: Vec<&'a str>,
    does: Vec<&'a str>,
    shows: Vec<&'a str>,
    mentioned_by: Vec<&'a str>,
    /// Risks that name it as their treatment.
    risks: Vec<&'a str>,
    newest_evidence: Option<&'a str>,
    newest_evidence_date: Option<String>,
    lacks: Vec<Cow<'static, str>>,
}

/// A clause.
#[derive(Debug, Default, Serialize)]
pub(super) struct ClauseRow<'a> {
    id: &'a str,
    title: &'a str,
    parent: Option<&'a str>,
    /// Whether it requires anything itself, or only holds clauses that do.
    requirement: bool,
    needs: Vec<&'static str>,
    rung: &'static str,
    says: Vec<&'a str>,
    does: Vec<&'a str>,
    shows: Vec<&'a str>,
    mentioned_by: Vec<&'a str>,
    newest_evidence: Option<&'a str>,
    newest_evidence_date: Option<String>,
    lacks: Vec<Cow<'static, str>>,
}

/// A row of the statement of applicability.
#[derive(Debug, Default, Serialize)]
pub(super) struct StatementRow<'a> {
    control: &'a str,
    title: Option<&'a str>,
    applicable: bool,
    reason: Option<&'a str>,
    implementation: Option<&'a str>,
    rung: Option<&'static str>,
    owner: Option<&'a str>,
    risks: Vec<&'a str>,
    documents: Vec<&'a str>,
    /// The statement itself.
    statement: &'a str,
}

/// A requirement with all that stands behind it.
#[derive(Debug, Default, Serialize)]
pub(super) struct TraceRow<'a> {
    requirement: &'a str,
    kind: &'static str,
    title: &'a str,
    applicability: &'static str,
    reason: Option<&'a str>,
    rung: &'static str,
    needs: Vec<&'static str>,
    says: Vec<ServingRow<'a>>,
    does: Vec<ServingRow<'a>>,
    shows: Vec<ServingRow<'a>>,
    lacks: Vec<LackRow<'a>>,
}

/// A document that serves a requirement.
#[derive(Debug, Serialize)]
struct ServingRow<'a> {
    document: &'a str,
    /// The document through which it does, where it names no requirements of its own.
    via: Option<&'a str>,
}

/// What the next rung lacks.
#[derive(Debug, Serialize)]
struct LackRow<'a> {
    what: Cow<'static, str>,
    documents: Vec<&'a str>,
}

/// The controls of Annex A in its order, then the team's own.
pub(super) fn controls<'a>(from: &Inputs<'a>) -> Vec<ControlRow<'a>> {
    let aims = from.aims;
    let mut risks: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (_, risk) in aims.of_kind("risk") {
        let named: BTreeSet<&str> = risk.fields.texts("controls").iter().map(|id| id.value.as_str()).collect();
        for control in named {
            risks.entry(control).or_default().push(&risk.id);
        }
    }
    let row = |control: &'a Requirement| {
        let stated = aims.soa.as_ref().and_then(|soa| soa.row(&control.id));
        ControlRow {
            id: &control.id,
            title: &control.title,
            kind: kind_word(control.kind),
            area: aims.catalog.control(&control.id).map(|known| known.area.as_str()),
            applicability: applicability_word(&control.applicability),
            reason: stated.and_then(|row| row.reason.as_ref()).map(|reason| reason.value.as_str()),
            implementation: stated.and_then(|row| row.implementation.as_ref()).map(|word| word.value.as_str()),
            owner: stated.and_then(|row| row.owner.as_deref()),
            rung: control.rung.as_str(),
            says: serving(*from, control, Tier::Says),
            does: serving(*from, control, Tier::Does),
            shows: serving(*from, control, Tier::Shows),
            mentioned_by: from.ids(control.mentioned_by.iter().copied()),
            risks: risks.get(control.id.as_str()).cloned().unwrap_or_default(),
            newest_evidence: control.newest_evidence.map(|(ix, _)| aims.document(ix).id.as_str()),
            newest_evidence_date: day(control.newest_evidence.map(|(_, date)| date)),
            lacks: lacks(control),
        }
    };
    aims.trace.controls().map(row).collect()
}

/// Clauses 4 to 10 in the order of the standard.
pub(super) fn clauses<'a>(from: &Inputs<'a>) -> Vec<ClauseRow<'a>> {
    let aims = from.aims;
    let row = |clause: &'a Requirement| {
        let known = aims.catalog.clause(&clause.id);
        ClauseRow {
            id: &clause.id,
            title: &clause.title,
            parent: known.and_then(|known| known.parent.as_deref()),
            requirement: known.is_some_and(|known| known.requirement),
            needs: needs(clause),
            rung: clause.rung.as_str(),
            says: serving(*from, clause, Tier::Says),
            does: serving(*from, clause, Tier::Does),
            shows: serving(*from, clause, Tier::Shows),
            mentioned_by: from.ids(clause.mentioned_by.iter().copied()),
            newest_evidence: clause.newest_evidence.map(|(ix, _)| aims.document(ix).id.as_str()),
            newest_evidence_date: day(clause.newest_evidence.map(|(_, date)| date)),
            lacks: lacks(clause),
        }
    };
    aims.trace.clauses().map(row).collect()
}

/// The rows of the statement of applicability in force, in its order.
pub(super) fn statement<'a>(from: &Inputs<'a>) -> Vec<StatementRow<'a>> {
    let aims = from.aims;
    let Some(soa) = &aims.soa else { return Vec::new() };
    let row = |row: &'a crate::model::soa::SoaRow| {
        let requirement = aims.trace.get(&row.control.value);
        StatementRow {
            control: &row.control.value,
            title: row.title.as_deref().or(requirement.map(|requirement| requirement.title.as_str())),
            applicable: row.applicable,
            reason: row.reason.as_ref().map(|reason| reason.value.as_str()),
            implementation: row.implementation.as_ref().map(|word| word.value.as_str()),
            rung: requirement.map(|requirement| requirement.rung.as_str()),
            owner: row.owner.as_deref(),
            risks: values(&row.risks),
            documents: values(&row.documents),
            statement: &aims.document(soa.document).id,
        }
    };
    soa.rows.iter().map(row).collect()
}

/// Every requirement, clauses first.
pub(super) fn traceability<'a>(from: &Inputs<'a>) -> Vec<TraceRow<'a>> {
    let served = |requirement: &'a Requirement, tier| {
        let row = |serving: &'a crate::model::trace::Serving| ServingRow {
            document: &from.aims.document(serving.document).id,
            via: serving.via.map(|via| from.aims.document(via).id.as_str()),
        };
        requirement.tier(tier).map(row).collect()
    };
    let row = |requirement: &'a Requirement| TraceRow {
        requirement: &requirement.id,
        kind: kind_word(requirement.kind),
        title: &requirement.title,
        applicability: applicability_word(&requirement.applicability),
        reason: match &requirement.applicability {
            Applicability::Excluded { reason } => reason.as_deref(),
            _ => None,
        },
        rung: requirement.rung.as_str(),
        needs: needs(requirement),
        says: served(requirement, Tier::Says),
        does: served(requirement, Tier::Does),
        shows: served(requirement, Tier::Shows),
        lacks: requirement
            .lacks
            .iter()
            .map(|lack| LackRow { what: lack.sentence(), documents: from.ids(lack.documents.iter().copied()) })
            .collect(),
    };
    from.aims.trace.clauses().chain(from.aims.trace.controls()).map(row).collect()
}

fn serving<'a>(from: Inputs<'a>, requirement: &'a Requirement, tier: Tier) -> Vec<&'a str> {
    from.ids(requirement.tier(tier).map(|serving| serving.document))
}

fn needs(requirement: &Requirement) -> Vec<&'static str> {
    requirement.needs.iter().map(|tier| tier.as_str()).collect()
}

fn lacks(requirement: &Requirement) -> Vec<Cow<'static, str>> {
    requirement.lacks.iter().map(Lack::sentence).collect()
}

fn kind_word(kind: RequirementKind) -> &'static str {
    match kind {
        RequirementKind::Clause => "clause",
        RequirementKind::Control => "control",
        RequirementKind::OwnControl => "own-control",
    }
}

fn applicability_word(applicability: &Applicability) -> &'static str {
    match applicability {
        Applicability::Applies => "applies",
        Applicability::Excluded { .. } => "excluded",
        Applicability::Unmentioned => "unmentioned",
    }
}
