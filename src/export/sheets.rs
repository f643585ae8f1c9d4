//! A register as a spreadsheet: its table, a table for each list of rows that stands in its cells, and what its columns say.

use super::csv::plain;
use super::xlsx::{Cell, Column, Sheet, Workbook};
use crate::base::text::uri_path;
use crate::base::{Result, mark};
use crate::history::short;
use crate::model::kinds::words;
use crate::register::{self, Draw, Holds, Named, Register, Value};
use crate::state::State;

/// The registers of the workbook, each with the words on its tab.
pub(super) const SHEETS: [(&str, &str); 12] = [
    ("requests", "Requests"),
    ("working-papers", "Working papers"),
    ("populations", "Populations"),
    ("coverage", "Coverage of audits"),
    ("called-for", "Called for"),
    ("soa", "Statement of applicability"),
    ("clauses", "Clauses"),
    ("controls", "Controls"),
    ("systems", "AI systems"),
    ("system-lives", "Lives of systems"),
    ("system-evidence", mark!("Controls by system")),
    ("risks", "Risks"),
];

/// The words on the tab of a register: those in the workbook, the label of its kind, or its name. Tabs are short.
fn tab(named: &Named<'_>) -> String {
    match SHEETS.iter().find(|(id, _)| *id == named.id) {
        Some((_, tab)) => (*tab).to_owned(),
        None if named.kind().is_some() => named.about.clone(),
        None => words(&named.id),
    }
}

/// The bytes of a register. `way` leads to the top of the site, where the file lies in one.
pub(super) fn of(state: &State, named: &Named<'_>, draw: &Draw, way: Option<&str>) -> Result<Vec<u8>> {
    let register = named.drawn(state, draw);
    let mut sheets = tables(&tab(named), &register, way)?;
    sheets.push(about(state, named, &register));
    book(state, &named.about, sheets).bytes()
}

/// A spreadsheet of a state.
pub(super) fn book(state: &State, about: &str, sheets: Vec<Sheet>) -> Workbook {
    let title = match &state.aims.config.organisation {
        Some(organisation) => format!("{organisation}: {about}"),
        None => about.to_owned(),
    };
    Workbook { title, foot: origin(state), day: state.today(), sheets }
}

/// Of which commit and day it is, in a few words.
pub(super) fn origin(state: &State) -> String {
    match state.revision() {
        Some(commit) => format!("Commit {}, as of {}", short(commit), state.today()),
        None => format!("Not of a commit, as of {}", state.today()),
    }
}

/// The table of a register, and one for each column that holds rows of its own. Links lead by `way`; without one they are
/// words.
pub(super) fn tables(name: &str, register: &Register<'_>, way: Option<&str>) -> Result<Vec<Sheet>> {
    let columns = register.columns();
    let mut main = table(name, columns.iter().map(head).collect());
    let mut inner: Vec<(usize, Sheet)> = columns
        .iter()
        .enumerate()
        .filter(|(_, column)| is_nested(column))
        .map(|(place, column)| (place, inside(name, column, columns.first().map_or("", |first| first.title.as_ref()))))
        .collect();
    for row in register.rows() {
        for (place, sheet) in &mut inner {
            if let (Some(Value::List(items)), Some(column)) = (row.get(*place), columns.get(*place)) {
                for (number, item) in items.iter().enumerate() {
                    sheet.rows.push(line(row.first(), number, column, item)?);
                }
            }
        }
        main.rows.push(row.iter().map(|value| cell(value, way)).collect::<Result<_>>()?);
    }
    let inner = inner.into_iter().map(|(_, sheet)| sheet).filter(|sheet| !sheet.rows.is_empty());
    Ok(std::iter::once(main).chain(inner).collect())
}

/// The head of a column.
fn head(column: &register::Column<'_>) -> Column {
    match column.blank {
        true => Column::blank(column.heading(), column.words.iter().map(ToString::to_string).collect()),
        false => Column::new(column.heading()),
    }
}

/// A table without rows.
pub(super) fn table(name: &str, columns: Vec<Column>) -> Sheet {
    Sheet { name: name.to_owned(), columns, table: true, rows: Vec::new() }
}

fn is_nested(column: &register::Column<'_>) -> bool {
    column.holds == Holds::Rows && !column.inner.is_empty()
}

/// The table of what stands in one column: whose it is, the number of the row, and its columns.
fn inside(name: &str, column: &register::Column<'_>, whose: &str) -> Sheet {
    let own = column.inner.iter().map(|inner| Column::new(inner.title.as_ref()));
    table(
        &format!("{name}, {}", column.title.to_lowercase()),
        [Column::new(whose), Column::new("Row")].into_iter().chain(own).collect(),
    )
}

fn line(
    whose: Option<&Value<'_>>,
    number: usize,
    column: &register::Column<'_>,
    item: &Value<'_>,
) -> Result<Vec<Cell>> {
    let mut line = vec![
        whose.map_or(Ok(Cell::Empty), |value| cell(value, None))?,
        Cell::Number(i64::try_from(number + 1).unwrap_or(i64::MAX)),
    ];
    let Value::Object(values) = item else {
        line.push(cell(item, None)?);
        return Ok(line);
    };
    for inner in &column.inner {
        let value = values.iter().find(|(name, _)| *name == inner.key).map(|(_, value)| value);
        line.push(value.map_or(Ok(Cell::Empty), |value| cell(value, None))?);
    }
    Ok(line)
}

/// A value as a cell. Rows have a table of their own; here it is told how many there are.
fn cell(value: &Value<'_>, way: Option<&str>) -> Result<Cell> {
    Ok(match value {
        Value::Nothing => Cell::Empty,
        Value::Number(number) | Value::Late(number) => Cell::Number(*number),
        Value::Day(day) => Cell::Day(*day),
        Value::Due(review) => review.next().map_or(Cell::Empty, Cell::Day),
        Value::Page(path, id) => match way {
            Some(way) => Cell::Link(format!("{way}{}", uri_path(path)), id.to_string()),
            None => Cell::text(id.as_ref()),
        },
        Value::Flag(flag) => Cell::text(if *flag { "Yes" } else { "No" }),
        Value::List(items) if items.iter().any(|item| matches!(item, Value::Object(_))) => {
            Cell::Number(i64::try_from(items.len()).unwrap_or(i64::MAX))
        }
        Value::List(items) => {
            let items: Result<Vec<String>> = items.iter().map(plain).collect();
            Cell::text(items?.join("; "))
        }
        value => Cell::text(plain(value)?),
    })
}

/// What the register is, of when, and what its columns say.
fn about(state: &State, named: &Named<'_>, register: &Register<'_>) -> Sheet {
    let mut rows: Vec<Vec<Cell>> = vec![vec![Cell::Strong(named.about.clone())]];
    rows.extend(provenance(state));
    rows.push(Vec::new());
    rows.push(["Column", "Key in data files", "What it says"].map(|title| Cell::Strong(title.into())).into());
    describe(&mut rows, register.columns(), "");
    page("About", 3, rows)
}

/// A page of text, of some columns.
pub(super) fn page(name: &str, columns: usize, rows: Vec<Vec<Cell>>) -> Sheet {
    Sheet { name: name.to_owned(), columns: vec![Column::default(); columns], table: false, rows }
}

/// Whose it is and of when, as lines of a page.
pub(super) fn provenance(state: &State) -> Vec<Vec<Cell>> {
    let organisation = state.aims.config.organisation.as_deref().unwrap_or_default();
    let commit = state.revision().unwrap_or("none: what was read is not exactly what a commit holds");
    let mut lines = vec![
        vec![Cell::text("Organisation"), Cell::text(organisation)],
        vec![Cell::text("As of"), Cell::Day(state.today())],
        vec![Cell::text("Commit"), Cell::text(commit)],
        vec![Cell::text("Readers"), Cell::text(state.audience.as_str())],
    ];
    lines.extend(state.left_out().map(|told| vec![Cell::text("Left out"), Cell::text(&told)]));
    lines
}

fn describe(rows: &mut Vec<Vec<Cell>>, columns: &[register::Column<'_>], above: &str) {
    for column in columns {
        let words = column.words.iter().map(AsRef::as_ref).collect::<Vec<&str>>().join(", ");
        let said = [column.about.as_ref(), &words].into_iter().filter(|text| !text.is_empty());
        let title = format!("{above}{}", column.heading());
        rows.push(vec![
            Cell::text(title.as_str()),
            Cell::text(column.key.as_ref()),
            Cell::text(said.collect::<Vec<_>>().join(": ")),
        ]);
        describe(rows, &column.inner, &format!("{title} / "));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_register_has_a_tab_with_room_for_its_words() {
        for named in register::built_ins() {
            let tab = tab(&named);
            assert!((4..=31).contains(&tab.chars().count()), "{tab}");
        }
    }
}
