//! A document and its past, as its life is told from it.

use std::collections::BTreeMap;

use super::place::Moment;
use super::span::Met;
use super::spells::Spell;
use crate::base::Date;
use crate::history::{Held, History, Step, Version};

/// A document and what it was.
pub(super) struct Line<'a> {
    pub(super) history: &'a History,
    pub(super) held: &'a [Held],
    pub(super) versions: &'a [Version],
    /// Its steps, newest first.
    pub(super) steps: &'a [Step],
    pub(super) today: Date,
    /// The place of each step among them.
    places: BTreeMap<Step, usize>,
}

impl<'a> Line<'a> {
    pub(super) fn new(
        history: &'a History,
        (held, versions): (&'a [Held], &'a [Version]),
        steps: &'a [Step],
        today: Date,
    ) -> Self {
        let places = steps.iter().enumerate().rev().map(|(place, step)| (*step, place)).collect();
        Self { history, held, versions, steps, today, places }
    }

    /// The place of a step among those of the document, newest first.
    pub(super) fn place_of(&self, step: Step) -> Option<usize> {
        self.places.get(&step).copied()
    }

    /// What the document was while a text was there, oldest first.
    pub(super) fn of(&self, spell: &Spell) -> &'a [Held] {
        self.held.get(spell.held.clone()).unwrap_or_default()
    }

    /// Whether the text that it was then calls itself approved.
    pub(super) fn says_approved(&self, held: &Held) -> bool {
        self.history.step(held.step).is_some_and(|(_, change)| change.says_approved())
    }

    /// When the main line reached the day of something that is settled at a moment, where that day is later; `None` where it did
    /// not yet.
    pub(super) fn reached(&self, at: Met) -> Option<Moment> {
        let moments = self.history.revisions.iter().enumerate().map(|(number, by)| (Moment::of(number, by), by));
        if at.moment.revision(self.history).is_none_or(|by| by.landed >= at.day) {
            return Some(at.moment);
        }
        moments.filter(|(moment, by)| *moment > at.moment && by.landed >= at.day).map(|(moment, _)| moment).min()
    }
}
