//! The way to a page: the pages above it, with their words.

use super::address::{Address, begins, home, index_of, on, past};
use super::context::Shared;
use super::lists::List;
use super::pasts::PastIx;
use super::routes;
use super::stems;
use super::view;
use crate::base::{date, say, wording};
use crate::model::DocIx;
use crate::model::catalog::ReqId;
use crate::model::trace::{Requirement, RequirementKind};

/// A page above another: its path and its words.
type Above = (String, String);

impl Address<'_> {
    /// The pages above it, the overview first; the last is the page itself in its own words. Empty for the overview.
    pub(super) fn way(self, shared: &Shared<'_>) -> (Vec<Above>, String) {
        let id = |ix: DocIx| shared.aims.document(ix).id.clone();
        let to = |page: Address<'_>| (page.at().to_owned(), page.said().to_owned());
        let documents = || to(Self::Documents);
        let changes = || to(Self::Changes);
        let of_document = |ix| vec![documents(), (routes::document(&id(ix)), id(ix))];
        let of_system = |ix| vec![to(Self::Systems), (routes::document(&id(ix)), id(ix))];
        let of_requirement = |of: &Requirement| vec![to(index_of(of)), (routes::requirement(of), of.name.clone())];
        let (above, here): (Vec<Above>, String) = match self {
            Self::Overview
            | Self::Feed
            | Self::PackSheets
            | Self::Asset(_)
            | Self::Index(_)
            | Self::TextBytes(..)
            | Self::Choices(_)
            | Self::Rows(..)
            | Self::CompareTexts(_) => return (Vec::new(), String::new()),
            Self::Text(of, text) => (above_text(shared, of), name_of_text(shared, of, text)),
            Self::TextsOfGone(of) => (above_text(shared, of), say!("Texts").into()),
            Self::Document(ix) => (vec![documents()], id(ix)),
            Self::Record(ix) => (of_document(ix), say!("Change record").into()),
            Self::RecordOfYear(ix, year) => (of_document(ix), year.to_string()),
            Self::Requirement(requirement) => (above_requirement(shared, requirement), requirement.name.clone()),
            Self::RequirementHistory(requirement) => (of_requirement(requirement), say!("History").into()),
            Self::RequirementStory(requirement) => (of_requirement(requirement), say!("Story").into()),
            Self::SystemStory(ix) => (of_system(ix), say!("Story").into()),
            Self::SystemHistory(ix) => (of_system(ix), say!("History").into()),
            Self::StatementFor(standard) => (vec![to(Self::Statement)], standard.short.clone()),
            Self::Framework(framework) => (vec![to(Self::Frameworks)], framework.short.clone()),
            Self::Register(place) => {
                let words = shared.registers.get(place).map(|named| named.about.clone());
                (vec![documents()], words.unwrap_or_default())
            }
            Self::Person(place) => {
                let name = shared.who.all().get(place).map(|who| view::line(&who.name));
                (vec![to(Self::People)], name.unwrap_or_default())
            }
            Self::Gaps => (vec![to(Self::Audit), to(Self::Certification)], self.said().into()),
            Self::CertificationYear(place) => {
                let step = shared.years_of_cycle.get(place).map_or("", |year| year.step.title());
                (vec![to(Self::Audit), to(Self::Certification)], step.to_owned())
            }
            Self::Month(year, month) => (vec![changes()], date::month_title(year, month)),
            Self::Part(List::Findings(code), 1) => (vec![to(Self::Findings)], code.to_owned()),
            Self::Part(List::Between(place), 1) => (vec![changes()], stems::time(shared, place)),
            Self::Part(list, page) => (above(shared, list), say!("Page {page}", page)),
            Self::InForce => (vec![changes()], self.said().into()),
            Self::InForcePart(place) => {
                let kind = shared.in_force.part(place).map_or("", |part| part.kind);
                (vec![changes(), to(Self::InForce)], wording::known(kind).to_owned())
            }
            Self::Since => (vec![changes()], say!("Since").into()),
            Self::Pack => (vec![documents()], self.said().into()),
            Self::PackPart(place) => {
                let title = shared.pack.parts.get(place).map(super::pack::Part::title).unwrap_or_default();
                (vec![documents(), to(Self::Pack)], title)
            }
            Self::Trust => (Vec::new(), say!("For customers").into()),
            Self::Rules => (vec![to(Self::Findings)], self.said().into()),
            Self::StageOne | Self::Coverage | Self::Samples | Self::Certification => {
                (vec![to(Self::Audit)], self.said().into())
            }
            Self::Glossary => (vec![to(Self::About)], self.said().into()),
            Self::SystemEvidence => (vec![to(Self::Systems)], self.said().into()),
            fixed => (Vec::new(), fixed.said().to_owned()),
        };
        let overview = to(Self::Overview);
        (std::iter::once(overview).chain(above).collect(), here)
    }
}

/// What a single text is called.
fn name_of_text(shared: &Shared<'_>, of: PastIx, text: usize) -> String {
    past(shared, of, text).map_or_else(String::new, |(_, text)| view::line(&text.name()))
}

/// The document and its change record; of one that is gone, what was in force.
fn above_text(shared: &Shared<'_>, of: PastIx) -> Vec<Above> {
    let to = |page: Address<'_>| (page.at().to_owned(), page.said().to_owned());
    match shared.pasts.at(of).and_then(|of| of.ix).map(|ix| shared.aims.document(ix).id.clone()) {
        Some(id) => vec![
            to(Address::Documents),
            (routes::document(&id), id.clone()),
            (routes::document_history(&id), say!("Change record").into()),
        ],
        None => vec![to(Address::Changes), to(Address::InForce)],
    }
}

/// The index, and for a clause inside another that one.
fn above_requirement(shared: &Shared<'_>, requirement: &Requirement) -> Vec<Above> {
    let index = index_of(requirement);
    let clause = shared.aims.catalog.clause(&requirement.framework, &requirement.id);
    let clause = clause.filter(|_| requirement.kind == RequirementKind::Clause);
    let parent = clause.and_then(|clause| clause.parent.as_deref());
    let parent = parent.and_then(|parent| shared.aims.trace.at(&ReqId::new(&requirement.framework, parent)));
    let parent = parent.map(|parent| (routes::requirement(parent), parent.name.clone()));
    std::iter::once((index.at().to_owned(), index.said().to_owned())).chain(parent).collect()
}

/// The pages above a further page of a list, without the overview: paths and words.
fn above(shared: &Shared<'_>, list: List<'_>) -> Vec<(String, String)> {
    let to = |page: Address<'_>| (page.at().to_owned(), page.said().to_owned());
    let first = match list {
        List::Register(place) => shared.registers.get(place).map(|named| named.about.clone()),
        List::Skills => shared.competence().and_then(|place| Some(shared.registers.get(place)?.about.clone())),
        List::Findings(code) => Some(code.to_owned()),
        List::Month(year, month) => Some(date::month_title(year, month)),
        List::Between(place) => Some(stems::time(shared, place)),
        List::Readers(ix) => Some(shared.aims.document(ix).id.clone()),
        List::ToRead(place) => shared.who.all().get(place).map(|who| view::line(&who.name)),
        List::Statement(place) | List::OwnControls(place) if place > 0 => {
            shared.stated().nth(place).map(|of| of.short.clone())
        }
        List::Of(topic, what) => {
            let (above, here) = on(topic, what).way(shared);
            return above.into_iter().skip(1).chain([(begins(shared, list), here)]).collect();
        }
        List::Lives | List::SystemEvidence => return vec![to(Address::Systems), to(home(list))],
        _ if matches!(home(list), Address::Coverage | Address::Samples) => {
            return vec![to(Address::Audit), to(home(list))];
        }
        _ => None,
    };
    let first = first.map(|words| (begins(shared, list), wording::known(&words).to_owned()));
    std::iter::once(to(home(list))).chain(first).collect()
}
