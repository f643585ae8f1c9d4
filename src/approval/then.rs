//! Settings of the past: when each of them stood, for whom they had texts be, and which texts they had be translations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::guard::Guard;
use super::input::Input;
use super::roster::Roster;
use super::rosters::Rosters;
use crate::base::text::solid;
use crate::base::{DocPath, Result, SETTINGS};
use crate::compare::Snapshot;
use crate::history::{Change, History, LinePlace, Step};
use crate::model::audience::Audience;
use crate::model::languages::Languages;
use crate::parse::{MAX_TEXT, as_front, normalise};
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
    /// Where the settings came by which that is so, if it is so by settings of the past.
    pub(super) by: Option<LinePlace>,
}

/// From one place of the main line to another.
#[derive(Clone, Copy)]
pub(super) struct Span {
    from: Option<LinePlace>,
    to: LinePlace,
}

/// A text of a line, with its path where it lies beside that; and settings of the past, the words of which it has to say one to
/// be read otherwise by them, and where they came.
type Asked<'r> = ((usize, ObjectId, Option<&'r DocPath>), (&'r Reading, Option<&'r [String]>, Option<LinePlace>));

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
    let words: Vec<_> = readings.iter().map(|(reading, _)| differing(reading, today)).collect();
    let mut asked: Vec<Asked<'_>> = Vec::new();
    for ((reading, stood), words) in readings.iter().zip(&words) {
        let by = |then: &Span, words| (reading, words, then.from);
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.class < Audience::Confidential) {
            for (span, change) in spans(input.history, line.steps) {
                let Some(then) = stood.iter().find(|then| then.meets(span)) else { continue };
                asked.extend(change.new.map(|text| ((at, text, None), by(then, words.as_deref()))));
                for path in reading.sidecars.places(&change.path, true) {
                    let Some((path, texts)) = lay.get_key_value(&path) else { continue };
                    asked.extend(texts.iter().map(|text| ((at, *text, Some(path)), by(then, None))));
                }
            }
            asked.extend(line.beside.iter().filter_map(|step| {
                let (_, change) = input.history.step(*step)?;
                Some(((at, change.new?, Some(&change.path)), by(stood.first()?, words.as_deref())))
            }));
        }
    }
    asked.sort_by_key(|(text, _)| *text);
    let asked: Vec<&[Asked<'_>]> = asked.chunk_by(|one, other| one.0 == other.0).collect();
    let ids: Vec<ObjectId> = asked.iter().map(|of| of[0].0.1).collect();
    let classes = repo.blobs(&ids, MAX_TEXT, |place, bytes| class_of(bytes, asked[place]));
    for (line, (class, by)) in asked.iter().map(|of| of[0].0.0).zip(classes) {
        if class > lines[line].class {
            (lines[line].class, lines[line].by) = (class, by);
        }
    }
    Ok(())
}

/// The letters of the words of which a text says one that these rules read otherwise than those of `today`: keys, labels
/// and words with another meaning. `None` where they may read any text otherwise.
fn differing(reading: &Reading, today: &Reading) -> Option<Vec<String>> {
    let Reading { aliases, values, sidecars, labels, .. } = today.clone();
    let is_alike = Reading { aliases, values, sidecars, labels, ..reading.clone() } == *today;
    let [then, now] = [reading, today].map(|of| {
        let values = of.values.iter().map(|(key, words)| (key.as_str(), words));
        let tables = values.chain([("an alias", &of.aliases), ("a label", &of.labels)]);
        tables.flat_map(|(key, words)| words.iter().map(move |word| (key, word))).collect::<BTreeSet<_>>()
    });
    is_alike.then(|| then.symmetric_difference(&now).map(|(_, (word, _))| letters(word)).collect())
}

/// The letters and digits of a text, in whatever case and with whatever between them.
fn letters(text: &str) -> String {
    // A sigma is another letter at the end of a word.
    solid(text).replace('ς', "σ")
}

/// Those of these settings that may read a text otherwise than today's. What is escaped, and what is said in markup, may be any
/// word. Those that have words to look for all look into the same lines for a header.
fn of_text<'r>(text: &str, asked: &'r [Asked<'r>]) -> impl Iterator<Item = &'r Asked<'r>> {
    let by_words = asked.iter().find(|(_, (_, words, _))| words.is_some());
    let is_dressed = by_words.is_some_and(|(_, (reading, ..))| reading.is_dressed(text));
    let (said, is_plain) = (letters(text), !is_dressed && !text.contains(['\\', '&']));
    let says = move |words: &[String]| words.iter().any(|word| said.contains(word));
    asked.iter().filter(move |(_, (_, words, _))| !is_plain || words.is_none_or(&says))
}

/// For whom a text says it is that is in a file beside another, or in none.
fn class_of(bytes: Option<&[u8]>, asked: &[Asked<'_>]) -> (Audience, Option<LinePlace>) {
    let (Some(bytes), Some(((_, _, beside), _))) = (bytes, asked.first()) else {
        return (Audience::Confidential, None);
    };
    let front = beside.filter(|path| !path.is_markdown()).map(|path| as_front(bytes, &path.extension()));
    let bytes = front.as_deref().unwrap_or(bytes);
    let class = |(_, (reading, _, by)): &Asked<'_>| {
        let words = Snapshot::classes_in(bytes, reading);
        (words.iter().map(|words| Audience::of_text(Some(words))).max().unwrap_or(Audience::Public), *by)
    };
    let text = normalise(bytes).unwrap_or_else(|(text, _)| text);
    of_text(&text, asked).map(class).max().unwrap_or((Audience::Public, None))
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_read_by_those_settings_that_mean_something_else_by_a_word_of_it() {
        let of = |number: usize| {
            let words = BTreeMap::from([(format!("group-{number}"), "confidential".to_owned())]);
            Reading { values: BTreeMap::from([("classification".to_owned(), words)]), ..Reading::default() }
        };
        let readings: Vec<Reading> = (10..70).map(of).collect();
        let words: Vec<_> = readings.iter().map(|reading| differing(reading, &Reading::default())).collect();
        let text = (0, ObjectId::Sha1([0; 20]), None);
        let asked = readings.iter().zip(&words).map(|(of, words)| (text, (of, words.as_deref(), None)));
        let asked: Vec<Asked<'_>> = asked.collect();
        let many = ["Group_17", "internal", "\"\\x67roup 17\""].map(|word| of_text(word, &asked).count());
        assert_eq!(many, [1, 0, 60]);
    }
}
