//! What is due for review, and when.

use super::sections::{Section, Sections};
use super::year_ahead::{self, Due};
use crate::base::{mark, plural, say, wording};
use crate::model::DocIx;
use crate::model::review::Review;
use crate::site::context::Shared;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::{List, When, titled};
use crate::site::page::Page;
use crate::site::parts::{kind_label, last_review, review_sign};
use crate::site::view::{Cell, Part, Table};
use crate::site::worded::phrase;

/// The parts of the list: when, and its heading.
const PARTS: [(When, &str); 4] = [
    (When::Overdue, mark!("Overdue")),
    (When::Soon, mark!("Due soon")),
    (When::Unknown, mark!("Without a date")),
    (When::Later, mark!("Later")),
];

/// A page of what is due, which counts from 1.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, number: usize) -> Page {
    let all = &shared.lists.reviews;
    let of = |wanted: When| all.iter().filter(|(when, ..)| *when == wanted).count();
    let (overdue, soon, later) = (of(When::Overdue), of(When::Soon), of(When::Later));
    let (day, time) = (wording::day(shared.aims.today), shared.aims.config.due_soon.said());
    let lede = match shared.withholds() {
        // That none is overdue here says nothing of what is kept from the readers.
        true => say!(
            "Of the documents on this site, as of {day}: {overdue} overdue, {soon} due within {time}, {later} later.",
            day,
            overdue,
            soon,
            time,
            later
        ),
        false => plural!(
            overdue,
            "{n} review overdue on {day}, {soon} due within {time}, {later} later.",
            "{n} reviews overdue on {day}, {soon} due within {time}, {later} later.",
            day,
            soon,
            time,
            later
        ),
    };
    let rows = rows(shared, List::Reviews, number);
    let here = all.get(rows).unwrap_or_default();
    let day = |place: usize| all.get(place).and_then(|(_, _, review)| review.next());
    let name = |place: usize| day(place).map_or_else(|| say!("without a date").to_owned(), wording::day);
    let pages = turn(shared, link, List::Reviews, number, name);
    let none = shared.none(say!("No review is called for."));
    // One list is filtered and sorted as one.
    let all = Section::new("all", say!("All reviews, by when they are due"));
    let mut all = all.with_table(table(shared, link, here).map(|table| table.pages(pages)), none);
    if here.iter().any(|(when, ..)| *when == When::Unknown) {
        let unknown = say!(
            "“Without a date” are documents in force that do not say when they were last reviewed or took effect."
        );
        all = all.intro(unknown);
    }
    let mut sections = vec![all];
    if number == 1 {
        sections.extend(ahead(shared));
    }
    let title = titled(say!("Reviews"), number);
    let meta = meta(shared, link);
    let view = Sections {
        title: title.clone(),
        lede: vec![Part::text(shared.counted(lede))],
        meta,
        sections,
        ..Sections::default()
    };
    Page::new(title, "sections.html", &view)
}

/// The year ahead, by month and owner.
fn ahead(shared: &Shared<'_>) -> Option<Section> {
    let due: Vec<Due<'_>> = shared
        .lists
        .reviews
        .iter()
        .filter_map(|(_, ix, review)| {
            let owner = shared.aims.document(*ix).fields.text("owner").unwrap_or_default();
            Some(Due { day: review.next()?, is_overdue: review.is_overdue(), owner })
        })
        .collect();
    let mut section = year_ahead::section(&due, shared.today())?;
    if let Some(what) = shared.counts() {
        section.intro.insert(0, vec![Part::text(what)]);
    }
    Some(section)
}

fn meta(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Part> {
    let rule = say!(
        "A review is overdue on the day after its date. Read later than it was built, this page marks what has fallen due since, where scripts are allowed."
    );
    let from = say!(
        "A day that a document does not name counts from its last review, by the interval of the settings or of its own."
    );
    let mut meta = vec![Part::text(rule), Part::text(" "), Part::text(from), Part::text(" ")];
    meta.extend(phrase!(
        "Reviews and all else that is due within a year, for calendars: {file}.",
        file = Part::Link { href: link.to("reviews.ics"), v: "reviews.ics".into() }
    ));
    meta.push(Part::text(" "));
    meta.extend(super::register::files(shared, link, "reviews"));
    meta
}

/// Reviews under when they are due, those that are overdue first.
fn table(shared: &Shared<'_>, link: Linker<'_>, all: &[(When, DocIx, Review)]) -> Option<Table> {
    let specs = ["Next review", "Id:name", "Title:main", "Kind:facet", "Owner:facet", "Last review", "Review:facet"];
    let mut table = Table::new(say!("Reviews that are called for"), &specs);
    for (when, title) in PARTS {
        table.group(wording::of(title));
        for (_, ix, review) in all.iter().filter(|(of, ..)| *of == when) {
            let document = shared.aims.document(*ix);
            let cells: Vec<Cell> = vec![
                link.next_review(*review).into(),
                link.document(*ix).into(),
                document.title.as_str().into(),
                kind_label(document).into(),
                link.person_among(all.len(), document.fields.text("owner").unwrap_or_default()).into(),
                last_review(shared.aims, *ix).into(),
                review_sign(*review).into(),
            ];
            table.row(None, cells);
        }
    }
    table.some().map(|table| table.register(say!("Filter these reviews")))
}
