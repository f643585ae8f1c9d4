//! Another id for a document, wherever it is named.
//!
//! The record of a document goes by its id, so the old one is put under `formerly` where the record has it: approvals and
//! versions then go on under the new one. What names it in other documents is changed with it, but in texts that somebody
//! approved or that are settled: they would be others, and the old id leads there all the same.

use std::collections::BTreeMap;

use super::find::{self, Spot};
use super::target::{Named, Subject};
use crate::base::{Date, DocPath};
use crate::diag::Span;
use crate::model::approval_rule::Evidence;
use crate::model::document::{Document, is_sound_id};
use crate::model::{Aims, DocIx};
use crate::parse::LinkKind;
use crate::state::State;

/// Changes of files: what stands at each span is replaced.
pub(super) type Edits = BTreeMap<DocPath, Vec<(Span, String)>>;

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
pub(super) fn edits(state: &State, ix: DocIx, new: &str) -> Result<Edits, String> {
    let aims = &state.aims;
    let document = aims.document(ix);
    let Some(id_span) = document.id_span else {
        return Err(format!("{} gives no id: write one first", document.path));
    };
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
    // Only an id that the record has goes on under `formerly`.
    let goes_on = !new.eq_ignore_ascii_case(&document.id) && !state.history.steps(&document.path).is_empty();
    let stays =
        |path: &DocPath| goes_on && aims.by_path(path).is_some_and(|other| other != ix && is_held(state, other));
    let mut edits = Edits::new();
    let mut replace = |(path, span): Spot| {
        let text = aims.texts.text(&path).unwrap_or_default();
        if let Some(span) = id_within(text, span, &document.id) {
            edits.entry(path).or_default().push((span, new.to_owned()));
        }
    };
    replace((document.path.clone(), id_span));
    find::references(aims, &Subject::Document(ix, None), false)
        .into_iter()
        .filter(|(path, span)| !names_by_path(aims, path, *span) && !stays(path))
        .for_each(&mut replace);
    if goes_on {
        edits.entry(document.path.clone()).or_default().push(formerly(document, id_span));
    }
    Ok(edits)
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

/// Where the old id is put under `formerly`.
fn formerly(document: &Document, id_span: Span) -> (Span, String) {
    let old = &document.id;
    match document.fields.get("formerly").zip(document.fields.texts("formerly").last()) {
        // Behind the last of those that are there, whatever the form of the list.
        Some((_, last)) => {
            let line_start = document.text[..last.span.start].rfind('\n').map_or(0, |at| at + 1);
            let line = &document.text[line_start..last.span.start];
            let separator = if line.trim_start().starts_with("- ") { format!("\n{line}") } else { ", ".into() };
            (Span::new(last.span.end, last.span.end), format!("{separator}{old}"))
        }
        None => {
            let end = document.text[id_span.end..].find('\n').map_or(document.text.len(), |at| id_span.end + at);
            (Span::new(end, end), format!("\nformerly: [{old}]"))
        }
    }
}

/// Whether a link names the document by the path of its file, which stays.
fn names_by_path(aims: &Aims, path: &DocPath, span: Span) -> bool {
    let Some(ix) = aims.by_path(path) else { return false };
    let link = aims.document(ix).body.links.iter().find(|link| link.span == span);
    link.is_some_and(|link| {
        let target = link.target.split('#').next().unwrap_or_default().trim();
        link.kind != LinkKind::Wiki && aims.by_id(target).is_none()
    })
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_target_is_found_not_the_text() {
        for (link, expected) in [
            ("[[POL-1]]", Some(2)),
            ("[[POL-1|see POL-1]]", Some(2)),
            ("[see POL-1](POL-1#pol-1)", Some(12)),
            ("[[pol-1#POL-1]]", Some(2)),
            ("\"POL-1\"", Some(1)),
            ("POL-10", None),
            ("XPOL-1", None),
        ] {
            let found = id_within(link, Span::new(0, link.len()), "POL-1").map(|span| span.start);
            assert_eq!(found, expected, "{link}");
        }
    }
}
