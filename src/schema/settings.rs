//! The schema of `aims.toml`.

use serde_json::{Map, Value, json};

use super::parts::{document, refer};
use super::pattern;
use super::value::{PERIOD, of_words};
use super::words::Known;
use crate::model::described::{Setting, Takes, Words, settings};

/// The schema of settings.
pub fn of_settings(known: &Known<'_>) -> Value {
    let mut maker = Maker { known, definitions: Map::new() };
    let mut body = maker.table("", None);
    body.insert("description".into(), json!("Everything has a default. An empty file is a sound one."));
    document("aims.toml", body, maker.definitions)
}

struct Maker<'a> {
    known: &'a Known<'a>,
    definitions: Map<String, Value>,
}

impl Maker<'_> {
    /// What stands in a table: its settings, and those whose key the team chooses. `above` is the key that the table itself
    /// has, where the team chose it.
    fn table(&mut self, name: &str, above: Option<&str>) -> Map<String, Value> {
        let (mut properties, mut patterns) = (Map::new(), Map::new());
        let mut others = json!(false);
        for setting in settings().below(name) {
            if !setting.is_free() {
                let value = self.reference(setting);
                patterns.insert(pattern::key(setting.key()), value.clone());
                properties.insert(setting.key().to_owned(), value);
                continue;
            }
            let words_by_key = settings().below(&setting.name).any(|child| child.words == Some(Words::Values));
            for word in setting.keys.map(|keys| self.known.words(keys, None)).unwrap_or_default() {
                let about = format!("{} {}", setting.about, word.about);
                let value = match words_by_key {
                    true => Value::Object(self.table(&setting.name, Some(&word.word))),
                    false => json!({ "description": about.trim_end(), "allOf": [self.reference(setting)] }),
                };
                properties.insert(word.word, value);
            }
            others = match above {
                Some(_) => self.setting(setting, above),
                None => self.reference(setting),
            };
        }
        let mut schema = Map::new();
        schema.insert("type".into(), json!("object"));
        schema.insert("properties".into(), Value::Object(properties));
        if !patterns.is_empty() {
            schema.insert("patternProperties".into(), Value::Object(patterns));
        }
        schema.insert("additionalProperties".into(), others);
        schema
    }

    /// A setting, as a definition that is made once.
    fn reference(&mut self, setting: &Setting) -> Value {
        let name = format!("setting.{}", setting.name.replace('*', "any"));
        if !self.definitions.contains_key(&name) {
            let value = self.setting(setting, None);
            self.definitions.insert(name.clone(), value);
        }
        refer(&name)
    }

    /// What a setting takes. `key` is the one that the table around it has, where that decides.
    fn setting(&mut self, setting: &Setting, key: Option<&str>) -> Value {
        let words = setting.words.map(|words| self.words(words, key));
        let text = || words.clone().unwrap_or_else(|| json!({ "type": ["string", "number", "boolean"] }));
        let value = match setting.takes {
            Takes::Text => text(),
            Takes::Texts => json!({ "anyOf": [{ "type": "array", "items": text() }, text()] }),
            Takes::Flag => json!({ "anyOf": [{ "type": "boolean" }, { "enum": ["true", "false"] }] }),
            Takes::Number => {
                json!({ "anyOf": [{ "type": "integer" }, { "type": "string", "pattern": "^[+-]?[0-9]+$" }] })
            }
            Takes::Period => {
                json!({ "type": "string", "pattern": PERIOD, "examples": ["12 months", "30 days", "2 years"] })
            }
            Takes::Date => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date" }),
            Takes::Table if setting.alone.is_some() => {
                json!({ "anyOf": [self.table(&setting.name, key), text()] })
            }
            Takes::Table => Value::Object(self.table(&setting.name, key)),
            Takes::Rows => {
                let mut row = self.table(&setting.name, None);
                let needed: Vec<&str> =
                    settings().below(&setting.name).filter(|cell| cell.needed).map(Setting::key).collect();
                row.insert("allOf".into(), needed.iter().map(|key| super::value::present(key, [])).collect());
                json!({ "type": "array", "items": row })
            }
        };
        let Value::Object(mut value) = value else { return value };
        value.insert("description".into(), json!(setting.about));
        match (&setting.default, setting.takes) {
            (Some(default), Takes::Flag) => drop(value.insert("default".into(), json!(default == "true"))),
            (Some(default), Takes::Number) => drop(value.insert("default".into(), json!(default.parse::<i64>().ok()))),
            (Some(default), _) => drop(value.insert("default".into(), json!(default))),
            (None, _) => {}
        }
        Value::Object(value)
    }

    /// One of the words of a sort. Those of an AIMS may be joined by others: a file that is edited may name new ones.
    fn words(&mut self, words: Words, above: Option<&str>) -> Value {
        let all = self.known.words(words, above);
        if words.fixed().is_some() {
            return of_words(&all);
        }
        if all.is_empty() {
            return json!({ "type": ["string", "number", "boolean"] });
        }
        let known = match above {
            Some(_) => of_words(&all),
            None => {
                let name = format!("words.{words:?}").to_lowercase();
                if !self.definitions.contains_key(&name) {
                    self.definitions.insert(name.clone(), of_words(&all));
                }
                refer(&name)
            }
        };
        json!({ "anyOf": [known, { "type": ["string", "number", "boolean"] }] })
    }
}
