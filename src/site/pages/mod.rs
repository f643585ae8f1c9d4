//! One file a page or family of pages: each makes views from the state. Here is which address is made by which.

mod about;
mod asked_of;
mod atom;
mod audit;
mod beside;
mod between;
mod by_system;
mod certification;
mod changes;
mod choices;
mod clauses;
mod controls;
mod coverage;
mod disqualified;
mod document;
mod documents;
mod doors;
mod duties;
mod entry;
mod errors;
mod findings;
mod frameworks;
mod further;
mod glance;
mod glossary;
mod histories;
mod in_force;
mod in_scope;
mod item;
mod looked_at;
mod matrix;
mod objectives;
mod of_kind;
mod open;
mod order;
mod overview;
mod particulars;
mod people;
mod print;
mod proves;
mod readers;
mod record;
mod register;
mod registers;
mod released;
mod requirement;
mod results;
mod reviews;
mod risks;
mod rules;
pub(super) mod said;
mod samples;
mod search;
mod sections;
mod settled;
mod shared;
mod since;
mod soa;
mod stages;
mod standing;
mod story;
mod systems;
mod threads;
mod tongues;
mod traceability;
mod trust;
mod verify_approval;
mod verify_git;
mod year_ahead;

use super::address::Address;
use super::gathered::Topic;
use super::link::Linker;
use super::lists::List;
use super::page::Page;
use super::search::Searched;

macro_rules! templates {
    ($($name:literal),+ $(,)?) => {
        &[$(($name, include_str!(concat!("../../../theme/templates/", $name)))),+]
    };
}

/// The templates that views are put into.
pub(super) static TEMPLATES: &[(&str, &str)] = templates![
    "base.html",
    "changes.html",
    "compare.html",
    "document.html",
    "entries.html",
    "findings.html",
    "gaps.html",
    "gathered.html",
    "history.html",
    "impact.html",
    "in-force.html",
    "index.html",
    "matrix.html",
    "own.html",
    "parts.html",
    "print.html",
    "record.html",
    "requirement.html",
    "risks.html",
    "rules.html",
    "search.html",
    "sections.html",
    "text.html",
    "traceability.html",
];

/// What there is at an address.
pub(super) enum Made {
    /// A page for its template.
    Page(Box<Page>),
    /// A file as it is.
    File(Vec<u8>),
}

/// Makes what stands at an address. `None` where the state has no such thing, which a plan never names.
pub(super) fn make(searched: Searched<'_, '_>, address: Address<'_>, link: Linker<'_>) -> Option<Made> {
    let shared = searched.0;
    let page = match address {
        Address::Feed => return Some(Made::File(atom::feed(shared, link).into_bytes())),
        Address::PackSheets => return Some(Made::File(super::sheet::rules(shared).into_bytes())),
        Address::Asset(place) => return super::assets::bytes(place).map(Made::File),
        Address::Index(file) => return super::search::bytes(searched, file).map(Made::File),
        Address::Overview if shared.is_outside() => trust::page(shared, link),
        Address::Overview => overview::page(shared, link),
        Address::Documents => documents::page(shared, link, 1),
        Address::Controls => controls::index(shared, link),
        Address::Clauses => clauses::index(shared, link),
        Address::Statement => soa::page(shared, link, shared.aims.catalog.first_stated()),
        Address::StatementFor(standard) => soa::page(shared, link, standard),
        Address::Traceability => traceability::page(shared, link),
        Address::Systems => systems::page(shared, link, 1),
        Address::SystemEvidence => by_system::page(shared, link),
        Address::Risks => risks::page(shared, link, 1),
        Address::Assessments => registers::assessments(shared, link),
        Address::Reviews => reviews::page(shared, link, 1),
        Address::Changes => changes::index(shared, link),
        Address::Frameworks => frameworks::index(shared, link),
        Address::Audit => audit::page(shared, link),
        Address::StageOne => stages::one(shared, link),
        Address::Coverage => coverage::page(shared, link),
        Address::Samples => samples::page(shared, link),
        Address::Certification => certification::page(shared, link),
        Address::Gaps => certification::gaps(shared, link),
        Address::CertificationYear(place) => certification::year(shared, link, place)?,
        Address::People => people::index(shared, link),
        Address::Person(place) => people::page(shared, link, place)?,
        Address::Pack => print::page(shared, link.within(&shared.pack)),
        Address::PackPart(place) => print::part(shared, link.within(&shared.pack), place)?,
        Address::Trust => trust::page(shared, link),
        Address::Findings => findings::page(shared, link),
        Address::Rules => rules::page(shared, link),
        Address::About => about::page(shared, link),
        Address::Glossary => glossary::page(),
        Address::Search => search::page(searched, link),
        Address::Document(ix) => document::page(shared, link, ix),
        Address::Record(ix) => record::first(shared, link, ix),
        Address::RecordOfYear(ix, year) => record::of_year(shared, link, ix, year),
        Address::Text(of, text) => record::text(shared, link, of, text)?,
        Address::TextBytes(of, text) => return record::bytes(shared, of, text).map(Made::File),
        Address::TextsOfGone(of) => record::texts_of_gone(shared, link, of)?,
        // They are cut out of their page.
        Address::Rows(..) => return None,
        Address::Choices(year) => return choices::file(shared, year).map(Made::File),
        Address::CompareTexts(of) => return record::texts(shared, of).map(Made::File),
        Address::Requirement(requirement) => match clauses::of(shared, requirement) {
            Some(clause) => clauses::page(shared, link, clause, requirement),
            None => controls::page(shared, link, requirement),
        },
        Address::RequirementHistory(of) => histories::page(shared, link, Topic::Requirement(of), 1)?,
        Address::SystemHistory(ix) => histories::page(shared, link, Topic::System(ix), 1)?,
        Address::RequirementStory(requirement) => story::of_requirement(shared, link, requirement),
        Address::SystemStory(ix) => story::of_system(shared, link, ix),
        Address::Framework(framework) => frameworks::page(shared, link, framework),
        Address::Register(place) => of_kind::page(shared, link, place, 1)?,
        Address::Part(list @ (List::Matrix | List::Threads | List::Requirements), page) => {
            traceability::part(shared, link, list, page)
        }
        Address::Part(list, page) => further::page(shared, link, list, page)?,
        Address::Month(year, month) => changes::month(shared, link, (year, month), 1),
        Address::InForce => in_force::index(shared, link),
        Address::InForcePart(place) => in_force::part(shared, link, place),
        Address::Since => since::page(shared, link, shared.since?),
    };
    Some(Made::Page(Box::new(page)))
}
