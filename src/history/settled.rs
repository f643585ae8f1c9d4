//! What became of a record: when it was settled, and what was changed of it after that.
//!
//! Evidence is worth what it was when it came about. A record may grow, by an outcome that was not known or a note that
//! was made later; what it once said when it was settled, it goes on saying.

use super::{Before, Change, Edit, Facts, History, Revision, Step};
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
    /// What was only added after that and stands, oldest first.
    pub grown: Vec<Step>,
    /// The day from which its newest text stands, where nobody closes, accepts or approves it.
    pub stands: Option<Date>,
    /// The digests of what it said when it was settled, and of what only adds to that.
    pub said: Vec<[u8; 32]>,
}

impl History {
    /// The life of the record that is at `path` now. One that nobody closes, accepts or approves is settled when `settle` has
    /// passed.
    pub fn life(&self, path: &DocPath, settle: Period) -> Life {
        let mut steps: Vec<Step> = self.steps(path).iter().rev().copied().collect();
        // A change that was made beside the main line counts from when it was merged, whatever its own date.
        steps.sort_by_key(|step| self.step(*step).map(|(revision, _)| revision.landed_at));
        let mut reader = Reader {
            history: self,
            settle,
            life: Life::default(),
            brought: "",
            said: Vec::new(),
            grown: Vec::new(),
            before: None,
        };
        for (step, (revision, change)) in steps.iter().filter_map(|step| Some((*step, self.step(*step)?))) {
            reader.take(step, revision, change);
        }
        let held = self.versions(path).last().and_then(|version| self.step(version.last));
        let held = held.and_then(|(_, change)| change.facts.as_ref());
        let mut life = reader.life;
        life.stands = reader.before.and_then(|(first, facts)| stood(facts, first, settle));
        // A merge may have left a change out.
        if held.is_some_and(|facts| reader.said.contains(&facts.substance)) {
            life.rewritten.clear();
        }
        life.said = reader.said;
        life
    }
}

struct Reader<'a> {
    history: &'a History,
    settle: Period,
    life: Life,
    /// The commit of the main line that brought the settled text.
    brought: &'a str,
    /// The digests of what it said then, and of what only adds to that.
    said: Vec<[u8; 32]>,
    /// The digests of what it said after each addition.
    grown: Vec<[u8; 32]>,
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
            // What came back is what it said after some addition, or before all of them.
            let left = self.grown.iter().position(|said| *said == facts.substance).map_or(0, |place| place + 1);
            self.grown.truncate(left);
            self.life.grown.truncate(left);
            return;
        }
        let says_the_same = |weight| weight < Weight::Material;
        // What somebody accepts is looked at and accepted again: until then its page says that more was added.
        let is_accepted = matches!(self.life.settled, Some((Settled::Accepted, _)));
        let adds = |edit: &Edit| edit.adds() || (is_accepted && edit.kept > Before::Not) || self.leads_on(edit);
        let adds = change.edit.as_deref().is_some_and(adds);
        if adds && change.edit.as_ref().is_some_and(|edit| !says_the_same(edit.weight)) {
            self.grown.push(facts.substance);
            self.life.grown.push(step);
        }
        if adds || change.edit.as_ref().is_some_and(|edit| says_the_same(edit.weight)) {
            if self.life.rewritten.is_empty() {
                self.said.push(facts.substance);
            }
        } else {
            self.life.rewritten.push(step);
        }
    }
}

impl Reader<'_> {
    /// Whether all that a change adds names documents that came after the record was settled: it says what the record led to.
    fn leads_on(&self, edit: &Edit) -> bool {
        let Some((_, settled)) = self.life.settled else { return false };
        let is_later = |id: &str| {
            let bearers = self.history.bearers.get(&id.to_lowercase());
            let first = bearers.and_then(|bearers| bearers.first()).and_then(|path| self.history.steps(path).last());
            first.and_then(|step| self.history.step(*step)).is_some_and(|(revision, _)| revision.landed > settled)
        };
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let names_one = |words: &str| {
            let mut words = words.split(|c| !is_part(c)).map(|word| word.trim_matches(['.', '-', '_']));
            words.any(|word| word.contains(|c: char| c.is_ascii_digit()) && is_later(word))
        };
        edit.kept == Before::Foreseen && !edit.beyond.is_empty() && edit.beyond.iter().all(|words| names_one(words))
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
