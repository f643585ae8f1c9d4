//! The change record of one document: its versions and when each was in force, who approved and reviewed it, and every
//! revision with what it changed.
//!
//! Where a document has many revisions, its page holds the newest, and every year has a page of its own. There is never
//! one file for each commit: a site has to stay small enough to copy.

mod acts;
mod bar;
mod compare;
mod difference;
mod life;
mod revisions;
mod since;
mod text;
mod versions;

use std::collections::BTreeMap;

use serde::Serialize;

use super::sections::{Legend, Section};
use super::standing::{Notice, notices, signs as document_signs, suspects, worth};
use crate::approval::VersionApproval;
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::history::{Change, Revision, Step, Version};
use crate::model::DocIx;
use crate::site::context::{NEWEST_REVISIONS, Shared};
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::pasts::{Past, PastIx, PastOf};
use crate::site::routes;
use crate::site::view::{Link, Part, Sign};
use bar::Bar;
use compare::AnyTwo;
use revisions::Entry;
use since::Compared;
use versions::Places;

/// How many revisions any page holds.
const MOST: usize = 200;

#[derive(Debug, Default, Serialize)]
struct View {
    title: String,
    lede: Vec<Part>,
    signs: Vec<Sign>,
    notices: Vec<Notice>,
    gaps: Vec<Vec<Part>>,
    /// Sections before the acts: versions.
    versions: Option<Section>,
    /// When each was in force, drawn.
    bar: Option<Bar>,
    /// Any two of its texts, compared, and all of them; on the first page alone.
    any_two: Option<AnyTwo>,
    /// Whether acts are told on this page.
    has_acts: bool,
    acts: Vec<Entry>,
    acts_more: usize,
    evidence: Option<Section>,
    legend: Vec<Legend>,
    suspects: Vec<Vec<Part>>,
    compared: Vec<Compared>,
    revisions_title: String,
    revisions: Vec<Entry>,
    revisions_note: String,
    revisions_none: &'static str,
    /// What was done to files beside the document that hold its keys.
    beside: Vec<Entry>,
    beside_note: String,
    years: Vec<Link>,
}

/// The first page: versions, acts, and the newest revisions.
pub(super) fn first(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Page {
    let document = shared.aims.document(ix);
    let steps = shared.history.steps(&document.path);
    let years = &shared.years(ix);
    let approval = shared.approvals.of(ix);
    let all: Vec<(&Revision, &Change)> = steps.iter().filter_map(|step| shared.history.step(*step)).collect();
    let shown = &all[..all.len().min(NEWEST_REVISIONS)];
    let (acts, acts_more) = acts::entries(shared, link, ix);
    let has_acts = approval.is_some() || !acts.is_empty();
    let beside = super::beside::steps(shared, ix);
    let view = View {
        beside: revisions::beside(shared, link, &beside[..beside.len().min(MOST)]),
        beside_note: match beside.len().saturating_sub(MOST) {
            0 => String::new(),
            more => format!(" {}", plural!(more, "{n} older one is not listed.", "{n} older ones are not listed.")),
        },
        title: say!("Change record of {id}", id = document.id),
        lede: lede(shared, link, ix, all.len()),
        signs: signs(shared, link, ix),
        notices: notices(shared, link, ix),
        gaps: shared.gaps_of(ix),
        versions: Some(versions_or_life(shared, link, &places(&document.id, steps, years), ix)),
        bar: if document.is_record() { None } else { bar::bar(shared, ix) },
        any_two: shared.pasts.of(ix).and_then(|of| compare::any_two(shared, link, of)),
        has_acts,
        legend: if acts.is_empty() { Vec::new() } else { worth() },
        acts,
        acts_more,
        evidence: approval.map(|approval| acts::evidence(shared, link, document, approval)),
        suspects: suspects(shared, link, ix),
        compared: since::compared(shared, ix),
        revisions_title: say!("Revisions").into(),
        revisions: revisions::entries(shared, link, ix, shown, all.get(shown.len())),
        revisions_none: shared.why_none(ix),
        revisions_note: match all.len() - shown.len() {
            0 => String::new(),
            _ => say!("These are the newest {shown} of {n} revisions.", shown = shown.len(), n = all.len()),
        },
        years: year_links(link, &document.id, years),
    };
    page(shared, ix, &view)
}

/// The page of one year.
pub(super) fn of_year(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, year: i16) -> Page {
    let document = shared.aims.document(ix);
    let years = shared.years(ix);
    let of_year = years.get(&year).map_or(&[][..], Vec::as_slice);
    let steps = shared.history.steps(&document.path);
    let step = |place: &usize| steps.get(*place).and_then(|step| shared.history.step(*step));
    let shown: Vec<(&Revision, &Change)> = of_year.iter().take(MOST).filter_map(step).collect();
    let older = of_year.iter().take(MOST).next_back().and_then(|place| step(&(place + 1)));
    let record = link.to(&routes::document_history(&document.id));
    let view = View {
        title: say!("Change record of {id}, {year}", id = document.id, year),
        lede: vec![
            Part::text(plural!(
                of_year.len(),
                "{n} revision reached the main line in {year}.",
                "{n} revisions reached the main line in {year}.",
                year
            )),
            Part::text(" "),
            Part::Link { href: record, v: say!("Versions, approvals and the newest revisions").into() },
        ],
        revisions_title: say!("Revisions in {year}", year),
        revisions: revisions::entries(shared, link, ix, &shown, older.as_ref()),
        revisions_none: shared.why_none(ix),
        revisions_note: match of_year.len() - shown.len() {
            0 => String::new(),
            more => plural!(
                more,
                "And {n} older one in that year, which git has.",
                "And {n} older ones in that year, which git has."
            ),
        },
        ..View::default()
    };
    page(shared, ix, &view)
}

/// The page of a text that a document had.
pub(super) fn text(shared: &Shared<'_>, link: Linker<'_>, of: PastIx, text: usize) -> Option<Page> {
    text::page(shared, link, of, text)
}

/// The bytes of that text.
pub(super) fn bytes(shared: &Shared<'_>, of: PastIx, text: usize) -> Option<Vec<u8>> {
    text::bytes(shared, of, text)
}

/// The page of the texts of a document that is gone, which compares any two.
pub(super) fn texts_of_gone(shared: &Shared<'_>, link: Linker<'_>, of: PastIx) -> Option<Page> {
    compare::page(shared, link, of)
}

/// Where the change record of a document compares two of its texts.
pub(super) fn side_by_side(link: Linker<'_>, of: &PastOf<'_>, two: (&Past<'_>, &Past<'_>)) -> String {
    text::side_by_side(link, of, two)
}

/// The file from which any two texts of a document are compared.
pub(super) fn texts(shared: &Shared<'_>, of: PastIx) -> Option<Vec<u8>> {
    compare::texts(shared, of)
}

/// Who approved a text of a version, and what there is to show for that.
pub(super) fn approval(version: &Version, approval: &VersionApproval) -> (Vec<Part>, Vec<Part>) {
    (versions::people(approval, |_| None).parts, versions::evidence(Some(version), approval).parts)
}

fn page(shared: &Shared<'_>, ix: DocIx, view: &View) -> Page {
    Page::new(format!("{} {}", view.title, shared.aims.document(ix).title), "history.html", view)
}

/// Where the document stands, and the evidence that its present text was approved.
fn signs(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Vec<Sign> {
    let mut signs = document_signs(shared, link, ix);
    signs.extend(shared.approvals.of(ix).map(|approval| {
        let sign = Sign::evidence(approval.level);
        Sign { word: say!("Approval: {evidence}", evidence = wording::of(approval.level.title())), ..sign }
    }));
    signs
}

fn lede(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, revisions: usize) -> Vec<Part> {
    let document = shared.aims.document(ix);
    let mut parts = vec![link.title(ix)];
    if let Some(version) = document.fields.text("version") {
        parts.push(Part::text(say!(", version {version}", version)));
    }
    parts.push(Part::text(match (shared.history.standing.why_empty(), revisions) {
        (Some(why), _) => format!(". {}", wording::of(why)),
        (None, 0) => format!(". {}", shared.why_none(ix)),
        (None, all) => format!(
            ". {}",
            plural!(all, "The record has {n} revision, read from git.", "The record has {n} revisions, read from git.")
        ),
    }));
    parts
}

/// Where each step is told: on the page of its year where there are such pages, and on the first page.
fn places(id: &str, steps: &[Step], years: &BTreeMap<i16, Vec<usize>>) -> Places {
    let mut places = Places::new();
    let mut add = |place: usize, page: String| {
        if let Some(step) = steps.get(place) {
            places.insert((step.revision, step.change), page);
        }
    };
    for (year, of_year) in years {
        for place in of_year.iter().take(MOST) {
            add(*place, routes::document_history_of(id, *year));
        }
    }
    for place in 0..steps.len().min(NEWEST_REVISIONS) {
        add(place, routes::document_history(id));
    }
    places
}

/// On which page each step of a document is told, where it has so many that not all are told on the first.
pub(super) fn told_at(shared: &Shared<'_>, ix: DocIx) -> Option<Places> {
    let document = shared.aims.document(ix);
    let steps = shared.history.steps(&document.path);
    (steps.len() > NEWEST_REVISIONS).then(|| places(&document.id, steps, &shared.years(ix)))
}

fn year_links(link: Linker<'_>, id: &str, years: &BTreeMap<i16, Vec<usize>>) -> Vec<Link> {
    let one = |(year, of_year): (&i16, &Vec<usize>)| Link {
        href: link.to(&routes::document_history_of(id, *year)),
        text: format!("{year} ({})", count(of_year.len(), "revision")),
    };
    years.iter().rev().map(one).collect()
}

/// The versions of a document; of a record, which has none that are in force, what became of it.
fn versions_or_life(shared: &Shared<'_>, link: Linker<'_>, places: &Places, ix: DocIx) -> Section {
    life::section(shared, link, places, ix).unwrap_or_else(|| versions::section(shared, link, places, ix))
}
