//! Changes of settings that nobody vouched for, commit by commit: so it can be told which of them did what.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::roster::{Roster, Stand};
use crate::base::Date;
use crate::base::wording::Words;
use crate::history::LinePlace;
use crate::model::config::Config;
use crate::repo::ObjectId;

/// A commit that changed settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Turn {
    /// The commit, in hex digits.
    pub commit: String,
    /// Who wrote that, as git has it.
    pub by: String,
    /// The day on which it reached the main line.
    pub landed: Date,
    /// Whether somebody else who is listed merged it; else whoever wrote it can have put it there alone.
    pub merged: bool,
}

/// Changes of settings that nobody has vouched for, and on which something rests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unvouched {
    /// The one with which it came about; `None` where it is not known of one alone.
    pub turn: Option<Turn>,
    /// The day from which on nobody vouched for what changed.
    pub since: Date,
    /// Whether somebody else who is listed merged each of them.
    pub merged: bool,
    /// Whether somebody can still sign for it: the settings before list a key.
    pub can_be_signed: bool,
    /// Which those are, or why that is not known: a clause.
    pub before: Option<Words>,
}

/// What came into the main line with one commit or one merge.
#[derive(Debug, Clone)]
pub(super) struct Came {
    /// The settings after it.
    pub(super) roster: Arc<Roster>,
    pub(super) turn: Turn,
    /// Where it is a merge of commits that did not follow one upon the other: those, newest first.
    pub(super) parts: Vec<Part>,
}

/// A commit on a branch, with the settings before and after it there.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) before: Arc<Roster>,
    pub(super) after: Arc<Roster>,
    pub(super) turn: Turn,
}

impl Came {
    /// The commit by which the settings came to say `now`, which `of` reads off them.
    pub(super) fn made<T: PartialEq>(&self, now: &T, of: impl Fn(&Config) -> T) -> &Turn {
        let says = |roster: &Roster| of(roster.authority()) == *now;
        let part = self.parts.iter().find(|part| says(&part.after) && !says(&part.before));
        part.map_or(&self.turn, |part| &part.turn)
    }
}

/// One step away from the settings that were vouched for last.
#[derive(Debug)]
struct Step {
    /// The settings of the main line with which it came in.
    landing: Stand,
    /// The settings that were vouched for last, and since which place of the main line.
    base: Arc<Roster>,
    before: Option<Words>,
    since: Option<LinePlace>,
    /// Whether somebody signed what it came to, before others were vouched for.
    signed: bool,
    came: Came,
    /// The place of the first step away from `base`.
    chain: usize,
}

/// All such steps, oldest first.
#[derive(Debug, Default)]
pub(super) struct Turns {
    steps: Vec<Step>,
    /// By settings that are not vouched for, what speaks against them.
    against: BTreeMap<Stand, Unvouched>,
    any: Option<Unvouched>,
}

impl Turns {
    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.steps.len()
    }

    /// The commit at a place, where it is one alone.
    pub(super) fn get(&self, place: usize) -> Option<&Turn> {
        self.steps.get(place).filter(|step| step.came.parts.is_empty()).map(|step| &step.came.turn)
    }

    /// What is wrong with settings, if nobody vouched for them.
    pub(super) fn against(&self, stand: &Stand) -> Option<&Unvouched> {
        self.against.get(stand)
    }

    /// The settings of the main line with which the step at a place came in, if nobody vouched for them.
    pub(super) fn landing(&self, place: usize) -> Option<Stand> {
        self.steps.get(place).filter(|step| !step.signed).map(|step| step.landing)
    }

    /// What speaks against any settings, rather what no merge brought.
    pub(super) fn any(&self) -> Option<&Unvouched> {
        self.any.as_ref()
    }

    /// Adds the steps of one coming into the main line, oldest first. `goes_on` tells whether they follow upon the last, and
    /// `since` from which place on the settings before were vouched for, with the commit there, where it brought them.
    pub(super) fn add(
        &mut self,
        (base, (since, commit)): (&Arc<Roster>, (Option<LinePlace>, Option<ObjectId>)),
        landed: Vec<Came>,
        goes_on: bool,
    ) {
        let Some(landing) = landed.last().map(|came| came.roster.stand()) else { return };
        let last = self.steps.last().map(|last| last.chain);
        let chain = last.filter(|_| goes_on).unwrap_or(self.steps.len());
        let before = base.told_place(commit);
        let step = |came| {
            let (base, before) = (Arc::clone(base), before.clone());
            Step { landing, base, before, since, signed: false, came, chain }
        };
        self.steps.extend(landed.into_iter().map(step));
    }

    /// The newest steps, that follow one upon the other, oldest first.
    pub(super) fn since(&self) -> Vec<Came> {
        let chain = self.steps.last().map_or(0, |last| last.chain);
        self.steps[chain..].iter().map(|step| step.came.clone()).collect()
    }

    /// Somebody signed settings: they are vouched for wherever they stood since others were vouched for. What stood before
    /// that was given up, and is not vouched for again by what was signed then.
    pub(super) fn sign(&mut self, digest: [u8; 32], since: Option<LinePlace>) {
        let open = self.steps.iter_mut().rev().take_while(|step| step.since == since);
        open.filter(|step| step.landing.0 == digest).for_each(|step| step.signed = true);
    }

    /// Weighs them all, where these settings stood otherwise than by them.
    pub(super) fn weigh(&mut self, stood: &BTreeSet<[u8; 32]>) {
        let mut times: BTreeMap<[u8; 32], BTreeSet<Option<LinePlace>>> = BTreeMap::new();
        for step in self.steps.iter().filter(|step| !step.signed) {
            times.entry(step.landing.0).or_default().insert(step.since);
        }
        for step in &mut self.steps {
            let (digest, time) = &mut step.landing;
            if stood.contains(digest) || times.get(digest).is_some_and(|times| times.len() > 1) {
                *time = step.since.map_or(1, |place| place.index() + 2);
            }
        }
        let mut merged = true;
        for (place, step) in self.steps.iter().enumerate() {
            // What nobody answers for at all weighs more than what at least two had a hand in, whatever was built upon it.
            merged = step.came.turn.merged && (merged || place == step.chain);
            let since = self.steps[step.chain].came.turn.landed;
            if !step.signed {
                let can_be_signed = step.base.has_keys();
                let before = step.before.clone();
                self.against.insert(step.landing, Unvouched { turn: None, since, merged, can_be_signed, before });
            }
        }
        self.any = self.against.values().min_by_key(|unvouched| (unvouched.merged, unvouched.since)).cloned();
    }

    /// For settings of the main line, those that would have stood there, had nobody changed settings without a signature but
    /// by the first `count` steps.
    pub(super) fn behind(&self, count: usize) -> BTreeMap<Stand, Arc<Roster>> {
        let newest = count.checked_sub(1).and_then(|place| self.steps.get(place));
        let stood = |(place, step): (usize, &Step)| {
            let roster = match newest {
                _ if place < count => &step.came.roster,
                Some(newest) if newest.chain == step.chain => &newest.came.roster,
                _ => &step.base,
            };
            (step.landing, Arc::clone(roster))
        };
        let open = self.steps.iter().enumerate().filter(|(_, step)| !step.signed);
        let mut found: BTreeMap<_, _> = open.map(stood).collect();
        found.retain(|(digest, _), roster| roster.digest() != *digest);
        found
    }
}
