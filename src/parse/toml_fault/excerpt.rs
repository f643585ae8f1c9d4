//! Pieces of a text of TOML as they are shown in a sentence: cut, and on one line.

use crate::base::tell;
use crate::base::text::cut;
use crate::base::wording::Words;

pub(super) fn short(text: &str) -> String {
    cut(text.lines().next().unwrap_or_default(), 80)
}

/// How it should be written.
pub(super) fn write_it(whole: &str) -> Words {
    let lines: Vec<&str> = whole.lines().map(|line| line.split(" #").next().unwrap_or(line).trim()).collect();
    let line = lines.join(" ").replace("[ ", "[").replace(", ]", "]");
    tell!("Write `{whole}`.", whole = short(if lines.len() == 1 { whole } else { &line }))
}
