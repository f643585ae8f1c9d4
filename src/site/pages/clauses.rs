//! The index of clauses 4 to 10, and the page of each.

use super::requirement::{self, View};
use super::sections::{Section, Sections};
use crate::base::{say, wording};
use crate::model::catalog::{Call, Clause, Documented, ReqId, Standard};
use crate::model::tier::Tier;
use crate::model::trace::{CalledFor, Requirement, RequirementKind, There};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::{rung, words};
use crate::site::view::{Pair, Part, Sign, Table};

pub(super) fn index(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let sections = requirement::per_standard(shared, |standard| table(shared, link, standard));
    let view = Sections {
        title: say!("Clauses 4 to 10").into(),
        lede: vec![Part::text(match shared.is_partial() {
            true => say!(
                "The requirements of the management system itself, each with the documents on this site that serve it."
            ),
            false => say!(
                "The requirements of the management system itself, each with the documents they call for and the rung on which they stand."
            ),
        })],
        meta: vec![Part::text(say!(
            "Titles are those of {editions}. A clause that only gathers others stands as low as the lowest of them.",
            editions = requirement::editions(shared)
        ))],
        sections,
        ..Sections::default()
    };
    Page::new(say!("Clauses 4 to 10"), "sections.html", &view)
}

/// The clause that a requirement is, where it is one.
pub(super) fn of<'a>(shared: &Shared<'a>, requirement: &Requirement) -> Option<&'a Clause> {
    let clause = shared.aims.catalog.clause(&requirement.framework, &requirement.id);
    clause.filter(|_| requirement.kind == RequirementKind::Clause)
}

/// The clauses of one framework.
fn table(shared: &Shared<'_>, link: Linker<'_>, standard: &Standard) -> Option<Table> {
    let mut table = Table::new(
        say!("Index of clauses"),
        &[
            "Clause",
            "Title:main",
            "Step:facet",
            "Rung:facet",
            "Says:num",
            "Does:num",
            "Shows:num",
            "Documented information:text",
            "What the next rung lacks:text",
        ],
    );
    for clause in &standard.clauses {
        let Some(requirement) = shared.aims.trace.at(&ReqId::new(&standard.id, &clause.id)) else { continue };
        if clause.parent.is_none() && !clause.requirement {
            table.group(format!("{} {}", clause.id, wording::titled(&clause.id, &clause.title)));
        }
        table.row(None, row(link, clause, requirement));
    }
    let table = if shared.is_partial() { table.without_empty_columns() } else { table };
    table
        .some()
        .map(|table| table.register(say!("Filter clauses")).files(super::register::files(shared, link, "clauses")))
}

fn row(link: Linker<'_>, clause: &Clause, requirement: &Requirement) -> Vec<crate::site::view::Cell> {
    let number = |tier| match requirement.tier(tier).count() {
        0 => String::new(),
        n => n.to_string(),
    };
    vec![
        link.requirement(requirement).into(),
        wording::titled(&requirement.id, &requirement.title).into(),
        clause.pdca.map_or_else(String::new, |step| words(step.as_str())).into(),
        super::requirement::rung(requirement),
        number(Tier::Says).into(),
        number(Tier::Does).into(),
        number(Tier::Shows).into(),
        documents(clause).into(),
        requirement.lacks.first().map(|lack| lack.sentence().into_owned()).unwrap_or_default().into(),
    ]
}

/// The documents that a clause calls for, as its catalog names them.
pub(super) fn documents(clause: &Clause) -> String {
    clause.documents.iter().map(|document| wording::known(document)).collect::<Vec<_>>().join("; ")
}

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, clause: &Clause, requirement: &Requirement) -> Page {
    let tiers = if clause.requirement { requirement::tiers(shared, link, requirement) } else { Vec::new() };
    let heading = shared.aims.catalog.heading(&requirement.framework, &requirement.id);
    let view = View {
        id: heading.clone(),
        title: wording::titled(&clause.id, &clause.title).to_owned(),
        summary: wording::known(&clause.summary).to_owned(),
        note: requirement::wording(shared, requirement),
        sign: Sign::requirement(requirement),
        ladder: requirement::ladder(requirement),
        why: requirement::why(shared, link, requirement),
        caveats: requirement::caveats(link, requirement),
        lacks_title: requirement::lacks_title(requirement),
        lacks: requirement::lacks(link, requirement),
        before: [
            super::story::way(shared, link, requirement),
            called_for(shared, link, clause, requirement),
            below(shared, link, clause, requirement),
        ]
        .into_iter()
        .flatten()
        .collect(),
        tiers,
        after: [
            super::open::against_requirement(shared, link, requirement),
            super::open::behind_requirement(shared, link, requirement),
            super::looked_at::by_review(shared, link, requirement),
            super::looked_at::by_audits(shared, link, requirement),
            super::shared::elsewhere(shared, link, requirement),
            requirement::crosswalk(shared, link, requirement),
            requirement::evidence(&clause.evidence),
            requirement::mentions(shared, link, requirement),
        ]
        .into_iter()
        .flatten()
        .collect(),
        history: requirement::history(shared, link, requirement),
    };
    let title = format!("{heading} {}", wording::titled(&clause.id, &clause.title));
    Page::new(title, "requirement.html", &view)
}

fn called_for(shared: &Shared<'_>, link: Linker<'_>, clause: &Clause, requirement: &Requirement) -> Option<Section> {
    if !clause.requirement {
        return None;
    }
    let what = match clause.documented {
        Documented::Required => say!("The clause itself calls for it."),
        Documented::AsNeeded => say!("As far as the organisation needs it to show that the process ran as planned."),
        Documented::Rules => say!("The clause sets the rules for documented information."),
        Documented::None => say!("None by name; auditors still ask for evidence."),
    };
    let form = |call| match call {
        Call::Document => say!("a document, kept current"),
        Call::Record => say!("a record, kept unchanged"),
        Call::None => "",
    };
    let mut pairs = vec![Pair::new(say!("Documented information"), what)];
    if let Some(step) = clause.pdca {
        let words = say!("{step}, of plan, do, check, act", step = words(step.as_str()));
        pairs.insert(0, Pair::new(say!("Step"), words));
    }
    if !requirement.called_for.is_empty() {
        let item = |called: &CalledFor| {
            let title = wording::known(&called.title);
            let mut parts = match called.state {
                There::Untold => vec![Part::text(title)],
                _ => vec![Part::sign(requirement::there(shared.aims, called)), Part::text(format!(" {title}"))],
            };
            parts.push(Part::quiet(format!(" ({}) ", form(called.call))));
            parts.extend(requirement::named(link, &called.documents));
            parts.extend(requirement::retired(shared, link, called));
            parts
        };
        pairs.push(Pair::new(
            say!("Called for"),
            Part::List { items: requirement.called_for.iter().map(item).collect() },
        ));
    } else if !clause.documents.is_empty() {
        let items = clause.documents.iter().map(|document| vec![Part::text(wording::known(document))]).collect();
        pairs.push(Pair::new(say!("Called for"), Part::List { items }));
    }
    Some(Section { pairs, ..Section::new("called-for", say!("What it calls for")) })
}

fn below(shared: &Shared<'_>, link: Linker<'_>, clause: &Clause, of: &Requirement) -> Option<Section> {
    let standard = shared.aims.catalog.standard(&of.framework)?;
    let specs = ["Clause", "Title:main", "Rung"];
    let heading = shared.aims.catalog.heading(&of.framework, &of.id);
    let mut table = Table::new(say!("Clauses below {clause}", clause = heading), &specs);
    for child in standard.clauses.iter().filter(|child| child.parent.as_deref() == Some(&clause.id)) {
        if let Some(requirement) = shared.aims.trace.at(&ReqId::new(&standard.id, &child.id)) {
            table.row(None, link.about(requirement, rung(requirement)));
        }
    }
    let table = if shared.is_partial() { table.without_empty_columns() } else { table };
    table.some().map(|table| Section::new("below", say!("Clauses below it")).with_table(Some(table), ""))
}
