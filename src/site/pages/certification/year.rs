//! One year of the cycle, as the audit that looks back on it reads it: what has to be done every year, findings, coverage,
//! and what changed.

use std::collections::BTreeSet;

use crate::approval::Act;
use crate::approval::record::ActKind;
use crate::base::text::count;
use crate::base::{Date, Period};
use crate::compare::Weight;
use crate::history::{Change, ChangeKind, Revision};
use crate::model::DocIx;
use crate::model::audited::{Held, What};
use crate::model::certification::Year;
use crate::model::document::{Document, Status};
use crate::site::address::Address;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::page::Page;
use crate::site::pages::sections::{Section, Sections};
use crate::site::parts::{day, kind_label, words};
use crate::site::routes;
use crate::site::view::{Cell, Pair, Part, Sign, Table, comma};

/// How many documents one row names.
const MOST: usize = 12;

/// How many rows a table has.
const ROWS: usize = 300;

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Page {
    let title = named(shared, year);
    let view = Sections {
        title: title.clone(),
        lede: vec![
            Part::text("What this audit reads of the time since the one before it: from "),
            Part::date(Period::Days(1).after(year.from)),
            Part::text(" to "),
            Part::date(year.to),
            Part::text(format!(". {}", state(shared, year))),
        ],
        meta: vec![
            Part::text("Of "),
            link.document(year.certification),
            Part::text(". What it reads: "),
            Part::text(year.step.reads()),
        ],
        sections: vec![
            Section::new("musts", "What is done every year")
                .intro("By the day that a record gives, or the day of an act or version on record. Whether it was done well, people judge.")
                .with_table(musts(shared, link, year), ""),
            findings(shared, link, year),
            Section::new("reported", "What audits of this time found")
                .with_table(reported(shared, link, year), "No audit of this time has findings."),
            coverage(shared, link, year),
            records(shared, year),
            changed(shared, link, year),
        ],
        ..Sections::default()
    };
    Page::new(title, "sections.html", &view)
}

/// What a year is called: the audit that reads it, and of which certification.
fn named(shared: &Shared<'_>, year: &Year) -> String {
    format!("{}, {}", year.step.title(), shared.aims.document(year.certification).id)
}

fn state(shared: &Shared<'_>, year: &Year) -> &'static str {
    match (year.held, year.to < shared.today()) {
        (true, _) => "The audit was held.",
        (false, true) => "Its day has passed, and nothing says that it was held.",
        (false, false) => "It is still to come, so this is how it stands today.",
    }
}

/// Documents that are neither drafts nor retired nor translations.
fn living<'a>(shared: &'a Shared<'_>, kind: &str) -> Vec<(DocIx, &'a Document)> {
    let mut all = shared.aims.of_kind(kind);
    all.retain(|(_, of)| !of.is_retired() && of.status() != Some(Status::Draft) && of.translates.is_none());
    all
}

/// What has to be done every year, and the kind of record that shows it, or the clause whose evidence does.
const YEARLY: [(&str, &str); 6] = [
    ("Internal audit", "audit"),
    ("Management review", "management-review"),
    ("AI risks assessed again", "risk-assessment"),
    ("Impacts of AI systems assessed again", "impact-assessment"),
    ("Competence judged", "competence"),
    ("Performance measured", "9.1"),
];

/// The same of documents that are kept current: they were read again.
const READ_AGAIN: [(&str, &str, Option<&str>); 4] = [
    ("AI policy reviewed", "policy", Some("5.2")),
    ("Scope reviewed", "scope", None),
    ("Statement of applicability reviewed", "soa", None),
    ("Objectives measured or reviewed", "objective", None),
];

fn musts(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Option<Table> {
    let mut table = Table::new("What is done every year", &["What:main", "Done", "By what:text"]);
    for (what, kind) in YEARLY {
        let is_ours =
            |of: &Document| kind != "audit" || matches!(of.fields.text("audit-type"), None | Some("internal"));
        let dated = living(shared, kind).into_iter().filter(|(_, of)| is_ours(of));
        let of_kind = dated.filter_map(|(ix, of)| Some((of.fields.date("date")?, ix)));
        let of_clause = shared.aims.trace.get(kind).into_iter().flat_map(|clause| &clause.evidence);
        let done = of_kind.chain(of_clause.map(|(ix, day)| (*day, *ix))).filter(|(day, _)| counts(shared, year, *day));
        table.row(None, must(shared, link, year, what, done.collect()));
    }
    for (what, kind, serving) in READ_AGAIN {
        let serves = |ix: DocIx| {
            serving.is_none_or(|id| shared.aims.trace.get(id).is_some_and(|of| of.documents().any(|other| other == ix)))
        };
        let of_kind = living(shared, kind).into_iter().filter(|(ix, _)| serves(*ix));
        let done = of_kind.filter_map(|(ix, of)| Some((read_again(shared, year, ix, of)?, ix)));
        table.row(None, must(shared, link, year, what, done.collect()));
    }
    table.some()
}

/// Whether a day lies in the year and has come.
fn counts(shared: &Shared<'_>, year: &Year, day: Date) -> bool {
    year.has(day) && day <= shared.today()
}

/// The last day in the year on which a document was read again, by an act, a version or what it says.
fn read_again(shared: &Shared<'_>, year: &Year, ix: DocIx, document: &Document) -> Option<Date> {
    let judged = |act: &Act| {
        act.record.as_ref().ok().filter(|record| record.act != ActKind::Acknowledgement).map(|record| record.date)
    };
    let acts = shared.approvals.acts_of(ix).filter_map(|(_, act)| judged(act));
    let tenures = shared.approvals.tenures(ix).iter().filter_map(|tenure| tenure.from);
    let measured = document.fields.rows("measurements").iter().filter_map(|row| row.cells.date("date"));
    let last = shared.aims.last_review(ix).map(|last| last.day);
    let all = acts.chain(tenures).chain(measured).chain(last);
    all.filter(|day| counts(shared, year, *day)).max()
}

fn must(shared: &Shared<'_>, link: Linker<'_>, year: &Year, what: &str, mut done: Vec<(Date, DocIx)>) -> Vec<Cell> {
    done.sort_by_key(|(day, ix)| (std::cmp::Reverse(*day), *ix));
    let sign = match (done.is_empty(), year.held || year.to < shared.today()) {
        (false, _) => Sign::new("evidenced", "On record"),
        (true, true) => Sign::new("gap", "Not on record"),
        (true, false) => Sign::new("due", "Still to do"),
    };
    let mut parts = Vec::new();
    for (day, ix) in done.iter().take(MOST) {
        parts.extend((!parts.is_empty()).then(|| Part::text(", ")));
        parts.extend([link.document(*ix), Part::text(" "), Part::date(*day)]);
    }
    if done.len() > MOST {
        parts.push(Part::quiet(format!(" and {} more", done.len() - MOST)));
    }
    vec![what.into(), Part::sign(sign).into(), parts.into()]
}

/// Nonconformities that were open at the beginning or raised since, and what became of them.
fn findings(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Section {
    let until = year.to.min(shared.today());
    let mut open = Vec::new();
    let mut closed = Vec::new();
    let mut unknown = 0;
    for (ix, record) in living(shared, "nonconformity") {
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
    let said = format!(
        "{} closed in this time; {} open at its end.",
        count_nonconformities(closed.len()),
        count_nonconformities(open.len()).to_lowercase()
    );
    let mut table = Table::new(
        "Nonconformities of this time",
        &["Id", "Nonconformity:main", "Grade", "From", "Raised", "Closed", "Effect checked", "Who acts"],
    );
    for (title, mut of) in [("Open at the end of it", open), ("Closed in it", closed)] {
        of.sort_by_key(|(raised, ix, ..)| (*raised, *ix));
        table.group(title);
        for (raised, ix, record, closed) in of.into_iter().take(ROWS) {
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
    let mut section = Section::new("findings", "Nonconformities closed and open").intro(said);
    if unknown > 0 {
        section = section.intro(format!("{} closed without a day, and not among them.", is_are(unknown)));
    }
    section.with_table(table.some(), "None was open in this time.")
}

fn count_nonconformities(number: usize) -> String {
    match number {
        0 => "None was".to_owned(),
        1 => "1 was".to_owned(),
        number => format!("{number} were"),
    }
}

fn is_are(number: usize) -> String {
    if number == 1 { "1 more is".to_owned() } else { format!("{number} more are") }
}

/// Findings of audits of whatever sort that were held in the year.
fn reported(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Option<Table> {
    let specs = ["Audit", "Held", "Whose", "Mark", "Grade", "Finding:main", "Requirement", "Stands", "Led to"];
    let mut table = Table::new("Findings of audits", &specs);
    let mut audits: Vec<(Date, DocIx, &Document)> = living(shared, "audit")
        .into_iter()
        .filter_map(|(ix, audit)| Some((audit.fields.date("date")?, ix, audit)))
        .filter(|(held, ..)| counts(shared, year, *held))
        .collect();
    audits.sort_by_key(|(held, ix, _)| (*held, *ix));
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
                words(text("grade")).into(),
                text("finding").into(),
                link.linked(text("requirement")).into(),
                words(text("status")).into(),
                link.ids(row.cells.text("nonconformity")),
            ],
        );
    }
    table.some()
}

/// What internal audits of the cycle have looked at so far.
fn coverage(shared: &Shared<'_>, link: Linker<'_>, year: &Year) -> Section {
    let audited = shared.aims.audited();
    let is_of_cycle = |day| year.cycle < day && day <= year.to;
    let held: Vec<&Held<'_>> = audited.held.iter().filter(|audit| is_of_cycle(audit.date)).collect();
    let mut section = Section::new("coverage", "What internal audits have looked at so far");
    section.intro.push(vec![
        Part::text("Of this cycle, which is counted from "),
        Part::date(year.cycle),
        Part::text(", by what the reports say they cover: "),
        Part::text(match held.len() {
            0 => "no internal audit was held.".to_owned(),
            number => format!("{}.", count(number, "internal audit")),
        }),
    ]);
    let mut table = Table::new("Covered by internal audits", &["What:main", "Looked at", "Of:num", "Not yet:text"]);
    for (what, words) in
        [(What::Clause, "Clauses"), (What::Control, "Controls that apply"), (What::System, "AI systems in use")]
    {
        let missed = audited.missed(what, is_of_cycle, false);
        let requirements = missed.requirements.iter().map(|id| link.exact(id));
        let systems = missed.systems.iter().map(|ix| link.document(*ix));
        let mut parts = comma(requirements.chain(systems).take(MOST));
        if missed.len() > MOST {
            parts.push(Part::quiet(format!(" and {} more", missed.len() - MOST)));
        }
        let number = missed.of - missed.len();
        let not_said = !held.is_empty() && !held.iter().any(|audit| audit.says(what));
        let parts = if not_said { vec![Part::quiet(format!("no report has {}", what.key()))] } else { parts };
        table.row(None, vec![words.into(), number.to_string().into(), missed.of.to_string().into(), parts.into()]);
    }
    section.with_table(table.some(), "")
}

/// Records of the year by kind: what a surveillance reads beside.
fn records(shared: &Shared<'_>, year: &Year) -> Section {
    const KINDS: [(&str, &str); 6] = [
        ("incident", "Incidents"),
        ("concern", "Concerns and complaints"),
        ("change", "Changes decided"),
        ("release", "Releases"),
        ("test", "Tests"),
        ("training", "Trainings"),
    ];
    let mut section = Section::new("records", "Records of this time");
    section.pairs = KINDS
        .iter()
        .map(|(kind, title)| {
            let all = living(shared, kind);
            let of = all.iter().filter_map(|(_, record)| record.fields.date("date"));
            Pair::new(*title, of.filter(|day| counts(shared, year, *day)).count().to_string())
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
    let mut section = Section::new("changed", "Documents that changed")
        .intro("Those that are kept current, by the day on which a change reached the main line. Material is what changed the substance.");
    let specs = ["Id", "Title:main", "Kind:facet", "What:facet", "Commits:num", "Last changed", "Version"];
    let mut table = Table::new("Documents that changed in this time", &specs);
    let mut number = 0;
    for (ix, document) in shared.aims.iter().filter(|(_, document)| document.controlled && document.is_kept_current()) {
        let seen = seen(shared, year, document);
        let Some(last) = seen.last else { continue };
        number += 1;
        if number > ROWS {
            continue;
        }
        let what = match (seen.added, seen.material) {
            (true, _) => Sign::new("added", "New"),
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
    let said = format!("{} changed. ", count(number, "document"));
    section.intro.push(vec![
        Part::text(said),
        Part::Link { href: link.to(Address::Changes.at()), v: "The change record".into() },
        Part::text(" has every commit."),
    ]);
    if number > ROWS {
        section = section.intro(format!("The table has the first {ROWS}."));
    }
    section.with_table(table.some().map(|table| table.register("Filter documents that changed")), "None changed.")
}

fn seen<'a>(shared: &Shared<'a>, year: &Year, document: &Document) -> Seen<'a> {
    let mut seen = Seen::default();
    let history = shared.history;
    let of_year = |(revision, _): &(&Revision, &Change)| counts(shared, year, revision.landed);
    for (revision, change) in history.of(&document.path).filter(of_year) {
        seen.commits.insert(revision.commit.as_str());
        seen.last = seen.last.max(Some(revision.landed));
        seen.added |= change.kind == ChangeKind::Added;
        seen.material |= change.edit.as_ref().is_some_and(|edit| edit.weight == Weight::Material);
    }
    seen
}
