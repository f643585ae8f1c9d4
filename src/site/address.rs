//! The address of every page. From it follow its path and the entry of the menu it belongs to.

use std::mem::discriminant;

use super::context::Shared;
use super::gathered::{Gathering, Topic};
use super::lists::List;
use super::pasts::{Past, PastIx, PastOf};
use super::routes;
use super::search::IndexFile;
use super::stems;
use super::who::has_pages;
use crate::base::{mark, wording};
use crate::model::DocIx;
use crate::model::catalog::{Framework, Standard};
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
    /// A text that a document had, by its place among those of the document.
    Text(PastIx, usize),
    /// The bytes of that text.
    TextBytes(PastIx, usize),
    /// The texts of a document that is gone, any two compared.
    TextsOfGone(PastIx),
    /// The texts that are compared.
    CompareTexts(PastIx),
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
    /// The rows of such a page, as a script for the first page of the list.
    Rows(List<'a>, usize),
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
    pub section: Option<Section>,
    /// What it is called in the way to it, as it stands in the source.
    pub here: &'static str,
    /// The kinds of documents of which it tells every one.
    pub kinds: &'static [&'static str],
}

/// An entry of the menu, with the pages that belong to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Section {
    Overview,
    Documents,
    Controls,
    Clauses,
    Statement,
    Traceability,
    Systems,
    Risks,
    Assessments,
    Reviews,
    Changes,
    Frameworks,
    Audit,
    People,
    Findings,
    About,
}

impl Section {
    /// What its page is called where that has no other words, as it stands in the source. A search finds all its pages by it.
    pub(super) const fn word(self) -> &'static str {
        match self {
            Self::Overview => mark!("Overview"),
            Self::Documents => mark!("Documents"),
            Self::Controls => mark!("Controls"),
            Self::Clauses => mark!("Clauses"),
            Self::Statement => "SoA",
            Self::Traceability => mark!("Traceability"),
            Self::Systems => "Systems",
            Self::Risks => mark!("Risks"),
            Self::Assessments => mark!("Assessments"),
            Self::Reviews => mark!("Reviews"),
            Self::Changes => "Changes",
            Self::Frameworks => mark!("Frameworks"),
            Self::Audit => mark!("Audit"),
            Self::People => mark!("People"),
            Self::Findings => mark!("Findings"),
            Self::About => mark!("About"),
        }
    }
}

const fn fixed(address: Address<'static>, path: &'static str, section: Section) -> Fixed {
    Fixed { address, path, section: Some(section), here: section.word(), kinds: &[] }
}

/// A page to which the menu does not lead.
const fn aside(address: Address<'static>, path: &'static str, here: &'static str) -> Fixed {
    Fixed { address, path, section: None, here, kinds: &[] }
}

/// The pages that every site has once. The first of each section is what its entry in the menu leads to.
pub(super) const FIXED: [Fixed; 29] = [
    fixed(Address::Overview, "index.html", Section::Overview),
    fixed(Address::Documents, "documents/index.html", Section::Documents),
    fixed(Address::Controls, "controls/index.html", Section::Controls),
    fixed(Address::Clauses, "clauses/index.html", Section::Clauses),
    Fixed {
        here: mark!("Statement of applicability"),
        kinds: &["soa"],
        ..fixed(Address::Statement, "soa.html", Section::Statement)
    },
    fixed(Address::Traceability, "traceability.html", Section::Traceability),
    Fixed {
        here: mark!("AI systems"),
        kinds: &["system"],
        ..fixed(Address::Systems, "systems/index.html", Section::Systems)
    },
    Fixed {
        here: mark!("Evidence by AI system"),
        kinds: &["system"],
        ..fixed(Address::SystemEvidence, "systems/evidence.html", Section::Systems)
    },
    Fixed { kinds: &["risk"], ..fixed(Address::Risks, "risks.html", Section::Risks) },
    Fixed {
        kinds: &["risk-assessment", "impact-assessment"],
        ..fixed(Address::Assessments, "assessments.html", Section::Assessments)
    },
    fixed(Address::Reviews, "reviews.html", Section::Reviews),
    // A register of planned changes has that word.
    Fixed { here: mark!("Change record"), ..fixed(Address::Changes, "changes/index.html", Section::Changes) },
    Fixed { here: mark!("In force when"), ..fixed(Address::InForce, "changes/in-force.html", Section::Changes) },
    aside(Address::Feed, "changes.atom", "Feed"),
    fixed(Address::Frameworks, "frameworks/index.html", Section::Frameworks),
    fixed(Address::Audit, "audit.html", Section::Audit),
    Fixed { here: mark!("Stage 1"), ..fixed(Address::StageOne, "audit/stage-1.html", Section::Audit) },
    Fixed { here: mark!("Coverage of audits"), ..fixed(Address::Coverage, "coverage.html", Section::Audit) },
    Fixed { here: mark!("Samples"), ..fixed(Address::Samples, "samples.html", Section::Audit) },
    Fixed { here: mark!("Certification"), ..fixed(Address::Certification, "certification.html", Section::Audit) },
    Fixed { here: mark!("Gaps over time"), ..fixed(Address::Gaps, "certification/gaps.html", Section::Audit) },
    fixed(Address::People, "people/index.html", Section::People),
    Fixed { here: mark!("Controlled pack"), ..fixed(Address::Pack, super::pack::PACK, Section::Documents) },
    aside(Address::PackSheets, "print/sheets.css", "Sheets"),
    fixed(Address::Findings, "findings.html", Section::Findings),
    Fixed { here: mark!("Rules"), ..fixed(Address::Rules, "rules.html", Section::Findings) },
    fixed(Address::About, "about.html", Section::About),
    Fixed { here: mark!("Glossary"), ..fixed(Address::Glossary, "glossary.html", Section::About) },
    aside(Address::Search, "search.html", mark!("Search")),
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
        Address::Gaps if shared.state.untells_the_past() => false,
        _ if !shared.is_partial() => true,
        Address::Traceability
        | Address::Audit
        | Address::StageOne
        | Address::Coverage
        | Address::Samples
        | Address::Certification => false,
        Address::Findings | Address::Rules => !shared.findings.found.is_empty() || !shared.findings.waived.is_empty(),
        Address::Statement => !shared.aims.soas.is_empty(),
        Address::Reviews => shared.aims.iter().any(|(ix, _)| shared.aims.review(ix) != Review::None),
        other => other.kinds().is_empty() || other.kinds().iter().any(|kind| !shared.aims.of_kind(kind).is_empty()),
    }
}

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
            Self::Rows(list, page) => path(shared, list, page).replace(".html", ".js"),
            Self::InForcePart(place) => shared.in_force.part(place).map_or_else(String::new, |part| part.path.clone()),
            Self::PackPart(place) => shared.pack.parts.get(place).map_or_else(String::new, |part| part.path.clone()),
            Self::Trust => routes::TRUST.into(),
            Self::Asset(place) => super::assets::ASSETS.get(place).map_or("", |(path, _)| path).into(),
            Self::Index(file) => file.path(),
            fixed => fixed.at().into(),
        }
    }

    /// The entry of the menu it belongs to, if any.
    pub(super) fn section(self) -> Option<Section> {
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
pub(super) fn past<'s, 'a>(shared: &'s Shared<'a>, of: PastIx, text: usize) -> Option<(&'s PastOf<'a>, &'s Past<'a>)> {
    let of = shared.pasts.at(of)?;
    Some((of, of.texts.get(text)?))
}

/// The index that a control or clause stands in.
pub(super) fn index_of(requirement: &Requirement) -> Address<'static> {
    match requirement.kind {
        RequirementKind::Clause => Address::Clauses,
        _ => Address::Controls,
    }
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
pub(super) fn begins(shared: &Shared<'_>, list: List<'_>) -> String {
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
pub(super) fn on(topic: Topic<'_>, what: Gathering) -> Address<'_> {
    match topic {
        Topic::Requirement(of) if what.is_past() => Address::RequirementHistory(of),
        Topic::Requirement(of) => Address::Requirement(of),
        Topic::System(ix) => Address::SystemHistory(ix),
    }
}
