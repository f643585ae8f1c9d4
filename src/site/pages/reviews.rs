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

/// The parts of the page: when, its anchor, its heading, what it is for those who do not see it, what it says where nothing
/// is in it. The third is there only where something is in it.
const PARTS: [(When, &str, &str, &str, &str); 4] = [
    (When::Overdue, "overdue", mark!("Overdue"), mark!("Overdue reviews"), mark!("Nothing is overdue.")),
    (When::Soon, "soon", mark!("Due soon"), mark!("Reviews due soon"), mark!("Nothing is due soon.")),
    (When::Unknown, "unknown", mark!("Without a date"), mark!("Documents without a review date"), ""),
    (When::Later, "later", mark!("Later"), mark!("Reviews due later"), mark!("Nothing is planned.")),
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
    let mut pages = turn(shared, link, List::Reviews, number, name);
    let mut sections = Vec::new();
    for (when, id, title, label, none) in PARTS {
        // What is overdue comes first of all.
        if when == When::Unknown && number == 1 {
            sections.extend(ahead(shared));
        }
        let rows: Vec<_> = here.iter().filter(|(of, ..)| *of == when).map(|(_, ix, review)| (*ix, *review)).collect();
        // What is elsewhere is not said to be nowhere.
        if rows.is_empty() && (number > 1 || of(when) > 0 || when == When::Unknown) {
            continue;
        }
        let table = table(shared, link, wording::of(label), &rows).map(|table| table.pages(pages.take()));
        let section = Section::new(id, wording::of(title)).with_table(table, shared.none(wording::of(none)));
        let intro = say!("Documents in force that do not say when they were last reviewed or took effect.");
        sections.push(if when == When::Unknown { section.intro(intro) } else { section });
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

fn table(shared: &Shared<'_>, link: Linker<'_>, label: &str, rows: &[(DocIx, Review)]) -> Option<Table> {
    let mut table =
        Table::new(label, &["Next review", "Id", "Title:main", "Kind:facet", "Owner:facet", "Last review", "Review"]);
    for (ix, review) in rows {
        let document = shared.aims.document(*ix);
        let cells: Vec<Cell> = vec![
            link.next_review(*review).into(),
            link.document(*ix).into(),
            document.title.as_str().into(),
            kind_label(document).into(),
            link.person_among(rows.len(), document.fields.text("owner").unwrap_or_default()).into(),
            last_review(shared.aims, *ix).into(),
            review_sign(*review).into(),
        ];
        table.row(None, cells);
    }
    let long = rows.len() > 12;
    table.some().map(|table| if long { table.register(say!("Filter these reviews")) } else { table })
}
