//! The way to a certificate and the cycle after it: what each audit of the certification body reads and when, how far the
//! five phases have come, and what falls stale before the next audit. Each year of the cycle has a page of its own.

mod ahead;
mod causes;
mod chart;
mod gaps;
mod phases;
mod year;
mod yearly;

use super::sections::{Section, Sections};
use crate::base::{say, wording};
use crate::model::DocIx;
use crate::model::certification::{BodyAudit, audits, certifications};
use crate::model::document::Document;
use crate::site::address::{Address, is_told};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{certified, day, quietly};
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Table};
use crate::site::worded::phrase;

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let all: Vec<(DocIx, &Document)> = certifications(shared.aims).collect();
    let mut sections: Vec<Section> = all.iter().map(|(ix, of)| cycle(shared, link, *ix, of)).collect();
    // How far it all is follows from all there is.
    if !shared.is_partial() {
        if sections.is_empty() {
            sections.push(none());
        }
        sections.extend(phases::sections(shared, link));
        sections.extend(ahead::sections(shared, link));
    }
    let over_time =
        [Part::text(", "), Part::Link { href: link.to(Address::Gaps.at()), v: say!("gaps over time").into() }];
    let mut meta = vec![
        Part::text(say!("This page is no certificate and claims none. ")),
        Part::Link { href: link.to(Address::Audit.at()), v: say!("The way in for auditors").into() },
    ];
    meta.extend(over_time.into_iter().filter(|_| is_told(shared, Address::Gaps)));
    let view = Sections {
        title: say!("Certification").into(),
        lede: vec![Part::text(say!(
            "The audits of the certification body and what each reads, the phases on the way there, and what falls stale before the next one."
        ))],
        meta,
        sections,
        ..Sections::default()
    };
    Page::new(say!("Certification"), "sections.html", &view)
}

/// Where requirements stood over time.
pub(super) fn gaps(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    gaps::page(shared, link)
}

/// A year of the cycle, by its place among those that have begun.
pub(super) fn year(shared: &Shared<'_>, link: Linker<'_>, place: usize) -> Option<Page> {
    shared.years_of_cycle.get(place).map(|year| year::page(shared, link, year))
}

/// What to say where no certification is on record.
fn none() -> Section {
    let mut section = Section::new("cycle", say!("The cycle"));
    section.intro.push(phrase!(
        "No document of kind {kind} is here, so that no day of the cycle is known. {command} writes a draft of one. The phases below stand without it.",
        kind = Part::code("certification"),
        command = Part::code("aims new certification")
    ));
    section
}

/// One certification: its facts, and the audits of its cycle.
fn cycle(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, certification: &Document) -> Section {
    let fields = &certification.fields;
    let text = |key: &str| fields.text(key).unwrap_or_default().to_owned();
    let mut section = Section::new(format!("cycle-{}", routes::anchor(&certification.id)), certification.title.clone());
    section.intro.push(phrase!(
        "As {document} says it. What each audit reads is told in our own words; the certification body decides.",
        document = link.document(ix)
    ));
    let due = fields.date("expires").map(|expires| link.due(expires));
    section.pairs = [
        Pair::new(say!("State"), certified(shared.aims, ix)),
        Pair::new(say!("Standard"), text("standard")),
        Pair::new(say!("Certification body"), text("body")),
        Pair::new(say!("Certificate"), text("certificate")),
        Pair::new(say!("Decided"), day(fields.date("decided"))),
        Pair::new(say!("Expires"), due),
        Pair::new(say!("Certified scope"), text("certified-scope")).wide(),
    ]
    .into_iter()
    .filter(|pair| pair.parts.iter().any(|part| *part != Part::text("")))
    .collect();
    section.with_table(calendar(shared, link, ix, certification), say!("Nothing says when which audit is."))
}

fn calendar(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, certification: &Document) -> Option<Table> {
    let specs = ["Audit", "Planned", "Held", "What it reads:text", "What came of it:text", "The time it reads"];
    let mut table = Table::new(say!("Audits of {document}", document = certification.id), &specs);
    for audit in audits(shared.aims, certification) {
        let year = shared.years_of_cycle.iter().position(|year| year.certification == ix && year.step == audit.step);
        let to = year.and_then(|place| {
            let first = shared.years_of_cycle.get(place)?.first();
            let href = link.to(&Address::CertificationYear(place).path(shared));
            Some(Part::Link { href, v: say!("Since {day}", day = wording::day(first)) })
        });
        table.row(
            None,
            vec![
                wording::of(audit.step.title()).into(),
                planned(link, &audit).into(),
                day(audit.held).into(),
                wording::of(audit.step.reads()).into(),
                came(link, &audit),
                to.into(),
            ],
        );
    }
    table.without_empty_columns().some()
}

/// When an audit is planned; where nothing is said, by when the cycle asks for it.
fn planned(link: Linker<'_>, audit: &BodyAudit<'_>) -> Vec<Part> {
    match (audit.planned, audit.by, audit.held) {
        (Some(planned), _, Some(_)) => vec![Part::date(planned)],
        (Some(planned), _, None) => vec![link.due(planned)],
        (None, Some(by), None) => quietly(phrase!("by {day}", day = link.due(by))),
        (None, ..) => Vec::new(),
    }
}

fn came(link: Linker<'_>, audit: &BodyAudit<'_>) -> Cell {
    let mut parts: Vec<Part> = audit.report.map(|ix| link.document(ix)).into_iter().collect();
    if let Some(outcome) = audit.outcome {
        parts.extend((!parts.is_empty()).then(|| Part::text(" ")));
        parts.push(Part::text(outcome));
    }
    parts.into()
}
