//! Judges values by a JSON Schema of draft 7, as far as ours go: a keyword that it does not know fails the test. An
//! independent validator does the same in `tests/run`.

use std::cell::RefCell;
use std::collections::HashMap;

use regex::Regex;
use serde_json::{Map, Value};

/// What only tells people something.
const TOLD: [&str; 8] =
    ["$schema", "title", "description", "default", "examples", "enumDescriptions", "deprecationMessage", "definitions"];

/// A schema that can be asked.
pub(crate) struct Judge {
    schema: Value,
    patterns: RefCell<HashMap<String, Regex>>,
}

impl Judge {
    /// Of the text that `aims schema` prints.
    pub(crate) fn new(text: &str) -> Self {
        Self { schema: serde_json::from_str(text).expect("JSON"), patterns: RefCell::default() }
    }

    /// What is refused, a line each with its place; empty where nothing is.
    pub(crate) fn refuses(&self, value: &Value) -> String {
        let mut told = Vec::new();
        self.judge(&self.schema, value, "", &mut told);
        told.join("\n")
    }

    fn takes(&self, schema: &Value, value: &Value) -> bool {
        let mut told = Vec::new();
        self.judge(schema, value, "", &mut told);
        told.is_empty()
    }

    fn matches(&self, pattern: &str, text: &str) -> bool {
        let mut patterns = self.patterns.borrow_mut();
        let compiled = patterns.entry(pattern.to_owned());
        compiled.or_insert_with(|| Regex::new(pattern).expect("a pattern")).is_match(text)
    }

    fn judge(&self, schema: &Value, value: &Value, at: &str, told: &mut Vec<String>) {
        let schema = match schema {
            Value::Bool(true) => return,
            Value::Object(schema) => schema,
            _ => return told.push(format!("{at}: is not allowed")),
        };
        for (keyword, rule) in schema {
            let all = || rule.as_array().expect("a list of schemas");
            match keyword.as_str() {
                "$ref" => {
                    let name = rule.as_str().and_then(|name| name.strip_prefix("#/definitions/")).expect("an own name");
                    self.judge(&self.schema["definitions"][name], value, at, told);
                }
                "anyOf" if !all().iter().any(|one| self.takes(one, value)) => {
                    told.push(format!("{at}: {value} is none of {rule}"));
                }
                "allOf" => all().iter().for_each(|one| self.judge(one, value, at, told)),
                "not" if self.takes(rule, value) => told.push(format!("{at}: {value} is {rule}")),
                "if" if self.takes(rule, value) => self.judge(&schema["then"], value, at, told),
                "type" if !is_of(rule, value) => told.push(format!("{at}: {value} is no {rule}")),
                "enum" if !all().contains(value) => told.push(format!("{at}: {value} is none of {rule}")),
                "pattern" if value.as_str().is_some_and(|text| !self.matches(rule.as_str().expect("a text"), text)) => {
                    told.push(format!("{at}: {value} is not as {rule}"));
                }
                "minimum" if value.as_f64() < rule.as_f64() => told.push(format!("{at}: {value} is less than {rule}")),
                "format" => {
                    assert_eq!(rule, "date");
                    if value.as_str().is_some_and(|text| aims::base::date::parse(text).is_none()) {
                        told.push(format!("{at}: {value} is no day"));
                    }
                }
                "required" => {
                    let missing = all().iter().filter(|key| {
                        value.as_object().is_some_and(|table| !table.contains_key(key.as_str().expect("a key")))
                    });
                    told.extend(missing.map(|key| format!("{at}: {key} is missing")));
                }
                "propertyNames" => {
                    for key in value.as_object().into_iter().flat_map(Map::keys) {
                        self.judge(rule, &Value::from(key.as_str()), at, told);
                    }
                }
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.judge(rule, item, &format!("{at}/{place}"), told);
                    }
                }
                "properties" => self.table(schema, value, at, told),
                "anyOf" | "not" | "if" | "then" | "type" | "enum" | "pattern" | "minimum" => {}
                // With `properties`.
                "patternProperties" | "additionalProperties" => assert!(schema.contains_key("properties")),
                known => assert!(TOLD.contains(&known), "the keyword `{known}` is not known here"),
            }
        }
    }

    fn table(&self, schema: &Map<String, Value>, value: &Value, at: &str, told: &mut Vec<String>) {
        for (key, value) in value.as_object().into_iter().flatten() {
            let at = format!("{at}/{key}");
            let named = schema["properties"].get(key);
            let patterns = schema.get("patternProperties").and_then(Value::as_object).into_iter().flatten();
            let fitting = patterns.filter(|(pattern, _)| self.matches(pattern, key)).map(|(_, schema)| schema);
            let schemas: Vec<&Value> = named.into_iter().chain(fitting).collect();
            match schema.get("additionalProperties").filter(|_| schemas.is_empty()) {
                Some(others) => self.judge(others, value, &at, told),
                None => schemas.into_iter().for_each(|schema| self.judge(schema, value, &at, told)),
            }
        }
    }
}

fn is_of(types: &Value, value: &Value) -> bool {
    let is = |name: &Value| match name.as_str().expect("a type") {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        other => panic!("`{other}` is no type"),
    };
    match types {
        Value::Array(types) => types.iter().any(is),
        name => is(name),
    }
}
