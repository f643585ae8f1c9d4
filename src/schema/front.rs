//! The schema of front matter: of documents of a kind, or of any.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::parts::{anchor, document, refer};
use super::pattern;
use super::value::{of_field, of_kind as kind_value, present, shared, spellings};
use super::words::Known;
use crate::model::kinds::{FieldSpec, Kind, Need};
use crate::reading::{Source, common_names};

/// The schema of the front matter of documents of a kind.
pub fn of_kind(known: &Known<'_>, kind: &Kind) -> Value {
    let mut maker = Maker::new(known);
    let body = maker.kind(kind);
    document(&kind.label, body, maker.definitions)
}

/// The schema of the front matter of any document: by its kind, where it says one.
pub fn of_any(known: &Known<'_>) -> Value {
    let mut maker = Maker::new(known);
    let mut rules = maker.needed(None);
    let about = known.kinds.common().iter().find(|field| field.name == "kind").map_or("", |field| field.about.as_str());
    let mut properties = Map::new();
    for field in known.kinds.common() {
        // What they take, the schema of the kind says.
        let value =
            if field.name == "kind" { kind_value(known, None, about) } else { json!({ "description": field.about }) };
        properties.insert(field.name.clone(), value);
    }
    for kind in known.kinds.iter() {
        let name = format!("kind.{}", anchor(&kind.name));
        let body = maker.kind(kind);
        maker.definitions.insert(name.clone(), Value::Object(body));
        let is = json!({ "type": "string", "pattern": spellings(known, std::iter::once(kind.name.as_str())) });
        let is = json!({ "properties": { "kind": is }, "required": ["kind"] });
        rules.push(json!({ "if": is, "then": refer(&name) }));
    }
    let mut body = Map::new();
    body.insert("type".into(), json!("object"));
    body.insert("properties".into(), Value::Object(properties));
    body.insert("allOf".into(), json!(rules));
    document("Document", body, maker.definitions)
}

struct Maker<'a> {
    known: &'a Known<'a>,
    /// The definitions that values refer to.
    shared: Map<String, Value>,
    /// All definitions.
    definitions: Map<String, Value>,
    /// The names that others have for keys of ours, by ours: those of the team's, and whether they are.
    theirs: BTreeMap<String, Vec<(String, bool)>>,
}

impl<'a> Maker<'a> {
    fn new(known: &'a Known<'a>) -> Self {
        let shared = shared(known);
        let mut theirs: BTreeMap<String, Vec<(String, bool)>> = BTreeMap::new();
        let aliases = known.config.reading.aliases.iter().map(|(key, ours)| (key.as_str(), ours.as_str(), true));
        for (key, ours, is_own) in aliases.chain(common_names().map(|(key, ours)| (key, ours, false))) {
            theirs.entry(ours.to_owned()).or_default().push((key.to_owned(), is_own));
        }
        Self { known, definitions: shared.clone(), shared, theirs }
    }

    fn kind(&mut self, kind: &Kind) -> Map<String, Value> {
        let mut fields: Vec<&FieldSpec> = self.known.kinds.fields(Some(kind)).collect();
        fields.sort_by_key(|field| field.need.map_or(2, |need| u8::from(need == Need::Should)));
        let (mut properties, mut patterns) = (Map::new(), Map::new());
        for field in &fields {
            let value = match field.name.as_str() {
                "kind" => kind_value(self.known, Some(kind), &field.about),
                _ => self.field(Some(kind), field),
            };
            patterns.insert(pattern::key(&field.name), value.clone());
            properties.insert(field.name.clone(), value);
        }
        for field in &fields {
            for (key, is_own) in self.theirs.get(&field.name).into_iter().flatten() {
                let value = foreign(&field.name, *is_own, &properties[&field.name]);
                if !properties.contains_key(key) {
                    patterns.insert(pattern::key(key), value.clone());
                    properties.insert(key.clone(), value);
                }
            }
        }
        for key in &self.known.config.reading.keep {
            patterns.entry(pattern::key(key)).or_insert_with(|| json!({}));
        }
        let mut body = Map::new();
        body.insert("description".into(), json!(kind.about));
        body.insert("type".into(), json!("object"));
        body.insert("properties".into(), Value::Object(properties));
        body.insert("patternProperties".into(), Value::Object(patterns));
        body.insert("additionalProperties".into(), json!(false));
        body.insert("allOf".into(), json!(self.needed(Some(kind))));
        body
    }

    /// A key, as a definition that is made once.
    fn field(&mut self, kind: Option<&Kind>, field: &FieldSpec) -> Value {
        let own = kind.filter(|kind| kind.fields.iter().any(|own| own.name == field.name));
        let of = own.map_or_else(|| "any".to_owned(), |kind| anchor(&kind.name));
        let name = format!("key.{of}.{}", anchor(&field.name));
        if !self.definitions.contains_key(&name) {
            self.definitions.insert(name.clone(), of_field(self.known, &self.shared, field));
        }
        refer(&name)
    }

    /// What has to be there, each where nothing but front matter can say it.
    fn needed(&self, kind: Option<&Kind>) -> Vec<Value> {
        let reading = &self.known.config.reading;
        if reading.has_header() {
            return Vec::new();
        }
        let elsewhere = |name: &str| match name {
            "kind" => !self.known.config.folders.is_empty(),
            "id" => reading.ids.iter().any(|source| *source != Source::Key),
            _ => false,
        };
        let fields = self.known.kinds.fields(kind).filter(|field| field.need == Some(Need::Must));
        let fields = fields.filter(|field| !elsewhere(&field.name));
        let others = |name: &str| self.theirs.get(name).into_iter().flatten().map(|(key, _)| key.as_str());
        fields.map(|field| present(&field.name, others(&field.name))).collect()
    }
}

/// A key of others: understood, but not the one that is meant.
fn foreign(ours: &str, is_own: bool, value: &Value) -> Value {
    let about = format!("Means `{ours}`.");
    // What commonly means a key of ours means nothing where that one stands, whatever it says.
    let value = if is_own { json!([value]) } else { json!([{}]) };
    json!({ "description": about, "deprecationMessage": about, "allOf": value })
}
