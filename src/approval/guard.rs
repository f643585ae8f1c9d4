//! Which settings of before a change still hold for what is found about it, and what rests on settings that nobody vouched
//! for.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::case::Shown;
use super::roster::Roster;
use super::rosters::Rosters;
use super::turns::{Came, Turn};
use super::vouched::Vouching;
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
    /// Whether somebody signed them.
    is_signed: bool,
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

    /// Whether somebody signed those settings: where nobody could have, they are trusted as they are.
    pub fn is_signed(&self) -> bool {
        self.last.as_ref().is_some_and(|last| last.is_signed)
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
            guard.last = Some(Last { roster: Arc::clone(last), is_signed: self.vouching.is_signed(), since });
        }
        guard
    }
}
