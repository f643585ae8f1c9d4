//! Small pieces that many pages show in the same way.

use std::borrow::Cow;

use super::view::{Part, Sign};
use super::worded::phrase;
use crate::base::{Date, mark, wording};
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

/// The label of a document's kind, in what is spoken.
pub(super) fn kind_label(document: &Document) -> &str {
    let name = kind_name(document);
    match wording::known(name) {
        Cow::Borrowed(label) => label,
        Cow::Owned(_) => name,
    }
}

/// The same as it stands in the settings, or in the source: what does not change with the language.
pub(super) fn kind_name(document: &Document) -> &str {
    match (&document.kind, document.controlled) {
        _ if document.translates.is_some() => mark!("Translation"),
        (Some(kind), _) => &kind.label,
        (None, true) => mark!("No kind"),
        (None, false) => mark!("Uncontrolled page"),
    }
}

/// A day, or nothing.
pub(super) fn day(date: Option<Date>) -> Option<Part> {
    date.map(Part::date)
}

/// A word of a choice as people read it: `in-progress` is `In progress`, `gpai` is `GPAI`. It is in what is spoken
/// where it is one of ours.
pub(super) fn words(choice: &str) -> String {
    wording::known(&crate::model::kinds::words(choice)).into_owned()
}

/// Where the matter of a document stands, by its own `state`, as people read it; empty where it has none.
pub(super) fn state(document: &Document) -> String {
    let Some(word) = document.fields.text("state") else { return String::new() };
    let specs = document.kind.as_ref().map_or(&[][..], |kind| &kind.fields);
    let spec = specs.iter().find(|spec| spec.name == "state");
    spec.map_or_else(|| words(word), |spec| wording::known(&spec.title_of(word)).into_owned())
}

/// When a document was last reviewed: by an act on record, else what it says, told as said.
pub(super) fn last_review(aims: &Aims, ix: DocIx) -> Vec<Part> {
    let Some(last) = aims.last_review(ix) else { return Vec::new() };
    let day = Part::date(last.day);
    match last.by {
        Basis::Review => vec![day],
        Basis::Approval => quietly(phrase!("{day} approved", day)),
        Basis::Claim => quietly(phrase!("says {day}", day)),
        Basis::Begun => Vec::new(),
    }
}

/// Pieces whose words are of less weight than what stands between them.
pub(super) fn quietly(parts: Vec<Part>) -> Vec<Part> {
    let quiet = |part| match part {
        Part::Text { v } => Part::Quiet { v },
        part => part,
    };
    parts.into_iter().map(quiet).collect()
}
