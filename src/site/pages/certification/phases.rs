//! The five phases: what closes each, and what the repository shows of it.

use crate::base::{say, wording};
use crate::check::phases::{Gone, Short, gone};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::parts::words;
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
    let place = match first {
        Some(gone) => say!("The first that is open is “{phase}”.", phase = wording::known(&gone.phase.title)),
        None => {
            say!("All criteria of the five phases hold. That is no judgement of how well: an audit judges.").to_owned()
        }
    };
    head.intro.push(vec![Part::text(place)]);
    let mut table = Table::new(
        say!("Phases and how far they are"),
        &["Phase:main", "Shown", "Criteria open:num", "What a roadmap says:text"],
    );
    for one in &all {
        let name = Part::Link { href: format!("#{}", anchor(one)), v: wording::known(&one.phase.title).to_owned() };
        table.row(
            None,
            vec![
                name.into(),
                Part::sign(sign(one.is_closed())).into(),
                say!("{n} of {all}", n = one.open().count(), all = one.exits.len()).into(),
                claims(shared, link, one).into(),
            ],
        );
    }
    let head = head.with_table(table.some(), "");
    std::iter::once(head).chain(all.iter().map(|one| phase(link, one))).chain(own(shared, link)).collect()
}

fn anchor(gone: &Gone) -> String {
    format!("phase-{}", gone.phase.id)
}

fn sign(closed: bool) -> Sign {
    if closed { Sign::new("evidenced", say!("Closed")) } else { Sign::new("undated", say!("Open")) }
}

/// A phase with its criteria.
fn phase(link: Linker<'_>, gone: &Gone) -> Section {
    let title = wording::known(&gone.phase.title);
    let specs = ["Criterion:main", "Shown", "What it lacks:text"];
    let mut table = Table::new(say!("What closes “{phase}”", phase = title), &specs);
    for (exit, short) in &gone.exits {
        let shown = match (short.is_nothing(), short.claimed) {
            (true, true) => Sign::new("undated", say!("Only said")),
            (true, false) => Sign::new("evidenced", say!("Shown")),
            (false, _) => Sign::new("gap", say!("Not shown")),
        };
        table.row(None, vec![wording::known(&exit.title).into(), Part::sign(shown).into(), lacks(link, short)]);
    }
    let mut section = Section::new(anchor(gone), title);
    section
        .intro
        .push(vec![Part::sign(sign(gone.is_closed())), Part::text(format!(" {}", wording::known(&gone.phase.about)))]);
    section.with_table(table.some(), "")
}

/// What a criterion lacks, by name.
fn lacks(link: Linker<'_>, short: &Short) -> Cell {
    let kinds = short.kinds.iter().map(|kind| Part::text(say!("no {kind}", kind = kind_words(link, kind))));
    let documents = short.documents.iter().take(MOST).map(|ix| link.document(*ix));
    let requirements = short.requirements.iter().take(MOST).map(|id| link.exact(id));
    let mut parts = comma(kinds.chain(documents).chain(requirements));
    let more = short.documents.len().saturating_sub(MOST) + short.requirements.len().saturating_sub(MOST);
    if more > 0 {
        parts.push(Part::quiet(format!(" {}", say!("and {n} more", n = more))));
    }
    parts.into()
}

/// What a kind is called within a sentence: its name as words, or its label where the sentence is not English.
fn kind_words(link: Linker<'_>, kind: &str) -> String {
    let label = || link.aims.kinds.iter().find(|known| known.name == kind).map(|known| wording::known(&known.label));
    match wording::spoken().and_then(|_| label()) {
        Some(label) => label.to_owned(),
        None => kind.replace('-', " "),
    }
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
    let settled = matches!(row.cells.text("status"), Some("done" | "dropped")) || row.cells.date("closed").is_some();
    let mut pieces: Vec<Vec<Part>> = Vec::new();
    pieces.extend(row.cells.text("status").map(|status| vec![Part::text(words(status))]));
    pieces.extend(row.cells.date("closed").map(|day| phrase!("closed on {day}", day = Part::date(day))));
    let due = row.cells.date("due").filter(|_| !settled);
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
        &["Roadmap", "Phase:main", "What it says", "What has to be there:text", "What is to show it:text"],
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
