//! What can be found: documents, requirements, people, findings and the rest, each with the words by which it is.

use std::collections::BTreeMap;
use std::mem::discriminant;

use super::passages::{Passage, passages};
use crate::base::{date, mark, say, wording};
use crate::check::{RULES, Rule};
use crate::diag::Diagnostic;
use crate::history::short;
use crate::model::DocIx;
use crate::model::catalog::{Framework, Item, Point, natural_key};
use crate::model::document::Document;
use crate::model::trace::{Place, Requirement, RequirementKind};
use crate::site::address::{Address, FIXED, Section, fixed_of, is_told};
use crate::site::context::{Shared, published};
use crate::site::pages::said;
use crate::site::parts::kind_label;
use crate::site::routes;
use crate::site::view::{Sign, plain, sentence};
use crate::site::who::has_pages;

/// How many findings can be found, the first ones.
const FINDINGS: usize = 5_000;

/// How many versions of one document can be found, the newest ones.
const VERSIONS: usize = 200;

/// Something that can be found.
#[derive(Debug, Clone)]
pub(super) enum Entry<'a> {
    Document(DocIx),
    Requirement(&'a Requirement),
    /// What another framework asks.
    Item(&'a Framework, &'a Item),
    Person(String, Named),
    Finding(&'a Diagnostic),
    /// A version of a document, by its place among them.
    Version(DocIx, usize),
    /// A page that every site has once, or the register of a kind by its place.
    Page(Address<'a>),
    /// The commits of a month.
    Month((i16, i8)),
    Rule(&'static Rule),
}

/// How often somebody is named.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Named {
    owner: usize,
    author: usize,
    approver: usize,
    acts: usize,
}

/// Entries of one sort: what results are told by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// What they are called, as it stands in the source.
    pub title: &'static str,
    /// The page that has all of them.
    pub index: String,
    /// How many there are.
    pub count: usize,
    /// How much what is found among them weighs, in hundredths: the team's own texts come before what they answer to, and
    /// before what is told of them.
    pub weight: u8,
}

/// What is told of an entry, and the words by which it is found.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Told {
    /// Its id; empty where it has none.
    pub id: String,
    /// What else it is called by, as weighty as its title.
    pub also: Vec<String>,
    pub title: String,
    /// Whether its title is that of something else.
    pub borrowed: bool,
    /// A few words on what it is.
    pub note: String,
    /// The link to it from the top of the site.
    pub href: String,
    pub passages: Vec<Passage>,
}

/// Everything that can be found, by group. Within a group what is in force comes first, then it goes by ids.
pub(super) fn entries<'a>(shared: &Shared<'a>) -> (Vec<Group>, Vec<Entry<'a>>) {
    let aims = shared.aims;
    let (systems, documents): (Vec<_>, Vec<_>) = documents(shared).partition(|ix| aims.document(*ix).is("system"));
    let requirements = |clause: bool| {
        let all = aims.trace.clauses().chain(aims.trace.controls());
        all.filter(move |of| (of.kind == RequirementKind::Clause) == clause).map(Entry::Requirement).collect()
    };
    let versions = documents.iter().chain(&systems).flat_map(|ix| versions(shared, *ix)).collect();
    let of = |ixs: Vec<DocIx>| ixs.into_iter().map(Entry::Document).collect();
    let findings = shared.findings.found.iter().take(FINDINGS).map(Entry::Finding).collect();
    let has_rules = is_told(shared, Address::Rules);
    let rules = RULES.iter().copied().filter(|_| has_rules).map(Entry::Rule).collect();
    let people_index = if has_pages(shared.state.audience) { Address::People } else { Address::Documents };
    let all: [(&str, u8, Address<'_>, Vec<Entry<'a>>); 10] = [
        (mark!("Documents"), 100, Address::Documents, of(documents)),
        (mark!("AI systems"), 100, Address::Systems, of(systems)),
        (mark!("Controls"), 100, Address::Controls, requirements(false)),
        (mark!("Clauses"), 100, Address::Clauses, requirements(true)),
        (mark!("Other requirements"), 25, Address::Frameworks, items(shared)),
        (mark!("People and roles"), 100, people_index, people(shared)),
        (mark!("Pages"), 80, Address::Overview, pages(shared)),
        (mark!("Findings"), 20, Address::Findings, findings),
        (mark!("Versions"), 15, Address::InForce, versions),
        (mark!("Rules of the check"), 25, Address::Rules, rules),
    ];
    let group = |(title, weight, index, entries): &(&'static str, u8, Address<'_>, Vec<_>)| Group {
        title,
        index: if is_told(shared, *index) { *index } else { Address::Documents }.at().to_owned(),
        count: entries.len(),
        weight: *weight,
    };
    let groups = all.iter().map(group).collect();
    (groups, all.into_iter().flat_map(|(.., entries)| entries).collect())
}

fn documents<'s>(shared: &'s Shared<'_>) -> impl Iterator<Item = DocIx> + use<'s> {
    let mut all: Vec<(DocIx, &Document)> = shared.aims.iter().collect();
    all.sort_by_cached_key(|(_, document)| (document.is_retired(), !document.controlled, natural_key(&document.id)));
    all.into_iter().map(|(ix, _)| ix)
}

/// The versions of a document that have a number, the newest first.
fn versions<'a>(shared: &Shared<'a>, ix: DocIx) -> impl Iterator<Item = Entry<'a>> + use<'a> {
    let versions = shared.history.versions(&shared.aims.document(ix).path);
    let newest = versions.iter().enumerate().rev().filter(|(_, version)| version.label.is_some());
    newest.take(VERSIONS).map(move |(place, _)| Entry::Version(ix, place))
}

/// What frameworks ask that are not followed; what followed ones do stands among controls and clauses.
fn items<'a>(shared: &Shared<'a>) -> Vec<Entry<'a>> {
    let catalog = &shared.aims.catalog;
    let others = catalog.frameworks().iter().filter(|framework| catalog.standard(&framework.id).is_none());
    others.flat_map(|framework| framework.all().map(move |item| Entry::Item(framework, item))).collect()
}

/// Everybody whom the pages of documents name.
fn people<'a>(shared: &Shared<'a>) -> Vec<Entry<'a>> {
    let mut people: BTreeMap<String, Named> = BTreeMap::new();
    for somebody in shared.who.all() {
        people.entry(somebody.name.clone()).or_default();
    }
    let mut note = |name: &str, count: &dyn Fn(&mut Named) -> &mut usize| {
        let name = name.trim();
        if !name.is_empty() {
            *count(people.entry(name.to_owned()).or_default()) += 1;
        }
    };
    for (_, document) in shared.aims.iter() {
        if let Some(owner) = document.fields.text("owner") {
            note(owner, &|named| &mut named.owner);
        }
        document.fields.texts("authors").iter().for_each(|name| note(&name.value, &|named| &mut named.author));
        document.fields.texts("approvers").iter().for_each(|name| note(&name.value, &|named| &mut named.approver));
    }
    for record in published(shared.state).filter_map(|act| act.record.as_ref().ok()) {
        note(&record.by, &|named| &mut named.acts);
    }
    people.into_iter().map(|(name, named)| Entry::Person(name, named)).collect()
}

fn pages<'a>(shared: &Shared<'a>) -> Vec<Entry<'a>> {
    let fixed = fixed_of(shared).filter(|page| page.section.is_some()).map(|page| page.address);
    let registers = (0..shared.registers.len()).map(Address::Register);
    let frameworks = shared.aims.catalog.frameworks().iter().map(Address::Framework);
    let months = shared.months.keys().rev().copied().map(Entry::Month);
    fixed.chain(registers).chain(frameworks).map(Entry::Page).chain(months).collect()
}

/// How many bytes an entry is taken for beside its text.
const SMALL: usize = 300;

/// How many bytes one of a line is taken for.
const LINE: usize = 150;

impl Entry<'_> {
    /// About how many bytes its words are, without reading them.
    pub(super) fn weight(&self, shared: &Shared<'_>) -> usize {
        match self {
            Self::Document(ix) => {
                let document = shared.aims.document(*ix);
                document.text.len() + document.beside.as_ref().map_or(0, |beside| beside.text.len()) + SMALL
            }
            Self::Item(..) | Self::Person(..) | Self::Version(..) | Self::Page(_) | Self::Month(_) => LINE,
            Self::Requirement(_) | Self::Finding(_) | Self::Rule(_) => 2 * SMALL,
        }
    }

    /// What is told of it.
    pub(super) fn told(&self, shared: &Shared<'_>) -> Told {
        match self {
            Self::Document(ix) => of_document(shared, *ix),
            Self::Requirement(requirement) => of_requirement(shared, requirement),
            Self::Item(framework, item) => of_item(framework, item),
            Self::Person(name, named) => of_person(shared, name, *named),
            Self::Finding(finding) => of_finding(shared, finding),
            Self::Version(ix, place) => of_version(shared, *ix, *place),
            Self::Page(address) => of_page(shared, *address),
            Self::Month(month) => of_month(shared, *month),
            Self::Rule(rule) => of_rule(rule),
        }
    }

    /// Its id, its title and its page, without what it says.
    pub(super) fn head(&self, shared: &Shared<'_>) -> Told {
        match self {
            Self::Document(ix) => head(shared, *ix),
            entry => entry.told(shared),
        }
    }
}

/// The link to a path from the top of the site.
fn to(path: &str) -> String {
    routes::relative("", path)
}

/// One passage without a heading.
fn text(blocks: impl IntoIterator<Item = String>) -> Vec<Passage> {
    let blocks: Vec<String> = blocks.into_iter().filter(|block| !block.is_empty()).collect();
    if blocks.is_empty() { Vec::new() } else { vec![Passage { blocks, ..Passage::default() }] }
}

fn head(shared: &Shared<'_>, ix: DocIx) -> Told {
    let document = shared.aims.document(ix);
    let version = document.fields.text("version").map(|version| say!("version {version}", version));
    let standing = shared.aims.word(ix).map(|word| word.title().to_owned());
    let note = [Some(kind_label(document).to_owned()), version, standing];
    Told {
        id: if document.id_span.is_some() { document.id.clone() } else { String::new() },
        also: if document.id_span.is_some() { Vec::new() } else { vec![document.path.as_str().to_owned()] },
        title: document.title.clone(),
        note: note.into_iter().flatten().collect::<Vec<_>>().join(", "),
        href: to(&routes::document(&document.id)),
        ..Told::default()
    }
}

fn of_document(shared: &Shared<'_>, ix: DocIx) -> Told {
    let fields = &shared.aims.document(ix).fields;
    let names = |key: &str| fields.texts(key).iter().map(|name| name.value.as_str()).collect::<Vec<_>>().join(", ");
    let people = [
        (say!("Owner"), fields.text("owner").unwrap_or_default().to_owned()),
        (say!("Names as authors"), names("authors")),
        (say!("Names as approvers"), names("approvers")),
    ];
    let line = |(name, value): (&str, String)| if value.is_empty() { value } else { format!("{name}: {value}") };
    let kept = fields.kept().iter().map(|(key, value)| line((&say!("{key} (as written)", key), value.clone())));
    let mut passages = passages(shared.aims, ix);
    let particulars = said::of(shared, ix).into_iter();
    passages.extend(particulars.map(|(anchor, heading, blocks)| Passage { anchor, heading, blocks }));
    passages.extend(text(people.into_iter().map(line).chain(kept)));
    Told { passages, ..head(shared, ix) }
}

fn of_requirement(shared: &Shared<'_>, of: &Requirement) -> Told {
    let catalog = &shared.aims.catalog;
    let clause = catalog.clause(&of.framework, &of.id).filter(|_| of.kind == RequirementKind::Clause);
    let control = catalog.control(&of.framework, &of.id).filter(|_| clause.is_none());
    let summary = clause.map(|clause| &clause.summary).or(control.map(|control| &control.summary));
    let mut blocks: Vec<String> = summary.map(|summary| wording::known(summary).to_owned()).into_iter().collect();
    let called = clause.into_iter().flat_map(|clause| &clause.documents);
    blocks.extend(called.map(|what| say!("Called for: {what}", what = wording::known(what))));
    let row = shared.aims.soa_of(&of.framework).and_then(|soa| soa.row(&of.id)).filter(|_| clause.is_none());
    let reason = row.and_then(|row| row.reason.as_ref()).map(|reason| Passage {
        anchor: "soa".into(),
        heading: say!("In the statement of applicability").into(),
        blocks: vec![say!("Reason: {reason}", reason = reason.value)],
    });
    let standard = catalog.standard(&of.framework).map(|standard| standard.short.as_str()).unwrap_or_default();
    let rung = Sign::requirement(of).word;
    let note = match clause {
        Some(_) if of.place() == Place::Untold => say!("Clause of {standard}", standard),
        None if of.place() == Place::Untold => say!("Control of {standard}", standard),
        Some(_) => say!("Clause of {standard}, {rung}", standard, rung),
        None => say!("Control of {standard}, {rung}", standard, rung),
    };
    Told {
        id: of.name.clone(),
        also: if of.name == of.id { Vec::new() } else { vec![of.id.clone()] },
        title: wording::titled(&of.id, &of.title).to_owned(),
        note,
        href: to(&routes::requirement(of)),
        passages: text(blocks).into_iter().chain(reason).collect(),
        ..Told::default()
    }
}

/// A point of a requirement in one line.
fn point(point: &Point) -> String {
    format!("{}. {}", point.number, wording::known(&point.title))
}

fn of_item(framework: &Framework, item: &Item) -> Told {
    Told {
        id: item.id.clone(),
        also: vec![item.name().to_owned()],
        title: wording::titled(item.number(), &item.title).to_owned(),
        note: format!("{} {}", framework.short, item.name()),
        href: to(&format!("{}#{}", routes::framework(&framework.id), routes::anchor(&item.id))),
        passages: text(item.points.iter().map(point)),
        ..Told::default()
    }
}

fn of_person(shared: &Shared<'_>, name: &str, named: Named) -> Told {
    let counts = [
        (named.owner, say!("owner of {n}", n = named.owner)),
        (named.author, say!("named as author of {n}", n = named.author)),
        (named.approver, say!("named as approver of {n}", n = named.approver)),
        (named.acts, say!("on record for {n}", n = named.acts)),
    ];
    let told = counts.into_iter().filter(|(count, _)| *count > 0).map(|(_, told)| told);
    Told {
        title: name.to_owned(),
        note: told.collect::<Vec<_>>().join(", "),
        href: match shared.who.path(name) {
            Some(path) => to(path),
            None => format!("{}?q={}", Address::Documents.at(), routes::relative_file("", name)),
        },
        ..Told::default()
    }
}

fn of_finding(shared: &Shared<'_>, finding: &Diagnostic) -> Told {
    let about = finding.document.as_deref().and_then(|id| shared.aims.by_id(id));
    let about = about.map(|ix| shared.aims.document(ix));
    let help = finding.help_said().unwrap_or_default();
    Told {
        id: finding.code.to_owned(),
        also: about.map(|document| document.id.clone()).into_iter().collect(),
        title: finding.name.to_owned(),
        note: match about {
            Some(document) => format!("{}, {} {}", Sign::level(finding.level).word, document.id, document.title),
            None => Sign::level(finding.level).word,
        },
        href: match about {
            Some(document) => to(&format!("{}#_findings", routes::document(&document.id))),
            None => Address::Findings.at().to_owned(),
        },
        passages: text([finding.message_said(), help].map(|told| plain(&sentence(told)))),
        ..Told::default()
    }
}

fn of_version(shared: &Shared<'_>, ix: DocIx, place: usize) -> Told {
    let document = shared.aims.document(ix);
    let version = shared.history.versions(&document.path).get(place);
    let label = version.and_then(|version| version.label.as_deref()).unwrap_or_default();
    let days = [
        version
            .and_then(|version| version.effective)
            .map(|day| say!("says it holds from {day}", day = wording::day(day))),
        version.and_then(|version| version.recorded).map(|day| say!("recorded on {day}", day = wording::day(day))),
    ];
    Told {
        id: document.id.clone(),
        also: vec![label.to_owned()],
        title: say!("{title}, version {label}", title = document.title, label),
        borrowed: true,
        note: days.into_iter().flatten().collect::<Vec<_>>().join(", "),
        href: to(&format!("{}#_versions", routes::document_history(&document.id))),
        passages: Vec::new(),
    }
}

fn of_page(shared: &Shared<'_>, address: Address<'_>) -> Told {
    let fixed = FIXED.iter().find(|page| discriminant(&page.address) == discriminant(&address));
    let (title, note) = match address {
        Address::Register(place) => {
            (shared.registers.get(place).map_or_else(String::new, |named| named.about.clone()), say!("Register"))
        }
        Address::Framework(framework) => (wording::known(&framework.title).to_owned(), say!("Framework")),
        _ => (fixed.map_or("", |page| wording::of(page.here)).to_owned(), ""),
    };
    let section = fixed.and_then(|page| page.section).map(Section::word);
    let section = section.filter(|word| fixed.is_none_or(|page| page.here != *word));
    let mut also: Vec<String> = section.map(str::to_owned).into_iter().collect();
    match address {
        Address::Changes if shared.months.is_empty() => {
            also.extend(shared.history.revisions.iter().map(|revision| short(&revision.commit)));
        }
        Address::Audit => {
            also.extend(shared.history.tags.iter().map(|tag| tag.name.clone()));
            let workbook = shared.data.iter().any(|(path, _)| path == "data/workbook.xlsx");
            also.extend(workbook.then(|| say!("a workbook").to_owned()));
        }
        _ => {}
    }
    Told { title, also, note: note.to_owned(), href: to(&address.path(shared)), ..Told::default() }
}

/// The page of a month, which has what pages cite of the commits in it.
fn of_month(shared: &Shared<'_>, (year, month): (i16, i8)) -> Told {
    let places = shared.months.get(&(year, month)).into_iter().flatten();
    let commits = places.filter_map(|place| shared.history.revisions.get(*place));
    Told {
        also: commits.map(|revision| short(&revision.commit)).collect(),
        title: say!("Changes in {month}", month = date::month_title(year, month)),
        href: to(&routes::month(year, month)),
        ..Told::default()
    }
}

fn of_rule(rule: &Rule) -> Told {
    Told {
        id: rule.code.to_owned(),
        also: vec![rule.name.to_owned()],
        title: rule.name.to_owned(),
        note: wording::of(rule.family().title).to_owned(),
        href: format!("{}#{}", Address::Rules.at(), rule.code),
        passages: text([rule.what, rule.why, rule.fix].map(|told| plain(&sentence(wording::of(told))))),
        ..Told::default()
    }
}
