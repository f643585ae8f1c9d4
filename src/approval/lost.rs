//! Records that are no longer on record: removed, left out, of another kind, or without the front matter that made them
//! evidence.
//!
//! To take evidence away is a stronger edit than to rewrite it. So what stood on the main line as a record, or was closed,
//! and is gone, is told with its day, its hand and its commit, until something stands in its place or it need not be kept
//! any longer. What never was more than a draft may go, and what was not settled yet may become something else.

use std::collections::BTreeSet;

use super::claim::Claim;
use super::departed::{Input, was_ever_translation};
use super::heirs::{Heirs, Testament};
use super::leaving::{Kept, Leaving, Left};
use crate::base::{Date, DocPath};
use crate::compare::Snapshot;
use crate::history::{Change, ChangeKind, Facts, Gone, Held, Revision, Settled, Step, Version};
use crate::model::DocIx;
use crate::model::kinds::Nature;
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, ObjectId};

/// A document with all that it was.
#[derive(Clone, Copy)]
struct Line<'a> {
    input: Input<'a>,
    /// Newest first.
    steps: &'a [Step],
    versions: &'a [Version],
    /// Oldest first.
    held: &'a [Held],
    /// Whether it has left in the folder, and no commit tells that.
    is_open: bool,
}

/// A document that is gone and was a record, or closed.
pub(super) fn removed(input: Input<'_>, heirs: &Heirs, gone: &Gone) -> Option<Left> {
    let last = gone.held.last()?;
    let is_read_no_more = last.there && input.files.binary_search(&gone.path).is_ok();
    if is_read_no_more && !input.aims.config.excluded.has(&gone.path) {
        return None;
    }
    let (steps, versions, held) = (&gone.steps[..], &gone.versions[..], &gone.held[..]);
    let line = Line { input, steps, versions, held, is_open: last.there && !is_read_no_more };
    let found = Evidence::of(line, heirs)?;
    if is_read_no_more {
        return left_out(line, &gone.path, found);
    }
    let taken = input.history.step(last.step).filter(|(_, change)| change.kind == ChangeKind::Deleted);
    let until = (!last.there).then_some(last.day);
    let left = found.left(Leaving::RecordRemoved, None, &gone.path, taken.map(|(revision, _)| revision));
    Some(Left { kept: left.kept.map(|kept| Kept { until, ..kept }), ..left })
}

/// A file that is there, was a record, and is left out by the settings: it was in the AIMS while it was on record. One that was
/// taken to where nothing is read need not be that: it was put away.
fn left_out(line: Line<'_>, path: &DocPath, found: Evidence) -> Option<Left> {
    let input = line.input;
    let at = |one: &Held| Some(&input.history.step(one.step)?.1.path);
    let there = || line.held.iter().filter(|one| one.there);
    // Since when it lies where it is left out.
    let came = there().find(|one| at(one) == Some(path))?.day;
    let settle = input.aims.config.records_settle;
    let is_before = |day: Date, until: Option<Date>| until.is_none_or(|until| day.max(came) <= until);
    let was_settled = |(from, until): &(Date, Option<Date>)| {
        found.settled.is_some_and(|(by, day)| {
            // A form to be filled in is of no day.
            let is_form = by == Settled::Stood && !found.is_dated;
            let stood = if by == Settled::Stood { settle.after(*from).max(day) } else { day };
            !is_form && is_before(stood, *until)
        })
    };
    let times = input.eras.taken_in(path);
    let was_in = || times.iter().any(|(_, until)| is_before(found.kept.since, *until));
    let asked = times.iter().any(was_settled) || found.is_dated && was_in();
    let was_elsewhere =
        || there().filter_map(at).any(|other| *other != *path && !input.eras.taken_in(other).is_empty());
    if !(asked || found.is_dated && was_elsewhere()) {
        return None;
    }
    let since = input.eras.left_out(path).last().filter(|(_, until)| until.is_none()).map(|(from, _)| *from);
    let until = since.map(|since| since.max(came));
    let left = found.left(Leaving::RecordLeftOut, None, path, None);
    Some(Left { asked, kept: left.kept.map(|kept| Kept { until, ..kept }), ..left })
}

/// A file that is there, is no record any more, and was one: it has no front matter, or is a translation or of another kind now.
pub(super) fn changed(input: Input<'_>, heirs: &Heirs, ix: DocIx) -> Option<Left> {
    let document = input.aims.document(ix);
    if document.is_record() {
        return None;
    }
    let how = match (document.translates.is_some(), document.controlled) {
        (true, _) => Leaving::RecordTranslates,
        (false, false) => Leaving::RecordStripped,
        (false, true) => Leaving::RecordOfOtherKind,
    };
    let (steps, held) = (input.history.steps(&document.path), input.history.held(&document.path));
    let line = Line { input, steps, versions: input.history.versions(&document.path), held, is_open: false };
    if how != Leaving::RecordStripped {
        // What was not settled may become something else.
        let (was, _) = line.text(line.settled()?.2)?;
        let counts = |facts: &Facts, path: &DocPath| line.is_record(&Claim::of_facts(facts, path));
        let is_always = |of| was_ever_translation((document, of), input.history, (was.id.as_deref(), &counts));
        if document.translates.is_some_and(|of| is_always(input.aims.document(of))) {
            return None;
        }
    }
    let found = Evidence::of(line, heirs)?;
    let is_none = |(_, change): &(&Revision, &Change)| {
        let facts = change.facts.as_ref();
        facts.is_some_and(|facts| match how {
            Leaving::RecordStripped => !facts.controlled,
            _ => !line.is_record(&Claim::of_facts(facts, &change.path)),
        })
    };
    // Where it never was one by what is a record today, the settings made it something else.
    let since = line.walk().take_while(is_none).count();
    let taken = if since < steps.len() { since.checked_sub(1).and_then(|at| line.walk().nth(at)) } else { None };
    let taken = taken.map(|(revision, _)| revision);
    Some(found.left(how, Some(ix), &document.path, taken))
}

impl<'a> Line<'a> {
    /// The steps, newest first.
    fn walk(self) -> impl Iterator<Item = (&'a Revision, &'a Change)> {
        self.steps.iter().filter_map(move |step| self.input.history.step(*step))
    }

    fn nature(self, claim: &Claim) -> Option<Nature> {
        self.input.aims.config.nature(&self.input.today.kind_of(claim)?)
    }

    fn is_record(self, claim: &Claim) -> bool {
        self.nature(claim) == Some(Nature::Record)
    }

    /// By what it was settled while it was a record, by the settings of today; or where it was closed, accepted or approved, by
    /// those of that day.
    fn settled(self) -> Option<(Settled, Date, Step)> {
        let Input { aims, history, eras, .. } = self.input;
        let was_record = |facts: &Facts, path: &DocPath, day: Date| {
            let claim = Claim::of_facts(facts, path);
            let is_said = || is_closed(facts) || facts.accepted.is_some() || facts.says_approved();
            facts.controlled && (self.is_record(&claim) || is_said() && eras.was_record(&claim, day))
        };
        history.settled(self.held, (aims.config.records_settle, aims.today), &was_record)
    }

    /// The newest text that was more than a draft, where it was a record or closed.
    fn as_last(self) -> Option<(&'a Facts, &'a DocPath, Nature)> {
        let (was, path) = self.walk().find_map(|(_, change)| {
            let facts = change.facts.as_deref().filter(|facts| facts.controlled && !facts.is_draft())?;
            Some((facts, &change.path))
        })?;
        let nature = self.nature(&Claim::of_facts(was, path))?;
        let is_evidence = nature == Nature::Record || is_closed(was) && !was.is_retired();
        is_evidence.then_some((was, path, nature))
    }

    /// The text of a step.
    fn text(self, step: Step) -> Option<(&'a Facts, &'a DocPath)> {
        let (_, change) = self.input.history.step(step)?;
        Some((change.facts.as_deref()?, &change.path))
    }
}

/// What a document was while it stood.
struct Evidence {
    id: String,
    /// Whether it says of what day it is.
    is_dated: bool,
    settled: Option<(Settled, Date)>,
    kept: Kept,
}

impl Evidence {
    /// `None` of what was no evidence, or has an heir.
    fn of(line: Line<'_>, heirs: &Heirs) -> Option<Self> {
        // What was made and taken back beside the main line never stood there.
        let stood: Vec<Date> = stood(line.held).collect();
        let since = *stood.first()?;
        let settled = line.settled();
        let as_settled = || {
            let (facts, path) = line.text(settled?.2)?;
            Some((facts, path, Nature::Record))
        };
        let (was, path, nature) = line.as_last().or_else(as_settled)?;
        // A record goes on in a record.
        let nature = settled.map_or(nature, |_| Nature::Record);
        let id = was.id.as_deref().map_or_else(|| path.to_string(), str::to_owned);
        // What was settled goes on in what it said then.
        let settle = line.input.aims.config.records_settle;
        let followed = || line.input.history.life_of((line.steps, line.versions), settle);
        let held = settled.and_then(|_| line.text(followed().held?)).map_or(was, |(facts, _)| facts);
        let testament = Testament { id: &id, text: held, is_open: line.is_open };
        if heirs.stand_for(line.input, testament, (nature, settled.is_some() || is_closed(was))) {
            return None;
        }
        let last = stood.into_iter().fold(since, Date::max);
        let of = [was.date, was.closed, was.accepted].into_iter().flatten().fold(last, Date::max);
        let retention = retention(line);
        let kept = Kept { since, of, retention, settled: settled.is_some(), until: None, by: None };
        let settled = settled.map(|(by, day, _)| (by, day));
        Some(Self { id, is_dated: was.date.is_some(), settled, kept })
    }

    /// That it left, and by which commit, if by one.
    fn left(self, how: Leaving, document: Option<DocIx>, path: &DocPath, taken: Option<&Revision>) -> Left {
        let (until, by) = (taken.map(|taken| taken.landed), taken.map(|taken| taken.author.name.to_string()));
        let kept = Kept { until, by, ..self.kept };
        let commit = taken.map(|taken| taken.commit.clone());
        Left { how, document, id: self.id, path: path.clone(), commit, asked: true, kept: Some(kept) }
    }
}

/// The days on which each of its texts came to the main line and stood there: of what came in one go, the last.
fn stood(held: &[Held]) -> impl Iterator<Item = Date> {
    let last =
        |at: usize, one: &Held| held.get(at + 1).is_none_or(|next| one.place.is_none() || next.place != one.place);
    held.iter().enumerate().filter(move |(at, one)| one.there && last(*at, one)).map(|(_, one)| one.day)
}

/// How many texts of a document are asked how long it is kept.
const TEXTS: usize = 100;

/// What the texts of a document said of how long it is kept.
fn retention(line: Line<'_>) -> BTreeSet<String> {
    let input = line.input;
    let texts = line.walk().filter_map(|(_, change)| change.new).take(TEXTS).collect::<BTreeSet<_>>();
    let of = |text: ObjectId| match input.repo?.blob(text, MAX_TEXT) {
        Ok(Blob::Bytes(bytes)) => Snapshot::text_in(&bytes, &input.aims.config.reading, "retention"),
        _ => None,
    };
    texts.into_iter().filter_map(of).collect()
}

/// Whether it says that what it is about is at an end.
fn is_closed(facts: &Facts) -> bool {
    facts.closed.is_some() || facts.is_over()
}
