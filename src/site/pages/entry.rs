//! One commit as the change record tells it: who, when, and what was done to which document, in words.
//!
//! What the whole record has to be asked for, such as which change brought which version, is gathered once, in [`Told`].
//! Each entry carries what it can be filtered by as attributes; the script of the theme reads nothing else.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Linker, Shared, forge_link, shortened};
use crate::approval::Act;
use crate::approval::record::{self, ActKind};
use crate::base::text::{count, terminal_safe};
use crate::base::{Date, DocPath, SETTINGS};
use crate::compare::Weight;
use crate::history::{Change, ChangeKind, Edit, Merge, Person, Revision, Step, Version, short};
use crate::model::DocIx;
use crate::site::routes;
use crate::site::view::{Part, Sign, coded, line};

/// How many files of one commit an entry names; the rest is a number.
const FILES: usize = 12;

/// How many sentences about front matter, or about weakenings, stand below one change.
const SENTENCES: usize = 3;

/// A commit as the change record tells it.
#[derive(Debug, Serialize)]
pub(super) struct Entry {
    /// The anchor.
    pub id: String,
    /// The day on which it reached the main line.
    pub date: String,
    /// The day on which it was written, where that is another.
    pub written: Option<String>,
    pub subject: String,
    pub body: String,
    pub author: String,
    pub commit: Commit,
    /// The merge that brought it, where it was made beside the main line.
    pub merged: Option<Merged>,
    /// Whether it is a merge itself: what it changed was changed in the merge.
    pub in_merge: bool,
    pub items: Vec<Item>,
    /// How many items are left out.
    pub more: usize,
    /// What it can be filtered by: several values with line feeds between them.
    pub people: String,
    pub kinds: String,
    pub serves: String,
    pub weights: String,
}

/// A commit's id, leading to the forge where the settings name one.
#[derive(Debug, Serialize)]
pub(super) struct Commit {
    pub short: String,
    pub href: Option<String>,
}

#[derive(Debug, Serialize)]
pub(super) struct Merged {
    pub by: String,
    /// Whether that is the author of the commit.
    pub own: bool,
    pub commit: Commit,
}

/// What a commit did to one file.
#[derive(Debug, Default, Serialize)]
pub(super) struct Item {
    pub sign: Option<Sign>,
    pub parts: Vec<Part>,
    /// Sentences below it.
    pub notes: Vec<Vec<Part>>,
}

/// Which version a change brought.
#[derive(Debug, Default, Clone, Copy)]
struct Reached<'a> {
    label: Option<&'a str>,
    /// Whether the version began with it.
    begun: bool,
    /// Whether the version was first approved with it.
    approved: bool,
    from: Option<Date>,
}

/// What the change record as a whole tells about its commits.
pub(super) struct Told<'a> {
    pub shared: &'a Shared<'a>,
    /// Acts by the file of the record.
    acts: BTreeMap<&'a str, &'a Act>,
    /// Where the records about a document changed, newest first.
    records: BTreeMap<DocIx, Vec<Step>>,
    reached: BTreeMap<(usize, usize), Reached<'a>>,
    /// Names by e-mail address in lower case, as the settings have them.
    names: BTreeMap<String, &'a str>,
}

impl<'a> Told<'a> {
    pub(super) fn new(shared: &'a Shared<'a>) -> Self {
        let mut reached = BTreeMap::new();
        for document in &shared.aims.documents {
            note_versions(&mut reached, shared.history.versions(&document.path));
        }
        for gone in &shared.history.gone {
            note_versions(&mut reached, &gone.versions);
        }
        let people = shared.aims.config.people.iter();
        let emails = people.flat_map(|person| person.emails.iter().map(|email| (email.to_lowercase(), &*person.name)));
        Self {
            shared,
            acts: shared.approvals.acts.iter().map(|act| (act.path.as_str(), act)).collect(),
            records: records(shared),
            reached,
            names: emails.collect(),
        }
    }

    /// Where the records about a document changed, newest first.
    pub(super) fn records_of(&self, ix: DocIx) -> &[Step] {
        self.records.get(&ix).map_or(&[], Vec::as_slice)
    }

    /// The name of somebody, by which the settings know them.
    pub(super) fn name(&self, person: &'a Person) -> &'a str {
        let known = if person.email.is_empty() { None } else { self.names.get(&person.email.to_lowercase()) };
        known.copied().unwrap_or(&person.name)
    }

    /// A commit of the record with all that it changed.
    pub(super) fn entry(&self, link: Linker<'_>, place: usize) -> Option<Entry> {
        let revision = self.shared.history.revisions.get(place)?;
        let changes: Vec<usize> = (0..revision.changes.len()).collect();
        self.entry_of(link, place, &changes)
    }

    /// A commit of the record with some of what it changed, by places in [`Revision::changes`].
    pub(super) fn entry_of(&self, link: Linker<'_>, place: usize, changes: &[usize]) -> Option<Entry> {
        let revision: &'a Revision = self.shared.history.revisions.get(place)?;
        let mut marks = Marks::default();
        let author = self.name(&revision.author);
        marks.people.insert(author);
        let merged = revision.merged.as_deref().map(|merge| self.merged(merge, author));
        if let Some(merge) = revision.merged.as_deref() {
            marks.people.insert(self.name(&merge.author));
        }
        let changes: Vec<(usize, &Change)> =
            changes.iter().filter_map(|at| Some((*at, revision.changes.get(*at)?))).collect();
        let records: BTreeSet<&str> = changes.iter().map(|(_, change)| change.path.as_str()).collect();
        let (mut items, mut more) = (Vec::new(), 0);
        for (at, change) in changes {
            if is_signature_of_one_of(&change.path, &records) {
                // The record stands in the same commit, and says more.
                continue;
            }
            self.mark(change, &mut marks);
            if items.len() < FILES {
                items.push(self.item(link, (place, at), change));
            } else {
                more += 1;
            }
        }
        let written = (revision.date != revision.landed).then(|| revision.date.to_string());
        Some(Entry {
            id: anchor(&revision.commit),
            date: revision.landed.to_string(),
            written,
            subject: line(&revision.subject),
            body: terminal_safe(&shortened(&revision.body)),
            author: line(author),
            commit: self.commit(&revision.commit),
            merged,
            in_merge: revision.merge,
            items,
            more,
            people: lines(&marks.people),
            kinds: lines(&marks.kinds),
            serves: lines(&marks.serves),
            weights: marks.weights(),
        })
    }

    fn merged(&self, merge: &'a Merge, author: &str) -> Merged {
        let by = self.name(&merge.author);
        Merged { by: line(by), own: by == author, commit: self.commit(&merge.commit) }
    }

    fn commit(&self, commit: &str) -> Commit {
        Commit { short: short(commit), href: forge_link(self.shared.aims, commit) }
    }

    /// Notes what a change can be found by.
    fn mark(&self, change: &'a Change, marks: &mut Marks<'a>) {
        if let Some((document, _)) = record::of_path(&change.path) {
            marks.kinds.insert("Approvals and reviews");
            let act = self.acts.get(change.path.as_str());
            marks.people.extend(act.and_then(|act| act.record.as_ref().ok()).map(|record| record.by.as_str()));
            let ix = self.shared.aims.by_id(document);
            marks.kinds.extend(ix.map(|ix| super::kind_label(self.shared.aims.document(ix))));
            self.mark_serves(ix, marks);
            return;
        }
        if change.path.as_str() == SETTINGS {
            marks.kinds.insert("Settings");
            return;
        }
        let ix = self.document(change);
        marks.kinds.insert(match ix {
            Some(ix) => super::kind_label(self.shared.aims.document(ix)),
            None if change.path.is_markdown() => "No longer there",
            None => "Other files",
        });
        self.mark_serves(ix, marks);
        let weight = change.edit.as_deref().map(|edit| edit.weight);
        marks.material |=
            matches!(change.kind, ChangeKind::Added | ChangeKind::Deleted) || weight == Some(Weight::Material);
        marks.editorial |= weight.is_some() || change.kind == ChangeKind::Moved;
        marks.weaker |= change.edit.as_deref().is_some_and(|edit| !edit.weaker.is_empty());
    }

    fn mark_serves(&self, ix: Option<DocIx>, marks: &mut Marks<'a>) {
        let served = ix.into_iter().flat_map(|ix| self.shared.aims.trace.served_by(ix));
        marks.serves.extend(served.map(|requirement| requirement.id.as_str()));
    }

    /// The document that a changed file is a part of the history of.
    fn document(&self, change: &Change) -> Option<DocIx> {
        self.shared.aims.by_path(change.document.as_ref()?)
    }

    fn item(&self, link: Linker<'_>, place: (usize, usize), change: &Change) -> Item {
        if let Some((document, is_signature)) = record::of_path(&change.path) {
            return self.act(link, change, document, is_signature);
        }
        if change.path.as_str() == SETTINGS {
            let parts =
                vec![Part::text("Settings "), Part::code(SETTINGS), Part::text(" "), Part::text(change.kind.as_str())];
            return Item { parts, ..Item::default() };
        }
        let mut item = Item { sign: sign(change), parts: self.named(link, change), notes: Vec::new() };
        if let (Some(from), true) = (&change.from, change.kind != ChangeKind::Deleted) {
            item.parts.extend([Part::quiet(" from "), Part::code(from.as_str())]);
        }
        let reached = self.reached.get(&place).copied().unwrap_or_default();
        item.parts.extend(reached_words(reached, change));
        if let Some(edit) = &change.edit {
            item.parts.extend(size(edit).map(Part::quiet));
            notes(&mut item.notes, edit, reached);
        }
        item
    }

    /// The document behind a change, as far as it can be named, and what was done, leading to its history.
    fn named(&self, link: Linker<'_>, change: &Change) -> Vec<Part> {
        let done = change.kind.as_str();
        if let Some(ix) = self.document(change) {
            let document = self.shared.aims.document(ix);
            let history = Part::Link { href: link.to(&routes::document_history(&document.id)), v: done.into() };
            return vec![link.document(ix), Part::text(" "), Part::said(&*document.title), Part::text(" "), history];
        }
        let facts = change.facts.as_deref();
        let mut parts = match facts.and_then(|facts| facts.id.as_deref()) {
            Some(id) => vec![Part::said(id)],
            None => vec![Part::code(change.path.as_str())],
        };
        if let Some(title) = facts.and_then(|facts| facts.title.as_deref()) {
            parts.extend([Part::text(" "), Part::said(title)]);
        }
        parts.push(Part::text(format!(" {done}")));
        if change.kind != ChangeKind::Deleted && change.path.is_markdown() {
            parts.push(Part::quiet(", no longer there"));
        }
        parts
    }

    /// What the record of an act, or its signature, tells.
    fn act(&self, link: Linker<'_>, change: &Change, document: &str, is_signature: bool) -> Item {
        let mut item = Item { parts: vec![link.id(document)], ..Item::default() };
        let told = self.acts.get(change.path.as_str()).filter(|_| !is_signature);
        let words = match (told, change.kind) {
            (_, ChangeKind::Added) => None,
            (_, ChangeKind::Deleted) => Some("removed"),
            _ => Some("changed after it was made"),
        };
        let file = || Part::code(change.path.as_str().rsplit('/').next().unwrap_or_default());
        match (told, words) {
            (Some(act), words) if act.record.is_ok() => {
                self.tell_act(&mut item, act);
                item.notes.extend(words.map(|words| vec![Part::text(format!("The record was {words}."))]));
            }
            (Some(Act { record: Err(why), .. }), _) => {
                item.parts.extend([
                    Part::text(": a record that says nothing: "),
                    Part::said(&**why),
                    Part::quiet(" "),
                    file(),
                ]);
            }
            (_, words) => {
                let what = if is_signature { "the signature" } else { "the record" };
                let words = words.unwrap_or("added, no longer there");
                let words = if is_signature { words.trim_end_matches(", no longer there") } else { words };
                item.parts.extend([Part::text(format!(": {what} ")), file(), Part::text(format!(" {words}"))]);
            }
        }
        item
    }

    fn tell_act(&self, item: &mut Item, act: &Act) {
        let Ok(record) = &act.record else { return };
        let proven = act.is_proven();
        item.sign = Some(if proven { Sign::new("proof-4", "Signed") } else { Sign::new("proof-1", "Claimed") });
        if let Some(version) = &record.version {
            item.parts.extend([Part::text(" "), Part::said(&**version)]);
        }
        item.parts.extend([Part::text(format!(" {} by ", record.act.done())), Part::said(&*record.by)]);
        if let Some(role) = &record.role {
            item.parts.extend([Part::text(", "), Part::said(&**role)]);
        }
        item.parts.extend([Part::text(", "), Part::date(record.date)]);
        if let (ActKind::Review, Some(outcome)) = (record.act, &record.outcome) {
            item.notes.push(vec![Part::said(&**outcome)]);
        }
        if !proven {
            item.notes.push(crate::site::view::sentence(&act.signature()));
        }
    }
}

/// What an entry can be found by.
#[derive(Default)]
struct Marks<'a> {
    people: BTreeSet<&'a str>,
    kinds: BTreeSet<&'a str>,
    serves: BTreeSet<&'a str>,
    material: bool,
    editorial: bool,
    weaker: bool,
}

impl Marks<'_> {
    fn weights(&self) -> String {
        let heaviest = match (self.material, self.editorial) {
            (true, _) => Some("Material"),
            (false, true) => Some("Editorial only"),
            (false, false) => None,
        };
        let weaker = self.weaker.then_some("Weakening pointed out");
        heaviest.into_iter().chain(weaker).collect::<Vec<_>>().join("\n")
    }
}

fn lines(values: &BTreeSet<&str>) -> String {
    values.iter().copied().collect::<Vec<_>>().join("\n")
}

/// The anchor of a commit on the page that has it.
pub(super) fn anchor(commit: &str) -> String {
    format!("c-{}", short(commit))
}

/// The weight of a change as a sign; `None` where it is not known.
fn sign(change: &Change) -> Option<Sign> {
    match (change.kind, change.edit.as_deref().map(|edit| edit.weight)) {
        (ChangeKind::Added, _) => Some(Sign::new("added", "New")),
        (ChangeKind::Deleted, _) => Some(Sign::new("removed", "Removed")),
        (_, Some(weight)) if weight != Weight::None => Some(weight_sign(weight)),
        (ChangeKind::Moved | ChangeKind::Renamed, _) => Some(Sign::new("moved", "Moved")),
        _ => None,
    }
}

/// How much a change weighs, as a sign.
pub(super) fn weight_sign(weight: Weight) -> Sign {
    match weight {
        Weight::Material => Sign::new("material", "Material"),
        Weight::Editorial | Weight::None => Sign::new("editorial", "Editorial"),
    }
}

/// Which version a change brought, in words: ` → 2.1 approved, in force from 2026-03-01`.
fn reached_words(reached: Reached<'_>, change: &Change) -> Vec<Part> {
    let mut parts = Vec::new();
    if let Some(label) = reached.label.filter(|_| reached.begun || reached.approved) {
        parts.extend([Part::text(" → "), Part::said(label)]);
    }
    if reached.approved {
        parts.push(Part::text(if parts.is_empty() { ", approved" } else { " approved" }));
        parts.extend(reached.from.into_iter().flat_map(|from| [Part::text(", in force from "), Part::date(from)]));
    } else if let (true, Some(status)) =
        (reached.begun, change.facts.as_deref().and_then(|facts| facts.status.as_deref()))
    {
        parts.extend([Part::text(" "), Part::said(status.replace('-', " "))]);
    }
    parts
}

/// How many words came and went.
fn size(edit: &Edit) -> Option<String> {
    let words = |words: u32| count(words as usize, "word");
    match (edit.added, edit.removed) {
        (0, 0) => None,
        (added, 0) => Some(format!(", {} added", words(added))),
        (0, removed) => Some(format!(", {} removed", words(removed))),
        (added, removed) => Some(format!(", {} added, {removed} removed", words(added))),
    }
}

/// What became of the front matter, and where the text became weaker.
fn notes(notes: &mut Vec<Vec<Part>>, edit: &Edit, reached: Reached<'_>) {
    // Which version it is stands in the line above.
    let fields = || edit.fields.iter().filter(|sentence| !(reached.begun && sentence.starts_with("version ")));
    notes.extend(fields().take(SENTENCES).map(|sentence| coded(sentence)));
    if let more @ 1.. = fields().count().saturating_sub(SENTENCES) {
        notes.push(vec![Part::text(format!("and {} of front matter", count(more, "more change")))]);
    }
    for sentence in edit.weaker.iter().take(SENTENCES) {
        let mut parts = vec![Part::sign(Sign::new("weaker", "Weaker")), Part::text(" ")];
        parts.extend(coded(sentence));
        notes.push(parts);
    }
    if let more @ 1.. = edit.weaker.len().saturating_sub(SENTENCES) {
        notes.push(vec![Part::text(format!("and {more} more such places"))]);
    }
}

/// Whether a file is the signature of a record that the same commit changed.
fn is_signature_of_one_of(path: &DocPath, changed: &BTreeSet<&str>) -> bool {
    matches!(record::of_path(path), Some((_, true)))
        && path.as_str().strip_suffix(".sig").is_some_and(|record| changed.contains(record))
}

fn note_versions<'a>(reached: &mut BTreeMap<(usize, usize), Reached<'a>>, versions: &'a [Version]) {
    for version in versions {
        let label = version.label.as_deref();
        if label.is_some() {
            let begun = reached.entry((version.first.revision, version.first.change)).or_insert_with(Reached::default);
            (begun.label, begun.begun) = (label, true);
        }
        if let Some(step) = version.approved {
            let approved = reached.entry((step.revision, step.change)).or_insert_with(Reached::default);
            (approved.label, approved.approved, approved.from) = (label, true, version.from);
        }
    }
}

/// Where the records about each document changed, newest first.
fn records(shared: &Shared<'_>) -> BTreeMap<DocIx, Vec<Step>> {
    let mut records: BTreeMap<DocIx, Vec<Step>> = BTreeMap::new();
    for (revision, made) in shared.history.revisions.iter().enumerate() {
        for (change, changed) in made.changes.iter().enumerate() {
            let Some((document, _)) = record::of_path(&changed.path) else { continue };
            if let Some(ix) = shared.aims.by_id(document) {
                records.entry(ix).or_default().push(Step { revision, change });
            }
        }
    }
    records
}
