//! With which files a text was approved: those of the commit that its approval rests on.
//!
//! A text leads to attachments and pages, and whoever approves it has read these as they were then.

use super::acts::{Act, Counts};
use super::approvals::Approvals;
use super::authors::{self, Steps};
use super::place::{Moment, StepIx};
use super::record::{ActKind, Form};
use super::targets::Targets;
use crate::base::DocPath;
use crate::history::History;
use crate::model::{Aims, DocIx};

/// What a text was approved with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Basis {
    /// The commit that has the files.
    pub there: There,
    /// The commit that brought the text, where an act approved it later.
    pub before: Option<There>,
    /// The files that an act names by what is in them.
    pub targets: Option<Targets>,
    /// When it was approved.
    pub moment: Moment,
}

/// A text in a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct There {
    /// The commit, in hex digits.
    pub commit: String,
    /// Where the text lay in it.
    pub path: DocPath,
}

impl Approvals {
    /// What the text of a document at this place among its steps was approved with: the commit that brought the newest act
    /// which counts for it, or else the one that brought the text as an approved one. `None` where that is not committed.
    pub fn basis(&self, aims: &Aims, history: &History, ix: DocIx, place: StepIx) -> Option<Basis> {
        let document = &aims.document(ix).path;
        let steps: Steps<'_> = history.of(document).collect();
        let (_, change) = steps.get(place.index())?;
        let substance = change.facts.as_ref()?.substance;
        let text = authors::at(&steps, place.index(), &substance)?;
        let brought = text.called_approved(&steps).unwrap_or(text.run.end - 1);
        let (revision, change) = steps.get(brought)?;
        // Who signs a commit has signed its files. What others put into the main line came there with the rest of the change.
        let commit = if revision.signed { &revision.commit } else { revision.bringer() };
        let there = There { commit: commit.to_owned(), path: change.path.clone() };
        let about = |act: &&Act| {
            let counts = !matches!(act.standing, Counts::No(_)) && act.of_kind(ActKind::Approval).is_some();
            counts && act.text == Some(substance)
        };
        let Some(act) = self.acts_of(ix).map(|(_, act)| act).filter(about).max_by_key(|act| act.moment) else {
            let moment = Moment::of(history.steps(document).get(brought)?.revision, revision);
            return Some(Basis { there, before: None, targets: None, moment });
        };
        let record = act.record.as_ref().ok()?;
        let path = DocPath::new(&record.path).unwrap_or_else(|| there.path.clone());
        Some(Basis {
            there: There { commit: act.commit.clone()?, path },
            before: Some(there),
            targets: Some(record.targets.clone()).filter(|_| record.form != Form::First),
            moment: act.moment,
        })
    }
}
