//! Management reviews of one time: two sittings, or one on a single matter beside the one that is due.

use super::context::Context;
use crate::base::{Date, Period};
use crate::model::DocIx;
use crate::model::document::Document;

/// Whether a review says something, or another of the same standards and the same time does.
pub(super) fn together(
    context: &Context<'_>,
    (ix, review): (DocIx, &Document),
    says: impl Fn(&Document) -> bool,
) -> bool {
    let aims = context.aims;
    // So many twelfths of the time between two that are due, and no more: one of last year does not stand in for this one.
    let near = |twelfths: i32| match aims.config.evidence_period("management-review") {
        Period::Months(months) => Period::Months(months.saturating_mul(twelfths) / 12),
        Period::Days(days) => Period::Days(days.saturating_mul(twelfths) / 12),
    };
    let is_near = |other: Date, day| near(11).before(day) < other && other < near(9).after(day) && other <= aims.today;
    let days = |other: &Document| review.fields.date("date").zip(other.fields.date("date"));
    let of_same = |other| {
        aims.calling_for("management-review").iter().all(|of| !aims.is_of(ix, &of.id) || aims.is_of(other, &of.id))
    };
    let mut others = context.living_of("management-review").filter(|(_, other)| other.is_finished_record());
    says(review)
        || others.any(|(ix, other)| {
            days(other).is_some_and(|(day, other)| is_near(other, day)) && of_same(ix) && says(other)
        })
}
