//! What all files of OSCAL are made from: the state, names and ids of its things, and what each file says of itself.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::words::{line, token};
use crate::base::{Date, uuid};
use crate::model::catalog::ReqId;
use crate::model::document::Document;
use crate::model::trace::Requirement;
use crate::state::State;

/// The version of OSCAL.
const VERSION: &str = "1.2.1";

/// Whose the properties are that OSCAL has no words for.
const NAMESPACE: &str = "urn:aims:oscal:v1";

/// What all files are made from.
pub(super) struct Oscal<'a> {
    pub(super) state: &'a State,
    /// The organisation.
    pub(super) name: &'a str,
    /// By what the AIMS is known again.
    lasting: String,
    /// The name of each requirement in OSCAL.
    tokens: BTreeMap<ReqId, String>,
}

impl<'a> Oscal<'a> {
    pub(super) fn of(state: &'a State) -> Self {
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
    pub(super) fn requirements(&self) -> impl Iterator<Item = &'a Requirement> {
        self.state.aims.trace.clauses().chain(self.state.aims.trace.controls())
    }

    /// The name of a requirement.
    pub(super) fn token(&self, requirement: &Requirement) -> &str {
        self.tokens.get(&requirement.key()).map_or("", String::as_str)
    }

    /// The id of a thing of this AIMS: the same each time.
    pub(super) fn id(&self, parts: &[&str]) -> String {
        uuid(&[&[&*self.lasting], parts].concat().join("\0"))
    }

    /// A day as OSCAL has moments.
    pub(super) fn moment(day: Date) -> String {
        format!("{day}T00:00:00Z")
    }

    /// A document, in the ids of what is about it.
    pub(super) fn first_id(&self, document: &Document) -> String {
        self.state.first_id(document)
    }

    /// What each file says of itself. `roles` are those that it names.
    pub(super) fn head(&self, title: &str, roles: &BTreeMap<String, &str>) -> Value {
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
    pub(super) fn property(name: &str, value: &str) -> Option<Value> {
        let value = line(value);
        (!value.is_empty()).then(|| json!({"name": name, "ns": NAMESPACE, "value": value}))
    }

    /// The page of a document, from the folder of these files.
    pub(super) fn page(document: &Document) -> Value {
        let page = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        match document.id.chars().all(page) {
            true => json!([{"href": format!("../../documents/{}.html", document.id), "rel": "reference"}]),
            false => Value::Null,
        }
    }
}
