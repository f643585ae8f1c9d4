//! A register for who reads it where no table fits: of each row what it says, column by column.

use super::csv;
use crate::base::{Result, wording};
use crate::register::{Column, Register, Value, yes_or_no};

/// Of each row the columns that say something, with their titles: those of the pages, in the words of the site. An id that a
/// row begins with needs no title, and has none.
pub(super) fn of(register: &Register<'_>) -> Result<Vec<Vec<(String, String)>>> {
    let columns = register.columns();
    let told = |row: Vec<Value<'_>>| {
        let cells = columns.iter().zip(&row).filter(|(_, value)| !is_empty(value));
        let title = |(place, column, value): (usize, &Column<'_>, &Value<'_>)| match (place, value) {
            (0, Value::Id(_)) => String::new(),
            _ => wording::known(column.heading()).to_owned(),
        };
        let all = cells
            .enumerate()
            .map(|(place, (column, value))| Ok((title((place, column, value)), words(column, value)?)));
        all.collect()
    };
    register.rows().map(told).collect()
}

/// Whether there is nothing to say of it.
fn is_empty(value: &Value<'_>) -> bool {
    match value {
        Value::Nothing => true,
        Value::List(values) => values.iter().all(is_empty),
        Value::Object(values) => values.iter().all(|(_, value)| is_empty(value)),
        Value::Text(text) | Value::Id(text) | Value::Word(text) => text.trim().is_empty(),
        _ => false,
    }
}

fn words(column: &Column<'_>, value: &Value<'_>) -> Result<String> {
    Ok(match value {
        Value::Word(word) => column.said(word),
        Value::Flag(flag) => yes_or_no(*flag).to_owned(),
        Value::Number(number) | Value::Late(number) => number.to_string(),
        Value::List(values) => {
            let all: Result<Vec<String>> =
                values.iter().filter(|value| !is_empty(value)).map(|value| words(column, value)).collect();
            all?.join("; ")
        }
        Value::Object(values) => {
            let said = values.iter().filter(|(_, value)| !is_empty(value));
            let all: Result<Vec<String>> = said.map(|(key, value)| within(column, key, value)).collect();
            all?.join(", ")
        }
        value => csv::plain(value)?,
    })
}

/// What a value by name says, behind the title of its column.
fn within(column: &Column<'_>, key: &str, value: &Value<'_>) -> Result<String> {
    let inner = column.inner.iter().find(|inner| inner.key == key);
    let title = inner.map_or(key, |inner| wording::known(&inner.title));
    Ok(format!("{title}: {}", words(inner.unwrap_or(column), value)?))
}
