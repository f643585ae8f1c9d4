//! The workbook of an auditor: what to ask for, what to sample and room for what is found, and the registers to look things
//! up in, in one spreadsheet.

use super::sheets::{SHEETS, book, origin, page, provenance, tables};
use super::xlsx::{Cell, Sheet};
use crate::base::Result;
use crate::register::{self, Draw, METHOD, Named};
use crate::state::State;

/// Kinds whose registers are in it, where they have documents.
const KINDS: [&str; 5] = ["audit", "management-review", "nonconformity", "incident", "change"];

/// The bytes of the workbook. `way` leads to the top of the site, where it lies in one.
pub(super) fn of(state: &State, draw: &Draw, way: Option<&str>) -> Result<Vec<u8>> {
    let built_ins = register::built_ins();
    let of_kinds = register::of_kinds(state);
    let fixed = SHEETS.iter().filter_map(|(id, tab)| Some((built_ins.iter().find(|named| named.id == *id)?, *tab)));
    let kinds = of_kinds.iter().filter(|named| named.kind().is_some_and(|kind| KINDS.contains(&kind.counts_as())));
    let all: Vec<(&Named<'_>, &str)> = fixed.chain(kinds.map(|named| (named, named.about.as_str()))).collect();
    let mut sheets = vec![read_me(state, draw, &all)];
    for (named, tab) in all {
        sheets.extend(tables(tab, &named.drawn(state, draw), way)?);
    }
    book(state, "Workbook for auditors", sheets).bytes()
}

/// What it is, of when, and what each sheet holds.
fn read_me(state: &State, draw: &Draw, all: &[(&Named<'_>, &str)]) -> Sheet {
    let line = |left: &str, right: &str| vec![Cell::text(left), Cell::text(right)];
    let mut rows = vec![vec![Cell::Strong("Workbook for auditors".into())]];
    rows.extend(provenance(state));
    rows.push(line("Seed of the samples", &draw.seed));
    rows.push(line("How they are drawn", &format!("{METHOD}: the ticket of a unit is the SHA-256 of the seed, a line feed and the unit; the page samples.html tells the rest")));
    rows.push(line("To fill in", "Columns with a yellow head, on the sheets of requests and working papers"));
    rows.push(line(
        "What it does not say",
        "That a requirement is met. It shows what stands in the repository; people judge",
    ));
    rows.push(Vec::new());
    rows.push(["Sheet", "What it holds"].map(|title| Cell::Strong(title.into())).into());
    rows.extend(all.iter().map(|(named, tab)| line(tab, &named.about)));
    rows.push(Vec::new());
    rows.push(line("Made by", crate::state::GENERATOR));
    rows.push(line("Of", &origin(state)));
    page("Read me", 2, rows)
}
