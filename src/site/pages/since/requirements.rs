//! Controls, clauses and rows of the statement of applicability then and now.

use super::cells::both;
use crate::model::soa::{Soa, SoaRow};
use crate::model::trace::{Requirement, RequirementKind, Trace};
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::view::{Cell, Pair, Part, Sign, Table};
use crate::state::Since;

/// A requirement at one end or both.
pub(super) struct Move<'a> {
    then: Option<&'a Requirement>,
    now: Option<&'a Requirement>,
}

impl<'a> Move<'a> {
    fn either(&self) -> Option<&'a Requirement> {
        self.now.or(self.then)
    }

    /// Rungs gained, or lost where negative; `None` where it does not apply at both ends.
    fn rungs(&self) -> Option<i8> {
        let (then, now) = self.then.zip(self.now)?;
        (then.applies() && now.applies()).then_some(now.rung as i8 - then.rung as i8)
    }

    /// How it moved; `None` where it stands where it stood.
    fn sign(&self) -> Option<Sign> {
        let word = |number: i8, way: &str| {
            let steps = number.unsigned_abs();
            format!("{way} {steps} {}", if steps == 1 { "rung" } else { "rungs" })
        };
        match (self.then, self.now, self.rungs()) {
            (None, Some(_), _) => Some(Sign::new("added", "New")),
            (Some(_), None, _) => Some(Sign::new("removed", "Removed")),
            (_, _, Some(0)) => None,
            (_, _, Some(rungs @ 1..)) => Some(Sign::new("up", word(rungs, "Up"))),
            (_, _, Some(rungs)) => Some(Sign::new("down", word(rungs, "Down"))),
            (Some(then), Some(now), None) => match (then.applies(), now.applies()) {
                (true, false) => Some(Sign::new("excluded", "Now left out")),
                (false, true) => Some(Sign::new("added", "Now applies")),
                _ => None,
            },
            (None, None, _) => None,
        }
    }
}

/// Every control, then every clause, at either end.
pub(super) fn moves<'a>(shared: &Shared<'a>, since: &'a Since) -> Vec<Move<'a>> {
    let (then, now): (&'a Trace, &'a Trace) = (&since.aims.trace, &shared.aims.trace);
    let of_now = now.controls().chain(now.clauses()).map(|now| Move { then: then.get(&now.id), now: Some(now) });
    let gone = then.controls().chain(then.clauses()).filter(|requirement| now.get(&requirement.id).is_none());
    of_now.chain(gone.map(|then| Move { then: Some(then), now: None })).collect()
}

fn is_clause(step: &Move<'_>) -> bool {
    step.either().is_some_and(|requirement| requirement.kind == RequirementKind::Clause)
}

/// How many controls went up and down.
pub(super) fn numbers(moves: &[Move<'_>]) -> [Pair; 2] {
    let controls = || moves.iter().filter(|step| !is_clause(step)).filter_map(Move::rungs);
    [
        Pair::new("Controls moved up", controls().filter(|rungs| *rungs > 0).count().to_string()),
        Pair::new("Controls moved down", controls().filter(|rungs| *rungs < 0).count().to_string()),
    ]
}

pub(super) fn sections(shared: &Shared<'_>, link: Linker<'_>, moves: &[Move<'_>]) -> [Section; 2] {
    [("controls", "Controls", false), ("clauses", "Clauses", true)].map(|(id, title, clauses)| {
        let mut table = Table::new(format!("{title} that moved"), &["Id", "Title:main", "Then", "Now", "Moved:facet"]);
        let mut still = 0;
        for step in moves.iter().filter(|step| is_clause(step) == clauses) {
            match (step.either(), step.sign()) {
                (Some(requirement), Some(sign)) => table.row(None, row(shared, link, step, requirement, sign)),
                _ => still += 1,
            }
        }
        let words = match still {
            1 => "1 stands where it stood.".to_owned(),
            still => format!("{still} stand where they stood."),
        };
        Section::new(id, title).intro(words).with_table(table.some(), "None moved.")
    })
}

fn row(shared: &Shared<'_>, link: Linker<'_>, step: &Move<'_>, requirement: &Requirement, sign: Sign) -> Vec<Cell> {
    let id = match shared.aims.trace.get(&requirement.id) {
        Some(requirement) => link.requirement(requirement),
        None => Part::said(&*requirement.id),
    };
    let rung = |end: Option<&Requirement>| Cell::from(end.map(|end| Part::sign(Sign::requirement(end))));
    vec![id.into(), Part::said(&*requirement.title).into(), rung(step.then), rung(step.now), Part::sign(sign).into()]
}

/// Rows of the statement of applicability that are another.
pub(super) fn statement(shared: &Shared<'_>, link: Linker<'_>, since: &Since) -> Section {
    let (then, now) = (since.aims.soa.as_ref(), shared.aims.soa.as_ref());
    let specs = ["Control", "What became of it:facet", "Applies", "Implementation", "Justification:text"];
    let mut table = Table::new("Rows of the statement then and now", &specs);
    let find = |soa: Option<&'_ Soa>, control: &str| soa.and_then(|soa| soa.row(control)).cloned();
    for row in now.map_or(&[][..], |soa| &soa.rows) {
        let old = find(then, &row.control.value);
        if let Some(cells) = statement_row(link, &row.control.value, old.as_ref(), Some(row)) {
            table.row(None, cells);
        }
    }
    for row in then.map_or(&[][..], |soa| &soa.rows) {
        if find(now, &row.control.value).is_none() {
            table.row(None, statement_row(link, &row.control.value, Some(row), None).unwrap_or_default());
        }
    }
    let none = if now.is_none() && then.is_none() {
        "There was no statement of applicability, and there is none."
    } else {
        "Every row says what it said."
    };
    Section::new("soa", "Statement of applicability").with_table(table.some(), none)
}

/// A row at both ends; `None` where it says what it said.
fn statement_row(link: Linker<'_>, control: &str, then: Option<&SoaRow>, now: Option<&SoaRow>) -> Option<Vec<Cell>> {
    let applies = |row: Option<&SoaRow>| row.map_or("", |row| if row.applicable { "Yes" } else { "No" });
    let implementation = |row: Option<&SoaRow>| {
        row.and_then(|row| row.implementation.as_ref()).map(|word| word.value.clone()).unwrap_or_default()
    };
    let reason = |row: Option<&SoaRow>| {
        row.and_then(|row| row.reason.as_ref()).map(|reason| reason.value.clone()).unwrap_or_default()
    };
    let of = |row| (applies(row), implementation(row), reason(row));
    let (old, new) = (of(then), of(now));
    let sign = match (then, now) {
        (None, _) => Sign::new("added", "Row added"),
        (_, None) => Sign::new("removed", "Row removed"),
        _ if old == new => return None,
        _ => Sign::new("material", "Row changed"),
    };
    let reasons: Cell = if old.2 == new.2 || then.is_none() || now.is_none() {
        Part::said(if now.is_some() { new.2 } else { old.2 }).into()
    } else {
        vec![
            Part::sub("then"),
            Part::text(" "),
            Part::said(old.2),
            Part::sub("now"),
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
    Some(vec![link.id(control).into(), Part::sign(sign).into(), cell(old.0, new.0), cell(&old.1, &new.1), reasons])
}
