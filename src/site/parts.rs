//! Small pieces that many pages show in the same way.

use super::view::{Part, Sign};
use crate::base::Date;
use crate::model::document::Document;
use crate::model::review::Review;
use crate::model::standing::Basis;
use crate::model::{Aims, DocIx};

/// Where a document stands by the record, where there is something to say.
pub(super) fn standing(aims: &Aims, ix: DocIx) -> Option<Part> {
    aims.word(ix).map(|word| Part::sign(Sign::standing(word)))
}

pub(super) fn review_sign(review: Review) -> Option<Part> {
    Sign::review(review).map(Part::sign)
}

/// The label of a document's kind.
pub(super) fn kind_label(document: &Document) -> &str {
    match (&document.kind, document.controlled) {
        _ if document.translates.is_some() => "Translation",
        (Some(kind), _) => &kind.label,
        (None, true) => "No kind",
        (None, false) => "Uncontrolled page",
    }
}

/// A day, or nothing.
pub(super) fn day(date: Option<Date>) -> Option<Part> {
    date.map(Part::date)
}

/// A word of a choice as people read it: `in-progress` is `In progress`, `gpai` is `GPAI`.
pub(super) fn words(choice: &str) -> String {
    crate::model::kinds::words(choice)
}

/// Where the matter of a document stands, by its own `state`, as people read it; empty where it has none.
pub(super) fn state(document: &Document) -> String {
    let Some(word) = document.fields.text("state") else { return String::new() };
    let specs = document.kind.as_ref().map_or(&[][..], |kind| &kind.fields);
    specs.iter().find(|spec| spec.name == "state").map_or_else(|| words(word), |spec| spec.title_of(word))
}

/// When a document was last reviewed: by an act on record, else what it says, told as said.
pub(super) fn last_review(aims: &Aims, ix: DocIx) -> Vec<Part> {
    let Some(last) = aims.last_review(ix) else { return Vec::new() };
    match last.by {
        Basis::Review => vec![Part::date(last.day)],
        Basis::Approval => vec![Part::date(last.day), Part::quiet(" approved")],
        Basis::Claim => vec![Part::quiet("says "), Part::date(last.day)],
        Basis::Begun => Vec::new(),
    }
}
