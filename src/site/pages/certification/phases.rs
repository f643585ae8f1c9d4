//! The five phases: what closes each, and what the repository shows of it.

use crate::base::{Date, say, wording};
use crate::check::phases::{Gone, Short, gone, leads_to, uncounted};
use crate::check::wanting::wanting;
use crate::model::DocIx;
use crate::model::certification::{Step, audits};
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::phases::{CertifiedStep, Exit, Test};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::parts::{and_more, words};
use crate::site::view::{Cell, Part, Sign, Table, comma};
use crate::site::worded::phrase;

/// How many documents or requirements one criterion names.
const MOST: usize = 12;

pub(super) fn sections(shared: &Shared<'_>, link: Linker<'_>) -> Vec<Section> {
    let all = gone(&shared.state.judged());
    let first = all.iter().find(|gone| !gone.is_closed());
    let mut head = Section::new("phases", say!("The five phases"));
    head.intro.push(vec![Part::text(
        say!("A phase is closed when the repository shows all that closes it, and by nothing else. What a roadmap says of it is told as that."),
    )]);
    if let Some(others) = others(shared) {
        head.intro.push(vec![Part::text(say!(
            "The phases lead to a certificate by {framework}, and count its clauses and controls alone. Requirements of {others} are not counted.",
            framework = leads_to(shared.aims),
            others
        ))]);
    }
    let place = match first {
        Some(gone) => say!("The first that is open is “{phase}”.", phase = wording::known(&gone.phase.title)),
        None => {
            say!("All criteria of the five phases hold. That is no judgement of how well: an audit judges.").to_owned()
        }
    };
    head.intro.push(vec![Part::text(place)]);
    if all.iter().any(|gone| gone.claims().next().is_some()) {
        head.intro.push(vec![Part::text(say!(
            "Where nothing but a text itself says that it is approved, and nobody stands behind that on record, what it shows is marked as claimed."
        ))]);
    }
    let mut table = Table::new(
        say!("Phases and how far they are"),
        &["Phase:main", "Shown", "Criteria open:num", "What a roadmap says:text"],
    );
    for one in &all {
        let name = Part::Link { href: format!("#{}", anchor(one)), v: wording::known(&one.phase.title).to_owned() };
        table.row(
            None,
            vec![
                vec![name, Part::sub(wording::known(&one.phase.about))].into(),
                Part::sign(sign(shared, one)).into(),
                say!("{n} of {all}", n = one.open().count(), all = one.exits.len()).into(),
                claims(shared, link, one).into(),
            ],
        );
    }
    let head = head.with_table(table.some(), "");
    [head, criteria(shared, link, &all)].into_iter().chain(own(shared, link)).collect()
}

fn anchor(gone: &Gone) -> String {
    format!("phase-{}", gone.phase.id)
}

/// The frameworks that are followed and not counted, by name.
fn others(shared: &Shared<'_>) -> Option<String> {
    let others: Vec<&str> = uncounted(shared.aims).iter().map(|standard| standard.short.as_str()).collect();
    (!others.is_empty()).then(|| others.join(", "))
}

/// A text with the framework behind it that it is about, where others are followed that it is not about.
fn of_framework(shared: &Shared<'_>, text: &str) -> String {
    match others(shared) {
        Some(_) => format!("{text} ({})", leads_to(shared.aims)),
        None => text.to_owned(),
    }
}

fn sign(shared: &Shared<'_>, gone: &Gone) -> Sign {
    match (gone.is_closed(), gone.is_claimed()) {
        (true, true) => Sign::new("undated", of_framework(shared, say!("Closed, approval claimed"))),
        (true, false) => Sign::new("evidenced", of_framework(shared, say!("Closed"))),
        (false, _) => Sign::new("undated", say!("Open")),
    }
}

/// The criteria of all phases as one table, each phase below its name.
fn criteria(shared: &Shared<'_>, link: Linker<'_>, all: &[Gone]) -> Section {
    let mut table = Table::new(say!("What closes each phase"), &["Criterion:main", "Shown", "What it lacks:text"]);
    for gone in all {
        let (title, state) = (wording::known(&gone.phase.title), sign(shared, gone).word);
        table.group(format!("{title}: {state}"));
        // Links to a phase lead to its first criterion.
        let mut id = Some(anchor(gone));
        for (exit, short) in &gone.exits {
            let title = wording::known(&exit.title);
            let title = match &exit.test {
                Test::Clauses { .. } | Test::Controls { .. } | Test::CalledFor { .. } | Test::Audited { .. } => {
                    of_framework(shared, title)
                }
                _ => title.to_owned(),
            };
            let cells = vec![title.into(), shown(shared, exit, short).into(), lacks(link, exit, short)];
            table.row(id.take(), cells);
        }
    }
    Section::new("criteria", say!("What closes each phase")).with_table(table.without_empty_columns().some(), "")
}

/// Whether a criterion holds. What has its day ahead is planned, and not missing.
fn shown(shared: &Shared<'_>, exit: &Exit, short: &Short) -> Vec<Part> {
    let planned = match exit.test {
        Test::Certified { step } if !short.is_nothing() => planned(shared, step, &short.documents),
        _ => None,
    };
    let sign = match (short.is_nothing(), short.claimed) {
        (true, true) => Sign::new("undated", say!("Only said")),
        (true, false) => Sign::new("evidenced", say!("Shown")),
        (false, _) if planned.is_some() => Sign::new("planned", say!("Planned")),
        (false, _) => Sign::new("gap", say!("Not shown")),
    };
    let day = planned.into_iter().flat_map(|day| [Part::text(" "), Part::date(day)]);
    std::iter::once(Part::sign(sign)).chain(day).collect()
}

/// The first day ahead on which a step of a certification is to be done.
fn planned(shared: &Shared<'_>, step: CertifiedStep, certifications: &[DocIx]) -> Option<Date> {
    let audit = match step {
        CertifiedStep::Stage1 => Some(Step::Stage1),
        CertifiedStep::Stage2 => Some(Step::Stage2),
        CertifiedStep::Granted => None,
    };
    let days = certifications.iter().flat_map(|ix| {
        let document = shared.aims.document(*ix);
        let held = audits(shared.aims, document).into_iter().filter(|of| Some(of.step) == audit && of.held.is_none());
        let decided = document.fields.date("decided").filter(|_| audit.is_none());
        held.filter_map(|of| of.planned).chain(decided).collect::<Vec<_>>()
    });
    days.filter(|day| *day > shared.today()).min()
}

/// What a criterion lacks, by name.
fn lacks(link: Linker<'_>, exit: &Exit, short: &Short) -> Cell {
    let kinds = short.kinds.iter().map(|kind| Part::text(wanting(link.aims, &exit.test, kind)));
    let documents = short.documents.iter().take(MOST).map(|ix| link.document(*ix));
    let requirements = short.requirements.iter().take(MOST).map(|id| link.exact(id));
    let mut parts = comma(kinds.chain(documents).chain(requirements));
    let more = short.documents.len().saturating_sub(MOST) + short.requirements.len().saturating_sub(MOST);
    parts.extend(and_more(more, 0));
    parts.into()
}

/// Rows of roadmaps.
fn rows<'a>(shared: &'a Shared<'_>) -> impl Iterator<Item = (DocIx, &'a Document, &'a Row)> {
    let living = shared.aims.of_kind("roadmap").into_iter().filter(|(_, roadmap)| !roadmap.is_retired());
    living.flat_map(|(ix, roadmap)| roadmap.fields.rows("phases").iter().map(move |row| (ix, roadmap, row)))
}

/// What roadmaps say of a phase.
fn claims(shared: &Shared<'_>, link: Linker<'_>, gone: &Gone) -> Vec<Part> {
    let of = rows(shared).filter(|(_, _, row)| row.cells.text("phase") == Some(gone.phase.id.as_str()));
    let mut parts = Vec::new();
    for (ix, _, row) in of.take(MOST) {
        parts.extend((!parts.is_empty()).then(|| Part::text("; ")));
        parts.push(link.document(ix));
        parts.push(Part::text(" "));
        parts.extend(claim(link, row));
    }
    parts
}

/// What a row says: `Done on …`, `In progress, due on …, AI Officer`.
fn claim(link: Linker<'_>, row: &Row) -> Vec<Part> {
    let mut pieces: Vec<Vec<Part>> = Vec::new();
    pieces.extend(row.cells.text("status").map(|status| vec![Part::text(words(status))]));
    pieces.extend(row.cells.date("closed").map(|day| phrase!("closed on {day}", day = Part::date(day))));
    let due = row.cells.date("due").filter(|_| !row.is_over());
    pieces.extend(due.map(|day| phrase!("due on {day}", day = link.due(day))));
    pieces.extend(row.cells.text("owner").map(|owner| vec![Part::said(owner)]));
    let mut parts = Vec::new();
    for piece in pieces {
        parts.extend((!parts.is_empty()).then(|| Part::text(", ")));
        parts.extend(piece);
    }
    parts
}

/// Phases that a roadmap has beside the five, and criteria of the organisation's own: told as they are, and not judged.
fn own(shared: &Shared<'_>, link: Linker<'_>) -> Option<Section> {
    let mut table = Table::new(
        say!("What roadmaps add"),
        &["Roadmap", "Phase:main+name", "What it says", "What has to be there:text", "What is to show it:text"],
    );
    for (ix, _, row) in rows(shared) {
        let named = row.cells.text("phase").unwrap_or_default();
        let exits = row.cells.texts("exit");
        if crate::model::phases::find(named).is_some() && exits.is_empty() {
            continue;
        }
        let exits: Vec<Vec<Part>> = exits.iter().map(|exit| vec![Part::said(&exit.value)]).collect();
        let exits = if exits.is_empty() { Cell::default() } else { Part::List { items: exits }.into() };
        let evidence = link.ids(row.cells.texts("evidence").iter().map(|id| id.value.as_str()));
        table.row(None, vec![link.document(ix).into(), words(named).into(), claim(link, row).into(), exits, evidence]);
    }
    let table = table.some()?;
    let section = Section::new("own", say!("What the roadmap adds"))
        .intro(say!("Phases and criteria of the organisation’s own. Nobody but people can say whether they hold."));
    Some(section.with_table(Some(table), ""))
}
