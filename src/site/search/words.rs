//! The words of a text, as they are looked up. `theme/search.js` takes what somebody types apart in the same way.

use crate::base::folded::{fold, is_of_word, is_unspaced};

/// How many characters of a word count.
const LONGEST: usize = 40;

/// How many bytes an id may have that is kept whole.
const LONGEST_ID: usize = 40;

/// Takes texts apart.
#[derive(Default)]
pub(super) struct Words {
    folded: String,
}

impl Words {
    /// The words of a text, each as often as it is there: `Risk-based` is `risk` and `based`, `ISO 42001:2023` is `iso`,
    /// `42001:2023`, `42001` and `2023`. Words of one letter are none. Of scripts that have no blanks between words it is
    /// every two characters that follow one another, and the last one.
    pub(super) fn of(&mut self, text: &str, each: &mut impl FnMut(&str)) {
        fold(text, &mut self.folded);
        for chunk in chunks(&self.folded) {
            if is_id(chunk) {
                each(chunk);
            }
            parts(chunk).for_each(|part| word(part, each));
        }
    }

    /// An id as it is, and without what stands between its parts: `POL-001` is `pol-001` and `pol001`.
    pub(super) fn of_id(&mut self, id: &str, each: &mut impl FnMut(&str)) {
        fold(id, &mut self.folded);
        for chunk in chunks(&self.folded) {
            each(cut(chunk));
            if chunk.contains(is_joint) {
                each(cut(&parts(chunk).collect::<String>()));
            }
        }
    }
}

/// What may stand inside an id, an address or a word of several.
fn is_joint(c: char) -> bool {
    matches!(c, '-' | '.' | '_' | ':' | '/' | '\'' | '’' | '@')
}

fn chunks(folded: &str) -> impl Iterator<Item = &str> {
    let chunks = folded.split(|c| !is_of_word(c) && !is_joint(c)).map(|chunk| chunk.trim_matches(is_joint));
    chunks.filter(|chunk| !chunk.is_empty())
}

fn parts(chunk: &str) -> impl Iterator<Item = &str> {
    chunk.split(is_joint).filter(|part| !part.is_empty())
}

/// Whether it looks like an id, a number of several parts or a day.
fn is_id(chunk: &str) -> bool {
    chunk.len() <= LONGEST_ID && chunk.contains(is_joint) && chunk.contains(char::is_numeric)
}

fn cut(word: &str) -> &str {
    word.char_indices().nth(LONGEST).map_or(word, |(end, _)| &word[..end])
}

/// A word between two joints: one, or a run of them without blanks.
fn word(part: &str, each: &mut impl FnMut(&str)) {
    if part.is_ascii() || !part.contains(is_unspaced) {
        if part.chars().nth(1).is_some() {
            each(cut(part));
        }
        return;
    }
    let mut rest = part;
    while let Some(first) = rest.chars().next() {
        let unspaced = is_unspaced(first);
        let (run, after) = rest.split_at(rest.find(|c| is_unspaced(c) != unspaced).unwrap_or(rest.len()));
        if unspaced {
            pairs(run, each);
        } else {
            word(run, each);
        }
        rest = after;
    }
}

fn pairs(run: &str, each: &mut impl FnMut(&str)) {
    let ends = run.char_indices().map(|(at, _)| at).chain([run.len()]).skip(2).chain([run.len()]);
    for ((from, _), end) in run.char_indices().zip(ends) {
        each(&run[from..end]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        Words::default().of(text, &mut |word| found.push(word.to_owned()));
        found
    }

    fn of_id(id: &str) -> Vec<String> {
        let mut found = Vec::new();
        Words::default().of_id(id, &mut |word| found.push(word.to_owned()));
        found
    }

    #[test]
    fn words_are_folded_and_parted() {
        assert_eq!(words("Risk-based “Prüfung”, isn't it? A x."), ["risk", "based", "prufung", "isn", "it"]);
        assert_eq!(words("snake_case a.b@example.org"), ["snake", "case", "example", "org"]);
        assert_eq!(words("…--- ''' _"), Vec::<String>::new());
    }

    #[test]
    fn ids_days_and_numbers_stay_whole_and_are_found_by_their_parts_too() {
        assert_eq!(words("See POL-001, §6.1.4."), ["see", "pol-001", "pol", "001", "6.1.4"]);
        assert_eq!(words("ISO/IEC 42001:2023"), ["iso", "iec", "42001:2023", "42001", "2023"]);
        assert_eq!(words("2026-11-20"), ["2026-11-20", "2026", "11", "20"]);
        assert_eq!(of_id("POL-001"), ["pol-001", "pol001"]);
        assert_eq!(of_id("A.5.2"), ["a.5.2", "a52"]);
        assert_eq!(of_id("5"), ["5"]);
        assert_eq!(of_id("MAP 1.1"), ["map", "1.1", "11"]);
    }

    #[test]
    fn scripts_without_blanks_are_found_by_pairs() {
        assert_eq!(words("AI規程書です"), ["ai", "規程", "程書", "書で", "です", "す"]);
        assert_eq!(words("規"), ["規"]);
        assert_eq!(words("第5条"), ["第", "条"]);
        assert_eq!(words("𠮷野 한국어 คน"), ["𠮷野", "野", "한국어", "คน", "น"]);
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        assert_eq!(words(&"ж".repeat(100)), ["ж".repeat(40)]);
        assert_eq!(words(&format!("{}-1", "a".repeat(60))), ["a".repeat(40)]);
    }
}
