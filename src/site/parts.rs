//! Small pieces that many pages show in the same way.

use super::view::{Part, Sign};
use crate::base::Date;
use crate::model::document::Document;
use crate::model::review::Review;

/// The status of a document, where it gives one.
pub(super) fn status(document: &Document) -> Option<Part> {
    document.status().map(|status| Part::sign(Sign::status(status)))
}

pub(super) fn review_sign(review: Review) -> Option<Part> {
    Sign::review(review).map(Part::sign)
}

/// The label of a document's kind.
pub(super) fn kind_label(document: &Document) -> &str {
    match (&document.kind, document.controlled) {
        (Some(kind), _) => &kind.label,
        (None, true) => "No kind",
        (None, false) => "Uncontrolled page",
    }
}

/// A day, or nothing.
pub(super) fn day(date: Option<Date>) -> Option<Part> {
    date.map(Part::date)
}

/// A word of a choice as people read it: `in-progress` is `In progress`.
pub(super) fn words(choice: &str) -> String {
    let text = choice.replace('-', " ");
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
