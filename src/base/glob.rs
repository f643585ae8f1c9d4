//! Patterns of paths: `policies`, `policies/**`, `*/procedures`, `**/*.draft.md`.

use std::collections::{BTreeSet, HashMap};
use std::fmt;

/// A pattern of paths from the root of an AIMS. `*` and `?` stand for letters of one name, `**` for any names. What matches
/// a folder matches all below it; `.` is the root.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Glob {
    parts: Vec<String>,
}

/// The most parts that a pattern may have, and the most bytes: no path that people write is longer. One that has more
/// matches nothing.
const MOST: (usize, usize) = (64, 4096);

impl Glob {
    /// Reads a pattern. Slashes at its ends mean nothing.
    pub fn new(pattern: &str) -> Self {
        let pattern = if pattern.trim() == "." { "" } else { pattern };
        let parts = pattern.trim().split('/').map(str::trim).filter(|part| !part.is_empty());
        let mut parts: Vec<String> = parts.take(MOST.0 + 1).map(str::to_owned).collect();
        if parts.len() > MOST.0 || pattern.len() > MOST.1 {
            return Self { parts: vec![String::new()] };
        }
        parts.dedup_by(|next, before| next == "**" && before == "**");
        // What is below a folder is what the folder matches.
        if parts.last().is_some_and(|part| part == "**") {
            parts.pop();
        }
        Self { parts }
    }

    /// Whether a path, or a folder that it lies in, matches.
    pub fn matches(&self, path: &str) -> bool {
        // Which places of the pattern can have been come to: every name moves all of them on at once.
        let mut places = self.skip(1);
        for name in path.split('/') {
            if places == 0 || places >> self.parts.len() & 1 == 1 {
                break;
            }
            let mut next = 0;
            for (place, part) in self.parts.iter().enumerate().filter(|(place, _)| places >> place & 1 == 1) {
                if part == "**" {
                    next |= 1 << place;
                } else if fits(part, name) {
                    next |= 1 << (place + 1);
                }
            }
            places = self.skip(next);
        }
        places >> self.parts.len() & 1 == 1
    }

    /// How much of it is no sign that stands for others: of two patterns that match, that with more is meant.
    pub fn weight(&self) -> usize {
        self.parts.iter().map(|part| part.chars().filter(|c| !matches!(c, '*' | '?')).count() + 1).sum()
    }

    /// Whether a text fits a pattern in which `*` and `?` stand for any letters.
    pub fn fits(pattern: &str, text: &str) -> bool {
        fits(pattern, text)
    }

    /// `**` may stand for no name at all. There is a bit for each of at most [`MOST`] places.
    fn skip(&self, mut places: u128) -> u128 {
        for place in (0..self.parts.len()).filter(|place| self.parts[*place] == "**") {
            places |= (places >> place & 1) << (place + 1);
        }
        places
    }

    /// Whether it may match at any depth, and how the name begins that it looks for first.
    fn begin(&self) -> (bool, &str) {
        let is_deep = self.parts.first().is_some_and(|part| part == "**");
        let part = self.parts.get(usize::from(is_deep)).map_or("", String::as_str);
        (is_deep, part.split(['*', '?']).next().unwrap_or_default())
    }
}

/// Many patterns, each known by how a name begins that it looks for: no path is compared with all of them.
#[derive(Clone, Default)]
pub struct Globs {
    all: Vec<Glob>,
    /// Of those for the first name of a path, and of those for any: by what that begins with, their places in order.
    begun: [HashMap<String, Vec<usize>>; 2],
    lengths: BTreeSet<usize>,
}

impl fmt::Debug for Globs {
    /// What was given, and not in which order a map happens to have it.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(&self.all).finish()
    }
}

impl Globs {
    /// These, in order.
    pub fn new(all: impl IntoIterator<Item = Glob>) -> Self {
        let mut globs = Self { all: all.into_iter().collect(), ..Self::default() };
        for (place, glob) in globs.all.iter().enumerate() {
            let (is_deep, begin) = glob.begin();
            globs.lengths.insert(begin.len());
            globs.begun[usize::from(is_deep)].entry(begin.to_owned()).or_default().push(place);
        }
        globs
    }

    /// The place of the first that matches a path.
    pub fn first(&self, path: &str) -> Option<usize> {
        let of = |places: &[usize]| places.iter().copied().find(|place| self.all[*place].matches(path));
        self.candidates(path).filter_map(of).min()
    }

    /// The places of those that match none of these paths.
    pub fn idle<'p>(&self, paths: impl Iterator<Item = &'p str>) -> Vec<usize> {
        let mut is_idle = vec![true; self.all.len()];
        for path in paths {
            for place in self.candidates(path).flatten() {
                is_idle[*place] = is_idle[*place] && !self.all[*place].matches(path);
            }
        }
        (0..self.all.len()).filter(|place| is_idle[*place]).collect()
    }

    /// Those that can match a path, each once, however many of its names begin so.
    fn candidates<'s>(&'s self, path: &'s str) -> impl Iterator<Item = &'s [usize]> {
        let mut seen = BTreeSet::new();
        let all = path.split('/').enumerate().flat_map(move |(depth, name)| {
            let begins = self.lengths.iter().filter_map(move |length| name.get(..*length));
            let of = move |begin: &'s str| {
                self.begun.iter().skip(usize::from(depth > 0)).filter_map(move |by| by.get(begin))
            };
            begins.flat_map(of).map(Vec::as_slice)
        });
        all.filter(move |places: &&[usize]| seen.insert(places.as_ptr()))
    }
}

/// Whether a name fits a part of a pattern: what stands between its `*`, each where it is found first.
fn fits(part: &str, name: &str) -> bool {
    let mut pieces = part.split('*');
    let Some(mut rest) = behind(pieces.next().unwrap_or_default(), name) else { return false };
    let Some(last) = pieces.next_back() else { return rest.is_empty() };
    // What most names fail by is looked at before all that is dear.
    if !last.contains('?') && !rest.ends_with(last) {
        return false;
    }
    for piece in pieces {
        let found = match piece.contains('?') {
            true => rest.char_indices().find_map(|(at, _)| behind(piece, &rest[at..])),
            false => rest.find(piece).map(|at| &rest[at + piece.len()..]),
        };
        let Some(found) = found else { return false };
        rest = found;
    }
    let surplus = rest.chars().count().checked_sub(last.chars().count());
    let end = surplus.and_then(|surplus| rest.char_indices().map(|(at, _)| at).chain([rest.len()]).nth(surplus));
    end.is_some_and(|at| behind(last, &rest[at..]).is_some())
}

/// What is left of a text behind a piece, which it begins with.
fn behind<'n>(piece: &str, text: &'n str) -> Option<&'n str> {
    if !piece.contains('?') {
        return text.strip_prefix(piece);
    }
    let mut letters = text.chars();
    let is_one = |sign: char| letters.next().is_some_and(|letter| sign == '?' || sign == letter);
    piece.chars().all(is_one).then_some(letters.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_matches_what_people_mean_by_it() {
        for (pattern, path) in [
            ("policies", "policies/a.md"),
            ("policies/", "policies/deep/a.md"),
            ("/policies", "policies/a.md"),
            ("policies/**", "policies/a.md"),
            ("policies/**", "policies/b/c/a.md"),
            ("policies/*", "policies/a.md"),
            ("policies/*.md", "policies/a.md"),
            ("**/policies", "x/y/policies/a.md"),
            ("**/policies", "policies/a.md"),
            ("*/policies/**", "x/policies/a.md"),
            ("**/*.draft.md", "x/a.draft.md"),
            ("vendor/**/docs", "vendor/docs/a.md"),
            ("a.md", "a.md"),
            ("pol?cies", "policies/a.md"),
            (".", "a.md"),
            ("", "x/a.md"),
            ("**", "x/a.md"),
            ("**/**", "a.md"),
        ] {
            assert!(Glob::new(pattern).matches(path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("policies", "policies.md"),
            ("policies", "x/policies/a.md"),
            ("Policies", "policies/a.md"),
            ("policies/*.md", "policies/b/a.txt"),
            ("*.md", "x/a.md"),
            ("policies/a", "policies/ab.md"),
            ("../policies", "policies/a.md"),
            ("./policies", "policies/a.md"),
            ("**/x", "y/a.md"),
        ] {
            assert!(!Glob::new(pattern).matches(path), "{pattern} {path}");
        }
    }

    #[test]
    fn the_pattern_that_says_more_weighs_more() {
        let weights =
            ["**", "docs/**", "docs/*", "docs/policies", "docs/policies/*.md"].map(|at| Glob::new(at).weight());
        assert!(weights.is_sorted() && weights[0] < weights[1] && weights[3] < weights[4], "{weights:?}");
    }

    #[test]
    fn no_pattern_takes_long() {
        let pattern = Glob::new(&"*a".repeat(1_000));
        assert!(!pattern.matches(&format!("{}b", "a".repeat(2_000))));
        assert!(!Glob::new(&"a/".repeat(65)).matches(&"a/".repeat(66)));
        assert!(!Glob::new(&format!("{}c", "**/a/".repeat(30))).matches(&format!("{}b", "a/".repeat(200))));
    }
}
