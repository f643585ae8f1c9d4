//! The AI system inventory.

use super::asked_of;
use super::sections::{Section, Sections};
use crate::base::say;
use crate::base::text::count;
use crate::model::DocIx;
use crate::model::about::{is_in_use, is_left_out};
use crate::model::document::Document;
use crate::model::fields::Fields;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::{rows, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::parts::{day, few, review_sign, words};
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table};

/// A page of the inventory, which counts from 1.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, number: usize) -> Page {
    let all = &shared.lists.systems;
    let specs = [
        "Id",
        "System and purpose:text",
        "Stage:facet",
        "Our role",
        "AI Act class:facet",
        "People affected",
        "Owner:facet",
        "Risks",
        "Risks assessed",
        "Impact assessed",
        "Next review",
    ];
    let mut table = Table::new(say!("AI system inventory"), &specs);
    for ix in &all[rows(shared, List::Systems, number)] {
        let system = shared.aims.document(*ix);
        table.row(Some(system.id.clone()), row(shared, link, *ix, system));
    }
    let those = |is_so: fn(&Document) -> bool| all.iter().filter(|ix| is_so(shared.aims.document(**ix))).count();
    let (in_use, out) = (those(is_in_use), those(is_left_out));
    let title = titled(say!("AI systems"), number);
    let pages = turn_documents(shared, link, List::Systems, number, all);
    let lede = match all.is_empty() && shared.withholds() {
        true => say!("The inventory: what each system is for, whom it affects, and how it stands.").to_owned(),
        false if out == 0 => say!(
            "The inventory: what each system is for, whom it affects, and how it stands. {systems}, {in_use} in use.",
            systems = count(all.len(), "system"),
            in_use
        ),
        false => say!(
            "The inventory: what each system is for, whom it affects, and how it stands. {systems}, {in_use} in use and in scope, {out} out of scope.",
            systems = count(all.len(), "system"),
            in_use,
            out
        ),
    };
    let view = Sections {
        title: title.clone(),
        lede: vec![Part::text(shared.counted(lede))],
        meta: vec![
            Part::text(say!(
                "The class under the EU AI Act is the organisation’s own reading, with its reason on the page of the system."
            )),
            Part::text(" "),
            super::by_system::way(link),
        ],
        sections: std::iter::once(Section::table(
            table.some().map(|table| {
                let files = super::register::files(shared, link, "systems");
                table.register(say!("Filter systems")).files(files).pages(pages)
            }),
            shared.none(say!("No AI system is on the inventory yet.")),
        ))
        .chain(asked_of::named(shared, "system", number))
        .collect(),
        ..Sections::default()
    };
    Page::new(title, "sections.html", &view).main("wide broad")
}

fn row(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx, system: &Document) -> Vec<Cell> {
    let fields = &system.fields;
    let texts = |key: &str| fields.texts(key).iter().map(|text| text.value.clone()).collect::<Vec<_>>();
    let risks = shared.aims.naming("risk", "systems", ix).into_iter().map(|(risk, _)| link.document(risk));
    let among_risks = format!("{}?q={}", link.to(Address::Risks.at()), routes::relative_file("", &system.id));
    let retired = system.stage() == Some("retired");
    let history = Part::Link { href: link.to(&routes::system_history(&system.id)), v: say!("History").into() };
    vec![
        vec![link.document(ix), Part::text(" "), history].into(),
        vec![
            Part::Strong { v: system.title.clone() },
            Part::sub(fields.text("purpose").unwrap_or_default().to_owned()),
        ]
        .into(),
        stage(system),
        texts("ai-roles").iter().map(|role| words(role)).collect::<Vec<_>>().join(", ").into(),
        classes(fields).into(),
        texts("affected").join("; ").into(),
        link.people(fields.text("owner")),
        few(risks, &among_risks).into(),
        newest(shared, link, ix, "risk-assessment", retired),
        newest(shared, link, ix, "impact-assessment", retired),
        link.due_with_sign(shared.aims.review(ix)).into(),
    ]
}

/// The stage of a system, and that the AIMS does not cover it where it says so.
fn stage(system: &Document) -> Cell {
    let mut parts = vec![Part::text(words(system.stage().unwrap_or_default()))];
    if is_left_out(system) {
        parts.extend([Part::text(" "), Part::sign(Sign::new("excluded", say!("Out of scope")))]);
    }
    parts.into()
}

/// The classes of a system under the EU AI Act, as people read them.
pub(super) fn classes(system: &Fields) -> String {
    system.texts("ai-act-class").iter().map(|word| class(&word.value)).collect::<Vec<_>>().join(", ")
}

/// A class under the EU AI Act, as people read it.
pub(super) fn class(word: &str) -> String {
    match word {
        "high" => say!("High-risk").into(),
        "high-annex-i" => say!("High-risk (Annex I)").into(),
        "high-annex-iii" => say!("High-risk (Annex III)").into(),
        "exempt-6-3" => say!("Exempt by Article 6(3)").into(),
        "gpai" => say!("General-purpose").into(),
        "gpai-systemic" => say!("General-purpose with systemic risk").into(),
        word => words(word),
    }
}

/// The newest assessment of a kind that names the system and is not retired.
fn newest(shared: &Shared<'_>, link: Linker<'_>, system: DocIx, kind: &str, retired: bool) -> Cell {
    let assessments = shared.aims.naming(kind, "systems", system).into_iter();
    let is_done = |found: &Document| found.is_finished_record() && found.may_show();
    let newest = assessments.filter(|(_, found)| is_done(found)).max_by_key(|(_, found)| found.fields.date("date"));
    match newest {
        Some((ix, found)) => {
            let mut parts = vec![link.document(ix)];
            parts.extend(day(found.fields.date("date")).into_iter().flat_map(|day| [Part::text(" "), day]));
            let review = shared.aims.review(ix);
            if review.is_overdue() {
                parts.extend(Some(Part::text(" ")).into_iter().chain(review_sign(review)));
            }
            parts.into()
        }
        None if retired => Cell::default(),
        None => Part::sign(Sign::new("undated", say!("None"))).into(),
    }
}
