//! What internal audits looked at and when: clauses, controls, AI systems, and the two together.

use std::collections::BTreeSet;

use super::register::files;
use super::sections::{Legend, Section, Sections};
use crate::base::text::count;
use crate::base::{plural, say, wording};
use crate::model::DocIx;
use crate::model::audited::{Audited, Held, Subject, ToCome, What};
use crate::model::fields::Fields;
use crate::site::context::Shared;
use crate::site::leaves::Of;
use crate::site::leaves::{rows, turn};
use crate::site::link::Linker;
use crate::site::lists::List;
use crate::site::page::Page;
use crate::site::pages::requirement::enumerated;
use crate::site::parts::{day, more};
use crate::site::view::{Cell, Column, Pages, Part, Sign, Table, comma};

/// How many audits have a column of their own, the newest of the cycle.
const COLUMNS: usize = 6;

/// With more systems than this a table that has a column for each cannot be read.
const SYSTEMS: usize = 12;

/// How many audits to come are told, the soonest; their plans have all.
const COMING: usize = 60;

/// How many holes of a sort are named.
const NAMED: usize = 40;

pub(super) fn page(shared: &Shared<'_>, link: Linker<'_>) -> Page {
    let (of, audited) = ((shared, link, 1), &*shared.audited);
    let others = audited.uncounted().into_iter().map(|standard| shared.aims.audited_for(standard));
    let others: Vec<Audited<'_>> = others.collect();
    let mut sections = if shared.is_partial() { Vec::new() } else { vec![holes(shared, link, (audited, &others))] };
    let mut programme = Section::new("programme", say!("Not held yet"));
    if audited.to_come.len() > COMING {
        programme = programme.intro(say!("The first {most} of {all}.", most = COMING, all = audited.to_come.len()));
    }
    sections.extend([
        Section::new("audits", say!("Internal audits of the cycle"))
            .intro(say!("With what each says that it covered: A.8 is every control of that area, 9 every clause from 9.1 on. What stands in sentences is for people, and is not counted."))
            .with_table(held(of), shared.none(say!("None was held in the last 36 months."))),
        programme.with_table(to_come(link, audited), shared.none(say!("No plan has an audit that is still to come, with a day."))),
    ]);
    if !shared.is_partial() {
        by_subject(of, &mut sections);
        for other in &others {
            of_another((shared, link), other, &mut sections);
        }
    }
    let view = Sections {
        title: say!("Coverage of audits").into(),
        lede: match shared.is_partial() {
            true => Vec::new(),
            false => vec![Part::text(shared.counted(lede(shared, (audited, &others))))],
        },
        meta: vec![Part::text(say!(
            "An audit programme reaches every clause, every control that applies and every AI system within a cycle of three years (clause 9.2.2). This page counts the clauses, controls and systems that audits and plans name as covered."
        ))],
        legend: if shared.is_partial() { Vec::new() } else { legend() },
        sections,
        ..Sections::default()
    };
    Page::new(say!("Coverage of audits"), "sections.html", &view).main("wide broad")
}

/// Every clause, control and system with what looked at it, and the holes between.
fn by_subject(of: Of<'_, '_, '_>, sections: &mut Vec<Section>) {
    let (shared, link, _) = of;
    let clauses = shared.audited.subjects(What::Clause);
    let clauses = grid(link, &shared.audited, What::Clause, (say!("Clauses"), &clauses));
    let clauses = clauses.map(|table| table.files(files(shared, link, "coverage")));
    let none = say!("There are none.");
    sections.extend([
        Section::new("clauses", say!("Clauses")).with_table(clauses, none),
        Section::new("controls", say!("Controls that apply")).with_table(controls(of), none),
        Section::new("systems", say!("AI systems in use")).with_table(systems(of), none),
        Section::new("pairs", say!("Controls by AI system"))
            .intro(say!("Controls that are bound to AI systems, with the day of the newest internal audit that looked at both the control and the system."))
            .with_table(pairs(of), say!("No control that is bound to AI systems applies to one in use.")),
    ]);
}

/// The same of a standard that is followed besides: its own audits, clauses and controls.
fn of_another((shared, link): (&Shared<'_>, Linker<'_>), audited: &Audited<'_>, sections: &mut Vec<Section>) {
    let Some(standard) = audited.standard(What::Clause) else { return };
    let headed = |title: &str| shared.aims.catalog.headed(standard, title.to_owned());
    let audits = Section::new(format!("audits-{}", standard.id), headed(say!("Internal audits of the cycle")));
    let table = table_of(link, &headed(say!("Internal audits and what each covered")), audited.of_cycle());
    sections.push(audits.with_table(table, shared.none(say!("None was held in the last 36 months."))));
    for (what, title) in [(What::Clause, say!("Clauses")), (What::Control, say!("Controls that apply"))] {
        let (subjects, title) = (audited.subjects(what), headed(title));
        let table = grid(link, audited, what, (&title, &subjects));
        let id = format!("{}s-{}", what.as_str(), standard.id);
        sections.extend(table.map(|table| Section::new(id, title).with_table(Some(table), "")));
    }
}

/// A page of the controls with what looked at each.
pub(super) fn controls((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let all = &shared.subjects[0];
    let here = &all[rows(shared, List::AuditedControls, number)];
    let table = grid(link, &shared.audited, What::Control, (say!("Controls that apply"), here))?;
    Some(table.pages(turn_subjects((shared, link, number), List::AuditedControls, all)))
}

/// A page of the AI systems with what looked at each.
pub(super) fn systems((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let all = &shared.subjects[1];
    let here = &all[rows(shared, List::AuditedSystems, number)];
    let table = grid(link, &shared.audited, What::System, (say!("AI systems in use"), here))?;
    Some(table.pages(turn_subjects((shared, link, number), List::AuditedSystems, all)))
}

fn turn_subjects((shared, link, number): Of<'_, '_, '_>, list: List<'_>, all: &[Subject<'_>]) -> Option<Pages> {
    turn(shared, link, list, number, |place| all.get(place).map(|subject| subject.id.to_owned()).unwrap_or_default())
}

/// That of the standards that are followed one is counted, and which are not: where there are several.
pub(super) fn uncounted(audited: &Audited<'_>) -> Option<String> {
    let names = |what| audited.standard(what).map(|standard| standard.short.as_str()).unwrap_or_default();
    let others = others(audited)?;
    Some(say!(
        "Only clauses of {clauses} and controls of {controls} are counted here, and no other requirements of {others}.",
        clauses = names(What::Clause),
        controls = names(What::Control),
        others
    ))
}

/// The standards of which not all is counted, by name.
fn others(audited: &Audited<'_>) -> Option<String> {
    let others: Vec<&str> = audited.uncounted().iter().map(|standard| standard.short.as_str()).collect();
    (!others.is_empty()).then(|| enumerated(&others))
}

/// Controls of which no statement of applicability says whether they apply. Where it may be kept from the readers that is
/// not known.
pub(super) fn undecided<'a>(shared: &Shared<'_>, audited: &Audited<'a>) -> Vec<Subject<'a>> {
    let is_known = !shared.withholds() || audited.soa().is_some();
    if is_known { audited.undecided() } else { Vec::new() }
}

fn lede(shared: &Shared<'_>, (audited, others): (&Audited<'_>, &[Audited<'_>])) -> String {
    let undecided = match each((audited, others)).map(|(audited, _)| undecided(shared, audited).len()).sum() {
        0 => None,
        n => Some(plural!(
            n,
            "Of {n} more control no statement of applicability says whether it applies.",
            "Of {n} more controls no statement of applicability says whether they apply."
        )),
    };
    let told = |(audited, what): (&Audited<'_>, &[What])| match audited.standard(What::Clause) {
        Some(of) if !others.is_empty() && !audited.of_cycle().is_empty() => {
            format!("{}: {}", wording::known(&of.short), looked(audited, what))
        }
        _ => looked(audited, what),
    };
    each((audited, others)).map(told).chain(undecided).collect::<Vec<_>>().join(" ")
}

/// What is counted of each standard; AI systems are of all of them.
pub(super) fn each<'a>(
    (audited, others): (&'a Audited<'a>, &'a [Audited<'a>]),
) -> impl Iterator<Item = (&'a Audited<'a>, &'static [What])> {
    std::iter::once((audited, &What::ALL[..])).chain(others.iter().map(|other| (other, &What::ALL[..2])))
}

/// How much of what there is to look at was looked at in the cycle.
fn looked(audited: &Audited<'_>, what: &[What]) -> String {
    if audited.of_cycle().is_empty() {
        let (day, standard) = (wording::day(audited.begin), audited.standard(What::Clause).map_or("", |of| &of.short));
        return say!("Since {day} there was no internal audit for {standard}.", day, standard);
    }
    let has = |what: What| what != What::Control || audited.standard(what).is_some_and(|of| !of.controls.is_empty());
    let parts = what.iter().filter(|what| has(**what)).map(|what| {
        let all = audited.subjects(*what);
        let seen = all.iter().filter(|subject| is_seen(audited, subject)).count();
        match what {
            What::Clause => plural!(all.len(), "{seen} of {n} clause", "{seen} of {n} clauses", seen),
            What::Control => plural!(all.len(), "{seen} of {n} control", "{seen} of {n} controls", seen),
            What::System => plural!(all.len(), "{seen} of {n} AI system", "{seen} of {n} AI systems", seen),
        }
    });
    plural!(
        audited.of_cycle().len(),
        "Since {day} there was {n} internal audit. By what they say, they looked at {parts}.",
        "Since {day} there were {n} internal audits. By what they say, they looked at {parts}.",
        day = wording::day(audited.begin),
        parts = parts.collect::<Vec<_>>().join(", ")
    )
}

fn counted(number: usize, what: What) -> String {
    match what {
        What::Clause => count(number, "clause"),
        What::Control => count(number, "control"),
        What::System => count(number, "AI system"),
    }
}

fn is_seen(audited: &Audited<'_>, subject: &Subject<'_>) -> bool {
    audited.last(subject).is_some_and(|audit| audited.is_in_cycle(audit))
}

/// What no audit of the cycle looked at, nor is planned to; and audits that do not say what they looked at.
fn holes(shared: &Shared<'_>, link: Linker<'_>, (audited, others): (&Audited<'_>, &[Audited<'_>])) -> Section {
    let mut items = Vec::new();
    let named = |subjects: &[Subject<'_>]| {
        let mut parts = comma(subjects.iter().take(NAMED).map(|subject| link.id(subject.id)));
        parts.extend(more(subjects.len(), NAMED).map(Part::text));
        parts
    };
    for (audited, what) in each((audited, others)) {
        for what in what {
            let holes: Vec<Subject<'_>> =
                audited.subjects(*what).into_iter().filter(|subject| audited.is_hole(subject)).collect();
            if !holes.is_empty() {
                items.push([vec![Part::text(format!("{}: ", counted(holes.len(), *what)))], named(&holes)].concat());
            }
        }
        let undecided = undecided(shared, audited);
        if !undecided.is_empty() {
            let number = plural!(
                undecided.len(),
                "{n} control of which no statement of applicability says whether it applies: ",
                "{n} controls of which no statement of applicability says whether they apply: "
            );
            items.push([vec![Part::text(number)], named(&undecided)].concat());
        }
    }
    let apart = apart(audited);
    if apart > 0 {
        let pairs = plural!(
            apart,
            "{n} pair of control and AI system that no audit looked at together: ",
            "{n} pairs of control and AI system that no audit looked at together: "
        );
        items.push(vec![
            Part::text(pairs),
            Part::Link { href: "#pairs".into(), v: say!("controls by AI system").into() },
        ]);
    }
    let mut seen = BTreeSet::new();
    let audits = each((audited, others)).flat_map(|(audited, _)| audited.of_cycle());
    let silent: Vec<&Held<'_>> = audits
        .filter(|audit| What::ALL.iter().all(|what| audit.document.fields.texts(what.key()).is_empty()))
        .filter(|audit| seen.insert(audit.ix))
        .collect();
    if !silent.is_empty() {
        let mut item = vec![Part::text(say!("Audits that do not say in keys what they covered: "))];
        item.extend(comma(silent.iter().take(NAMED).map(|audit| link.document(audit.ix))));
        items.push(item);
    }
    Section::new("holes", say!("Holes"))
        .intro(say!("What no internal audit of the last 36 months looked at, and none that is still to come will."))
        .with_list(items, say!("There is none."))
}

/// How many pairs of a control and an AI system no audit of the cycle looked at together, nor is planned to.
fn apart(audited: &Audited<'_>) -> usize {
    let systems: Vec<(Subject<'_>, Vec<usize>)> = placed(audited, audited.subjects(What::System));
    let mut apart = 0;
    for (control, places) in placed(audited, audited.bound()) {
        let is_apart = |(system, of_system): &&(Subject<'_>, Vec<usize>)| {
            let last = audited.together(&places, of_system).filter(|audit| audited.is_in_cycle(audit));
            last.is_none() && audited.next_together(&control, system).is_none()
        };
        apart += systems.iter().filter(is_apart).count();
    }
    apart
}

/// Subjects with the audits that looked at each.
fn placed<'a>(audited: &Audited<'a>, subjects: Vec<Subject<'a>>) -> Vec<(Subject<'a>, Vec<usize>)> {
    subjects.into_iter().map(|subject| (subject, audited.places(&subject))).collect()
}

/// A page of the audits of the cycle.
pub(super) fn held((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let all = shared.audited.of_cycle();
    let name = |place: usize| all.get(place).map(|audit| audit.document.id.clone()).unwrap_or_default();
    let label = say!("Internal audits and what each covered");
    let table = table_of(link, label, &all[rows(shared, List::Audits, number)]);
    table.map(|table| table.pages(turn(shared, link, List::Audits, number, name)))
}

fn table_of(link: Linker<'_>, label: &str, audits: &[Held<'_>]) -> Option<Table> {
    let specs = ["Date", "Id:name", "Title:main", "Clauses", "Controls", "AI systems", "Findings:num"];
    let mut table = Table::new(label, &specs);
    for audit in audits {
        let fields = &audit.document.fields;
        let mut cells: Vec<Cell> =
            vec![day(Some(audit.date)).into(), link.document(audit.ix).into(), audit.document.title.as_str().into()];
        cells.extend(covers(link, fields, audit.ix));
        cells.push(fields.rows("findings").len().to_string().into());
        table.row(None, cells);
    }
    table.some()
}

/// What a document says that an audit covers, as far as there is room for it.
fn covers(link: Linker<'_>, fields: &Fields, document: DocIx) -> [Cell; 3] {
    What::ALL.map(|what| link.few_ids(fields.texts(what.key()).iter().map(|id| id.value.as_str()), document))
}

fn to_come(link: Linker<'_>, audited: &Audited<'_>) -> Option<Table> {
    let specs = ["Due", "Audit:main+name", "Plan", "Clauses", "Controls", "AI systems"];
    let mut table = Table::new(say!("Audits that are planned, and what each is to cover"), &specs);
    for row in audited.to_come.iter().take(COMING) {
        let mut cells: Vec<Cell> = vec![
            link.due(row.due).into(),
            row.row.text("audit").unwrap_or_default().into(),
            link.document(row.plan).into(),
        ];
        cells.extend(covers(link, row.row, row.plan));
        table.row(None, cells);
    }
    table.some()
}

/// A row a subject, a column an audit.
fn grid(
    link: Linker<'_>,
    audited: &Audited<'_>,
    what: What,
    (label, subjects): (&str, &[Subject<'_>]),
) -> Option<Table> {
    let shown = &audited.of_cycle()[..audited.of_cycle().len().min(COLUMNS)];
    let specs = ["Id", "Title:main", "State:facet"];
    let mut table = Table::new(say!("{label} by audit", label), &specs);
    let of = |audit: &Held<'_>| format!("{} {}", audit.document.id, wording::day(audit.date));
    table.columns.extend(shown.iter().map(|audit| Column { class: "mark", ..plain(of(audit)) }));
    let planned = !audited.to_come.is_empty();
    table.columns.push(plain(say!("Last audited").into()));
    table.columns.extend(planned.then(|| plain(say!("Next").into())));
    for subject in subjects {
        let places = audited.places(subject);
        let (last, next) = (audited.last(subject), audited.next(subject));
        let mut cells: Vec<Cell> = vec![
            link.id(subject.id).into(),
            wording::titled(subject.id, subject.title).into(),
            Part::sign(state(audited, last, next.filter(|_| audited.is_planned(subject)))).into(),
        ];
        cells.extend((0..shown.len()).map(|place| match places.binary_search(&place) {
            Ok(_) => Cell::from(Part::sign(covered())),
            Err(_) => Cell::from(Part::sign(uncovered())),
        }));
        cells.push(when(link, last.map(|audit| (Part::date(audit.date), audit.ix))));
        cells.extend(planned.then(|| when(link, next.map(|row| (link.due(row.due), row.plan)))));
        table.row(None, cells);
    }
    table.some().map(|table| {
        table.register(match what {
            What::Clause => say!("Filter clauses"),
            What::Control => say!("Filter controls"),
            What::System => say!("Filter systems"),
        })
    })
}

/// The squares of the grid.
fn covered() -> Sign {
    Sign::new("covered", say!("Covered"))
}

fn uncovered() -> Sign {
    Sign::new("uncovered", say!("Not covered"))
}

/// What the squares mean.
fn legend() -> Vec<Legend> {
    let of = |sign, text: &str| Legend { sign, count: None, text: text.to_owned() };
    vec![
        of(covered(), say!("the audit of the column names it as covered")),
        of(uncovered(), say!("the audit of the column does not name it")),
    ]
}

fn plain(title: String) -> Column {
    Column { title: title.into(), class: "", facet: false }
}

fn state(audited: &Audited<'_>, last: Option<&Held<'_>>, next: Option<&ToCome<'_>>) -> Sign {
    match (last, next) {
        (Some(last), _) if audited.is_in_cycle(last) => covered(),
        (_, Some(_)) => Sign::new("planned", say!("Planned")),
        (Some(_), None) => Sign::new("overdue", say!("Earlier cycle")),
        (None, None) => Sign::new("gap", say!("Hole")),
    }
}

fn when(link: Linker<'_>, of: Option<(Part, DocIx)>) -> Cell {
    let Some((day, ix)) = of else { return Cell::default() };
    vec![link.document(ix), Part::text(" "), day].into()
}

/// A row a control, a column a system; where there are many systems, a page of rows, each a system with the controls not
/// looked at.
pub(super) fn pairs((shared, link, number): Of<'_, '_, '_>) -> Option<Table> {
    let audited = &*shared.audited;
    let systems = placed(audited, audited.subjects(What::System));
    let bound = placed(audited, audited.bound());
    if systems.is_empty() || bound.is_empty() {
        return None;
    }
    let files = files(shared, link, "coverage");
    let seen = |control: &(Subject<'_>, Vec<usize>), system: &(Subject<'_>, Vec<usize>)| {
        audited
            .together(&control.1, &system.1)
            .filter(|audit| audited.is_in_cycle(audit))
            .map(|audit| (Part::date(audit.date), audit.ix))
    };
    if systems.len() > SYSTEMS {
        let specs = ["System", "Title:main", "Controls:num", "Not looked at together"];
        let mut table = Table::new(say!("Controls that no audit looked at together with a system"), &specs);
        let list = List::AuditedPairs;
        for system in &systems[rows(shared, list, number)] {
            let missing: Vec<&Subject<'_>> =
                bound.iter().filter(|control| seen(control, system).is_none()).map(|(control, _)| control).collect();
            let cells: Vec<Cell> = vec![
                link.id(system.0.id).into(),
                system.0.title.into(),
                missing.len().to_string().into(),
                comma(missing.iter().map(|control| link.id(control.id))).into(),
            ];
            table.row(None, cells);
        }
        let pages = turn_subjects((shared, link, number), list, &shared.subjects[1]);
        return table.some().map(|table| table.register(by_system()).files(files).pages(pages));
    }
    let mut table = Table::new(say!("Controls by AI system in use"), &["Control", "Title:main"]);
    table.columns.extend(systems.iter().map(|(system, _)| plain(format!("{} {}", system.id, system.title))));
    for control in &bound {
        let mut cells: Vec<Cell> = vec![link.id(control.0.id).into(), wording::known(control.0.title).into()];
        cells.extend(systems.iter().map(|system| match seen(control, system) {
            None => Part::sign(Sign::new("gap", say!("Not together"))).into(),
            found => when(link, found),
        }));
        table.row(None, cells);
    }
    table.some().map(|table| table.register(by_system()).files(files))
}

/// What the filter of controls by system is called: no other of its page is called so.
pub(super) fn by_system() -> &'static str {
    say!("Filter controls by AI system")
}
