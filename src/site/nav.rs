//! The way around: five groups of places, each with how many there are of what and what of it is late.
//!
//! It is the same on every page but for the way there and the place that is marked, so it is worked out once for a site and
//! written anew, as a few hundred pieces of text, for each page.

use std::collections::BTreeMap;

use super::address::{Address, FIXED, Fixed, Section, fixed_of};
use super::context::Shared;
use super::gathered::Topic;
use super::lists::List;
use super::markup::{attribute, element, text};
use super::parts::more;
use super::routes;
use crate::base::text::count;
use crate::base::{mark, say, wording};
use crate::diag::Level;
use crate::model::due;
use crate::model::kinds::Kind;
use crate::model::tier::Tier;
use crate::model::trace::{Applicability, Place, Requirement, RequirementKind, Rung};
use crate::model::{Aims, DocIx};

/// A group of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Group {
    Start,
    Requirements,
    Registers,
    Improve,
    Documents,
}

/// The groups, each with the sections of the menu that stand in it, in their order.
const GROUPS: [(Group, &[Section]); 5] = [
    (Group::Start, &[Section::Overview, Section::Audit, Section::People, Section::About]),
    (
        Group::Requirements,
        &[Section::Clauses, Section::Controls, Section::Statement, Section::Frameworks, Section::Traceability],
    ),
    (Group::Registers, &[Section::Systems, Section::Risks, Section::Assessments]),
    (Group::Improve, &[Section::Findings]),
    (Group::Documents, &[Section::Documents, Section::Reviews, Section::Changes]),
];

impl Group {
    /// Its heading.
    fn said(self) -> &'static str {
        match self {
            Self::Start => say!("Start"),
            Self::Requirements => say!("Requirements"),
            Self::Registers => say!("Registers"),
            Self::Improve => say!("Check and improve"),
            Self::Documents => say!("Documents"),
        }
    }
}

/// Kinds by which an AIMS looks at itself and gets better.
const CHECKING: [&str; 8] = [
    "audit",
    "management-review",
    "nonconformity",
    "incident",
    "concern",
    "improvement",
    "control-test",
    "certification",
];

/// Kinds whose registers are asked for most; others are folded away, unless there are few.
const OFTEN: [&str; 5] = ["objective", "supplier", "competence", "change", "record"];

/// As many registers as a group shows beside those that are asked for most, before it folds any away.
const FEW: usize = 3;

/// As many entries of a group are on every page. Where a team has more kinds of its own, the page that tells what is published
/// leads to the others.
const ON_EVERY_PAGE: usize = 60;

/// How many controls or clauses are named beside the one that a page is about.
const BESIDE: usize = 12;

/// The groups of places.
pub(super) struct Nav<'a> {
    groups: Vec<Places<'a>>,
}

struct Places<'a> {
    of: Group,
    entries: Vec<Entry<'a>>,
    /// Those that are folded away until they are asked for.
    folded: Vec<Entry<'a>>,
}

struct Entry<'a> {
    place: Where<'a>,
    path: String,
    words: String,
    tally: Tally,
    /// Pages of the same section, told where one of them is open.
    inner: Vec<(&'static str, &'static str)>,
}

/// What belongs to an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where<'a> {
    /// The pages of a section.
    Section(Section),
    /// The documents of a kind.
    Kind(&'a str),
}

/// How many there are, and what of it is late.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Tally {
    words: String,
    late: bool,
    /// What there is to know beside the number.
    title: Option<String>,
}

impl Tally {
    fn of(number: usize) -> Self {
        Self { words: number.to_string(), ..Self::default() }
    }

    /// How many, or how many of them are late where any is.
    fn late(number: usize, late: usize) -> Self {
        match late {
            0 if number == 0 => Self::default(),
            0 => Self::of(number),
            late => Self { words: say!("{n} late", n = late), late: true, title: None },
        }
    }
}

/// How many living documents there are of each kind, and how many of them are late.
type Kinds<'a> = BTreeMap<&'a str, (usize, usize)>;

impl<'a> Nav<'a> {
    pub(super) fn new(shared: &Shared<'a>) -> Self {
        let kinds = kinds(shared.aims);
        let there = |page: &Fixed| fixed_of(shared).any(|other| other.path == page.path);
        let mut groups: Vec<Places<'a>> = GROUPS
            .iter()
            .map(|(of, sections)| {
                let pages = sections.iter().map(|section| (*section, first_of(*section)));
                let pages = pages.filter(|(_, page)| there(page));
                let entries = pages.map(|(section, page)| entry(shared, &kinds, (section, page))).collect();
                Places { of: *of, entries, folded: Vec::new() }
            })
            .collect();
        for named in shared.registers.iter() {
            let Some(kind) = named.kind() else { continue };
            let (number, late) = kinds.get(kind.name.as_str()).copied().unwrap_or_default();
            let tally = Tally::late(number, late);
            let entry = Entry {
                place: Where::Kind(&kind.name),
                path: routes::register(&named.id),
                words: wording::known(shared.aims.plural_of(kind)).to_owned(),
                tally: if shared.is_partial() { Tally::default() } else { tally },
                inner: Vec::new(),
            };
            if let Some(group) = groups.iter_mut().find(|group| group.of == group_of_kind(kind)) {
                let often = CHECKING.contains(&&*kind.name) || OFTEN.contains(&&*kind.name) || late > 0;
                if often { group.entries.push(entry) } else { group.folded.push(entry) }
            }
        }
        for group in &mut groups {
            if group.folded.len() <= FEW && group.of != Group::Documents {
                group.entries.append(&mut group.folded);
            }
        }
        Self { groups }
    }

    /// It as HTML for the page at an address, from which `root` leads to the top of the site.
    pub(super) fn write(&self, shared: &Shared<'_>, address: Address<'_>, root: &str) -> String {
        let page = address.path(shared);
        let here = Here { page: &page, root, place: place_of(shared, address) };
        let beside = beside(shared, address);
        let mut out = String::with_capacity(4096);
        let groups = self.groups.iter().enumerate();
        for (number, group) in groups.filter(|(_, group)| !group.entries.is_empty() || !group.folded.is_empty()) {
            let id = format!("_n{number}");
            out.push_str(&format!("<div><p id=\"{id}\">"));
            element(&mut out, "", group.of.said(), &format!("</p><ul aria-labelledby=\"{id}\">"));
            self.list(&mut out, &here, (&group.entries, &beside));
            out.push_str("</ul>");
            if !group.folded.is_empty() {
                let open = group.folded.iter().any(|entry| Some(entry.place) == here.place);
                out.push_str(if open { "<details open><summary>" } else { "<details><summary>" });
                let what = if group.of == Group::Documents { say!("By kind") } else { say!("More registers") };
                element(&mut out, "", what, &format!("</summary><ul aria-labelledby=\"{id}\">"));
                self.list(&mut out, &here, (&group.folded, &beside));
                out.push_str("</ul></details>");
            }
            out.push_str("</div>\n");
        }
        out
    }

    /// The entries of a list, of very many the first, and the one where the page is.
    fn list(&self, out: &mut String, here: &Here<'_>, (entries, beside): (&[Entry<'_>], &[&Requirement])) {
        let (first, rest) = entries.split_at(entries.len().min(ON_EVERY_PAGE));
        let open = rest.iter().find(|entry| Some(entry.place) == here.place);
        first.iter().chain(open).for_each(|entry| here.entry(out, entry, beside));
        if let Some(words) = more(rest.len(), usize::from(open.is_some())) {
            let mut all = self.groups.iter().flat_map(|group| &group.entries);
            let about = all.find(|entry| entry.place == Where::Section(Section::About));
            out.push_str("<li>");
            here.link(
                out,
                about.map_or(first_of(Section::Documents).path, |about| &about.path),
                false,
                words.trim_start(),
            );
            out.push_str("</a></li>");
        }
    }
}

/// Where a page is.
struct Here<'p> {
    page: &'p str,
    root: &'p str,
    place: Option<Where<'p>>,
}

impl Here<'_> {
    fn entry(&self, out: &mut String, entry: &Entry<'_>, beside: &[&Requirement]) {
        let is_here = self.place == Some(entry.place);
        out.push_str("<li>");
        self.link(out, &entry.path, is_here, &entry.words);
        if !entry.tally.words.is_empty() {
            out.push_str(if entry.tally.late { " <b class=\"late\"" } else { " <b" });
            if let Some(title) = &entry.tally.title {
                attribute(out, "title", title);
            }
            element(out, ">", &entry.tally.words, "</b>");
        }
        out.push_str("</a>");
        let section = matches!(entry.place, Where::Section(_));
        if is_here && section && (!entry.inner.is_empty() || !beside.is_empty()) {
            out.push_str("<ul>");
            for requirement in beside {
                out.push_str("<li>");
                self.link(out, &routes::requirement(requirement), false, "");
                element(out, "<span class=\"id\">", &requirement.name, "</span> ");
                text(out, wording::titled(&requirement.id, &requirement.title));
                out.push_str("</a></li>");
            }
            for (path, words) in &entry.inner {
                out.push_str("<li>");
                self.link(out, path, false, wording::of(words));
                out.push_str("</a></li>");
            }
            out.push_str("</ul>");
        }
        out.push_str("</li>");
    }

    /// The beginning of a link, with its words.
    fn link(&self, out: &mut String, path: &str, branch: bool, words: &str) {
        let href = format!("{}{}", self.root, routes::relative("", path));
        out.push_str("<a");
        attribute(out, "href", &href);
        if path == self.page {
            out.push_str(" aria-current=\"page\"");
        } else if branch {
            out.push_str(" aria-current=\"true\"");
        }
        element(out, ">", words, "");
    }
}

/// The first page of a section.
fn first_of(section: Section) -> &'static Fixed {
    FIXED.iter().find(|page| page.section == Some(section)).unwrap_or(&FIXED[0])
}

fn group_of_kind(kind: &Kind) -> Group {
    match kind.tier {
        _ if CHECKING.contains(&&*kind.name) => Group::Improve,
        _ if OFTEN.contains(&&*kind.name) => Group::Registers,
        // What says what is to be done, and what does it, is a text.
        Some(Tier::Says | Tier::Does) => Group::Documents,
        _ => Group::Registers,
    }
}

fn entry<'a>(shared: &Shared<'a>, kinds: &Kinds<'_>, (section, page): (Section, &'static Fixed)) -> Entry<'a> {
    let others = fixed_of(shared).filter(|other| other.section == page.section && other.path != page.path);
    let since = shared.since.filter(|_| section == Section::Changes).map(|_| (routes::SINCE, mark!("Since")));
    Entry {
        place: Where::Section(section),
        path: page.path.to_owned(),
        words: wording::of(words(section, page.here)).to_owned(),
        // What everybody may read says nothing of how much there is.
        tally: if shared.is_partial() { Tally::default() } else { tally(shared, kinds, page.address) },
        inner: others.map(|other| (other.path, other.here)).chain(since).collect(),
    }
}

/// What an entry is called, where that is not what its page is called.
fn words(section: Section, here: &'static str) -> &'static str {
    match section {
        Section::Audit => mark!("For auditors"),
        Section::Documents => mark!("All documents"),
        Section::Reviews => mark!("Reviews due"),
        Section::About => mark!("About and verify"),
        _ => here,
    }
}

fn tally(shared: &Shared<'_>, kinds: &Kinds<'_>, address: Address<'_>) -> Tally {
    let aims = shared.aims;
    match address {
        Address::Controls => {
            // Where there is a statement, those of which none says whether they apply are not among those that do.
            let said = |of: &&Requirement| aims.soas.is_empty() || of.applicability != Applicability::Unmentioned;
            at_the_top(aims.trace.controls().filter(said))
        }
        Address::Clauses => at_the_top(aims.asking_clauses()),
        Address::Frameworks => Tally::of(aims.catalog.frameworks().len()),
        Address::Systems | Address::Risks | Address::Assessments => {
            let is_one =
                |name: &str| aims.kinds.get(name).is_some_and(|kind| address.kinds().contains(&kind.counts_as()));
            let found = kinds.iter().filter(|(name, _)| is_one(name)).map(|(_, found)| found);
            let (number, late) = found.fold((0, 0), |(number, late), (more, later)| (number + more, late + later));
            Tally::late(number, late)
        }
        Address::Findings => {
            let found = &shared.findings.found;
            match found.iter().filter(|finding| finding.level == Level::Error).count() {
                0 => Tally::of(found.len()),
                errors => Tally { words: count(errors, "error"), late: true, title: None },
            }
        }
        Address::Documents => Tally::of(aims.iter().filter(|(_, document)| document.controlled).count()),
        Address::Reviews => Tally::late(0, aims.iter().filter(|(ix, _)| aims.review(*ix).is_overdue()).count()),
        _ => Tally::default(),
    }
}

/// How many of those that apply stand at the top of the ladder.
fn at_the_top<'r>(requirements: impl Iterator<Item = &'r Requirement>) -> Tally {
    let told: Vec<&Requirement> = requirements.filter(|of| matches!(of.place(), Place::On(_))).collect();
    if told.is_empty() {
        return Tally::default();
    }
    let top = told.iter().filter(|of| of.place() == Place::On(Rung::Current)).count();
    let claimed = told.iter().filter(|of| of.is_claimed()).count();
    let title = (claimed > 0).then(|| {
        say!("{n} current, of which {claimed} by an approval that nobody is on record to have given", n = top, claimed)
    });
    Tally { words: say!("{n} of {all}", n = top, all = told.len()), late: false, title }
}

fn kinds(aims: &Aims) -> Kinds<'_> {
    let mut kinds = Kinds::new();
    for (ix, document) in aims.iter().filter(|(_, document)| !document.is_retired()) {
        if let Some(kind) = document.kind.as_deref().map(|kind| kind.name.as_str()) {
            let (number, late) = kinds.entry(kind).or_default();
            *number += 1;
            *late += usize::from(is_late(aims, ix));
        }
    }
    kinds
}

/// Whether the review of a document is overdue, or what it asks for.
fn is_late(aims: &Aims, ix: DocIx) -> bool {
    aims.review(ix).is_overdue() || due::open_in(aims, ix).is_some_and(|due| due.date < aims.today)
}

/// The entry that a page belongs to.
fn place_of<'p>(shared: &'p Shared<'_>, address: Address<'_>) -> Option<Where<'p>> {
    // Texts of old belong to what became of their document.
    let of_past = match address {
        Address::Text(of, _) => shared.pasts.at(of).and_then(|of| of.ix),
        _ => None,
    };
    match of_past.map_or(address, Address::Document) {
        Address::Document(ix) | Address::Record(ix) | Address::RecordOfYear(ix, _) => {
            let Some(kind) = shared.aims.document(ix).kind.as_deref().map(|kind| kind.name.as_str()) else {
                return Some(Where::Section(Section::Documents));
            };
            let section = FIXED.iter().find(|page| page.kinds.contains(&kind)).and_then(|page| page.section);
            Some(section.map_or(Where::Kind(kind), Where::Section))
        }
        Address::Register(place) | Address::Part(List::Register(place), _) => {
            shared.registers.get(place)?.kind().map(|kind| Where::Kind(&kind.name))
        }
        other => other.section().map(Where::Section),
    }
}

/// The controls or clauses beside the one that a page is about.
fn beside<'s>(shared: &'s Shared<'_>, address: Address<'_>) -> Vec<&'s Requirement> {
    let (Address::Requirement(of)
    | Address::RequirementHistory(of)
    | Address::Part(List::Of(Topic::Requirement(of), _), _)) = address
    else {
        return Vec::new();
    };
    let trace = &shared.aims.trace;
    let same = |other: &&Requirement| other.framework == of.framework && family(other) == family(of);
    let all: Vec<&Requirement> = match of.kind {
        RequirementKind::Clause => trace.clauses().filter(same).collect(),
        _ => trace.controls().filter(same).collect(),
    };
    let here = all.iter().position(|other| other.id == of.id).unwrap_or_default();
    let first = here.saturating_sub(BESIDE / 2).min(all.len().saturating_sub(BESIDE));
    all.into_iter().skip(first).take(BESIDE).collect()
}

/// What a requirement shares with those beside it: the clause or the area that it stands in.
fn family(requirement: &Requirement) -> (RequirementKind, &str) {
    let id = requirement.id.as_str();
    let parts = if requirement.kind == RequirementKind::Control { 2 } else { 1 };
    let end = id.match_indices('.').nth(parts - 1).map_or(id.len(), |(at, _)| at);
    (requirement.kind, if requirement.kind == RequirementKind::OwnControl { "" } else { &id[..end] })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_section_stands_in_one_group() {
        for section in FIXED.iter().filter_map(|page| page.section) {
            let groups = GROUPS.iter().filter(|(_, sections)| sections.contains(&section));
            assert_eq!(groups.count(), 1, "{section:?}");
        }
    }

    #[test]
    fn what_is_late_is_told_in_the_place_of_how_many_there_are() {
        assert_eq!(Tally::late(0, 0), Tally::default());
        assert_eq!(Tally::late(4, 0).words, "4");
        assert_eq!(Tally::late(4, 2), Tally { words: "2 late".into(), late: true, title: None });
    }
}
