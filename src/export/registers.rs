//! Risks, AI systems and assessments. Retired ones are here too; their status tells.

use serde::Serialize;

use super::documents::{review_word, texts};
use super::{Inputs, day};
use crate::model::DocIx;
use crate::model::document::{Document, Status};
use crate::model::risk::{AFTER, BEFORE, parts};

/// A risk.
#[derive(Debug, Default, Serialize)]
pub(super) struct RiskRow<'a> {
    id: &'a str,
    title: &'a str,
    status: Option<&'static str>,
    owner: Option<&'a str>,
    state: Option<&'a str>,
    source: Option<&'a str>,
    event: Option<&'a str>,
    consequence: Option<&'a str>,
    affects: Vec<&'a str>,
    systems: Vec<&'a str>,
    likelihood: Option<i64>,
    severity: Option<i64>,
    score: Option<i64>,
    level: Option<&'static str>,
    existing_controls: Vec<&'a str>,
    treatment: Option<&'a str>,
    controls: Vec<&'a str>,
    residual_likelihood: Option<i64>,
    residual_severity: Option<i64>,
    residual_score: Option<i64>,
    residual_level: Option<&'static str>,
    accepted_by: Option<&'a str>,
    accepted: Option<String>,
    next_review: Option<String>,
    review: Option<&'static str>,
}

/// An AI system.
#[derive(Debug, Default, Serialize)]
pub(super) struct SystemRow<'a> {
    id: &'a str,
    title: &'a str,
    status: Option<&'static str>,
    owner: Option<&'a str>,
    purpose: Option<&'a str>,
    provider: Option<&'a str>,
    system_version: Option<&'a str>,
    model: Option<&'a str>,
    ai_roles: Vec<&'a str>,
    lifecycle: Option<&'a str>,
    in_scope: bool,
    ai_act_class: Option<&'a str>,
    ai_act_reason: Option<&'a str>,
    users: Vec<&'a str>,
    affected: Vec<&'a str>,
    data_classes: Vec<&'a str>,
    oversight: Option<&'a str>,
    suppliers: Vec<&'a str>,
    deployed: Option<String>,
    retired: Option<String>,
    risks: Vec<&'a str>,
    risk_assessments: Vec<&'a str>,
    impact_assessments: Vec<&'a str>,
    next_review: Option<String>,
    review: Option<&'static str>,
}

/// An assessment of risk or of impact.
#[derive(Debug, Default, Serialize)]
pub(super) struct AssessmentRow<'a> {
    id: &'a str,
    kind: &'a str,
    title: &'a str,
    status: Option<&'static str>,
    owner: Option<&'a str>,
    systems: Vec<&'a str>,
    system_version: Option<&'a str>,
    stage: Option<&'a str>,
    date: Option<String>,
    trigger: Option<&'a str>,
    assessor: Option<&'a str>,
    method: Option<&'a str>,
    /// Risks looked at, of a risk assessment.
    risks: Vec<&'a str>,
    /// How many impacts were found, of an impact assessment.
    impacts: Option<usize>,
    residual: Option<&'a str>,
    /// The result of an impact assessment, the decision of a risk assessment.
    result: Option<&'a str>,
    conditions: Vec<&'a str>,
    accepted_by: Option<&'a str>,
    accepted: Option<String>,
    next_review: Option<String>,
    review: Option<&'static str>,
}

/// The risk register.
pub(super) fn risks<'a>(from: &Inputs<'a>) -> Vec<RiskRow<'a>> {
    from.aims.of_kind("risk").into_iter().map(|(ix, risk)| risk_row(*from, ix, risk)).collect()
}

fn risk_row<'a>(from: Inputs<'a>, ix: DocIx, risk: &'a Document) -> RiskRow<'a> {
    let scale = from.aims.config.risk;
    let text = |key| risk.fields.text(key);
    let number = |key| risk.fields.number(key);
    let [before, after] =
        [BEFORE, AFTER].map(|keys| parts(&risk.fields, keys).map(|(likelihood, severity)| likelihood * severity));
    RiskRow {
        id: &risk.id,
        title: &risk.title,
        status: risk.status().map(Status::as_str),
        owner: text("owner"),
        state: text("state"),
        source: text("source"),
        event: text("event"),
        consequence: text("consequence"),
        affects: texts(risk, "affects"),
        systems: texts(risk, "systems"),
        likelihood: number("likelihood"),
        severity: number("severity"),
        score: before,
        level: before.map(|score| scale.level(score).as_str()),
        existing_controls: texts(risk, "existing-controls"),
        treatment: text("treatment"),
        controls: texts(risk, "controls"),
        residual_likelihood: number("residual-likelihood"),
        residual_severity: number("residual-severity"),
        residual_score: after,
        residual_level: after.map(|score| scale.level(score).as_str()),
        accepted_by: text("accepted-by"),
        accepted: day(risk.fields.date("accepted")),
        next_review: day(from.aims.review(ix).next()),
        review: review_word(from.aims.review(ix)),
    }
}

/// The AI system inventory.
pub(super) fn systems<'a>(from: &Inputs<'a>) -> Vec<SystemRow<'a>> {
    from.aims.of_kind("system").into_iter().map(|(ix, system)| system_row(*from, ix, system)).collect()
}

fn system_row<'a>(from: Inputs<'a>, ix: DocIx, system: &'a Document) -> SystemRow<'a> {
    let text = |key| system.fields.text(key);
    let list = |key| texts(system, key);
    let naming = |kind| from.aims.naming(kind, "systems", ix).into_iter().map(|(_, found)| found.id.as_str()).collect();
    SystemRow {
        id: &system.id,
        title: &system.title,
        status: system.status().map(Status::as_str),
        owner: text("owner"),
        purpose: text("purpose"),
        provider: text("provider"),
        system_version: text("system-version"),
        model: text("model"),
        ai_roles: list("ai-roles"),
        lifecycle: text("lifecycle"),
        in_scope: system.fields.flag("in-scope") != Some(false),
        ai_act_class: text("ai-act-class"),
        ai_act_reason: text("ai-act-reason"),
        users: list("users"),
        affected: list("affected"),
        data_classes: list("data-classes"),
        oversight: text("oversight"),
        suppliers: list("suppliers"),
        deployed: day(system.fields.date("deployed")),
        retired: day(system.fields.date("retired")),
        risks: naming("risk"),
        risk_assessments: naming("risk-assessment"),
        impact_assessments: naming("impact-assessment"),
        next_review: day(from.aims.review(ix).next()),
        review: review_word(from.aims.review(ix)),
    }
}

/// Assessments of impact, then of risk.
pub(super) fn assessments<'a>(from: &Inputs<'a>) -> Vec<AssessmentRow<'a>> {
    let of_kind = |kind: &'static str| from.aims.of_kind(kind).into_iter().map(move |found| (kind, found));
    let all = of_kind("impact-assessment").chain(of_kind("risk-assessment"));
    all.map(|(kind, (ix, assessment))| assessment_row(*from, kind, ix, assessment)).collect()
}

fn assessment_row<'a>(from: Inputs<'a>, kind: &'static str, ix: DocIx, assessment: &'a Document) -> AssessmentRow<'a> {
    let fields = &assessment.fields;
    let text = |key| fields.text(key);
    let list = |key| texts(assessment, key);
    AssessmentRow {
        id: &assessment.id,
        kind,
        title: &assessment.title,
        status: assessment.status().map(Status::as_str),
        owner: text("owner"),
        systems: list("systems"),
        system_version: text("system-version"),
        stage: text("stage"),
        date: day(fields.date("date")),
        trigger: text("trigger"),
        assessor: text("assessor"),
        method: text("method"),
        risks: fields.rows("results").iter().filter_map(|row| row.cells.text("risk")).collect(),
        impacts: (kind == "impact-assessment").then(|| fields.rows("impacts").len()),
        residual: text("residual"),
        result: text("result").or_else(|| text("decision")),
        conditions: list("conditions"),
        accepted_by: text("accepted-by"),
        accepted: day(fields.date("accepted")),
        next_review: day(from.aims.review(ix).next()),
        review: review_word(from.aims.review(ix)),
    }
}
