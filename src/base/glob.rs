//! Patterns of paths: `policies`, `policies/**`, `*/procedures`, `**/*.draft.md`.

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
        let names: Vec<&str> = path.split('/').collect();
        // Which places of the pattern can have been come to: every name moves all of them on at once.
        let mut places = vec![false; self.parts.len() + 1];
        places[0] = true;
        self.skip(&mut places);
        for name in names {
            if places[self.parts.len()] {
                return true;
            }
            let mut next = vec![false; places.len()];
            for (place, part) in self.parts.iter().enumerate().filter(|(place, _)| places[*place]) {
                if part == "**" {
                    next[place] = true;
                } else if fits(part, name) {
                    next[place + 1] = true;
                }
            }
            self.skip(&mut next);
            places = next;
        }
        places[self.parts.len()]
    }

    /// How much of it is no sign that stands for others: of two patterns that match, that with more is meant.
    pub fn weight(&self) -> usize {
        self.parts.iter().map(|part| part.chars().filter(|c| !matches!(c, '*' | '?')).count() + 1).sum()
    }

    /// Whether a text fits a pattern in which `*` and `?` stand for any letters.
    pub fn fits(pattern: &str, text: &str) -> bool {
        fits(pattern, text)
    }

    /// `**` may stand for no name at all.
    fn skip(&self, places: &mut [bool]) {
        for place in 0..self.parts.len() {
            if places[place] && self.parts[place] == "**" {
                places[place + 1] = true;
            }
        }
    }
}

/// Whether a name fits a part of a pattern: in steps of the name, with the last `*` to come back to.
fn fits(part: &str, name: &str) -> bool {
    let (part, name): (Vec<char>, Vec<char>) = (part.chars().collect(), name.chars().collect());
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while at < name.len() {
        match part.get(place) {
            Some('*') => {
                star = Some((place, at));
                place += 1;
            }
            Some(sign) if *sign == '?' || *sign == name[at] => {
                place += 1;
                at += 1;
            }
            _ => match &mut star {
                Some((from, taken)) => {
                    *taken += 1;
                    (place, at) = (*from + 1, *taken);
                }
                None => return false,
            },
        }
    }
    part[place..].iter().all(|sign| *sign == '*')
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
