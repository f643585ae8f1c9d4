//! Texts that are an earlier text of their document under another id.
//!
//! What a document says is known by its digest, which covers the id. One that got another id, says so under `formerly`, and
//! changed in nothing else is the text that it was: whatever was found about that holds of it too.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::edit::Facts;
use super::follow::File;
use super::revision::{Revision, Step};

/// Texts by their own digests, each with that of the first that it is under another id.
pub(super) type Same = BTreeMap<[u8; 32], [u8; 32]>;

/// Gives every text that is an earlier one of its document under another id the substance of that. Steps of a file are the
/// oldest first.
pub(super) fn settle(revisions: &mut [Revision], files: &[File]) -> Same {
    let mut same = Same::new();
    for file in files {
        let facts = |step: &Step| step.of(revisions)?.1.facts.as_ref();
        if file.steps.iter().filter_map(facts).all(|facts| facts.former.is_empty()) {
            continue;
        }
        // Texts by their own digests, with the one that each is.
        let mut seen = Same::new();
        for step in &file.steps {
            let change = revisions.get_mut(step.revision).and_then(|revision| revision.changes.get_mut(step.change));
            let Some(facts) = change.and_then(|change| change.facts.as_mut()) else { continue };
            let text = seen.get(&facts.digest).or_else(|| facts.former.iter().find_map(|former| seen.get(former)));
            let text = text.copied().unwrap_or(facts.digest);
            if text != facts.substance {
                *facts = Arc::new(Facts { substance: text, ..Facts::clone(facts) });
            }
            if text != facts.digest {
                same.insert(facts.digest, text);
            }
            seen.insert(facts.digest, text);
        }
    }
    same
}
