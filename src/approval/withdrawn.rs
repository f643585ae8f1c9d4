//! Records of acts that were taken away and that somebody put back.
//!
//! Who takes a record of their own away, withdraws what it says: that another puts the file back makes it no word of theirs
//! again.

use std::collections::BTreeMap;

use super::roster::Roster;
use super::rosters::Rosters;
use super::seen::{First, step};
use crate::base::Date;
use crate::history::{History, Revision};
use crate::repo::ObjectId;

/// Who did something to a record, by a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hand {
    /// The commit, in hex digits.
    pub commit: String,
    /// Who wrote that.
    pub by: String,
    /// The day on which it reached the main line.
    pub day: Date,
}

impl Hand {
    pub(super) fn of(revision: &Revision) -> Self {
        Self { commit: revision.commit.clone(), by: revision.author.name.to_string(), day: revision.landed }
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
    let is = |email: &str| roster.find(email).is_some_and(|known| known.name == who);
    let committer = &revision.committer;
    is(revision.author.as_said().1) && (committer.is_forge() || is(committer.as_said().1))
}

/// How the record of somebody's act, which git has by these names, was taken away and put back, unless they did it.
pub(super) fn put_back(
    (history, first): (&History, &First),
    (who, names): (&str, &[ObjectId]),
    rosters: &mut Rosters<'_>,
) -> Option<PutBack> {
    let steps = |of: &BTreeMap<ObjectId, Vec<(usize, usize)>>| -> Vec<_> {
        let all = names.iter().filter_map(|name| of.get(name)).flatten();
        all.filter_map(|at| step(history, *at)).map(|(moment, revision, _)| (moment, revision)).collect()
    };
    let (removed, came) = (steps(&first.removed), steps(&first.came));
    let mut found: Option<PutBack> = None;
    for (moment, revision) in removed {
        let since = came.iter().filter(|(since, _)| *since > moment).min_by_key(|(since, _)| *since);
        let mut own = |revision: &Revision| is_of(revision, who, &rosters.before(revision.before));
        if since.is_some_and(|(_, back)| own(back)) {
            continue;
        }
        let withdrawn = own(revision);
        let put_back = PutBack { taken: Hand::of(revision), withdrawn, back: since.map(|(_, back)| Hand::of(back)) };
        if withdrawn || found.is_none() {
            found = Some(put_back);
        }
    }
    found
}
