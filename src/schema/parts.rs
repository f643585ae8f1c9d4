//! What all schemas are put together from.

use serde_json::{Map, Value, json};

/// The draft of JSON Schema that the schemas are of.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// A schema with what stands before everything else, and what it refers to behind it.
pub(super) fn document(title: &str, body: Map<String, Value>, definitions: Map<String, Value>) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".into(), json!(DRAFT));
    schema.insert("title".into(), json!(title));
    schema.extend(body);
    schema.insert("definitions".into(), Value::Object(definitions));
    Value::Object(schema)
}

/// A key as part of an address, whatever its letters: another for another key.
pub(super) fn anchor(key: &str) -> String {
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
pub(super) fn refer(name: &str) -> Value {
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
