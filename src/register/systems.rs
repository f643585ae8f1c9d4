//! The inventory of AI systems. Retired ones are here too; their status tells.

use super::column::{self as of, DocumentRow, Holds, OfDocument, column};
use super::rows::Register;
use super::value::Value;
use crate::base::mark;
use crate::model::about::is_left_out;
use crate::state::State;

/// Every AI system, in natural order of the ids.
pub(super) fn systems(state: &State) -> Register<'_> {
    let columns = vec![
        of::id(),
        of::title(),
        of::status(state),
        of::standing(state),
        of::text("owner"),
        of::text("purpose"),
        of::text("provider"),
        of::text("system-version"),
        of::day("version-since"),
        of::text("model"),
        of::ids("models"),
        of::ids("datasets"),
        of::words("ai-roles"),
        of::word("lifecycle"),
        of::text("tier"),
        of::texts("countries"),
        of::yes_or_no("shadow"),
        of::word("autonomy"),
        column("in_scope", Holds::Flag, |&(_, system): &DocumentRow<'_>| Value::Flag(!is_left_out(system))),
        of::words("ai-act-class"),
        of::texts("annex-iii"),
        of::text("art-6-3"),
        of::text("ai-act-reason").titled(mark!("AI Act reason")),
        of::text("registered"),
        of::texts("users"),
        of::texts("affected"),
        of::texts("data-classes"),
        of::yes_or_no("personal-data"),
        of::text("oversight"),
        of::text("deputy"),
        log_retention(),
        of::ids("suppliers"),
        of::day("deployed"),
        of::day("retired"),
        naming(state, "risks", "risk"),
        naming(state, "risk_assessments", "risk-assessment"),
        naming(state, "impact_assessments", "impact-assessment"),
        of::next_review(state),
        of::review(state),
    ];
    Register::new(state.aims.of_kind("system"), columns)
}

/// How long its event logs are kept, as the entry has it.
fn log_retention<'a>() -> OfDocument<'a> {
    column("log_retention", Holds::Text, |&(_, system): &DocumentRow<'a>| {
        let kept = system.fields.period("log-retention").map(|kept| kept.to_string());
        kept.map_or(Value::Nothing, |kept| Value::Text(kept.into()))
    })
}

/// Documents of a kind that name the system.
fn naming<'a>(state: &'a State, key: &'static str, kind: &'static str) -> OfDocument<'a> {
    column(key, Holds::Ids, move |&(ix, _)| {
        Value::ids(state.aims.naming(kind, "systems", ix).into_iter().map(|(_, found)| found.id.as_str()))
    })
    .about("those that name the system")
}
