//! Traceability: the matrix, what stands behind every requirement, and a drawing of the threads in each area. Where there is
//! too much of it for one page, each of the three goes on elsewhere.

use serde::Serialize;

use super::matrix::{self, Matrix};
use super::threads::{self, Graph};
use crate::base::say;
use crate::model::DocIx;
use crate::model::tier::Tier;
use crate::model::trace::Requirement;
use crate::site::context::Shared;
use crate::site::leaves::{Of, path, rows, turn};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::markup::PagesOf;
use crate::site::page::Page;
use crate::site::parts::more;
use crate::site::traced::MOST;
use crate::site::view::{Cell, Part, Sign, Table, comma};

#[derive(Debug, Default, Serialize)]
struct View {
    title: String,
    /// The way back from a page on which one of its parts goes on.
    back: Vec<Part>,
    matrix: Option<Matrix>,
    graphs: Vec<Graph>,
    /// The way to the other drawings.
    drawn: Option<PagesOf>,
    shared: Option<Table>,
    table: Option<Table>,
}

/// All three, from where each begins.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let of = (shared, link, 1);
    let view = View {
        title: say!("Traceability").into(),
        back: Vec::new(),
        matrix: Some(matrix::matrix(of)),
        graphs: threads::graphs(of),
        drawn: threads::pages(of),
        shared: super::shared::table(shared, link),
        table: table(of),
    };
    Page::new(say!("Traceability"), "traceability.html", &view).main("wide broad")
}

/// A page on which one of them goes on.
pub(super) fn part(shared: &Shared<'_>, link: Linker<'_>, list: List<'_>, number: usize) -> Page {
    let of = (shared, link, number);
    let begins = link.to(&path(shared, list, 1));
    let words = say!("Back to the page on which this list begins").into();
    let mut view = View { back: vec![Part::Link { href: begins, v: words }, Part::text(".")], ..View::default() };
    let title = match list {
        List::Matrix => {
            view.matrix = Some(matrix::matrix(of));
            say!("Controls by kind of document")
        }
        List::Threads => {
            (view.graphs, view.drawn) = (threads::graphs(of), threads::pages(of));
            say!("Threads, area by area")
        }
        _ => {
            view.table = table(of);
            say!("Every requirement, by name")
        }
    };
    view.title = titled(title, number);
    Page::new(view.title.clone(), "traceability.html", &view).main("wide broad")
}

/// A page of the requirements, each with the documents that serve it.
fn table((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let mut table = Table::new(
        say!("Requirements and what serves them"),
        &["Requirement", "Title:main", "Rung:facet", "Says", "Does", "Shows"],
    );
    let told = &shared.traced;
    let mut under = None;
    for (head, requirement) in told.all.get(rows(shared, List::Requirements, number)).unwrap_or_default() {
        if under != Some(*head) {
            table.group(told.heads.get(*head).map(|head| head.said(&shared.aims.catalog)).unwrap_or_default());
            under = Some(*head);
        }
        table.row(None, row(shared, link, requirement));
    }
    let name = |place: usize| told.all.get(place).map(|(_, of)| of.name.clone()).unwrap_or_default();
    let pages = turn(shared, link, List::Requirements, number, name);
    let filtered = |table: Table| table.register(say!("Filter requirements")).pages(pages);
    table.some().map(|table| filtered(table).files(super::register::files(shared, link, "traceability")))
}

fn row(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Vec<Cell> {
    let mut cells = link.about(requirement, Part::sign(Sign::requirement(requirement)));
    for tier in Tier::ALL {
        let documents: Vec<DocIx> = requirement.tier(tier).map(|serving| serving.document).collect();
        let mut parts = comma(documents.iter().take(MOST).map(|ix| link.document(*ix)));
        let rest = |v| Part::Link { href: super::requirement::to_tier(shared, link, requirement, tier), v };
        parts.extend(more(documents.len(), MOST).map(rest));
        cells.push(parts.into());
    }
    cells
}
