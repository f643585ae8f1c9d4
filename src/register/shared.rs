//! Clauses that several followed standards share, a row for each standard.

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::model::DocIx;
use crate::model::shared::SharedClause;
use crate::model::trace::{Requirement, Rung};
use crate::state::State;

/// What a shared clause is in one standard.
type Row<'a> = (usize, &'a Requirement);

/// Every clause that two or more followed standards share, with its rung in each.
pub(super) fn clauses(state: &State) -> Register<'_> {
    let id = move |ix: DocIx| state.aims.document(ix).id.as_str();
    let shared: Vec<SharedClause<'_>> = state.aims.shared_clauses();
    let rows: Vec<Row<'_>> = shared
        .iter()
        .enumerate()
        .flat_map(|(place, clause)| clause.of.iter().map(move |requirement| (place, *requirement)))
        .collect();
    let numbers: Vec<&str> = shared.iter().map(|clause| clause.number).collect();
    let several: Vec<Vec<DocIx>> = shared.into_iter().map(|clause| clause.serve_several).collect();
    let columns: Vec<Getter<'_, Row<'_>>> = vec![
        column("clause", Holds::Id, move |(place, _): &Row<'_>| Value::id(numbers.get(*place).copied()))
            .about("its number in the structure that the standards share"),
        column("framework", Holds::Word, |&(_, requirement): &Row<'_>| Value::word(Some(&requirement.framework))),
        column("requirement", Holds::Id, |&(_, requirement): &Row<'_>| Value::id(Some(&requirement.id)))
            .about("its number in that framework"),
        column("title", Holds::Text, |&(_, requirement): &Row<'_>| Value::text(Some(&requirement.title))),
        column("rung", Holds::Word, |&(_, requirement): &Row<'_>| Value::word(Some(requirement.place().as_str())))
            .words(Rung::ALL.map(Rung::as_str)),
        column("documents", Holds::Ids, move |&(_, requirement): &Row<'_>| Value::ids(requirement.documents().map(id))),
        column("serve_several", Holds::Ids, move |(place, _): &Row<'_>| {
            Value::ids(several.get(*place).into_iter().flatten().map(|ix| id(*ix)))
        })
        .about("documents that serve the clause in more than one framework"),
    ];
    Register::new(rows, columns)
}
