//! A drawing of the threads of an area: from each control to the documents that name it, and from each document to those
//! that implement it or are evidence for it.
//!
//! Names stand in four columns and in rows of one height. A line runs from one column to the next; one that goes further
//! passes the columns between in the gap between two rows, so that none runs behind a name. It needs no script to be read;
//! `aims.js` lets the thread of a name stand out.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::catalog::{Area, ReqId, Standard};
use crate::model::trace::{Place, Requirement, Rung};
use crate::site::context::Shared;
use crate::site::leaves::{Of, rows, turn};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::markup::PagesOf;
use crate::site::routes;
use crate::site::titles::of_tag;
use crate::site::traced::{MOST, drawn};
use crate::site::view::Sign;

/// How far it is from one column to the next, how wide the names in one are at most, and how wide the drawing is.
const COLUMN: usize = 260;
const NAMES: usize = 168;
const WIDTH: usize = COLUMN * 3 + NAMES + 8;

/// How high a row is, and what stands above the first.
const ROW: usize = 40;
const TOP: usize = 34;

/// How wide a letter of an id and one of a title are, about.
const LETTER: usize = 8;
const SMALL: usize = 7;

/// The threads of one area: controls at the left, then the documents that say, do and show.
#[derive(Debug, Serialize)]
pub(super) struct Graph {
    id: String,
    title: String,
    about: String,
    width: usize,
    height: usize,
    columns: Vec<Label>,
    nodes: Vec<Node>,
    edges: Vec<Edge>,
}

#[derive(Debug, Serialize)]
struct Label {
    x: usize,
    text: &'static str,
}

#[derive(Debug, Serialize)]
struct Node {
    x: usize,
    y: usize,
    text: String,
    title: String,
    /// The language of the title, where that is not the language of the page.
    lang: Option<String>,
    /// The title, as far as there is room for it, and where it stands.
    short: String,
    below: usize,
    href: String,
    class: &'static str,
    /// The controls whose threads it is part of, by their places.
    of: String,
}

#[derive(Debug, Serialize)]
struct Edge {
    path: String,
    /// The names that it joins, by their places.
    from: usize,
    to: usize,
    /// The controls whose threads it is part of, by their places.
    of: String,
}

/// What stands in the columns: the documents of each tier, in order.
struct Columns([Vec<DocIx>; 3]);

/// Where a name stands: its column, and its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct At {
    column: usize,
    row: usize,
}

/// Which names are joined, and for which controls.
type Joined = BTreeMap<(At, At), BTreeSet<usize>>;

/// A page of the drawings.
pub(super) fn graphs((shared, link, number): Of<'_, '_, '_>) -> Vec<Graph> {
    let graph = |(standard, area): &(&Standard, &Area)| {
        let requirements: Vec<&Requirement> = shared.aims.trace.of_area(standard, area).collect();
        draw(shared, link, (&named(shared, standard, area), wording::known(&area.title)), &requirements)
    };
    shared.traced.areas.get(rows(shared, List::Threads, number)).unwrap_or_default().iter().map(graph).collect()
}

/// The way to all pages of them, where there are several.
pub(super) fn pages((shared, link, number): Of<'_, '_, '_>) -> Option<PagesOf> {
    let areas = &shared.traced.areas;
    let name = |place: usize| areas.get(place).map(|(of, area)| named(shared, of, area)).unwrap_or_default();
    let pages = turn(shared, link, List::Threads, number, name);
    pages.map(|pages| PagesOf(pages, say!("Threads, area by area")))
}

/// How an area is named.
fn named(shared: &Shared<'_>, standard: &Standard, area: &Area) -> String {
    shared.aims.catalog.name(&ReqId::new(&standard.id, &area.id))
}

/// Draws one area, with the first [`MOST`] documents of each column; the caption says how many there are.
fn draw(shared: &Shared<'_>, link: Linker<'_>, (id, title): (&str, &str), requirements: &[&Requirement]) -> Graph {
    let all: BTreeSet<DocIx> =
        requirements.iter().flat_map(|found| &found.serving).map(|found| found.document).collect();
    let mut columns = Columns::of(requirements);
    columns.arrange(&joined(shared, &columns, requirements));
    let joined = joined(shared, &columns, requirements);
    let nodes = nodes(shared, link, &columns, requirements);
    let places: BTreeMap<At, usize> = columns.places(requirements.len()).zip(0..).collect();
    let mut lanes = Lanes::default();
    let edges = joined.iter().filter_map(|((from, to), of)| {
        let (start, end) = (*places.get(from)?, *places.get(to)?);
        let path = lanes.path(*from, *to, nodes.get(start).map_or(0, Node::width));
        Some(Edge { path, from: start, to: end, of: listed(of) })
    });
    let edges = edges.collect();
    let tallest = columns.0.iter().map(Vec::len).chain([requirements.len()]).max().unwrap_or(1);
    let shown: usize = columns.0.iter().map(Vec::len).sum();
    let heads = [say!("Control"), say!("Says"), say!("Does"), say!("Shows")];
    Graph {
        id: id.to_owned(),
        title: format!("{id} {title}"),
        about: about(requirements.len(), shown, all.len()),
        width: WIDTH,
        height: TOP + ROW * tallest + 4,
        columns: heads.into_iter().enumerate().map(|(at, text)| Label { x: at * COLUMN, text }).collect(),
        nodes,
        edges,
    }
}

impl Columns {
    fn of(requirements: &[&Requirement]) -> Self {
        Self(drawn(requirements))
    }

    fn at(&self, document: DocIx) -> Option<At> {
        let place = |column: &Vec<DocIx>| column.iter().position(|ix| *ix == document);
        self.0.iter().zip(1..).find_map(|(of, column)| place(of).map(|row| At { column, row }))
    }

    /// Every name, in the order in which they are told.
    fn places(&self, controls: usize) -> impl Iterator<Item = At> {
        let rows = std::iter::once(controls).chain(self.0.iter().map(Vec::len)).enumerate();
        rows.flat_map(|(column, rows)| (0..rows).map(move |row| At { column, row }))
    }

    /// Puts every document about where the lines to it come from, column by column, so that few of them cross.
    fn arrange(&mut self, joined: &Joined) {
        let mut moved: BTreeMap<At, usize> = BTreeMap::new();
        for (at, column) in (1..).zip(&mut self.0) {
            let from = |row: usize| {
                let before = joined.keys().filter(|(_, to)| *to == At { column: at, row });
                let rows: Vec<usize> = before.map(|(from, _)| moved.get(from).copied().unwrap_or(from.row)).collect();
                rows.iter().sum::<usize>() * 64 / rows.len().max(1)
            };
            let mut order: Vec<(usize, usize)> = (0..column.len()).map(|row| (from(row), row)).collect();
            order.sort_unstable();
            moved.extend(order.iter().zip(0..).map(|((_, row), now)| (At { column: at, row: *row }, now)));
            *column = order.iter().filter_map(|(_, row)| column.get(*row).copied()).collect();
        }
    }
}

/// What is joined to what. A document that builds on others hangs on those of them that serve the same control in an
/// earlier column; what hangs on none of them hangs on the control itself.
fn joined(shared: &Shared<'_>, columns: &Columns, requirements: &[&Requirement]) -> Joined {
    let mut joined = Joined::new();
    let drawn = columns.0.iter().flatten().filter_map(|ix| Some((*ix, columns.at(*ix)?)));
    let drawn: BTreeMap<DocIx, At> = drawn.collect();
    let on: BTreeMap<DocIx, Vec<DocIx>> = drawn.keys().map(|ix| (*ix, builds_on(shared, *ix))).collect();
    for (row, requirement) in requirements.iter().enumerate() {
        let serving: BTreeSet<DocIx> =
            requirement.serving.iter().map(|serving| serving.document).filter(|ix| drawn.contains_key(ix)).collect();
        for document in &serving {
            let Some(to) = drawn.get(document) else { continue };
            let before = on.get(document).into_iter().flatten().filter(|ix| serving.contains(ix));
            let mut before: Vec<At> =
                before.filter_map(|ix| drawn.get(ix).copied()).filter(|from| from.column < to.column).collect();
            if before.is_empty() {
                before.push(At { column: 0, row });
            }
            for from in before {
                joined.entry((from, *to)).or_default().insert(row);
            }
        }
    }
    joined
}

/// The documents that one implements or is evidence for.
fn builds_on(shared: &Shared<'_>, document: DocIx) -> Vec<DocIx> {
    let fields = &shared.aims.document(document).fields;
    let ids = ["implements", "evidence-for"].into_iter().flat_map(|key| fields.texts(key));
    ids.filter_map(|id| shared.aims.by_id(&id.value)).collect()
}

/// The names, in the order of [`Columns::places`].
fn nodes(shared: &Shared<'_>, link: Linker<'_>, columns: &Columns, requirements: &[&Requirement]) -> Vec<Node> {
    let controls = requirements.iter().enumerate().map(|(row, requirement)| {
        let title = wording::known(&requirement.title);
        let href = link.to(&routes::requirement(requirement));
        let class = Sign::requirement(requirement).name;
        Node::new(At { column: 0, row }, (&stands(requirement), title), href, class, row.to_string())
    });
    let documents = (1..).zip(&columns.0).flat_map(|(column, of)| {
        of.iter().enumerate().map(move |(row, ix)| {
            let document = shared.aims.document(*ix);
            let serves = |found: &&Requirement| found.serving.iter().any(|serving| serving.document == *ix);
            let serves = requirements.iter().enumerate().filter(|(_, found)| serves(found)).map(|(row, _)| row);
            let href = link.to(&routes::document(&document.id));
            let named = (document.id.as_str(), document.title.as_str());
            let lang = document.lang.clone().filter(|lang| of_tag(lang).is_some());
            Node { lang, ..Node::new(At { column, row }, named, href, "document", listed(&serves.collect())) }
        })
    });
    controls.chain(documents).collect()
}

impl Node {
    fn new(at: At, (id, title): (&str, &str), href: String, class: &'static str, of: String) -> Self {
        let (x, y) = (at.column * COLUMN, TOP + at.row * ROW + 17);
        Self {
            x,
            y,
            text: shortened(id, NAMES / LETTER),
            title: format!("{id}: {title}"),
            lang: None,
            short: shortened(title, NAMES / SMALL),
            below: y + 14,
            href,
            class,
            of,
        }
    }

    /// How far its words reach.
    fn width(&self) -> usize {
        let (id, title) = (self.text.chars().count() * LETTER, self.short.chars().count() * SMALL);
        id.max(title).min(NAMES)
    }
}

/// As much of the words as there is room for.
fn shortened(words: &str, most: usize) -> String {
    if words.chars().count() <= most {
        return words.to_owned();
    }
    let begin: String = words.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", begin.trim_end())
}

/// How many lines pass each column in each gap, so that they run beside one another.
#[derive(Default)]
struct Lanes(BTreeMap<At, usize>);

impl Lanes {
    /// The line from one name to another, past the columns between.
    fn path(&mut self, from: At, to: At, width: usize) -> String {
        let middle = |row: usize| TOP + row * ROW + 18;
        let (left, y) = (from.column * COLUMN, middle(from.row));
        let mut pen = Pen { x: left + width + 6, y, path: format!("M{} {y}", left + width + 6) };
        // Between two columns, where no name is, lines bend.
        pen.along(left + NAMES);
        let far = to.column - from.column;
        for passed in 1..far {
            let gap = (from.row * (far - passed) + to.row * passed + far / 2) / far;
            let lane = self.0.entry(At { column: from.column + passed, row: gap }).or_default();
            let (left, y) = ((from.column + passed) * COLUMN, TOP + gap * ROW - 3 + (*lane % 3) * 3);
            *lane += 1;
            pen.bend(left - 4, y);
            pen.along(left + NAMES);
        }
        pen.bend(to.column * COLUMN - 6, middle(to.row));
        pen.path
    }
}

/// What draws a line; whole numbers alone, so that every machine draws the same.
struct Pen {
    x: usize,
    y: usize,
    path: String,
}

impl Pen {
    fn along(&mut self, to: usize) {
        if to > self.x {
            self.path.push_str(&format!("H{to}"));
            self.x = to;
        }
    }

    fn bend(&mut self, x: usize, y: usize) {
        let middle = self.x.midpoint(x);
        self.path.push_str(&format!("C{middle} {} {middle} {y} {x} {y}", self.y));
        (self.x, self.y) = (x, y);
    }
}

fn listed(of: &BTreeSet<usize>) -> String {
    of.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
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
        Place::On(Rung::Current) if requirement.is_unasked() => say!("{id} not asked for", id),
        Place::On(Rung::Current) if requirement.is_claimed() => say!("{id} claimed", id),
        Place::On(Rung::Current) => say!("{id} current", id),
    }
}

/// The caption: how much there is, and how much of it is drawn.
fn about(controls: usize, shown: usize, all: usize) -> String {
    let controls = count(controls, "control");
    match all - shown {
        0 => plural!(
            all,
            "{controls} and {n} document that serves them; the table of requirements says the same in words.",
            "{controls} and {n} documents that serve them; the table of requirements says the same in words.",
            controls,
        ),
        _ => plural!(
            all,
            "{controls} and {n} document that serves them, of which {shown} are drawn, at most {most} a column; the table of requirements says the same in words.",
            "{controls} and {n} documents that serve them, of which {shown} are drawn, at most {most} a column; the table of requirements says the same in words.",
            controls,
            shown,
            most = MOST,
        ),
    }
}
