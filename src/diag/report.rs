//! What formats for the programs of others are made from: findings with how they stand, and where they are in the
//! repository, as forges count paths.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::files::{Files, Position};
use super::finding::{Diagnostic, Level, Place};
use super::human::safe_line;
use super::json::Context;
use super::print::print;
use crate::base::{below, sha256_hex};

/// How many findings such a format lists: as many as GitHub shows of a file in SARIF. The rest are counted.
pub(super) const MOST: usize = 5_000;

/// How many hexadecimal digits name a finding.
const DIGITS: usize = 16;

/// Findings, and all that there is to say of them.
#[derive(Debug)]
pub struct Report<'a> {
    /// The findings: those that are told in order of place, and then those that are waived.
    pub told: Vec<Told<'a>>,
    /// The texts that they point into.
    pub files: &'a Files,
    /// The path of the AIMS in its repository; empty where that is the same, and where there is none.
    pub below: &'a str,
    /// The day and the commit.
    pub context: Context,
    /// The address of the repository at the forge, where it is known.
    pub repository: Option<String>,
    /// What the rules are about, in order of their codes.
    pub rules: Vec<RuleText>,
}

/// A finding and how it stands.
#[derive(Debug, Clone, Copy)]
pub struct Told<'a> {
    /// The finding.
    pub finding: &'a Diagnostic,
    /// How it stands.
    pub stands: Stands<'a>,
}

/// How a finding stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stands<'a> {
    /// It is told, and fails the check or does not.
    New {
        /// Whether it fails the check.
        fails: bool,
    },
    /// A baseline lists it.
    Known,
    /// It is waived, for this reason.
    Waived(&'a str),
}

/// What a rule is about, for people.
#[derive(Debug, Clone)]
pub struct RuleText {
    /// Its code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The level where settings say nothing.
    pub level: Level,
    /// Whether its findings come about by the passing of time alone.
    pub clock: bool,
    /// What it looks for.
    pub what: &'static str,
    /// Why that matters.
    pub why: &'static str,
    /// How to mend it.
    pub fix: &'static str,
    /// The title of its family.
    pub family: &'static str,
}

/// A finding that is listed.
#[derive(Debug)]
pub(super) struct Item<'a> {
    pub(super) finding: &'a Diagnostic,
    pub(super) stands: Stands<'a>,
    /// By what it is known again, unique among all of them: no line plays a part in it.
    pub(super) id: String,
}

impl<'a> Report<'a> {
    /// The findings, the worst first, up to `most`; and how many are left.
    pub(super) fn worst(&self, most: usize) -> (Vec<Item<'a>>, usize) {
        self.listed(most, |_| true)
    }

    /// The same of those that are neither known nor waived.
    pub(super) fn worst_new(&self, most: usize) -> (Vec<Item<'a>>, usize) {
        self.listed(most, |stands| matches!(stands, Stands::New { .. }))
    }

    fn listed(&self, most: usize, is_listed: impl Fn(Stands<'a>) -> bool) -> (Vec<Item<'a>>, usize) {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        let mut items = Vec::new();
        for Told { finding, stands } in &self.told {
            let id = self.id(finding);
            let time = times.entry(id.clone()).or_default();
            *time += 1;
            if is_listed(*stands) {
                items.push(Item { finding, stands: *stands, id: format!("{id}:{time}") });
            }
        }
        items.sort_by_key(|item| {
            let Diagnostic { level, insists, clock, .. } = item.finding;
            (turn(item.stands), Reverse(*level), !insists, *clock)
        });
        let left = items.len().saturating_sub(most);
        items.truncate(most);
        (items, left)
    }

    /// A digest of the rule, the file and what is named.
    fn id(&self, finding: &Diagnostic) -> String {
        let parts = [finding.code, &self.path(&finding.place), &print(finding)].join("\0");
        sha256_hex(parts.as_bytes()).chars().take(DIGITS).collect()
    }

    /// The path of a place from the top of the repository.
    pub(super) fn path(&self, place: &Place) -> String {
        below(self.below, place.path.as_str())
    }

    /// From where to where a place reaches. Where a file as a whole is meant, that is its first line.
    pub(super) fn region(&self, place: &Place) -> (Position, Position) {
        let (start, end) = self.files.positions(place);
        match (place.span, self.files.line(&place.path, 0).zip(self.files.text(&place.path))) {
            (None, Some(((line, bytes), text))) => {
                let wide = text.get(bytes).map_or(0, |first| first.chars().count());
                (start, Position { line, column: wide + 1 })
            }
            _ => (start, end),
        }
    }

    /// How many findings of a level are told that are neither known nor waived.
    pub(super) fn count(&self, level: Level) -> usize {
        let counts = |told: &&Told| matches!(told.stands, Stands::New { .. }) && told.finding.level == level;
        self.told.iter().filter(counts).count()
    }
}

fn turn(stands: Stands<'_>) -> u8 {
    match stands {
        Stands::New { .. } => 0,
        Stands::Known => 1,
        Stands::Waived(_) => 2,
    }
}

/// What is wrong and how to mend it, on one line that steers nothing.
pub(super) fn sentences(finding: &Diagnostic) -> String {
    let message = safe_line(&finding.message);
    match finding.help.as_deref().map(safe_line) {
        Some(help) => format!("{message}. {help}"),
        None => format!("{message}."),
    }
}

/// That findings are left out, and how many.
pub(super) fn left_out(left: usize, what: &str) -> String {
    let (what, verb) = if left == 1 { (what.to_owned(), "is") } else { (format!("{what}s"), "are") };
    format!("{left} more {what} {verb} not listed here; `aims check` tells them all")
}
