//! Settings of the past: when each of them stood, for whom they had texts be, and which texts they had be translations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::guard::Guard;
use super::input::Input;
use super::roster::Roster;
use super::rosters::Rosters;
use crate::base::{DocPath, Result, SETTINGS};
use crate::compare::Snapshot;
use crate::history::{Change, History, LinePlace, Step};
use crate::model::audience::Audience;
use crate::model::languages::Languages;
use crate::parse::{MAX_TEXT, as_front};
use crate::reading::Reading;
use crate::repo::{Called, LogOptions, ObjectId};

/// Stands for what is asked of the log of files beside documents; it is no number that another log has for its own.
const RULES: u32 = 2_001;

/// A document that is there or gone.
pub(super) struct Line<'h> {
    pub(super) path: &'h DocPath,
    /// What was done to it, and to files beside it, newest first.
    pub(super) steps: &'h [Step],
    pub(super) beside: Vec<Step>,
    /// For whom it is, as far as that is known.
    pub(super) class: Audience,
}

/// From one place of the main line to another.
#[derive(Clone, Copy)]
pub(super) struct Span {
    from: Option<LinePlace>,
    to: LinePlace,
}

impl Span {
    /// Whether there was a time when both stood. What came as the other went may have stood with it on a branch.
    fn meets(self, other: Self) -> bool {
        self.from <= Some(other.to) && other.from <= Some(self.to)
    }
}

/// What these steps did, newest first, and when that stood.
fn spans<'h>(history: &'h History, steps: &'h [Step]) -> impl Iterator<Item = (Span, &'h Change)> {
    let mut next = LinePlace::END;
    steps.iter().filter_map(move |step| {
        let (revision, change) = history.step(*step)?;
        let at = revision.place.map_or(next, |from| from.min(next));
        let to = if change.came() { std::mem::replace(&mut next, at) } else { at };
        Some((Span { from: revision.place, to }, change))
    })
}

/// All settings that the main line had, newest first, and when each stood: what was taken back on a branch before that was
/// merged never stood. Where some could not be used, it is as if nobody had written them.
pub(super) fn all(history: &History, rosters: &mut Rosters<'_>) -> Vec<(Span, Arc<Roster>)> {
    let (mut steps, mut found, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
    for (revision, made) in history.revisions.iter().enumerate() {
        for (change, changed) in made.changes.iter().enumerate() {
            if changed.path.file_name() != SETTINGS || made.place.is_some_and(|at| !seen.insert((at, &changed.path))) {
                continue;
            }
            let text = changed.new;
            if let Some(roster) = text.and_then(|text| rosters.of_text(text)) {
                steps.push(Step { revision, change });
                found.push(roster);
            }
        }
    }
    spans(history, &steps).map(|(span, _)| span).zip(found).collect()
}

/// Closes documents to those for whom they were not by settings that stood while their texts did. Those that hold on, as `guard`
/// has it, are not explained by today's, for which nobody vouched.
pub(super) fn close(
    input: &Input<'_>,
    (all, guard): (&[(Span, Arc<Roster>)], &Guard),
    lines: &mut [Line<'_>],
) -> Result<()> {
    let today = &input.aims.config.reading;
    let mut readings: Vec<(Reading, Vec<Span>)> = Vec::new();
    for (span, roster) in all {
        let own = &roster.authority().reading;
        let holds_on = guard.authorities().any(|settings| settings.reading == *own);
        let reading = if holds_on { own.clone() } else { own.followed_by(today) };
        match readings.iter_mut().find(|(known, _)| *known == reading) {
            _ if reading == *today => {}
            Some((_, stood)) => stood.push(*span),
            None => readings.push((reading, vec![*span])),
        }
    }
    let (Some((repo, _)), false) = (input.repo, readings.is_empty()) else { return Ok(()) };
    let lay = beside(input, readings.iter().map(|(reading, _)| reading))?;
    for (reading, stood) in &readings {
        let mut asked: Vec<(usize, ObjectId, Option<&DocPath>)> = Vec::new();
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.class < Audience::Confidential) {
            let spans = spans(input.history, line.steps);
            for (_, change) in spans.filter(|(span, _)| stood.iter().any(|then| then.meets(*span))) {
                asked.extend(change.new.map(|text| (at, text, None)));
                for path in reading.sidecars.places(&change.path, true) {
                    let Some((path, texts)) = lay.get_key_value(&path) else { continue };
                    asked.extend(texts.iter().map(|text| (at, *text, Some(path))));
                }
            }
            let beside = line.beside.iter().filter_map(|step| Some(input.history.step(*step)?.1));
            asked.extend(beside.filter_map(|change| Some((at, change.new?, Some(&change.path)))));
        }
        let ids: Vec<ObjectId> = asked.iter().map(|(_, text, _)| *text).collect();
        let classes = repo.blobs(&ids, MAX_TEXT, |place, bytes| class_of(bytes, asked[place].2, reading));
        for ((at, ..), class) in asked.iter().zip(classes) {
            lines[*at].class = lines[*at].class.max(class);
        }
    }
    Ok(())
}

/// For whom a text says it is that is in a file beside another, or in none.
fn class_of(bytes: Option<&[u8]>, beside: Option<&DocPath>, reading: &Reading) -> Audience {
    let Some(bytes) = bytes else { return Audience::Confidential };
    let words = match beside.filter(|path| !path.is_markdown()) {
        Some(path) => Snapshot::classes_in(&as_front(bytes, &path.extension()), reading),
        None => Snapshot::classes_in(bytes, reading),
    };
    words.iter().map(|words| Audience::of_text(Some(words))).max().unwrap_or(Audience::Public)
}

/// The texts of files beside documents that are read no more, by their paths.
fn beside<'r>(
    input: &Input<'_>,
    readings: impl Iterator<Item = &'r Reading>,
) -> Result<BTreeMap<DocPath, BTreeSet<ObjectId>>> {
    let mut found: BTreeMap<DocPath, BTreeSet<ObjectId>> = BTreeMap::new();
    let others = readings.filter(|reading| reading.sidecars != input.aims.config.reading.sidecars);
    let also: Vec<_> = others.flat_map(|reading| reading.sidecars.globs()).collect();
    let (Some((repo, prefix)), Some(tip), false) = (input.repo, input.tip, also.is_empty()) else { return Ok(found) };
    let nothing = |_: &str| false;
    let options = LogOptions { keep: nothing, also, passing: nothing, identity: |_| Called::default(), follow: false };
    let log = match input.cache {
        Some(cache) => repo.log_cached(tip, prefix, &options, RULES, cache)?,
        None => repo.log(tip, prefix, &options)?,
    };
    for change in log.commits.into_iter().flat_map(|commit| commit.changes) {
        found.entry(change.path).or_default().extend(change.new);
    }
    Ok(found)
}

/// Which of these translated which while both stood, by the languages of any settings on record: the place of each behind that
/// of what it translated.
pub(super) fn translations(
    history: &History,
    all: &[(Span, Arc<Roster>)],
    lines: &[Line<'_>],
) -> BTreeSet<(usize, usize)> {
    let mut found = BTreeSet::new();
    let languages = all.iter().map(|(_, roster)| &roster.authority().languages);
    let known: BTreeMap<String, &Languages> = languages.filter_map(|of| Some((of.said()?, of))).collect();
    for languages in known.values() {
        let (mut originals, mut others) = (BTreeMap::<String, Vec<(usize, Span)>>::new(), Vec::new());
        let steps = lines.iter().enumerate().flat_map(|(at, line)| spans(history, line.steps).map(move |of| (at, of)));
        for (at, (span, change)) in steps {
            let Some(facts) = &change.facts else { continue };
            // No file is called so.
            let id = facts.id.as_deref().map(|id| format!("\0{}", id.to_lowercase()));
            if languages.of(facts.lang.as_deref(), &change.path) == languages.default {
                let path = languages.path_of(&change.path).to_string();
                id.into_iter().chain([path]).for_each(|name| originals.entry(name).or_default().push((at, span)));
            } else if let Some(name) = id.or_else(|| Some(languages.named(&change.path)?.path.to_string())) {
                others.push((name, at, span));
            }
        }
        for (name, at, span) in others {
            let together = originals.get(&name).into_iter().flatten().filter(|(_, other)| span.meets(*other));
            found.extend(together.map(|(original, _)| (*original, at)));
        }
    }
    found
}
