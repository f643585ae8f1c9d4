//! Records that were settled and say something else in the folder, before that is committed.

use std::collections::BTreeMap;

use super::input::Input;
use super::records::{RecordLives, only_rewrites};
use crate::base::Date;
use crate::history::{Came, Edit, Life, Settled, between};
use crate::model::DocIx;
use crate::model::document::Document;
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, Repo};
use crate::source::Content;

/// What was done to a record in the folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pending {
    /// What lies between its newest text on record and that in the folder.
    pub edit: Edit,
    /// By what it was settled, and when.
    pub settled: (Settled, Date),
}

/// Finds them. What only grows, and what goes back to what it said, is none; nor is one of which it is told that commits
/// rewrote it.
pub(super) fn find(input: &Input<'_>, lives: &RecordLives) -> BTreeMap<DocIx, Pending> {
    let Some((repo, _)) = input.repo else { return BTreeMap::new() };
    let pending = |(ix, document)| Some((ix, pending(input, repo, document, lives.of(ix)?)?));
    input.aims.iter().filter_map(pending).collect()
}

fn pending(input: &Input<'_>, repo: &Repo, document: &Document, life: &Life) -> Option<Pending> {
    let history = input.history;
    let (_, newest) = history.of(&document.path).next()?;
    let (facts, now) = (newest.facts.as_ref()?, history.text_of(document.digests?.substance));
    if facts.substance == now {
        return None;
    }
    let stood = life.stands.filter(|day| *day < input.aims.today).map(|day| (Settled::Stood, day));
    let settled = life.settled.or(stood)?;
    if !life.rewritten.is_empty() || life.said.contains(&now) {
        return None;
    }
    let (Ok(Blob::Bytes(old)), Ok(Content::Bytes(new))) =
        (repo.blob(newest.new?, MAX_TEXT), input.source.read(&document.path, MAX_TEXT))
    else {
        return None;
    };
    let edit = between(&old, &new, &input.aims.config.reading);
    let came = Came { landed: input.aims.today, own: facts.date };
    (!history.keeps(&edit, settled, came) && !only_rewrites(input.aims, &edit)).then_some(Pending { edit, settled })
}
