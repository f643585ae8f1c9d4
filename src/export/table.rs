//! One table as JSON and as CSV.

use serde::Serialize;
use serde_json::Value;

use super::Inputs;
use crate::base::text::{is_turn, json_safe};
use crate::base::{Error, Result};

/// A table with what every data file says of itself.
#[derive(Debug, Serialize)]
pub(super) struct Sheet<'a, Row> {
    version: u8,
    today: String,
    revision: Option<&'a str>,
    /// How many rows there would be, where not all are here.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    rows: Vec<Row>,
}

impl<'a, Row: Serialize + Default> Sheet<'a, Row> {
    pub(super) fn new(from: &Inputs<'a>, rows: Vec<Row>) -> Self {
        Self { version: 1, today: from.aims.today.to_string(), revision: from.revision(), total: None, rows }
    }

    /// Says how many rows there would be.
    pub(super) fn of(mut self, total: usize) -> Self {
        self.total = Some(total);
        self
    }

    /// The table as JSON.
    pub(super) fn json(&self) -> Result<Vec<u8>> {
        let json = serde_json::to_string_pretty(self).map_err(failed)?;
        Ok((json_safe(json) + "\n").into_bytes())
    }

    /// The table as JSON and as CSV.
    pub(super) fn both(&self) -> Result<(Vec<u8>, Vec<u8>)> {
        Ok((self.json()?, self.csv()?))
    }

    fn csv(&self) -> Result<Vec<u8>> {
        let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        // The keys of a row without content, so that a table without rows still says what it would hold.
        let Value::Object(keys) = serde_json::to_value(Row::default()).map_err(failed)? else {
            return Err(Error::new("a row of a data file has no keys"));
        };
        writer.write_record(keys.keys()).map_err(failed)?;
        for row in &self.rows {
            let Value::Object(cells) = serde_json::to_value(row).map_err(failed)? else { continue };
            writer.write_record(cells.values().map(cell)).map_err(failed)?;
        }
        writer.into_inner().map_err(failed)
    }
}

/// A value as the text of a cell. Only text that people wrote can be mistaken for a formula, not a number.
fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(_) | Value::Number(_) => value.to_string(),
        Value::String(text) => harmless(text.clone()),
        Value::Array(items) => harmless(items.iter().map(plain).collect::<Vec<_>>().join("; ")),
        Value::Object(_) => harmless(value.to_string()),
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
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
