//! AI systems as an auditor samples them: each control that is bound to systems for each system in use, and the life of each
//! system with its holes.

use super::coverage::by_system;
use super::sections::{Section, Sections};
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::by_system::is_of_other_version;
use crate::model::life::{Passed, STEPS};
use crate::model::trace::{OfSystem, Requirement};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::page::Page;
use crate::site::parts::{day, item_more, more, words};
use crate::site::view::{Cell, Column, Part, Sign, Table};

/// How many documents a cell names; the page of the system has the others.
const MOST: usize = 3;

/// How many documents a step on the page of a system names.
const STEP: usize = 40;

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let (holes, unshown) = (holes(shared), unshown(shared));
    let view = Sections {
        title: say!("Evidence by AI system").into(),
        lede: vec![Part::text(if shared.is_partial() {
            say!("Auditors sample by system. What is shown of one says nothing of the next.").to_owned()
        } else {
            shared.counted(plural!(
            holes,
            "Auditors sample by system. What is shown of one says nothing of the next. Here is {n} hole in the life of systems, and {pairs} of control and system without evidence.",
            "Auditors sample by system. What is shown of one says nothing of the next. Here are {n} holes in the life of systems, and {pairs} of control and system without evidence.",
            pairs = count(unshown, "pair"),
        ))})],
        sections: vec![
            Section::new("lives", say!("The life of each system"))
                .intro(say!("From its purpose to its end, as typed records tell it. A hole is what has to be there by now and is not. “Said” is what only the entry of the system says. “Not on record” is what nothing shows of a retired system that was in use; an empty cell is not asked for, or not yet. The page of the system has every record."))
                .with_table(lives((shared, link, 1)), shared.none(say!("No AI system is on the inventory yet."))),
            Section::new("controls", say!("Controls by system in use"))
                .intro(say!("Controls that are bound to AI systems, with the newest evidence that names each system: finished, dated, and of a kind that the control calls for."))
                .with_table(controls((shared, link, 1)), shared.none(say!("No control that is bound to AI systems applies to one in use."))),
        ],
        ..Sections::default()
    };
    Page::new(say!("Evidence by AI system"), "sections.html", &view).main("wide broad")
}

fn holes(shared: &Shared<'_>) -> usize {
    let systems = shared.aims.about().systems().iter();
    systems.flat_map(|ix| shared.aims.life(*ix)).filter(|passed| passed.hole).count()
}

fn unshown(shared: &Shared<'_>) -> usize {
    shared.aims.trace.controls().map(|control| control.systems_without().count()).sum()
}

/// A row a system, a column a step: a page of them.
pub(super) fn lives((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let steps = STEPS.iter().map(|step| step.title);
    let specs: Vec<&str> = ["System", "Stage:facet"].into_iter().chain(steps).collect();
    let mut table = Table::new(say!("The life of each AI system"), &specs);
    let all = shared.aims.about().systems();
    for ix in &all[rows(shared, List::Lives, number)] {
        let system = shared.aims.document(*ix);
        let mut cells: Vec<Cell> = vec![
            vec![link.document(*ix), Part::text(" "), Part::sub(system.title.clone())].into(),
            words(system.stage().unwrap_or_default()).into(),
        ];
        cells.extend(shared.aims.life(*ix).iter().map(|passed| step(shared, link, *ix, passed)));
        table.row(None, cells);
    }
    let pages = turn_documents(shared, link, List::Lives, number, all);
    let files = super::register::files(shared, link, "system-lives");
    table.some().map(|table| table.register(say!("Filter systems")).files(files).pages(pages))
}

/// That there is no evidence, where readers may know it.
fn none(shared: &Shared<'_>) -> Option<Part> {
    (!shared.is_partial()).then(|| Part::sign(Sign::new("gap", say!("None"))))
}

fn hole() -> Part {
    Part::sign(Sign::new("gap", say!("Hole")))
}

/// That there is a hole in a step, or that nothing is on record of what is over; none where neither is so.
fn lacking(passed: &Passed) -> Option<Part> {
    let unrecorded = || passed.unrecorded.then(|| Part::sign(Sign::new("undated", say!("Not on record"))));
    passed.hole.then(hole).or_else(unrecorded)
}

fn step(shared: &Shared<'_>, link: Linker<'_>, system: DocIx, passed: &Passed) -> Cell {
    if let Some(lacking) = lacking(passed) {
        return lacking.into();
    }
    if passed.documents.is_empty() {
        let entry = shared.aims.document(system);
        return match passed.step.said(entry).is_empty() {
            true => Cell::default(),
            false => Part::quiet(say!("Said")).into(),
        };
    }
    documents(link, &passed.documents.iter().map(|(ix, _)| *ix).collect::<Vec<_>>(), system)
}

/// The first few documents, and how many more the page of the system has.
fn documents(link: Linker<'_>, documents: &[DocIx], system: DocIx) -> Cell {
    let mut parts = crate::site::view::comma(documents.iter().take(MOST).map(|ix| link.document(*ix)));
    if let (Some(v), Part::Id { href, .. }) = (more(documents.len(), MOST), link.document(system)) {
        parts.push(Part::Link { href: format!("{href}#_life"), v });
    }
    parts.into()
}

/// A row a control, a column a system; where there are many systems, a page of rows, each a system with the controls that lack
/// something.
pub(super) fn controls((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let systems = shared.aims.about().in_use();
    let bound: Vec<&Requirement> =
        shared.aims.trace.controls().filter(|control| !control.by_system.is_empty()).collect();
    if systems.len() > COLUMNS {
        return many((shared, link, number), &bound);
    }
    let mut table = Table::new(say!("Controls by AI system in use"), &["Control", "Title:main"]);
    let of = |ix: &DocIx| {
        let system = shared.aims.document(*ix);
        format!("{} {}", system.id, system.title)
    };
    table.columns.extend(systems.iter().map(|ix| Column { title: of(ix).into(), class: "", facet: false }));
    for control in bound {
        let mut cells: Vec<Cell> = vec![link.requirement(control).into(), wording::known(&control.title).into()];
        cells.extend(control.by_system.iter().map(|of| match of.evidence.first() {
            None => none(shared).into(),
            Some((date, ix)) => {
                let mut parts = vec![link.document(*ix), Part::text(" ")];
                parts.extend(day(Some(*date)));
                if !of.fresh {
                    parts.extend([Part::text(" "), Part::sign(Sign::new("overdue", say!("Older than its period")))]);
                }
                if is_of_other_version(shared.aims.document(*ix), shared.aims.document(of.system)) {
                    parts.extend([Part::text(" "), Part::sign(Sign::new("partial", say!("Another version")))]);
                }
                Cell::from(parts)
            }
        }));
        table.row(None, cells);
    }
    table.some().map(|table| table.register(by_system()).files(super::register::files(shared, link, "system-evidence")))
}

/// With more systems than this a table that has a column for each cannot be read.
const COLUMNS: usize = 12;

/// Each system with the controls that lack evidence for it; where readers are not told what lacks, with those that have some.
fn many((shared, link, number): Of<'_, '_, '_>, bound: &[&Requirement]) -> Option<Table> {
    let untold = shared.is_partial();
    let mut table = match untold {
        true => Table::new(
            say!("Controls with evidence, by AI system in use"),
            &["System", "Title:main", "Evidence of:text"],
        ),
        false => Table::new(
            say!("Controls without evidence, by AI system in use"),
            &["System", "Title:main", "Controls:num", "Without evidence"],
        ),
    };
    let all = shared.aims.about().in_use();
    for place in rows(shared, List::SystemEvidence, number) {
        let Some(ix) = all.get(place) else { continue };
        let lacks = |control: &Requirement| control.by_system.get(place).is_none_or(|of| of.evidence.is_empty());
        let told: Vec<&&Requirement> = bound.iter().filter(|control| lacks(control) != untold).collect();
        let mut cells: Vec<Cell> = vec![link.document(*ix).into(), shared.aims.document(*ix).title.as_str().into()];
        cells.extend((!untold).then(|| Cell::from(told.len().to_string())));
        cells.push(crate::site::view::comma(told.iter().map(|control| link.requirement(control))).into());
        table.row(None, cells);
    }
    let pages = turn_documents(shared, link, List::SystemEvidence, number, all);
    let files = super::register::files(shared, link, "system-evidence");
    table.some().map(|table| table.register(by_system()).files(files).pages(pages))
}

/// The life of one system, on its page.
pub(super) fn life(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Section> {
    let entry = shared.aims.document(ix);
    if !entry.is("system") {
        return None;
    }
    let mut table =
        Table::new(say!("The life of the system, step by step"), &["Step", "The entry says:text", "On record:main"]);
    for passed in shared.aims.life(ix) {
        let said = passed.step.said(entry).into_iter().map(|(field, texts)| {
            let label = crate::model::kinds::label(field);
            let label = wording::known(&label);
            vec![Part::quiet(format!("{label}: ")), Part::text(texts.join(", "))]
        });
        let said: Vec<Vec<Part>> = said.collect();
        let said = if said.is_empty() { Cell::default() } else { Part::List { items: said }.into() };
        table.row(None, vec![wording::of(passed.step.title).into(), said, on_record(shared, link, &passed)]);
    }
    let mut section = Section::new("_life", say!("The life of the system")).with_table(table.some(), "");
    let all = Part::Link { href: link.to(Address::SystemEvidence.at()), v: say!("Evidence by AI system").into() };
    let mut intro = vec![Part::text(say!("From its purpose to its end, as records tell it. ")), all];
    intro.extend([Part::text(". "), super::story::way_of_system(shared, link, ix)]);
    section.intro.push(intro);
    Some(section)
}

fn on_record(shared: &Shared<'_>, link: Linker<'_>, passed: &Passed) -> Cell {
    let mut items: Vec<Vec<Part>> = Vec::new();
    if let Some(lacking) = lacking(passed) {
        let mut parts = vec![lacking];
        if !passed.unsaid.is_empty() {
            let labels = passed.unsaid.iter().map(|field| crate::model::kinds::label(field));
            let fields: Vec<String> = labels.map(|label| wording::known(&label).to_owned()).collect();
            parts.push(Part::text(" "));
            parts.push(Part::quiet(say!("The entry does not say: {fields}", fields = fields.join(", "))));
        }
        items.push(parts);
    }
    if passed.documents.is_empty() {
        return items.pop().map(Cell::from).unwrap_or_default();
    }
    let item = |(ix, date): &(DocIx, Option<crate::base::Date>)| {
        let document = shared.aims.document(*ix);
        let mut parts = vec![link.document(*ix), Part::text(format!(" {} ", document.title))];
        parts.extend(day(*date));
        if document.is("release") {
            parts.extend(super::released::decision(shared, link, document));
        }
        parts
    };
    items.extend(passed.documents.iter().take(STEP).map(item));
    items.extend(item_more(passed.documents.len(), STEP));
    Part::List { items }.into()
}

/// The evidence of one control for each system in use, on its page.
pub(super) fn of_control(shared: &Shared<'_>, link: Linker<'_>, control: &Requirement) -> Option<Section> {
    let mut table = Table::new(say!("Evidence by AI system in use"), &["System", "Title:main", "Evidence"]);
    let told = |of: &&OfSystem| !shared.is_partial() || !of.evidence.is_empty();
    for of in control.by_system.iter().filter(told).take(SYSTEMS) {
        let shown: Vec<DocIx> = of.evidence.iter().map(|(_, ix)| *ix).collect();
        let cell = match shown.is_empty() {
            true => none(shared).into(),
            false => documents(link, &shown, of.system),
        };
        let title = shared.aims.document(of.system).title.as_str();
        table.row(None, vec![link.document(of.system).into(), title.into(), cell]);
    }
    let section = Section::new("systems", say!("By AI system in use"));
    let href = link.to(Address::SystemEvidence.at());
    let mut section = section.with_table(Some(table.some()?), "");
    section.intro.push(vec![
        Part::text(say!("The control is bound to AI systems: it is shown for each that is in use. ")),
        Part::Link { href, v: say!("All of them").into() },
    ]);
    Some(section)
}

/// How many systems the page of a control lists.
const SYSTEMS: usize = 100;

/// The way to the page, from those that are about the same.
pub(super) fn way(link: Linker<'_>) -> Part {
    Part::Link { href: link.to(Address::SystemEvidence.at()), v: say!("Evidence by AI system").into() }
}
