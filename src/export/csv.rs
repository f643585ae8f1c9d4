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
        Value::Number(number) | Value::Late(number) => Ok(number.to_string()),
        Value::List(values) => {
            let values: Result<Vec<String>> = values.iter().map(plain).collect();
            Ok(harmless(values?.join("; ")))
        }
        value => plain(value).map(harmless),
    }
}

/// A value as text; what has values by name is JSON.
pub(super) fn plain(value: &Value<'_>) -> Result<String> {
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

/// Puts an apostrophe before text that a spreadsheet would take for a formula, also where it stands behind what some
/// program takes for the end of a cell, and U+FFFD in the place of control
/// characters and of what turns the direction of writing.
fn harmless(text: String) -> String {
    let is_odd = |c: char| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || is_turn(c);
    let text = if text.contains(is_odd) { text.replace(is_odd, "\u{fffd}") } else { text };
    let mut safe = String::with_capacity(text.len() + 1);
    for piece in text.split_inclusive(SEPARATORS) {
        if begins_as_formula(piece) || (safe.is_empty() && piece.starts_with(['\t', '\r'])) {
            safe.push('\'');
        }
        safe.push_str(piece);
    }
    safe
}

/// Whether a program takes a text for a formula, if somebody types it anew.
pub(super) fn begins_as_formula(text: &str) -> bool {
    text.trim_start_matches(|c: char| is_blank(c) && !SEPARATORS.contains(&c)).starts_with(is_sign)
}

/// What ends a cell for some program: in many countries a semicolon stands between cells, and a program that looks for one
/// does not see the quotes around a cell that RFC 4180 has.
const SEPARATORS: [char; 5] = [';', '\t', '|', '\n', '\r'];

fn is_blank(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}')
}

/// Whether a formula may begin with this: the signs that spreadsheets know, and those that they, or whoever types them anew,
/// take for the same (in the full width of East Asian scripts, small, raised and lowered).
fn is_sign(c: char) -> bool {
    matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' | '\u{fe62}' | '\u{fe63}' | '\u{fe66}' | '\u{fe6b}')
        || matches!(c, '\u{207a}'..='\u{207c}' | '\u{208a}'..='\u{208c}' | '\u{2212}' | '\u{fb29}')
}

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new("cannot put a data file together").caused_by(error)
}

#[cfg(test)]
mod tests {
    use super::harmless;

    #[test]
    fn no_program_that_splits_cells_otherwise_meets_a_formula() {
        for (text, safe) in [
            ("=1+1", "'=1+1"),
            ("\u{a0} =1", "'\u{a0} =1"),
            ("＝1+1", "'＝1+1"),
            ("\u{fe62}1", "'\u{fe62}1"),
            ("x;=cmd", "x;'=cmd"),
            ("x; ＠SUM(1)|-2", "x;' ＠SUM(1)|'-2"),
            ("a\r\n+1\tb\t=2", "a\r\n'+1\tb\t'=2"),
            ("\tx", "'\tx"),
        ] {
            assert_eq!(harmless(text.into()), safe);
        }
        for harmless_text in ["", "a-b; c = d | e + f", "x;;y", "1;2"] {
            assert_eq!(harmless(harmless_text.into()), harmless_text);
        }
    }
}
