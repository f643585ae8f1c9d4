//! One year of the cycle, as the audit that looks back on it reads it: what has to be done every year, findings, coverage,
//! and what changed.

use super::yearly::{MOST, counts, living, recorded, yearly};
use crate::base::{mark, plural, say, wording};
use crate::site::worded::phrase;
use std::collections::BTreeSet;

use crate::base::Date;
use crate::base::text::count;
use crate::compare::Weight;
use crate::history::{Change, ChangeKind, Revision};
use crate::model::DocIx;
use crate::model::audited::{Held, What};
use crate::model::certification::Year;
use crate::model::document::Document;
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::pages::sections::{Section, Sections};
use crate::site::pages::{coverage, register};
use crate::site::parts::{and_more, day, kind_label, words};
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Sign, Table, comma};

/// How many rows a table has. Where there are more, it says how many.
const ROWS: usize = 200;

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Page {
    let title = named(shared, year);
    let view = Sections {
        title: title.clone(),
        lede: phrase!(
            "What this audit reads of the time since the one before it: from {first} to {last}. {state}",
            first = Part::date(year.first()),
            last = Part::date(year.to),
            state = shared.counted(state(shared, year))
        ),
        meta: phrase!(
            "Of {document}. What it reads: {what}",
            document = link.document(year.certification),
            what = wording::of(year.step.reads())
        ),
        sections: [
            (!shared.is_partial()).then(|| yearly(shared, link, year)),
            Some(findings(shared, link, year)),
            Some(reported(shared, link, year)),
            (!shared.is_partial()).then(|| covered(shared, link, year)),
            Some(records(shared, year)),
            Some(changed(shared, link, year)),
        ]
        .into_iter()
        .flatten()
        .collect(),
        ..Sections::default()
    };
    Page::new(title, "sections.html", &view)
}

/// What a year is called: the audit that reads it, and of which certification.
fn named(shared: &Shared<'_>, year: &Year) -> String {
    format!("{}, {}", wording::of(year.step.title()), shared.aims.document(year.certification).id)
}

fn state(shared: &Shared<'_>, year: &Year) -> &'static str {
    match (year.held, year.to < shared.today()) {
        (true, _) => say!("The audit was held."),
        (false, true) if shared.is_partial() => say!("Whether it was held, this site does not tell."),
        (false, true) => say!("Its day has passed, and nothing says that it was held."),
        (false, false) => say!("It is still to come, so this is how it stands today."),
    }
}

/// Nonconformities that were open at the beginning or raised since, and what became of them.
fn findings(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Section {
    let until = year.to.min(shared.today());
    let mut open = Vec::new();
    let mut closed = Vec::new();
    let (mut unknown, mut undated) = (0, 0);
    for (ix, record) in living(shared, "nonconformity") {
        undated += usize::from(!record.is_closed() && record.fields.date("date").is_none());
        let Some(raised) = record.fields.date("date").filter(|day| *day <= until) else { continue };
        let day_closed = record.fields.date("closed").filter(|day| *day <= until);
        match day_closed {
            Some(day) if day > year.from => closed.push((raised, ix, record, Some(day))),
            Some(_) => {}
            // Closed without a day, it cannot be told when.
            None if record.is_closed() && record.fields.date("closed").is_none() => unknown += 1,
            None => open.push((raised, ix, record, None)),
        }
    }
    let said = count_nonconformities(closed.len(), open.len());
    let (all, mut room) = (open.len() + closed.len(), ROWS);
    let mut table = Table::new(
        say!("Nonconformities of this time"),
        &["Id", "Nonconformity:main", "Grade", "From", "Raised", "Closed", "Effect checked", "Who acts"],
    );
    for (title, mut of) in [(say!("Open at the end of it"), open), (say!("Closed in it"), closed)] {
        of.sort_by_key(|(raised, ix, ..)| (*raised, *ix));
        table.group(title);
        of.truncate(room);
        room -= of.len();
        for (raised, ix, record, closed) in of {
            let fields = &record.fields;
            let checked = fields.date("effectiveness-checked").filter(|day| *day <= until);
            table.row(
                None,
                vec![
                    link.document(ix).into(),
                    record.title.as_str().into(),
                    words(fields.text("grade").unwrap_or_default()).into(),
                    link.ids(fields.texts("from").iter().map(|id| id.value.as_str())),
                    Part::date(raised).into(),
                    day(closed).into(),
                    day(checked).into(),
                    link.people(fields.text("action-owner")),
                ],
            );
        }
    }
    let mut section = Section::new("findings", say!("Nonconformities closed and open")).intro(shared.counted(said));
    if unknown > 0 {
        section = section.intro(plural!(
            unknown,
            "{n} more is closed without a day, and not among them.",
            "{n} more are closed without a day, and not among them."
        ));
    }
    if undated > 0 {
        section = section.intro(plural!(
            undated,
            "{n} more is open and does not say since when.",
            "{n} more are open and do not say since when."
        ));
    }
    let section = section.with_table(table.some(), shared.none(say!("None was open in this time.")));
    cut(section, all, register::of_kinds(shared, link, &["nonconformity"]))
}

/// Says of a section with more rows than it shows how many there are, and where all of them are.
fn cut(mut section: Section, rows: usize, whole: Vec<Part>) -> Section {
    if rows > ROWS {
        let said = Part::text(format!("{} ", say!("The first {most} of {all}.", most = ROWS, all = rows)));
        section.intro.push(std::iter::once(said).chain(whole).collect());
    }
    section
}

fn count_nonconformities(closed: usize, open: usize) -> String {
    let closed = match closed {
        0 => say!("None was closed in this time").to_owned(),
        number => plural!(number, "{n} was closed in this time", "{n} were closed in this time"),
    };
    let open = match open {
        0 => say!("none was open at its end").to_owned(),
        number => plural!(number, "{n} was open at its end", "{n} were open at its end"),
    };
    format!("{closed}; {open}.")
}

/// Findings of audits of whatever sort that were held in the year.
fn reported(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Section {
    let specs = ["Audit", "Held", "Whose", "Mark", "Grade", "Finding:main+name", "Requirement", "Stands", "Led to"];
    let mut table = Table::new(say!("Findings of audits"), &specs);
    let mut audits: Vec<(Date, DocIx, &Document)> = living(shared, "audit")
        .into_iter()
        .filter_map(|(ix, audit)| Some((audit.fields.date("date")?, ix, audit)))
        .filter(|(held, ..)| counts(shared, year, *held))
        .collect();
    audits.sort_by_key(|(held, ix, _)| (*held, *ix));
    let all: usize = audits.iter().map(|(.., audit)| audit.fields.rows("findings").len()).sum();
    let rows = audits
        .iter()
        .flat_map(|(held, ix, audit)| audit.fields.rows("findings").iter().map(move |row| (*held, *ix, *audit, row)));
    for (held, ix, audit, row) in rows.take(ROWS) {
        let text = |key: &str| row.cells.text(key).unwrap_or_default();
        table.row(
            None,
            vec![
                link.document(ix).into(),
                Part::date(held).into(),
                words(audit.fields.text("audit-type").unwrap_or("internal")).into(),
                text("ref").into(),
                match text("grade") {
                    "opportunity" => say!("Opportunity for improvement").into(),
                    grade => words(grade).into(),
                },
                text("finding").into(),
                text("requirement").into(),
                words(text("status")).into(),
                link.ids(row.cells.text("nonconformity")),
            ],
        );
    }
    let none = shared.none(say!("No audit of this time has findings."));
    let section = Section::new("reported", say!("What audits of this time found")).with_table(table.some(), none);
    cut(section, all, register::of_kinds(shared, link, &["audit"]))
}

/// What internal audits of the cycle have looked at so far.
fn covered(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Section {
    let audited = shared.aims.audited();
    let is_of_cycle = |day| year.cycle < day && day <= year.to;
    let held: Vec<&Held<'_>> = audited.held.iter().filter(|audit| is_of_cycle(audit.date)).collect();
    let mut section = Section::new("coverage", say!("What internal audits have looked at so far"));
    let day = Part::date(year.cycle);
    section.intro.push(match held.len() {
        0 => phrase!(
            "Of this cycle, which is counted from {day}, by what the reports say they cover: no internal audit was held.",
            day
        ),
        number => phrase!(
            "Of this cycle, which is counted from {day}, by what the reports say they cover: {audits}.",
            day,
            audits = count(number, "internal audit")
        ),
    });
    section.intro.extend(coverage::uncounted(&audited).map(|said| vec![Part::text(said)]));
    let mut table =
        Table::new(say!("Covered by internal audits"), &["What:main", "Looked at", "Of:num", "Not yet:text"]);
    for (what, words) in [
        (What::Clause, say!("Clauses")),
        (What::Control, say!("Controls that apply")),
        (What::System, say!("AI systems in use")),
    ] {
        let missed = audited.missed(what, is_of_cycle, false);
        let requirements = missed.requirements.iter().map(|id| link.exact(id));
        let systems = missed.systems.iter().map(|ix| link.document(*ix));
        let mut parts = comma(requirements.chain(systems).take(MOST));
        parts.extend(and_more(missed.len(), MOST));
        let number = missed.of - missed.len();
        let not_said = !held.is_empty() && !held.iter().any(|audit| audit.says(what));
        let parts = if not_said { vec![Part::quiet(say!("no report has {key}", key = what.key()))] } else { parts };
        table.row(None, vec![words.into(), number.to_string().into(), missed.of.to_string().into(), parts.into()]);
    }
    let undecided = coverage::undecided(shared, &audited);
    if !undecided.is_empty() {
        let title = say!("Controls of which no statement says whether they apply");
        let cells = [title.into(), Cell::default(), undecided.len().to_string().into(), Cell::default()];
        table.row(None, cells.into());
    }
    section.with_table(table.some(), "")
}

/// Records of the year by kind: what a surveillance reads beside.
fn records(shared: &Shared<'_>, year: &Year) -> Section {
    const KINDS: [(&str, &str); 6] = [
        ("incident", mark!("Incidents")),
        ("concern", mark!("Concerns and complaints")),
        ("change", mark!("Changes decided")),
        ("release", mark!("Releases")),
        ("test", mark!("Tests")),
        ("training", mark!("Trainings")),
    ];
    let mut section = Section::new("records", say!("Records of this time"));
    section.pairs = KINDS
        .iter()
        .map(|(kind, title)| {
            let all = recorded(shared, kind);
            let of = all.iter().filter_map(|(_, record)| record.fields.date("date"));
            Pair::new(wording::of(title), of.filter(|day| counts(shared, year, *day)).count().to_string())
        })
        .collect();
    section
}

/// What happened to a document in the year.
#[derive(Default)]
struct Seen<'a> {
    commits: BTreeSet<&'a str>,
    material: bool,
    added: bool,
    last: Option<Date>,
}

fn changed(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Section {
    let mut section = Section::new("changed", say!("Documents that changed"))
        .intro(say!("Those that are kept current, by the day on which a change reached the main line. Material is what changed the substance."));
    let specs = ["Id", "Title:main", "Kind:facet", "What:facet", "Commits:num", "Last changed", "Version"];
    let mut table = Table::new(say!("Documents that changed in this time"), &specs);
    let mut number = 0;
    for (ix, document) in shared.aims.iter().filter(|(_, document)| document.controlled && document.is_kept_current()) {
        let seen = seen(shared, year, document);
        let Some(last) = seen.last else { continue };
        number += 1;
        if number > ROWS {
            continue;
        }
        let what = match (seen.added, seen.material) {
            (true, _) => Sign::new("added", say!("New")),
            (false, true) => Sign::weight(Weight::Material),
            (false, false) => Sign::weight(Weight::Editorial),
        };
        let history =
            Part::Link { href: link.to(&routes::document_history(&document.id)), v: seen.commits.len().to_string() };
        table.row(
            None,
            vec![
                link.document(ix).into(),
                document.title.as_str().into(),
                kind_label(document).into(),
                Part::sign(what).into(),
                history.into(),
                Part::date(last).into(),
                document.fields.text("version").unwrap_or_default().into(),
            ],
        );
    }
    let said = plural!(number, "{n} document changed.", "{n} documents changed.");
    let record = Part::Link { href: link.to(Address::Changes.at()), v: say!("The change record").into() };
    let mut intro = vec![Part::text(said), Part::text(" ")];
    intro.extend(phrase!("{record} has every commit.", record));
    section.intro.push(intro);
    if number > ROWS {
        section = section.intro(say!("The table has the first {most}.", most = ROWS));
    }
    section.with_table(
        table.some().map(|table| table.register(say!("Filter documents that changed"))),
        shared.none(say!("None changed.")),
    )
}

fn seen<'a>(shared: &Shared<'a>, year: &Year, document: &Document) -> Seen<'a> {
    let mut seen = Seen::default();
    let history = shared.history;
    let of_year = |(revision, _): &(&Revision, &Change)| counts(shared, year, revision.landed);
    for (revision, change) in history.came(&document.path).filter(of_year) {
        seen.commits.insert(revision.commit.as_str());
        seen.last = seen.last.max(Some(revision.landed));
        seen.added |= change.kind == ChangeKind::Added;
        seen.material |= change.did().is_some_and(|edit| edit.weight == Weight::Material);
    }
    seen
}
