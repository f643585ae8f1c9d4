//! Gap analysis over time: on which rung clauses and controls stood at the ends of months and at tags, and what moved them.

use crate::base::{Date, plural, say, wording};
use crate::site::worded::phrase;
use std::collections::BTreeMap;

use serde::Serialize;

use super::chart::{self, Axis, Chart, Column};
use crate::approval::record::ActKind;
use crate::history::short;
use crate::model::catalog::ReqId;
use crate::model::trace::{Place, Requirement, Rung};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::pages::sections::{Legend, Section};
use crate::site::parts::{and_more, item_more, more};
use crate::site::view::{Cell, Part, Sign, Table, comma, line};
use crate::state::{Move, Mover, Point, Trend};

/// How many documents a row names, and commits of each.
const MOST: usize = 6;

/// How many rows the table of moves has, and how many of them are open.
const ROWS: usize = 300;
const OPEN: usize = 30;

/// How many columns a drawing has, the newest.
const DRAWN: usize = 36;

/// How wide a drawing of one part is at most.
const NARROW: usize = 216;

/// How many days on which nothing could be read are named.
const UNREAD: usize = 12;

#[derive(Serialize)]
struct View {
    title: &'static str,
    lede: Vec<Part>,
    meta: Vec<Part>,
    legend: Vec<Legend>,
    charts: Vec<Drawing>,
    multiples: Vec<Drawing>,
    sections: Vec<Section>,
}

/// A drawing with words that say what it shows.
#[derive(Serialize)]
struct Drawing {
    id: String,
    title: String,
    words: String,
    chart: Chart,
}

/// Requirements that are counted together.
struct Group<'a> {
    id: String,
    title: String,
    of: Vec<&'a Requirement>,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let title = say!("Gaps over time");
    let view = match &shared.state.trend {
        Some(trend) => told(shared, link, trend, title),
        _ => View {
            title,
            lede: phrase!(
                "On which rung every clause and control stood at the end of each month and at each tag is worked out where it is asked for: {command}. This site was built without it, for that takes about as long as a check of each of these moments.",
                command = Part::code(shared.state.command("build --trend", None, &[]))
            ),
            meta: vec![back(link)],
            legend: Vec::new(),
            charts: Vec::new(),
            multiples: Vec::new(),
            sections: Vec::new(),
        },
    };
    Page::new(title, "gaps.html", &view)
}

fn back(link: Linker<'_>) -> Part {
    Part::Link {
        href: link.to(Address::Certification.at()),
        v: say!("Certification: cycle, phases, what falls stale").into(),
    }
}

fn told(shared: &Shared<'_>, link: Linker<'_>, trend: &Trend, title: &'static str) -> View {
    let mut moves = trend.moves(shared.state);
    // What only gathers others moves with them.
    let gathers = |id: &ReqId| shared.aims.trace.at(id).is_some_and(|of| !shared.aims.asks(of));
    moves.retain(|one| !gathers(one.requirement));
    let (clauses, controls) = (clauses(shared), shared.aims.trace.controls().collect::<Vec<_>>());
    // With some of which nobody has said whether they apply, they are no controls that do.
    let said = match shared.aims.figures().controls.undecided {
        0 => say!("Controls that apply"),
        _ => say!("Controls that are not left out"),
    };
    let whole = [("clauses", say!("Clauses"), clauses), ("controls", said, controls)];
    let charts = whole.iter().map(|(id, title, of)| {
        drawing(
            trend,
            &Group { id: (*id).into(), title: (*title).into(), of: of.clone() },
            (chart::step(drawn(trend).len()), 180),
        )
    });
    let charts = charts.collect();
    let narrow = (NARROW / drawn(trend).len().max(1)).clamp(4, 9);
    let multiples = groups(shared).iter().map(|group| drawing(trend, group, (narrow, 48))).collect();
    View {
        title,
        lede: lede(trend),
        meta: phrase!(
            "{certification}. As data: {file}.",
            certification = back(link),
            file = Part::Link { href: link.to("data/trend.csv"), v: say!("every requirement at every moment").into() }
        ),
        legend: Rung::ALL
            .iter()
            .rev()
            .map(|rung| Legend { sign: Sign::rung(*rung), count: None, text: meaning(*rung).into() })
            .collect(),
        charts,
        multiples,
        sections: vec![points(shared, trend, &whole), moved(link, trend, &moves), ways(shared, link, trend)],
    }
}

fn lede(trend: &Trend) -> Vec<Part> {
    let mut lede = vec![Part::text(say!(
        "On which rung clauses and controls stood at the end of each month since the record began and at each tag. Each moment was judged with what was there then, on its own day, by the rules of today."
    ))];
    if trend.points.len() > DRAWN {
        lede.push(Part::text(" "));
        lede.push(Part::text(say!(
            "The drawings show the newest {most} of {all} moments; the table below them and the data file have all.",
            most = DRAWN,
            all = trend.points.len()
        )));
    }
    lede
}

fn meaning(rung: Rung) -> &'static str {
    match rung {
        Rung::Gap => say!("no policy, plan or procedure says what is to be done"),
        Rung::Stated => say!("a document says so"),
        Rung::Operated => say!("a procedure does it"),
        Rung::Evidenced => say!("a dated record shows it"),
        Rung::Current => say!(
            "and all of it is approved as the organisation’s rule asks, which may be a claim only, in force and in date"
        ),
    }
}

/// Clauses that ask for something, of the frameworks that are followed.
fn clauses<'a>(shared: &'a Shared<'_>) -> Vec<&'a Requirement> {
    shared.aims.asking_clauses().collect()
}

/// Clauses by their first number, and controls by their area.
fn groups<'a>(shared: &'a Shared<'_>) -> Vec<Group<'a>> {
    let mut groups = Vec::new();
    for standard in shared.aims.catalog.standards() {
        let mut by_number: Vec<(String, Vec<&Requirement>)> = Vec::new();
        for clause in clauses(shared).into_iter().filter(|clause| clause.framework == standard.id) {
            let number = clause.id.split('.').next().unwrap_or_default().to_owned();
            match by_number.last_mut().filter(|(last, _)| *last == number) {
                Some((_, of)) => of.push(clause),
                None => by_number.push((number, vec![clause])),
            }
        }
        for (number, of) in by_number {
            let title = standard.clause(&number).map_or("", |clause| clause.title.as_str());
            let title = wording::titled(&number, title);
            let title = say!("{standard} clause {number} {title}", standard = standard.short, number, title);
            groups.push(Group { id: String::new(), title, of });
        }
        for area in &standard.areas {
            let of: Vec<&Requirement> = shared.aims.trace.of_area(standard, area).collect();
            let title = format!("{} {} {}", standard.short, area.id, wording::known(&area.title));
            groups.push(Group { id: String::new(), title, of });
        }
    }
    groups.retain(|group| !group.of.is_empty());
    groups
}

/// How many of these stood on each rung at a moment; those that were left out are on none.
fn column(point: &Point, of: &[&Requirement]) -> Column {
    let mut column = [0; 5];
    for requirement in of {
        if let Some(Place::On(rung)) = point.stands.get(&requirement.key()).map(|stand| stand.place) {
            column[rung as usize] += 1;
        }
    }
    column
}

/// The moments that are drawn.
fn drawn(trend: &Trend) -> &[Point] {
    &trend.points[trend.points.len().saturating_sub(DRAWN)..]
}

fn drawing(trend: &Trend, group: &Group<'_>, (step, height): (usize, usize)) -> Drawing {
    let points = drawn(trend);
    let columns: Vec<Column> = points.iter().map(|point| column(point, &group.of)).collect();
    let day = |point: Option<&Point>| point.map_or_else(String::new, |point| wording::day(point.day));
    let (first, last) = (day(points.first()), day(points.last()));
    let said = |column: Option<&Column>| numbers(column.copied().unwrap_or_default());
    let words = match columns.len() {
        0 | 1 => say!("On {day}: {numbers}.", day = last, numbers = said(columns.last())),
        _ => say!(
            "On {first}: {before}. On {last}: {after}.",
            first,
            before = said(columns.first()),
            last,
            after = said(columns.last())
        ),
    };
    let about = say!("{group} by rung over time. {words}", group = group.title, words);
    let axis = (height > 100).then(|| Axis {
        days: points.iter().map(|point| wording::day(point.day)).collect(),
        tags: points.iter().map(|point| point.tags.clone()).collect(),
    });
    Drawing {
        id: group.id.clone(),
        title: group.title.clone(),
        words,
        chart: Chart { about, columns, axis, step, height },
    }
}

/// `3 current, 1 stated`, the highest first.
fn numbers(column: Column) -> String {
    let told = Rung::ALL.iter().zip(column).rev().filter(|(_, number)| *number > 0);
    let told: Vec<String> = told.map(|(rung, number)| on(*rung, number)).collect();
    if told.is_empty() { say!("none").to_owned() } else { told.join(", ") }
}

fn on(rung: Rung, n: usize) -> String {
    match rung {
        Rung::Gap => say!("{n} gap", n),
        Rung::Stated => say!("{n} stated", n),
        Rung::Operated => say!("{n} operated", n),
        Rung::Evidenced => say!("{n} evidenced", n),
        Rung::Current => say!("{n} current", n),
    }
}

/// Requirements that are counted together: an anchor, what they are called, and they.
type Whole<'a> = (&'static str, &'static str, Vec<&'a Requirement>);

/// The moments, with the numbers that the drawings show.
fn points(shared: &Shared<'_>, trend: &Trend, whole: &[Whole<'_>]) -> Section {
    let heads = [
        (say!("Day"), ""),
        (say!("Moment"), "main"),
        (say!("Commit"), ""),
        (say!("Clauses: current"), "num"),
        (say!("evidenced"), "num"),
        (say!("operated"), "num"),
        (say!("stated"), "num"),
        (say!("gap"), "num"),
        (say!("Controls: current"), "num"),
        (say!("evidenced"), "num"),
        (say!("operated"), "num"),
        (say!("stated"), "num"),
        (say!("gap"), "num"),
    ];
    let mut table = Table::new(say!("Numbers at each moment"), &[]);
    table.columns = heads
        .into_iter()
        .map(|(title, class)| crate::site::view::Column { title: title.into(), class, facet: false })
        .collect();
    for (place, point) in trend.points.iter().enumerate() {
        let mut cells: Vec<Cell> =
            vec![Part::date(point.day).into(), moment(trend, place).into(), commit(shared, point).into()];
        for (_, _, of) in whole {
            cells.extend(column(point, of).iter().rev().map(|number| Cell::from(number.to_string())));
        }
        table.row(None, cells);
    }
    reach(trend).with_table(table.some(), "")
}

/// How far back the moments go, and at which of them nothing could be read.
fn reach(trend: &Trend) -> Section {
    let mut section = Section::new("points", say!("The moments, in numbers"));
    if let Some(first) = trend.cut.months {
        section = section.intro(say!(
            "The record is older. Of ends of months, none before {first} was looked at.",
            first = wording::day(first)
        ));
    }
    match trend.cut.tags {
        0 => {}
        number => {
            section = section.intro(plural!(
                number,
                "{n} older tag was not looked at.",
                "{n} older tags were not looked at."
            ));
        }
    }
    if !trend.unread.is_empty() {
        let mut days: Vec<String> = trend.unread.iter().rev().take(UNREAD).map(|day| wording::day(*day)).collect();
        days.reverse();
        let more = trend.unread.len() - days.len();
        let told = say!("Of these days there is no AIMS, or none that could be read: {days}.", days = days.join(", "));
        let before = plural!(more, "So it is of {n} day before.", "So it is of {n} days before.");
        section = section.intro(if more == 0 { told } else { format!("{told} {before}") });
    }
    section
}

/// What a moment is: tags, the end of a month, or now.
fn moment(trend: &Trend, place: usize) -> Vec<Part> {
    match trend.points.get(place) {
        Some(_) if place + 1 == trend.points.len() => vec![Part::text(say!("This site"))],
        Some(point) if !point.tags.is_empty() => {
            let tags = comma(point.tags.iter().map(Part::said));
            if point.tags.len() == 1 { phrase!("Tag {tags}", tags) } else { phrase!("Tags {tags}", tags) }
        }
        _ => vec![Part::text(say!("End of month"))],
    }
}

fn commit(shared: &Shared<'_>, point: &Point) -> Option<Part> {
    let commit = point.commit.as_deref()?;
    Some(match crate::site::link::forge_link(shared.aims, commit) {
        Some(href) => Part::Link { href, v: short(commit) },
        None => Part::code(short(commit)),
    })
}

fn moved(link: Linker<'_>, trend: &Trend, moves: &[Move<'_>]) -> Section {
    let new = |label: &str| Table::new(label, &["Between", "Requirement:name", "From", "To", "What moved it:text"]);
    let (mut newest, mut before) = (new(say!("What moved")), new(say!("What moved before")));
    for (at, one) in moves.iter().rev().take(ROWS).enumerate() {
        let table = if at < OPEN { &mut newest } else { &mut before };
        let day = |place: usize| trend.points.get(place).map(|point| Part::date(point.day));
        let between = phrase!("{first} and {last}", first = day(one.point.saturating_sub(1)), last = day(one.point));
        table.row(
            None,
            vec![
                between.into(),
                link.exact(one.requirement).into(),
                place(one.from).into(),
                place(one.to).into(),
                by(link, one),
            ],
        );
    }
    let mut section = Section::new("moves", say!("What moved")).intro(say!("From one moment to the next, the newest first: what lapsed where a requirement fell and what arrived where it rose, as each moment was judged; then the documents behind it to which something happened in between, with the commits that changed them and the acts that were recorded."));
    if moves.len() > ROWS {
        section =
            section.intro(say!("The newest {most} of {all}; the data file has all.", most = ROWS, all = moves.len()));
    }
    let folded = moves.len().min(ROWS).saturating_sub(OPEN);
    section
        .with_table(newest.some(), say!("Nothing moved between these moments."))
        .with_fold(plural!(folded, "{n} move before these", "{n} moves before these"), before.some())
}

fn place(place: Option<Place>) -> Part {
    Part::sign(match place {
        Some(Place::On(rung)) => Sign::rung(rung),
        Some(Place::Excluded) => Sign::new("excluded", say!("Excluded")),
        Some(Place::Untold) => Sign::new("undated", say!("Not told")),
        None => Sign::new("undated", say!("Not there")),
    })
}

/// What lapsed or arrived, then the documents behind it that changed in between, with what changed them.
fn by(link: Linker<'_>, one: &Move<'_>) -> Cell {
    let mut items: Vec<Vec<Part>> =
        one.causes.iter().take(MOST).map(|cause| super::causes::told(link, cause)).collect();
    items.extend(item_more(one.causes.len(), MOST));
    if one.moved_by.is_empty() {
        let none = Part::quiet(say!("nothing that stands behind it changed"));
        return if items.is_empty() { none.into() } else { Part::List { items }.into() };
    }
    let mut parts = Vec::new();
    for Mover { document, commits, acts } in one.moved_by.iter().take(MOST) {
        parts.extend((!parts.is_empty()).then(|| Part::text("; ")));
        parts.push(link.document(*document));
        let commits = commits.iter().map(|commit| short(commit));
        let acts = acts.iter().map(|record| done(record.act, record.date, &record.by));
        let mut all: Vec<String> = commits.chain(acts).collect();
        // Of two acts of one person on one day one is told.
        all.dedup();
        let named = all.iter().take(3).cloned().collect::<Vec<_>>().join(", ");
        let more = more(all.len(), 3).unwrap_or_default();
        parts.push(Part::quiet(format!(" {named}{more}")));
    }
    parts.extend(and_more(one.moved_by.len(), MOST));
    if items.is_empty() {
        return parts.into();
    }
    items.push(parts);
    Part::List { items }.into()
}

/// An act of somebody's with its day: `approved 2026-01-31 by Orla Fenwick`.
fn done(act: ActKind, day: Date, by: &str) -> String {
    let (day, who) = (wording::day(day), line(by));
    match act {
        ActKind::Approval => say!("approved {day} by {who}", day, who),
        ActKind::Review => say!("reviewed {day} by {who}", day, who),
        ActKind::Acknowledgement => say!("acknowledged {day} by {who}", day, who),
    }
}

/// The way of every requirement: where it stood first, and each rung that it came to, from when.
fn ways(shared: &Shared<'_>, link: Linker<'_>, trend: &Trend) -> Section {
    let mut table = Table::new(
        say!("The way of each requirement"),
        &["Requirement", "Title:main", "Now:facet", "The way there:text"],
    );
    let mut ways: BTreeMap<ReqId, Vec<(Option<Place>, String)>> = BTreeMap::new();
    for (at, point) in trend.points.iter().enumerate() {
        for (id, stand) in &point.stands {
            let way = ways.entry(id.clone()).or_default();
            if at > 0 && way.is_empty() {
                way.push((None, String::new()));
            }
            if way.last().is_none_or(|(last, _)| *last != Some(stand.place)) {
                way.push((Some(stand.place), wording::day(point.day)));
            }
        }
    }
    let all = clauses(shared).into_iter().chain(shared.aims.trace.controls());
    for requirement in all {
        let Some(way) = ways.get(&requirement.key()) else { continue };
        let mut parts = Vec::new();
        for (stood, day) in way.iter().filter(|(stood, _)| stood.is_some()) {
            parts.extend((!parts.is_empty()).then(|| Part::text(" ")));
            parts.extend([place(*stood), Part::quiet(format!(" {day}"))]);
        }
        let mut cells = link.about(requirement, Part::sign(Sign::requirement(requirement)));
        cells.push(parts.into());
        table.row(None, cells);
    }
    Section::new("ways", say!("The way of each requirement"))
        .intro(say!("Each rung with the first of these moments at which it stood there."))
        .with_fold(
            say!("The table, a row for each requirement"),
            table.some().map(|table| table.register(say!("Filter requirements"))),
        )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_acts_of_one_day_are_told_apart_by_who_did_them() {
        let told = |act, by| done(act, Date::constant(2026, 11, 12), by);
        assert_eq!(told(ActKind::Approval, "Ada"), "approved 2026-11-12 by Ada");
        assert_eq!(told(ActKind::Review, "Bob"), "reviewed 2026-11-12 by Bob");
        assert_eq!(told(ActKind::Acknowledgement, "C\u{202e}"), "acknowledged 2026-11-12 by C\\u{202e}");
    }
}
