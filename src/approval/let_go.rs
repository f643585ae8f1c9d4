//! Documents that left, or are called retired, without the act that lets them go: as they read when they last held.

use std::sync::Arc;

use super::approvals::Approvals;
use super::departed::Input;
use crate::history::{Facts, Step};
use crate::model::document::Document;
use crate::model::origin::LetGo;
use crate::model::{Aims, DocIx};
use crate::parse::MAX_TEXT;
use crate::repo::Blob;

impl Approvals {
    /// Whether a document that was in force says that it is retired, and there is not the evidence that the rule asks for.
    pub fn retires_itself(&self, aims: &Aims, ix: DocIx) -> bool {
        let document = aims.document(ix);
        let Some(approval) = self.of(ix).filter(|_| document.says_retired()) else { return false };
        let was = self.tenures(ix).iter().any(|tenure| tenure.from.is_some());
        was && !approval.lets_go(aims.config.approval.of(document.kind_name()))
    }
}

/// Finds them, as far as the repository has their texts: those that left, then those that are retired.
pub(super) fn find(input: Input<'_>, approvals: &Approvals) -> Vec<LetGo> {
    let Input { aims, history, .. } = input;
    let mut found = Vec::new();
    for left in &approvals.left {
        // What was a record need not have been approved.
        let held = |facts: &Facts| match left.kept {
            Some(_) => !facts.is_draft() && !facts.is_retired(),
            None => facts.says_approved(),
        };
        let bore = |facts: &Facts| facts.id.as_deref().is_none_or(|own| own.eq_ignore_ascii_case(&left.id));
        let counts = |facts: &Facts| held(facts) && bore(facts);
        let (id, was) = match left.document.map(|ix| aims.document(ix)) {
            Some(now) => (&now.id, read(input, history.steps(&now.path), &counts)),
            None => {
                let mut gone = history.gone.iter().filter(|gone| gone.path == left.path);
                (&left.id, gone.find_map(|gone| read(input, &gone.steps, &counts)))
            }
        };
        found.extend(was.map(|was| LetGo { document: left.document, id: id.clone(), was }));
    }
    for (ix, document) in aims.iter().filter(|(ix, _)| approvals.retires_itself(aims, *ix)) {
        let was = read(input, history.steps(&document.path), &Facts::says_approved);
        found.extend(was.map(|was| LetGo { document: Some(ix), id: document.id.clone(), was }));
    }
    found
}

/// The newest text that counts, of `steps` from the newest on.
fn read(input: Input<'_>, steps: &[Step], counts: &dyn Fn(&Facts) -> bool) -> Option<Arc<Document>> {
    let changes = steps.iter().filter_map(|step| input.history.step(*step)).map(|(_, change)| change);
    let is_it = |facts: &Facts| facts.controlled && counts(facts);
    let mut held = changes.filter(|change| change.stood() && change.facts.as_deref().is_some_and(is_it));
    held.find_map(|change| match input.repo?.blob(change.new?, MAX_TEXT) {
        Ok(Blob::Bytes(bytes)) => Some(Arc::new(input.aims.document_then(&change.path, &bytes))),
        _ => None,
    })
}
