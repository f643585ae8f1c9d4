//! `class-lowered`: an AI system that was of high risk, and is not by a change of its entry behind which nothing stands.

use crate::approval::Approval;
use crate::base::{Period, say, wording};
use crate::check::context::Context;
use crate::check::lists::and;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{naming, stands_at};
use crate::compare::{FieldChange, FieldEvent};
use crate::diag::Level;
use crate::history::{Revision, short};
use crate::model::DocIx;
use crate::model::act_class::{KEY, classes, high_risk, is};
use crate::model::approval_rule::Evidence;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS673",
    name: "class-lowered",
    level: Level::Warning,
    clock: false,
    what: "By the record of git the entry of an AI system lost a class of high risk, or `prohibited`, and has none now; and nothing stands behind that: no risk or impact assessment that names the system and is of that day or later, or came on record with the change, and nobody but its author merged, signed or approved the entry as it is. A warning where the system is not in use.",
    why: "Duties follow from the class (clauses 4.1 and 4.2, article 6 of the EU AI Act). Whoever can lower it by a word takes a system out of all that is asked of it, and an authority will ask who judged so and when.",
    fix: "Assess the system in its new class, and record it: `system`, `date` and the reason for the class; or have somebody who may approve the entry: `aims approve ID`. Else put the class back.",
    run,
};

/// How long before the change an assessment may be of that came on record with it.
const BEFORE: Period = Period::Days(30);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let assessed = ["risk-assessment", "impact-assessment"].map(|kind| naming(context, kind));
    for (ix, system) in context.living_of("system").filter(|(_, system)| !system.is_draft()) {
        let is_high = high_risk(system).is_some() || is(system, "prohibited");
        if is_high || system.fields.is_misread(KEY) || stands_at(system, &["retired"]) {
            continue;
        }
        let Some((lowered, was)) = lowered(context, system).filter(|_| !is_approved(context, ix)) else { continue };
        let mut about = assessed.iter().filter_map(|of_kind| of_kind.get(&ix)).flatten();
        if about.any(|assessment| stands_behind(context, assessment, lowered)) {
            continue;
        }
        let (day, commit) = (wording::day(lowered.landed), short(&lowered.commit));
        let now = and(classes(system).map(|class| format!("`{class}`")));
        let id = &system.id;
        let message = match now.is_empty() {
            false => say!(
                "{id} was of the class `{was}` until {day} (commit {commit}) and is of {now}, and no assessment and no approval since then stands behind it",
                id,
                was,
                day,
                commit,
                now
            ),
            true => say!(
                "{id} was of the class `{was}` until {day} (commit {commit}) and is of none, and no assessment and no approval since then stands behind it",
                id,
                was,
                day,
                commit
            ),
        };
        report.document(
            system,
            system.span_of(KEY),
            message,
            say!("Assess it in its new class and record that, or have somebody who may run `aims approve {id}`; else put the class back.", id),
        );
        if stands_at(system, &["in-use", "suspended"]) {
            report.at(Level::Error);
        }
    }
}

/// The last change by which the entry of a system lost a grave class, and which.
fn lowered<'a>(context: &Context<'a>, system: &Document) -> Option<(&'a Revision, &'a str)> {
    context.history.came(&system.path).find_map(|(revision, change)| {
        let edit = change.did()?;
        Some((revision, edit.fields.iter().find_map(|field| lost(field))?))
    })
}

/// The grave class that a change took away.
fn lost(change: &FieldChange) -> Option<&str> {
    let was = match &change.event {
        FieldEvent::Value { old: Some(old), .. } | FieldEvent::Item { old, .. } => old,
        FieldEvent::Entry { gone: true, text } => text,
        _ => return None,
    };
    let class = was.as_str();
    let word = class.to_lowercase();
    (*change.key == *KEY && (word.starts_with("high") || word == "prohibited")).then_some(class)
}

/// Whether somebody other than its author stands behind the entry as it is.
fn is_approved(context: &Context<'_>, ix: DocIx) -> bool {
    let is_borne_out = |approval: &Approval| approval.level > Evidence::Claimed && approval.lapsed.is_none();
    context.approvals.of(ix).is_some_and(is_borne_out)
}

/// Whether an assessment is of the day of a change or later, or came on record with it.
fn stands_behind(context: &Context<'_>, assessment: &Document, change: &Revision) -> bool {
    let Some(date) = assessment.fields.date("date").filter(|day| *day <= context.aims.today) else { return false };
    let came = || context.first_landed(assessment).is_none_or(|first| first.landed >= change.landed);
    !assessment.is_draft() && (date >= change.landed || (date >= BEFORE.before(change.landed) && came()))
}
