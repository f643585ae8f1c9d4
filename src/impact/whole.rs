//! The value itself: what a change does, and how many there are of what.

use serde::Serialize;

use super::acts::ActChange;
use super::asked::Asked;
use super::documents::Changed;
use super::due::Due;
use super::ends::End;
use super::files::FileChange;
use super::found::Found;
use super::moves::Way;
use super::pairs::Became;
use super::requirements::Moved;
use super::reviews::ReviewMoved;
use super::rows::RowChange;
use super::setting::SettingChange;
use super::settings::Vouching;
use super::suspects::Suspected;
use crate::base::{Result, json};
use crate::diag::Level;
use crate::model::trace::RequirementKind;

/// What a change does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Impact {
    pub(super) version: u32,
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
    /// Documents that are taken out of force.
    pub documents_retired: usize,
    /// Documents that were out of force, and are not any more.
    pub documents_restored: usize,
    /// Documents that say what they said, and stand elsewhere in their life.
    pub documents_standing: usize,
    /// Documents that only lie elsewhere.
    pub documents_moved: usize,
    /// Places where a text asks for less than it did.
    pub weaker: usize,
    /// Controls that went up.
    pub controls_up: usize,
    /// Controls that went down.
    pub controls_down: usize,
    /// Controls that a statement of applicability leaves out now.
    pub controls_left_out: usize,
    /// Controls that it left out and that apply now, or of which no statement says it.
    pub controls_applying: usize,
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

impl Impact {
    /// Whether it brings a finding by which a check fails; with `strict`, a warning too.
    pub fn fails(&self, strict: bool) -> bool {
        let is_grave = |found: &Found| found.brought && found.level >= Level::Warning;
        // Where there was no AIMS, what is put aside is put aside by the first settings there are.
        let aside = self.findings_aside.iter().filter(|_| self.base.there);
        self.fails || strict && self.new_findings.iter().chain(aside).any(is_grave)
    }

    /// It as JSON.
    ///
    /// # Errors
    /// Where it cannot be put into JSON: a mistake of ours.
    pub fn json(&self) -> Result<String> {
        json::lines(self)
    }

    pub(super) fn count(&mut self) {
        let became = |what: Became| self.documents.iter().filter(|document| document.became == what).count();
        let moved = |clauses: bool, up: bool| {
            let way = |moved: &&Moved| (moved.rungs != 0) && (moved.rungs > 0) == up;
            let sort = |moved: &&Moved| (moved.kind == RequirementKind::Clause) == clauses;
            // What only gathers others repeats the lowest of them.
            self.requirements.iter().filter(|moved| !moved.gathers).filter(way).filter(sort).count()
        };
        let ways = |ways: &[Way]| self.requirements.iter().filter(|moved| ways.contains(&moved.way)).count();
        let (new, fixed) = (&self.new_findings, &self.fixed_findings);
        self.numbers = Numbers {
            documents_added: became(Became::Added),
            documents_removed: became(Became::Removed),
            documents_material: became(Became::Material),
            documents_editorial: became(Became::Editorial),
            documents_retired: became(Became::Retired),
            documents_restored: became(Became::Restored),
            documents_standing: became(Became::Standing),
            documents_moved: became(Became::Moved),
            weaker: self.documents.iter().map(|document| document.weaker.len()).sum(),
            controls_up: moved(false, true),
            controls_down: moved(false, false),
            controls_left_out: ways(&[Way::LeftOut]),
            controls_applying: ways(&[Way::Applies, Way::Undecided]),
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
