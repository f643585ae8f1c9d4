//! What became of a record: of what day it is, when it came to the repository, who accepted or closed it, and what was changed
//! after that. A record has no versions that are in force.

use super::difference::words_changed;
use super::versions::{Places, commit, compare};
use crate::base::{Date, plural, say};
use crate::history::{Change, Life, Revision, Settled, Step};
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::view::{Cell, Part, Table, line};

/// How many changes are told.
const MOST: usize = 50;

/// The life of a record as a table, in the place of one of versions; `None` of a document that is no record.
pub(super) fn section(shared: &Shared<'_>, link: Linker<'_>, places: &Places, ix: DocIx) -> Option<Section> {
    let life = shared.approvals.records.of(ix)?;
    let document = shared.aims.document(ix);
    let mut table = Table::new(say!("What became of {id}", id = document.id), &["Day", "What", "By", "Commit"]);
    let quiet = || Part::quiet("–").into();
    let mut all: Vec<(Date, Vec<Cell>)> = Vec::new();
    let mut row = |day: Date, what: Cell, by: Cell, commit: Cell| {
        all.push((day, vec![Part::date(day).into(), what, by, commit]));
    };
    if let Some(day) = document.fields.date("date") {
        row(day, say!("It is of this day").into(), quiet(), quiet());
    }
    if let Some((step, (revision, _))) = life.first.and_then(|step| Some((step, shared.history.step(step)?))) {
        row(
            revision.landed,
            say!("It came to the main line").into(),
            author(revision),
            commit(link, places, step, revision).into(),
        );
    }
    for (what, day, by) in [
        (say!("It says that it was accepted"), "accepted", Some("accepted-by")),
        (say!("It says that it was closed"), "closed", Some("closed-by")),
    ] {
        if let Some(day) = document.fields.date(day) {
            let by = by.and_then(|key| document.fields.text(key)).map_or_else(quiet, |by| Part::said(by).into());
            row(day, what.into(), by, quiet());
        }
    }
    let changed = changed(shared, life);
    for (step, revision, change, is_more) in changed.iter().take(MOST) {
        let what = life.settled.map_or("", |(by, _)| if *is_more { added_after(by) } else { changed_after(by) });
        let mut told = vec![Part::text(what)];
        if let Some(edit) = change.did().filter(|edit| edit.added + edit.removed > 0) {
            let words = |number: u32| usize::try_from(number).unwrap_or(usize::MAX);
            told.push(Part::sub(words_changed(words(edit.added), words(edit.removed))));
        }
        told.push(Part::sub(line(revision.subject_said())));
        let commit = commit(link, places, *step, revision);
        row(revision.landed, told.into(), author(revision), commit.into());
    }
    // What it says of its days may lie before the day on which it came.
    all.sort_by_key(|(day, _)| *day);
    for (_, cells) in all {
        table.row(None, cells);
    }
    let mut section = Section::new("_versions", say!("How it changed"));
    section = section.intro(say!(
        "A record says what was found on its day. It may grow; what it said when it was settled, it goes on saying."
    ));
    section.intro.extend(compare(link, shared.pasts.of(ix)));
    if let Some(more) = changed.len().checked_sub(MOST + 1) {
        section = section.intro(plural!(
            more + 1,
            "{n} more change is among the revisions.",
            "{n} more changes are among the revisions."
        ));
    }
    Some(section.with_table(table.some(), shared.why_none(ix)))
}

/// What was changed and what was added after it was settled, oldest first, and whether it was only added.
fn changed<'a>(shared: &Shared<'a>, life: &Life) -> Vec<(Step, &'a Revision, &'a Change, bool)> {
    let history = shared.history;
    let all = life.rewritten.iter().map(|step| (*step, false)).chain(life.grown.iter().map(|step| (*step, true)));
    let mut all: Vec<_> = all
        .filter_map(|(step, is_more)| history.step(step).map(|(revision, change)| (step, revision, change, is_more)))
        .collect();
    all.sort_by_key(|(_, revision, ..)| revision.landed_at);
    all
}

/// That it was added to after what settled it.
fn added_after(settled: Settled) -> &'static str {
    match settled {
        Settled::Closed => say!("It was added to after it was closed"),
        Settled::Accepted => say!("It was added to after it was accepted"),
        Settled::Approved => say!("It was added to after it said that it was approved"),
        Settled::Stood => say!("It was added to after it was settled"),
    }
}

/// That it was changed after what settled it.
fn changed_after(settled: Settled) -> &'static str {
    match settled {
        Settled::Closed => say!("It was changed after it was closed"),
        Settled::Accepted => say!("It was changed after it was accepted"),
        Settled::Approved => say!("It was changed after it said that it was approved"),
        Settled::Stood => say!("It was changed after its time to be put right"),
    }
}

fn author(revision: &Revision) -> Cell {
    Part::said(revision.author.name.as_ref()).into()
}
