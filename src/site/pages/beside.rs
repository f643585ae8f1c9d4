//! What pages say of keys that stand in a file beside a document: where, that no approval covers them, and what changed them.

use crate::history::{Change, Revision, Step};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::site::context::Shared;
use crate::site::view::{Part, told};
use crate::site::worded::phrase;

/// Where keys of a document stand, for its control block.
pub(super) fn keys(document: &Document) -> Vec<Part> {
    let Some(beside) = document.speaks_by() else { return Vec::new() };
    phrase!(
        "Some stand in {file}, beside the text. What is approved and in force is told of the text alone: no approval covers that file, and what it says is a claim.",
        file = Part::code(told(beside.path.as_str()))
    )
}

/// What was done to files beside a document, newest first.
pub(super) fn steps<'a>(shared: &Shared<'a>, ix: DocIx) -> Vec<(&'a Revision, &'a Change)> {
    let steps = shared.history.beside(&shared.aims.document(ix).path, &shared.aims.config.reading);
    steps.into_iter().filter_map(|step| shared.history.step(step)).collect()
}

/// The steps of a document and of files beside it, newest first.
pub(super) fn all<'a>(shared: &Shared<'a>, ix: DocIx) -> Vec<(&'a Revision, &'a Change)> {
    let document = shared.aims.document(ix);
    let mut steps: Vec<Step> = shared.history.steps(&document.path).to_vec();
    steps.extend(shared.history.beside(&document.path, &shared.aims.config.reading));
    steps.sort_unstable();
    steps.dedup();
    steps.into_iter().filter_map(|step| shared.history.step(step)).collect()
}
