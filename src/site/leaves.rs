//! The pages of lists that are too long for one: where each stands, which rows it has, and the way from each to all others.

use std::ops::Range;

use super::address::Address;
pub(super) use super::address::path;
use super::address::{home, is_told};
use super::context::Shared;
use super::gathered::{Gathering, Topic, topics};
use super::heavy::{self, ITEMS};
use super::link::Linker;
use super::lists::{List, pieces};
use super::urgent;
use super::view::{Pages, Part};
use super::who::has_pages;
use crate::base::say;
use crate::base::text::count;
use crate::diag::Diagnostic;
use crate::model::DocIx;
use crate::model::soa::SoaRow;
use crate::register::Named;

/// What a page of a list is made from: all there is, the links of the page, and its number, which counts from 1.
pub(super) type Of<'s, 'a, 'l> = (&'s Shared<'a>, Linker<'l>, usize);

/// Every page of a list that has no address beside that.
pub(super) fn all<'a>(shared: &Shared<'a>) -> Vec<Address<'a>> {
    let mut lists = vec![
        List::Documents,
        List::Translations,
        List::Uncontrolled,
        List::Reviews,
        List::Skills,
        List::Waived,
        List::Matrix,
        List::Threads,
        List::Requirements,
        List::Risks,
        List::Systems,
        List::ImpactAssessments,
        List::RiskAssessments,
        List::Lives,
        List::SystemEvidence,
        List::Followed,
        List::Audits,
        List::AuditedControls,
        List::AuditedSystems,
        List::AuditedPairs,
        List::Populations,
        List::Sample,
    ];
    lists.extend((0..shared.registers.len()).map(List::Register));
    lists.extend(shared.lists.findings.keys().map(|code| List::Findings(code)));
    lists.extend(shared.months.keys().map(|(year, month)| List::Month(*year, *month)));
    lists.extend((0..shared.spans.len()).map(List::Between));
    lists.extend((0..shared.stated().count()).flat_map(|place| [List::Statement(place), List::OwnControls(place)]));
    let of = |topic| {
        let all = [Gathering::Commits, Gathering::Sources, Gathering::Serving, Gathering::Treated];
        all.map(|what| List::Of(topic, what))
    };
    lists.extend(topics(shared.aims).flat_map(of));
    if has_pages(shared.state.audience) {
        lists.extend([List::People, List::Roles, List::Named]);
        lists.extend(shared.readings.keys().map(|ix| List::Readers(*ix)));
        lists.extend(shared.to_read.keys().map(|place| List::ToRead(*place)));
    }
    let pages = lists.into_iter().filter(|list| is_told(shared, home(*list))).flat_map(|list| {
        let first = if matches!(list, List::Findings(_) | List::Between(_)) { 1 } else { 2 };
        (first..=cuts(shared, list).len()).map(move |page| Address::Part(list, page))
    });
    pages.collect()
}

/// Which rows of a list stand on each of its pages.
pub(super) fn cuts(shared: &Shared<'_>, list: List<'_>) -> Vec<Range<usize>> {
    pieces(&weights(shared, list), list.most())
}

/// Which rows of a list stand on a page of it, which counts from 1.
pub(super) fn rows(shared: &Shared<'_>, list: List<'_>, page: usize) -> Range<usize> {
    cuts(shared, list).into_iter().nth(page.saturating_sub(1)).unwrap_or_default()
}

/// How heavy each row of a list is, in bytes, as far as rows of it differ: about, and rather more. What a row says stands in
/// the front matter of its document; columns and signs come on top.
fn weights(shared: &Shared<'_>, list: List<'_>) -> Vec<usize> {
    let lists = &shared.lists;
    let same = |rows: usize| vec![0; rows];
    let fronts = |all: &[DocIx]| all.iter().map(|ix| front(shared, *ix)).collect::<Vec<_>>();
    match list {
        List::Documents => lists.documents.iter().map(|ix| 300 + shared.aims.document(*ix).title.len()).collect(),
        List::Translations => same(lists.translations.len()),
        List::Uncontrolled => {
            lists.uncontrolled.iter().map(|ix| 100 + 2 * shared.aims.document(*ix).path.as_str().len()).collect()
        }
        List::Reviews => lists.reviews.iter().map(|(_, ix, _)| review(shared, *ix)).collect(),
        List::Register(place) => of_register(shared, place),
        List::Skills => shared.skills.iter().map(super::skills::Table::weight).collect(),
        List::Findings(code) => lists.findings.get(code).into_iter().flatten().map(|found| finding(found)).collect(),
        List::Waived => shared.findings.waived.iter().map(|of| finding(&of.finding) + of.reason.len()).collect(),
        List::Requirements => shared.traced.weights[0].clone(),
        List::Matrix => shared.traced.weights[1].clone(),
        List::Threads => shared.traced.weights[2].clone(),
        List::Month(year, month) => shared.months.get(&(year, month)).map_or_else(Vec::new, |all| commits(shared, all)),
        List::Between(place) => same(shared.spans.get(place).map_or(0, |span| span.rows.len())),
        List::Risks => fronts(&lists.risks),
        List::Systems => fronts(&lists.systems),
        List::ImpactAssessments => fronts(&lists.impact),
        List::RiskAssessments => fronts(&lists.risk),
        List::Followed => same(lists.systems.len()),
        List::Lives => same(shared.aims.about().systems().len()),
        List::SystemEvidence => {
            let bound = shared.aims.trace.controls().filter(|control| !control.by_system.is_empty()).count();
            vec![200 + 70 * bound; shared.aims.about().in_use().len()]
        }
        List::Audits => same(shared.audited.of_cycle().len()),
        List::AuditedControls => same(shared.subjects[0].len()),
        // Without controls that are bound to systems there is no pair.
        List::AuditedPairs if shared.audited.bound().is_empty() => Vec::new(),
        List::AuditedSystems | List::AuditedPairs => same(shared.subjects[1].len()),
        List::Statement(place) => statement(shared, place),
        List::OwnControls(place) => {
            let of = shared.stated().nth(place).and_then(|of| Some((of, shared.aims.soa_of(&of.id)?)));
            of.map(|(of, soa)| soa.own_controls(of).into_iter().map(row).collect()).unwrap_or_default()
        }
        List::Populations => same(shared.drawn[0]),
        List::Sample => same(shared.drawn[1]),
        List::People => same(shared.who.people().len()),
        List::Roles => same(shared.who.roles().len()),
        List::Named => same(shared.who.named().len()),
        List::Readers(ix) => same(shared.readings.get(&ix).map_or(0, |readings| readings.named.len())),
        List::ToRead(place) => same(shared.to_read.get(&place).map_or(0, Vec::len)),
        List::Of(topic, what) => gathered(shared, topic, what),
    }
}

/// A row of what is due has the title and whose the document is.
fn review(shared: &Shared<'_>, ix: DocIx) -> usize {
    let document = shared.aims.document(ix);
    390 + document.title.len() + document.fields.text("owner").map_or(0, str::len)
}

/// A finding has what is there and how it is mended, with marks around what is code.
fn finding(of: &Diagnostic) -> usize {
    let words = |text: &str| text.len() + 6 * text.matches('`').count();
    560 + words(&of.message) + of.help.as_deref().map_or(0, words) + of.place.path.as_str().len()
}

/// Commits by their places, each with all that an entry tells of it.
fn commits(shared: &Shared<'_>, places: &[usize]) -> Vec<usize> {
    places.iter().map(|place| shared.history.revisions.get(*place).map_or(0, heavy::commit)).collect()
}

/// A commit weighs what it says and the documents that a row names.
fn gathered(shared: &Shared<'_>, topic: Topic<'_>, what: Gathering) -> Vec<usize> {
    let Some(gathered) = shared.gathered.of(topic) else { return Vec::new() };
    let commit = |place: usize, changes: usize| {
        let subject = shared.history.revisions.get(place).map_or(0, |revision| revision.subject.len());
        110 + subject + 210 * changes.min(ITEMS)
    };
    let titled = |ix: &DocIx| 400 + shared.aims.document(*ix).title.len();
    let requirement = topic.requirement();
    match what {
        Gathering::Commits => gathered.commits.iter().map(|(place, of)| commit(*place, of.len())).collect(),
        Gathering::Sources => gathered.documents.iter().map(titled).collect(),
        Gathering::Serving => requirement.map_or_else(Vec::new, |of| of.documents().map(|ix| titled(&ix)).collect()),
        Gathering::Treated => {
            requirement.map_or_else(Vec::new, |of| shared.risks_treated_by(of).iter().map(titled).collect())
        }
    }
}

fn of_register(shared: &Shared<'_>, place: usize) -> Vec<usize> {
    let Some(kind) = shared.registers.get(place).and_then(Named::kind) else { return Vec::new() };
    let documents = shared.aims.named(&kind.name);
    let order = urgent::order(shared, kind).unwrap_or_else(|| (0..documents.len()).collect());
    order.into_iter().filter_map(|place| documents.get(place)).map(|(ix, _)| front(shared, *ix)).collect()
}

/// What a row may weigh that shows the front matter of a document.
fn front(shared: &Shared<'_>, ix: DocIx) -> usize {
    shared.fronts.get(ix.index()).copied().unwrap_or_default()
}

/// The controls that a statement of applicability is about, in its order, each by what it says of it.
fn statement(shared: &Shared<'_>, place: usize) -> Vec<usize> {
    let Some(of) = shared.stated().nth(place) else { return Vec::new() };
    let Some(soa) = shared.aims.soa_of(&of.id) else { return Vec::new() };
    let controls = of.areas.iter().flat_map(|area| of.controls_of(area));
    controls.map(|control| soa.row(&control.id).map_or(0, row)).collect()
}

fn row(row: &SoaRow) -> usize {
    let named = row.risks.len() + row.documents.len() + row.evidence.len();
    700 + row.reason.as_ref().map_or(0, |reason| reason.value.len()) + 80 * named
}

/// The way to all pages of a list from one of them, where there are several: each with what `name` calls its first and its
/// last row.
pub(super) fn turn(
    shared: &Shared<'_>,
    link: Linker<'_>,
    list: List<'_>,
    page: usize,
    name: impl Fn(usize) -> String,
) -> Option<Pages> {
    let pages = cuts(shared, list);
    if pages.len() < 2 {
        return None;
    }
    let item = |(place, rows): (usize, &Range<usize>)| {
        let number = place + 1;
        let (from, until) = (name(rows.start), name(rows.end.saturating_sub(1)));
        let words = match (from == until, from.is_empty()) {
            (_, true) => say!("Page {page}", page = number),
            (true, _) => format!("{number}: {from}"),
            (false, _) => say!("{number}: {from} to {until}", number, from, until),
        };
        match number == page {
            true => vec![Part::Strong { v: words }],
            false => vec![Part::Link { href: link.to(&path(shared, list, number)), v: words }],
        }
    };
    let length = pages.last().map_or(0, |rows| rows.end);
    let here = pages.get(page.saturating_sub(1)).map_or(0, ExactSizeIterator::len);
    Some(Pages {
        label: say!(
            "This is page {page} of {pages}, with {here} of {length}.",
            page,
            pages = pages.len(),
            here = if list == List::Threads { count(here, "drawing") } else { count(here, "row") },
            length
        ),
        total: length,
        search: link.to(Address::Search.at()),
        items: pages.iter().enumerate().map(item).collect(),
    })
}

/// The same of a list of documents, which are called by their ids.
pub(super) fn turn_documents(
    shared: &Shared<'_>,
    link: Linker<'_>,
    list: List<'_>,
    page: usize,
    all: &[DocIx],
) -> Option<Pages> {
    let name = |place: usize| all.get(place).map(|ix| shared.aims.document(*ix).id.clone()).unwrap_or_default();
    turn(shared, link, list, page, name)
}
