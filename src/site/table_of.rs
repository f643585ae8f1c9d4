//! A register as a table of a page: what each value looks like follows from the value, and what a column looks like from
//! what it holds.

use std::borrow::Cow;

use super::link::Linker;
use super::parts::{day, review_sign, words};
use super::view::{Cell, Column, Part, Sign, Table, comma};
use crate::register::{self, Holds, Register, Value};

/// A text of more letters than this wants a wide column.
const LONG: usize = 32;

/// The table of a register, which `label` names and `filter` lets a reader search. Columns that hold nothing in any row, and
/// those that are for programs, are left out. `None` where there are no rows.
pub(super) fn table_of(link: Linker<'_>, register: &Register<'_>, label: &str, filter: &str) -> Option<Table> {
    let rows: Vec<Vec<Value<'_>>> = register.rows().collect();
    let shown: Vec<(usize, &register::Column<'_>)> = register
        .columns()
        .iter()
        .enumerate()
        .filter(|(place, column)| !column.aside && values(&rows, *place).any(|value| !value.is_empty()))
        .collect();
    let mut table = Table::new(label, &[]);
    table.columns = shown
        .iter()
        .map(|(place, column)| Column {
            title: Cow::Owned(column.title.to_string()),
            class: class(column, values(&rows, *place)),
            facet: matches!(column.holds, Holds::Word | Holds::Flag) || column.key == "owner",
        })
        .collect();
    for row in &rows {
        table.row(None, shown.iter().filter_map(|(place, _)| row.get(*place)).map(|value| cell(link, value)).collect());
    }
    table.some().map(|table| table.register(filter))
}

/// What stands in one column.
fn values<'r, 'a>(rows: &'r [Vec<Value<'a>>], place: usize) -> impl Iterator<Item = &'r Value<'a>> {
    rows.iter().filter_map(move |row| row.get(place))
}

fn class<'r, 'a: 'r>(column: &register::Column<'_>, mut values: impl Iterator<Item = &'r Value<'a>>) -> &'static str {
    let is_long = |value: &Value<'_>| match value {
        Value::Text(text) => text.chars().count() > LONG,
        Value::List(list) => list.iter().any(|value| matches!(value, Value::Text(text) if text.chars().count() > LONG)),
        _ => false,
    };
    match column.holds {
        _ if column.key == "title" => "main",
        Holds::Number | Holds::Rows => "num",
        Holds::Text | Holds::Texts if values.any(is_long) => "text",
        _ => "",
    }
}

fn cell(link: Linker<'_>, value: &Value<'_>) -> Cell {
    match value {
        Value::Due(review) => link.next_review(*review).into(),
        Value::Review(review) => review_sign(*review).into(),
        // Rows in a row are for the page of the document; here it is told how many there are.
        Value::List(list) if list.iter().any(|value| matches!(value, Value::Object(_))) => {
            list.len().to_string().into()
        }
        Value::List(list) => comma(list.iter().filter_map(|value| part(link, value))).into(),
        value => part(link, value).into(),
    }
}

fn part(link: Linker<'_>, value: &Value<'_>) -> Option<Part> {
    Some(match value {
        Value::Text(text) if !text.is_empty() => Part::text(text.as_ref()),
        Value::Word(word) if !word.is_empty() => Part::text(words(word)),
        Value::Id(id) if !id.is_empty() => link.id(id),
        Value::Number(number) => Part::text(number.to_string()),
        Value::Flag(flag) => Part::text(if *flag { "Yes" } else { "No" }),
        Value::Status(_, word) => Part::sign(Sign::standing((*word)?)),
        Value::Day(date) => return day(Some(*date)),
        _ => return None,
    })
}
