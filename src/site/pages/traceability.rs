//! Traceability: the matrix, what stands behind every requirement, and a drawing of the threads in each area.

use serde::Serialize;

use super::matrix::{self, Matrix};
use super::threads::{self, Graph, MOST};
use crate::base::{say, wording};
use crate::model::DocIx;
use crate::model::catalog::ReqId;
use crate::model::tier::Tier;
use crate::model::trace::Requirement;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::view::{Cell, Part, Sign, Table, comma};

#[derive(Debug, Serialize)]
struct View {
    matrix: Matrix,
    graphs: Vec<Graph>,
    shared: Option<Table>,
    table: Option<Table>,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let view = View {
        matrix: matrix::matrix(shared, link),
        graphs: threads::graphs(shared, link),
        shared: super::shared::table(shared, link),
        table: table(shared, link),
    };
    Page::new(say!("Traceability"), "traceability.html", &view).main("wide broad")
}

fn table(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let mut table = Table::new(
        say!("Requirements and what serves them"),
        &["Requirement", "Title:main", "Rung:facet", "Says", "Does", "Shows"],
    );
    let (catalog, trace) = (&shared.aims.catalog, &shared.aims.trace);
    for standard in catalog.standards() {
        for area in &standard.areas {
            table.group(catalog.headed(standard, format!("{} {}", area.id, wording::known(&area.title))));
            for requirement in trace.of_area(standard, area) {
                table.row(None, row(shared, link, requirement));
            }
        }
        table.group(catalog.headed(standard, say!("Own controls, beyond Annex A").into()));
        for requirement in trace.own_controls(standard) {
            table.row(None, row(shared, link, requirement));
        }
        if standard.clauses.first().is_some_and(|clause| clause.requirement) {
            table.group(catalog.headed(standard, say!("Requirements").into()));
        }
        for clause in &standard.clauses {
            let requirement = trace.at(&ReqId::new(&standard.id, &clause.id));
            if clause.parent.is_none() && !clause.requirement {
                let title = wording::known(&clause.title);
                table.group(catalog.headed(standard, say!("Clause {id} {title}", id = clause.id, title)));
            } else if let Some(requirement) = requirement.filter(|_| clause.requirement) {
                table.row(None, row(shared, link, requirement));
            }
        }
    }
    let filtered = |table: Table| table.register(say!("Filter requirements"));
    table.some().map(|table| filtered(table).files(super::register::files(shared, link, "traceability")))
}

fn row(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Vec<Cell> {
    let mut cells = link.about(requirement, Part::sign(Sign::requirement(requirement)));
    for tier in Tier::ALL {
        let documents: Vec<DocIx> = requirement.tier(tier).map(|serving| serving.document).collect();
        let mut parts = comma(documents.iter().take(MOST).map(|ix| link.document(*ix)));
        if documents.len() > MOST {
            parts.push(Part::Link {
                href: super::requirement::to_tier(shared, link, requirement, tier),
                v: say!(" and {n} more", n = documents.len() - MOST),
            });
        }
        cells.push(parts.into());
    }
    cells
}
