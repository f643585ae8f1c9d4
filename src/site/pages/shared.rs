//! Clauses that several followed standards share: the table of all, and on the page of a clause where it stands elsewhere.

use super::requirement::named;
use super::sections::Section;
use crate::model::shared::SharedClause;
use crate::model::trace::Requirement;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::view::{Cell, Part, Sign, Table};

/// Every shared clause with its rung in each standard, and the documents that serve it in several.
pub(super) fn table(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let mut table = Table::new(
        "Clauses that several standards share",
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
        table.register("Filter shared clauses").files(super::register::files(shared, link, "shared-clauses"))
    })
}

/// Where a clause stands in the other standards that share it.
pub(super) fn elsewhere(shared: &Shared<'_>, link: Linker<'_>, of: &Requirement) -> Option<Section> {
    let clause = shared.aims.catalog.clause(&of.framework, &of.id)?;
    let clause = shared.aims.shared_clause(clause.shared()?)?;
    let mut table = Table::new("The same clause in other standards", &["Clause", "Standard", "Title:main", "Rung"]);
    for other in clause.of.iter().filter(|other| other.framework != of.framework) {
        let standard = shared.aims.catalog.standard(&other.framework)?;
        let sign = Part::sign(Sign::requirement(other)).into();
        let cells =
            vec![link.requirement(other).into(), standard.short.as_str().into(), other.title.as_str().into(), sign];
        table.row(None, cells);
    }
    let section = Section::new("shared", "The same clause in other standards");
    let serve = match clause.serve_several.len() {
        0 => "No document serves it in more than one of them.".to_owned(),
        1 => "One document serves it in more than one of them.".to_owned(),
        several => format!("{several} documents serve it in more than one of them."),
    };
    Some(section.intro(serve).with_table(table.some(), ""))
}

/// The title that it has in the standard that is followed first.
fn title(clause: &SharedClause<'_>) -> String {
    clause.of.first().map(|requirement| requirement.title.clone()).unwrap_or_default()
}

fn rung(link: Linker<'_>, requirement: &Requirement) -> Vec<Part> {
    vec![link.requirement(requirement), Part::text(" "), Part::sign(Sign::requirement(requirement))]
}
