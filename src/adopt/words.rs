//! Words and keys of the team's: what words commonly mean, and keys to carry along.

use std::collections::{BTreeMap, BTreeSet};

use super::proposal::{Proposal, list, quoted};
use crate::base::DocPath;
use crate::base::lookalike::deceives;
use crate::model::absent::is_absent;
use crate::model::document::{Document, Status};
use crate::model::kinds::{Kind, Kinds};
use crate::model::{Aims, fold};
use crate::parse::{Entry, Value};
use crate::reading::{CLASS, normal};

/// Walks what each document under control says, by our keys.
pub(super) fn each<'a>(aims: &'a Aims, mut take: impl FnMut(&'a Document, &str, &Entry, bool)) {
    let reading = &aims.config.reading;
    for document in aims.documents.iter().filter(|document| document.has_front) {
        let (entries, of_front) = fold::said(document, reading);
        for (place, one) in reading.read_alone(&entries).into_iter().enumerate() {
            if !one.idle {
                take(document, &one.name, &one.entry, place < of_front);
            }
        }
    }
}

/// The kind that others call so, in a word that is none of ours.
fn kind_called<'a>(kinds: &'a Kinds, word: &str) -> Option<&'a str> {
    let called = |kind: &&Kind| kind.is_called(word);
    Some(&kinds.iter().find(called).filter(|_| kinds.get(word).is_none())?.name)
}

/// The status that others call so, in English or German, in a word that is none of ours.
fn status_meant<'a>(aims: &'a Aims, word: &str) -> Option<&'a str> {
    let is_ours = Status::ALL.iter().any(|status| status.as_str() == word);
    aims.config.reading.status_meant(word).filter(|_| !is_ours)
}

/// The class that a word says in so many words, if it is that of the fewest readers; of any other a person is asked, as it would
/// show a text to more.
fn class_meant(word: &str) -> Option<&'static str> {
    let is_confidential = ["vertraulich", "streng-vertraulich", "strictly-confidential"].contains(&word);
    is_confidential.then_some("confidential")
}

/// Meanings for words that are none of ours.
pub(super) fn proposed(aims: &Aims) -> Vec<Proposal> {
    let mut found: BTreeMap<(&'static str, String), (&str, Vec<&DocPath>)> = BTreeMap::new();
    let mut unsigned: BTreeSet<&DocPath> = BTreeSet::new();
    each(aims, |document, name, entry, _| {
        if name == "approvers" && matches!(&entry.node.value, Value::Scalar(scalar) if is_absent(&scalar.text)) {
            unsigned.insert(&document.path);
        }
        let table = match name {
            "status" => "values.status",
            CLASS => "values.classification",
            "kind" | "type" | "category" | "document-type" => "values.kind",
            _ => return,
        };
        let Value::Scalar(scalar) = &entry.node.value else { return };
        let word = normal(&scalar.text);
        // A word with signs that nobody sees is mended where it stands.
        if deceives(&word) {
            return;
        }
        let ours = match name {
            "status" => status_meant(aims, &word),
            CLASS => class_meant(&word),
            _ => kind_called(&aims.kinds, &word),
        };
        if let Some(ours) = ours {
            found.entry((table, word)).or_insert((ours, Vec::new())).1.push(&document.path);
        }
    });
    // Beside other ends of proposals it is one; elsewhere it says how far a control is. And what nobody approved is asked.
    let is_end = |word: &str| found.contains_key(&("values.status", word.to_owned()));
    let are_ends = is_end("accepted") || is_end("rejected") || is_end("withdrawn");
    found.retain(|(_, word), (ours, paths)| {
        let is_open = *ours == "approved" && paths.iter().all(|path| unsigned.contains(path));
        !is_open && (word != "implemented" || are_ends)
    });
    let of = aims.documents.len();
    let proposal = |((table, word), (ours, paths)): ((&'static str, String), (&str, Vec<&DocPath>))| {
        Proposal::new(table, word, quoted(ours), &paths, of)
    };
    found.into_iter().map(proposal).collect()
}

/// Keys that several documents have and aims does not know: they are shown and not judged.
pub(super) fn kept(aims: &Aims) -> Vec<Proposal> {
    let mut found: BTreeMap<String, Vec<&DocPath>> = BTreeMap::new();
    each(aims, |document, name, entry, of_front| {
        if of_front && aims.kinds.field(document.kind.as_deref(), name).is_none() {
            found.entry(normal(&entry.key)).or_default().push(&document.path);
        }
    });
    // What stands once may be a slip.
    found.retain(|_, paths| paths.len() > 1);
    let Some(such_as) = found.values().find_map(|paths| paths.first().copied()) else { return Vec::new() };
    let files: std::collections::BTreeSet<&&DocPath> = found.values().flatten().collect();
    let keys: Vec<String> = found.keys().cloned().collect();
    vec![Proposal {
        table: "keys",
        key: "keep".into(),
        value: list(&keys),
        files: files.len(),
        of: aims.documents.len(),
        such_as: Some(such_as.clone()),
        noun: "file",
    }]
}
