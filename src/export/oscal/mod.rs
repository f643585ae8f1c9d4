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
//! namespace, [`frame::NAMESPACE`], and never a state of OSCAL: `implemented` is what the statement of applicability claims, and nothing
//! is ever `satisfied`. Ids of things stay from build to build, whatever the organisation is called and wherever the AIMS lies;
//! that of each file follows what it says.

mod catalog;
mod components;
mod frame;
mod named;
mod plan;
mod poam;
mod results;
mod words;

use serde_json::Value;

use crate::base::{Result, json, mark, sha256_hex};
use crate::state::State;
use frame::Oscal;
use words::put;

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
