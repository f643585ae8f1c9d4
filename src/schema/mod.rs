//! JSON Schemas of front matter, of `aims.toml` and of findings, for editors and for other programs.
//!
//! In come the kinds of an AIMS, its frameworks and its settings; out come schemas as values, in draft 7, which editors
//! for YAML and TOML know best. They are made of the descriptions that the readers of
//! documents and settings go by, and of nothing else. What a schema refuses, `aims check` tells of; not the other way
//! about: a schema sees one text and no AIMS around it.

mod findings;
mod front;
mod parts;
mod pattern;
mod settings;
mod value;
mod words;

pub use findings::of_findings;
pub use front::{of_any, of_kind};
pub use settings::of_settings;
pub use words::{Known, Word};

use serde_json::Value;

use crate::base::Result;
use crate::base::json::indented;
use parts::anchor;

/// A schema as a file.
///
/// # Errors
/// Where it cannot be put into JSON: a mistake of ours.
pub fn text(schema: &Value) -> Result<String> {
    indented(schema)
}

/// All schemas, each with the name of its file: of settings, of any document, of findings, of each kind.
pub fn all(known: &Known<'_>) -> Vec<(String, Value)> {
    let mut all = vec![
        ("aims.schema.json".to_owned(), of_settings(known)),
        ("document.schema.json".to_owned(), of_any(known)),
        ("findings.schema.json".to_owned(), of_findings()),
    ];
    let kinds = known.kinds.iter();
    all.extend(kinds.map(|kind| (format!("kind-{}.schema.json", anchor(&kind.name)), of_kind(known, kind))));
    all
}
