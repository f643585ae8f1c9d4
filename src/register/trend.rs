//! Where clauses and controls stood over time: a row for each requirement at each moment.

use super::column::{Getter, Holds, column};
use super::rows::Register;
use super::value::Value;
use crate::model::catalog::ReqId;
use crate::model::trace::{Place, RequirementKind};
use crate::state::{Point, Stand, State};

/// A requirement at a moment.
type Row<'a> = (&'a Point, &'a ReqId, &'a Stand);

/// Every moment, the oldest first; no rows where it was not asked for.
pub(super) fn trend(state: &State) -> Register<'_> {
    let points = state.trend.iter().flat_map(|trend| &trend.points);
    let rows: Vec<Row<'_>> =
        points.flat_map(|point| point.stands.iter().map(move |(id, stand)| (point, id, stand))).collect();
    let catalog = &state.aims.catalog;
    let columns: Vec<Getter<'_, Row<'_>>> = vec![
        column("day", Holds::Day, |(point, ..): &Row<'_>| Value::day(Some(point.day))).about("on which it was judged"),
        column("commit", Holds::Text, |&(point, ..): &Row<'_>| Value::text(point.commit.as_deref()))
            .about("that was read; none for what no commit holds"),
        column("tags", Holds::Texts, |&(point, ..): &Row<'_>| Value::texts(point.tags.iter().map(String::as_str)))
            .about("for which the moment was taken"),
        column("requirement", Holds::Id, |&(_, id, _): &Row<'_>| Value::id(Some(&*id.id))),
        column("kind", Holds::Word, move |(_, id, _): &Row<'_>| {
            Value::word(Some(RequirementKind::of(catalog, id).as_str()))
        })
        .words(RequirementKind::ALL.map(RequirementKind::as_str)),
        column("place", Holds::Word, |(.., stand): &Row<'_>| Value::word(Some(stand.place.as_str())))
            .words(Place::ALL.map(Place::as_str))
            .about("the rung, or aside"),
        column("framework", Holds::Word, |&(_, id, _): &Row<'_>| Value::word(Some(id.framework.as_str())))
            .about("whose requirement it is"),
    ];
    Register::new(rows, columns)
}
