//! The change record of the whole AIMS: a page with the newest commits, and one a month where there are many.

use crate::base::{plural, say, wording};
use crate::site::worded::phrase;
use serde::Serialize;

use super::entry::Entry;
use crate::base::text::count;
use crate::base::{Date, date};
use crate::history::Revision;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::heavy;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::routes;
use crate::site::view::{Pages, Part, comma};

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: String,
    /// Where else the record can be read.
    also: Vec<Part>,
    gaps: Vec<Vec<Part>>,
    months: Vec<Month>,
    /// How many commits there are in all, where not all are here.
    total: Option<usize>,
    /// The script that knows all of them, and the page on which all can be looked through, where that is another.
    choices: Option<String>,
    timeline: String,
    /// The way to the other pages of the month.
    pages: Option<Pages>,
    archive: Vec<Vec<Part>>,
}

/// The commits of one month.
#[derive(Debug, Serialize)]
struct Month {
    id: String,
    title: String,
    meta: String,
    entries: Vec<Entry>,
}

/// The newest commits.
pub(super) fn index(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let all = shared.history.revisions.len();
    let archive = shared.months.iter().rev().map(|((year, month), places)| {
        let to = Part::Link { href: link.to(&routes::month(*year, *month)), v: date::month_title(*year, *month) };
        vec![to, Part::quiet(count(places.len(), "commit"))]
    });
    let newest: Vec<usize> = (0..heavy::newest(&shared.history.revisions)).collect();
    let view = View {
        title: say!("Change record").into(),
        lede: shared.counted([lede(shared, all, newest.len()), unshown(shared, &newest)].concat()),
        also: also(shared, link),
        gaps: shared.gaps(),
        months: months(told(shared, link, &newest)),
        total: (newest.len() < all).then_some(all),
        choices: (newest.len() < all).then(|| link.to(&routes::choices(None))),
        timeline: String::new(),
        pages: None,
        archive: archive.collect(),
    };
    Page::new(say!("Change record"), "changes.html", &view)
}

/// A page of the commits of one month, which counts from 1.
pub(super) fn month(shared: &Shared<'_>, link: Linker<'_>, of: (i16, i8), number: usize) -> Page {
    let list = List::Month(of.0, of.1);
    let title = titled(&date::month_title(of.0, of.1), number);
    let places = shared.months.get(&of).map_or(&[][..], Vec::as_slice);
    let here = places.get(rows(shared, list, number)).unwrap_or_default();
    let day = |place: usize| places.get(place).and_then(|place| shared.history.revisions.get(*place));
    let name = |place: usize| day(place).map(|revision| revision.landed.to_string()).unwrap_or_default();
    let pages = turn(shared, link, list, number, name);
    let view = View {
        title: say!("Changes in {month}", month = title),
        lede: shared.counted(
            [
                say!("{commits} in this month, newest first.", commits = count(places.len(), "commit")),
                unshown(shared, here),
            ]
            .concat(),
        ),
        also: Vec::new(),
        gaps: Vec::new(),
        months: months(told(shared, link, here)),
        total: pages.as_ref().map(|pages| pages.total),
        choices: Some(link.to(&routes::choices(None))),
        timeline: link.to(Address::Changes.at()),
        pages,
        archive: Vec::new(),
    };
    Page::new(say!("Changes in {month}", month = title), "changes.html", &view)
}

/// The commits at these places, without those of which nothing is told.
fn told(shared: &Shared<'_>, link: Linker<'_>, places: &[usize]) -> Vec<Entry> {
    let shown = places.iter().filter(|place| !is_unshown(shared, **place));
    shown.filter_map(|place| shared.entry(link, *place)).collect()
}

fn is_unshown(shared: &Shared<'_>, place: usize) -> bool {
    shared.history.revisions.get(place).is_some_and(Revision::is_unshown)
}

/// How many of them that are, as a sentence behind another.
fn unshown(shared: &Shared<'_>, places: &[usize]) -> String {
    match places.iter().filter(|place| is_unshown(shared, **place)).count() {
        0 => String::new(),
        n => format!(
            " {}",
            plural!(
                n,
                "{n} of them changed only what this edition does not show, and is not listed.",
                "{n} of them changed only what this edition does not show, and are not listed."
            )
        ),
    }
}

fn lede(shared: &Shared<'_>, all: usize, shown: usize) -> String {
    match shared.history.standing.why_empty() {
        Some(why) => wording::of(why).into(),
        // What is kept from the readers is no part of the record that they see.
        None if shared.withholds() => {
            say!(
                "The change record of what this site holds, read from git: the newest {shown} of {commits}, newest first.",
                shown,
                commits = count(all, "commit")
            )
        }
        None if shown < all => {
            plural!(
                all,
                "The change record of the whole AIMS, read from git: the newest {shown} of {n} commit, newest first.",
                "The change record of the whole AIMS, read from git: the newest {shown} of {n} commits, newest first.",
                shown
            )
        }
        None => {
            say!(
                "The change record of the whole AIMS, read from git: {commits}, newest first.",
                commits = count(all, "commit")
            )
        }
    }
}

/// The pages beside the timeline.
fn also(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Part> {
    let to = |path: &str, text: String| Part::Link { href: link.to(path), v: text };
    let mut pages = vec![
        to(Address::InForce.at(), say!("what was in force when").into()),
        to(Address::Feed.at(), say!("the feed").into()),
    ];
    pages.extend(
        (!shared.spans.is_empty())
            .then(|| to(&format!("{}#tags", Address::Audit.at()), say!("what changed between tags").into())),
    );
    pages.extend(shared.since.map(|since| to(routes::SINCE, say!("what changed since {name}", name = since.name))));
    phrase!("Also: {pages}. A commit stands on the day it reached the main line.", pages = comma(pages))
}

fn month_of(day: Date) -> (i16, i8) {
    (day.year(), day.month())
}

/// Entries under the month they landed in, the newest first, and those of one day in the order they come.
fn months(entries: impl IntoIterator<Item = Entry>) -> Vec<Month> {
    let mut entries: Vec<Entry> = entries.into_iter().collect();
    entries.sort_by_key(|entry| std::cmp::Reverse(entry.date));
    let mut months: Vec<Month> = Vec::new();
    let mut now = None;
    for entry in entries {
        let key = month_of(entry.date);
        if now != Some(key) {
            now = Some(key);
            let (year, month) = key;
            let id = format!("m-{year:04}-{month:02}");
            let title = date::month_title(year, month);
            months.push(Month { id, title, meta: String::new(), entries: Vec::new() });
        }
        if let Some(month) = months.last_mut() {
            month.entries.push(entry);
        }
    }
    for month in &mut months {
        month.meta = count(month.entries.len(), "commit");
    }
    months
}
