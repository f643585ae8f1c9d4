//! The change record of the whole AIMS: a page with the newest, and one a month where there are many.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{Linker, Page, Shared};
use crate::base::text::count;
use crate::history::{Revision, Standing};
use crate::site::view::{Link, Part, RevisionView};

const INDEX: &str = "changes/index.html";

/// How many commits the first page holds. Where there are more, every month has a page of its own.
const FIRST: usize = 200;

/// How many files of one commit are named; the rest is a number.
const FILES: usize = 12;

#[derive(Debug, Serialize)]
struct View {
    title: String,
    lede: String,
    gaps: Vec<Vec<Part>>,
    months: Vec<Month>,
    archive: Vec<Link>,
}

#[derive(Debug, Serialize)]
struct Month {
    id: String,
    title: String,
    meta: String,
    revisions: Vec<RevisionView>,
}

pub(super) fn pages(shared: &Shared<'_>) -> Vec<Page> {
    let revisions = &shared.history.revisions;
    let mut by_month: BTreeMap<String, Vec<&Revision>> = BTreeMap::new();
    if revisions.len() > FIRST {
        for revision in revisions {
            by_month.entry(month_key(revision)).or_default().push(revision);
        }
    }
    let link = Linker::new(shared, INDEX);
    let archive =
        by_month.keys().rev().map(|month| Link { href: link.to(&path_of(month)), text: month_title(month) }).collect();
    let newest: Vec<&Revision> = revisions.iter().take(FIRST).collect();
    let view = View {
        title: "Changes".into(),
        lede: lede(shared, revisions.len(), newest.len()),
        gaps: shared.gaps(),
        months: months(link, &newest),
        archive,
    };
    let mut pages = vec![Page::new(INDEX, "Changes", "changes.html", &view).section("Changes").crumbs(&[], "Changes")];
    for (month, revisions) in &by_month {
        let path = path_of(month);
        let title = month_title(month);
        let view = View {
            title: format!("Changes in {title}"),
            lede: format!("{} in this month, newest first.", count(revisions.len(), "commit")),
            gaps: Vec::new(),
            months: months(Linker::new(shared, &path), revisions),
            archive: Vec::new(),
        };
        let page = Page::new(path.clone(), format!("Changes in {title}"), "changes.html", &view).section("Changes");
        pages.push(page.crumbs(&[(INDEX, "Changes")], &title));
    }
    pages
}

fn lede(shared: &Shared<'_>, all: usize, shown: usize) -> String {
    match shared.history.standing {
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

fn month_key(revision: &Revision) -> String {
    format!("{:04}-{:02}", revision.date.year(), revision.date.month())
}

fn path_of(month: &str) -> String {
    format!("changes/{month}.html")
}

fn month_title(month: &str) -> String {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let (year, number) = month.rsplit_once('-').unwrap_or((month, ""));
    let name = number.parse::<usize>().ok().and_then(|number| NAMES.get(number.wrapping_sub(1)));
    name.map_or_else(|| month.to_owned(), |name| format!("{name} {year}"))
}

fn months(link: Linker<'_>, revisions: &[&Revision]) -> Vec<Month> {
    let mut months: Vec<Month> = Vec::new();
    for revision in revisions {
        let key = month_key(revision);
        // Days of authorship need not follow the order of commits; a month may come back, under an anchor of its own.
        if months.last().is_none_or(|last| last.title != month_title(&key)) {
            let again = months.iter().filter(|month| month.title == month_title(&key)).count();
            let id = if again == 0 { format!("m-{key}") } else { format!("m-{key}-{again}") };
            months.push(Month { id, title: month_title(&key), meta: String::new(), revisions: Vec::new() });
        }
        if let Some(month) = months.last_mut() {
            month.revisions.push(link.revision(revision, FILES));
        }
    }
    for month in &mut months {
        let files: usize = month.revisions.iter().map(|revision| revision.changes.len() + revision.more).sum();
        month.meta = format!("{} to {}", count(month.revisions.len(), "commit"), count(files, "file"));
    }
    months
}
