//! The data files of the site: its registers as JSON and as comma-separated values, for spreadsheets and programs.
//!
//! In come the AIMS, its change record, its approvals and its findings; out go names and bytes. A register is one struct for its rows,
//! and its keys are contracts: JSON and CSV carry the same ones in the same order. How the pages look is for `site`,
//! which these files know nothing of.
//!
//! Every JSON file is `{"version": 1, "today", "revision", "rows"}`; `changes.json` adds `total`, and `findings.json` is
//! what `aims check --format json` says. In CSV (RFC 4180, UTF-8, the keys as first row) lists are joined by `; `, and a
//! cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return has an apostrophe before it: spreadsheets would
//! take it for a formula, and a formula in a document that others open can run what its author likes.

mod approvals;
mod changes;
mod documents;
pub mod history;
mod registers;
mod requirements;
mod table;
#[cfg(test)]
mod tests;

use crate::approval::Approvals;
use crate::base::{Date, Result};
use crate::diag::{self, Context};
use crate::history::History;
use crate::model::{Aims, DocIx};
use crate::state::State;
use table::Sheet;

/// The files, by their paths in the site, with what is in them: a few words each.
pub const FILES: [(&str, &str); 24] = [
    ("data/documents.json", "Documents and records with what each serves"),
    ("data/documents.csv", "The same, for spreadsheets"),
    ("data/controls.json", "Controls with their rung and the documents behind it"),
    ("data/controls.csv", "The same, for spreadsheets"),
    ("data/clauses.json", "Clauses 4 to 10 with their rung and the documents behind it"),
    ("data/clauses.csv", "The same, for spreadsheets"),
    ("data/soa.json", "The statement of applicability"),
    ("data/soa.csv", "The same, for spreadsheets"),
    ("data/risks.json", "The risk register"),
    ("data/risks.csv", "The same, for spreadsheets"),
    ("data/systems.json", "The AI system inventory"),
    ("data/systems.csv", "The same, for spreadsheets"),
    ("data/assessments.json", "Assessments of risk and of impact"),
    ("data/assessments.csv", "The same, for spreadsheets"),
    ("data/reviews.json", "Reviews and when they are due"),
    ("data/reviews.csv", "The same, for spreadsheets"),
    ("data/versions.json", "Versions of every document: when each was in force, and who approved it"),
    ("data/versions.csv", "The same, for spreadsheets"),
    ("data/approvals.json", "Acts of approval and review, with what each signature is worth"),
    ("data/approvals.csv", "The same, for spreadsheets"),
    ("data/findings.json", "What the checks found, as `aims check --format json` tells it"),
    ("data/changes.json", "The change record: commits, and which documents each changed"),
    ("data/traceability.json", "Every requirement with what serves it, through what, and what it lacks"),
    ("data/allowed_signers", "Who may sign, by the present settings, as `ssh-keygen -Y verify` takes it"),
];

/// Makes the data files: those of [`FILES`], in that order. They name the commit they are of only where what was read is
/// exactly what it holds (`from_commit`).
///
/// # Errors
/// Where a file cannot be put together: a mistake of ours, not of the documents.
pub fn data(state: &State) -> Result<Vec<(String, Vec<u8>)>> {
    let State { aims, history, approvals, findings, from_commit, .. } = state;
    let from = Inputs { aims, history, approvals, from_commit: *from_commit };
    let sheets: [(Vec<u8>, Vec<u8>); 10] = [
        Sheet::new(&from, documents::documents(&from)).both()?,
        Sheet::new(&from, requirements::controls(&from)).both()?,
        Sheet::new(&from, requirements::clauses(&from)).both()?,
        Sheet::new(&from, requirements::statement(&from)).both()?,
        Sheet::new(&from, registers::risks(&from)).both()?,
        Sheet::new(&from, registers::systems(&from)).both()?,
        Sheet::new(&from, registers::assessments(&from)).both()?,
        Sheet::new(&from, documents::reviews(&from)).both()?,
        Sheet::new(&from, approvals::versions(&from)).both()?,
        Sheet::new(&from, approvals::acts(&from)).both()?,
    ];
    let context = Context { today: aims.today, revision: from.revision().map(str::to_owned) };
    let others = [
        diag::json(&findings.found, &aims.texts, &context).into_bytes(),
        changes::sheet(&from).json()?,
        Sheet::new(&from, requirements::traceability(&from)).json()?,
        approvals::allowed_signers(&from),
    ];
    let bytes = sheets.into_iter().flat_map(|(json, csv)| [json, csv]).chain(others);
    Ok(FILES.iter().map(|(path, _)| (*path).to_owned()).zip(bytes).collect())
}

/// What data files are made from.
#[derive(Clone, Copy)]
struct Inputs<'a> {
    aims: &'a Aims,
    history: &'a History,
    approvals: &'a Approvals,
    from_commit: bool,
}

impl<'a> Inputs<'a> {
    /// The commit that the documents come from; `None` where the work tree differs from it.
    fn revision(self) -> Option<&'a str> {
        self.history.head.as_ref().filter(|_| self.from_commit).map(|(commit, _)| commit.as_str())
    }

    /// The ids of documents.
    fn ids(self, documents: impl IntoIterator<Item = DocIx>) -> Vec<&'a str> {
        documents.into_iter().map(|ix| self.aims.document(ix).id.as_str()).collect()
    }
}

/// A day as data files write it.
fn day(date: Option<Date>) -> Option<String> {
    date.map(|date| date.to_string())
}
