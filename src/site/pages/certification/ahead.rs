//! What falls stale before the next audit that somebody named.

use crate::agenda::forecast::{DayOf, Falls, Named, forecast, named};
use crate::agenda::{Item, What};
use crate::base::text::count;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::view::{Cell, Part, Table, comma};

/// How many documents one row names.
const MOST: usize = 6;

/// How many rows a table has.
const ROWS: usize = 200;

pub(super) fn sections(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Section> {
    let named = named(shared.state);
    let ahead = forecast(shared.state, named.day);
    let mut head = Section::new("ahead", "What falls stale before the next audit");
    head.intro.push(day(link, named));
    let said = format!(
        "Until then {} the top rung, and {}, unless somebody acts.",
        match ahead.falls.len() {
            0 => "no requirement leaves".to_owned(),
            1 => "1 requirement leaves".to_owned(),
            number => format!("{number} requirements leave"),
        },
        match ahead.items.len() {
            0 => "nothing more falls due".to_owned(),
            1 => "1 thing falls due".to_owned(),
            number => format!("{} fall due", count(number, "thing")),
        },
    );
    head.intro.push(vec![Part::text(said)]);
    if ahead.late > 0 {
        head.intro.push(vec![
            Part::text(format!("{} late already: ", plural(ahead.late))),
            Part::Link { href: link.to(Address::Reviews.at()), v: "reviews".into() },
            Part::text(", "),
            Part::Link { href: link.to(Address::Findings.at()), v: "findings".into() },
            Part::text("."),
        ]);
    }
    let falls = Section::new("falls", "Requirements that leave the top rung")
        .intro("The first day on which each stands lower, and the documents whose review or period of evidence ends by then. Those that are below the top rung today are not among them.")
        .with_table(falls(link, &ahead.falls), "None of those that are current.");
    let due = Section::new("due", "What has to be renewed, held or shown again")
        .with_table(items(link, &ahead.items), "Nothing.");
    vec![more(head, ahead.falls.len().max(ahead.items.len())), falls, due]
}

fn plural(late: usize) -> String {
    if late == 1 { "1 thing is".to_owned() } else { format!("{late} things are") }
}

fn more(mut section: Section, rows: usize) -> Section {
    if rows > ROWS {
        section.intro.push(vec![Part::text(format!("The tables have {ROWS} rows at most, the earliest."))]);
    }
    section
}

/// Which day is looked ahead to.
fn day(link: Linker<'_>, named: Named) -> Vec<Part> {
    let of = |before: &str, id: Part, after: &str| {
        vec![Part::text(before), id, Part::text(after), Part::date(named.day), Part::text(".")]
    };
    match named.of {
        DayOf::Certification(ix, step) => {
            of(&format!("The next audit by the certification body is {} of ", step.title()), link.document(ix), ": ")
        }
        DayOf::Programme(ix) => of("The next audit is one of ", link.document(ix), ": "),
        DayOf::Nothing => vec![
            Part::text("Nobody named the day of an audit, so it is a year from now: "),
            Part::date(named.day),
            Part::text(". For another day: "),
            Part::code("aims due --by DATE"),
            Part::text("."),
        ],
    }
}

fn falls(link: Linker<'_>, falls: &[Falls<'_>]) -> Option<Table> {
    let mut table = Table::new(
        "Requirements that leave the top rung",
        &["From", "Requirement", "Title:main", "What lets it fall:text"],
    );
    for one in falls.iter().take(ROWS) {
        let mut parts = comma(one.documents.iter().take(MOST).map(|ix| link.document(*ix)));
        if one.documents.len() > MOST {
            parts.push(Part::quiet(format!(" and {} more", one.documents.len() - MOST)));
        }
        let title = one.requirement.title.as_str();
        table.row(
            None,
            vec![link.due(one.on).into(), link.requirement(one.requirement).into(), title.into(), parts.into()],
        );
    }
    let long = falls.len() > 12;
    table.some().map(|table| if long { table.register("Filter these requirements") } else { table })
}

fn items(link: Linker<'_>, items: &[Item]) -> Option<Table> {
    let specs = ["Day", "What:facet", "Id", "Title:main", "Who sees to it:facet", "What settles it:text"];
    let mut table = Table::new("What falls due before the audit", &specs);
    for item in items.iter().take(ROWS) {
        let id: Cell = item.document.as_deref().map(|id| link.id(id)).into();
        let mut title: Vec<Part> = item.title.as_deref().map(Part::text).into_iter().collect();
        title.extend(item.name.as_deref().map(|name| Part::Sub { v: crate::site::view::line(name) }));
        table.row(
            None,
            vec![
                item.due.map(|due| link.due(due)).into(),
                word(item.what).into(),
                id,
                title.into(),
                item.of.join(", ").into(),
                crate::site::view::coded(&item.remedy).into(),
            ],
        );
    }
    let long = items.len() > 12;
    table.some().map(|table| if long { table.register("Filter what falls due") } else { table })
}

fn word(what: What) -> String {
    crate::site::parts::words(what.as_str())
}
