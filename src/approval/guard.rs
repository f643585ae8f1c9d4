//! Which settings of before a change still hold for what is found about it, and what rests on settings that nobody vouched
//! for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::case::Shown;
use super::evidence::Before;
use super::roster::Roster;
use super::rosters::Rosters;
use super::vouched::{Unvouched, Vouching};
use super::{Approvals, Passed};
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
    /// The settings that were vouched for last, and what changed them since without that.
    last: Option<(Arc<Roster>, Option<Unvouched>)>,
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
        let last = self.last.iter().filter(|(_, since)| since.is_some()).map(|(last, _)| last);
        self.all.iter().chain(last).filter(|roster| roster.has_keys()).map(|roster| roster.authority())
    }

    /// What changed the settings since they were vouched for last; nothing where that is not committed.
    pub fn since(&self) -> Option<&Unvouched> {
        self.last.as_ref().and_then(|(_, since)| since.as_ref())
    }

    /// The levels and waivers that were vouched for last, with what changed them since: nothing where that is not
    /// committed.
    pub fn last(&self) -> Option<(&Checks, Option<&Unvouched>)> {
        self.last.as_ref().map(|(last, since)| (last.checks(), since.as_ref()))
    }

    /// The people whom the settings list that were vouched for last.
    pub fn vouched(&self) -> Option<&Arc<Roster>> {
        self.last.as_ref().map(|(last, _)| last)
    }
}

/// What the settings before and with each change say of it.
pub(super) struct Around<'a> {
    pub(super) vouching: &'a Vouching,
    pub(super) today: &'a Arc<Roster>,
}

impl Around<'_> {
    /// What a change made of the settings, if it changed them and nobody has signed that.
    fn change(&self, before: &Arc<Roster>, with: &Arc<Roster>) -> Option<Change> {
        let changed = before.digest() != with.digest() && before.is_there();
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
            guard.all.extend(since.filter(|since| !since.merged).map(|_| Arc::clone(last)));
            guard.last = Some((Arc::clone(last), since.cloned()));
        }
        guard
    }
}

impl Approvals {
    /// Marks what is approved only by settings that nobody vouched for. `vouched` are the approvals by those alone that
    /// somebody did. What no merge brought does not count.
    pub(super) fn weigh(&mut self, vouched: &Self, vouching: &Vouching, shown: &BTreeMap<DocIx, Arc<Shown>>) {
        if vouching.any().is_some_and(|any| !any.merged) {
            // Of what is gone no page tells on what it rests: it is told by the settings that somebody vouched for.
            self.gone.clone_from(&vouched.gone);
        }
        let stands = |approval: &super::Approval| approval.satisfied && approval.lapsed.is_none();
        for (ix, approval) in &mut self.documents {
            let Some(other) = vouched.documents.get(ix) else { continue };
            let tenures = vouched.tenures.get(ix).cloned();
            if stands(approval) && !stands(other) {
                let own = shown.get(ix).and_then(|shown| {
                    let rosters = std::iter::once(&shown.before).chain(shown.merges.values());
                    rosters.filter_map(|roster| vouching.against(roster)).min_by_key(|found| found.merged)
                });
                let Some(found) = own.or_else(|| vouching.any()).cloned() else { continue };
                let approval = Arc::make_mut(approval);
                if !found.merged {
                    approval.satisfied = false;
                    approval.before = Some(Before::Unvouched);
                    approval.earlier = other.earlier;
                    self.tenures.extend(tenures.map(|of| (*ix, of)));
                }
                approval.unvouched = Some(found);
            } else if !stands(approval) && vouching.any().is_some_and(|any| !any.merged) {
                Arc::make_mut(approval).earlier = other.earlier;
                self.tenures.extend(tenures.map(|of| (*ix, of)));
            }
        }
    }
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
    if vouching.any().is_some() {
        rosters.put_behind(vouching.behind());
        let vouched = pass(rosters)?.approvals;
        rosters.put_behind(BTreeMap::new());
        passed.approvals.weigh(&vouched, vouching, &passed.shown);
    }
    Ok(passed)
}
