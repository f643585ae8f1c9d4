//! JSON Schemas of front matter, of `aims.toml` and of findings, for editors and for other programs.
//!
//! In come the kinds of an AIMS, its frameworks and its settings; out come schemas as values, in draft 7, which editors
//! for YAML and TOML know best. They are made of the descriptions that the readers of
//! documents and settings go by, and of nothing else. What a schema refuses, `aims check` tells of; not the other way
//! about: a schema sees one text and no AIMS around it.

mod findings;
mod front;
mod pattern;
mod settings;
mod value;
mod words;

pub use findings::of_findings;
pub use front::{of_any, of_kind};
pub use settings::of_settings;
pub use words::{Known, Word};

use serde_json::{Map, Value, json};

use crate::base::Result;
use crate::base::json::indented;

/// The draft of JSON Schema that the schemas are of.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

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

/// A schema with what stands before everything else, and what it refers to behind it.
fn document(title: &str, body: Map<String, Value>, definitions: Map<String, Value>) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!(DRAFT));
    schema.insert("title".into(), json!(title));
    schema.extend(body);
    schema.insert("definitions".into(), Value::Object(definitions));
    Value::Object(schema)
}

/// A key as part of an address, whatever its letters: another for another key.
fn anchor(key: &str) -> String {
    let mut anchor = String::with_capacity(key.len());
    for c in key.chars() {
        match c {
            'a'..='z' | '0'..='9' | '-' => anchor.push(c),
            c => anchor.push_str(&format!("_{:x}", u32::from(c))),
        }
    }
    anchor
}

/// What stands under a name among the definitions.
fn refer(name: &str) -> Value {
    json!({ "$ref": format!("#/definitions/{name}") })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_key_has_an_address_of_its_own() {
        let anchors = ["review-every", "a b", "a_b", "a/b", "~é"].map(anchor);
        assert_eq!(anchors, ["review-every", "a_20b", "a_5fb", "a_2fb", "_7e_e9"]);
    }
}
