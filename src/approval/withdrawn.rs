//! Records of acts that were taken away and that somebody put back.
//!
//! Who takes a record of their own away, withdraws what it says: that another puts the file back makes it no word of theirs
//! again.

use std::collections::BTreeMap;

use super::roster::Roster;
use super::rosters::Rosters;
use super::seen::{First, is_record, names_of, step};
use crate::base::{Date, mark, wording};
use crate::history::{Change, History, Revision, Step};
use crate::repo::{ObjectFormat, ObjectId};

/// Who did something to a record, by a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// The commit, in hex digits.
    pub commit: String,
    /// Who wrote that.
    pub by: String,
    /// The day on which it reached the main line.
    pub day: Date,
    /// Whether it put other bytes in the place of the record.
    altered: bool,
}

impl Hand {
    pub(super) fn of(revision: &Revision, change: &Change) -> Self {
        let (commit, by) = (revision.commit.clone(), revision.author.name.to_string());
        Self { commit, by, day: revision.landed, altered: change.new.is_some() && change.from.is_none() }
    }

    /// What it did to a record that is not there as it was, in the past.
    pub fn done(&self) -> &'static str {
        wording::of(if self.altered { mark!("altered") } else { mark!("removed") })
    }
}

/// How a record was taken away and put back by another than whose act it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PutBack {
    /// Who took it away.
    pub taken: Hand,
    /// Whether that was the person whose act it is, who withdrew it.
    pub withdrawn: bool,
    /// Who put it back; `None` where that is not committed.
    pub back: Option<Hand>,
}

/// Whether a commit is of a person whom the settings list, whoever says so: author and committer are theirs.
pub(super) fn is_of(revision: &Revision, who: &str, roster: &Roster) -> bool {
    let is = |email: &str| roster.all().filter_map(|roster| roster.find(email)).any(|known| known.name == who);
    let committer = &revision.committer;
    is(revision.author.as_said().1) && (committer.is_forge() || is(committer.as_said().1))
}

/// The same of the record of an act and the signature beside it: where one of them was withdrawn, that counts.
pub(super) fn any_put_back(
    at: (&History, &First),
    (who, record, signature): (&str, &[u8], Option<&[u8]>),
    format: ObjectFormat,
    rosters: &mut Rosters<'_>,
) -> Option<PutBack> {
    let names = [Some(record), signature].into_iter().flatten().map(|bytes| names_of(bytes, format));
    let found = names.filter_map(|names| put_back(at, (who, &names), rosters));
    found.max_by_key(|found| found.withdrawn)
}

/// How the record of somebody's act, or its signature, which git has by these names, was taken away and put back, unless they
/// did it. Other line ends take nothing away.
fn put_back(
    (history, first): (&History, &First),
    (who, names): (&str, &[ObjectId]),
    rosters: &mut Rosters<'_>,
) -> Option<PutBack> {
    let steps = |of: &BTreeMap<ObjectId, Vec<Step>>| -> Vec<_> {
        let all = names.iter().filter_map(|name| of.get(name)).flatten();
        all.filter_map(|at| step(history, *at)).collect()
    };
    let (removed, came) = (steps(&first.removed), steps(&first.came));
    let mut found: Option<PutBack> = None;
    let goes_on = |change: &Change| change.new.is_some_and(|new| names.contains(&new) && is_record(&change.path));
    for (moment, revision, change) in removed.into_iter().filter(|(.., change)| !goes_on(change)) {
        let since = came.iter().filter(|(since, ..)| *since > moment).min_by_key(|(since, ..)| *since);
        let mut own = |revision: &Revision| is_of(revision, who, &rosters.before(revision.before));
        if since.is_some_and(|(_, back, _)| own(back)) {
            continue;
        }
        let withdrawn = own(revision);
        let back = since.map(|(_, back, change)| Hand::of(back, change));
        let put_back = PutBack { taken: Hand::of(revision, change), withdrawn, back };
        if withdrawn || found.is_none() {
            found = Some(put_back);
        }
    }
    found
}
