//! Which entries each word stands in.
//!
//! Every text is read once. What comes of it are the files of words, which together have each word once, in the order in
//! which browsers compare text: a word, and all that begin with some letters, are in one file or in a few that follow one
//! another. Beside them is one file by which a browser finds the others, and one of words without where they stand, for
//! those who mistype.

use std::cmp::{Ordering, Reverse};
use std::collections::HashMap;
use std::fmt::Write as _;

use rayon::prelude::*;

use super::entry::{Entry, Told};
use super::layout::Layout;
use super::words::Words;
use crate::base::wording;
use crate::site::context::Shared;

/// Where a word stands in an entry, the less weighty first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    Text,
    /// In the text, again and again.
    Often,
    Heading,
    Title,
    Id,
}

/// All of them, in the order in which files have them.
const FIELDS: [Field; 5] = [Field::Text, Field::Often, Field::Heading, Field::Title, Field::Id];

/// How often is again and again.
const OFTEN: u8 = 4;

/// A word in an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Hit {
    entry: u32,
    field: Field,
    times: u8,
}

impl Hit {
    fn field(self) -> Field {
        if self.field == Field::Text && self.times >= OFTEN { Field::Often } else { self.field }
    }
}

/// A word with the entries it stands in, in their order.
type Found = (Box<str>, Vec<Hit>);

/// How many entries are read in one go.
const CHUNK: usize = 64;

/// The words of all entries, in order: one line each, of the word and of where it stands.
pub(super) fn words(shared: &Shared<'_>, layout: &Layout<'_>, together: bool) -> Vec<Line> {
    let chunks = layout.entries.chunks(CHUNK).enumerate();
    let spoken = wording::spoken();
    let read = |(number, chunk): (usize, &[Entry<'_>])| wording::within(spoken, || read(shared, number * CHUNK, chunk));
    let found: Vec<Vec<Found>> = match together {
        true => chunks.collect::<Vec<_>>().into_par_iter().map(read).collect(),
        false => chunks.map(read).collect(),
    };
    let mut all: Vec<Found> = found.into_iter().flatten().collect();
    // Of one word, what came first stays first.
    all.sort_by(|(a, _), (b, _)| in_browsers(a, b));
    let mut lines: Vec<Line> = Vec::new();
    for found in all.chunk_by(|(a, _), (b, _)| a == b) {
        lines.push(Line::of(&found[0].0, found.iter().flat_map(|(_, hits)| hits)));
    }
    lines
}

/// The words of a few entries, the first of which has this place among all.
fn read(shared: &Shared<'_>, first: usize, entries: &[Entry<'_>]) -> Vec<Found> {
    let mut found: HashMap<Box<str>, Vec<Hit>> = HashMap::new();
    let mut words = Words::default();
    for (place, entry) in entries.iter().enumerate() {
        let entry_number = u32::try_from(first + place).unwrap_or(u32::MAX);
        each_word(&entry.told(shared), &mut words, &mut |word, field| note(&mut found, word, entry_number, field));
    }
    let mut found: Vec<Found> = found.into_iter().collect();
    found.sort_unstable_by(|(a, _), (b, _)| in_browsers(a, b));
    found
}

fn note(found: &mut HashMap<Box<str>, Vec<Hit>>, word: &str, entry: u32, field: Field) {
    let hits = match found.get_mut(word) {
        Some(hits) => hits,
        None => found.entry(word.into()).or_default(),
    };
    match hits.last_mut().filter(|hit| hit.entry == entry) {
        Some(hit) => (hit.field, hit.times) = (hit.field.max(field), hit.times.saturating_add(1)),
        None => hits.push(Hit { entry, field, times: 1 }),
    }
}

fn each_word(told: &Told, words: &mut Words, each: &mut dyn FnMut(&str, Field)) {
    words.of_id(&told.id, &mut |word| each(word, Field::Id));
    words.of(&told.id, &mut |word| each(word, Field::Title));
    for also in &told.also {
        if also.contains(char::is_numeric) {
            words.of_id(also, &mut |word| each(word, Field::Title));
        }
        words.of(also, &mut |word| each(word, Field::Title));
    }
    let title = if told.borrowed { Field::Text } else { Field::Title };
    words.of(&told.title, &mut |word| each(word, title));
    words.of(&told.note, &mut |word| each(word, Field::Text));
    for passage in &told.passages {
        words.of(&passage.heading, &mut |word| each(word, Field::Heading));
        passage.blocks.iter().for_each(|block| words.of(block, &mut |word| each(word, Field::Text)));
    }
}

/// How browsers compare two texts: by units of UTF-16.
fn in_browsers(a: &str, b: &str) -> Ordering {
    a.encode_utf16().cmp(b.encode_utf16())
}

/// A word, and where it stands.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    pub(super) word: Box<str>,
    /// For each field the entries, with a semicolon between fields: the first by its number, each other by how much its
    /// number is greater, to base 36. Fields at the end that have none are left out.
    pub(super) places: String,
    /// In how many entries it stands.
    pub(super) count: usize,
}

impl Line {
    fn of<'h>(word: &str, hits: impl Iterator<Item = &'h Hit> + Clone) -> Self {
        let mut places = String::new();
        for field in FIELDS {
            let mut last = None;
            for hit in hits.clone().filter(|hit| hit.field() == field) {
                match last {
                    Some(last) => {
                        places.push(',');
                        base_36(hit.entry - last, &mut places);
                    }
                    None => base_36(hit.entry, &mut places),
                }
                last = Some(hit.entry);
            }
            places.push(';');
        }
        places.truncate(places.trim_end_matches(';').len());
        Self { word: word.into(), places, count: hits.count() }
    }
}

fn base_36(number: u32, out: &mut String) {
    let digit = |digit: u32| char::from_digit(digit, 36).unwrap_or('0');
    let (mut digits, mut rest) = ([0; 7], number);
    let mut length = 0;
    while rest > 0 || length == 0 {
        digits[length] = rest % 36;
        rest /= 36;
        length += 1;
    }
    out.extend(digits[..length].iter().rev().map(|of| digit(*of)));
}

/// Parts lines into so many files of about one size.
pub(super) fn parted(lines: &[Line], files: usize) -> Vec<&[Line]> {
    let size = |line: &Line| line.word.len() + line.places.len() + 6;
    let all: usize = lines.iter().map(size).sum();
    let mut parts = Vec::with_capacity(files);
    let (mut from, mut sum) = (0, 0);
    for (place, line) in lines.iter().enumerate() {
        sum += size(line);
        // The last has what is left.
        while parts.len() + 1 < files && sum * files >= all * (parts.len() + 1) {
            parts.push(&lines[from..=place]);
            from = place + 1;
        }
    }
    parts.push(&lines[from..]);
    parts.resize(files, &[]);
    parts
}

/// How many words there are for those who mistype.
const NEAR: usize = 40_000;

/// Words that somebody may have meant, each by how many characters it shares with the one before, to base 36, and the others.
/// Where there are too many, it is those that stand in most entries.
pub(super) fn near(lines: &[Line]) -> String {
    let is_one = |line: &&Line| {
        let length = line.word.chars().take(25).count();
        (4..25).contains(&length) && line.word.chars().all(char::is_alphabetic)
    };
    let mut words: Vec<&Line> = lines.iter().filter(is_one).collect();
    if words.len() > NEAR {
        words.sort_by_key(|line| Reverse(line.count));
        words.truncate(NEAR);
        words.sort_by(|a, b| in_browsers(&a.word, &b.word));
    }
    let mut told = String::new();
    let mut last = "";
    for line in words {
        let shared = line.word.chars().zip(last.chars()).take_while(|(a, b)| a == b).count();
        if !told.is_empty() {
            told.push(' ');
        }
        base_36(u32::try_from(shared).unwrap_or_default(), &mut told);
        let _ = write!(told, "{}", line.word.chars().skip(shared).collect::<String>());
        last = &line.word;
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hit(entry: u32, field: Field, times: u8) -> Hit {
        Hit { entry, field, times }
    }

    fn line(word: &str, count: usize) -> Line {
        Line { word: word.into(), places: "0".into(), count }
    }

    #[test]
    fn places_are_told_by_field_and_by_steps() {
        let hits = [
            hit(0, Field::Text, 1),
            hit(35, Field::Text, 4),
            hit(36, Field::Text, 3),
            hit(37, Field::Id, 9),
            hit(2_000, Field::Text, 1),
        ];
        assert_eq!(Line::of("a", hits.iter()).places, "0,10,1ik;z;;;11");
        assert_eq!(Line::of("a", hits[..1].iter()), line("a", 1));
        assert_eq!(Line::of("a", [hit(7, Field::Title, 1)].iter()).places, ";;;7");
    }

    #[test]
    fn the_weightiest_place_of_a_word_counts() {
        let mut found = HashMap::new();
        for (entry, field) in [(1, Field::Text), (1, Field::Title), (1, Field::Text), (2, Field::Text)] {
            note(&mut found, "word", entry, field);
        }
        assert_eq!(found["word"], [hit(1, Field::Title, 3), hit(2, Field::Text, 1)]);
    }

    #[test]
    fn every_word_is_in_one_file_and_in_order() {
        let lines: Vec<Line> = (0..1_000).map(|i| line(&format!("{:04}{}", i, "x".repeat(i % 30)), 1)).collect();
        for files in [1, 2, 7, 256] {
            let parts = parted(&lines, files);
            assert_eq!(parts.len(), files);
            assert!(parts.iter().flat_map(|part| part.iter()).eq(&lines));
            let size = |part: &&[Line]| part.iter().map(|line| line.word.len() + 7).sum::<usize>();
            let (least, most) = (parts.iter().map(size).min(), parts.iter().map(size).max());
            assert!(most.zip(least).is_some_and(|(most, least)| most <= least + 80), "{files}: {least:?} {most:?}");
        }
        assert_eq!(parted(&lines[..2], 4).iter().map(|part| part.len()).sum::<usize>(), 2);
        assert_eq!(parted(&[], 3), [&[] as &[Line]; 3]);
        // One word that is in everything is a file of its own, and its neighbours are in others.
        let mut uneven = vec![line("a", 1), line("b", 1), line("c", 1)];
        uneven[1].places = "1,".repeat(1_000);
        assert_eq!(parted(&uneven, 3).iter().flat_map(|part| part.iter()).count(), 3);
    }

    #[test]
    fn words_are_compared_as_browsers_do() {
        let mut words = ["\u{ff66}", "𠮷", "b", "a", "é"];
        words.sort_by(|a, b| in_browsers(a, b));
        assert_eq!(words, ["a", "b", "é", "𠮷", "\u{ff66}"]);
    }

    #[test]
    fn near_words_share_their_beginnings() {
        let words = ["2026", "fair", "fairer", "fairness", "für", "prüfung"].map(|word| line(word, 1));
        assert_eq!(near(&words), "0fair 4er 4ness 0prüfung");
        let many: Vec<Line> = (0..50_000_u32)
            .map(|i| {
                let letter = |by: u32| char::from(b'a' + u8::try_from(i / by % 26).expect("a letter"));
                line(
                    &[letter(17_576), letter(676), letter(26), letter(1)].iter().collect::<String>(),
                    usize::from(i >= 25_000),
                )
            })
            .collect();
        let told = near(&many);
        assert_eq!(told.split(' ').count(), NEAR);
    }
}
