//! The schema of findings: of `aims check --format json`, and of `findings.json` of a site.

use serde_json::{Map, Value, json};

use super::parts::{document, refer};
use crate::check::RULES;
use crate::diag::Level;
use crate::model::audience::Audience;

/// The schema of findings in version 1 of the format. Keys that it does not name may come without another version.
pub fn of_findings() -> Value {
    let findings = json!({ "type": "array", "items": refer("finding") });
    let audiences = Audience::ALL.map(Audience::as_str);
    let body = object(&[
        ("version", json!({ "enum": [1] }), "The version of the format."),
        ("today", day(), "The day that decides what is overdue."),
        ("revision", text_or_null(), "The commit, where the documents come from one."),
        ("audience", json!({ "enum": audiences }), "For whom they are: `confidential` of all there is."),
        ("edition", text(), "Which texts they are of: `latest`, or the last that were `approved`."),
        (
            "partial",
            flag(),
            "Whether only a part is told: some files or rules were asked about, or something is withheld.",
        ),
        ("findings", findings, "In order of place: those that stand, also where a baseline lists them."),
        ("summary", refer("summary"), "How many there are that no baseline lists."),
    ]);
    let definitions = [
        ("finding", finding()),
        (
            "also",
            placed(&[("path", text(), "Its file, from the folder of the AIMS."), ("label", text(), "What is there.")]),
        ),
        (
            "fix",
            placed(&[
                ("title", text(), "What it does."),
                ("replacement", text(), "What is put in the place of what stands there."),
                ("certain", flag(), "Whether it can be meant no other way and says nothing new."),
            ]),
        ),
        ("summary", summary()),
    ];
    let definitions = definitions.into_iter().map(|(name, body)| (name.to_owned(), Value::Object(body))).collect();
    document("Findings of aims check", body, definitions)
}

fn finding() -> Map<String, Value> {
    let codes: Vec<&str> = RULES.iter().map(|rule| rule.code).collect();
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let levels = [Level::Error, Level::Warning, Level::Note].map(Level::as_str);
    let mut finding = placed(&[
        ("code", json!({ "enum": codes }), "The code of the rule, which stays."),
        ("name", json!({ "enum": names }), "The name of the rule."),
        ("rule", json!({ "enum": names }), "The same: what other data call it."),
        ("level", json!({ "enum": levels }), "How grave it is here."),
        ("clock", flag(), "Whether it came about by the passing of time, without a change to the repository."),
        ("message", text(), "What is wrong."),
        ("help", text_or_null(), "How to mend it."),
        ("path", text(), "Its file, from the folder of the AIMS."),
        ("document", text_or_null(), "The id of the document, where there is one."),
        ("known", flag(), "Whether a baseline lists it."),
    ]);
    if let Some(properties) = finding.get_mut("properties").and_then(Value::as_object_mut) {
        for (name, about) in [("also", "Where else to look."), ("fixes", "Changes of the text that mend it.")] {
            let item = if name == "also" { "also" } else { "fix" };
            properties.insert(name.into(), json!({ "description": about, "type": "array", "items": refer(item) }));
        }
    }
    finding
}

fn summary() -> Map<String, Value> {
    let number = || json!({ "type": "integer", "minimum": 0 });
    object(&[
        ("error", number(), "Errors."),
        ("warning", number(), "Warnings."),
        ("note", number(), "Notes."),
        ("total", number(), "All of them."),
        ("known", number(), "Those that a baseline lists beside them."),
    ])
}

/// An object with these keys and a place in a text: lines and columns count from 1, columns in characters, and the end is
/// behind the last character.
fn placed(keys: &[(&str, Value, &str)]) -> Map<String, Value> {
    let number = || json!({ "type": "integer", "minimum": 1 });
    let place = [
        ("line", number(), "The line on which it begins, from 1."),
        ("column", number(), "The character of the line at which it begins, from 1."),
        ("end_line", number(), "The line on which it ends."),
        ("end_column", number(), "The character of that line before which it ends."),
    ];
    object(&keys.iter().cloned().chain(place).collect::<Vec<_>>())
}

/// An object that has all of these keys.
fn object(keys: &[(&str, Value, &str)]) -> Map<String, Value> {
    let described = |(name, schema, about): &(&str, Value, &str)| {
        let schema = match schema {
            // Nothing may stand beside a reference in this draft.
            Value::Object(map) if map.contains_key("$ref") => json!({ "description": about, "allOf": [schema] }),
            Value::Object(map) => {
                let mut map = map.clone();
                map.insert("description".into(), json!(about));
                Value::Object(map)
            }
            other => other.clone(),
        };
        ((*name).to_owned(), schema)
    };
    let mut object = Map::new();
    object.insert("type".into(), json!("object"));
    object.insert("required".into(), keys.iter().map(|(name, ..)| json!(name)).collect());
    object.insert("properties".into(), Value::Object(keys.iter().map(described).collect()));
    object
}

fn text() -> Value {
    json!({ "type": "string" })
}

fn text_or_null() -> Value {
    json!({ "type": ["string", "null"] })
}

fn flag() -> Value {
    json!({ "type": "boolean" })
}

fn day() -> Value {
    json!({ "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" })
}
