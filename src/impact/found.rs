//! Findings that a change brings, mends, leaves, or puts aside.
//!
//! A finding is known again as a baseline knows it: by its rule, its file and what it names, on whatever line it stands; of a
//! file that moved, by where it lies now. One that is graver than it was is told as a new one.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde::Serialize;

use super::both::Both;
use crate::base::json::as_word;
use crate::check::{self, Family, any_mark, find, level_of};
use crate::diag::{Diagnostic, Level};
use crate::model::baseline::Mark;
use crate::state::State;

/// A finding that is not as it was.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Found {
    /// The code of its rule.
    pub code: &'static str,
    /// The name of its rule.
    pub rule: &'static str,
    /// Its level, where it stands.
    pub level: Level,
    /// Whether it came by the passing of time.
    pub clock: bool,
    /// Whether a check by the settings of one of the ends fails by it.
    pub fails: bool,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Its file.
    pub path: String,
    /// Its line.
    pub line: usize,
    /// The document that it is about.
    pub document: Option<String>,
    /// The level that it had, where it is the same finding, and graver now or failing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub was: Option<Level>,
    /// Whether the change brings it: it was not there, or was less grave.
    pub brought: bool,
    /// By what it is put aside, where it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub aside: Option<Aside>,
}

/// By what a finding is put aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Aside {
    /// By a waiver.
    Waived,
    /// By the baseline.
    Baseline,
    /// Its rule is switched off.
    Off,
    /// It has a lower level than the settings before give it.
    Lowered,
}

as_word!(Level);

/// What became of all findings.
#[derive(Debug, Default)]
pub(super) struct Findings {
    /// Those that are new, the most severe first.
    pub(super) new: Vec<Found>,
    /// Those that are gone, though their rules still look.
    pub(super) fixed: Vec<Found>,
    /// Those that were told and are there still, but a waiver, a baseline or a level keeps them from being told.
    pub(super) aside: Vec<Found>,
    /// How many stand as they stood.
    pub(super) unchanged: usize,
}

/// How a finding is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum How {
    Told,
    Known,
    Waived,
}

impl How {
    fn aside(self) -> Option<Aside> {
        match self {
            Self::Told => None,
            Self::Known => Some(Aside::Baseline),
            Self::Waived => Some(Aside::Waived),
        }
    }
}

/// Findings of one mark at either end, those that are told first.
#[derive(Default)]
struct Ends<'a> {
    then: Vec<(How, &'a Diagnostic)>,
    now: Vec<(How, &'a Diagnostic)>,
    /// What fails now by the levels, waivers and baseline of before.
    held: Vec<&'a Diagnostic>,
}

/// What is found now by the levels, waivers and baseline of before: no change brings its own pardon.
fn by_those_before(both: &Both<'_>) -> check::Findings {
    let (mut aims, before) = (both.now.aims.clone(), &both.then.aims);
    aims.config.checks = before.config.checks.clone();
    aims.baseline.clone_from(&before.baseline);
    check::check(&aims, &both.now.history, &both.now.approvals)
}

/// Tells what became of all findings. `other_checks` says that levels, waivers or the baseline are others.
pub(super) fn findings(both: &Both<'_>, other_checks: bool) -> Findings {
    let held = if other_checks && both.was_there() { by_those_before(both) } else { check::Findings::default() };
    let mut ends: BTreeMap<Mark, Ends<'_>> = BTreeMap::new();
    for (how, finding) in all(both.then) {
        ends.entry(mark_now(both, finding)).or_default().then.push((how, finding));
    }
    for (how, finding) in all(both.now) {
        ends.entry(any_mark(finding)).or_default().now.push((how, finding));
    }
    // What is found of settings is found of those of today.
    let is_of_texts = |finding: &&Diagnostic| matches!(Family::of(finding.code).digit, b'1'..=b'7');
    for finding in held.told().filter(is_of_texts).filter(|finding| fails(both.then, finding)) {
        ends.entry(any_mark(finding)).or_default().held.push(finding);
    }
    let mut found = Findings::default();
    for mut of in ends.into_values() {
        of.then.sort_by_key(|(how, finding)| (*how, Reverse(finding.level)));
        of.now.sort_by_key(|(how, finding)| (*how, Reverse(finding.level)));
        found.settle(both, &of);
    }
    let severe_first = |list: &mut Vec<Found>| {
        list.sort_by(|a, b| {
            let key = |of: &Found| (Reverse(of.level), !of.fails);
            (key(a), &a.path, a.line, a.code, &a.message).cmp(&(key(b), &b.path, b.line, b.code, &b.message))
        });
    };
    [&mut found.new, &mut found.fixed, &mut found.aside].into_iter().for_each(severe_first);
    found
}

/// By what a finding of then is known now: documents may lie elsewhere, and have other ids.
pub(super) fn mark_now(both: &Both<'_>, finding: &Diagnostic) -> Mark {
    let path = both.path_now(&finding.place.path).to_string();
    let message = both.with_ids_of_now(&finding.message);
    let names = finding.names.iter().map(|name| both.with_ids_of_now(name).into_owned()).collect();
    match message {
        Cow::Borrowed(_) => Mark { path, ..any_mark(finding) },
        Cow::Owned(message) => Mark { path, ..any_mark(&Diagnostic { message, names, ..finding.clone() }) },
    }
}

impl Findings {
    /// Sorts those of one mark in: of each end the ones that are told stand against each other first.
    fn settle(&mut self, both: &Both<'_>, of: &Ends<'_>) {
        let mut brought: Vec<Found> = Vec::new();
        let new = |finding: &Diagnostic| Found { brought: true, ..row(both.now, both, finding) };
        for place in 0..of.then.len().max(of.now.len()) {
            match (of.then.get(place), of.now.get(place)) {
                (Some((How::Told, old)), Some((How::Told, finding))) if is_graver(both, old, finding) => {
                    brought.push(Found { was: Some(old.level), ..new(finding) });
                }
                (Some((How::Told, _)), Some((How::Told, _))) => self.unchanged += 1,
                (Some((How::Told, _)), Some((how, finding))) => {
                    self.aside.push(Found { aside: how.aside(), ..row(both.now, both, finding) });
                }
                (_, Some((How::Told, finding))) => brought.push(new(finding)),
                (None, Some((how, finding))) => {
                    let new = new(finding);
                    // Where there was no AIMS, there was no bar that it could be lowered from.
                    brought.push(Found { aside: how.aside(), fails: new.fails && both.was_there(), ..new });
                }
                (Some((How::Told, finding)), None) => {
                    let row = row(both.then, both, finding);
                    match is_off(both.now, finding) {
                        true => self.aside.push(Found { aside: Some(Aside::Off), ..row }),
                        false => self.fixed.push(row),
                    }
                }
                (Some(_), _) | (None, None) => {}
            }
        }
        // What fails by the settings before, and did not: what is found of it now need not fail, nor be found.
        let failed = of.then.iter().filter(|(how, old)| *how == How::Told && fails(both.then, old)).count();
        let failing = failed + brought.iter().filter(|row| row.fails).count();
        let mut hidden = of.held.iter().skip(failing);
        brought.iter_mut().filter(|row| !row.fails).zip(&mut hidden).for_each(|(row, _)| row.fails = true);
        let aside = of.now.first().map_or(Aside::Off, |(how, _)| how.aside().unwrap_or(Aside::Lowered));
        self.aside.extend(hidden.map(|finding| Found { aside: Some(aside), fails: true, ..new(finding) }));
        let (told, put_aside) = brought.into_iter().partition::<Vec<_>, _>(|row| row.aside.is_none());
        self.new.extend(told);
        self.aside.extend(put_aside);
    }
}

/// Whether a finding is graver than it was: by its level, or as a check fails by it and did not.
fn is_graver(both: &Both<'_>, old: &Diagnostic, new: &Diagnostic) -> bool {
    new.level > old.level || fails(both.now, new) && !fails(both.then, old)
}

/// Whether a check by the settings of a state fails by a finding.
fn fails(state: &State, finding: &Diagnostic) -> bool {
    let at = state.aims.config.checks.failing_at(finding.clock);
    finding.insists || at.is_some_and(|at| finding.level >= at)
}

/// Everything that is found, be it told or not.
fn all(state: &State) -> impl Iterator<Item = (How, &Diagnostic)> {
    let how = |finding: &Diagnostic| if finding.known { How::Known } else { How::Told };
    let stands = state.findings.found.iter().map(move |finding| (how(finding), finding));
    stands.chain(state.findings.waived.iter().map(|waived| (How::Waived, &waived.finding)))
}

/// Whether the settings switch the rule of a finding off.
fn is_off(state: &State, finding: &Diagnostic) -> bool {
    find(finding.code).is_some_and(|rule| level_of(&state.aims.config.checks, rule).is_none())
}

fn row(of: &State, both: &Both<'_>, finding: &Diagnostic) -> Found {
    Found {
        code: finding.code,
        rule: finding.name,
        level: finding.level,
        clock: finding.clock,
        fails: fails(both.now, finding) || both.was_there() && fails(both.then, finding),
        message: finding.message.clone(),
        help: finding.help.clone(),
        path: finding.place.path.to_string(),
        line: of.aims.texts.positions(&finding.place).0.line,
        document: finding.document.clone(),
        was: None,
        brought: false,
        aside: None,
    }
}
