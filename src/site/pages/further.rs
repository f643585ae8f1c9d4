//! Further pages of lists that are too long for one. Of a list that shares its first page with others each is a page by
//! itself: the list, and the way back.

use super::sections::{Section, Sections};
use super::{audit, between, controls, glance, histories, requirement, samples, soa, systems};
use super::{by_system, changes, coverage, documents, findings, of_kind, people, readers, registers, reviews, risks};
use crate::base::say;
use crate::site::context::Shared;
use crate::site::gathered::{Gathering, Topic};
use crate::site::leaves::{self, Of};
use crate::site::link::Linker;
use crate::site::lists::{List, titled};
use crate::site::page::Page;
use crate::site::view::{Part, Table};

/// A page of a list, which counts from 1.
pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, list: List<'_>, number: usize) -> Option<Page> {
    Some(match list {
        List::Documents => documents::page(shared, link, number),
        List::Reviews => reviews::page(shared, link, number),
        List::Register(place) => of_kind::page(shared, link, place, number)?,
        List::Findings(code) => findings::of_rule(shared, link, code, number)?,
        List::Between(place) => between::page(shared, link, place, number)?,
        List::Month(year, month) => changes::month(shared, link, (year, month), number),
        List::Risks => risks::page(shared, link, number),
        List::Systems => systems::page(shared, link, number),
        List::Of(topic, Gathering::Commits) => histories::page(shared, link, topic, number)?,
        _ => {
            let (title, sections) = beside(shared, link, list, number)?;
            let title = titled(&title, number);
            let back = Part::Link {
                href: link.to(&leaves::path(shared, list, 1)),
                v: say!("Back to the page on which this list begins").into(),
            };
            let view = Sections {
                title: title.clone(),
                lede: vec![back, Part::text(".")],
                meta: shared.counts().map(Part::text).into_iter().collect(),
                sections,
                ..Sections::default()
            };
            Page::new(title, "sections.html", &view).main("wide broad")
        }
    })
}

/// What a list is called that shares its first page with others, and what stands on a page of it.
fn beside(shared: &Shared<'_>, link: Linker<'_>, list: List<'_>, number: usize) -> Option<(String, Vec<Section>)> {
    let of = (shared, link, number);
    let (title, table) = match list {
        List::Translations => (say!("Translations").to_owned(), documents::translations(of)?),
        List::Uncontrolled => (say!("Uncontrolled pages").to_owned(), documents::uncontrolled(of)?),
        List::Skills => return Some((say!("Who can do what").to_owned(), glance::skills(of))),
        List::Waived => (say!("Findings that are waived").to_owned(), findings::waived(of)?),
        List::ImpactAssessments => (say!("Impact assessments").to_owned(), registers::impact(of)?),
        List::RiskAssessments => (say!("Risk assessments").to_owned(), registers::risk(of)?),
        List::Lives => (say!("The life of each system").to_owned(), by_system::lives(of)?),
        List::SystemEvidence => (say!("Controls by system in use").to_owned(), by_system::controls(of)?),
        List::Followed => (say!("Systems to follow from end to end").to_owned(), audit::systems(of)?),
        List::Statement(place) => soa::controls_of(of, place)?,
        List::OwnControls(place) => soa::own_controls(of, place)?,
        List::Audits => (say!("Internal audits of the cycle").to_owned(), coverage::held(of)?),
        List::AuditedControls => (say!("Controls that apply").to_owned(), coverage::controls(of)?),
        List::AuditedSystems => (say!("AI systems in use").to_owned(), coverage::systems(of)?),
        List::AuditedPairs => (say!("Controls by AI system").to_owned(), coverage::pairs(of)?),
        List::Populations => (say!("Populations").to_owned(), samples::populations(of)?),
        List::Sample => (say!("The sample of each population").to_owned(), samples::sample(of)?),
        List::People => (say!("People").to_owned(), people::table_of_people(of)?),
        List::Roles => (say!("Roles").to_owned(), people::table_of_roles(of)?),
        List::Named => (say!("Named in documents only").to_owned(), people::table_of_named(of)?),
        List::Readers(ix) => {
            let id = &shared.aims.document(ix).id;
            (say!("Who has to read {id}", id), readers::readers_of(of, ix)?)
        }
        List::ToRead(place) => {
            let who = shared.who.all().get(place)?;
            (say!("What {name} has to read", name = crate::site::view::line(&who.name)), readers::read_by(of, place)?)
        }
        List::Of(topic, what) => gathered(of, topic, what)?,
        List::Documents
        | List::Reviews
        | List::Register(_)
        | List::Findings(_)
        | List::Matrix
        | List::Threads
        | List::Requirements
        | List::Month(..)
        | List::Between(_)
        | List::Risks
        | List::Systems => return None,
    };
    Some((title, vec![Section::table(Some(table), "")]))
}

/// What is gathered for a control, clause or AI system: what the list is called, and a page of it.
fn gathered(of: Of<'_, '_, '_>, topic: Topic<'_>, what: Gathering) -> Option<(String, Table)> {
    let shared = of.0;
    let id = match topic {
        Topic::Requirement(requirement) => &requirement.name,
        Topic::System(ix) => &shared.aims.document(ix).id,
    };
    Some(match what {
        Gathering::Commits => return None,
        Gathering::Sources => {
            (say!("Documents that the history of {id} is gathered from", id), histories::sources(of, topic)?)
        }
        Gathering::Serving => (say!("Documents that serve {id}", id), requirement::serving(of, topic.requirement()?)?),
        Gathering::Treated => {
            (say!("Risks treated by {control}", control = id), controls::treated(of, topic.requirement()?)?)
        }
    })
}
