//! What the page of traceability tells, in its order: controls and clauses under the headings that they stand under, and the
//! areas of controls. There may be too much of it for one page.

use std::collections::BTreeSet;

use super::lists::WHOLE;
use crate::base::{say, wording};
use crate::model::catalog::{Area, Catalog, Clause, ReqId, Standard};
use crate::model::tier::Tier;
use crate::model::trace::{Requirement, RequirementKind};
use crate::model::{Aims, DocIx};

/// How many documents a cell of the table names, and a column of a drawing.
pub(super) const MOST: usize = 12;

/// What stands above some of them.
#[derive(Debug, Clone, Copy)]
pub(super) enum Head<'a> {
    /// An area of reference controls.
    Area(&'a Standard, &'a Area),
    /// Controls of the organisation's own.
    Own(&'a Standard),
    /// Clauses that stand under none.
    Requirements(&'a Standard),
    /// A clause that holds others.
    Clause(&'a Standard, &'a Clause),
}

impl Head<'_> {
    /// Its words.
    pub(super) fn said(self, catalog: &Catalog) -> String {
        match self {
            Self::Area(of, area) => catalog.headed(of, format!("{} {}", area.id, wording::known(&area.title))),
            Self::Own(of) => catalog.headed(of, say!("Own controls, beyond Annex A").into()),
            Self::Requirements(of) => catalog.headed(of, say!("Requirements").into()),
            Self::Clause(of, clause) => {
                let title = wording::titled(&clause.id, &clause.title);
                catalog.headed(of, say!("Clause {id} {title}", id = clause.id, title))
            }
        }
    }
}

/// What the page tells.
pub(super) struct Traced<'a> {
    /// The headings.
    pub heads: Vec<Head<'a>>,
    /// Every requirement, which the table has, with the place of its heading.
    pub all: Vec<Under<'a>>,
    /// The same of controls alone, which the matrix has.
    pub controls: Vec<Under<'a>>,
    /// The areas, each of which has a drawing.
    pub areas: Vec<(&'a Standard, &'a Area)>,
    /// How heavy each of these is in bytes, about and rather more: requirements, controls, areas. Nothing is where all of
    /// it fits on one page.
    pub weights: [Vec<usize>; 3],
}

/// A requirement, with the place of the heading that it stands under.
pub(super) type Under<'a> = (usize, &'a Requirement);

impl<'a> Traced<'a> {
    pub(super) fn new(aims: &'a Aims) -> Self {
        let (heads, all, areas) = (Vec::new(), Vec::new(), Vec::new());
        let mut told = Self { heads, all, controls: Vec::new(), areas, weights: [const { Vec::new() }; 3] };
        for standard in aims.catalog.standards() {
            told.standard(aims, standard);
        }
        told.controls = told.all.iter().filter(|(_, of)| of.kind != RequirementKind::Clause).copied().collect();
        let table = told.all.iter().map(|(_, of)| named(aims, of)).collect();
        let drawings = told.areas.iter().map(|(of, area)| drawing(aims, of, area)).collect();
        told.weights = [table, told.matrix(aims), drawings];
        if told.weights.iter().flatten().sum::<usize>() <= WHOLE {
            told.weights.iter_mut().flatten().for_each(|weight| *weight = 0);
        }
        told
    }

    /// The controls of a standard by area, those of the organisation's own, and its clauses.
    fn standard(&mut self, aims: &'a Aims, of: &'a Standard) {
        let trace = &aims.trace;
        for area in &of.areas {
            self.areas.push((of, area));
            self.under(Head::Area(of, area), trace.of_area(of, area));
        }
        self.under(Head::Own(of), trace.own_controls(of));
        if of.clauses.first().is_some_and(|clause| clause.requirement) {
            self.under(Head::Requirements(of), std::iter::empty());
        }
        for clause in &of.clauses {
            if clause.requirement {
                let place = self.heads.len().saturating_sub(1);
                self.all.extend(trace.at(&ReqId::new(&of.id, &clause.id)).map(|of| (place, of)));
            } else if clause.parent.is_none() {
                self.under(Head::Clause(of, clause), std::iter::empty());
            }
        }
    }

    /// Begins a heading with what stands under it.
    fn under(&mut self, head: Head<'a>, all: impl Iterator<Item = &'a Requirement>) {
        let place = self.heads.len();
        self.heads.push(head);
        self.all.extend(all.map(|of| (place, of)));
    }

    /// A row of the matrix: a cell for each kind that serves any control, with a link where it serves this one.
    fn matrix(&self, aims: &Aims) -> Vec<usize> {
        let each: Vec<BTreeSet<&str>> = self.controls.iter().map(|(_, of)| kinds(aims, of)).collect();
        let columns = each.iter().flatten().collect::<BTreeSet<_>>().len();
        let row = |((_, of), kinds): (&Under<'_>, &BTreeSet<&str>)| {
            200 + of.title.len() + 2 * of.name.len() + 26 * columns + (48 + of.name.len()) * kinds.len()
        };
        self.controls.iter().zip(&each).map(row).collect()
    }
}

/// The kinds of documents that serve a control.
fn kinds<'m>(aims: &'m Aims, of: &Requirement) -> BTreeSet<&'m str> {
    let all = of.documents().filter_map(|ix| aims.document(ix).kind.as_deref());
    all.map(|kind| kind.name.as_str()).collect()
}

/// A drawing has a name for each control and document, and a line for each document of a control.
fn drawing(aims: &Aims, standard: &Standard, area: &Area) -> usize {
    let controls: Vec<&Requirement> = aims.trace.of_area(standard, area).collect();
    let named: BTreeSet<DocIx> = drawn(&controls).into_iter().flatten().collect();
    let of = |control: &&Requirement| control.documents().filter(|ix| named.contains(ix)).collect::<BTreeSet<_>>();
    let lines: usize = controls.iter().map(|control| of(control).len()).sum();
    let words = |ix: &DocIx| aims.document(*ix).title.len() + 3 * aims.document(*ix).id.len();
    let words: usize = named.iter().map(words).sum();
    1_000 + 220 * (controls.len() + named.len()) + words + 120 * lines
}

/// A row of the table names the first documents of each tier.
fn named(aims: &Aims, of: &Requirement) -> usize {
    let tiers = Tier::ALL.into_iter().flat_map(|tier| of.tier(tier).take(MOST));
    let links: usize = tiers.map(|serving| 50 + 2 * aims.document(serving.document).id.len()).sum();
    260 + of.title.len() + 2 * of.name.len() + links
}

/// The documents of each tier that a drawing of these controls names: the first.
pub(super) fn drawn(controls: &[&Requirement]) -> [Vec<DocIx>; 3] {
    let mut columns = [const { Vec::new() }; 3];
    for (tier, column) in Tier::ALL.into_iter().zip(&mut columns) {
        for serving in controls.iter().flat_map(|control| control.tier(tier)) {
            if column.len() >= MOST {
                break;
            }
            if !column.contains(&serving.document) {
                column.push(serving.document);
            }
        }
    }
    columns
}
