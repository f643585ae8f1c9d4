//! What may stand under a key of front matter.

use serde_json::{Map, Value, json};

use super::parts::refer;
use super::pattern;
use super::words::{Known, Word};
use crate::model::described::Words;
use crate::model::kinds::{FieldSpec, FieldType, Kind, Need};

/// What a scalar is, and what stands for none.
const SCALAR: [&str; 4] = ["string", "number", "boolean", "null"];

/// The definitions of words that many keys take.
pub(super) fn shared(known: &Known<'_>) -> Map<String, Value> {
    let mut shared = Map::new();
    let first = known.catalog.first();
    let controls = first.controls.iter().map(|control| (control.id.as_str(), control.title.as_str()));
    let clauses = first.clauses.iter().map(|clause| (clause.id.as_str(), clause.title.as_str()));
    let people = known.people();
    for (name, words) in [
        ("controls", controls.collect::<Vec<_>>()),
        ("clauses", clauses.collect()),
        ("people", people.iter().map(|word| (word.word.as_str(), word.about.as_str())).collect()),
    ] {
        if !words.is_empty() {
            shared.insert(format!("words.{name}"), enumerated(&words));
        }
    }
    shared
}

/// One of these words, each with what it stands for where an editor shows that.
fn enumerated(words: &[(&str, &str)]) -> Value {
    let (words, about): (Vec<&str>, Vec<&str>) = words.iter().copied().unzip();
    json!({ "enum": words, "enumDescriptions": about })
}

/// The same of words.
pub(super) fn of_words(words: &[Word]) -> Value {
    enumerated(&words.iter().map(|word| (word.word.as_str(), word.about.as_str())).collect::<Vec<_>>())
}

/// What may stand under a key, and what it is for.
pub(super) fn of_field(known: &Known<'_>, shared: &Map<String, Value>, field: &FieldSpec) -> Value {
    let maker = Maker { known, shared };
    let mut schema = maker.value(field);
    let need = match field.need {
        Some(Need::Must) => " Needed.",
        Some(Need::Should) => " Advised.",
        None => "",
    };
    schema.insert("description".into(), json!(format!("{}{need}", field.about)));
    Value::Object(schema)
}

/// The kind of a document: this one, or any where none is named.
pub(super) fn of_kind(known: &Known<'_>, kind: Option<&Kind>, about: &str) -> Value {
    let kinds: Vec<Word> = match kind {
        Some(kind) => vec![Word { word: kind.name.clone(), about: kind.about.clone() }],
        None => known.words(Words::Kinds, None),
    };
    let spelled = spellings(known, kinds.iter().map(|kind| kind.word.as_str()));
    json!({ "description": about, "anyOf": [of_words(&kinds), { "type": "string", "pattern": spelled }] })
}

/// How the words for these kinds may be written, those of the team's among them.
pub(super) fn spellings<'k>(known: &Known<'_>, kinds: impl Iterator<Item = &'k str>) -> String {
    let kinds: Vec<&str> = kinds.collect();
    let theirs = known.config.reading.values.get("kind").into_iter().flatten();
    let theirs = theirs.filter(|(_, ours)| kinds.contains(&ours.as_str())).map(|(theirs, _)| theirs.as_str());
    pattern::words(kinds.iter().copied().chain(theirs))
}

struct Maker<'a> {
    known: &'a Known<'a>,
    shared: &'a Map<String, Value>,
}

impl Maker<'_> {
    fn value(&self, field: &FieldSpec) -> Map<String, Value> {
        let schema = match field.field_type {
            FieldType::Text => json!({ "type": SCALAR }),
            FieldType::Person => self.known_or("people", json!({ "type": SCALAR })),
            FieldType::Ref | FieldType::Texts | FieldType::Refs => list(&json!({})),
            FieldType::Persons => list(&self.known_or("people", json!({}))),
            FieldType::Controls => list(&self.known_or("controls", json!({}))),
            FieldType::Clauses => list(&self.known_or("clauses", json!({}))),
            FieldType::Date => json!({ "anyOf": [
                { "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }, { "type": "null" },
            ] }),
            FieldType::Period => period(),
            FieldType::Flag => json!({ "anyOf": [
                { "type": ["boolean", "null"] }, { "type": "string", "pattern": pattern::words(["true", "false", "yes", "no"]) },
            ] }),
            FieldType::Number => json!({ "anyOf": [
                { "type": ["integer", "null"] }, { "type": "string", "pattern": "^[+-]?[0-9]+$" },
            ] }),
            FieldType::Choice => self.choice(field, false),
            FieldType::Choices => self.choice(field, true),
            FieldType::Requirements => self.requirements(),
            FieldType::Rows => {
                let mut row = Map::new();
                row.insert("type".into(), json!("object"));
                let columns = field.columns.iter().map(|column| (column, of_field(self.known, self.shared, column)));
                keys(&mut row, columns);
                let needed = field.columns.iter().filter(|column| column.need == Some(Need::Must));
                let needed: Vec<Value> = needed.map(|column| present(&column.name, [])).collect();
                if !needed.is_empty() {
                    row.insert("allOf".into(), json!(needed));
                }
                match field.alone {
                    // A text may stand in place of a row, and one alone in place of the list.
                    Some(_) => {
                        let row = json!({ "anyOf": [row, { "type": SCALAR }] });
                        json!({ "anyOf": [{ "type": ["array", "null"], "items": row }, { "type": SCALAR }] })
                    }
                    None => json!({ "type": ["array", "null"], "items": row }),
                }
            }
        };
        match schema {
            Value::Object(schema) => schema,
            _ => Map::new(),
        }
    }

    /// The words of a definition, or anything else of a sort.
    fn known_or(&self, words: &str, other: Value) -> Value {
        let name = format!("words.{words}");
        match self.shared.contains_key(&name) {
            true => json!({ "anyOf": [refer(&name), other] }),
            false => other,
        }
    }

    fn choice(&self, field: &FieldSpec, several: bool) -> Value {
        let theirs = self.known.config.reading.values.get(&field.name);
        let theirs = theirs.into_iter().flatten().map(|(theirs, _)| theirs.as_str());
        let also = field.synonyms.keys().map(String::as_str);
        let words: Vec<&str> = field.choices.iter().map(String::as_str).chain(also).chain(theirs).collect();
        let one = json!({ "type": "string", "pattern": pattern::words(words.iter().copied()) });
        let known = json!({ "enum": field.choices });
        let mut any = vec![known.clone(), one.clone(), json!({ "type": "null" })];
        if words.iter().any(|word| word.parse::<f64>().is_ok() || matches!(*word, "true" | "false" | "yes" | "no")) {
            // YAML takes such words for something else.
            any.push(json!({ "type": ["number", "boolean"] }));
        }
        if several {
            any.push(json!({ "type": "string", "pattern": pattern::listed(words) }));
            any.push(json!({ "type": "array", "items": { "anyOf": [known, one, { "type": ["null", "array"] }] } }));
        }
        if field.open {
            any.push(list(&json!({})));
        }
        json!({ "anyOf": any })
    }

    fn requirements(&self) -> Value {
        let mut frameworks = Map::new();
        for framework in self.known.catalog.frameworks() {
            let items = framework.all().map(|item| (item.id.as_str(), item.title.as_str()));
            let items: Vec<_> = items.collect();
            let item = if items.is_empty() { json!({}) } else { json!({ "anyOf": [enumerated(&items), {}] }) };
            frameworks.insert(framework.id.clone(), list(&item));
        }
        json!({ "type": ["object", "null"], "properties": frameworks, "additionalProperties": list(&json!({})) })
    }
}

/// A list, or one of it.
fn list(item: &Value) -> Value {
    let item = json!({ "allOf": [{ "type": ["string", "number", "boolean", "null", "array"] }, item] });
    json!({ "type": ["string", "number", "boolean", "null", "array"], "items": item })
}

/// A length of time: a number with a unit, or a word. A number alone is none, and nor is a day.
pub(super) fn period() -> Value {
    json!({ "anyOf": [{ "type": "string", "pattern": PERIOD }, { "type": "null" }], "examples": ["12 months", "6 months", "90 days"] })
}

/// Takes more than is a length of time, and nothing less.
pub(super) const PERIOD: &str = "^\\s*([0-9]+[ -]*[a-zA-Z].*|[a-zA-Z].*)$";

/// Puts keys into the schema of an object, which then takes no others.
pub(super) fn keys<'f>(schema: &mut Map<String, Value>, fields: impl Iterator<Item = (&'f FieldSpec, Value)>) {
    let (mut properties, mut patterns) = (Map::new(), Map::new());
    for (field, value) in fields {
        patterns.insert(pattern::key(&field.name), value.clone());
        properties.insert(field.name.clone(), value);
    }
    schema.insert("properties".into(), Value::Object(properties));
    schema.insert("patternProperties".into(), Value::Object(patterns));
    schema.insert("additionalProperties".into(), json!(false));
}

/// That a key is there, or one of others that mean the same, in whatever way it is written.
pub(super) fn present<'n>(name: &'n str, others: impl IntoIterator<Item = &'n str>) -> Value {
    let spelled = |name: &str| json!({ "not": { "propertyNames": { "not": { "pattern": pattern::key(name) } } } });
    let mut any = vec![json!({ "required": [name] }), spelled(name)];
    any.extend(others.into_iter().map(spelled));
    json!({ "anyOf": any })
}
