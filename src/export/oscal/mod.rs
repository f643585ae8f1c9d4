//! The AIMS in OSCAL (NIST, version 1.2): what applies, what carries it out, and what is open, for programs that others wrote.
//!
//! In comes the state; out come the files there are ([`files`]), each made when it is asked for:
//!
//! | file | what it is made of |
//! |---|---|
//! | `catalog.json` | the clauses and controls of the standards that are followed, and the team's own controls: ids, short titles, our own words |
//! | `profile.json` | all of them, from the catalogue |
//! | `component-definition.json` | a component for each policy, procedure and other text that says how things are done |
//! | `system-security-plan.json` | the statement of applicability: each control, how far it is put in place, and by what |
//! | `assessment-results.json` | what the repository shows on the day, and each audit with what it looked at and what it found |
//! | `poam.json` | what is open: actions, treatments, corrective actions |
//!
//! OSCAL was made for security plans of one system. Where it asks for what an AI management system does not have (a system's
//! state, an assessment plan), the files say so in `remarks` and claim nothing. What a rung says is a property in our own
//! namespace, [`NAMESPACE`], and never a state of OSCAL: `implemented` is what the statement of applicability claims, and nothing
//! is ever `satisfied`. Ids of things stay from build to build, whatever the organisation is called and wherever the AIMS lies;
//! that of each file follows what it says.

mod catalog;
mod components;
mod plan;
mod poam;
mod results;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::base::mark;
use crate::base::quote::is_odd;
use crate::base::text::one_line;
use crate::base::{Date, Result, json, sha256_hex, uuid};
use crate::model::catalog::ReqId;
use crate::model::document::Document;
use crate::model::trace::Requirement;
use crate::state::State;

/// The version of OSCAL.
const VERSION: &str = "1.2.1";

/// Whose the properties are that OSCAL has no words for.
const NAMESPACE: &str = "urn:aims:oscal:v1";

/// The folder of the files in a site.
const FOLDER: &str = "data/oscal";

/// How a file is made.
type Make = fn(&State) -> Result<Vec<u8>>;

/// A file: its name, what is in it, and how it is made.
type File = (&'static str, &'static str, Make);

/// The files of a state. OSCAL knows no plan of actions without any.
pub(super) fn files(state: &State) -> Vec<(String, &'static str, Make)> {
    let files: [File; 6] = [
        ("catalog", mark!("OSCAL catalogue of the requirements"), |state| bytes(state, catalog::catalog)),
        ("profile", mark!("OSCAL profile of the requirements that are followed"), |state| {
            bytes(state, catalog::profile)
        }),
        ("component-definition", mark!("OSCAL components: a policy or procedure each"), |state| {
            bytes(state, components::definition)
        }),
        ("system-security-plan", mark!("The statement of applicability as an OSCAL plan"), |state| {
            bytes(state, plan::plan)
        }),
        ("assessment-results", mark!("OSCAL results: evidence on record, audits and nonconformities"), |state| {
            bytes(state, results::results)
        }),
        ("poam", mark!("OSCAL plan of action: what is open"), |state| bytes(state, poam::poam)),
    ];
    let is_there = |name: &str| name != "poam" || poam::is_needed(state);
    let files = files.into_iter().filter(|(name, ..)| is_there(name));
    files.map(|(name, about, make)| (format!("{FOLDER}/{name}.json"), about, make)).collect()
}

/// The bytes of a file. Its id is that of all it says: OSCAL asks for another one with each change, be it of the texts, the
/// day, the audience or the edition.
fn bytes(state: &State, make: fn(&Oscal<'_>) -> Value) -> Result<Vec<u8>> {
    let oscal = Oscal::of(state);
    let mut value = make(&oscal);
    let said = sha256_hex(json::indented(&value)?.as_bytes());
    for (of, file) in value.as_object_mut().into_iter().flatten() {
        put(file, "uuid", oscal.id(&["file", of, &said]).into());
    }
    json::indented(&value).map(String::into_bytes)
}

/// What all files are made from.
struct Oscal<'a> {
    state: &'a State,
    /// The organisation.
    name: &'a str,
    /// By what the AIMS is known again.
    lasting: String,
    /// The name of each requirement in OSCAL.
    tokens: BTreeMap<ReqId, String>,
}

impl<'a> Oscal<'a> {
    fn of(state: &'a State) -> Self {
        let name = state.aims.config.organisation.as_deref().unwrap_or("The organisation");
        let mut seen = BTreeMap::new();
        let tokens = state.aims.trace.clauses().chain(state.aims.trace.controls()).map(|requirement| {
            let token = token(&requirement.name);
            // Two ids of one team may differ in what a token cannot have.
            let number = seen.entry(token.clone()).and_modify(|number| *number += 1).or_insert(1u32);
            (requirement.key(), if *number == 1 { token } else { format!("{token}_{number}") })
        });
        Self { state, name, lasting: state.lasting(), tokens: tokens.collect() }
    }

    /// The clauses and controls that stand by themselves.
    fn requirements(&self) -> impl Iterator<Item = &'a Requirement> {
        self.state.aims.trace.clauses().chain(self.state.aims.trace.controls())
    }

    /// The name of a requirement.
    fn token(&self, requirement: &Requirement) -> &str {
        self.tokens.get(&requirement.key()).map_or("", String::as_str)
    }

    /// The id of a thing of this AIMS: the same each time.
    fn id(&self, parts: &[&str]) -> String {
        uuid(&[&[&*self.lasting], parts].concat().join("\0"))
    }

    /// A day as OSCAL has moments.
    fn moment(day: Date) -> String {
        format!("{day}T00:00:00Z")
    }

    /// A document, in the ids of what is about it.
    fn first_id(&self, document: &Document) -> String {
        self.state.first_id(document)
    }

    /// What each file says of itself. `roles` are those that it names.
    fn head(&self, title: &str, roles: &BTreeMap<String, &str>) -> Value {
        let today = self.state.today();
        let (audience, edition) = (self.state.audience.as_str(), self.state.edition.as_str());
        let part = self.state.left_out().map(|told| format!(" {told}")).unwrap_or_default();
        let version = self.state.revision().map_or_else(|| format!("work tree of {today}"), str::to_owned);
        let mut metadata = json!({
            "title": line(&format!("{title}: {}", self.name)),
            "last-modified": Self::moment(today),
            "version": version,
            "oscal-version": VERSION,
            "parties": [{"uuid": self.id(&["organisation"]), "type": "organization", "name": line(self.name)}],
            "remarks": format!("Made by aims from the documents of the AI management system, audience {audience}, edition {edition}. It shows evidence and does not say that a requirement is met.{part}"),
        });
        if !roles.is_empty() {
            let roles = roles.iter().map(|(id, title)| json!({"id": id, "title": line(title)}));
            metadata["roles"] = roles.collect();
        }
        metadata
    }

    /// A property of ours.
    fn property(name: &str, value: &str) -> Option<Value> {
        let value = line(value);
        (!value.is_empty()).then(|| json!({"name": name, "ns": NAMESPACE, "value": value}))
    }

    /// The page of a document, from the folder of these files.
    fn page(document: &Document) -> Value {
        let page = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        match document.id.chars().all(page) {
            true => json!([{"href": format!("../../documents/{}.html", document.id), "rel": "reference"}]),
            false => Value::Null,
        }
    }
}

/// A role as OSCAL names it: a token made of its words, with a digest where two names may be alike in that.
fn role(name: &str) -> String {
    let words = line(name).to_lowercase().split_whitespace().collect::<Vec<_>>().join(" ");
    let plain = token(&words.replace(' ', "-"));
    let is_told = words.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '_'));
    if is_told { plain } else { format!("{plain}-{}", &uuid(&words)[..8]) }
}

/// A token (OSCAL, metaschema data types): it begins with a letter and has letters, digits, `.`, `-` and `_`.
fn token(text: &str) -> String {
    let plain = |c: char| if c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '_' };
    let token: String = text.chars().map(plain).collect();
    match token.chars().next() {
        Some(first) if first.is_ascii_alphabetic() || first == '_' => token,
        Some(first) if first.is_ascii_digit() => format!("clause-{token}"),
        _ => format!("x{token}"),
    }
}

/// A text on one line, without what turns the direction of writing where somebody reads it.
fn line(text: &str) -> String {
    one_line(text).replace(is_odd, "\u{fffd}")
}

/// Adds a member where it says anything: OSCAL has no empty lists and no `null`.
fn put(object: &mut Value, key: &str, value: Value) {
    let says = match &value {
        Value::Null => false,
        Value::Array(items) => !items.is_empty(),
        Value::String(text) => !text.is_empty(),
        _ => true,
    };
    if says && let Some(object) = object.as_object_mut() {
        object.insert(key.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_tokens() {
        let all = ["A.5.2", "6.1.4", "iso-27001:A.5.2", "HM.1", "", "-x", "Ä b"].map(token);
        assert_eq!(all, ["A.5.2", "clause-6.1.4", "iso-27001_A.5.2", "HM.1", "x", "x-x", "__b"]);
        assert_eq!(role("AI  Officer"), "ai-officer");
        let alike = ["R&D Lead", "R/D Lead", "R D Lead", "R-D Lead", "Директор", "Менеджер"].map(role);
        assert_eq!(alike.iter().collect::<std::collections::BTreeSet<_>>().len(), alike.len(), "{alike:?}");
        assert!(alike.iter().all(|role| *role == token(role)), "{alike:?}");
    }

    #[test]
    fn what_says_nothing_is_left_out() {
        let mut object = json!({});
        for (key, value) in
            [("a", Value::Null), ("b", json!([])), ("c", json!("")), ("d", json!("x")), ("e", json!({}))]
        {
            put(&mut object, key, value);
        }
        assert_eq!(object, json!({"d": "x", "e": {}}));
    }
}
