//! Controls, clauses and rows of the statement of applicability then and now.

use super::cells::both;
use crate::base::{plural, say, wording};
use crate::impact::moves::{Move, Way};
use crate::impact::statement::{Stated, stated};
use crate::model::soa::SoaRow;
use crate::model::trace::Requirement;
use crate::register::yes_or_no;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::parts;
use crate::site::view::{Cell, Pair, Part, Sign, Table};
use crate::state::Since;

/// How a requirement moved, as a sign; `None` where it stands where it stood.
fn sign(step: &Move<'_>) -> Option<Sign> {
    Some(match step.way()? {
        Way::Added => Sign::new("added", say!("New")),
        Way::Removed => Sign::new("removed", say!("Removed")),
        Way::Up(number) => Sign::new("up", plural!(number.into(), "Up {n} rung", "Up {n} rungs")),
        Way::Down(number) => Sign::new("down", plural!(number.into(), "Down {n} rung", "Down {n} rungs")),
        Way::LeftOut => Sign::new("excluded", say!("Now left out")),
        Way::Applies => Sign::new("added", say!("Now applies")),
        Way::Undecided => Sign::new("undated", say!("No longer left out, and not said to apply")),
    })
}

/// How many controls went up and down.
pub(super) fn numbers(moves: &[Move<'_>]) -> [Pair; 2] {
    let controls = || moves.iter().filter(|step| !step.is_clause()).filter_map(Move::way);
    let up = controls().filter(|way| matches!(way, Way::Up(_))).count();
    let down = controls().filter(|way| matches!(way, Way::Down(_))).count();
    [Pair::new(say!("Controls moved up"), up.to_string()), Pair::new(say!("Controls moved down"), down.to_string())]
}

pub(super) fn sections(shared: &Shared<'_>, link: Linker<'_>, moves: &[Move<'_>]) -> [Section; 2] {
    let both = [
        ("controls", say!("Controls"), say!("Controls that moved"), false),
        ("clauses", say!("Clauses"), say!("Clauses that moved"), true),
    ];
    both.map(|(id, title, moved, clauses)| {
        let mut table = Table::new(moved, &["Id", "Title:main", "Then", "Now", "Moved:facet"]);
        let mut still = 0;
        // What only gathers others repeats the lowest of them.
        let gathers = |step: &&Move<'_>| {
            let clause = step.either().and_then(|of| shared.aims.catalog.clause(&of.framework, &of.id));
            clause.is_some_and(|clause| !clause.requirement)
        };
        for step in moves.iter().filter(|step| step.is_clause() == clauses && !gathers(step)) {
            match (step.either(), sign(step)) {
                (Some(requirement), Some(sign)) => table.row(None, row(shared, link, step, requirement, sign)),
                _ => still += 1,
            }
        }
        let words = plural!(still, "{n} stands where it stood.", "{n} stand where they stood.");
        Section::new(id, title).intro(words).with_table(table.some(), shared.none(say!("None moved.")))
    })
}

fn row(shared: &Shared<'_>, link: Linker<'_>, step: &Move<'_>, requirement: &Requirement, sign: Sign) -> Vec<Cell> {
    let id = match shared.aims.trace.at(&requirement.key()) {
        Some(requirement) => link.requirement(requirement),
        None => Part::said(&*requirement.name),
    };
    let rung = |end: Option<&Requirement>| Cell::from(end.and_then(parts::rung));
    vec![
        id.into(),
        Part::said(wording::known(&requirement.title)).into(),
        rung(step.then),
        rung(step.now),
        Part::sign(sign).into(),
    ]
}

/// Rows of the statement of applicability that are another.
pub(super) fn statement(shared: &Shared<'_>, link: Linker<'_>, since: &Since) -> Section {
    let specs = ["Control", "What changed:facet", "Applies", "Implementation", "Justification:text", "In words:text"];
    let mut table = Table::new(say!("Rows of the statement then and now"), &specs);
    for row in stated(&since.aims, shared.aims) {
        if let Some(cells) = statement_row(link, &row) {
            table.row(None, cells);
        }
    }
    let none = if shared.withholds() {
        say!("No row on this site says anything else.")
    } else if shared.aims.soas.is_empty() && since.aims.soas.is_empty() {
        say!("There was no statement of applicability, and there is none.")
    } else {
        say!("Every row says what it said.")
    };
    Section::new("soa", say!("Statement of applicability")).with_table(table.some(), none)
}

/// A row at both ends; `None` where it says what it said.
fn statement_row(link: Linker<'_>, row: &Stated<'_>) -> Option<Vec<Cell>> {
    let (then, now, changed) = (row.then, row.now, row.cells());
    let applies = |row: Option<&SoaRow>| row.and_then(|row| row.applicable).map_or("", yes_or_no);
    let implementation = |row: Option<&SoaRow>| {
        row.and_then(|row| row.implementation.as_ref()).map(|word| word.value.clone()).unwrap_or_default()
    };
    let reason = |row: Option<&SoaRow>| {
        row.and_then(|row| row.reason.as_ref()).map(|reason| reason.value.clone()).unwrap_or_default()
    };
    let of = |row| (applies(row), implementation(row), reason(row));
    let (old, new) = (of(then), of(now));
    let sign = match (then, now) {
        (None, _) => Sign::new("added", say!("Row added")),
        (_, None) => Sign::new("removed", say!("Row removed")),
        _ if changed.is_empty() => return None,
        _ => Sign::new("material", say!("Row changed")),
    };
    let reasons: Cell = if old.2 == new.2 || then.is_none() || now.is_none() {
        Part::said(if now.is_some() { new.2 } else { old.2 }).into()
    } else {
        vec![
            Part::sub(say!("then")),
            Part::text(" "),
            Part::said(old.2),
            Part::sub(say!("now")),
            Part::text(" "),
            Part::said(new.2),
        ]
        .into()
    };
    let cell = |old: &str, new: &str| match (then, now) {
        (None, _) => new.into(),
        (_, None) => old.into(),
        _ => both(old, new),
    };
    let mut words = Vec::new();
    let others = changed.iter().filter(|cell| !["applicable", "implementation", "reason"].contains(&cell.key.as_str()));
    for other in others.filter(|_| then.is_some() && now.is_some()) {
        let end = |end: &Option<String>| end.clone().unwrap_or_default();
        words.extend([Part::sub(&*other.key), Part::text(" ")]);
        words.extend(both(&end(&other.value.was), &end(&other.value.is)).parts);
    }
    let (applies, implementation) = (cell(old.0, new.0), cell(&old.1, &new.1));
    Some(vec![link.exact(&row.control).into(), Part::sign(sign).into(), applies, implementation, reasons, words.into()])
}
