//! Which files the index has, and which entries each of them tells of: known before any text is read, so that a site is
//! planned, and a page of it shown, without reading them all.

use std::ops::Range;

use super::entry::{Entry, Group, entries};
use crate::site::context::Shared;

/// About how many bytes of texts a file tells of. What a reader is shown needs one file for each result.
const TEXTS: usize = 6 * 1024;

/// From how many bytes on the text of one document is parted.
const LARGE: usize = 24 * 1024;

/// Into how many files a text is parted at most.
const PARTS: usize = 4;

/// About how many bytes of texts the words of one file come from, at first.
const WORDS: usize = 96 * 1024;

/// How many files of words there are at most. Of more texts each has more.
const MOST_WORDS: usize = 256;

/// The files of an index.
#[derive(Debug)]
pub(crate) struct Layout<'a> {
    /// The groups, in the order of their entries.
    pub(super) groups: Vec<Group>,
    /// Everything that can be found. Files call each by its place here.
    pub(super) entries: Vec<Entry<'a>>,
    /// How many files of words there are.
    pub(super) words: usize,
    /// The files of texts.
    pub(super) texts: Vec<Texts>,
}

/// A file of texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Texts {
    /// Its entries.
    pub(super) entries: Range<usize>,
    /// Which part it has of a text that is parted, and how many parts there are.
    pub(super) part: (usize, usize),
}

impl<'a> Layout<'a> {
    pub(super) fn of(shared: &Shared<'a>) -> Self {
        let (groups, entries) = entries(shared);
        let weights: Vec<usize> = entries.iter().map(|entry| entry.weight(shared)).collect();
        let words = (weights.iter().sum::<usize>() / WORDS + 1).min(MOST_WORDS);
        Self { groups, entries, words, texts: texts(&weights) }
    }

    /// For each file of texts how many entries it is the first to tell of: none where it goes on with the one before.
    pub(super) fn firsts(&self) -> Vec<usize> {
        self.texts.iter().map(|texts| if texts.part.0 == 0 { texts.entries.len() } else { 0 }).collect()
    }
}

/// Files for entries of these weights.
fn texts(weights: &[usize]) -> Vec<Texts> {
    let mut files = Vec::new();
    let (mut from, mut sum) = (0, 0);
    for (place, weight) in weights.iter().copied().enumerate() {
        if from < place && sum + weight > TEXTS {
            files.push(Texts { entries: from..place, part: (0, 1) });
            (from, sum) = (place, 0);
        }
        sum += weight;
        if weight > LARGE {
            let parts = weight.div_ceil(LARGE).min(PARTS);
            files.extend((0..parts).map(|part| Texts { entries: place..place + 1, part: (part, parts) }));
            (from, sum) = (place + 1, 0);
        }
    }
    if from < weights.len() {
        files.push(Texts { entries: from..weights.len(), part: (0, 1) });
    }
    files
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(weights: &[usize]) -> Vec<(Range<usize>, (usize, usize))> {
        texts(weights).into_iter().map(|file| (file.entries, file.part)).collect()
    }

    #[test]
    fn small_texts_share_a_file_and_large_ones_have_several() {
        assert_eq!(told(&[]), []);
        assert_eq!(told(&[300, 300, 5_000, 900]), [(0..3, (0, 1)), (3..4, (0, 1))]);
        let (one, two, rest) = ((1..2, (0, 2)), (1..2, (1, 2)), (2..3, (0, 1)));
        assert_eq!(told(&[1, 30_000, 1]), [(0..1, (0, 1)), one.clone(), two.clone(), rest]);
        assert_eq!(told(&[1, 30_000]), [(0..1, (0, 1)), one, two]);
        assert_eq!(told(&[4_000_000]).len(), PARTS);
    }

    #[test]
    fn each_entry_is_told_of_in_order() {
        let weights: Vec<usize> = (0..500).map(|i| (i * 7_919) % 40_000).collect();
        let firsts = texts(&weights).into_iter().filter(|file| file.part.0 == 0).flat_map(|file| file.entries);
        assert!(firsts.eq(0..500));
    }
}
