//! A register as comma-separated values.

use ::csv::{Terminator, WriterBuilder};

use crate::base::text::is_turn;
use crate::base::{Error, Result};
use crate::register::{Register, Value};

/// The bytes of a register: its keys, then its rows.
pub(super) fn of(register: &Register<'_>) -> Result<Vec<u8>> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(Vec::new());
    // A key of a team's own may be anything, too.
    writer.write_record(register.columns().iter().map(|column| harmless(column.key.to_string()))).map_err(failed)?;
    for row in register.rows() {
        for value in &row {
            writer.write_field(cell(value)?).map_err(failed)?;
        }
        writer.write_record(None::<&[u8]>).map_err(failed)?;
    }
    writer.into_inner().map_err(failed)
}

/// A value as the text of a cell. Only text that people wrote can be mistaken for a formula, not a number.
fn cell(value: &Value<'_>) -> Result<String> {
    match value {
        Value::Number(number) => Ok(number.to_string()),
        Value::List(values) => {
            let values: Result<Vec<String>> = values.iter().map(plain).collect();
            Ok(harmless(values?.join("; ")))
        }
        value => plain(value).map(harmless),
    }
}

/// A value as text; what has values by name is JSON.
fn plain(value: &Value<'_>) -> Result<String> {
    match value {
        Value::Text(text) | Value::Id(text) | Value::Word(text) => Ok(text.to_string()),
        value => match serde_json::to_value(value).map_err(failed)? {
            serde_json::Value::Null => Ok(String::new()),
            serde_json::Value::String(text) => Ok(text),
            // The order of its keys is that of the columns, which a value of serde need not keep.
            _ => serde_json::to_string(value).map_err(failed),
        },
    }
}

/// Puts an apostrophe before text that a spreadsheet would take for a formula, and U+FFFD in the place of control
/// characters and of what turns the direction of writing.
fn harmless(text: String) -> String {
    let is_odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || is_turn(c);
    let text = if text.contains(is_odd) { text.replace(is_odd, "\u{fffd}") } else { text };
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text }
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new("cannot put a data file together").caused_by(error)
}
