//! In which order a register of what somebody has to act on is read: what is open first, of that what is late, and the
//! gravest of it before the rest.

use std::cmp::Reverse;

use super::context::Shared;
use crate::base::date::days_between;
use crate::model::document::Document;
use crate::model::due;
use crate::model::kinds::Kind;
use crate::model::{Aims, DocIx};
use crate::reading::ENDS;

/// The places of the documents of a kind, in natural order of their ids, in the order in which they are to be read; `None`
/// where they are of no matter that is open and over at some time.
pub(super) fn order(shared: &Shared<'_>, kind: &Kind) -> Option<Vec<usize>> {
    let has = |name: &str| kind.fields.iter().any(|spec| spec.name == name);
    if !has("state") || !ENDS.iter().any(|end| has(end)) {
        return None;
    }
    let documents = shared.aims.named(&kind.name);
    let mut order: Vec<usize> = (0..documents.len()).collect();
    order.sort_by_cached_key(|place| (urgency(shared.aims, documents[*place]), *place));
    Some(order)
}

/// What is less comes first: what is open, what is late, what is grave, what is late by more.
fn urgency(aims: &Aims, (ix, record): (DocIx, &Document)) -> (bool, bool, u8, Reverse<i64>) {
    let over = due::is_settled(record) || record.is_retired();
    let open = due::open_in(aims, ix).filter(|_| !over);
    let late = open.map(|due| days_between(due.date, aims.today).max(0)).unwrap_or_default();
    let grade = match record.fields.text("grade") {
        Some("major") => 0,
        Some("minor") => 1,
        _ => 2,
    };
    (over, late == 0, grade, Reverse(late))
}
