//! The index of controls, and the page of each.

use super::particulars::lapsing;
use super::requirement::{self, View};
use super::sections::{Section, Sections};
use super::standing::{effective, held_since};
use crate::base::{say, wording};
use crate::model::catalog::Standard;
use crate::model::soa::Soa;
use crate::model::tier::Tier;
use crate::model::trace::{Applicability, Requirement};
use crate::site::context::Shared;
use crate::site::gathered::{Gathering, Topic};
use crate::site::leaves::{Of, rows, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::page::Page;
use crate::site::parts::{standing, words};
use crate::site::view::{Cell, Pair, Part, Sign, Table};
use crate::site::worded::phrase;

pub(super) fn index(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let sections = requirement::per_standard(shared, |standard| table(shared, link, standard));
    let view = Sections {
        title: say!("Controls").into(),
        lede: vec![Part::text(match shared.is_partial() {
            true => say!("The reference controls of Annex A, each with the documents on this site that serve it."),
            false => say!(
                "The reference controls of Annex A, each with the rung of the ladder on which the repository shows it to stand."
            ),
        })],
        meta: vec![Part::text(say!(
            "Titles are those of {editions}; summaries on the pages are in our own words.",
            editions = requirement::editions(shared)
        ))],
        sections,
        ..Sections::default()
    };
    Page::new(say!("Controls"), "sections.html", &view)
}

/// The controls of one framework: those of its areas, then the organisation's own.
fn table(shared: &Shared<'_>, link: Linker<'_>, standard: &Standard) -> Option<Table> {
    let specs = [
        "Control",
        "Title:main",
        "Rung:facet",
        "Says:num",
        "Does:num",
        "Shows:num",
        "Risks:num",
        "What the next rung lacks:text",
    ];
    let mut table = Table::new(say!("Index of controls"), &specs);
    for area in &standard.areas {
        table.group(format!("{} {}", area.id, wording::known(&area.title)));
        for requirement in shared.aims.trace.of_area(standard, area) {
            table.row(None, row(shared, link, requirement));
        }
    }
    table.group(say!("Own controls, beyond Annex A"));
    for requirement in shared.aims.trace.own_controls(standard) {
        table.row(None, row(shared, link, requirement));
    }
    let table = if shared.is_partial() { table.without_empty_columns() } else { table };
    table
        .some()
        .map(|table| table.register(say!("Filter controls")).files(super::register::files(shared, link, "controls")))
}

fn row(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Vec<Cell> {
    let number = |tier| match requirement.tier(tier).count() {
        0 => String::new(),
        n => n.to_string(),
    };
    let risks = match shared.risks_treated_by(requirement).len() {
        0 => String::new(),
        n => n.to_string(),
    };
    let lacks = match &requirement.applicability {
        Applicability::Excluded { reason } => reason.clone().unwrap_or_default(),
        _ => requirement.lacks.first().map(|lack| lack.sentence().into_owned()).unwrap_or_default(),
    };
    let title = wording::known(&requirement.title);
    let mut cells = vec![link.requirement(requirement).into(), title.into(), requirement::rung(requirement)];
    cells.extend([number(Tier::Says), number(Tier::Does), number(Tier::Shows), risks, lacks].map(Cell::from));
    cells
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Page {
    let control = shared.aims.catalog.control(&requirement.framework, &requirement.id);
    let excluded = matches!(requirement.applicability, Applicability::Excluded { .. });
    let heading = shared.aims.catalog.heading(&requirement.framework, &requirement.id);
    let view = View {
        id: heading.clone(),
        title: wording::known(&requirement.title).to_owned(),
        summary: control.map(|control| wording::known(&control.summary).to_owned()).unwrap_or_default(),
        note: match control {
            Some(control) if control.guidance.is_empty() => requirement::wording(shared, requirement),
            Some(control) => {
                format!(
                    "{} {}",
                    requirement::wording(shared, requirement),
                    say!("Guidance on it: {guidance}.", guidance = control.guidance)
                )
            }
            None => say!("A control of the organisation’s own, beyond Annex A.").to_owned(),
        },
        sign: Sign::requirement(requirement),
        ladder: requirement::ladder(requirement),
        why: if excluded { left_out(requirement) } else { requirement::why(shared, link, requirement) },
        caveats: requirement::caveats(link, requirement),
        lacks_title: requirement::lacks_title(requirement),
        lacks: if excluded { Vec::new() } else { requirement::lacks(link, requirement) },
        before: super::story::way(shared, link, requirement)
            .into_iter()
            .chain(statement(shared, link, requirement))
            .collect(),
        tiers: requirement::tiers(shared, link, requirement),
        after: [
            super::open::against_requirement(shared, link, requirement),
            super::open::behind_requirement(shared, link, requirement),
            super::looked_at::by_audits(shared, link, requirement),
            super::by_system::of_control(shared, link, requirement),
            risks(shared, link, requirement),
            requirement::crosswalk(shared, link, requirement),
            control.and_then(|control| requirement::evidence(&control.evidence)),
            requirement::mentions(shared, link, requirement),
        ]
        .into_iter()
        .flatten()
        .collect(),
        history: requirement::history(shared, link, requirement),
    };
    let title = format!("{heading} {}", wording::known(&requirement.title));
    Page::new(title, "requirement.html", &view)
}

fn left_out(requirement: &Requirement) -> Vec<Vec<Part>> {
    let Applicability::Excluded { reason } = &requirement.applicability else { return Vec::new() };
    let reason = reason.as_ref().map_or_else(|| Part::text(say!("It gives no reason.")), Part::said);
    vec![phrase!("The statement of applicability leaves it out. {reason}", reason)]
}

/// What the statement of applicability says of it. Nothing where readers may be kept from the statement.
fn statement(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Option<Section> {
    let section = Section::new("soa", say!("In the statement of applicability"));
    let Some(soa) = shared.aims.soa_of(&requirement.framework) else {
        let none = match shared.withholds() {
            true => say!("No statement of applicability is part of this site."),
            false => say!("There is no statement of applicability."),
        };
        return (!shared.is_partial()).then(|| section.with_list(Vec::new(), none));
    };
    let Some(row) = soa.row(&requirement.id) else {
        return Some(section.with_list(Vec::new(), say!("The statement does not mention it.")));
    };
    let mut pairs = vec![
        Pair::new(say!("Applies"), super::soa::applies(Some(row))),
        Pair::new(say!("Reason"), row.reason.as_ref().map(|reason| Part::text(&*reason.value))),
    ];
    if !row.basis.is_empty() {
        pairs.push(Pair::new(say!("Basis"), super::soa::basis(row)));
    }
    if let Some(implementation) = &row.implementation {
        pairs.push(Pair::new(say!("Implementation"), Part::sign(super::soa::implementation(&implementation.value))));
    }
    pairs.extend(row.planned_by().map(|day| Pair::new(say!("Due"), lapsing(link, day))));
    if let Some(owner) = &row.owner {
        pairs.push(Pair::new(say!("Owner"), link.people([owner.as_str()])));
    }
    if !row.documents.is_empty() {
        pairs.push(Pair::new(say!("Documents named"), link.ids(row.documents.iter().map(|id| id.value.as_str()))));
    }
    if !row.evidence.is_empty() {
        pairs.push(Pair::new(say!("Evidence named"), link.ids(row.evidence.iter().map(|id| id.value.as_str()))));
    }
    pairs.push(Pair::new(say!("Statement"), source(shared, link, soa)));
    Some(Section { pairs, ..section })
}

/// The text of the statement whose rows these are.
fn source(shared: &Shared<'_>, link: Linker<'_>, soa: &Soa) -> Vec<Part> {
    let mut source = vec![link.document(soa.document)];
    if let Some(version) = shared.aims.holding(soa.document).fields.text("version") {
        source.push(Part::text(format!(", {} ", say!("version {version}", version))));
    }
    // What the file says of its status and its day is of the newer text, where it has one.
    let is_other = shared.aims.in_place.contains_key(&soa.document);
    source.extend(standing(shared.aims, soa.document).filter(|_| !is_other));
    let (by_record, day) = match is_other {
        true => (true, held_since(shared, soa.document).map(Part::date).into_iter().collect()),
        false => effective(shared, soa.document),
    };
    if !day.is_empty() {
        source.push(Part::text(", "));
        source.extend(match by_record {
            true => phrase!("in force since {day}", day),
            false => phrase!("effective {day}", day),
        });
    }
    source
}

/// A page of the risks that name a control as their treatment.
pub(super) fn treated((shared, link, number): Of<'_, '_, '_>, requirement: &Requirement) -> Option<Table> {
    let specs = ["Risk", "Title:main", "Before treatment", "After treatment", "State"];
    let heading = shared.aims.catalog.heading(&requirement.framework, &requirement.id);
    let mut table = Table::new(say!("Risks treated by {control}", control = heading), &specs);
    let all = shared.risks_treated_by(requirement);
    let list = List::Of(Topic::Requirement(requirement), Gathering::Treated);
    for ix in all.get(rows(shared, list, number)).unwrap_or_default() {
        let risk = shared.aims.document(*ix);
        table.row(
            None,
            vec![
                link.document(*ix).into(),
                risk.title.as_str().into(),
                super::risks::level(shared, risk, super::risks::Moment::Before),
                super::risks::level(shared, risk, super::risks::Moment::After),
                words(risk.fields.text("state").unwrap_or_default()).into(),
            ],
        );
    }
    table.some().map(|table| table.pages(turn_documents(shared, link, list, number, all)))
}

fn risks(shared: &Shared<'_>, link: Linker<'_>, requirement: &Requirement) -> Option<Section> {
    let table = treated((shared, link, 1), requirement)?;
    Some(Section::new("risks", say!("Risks it treats")).with_table(Some(table), ""))
}
