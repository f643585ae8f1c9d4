//! The change record of one document, control, clause or AI system: what `aims history` tells, on a terminal or as JSON.
//!
//! In comes a [`State`]; out goes a [`Story`], whose fields are the keys of the JSON. They are contracts, and for what a
//! register has too they are the same words ([`crate::register::facts`]):
//!
//! ```text
//! {"version": 1, "today", "revision",
//!  "what": {"kind", "id", "title", "documents": [{"id", "title", "kind", "path", "present", "version", "status",
//!                                                          "standing", "approval": {"level", "evidence", "satisfied", "lacking"}}]},
//!  "versions": [{"document", "version", "from", "to", "until", "stated", "out", "recorded", "effective", "in_force", "texts",
//!                "first_commit", "approved_commit", "last_commit"}],
//!  "acts": [{"document", "act", "version", "by", "role", "date", "outcome", "comment", "counts", "why", "signed",
//!            "signature", "record", "commit", "landed"}],
//!  "taken", "total", "revisions": [{"commit", "date", "landed", "author", "merged": {"by", "date", "commit"}, "subject",
//!                          "signed", "changes": [{"document", "kind", "path", "from", "fate", "joined", "version", "status",
//!                                                 "weight", "added", "removed", "fields", "weaker", "cut", "diff"}]}],
//!  "replaced": [{"document", "path", "commit", "date", "author", "settled"}],
//!  "gaps": [{"what", "remedy"}]}
//! ```
//!
//! `replaced` are files to which a record leads and that are others now than when it was settled: a commit that touches such
//! a file alone is no revision of the record.
//!
//! Days are as `2026-11-20`; what is not known is `null`. Versions and revisions are newest first, acts too. `diff` is
//! `null` unless it was asked for. What stood on a day is an [`InForce`]. Addresses are left out: names say who it was.

mod drawn;
mod in_force;
mod line;
mod rows;
mod subject;

use std::collections::BTreeMap;

use serde::Serialize;

pub use in_force::{InForce, InForceRow};
pub use line::Difference;
pub use rows::{
    ActRow, ApprovalRow, BlockRow, ChangeRow, DocumentRow, GapRow, MergeRow, ReplacedRow, RevisionRow, RunRow,
    VersionRow,
};
pub use subject::Subject;

use crate::base::{Result, json};
use crate::history::Step;
use crate::state::State;
use line::Line;

/// The change record of one thing.
#[derive(Debug, Clone, Serialize)]
pub struct Story {
    /// The version of this shape.
    pub version: u8,
    /// The day as of which it is told.
    pub today: String,
    /// The commit, where what was read is exactly what it holds.
    pub revision: Option<String>,
    /// What it is about.
    pub what: What,
    /// Versions, newest first.
    pub versions: Vec<VersionRow>,
    /// Approvals and reviews on record, newest first.
    pub acts: Vec<ActRow>,
    /// That records of acts were taken away, a sentence without a full stop each.
    pub taken: Vec<String>,
    /// How many revisions there are.
    pub total: usize,
    /// The newest of them, newest first.
    pub revisions: Vec<RevisionRow>,
    /// Files that its records show and that were replaced after these were settled, newest first.
    pub replaced: Vec<ReplacedRow>,
    /// What cannot be known.
    pub gaps: Vec<GapRow>,
}

/// What a story is about.
#[derive(Debug, Clone, Serialize)]
pub struct What {
    /// `document`, `system`, `control` or `clause`.
    pub kind: &'static str,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The documents whose history it is: itself, or those that serve it now.
    pub documents: Vec<DocumentRow>,
}

impl Story {
    /// Tells the change record of `subject`: the newest `limit` revisions, and how each changed the text where there is
    /// a `difference` to ask.
    pub fn of(from: &State, subject: &Subject, limit: Option<usize>, difference: Option<Difference<'_>>) -> Self {
        let lines = subject.lines(from);
        let about = |document| lines.iter().any(|line| line.ix == Some(document));
        let taken = from.approvals.taken.iter().filter(|of| about(of.document));
        let mut by_revision: BTreeMap<usize, Vec<(usize, Step)>> = BTreeMap::new();
        for (number, line) in lines.iter().enumerate() {
            // What a file beside it says of a document is a part of what became of it.
            let beside = from.history.beside(line.path, &from.aims.config.reading);
            for step in line.steps.iter().chain(line.ix.is_some().then_some(&beside).into_iter().flatten()) {
                by_revision.entry(step.revision).or_default().push((number, *step));
            }
        }
        let shown = by_revision.iter().take(limit.unwrap_or(usize::MAX));
        let revisions = shown.filter_map(|(place, steps)| drawn::revision(from, &lines, *place, steps, difference));
        let revisions = revisions.collect();
        let mut gaps = drawn::gaps(&from.history, Some(&lines.iter().map(|line| line.path).collect::<Vec<_>>()));
        gaps.extend(lines.iter().flat_map(|line| drawn::left_out(from, line, None)));
        Self {
            version: 1,
            today: from.today().to_string(),
            revision: from.revision().map(str::to_owned),
            what: What::of(from, subject, &lines),
            versions: drawn::versions(from, &lines),
            acts: drawn::acts(from, &lines),
            taken: taken.map(|of| of.told(&from.aims.document(of.document).id)).collect(),
            total: by_revision.len(),
            revisions,
            replaced: drawn::replaced(from, &lines),
            gaps,
        }
    }

    /// The story as JSON.
    ///
    /// # Errors
    /// Where it cannot be put together: a mistake of ours.
    pub fn json(&self) -> Result<String> {
        json::lines(self)
    }
}

impl What {
    fn of(from: &State, subject: &Subject, lines: &[Line<'_>]) -> Self {
        let (kind, id, title) = subject.name(from);
        Self { kind, id, title, documents: lines.iter().map(|line| drawn::document(from, line)).collect() }
    }
}
