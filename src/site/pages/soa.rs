//! The statement of applicability.

use std::ops::Range;

use super::asked_of;
use super::particulars::lapsing;
use super::sections::{Section, Sections};
use super::standing::{banner, held_since, in_effect};
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::catalog::{Area, Control, ReqId, Standard};
use crate::model::soa::{Soa, SoaRow};
use crate::register::yes_or_no;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{cuts, rows, turn};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::page::Page;
use crate::site::parts::{rung, standing, words};
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Sign, Table, comma};
use crate::site::worded::phrase;

/// The statement for one of the frameworks that are followed.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, standard: &Standard) -> Page {
    let title = heading(shared, standard);
    let mut view = match shared.aims.soa_of(&standard.id) {
        Some(soa) => statement(shared, link, (standard, soa), place_of(shared, standard)),
        None if shared.withholds() => Sections {
            title: say!("Statement of applicability").into(),
            lede: vec![Part::text(say!("No statement of applicability is part of this site."))],
            ..Sections::default()
        },
        None => Sections {
            title: say!("Statement of applicability").into(),
            lede: vec![Part::text(say!(
                "There is no statement of applicability. Clause 6.1.3 calls for one: every control of Annex A, in or out, and why."
            ))],
            ..Sections::default()
        },
    };
    view.title.clone_from(&title);
    view.meta.extend(others(shared, link, standard));
    let page = Page::new(title, "sections.html", &view);
    page.main("wide broad")
}

/// What the page is called: where several frameworks have a statement, with the framework.
fn heading(shared: &Shared<'_>, standard: &Standard) -> String {
    match shared.stated().count() {
        0 | 1 => say!("Statement of applicability").to_owned(),
        _ => say!("Statement of applicability for {framework}", framework = standard.short),
    }
}

/// The place of a framework among those that have a statement.
fn place_of(shared: &Shared<'_>, standard: &Standard) -> Option<usize> {
    shared.stated().position(|other| other.id == standard.id)
}

/// The way to the statements for other frameworks.
fn others(shared: &Shared<'_>, link: Linker<'_>, standard: &Standard) -> Vec<Part> {
    let first = shared.aims.catalog.first_stated();
    let others = shared.stated().filter(|other| other.id != standard.id).map(|other| {
        let path = match other.id == first.id {
            true => Address::Statement.at().to_owned(),
            false => routes::statement(&other.id),
        };
        Part::Link { href: link.to(&path), v: say!("Statement for {framework}", framework = other.short) }
    });
    comma(others)
}

/// How far a control is put in place.
pub(super) fn implementation(word: &str) -> Sign {
    match word {
        "done" => Sign::new("done", say!("Done")),
        "partial" => Sign::new("partial", say!("Partial")),
        _ => Sign::new("planned", words(word)),
    }
}

/// The columns of a statement.
const COLUMNS: [&str; 9] = [
    "Control",
    "Title:main",
    "Applies:facet",
    "Reason:text",
    "Implementation:facet",
    "Rung:facet",
    "Owner:facet",
    "Risks",
    "Documents",
];

/// A statement: the first page of its lists, by the place of its framework; all of it where there is no such place.
pub(super) fn statement(
    shared: &Shared<'_>,
    link: Linker<'_>,
    (standard, soa): (&Standard, &Soa),
    place: Option<usize>,
) -> Sections {
    let all = 0..usize::MAX;
    // One table is filtered and sorted as one. Where there are too many controls for one page, there are two.
    let is_one = place.is_none_or(|place| {
        [List::Statement(place), List::OwnControls(place)].iter().all(|list| cuts(shared, *list).len() == 1)
    });
    let (controls, own) = match place {
        _ if is_one => (table(shared, link, (standard, soa), all, true), None),
        Some(place) => {
            let of = (shared, link, 1);
            (controls_of(of, place).map(|(_, table)| table), own_controls(of, place).map(|(_, table)| table))
        }
        None => (None, None),
    };
    let mut sections = vec![Section::table(controls, "")];
    if own.is_some() {
        sections.push(
            Section::new("own", say!("Own controls"))
                .intro(say!("Controls beyond Annex A that the risk assessment called for."))
                .with_table(own, ""),
        );
    }
    sections.extend(asked_of::named(shared, "soa", 1));
    Sections {
        title: say!("Statement of applicability").into(),
        lede: [vec![Part::text(counted(standard, soa))], newer(shared, link, soa)].concat(),
        block: block(shared, link, soa),
        sections,
        ..Sections::default()
    }
}

/// That the file has a newer text, by whose rows controls are not judged yet, and where that is; else nothing.
fn newer(shared: &Shared<'_>, link: Linker<'_>, soa: &Soa) -> Vec<Part> {
    if !shared.aims.in_place.contains_key(&soa.document) {
        return Vec::new();
    }
    let rows = phrase!(
        "The rows here, by which controls are judged, are those of the text in force. The newer text is on the page of {id}.",
        id = link.document(soa.document)
    );
    let said = banner(shared, soa.document).map(|said| Part::text(format!(" {said}")));
    said.into_iter().chain([Part::text(" ")]).chain(rows).collect()
}

/// The rows of a newer text of the statement, by which nothing is judged yet.
pub(super) fn to_come(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Section> {
    let soa = shared.aims.written_soas.iter().find(|soa| soa.document == ix && !soa.holds)?;
    let standard = shared.aims.catalog.standard(&soa.framework)?;
    let table = filled(shared, link, (standard, soa), 0..usize::MAX, true)?;
    let section = Section::new("_rows-statement", say!("Statement of applicability"));
    let says = say!("Controls are not judged by these rows yet, so none has a rung here.");
    Some(section.intro(says).with_table(Some(table.without_empty_columns()), ""))
}

/// How many controls there are, and how many of them are in: those of the annex, and those of the organisation's own. Where
/// the statement lacks some, it is not said to have every one.
fn counted(standard: &Standard, soa: &Soa) -> String {
    let own = soa.own_controls(standard);
    let own_in = own.iter().filter(|row| row.applies()).count();
    let said = || standard.controls.iter().filter_map(|control| soa.row(&control.id));
    let applying = said().filter(|row| row.applies()).count();
    let (controls, out) = (count(applying, "control"), said().filter(|row| row.is_left_out()).count());
    let mut lede = match standard.controls.len() - applying - out {
        0 => say!(
            "Every control of Annex A once: whether it applies, why, and how far it is put in place. {controls} in, {out} out.",
            controls,
            out
        ),
        unsaid => say!(
            "Controls of Annex A: whether each applies, why, and how far it is put in place. {controls} in, {out} out, {unsaid} not said.",
            controls,
            out,
            unsaid
        ),
    };
    if !own.is_empty() {
        let own = plural!(
            own.len(),
            "Below them stands {n} control of the organisation’s own, {own_in} in.",
            "Below them stand {n} controls of the organisation’s own, {own_in} in.",
            own_in
        );
        lede = format!("{lede} {own}");
    }
    lede
}

/// The framework at a place among those that have a statement, with that statement.
fn stated<'s>(shared: &'s Shared<'_>, place: usize) -> Option<(&'s Standard, &'s Soa)> {
    let standard = shared.stated().nth(place)?;
    Some((standard, shared.aims.soa_of(&standard.id)?))
}

/// What the statement is called, and a page of what it says of the controls of its framework.
pub(super) fn controls_of((shared, link, number): Of<'_, '_, '_>, place: usize) -> Option<(String, Table)> {
    let of = stated(shared, place)?;
    let list = List::Statement(place);
    let controls: Vec<&str> = controls(of.0).map(|(_, control)| control.id.as_str()).collect();
    let name = |place: usize| controls.get(place).map(|id| (*id).to_owned()).unwrap_or_default();
    let table = table(shared, link, of, rows(shared, list, number), false)?;
    Some((heading(shared, of.0), table.pages(turn(shared, link, list, number, name))))
}

/// The same of controls of the organisation's own.
pub(super) fn own_controls((shared, link, number): Of<'_, '_, '_>, place: usize) -> Option<(String, Table)> {
    let of = stated(shared, place)?;
    let list = List::OwnControls(place);
    let all = of.1.own_controls(of.0);
    let name = |place: usize| all.get(place).map(|row| row.control.value.clone()).unwrap_or_default();
    let table = own(shared, link, of, rows(shared, list, number))?;
    Some((say!("Own controls").to_owned(), table.pages(turn(shared, link, list, number, name))))
}

/// The controls of a framework under the areas that they stand in, in the order of a statement.
fn controls(standard: &Standard) -> impl Iterator<Item = (&Area, &Control)> {
    standard.areas.iter().flat_map(|area| standard.controls_of(area).map(move |control| (area, control)))
}

/// What the statement says of some controls of its framework, and below them of those of the organisation's own where these
/// stand in the same table.
fn table(
    shared: &Shared<'_>,
    link: Linker<'_>,
    stated: (&Standard, &Soa),
    of: Range<usize>,
    with_own: bool,
) -> Option<Table> {
    let table = filled(shared, link, stated, of, with_own)?;
    Some(table.register(say!("Filter controls")).files(super::register::files(shared, link, "soa")))
}

fn filled(
    shared: &Shared<'_>,
    link: Linker<'_>,
    (standard, soa): (&Standard, &Soa),
    of: Range<usize>,
    with_own: bool,
) -> Option<Table> {
    let mut table = Table::new(say!("Controls of Annex A in the statement"), &COLUMNS);
    let mut before = None;
    for (area, control) in controls(standard).skip(of.start).take(of.len()) {
        if before != Some(&area.id) {
            table.group(format!("{} {}", area.id, wording::known(&area.title)));
            before = Some(&area.id);
        }
        let title = wording::known(&control.title);
        let cells = match soa.row(&control.id) {
            Some(row) => row_cells(shared, link, soa, row, title),
            None => missing(link, &ReqId::new(&standard.id, &control.id), title),
        };
        table.row(Some(control.id.clone()), cells);
    }
    if with_own {
        table.group(say!("Own controls, beyond Annex A"));
        own_rows(shared, link, (standard, soa), 0..usize::MAX, &mut table);
    }
    let table = if shared.is_partial() { table.without_empty_columns() } else { table };
    table.some()
}

/// What it says of some controls of the organisation's own.
fn own(shared: &Shared<'_>, link: Linker<'_>, of: (&Standard, &Soa), rows: Range<usize>) -> Option<Table> {
    let mut own = Table::new(say!("Controls of the organisation’s own"), &COLUMNS);
    own_rows(shared, link, of, rows, &mut own);
    own.some().map(|table| table.register(say!("Filter own controls")))
}

/// A row for each of these controls of the organisation's own.
fn own_rows(
    shared: &Shared<'_>,
    link: Linker<'_>,
    (standard, soa): (&Standard, &Soa),
    of: Range<usize>,
    table: &mut Table,
) {
    for row in soa.own_controls(standard).into_iter().skip(of.start).take(of.len()) {
        table.row(
            Some(routes::anchor(&row.control.value)),
            row_cells(shared, link, soa, row, row.title.as_deref().unwrap_or_default()),
        );
    }
}

fn block(shared: &Shared<'_>, link: Linker<'_>, soa: &Soa) -> Vec<Pair> {
    let document = shared.aims.holding(soa.document);
    // What the file says of its status and its day is of the newer text.
    let is_other = shared.aims.in_place.contains_key(&soa.document);
    let fields = &document.fields;
    let review = shared.aims.review(soa.document);
    let text = |key: &str| fields.text(key).unwrap_or_default().to_owned();
    let mut pairs = vec![
        Pair::new(say!("Identifier"), link.document(soa.document)),
        Pair::new(say!("Version"), text("version")),
        Pair::new(say!("Status"), standing(shared.aims, soa.document).filter(|_| !is_other)),
        Pair::new(say!("Owner"), link.people(document.fields.text("owner"))),
        match is_other {
            true => Pair::new(say!("In force since"), held_since(shared, soa.document).map(Part::date)),
            false => in_effect(shared, soa.document),
        },
        Pair::new(say!("Next review"), link.due_with_sign(review)),
        Pair::new(say!("Edition"), text("annex-edition")),
    ];
    if let Some(scope) = fields.text("scope") {
        pairs.push(Pair::new(say!("Scope"), link.id(scope)));
    }
    pairs.retain(|pair| !pair.parts.is_empty());
    pairs
}

fn row_cells(shared: &Shared<'_>, link: Linker<'_>, soa: &Soa, row: &SoaRow, title: &str) -> Vec<Cell> {
    let requirement = shared.aims.trace.at(&soa.id(row));
    let ids = |ids: &[crate::diag::Spanned<String>]| link.ids(ids.iter().map(|id| id.value.as_str()));
    let mut named = vec![Part::text(title)];
    if let Some(day) = row.planned_by() {
        let parts = phrase!("to be in place by {day}", day = lapsing(link, day));
        named.extend([Part::text(" "), Part::Aside { parts }]);
    }
    let mut reason: Vec<Part> = row.reason.iter().map(|reason| Part::text(&*reason.value)).collect();
    if !row.basis.is_empty() {
        reason.extend([Part::text(" "), Part::Aside { parts: phrase!("rests on {basis}", basis = basis(row)) }]);
    }
    let mut documents = ids(&row.documents).parts;
    if !row.evidence.is_empty() {
        let parts = phrase!("shown by {records}", records = ids(&row.evidence).parts);
        documents.extend([Part::text(" "), Part::Aside { parts }]);
    }
    vec![
        link.exact(&soa.id(row)).into(),
        named.into(),
        applies(Some(row)).into(),
        reason.into(),
        row.implementation.as_ref().map(|word| Part::sign(implementation(&word.value))).into(),
        requirement.filter(|_| soa.holds).and_then(rung).into(),
        link.people(row.owner.as_deref()),
        ids(&row.risks),
        documents.into(),
    ]
}

/// What a row rests on, as people read it.
pub(super) fn basis(row: &SoaRow) -> Vec<Part> {
    comma(row.basis.iter().map(|word| Part::text(words(&word.value))))
}

/// Whether a control applies, by its row.
pub(super) fn applies(row: Option<&SoaRow>) -> Part {
    let said = row.and_then(|row| row.applicable);
    said.map_or_else(|| Part::sign(Sign::new("undated", say!("Not said"))), |applies| Part::text(yes_or_no(applies)))
}

fn missing(link: Linker<'_>, id: &ReqId, title: &str) -> Vec<Cell> {
    let mut cells = vec![link.exact(id).into(), title.into(), applies(None).into()];
    cells.resize_with(9, Cell::default);
    cells
}
