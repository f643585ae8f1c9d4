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
use crate::model::about::was_in_use;
use crate::model::audited::{Held, Ran, What};
use crate::model::certification::Year;
use crate::model::document::Document;
use crate::model::soa::Soa;
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
            "What this audit reads of the time from {first} to {last}. {state}",
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
        // One that was opened again later was closed by what its record said then.
        let then = change_then(shared, year, record).and_then(|change| change.facts.as_deref());
        let then = then.map(|then| (then.state.as_deref() == Some("closed"), then.closed));
        let day_then = then.filter(|(was_closed, _)| *was_closed).and_then(|(_, day)| day);
        let day_now = record.fields.date("closed").filter(|_| record.is_closed() || record.fields.lacks("state"));
        let is_now_closed = record.is_closed() && then.is_none_or(|(was_closed, _)| was_closed);
        match day_now.into_iter().chain(day_then).find(|day| *day <= until) {
            Some(day) if day > year.from => closed.push((raised, ix, record, Some(day))),
            Some(_) => {}
            // Closed without a day, it cannot be told when.
            None if is_now_closed && day_now.is_none() => unknown += 1,
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
            let checked = checked(shared, year, record);
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

/// The day on which it was seen that what was done helps, as it stood at the end of the year. Where it was looked at again
/// later, or the record was opened again, the day that its text gave then.
fn checked(shared: &Shared<'_>, year: &Year, record: &Document) -> Option<Date> {
    let until = year.to.min(shared.today());
    let day = |of: &Document| of.fields.date("effectiveness-checked").filter(|day| *day <= until);
    let then = || {
        let change = change_then(shared, year, record).filter(|_| record.beside.is_none())?;
        day(&shared.aims.document_then(&record.path, &shared.texts.text(change)?))
    };
    day(record).or_else(then)
}

/// The change that left the text which a document had at the end of a year that is over.
fn change_then<'a>(shared: &Shared<'a>, year: &Year, document: &Document) -> Option<&'a Change> {
    let held = shared.history.held(&document.path).iter().filter(|_| year.to < shared.today());
    let last = held.take_while(|held| held.day <= year.to).last().filter(|held| held.there)?;
    Some(shared.history.step(last.step)?.1)
}

/// The AI systems, with whether they were in use at the end of it.
fn in_use_then(shared: &Shared<'_>, year: &Year) -> Vec<Ran> {
    let was = |(ix, system): (DocIx, &Document)| {
        let change = change_then(shared, year, system).filter(|_| system.beside.is_none());
        let then = change.and_then(|change| Some(shared.aims.document_then(&system.path, &shared.texts.text(change)?)));
        (ix, was_in_use(system, then.as_ref(), year.to))
    };
    shared.aims.of_kind("system").into_iter().map(was).collect()
}

/// The statement of applicability that was in force at the end of a year that is over, for the controls that audits count.
fn stated_then(shared: &Shared<'_>, year: &Year) -> Option<Soa> {
    let text = |(ix, document): (DocIx, &Document)| {
        let tenure = shared.approvals.tenures(ix).iter().find(|tenure| tenure.is_in_force(year.to))?;
        let change = shared.history.step(tenure.text(year.to)?).filter(|_| document.beside.is_none())?.1;
        shared.aims.stated_then(ix, &shared.texts.text(change)?)
    };
    let counted = &shared.aims.catalog.first_stated().id;
    let all = shared.aims.of_kind("soa").into_iter().filter(|_| year.to < shared.today());
    all.filter_map(text).find(|soa| soa.framework == *counted)
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
    let soa = stated_then(shared, year);
    let is_over = year.to < shared.today();
    let ran = in_use_then(shared, year);
    let mut audited = shared.aims.audited();
    audited.then = is_over.then_some((&ran, soa.as_ref()));
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
    if is_over {
        section = section.intro(match &soa {
            Some(_) => say!("AI systems and controls are those of the end of this time: in use by their days, or else by what they said then, and by the statement of applicability that was in force."),
            None => say!("AI systems are those in use at the end of this time by their days, or else by what they said then. Controls are those of today: no statement of applicability that was in force then can be read."),
        });
    }
    let untold = ran.iter().filter(|(_, was)| was.is_none()).count();
    if is_over && untold > 0 {
        section = section.intro(say!("AI systems of which neither a day nor a text of that time tells whether they were in use are not counted: {number}.", number = untold));
    }
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
    /// The version that it gave itself last.
    version: Option<&'a str>,
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
                seen.version.unwrap_or_default().into(),
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
        seen.version = seen.version.or(change.facts.as_deref().and_then(|facts| facts.version.as_deref()));
        seen.last = seen.last.max(Some(revision.landed));
        seen.added |= change.kind == ChangeKind::Added;
        seen.material |= change.did().is_some_and(|edit| edit.weight == Weight::Material);
    }
    seen
}
