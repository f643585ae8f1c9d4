//! What is approved only by settings that nobody vouched for, and by which change of them it came to be.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::approvals::Approvals;
use super::case::Shown;
use super::evidence::{Approval, Before};
use super::leaving::Left;
use super::rosters::Rosters;
use super::turns::Turn;
use super::vouched::Vouching;
use crate::base::Result;
use crate::model::DocIx;

/// What was judged by these settings or those.
pub(super) struct Passed {
    pub(super) approvals: Approvals,
    /// What git shows of the present texts, with the settings before and with the change that brought each.
    pub(super) shown: BTreeMap<DocIx, Arc<Shown>>,
    /// The documents that give themselves another id, in the order of all.
    pub(super) renumbered: Vec<Option<Left>>,
}

impl Approvals {
    /// Marks what is approved only by settings that nobody vouched for, and gives which documents that are. `vouched` are the
    /// approvals by them together with those that somebody did. What no second person merged does not count.
    fn weigh(&mut self, vouched: &Self, vouching: &Vouching, shown: &BTreeMap<DocIx, Arc<Shown>>) -> Vec<DocIx> {
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

/// Judges by all settings as they stood, and where some are not vouched for by them together with the others.
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
