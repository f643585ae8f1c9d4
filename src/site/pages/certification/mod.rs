//! The way to a certificate and the cycle after it: what each audit of the certification body reads and when, how far the
//! five phases have come, and what falls stale before the next audit. Each year of the cycle has a page of its own.

mod ahead;
mod chart;
mod gaps;
mod phases;
mod year;

use super::sections::{Section, Sections};
use crate::model::DocIx;
use crate::model::certification::{BodyAudit, audits, certifications};
use crate::model::document::Document;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{day, words};
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Table};

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let all: Vec<(DocIx, &Document)> = certifications(shared.aims).collect();
    let mut sections: Vec<Section> = all.iter().map(|(ix, of)| cycle(shared, link, *ix, of)).collect();
    if sections.is_empty() {
        sections.push(none());
    }
    sections.extend(phases::sections(shared, link));
    sections.extend(ahead::sections(shared, link));
    let view = Sections {
        title: "Certification".into(),
        lede: vec![Part::text(
            "The audits of the certification body and what each reads, the phases on the way there, and what falls stale before the next one.",
        )],
        meta: vec![
            Part::text("This page is no certificate and claims none. "),
            Part::Link { href: link.to(Address::Audit.at()), v: "The way in for auditors".into() },
            Part::text(", "),
            Part::Link { href: link.to(Address::Gaps.at()), v: "gaps over time".into() },
        ],
        sections,
        ..Sections::default()
    };
    Page::new("Certification", "sections.html", &view)
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
    let mut section = Section::new("cycle", "The cycle");
    section.intro.push(vec![
        Part::text("No document of kind "),
        Part::code("certification"),
        Part::text(" is here, so that no day of the cycle is known. "),
        Part::code("aims new certification"),
        Part::text(" writes a draft of one. The phases below stand without it."),
    ]);
    section
}

/// One certification: its facts, and the audits of its cycle.
fn cycle(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, certification: &Document) -> Section {
    let fields = &certification.fields;
    let text = |key: &str| fields.text(key).unwrap_or_default().to_owned();
    let mut section = Section::new(format!("cycle-{}", routes::anchor(&certification.id)), certification.title.clone());
    section.intro.push(vec![
        Part::text("As "),
        link.document(ix),
        Part::text(" says it. What each audit reads is told in our own words; the certification body decides."),
    ]);
    let due = fields.date("expires").map(|expires| link.due(expires));
    section.pairs = [
        Pair::new("State", words(fields.text("state").unwrap_or_default())),
        Pair::new("Standard", text("standard")),
        Pair::new("Certification body", text("body")),
        Pair::new("Certificate", text("certificate")),
        Pair::new("Decided", day(fields.date("decided"))),
        Pair::new("Expires", due),
        Pair::new("Certified scope", text("certified-scope")).wide(),
    ]
    .into_iter()
    .filter(|pair| pair.parts.iter().any(|part| *part != Part::text("")))
    .collect();
    section.with_table(calendar(shared, link, ix, certification), "Nothing says when which audit is.")
}

fn calendar(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, certification: &Document) -> Option<Table> {
    let specs = ["Audit", "Planned", "Held", "What it reads:text", "What came of it:text", "The time it reads"];
    let mut table = Table::new(format!("Audits of {}", certification.id), &specs);
    for audit in audits(shared.aims, certification) {
        let year = shared.years_of_cycle.iter().position(|year| year.certification == ix && year.step == audit.step);
        let to = year.and_then(|place| {
            let from = shared.years_of_cycle.get(place)?.from;
            let href = link.to(&Address::CertificationYear(place).path(shared));
            Some(Part::Link { href, v: format!("Since {from}") })
        });
        table.row(
            None,
            vec![
                audit.step.title().into(),
                planned(link, &audit).into(),
                day(audit.held).into(),
                audit.step.reads().into(),
                came(link, &audit),
                to.into(),
            ],
        );
    }
    table.some()
}

/// When an audit is planned; where nothing is said, by when the cycle asks for it.
fn planned(link: Linker<'_>, audit: &BodyAudit<'_>) -> Vec<Part> {
    match (audit.planned, audit.by, audit.held) {
        (Some(planned), _, Some(_)) => vec![Part::date(planned)],
        (Some(planned), _, None) => vec![link.due(planned)],
        (None, Some(by), None) => vec![Part::quiet("by "), link.due(by)],
        (None, ..) => Vec::new(),
    }
}

fn came(link: Linker<'_>, audit: &BodyAudit<'_>) -> Cell {
    let mut parts: Vec<Part> = audit.report.map(|ix| link.document(ix)).into_iter().collect();
    if let Some(outcome) = audit.outcome {
        parts.extend((!parts.is_empty()).then(|| Part::text(" ")));
        parts.extend(link.linked(outcome));
    }
    parts.into()
}
