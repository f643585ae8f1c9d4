//! The two stages of an audit as paths through the site: the documents that are called for, item by item with room for
//! notes; where records are followed; and what changed between any two tags.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::{Excluded, Included, Unbounded};

use super::sections::{Section, Sections};
use super::verify_git::{self, Sealed};
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::history::{LinePlace, Tag};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::due::{self, Task};
use crate::model::trace::{CalledFor, Requirement, There};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::parts::item_more;
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, line};
use crate::site::worded::phrase;

/// How many scopes are named.
const MOST: usize = 4;

/// How many documents the page of the first stage lists: as many rows as a page can hold.
const ROWS: usize = 350;

/// How many tags are told, the newest.
const TAGS: usize = 20;

/// How many documents that changed between two tags are named.
const CHANGED: usize = 20;

/// The first sections of the page for auditors: where either stage begins, in an order that works.
pub(super) fn ways(shared: &Shared<'_>, link: Linker<'_>) -> [Section; 2] {
    let to = |href: &str, words: &str, about: &str| {
        vec![Part::Link { href: link.to(href), v: words.to_owned() }, Part::text(format!(": {about}"))]
    };
    let on = |page: Address<'_>, words: &str, about: &str| to(page.at(), words, about);
    let here = |anchor: &str, words: &str, about: &str| {
        vec![Part::Link { href: format!("#{anchor}"), v: words.to_owned() }, Part::text(format!(": {about}"))]
    };
    let scopes = shared.aims.of_kind("scope");
    let mut first: Vec<Vec<Part>> = scopes
        .iter()
        .filter(|(_, scope)| !scope.is_retired())
        .take(MOST)
        .map(|(ix, scope)| {
            let (document, title) = (link.document(*ix), scope.title.as_str());
            phrase!("{document} {title}: what the management system is for.", document, title)
        })
        .collect();
    let disqualified =
        here("disqualified", say!("What disqualifies"), say!("what to know before relying on the rest."));
    first.extend(
        [
            Some(on(
                Address::StageOne,
                say!("Documents that are called for"),
                say!("item by item, with version, approver and evidence, and room for notes on paper."),
            )),
            Some(on(Address::Statement, say!("Statement of applicability"), say!("which controls apply and why."))),
            (!shared.is_partial()).then_some(disqualified),
            Some(here(
                "audits",
                say!("Audits and reviews by management"),
                say!("whether they were held, and what came of them."),
            )),
            Some(on(
                Address::Certification,
                say!("Certification"),
                say!("the cycle, its phases, and what falls stale."),
            )),
        ]
        .into_iter()
        .flatten(),
    );
    let second = vec![
        here(
            "follow",
            say!("Systems to follow from end to end"),
            say!("from the inventory to assessments, changes and incidents."),
        ),
        on(Address::SystemEvidence, say!("Evidence by AI system"), say!("which controls are shown for which system.")),
        on(
            Address::Samples,
            say!("Populations and samples"),
            say!("lists of records, and a sample of each that nobody chose."),
        ),
        on(Address::Coverage, say!("Coverage of audits"), say!("what was looked at when, and what never was.")),
        here("open", say!("Nonconformities"), say!("all of them, with cause, action and whether it worked.")),
        here("incidents", say!("Incidents"), say!("what happened, and what it led to.")),
        here(
            "tags",
            say!("Tags, and what changed between them"),
            say!("the texts of one audit against those of the next."),
        ),
        on(Address::InForce, say!("In force when"), say!("which version held on a day.")),
    ];
    [
        Section::new("stage-1", say!("Stage 1: what is written")).with_list(first, ""),
        Section::new("stage-2", say!("Stage 2: what is done")).with_list(second, ""),
    ]
}

/// Every document that clauses and controls call for, to be printed and written on.
pub(super) fn one(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let most = most_of_each(shared);
    let of = Listed { shared, link, most };
    let mut clauses = Listed::table(say!("What clauses call for, with room for notes"), "Clause");
    let (mut items, mut missing) = (0, 0);
    for requirement in shared.aims.trace.clauses() {
        for item in &requirement.called_for {
            items += 1;
            missing += usize::from(item.required && item.state != There::Present);
            let more = |next: DocIx, n: usize| Part::Link {
                href: link.to(&register_of(shared, next)),
                v: say!("and {n} more in their register", n),
            };
            of.item(&mut clauses, requirement, item, more);
        }
    }
    let mut controls = Listed::table(say!("What controls call for, with room for notes"), "Control");
    for requirement in shared.aims.trace.controls() {
        for item in &requirement.called_for {
            // The page of the control has all of them.
            of.item(&mut controls, requirement, item, |_, n| Part::Link {
                href: link.to(&routes::requirement(requirement)),
                v: say!("and {n} more", n),
            });
        }
    }
    let mut lede = lede(shared.is_partial(), items, missing);
    if most < usize::MAX {
        let some = say!(
            "Where more than {most} answer one item, the first {most} are listed, and their register has all.",
            most
        );
        lede.extend([Part::text(" "), Part::text(some)]);
    }
    let files = super::register::files(shared, link, "called-for");
    let clauses = clauses.some().map(|table| table.files(files));
    let mut sections =
        vec![Section::new("clauses", say!("Clauses 4 to 10")).with_table(clauses, say!("Nothing is called for."))];
    if let Some(controls) = controls.some() {
        // With some of which nobody has said whether they apply, they are no controls that do.
        let (title, about) = match shared.aims.figures().controls.undecided {
            0 => (
                say!("Controls that apply"),
                say!("What each control that applies calls for, and the documents that answer it."),
            ),
            _ => (
                say!("Controls that are not left out"),
                say!("What each control that is not left out calls for, and the documents that answer it."),
            ),
        };
        let annex = Section::new("controls", title).intro(about);
        sections.push(annex.with_table(Some(controls), ""));
    }
    let view = Sections {
        title: say!("Stage 1: what is written").into(),
        lede,
        meta: vec![Part::text(say!("Whether each is what the clause asks for is for people to judge."))],
        sections,
        ..Sections::default()
    };
    Page::new(say!("Stage 1: what is written"), "sections.html", &view).main("wide broad")
}

/// How the page of the first stage lists what is called for.
struct Listed<'s, 'a> {
    shared: &'s Shared<'a>,
    link: Linker<'s>,
    /// How many documents of each item are listed.
    most: usize,
}

impl Listed<'_, '_> {
    fn table(label: &str, first: &'static str) -> Table {
        let specs =
            [first, "Called for:main+name", "Document:name", "Version, in force", "Approval:text", "Seen, note:room"];
        Table::new(label, &specs)
    }

    /// The rows of an item: a document each, and where there are more, a way to them.
    fn item(&self, table: &mut Table, requirement: &Requirement, item: &CalledFor, all: impl Fn(DocIx, usize) -> Part) {
        let mut row = |cells: [Cell; 3], seen: Cell| {
            let mut said = vec![Part::text(item.said())];
            if item.state == There::Unfinished {
                said.extend([Part::text(" "), Part::sign(super::requirement::there(self.shared.aims, item))]);
            }
            let first = [self.link.requirement(requirement).into(), Cell::from(said)];
            table.row(None, first.into_iter().chain(cells).chain([seen]).collect());
        };
        let seen = || Cell::from(Part::text("☐"));
        let none = |cell: Cell| [cell, Cell::default(), Cell::default()];
        if item.documents.is_empty() {
            let mut told = vec![Part::sign(super::requirement::there(self.shared.aims, item)), Part::text(" ")];
            told.extend(super::requirement::retired(self.shared, self.link, item));
            row(none(told.into()), seen());
        }
        for ix in item.documents.iter().take(self.most) {
            row(written(self.shared, self.link, *ix), seen());
        }
        if let Some(next) = item.documents.get(self.most) {
            row(none(all(*next, item.documents.len() - self.most).into()), Cell::default());
        }
    }
}

/// How many documents of each item the page lists: all, or where these are more than a page holds, the same for each.
fn most_of_each(shared: &Shared<'_>) -> usize {
    let trace = &shared.aims.trace;
    let items = || trace.clauses().chain(trace.controls()).flat_map(|of| &of.called_for);
    let rows = |most: usize| items().map(|item| item.documents.len().clamp(1, most)).sum::<usize>();
    if rows(usize::MAX) <= ROWS {
        return usize::MAX;
    }
    (1..ROWS).take_while(|most| rows(*most) <= ROWS).last().unwrap_or(1)
}

/// From when to when a document is or was in force: by the version that is in force today, else the newest that ever was or
/// is to be. It is named where it is another than the one that is shown.
fn in_force(shared: &Shared<'_>, ix: DocIx, shown: Option<&str>) -> Option<Part> {
    let today = shared.aims.today;
    let versions = shared.history.versions(&shared.aims.document(ix).path).iter();
    let told = || versions.clone().zip(shared.approvals.tenures(ix)).rev();
    let now = told().find(|(_, tenure)| tenure.is_in_force(today));
    let (version, tenure) = now.or_else(|| told().find(|(_, tenure)| tenure.has_days()))?;
    let (from, label) = (tenure.from?, version.label.as_deref());
    let day = wording::day(from) + if tenure.stated { say!(", stated") } else { "" };
    let text = tenure.since(today, shared.history).filter(|text| now.is_some() && *text > from);
    let span = match tenure.last_day() {
        Some(until) => say!("{from} to {to}", from = day, to = wording::day(until)),
        None if from > today => say!("from {day}", day),
        None if label == shown => match text {
            Some(text) => say!("since {day}; this text since {text}", day, text = wording::day(text)),
            None => say!("since {day}", day),
        },
        None => {
            let version = label.unwrap_or(say!("without a number"));
            return Some(Part::sub(say!("{version} in force since {day}", version, day)));
        }
    };
    Some(Part::sub(match label.filter(|_| label != shown) {
        Some(version) => format!("{version}: {span}"),
        None => span,
    }))
}

/// The register that has all documents of the kind of one of them.
fn register_of(shared: &Shared<'_>, ix: DocIx) -> String {
    let kind = shared.aims.document(ix).kind.as_ref();
    let named = shared
        .registers
        .iter()
        .find(|named| named.kind().is_some_and(|of| kind.is_some_and(|kind| kind.name == of.name)));
    named.map_or_else(|| Address::Documents.at().to_owned(), |named| routes::register(&named.id))
}

/// What the page of the first stage holds.
fn lede(partial: bool, items: usize, missing: usize) -> Vec<Part> {
    let items = count(items, "item");
    if partial {
        return vec![Part::text(say!(
            "Every document and record that the clauses call for, {items}, as far as it is published.",
            items
        ))];
    }
    let lacking = match missing {
        0 => say!("All that the clauses ask for by name is there and finished.").to_owned(),
        n => plural!(
            n,
            "Of what the clauses ask for by name, {n} item is not there or not finished.",
            "Of what the clauses ask for by name, {n} items are not there or not finished."
        ),
    };
    let all = say!("Every document and record that the clauses call for: {items}.", items);
    let paper = say!("Print it and write on it: nothing that you write leaves the paper.");
    vec![Part::text(format!("{all} {lacking} {paper}"))]
}

/// A document, its version, when that was in force, and what there is to show that it was approved.
fn written(shared: &Shared<'_>, link: Linker<'_>, ix: DocIx) -> [Cell; 3] {
    let document = shared.aims.document(ix);
    let named = vec![link.document(ix), Part::text(format!(" {}", document.title))];
    let shown = document.fields.text("version");
    let mut version: Vec<Part> = shown.map(Part::text).into_iter().collect();
    version.extend(in_force(shared, ix, shown));
    let approval = super::document::approval(shared, ix);
    let approval = match approval.is_empty() {
        true => crate::site::parts::standing(shared.aims, ix).into(),
        false => approval.into(),
    };
    [named.into(), version.into(), approval]
}

/// The tags, each with what changed since the one before, and the command that tells all of it.
pub(super) fn tags(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let all: Vec<(LinePlace, &Tag)> = shared.history.tags.iter().filter_map(|tag| Some((tag.place?, tag))).collect();
    let mut section = Section::new("tags", say!("Tags, and what changed between them"));
    if all.is_empty() {
        let none = say!("No annotated tag marks a moment of the main line, such as an audit.");
        return section.with_list(Vec::new(), none);
    }
    let changed = between(shared, &all);
    section = section.intro(shared.counted(say!(
        "Tags mark moments, such as those of audits. The command makes a site of the later one that tells what changed since the one before, text by text; any two tags may stand in it."
    )));
    if all.len() > TAGS {
        section = section.intro(say!("The newest {most} of {all}.", most = TAGS, all = all.len()));
    }
    let specs = ["Tag", "Day", "Documents changed since the one before:text", "To see all of it:text"];
    let mut table = Table::new(say!("Tags and what changed between them"), &specs);
    let what = |from: &Tag, to: Option<&Tag>, documents: &BTreeSet<DocIx>| {
        super::between::way(shared, link, from, to).unwrap_or_else(|| named(link, documents))
    };
    let others = super::between::others(shared, link, all.len());
    if !others.is_empty() {
        section.intro.push(phrase!("Others: {pairs}.", pairs = others));
    }
    let mut sorted = all;
    sorted.sort_by_key(|(place, tag)| (*place, tag.day, &tag.name));
    let now = Cell::from(Part::Strong { v: say!("Now").into() });
    if let Some((place, newest)) = sorted.last() {
        let rest = changed.range((Excluded(*place), Unbounded)).flat_map(|(_, documents)| documents).copied().collect();
        let day = Part::date(shared.today()).into();
        table.row(None, vec![now, day, what(newest, None, &rest), Part::code(command(shared, newest, None)).into()]);
    }
    for (at, (place, tag)) in sorted.iter().enumerate().rev().take(TAGS) {
        let before = at.checked_sub(1).and_then(|at| sorted.get(at));
        let since = before.map_or(Unbounded, |(place, _)| Excluded(*place));
        let documents =
            changed.range((since, Included(*place))).flat_map(|(_, documents)| documents).copied().collect();
        let (told, see) = match before {
            Some((_, before)) => {
                (what(before, Some(tag), &documents), Part::code(command(shared, before, Some(tag))).into())
            }
            None => (Part::quiet(say!("The first")).into(), Cell::default()),
        };
        table.row(None, vec![Part::said(&tag.name).into(), Part::date(tag.day).into(), told, see]);
    }
    let sealed: Vec<Sealed<'_>> =
        sorted.iter().rev().take(TAGS).filter_map(|(_, tag)| verify_git::tag(shared, &tag.name)).collect();
    section.with_table(table.some(), "").with_commands(verify_git::commands(shared, &sealed))
}

/// The documents that were changed, by the place on the main line of the first tag at or after the change.
fn between(shared: &Shared<'_>, tags: &[(LinePlace, &Tag)]) -> BTreeMap<LinePlace, BTreeSet<DocIx>> {
    let places: BTreeSet<LinePlace> = tags.iter().map(|(place, _)| *place).collect();
    let mut changed: BTreeMap<LinePlace, BTreeSet<DocIx>> = BTreeMap::new();
    for revision in &shared.history.revisions {
        let Some(place) = revision.place else { continue };
        let until = places.range(place..).next().copied().unwrap_or(LinePlace::END);
        let came = revision.changes.iter().filter(|change| change.came());
        let documents = came.filter_map(|change| shared.aims.by_path(change.document.as_ref()?));
        changed.entry(until).or_default().extend(documents);
    }
    changed
}

/// How many documents, and which.
fn named(link: Linker<'_>, documents: &BTreeSet<DocIx>) -> Cell {
    if documents.is_empty() {
        return say!("None").into();
    }
    let mut items: Vec<Vec<Part>> = documents
        .iter()
        .take(CHANGED)
        .map(|ix| vec![link.document(*ix), Part::text(format!(" {}", link.aims.document(*ix).title))])
        .collect();
    items.extend(item_more(documents.len(), CHANGED));
    Part::Fold { words: count(documents.len(), "document"), items }.into()
}

/// The command that makes a site of what changed since a tag, up to another or up to now.
fn command(shared: &Shared<'_>, since: &Tag, until: Option<&Tag>) -> String {
    let (since, until) = (line(&since.rev), until.map(|tag| line(&tag.rev)));
    let between = [("--since", &*since), ("--called", "between"), ("--out", "between")];
    shared.state.command("build", until.as_deref(), &between)
}

/// How many nonconformities the page for auditors lists.
const MOST_NONCONFORMITIES: usize = 60;

/// All nonconformities: those that are open first, then the newest.
pub(super) fn nonconformities(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let found = by_state(shared);
    let open = found.iter().filter(|(_, record)| !record.is_closed()).count();
    let mut section = Section::new("open", say!("Nonconformities"));
    section = section.intro(shared.counted(plural!(
        found.len(),
        "{n} nonconformity, {open} open.",
        "{n} nonconformities, {open} of them open.",
        open,
    )));
    if found.len() > MOST_NONCONFORMITIES {
        section = section.intro(say!("The first {most}; their register has all.", most = MOST_NONCONFORMITIES));
    }
    let listed = found.iter().take(MOST_NONCONFORMITIES);
    let table = nonconformity_table(shared, link, say!("Nonconformities with their state"), listed);
    let long = found.len() > 12;
    let table = table.map(|table| if long { table.register(say!("Filter nonconformities")) } else { table });
    section.with_table(table, shared.none(say!("None is on record.")))
}

/// The first of those that are open, for paper, and how many there are.
pub(super) fn open_nonconformities(shared: &Shared<'_>, link: Linker<'_>, most: usize) -> (Option<Table>, usize) {
    let found = by_state(shared);
    let open = || found.iter().filter(|(_, record)| !record.is_closed());
    let table = nonconformity_table(shared, link, say!("Nonconformities that are open"), open().take(most));
    (table, open().count())
}

fn by_state<'s>(shared: &'s Shared<'_>) -> Vec<(DocIx, &'s Document)> {
    let mut found = shared.aims.of_kind("nonconformity");
    found.retain(|(_, record)| !record.is_retired());
    found.sort_by_key(|(ix, record)| (record.is_closed(), std::cmp::Reverse(record.fields.date("date")), *ix));
    found
}

fn nonconformity_table<'d>(
    shared: &Shared<'_>,
    link: Linker<'_>,
    title: &'static str,
    found: impl Iterator<Item = &'d (DocIx, &'d Document)>,
) -> Option<Table> {
    let specs = [
        "Id",
        "Nonconformity:main",
        "Grade:facet",
        "Raised",
        "Action due",
        "Owner",
        "State:facet",
        "Closed",
        "Whether it worked:text",
    ];
    let mut table = Table::new(title, &specs);
    for (ix, record) in found {
        let fields = &record.fields;
        let before = || shared.approvals.records.checked_before(*ix, record);
        let due = fields.date("due");
        let open = due::open_in(shared.aims, *ix);
        let late = open.as_ref().is_some_and(|due| due.date < shared.aims.today);
        let words = |key: &str| crate::site::parts::words(fields.text(key).unwrap_or_default());
        let mut state = vec![Part::text(crate::site::parts::state(record))];
        if late {
            state.extend([Part::text(" "), Part::sign(Sign::new("overdue", say!("Overdue")))]);
        }
        let due = match open.is_some_and(|due| due.task == Task::CorrectiveAction) {
            true => due.map(|due| link.due(due)),
            false => due.map(Part::date),
        };
        table.row(
            None,
            vec![
                link.document(*ix).into(),
                record.title.as_str().into(),
                words("grade").into(),
                fields.date("date").map(Part::date).into(),
                due.into(),
                link.people(fields.text("action-owner")),
                state.into(),
                fields.date("closed").map(Part::date).into(),
                // What was looked at before it was opened again says nothing of what is done since.
                fields.text("effectiveness").filter(|_| before().is_none()).unwrap_or_default().into(),
            ],
        );
    }
    table.without_empty_columns().some()
}
