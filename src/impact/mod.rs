//! What a change does: what is between two states of one AIMS, told to whoever has to look at the change.
//!
//! In come the [`State`] of before and that of after, both judged on one day, so that what only the passing of time brings is
//! no change; out goes [`Impact`], whose fields are the keys of its JSON. They are contracts:
//!
//! ```text
//! {"version": 1, "today", "base": {…}, "head": {…}, "commits", "fails", "numbers": {…}, "notes": […], "vouching": {…},
//!  "settings": […], "documents": […], "files": […], "requirements": […], "soa": […], "reviews": […], "approvals": […], "acts": […],
//!  "due": […], "suspect": […], "new": […], "fixed": […], "aside": […]}
//! ```
//!
//! `aims schema impact.json` describes each. [`told`] puts it into sections of rows for people, and [`markdown`] those into a
//! comment. What is between two moments in themselves, documents with their texts ([`pairs`]), requirements ([`moves`]) and
//! rows of the statement ([`statement`]), the page of what changed since an audit reads too.
//!
//! Not here: where the two states come from (`pipeline`), and pages and terminals.

mod acts;
mod asked;
mod both;
mod documents;
mod due;
mod ends;
mod files;
mod found;
pub mod markdown;
pub mod moves;
mod names;
pub mod pairs;
mod requirements;
mod reviews;
mod rows;
mod setting;
mod settings;
pub mod statement;
mod suspects;
pub mod told;
mod was_is;
mod weaker;

use serde::Serialize;

pub use acts::ActChange;
pub use asked::{Asked, Role, Somebody};
pub use documents::Changed;
pub use due::Due;
pub use ends::{End, Ends, Read};
pub use files::{FileChange, shown};
pub use found::Found;
pub use requirements::{Lacking, Moved, Served};
pub use reviews::ReviewMoved;
pub use rows::{CellChange, RowChange};
pub use setting::{Group, SettingChange};
pub use settings::Vouching;
pub use suspects::Suspected;
pub use was_is::WasIs;

use crate::base::{Result, json};
use crate::diag::Level;
use crate::state::State;
use both::Both;

/// The JSON Schema of [`Impact::json`], as `aims schema impact.json` prints it.
pub const SCHEMA: &str = include_str!("data/impact.schema.json");

/// What a change does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    version: u32,
    /// The day on which both ends are judged.
    pub today: String,
    /// What it is compared with.
    pub base: End,
    /// What it leads to.
    pub head: End,
    /// How many commits that changed documents led to the one and not to the other.
    pub commits: usize,
    /// Whether it brings a finding by which a check fails.
    pub fails: bool,
    /// How many there are of what.
    pub numbers: Numbers,
    /// What the reader has to know about the two ends: sentences.
    pub notes: Vec<String>,
    /// Who has to stand behind the change of settings, where what is guarded is another.
    pub vouching: Option<Vouching>,
    /// Settings, keys and waivers.
    pub settings: Vec<SettingChange>,
    /// Documents.
    pub documents: Vec<Changed>,
    /// Files that pages show beside the texts.
    pub files: Vec<FileChange>,
    /// Controls, then clauses.
    pub requirements: Vec<Moved>,
    /// Rows of the statements of applicability.
    #[serde(rename = "soa")]
    pub statement: Vec<RowChange>,
    /// Review dates.
    pub reviews: Vec<ReviewMoved>,
    /// Approvals that are void, then those that are asked for.
    pub approvals: Vec<Asked>,
    /// Acts of approval and review that came or went.
    pub acts: Vec<ActChange>,
    /// Acceptances and assessments that are called for, and what is to be done by a day.
    pub due: Vec<Due>,
    /// Documents to be read again.
    pub suspect: Vec<Suspected>,
    /// Findings that are new.
    #[serde(rename = "new")]
    pub new_findings: Vec<Found>,
    /// Findings that are gone.
    #[serde(rename = "fixed")]
    pub fixed_findings: Vec<Found>,
    /// Findings that are there and are no longer told.
    #[serde(rename = "aside")]
    pub findings_aside: Vec<Found>,
}

/// How many there are of what.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Numbers {
    /// Documents that are new.
    pub documents_added: usize,
    /// Documents that are gone.
    pub documents_removed: usize,
    /// Documents that may say something else.
    pub documents_material: usize,
    /// Documents that say what they said in other words or signs.
    pub documents_editorial: usize,
    /// Documents that only lie elsewhere.
    pub documents_moved: usize,
    /// Places where a text asks for less than it did.
    pub weaker: usize,
    /// Controls that went up.
    pub controls_up: usize,
    /// Controls that went down.
    pub controls_down: usize,
    /// Clauses that went up.
    pub clauses_up: usize,
    /// Clauses that went down.
    pub clauses_down: usize,
    /// Approvals that are void.
    pub approvals_void: usize,
    /// Links to documents that have changed which are settled now.
    pub suspects_settled: usize,
    /// Findings that are new.
    pub findings_new: usize,
    /// Those of them by which a check fails.
    pub findings_failing: usize,
    /// Findings that are gone.
    pub findings_fixed: usize,
    /// Findings that stand as they stood.
    pub findings_unchanged: usize,
    /// Findings that are new or gone and come with the passing of time: the change moved a day.
    pub findings_clock: usize,
}

/// What is between two states, both judged on one day. `ends` says where they come from.
pub fn between(then: &State, now: &State, ends: Ends) -> Impact {
    let both = Both::new(then, now);
    let (suspect, suspects_settled) = suspects::suspected(&both);
    let found::Findings { new, fixed, aside, unchanged } = found::findings(&both);
    let mut impact = Impact {
        version: 1,
        today: now.today().to_string(),
        base: ends.base,
        head: ends.head,
        commits: both.commits,
        fails: new.iter().any(|found| found.fails),
        numbers: Numbers { suspects_settled, findings_unchanged: unchanged, ..Numbers::default() },
        notes: ends.notes,
        vouching: settings::vouching(&both, ends.on_line),
        settings: settings::changed(&both),
        documents: documents::changed(&both),
        files: files::changed(&both, (&ends.files.0, &ends.files.1)),
        requirements: requirements::moved(&both),
        statement: rows::changed(&both),
        reviews: reviews::moved(&both),
        approvals: asked::asked(&both),
        acts: acts::changed(&both),
        due: due::due(&both, &new),
        suspect,
        new_findings: new,
        fixed_findings: fixed,
        findings_aside: aside,
    };
    impact.count();
    impact
}

impl Impact {
    /// Whether it brings a finding by which a check fails; with `strict`, a warning too.
    pub fn fails(&self, strict: bool) -> bool {
        let is_grave = |found: &Found| Level::parse(found.level) >= Some(Level::Warning);
        self.fails || strict && self.new_findings.iter().any(is_grave)
    }

    /// It as JSON.
    ///
    /// # Errors
    /// Where it cannot be put into JSON: a mistake of ours.
    pub fn json(&self) -> Result<String> {
        json::lines(self)
    }

    fn count(&mut self) {
        let became = |word: &str| self.documents.iter().filter(|document| document.became == word).count();
        let moved = |clauses: bool, up: bool| {
            let way = |moved: &&Moved| (moved.rungs != 0) && (moved.rungs > 0) == up;
            let sort = |moved: &&Moved| (moved.kind == "clause") == clauses;
            self.requirements.iter().filter(way).filter(sort).count()
        };
        let (new, fixed) = (&self.new_findings, &self.fixed_findings);
        self.numbers = Numbers {
            documents_added: became("added"),
            documents_removed: became("removed"),
            documents_material: became("material"),
            documents_editorial: became("editorial"),
            documents_moved: became("moved"),
            weaker: self.documents.iter().map(|document| document.weaker.len()).sum(),
            controls_up: moved(false, true),
            controls_down: moved(false, false),
            clauses_up: moved(true, true),
            clauses_down: moved(true, false),
            approvals_void: self.approvals.iter().filter(|asked| asked.void).count(),
            findings_new: new.len(),
            findings_failing: new.iter().filter(|found| found.fails).count(),
            findings_fixed: fixed.len(),
            findings_clock: new.iter().chain(fixed).filter(|found| found.clock).count(),
            ..std::mem::take(&mut self.numbers)
        };
    }
}
