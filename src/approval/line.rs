//! A document and its past, as its life is told from it.

use super::place::Moment;
use super::span::Met;
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
}

impl Line<'_> {
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
