//! What is not in order, by its cause: one line for each document or thing that is, with what rests on it, and not one for
//! each page on which it shows.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::base::date::days_between;
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::diag::{Diagnostic, Level};
use crate::model::DocIx;
use crate::model::disqualified::{Disqualified, What};
use crate::model::due;
use crate::model::trace::Requirement;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::parts::more;
use crate::site::routes;
use crate::site::view::{Part, Sign, coded, comma};
use crate::site::worded::phrase;

/// How many requirements and documents that rest on something are named.
const NAMED: usize = 4;

/// How many documents of which the same is found, and nothing else, are one cause.
const MANY: usize = 3;

/// How many rules a line about warnings names.
const RULES: usize = 4;

/// What is not in order.
pub(super) struct Order {
    /// A line for each cause, the gravest first: errors, nonconformities, what is overdue, what is weak.
    pub lines: Vec<Vec<Part>>,
    /// How many lines there would be, that of warnings among them.
    pub all: usize,
    /// How many causes are left out.
    pub more: usize,
}

/// What is not in order: up to `most` lines of causes, and behind them one of warnings.
pub(super) fn order(shared: &Shared<'_>, link: Linker<'_>, most: usize) -> Order {
    let of_errors = errors(shared, link);
    let told: BTreeSet<DocIx> = of_errors.iter().flat_map(|(documents, _)| documents).copied().collect();
    let all = of_errors.len();
    let mut lines: Vec<Vec<Part>> = of_errors.into_iter().map(|(_, line)| line).collect();
    lines.extend(nonconformities(shared, link));
    lines.extend(overdue(shared, link, &told));
    lines.extend(weak(shared, link));
    let more = lines.len().saturating_sub(most);
    lines.truncate(most);
    let errors = || by_rule(shared, link, Level::Error, |all| count(all, "error"), |_| true);
    lines.extend((all > most).then(errors).flatten());
    lines.extend(warnings(shared, link, more == 0));
    Order { all: lines.len() + more, lines, more }
}

/// A line begins with its sign.
fn begun(sign: Sign) -> Vec<Part> {
    vec![Part::sign(sign), Part::text(" ")]
}

/// The documents in which there are errors, those first on which most rests; then files that are no documents. Where many
/// have the same and no other, that is one cause.
fn errors(shared: &Shared<'_>, link: Linker<'_>) -> Vec<(Vec<DocIx>, Vec<Part>)> {
    let mut causes: BTreeMap<(Option<DocIx>, &str), Vec<&Diagnostic>> = BTreeMap::new();
    for finding in shared.findings.found.iter().filter(|finding| finding.level == Level::Error) {
        let document = finding.document.as_deref().and_then(|id| shared.aims.by_id(id));
        let document = document.or_else(|| shared.aims.by_path(&finding.place.path));
        let place = document.map_or(finding.place.path.as_str(), |_| "");
        causes.entry((document, place)).or_default().push(finding);
    }
    let mut causes: Vec<_> = causes.into_iter().collect();
    causes.sort_by_cached_key(|((document, place), _)| {
        let is_system = document.is_some_and(|ix| shared.aims.document(ix).is("system"));
        (Reverse(weight(shared, *document)), !is_system, *document, *place)
    });
    let what = |document: Option<DocIx>, found: &[&Diagnostic]| -> Vec<(&'static str, String)> {
        let Some(id) = document.map(|ix| shared.aims.document(ix).id.as_str()) else { return Vec::new() };
        let said = |finding: &Diagnostic| finding.message.replace(id, "").replace(char::is_numeric, "");
        found.iter().map(|finding| (finding.code, said(finding))).collect()
    };
    let mut alike: BTreeMap<_, Vec<DocIx>> = BTreeMap::new();
    for ((document, _), found) in &causes {
        alike.entry(what(*document, found)).or_default().extend(document);
    }
    let tell = |((document, _), found): ((Option<DocIx>, &str), Vec<&Diagnostic>)| {
        let mut parts = begun(Sign::level(Level::Error));
        let all = alike.get(&what(document, &found)).filter(|all| all.len() >= MANY);
        let told = all.map_or_else(|| document.into_iter().collect(), Clone::clone);
        let first = found.first().filter(|_| all.is_none_or(|all| all.first() == document.as_ref()))?;
        parts.push(document.map_or_else(|| Part::code(first.place.path.as_str()), |ix| link.document(ix)));
        parts.push(Part::text(" "));
        // The id stands before it already.
        let id = document.map_or("", |ix| shared.aims.document(ix).id.as_str());
        parts.extend(coded(without_lead(first.message_said(), id)));
        parts.push(Part::text(" "));
        let href = link.to(&format!("{}#{}", Address::Rules.at(), first.code));
        parts.push(Part::Link { href, v: first.code.to_owned() });
        if found.len() > 1 {
            let more = plural!(found.len() - 1, ", and {n} more error there", ", and {n} more errors there");
            parts.push(Part::text(more));
        }
        match all {
            Some(all) => parts.push(the_same(link, first.code, &all[1..])),
            None => parts.extend(document.and_then(|ix| resting(shared, link, ix))),
        }
        Some((told, parts))
    };
    causes.into_iter().filter_map(tell).collect()
}

/// Further documents of which the same is found.
fn the_same(link: Linker<'_>, code: &str, others: &[DocIx]) -> Part {
    let all = Part::Link { href: link.to(&routes::findings_of(code)), v: count(others.len(), "more document") };
    let mut named = comma(others.iter().take(NAMED).map(|ix| link.document(*ix)));
    named.extend(more(others.len(), NAMED).map(Part::text));
    Part::Aside { parts: phrase!("the same of {documents}: {named}", documents = all, named) }
}

/// Nonconformities that are open, late ones first.
fn nonconformities(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Vec<Part>> {
    let today = shared.today();
    let open = shared.aims.open_nonconformities();
    let mut open: Vec<_> = open
        .into_iter()
        .map(|(ix, record)| {
            let late = due::open_in(shared.aims, ix).map_or(0, |due| days_between(due.date, today));
            (late.max(0), ix, record)
        })
        .collect();
    open.sort_by_key(|(late, ix, _)| (Reverse(*late), *ix));
    let tell = |(late, ix, record): (i64, DocIx, &crate::model::document::Document)| {
        let sign = if late > 0 { Sign::new("overdue", say!("Overdue")) } else { Sign::new("open", say!("Open")) };
        let mut parts = begun(sign);
        parts.extend([link.document(ix), Part::text(format!(" {}", record.title))]);
        let mut aside = Vec::new();
        if let Some(grade) = record.fields.text("grade") {
            aside.push(Part::text(match grade {
                "major" => say!("major nonconformity").to_owned(),
                "minor" => say!("minor nonconformity").to_owned(),
                grade => say!("{grade} nonconformity", grade),
            }));
        }
        if late > 0 {
            aside.push(Part::text(match record.fields.lacks("done") {
                true => plural!(number(late), ", action {n} day late", ", action {n} days late"),
                false => {
                    plural!(number(late), ", check of the effect {n} day late", ", check of the effect {n} days late")
                }
            }));
        }
        if let Some(against) = record.fields.text("requirement") {
            aside.extend(phrase!("; against {what}", what = against));
        }
        parts.push(Part::Aside { parts: aside });
        parts.extend(held_back(shared, link, ix));
        parts
    };
    open.into_iter().map(tell).collect()
}

/// What an open nonconformity stands against: requirements that apply and AI systems, by name.
fn held_back(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Part> {
    let trace = &shared.aims.trace;
    let against = trace.controls().chain(trace.clauses()).filter(|of| of.applies() && of.open.contains(&ix));
    let mut all: Vec<Part> = against.map(|of| link.requirement(of)).collect();
    let more = all.len().saturating_sub(NAMED);
    all.truncate(NAMED);
    all.extend((more > 0).then(|| Part::text(count(more, "more requirement"))));
    all.extend(shared.aims.about().systems_of(ix).take(NAMED).map(|system| link.document(system)));
    (!all.is_empty()).then(|| Part::Aside { parts: phrase!("holds back {what}", what = comma(all)) })
}

/// Documents whose review is overdue, those first on which most rests. Of documents that were `told` already only this is
/// told again.
fn overdue(shared: &Shared<'_>, link: Linker<'_>, told: &BTreeSet<DocIx>) -> Vec<Vec<Part>> {
    let today = shared.today();
    let mut late: Vec<_> = shared
        .aims
        .iter()
        .filter(|(ix, _)| shared.aims.review(*ix).is_overdue())
        .map(|(ix, document)| (weight(shared, Some(ix)), ix, document))
        .collect();
    late.sort_by_key(|(weight, ix, _)| (Reverse(*weight), *ix));
    let tell = |(_, ix, document): &(usize, DocIx, &crate::model::document::Document)| {
        let mut parts = begun(Sign::new("overdue", say!("Overdue")));
        parts.extend([link.document(*ix), Part::text(format!(" {}", document.title))]);
        let mut aside = match shared.aims.review(*ix).next() {
            Some(next) => {
                let late = number(days_between(next, today));
                let late = Part::text(plural!(late, "review {n} day late", "review {n} days late"));
                phrase!("{late}, due {day}", late, day = link.due(next))
            }
            None => vec![Part::text(say!("review overdue"))],
        };
        aside.extend(document.fields.text("owner").map(|owner| Part::text(format!(", {owner}"))));
        parts.push(Part::Aside { parts: aside });
        parts.extend(resting(shared, link, *ix).filter(|_| !told.contains(ix)));
        parts
    };
    late.iter().map(tell).collect()
}

/// What else keeps an auditor from relying on what there is.
fn weak(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Vec<Part>> {
    let found = shared.aims.disqualified();
    let else_told = |what: &What| matches!(what, What::MajorOpen | What::ErrorOpen);
    let (systems, others): (Vec<_>, Vec<_>) =
        found.iter().filter(|of| !else_told(&of.what)).partition(|of| of.what == What::SystemWithout);
    let tell = |of: &Disqualified| {
        let mut parts = begun(Sign::new("weaker", say!("Weak")));
        parts.extend(super::disqualified::item(shared, link, of, super::disqualified::FEW));
        parts
    };
    // One cause, however many systems it is about.
    let of_systems = match systems.as_slice() {
        [] => None,
        [one] => Some(tell(one)),
        all => Some(without(shared, link, all)),
    };
    of_systems.into_iter().chain(others.into_iter().map(tell)).collect()
}

/// AI systems in use that lack evidence, each with how many controls that is.
fn without(shared: &Shared<'_>, link: Linker<'_>, all: &[&Disqualified]) -> Vec<Part> {
    let mut parts = begun(Sign::new("weaker", say!("Weak")));
    let what = plural!(
        all.len(),
        "{n} AI system in use has controls without evidence:",
        "{n} AI systems in use have controls without evidence:"
    );
    parts.extend([Part::text(what), Part::text(" ")]);
    let named = all.iter().take(NAMED).filter_map(|of| Some((of.documents.first()?, of.number)));
    for (at, (ix, number)) in named.enumerate() {
        parts.extend((at > 0).then(|| Part::text(", ")));
        let title = shared.aims.document(*ix).title.as_str();
        parts.extend(phrase!(
            "{system} {title} ({controls})",
            system = link.document(*ix),
            title,
            controls = count(number, "control")
        ));
    }
    parts.extend(more(all.len(), NAMED).map(Part::text));
    parts
}

/// The rules whose warnings the lines tell already, each by its cause: what is overdue, and what has no evidence.
const TOLD: [&str; 3] = ["AIMS401", "AIMS701", "AIMS323"];

/// How many warnings there are beside what was told, by the rules that find most.
fn warnings(shared: &Shared<'_>, link: Linker<'_>, is_whole: bool) -> Option<Vec<Part>> {
    let is_told = |finding: &Diagnostic| is_whole && TOLD.contains(&finding.code);
    let mut warnings = shared.findings.found.iter().filter(|finding| finding.level == Level::Warning);
    let noun = if warnings.any(is_told) { "more warning" } else { "warning" };
    by_rule(shared, link, Level::Warning, |all| count(all, noun), |finding| !is_told(finding))
}

/// How many findings there are of a level and so, which `said` says, by the rules that find most.
fn by_rule(
    shared: &Shared<'_>,
    link: Linker<'_>,
    level: Level,
    said: impl Fn(usize) -> String,
    is_meant: impl Fn(&Diagnostic) -> bool,
) -> Option<Vec<Part>> {
    let mut rules: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for finding in shared.findings.found.iter().filter(|finding| finding.level == level && is_meant(finding)) {
        *rules.entry((finding.code, finding.name)).or_default() += 1;
    }
    let all: usize = rules.values().sum();
    let mut rules: Vec<_> = rules.into_iter().collect();
    rules.sort_by_key(|(rule, number)| (Reverse(*number), *rule));
    let mut parts = begun(Sign::level(level));
    let warnings = Part::Link { href: link.to(Address::Findings.at()), v: said(all) };
    let named = rules.iter().take(RULES).map(|((code, name), number)| {
        let href = link.to(&format!("{}#{code}", Address::Rules.at()));
        // The name of a rule is English, and has no other.
        let called = || name.replace('-', " ").replace("soa", "SoA");
        let called = wording::spoken().map_or_else(called, |_| (*code).to_owned());
        Part::Link { href, v: format!("{called} ({number})") }
    });
    let named = comma(named);
    parts.extend(match rules.len() > RULES {
        true => phrase!("{warnings} of the check: {rules} and others", warnings, rules = named),
        false => phrase!("{warnings} of the check: {rules}", warnings, rules = named),
    });
    (all > 0).then_some(parts)
}

fn number(days: i64) -> usize {
    usize::try_from(days).unwrap_or_default()
}

/// How much rests on a document.
fn weight(shared: &Shared<'_>, document: Option<DocIx>) -> usize {
    document.map_or(0, |ix| shared.aims.trace.served_by(ix).filter(|of| of.applies()).count())
}

/// What rests on a document: requirements by name, and how many documents.
fn resting(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> Option<Part> {
    let requirements: Vec<&Requirement> = shared.aims.trace.served_by(ix).filter(|of| of.applies()).collect();
    let rests = |field: &str| matches!(field, "implements" | "evidence-for");
    let pointing = shared.aims.references_to(ix).filter(|reference| rests(&reference.field) && reference.from != ix);
    let documents = pointing.map(|reference| reference.from).collect::<BTreeSet<_>>().len();
    let mut parts = comma(requirements.iter().take(NAMED).map(|of| link.requirement(of)));
    let more = requirements.len().saturating_sub(NAMED);
    if more > 0 {
        let href = format!("{}#_serves", link.to(&routes::document(&shared.aims.document(ix).id)));
        let others = Part::Link { href, v: count(more, "more requirement") };
        parts = phrase!("{some} and {others}", some = parts, others);
    }
    if documents > 0 {
        let others = count(documents, "document");
        parts = match parts.is_empty() {
            true => vec![Part::text(others)],
            false => phrase!("{some} and {others}", some = parts, others),
        };
    }
    if parts.is_empty() {
        return None;
    }
    let parts = match requirements.len() + documents {
        1 => phrase!("{what} rests on it", what = parts),
        _ => phrase!("{what} rest on it", what = parts),
    };
    Some(Part::Aside { parts })
}

/// A sentence without the word that it leads with, where that stands before it already.
fn without_lead<'t>(text: &'t str, lead: &str) -> &'t str {
    let rest = text.strip_prefix(lead).and_then(|rest| rest.strip_prefix(' '));
    rest.filter(|_| !lead.is_empty()).unwrap_or(text)
}
