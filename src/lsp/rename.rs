//! Another id for a document, wherever it is named.
//!
//! The record of a document goes by its id, so the old one is put under `formerly` where the record has it: approvals and
//! versions then go on under the new one. What names it in other documents is changed with it, but in texts that somebody
//! approved or that are settled: they would be others, and the old id leads there all the same.

use std::collections::{BTreeMap, BTreeSet};

use super::find;
use super::formerly::{self, Edit};
use super::target::{Named, Subject};
use crate::base::{Date, DocPath, SETTINGS};
use crate::diag::Span;
use crate::model::approval_rule::Evidence;
use crate::model::document::{Document, is_sound_id};
use crate::model::{Aims, DocIx};
use crate::parse::{Entry, Link, LinkKind, Value, addresses, parse_toml};
use crate::reading::normal;
use crate::state::State;

/// Changes of files.
pub(super) type Edits = BTreeMap<DocPath, Vec<Edit>>;

/// The id that would be renamed, and its place in the text; `None` where none stands there that is written so.
pub(super) fn prepare<'a>(aims: &'a Aims, named: &Named, text: &str) -> Option<(&'a str, Span)> {
    let Subject::Document(ix, _) = named.subject else { return None };
    let document = aims.document(ix);
    document.id_span?;
    let span = id_within(text, named.span, &document.id)?;
    Some((&document.id, span))
}

/// What has to change so that the document is called `new`.
///
/// # Errors
/// Where it cannot be called so: a sentence.
pub(super) fn edits<'a>(state: &'a State, ix: DocIx, new: &str) -> Result<Edits, String> {
    let aims = &state.aims;
    let document = aims.document(ix);
    may_be(aims, ix, new)?;
    if new == document.id {
        return Ok(Edits::new());
    }
    // Only an id that the record has goes on under `formerly`.
    let old = document.id.as_str();
    let has_old = |id: &str| id.eq_ignore_ascii_case(old);
    let mut recorded = state.history.of(&document.path).filter_map(|(_, change)| change.facts.as_ref()?.id.as_deref());
    let goes_on = recorded.any(has_old);
    let mut edits = Edits::new();
    for (text, stays) in std::iter::once((ix, goes_on)).chain(aims.translations_of(ix).iter().map(|ix| (*ix, false))) {
        let Document { path, text, .. } = aims.document(text);
        let own = formerly::edits(&aims.config.reading, text, (old, new), stays);
        let own = own.filter(|own| !own.is_empty() || *path != document.path).ok_or_else(|| {
            let behind = if goes_on { format!(" and `formerly: [{old}]`") } else { String::new() };
            format!("what {path} says of itself cannot be written with that id{behind} in the form that it has: change it by hand")
        })?;
        edits.insert(path.clone(), own);
    }
    // In other letters the id leads there all the same.
    let leads = goes_on || has_old(new);
    let stays = |path: &DocPath| leads && aims.by_path(path).is_some_and(|other| other != ix && is_held(state, other));
    let named = find::references(aims, &Subject::Document(ix, None), false);
    let of_one = |of: &'a Document| of.body.links.iter().map(move |link| ((&of.path, link.span), link));
    let links: BTreeMap<(&DocPath, Span), &Link> = aims.iter().flat_map(|(_, of)| of_one(of)).collect();
    // Texts in which a label stands for the document: the address of that is changed, once.
    let mut labelled = BTreeSet::new();
    let put = |span: Span| (span, new.to_owned());
    for (path, span) in named.into_iter().filter(|(path, _)| !stays(path)) {
        let text = aims.texts.text(&path).unwrap_or_default();
        match links.get(&(&path, span)).copied() {
            // It names the file, which stays.
            Some(link) if !names_by_id(aims, link) => {}
            Some(link) if link.kind == LinkKind::Link && text[..span.end].ends_with(']') => {
                labelled.insert(path);
            }
            _ => edits.entry(path).or_default().extend(id_within(text, span, old).map(put)),
        }
    }
    for document in labelled.iter().filter_map(|path| Some(aims.document(aims.by_path(path)?))) {
        let found = addresses(&document.text, document.body.start).into_iter();
        let found = found.filter(|(address, _)| has_old(address.split('#').next().unwrap_or_default()));
        let found = found.map(|(_, span)| put(Span::new(span.start, span.start + old.len())));
        edits.entry(document.path.clone()).or_default().extend(found);
    }
    if let Some((path, text)) = DocPath::new(SETTINGS).and_then(|path| Some((path.clone(), aims.texts.text(&path)?))) {
        let (settings, _) = parse_toml(text);
        let named = [&["checks", "waivers", "document"][..], &["site", "pack"]].into_iter();
        let named = named.flat_map(|keys| in_settings(&settings, keys));
        let named = named.filter_map(|span| id_within(text, span, old)).map(put);
        edits.entry(path).or_default().extend(named);
    }
    for edits in edits.values_mut() {
        edits.sort();
        edits.dedup();
    }
    edits.retain(|_, edits| !edits.is_empty());
    Ok(edits)
}

/// Makes sure that a document may be called so.
fn may_be(aims: &Aims, ix: DocIx, new: &str) -> Result<(), String> {
    let document = aims.document(ix);
    if document.id_span.is_none() {
        return Err(format!("{} gives no id: write one first", document.path));
    }
    if document.beside.as_ref().is_some_and(|beside| beside.speaks) {
        return Err(format!("keys of {} stand in a file beside it: change the id there by hand", document.path));
    }
    if !is_sound_id(new) {
        return Err(format!(
            "`{new}` cannot be an id: it begins with a letter or digit and holds letters, digits, `.`, `_` and `-` only"
        ));
    }
    if aims.by_id(new).is_some_and(|other| other != ix) {
        return Err(format!("`{new}` is the id of another document"));
    }
    if aims.trace.get(new).is_some() || aims.catalog.resolve(new).is_some() {
        return Err(format!("`{new}` is the id of a control or clause"));
    }
    Ok(())
}

/// Whether the text of a document is approved, or settled, if only by its age.
fn is_held(state: &State, ix: DocIx) -> bool {
    let is_approved = state
        .approvals
        .of(ix)
        .is_some_and(|approval| approval.level > Evidence::Claimed && approval.is_in_force(state.aims.document(ix)));
    let stands = |day: Date| day < state.aims.today;
    let life = state.approvals.records.of(ix);
    is_approved || life.is_some_and(|life| life.settled.is_some() || life.stands.is_some_and(stands))
}

/// Whether a link names a document by its id, and not by the path of its file.
fn names_by_id(aims: &Aims, link: &Link) -> bool {
    let target = link.target.split('#').next().unwrap_or_default().trim();
    link.kind == LinkKind::Wiki || aims.by_id(target).is_some()
}

/// Where the values under these keys stand in settings.
fn in_settings(entries: &[Entry], keys: &[&str]) -> Vec<Span> {
    let Some((key, below)) = keys.split_first() else { return Vec::new() };
    let values = entries.iter().filter(|entry| normal(&entry.key) == *key).flat_map(|entry| match &entry.node.value {
        Value::List(items) => &items[..],
        _ => std::slice::from_ref(&entry.node),
    });
    let spans = values.flat_map(|node| match &node.value {
        Value::Table(entries) => in_settings(entries, below),
        _ => vec![node.span],
    });
    spans.collect()
}

/// Where the id stands within a span: as a whole word, whatever its letter case, the last time it does, since the text of a
/// link comes before its target.
fn id_within(text: &str, span: Span, id: &str) -> Option<Span> {
    let within = text.get(span.start..span.end)?;
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
    let starts = within.char_indices().map(|(at, _)| at).rev();
    let whole = |at: &usize| {
        let end = at + id.len();
        let is_id = within.get(*at..end).is_some_and(|part| part.eq_ignore_ascii_case(id));
        is_id
            && !within[..*at].ends_with(is_part)
            && !within[end..].starts_with(is_part)
            // `[[POL-001|the text of POL-001]]`: the target of this form comes first.
            && !within[..*at].contains('|')
            && !within[..*at].contains('#')
    };
    let at = starts.into_iter().find(whole)?;
    Some(Span::new(span.start + at, span.start + at + id.len()))
}
