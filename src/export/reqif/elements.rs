//! What every element of a file is made of: names, moments, and texts as they may stand in XML.

use crate::base::Date;
use crate::base::quote::xml;
use crate::base::text::{cut, one_line};

/// The most characters of a text. Each is eight at most where it cannot stand in XML as it is, and so all of them are fewer
/// than [`super::types::MAX_LENGTH`].
const LONGEST: usize = 4_000;

/// A part of the file; nothing where it holds nothing.
pub(super) fn part(tag: &str, content: &str) -> String {
    if content.is_empty() { String::new() } else { format!("<{tag}>\n{content}</{tag}>\n") }
}

/// A text on one line, as it may stand in XML.
pub(super) fn text(words: &str) -> String {
    xml(&cut(&one_line(words), LONGEST))
}

/// A day as ReqIF has moments.
pub(super) fn begin(day: Date) -> String {
    format!("{day}T00:00:00Z")
}

/// What everything bears that has a name of its own; `called` is for people, and may be empty.
pub(super) fn identity(name: &str, moment: &str, called: &str) -> String {
    let called = text(called);
    let called = if called.is_empty() { called } else { format!(" LONG-NAME=\"{called}\"") };
    format!("IDENTIFIER=\"{name}\" LAST-CHANGE=\"{moment}\"{called}")
}
