//! What falls stale before the next audit that somebody named.

use crate::agenda::forecast::{DayOf, Falls, Named, forecast, named};
use crate::agenda::{Item, What};
use crate::base::{plural, say, wording};
use crate::model::certification::missed;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::parts::and_more;
use crate::site::view::{Cell, Part, Table, comma};
use crate::site::worded::phrase;
use crate::state::asking;

/// How many documents one row names.
const MOST: usize = 6;

/// How many rows a table has.
const ROWS: usize = 200;

pub(super) fn sections(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Section> {
    let named = named(shared.state);
    let ahead = forecast(shared.state, named.day);
    let mut head = Section::new("ahead", say!("What falls stale before the next audit"));
    head.intro.push(day(shared, link, named));
    let falling = match ahead.falls.len() {
        0 => say!("no requirement leaves the top rung").to_owned(),
        number => plural!(number, "{n} requirement leaves the top rung", "{n} requirements leave the top rung"),
    };
    let due = match ahead.items.len() {
        0 => say!("nothing more falls due").to_owned(),
        number => plural!(number, "{n} thing falls due", "{n} things fall due"),
    };
    let said = say!("Until then {falling}, and {due}, unless somebody acts.", falling, due);
    head.intro.push(vec![Part::text(shared.counted(said))]);
    if ahead.late > 0 {
        head.intro.push(vec![
            Part::text(plural!(
                ahead.late,
                "{n} thing of this sort is late already, and of every sort {all} in all: ",
                "{n} things of this sort are late already, and of every sort {all} in all: ",
                all = ahead.late_in_all
            )),
            Part::Link { href: link.to(Address::Reviews.at()), v: say!("reviews").into() },
            Part::text(", "),
            Part::Link { href: link.to(Address::Findings.at()), v: say!("findings").into() },
            Part::text("."),
        ]);
    }
    let falls = Section::new("falls", say!("Requirements that leave the top rung"))
        .intro(say!("The first day on which each stands lower, and the documents whose review or period of evidence ends by then. Those that are below the top rung today are not among them."))
        .with_table(falls(link, &ahead.falls), say!("None of those that are current."));
    let due = Section::new("due", say!("What has to be renewed, held or shown again"))
        .with_table(items(link, &ahead.items), say!("Nothing."));
    vec![more(head, ahead.falls.len().max(ahead.items.len())), falls, due]
}

fn more(mut section: Section, rows: usize) -> Section {
    if rows > ROWS {
        section.intro.push(vec![Part::text(say!("The tables have {most} rows at most, the earliest.", most = ROWS))]);
    }
    section
}

/// Which day is looked ahead to.
fn day(shared: &Shared<'_>, link: Linker<'_>, named: Named) -> Vec<Part> {
    let (day, today) = (Part::date(named.day), shared.today().to_string());
    let rev = ("--rev", shared.state.recipe.as_ref().map(|of| &*of.commit));
    let mut said = missed(link.aims).map_or_else(Vec::new, |(ix, step, late)| {
        phrase!(
            "The next audit by the certification body is {step} of {document}: overdue since {day}, as nothing says that it was held. ",
            step = wording::of(step.title()),
            document = link.document(ix),
            day = link.due(late)
        )
    });
    said.extend(match named.of {
        DayOf::Certification(ix, step) if !said.is_empty() => phrase!(
            "The one after it is {step} of {document}: {day}.",
            step = wording::of(step.title()),
            document = link.document(ix),
            day
        ),
        DayOf::Certification(ix, step) => phrase!(
            "The next audit by the certification body is {step} of {document}: {day}.",
            step = wording::of(step.title()),
            document = link.document(ix),
            day
        ),
        DayOf::Programme(ix) => {
            phrase!("The next audit is one of {document}: {day}.", document = link.document(ix), day)
        }
        DayOf::Nothing => phrase!(
            "Nobody named the day of an audit, so it is a year from now: {day}. For another day: {command}.",
            day,
            command = Part::code(asking(
                "due",
                &shared.state.prefix,
                [rev, ("--today", Some(&*today)), ("--by", Some("DATE"))]
            ))
        ),
    });
    said
}

fn falls(link: Linker<'_>, falls: &[Falls<'_>]) -> Option<Table> {
    let mut table = Table::new(
        say!("Requirements that leave the top rung"),
        &["From", "Requirement:name", "Title:main", "What lets it fall:text"],
    );
    for one in falls.iter().take(ROWS) {
        let mut parts = comma(one.documents.iter().take(MOST).map(|ix| link.document(*ix)));
        parts.extend(and_more(one.documents.len(), MOST));
        let title = wording::titled(&one.requirement.id, &one.requirement.title);
        table.row(
            None,
            vec![link.due(one.on).into(), link.requirement(one.requirement).into(), title.into(), parts.into()],
        );
    }
    let long = falls.len() > 12;
    table.some().map(|table| if long { table.register(say!("Filter these requirements")) } else { table })
}

fn items(link: Linker<'_>, items: &[Item]) -> Option<Table> {
    let specs = ["Day", "What:facet", "Id:name", "Title:main+name", "Who sees to it:facet", "What settles it:text"];
    let mut table = Table::new(say!("What falls due before the audit"), &specs);
    for item in items.iter().take(ROWS) {
        let id: Cell = item.document.as_deref().map(|id| link.id(id)).into();
        let mut title: Vec<Part> = item.title.as_deref().map(Part::text).into_iter().collect();
        title.extend(item.called().map(|name| Part::Sub { v: crate::site::view::line(&name) }));
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
    table.some().map(|table| if long { table.register(say!("Filter what falls due")) } else { table })
}

fn word(what: What) -> String {
    what.title().to_owned()
}
