//! The data files of the site: its registers as JSON and as comma-separated values, for spreadsheets and programs.
//!
//! In comes the state; out go the files there are ([`files`]), and the bytes of each on its own, made when they are asked
//! for. What a register holds is for `register`, its keys are contracts: JSON and CSV carry the same ones in the same order.
//! How the pages look is for `site`, which these files know nothing of.
//!
//! Every JSON file is `{"version": 1, "today", "revision", "rows"}`, one row a line; `changes.json` adds `total`, and
//! `findings.json` is what `aims check --format json` says. In CSV (RFC 4180, UTF-8, the keys as first row) lists are joined
//! by `; `, and text that begins with `=`, `+`, `-` or `@`, or has one of them behind a semicolon, a bar, a tab or the end of
//! a line, has an apostrophe before it: spreadsheets would take it for a formula, and a formula in a document that others
//! open can run what its author likes.

mod csv;
mod json;
pub mod manifest;
mod oscal;
mod signers;
pub mod statement;
#[cfg(test)]
mod tests;

use crate::agenda::Agenda;
use crate::base::{Period, Result};
use crate::diag::{self, Context};
use crate::register::{self, Named};
use crate::state::State;

/// A data file of the site.
pub struct DataFile<'a> {
    /// Its path in the site.
    pub path: String,
    /// What is in it: a few words.
    pub about: String,
    state: &'a State,
    make: Make<'a>,
}

/// How its bytes are made.
enum Make<'a> {
    /// A register as JSON.
    Json(Named<'a>),
    /// A register as CSV.
    Csv(Named<'a>),
    /// Something else.
    Other(fn(&State) -> Vec<u8>),
}

/// The data files of a state: all registers that every AIMS has, then those of the kinds that have documents.
pub fn files(state: &State) -> Vec<DataFile<'_>> {
    let file = |path: &str, about: &str, make| DataFile { path: path.to_owned(), about: about.to_owned(), state, make };
    let mut files = Vec::new();
    let (nested, flat): (Vec<_>, Vec<_>) = register::built_ins().into_iter().partition(|register| register.nested);
    for register in flat {
        files.extend(both(state, "data", register));
    }
    files.push(file(
        "data/findings.json",
        "What the checks found, as `aims check --format json` tells it",
        Make::Other(findings),
    ));
    for register in nested {
        files.push(file(&format!("data/{}.json", register.id), &register.about.clone(), Make::Json(register)));
    }
    files.push(file(
        "data/allowed_signers",
        "Who may sign, by the present settings, as `ssh-keygen -Y verify` takes it",
        Make::Other(signers::allowed_signers),
    ));
    files.push(file("reviews.ics", "What is due within a year, for calendars (iCalendar)", Make::Other(calendar)));
    files.extend(oscal::files(state).into_iter().map(|(path, about, make)| file(&path, about, Make::Other(make))));
    for register in register::of_kinds(state) {
        files.extend(both(state, "data/registers", register));
    }
    files
}

/// A register in both formats.
fn both<'a>(state: &'a State, folder: &str, register: Named<'a>) -> [DataFile<'a>; 2] {
    let path = |ending: &str| format!("{folder}/{}.{ending}", register.id);
    let (json, csv, about) = (path("json"), path("csv"), register.about.clone());
    [
        DataFile { path: json, about, state, make: Make::Json(register.clone()) },
        DataFile { path: csv, about: "The same, for spreadsheets".into(), state, make: Make::Csv(register) },
    ]
}

impl DataFile<'_> {
    /// Its bytes, made anew each time. They name the commit they are of only where what was read is exactly what it holds.
    ///
    /// # Errors
    /// Where it cannot be put together: a mistake of ours, not of the documents.
    pub fn bytes(&self) -> Result<Vec<u8>> {
        match &self.make {
            Make::Json(register) => json::of(self.state, &register.open(self.state)),
            Make::Csv(register) => csv::of(&register.open(self.state)),
            Make::Other(make) => Ok(make(self.state)),
        }
    }
}

/// What is late or due within a year, as a calendar.
fn calendar(state: &State) -> Vec<u8> {
    let agenda = Agenda::of(state, Period::Months(12).after(state.today()), None);
    agenda.calendar(state.aims.config.organisation.as_deref()).into_bytes()
}

/// What the checks found.
fn findings(state: &State) -> Vec<u8> {
    let context = Context { today: state.today(), revision: state.revision().map(str::to_owned) };
    diag::json(&state.findings.found, &state.aims.texts, &context).into_bytes()
}
