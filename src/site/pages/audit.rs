//! The auditor's way in: what the standard calls for by clause, samples, open matters, what changed.

use super::sections::{Section, Sections};
use crate::base::Period;
use crate::base::say;
use crate::base::text::count;
use crate::model::DocIx;
use crate::model::catalog::{Documented, natural_key};
use crate::model::document::Document;
use crate::model::trace::Requirement;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn_documents};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::page::Page;
use crate::site::parts::{day, few, kind_label, more, words};
use crate::site::routes;
use crate::site::view::{Cell, Part, Sign, Table, comma};
use crate::site::worded::phrase;

/// How many documents a row of called-for documents names.
const MOST: usize = 8;

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let [first, second] = super::stages::ways(shared, link);
    let view = Sections {
        title: say!("For auditors").into(),
        lede: vec![Part::text(say!("A way in: what clauses 4 to 10 call for in writing and where it stands, systems to follow from end to end, and what is open."))],
        meta: vec![
            Part::text(say!("Nothing on this site claims that a requirement is met. It shows what stands in the repository; people judge. ")),
            Part::Link { href: link.to("about.html"), v: say!("How to read and verify this site").into() },
            Part::text(". "),
            Part::Link { href: link.to(Address::Certification.at()), v: say!("Certification: cycle, phases, what falls stale").into() },
            Part::text(". "),
        ]
        .into_iter()
        .chain(to_take_away(shared, link))
        .collect(),
        sections: vec![
            first,
            second,
            if shared.is_partial() { Section::default() } else { disqualified(shared, link) },
            Section::new("errors", say!("Errors of the check"))
                .intro(say!("What the check found that is not in order, what most requirements rest on first. All findings, warnings and notes among them, have a page of their own."))
                .with_list(errors(shared, link), shared.none(say!("The check found no error."))),
            Section::new("called-for", say!("Documented information that clauses call for"))
                .intro(say!("Every item has a row of its own, also where one clause calls for several. It is there once a document is it and is finished; whether it is approved and in date, its clause tells."))
                .with_table(called_for(shared, link), ""),
            Section::new("follow", say!("Systems to follow from end to end"))
                .intro(say!("Each system with the records that show it under control. Open one and follow its links."))
                .with_table(systems((shared, link, 1)), shared.none(say!("No AI system is on the inventory."))),
            super::stages::nonconformities(shared, link),
            held(shared, link),
            cut(shared, link, Section::new("incidents", say!("Incidents")), &["incident"])
                .with_table(incidents(shared, link), shared.none(say!("None is on record."))),
            super::samples::on_audit_page(shared, link),
            changed(shared, link),
            super::stages::tags(shared, link),
        ],
        ..Sections::default()
    };
    Page::new(say!("For auditors"), "sections.html", &view)
}

/// What an auditor takes along: the requests and the workbook.
fn to_take_away(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Part> {
    let files = [
        ("data/workbook.xlsx", say!("a workbook")),
        ("data/requests.xlsx", say!("the list of requests")),
        ("data/working-papers.xlsx", say!("working papers")),
    ];
    let published = files.iter().filter(|(file, _)| shared.data.iter().any(|(path, _)| path == file));
    let links = comma(published.map(|(file, words)| Part::Link { href: link.to(file), v: (*words).to_owned() }));
    if links.is_empty() {
        return links;
    }
    phrase!("To take away: {files}.", files = links)
}

fn disqualified(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    Section::new("disqualified", say!("What disqualifies"))
        .intro(say!(
            "Each of these keeps an auditor from relying on what stands below, as far as the documents of this site go."
        ))
        .with_list(
            super::disqualified::items(shared, link, super::disqualified::MANY),
            shared.none(say!("Nothing that the repository itself shows.")),
        )
}

/// As many errors as the page names; the page of findings has all.
const ERRORS: usize = 50;

fn errors(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Vec<Part>> {
    let (mut items, all) = super::errors::items(shared, link, ERRORS);
    let more = all.saturating_sub(ERRORS);
    if more > 0 {
        items.push(phrase!(
            "And {more} more: {findings}",
            more,
            findings = Part::Link { href: link.to("findings.html"), v: say!("all findings").into() }
        ));
    }
    items
}

/// An item a row, also where one clause calls for several.
pub(super) fn called_for(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let mut table = Table::new(
        say!("What each clause calls for"),
        &["Clause", "Called for:main+name", "There:facet", "Documents and records:text", "Rung of the clause:facet"],
    );
    for requirement in shared.aims.trace.clauses() {
        let Some(clause) = super::clauses::of(shared, requirement) else { continue };
        let asked = matches!(clause.documented, Documented::Required | Documented::AsNeeded);
        let mut row = |what: &str, there: Cell, documents: Cell| {
            let rung = Part::sign(Sign::requirement(requirement)).into();
            table.row(None, vec![link.requirement(requirement).into(), what.into(), there, documents, rung]);
        };
        for item in &requirement.called_for {
            let there = Part::sign(super::requirement::there(shared.aims, item)).into();
            // What is there is not what is still being written.
            let is_draft = |ix: &DocIx| shared.aims.document(*ix).is_draft();
            let (drafts, done): (Vec<DocIx>, _) = item.documents.iter().copied().partition(is_draft);
            let documents = match item.retired.is_empty() {
                true => some(link, requirement, if done.is_empty() { &drafts } else { &done }),
                false => super::requirement::retired(shared, link, item).into(),
            };
            row(&item.said(), there, documents);
        }
        // Of other frameworks it is not known which documents would be it.
        if requirement.called_for.is_empty() && asked {
            let serving: Vec<DocIx> = requirement.documents().collect();
            row(&super::clauses::documents(clause), Cell::default(), some(link, requirement, &serving));
        }
    }
    table.some().map(|table| table.files(super::register::files(shared, link, "called-for")))
}

/// As many documents as a row names, and where the others are.
fn some(link: Linker<'_>, requirement: &Requirement, documents: &[DocIx]) -> Cell {
    let mut parts = comma(documents.iter().take(MOST).map(|ix| link.document(*ix)));
    let rest = |v| Part::Link { href: link.to(&crate::site::routes::requirement(requirement)), v };
    parts.extend(more(documents.len(), MOST).map(rest));
    parts.into()
}

/// Kinds of records that have a column of their own beside each system.
const OF_THEIR_OWN: [&str; 4] = ["risk-assessment", "impact-assessment", "change", "incident"];

/// All other records that name a system, and the monitoring of it.
fn others(shared: &Shared<'_>, system: DocIx) -> Vec<DocIx> {
    let mut found: Vec<DocIx> = shared.aims.naming_by(system, "systems").collect();
    let counts = |document: &Document| {
        let shows = document.is_record() || document.is("monitoring");
        shows && !OF_THEIR_OWN.contains(&document.counts_as())
    };
    found.retain(|ix| counts(shared.aims.document(*ix)));
    // What has a kind that says what it is comes first.
    found.sort_by_cached_key(|ix| {
        let record = shared.aims.document(*ix);
        (record.kind_name() == "record", natural_key(&record.id))
    });
    found.dedup();
    found
}

/// A page of the systems with the records about each.
pub(super) fn systems((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let specs = [
        "System:main",
        "Stage",
        "AI Act class",
        "Risk assessments",
        "Impact assessments",
        "Changes",
        "Incidents",
        "Other records",
    ];
    let mut table = Table::new(say!("Records by system"), &specs);
    let all = &shared.lists.systems;
    for ix in all[rows(shared, List::Followed, number)].iter().copied() {
        let system = shared.aims.document(ix);
        let history = link.to(&routes::system_history(&system.id));
        let of = |kind: &str| -> Cell {
            let naming = shared.aims.naming(kind, "systems", ix).into_iter();
            few(naming.map(|(record, _)| link.document(record)), &history).into()
        };
        table.row(
            None,
            vec![
                vec![
                    link.document(ix),
                    Part::text(format!(" {} ", system.title)),
                    super::story::way_of_system(shared, link, ix),
                ]
                .into(),
                words(system.stage().unwrap_or_default()).into(),
                super::systems::classes(&system.fields).into(),
                of("risk-assessment"),
                of("impact-assessment"),
                of("change"),
                of("incident"),
                few(others(shared, ix).into_iter().map(|record| link.document(record)), &history).into(),
            ],
        );
    }
    table.some().map(|table| table.pages(turn_documents(shared, link, List::Followed, number, all)))
}

/// How many records of a sort the page lists, the newest; their registers have all.
const NEWEST: usize = 40;

/// The records of these kinds, the newest first.
fn newest<'s>(shared: &'s Shared<'_>, kinds: &[&'static str]) -> Vec<(DocIx, &'s Document)> {
    let is_held = |kind: &str, document: &Document| !HELD.contains(&kind) || document.is_finished_record();
    let of_kind = |kind: &&'static str| shared.aims.of_kind(kind).into_iter().filter(|(_, of)| is_held(kind, of));
    let mut found: Vec<_> = kinds.iter().flat_map(of_kind).collect();
    found.sort_by_key(|(ix, document)| (std::cmp::Reverse(document.fields.date("date")), *ix));
    found
}

/// Says of a section with more records of these kinds than it lists, where all of them are.
fn cut(shared: &Shared<'_>, link: Linker<'_>, mut section: Section, kinds: &[&'static str]) -> Section {
    let all = newest(shared, kinds).len();
    if all > NEWEST {
        let registers = super::register::of_kinds(shared, link, kinds);
        section.intro.push(phrase!(
            "The newest {most} of {all}; all of them are in registers of their own: {registers}.",
            most = NEWEST,
            all,
            registers,
        ));
    }
    section
}

fn audits(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let specs = ["Date", "Id:name", "Title:main", "Kind", "Outcome:text"];
    let mut table = Table::new(say!("Audits and reviews by management"), &specs);
    for (ix, document) in newest(shared, &HELD).into_iter().take(NEWEST) {
        let outcome = match document.fields.text("conclusion") {
            Some(conclusion) => conclusion.to_owned(),
            None => match document.fields.rows("findings").len() {
                findings if findings > 0 => count(findings, "finding"),
                _ if document.is("audit") => String::new(),
                _ => count(document.fields.rows("decisions").len(), "decision"),
            },
        };
        let date = day(document.fields.date("date"));
        table.row(
            None,
            vec![
                date.into(),
                link.document(ix).into(),
                document.title.as_str().into(),
                kind_label(document).into(),
                outcome.into(),
            ],
        );
    }
    table.some()
}

fn held(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let mut section = Section::new("audits", say!("Audits and management reviews"));
    section.intro.push(phrase!(
        "What the audits looked at, clause by clause, control by control and system by system, has a page of its own: {coverage}.",
        coverage = Part::Link { href: link.to(Address::Coverage.at()), v: say!("coverage of audits").into() }
    ));
    let section = cut(shared, link, section, &HELD);
    section.with_table(audits(shared, link), shared.none(say!("There are none yet.")))
}

/// By what an AIMS looks at itself.
const HELD: [&str; 2] = ["audit", "management-review"];

fn incidents(shared: &Shared<'_>, link: Linker<'_>) -> Option<Table> {
    let mut table = Table::new(
        say!("Incidents on record"),
        &["Date", "Id:name", "Incident:main", "Systems", "Severity", "State", "Led to"],
    );
    for (ix, document) in newest(shared, &["incident"]).into_iter().take(NEWEST) {
        let fields = &document.fields;
        table.row(
            None,
            vec![
                day(fields.date("date")).into(),
                link.document(ix).into(),
                document.title.as_str().into(),
                link.few_ids(fields.texts("systems").iter().map(|id| id.value.as_str()), ix),
                words(fields.text("severity").unwrap_or_default()).into(),
                words(fields.text("state").unwrap_or_default()).into(),
                link.ids(fields.text("nonconformity")),
            ],
        );
    }
    table.some()
}

fn changed(shared: &Shared<'_>, link: Linker<'_>) -> Section {
    let since = Period::Months(12).before(shared.aims.today);
    let recent = shared.history.revisions.iter().filter(|revision| revision.landed >= since).count();
    let mut section = Section::new("changed", say!("What changed in the last twelve months"));
    let mut intro = phrase!("{commits} since {day}.", commits = count(recent, "commit"), day = Part::date(since));
    intro.extend(shared.counts().map(|what| Part::text(format!(" {what}"))));
    intro.extend([
        Part::text(" "),
        Part::Link { href: link.to("changes/index.html"), v: say!("The change record").into() },
        Part::text(", "),
        Part::Link { href: link.to(Address::InForce.at()), v: say!("what was in force when").into() },
    ]);
    section.intro.push(intro);
    if let Some(since) = shared.since {
        let words = say!("What changed since {name}", name = since.name);
        section.intro.push(vec![Part::Link { href: link.to(routes::SINCE), v: words }]);
    }
    section
}
