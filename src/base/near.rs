//! Which of many names was most likely meant, for many words that are none of them.
//!
//! [`did_you_mean`](super::text::did_you_mean) looks at every candidate. Here the candidates are sorted once, and those that
//! begin alike are compared together: words that are a slip or two away are found in a time that hardly grows with the
//! number of names. What is further away is looked for as well, as long as neither comes to too much.

use std::collections::BTreeMap;

use super::text::{Tally, distance, least_steps, letters_of, reach_of, runs, solid, tally};

/// No name with more letters than this is near any word: see [`letters_of`] and [`reach_of`].
const LONGEST: usize = 86;

/// How far a slip is away, as somebody makes it at the keyboard: this is looked for much longer.
const SLIP: usize = 2;

/// How much is spent on looking further than that: one for each name passed, [`ROW`] for each letter compared.
const MOST: usize = 3_000_000;

/// How much is spent on looking for slips, by the same count: many thousands of words beside many thousands of names that begin
/// alike would take minutes.
const MOST_FOR_SLIPS: usize = 100 * MOST;

/// What comparing one more letter of a name costs, in names that are passed by.
const ROW: usize = 8;

/// More steps than any two words are apart.
const FAR: u8 = 200;

/// Names by their letters and digits, whatever signs stand between them.
#[derive(Debug, Default)]
pub struct Dressed<'a> {
    /// By their words and numbers, nothing where several have the same.
    same: BTreeMap<Vec<String>, Option<&'a str>>,
    /// By letters and digits alone, likewise.
    solid: BTreeMap<String, Option<&'a str>>,
}

impl<'a> Dressed<'a> {
    /// These names.
    pub fn of(names: impl IntoIterator<Item = &'a str>) -> Self {
        let mut all = Self::default();
        for name in names.into_iter().filter(|name| name.contains(char::is_alphanumeric)) {
            let only = |known: &mut Option<&'a str>| *known = known.filter(|known| *known == name);
            all.same.entry(runs(name)).and_modify(only).or_insert(Some(name));
            all.solid.entry(solid(name)).and_modify(only).or_insert(Some(name));
        }
        all
    }

    /// The name that differs from a word in signs only; a nothing within where several do, of which nobody can tell which is
    /// meant.
    pub fn meant(&self, word: &str) -> Option<Option<&'a str>> {
        self.same.get(&runs(word)).or_else(|| self.solid.get(&solid(word))).copied()
    }
}

/// Names to choose from.
#[derive(Debug)]
pub struct Near<'a> {
    /// In order of their letters.
    names: Vec<Name<'a>>,
    /// With how many letters each begins as the one before it does.
    shared: Vec<usize>,
    /// What was found for each word.
    found: BTreeMap<String, Option<&'a str>>,
    /// What may still be spent on looking far.
    left: usize,
    /// What may still be spent on looking for slips.
    left_for_slips: usize,
}

#[derive(Debug)]
struct Name<'a> {
    text: &'a str,
    /// In lower case.
    letters: Box<[char]>,
    tally: Tally,
}

impl<'a> Near<'a> {
    /// The names that may be meant; each is told as it is written here.
    pub fn of(names: impl IntoIterator<Item = &'a str>) -> Self {
        let read = |text: &'a str| {
            let letters: Vec<char> = text.chars().flat_map(char::to_lowercase).take(LONGEST).collect();
            // What is not there in full is near nothing.
            (letters.len() < LONGEST).then(|| Name { text, tally: tally(&letters), letters: letters.into() })
        };
        let mut names: Vec<Name<'a>> = names.into_iter().filter_map(read).collect();
        names.sort_unstable_by(|a, b| (&a.letters, a.text).cmp(&(&b.letters, b.text)));
        names.dedup_by(|a, b| a.text == b.text);
        let alike =
            |pair: &[Name<'_>]| pair[0].letters.iter().zip(&pair[1].letters).take_while(|(a, b)| a == b).count();
        let shared = std::iter::once(0).chain(names.windows(2).map(alike)).take(names.len()).collect();
        Self { names, shared, found: BTreeMap::new(), left: MOST, left_for_slips: MOST_FOR_SLIPS }
    }

    /// The name that `word` most likely was meant to be: the one that [`did_you_mean`](super::text::did_you_mean) chooses,
    /// but that after much looking only slips are found.
    pub fn nearest(&mut self, word: &str) -> Option<&'a str> {
        if let Some(found) = self.found.get(word) {
            return *found;
        }
        let letters = letters_of(word);
        let limit = reach_of(&letters);
        let mut reaches = vec![1, SLIP.min(limit), limit];
        reaches.dedup();
        let mut found = None;
        for reach in reaches {
            let left = if reach > SLIP { self.left } else { self.left_for_slips };
            if left == 0 || found.is_some() {
                continue;
            }
            let mut spent = 0;
            found = self.search(&letters, reach, &mut spent);
            let left = if reach > SLIP { &mut self.left } else { &mut self.left_for_slips };
            *left = left.saturating_sub(spent);
        }
        self.found.insert(word.to_owned(), found);
        found
    }

    /// The same where no other name is as near: of several nobody can tell which was meant.
    pub fn only(&mut self, word: &str) -> Option<&'a str> {
        let near = self.nearest(word)?;
        let (letters, lower) =
            (letters_of(word), |text: &str| text.chars().flat_map(char::to_lowercase).collect::<Vec<_>>());
        let (wanted, mut rows) = (tally(&letters), <[Vec<usize>; 3]>::default());
        let steps = distance(&letters, &lower(near), LONGEST, &mut rows)?;
        self.left_for_slips = self.left_for_slips.checked_sub(self.names.len() * ROW)?;
        let as_near = |name: &&Name<'a>| {
            name.text != near
                && least_steps(&wanted, &name.tally) <= steps
                && distance(&letters, &name.letters, steps, &mut rows).is_some_and(|other| other <= steps)
        };
        let others = self.names.iter().filter(as_near);
        (others.count() == 0).then_some(near)
    }

    /// The nearest name that is at most so many steps away; adds what it cost.
    fn search(&self, word: &[char], mut reach: usize, spent: &mut usize) -> Option<&'a str> {
        let (wanted, width, is_far) = (tally(word), word.len() + 1, reach > SLIP);
        // Row `d` holds how far the first `d` letters of a name are from the first letters of the word.
        let mut cells = vec![FAR; width * (LONGEST + 1)];
        cells.iter_mut().zip(0..).take(width).for_each(|(cell, steps)| *cell = steps);
        let mut best: Option<(usize, &'a str)> = None;
        let (mut at, mut valid) = (0, 0);
        while let Some(name) = self.names.get(at) {
            *spent += 1;
            valid = valid.min(self.shared[at]);
            at += 1;
            let too_far = || is_far && least_steps(&wanted, &name.tally) > reach;
            if name.letters.len().abs_diff(word.len()) > reach || too_far() {
                continue;
            }
            let mut lost = None;
            for depth in valid + 1..=name.letters.len() {
                *spent += ROW;
                valid = depth;
                if fill(&mut cells, word, &name.letters[..depth], reach) > reach {
                    lost = Some(depth);
                    break;
                }
            }
            match lost {
                // None that begins alike comes nearer.
                Some(depth) => at = self.behind(at, depth),
                None => {
                    let steps = usize::from(cells[name.letters.len() * width + word.len()]);
                    let nearer = steps <= reach && best.is_none_or(|best| (steps, name.text) < best);
                    if nearer && steps < name.text.chars().count() {
                        best = Some((steps, name.text));
                        reach = steps;
                    }
                }
            }
        }
        best.map(|(_, name)| name)
    }

    /// The first name from `at` on that does not begin with the same `depth` letters as the one before it.
    fn behind(&self, at: usize, depth: usize) -> usize {
        let few = self.shared[at..].iter().take(8).position(|shared| *shared < depth);
        if let Some(few) = few {
            return at + few;
        }
        let begins = &self.names[at - 1].letters[..depth];
        at + self.names[at..].partition_point(|name| name.letters.starts_with(begins))
    }
}

/// Fills the row of a name's first letters, near the diagonal, and gives its least number. The rows before it are filled.
fn fill(cells: &mut [u8], word: &[char], name: &[char], reach: usize) -> usize {
    let (depth, width) = (name.len(), word.len() + 1);
    let (filled, row) = cells.split_at_mut(depth * width);
    let (earlier, above) = filled.split_at(filled.len() - width);
    let second_above = &earlier[earlier.len().saturating_sub(width)..];
    let (first, end) = (depth.saturating_sub(reach).max(1), (depth + reach).min(word.len()));
    row[first - 1] = if first == 1 { u8::try_from(depth).unwrap_or(FAR) } else { FAR };
    let mut least = row[first - 1];
    let letter = name[depth - 1];
    for j in first..=end {
        let mut steps = above[j - 1] + u8::from(word[j - 1] != letter);
        steps = steps.min(above[j] + 1).min(row[j - 1] + 1);
        if depth > 1 && j > 1 && word[j - 2] == letter && word[j - 1] == name[depth - 2] {
            steps = steps.min(second_above[j - 2] + 1);
        }
        row[j] = steps;
        least = least.min(steps);
    }
    if end < word.len() {
        row[end + 1] = FAR;
    }
    usize::from(least)
}

#[cfg(test)]
mod tests {
    use super::super::text::did_you_mean;
    use super::Near;

    proptest::proptest! {
        #[test]
        fn it_chooses_what_looking_at_every_name_chooses(
            names in proptest::collection::vec("[abAÄäé-]{0,9}|number-[0-3]{3}|[a-c]{60,100}", 0..40),
            words in proptest::collection::vec("[abAÄäé-]{0,9}|nmuber-[0-4]{2,4}|[a-c]{60,100}", 1..6),
        ) {
            let names = || names.iter().map(String::as_str);
            let mut near = Near::of(names());
            for word in words.iter().chain(&words) {
                proptest::prop_assert_eq!(near.nearest(word), did_you_mean(word, names()), "{}", word);
            }
        }
    }

    #[test]
    fn after_much_looking_slips_are_still_found() {
        let names: Vec<String> = (0..300).map(|i| format!("source-file-number-{i:03}.md")).collect();
        let mut near = Near::of(names.iter().map(String::as_str));
        let meant = Some("source-file-number-007.md");
        assert_eq!(near.nearest("source-feil-nunber-007.mdx"), meant);
        near.left = 1;
        assert_eq!(near.nearest("number-008.md"), None);
        assert_eq!(near.left, 0);
        assert_eq!(near.nearest("source-feil-nunbre-007.mdx"), None);
        assert_eq!(near.nearest("source-feil-nunber-007.mdx"), meant);
        assert_eq!(near.nearest("source-flie-number-07.md"), meant);
    }

    #[test]
    fn after_far_too_much_looking_nothing_is_found() {
        let names: Vec<String> = (0..300).map(|i| format!("same-{i:03}")).collect();
        let mut near = Near::of(names.iter().map(String::as_str));
        assert_eq!(near.nearest("sane-001"), Some("same-001"));
        (near.left, near.left_for_slips) = (0, 1);
        assert_eq!((near.nearest("smae-002"), near.nearest("sane-003")), (Some("same-002"), None));
        assert_eq!(near.nearest("sane-001"), Some("same-001"), "what was found stays found");
    }

    #[test]
    fn of_several_as_near_none_is_meant() {
        let mut near = Near::of(["art-20", "art-27", "art-5", "GOVERN"]);
        assert_eq!((near.nearest("art-270"), near.only("art-270")), (Some("art-20"), None));
        assert_eq!(
            (near.only("art-277"), near.only("art-55"), near.only("GOVRN")),
            (Some("art-27"), Some("art-5"), Some("GOVERN"))
        );
        assert_eq!(near.only("something"), None);
    }

    #[test]
    fn nothing_is_near_where_there_is_nothing() {
        assert_eq!(Near::of([]).nearest("a"), None);
        assert_eq!(Near::of(["", "a"]).nearest(""), None);
        assert_eq!(Near::of(["a", "A", "b"]).nearest("A"), Some("A"));
    }
}
