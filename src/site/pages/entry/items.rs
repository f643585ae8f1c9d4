//! What a commit did to one file, in words.

use std::sync::Arc;

use crate::approval::Act;
use crate::approval::record::{self, ActKind};
use crate::base::SETTINGS;
use crate::base::text::count;
use crate::base::{plural, say};
use crate::compare::{Weakening, Weight};
use crate::history::{Change, ChangeKind, Edit, Step};
use crate::site::commits::Reached;
use crate::site::context::Shared;
use crate::site::heavy::SENTENCES;
use crate::site::link::Linker;
use crate::site::pages::document::done_to;
use crate::site::pages::item::Item;
use crate::site::pages::standing::{aside, dated};
use crate::site::parts::quietly;
use crate::site::routes;
use crate::site::view::{Part, Sign, coded};
use crate::site::worded::phrase;

impl Shared<'_> {
    /// What a change did, in words, and that nothing came of it or that git made it.
    pub(super) fn change_item(&self, link: Linker<'_>, step: Step, change: &Change) -> Item {
        let mut item = Item { undone: !change.came(), ..self.done_item(link, step, change) };
        if let Some((sign, words)) = aside(change) {
            item.sign = Some(sign);
            item.notes.push(vec![Part::text(words)]);
        }
        item
    }

    fn done_item(&self, link: Linker<'_>, step: Step, change: &Change) -> Item {
        if let Some((document, is_signature)) = record::of_path(&change.path) {
            return self.act_item(link, change, document, is_signature);
        }
        if change.path.as_str() == SETTINGS {
            let parts = phrase!("Settings {file} {done}", file = Part::code(SETTINGS), done = done_to(change.kind));
            return Item { parts, ..Item::default() };
        }
        let mut item = Item { sign: sign(change), parts: self.change_named(link, change), ..Item::default() };
        if let (Some(from), true) = (&change.from, change.kind != ChangeKind::Deleted) {
            item.parts.extend(quietly(phrase!(" from {path}", path = Part::code(from.shown()))));
        }
        let reached = self.commits.reached(step);
        item.parts.extend(reached_words(reached, change));
        if let Some(edit) = change.did() {
            item.parts.extend(size(edit).map(Part::quiet));
            notes(&mut item.notes, (edit, change.weaker()), reached);
        }
        item
    }

    /// The document behind a change, as far as it can be named, and what was done, leading to its history.
    fn change_named(&self, link: Linker<'_>, change: &Change) -> Vec<Part> {
        let done = done_to(change.kind);
        if let Some(ix) = self.changed_document(change) {
            let document = self.aims.document(ix);
            let history = Part::Link { href: link.to(&routes::document_history(&document.id)), v: done.into() };
            return vec![link.document(ix), Part::text(" "), Part::said(&*document.title), Part::text(" "), history];
        }
        let facts = change.facts.as_deref();
        let mut parts = match facts.and_then(|facts| facts.id.as_deref()) {
            Some(id) => vec![Part::said(id)],
            None => vec![Part::code(change.path.shown())],
        };
        if let Some(title) = facts.and_then(|facts| facts.title.as_deref()) {
            parts.extend([Part::text(" "), Part::said(title)]);
        }
        parts.push(Part::text(format!(" {done}")));
        if change.kind != ChangeKind::Deleted && change.path.is_markdown() && change.came() {
            parts.push(Part::quiet(say!(", no longer there")));
        }
        parts
    }

    /// What the record of an act, or its signature, tells.
    fn act_item(&self, link: Linker<'_>, change: &Change, document: &str, is_signature: bool) -> Item {
        let mut item = Item { parts: vec![link.id(document)], ..Item::default() };
        let told = self.commits.act(change.path.as_str()).filter(|_| !is_signature);
        let file = || Part::code(change.path.as_str().rsplit('/').next().unwrap_or_default());
        match (told, told.map(|act| &act.record)) {
            (Some(act), Some(Ok(_))) => {
                tell_act(&mut item, act);
                item.notes.extend(match change.kind {
                    ChangeKind::Added => None,
                    ChangeKind::Deleted => Some(vec![Part::text(say!("The record was removed."))]),
                    _ => Some(vec![Part::text(say!("The record was changed after it was made."))]),
                });
            }
            (_, Some(Err(why))) => {
                item.parts.extend([
                    Part::text(say!(": a record that says nothing: ")),
                    Part::said(why.to_string()),
                    Part::quiet(" "),
                    file(),
                ]);
            }
            _ => item.parts.extend(match (is_signature, change.kind) {
                (true, ChangeKind::Added) => phrase!(": the signature {file} added", file = file()),
                (true, ChangeKind::Deleted) => phrase!(": the signature {file} removed", file = file()),
                (true, _) => phrase!(": the signature {file} changed after it was made", file = file()),
                (false, ChangeKind::Added) => phrase!(": the record {file} added, no longer there", file = file()),
                (false, ChangeKind::Deleted) => phrase!(": the record {file} removed", file = file()),
                (false, _) => phrase!(": the record {file} changed after it was made", file = file()),
            }),
        }
        item
    }
}

/// What somebody did, with what its signature is worth.
fn tell_act(item: &mut Item, act: &Act) {
    let Ok(record) = &act.record else { return };
    let proven = act.is_proven();
    item.sign = Some(if proven { Sign::new("proof-4", say!("Signed")) } else { Sign::new("proof-1", say!("Claimed")) });
    if let Some(version) = &record.version {
        item.parts.extend([Part::text(" "), Part::said(&**version)]);
    }
    let who = Part::said(&*record.by);
    item.parts.push(Part::text(" "));
    item.parts.extend(match record.act {
        ActKind::Approval => phrase!("approved by {who}", who),
        ActKind::Review => phrase!("reviewed by {who}", who),
        ActKind::Acknowledgement => phrase!("acknowledged by {who}", who),
    });
    if let Some(role) = &record.role {
        item.parts.extend([Part::text(", "), Part::said(&**role)]);
    }
    item.parts.push(Part::text(", "));
    item.parts.extend(dated(act, record.date));
    if let (ActKind::Review, Some(outcome)) = (record.act, &record.outcome) {
        item.notes.push(vec![Part::said(&**outcome)]);
    }
    if !proven {
        item.notes.push(crate::site::view::sentence(&act.signature()));
    }
}

/// The weight of a change as a sign; `None` where it is not known.
pub(super) fn sign(change: &Change) -> Option<Sign> {
    match (change.kind, change.did().map(|edit| edit.weight)) {
        (ChangeKind::Added, _) => Some(Sign::new("added", say!("New"))),
        (ChangeKind::Deleted, _) => Some(Sign::new("removed", say!("Removed"))),
        (_, Some(weight)) if weight != Weight::None => Some(Sign::weight(weight)),
        (ChangeKind::Moved | ChangeKind::Renamed, _) => Some(Sign::new("moved", say!("Moved"))),
        _ => None,
    }
}

/// Which version a change brought, in words: ` → 2.1 approved, in force from 2026-03-01`.
fn reached_words(reached: Reached<'_>, change: &Change) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(label) = reached.label.filter(|_| reached.begun || reached.approved) {
        parts.extend([Part::text(" → "), Part::said(label)]);
    }
    if reached.approved {
        parts.push(Part::text(if parts.is_empty() { ", " } else { " " }));
        match reached.from {
            Some(from) => {
                parts.push(Part::text(say!("approved")));
                parts.extend(match reached.is_replaced {
                    true => vec![Part::text(say!(", in force on no day"))],
                    false => phrase!(", in force from {day}", day = Part::date(from)),
                });
            }
            // The text says so, and the record does not bear it out.
            None => parts.push(Part::text(say!("says approved"))),
        }
    } else if let Some(status) = begun_as(reached, change) {
        parts.extend([Part::text(" "), Part::said(status)]);
    }
    parts
}

/// What a version that a change began says of its status: `draft`.
pub(super) fn begun_as(reached: Reached<'_>, change: &Change) -> Option<String> {
    let status = change.facts.as_deref()?.status.as_deref().filter(|_| reached.begun)?;
    Some(crate::model::lowered::in_sentence(status))
}

/// How many words came and went.
fn size(edit: &Edit) -> Option<String> {
    let words = |words: u32| count(words as usize, "word");
    match (edit.added, edit.removed) {
        (0, 0) => None,
        (added, 0) => Some(say!(", {words} added", words = words(added))),
        (0, removed) => Some(say!(", {words} removed", words = words(removed))),
        (added, removed) => Some(say!(", {words} added, {removed} removed", words = words(added), removed)),
    }
}

/// What became of the front matter, and where the text became weaker.
fn notes(notes: &mut Vec<Vec<Part>>, (edit, weaker): (&Edit, &[Arc<Weakening>]), reached: Reached<'_>) {
    // Which version it is stands in the line above.
    let fields = || edit.fields.iter().filter(|change| !(reached.begun && &*change.key == "version"));
    notes.extend(fields().take(SENTENCES).map(|change| coded(&change.sentence())));
    if let more @ 1.. = fields().count().saturating_sub(SENTENCES) {
        notes.push(vec![Part::text(plural!(
            more,
            "and {n} more change of front matter",
            "and {n} more changes of front matter"
        ))]);
    }
    for weakening in weaker.iter().take(SENTENCES) {
        let mut parts = vec![Part::sign(Sign::new("weaker", say!("Weaker"))), Part::text(" ")];
        parts.extend(coded(&weakening.sentence()));
        notes.push(parts);
    }
    if let more @ 1.. = weaker.len().saturating_sub(SENTENCES) {
        notes.push(vec![Part::text(plural!(more, "and {n} more such places", "and {n} more such places"))]);
    }
}
