//! Traceability: the matrix, what stands behind every requirement, and a drawing of the threads in each area.

use std::collections::BTreeSet;

use serde::Serialize;

use super::matrix::{self, Matrix};
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::catalog::{Area, ReqId, Standard};
use crate::model::tier::Tier;
use crate::model::trace::{Place, Requirement, Rung};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, comma};

/// How many documents a cell or a column of a drawing names.
const MOST: usize = 12;

#[derive(Debug, Serialize)]
struct View {
    matrix: Matrix,
    graphs: Vec<Graph>,
    shared: Option<Table>,
    table: Option<Table>,
}

/// The threads of one area: controls at the left, then the documents that say, do and show.
#[derive(Debug, Serialize)]
struct Graph {
    id: String,
    title: String,
    about: String,
    width: u32,
    height: u32,
    columns: Vec<Label>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
struct Label {
    x: u32,
    text: &'static str,
}

#[derive(Debug, Serialize)]
struct Node {
    x: u32,
    y: u32,
    text: String,
    title: String,
    href: String,
    class: &'static str,
}

#[derive(Debug, Serialize)]
struct Edge {
    path: String,
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let view = View {
        matrix: matrix::matrix(shared, link),
        graphs: graphs(shared, link),
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
                table.row(None, row(link, requirement));
            }
        }
        table.group(catalog.headed(standard, say!("Own controls, beyond Annex A").into()));
        for requirement in trace.own_controls(standard) {
            table.row(None, row(link, requirement));
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
                table.row(None, row(link, requirement));
            }
        }
    }
    let filtered = |table: Table| table.register(say!("Filter requirements"));
    table.some().map(|table| filtered(table).files(super::register::files(shared, link, "traceability")))
}

fn row(link: Linker<'_>, requirement: &Requirement) -> Vec<Cell> {
    let mut cells = link.about(requirement, Part::sign(Sign::requirement(requirement)));
    for tier in Tier::ALL {
        let documents: Vec<DocIx> = requirement.tier(tier).map(|serving| serving.document).collect();
        let mut parts = comma(documents.iter().take(MOST).map(|ix| link.document(*ix)));
        if documents.len() > MOST {
            let Part::Id { href, .. } = link.requirement(requirement) else { continue };
            parts.push(Part::Link {
                href: format!("{href}#{}", tier.as_str()),
                v: say!(" and {n} more", n = documents.len() - MOST),
            });
        }
        cells.push(parts.into());
    }
    cells
}

const COLUMN: u32 = 220;
const LINE: u32 = 26;
const TOP: u32 = 40;

fn graphs(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Graph> {
    let catalog = &shared.aims.catalog;
    let graph = |(standard, area): (&Standard, &Area)| {
        let requirements: Vec<&Requirement> = shared.aims.trace.of_area(standard, area).collect();
        let id = catalog.name(&ReqId::new(&standard.id, &area.id));
        draw(shared, link, &id, wording::known(&area.title), &requirements)
    };
    let areas = catalog.standards().flat_map(|standard| standard.areas.iter().map(move |area| (standard, area)));
    areas.map(graph).collect()
}

/// Draws one area, with the first [`MOST`] documents of each column; the caption says how many there are.
fn draw(shared: &Shared<'_>, link: Linker<'_>, id: &str, title: &str, requirements: &[&Requirement]) -> Graph {
    let mut columns: [Vec<DocIx>; 3] = [Vec::new(), Vec::new(), Vec::new()];
    let all: BTreeSet<DocIx> =
        requirements.iter().flat_map(|found| &found.serving).map(|found| found.document).collect();
    for (tier, column) in Tier::ALL.into_iter().zip(&mut columns) {
        for requirement in requirements {
            for serving in requirement.tier(tier) {
                if !column.contains(&serving.document) && column.len() < MOST {
                    column.push(serving.document);
                }
            }
        }
    }
    let tallest = columns.iter().map(Vec::len).chain([requirements.len()]).max().unwrap_or(1);
    let height = TOP + LINE * u32::try_from(tallest).unwrap_or(1) + 10;
    let y_of = |i: usize| TOP + LINE * u32::try_from(i).unwrap_or(0) + 12;
    let mut graph = Graph {
        id: id.to_owned(),
        title: format!("{id} {title}"),
        about: String::new(),
        width: COLUMN * 4,
        height,
        columns: [say!("Control"), say!("Says"), say!("Does"), say!("Shows")]
            .into_iter()
            .zip(0..)
            .map(|(text, i)| Label { x: i * COLUMN + 8, text })
            .collect(),
        nodes: Vec::new(),
        edges: Vec::new(),
    };
    for (i, requirement) in requirements.iter().enumerate() {
        let sign = Sign::requirement(requirement);
        graph.nodes.push(Node {
            x: 8,
            y: y_of(i),
            text: stands(requirement),
            title: wording::known(&requirement.title).to_owned(),
            href: link.to(&routes::requirement(requirement)),
            class: sign.name,
        });
    }
    for (column, documents) in (1..).zip(&columns) {
        for (i, ix) in documents.iter().enumerate() {
            let document = shared.aims.document(*ix);
            let (text, title) = (document.id.clone(), document.title.clone());
            let href = link.to(&routes::document(&document.id));
            graph.nodes.push(Node { x: column * COLUMN + 8, y: y_of(i), text, title, href, class: "document" });
        }
    }
    for (i, requirement) in requirements.iter().enumerate() {
        for serving in &requirement.serving {
            let column = Tier::ALL.iter().position(|tier| *tier == serving.tier).unwrap_or(0);
            let Some(row) = columns[column].iter().position(|ix| *ix == serving.document) else { continue };
            graph.edges.push(edge(120, y_of(i), (u32::try_from(column).unwrap_or(0) + 1) * COLUMN + 2, y_of(row)));
        }
    }
    let shown: usize = columns.iter().map(Vec::len).sum();
    graph.about = about(requirements.len(), shown, all.len());
    graph
}

/// A requirement by its id, and where it stands.
fn stands(requirement: &Requirement) -> String {
    let id = &requirement.id;
    match requirement.place() {
        Place::Excluded => say!("{id} excluded", id),
        Place::Untold => say!("{id} not told", id),
        Place::On(Rung::Gap) => say!("{id} gap", id),
        Place::On(Rung::Stated) => say!("{id} stated", id),
        Place::On(Rung::Operated) => say!("{id} operated", id),
        Place::On(Rung::Evidenced) => say!("{id} evidenced", id),
        Place::On(Rung::Current) => say!("{id} current", id),
    }
}

/// The caption: how much there is, and how much of it is drawn.
fn about(controls: usize, shown: usize, all: usize) -> String {
    let controls = count(controls, "control");
    match all - shown {
        0 => plural!(
            all,
            "{controls} and {n} document that serves them; the table below says the same in words.",
            "{controls} and {n} documents that serve them; the table below says the same in words.",
            controls,
        ),
        _ => plural!(
            all,
            "{controls} and {n} document that serves them, of which {shown} are drawn, at most {most} a column; the table below says the same in words.",
            "{controls} and {n} documents that serve them, of which {shown} are drawn, at most {most} a column; the table below says the same in words.",
            controls,
            shown,
            most = MOST,
        ),
    }
}

fn edge(from_x: u32, from_y: u32, to_x: u32, to_y: u32) -> Edge {
    let (y1, y2) = (from_y - 4, to_y - 4);
    let bend = (to_x - from_x) / 2;
    Edge { path: format!("M{from_x} {y1}C{} {y1} {} {y2} {to_x} {y2}", from_x + bend, to_x - bend) }
}
