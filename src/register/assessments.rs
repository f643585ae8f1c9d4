//! Assessments of impact and of risk. Retired ones are here too; their status tells.

use super::column::{self as of, DocumentRow, Holds, column};
use super::own;
use super::rows::Register;
use super::value::Value;
use crate::state::State;

/// Assessments of impact, then of risk, each in natural order of the ids.
pub(super) fn assessments(state: &State) -> Register<'_> {
    let of_kind = |kind: &'static str| state.aims.of_kind(kind);
    let all = of_kind("impact-assessment").into_iter().chain(of_kind("risk-assessment")).collect();
    let mut columns = vec![
        of::id(),
        of::kind(),
        of::title(),
        of::status(state),
        of::standing(state),
        of::text("owner"),
        of::ids("systems"),
        of::text("system-version"),
        of::words("types"),
        of::word("stage"),
        of::day("date"),
        of::word("trigger"),
        of::text("assessor"),
        column("method", Holds::Id, |&(_, found): &DocumentRow<'_>| Value::id(found.fields.text("method"))),
        column("risks", Holds::Ids, |&(_, found): &DocumentRow<'_>| {
            Value::ids(found.fields.rows("results").iter().filter_map(|row| row.cells.text("risk")))
        })
        .about("risks looked at, of a risk assessment"),
        column("impacts", Holds::Number, |&(_, found): &DocumentRow<'_>| {
            let count = || Value::count(found.fields.rows("impacts").len());
            if found.is("impact-assessment") { count() } else { Value::Nothing }
        })
        .about("how many were found, of an impact assessment"),
        of::word("residual"),
        column("result", Holds::Text, |&(_, found): &DocumentRow<'_>| {
            Value::text(found.fields.text("result").or_else(|| found.fields.text("decision")))
        })
        .about("the result of an impact assessment, the decision of a risk assessment"),
        column("conditions", Holds::Texts, |&(_, found): &DocumentRow<'_>| {
            Value::texts(found.fields.rows("conditions").iter().filter_map(|row| row.cells.text("condition")))
        }),
        of::text("accepted-by"),
        of::day("accepted"),
        of::next_review(state),
        of::review(state),
    ];
    for kind in ["impact-assessment", "risk-assessment"].iter().filter_map(|kind| state.aims.kinds.get(kind)) {
        let taken: Vec<String> = columns.iter().map(|of| of.column.key.to_string()).collect();
        columns.extend(own::lists(state, kind, &taken.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    Register::new(all, columns)
}
