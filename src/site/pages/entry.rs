//! One commit as the change record tells it: who, when, and what was done to which document, in words.
//!
//! What the whole record has to be asked for, such as which change brought which version, is gathered once, in [`Told`].
//! Each entry carries what it can be filtered by as attributes; the script of the theme reads nothing else.

mod items;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::{Linker, Shared, forge_link, shortened};
use crate::approval::Act;
use crate::approval::record;
use crate::base::text::terminal_safe;
use crate::base::{Date, DocPath, SETTINGS};
use crate::compare::Weight;
use crate::history::{Change, ChangeKind, Merge, Person, Revision, Step, Version, short};
use crate::model::DocIx;
use crate::site::routes;
use crate::site::view::{Part, Sign, line};

/// How many files of one commit an entry names; the rest is a number.
const FILES: usize = 12;

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
            id: routes::commit(&revision.commit),
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

/// Whether a file is the signature of a record that the same commit changed.
fn is_signature_of_one_of(path: &DocPath, changed: &BTreeSet<&str>) -> bool {
    matches!(record::of_path(path), Some((_, true)))
        && path.as_str().strip_suffix(".sig").is_some_and(|record| changed.contains(record))
}

fn note_versions<'a>(reached: &mut BTreeMap<(usize, usize), Reached<'a>>, versions: &'a [Version]) {
    for version in versions {
        let label = version.label.as_deref();
        if label.is_some() {
            let begun = reached.entry((version.first.revision, version.first.change)).or_default();
            (begun.label, begun.begun) = (label, true);
        }
        if let Some(step) = version.approved {
            let approved = reached.entry((step.revision, step.change)).or_default();
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
