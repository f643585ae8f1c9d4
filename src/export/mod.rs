//! The data files of the site: its registers as JSON, as comma-separated values and as spreadsheets.
//!
//! In comes the state; out go the files there are ([`files`]), and the bytes of each on its own, made when they are asked
//! for. What a register holds is for `register`, its keys are contracts: JSON and CSV carry the same ones in the same order;
//! a spreadsheet has the titles that people read, and a sheet with the keys.
//! How the pages look is for `site`, which these files know nothing of.
//!
//! Every JSON file is `{"version": 1, "today", "revision", "audience", "partial", "rows"}`, one row a line; `changes.json`
//! adds `total`, and `findings.json` is what `aims check --format json` says. In CSV (RFC 4180, UTF-8, the keys as first
//! row) lists are joined by `; `, and text that begins with `=`, `+`, `-` or `@`, or has one of them behind a semicolon, a bar, a tab or the end of
//! a line, has an apostrophe before it: spreadsheets would take it for a formula, and a formula in a document that others
//! open can run what its author likes.

mod blocks;
mod csv;
mod json;
pub mod manifest;
mod oscal;
mod reqif;
mod schema;
mod sheets;
mod signers;
pub mod statement;
#[cfg(test)]
mod tests;
mod workbook;
mod xlsx;

use crate::agenda::Agenda;
use crate::base::json::indented;
use crate::base::{Period, Result, mark};
use crate::diag::{self, Context};
use crate::register::{self, Draw, Named};
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
    /// A register as a spreadsheet.
    Xlsx(Named<'a>),
    /// Something else.
    Other(fn(&State) -> Result<Vec<u8>>),
}

/// The data files of a state: all registers that every AIMS has, then those of the kinds that have documents.
pub fn files(state: &State) -> Vec<DataFile<'_>> {
    let file = |path: &str, about: &str, make| DataFile { path: path.to_owned(), about: about.to_owned(), state, make };
    let mut files = Vec::new();
    let (nested, flat): (Vec<_>, Vec<_>) = register::built_ins().into_iter().partition(|register| register.nested);
    for register in flat {
        files.extend(all(state, "data", &register));
    }
    files.push(file(
        "data/findings.json",
        mark!("What the checks found, as `aims check --format json` tells it"),
        Make::Other(|state| Ok(findings(state))),
    ));
    files.push(file(
        "data/findings.csv",
        mark!("The same as comma-separated values, with the owner of each document"),
        Make::Other(|state| csv::of(&register::findings(state))),
    ));
    for register in nested {
        files.push(file(&format!("data/{}.json", register.id), &register.about.clone(), Make::Json(register)));
    }
    files.push(file(
        "data/allowed_signers",
        mark!("Who may sign, as `ssh-keygen -Y verify` takes it"),
        Make::Other(|state| Ok(signers::allowed_signers(state))),
    ));
    files.push(file(
        "reviews.ics",
        mark!("What is due within a year, for calendars (iCalendar)"),
        Make::Other(|state| Ok(calendar(state))),
    ));
    files.extend(oscal::files(state).into_iter().map(|(path, about, make)| file(&path, about, Make::Other(make))));
    files.push(file("data/workbook.xlsx", mark!("The workbook of an auditor"), Make::Other(for_auditors)));
    for register in register::of_kinds(state) {
        files.extend(all(state, "data/registers", &register));
    }
    files
}

/// The way from the folder of data files to the top of the site.
const UP: &str = "../";

/// What a register is given out as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Comma-separated values, with a mark of their encoding at the beginning or without.
    Csv {
        /// U+FEFF, by which some programs know UTF-8.
        bom: bool,
    },
    /// JSON, as the site has it.
    Json,
    /// A spreadsheet.
    Xlsx,
    /// The schema of the JSON.
    Schema,
}

/// All registers that a state has, those of kinds under `registers/` as in the site.
pub fn registers(state: &State) -> Vec<(String, Named<'_>)> {
    let built_ins = register::built_ins().into_iter().map(|named| (named.id.clone(), named));
    let kinds = register::of_kinds(state).into_iter().map(|named| (format!("registers/{}", named.id), named));
    built_ins.chain(kinds).collect()
}

/// The bytes of a register for whoever asks for it: without links, since no site need be around it.
///
/// # Errors
/// Where it cannot be put together: a mistake of ours, not of the documents.
pub fn register(state: &State, named: &Named<'_>, draw: &Draw, format: Format) -> Result<Vec<u8>> {
    let open = || named.drawn(state, draw);
    match format {
        Format::Csv { bom } => {
            let mark = if bom { "\u{feff}" } else { "" };
            Ok([mark.as_bytes(), &csv::of(&open())?].concat())
        }
        Format::Json => json::of(state, &open()),
        Format::Xlsx => sheets::of(state, named, draw, None),
        Format::Schema => indented(&schema::of(named, &open())).map(String::into_bytes),
    }
}

/// A register for who reads it where no table fits: of each row the columns that say something, as title and words.
///
/// # Errors
/// As [`register()`].
pub fn blocks(state: &State, named: &Named<'_>, draw: &Draw) -> Result<Vec<Vec<(String, String)>>> {
    blocks::of(&named.drawn(state, draw))
}

/// The bytes of the workbook for auditors.
///
/// # Errors
/// As [`register()`].
pub fn workbook(state: &State, draw: &Draw) -> Result<Vec<u8>> {
    workbook::of(state, draw, None)
}

/// The bytes of the file for tools of requirements: ReqIF, which is XML.
pub fn reqif(state: &State) -> Vec<u8> {
    reqif::reqif(state)
}

/// How such a file begins, whatever is in it.
pub const REQIF_HEAD: &str = reqif::HEAD;

/// The workbook as a site has it.
fn for_auditors(state: &State) -> Result<Vec<u8>> {
    workbook::of(state, &Draw::of(state), Some(UP))
}

/// A register in all formats.
fn all<'a>(state: &'a State, folder: &str, register: &Named<'a>) -> [DataFile<'a>; 3] {
    let file = |ending: &str, about: &str, make| DataFile {
        path: format!("{folder}/{}.{ending}", register.id),
        about: about.to_owned(),
        state,
        make,
    };
    [
        file("json", &register.about, Make::Json(register.clone())),
        file("csv", mark!("The same, as comma-separated values"), Make::Csv(register.clone())),
        file("xlsx", mark!("The same, as a spreadsheet"), Make::Xlsx(register.clone())),
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
            Make::Xlsx(register) => {
                // Kinds have a folder of their own.
                let way = if register.kind().is_some() { "../../" } else { UP };
                sheets::of(self.state, register, &Draw::of(self.state), Some(way))
            }
            Make::Other(make) => make(self.state),
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
    let of = (state.audience.as_str(), state.edition.as_str());
    let (today, revision) = (state.today(), state.revision().map(str::to_owned));
    let context = Context { today, revision, of, partial: state.withholds };
    diag::json(&state.findings.found, &state.aims.texts, &context).into_bytes()
}
