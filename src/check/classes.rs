//! For whom documents are: by the strictest class that any text of theirs ever had, as far as the record goes.
//!
//! What a text once said stands in the differences, and a class that was lowered does not call back what was read under the
//! higher one. What cannot be read is for the fewest.

use crate::history::{Change, History, Step};
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::parse::ProblemKind;
use crate::reading::Reading;

/// For whom a document is that is there.
pub fn class_of(document: &Document, history: &History, reading: &Reading) -> Audience {
    let beside = class_on_record(history, &history.beside(&document.path, reading));
    class_of_present(document).max(class_on_record(history, history.steps(&document.path))).max(beside)
}

/// For whom a document was, by its steps.
pub fn class_on_record(history: &History, steps: &[Step]) -> Audience {
    let texts = steps.iter().filter_map(|step| history.step(*step)).map(|(_, change)| change);
    texts.filter(|change| change.new.is_some()).map(class_of_text).max().unwrap_or(Audience::Public)
}

fn class_of_present(document: &Document) -> Audience {
    let broken = document
        .problems
        .iter()
        .any(|problem| matches!(problem.kind, ProblemKind::UnclosedFrontMatter | ProblemKind::InvalidFrontMatter));
    let broken_beside = document.beside.as_ref().is_some_and(|beside| beside.broken);
    if broken || broken_beside || document.fields.is_misread("classification") {
        return Audience::Confidential;
    }
    Audience::of_text(document.fields.text("classification"))
}

fn class_of_text(change: &Change) -> Audience {
    match &change.facts {
        Some(facts) => Audience::of_text(facts.classification.as_deref()),
        None => Audience::Confidential,
    }
}
