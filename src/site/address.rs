//! The address of every page. From it follow its path, the entry of the menu it belongs to and the way to it.

use super::context::Shared;
use super::routes;
use crate::base::date;
use crate::model::DocIx;
use crate::model::catalog::Framework;
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
    /// What the checks found.
    Findings,
    /// How to read and verify the site.
    About,
    /// A document.
    Document(DocIx),
    /// Its change record.
    Record(DocIx),
    /// Its revisions of one year, where there are many.
    RecordOfYear(DocIx, i16),
    /// A control or clause.
    Requirement(&'a Requirement),
    /// Its history, gathered from the documents that serve it.
    RequirementHistory(&'a Requirement),
    /// The history of an AI system.
    SystemHistory(DocIx),
    /// A framework.
    Framework(&'a Framework),
    /// The commits of one month, where there are many: year and month.
    Month(i16, i8),
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

/// A page above another: its path and its words.
type Above = (String, String);

impl Address<'_> {
    /// Where it stands, from the top of the site.
    pub(super) fn path(self, shared: &Shared<'_>) -> String {
        let id = |ix: DocIx| shared.aims.document(ix).id.as_str();
        match self {
            Self::Overview => routes::OVERVIEW.into(),
            Self::Documents => routes::DOCUMENTS.into(),
            Self::Controls => routes::CONTROLS.into(),
            Self::Clauses => routes::CLAUSES.into(),
            Self::Statement => routes::STATEMENT.into(),
            Self::Traceability => routes::TRACEABILITY.into(),
            Self::Systems => routes::SYSTEMS.into(),
            Self::Risks => routes::RISKS.into(),
            Self::Assessments => routes::ASSESSMENTS.into(),
            Self::Reviews => routes::REVIEWS.into(),
            Self::Changes => routes::CHANGES.into(),
            Self::Frameworks => routes::FRAMEWORKS.into(),
            Self::Audit => routes::AUDIT.into(),
            Self::Findings => routes::FINDINGS.into(),
            Self::About => routes::ABOUT.into(),
            Self::InForce => routes::IN_FORCE.into(),
            Self::Since => routes::SINCE.into(),
            Self::Feed => routes::FEED.into(),
            Self::Document(ix) => routes::document(id(ix)),
            Self::Record(ix) => routes::document_history(id(ix)),
            Self::RecordOfYear(ix, year) => routes::document_history_of(id(ix), year),
            Self::Requirement(requirement) => routes::requirement(requirement),
            Self::RequirementHistory(requirement) => routes::requirement_history(requirement),
            Self::SystemHistory(ix) => routes::system_history(id(ix)),
            Self::Framework(framework) => routes::framework(&framework.id),
            Self::Month(year, month) => routes::month(year, month),
            Self::InForcePart(place) => shared.in_force.part(place).map_or_else(String::new, |part| part.path.clone()),
            Self::Asset(place) => super::theme::ASSETS.get(place).map_or("", |(path, _)| path).into(),
        }
    }

    /// The entry of the menu it belongs to, if any.
    pub(super) fn section(self) -> Option<&'static str> {
        Some(match self {
            Self::Overview => "Overview",
            Self::Documents => "Documents",
            Self::Controls => "Controls",
            Self::Clauses => "Clauses",
            Self::Statement => "SoA",
            Self::Traceability => "Traceability",
            Self::Systems | Self::SystemHistory(_) => "Systems",
            Self::Risks => "Risks",
            Self::Assessments => "Assessments",
            Self::Reviews => "Reviews",
            Self::Changes | Self::Month(..) | Self::InForce | Self::InForcePart(_) | Self::Since => "Changes",
            Self::Frameworks | Self::Framework(_) => "Frameworks",
            Self::Audit => "Audit",
            Self::Findings => "Findings",
            Self::About => "About",
            Self::Requirement(requirement) | Self::RequirementHistory(requirement) => index_of(requirement).1,
            Self::Document(_) | Self::Record(_) | Self::RecordOfYear(..) | Self::Feed | Self::Asset(_) => return None,
        })
    }

    /// The pages above it, the overview first; the last is the page itself in its own words. Empty for the overview.
    pub(super) fn way(self, shared: &Shared<'_>) -> (Vec<Above>, String) {
        let id = |ix: DocIx| shared.aims.document(ix).id.clone();
        let to = |path: &str, words: &str| (path.to_owned(), words.to_owned());
        let documents = || to(routes::DOCUMENTS, "Documents");
        let changes = || to(routes::CHANGES, "Changes");
        let of_document = |ix| vec![documents(), (routes::document(&id(ix)), id(ix))];
        let (above, here): (Vec<Above>, String) = match self {
            Self::Overview | Self::Feed | Self::Asset(_) => return (Vec::new(), String::new()),
            Self::Statement => (Vec::new(), "Statement of applicability".into()),
            Self::Systems => (Vec::new(), "AI systems".into()),
            Self::Document(ix) => (vec![documents()], id(ix)),
            Self::Record(ix) => (of_document(ix), "Change record".into()),
            Self::RecordOfYear(ix, year) => (of_document(ix), year.to_string()),
            Self::Requirement(requirement) => (above_requirement(shared, requirement), requirement.id.clone()),
            Self::RequirementHistory(requirement) => {
                let (index, words) = index_of(requirement);
                (vec![to(index, words), (routes::requirement(requirement), requirement.id.clone())], "History".into())
            }
            Self::SystemHistory(ix) => {
                (vec![to(routes::SYSTEMS, "AI systems"), (routes::document(&id(ix)), id(ix))], "History".into())
            }
            Self::Framework(framework) => (vec![to(routes::FRAMEWORKS, "Frameworks")], framework.short.clone()),
            Self::Month(year, month) => (vec![changes()], date::month_title(year, month)),
            Self::InForce => (vec![changes()], "In force when".into()),
            Self::InForcePart(place) => {
                let kind = shared.in_force.part(place).map_or("", |part| part.kind);
                (vec![changes(), to(routes::IN_FORCE, "In force when")], kind.to_owned())
            }
            Self::Since => (vec![changes()], "Since".into()),
            other => (Vec::new(), other.section().unwrap_or_default().to_owned()),
        };
        let overview = to(routes::OVERVIEW, "Overview");
        (std::iter::once(overview).chain(above).collect(), here)
    }
}

/// The index that a control or clause stands in: its path, and its entry in the menu.
fn index_of(requirement: &Requirement) -> (&'static str, &'static str) {
    match requirement.kind {
        RequirementKind::Clause => (routes::CLAUSES, "Clauses"),
        _ => (routes::CONTROLS, "Controls"),
    }
}

/// The index, and for a clause inside another that one.
fn above_requirement(shared: &Shared<'_>, requirement: &Requirement) -> Vec<Above> {
    let (index, words) = index_of(requirement);
    let clause = shared.aims.catalog.clause(&requirement.id).filter(|_| requirement.kind == RequirementKind::Clause);
    let parent = clause.and_then(|clause| clause.parent.as_deref());
    let parent = parent.map(|parent| (routes::clause(parent), parent.to_owned()));
    std::iter::once((index.to_owned(), words.to_owned())).chain(parent).collect()
}
