//! Which settings held on which day: by them it is judged who somebody was on the day of a record.
//!
//! Roles change hands, and a record of the past stays what it was. What was committed counts from the day on which it reached
//! the main line. Settings that nobody vouched for hold together with those that were vouched for last.

use std::sync::Arc;

use super::claim::Claim;
use super::landing::landings;
use super::roster::Roster;
use super::rosters::Rosters;
use super::vouched::Vouching;
use crate::base::date::{is_within, last_day};
use crate::base::{Date, DocPath, SETTINGS, say, wording};
use crate::history::History;
use crate::model::config::Config;
use crate::model::kinds::Nature;
use crate::repo::ObjectId;

/// A time in which the guarded part of the settings stayed the same.
#[derive(Debug, Clone)]
pub struct Era {
    /// Its first day.
    pub from: Date,
    /// The commit that brought it, in hex digits, and who wrote that; `None` where several came in as one.
    by: Option<(String, String)>,
    digest: [u8; 32],
    /// Whether the clone does not hold them.
    is_lost: bool,
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
            let beside = behind.get(&roster.stand()).cloned();
            let (is_known, is_lost) = (roster.is_unread().is_none(), roster.is_lost());
            let rosters = std::iter::once(roster).chain(beside).filter(|_| is_known).collect();
            all.push(Era { from: newest.landed, by, digest, is_lost, rosters });
        }
        let is_current = all.last().is_some_and(|last| last.digest == today.digest());
        Self { all, is_current }
    }

    /// The settings of all days on record, oldest first.
    pub fn all(&self) -> impl Iterator<Item = &Era> {
        self.all.iter()
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

    /// The times in which the settings left the file at a path out of the AIMS, oldest first: the first day of each, and
    /// the first on which they did no longer.
    pub(super) fn left_out(&self, path: &DocPath) -> Vec<(Date, Option<Date>)> {
        self.times(|roster| roster.leaves_out(path))
    }

    /// The times in which they had it in the AIMS.
    pub(super) fn taken_in(&self, path: &DocPath) -> Vec<(Date, Option<Date>)> {
        self.times(|roster| !roster.leaves_out(path))
    }

    /// Whether they left it out from one day to another, as far as there were any.
    pub(super) fn is_out(&self, path: &DocPath, (from, to): (Date, Option<Date>)) -> bool {
        let first = self.all.first().map(|era| era.from);
        let is_since = |since: Date| since <= from || Some(since) == first;
        let is_until = |until: Option<Date>| until.is_none_or(|until| to.is_some_and(|to| to <= until));
        self.left_out(path).into_iter().any(|(since, until)| is_since(since) && is_until(until))
    }

    /// Whether what gave itself its kind in this way was a record by the settings of a day.
    pub(super) fn was_record(&self, claim: &Claim, day: Date) -> bool {
        let is_record = |roster: &Arc<Roster>| {
            let nature = roster.kind_of(claim).and_then(|kind| roster.authority().nature(&kind));
            nature == Some(Nature::Record)
        };
        self.between(day, day).iter().filter_map(|era| era.rosters.first()).any(is_record)
    }

    /// The times in which it was so by the settings.
    fn times(&self, is_so: impl Fn(&Roster) -> bool) -> Vec<(Date, Option<Date>)> {
        let mut found: Vec<(Date, Option<Date>)> = Vec::new();
        let mut before = false;
        for era in &self.all {
            let is_now = era.rosters.first().is_some_and(|roster| is_so(roster));
            match (before, is_now) {
                (false, true) => found.push((era.from, None)),
                (true, false) => found.iter_mut().last().into_iter().for_each(|last| last.1 = Some(era.from)),
                _ => {}
            }
            before = is_now;
        }
        found.retain(|(from, until)| Some(*from) != *until);
        found
    }

    /// That the settings left a document, by its id and its file, out of the AIMS for a while, a sentence without a full stop for
    /// each time: what is told of it in between is what git has. Where a day is asked about, on that.
    pub fn told_left_out(&self, (id, path): (&str, &DocPath), on: Option<Date>) -> Vec<String> {
        let is_asked = |time: &(Date, Option<Date>)| on.is_none_or(|on| is_within(on, *time));
        let told = |(since, until): (Date, Option<Date>)| match (
            wording::day(since),
            until.map(|until| wording::day(last_day(since, until))),
        ) {
            (since, Some(to)) => say!(
                "{id} was left out of the AIMS by `files.exclude` from {since} to {to}: what is told of it in between is what git has, and readers of the AIMS did not see it",
                id,
                since,
                to
            ),
            (since, None) => say!(
                "{id} is left out of the AIMS by `files.exclude` since {since}: what is told of it is what git has, and readers of the AIMS do not see it",
                id,
                since
            ),
        };
        self.left_out(path).into_iter().filter(is_asked).map(told).collect()
    }

    /// Since when settings say what those that are there say; `None` where none are on record. `of` reads what is asked about.
    pub fn since<T: PartialEq>(&self, today: &Config, of: impl Fn(&Config) -> T) -> Option<Since> {
        let now = of(today);
        let says = |era: &&Era| era.settings().next().is_some_and(|config| of(config) == now);
        let first = self.all.iter().rev().take_while(says).last();
        // What stood before may have said the same, where the clone does not hold it.
        let before = first.and_then(|first| self.all.iter().take_while(|era| !std::ptr::eq(*era, first)).last());
        if before.is_some_and(|before| before.is_lost) {
            return None;
        }
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
