//! The address of every page. From it follow its path, the entry of the menu it belongs to and the way to it.

use std::mem::discriminant;

use super::context::Shared;
use super::gathered::{Gathering, Topic};
use super::lists::List;
use super::pasts::{Past, PastOf};
use super::routes;
use super::search::IndexFile;
use super::stems;
use super::view;
use super::who::has_pages;
use crate::base::{date, mark, say, wording};
use crate::model::DocIx;
use crate::model::catalog::{Framework, ReqId, Standard};
use crate::model::review::Review;
use crate::model::trace::{Requirement, RequirementKind};

/// A page of the site, or a file that is made like one.
#[derive(Debug, Clone, Copy)]
pub enum Address<'a> {
    /// The first page.
    Overview,
    /// Every document.
    Documents,
    /// Every control.
    Controls,
    /// Every clause.
    Clauses,
    /// The statement of applicability.
    Statement,
    /// The matrix and the threads.
    Traceability,
    /// The inventory of AI systems.
    Systems,
    /// Controls and the steps of a life, by AI system.
    SystemEvidence,
    /// The risk register.
    Risks,
    /// Assessments of risk and of impact.
    Assessments,
    /// What is due when.
    Reviews,
    /// The newest commits.
    Changes,
    /// The frameworks in use.
    Frameworks,
    /// The auditor's way in.
    Audit,
    /// What clauses call for, item by item, with room for notes.
    StageOne,
    /// What internal audits looked at, and when.
    Coverage,
    /// Populations, and samples of them.
    Samples,
    /// The way to a certificate, and the cycle after it.
    Certification,
    /// Where requirements stood over time.
    Gaps,
    /// A year of the cycle: its place among those that have begun.
    CertificationYear(usize),
    /// People and roles.
    People,
    /// One of them: the place among those who have a page.
    Person(usize),
    /// What the checks found.
    Findings,
    /// Every rule of the checks.
    Rules,
    /// How to read and verify the site.
    About,
    /// What the words of the site mean.
    Glossary,
    /// The controlled pack, for paper.
    Pack,
    /// A part of it, where it is too long for one page: its place among the parts.
    PackPart(usize),
    /// What its sheets say at their heads and feet: a style sheet.
    PackSheets,
    /// What a site for everybody has for customers. No other has it.
    Trust,
    /// The search.
    Search,
    /// A file that it looks into.
    Index(IndexFile),
    /// A document.
    Document(DocIx),
    /// Its change record.
    Record(DocIx),
    /// Its revisions of one year, where there are many.
    RecordOfYear(DocIx, i16),
    /// A text that a document had: the place of the document among those with texts, and of the text.
    Text(usize, usize),
    /// The bytes of that text.
    TextBytes(usize, usize),
    /// The texts of a document that is gone, any two compared: its place among those with texts.
    TextsOfGone(usize),
    /// The texts that are compared.
    CompareTexts(usize),
    /// By what commits are chosen, and those of one year, where there are many.
    Choices(Option<i16>),
    /// A control or clause.
    Requirement(&'a Requirement),
    /// Its history, gathered from the documents that serve it.
    RequirementHistory(&'a Requirement),
    /// The story of a control or clause in which something broke.
    RequirementStory(&'a Requirement),
    /// The history of an AI system.
    SystemHistory(DocIx),
    /// The story of an AI system in use.
    SystemStory(DocIx),
    /// The statement of applicability for a framework that is not the first to have one.
    StatementFor(&'a Standard),
    /// A framework.
    Framework(&'a Framework),
    /// The register of a kind of documents: its place among those that have no page of another shape.
    Register(usize),
    /// The commits of one month, where there are many: year and month.
    Month(i16, i8),
    /// A page of a list that is too long for one, or that has no page of another address: its number, from 1.
    Part(List<'a>, usize),
    /// What was in force when.
    InForce,
    /// A part of it, where it is too long for one page: its place among the parts.
    InForcePart(usize),
    /// What changed since an earlier moment.
    Since,
    /// The change record as a feed.
    Feed,
    /// A file of the theme: its place among them.
    Asset(usize),
}

/// A page that every site has once.
pub(super) struct Fixed {
    /// Its address.
    pub address: Address<'static>,
    /// Where it stands.
    pub path: &'static str,
    /// The entry of the menu it belongs to.
    pub section: Option<&'static str>,
    /// What it is called in the way to it, as it stands in the source.
    pub here: &'static str,
    /// The kinds of documents of which it tells every one.
    pub kinds: &'static [&'static str],
}

const fn fixed(address: Address<'static>, path: &'static str, section: &'static str) -> Fixed {
    Fixed { address, path, section: Some(section), here: section, kinds: &[] }
}

/// The pages that every site has once. The first of each section is what its entry in the menu leads to.
pub(super) const FIXED: [Fixed; 29] = [
    fixed(Address::Overview, "index.html", mark!("Overview")),
    fixed(Address::Documents, "documents/index.html", mark!("Documents")),
    fixed(Address::Controls, "controls/index.html", mark!("Controls")),
    fixed(Address::Clauses, "clauses/index.html", mark!("Clauses")),
    Fixed {
        here: mark!("Statement of applicability"),
        kinds: &["soa"],
        ..fixed(Address::Statement, "soa.html", "SoA")
    },
    fixed(Address::Traceability, "traceability.html", mark!("Traceability")),
    Fixed { here: mark!("AI systems"), kinds: &["system"], ..fixed(Address::Systems, "systems/index.html", "Systems") },
    Fixed {
        here: mark!("Evidence by AI system"),
        kinds: &["system"],
        ..fixed(Address::SystemEvidence, "systems/evidence.html", "Systems")
    },
    Fixed { kinds: &["risk"], ..fixed(Address::Risks, "risks.html", mark!("Risks")) },
    Fixed {
        kinds: &["risk-assessment", "impact-assessment"],
        ..fixed(Address::Assessments, "assessments.html", mark!("Assessments"))
    },
    fixed(Address::Reviews, "reviews.html", mark!("Reviews")),
    // A register of planned changes has that word.
    Fixed { here: mark!("Change record"), ..fixed(Address::Changes, "changes/index.html", "Changes") },
    Fixed { here: mark!("In force when"), ..fixed(Address::InForce, "changes/in-force.html", "Changes") },
    Fixed { section: None, ..fixed(Address::Feed, "changes.atom", "Feed") },
    fixed(Address::Frameworks, "frameworks/index.html", mark!("Frameworks")),
    fixed(Address::Audit, "audit.html", mark!("Audit")),
    Fixed { here: mark!("Stage 1"), ..fixed(Address::StageOne, "audit/stage-1.html", "Audit") },
    Fixed { here: mark!("Coverage of audits"), ..fixed(Address::Coverage, "coverage.html", "Audit") },
    Fixed { here: mark!("Samples"), ..fixed(Address::Samples, "samples.html", "Audit") },
    Fixed { here: mark!("Certification"), ..fixed(Address::Certification, "certification.html", "Audit") },
    Fixed { here: mark!("Gaps over time"), ..fixed(Address::Gaps, "certification/gaps.html", "Audit") },
    fixed(Address::People, "people/index.html", mark!("People")),
    Fixed { here: mark!("Controlled pack"), ..fixed(Address::Pack, super::pack::PACK, "Documents") },
    Fixed { section: None, ..fixed(Address::PackSheets, "print/sheets.css", "Sheets") },
    fixed(Address::Findings, "findings.html", mark!("Findings")),
    Fixed { here: mark!("Rules"), ..fixed(Address::Rules, "rules.html", "Findings") },
    fixed(Address::About, "about.html", mark!("About")),
    Fixed { here: mark!("Glossary"), ..fixed(Address::Glossary, "glossary.html", "About") },
    Fixed { section: None, ..fixed(Address::Search, "search.html", mark!("Search")) },
];

/// Those of them that a site has.
pub(super) fn fixed_of(shared: &Shared<'_>) -> impl Iterator<Item = &'static Fixed> {
    let people = has_pages(shared.state.audience);
    let told = FIXED.iter().filter(move |page| people || !matches!(page.address, Address::People));
    told.filter(move |page| is_told(shared, page.address))
}

/// Whether a page holds something for readers from whom most may be kept: what tells them nothing is not made.
pub(super) fn is_told(shared: &Shared<'_>, address: Address<'_>) -> bool {
    match address {
        _ if !shared.is_partial() => true,
        Address::Traceability
        | Address::Audit
        | Address::StageOne
        | Address::Coverage
        | Address::Samples
        | Address::Certification
        | Address::Gaps => false,
        Address::Findings | Address::Rules => !shared.findings.found.is_empty() || !shared.findings.waived.is_empty(),
        Address::Statement => !shared.aims.soas.is_empty(),
        Address::Reviews => shared.aims.iter().any(|(ix, _)| shared.aims.review(ix) != Review::None),
        other => other.kinds().is_empty() || other.kinds().iter().any(|kind| !shared.aims.of_kind(kind).is_empty()),
    }
}

/// A page above another: its path and its words.
type Above = (String, String);

impl Address<'_> {
    fn fixed(self) -> Option<&'static Fixed> {
        FIXED.iter().find(|page| discriminant(&page.address) == discriminant(&self))
    }

    /// Where a page stands that every site has once. Empty for other pages.
    pub(super) fn at(self) -> &'static str {
        self.fixed().map_or("", |page| page.path)
    }

    /// The kinds of documents of which a page tells every one that every site has once. None of other pages.
    pub(super) fn kinds(self) -> &'static [&'static str] {
        self.fixed().map_or(&[], |page| page.kinds)
    }

    /// Where it stands, from the top of the site.
    pub(super) fn path(self, shared: &Shared<'_>) -> String {
        let id = |ix: DocIx| shared.aims.document(ix).id.as_str();
        match self {
            Self::Since => routes::SINCE.into(),
            Self::Document(ix) => routes::document(id(ix)),
            Self::Record(ix) => routes::document_history(id(ix)),
            Self::RecordOfYear(ix, year) => routes::document_history_of(id(ix), year),
            Self::Text(of, text) => past(shared, of, text).map_or_else(String::new, |(of, text)| of.page(text)),
            Self::TextBytes(of, text) => past(shared, of, text).map_or_else(String::new, |(of, text)| of.bytes(text)),
            Self::TextsOfGone(of) => shared.pasts.at(of).map_or_else(String::new, PastOf::record),
            Self::Choices(year) => routes::choices(year),
            Self::CompareTexts(of) => shared.pasts.at(of).map_or_else(String::new, PastOf::data),
            Self::Requirement(requirement) => routes::requirement(requirement),
            Self::RequirementHistory(requirement) => routes::requirement_history(requirement),
            Self::RequirementStory(requirement) => routes::requirement_story(requirement),
            Self::SystemHistory(ix) => routes::system_history(id(ix)),
            Self::SystemStory(ix) => routes::system_story(id(ix)),
            Self::StatementFor(standard) => routes::statement(&standard.id),
            Self::Framework(framework) => routes::framework(&framework.id),
            Self::Register(place) => {
                shared.registers.get(place).map_or_else(String::new, |named| routes::register(&named.id))
            }
            Self::Person(place) => shared.who.all().get(place).map_or_else(String::new, |who| who.path.clone()),
            Self::CertificationYear(place) => shared.years_of_cycle.get(place).map_or_else(String::new, |year| {
                routes::certification_year(id(year.certification), year.step.as_str())
            }),
            Self::Month(year, month) => routes::month(year, month),
            Self::Part(list, page) => path(shared, list, page),
            Self::InForcePart(place) => shared.in_force.part(place).map_or_else(String::new, |part| part.path.clone()),
            Self::PackPart(place) => shared.pack.parts.get(place).map_or_else(String::new, |part| part.path.clone()),
            Self::Trust => routes::TRUST.into(),
            Self::Asset(place) => super::assets::ASSETS.get(place).map_or("", |(path, _)| path).into(),
            Self::Index(file) => file.path(),
            fixed => fixed.at().into(),
        }
    }

    /// The entry of the menu it belongs to, if any.
    pub(super) fn section(self) -> Option<&'static str> {
        match self {
            Self::SystemHistory(_) | Self::SystemStory(_) => Self::Systems.section(),
            Self::CertificationYear(_) => Self::Certification.section(),
            Self::Month(..) | Self::InForcePart(_) | Self::Since => Self::Changes.section(),
            Self::Part(list, _) => home(list).section(),
            Self::Person(_) => Self::People.section(),
            Self::StatementFor(_) => Self::Statement.section(),
            Self::Framework(_) => Self::Frameworks.section(),
            Self::Register(_) | Self::PackPart(_) => Self::Documents.section(),
            Self::Trust => Self::Overview.section(),
            Self::Requirement(requirement)
            | Self::RequirementHistory(requirement)
            | Self::RequirementStory(requirement) => index_of(requirement).section(),
            fixed => fixed.fixed()?.section,
        }
    }

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

    /// Whether ids of controls and clauses on it are of another standard than the one that is followed first.
    pub(super) fn is_of_another_standard(self, shared: &Shared<'_>) -> bool {
        let first = |id: &str| shared.aims.catalog.first().id == *id;
        match self {
            Self::Requirement(of) | Self::RequirementHistory(of) => !first(&of.framework),
            Self::Part(List::Of(topic, _), _) => topic.requirement().is_some_and(|of| !first(&of.framework)),
            Self::StatementFor(standard) => !first(&standard.id),
            Self::Part(List::Statement(place) | List::OwnControls(place), _) => {
                shared.stated().nth(place).is_some_and(|standard| !first(&standard.id))
            }
            Self::Framework(framework) => !first(&framework.id),
            _ => false,
        }
    }

    /// What a page that every site has once is called, in what is spoken.
    pub(super) fn said(self) -> &'static str {
        self.fixed().map_or("", |page| wording::of(page.here))
    }
}

/// A text at an address, with its document.
fn past<'s, 'a>(shared: &'s Shared<'a>, of: usize, text: usize) -> Option<(&'s PastOf<'a>, &'s Past<'a>)> {
    let of = shared.pasts.at(of)?;
    Some((of, of.texts.get(text)?))
}

/// What a single text is called.
fn name_of_text(shared: &Shared<'_>, of: usize, text: usize) -> String {
    past(shared, of, text).map_or_else(String::new, |(_, text)| view::line(&text.name()))
}

/// The document and its change record; of one that is gone, what was in force.
fn above_text(shared: &Shared<'_>, of: usize) -> Vec<Above> {
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

/// The index that a control or clause stands in.
fn index_of(requirement: &Requirement) -> Address<'static> {
    match requirement.kind {
        RequirementKind::Clause => Address::Clauses,
        _ => Address::Controls,
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

/// Where a page of a list stands. Its first page has the address that the list has where it is short.
pub(super) fn path(shared: &Shared<'_>, list: List<'_>, page: usize) -> String {
    if page < 2 { begins(shared, list) } else { format!("{}-{page}.html", stems::stem(shared, list)) }
}

/// The page that a list begins on, which may hold other things too, where that is one that every site has.
pub(super) fn home(list: List<'_>) -> Address<'static> {
    match list {
        List::Documents
        | List::Translations
        | List::Uncontrolled
        | List::Register(_)
        | List::Skills
        | List::Readers(_) => Address::Documents,
        List::Reviews => Address::Reviews,
        List::Findings(_) | List::Waived => Address::Findings,
        List::Month(..) | List::Between(_) => Address::Changes,
        List::Matrix | List::Threads | List::Requirements => Address::Traceability,
        List::Risks => Address::Risks,
        List::Systems => Address::Systems,
        List::ImpactAssessments | List::RiskAssessments => Address::Assessments,
        List::Lives | List::SystemEvidence => Address::SystemEvidence,
        List::Followed => Address::Audit,
        List::Statement(_) | List::OwnControls(_) => Address::Statement,
        List::Audits | List::AuditedControls | List::AuditedSystems | List::AuditedPairs => Address::Coverage,
        List::Populations | List::Sample => Address::Samples,
        List::People | List::Roles | List::Named | List::ToRead(_) => Address::People,
        List::Of(topic, _) => topic.requirement().map_or(Address::Systems, index_of),
    }
}

/// Where a list begins.
fn begins(shared: &Shared<'_>, list: List<'_>) -> String {
    match list {
        List::Register(place) => routes::register(stems::register(shared, place)),
        List::Skills => shared.competence().map_or_else(String::new, |place| begins(shared, List::Register(place))),
        List::Findings(code) => routes::findings_of(code),
        List::Month(year, month) => routes::month(year, month),
        List::Between(place) => format!("{}.html", stems::between(shared, place)),
        List::Statement(place) | List::OwnControls(place) if place > 0 => {
            shared.stated().nth(place).map_or_else(String::new, |of| routes::statement(&of.id))
        }
        List::Readers(ix) => routes::document(&shared.aims.document(ix).id),
        List::ToRead(place) => stems::person(shared, place).to_owned(),
        List::Of(topic, what) => on(topic, what).path(shared),
        other => home(other).at().to_owned(),
    }
}

/// The page of a control, clause or AI system that a list of it begins on.
fn on(topic: Topic<'_>, what: Gathering) -> Address<'_> {
    match topic {
        Topic::Requirement(of) if what.is_past() => Address::RequirementHistory(of),
        Topic::Requirement(of) => Address::Requirement(of),
        Topic::System(ix) => Address::SystemHistory(ix),
    }
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
