//! Which text a record names.
//!
//! Records of today hold the digest of all that a page shows of a text. Those of the first form hold one of its words
//! alone, which texts share that differ in markup. Of them the text is meant that the record names by git's blob id; where
//! the history has no such text, as after a change of line ends or of a review date before the commit, the first that came
//! with these words. So nothing that was done to the markup later is taken for what was signed.
//!
//! A text that is an earlier one of its document under another id is that one: see [`History::text_of`].

use super::authors::Steps;
use super::formers::Formers;
use super::record::{Form, Record, bytes};
use crate::base::{Date, DocPath};
use crate::history::{History, LinePlace};
use crate::model::document::Document;
use crate::model::{Aims, DocIx};
use crate::repo::ObjectId;

/// Which text each document has now, in order of all; `None` where it has no front matter.
pub(super) fn present(aims: &Aims, history: &History, formers: &Formers<'_>) -> Vec<Option<[u8; 32]>> {
    let text = |(ix, document): (DocIx, &Document)| {
        let own = document.digests?.substance;
        if document.fields.get("formerly").is_none() || history.text_of(own) != own {
            return Some(history.text_of(own));
        }
        // A text that is not committed yet may be one that is, under another id.
        let had = |digest: &[u8; 32]| {
            let mut facts = history.of(&document.path).filter_map(|(_, change)| change.facts.as_deref());
            facts.find(|facts| facts.digest == *digest).map(|facts| facts.substance)
        };
        Some(formers.get(ix).iter().find_map(had).unwrap_or(own))
    };
    aims.iter().map(text).collect()
}

/// A document with the text that it has now.
pub(super) type Now<'a> = (&'a Document, Option<[u8; 32]>);

/// The substance of the text that a record names, about this document or one that is gone; a digest that no text has, where
/// there is none of these words.
pub(super) fn text(history: &History, document: Option<Now<'_>>, record: &Record) -> Option<[u8; 32]> {
    let digest = bytes(&record.substance)?;
    if record.form == Form::Second {
        return Some(second(history, document, digest));
    }
    let found = match document {
        Some(now) => {
            of_words(&history.of(&now.0.path).collect(), digest, Some(&record.blob)).or_else(|| of_present(now, digest))
        }
        None => None,
    };
    found.or_else(|| of_gone(history, digest, record)).or(Some(digest))
}

/// The substance of the text of a document that is gone, which has these words.
fn of_gone(history: &History, digest: [u8; 32], record: &Record) -> Option<[u8; 32]> {
    history.gone.iter().find_map(|gone| {
        let steps: Steps<'_> = history.all(&gone.steps).collect();
        let id = steps.iter().find_map(|(_, change)| change.facts.as_ref()?.id.as_deref());
        let own = id.is_some_and(|id| id.eq_ignore_ascii_case(&record.document));
        of_words(&steps, digest, Some(&record.blob)).filter(|_| own)
    })
}

/// What the settings of today make of the very bytes that a record names, where no text of the document has the substance
/// on record: how texts are read was changed since. They are named by git's blob id.
pub(super) fn reread(history: &History, (document, present): Now<'_>, record: &Record) -> Option<[u8; 32]> {
    let named = second(history, Some((document, present)), bytes(&record.substance)?);
    if record.form != Form::Second || present == Some(named) {
        return None;
    }
    let texts = || history.of(&document.path).filter_map(|(_, change)| Some((change.new, change.facts.as_deref()?)));
    if texts().any(|(_, facts)| facts.substance == named) {
        return None;
    }
    let of_blob = |id: ObjectId| id.to_string() == record.blob;
    texts().find(|(new, _)| new.is_some_and(of_blob)).map(|(_, facts)| facts.substance)
}

/// The substance of the other document that an act was made against, by the digest in its record.
pub(super) fn other(history: &History, now: Now<'_>, form: Form, digest: &str) -> Option<[u8; 32]> {
    let digest = bytes(digest)?;
    match form {
        Form::Second => Some(second(history, Some(now), digest)),
        Form::First => of_words(&history.of(&now.0.path).collect(), digest, None).or_else(|| of_present(now, digest)),
    }
}

/// The substance of the text that has this digest.
fn second(history: &History, now: Option<Now<'_>>, digest: [u8; 32]) -> [u8; 32] {
    let is_present = |now: &Now<'_>| now.0.digests.is_some_and(|digests| digests.substance == digest);
    now.filter(is_present).and_then(|(_, text)| text).unwrap_or_else(|| history.text_of(digest))
}

fn of_words(steps: &Steps<'_>, words: [u8; 32], blob: Option<&str>) -> Option<[u8; 32]> {
    let texts = || steps.iter().rev().filter_map(|(_, change)| Some((change.new, change.facts.as_ref()?)));
    let of_blob = |id: &ObjectId| blob.is_some_and(|blob| id.to_string() == blob);
    let exact = texts().find(|(new, facts)| facts.older == words && new.as_ref().is_some_and(of_blob));
    let found = exact.or_else(|| texts().find(|(_, facts)| facts.older == words));
    found.map(|(_, facts)| facts.substance)
}

fn of_present((document, text): Now<'_>, words: [u8; 32]) -> Option<[u8; 32]> {
    text.filter(|_| document.digests.is_some_and(|digests| digests.older == words))
}

/// The first day on which a text of a document was there, by its author or by the main line, with the first place on the
/// main line; `None` where it is not known what brought what: then nothing is known of the order.
pub(super) fn first_day(history: &History, path: &DocPath, text: &[u8; 32]) -> Option<(LinePlace, Date)> {
    let of_text =
        history.of(path).filter(|(_, change)| change.facts.as_ref().is_some_and(|facts| facts.substance == *text));
    let days: Vec<(Option<LinePlace>, Date)> =
        of_text.map(|(revision, _)| (revision.place, revision.date.min(revision.landed))).collect();
    let first = days.iter().map(|(place, _)| *place).min().flatten()?;
    days.into_iter().map(|(_, day)| day).min().map(|day| (first, day))
}
