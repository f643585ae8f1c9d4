//! The change record of the whole AIMS: a page with the newest commits, and one a month where there are many.

use std::collections::BTreeMap;

use serde::Serialize;

use super::entry::{Entry, Told};
use super::{Linker, Page};
use crate::base::text::count;
use crate::base::{Date, date};
use crate::history::Standing;
use crate::site::view::Part;

pub(super) const INDEX: &str = "changes/index.html";

/// How many commits the first page holds. Where there are more, every month has a page of its own.
const FIRST: usize = 200;

/// How many commits the page of a month holds; the rest is a number.
const MONTH: usize = 500;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: String,
    /// Where else the record can be read.
    also: Vec<Part>,
    gaps: Vec<Vec<Part>>,
    months: Vec<Month>,
    /// What the page leaves out.
    more: String,
    archive: Vec<Vec<Part>>,
}

/// The commits of one month.
#[derive(Debug, Serialize)]
pub(super) struct Month {
    id: String,
    title: String,
    meta: String,
    entries: Vec<Entry>,
}

pub(super) fn pages(told: &Told<'_>) -> Vec<Page> {
    let revisions = &told.shared.history.revisions;
    let mut by_month: BTreeMap<(i16, i8), Vec<usize>> = BTreeMap::new();
    if revisions.len() > FIRST {
        for (place, revision) in revisions.iter().enumerate() {
            by_month.entry(month_of(revision.landed)).or_default().push(place);
        }
    }
    let mut pages = vec![index(told, &by_month)];
    pages.extend(by_month.iter().map(|(month, places)| page_of_month(told, *month, places)));
    pages
}

fn index(told: &Told<'_>, by_month: &BTreeMap<(i16, i8), Vec<usize>>) -> Page {
    let all = told.shared.history.revisions.len();
    let link = Linker::new(told.shared, INDEX);
    let archive = by_month.iter().rev().map(|(month, places)| {
        let to = Part::Link { href: link.to(&path_of(*month)), v: month_title(*month) };
        vec![to, Part::quiet(count(places.len(), "commit"))]
    });
    let newest: Vec<usize> = (0..all.min(FIRST)).collect();
    let view = View {
        title: "Changes".into(),
        lede: lede(told, all, newest.len()),
        also: also(told, link),
        gaps: told.shared.gaps(),
        months: months(newest.iter().filter_map(|place| told.entry(link, *place))),
        more: String::new(),
        archive: archive.collect(),
    };
    Page::new(INDEX, "Changes", "changes.html", &view).section("Changes").crumbs(&[], "Changes")
}

fn page_of_month(told: &Told<'_>, month: (i16, i8), places: &[usize]) -> Page {
    let path = path_of(month);
    let title = month_title(month);
    let link = Linker::new(told.shared, &path);
    let more = match places.len().saturating_sub(MONTH) {
        0 => String::new(),
        more => format!(
            "These are the newest {MONTH}; {} of this month are left out here. The history of each document has its own, \
             and git has all of them.",
            count(more, "older commit")
        ),
    };
    let view = View {
        title: format!("Changes in {title}"),
        lede: format!("{} in this month, newest first.", count(places.len(), "commit")),
        also: Vec::new(),
        gaps: Vec::new(),
        months: months(places.iter().take(MONTH).filter_map(|place| told.entry(link, *place))),
        more,
        archive: Vec::new(),
    };
    let page = Page::new(path.clone(), format!("Changes in {title}"), "changes.html", &view).section("Changes");
    page.crumbs(&[(INDEX, "Changes")], &title)
}

fn lede(told: &Told<'_>, all: usize, shown: usize) -> String {
    match told.shared.history.standing {
        Standing::Outside => "These documents are not in a git repository: there is no change record.".into(),
        Standing::Unborn => "The repository has no commit yet: there is no change record.".into(),
        Standing::Recorded if shown < all => {
            format!(
                "The change record of the whole AIMS, read from git: the newest {shown} of {}, newest first.",
                count(all, "commit")
            )
        }
        Standing::Recorded => {
            format!("The change record of the whole AIMS, read from git: {}, newest first.", count(all, "commit"))
        }
    }
}

/// The pages beside the timeline.
fn also(told: &Told<'_>, link: Linker<'_>) -> Vec<Part> {
    let to = |path: &str, text: String| Part::Link { href: link.to(path), v: text };
    let mut parts = vec![
        Part::text("Also: "),
        to(super::in_force::INDEX, "what was in force when".into()),
        Part::text(", "),
        to(super::atom::PATH, "the feed".into()),
    ];
    if let Some(since) = told.shared.since {
        parts.extend([Part::text(", "), to(super::since::PATH, format!("what changed since {}", since.name))]);
    }
    parts.push(Part::text(". A commit stands on the day it reached the main line."));
    parts
}

fn month_of(day: Date) -> (i16, i8) {
    (day.year(), day.month())
}

fn path_of((year, month): (i16, i8)) -> String {
    format!("changes/{year:04}-{month:02}.html")
}

fn month_title((year, month): (i16, i8)) -> String {
    let name = usize::try_from(month).ok().and_then(|number| date::MONTHS.get(number.wrapping_sub(1)));
    name.map_or_else(|| format!("{year:04}-{month:02}"), |name| format!("{name} {year}"))
}

/// Entries under the month they landed in, in the order they come.
pub(super) fn months(entries: impl IntoIterator<Item = Entry>) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut now = None;
    for entry in entries {
        let day = crate::base::date::parse(&entry.date);
        let key = day.map(month_of);
        if now != Some(key) {
            now = Some(key);
            // Clocks of committers need not follow the order of commits; a month may come back, under an anchor of its own.
            let name = key.map_or_else(|| "other".to_owned(), |(year, month)| format!("{year:04}-{month:02}"));
            let again = seen.entry(name.clone()).and_modify(|times| *times += 1).or_insert(0);
            let id = if *again == 0 { format!("m-{name}") } else { format!("m-{name}-{again}") };
            let title = key.map_or_else(|| "At no day of the calendar".to_owned(), month_title);
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
