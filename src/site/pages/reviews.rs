//! What is due for review, and when.

use super::sections::{Section, Sections};
use super::year_ahead::{self, Due};
use crate::base::text::count;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::review::Review;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{kind_label, last_review, review_sign};
use crate::site::view::{Cell, Part, Table};

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let mut due: Vec<(DocIx, &Document, Review)> =
        shared.aims.iter().map(|(ix, document)| (ix, document, shared.aims.review(ix))).collect();
    due.sort_by(|a, b| (a.2.next(), &a.1.id).cmp(&(b.2.next(), &b.1.id)));
    let of = |wanted: fn(&Review) -> bool| -> Vec<_> {
        due.iter().filter(|(_, _, review)| wanted(review)).copied().collect()
    };
    let overdue = of(|review| review.is_overdue());
    let soon = of(|review| matches!(review, Review::DueSoon(_)));
    let later = of(|review| matches!(review, Review::InDate(_) | Review::SaysInDate(_)));
    let unknown = of(|review| matches!(review, Review::Unknown));
    let lede = format!(
        "{} overdue on {}, {} due within {}, {} later.",
        count(overdue.len(), "review"),
        shared.aims.today,
        soon.len(),
        shared.aims.config.due_soon,
        later.len()
    );
    let ahead: Vec<Due<'_>> = due
        .iter()
        .filter_map(|(_, document, review)| {
            let owner = document.fields.text("owner").unwrap_or_default();
            Some(Due { day: review.next()?, is_overdue: review.is_overdue(), owner })
        })
        .collect();
    let mut sections = vec![
        Section::new("overdue", "Overdue")
            .with_table(table(shared, link, "Overdue reviews", &overdue), "Nothing is overdue."),
        Section::new("soon", "Due soon")
            .with_table(table(shared, link, "Reviews due soon", &soon), "Nothing is due soon."),
    ];
    // What is overdue comes first of all.
    sections.extend(year_ahead::section(&ahead, shared.today()));
    if !unknown.is_empty() {
        sections.push(
            Section::new("unknown", "Without a date")
                .intro("Documents in force that do not say when they were last reviewed or took effect.")
                .with_table(table(shared, link, "Documents without a review date", &unknown), ""),
        );
    }
    sections.push(
        Section::new("later", "Later")
            .with_table(table(shared, link, "Reviews due later", &later), "Nothing is planned."),
    );
    let mut meta = vec![Part::text(
        "A review is overdue on the day after its date. Read later than it was built, this page marks what has fallen due since, where scripts are allowed. ",
    )];
    meta.extend([
        Part::text("Reviews and all else that is due within a year, for calendars: "),
        Part::Link { href: link.to("reviews.ics"), v: "reviews.ics".into() },
        Part::text(". "),
    ]);
    meta.extend(super::register::files(shared, link, "reviews"));
    let view =
        Sections { title: "Reviews".into(), lede: vec![Part::text(lede)], meta, sections, ..Sections::default() };
    Page::new("Reviews", "sections.html", &view)
}

fn table(shared: &Shared<'_>, link: Linker<'_>, label: &str, rows: &[(DocIx, &Document, Review)]) -> Option<Table> {
    let mut table =
        Table::new(label, &["Next review", "Id", "Title:main", "Kind:facet", "Owner:facet", "Last review", "Review"]);
    for (ix, document, review) in rows {
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
    table.some().map(|table| if long { table.register("Filter these reviews") } else { table })
}
