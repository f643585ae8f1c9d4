//! What a register tells at a glance, before all its rows: how old nonconformities are, what audits looked at, how objectives
//! move, who can do what. Each is worked out from the same documents that stand below it.

use crate::base::{mark, plural, say, wording};
use crate::site::parts::quietly;
use crate::site::worded::phrase;

use super::sections::Section;
use crate::base::Date;
use crate::base::date::days_between;
use crate::model::DocIx;
use crate::model::audited::{Audited, What};
use crate::model::document::Document;
use crate::model::due::{self, Task};
use crate::model::kinds::Kind;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::glossary::folded;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::view::{Cell, Part, Table, line};
use crate::site::{parts, skills};

/// How many objectives are told in such tables; the rows below have all.
const MOST: usize = 60;

/// How many measurements of one objective are told, the newest ones.
const MEASURED: usize = 6;

/// Ages of what is open, in days: up to so many, and what that is called.
const AGES: [(i64, &str); 4] = [
    (30, mark!("Up to 30 days")),
    (90, mark!("31 to 90 days")),
    (180, mark!("91 to 180 days")),
    (i64::MAX, mark!("More than 180 days")),
];

/// The sections before the rows of a register, on its first page.
pub(super) fn before(shared: &Shared<'_>, link: Linker<'_>, kind: &Kind, page: usize) -> Vec<Section> {
    if page > 1 {
        return Vec::new();
    }
    let documents = shared.aims.named(&kind.name);
    match kind.counts_as() {
        "nonconformity" => ageing(shared, &documents).into_iter().collect(),
        "audit" if !shared.is_partial() => coverage(shared, link).into_iter().collect(),
        "objective" => trends(link, &documents).into_iter().collect(),
        "competence" if kind.name == "competence" => skills((shared, link, 1)),
        _ => Vec::new(),
    }
}

/// How long nonconformities have been open, by grade, and how many of each age are late.
fn ageing(shared: &Shared<'_>, documents: &[(DocIx, &Document)]) -> Option<Section> {
    let today = shared.today();
    let age = |record: &Document| record.fields.date("date").map(|date| days_between(date, today));
    let open: Vec<(DocIx, &Document, Option<i64>)> = documents
        .iter()
        .filter(|(_, record)| !record.is_closed() && !record.is_retired())
        .map(|(ix, record)| (*ix, *record, age(record)))
        .collect();
    let is_late = |ix: DocIx| {
        let open = due::open_in(shared.aims, ix);
        open.is_some_and(|due| due.task == Task::CorrectiveAction && due.date < today)
    };
    let specs = ["Open for", "Major:num", "Minor:num", "Without a grade:num", "Action late:num"];
    let mut table = Table::new(say!("Open nonconformities by age"), &specs);
    let mut from = i64::MIN;
    let ages = AGES.iter().map(|(until, title)| (Some(*until), *title));
    for (until, title) in ages.chain([(None, mark!("No day given"))]) {
        let is_of = |age: Option<i64>| match age.zip(until) {
            Some((age, until)) => age > from && age <= until,
            None => age.is_none() && until.is_none(),
        };
        let of_age = || open.iter().filter(|(.., age)| is_of(*age));
        let graded = |grade: Option<&str>| of_age().filter(|(_, of, _)| of.fields.text("grade") == grade).count();
        let late = of_age().filter(|(ix, ..)| is_late(*ix)).count();
        let (major, minor) = (graded(Some("major")), graded(Some("minor")));
        let other = of_age().count() - major - minor;
        if of_age().next().is_some() {
            table.row(
                None,
                std::iter::once(wording::of(title).into()).chain([major, minor, other, late].map(number)).collect(),
            );
        }
        from = until.unwrap_or(from);
    }
    let table = table.some()?.without_empty_columns();
    let section = Section::new("ageing", say!("How old they are")).with_table(Some(table), "");
    Some(match shared.counts() {
        Some(what) => section.intro(what),
        None => section,
    })
}

/// A number as a cell; nothing for none.
fn number(number: usize) -> Cell {
    if number == 0 { Cell::default() } else { number.to_string().into() }
}

/// How much of what there is to audit was looked at in the cycle.
fn coverage(shared: &Shared<'_>, link: Linker<'_>) -> Option<Section> {
    let audited = shared.aims.audited();
    let specs = ["What", "In all:num", "Looked at in 36 months:num", "Not looked at, and none planned:num"];
    let mut table = Table::new(say!("What internal audits covered"), &specs);
    let others = audited.uncounted().into_iter().map(|standard| shared.aims.audited_for(standard));
    let others: Vec<Audited<'_>> = others.collect();
    for (of, what) in super::coverage::each((&audited, &others)) {
        for what in what {
            let (subjects, title) = (of.subjects(*what), headed(shared, of, *what));
            let recent = |subject: &&_| of.last(subject).is_some_and(|audit| of.is_in_cycle(audit));
            let looked = subjects.iter().filter(recent).count();
            let holes = subjects.iter().filter(|subject| of.is_hole(subject)).count();
            if !subjects.is_empty() {
                table.row(None, vec![title.into(), number(subjects.len()), number(looked), number(holes)]);
            }
        }
        let undecided = super::coverage::undecided(shared, of);
        if !undecided.is_empty() {
            let title = say!("Controls of which no statement says whether they apply").to_owned();
            let title = of.standard(What::Control).map_or(title.clone(), |of| shared.aims.catalog.headed(of, title));
            table.row(None, vec![title.into(), number(undecided.len()), Cell::default(), Cell::default()]);
        }
    }
    let table = table.some()?;
    let to = Part::Link { href: link.to(Address::Coverage.at()), v: say!("Coverage, one by one").into() };
    let mut section = Section::new("coverage", say!("What they covered")).with_table(Some(table), "");
    section.intro.push(vec![to]);
    Some(section)
}

/// What subjects are called in one table with those of other standards.
fn headed(shared: &Shared<'_>, audited: &Audited<'_>, what: What) -> String {
    let words = match what {
        What::Clause => say!("Clauses"),
        What::Control => say!("Controls"),
        What::System => say!("AI systems"),
    };
    match audited.standard(what) {
        Some(standard) => shared.aims.catalog.headed(standard, words.to_owned()),
        None => words.to_owned(),
    }
}

/// The measurements of each objective, oldest first, with its target.
fn trends(link: Linker<'_>, documents: &[(DocIx, &Document)]) -> Option<Section> {
    let specs = ["Id", "Title:main", "From:text", "Measured:text", "Target:text", "State"];
    let mut table = Table::new(say!("How objectives move"), &specs);
    for (ix, objective) in documents.iter().filter(|(_, document)| !document.is_retired()).take(MOST) {
        let fields = &objective.fields;
        let mut measured: Vec<(Option<Date>, &str)> = fields
            .rows("measurements")
            .iter()
            .filter_map(|row| Some((row.cells.date("date"), row.cells.text("value")?)))
            .collect();
        measured.retain(|(date, _)| date.is_none_or(|date| date <= link.aims.today));
        measured.sort_by_key(|(date, _)| *date);
        let from = measured.len().saturating_sub(MEASURED);
        let item = |(date, value): &(Option<Date>, &str)| {
            let day = date.iter().flat_map(|date| [Part::date(*date), Part::text(" ")]);
            day.chain([Part::text(*value)]).collect::<Vec<_>>()
        };
        let mut items: Vec<Vec<Part>> = measured[from..].iter().map(item).collect();
        if from > 0 {
            items.insert(0, vec![Part::quiet(plural!(from, "{n} measurement before", "{n} measurements before"))]);
        }
        let list = (!items.is_empty()).then_some(Part::List { items });
        table.row(
            None,
            vec![
                link.document(*ix).into(),
                objective.title.as_str().into(),
                fields.text("baseline").unwrap_or_default().into(),
                list.into(),
                target(link, *ix, objective),
                parts::objective(objective, link.aims.today).map(Part::sign).into(),
            ],
        );
    }
    let table = table.some()?.without_empty_columns();
    let mut section = Section::new("trend", say!("How they move")).with_table(Some(table), "");
    section.figure = super::objectives::drawings(documents, link.aims.today);
    if !section.figure.is_empty() {
        section = section.intro(say!("The line is what was measured, the broken one the target."));
    }
    Some(section)
}

fn target(link: Linker<'_>, ix: DocIx, objective: &Document) -> Cell {
    let words = objective.fields.text("target").map(Part::text);
    let is_open = due::open_in(link.aims, ix).is_some();
    let day = |due| if is_open { link.due(due) } else { Part::date(due) };
    let by = |due| quietly(phrase!(" by {day}", day = day(due)));
    let due = objective.fields.date("due").into_iter().flat_map(by);
    words.into_iter().chain(due).collect::<Vec<_>>().into()
}

/// Who can do what: a page of tables of a few people each, with what each of them has to know.
pub(super) fn skills((shared, link, number): Of<'_, '_, '_>) -> Vec<Section> {
    let all = &shared.skills;
    let name = |place: usize| {
        let people = all.get(place).map_or(&[][..], |table| &table.people);
        people.first().map(|(name, _)| line(name)).unwrap_or_default()
    };
    let pages = turn(shared, link, List::Skills, number, name);
    let here = rows(shared, List::Skills, number);
    let mut tables: Vec<Table> = all[here.clone()].iter().filter_map(|people| grid(link, people)).collect();
    tables.extend(alone(link, &all[here]));
    let head = Section::new("skills", say!("Who can do what")).intro(shared.counted(say!(
        "What people named in the records have to know, and where each of them stands by the newest record that says so."
    )));
    let mut tables = tables.into_iter();
    let first = tables.next().map(|table| head.with_table(Some(table.pages(pages)), ""));
    first.into_iter().chain(tables.map(|table| Section::table(Some(table), ""))).collect()
}

/// The skills that several people have to have, as a table of these beside each other.
fn grid(link: Linker<'_>, of: &skills::Table<'_>) -> Option<Table> {
    let mut shared: Vec<&str> = of.skills().into_iter().filter(|skill| of.holders(skill) > 1).collect();
    shared.sort_by_cached_key(|skill| folded(skill));
    let has_any = |person: &&skills::Person<'_>| shared.iter().any(|skill| person.1.contains_key(*skill));
    let people: Vec<&skills::Person<'_>> = of.people.iter().filter(has_any).collect();
    let names: Vec<&str> = people.iter().map(|(name, _)| *name).collect();
    let specs = ["Has to know:text"];
    let mut table = Table::new(say!("Skills of {names}", names = names.join(", ")), &specs);
    table.columns.extend(names.iter().map(|name| crate::site::view::Column {
        title: (*name).to_owned().into(),
        class: "",
        facet: false,
    }));
    for skill in shared {
        let cell = |(_, of_person): &&skills::Person<'_>| -> Cell {
            let found = of_person
                .get(skill)
                .map(|found| [Part::sign(found.sign.clone()), Part::text(" "), link.document(found.record)]);
            found.into_iter().flatten().collect::<Vec<_>>().into()
        };
        table.row(None, std::iter::once(Part::text(skill).into()).chain(people.iter().map(cell)).collect());
    }
    table.some()
}

/// What one person alone has to know, person by person: a table of one tick a row would tell nothing.
fn alone(link: Linker<'_>, all: &[skills::Table<'_>]) -> Option<Table> {
    let mut table = Table::new(say!("What one person has to know"), &["Person", "Has to know:text"]);
    for of in all {
        for (name, of_person) in &of.people {
            let item = |(skill, found): (&String, &skills::Skill)| {
                let sign = Part::sign(found.sign.clone());
                vec![sign, Part::text(format!(" {skill} ")), link.document(found.record)]
            };
            let single = of_person.iter().filter(|(skill, _)| of.holders(skill) == 1);
            let items: Vec<Vec<Part>> = single.map(item).collect();
            if !items.is_empty() {
                table.row(None, vec![(*name).into(), Part::List { items }.into()]);
            }
        }
    }
    table.some()
}
