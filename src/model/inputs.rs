//! What a management review looked at, set against what clause 9.3.2 lists.

use super::document::Document;
use super::fields::Fields;

/// What clause 9.3.2 lists, as the words of the column `input`.
pub const INPUTS: [&str; 7] = [
    "earlier-actions",
    "issues",
    "interested-parties",
    "nonconformities",
    "monitoring",
    "audit-results",
    "improvement",
];

/// Whether a review names an input among those that it looked at.
pub fn names(review: &Document, input: &str) -> bool {
    row(review, input).is_some()
}

/// The first row of a review that is about an input.
pub fn row<'a>(review: &'a Document, input: &str) -> Option<&'a Fields> {
    let rows = review.fields.rows("inputs");
    rows.iter().map(|row| &row.cells).find(|cells| cells.text("input") == Some(input))
}
