//! The statement of applicability.

use super::sections::{Section, Sections};
use crate::base::text::count;
use crate::base::{say, wording};
use crate::model::catalog::{ReqId, Standard};
use crate::model::soa::{Soa, SoaRow};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{day, standing, words};
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Sign, Table, comma};

/// The statement for one of the frameworks that are followed.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, standard: &Standard) -> Page {
    let title = heading(shared, standard);
    let mut view = match shared.aims.soa_of(&standard.id) {
        Some(soa) => statement(shared, link, standard, soa),
        None if shared.is_partial() => Sections {
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
    match with_statement(shared).count() {
        0 | 1 => say!("Statement of applicability").to_owned(),
        _ => say!("Statement of applicability for {framework}", framework = standard.short),
    }
}

fn with_statement<'a>(shared: &Shared<'a>) -> impl Iterator<Item = &'a Standard> {
    shared.aims.catalog.standards().filter(|standard| !standard.controls.is_empty())
}

/// The way to the statements for other frameworks.
fn others(shared: &Shared<'_>, link: Linker<'_>, standard: &Standard) -> Vec<Part> {
    let first = shared.aims.catalog.first_stated();
    let others = with_statement(shared).filter(|other| other.id != standard.id).map(|other| {
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

pub(super) fn statement(shared: &Shared<'_>, link: Linker<'_>, standard: &Standard, soa: &Soa) -> Sections {
    let specs = [
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
    let mut table = Table::new(say!("Controls of Annex A in the statement"), &specs);
    for area in &standard.areas {
        table.group(format!("{} {}", area.id, wording::known(&area.title)));
        for control in standard.controls_of(area) {
            let title = wording::known(&control.title);
            let cells = match soa.row(&control.id) {
                Some(row) => row_cells(shared, link, soa, row, &title),
                None => missing(link, &ReqId::new(&standard.id, &control.id), &title),
            };
            table.row(Some(control.id.clone()), cells);
        }
    }
    let mut own = Table::new(say!("Controls of the organisation’s own"), &specs);
    for row in soa.own_controls(standard) {
        own.row(
            Some(routes::anchor(&row.control.value)),
            row_cells(shared, link, soa, row, row.title.as_deref().unwrap_or_default()),
        );
    }
    let applies = soa.rows.iter().filter(|row| row.applicable).count();
    let lede = say!(
        "Every control of Annex A once: whether it applies, why, and how far it is put in place. {controls} in, {out} out.",
        controls = count(applies, "control"),
        out = soa.rows.len() - applies,
    );
    let filtered = |table: Table| table.register(say!("Filter controls"));
    let mut sections = vec![Section::table(
        table.some().map(|table| filtered(table).files(super::register::files(shared, link, "soa"))),
        "",
    )];
    if let Some(own) = own.some() {
        sections.push(
            Section::new("own", say!("Own controls"))
                .intro(say!("Controls beyond Annex A that the risk assessment called for."))
                .with_table(Some(own), ""),
        );
    }
    Sections {
        title: say!("Statement of applicability").into(),
        lede: vec![Part::text(lede)],
        block: block(shared, link, soa),
        sections,
        ..Sections::default()
    }
}

fn block(shared: &Shared<'_>, link: Linker<'_>, soa: &Soa) -> Vec<Pair> {
    let document = shared.aims.document(soa.document);
    let fields = &document.fields;
    let review = shared.aims.review(soa.document);
    let text = |key: &str| fields.text(key).unwrap_or_default().to_owned();
    let mut pairs = vec![
        Pair::new(say!("Identifier"), link.document(soa.document)),
        Pair::new(say!("Version"), text("version")),
        Pair::new(say!("Status"), standing(shared.aims, soa.document)),
        Pair::new(say!("Owner"), link.people(document.fields.text("owner"))),
        Pair::new(say!("Effective"), day(fields.date("effective"))),
        Pair::new(say!("Next review"), link.due_with_sign(review)),
        Pair::new(say!("Annex A"), text("annex-edition")),
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
    vec![
        link.exact(&soa.id(row)).into(),
        title.into(),
        if row.applicable { say!("Yes") } else { say!("No") }.into(),
        row.reason.as_ref().map(|reason| link.linked(&reason.value)).unwrap_or_default().into(),
        row.implementation.as_ref().map(|word| Part::sign(implementation(&word.value))).into(),
        requirement.map(|requirement| Part::sign(Sign::requirement(requirement))).into(),
        link.people(row.owner.as_deref()),
        ids(&row.risks),
        ids(&row.documents),
    ]
}

fn missing(link: Linker<'_>, id: &ReqId, title: &str) -> Vec<Cell> {
    let mut cells =
        vec![link.exact(id).into(), title.into(), Part::sign(Sign::new("undated", say!("Not said"))).into()];
    cells.resize_with(9, Cell::default);
    cells
}
