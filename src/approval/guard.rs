//! Which settings of before a change still hold for what is found about it, and what rests on settings that nobody vouched
//! for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::case::Shown;
use super::evidence::Before;
use super::roster::Roster;
use super::rosters::Rosters;
use super::turns::{Came, Turn};
use super::vouched::Vouching;
use super::{Approval, Approvals, Passed};
use crate::base::Result;
use crate::history::History;
use crate::model::DocIx;
use crate::model::config::{Checks, Config};
use crate::repo::ObjectId;

/// Settings that hold beside those of today for what is found about approvals: by them no level is lowered and nothing
/// waived by the change that it is about, nor by one that nobody answers for.
#[derive(Debug, Clone, Default)]
pub struct Guard {
    /// For what is found about single documents.
    documents: BTreeMap<DocIx, Change>,
    /// For what is found about others.
    others: Option<Change>,
    /// For all, whatever changed them.
    all: Vec<Arc<Roster>>,
    last: Option<Last>,
}

/// The settings that were vouched for last.
#[derive(Debug, Clone)]
struct Last {
    roster: Arc<Roster>,
    /// What changed them since without that, oldest first.
    since: Vec<Came>,
}

/// The settings before and with a change.
#[derive(Debug, Clone)]
struct Change {
    before: Arc<Roster>,
    with: Arc<Roster>,
}

/// Levels and waivers that hold beside those of today.
#[derive(Debug, Clone, Copy)]
pub struct Held<'g> {
    /// What they say.
    pub before: &'g Checks,
    /// What the change made of them: where it lowered nothing, they do not hold. None where they hold in any case.
    pub with: Option<&'g Checks>,
}

impl Guard {
    /// The levels and waivers that hold beside those of today for what is found about a document, or about none.
    pub fn checks(&self, document: Option<DocIx>) -> impl Iterator<Item = Held<'_>> {
        let own = match document {
            Some(ix) => self.documents.get(&ix),
            None => self.others.as_ref(),
        };
        let own = own.map(|change| Held { before: change.before.checks(), with: Some(change.with.checks()) });
        own.into_iter().chain(self.all.iter().map(|roster| Held { before: roster.checks(), with: None }))
    }

    /// Settings whose word on who may accept which risk, and on who is top management, holds beside that of today: nobody
    /// has vouched for what changed since. Where nobody could have signed it, there are none.
    pub fn authorities(&self) -> impl Iterator<Item = &Config> {
        let last = self.last.iter().filter(|last| !last.since.is_empty()).map(|last| &last.roster);
        self.all.iter().chain(last).filter(|roster| roster.has_keys()).map(|roster| roster.authority())
    }

    /// The commit since which the settings say what they say today, of those that nobody vouched for; `None` where that is
    /// not committed. `of` reads what is asked about.
    pub fn turned<T: PartialEq>(&self, today: &Config, of: impl Fn(&Config) -> T) -> Option<&Turn> {
        let now = of(today);
        let newest = self.since().iter().rev();
        newest.take_while(|came| of(came.roster.authority()) == now).last().map(|came| came.made(&now, of))
    }

    /// Whether second persons merged all that changed the settings since they were vouched for last.
    pub fn is_merged(&self) -> bool {
        self.since().iter().all(|came| came.turn.merged)
    }

    fn since(&self) -> &[Came] {
        self.last.as_ref().map_or(&[], |last| &last.since)
    }

    /// The people whom the settings list that were vouched for last.
    pub fn vouched(&self) -> Option<&Arc<Roster>> {
        self.last.as_ref().map(|last| &last.roster)
    }
}

/// What the settings before and with each change say of it.
pub(super) struct Around<'a> {
    pub(super) vouching: &'a Vouching,
    pub(super) today: &'a Arc<Roster>,
    /// Whether the clone holds the whole history.
    pub(super) whole: bool,
}

impl Around<'_> {
    /// What a change made of the settings, if it changed them and nobody has signed that.
    fn change(&self, before: &Arc<Roster>, with: &Arc<Roster>) -> Option<Change> {
        // What is not in the clone is not known to have changed.
        let is_there = before.is_there() && (self.whole || before.is_unread().is_none());
        let changed = before.digest() != with.digest() && is_there;
        (changed && !self.vouching.is_proven(with))
            .then(|| Change { before: Arc::clone(before), with: Arc::clone(with) })
    }

    /// The guard of what is found. `shown` is what git shows of the present texts.
    pub(super) fn guard(
        &self,
        shown: &BTreeMap<DocIx, Arc<Shown>>,
        history: &History,
        tip: Option<ObjectId>,
        rosters: &mut Rosters<'_>,
    ) -> Guard {
        let of_shown = |(ix, shown): (&DocIx, &Arc<Shown>)| {
            let with = shown.with.as_ref().unwrap_or(self.today);
            Some((*ix, self.change(&shown.before, with)?))
        };
        let mut guard = Guard { documents: shown.iter().filter_map(of_shown).collect(), ..Guard::default() };
        if let Some(newest) = history.revisions.first() {
            let with = newest.bringer().parse().ok().map(|bringer| rosters.before(Some(bringer)));
            guard.others = with.and_then(|with| self.change(&rosters.before(newest.before), &with));
        }
        let here = rosters.before(tip);
        let is_changed = tip.is_some() && here.is_there() && here.digest() != self.today.digest();
        guard.all.extend(is_changed.then(|| Arc::clone(&here)));
        if let Some((last, since)) = self.vouching.last() {
            let is_alone = since.iter().any(|came| !came.turn.merged);
            guard.all.extend(is_alone.then(|| Arc::clone(last)));
            guard.last = Some(Last { roster: Arc::clone(last), since });
        }
        guard
    }
}

impl Approvals {
    /// Marks what is approved only by settings that nobody vouched for, and gives which documents that are. `vouched` are the
    /// approvals by those alone that somebody did. What no second person merged does not count.
    pub(super) fn weigh(
        &mut self,
        vouched: &Self,
        vouching: &Vouching,
        shown: &BTreeMap<DocIx, Arc<Shown>>,
    ) -> Vec<DocIx> {
        let any = vouching.turns.any();
        let is_alone = any.is_some_and(|any| !any.merged);
        if is_alone {
            // Of what is gone no page tells on what it rests: it is told by the settings that somebody vouched for.
            self.gone.clone_from(&vouched.gone);
            // Nobody acts in a role that is theirs by a change which nobody answers for.
            for (act, by_vouched) in self.acts.iter_mut().zip(&vouched.acts) {
                if let (Ok(record), Ok(of)) = (&mut act.filed.record, &by_vouched.filed.record) {
                    record.role = record.role.take().filter(|role| of.role.as_ref() == Some(role));
                }
            }
        }
        let mut resting = Vec::new();
        for (ix, approval) in &mut self.documents {
            let Some(other) = vouched.documents.get(ix) else { continue };
            let tenures = vouched.tenures.get(ix).cloned();
            if stands(approval) && !stands(other) {
                let own = shown.get(ix).and_then(|shown| {
                    let rosters = std::iter::once(&shown.before).chain(shown.merges.values());
                    rosters.filter_map(|roster| vouching.against(roster)).min_by_key(|found| found.merged)
                });
                let Some(found) = own.or(any).cloned() else { continue };
                let approval = Arc::make_mut(approval);
                if !found.merged {
                    approval.satisfied = false;
                    approval.before = Some(Before::Unvouched);
                    approval.earlier = other.earlier;
                    self.tenures.extend(tenures.map(|of| (*ix, of)));
                }
                approval.unvouched = Some(found);
                resting.push(*ix);
            } else if is_alone {
                // What stands by both may stand since later by those that somebody vouched for.
                if approval.earlier != other.earlier {
                    Arc::make_mut(approval).earlier = other.earlier;
                }
                self.tenures.extend(tenures.map(|of| (*ix, of)));
            }
        }
        resting
    }

    /// Says of a document by which change of settings it came to be approved. Where that was merged and another before it
    /// was not, the one alone would not be the whole of it.
    fn blame(&mut self, ix: DocIx, turn: &Turn) {
        let approval = self.documents.get_mut(&ix).map(Arc::make_mut);
        if let Some(unvouched) = approval.and_then(|approval| approval.unvouched.as_mut()) {
            unvouched.turn = Some(turn.clone()).filter(|turn| turn.merged == unvouched.merged);
        }
    }
}

fn stands(approval: &Approval) -> bool {
    approval.satisfied && approval.lapsed.is_none()
}

/// How often all is judged to find out which change of settings something rests on. Beyond that it is told since when.
const SEARCHES: usize = 12;

/// The places of the changes of settings by which documents came to be approved: judged by those before it, each is not,
/// and with it, it is. `judged` gives what is approved with the first so many of `count` changes.
fn search(
    resting: Vec<DocIx>,
    count: usize,
    mut judged: impl FnMut(usize) -> Result<Approvals>,
) -> Result<Vec<(DocIx, usize)>> {
    let mut open: BTreeMap<DocIx, (usize, usize)> = resting.into_iter().map(|ix| (ix, (0, count))).collect();
    for _ in 0..SEARCHES {
        let Some((low, high)) = open.values().find(|(low, high)| high - low > 1).copied() else { break };
        let middle = usize::midpoint(low, high);
        let found = judged(middle)?;
        for (ix, (low, high)) in open.iter_mut().filter(|(_, (low, high))| (*low + 1..*high).contains(&middle)) {
            let does = found.documents.get(ix).is_some_and(|approval| stands(approval));
            *(if does { high } else { low }) = middle;
        }
    }
    Ok(open.into_iter().filter(|(_, (low, high))| high - low == 1).map(|(ix, (low, _))| (ix, low)).collect())
}

/// Judges by all settings, and where some are not vouched for by the others alone, and puts both together.
///
/// # Errors
/// As `pass`, which judges by the settings that it is given.
pub(super) fn both<'a>(
    vouching: &Vouching,
    rosters: &mut Rosters<'a>,
    mut pass: impl FnMut(&mut Rosters<'a>) -> Result<Passed>,
) -> Result<Passed> {
    let mut passed = pass(rosters)?;
    let turns = &vouching.turns;
    if turns.any().is_some() {
        let mut with = |count| {
            rosters.put_behind(turns.behind(count));
            Ok(pass(rosters)?.approvals)
        };
        let resting = passed.approvals.weigh(&with(0)?, vouching, &passed.shown);
        let found = search(resting, turns.len(), with)?;
        rosters.put_behind(BTreeMap::new());
        for (ix, place) in found {
            turns.get(place).into_iter().for_each(|turn| passed.approvals.blame(ix, turn));
        }
    }
    Ok(passed)
}
