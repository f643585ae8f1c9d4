//! JSON as all data files and results have it: compact, with one entry of a list a line.
//!
//! Indented, the registers of a large site are half as large again, and nobody reads them by eye; on one line, no program
//! for lines (`diff`, `grep`, git) could tell one row from the next.

use std::io;

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};

use super::channel::json_log_safe;
use super::error::{Error, Result};
use super::text::json_safe;

/// An object as JSON: compact, but each item of a list that the object itself holds is on a line of its own. Ends with a line
/// feed. Nothing in it can harm a terminal, turn the direction of writing, or command the service that
/// keeps the log.
///
/// # Errors
/// Where the value cannot be put into JSON: a mistake of ours.
pub fn lines(value: &impl Serialize) -> Result<String> {
    let mut bytes = Vec::new();
    value.serialize(&mut Serializer::with_formatter(&mut bytes, Lines::default())).map_err(failed)?;
    let text = String::from_utf8(bytes).map_err(failed)?;
    Ok(json_log_safe(json_safe(text)) + "\n")
}

/// The same with a line for each value, indented, for what people read and edit.
///
/// # Errors
/// As [`lines`].
pub fn indented(value: &impl Serialize) -> Result<String> {
    let text = serde_json::to_string_pretty(value).map_err(failed)?;
    Ok(json_log_safe(json_safe(text)) + "\n")
}

/// Has values be in JSON the word that their `as_str` gives.
macro_rules! as_word {
    ($($kind:ty),+) => {$(
        impl serde::Serialize for $kind {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }
    )+};
}
pub(crate) use as_word;

fn failed(error: impl std::error::Error + Send + Sync + 'static) -> Error {
    Error::new("cannot put JSON together").caused_by(error)
}

/// Breaks lines between the items of lists in the outermost object.
#[derive(Default)]
struct Lines {
    depth: usize,
    items: bool,
}

/// How deep the items of such a list are.
const DEPTH: usize = 2;

impl Formatter for Lines {
    fn begin_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        writer.write_all(b"{")
    }

    fn end_object<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth -= 1;
        writer.write_all(b"}")
    }

    fn begin_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        self.depth += 1;
        self.items = false;
        writer.write_all(b"[")
    }

    fn begin_array_value<W: ?Sized + io::Write>(&mut self, writer: &mut W, first: bool) -> io::Result<()> {
        if !first {
            writer.write_all(b",")?;
        }
        if self.depth == DEPTH { writer.write_all(b"\n") } else { Ok(()) }
    }

    fn end_array_value<W: ?Sized + io::Write>(&mut self, _: &mut W) -> io::Result<()> {
        self.items = true;
        Ok(())
    }

    fn end_array<W: ?Sized + io::Write>(&mut self, writer: &mut W) -> io::Result<()> {
        if self.depth == DEPTH && self.items {
            writer.write_all(b"\n")?;
        }
        self.depth -= 1;
        writer.write_all(b"]")
    }
}

/// Whether a text in a value is one that is asked for, as deep as it may stand; what its parts are called is no text of it. True of
/// what cannot be told as JSON.
pub fn has_text(value: &impl Serialize, is_it: &dyn Fn(&str) -> bool) -> bool {
    fn has(value: &serde_json::Value, is_it: &dyn Fn(&str) -> bool) -> bool {
        match value {
            serde_json::Value::String(text) => is_it(text),
            serde_json::Value::Array(all) => all.iter().any(|one| has(one, is_it)),
            serde_json::Value::Object(all) => all.values().any(|one| has(one, is_it)),
            _ => false,
        }
    }
    serde_json::to_value(value).map_or(true, |value| has(&value, is_it))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::lines;

    #[test]
    fn a_row_is_a_line() {
        let value =
            json!({"none": [], "of": {"a": [1, 2]}, "rows": [{"a": [1, [2]], "b": "x\n\u{202e}"}, {}, []], "z": 1});
        let text = lines(&value).expect("JSON");
        let expected = "{\"none\":[],\"of\":{\"a\":[1,2]},\"rows\":[\n{\"a\":[1,[2]],\"b\":\"x\\n\\u202e\"},\n{},\n[]\n],\"z\":1}\n";
        assert_eq!(text, expected);
        assert_eq!(serde_json::from_str::<serde_json::Value>(&text).expect("JSON"), value);
    }
}
