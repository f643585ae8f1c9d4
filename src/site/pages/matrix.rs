//! The matrix of controls by kinds of documents.

use serde::Serialize;

use crate::base::{say, wording};
use crate::model::tier::Tier;
use crate::model::trace::Requirement;
use crate::site::leaves::{Of, rows, turn};
use crate::site::lists::List;
use crate::site::markup::PagesOf;
use crate::site::routes;
use crate::site::view::Sign;

/// Controls by kinds of documents.
#[derive(Debug, Serialize)]
pub(super) struct Matrix {
    tiers: Vec<MatrixTier>,
    kinds: Vec<MatrixKind>,
    width: usize,
    areas: Vec<MatrixArea>,
    /// The way to the other pages of it, where it is too long for one.
    pages: Option<PagesOf>,
}

#[derive(Debug, Serialize)]
struct MatrixTier {
    title: &'static str,
    width: usize,
}

#[derive(Debug, Serialize)]
struct MatrixKind {
    label: String,
    first: bool,
}

#[derive(Debug, Serialize)]
struct MatrixArea {
    title: String,
    rows: Vec<MatrixRow>,
}

#[derive(Debug, Serialize)]
struct MatrixRow {
    id: String,
    title: String,
    href: String,
    sign: Sign,
    cells: Vec<MatrixCell>,
}

#[derive(Debug, Serialize)]
struct MatrixCell {
    count: usize,
    href: String,
    first: bool,
}

/// A page of the traceability matrix: how many documents of each kind serve each control. Its columns are those of the whole,
/// and its size hardly grows with the number of documents.
pub(super) fn matrix((shared, link, number): Of<'_, '_, '_>) -> Matrix {
    let aims = shared.aims;
    let used = |kind: &str, tier: Tier| {
        let serving = |control: &Requirement| {
            control.tier(tier).any(|serving| aims.document(serving.document).kind_name() == kind)
        };
        aims.trace.controls().any(serving)
    };
    let mut kinds = Vec::new();
    let mut tiers = Vec::new();
    for tier in Tier::ALL {
        let of_tier: Vec<_> =
            aims.kinds.iter().filter(|kind| kind.tier == Some(tier) && used(&kind.name, tier)).collect();
        if !of_tier.is_empty() {
            tiers.push(MatrixTier { title: super::requirement::tier_words(tier).0, width: of_tier.len() });
        }
        kinds.extend(of_tier.into_iter().enumerate().map(|(i, kind)| (tier, kind, i == 0)));
    }
    let row = |control: &Requirement| {
        let href = link.to(&routes::requirement(control));
        let cells = kinds.iter().map(|(tier, kind, first)| MatrixCell {
            count: control
                .tier(*tier)
                .filter(|serving| aims.document(serving.document).kind_name() == kind.name)
                .count(),
            href: super::requirement::to_tier(shared, link, control, *tier),
            first: *first,
        });
        let (id, title) = (control.name.clone(), wording::known(&control.title).to_owned());
        MatrixRow { id, title, sign: Sign::requirement(control), cells: cells.collect(), href }
    };
    let told = &shared.traced;
    let mut areas: Vec<MatrixArea> = Vec::new();
    let mut under = None;
    for (head, control) in told.controls.get(rows(shared, List::Matrix, number)).unwrap_or_default() {
        if under != Some(*head) {
            let title = told.heads.get(*head).map(|head| head.said(&aims.catalog)).unwrap_or_default();
            areas.push(MatrixArea { title, rows: Vec::new() });
            under = Some(*head);
        }
        if let Some(area) = areas.last_mut() {
            area.rows.push(row(control));
        }
    }
    let name = |place: usize| told.controls.get(place).map(|(_, control)| control.name.clone()).unwrap_or_default();
    let pages = turn(shared, link, List::Matrix, number, name);
    let pages = pages.map(|pages| PagesOf(pages, say!("Controls by kind of document")));
    let width = kinds.len() + 2;
    let label = |kind: &str| wording::known(kind).to_owned();
    let kinds = kinds.iter().map(|(_, kind, first)| MatrixKind { label: label(&kind.label), first: *first }).collect();
    Matrix { tiers, kinds, width, areas, pages }
}
