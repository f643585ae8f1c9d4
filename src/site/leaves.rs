//! The pages of lists that are too long for one: where each stands, which rows it has, and the way from each to all others.

use std::ops::Range;

use super::address::Address;
use super::context::Shared;
use super::link::Linker;
use super::lists::{List, pieces};
use super::routes;
use super::view::{Pages, Part};
use super::who::has_pages;
use crate::base::text::count;
use crate::base::{date, say, wording};
use crate::model::DocIx;
use crate::model::soa::SoaRow;
use crate::register::Named;

/// Every page of a list that has no address beside that.
pub(super) fn all<'a>(shared: &Shared<'a>) -> Vec<Address<'a>> {
    let mut lists = vec![
        List::Documents,
        List::Translations,
        List::Uncontrolled,
        List::Reviews,
        List::Skills,
        List::Waived,
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
    lists.extend((0..shared.stated().count()).flat_map(|place| [List::Statement(place), List::OwnControls(place)]));
    if has_pages(shared.state.audience) {
        lists.extend([List::People, List::Roles, List::Named]);
        lists.extend(shared.readings.keys().map(|ix| List::Readers(*ix)));
        lists.extend(shared.to_read.keys().map(|place| List::ToRead(*place)));
    }
    let pages = lists.into_iter().flat_map(|list| {
        let first = if matches!(list, List::Findings(_)) { 1 } else { 2 };
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
        List::Reviews => same(lists.reviews.len()),
        List::Register(place) => of_register(shared, place),
        List::Skills => shared.skills.iter().map(super::skills::Table::weight).collect(),
        List::Findings(code) => same(lists.findings.get(code).map_or(0, Vec::len)),
        List::Waived => same(shared.findings.waived.len()),
        List::Month(year, month) => same(shared.months.get(&(year, month)).map_or(0, Vec::len)),
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
        List::Readers(ix) => same(shared.readings.get(&ix).map_or(0, Vec::len)),
        List::ToRead(place) => same(shared.to_read.get(&place).map_or(0, Vec::len)),
    }
}

fn of_register(shared: &Shared<'_>, place: usize) -> Vec<usize> {
    let Some(kind) = shared.registers.get(place).and_then(Named::kind) else { return Vec::new() };
    shared.aims.of_kind(&kind.name).into_iter().map(|(ix, _)| front(shared, ix)).collect()
}

/// What a row may weigh that shows the front matter of a document.
fn front(shared: &Shared<'_>, ix: DocIx) -> usize {
    shared.fronts.get(ix.index()).copied().unwrap_or_default()
}

/// The controls that a statement of applicability is about, in its order, each by what it says of it.
fn statement(shared: &Shared<'_>, place: usize) -> Vec<usize> {
    let Some(of) = shared.stated().nth(place) else { return Vec::new() };
    let soa = shared.aims.soa_of(&of.id);
    let controls = of.areas.iter().flat_map(|area| of.controls_of(area));
    controls.map(|control| soa.and_then(|soa| soa.row(&control.id)).map_or(0, row)).collect()
}

fn row(row: &SoaRow) -> usize {
    700 + row.reason.as_ref().map_or(0, |reason| reason.value.len()) + 80 * (row.risks.len() + row.documents.len())
}

/// Where a page of a list stands. Its first page has the address that the list has where it is short.
pub(super) fn path(shared: &Shared<'_>, list: List<'_>, page: usize) -> String {
    if page < 2 { begins(shared, list) } else { format!("{}-{page}.html", stem(shared, list)) }
}

fn register<'s>(shared: &'s Shared<'_>, place: usize) -> &'s str {
    shared.registers.get(place).map_or("", |named| &named.id)
}

fn person<'s>(shared: &'s Shared<'_>, place: usize) -> &'s str {
    shared.who.all().get(place).map_or("", |who| &who.path)
}

/// The page that a list begins on, which may hold other things too, where that is one that every site has.
fn home(list: List<'_>) -> Address<'static> {
    match list {
        List::Documents
        | List::Translations
        | List::Uncontrolled
        | List::Register(_)
        | List::Skills
        | List::Readers(_) => Address::Documents,
        List::Reviews => Address::Reviews,
        List::Findings(_) | List::Waived => Address::Findings,
        List::Month(..) => Address::Changes,
        List::Risks => Address::Risks,
        List::Systems => Address::Systems,
        List::ImpactAssessments | List::RiskAssessments => Address::Assessments,
        List::Lives | List::SystemEvidence => Address::SystemEvidence,
        List::Followed => Address::Audit,
        List::Statement(_) | List::OwnControls(_) => Address::Statement,
        List::Audits | List::AuditedControls | List::AuditedSystems | List::AuditedPairs => Address::Coverage,
        List::Populations | List::Sample => Address::Samples,
        List::People | List::Roles | List::Named | List::ToRead(_) => Address::People,
    }
}

/// Where a list begins.
fn begins(shared: &Shared<'_>, list: List<'_>) -> String {
    match list {
        List::Register(place) => routes::register(register(shared, place)),
        List::Skills => shared.competence().map_or_else(String::new, |place| begins(shared, List::Register(place))),
        List::Findings(code) => routes::findings_of(code),
        List::Month(year, month) => routes::month(year, month),
        List::Statement(place) | List::OwnControls(place) if place > 0 => {
            shared.stated().nth(place).map_or_else(String::new, |of| routes::statement(&of.id))
        }
        List::Readers(ix) => routes::document(&shared.aims.document(ix).id),
        List::ToRead(place) => person(shared, place).to_owned(),
        other => home(other).at().to_owned(),
    }
}

/// What the paths of its further pages begin with.
fn stem(shared: &Shared<'_>, list: List<'_>) -> String {
    let name = match list {
        List::Documents => "documents",
        List::Translations => "translations",
        List::Uncontrolled => "uncontrolled",
        List::Reviews => "reviews",
        List::Register(place) => return format!("lists/registers/{}", register(shared, place)),
        List::Skills => "skills",
        List::Findings(code) => return format!("findings/{code}"),
        List::Waived => "waived",
        List::Month(year, month) => return format!("changes/{year:04}-{month:02}"),
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
        List::ToRead(place) => return format!("lists/{}-reads", person(shared, place).trim_end_matches(".html")),
    };
    format!("lists/{name}")
}

/// The first framework has the plain name, as its statement has.
fn of_framework(shared: &Shared<'_>, name: &str, place: usize) -> String {
    let of = shared.stated().nth(place).filter(|_| place > 0);
    of.map_or_else(|| name.to_owned(), |of| format!("{name}-of/{}", of.id))
}

/// The entry of the menu that a page of a list belongs to.
pub(super) fn section(list: List<'_>) -> Option<&'static str> {
    home(list).section()
}

/// The pages above a further page of a list, without the overview: paths and words.
pub(super) fn above(shared: &Shared<'_>, list: List<'_>) -> Vec<(String, String)> {
    let to = |page: Address<'_>| (page.at().to_owned(), page.said().to_owned());
    let first = match list {
        List::Register(place) => shared.registers.get(place).map(|named| named.about.clone()),
        List::Skills => shared.competence().and_then(|place| Some(shared.registers.get(place)?.about.clone())),
        List::Findings(code) => Some(code.to_owned()),
        List::Month(year, month) => Some(date::month_title(year, month)),
        List::Readers(ix) => Some(shared.aims.document(ix).id.clone()),
        List::ToRead(place) => shared.who.all().get(place).map(|who| super::view::line(&who.name)),
        List::Statement(place) | List::OwnControls(place) if place > 0 => {
            shared.stated().nth(place).map(|of| of.short.clone())
        }
        List::Lives | List::SystemEvidence => return vec![to(Address::Systems), to(home(list))],
        List::Audits
        | List::AuditedControls
        | List::AuditedSystems
        | List::AuditedPairs
        | List::Populations
        | List::Sample => {
            return vec![to(Address::Audit), to(home(list))];
        }
        _ => None,
    };
    let first = first.map(|words| (begins(shared, list), wording::known(&words).to_owned()));
    std::iter::once(to(home(list))).chain(first).collect()
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
            here = count(here, "row"),
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
