//! Which settings held on which day: by them it is judged who somebody was on the day of a record.
//!
//! Roles change hands, and a record of the past stays what it was. What was committed counts from the day on which it reached
//! the main line. Settings that nobody vouched for hold together with those that were vouched for last.

use std::sync::Arc;

use super::roster::Roster;
use super::rosters::Rosters;
use super::vouched::{Vouching, landings};
use crate::base::{Date, DocPath, SETTINGS};
use crate::history::History;
use crate::model::config::Config;
use crate::repo::ObjectId;

/// A time in which the guarded part of the settings stayed the same.
#[derive(Debug, Clone)]
pub struct Era {
    /// Its first day.
    pub from: Date,
    /// The commit that brought it, in hex digits, and who wrote that; `None` where several came in as one.
    by: Option<(String, String)>,
    digest: [u8; 32],
    /// The settings, and those that hold beside them; none where it is not known which they were.
    rosters: Vec<Arc<Roster>>,
}

impl Era {
    /// What its settings say of people and roles, and after that what holds beside it; nothing where that is not known.
    pub fn settings(&self) -> impl Iterator<Item = &Config> {
        self.rosters.iter().map(|roster| roster.authority())
    }
}

/// Since when settings say something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Since {
    /// It is not committed.
    Uncommitted,
    /// Since the first settings on record.
    First(Date),
    /// Since this day, by the commit, in hex digits, and the author, where it was one commit.
    Changed(Date, Option<(String, String)>),
}

/// The settings of all days on record.
#[derive(Debug, Clone, Default)]
pub struct Eras {
    /// Oldest first.
    all: Vec<Era>,
    /// Whether the settings that are there say the same as the last.
    is_current: bool,
}

impl Eras {
    /// Follows the settings through the main line. `today` are those that are there.
    pub(super) fn of(history: &History, vouching: &Vouching, today: &Roster, rosters: &mut Rosters<'_>) -> Self {
        let mut all: Vec<Era> = Vec::new();
        let Some(path) = DocPath::new(SETTINGS) else { return Self::default() };
        let behind = vouching.turns.behind(0);
        for landing in landings(history, &path) {
            let newest = landing.revision();
            let Ok(commit) = newest.bringer().parse::<ObjectId>() else { continue };
            let roster = rosters.before(Some(commit));
            let digest = roster.digest();
            if all.last().is_some_and(|last| last.digest == digest) {
                continue;
            }
            let by =
                (landing.revisions().count() == 1).then(|| (newest.commit.clone(), newest.author.name.to_string()));
            let beside = behind.get(&digest).cloned();
            let is_known = roster.is_unread().is_none();
            let rosters = std::iter::once(roster).chain(beside).filter(|_| is_known).collect();
            all.push(Era { from: newest.landed, by, digest, rosters });
        }
        let is_current = all.last().is_some_and(|last| last.digest == today.digest());
        Self { all, is_current }
    }

    /// The settings that held on a day, and those that came after them up to another day: those of its morning too, where they
    /// changed on the day itself. None where none are on record. Before the first the first are given.
    pub fn between(&self, from: Date, to: Date) -> &[Era] {
        if self.all.is_empty() {
            return &[];
        }
        let start = self.all.iter().rposition(|era| era.from < from).unwrap_or_default();
        let end = self.all.iter().rposition(|era| era.from <= to).unwrap_or_default();
        &self.all[start..=end.max(start)]
    }

    /// Since when settings say what those that are there say; `None` where none are on record. `of` reads what is asked about.
    pub fn since<T: PartialEq>(&self, today: &Config, of: impl Fn(&Config) -> T) -> Option<Since> {
        let now = of(today);
        let says = |era: &&Era| era.settings().next().is_some_and(|config| of(config) == now);
        let first = self.all.iter().rev().take_while(says).last();
        Some(match (first, self.all.first()?) {
            (None, _) => Since::Uncommitted,
            (Some(first), oldest) if std::ptr::eq(first, oldest) => Since::First(first.from),
            (Some(first), _) => Since::Changed(first.from, first.by.clone()),
        })
    }

    /// Whether these are the newest, and the settings that are there say the same.
    pub fn is_present(&self, era: &Era) -> bool {
        self.is_current && self.all.last().is_some_and(|last| std::ptr::eq(last, era))
    }
}
