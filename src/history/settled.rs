//! What became of a record: when it was settled, and what was changed of it after that.
//!
//! Evidence is worth what it was when it came about. A record may grow, by an outcome that was not known or a note that
//! was made later; what it once said when it was settled, it goes on saying.

use super::{Change, Facts, History, Revision, Step};
use crate::base::{Date, DocPath, Period};
use crate::compare::Weight;

/// By what a record was settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settled {
    /// What it is about was closed, done or rejected.
    Closed,
    /// Somebody accepted what it says.
    Accepted,
    /// It calls itself approved.
    Approved,
    /// Time has passed since its day, and since it was first on record.
    Stood,
}

/// The life of a record on the main line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Life {
    /// The step by which it came to the main line.
    pub first: Option<Step>,
    /// By what it was settled, and on which day of the main line.
    pub settled: Option<(Settled, Date)>,
    /// What was changed after that and stands, oldest first.
    pub rewritten: Vec<Step>,
}

impl History {
    /// The life of the record that is at `path` now. One that nobody closes, accepts or approves is settled when `settle` has
    /// passed.
    pub fn life(&self, path: &DocPath, settle: Period) -> Life {
        let mut steps: Vec<Step> = self.steps(path).iter().rev().copied().collect();
        // A change that was made beside the main line counts from when it was merged, whatever its own date.
        steps.sort_by_key(|step| self.step(*step).map(|(revision, _)| revision.landed_at));
        let mut reader = Reader { settle, life: Life::default(), brought: "", said: Vec::new(), before: None };
        for (step, (revision, change)) in steps.iter().filter_map(|step| Some((*step, self.step(*step)?))) {
            reader.take(step, revision, change);
        }
        let held = self.versions(path).last().and_then(|version| self.step(version.last));
        let held = held.and_then(|(_, change)| change.facts.as_ref());
        let mut life = reader.life;
        // A merge may have left a change out.
        if held.is_some_and(|facts| reader.said.contains(&facts.substance)) {
            life.rewritten.clear();
        }
        life
    }
}

struct Reader<'a> {
    settle: Period,
    life: Life,
    /// The commit of the main line that brought the settled text.
    brought: &'a str,
    /// The digests of what it said then, and of what only adds to that.
    said: Vec<[u8; 32]>,
    before: Option<(Date, &'a Facts)>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, step: Step, revision: &'a Revision, change: &'a Change) {
        let brought = revision.bringer();
        let Some(facts) = change.facts.as_deref() else { return };
        self.life.first = self.life.first.or(Some(step));
        if self.life.settled.is_none()
            && let Some((first, before)) = self.before
            && let Some(day) = stood(before, first, self.settle).filter(|day| *day < revision.landed)
        {
            self.life.settled = Some((Settled::Stood, day));
            self.said.push(before.substance);
        }
        let first = self.before.map_or(revision.landed, |(first, _)| first);
        self.before = Some((first, facts));
        match (self.life.settled, settles(facts)) {
            (None, None) => {}
            (None, Some(by)) => {
                self.life.settled = Some((by, revision.landed));
                self.brought = brought;
                self.said.push(facts.substance);
            }
            // What came in one go was not there before.
            (Some(_), _) if brought == self.brought => self.said.push(facts.substance),
            (Some(_), _) => self.judge(step, change, facts),
        }
    }

    /// Takes a change of what was settled.
    fn judge(&mut self, step: Step, change: &Change, facts: &Facts) {
        if self.said.contains(&facts.substance) {
            self.life.rewritten.clear();
            return;
        }
        let says_the_same = |weight| weight < Weight::Material;
        if change.edit.as_ref().is_some_and(|edit| edit.adds || says_the_same(edit.weight)) {
            if self.life.rewritten.is_empty() {
                self.said.push(facts.substance);
            }
        } else {
            self.life.rewritten.push(step);
        }
    }
}

/// By what a text says of itself that it is settled.
fn settles(facts: &Facts) -> Option<Settled> {
    match facts.state.as_deref().map(str::to_lowercase).as_deref() {
        Some("closed" | "done" | "rejected") => Some(Settled::Closed),
        None if facts.closed.is_some() => Some(Settled::Closed),
        _ if facts.accepted.is_some() => Some(Settled::Accepted),
        None if facts.says_approved() => Some(Settled::Approved),
        _ => None,
    }
}

/// The day from which a text that nobody settled stands: `None` of one that is open or a draft.
fn stood(facts: &Facts, first: Date, settle: Period) -> Option<Date> {
    let open = facts.state.is_some() || matches!(facts.status.as_deref(), Some("draft" | "in-review"));
    (!open).then(|| settle.after(facts.date.map_or(first, |date| date.max(first))))
}
