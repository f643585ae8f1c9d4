//! For whom documents are: by the strictest class that any text of theirs ever had, as far as the record goes.
//!
//! What a text once said stands in the differences, and a class that was lowered does not call back what was read under the
//! higher one. What cannot be read is for the fewest.

use std::collections::BTreeMap;

use crate::base::{DocPath, sha256};
use crate::history::{Change, History, SeamKind, Step};
use crate::model::Aims;
use crate::model::audience::Audience;
use crate::model::document::Document;
use crate::parse::{MAX_TEXT, ProblemKind, front, normalise};
use crate::reading::Reading;
use crate::repo::{Blob, Repo};

/// For whom each document is that is there, in the order of all. One that says word for word what a stricter one says is for
/// no more people than that, nor is one that says what one of those that are `gone` said ([`words`]).
pub fn classes(aims: &Aims, history: &History, gone: &BTreeMap<[u8; 32], Audience>) -> Vec<Audience> {
    let reading = &aims.config.reading;
    let own: Vec<Audience> = aims.documents.iter().map(|document| class_of(document, history, reading)).collect();
    if gone.is_empty() && own.windows(2).all(|two| two[0] == two[1]) {
        return own;
    }
    let texts: Vec<Option<[u8; 32]>> = aims.documents.iter().map(|document| text_of(document)).collect();
    let mut strictest = gone.clone();
    for (text, class) in texts.iter().zip(&own) {
        if let Some(text) = text {
            let of = strictest.entry(*text).or_insert(*class);
            *of = (*of).max(*class);
        }
    }
    let of = |(class, text): (&Audience, &Option<[u8; 32]>)| {
        text.and_then(|text| strictest.get(&text)).map_or(*class, |strict| *class.max(strict))
    };
    own.iter().zip(&texts).map(of).collect()
}

/// What stands below the front matter, whatever its blanks and letter case, where it is more than a form may have.
fn text_of(document: &Document) -> Option<[u8; 32]> {
    words(document.text.get(document.body.start..)?)
}

/// What stands for a text without its front matter; `None` for one that others may say by chance.
pub fn words(text: &str) -> Option<[u8; 32]> {
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    (words.len() >= TELLING).then(|| sha256(words.join(" ").as_bytes()))
}

/// Texts with fewer words may be the same by chance.
const TELLING: usize = 40;

/// The last texts of documents that are gone and were not for everybody.
pub(super) fn said_by_gone(aims: &Aims, history: &History, repo: &Repo) -> BTreeMap<[u8; 32], Audience> {
    let mut found = BTreeMap::new();
    for gone in &history.gone {
        let class = class_on_record(history, &gone.steps);
        if class == Audience::Public {
            continue;
        }
        let newest = gone.steps.iter().find_map(|step| history.step(*step)?.1.new);
        let Some(Ok(Blob::Bytes(bytes))) = newest.map(|id| repo.blob(id, MAX_TEXT)) else { continue };
        let text = normalise(&bytes).unwrap_or_else(|(text, _)| text);
        let start = front(&text, aims.config.reading.takes_open()).body_start;
        if let Some(said) = text.get(start..).and_then(words) {
            let strictest = found.entry(said).or_insert(class);
            *strictest = (*strictest).max(class);
        }
    }
    found
}

/// For whom a document is that is there, by what it says itself and said before.
fn class_of(document: &Document, history: &History, reading: &Reading) -> Audience {
    let beside = class_on_record(history, &history.beside(&document.path, reading));
    let own = class_of_present(document).max(class_on_record(history, history.steps(&document.path))).max(beside);
    // What was taken out of another document, under an id of its own, was read there.
    taken_out_of(history, &document.path).map(|from| class_of_path(history, from)).max().map_or(own, |of| own.max(of))
}

/// The documents out of which most of the text of this one was taken.
fn taken_out_of<'h>(history: &'h History, path: &DocPath) -> impl Iterator<Item = &'h DocPath> {
    let seams = history.seams.iter().filter(move |seam| seam.paths.contains(path));
    seams.filter_map(|seam| match &seam.kind {
        SeamKind::Split(from) => Some(from),
        _ => None,
    })
}

/// For whom what was at a path was, whether it is there or gone.
fn class_of_path(history: &History, path: &DocPath) -> Audience {
    let gone = history.gone.iter().filter(|gone| gone.path == *path).map(|gone| class_on_record(history, &gone.steps));
    gone.max().unwrap_or(Audience::Public).max(class_on_record(history, history.steps(path)))
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
