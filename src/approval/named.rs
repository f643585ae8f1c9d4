//! Which text a record names.
//!
//! Records of today hold the digest of all that a page shows of a text. Those of the first form hold one of its words
//! alone, which texts share that differ in markup. Of them the text is meant that the record names by git's blob id; where
//! the history has no such text, as after a change of line ends or of a review date before the commit, the first that came
//! with these words. So nothing that was done to the markup later is taken for what was signed.

use super::authors::Steps;
use super::record::{Form, Record, bytes};
use crate::history::History;
use crate::model::document::Document;
use crate::repo::ObjectId;

/// The substance of the text that a record names, about this document or one that is gone; a digest that no text has, where
/// there is none of these words.
pub(super) fn text(history: &History, document: Option<&Document>, record: &Record) -> Option<[u8; 32]> {
    let digest = bytes(&record.substance)?;
    if record.form == Form::Second {
        return Some(digest);
    }
    let found = match document {
        Some(document) => of_words(&history.of(&document.path).collect(), digest, Some(&record.blob))
            .or_else(|| present(document, digest)),
        None => history.gone.iter().find_map(|gone| {
            let steps: Steps<'_> = gone.steps.iter().filter_map(|step| history.step(*step)).collect();
            let id = steps.iter().find_map(|(_, change)| change.facts.as_ref()?.id.as_deref());
            let own = id.is_some_and(|id| id.eq_ignore_ascii_case(&record.document));
            of_words(&steps, digest, Some(&record.blob)).filter(|_| own)
        }),
    };
    found.or(Some(digest))
}

/// The substance of the other document that an act was made against, by the digest in its record.
pub(super) fn other(history: &History, document: &Document, form: Form, digest: &str) -> Option<[u8; 32]> {
    let digest = bytes(digest)?;
    match form {
        Form::Second => Some(digest),
        Form::First => {
            of_words(&history.of(&document.path).collect(), digest, None).or_else(|| present(document, digest))
        }
    }
}

fn of_words(steps: &Steps<'_>, words: [u8; 32], blob: Option<&str>) -> Option<[u8; 32]> {
    let texts = || steps.iter().rev().filter_map(|(_, change)| Some((change.new, change.facts.as_ref()?)));
    let of_blob = |id: &ObjectId| blob.is_some_and(|blob| id.to_string() == blob);
    let exact = texts().find(|(new, facts)| facts.older == words && new.as_ref().is_some_and(of_blob));
    let found = exact.or_else(|| texts().find(|(_, facts)| facts.older == words));
    found.map(|(_, facts)| facts.substance)
}

fn present(document: &Document, words: [u8; 32]) -> Option<[u8; 32]> {
    document.digests.filter(|digests| digests.older == words).map(|digests| digests.substance)
}
