//! Records of acts that were taken away and that somebody put back.
//!
//! Who takes a record of their own away, withdraws what it says: that another puts the file back makes it no word of theirs
//! again.

use std::collections::BTreeMap;

use super::place::step;
use super::roster::Known;
use super::rosters::Rosters;
use super::seen::First;
use crate::base::{Date, mark, wording};
use crate::history::{Change, History, Revision, Step};
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

/// Whether a commit is of a person whom the settings before it list, whoever says so: author and committer are theirs.
pub(super) fn is_of(revision: &Revision, who: &str, rosters: &mut Rosters<'_>) -> bool {
    let (roster, persons) = (rosters.before(revision.before), &rosters.persons);
    let is_they = |known: Known| persons.are_one(&known.name, who);
    let is = |email: &str| roster.all().any(|roster| roster.find(email).is_some_and(is_they));
    let committer = &revision.committer;
    is(revision.author.as_said().1) && (committer.is_forge() || is(committer.as_said().1))
}

/// How records were taken away and put back, found once for all that are the same.
pub(super) struct PutBacks<'a> {
    at: (&'a History, &'a First),
    found: BTreeMap<(ObjectId, String), Option<PutBack>>,
}

impl<'a> PutBacks<'a> {
    pub(super) fn new(history: &'a History, first: &'a First) -> Self {
        Self { at: (history, first), found: BTreeMap::new() }
    }

    /// That of the record of an act and the signature beside it: where one of them was withdrawn, that counts.
    pub(super) fn any(
        &mut self,
        (who, record, signature): (&str, &[u8], Option<&[u8]>),
        rosters: &mut Rosters<'_>,
    ) -> Option<PutBack> {
        let (at, mut found) = (self.at, Vec::new());
        for name in [Some(record), signature].into_iter().flatten().filter_map(|bytes| at.1.name_of(bytes)) {
            let of = || put_back(at, (who, name), rosters);
            found.extend(self.found.entry((name, who.to_owned())).or_insert_with(of).clone());
        }
        found.into_iter().max_by_key(|found| found.withdrawn)
    }
}

/// How the record of somebody's act, or its signature, of this name, was taken away and put back, unless they did it.
fn put_back(
    (history, first): (&History, &First),
    (who, name): (&str, ObjectId),
    rosters: &mut Rosters<'_>,
) -> Option<PutBack> {
    let steps = |of: &BTreeMap<ObjectId, Vec<Step>>| -> Vec<_> {
        of.get(&name).into_iter().flatten().filter_map(|at| step(history, *at)).collect()
    };
    let (removed, came) = (steps(&first.removed), steps(&first.came));
    let mut found: Option<PutBack> = None;
    for (moment, revision, change) in removed {
        let since = came.get(came.partition_point(|(since, ..)| *since <= moment));
        let mut own = |revision: &Revision| is_of(revision, who, rosters);
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
