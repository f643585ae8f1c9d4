//! The overview: how the AIMS stands, on one page.

use serde::Serialize;

use super::sections::Legend;
use crate::base::text::count;
use crate::model::catalog::ReqId;
use crate::model::figures::{Controls, Figures};
use crate::model::tier::Tier;
use crate::model::trace::{Requirement, Rung};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::routes;
use crate::site::view::{Part, RevisionView, Sign, comma};

/// How many lines each list of what needs attention holds.
const ATTENTION: usize = 8;

#[derive(Debug, Serialize)]
struct View {
    heading: String,
    lede: String,
    meta: Vec<Part>,
    /// What disqualifies, the gravest first.
    disqualified: Vec<Vec<Part>>,
    facts: Vec<Fact>,
    attention: Vec<Attention>,
    /// The heading above the controls.
    controls: String,
    legend: Vec<Legend>,
    areas: Vec<Area>,
    matrix: Matrix,
    changes: Vec<RevisionView>,
    standing: &'static str,
}

#[derive(Debug, Serialize)]
struct Fact {
    number: usize,
    text: String,
}

#[derive(Debug, Serialize)]
struct Attention {
    id: &'static str,
    title: &'static str,
    items: Vec<Vec<Part>>,
    none: &'static str,
    more: Option<(String, String)>,
}

#[derive(Debug, Serialize)]
struct Area {
    id: String,
    title: String,
    tiles: Vec<Tile>,
}

#[derive(Debug, Serialize)]
struct Tile {
    id: String,
    title: String,
    href: String,
    sign: Sign,
}

/// Controls by kinds of documents.
#[derive(Debug, Serialize)]
pub(super) struct Matrix {
    tiers: Vec<MatrixTier>,
    kinds: Vec<MatrixKind>,
    width: usize,
    areas: Vec<MatrixArea>,
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

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let controls: Vec<&Requirement> = shared.aims.trace.controls().collect();
    let figures = shared.aims.figures();
    let view = View {
        heading: heading(shared),
        lede: lede(shared, &figures),
        meta: meta(shared, link),
        disqualified: super::disqualified::items(shared, link, super::disqualified::FEW),
        facts: facts(shared, &figures),
        attention: vec![
            errors(shared, link),
            low_controls(link, &controls),
            overdue(shared, link),
            open_nonconformities(shared, link),
        ],
        controls: controls_heading(&figures.controls),
        legend: legend(&figures.controls),
        areas: areas(shared, link),
        matrix: matrix(shared, link),
        changes: shared.history.revisions.iter().take(6).map(|revision| link.revision(revision, 3)).collect(),
        standing: shared.history.standing.why_empty().unwrap_or("No commit has changed a document yet."),
    };
    Page::new("Overview", "index.html", &view)
}

/// The title, with the organisation where there is one and the title does not name it already.
fn heading(shared: &Shared<'_>) -> String {
    match &shared.aims.config.organisation {
        Some(organisation) if !shared.title.contains(organisation) => format!("{} of {organisation}", shared.title),
        _ => shared.title.clone(),
    }
}

fn applying<'a>(controls: &'a [&'a Requirement]) -> impl Iterator<Item = &'a &'a Requirement> {
    controls.iter().filter(|control| control.applies())
}

fn lede(shared: &Shared<'_>, figures: &Figures) -> String {
    let systems = match figures.systems {
        0 => "its use of AI".to_owned(),
        n => count(n, "AI system"),
    };
    let stated = match shared.aims.soas.first() {
        Some(_) => String::new(),
        None => format!(
            " There is no statement of applicability yet to say which of the {} controls apply.",
            figures.controls.applying()
        ),
    };
    let late = match overdue_reviews(shared) {
        1 => "1 review is".to_owned(),
        n => format!("{n} reviews are"),
    };
    format!(
        "How {} governs {systems}, kept under {}.{stated} What keeps it from being relied on comes first; {late} overdue.",
        shared.named(),
        super::requirement::editions(shared),
    )
}

fn meta(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Part> {
    let mut parts = vec![Part::text("Built "), Part::date(shared.today())];
    match &shared.revision {
        Some(revision) if shared.state.from_commit => {
            parts.extend([Part::text(" from commit "), Part::code(revision.as_str())]);
        }
        Some(revision) => {
            parts.extend([Part::text(" from the work tree after commit "), Part::code(revision.as_str())]);
        }
        None => {}
    }
    parts.push(Part::text(". "));
    if let Some((scope, _)) = shared.aims.of_kind("scope").into_iter().find(|(_, scope)| !scope.is_retired()) {
        parts.extend([Part::text("Scope: "), link.document(scope), Part::text(". ")]);
    }
    if !shared.aims.soas.is_empty() {
        parts.push(Part::text("Statement of applicability: "));
        parts.extend(comma(shared.aims.soas.iter().map(|soa| link.document(soa.document))));
        parts.push(Part::text("."));
    }
    parts
}

fn overdue_reviews(shared: &Shared<'_>) -> usize {
    shared.aims.iter().filter(|(ix, _)| shared.aims.review(*ix).is_overdue()).count()
}

fn facts(shared: &Shared<'_>, figures: &Figures) -> Vec<Fact> {
    let aims = shared.aims;
    let Figures { risks, open_risks, open_nonconformities: open, systems, systems_in_use: in_use, .. } = *figures;
    let applies = figures.controls.applying();
    let soon =
        aims.iter().filter(|(ix, _)| matches!(aims.review(*ix), crate::model::review::Review::DueSoon(_))).count();
    let fact = |number, text: String| Fact { number, text };
    let noun = |n: usize, one: &str, many: &str| if n == 1 { one.to_owned() } else { many.to_owned() };
    let controlled = aims.iter().filter(|(_, document)| document.controlled && document.kind.is_some()).count();
    let overdue = overdue_reviews(shared);
    let applying = match aims.soas.first() {
        Some(_) => {
            format!("{}, {} left out", noun(applies, "control applies", "controls apply"), figures.controls.excluded)
        }
        None => "controls, and no statement yet of which apply".to_owned(),
    };
    vec![
        fact(applies, applying),
        fact(controlled, noun(controlled, "document or record", "documents and records")),
        fact(systems, format!("{}, {in_use} in use", noun(systems, "AI system", "AI systems"))),
        fact(risks, format!("{}, {open_risks} open", noun(risks, "risk", "risks"))),
        fact(overdue, format!("{} overdue, {soon} due soon", noun(overdue, "review", "reviews"))),
        fact(open, format!("{} open", noun(open, "nonconformity", "nonconformities"))),
    ]
}

fn low_controls(link: Linker<'_>, controls: &[&Requirement]) -> Attention {
    let mut low: Vec<&&Requirement> = applying(controls).filter(|control| control.rung < Rung::Current).collect();
    low.sort_by_key(|control| control.rung);
    let items = low.iter().take(ATTENTION).map(|control| {
        let mut parts = vec![Part::sign(Sign::requirement(control)), Part::text(" "), link.requirement(control)];
        parts.push(Part::text(format!(" {} ", control.title)));
        if let Some(lack) = super::requirement::lacks(link, control).into_iter().next() {
            parts.push(Part::Aside { parts: lack });
        }
        parts
    });
    Attention {
        id: "low",
        title: "Controls below the top of the ladder",
        items: items.collect(),
        none: "Every control that applies is current.",
        more: (low.len() > ATTENTION).then(|| (link.to("controls/index.html"), format!("All {}", low.len()))),
    }
}

fn overdue(shared: &Shared<'_>, link: Linker<'_>) -> Attention {
    let mut late: Vec<_> = shared
        .aims
        .iter()
        .filter_map(|(ix, document)| {
            let review = shared.aims.review(ix);
            review.is_overdue().then_some((review.next(), ix, document))
        })
        .collect();
    late.sort_by_key(|(next, ix, _)| (*next, *ix));
    let items = late.iter().take(ATTENTION).map(|(next, ix, document)| {
        let mut parts = vec![Part::sign(Sign::new("overdue", "Overdue")), Part::text(" "), link.document(*ix)];
        parts.push(Part::text(format!(" {} ", document.title)));
        let mut aside = vec![Part::text("was due ")];
        aside.extend(next.map(|next| link.due(next)));
        aside.extend(document.fields.text("owner").map(|owner| Part::text(format!(", {owner}"))));
        parts.push(Part::Aside { parts: aside });
        parts
    });
    Attention {
        id: "late",
        title: "Reviews overdue",
        items: items.collect(),
        none: "No review is overdue.",
        more: Some((link.to("reviews.html"), "All reviews".into())),
    }
}

/// What the checks found that is not in order, before all else.
fn errors(shared: &Shared<'_>, link: Linker<'_>) -> Attention {
    let (items, all) = super::errors::items(shared, link, ATTENTION);
    Attention {
        id: "errors",
        title: "Errors of the check",
        items,
        none: "The check found no error.",
        more: Some((
            link.to("findings.html"),
            match all > ATTENTION {
                true => format!("{} more, and all findings", all - ATTENTION),
                false => format!("All {} of the check", count(shared.findings.found.len(), "finding")),
            },
        )),
    }
}

fn open_nonconformities(shared: &Shared<'_>, link: Linker<'_>) -> Attention {
    let open = shared.aims.open_nonconformities();
    let items = open.iter().take(ATTENTION).map(|(ix, _)| super::open::item(link, *ix));
    Attention {
        id: "open",
        title: "Open nonconformities",
        items: items.collect(),
        none: "None is open.",
        more: Some((link.to("audit.html#open"), "As auditors see them".into())),
    }
}

/// `The 38 controls`, or how many there are with those of the organisation's own.
fn controls_heading(controls: &Controls) -> String {
    match controls.own {
        0 => format!("The {} controls", controls.all()),
        own => format!("The {} controls, {own} of them beyond Annex A", controls.all()),
    }
}

fn legend(controls: &Controls) -> Vec<Legend> {
    let on = |rung| Legend { sign: Sign::rung(rung), count: Some(controls.on(rung)), text: meaning(rung).into() };
    let mut legend: Vec<Legend> = Rung::ALL.into_iter().map(on).collect();
    legend.push(Legend {
        sign: Sign::new("excluded", "Excluded"),
        count: Some(controls.excluded),
        text: "Left out by the statement of applicability, with its reason.".into(),
    });
    legend
}

/// What a rung means.
pub(super) fn meaning(rung: Rung) -> &'static str {
    match rung {
        Rung::Gap => "Nothing in the record serves it.",
        Rung::Stated => "A document says what is to be done.",
        Rung::Operated => "A procedure says how it is done.",
        Rung::Evidenced => "A dated record shows that it was done.",
        Rung::Current => {
            "Approved documents in force stand behind it, their reviews are in date, the evidence is of the kind that is called for, within its period and there for every AI system in use, and no error or major nonconformity is open against it."
        }
    }
}

fn areas(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Area> {
    let catalog = &shared.aims.catalog;
    let tile = |requirement: &Requirement| Tile {
        id: requirement.name.clone(),
        title: requirement.title.clone(),
        href: link.to(&routes::requirement(requirement)),
        sign: Sign::requirement(requirement),
    };
    let mut areas = Vec::new();
    for standard in catalog.standards() {
        let id = |id: &str| catalog.name(&ReqId::new(&standard.id, id));
        areas.extend(standard.areas.iter().map(|area| {
            let tiles = shared.aims.trace.of_area(standard, area).map(tile);
            Area { id: id(&area.id), title: area.title.clone(), tiles: tiles.collect() }
        }));
        let own: Vec<Tile> = shared.aims.trace.own_controls(standard).map(tile).collect();
        if !own.is_empty() {
            areas.push(Area { id: id("Own"), title: "Own controls, beyond Annex A".into(), tiles: own });
        }
    }
    areas
}

/// The traceability matrix: how many documents of each kind serve each control. Its size does not grow with the
/// number of documents.
pub(super) fn matrix(shared: &Shared<'_>, link: Linker<'_>) -> Matrix {
    let aims = shared.aims;
    let used = |kind: &str, tier: Tier| {
        let serving =
            |control: &Requirement| control.tier(tier).any(|serving| aims.document(serving.document).is(kind));
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
            count: control.tier(*tier).filter(|serving| aims.document(serving.document).is(&kind.name)).count(),
            href: format!("{href}#{}", tier.as_str()),
            first: *first,
        });
        let (id, title) = (control.name.clone(), control.title.clone());
        MatrixRow { id, title, sign: Sign::requirement(control), cells: cells.collect(), href: href.clone() }
    };
    let mut areas = Vec::new();
    for standard in aims.catalog.standards() {
        let title = |words: String| aims.catalog.headed(standard, words);
        areas.extend(standard.areas.iter().map(|area| {
            let rows = aims.trace.of_area(standard, area).map(row).collect();
            MatrixArea { title: title(format!("{} {}", area.id, area.title)), rows }
        }));
        let own: Vec<MatrixRow> = aims.trace.own_controls(standard).map(row).collect();
        if !own.is_empty() {
            areas.push(MatrixArea { title: title("Own controls, beyond Annex A".into()), rows: own });
        }
    }
    let width = kinds.len() + 2;
    let kinds = kinds.iter().map(|(_, kind, first)| MatrixKind { label: kind.label.clone(), first: *first }).collect();
    Matrix { tiers, kinds, width, areas }
}
