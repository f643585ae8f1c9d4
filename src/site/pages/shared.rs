//! Clauses that several followed standards share: the table of all, and on the page of a clause where it stands elsewhere.

use super::requirement::named;
use super::sections::Section;
use crate::base::{plural, say, wording};
use crate::model::shared::SharedClause;
use crate::model::trace::Requirement;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::parts;
use crate::site::view::{Cell, Part, Table};

/// Every shared clause with its rung in each standard, and the documents that serve it in several.
pub(super) fn table(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let mut table = Table::new(
        say!("Clauses that several standards share"),
        &["Clause", "Title:main", "Rung in each standard:text", "Serve several"],
    );
    for clause in &shared.aims.shared_clauses() {
        let in_each: Vec<Vec<Part>> = clause.of.iter().map(|requirement| rung(link, requirement)).collect();
        let cells: Vec<Cell> = vec![
            clause.number.into(),
            title(clause).into(),
            in_each.join(&Part::text("; ")).into(),
            named(link, &clause.serve_several).into(),
        ];
        table.row(None, cells);
    }
    table.some().map(|table| {
        table.register(say!("Filter shared clauses")).files(super::register::files(shared, link, "shared-clauses"))
    })
}

/// Where a clause stands in the other standards that share it.
pub(super) fn elsewhere(shared: &Shared<'_>, link: Linker<'_>, of: &Requirement) -> Option<Section> {
    let clause = shared.aims.catalog.clause(&of.framework, &of.id)?;
    let clause = shared.aims.shared_clause(clause.shared()?)?;
    let title = say!("The same clause in other standards");
    let mut table = Table::new(title, &["Clause:name", "Standard:name", "Title:main", "Rung"]);
    for other in clause.of.iter().filter(|other| other.framework != of.framework) {
        let standard = shared.aims.catalog.standard(&other.framework)?;
        let sign = parts::rung(other).into();
        let title = wording::known(&other.title);
        let cells = vec![link.requirement(other).into(), standard.short.as_str().into(), title.into(), sign];
        table.row(None, cells);
    }
    let table = if shared.is_partial() { table.without_empty_columns() } else { table };
    let section = Section::new("shared", title);
    let serve = match clause.serve_several.len() {
        0 => say!("No document serves it in more than one of them.").to_owned(),
        several => plural!(
            several,
            "One document serves it in more than one of them.",
            "{n} documents serve it in more than one of them.",
        ),
    };
    Some(section.intro(serve).with_table(table.some(), ""))
}

/// The title that it has in the standard that is followed first.
fn title(clause: &SharedClause<'_>) -> String {
    clause.of.first().map(|requirement| wording::known(&requirement.title).to_owned()).unwrap_or_default()
}

fn rung(link: Linker<'_>, requirement: &Requirement) -> Vec<Part> {
    let mut parts = vec![link.requirement(requirement)];
    parts.extend(parts::rung(requirement).into_iter().flat_map(|sign| [Part::text(" "), sign]));
    parts
}
