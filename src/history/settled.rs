//! What became of a record: when it was settled, and what was changed of it after that.
//!
//! Evidence is worth what it was when it came about. A record may grow, by an outcome that was not known or a note that
//! was made later; what it once said when it was settled, it goes on saying.

use super::edit::{Before, Edit, Facts};
use super::record::History;
use super::revision::{Change, Revision, Step};
use super::versions::{Held, Version};
use crate::base::{Date, DocPath, Period};
use crate::compare::Weight;
use crate::model::document::Document;
use crate::reading::is_over;

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

impl Settled {
    /// The day that a document gives itself for this, as its page and the registers tell it; the day on which that `landed` on
    /// the main line where it gives none, or where one of the edits `since` then gave it another.
    pub fn day<'e>(self, document: &Document, landed: Date, since: impl IntoIterator<Item = &'e Edit>) -> Date {
        let key = match self {
            Self::Closed => "closed",
            Self::Accepted => "accepted",
            Self::Approved | Self::Stood => return landed,
        };
        let moved = since.into_iter().any(|edit| edit.fields.iter().any(|field| &*field.key == key));
        document.fields.date(key).filter(|_| !moved).unwrap_or(landed)
    }
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
    /// The step that brought the newest text which says no more than that.
    pub held: Option<Step>,
    /// The day on which its matter was first closed, as it said then, and on which it was last opened again.
    pub reopened: Option<(Date, Date)>,
}

/// When something was added to a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Came {
    /// The day on which it reached the main line, or today.
    pub landed: Date,
    /// The day that the record is of.
    pub own: Option<Date>,
}

impl Life {
    /// What was changed and added after it was settled, and stands.
    pub fn edits<'h>(&'h self, history: &'h History) -> impl Iterator<Item = &'h Edit> {
        let steps = self.rewritten.iter().chain(&self.grown);
        steps.filter_map(|step| history.step(*step).and_then(|(_, change)| change.edit.as_deref()))
    }

    /// What was rewritten stands no more: the newest text says all that it said, and what it says more comes with its day.
    pub fn mend(&mut self) {
        self.grown.extend(self.rewritten.pop());
        self.rewritten.clear();
    }
}

impl History {
    /// The life of the record that is at `path` now. One that nobody closes, accepts or approves is settled when `settle` has
    /// passed.
    pub fn life(&self, path: &DocPath, settle: Period) -> Life {
        self.life_of((self.steps(path), self.versions(path)), settle)
    }

    /// The same of a record with these steps, newest first, and these versions.
    pub fn life_of(&self, (steps, versions): (&[Step], &[Version]), settle: Period) -> Life {
        let came = |step: &Step| self.step(*step).is_none_or(|(_, change)| change.came());
        let mut steps: Vec<Step> = steps.iter().rev().copied().filter(came).collect();
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
            newest: None,
            closed: None,
            opening: None,
            withdrawn: false,
        };
        for (step, (revision, change)) in steps.iter().filter_map(|step| Some((*step, self.step(*step)?))) {
            reader.take(step, revision, change);
        }
        // Where the clone is not whole there may be no version, and the newest text is there all the same.
        let newest = steps.last().filter(|_| !self.is_whole()).copied();
        let held = versions.last().map(|version| version.last).or(newest).and_then(|step| self.step(step));
        let held = held.and_then(|(_, change)| change.facts.as_ref());
        let mut life = reader.life;
        life.stands = reader.before.and_then(|(first, facts)| stood(facts, None, first, settle));
        // A merge may have left a change out.
        let is_withdrawn = |facts: &Facts| reader.withdrawn && facts.is_draft();
        if held.is_some_and(|facts| reader.said.contains(&facts.substance) && !is_withdrawn(facts)) {
            life.rewritten.clear();
        }
        life.said = reader.said;
        life.rewritten.sort_by_cached_key(|step| steps.iter().position(|other| other == step));
        life.rewritten.dedup();
        life.grown = reader.grown.into_iter().map(|(_, step)| step).collect();
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
    /// The digests of what it said after each addition, and what added that.
    grown: Vec<([u8; 32], Step)>,
    before: Option<(Date, &'a Facts)>,
    /// The step that was read before.
    newest: Option<Step>,
    /// The latest day on which it was closed, by what it said.
    closed: Option<Date>,
    /// How it came to be open again, while it is.
    opening: Option<Opening<'a>>,
    /// Whether it was settled and calls itself a draft again.
    withdrawn: bool,
}

/// How a matter that was over came to be open again.
struct Opening<'a> {
    /// The commit of the main line that brought that.
    brought: &'a str,
    /// The day on which it did.
    landed: Date,
    /// The day on which the matter had been closed.
    closed: Option<Date>,
    /// How many texts said what it said then, and which step held that.
    said: usize,
    held: Option<Step>,
    /// When it was opened before.
    reopened: Option<(Date, Date)>,
    /// What said anew since then what is done about it.
    anew: Vec<Step>,
}

impl<'a> Reader<'a> {
    fn take(&mut self, step: Step, revision: &'a Revision, change: &'a Change) {
        let brought = revision.bringer();
        let Some(facts) = change.facts.as_deref() else { return };
        self.life.first = self.life.first.or(Some(step));
        if self.life.settled.is_none()
            && let Some((first, before)) = self.before
            && let Some(day) = stood(before, facts.date, first, self.settle).filter(|day| *day < revision.landed)
        {
            self.life.settled = Some((Settled::Stood, day));
            self.life.held = self.newest;
            self.said.push(before.substance);
        }
        self.newest = Some(step);
        let over = self.before.map(|(_, before)| before).filter(|before| before.is_over());
        let is_known = brought != self.brought && revision.place.is_some();
        if let Some(over) = over.filter(|_| is_known && facts.state.is_some() && !facts.is_over()) {
            let closed = self.life.reopened.map(|(first, _)| first).or(over.closed);
            let closed = closed.or(self.life.settled.map(|(_, day)| day));
            let Life { reopened, held, .. } = self.life;
            let (landed, said, anew) = (revision.landed, self.said.len(), Vec::new());
            self.opening = Some(Opening { brought, landed, closed: over.closed, said, held, reopened, anew });
            self.life.reopened = closed.map(|first| (first, landed));
        }
        let was_draft = self.before.is_none_or(|(_, before)| before.is_draft());
        let first = self.before.map_or(revision.landed, |(first, _)| first);
        self.before = Some((first, facts));
        match (self.life.settled, settles(facts)) {
            (None, None) => {}
            (None, Some(by)) => {
                self.life.settled = Some((by, revision.landed));
                self.brought = brought;
                self.says(step, facts);
            }
            // What came in one go was not there before. Nor is it said of anybody where the clone does not hold what brought it.
            (Some(_), _) if brought == self.brought || revision.place.is_none() => self.says(step, facts),
            (Some(settled), _) => {
                let is_withdrawn = facts.is_draft() && !was_draft && withdraws(facts, settled.0);
                self.withdrawn = facts.is_draft() && (self.withdrawn || is_withdrawn);
                match is_withdrawn {
                    true => self.life.rewritten.push(step),
                    false => self.judge(step, (revision.landed, change), facts, settled),
                }
            }
        }
        if let Some(opening) = self.opening.take_if(|_| settles(facts) == Some(Settled::Closed)) {
            self.close(step, opening, brought, facts);
        }
    }

    /// Takes a text that closes what was opened again. What the same commit or merge closes, or is closed on a day before that,
    /// was open to nobody, and is forgiven nothing. What says no more than it did was opened by a slip.
    fn close(&mut self, step: Step, mut opening: Opening<'_>, brought: &str, facts: &Facts) {
        let is_back = self.said.iter().take(opening.said).any(|said| *said == facts.substance);
        let is_moved = facts.closed.zip(opening.closed).is_some_and(|(day, before)| day != before);
        let is_same = is_back || opening.anew.is_empty() && !is_moved;
        let was_closed = opening.brought == brought || facts.closed.is_some_and(|day| day < opening.landed);
        if is_same || was_closed {
            self.life.reopened = opening.reopened;
        }
        if !is_same && was_closed {
            opening.anew.push(step);
            self.said.truncate(opening.said);
            self.life.held = opening.held;
            self.grown.retain(|(_, step)| !opening.anew.contains(step));
            self.life.rewritten.extend(opening.anew);
        }
    }

    /// Takes a text that says what the record said when it was settled.
    fn says(&mut self, step: Step, facts: &Facts) {
        self.closed = self.closed.max(facts.closed);
        self.said.push(facts.substance);
        self.life.held = Some(step);
    }

    /// Takes a change of what was settled.
    fn judge(&mut self, step: Step, (landed, change): (Date, &Change), facts: &Facts, settled: (Settled, Date)) {
        // What was opened again is closed on a later day, if on any other.
        let is_earlier = facts.closed.is_some_and(|day| self.closed.is_some_and(|before| day < before));
        self.closed = self.closed.max(facts.closed);
        let came = Came { landed, own: facts.date };
        if self.said.contains(&facts.substance) && !self.withdrawn {
            self.life.rewritten.clear();
            self.life.held = Some(step);
            // What came back is what it said after some addition, or before all of them.
            let left = self.grown.iter().position(|(said, _)| *said == facts.substance).map_or(0, |place| place + 1);
            self.grown.truncate(left);
            return;
        }
        let edit = change.edit.as_deref();
        let grows = |edit: &&Edit| edit.weight >= Weight::Material && self.history.grows(edit, settled, came);
        if let Some(edit) = edit.filter(grows) {
            self.grown.push((facts.substance, step));
            if let Some(opening) = self.opening.as_mut().filter(|_| edit.kept == Before::Anew) {
                opening.anew.push(step);
            }
        }
        if !is_earlier && edit.is_some_and(|edit| self.history.keeps(edit, settled, came)) {
            if self.life.rewritten.is_empty() {
                // What is kept for longer, or for fewer, does not go back to what it said before.
                let is_keeping = |key: &str| matches!(key, "classification" | "retention");
                if edit.is_some_and(|edit| edit.fields.iter().any(|field| is_keeping(&field.key))) {
                    self.said.clear();
                    if let Some(opening) = &mut self.opening {
                        opening.said = 0;
                    }
                }
                self.says(step, facts);
            }
        } else {
            self.life.rewritten.push(step);
        }
    }
}

impl History {
    /// Whether what a change did leaves a record that was `settled` saying what it said: it says the same in another form, or
    /// only adds to it. `came` says when the change did.
    pub fn keeps(&self, edit: &Edit, settled: (Settled, Date), came: Came) -> bool {
        edit.weight < Weight::Material || self.grows(edit, settled, came)
    }

    /// Whether it only adds what the life of the record foresees. What somebody accepts is looked at and accepted again: until
    /// then its page says that more was added.
    fn grows(&self, edit: &Edit, (by, day): (Settled, Date), came: Came) -> bool {
        let is_timely = || edit.untimely(came.own, came.landed).is_none();
        let begins_anew = by == Settled::Closed && edit.kept == Before::Anew && edit.beyond.is_empty();
        (by == Settled::Accepted && edit.kept >= Before::Whole)
            || ((edit.adds() || begins_anew || self.leads_on(edit, day)) && is_timely())
    }

    /// Whether all that a change adds names documents that came after the record was settled: it says what the record led to.
    fn leads_on(&self, edit: &Edit, settled: Date) -> bool {
        let is_later = |id: &str| {
            let id = id.to_lowercase();
            let first = self.bearers.get(&id).and_then(|bearers| bearers.first());
            let first =
                first.and_then(|path| self.step(*self.steps(path).last()?)).map(|(revision, _)| revision.landed);
            first.or_else(|| self.unseen_since.get(&id).copied()).is_some_and(|day| day > settled)
        };
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let names_one = |words: &str| {
            let mut words = words.split(|c| !is_part(c)).map(|word| word.trim_matches(['.', '-', '_']));
            words.any(|word| word.contains(|c: char| c.is_ascii_digit()) && is_later(word))
        };
        edit.kept == Before::Foreseen && !edit.beyond.is_empty() && edit.beyond.iter().all(|words| names_one(words))
    }
}

/// Whether a settled record is taken back where it calls itself a draft. What was accepted may be looked at anew.
fn withdraws(facts: &Facts, by: Settled) -> bool {
    by != Settled::Accepted || facts.status.as_deref() == Some("draft")
}

impl History {
    /// By what a document was settled while it was a record, on which day, and the step that has this text; `held` is what it was
    /// on the main line, oldest first, and `is_record` says on each day whether a text was that of one.
    pub fn settled(
        &self,
        held: &[Held],
        (settle, today): (Period, Date),
        is_record: &dyn Fn(&Facts, &DocPath, Date) -> bool,
    ) -> Option<(Settled, Date, Step)> {
        let mut before: Option<(Date, &Facts, Step)> = None;
        let stood_by = |before: Option<(Date, &Facts, Step)>, next: Option<Date>, until: Date| {
            let (first, facts, step) = before?;
            let day = stood(facts, next, first, settle).filter(|day| *day < until)?;
            Some((Settled::Stood, day, step))
        };
        for (at, one) in held.iter().enumerate() {
            // Of what came in one go, the last counts.
            if held.get(at + 1).is_some_and(|next| one.place.is_some() && next.place == one.place) {
                continue;
            }
            let change = self.step(one.step).map(|(_, change)| change).filter(|_| one.there);
            let facts = change.and_then(|change| Some((change.facts.as_deref()?, &change.path)));
            let facts = facts.filter(|(facts, path)| !facts.is_draft() && is_record(facts, path, one.day));
            let found = stood_by(before, facts.and_then(|(facts, _)| facts.date), one.day);
            if found.is_some() {
                return found;
            }
            let Some((facts, _)) = facts else {
                before = None;
                continue;
            };
            if let Some(by) = settles(facts) {
                return Some((by, one.day, one.step));
            }
            before = Some((before.map_or(one.day, |(first, ..)| first), facts, one.step));
        }
        stood_by(before, None, today)
    }
}

impl Facts {
    /// Whether it says of its matter, which is no risk, that it is over.
    pub fn is_over(&self) -> bool {
        self.state.as_deref().is_some_and(|state| is_over("", &state.to_lowercase()))
    }
}

/// By what a text says of itself that it is settled.
fn settles(facts: &Facts) -> Option<Settled> {
    match &facts.state {
        Some(_) if facts.is_over() => Some(Settled::Closed),
        None if facts.closed.is_some() => Some(Settled::Closed),
        _ if facts.accepted.is_some() => Some(Settled::Accepted),
        None if facts.says_approved() => Some(Settled::Approved),
        _ => None,
    }
}

/// The day from which a text that nobody settled stands: `None` of one that is open or a draft. Its day is the earlier one where
/// its `next` text names another: one that is to come keeps nothing open.
fn stood(facts: &Facts, next: Option<Date>, first: Date, settle: Period) -> Option<Date> {
    let open = facts.state.is_some() || facts.is_draft();
    let date = facts.date.map(|date| next.map_or(date, |next| date.min(next)));
    (!open).then(|| settle.after(date.map_or(first, |date| date.max(first))))
}
