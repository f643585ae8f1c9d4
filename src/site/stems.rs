//! What the paths of the further pages of lists begin with, and what those are called that have no other name.

use super::context::Shared;
use super::gathered::{Gathering, Topic};
use super::lists::List;
use super::routes;
use super::view::line;
use crate::base::say;

/// What the paths of its further pages begin with.
pub(super) fn stem(shared: &Shared<'_>, list: List<'_>) -> String {
    let name = match list {
        List::Documents => "documents",
        List::Translations => "translations",
        List::Uncontrolled => "uncontrolled",
        List::Reviews => "reviews",
        List::Register(place) => return format!("lists/registers/{}", register(shared, place)),
        List::Skills => "skills",
        List::Findings(code) => return format!("findings/{code}"),
        List::Waived => "waived",
        List::Matrix => "matrix",
        List::Threads => "threads",
        List::Requirements => "requirements",
        List::Month(year, month) => return format!("changes/{year:04}-{month:02}"),
        List::Between(place) => return between(shared, place),
        List::Risks => "risks",
        List::Systems => "systems",
        List::ImpactAssessments => "impact-assessments",
        List::RiskAssessments => "risk-assessments",
        List::Lives => "system-lives",
        List::SystemEvidence => "system-evidence",
        List::Followed => "systems-to-follow",
        List::Statement(place) => return format!("lists/{}", of_framework(shared, "soa", place)),
        List::OwnControls(place) => return format!("lists/{}", of_framework(shared, "own-controls", place)),
        List::Audits => "audits",
        List::AuditedControls => "audited-controls",
        List::AuditedSystems => "audited-systems",
        List::AuditedPairs => "audited-pairs",
        List::Populations => "populations",
        List::Sample => "sample",
        List::People => "people",
        List::Roles => "roles",
        List::Named => "named",
        List::Readers(ix) => {
            return format!("{}/readers", routes::document_folder(&shared.aims.document(ix).id));
        }
        List::Of(topic, what) => return gathered(shared, topic, what),
        List::ToRead(place) => return format!("lists/{}-reads", person(shared, place).trim_end_matches(".html")),
    };
    format!("lists/{name}")
}

/// They stand beside the history of what is gathered.
fn gathered(shared: &Shared<'_>, topic: Topic<'_>, what: Gathering) -> String {
    let history = match topic {
        Topic::Requirement(of) => routes::requirement_history(of),
        Topic::System(ix) => routes::system_history(&shared.aims.document(ix).id),
    };
    let folder = history.trim_end_matches("history.html");
    let name = match what {
        Gathering::Commits => "history",
        Gathering::Sources => "sources",
        Gathering::Serving => "documents",
        Gathering::Treated => "risks",
    };
    format!("{folder}{name}")
}

/// The first framework has the plain name, as its statement has.
fn of_framework(shared: &Shared<'_>, name: &str, place: usize) -> String {
    let of = shared.stated().nth(place).filter(|_| place > 0);
    of.map_or_else(|| name.to_owned(), |of| format!("{name}-of/{}", of.id))
}

/// What the pages of a time between two tags begin with.
pub(super) fn between(shared: &Shared<'_>, place: usize) -> String {
    format!("changes/between/{}", shared.spans.get(place).map(super::spans::Span::stem).unwrap_or_default())
}

/// What a time between two tags is called.
pub(super) fn time(shared: &Shared<'_>, place: usize) -> String {
    let Some(span) = shared.spans.get(place) else { return String::new() };
    let to = span.to.map_or_else(|| say!("now").to_owned(), |(_, tag)| line(&tag.name));
    say!("{from} to {to}", from = line(&span.from.1.name), to)
}

/// The id of a register.
pub(super) fn register<'s>(shared: &'s Shared<'_>, place: usize) -> &'s str {
    shared.registers.get(place).map_or("", |named| &named.id)
}

/// The path of the page of a person.
pub(super) fn person<'s>(shared: &'s Shared<'_>, place: usize) -> &'s str {
    shared.who.all().get(place).map_or("", |who| &who.path)
}
