//! Files beside documents that hold their metadata: which file is beside which document.
//!
//! In come patterns and the files that there are; out goes, for each document, the one file that says what it is. Where two
//! documents could claim a file, neither has it: that is told, not guessed.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{DocPath, Glob, SETTINGS};

/// Patterns of files beside documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sidecars {
    patterns: Vec<String>,
}

/// What stands in a pattern for a part of the path of the document.
const HOLES: [&str; 3] = ["{path}", "{folder}", "{name}"];

/// How files beside documents may end.
const ENDINGS: [&str; 6] = ["yaml", "yml", "json", "toml", "md", "markdown"];

/// Which files are beside which documents.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The file beside each document, by the document.
    pub of: BTreeMap<DocPath, DocPath>,
    /// Files that hold metadata of others, whosoever: none of them is a document.
    pub aside: BTreeSet<DocPath>,
    /// What is in doubt, by the file beside.
    pub doubts: Vec<(DocPath, Doubt)>,
}

/// What is in doubt about a file beside documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Doubt {
    /// These documents could claim it.
    Several(Vec<DocPath>),
    /// This document has another one that comes before it.
    Second(DocPath, DocPath),
    /// There is no document that it could be about.
    Alone,
}

/// Why a pattern cannot be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit {
    /// It does not say beside which document the file is.
    NoHole,
    /// What ends like this is not read.
    Ending,
    /// It leads out of the AIMS, or to the document itself.
    Place,
}

impl Sidecars {
    /// Takes one more pattern, which comes behind those before.
    ///
    /// # Errors
    /// Where it cannot be one, and why.
    pub fn add(&mut self, pattern: &str) -> Result<(), Unfit> {
        let pattern = pattern.trim().trim_start_matches("./");
        if !HOLES.iter().any(|hole| pattern.contains(hole)) {
            return Err(Unfit::NoHole);
        }
        let sample = DocPath::new("folder/name.md").and_then(|path| fill(pattern, &path));
        let ending = sample.as_ref().map(DocPath::extension);
        match ending {
            None => return Err(Unfit::Place),
            Some(ending) if !ENDINGS.contains(&ending.as_str()) => return Err(Unfit::Ending),
            _ if sample.is_some_and(|path| path.as_str() == "folder/name.md") => return Err(Unfit::Place),
            _ => {}
        }
        if !self.patterns.iter().any(|known| known == pattern) {
            self.patterns.push(pattern.to_owned());
        }
        Ok(())
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty()
    }

    /// Whether others have all of its patterns.
    pub(super) fn is_within(&self, other: &Self) -> bool {
        self.patterns.iter().all(|pattern| other.patterns.contains(pattern))
    }

    /// What the paths of such files look like.
    pub fn globs(&self) -> Vec<Glob> {
        self.patterns.iter().map(|pattern| glob(pattern)).collect()
    }

    /// The paths at which a file beside the document could be, in the order of the patterns; those that name its
    /// folder alone where these are asked for.
    pub fn places<'a>(&'a self, document: &'a DocPath, of_folder: bool) -> impl Iterator<Item = DocPath> + 'a {
        let patterns = self.patterns.iter().filter(move |pattern| of_folder || !is_of_folder_alone(pattern));
        patterns.filter_map(|pattern| fill(pattern, document)).filter(move |path| path != document)
    }

    /// Which of these files are beside which, in order of their paths.
    pub fn pairs(&self, files: &[DocPath]) -> Pairs {
        if self.is_empty() {
            return Pairs::default();
        }
        let claims = Claims::of(self, files);
        let mut pairs = claims.pairs();
        let own_name = |pattern: &&String| {
            let name = pattern.rsplit('/').next().unwrap_or(pattern);
            let bare = HOLES.iter().fold(name.to_owned(), |name, hole| name.replace(hole, ""));
            bare.rsplit_once('.').is_some_and(|(stem, _)| !stem.is_empty())
        };
        let named: Vec<Glob> = self.patterns.iter().filter(own_name).map(|pattern| glob(pattern)).collect();
        let alone = |path: &&DocPath| {
            !claims.wanted.contains_key(*path) && !is_ours(path) && named.iter().any(|glob| glob.matches(path.as_str()))
        };
        pairs.doubts.extend(files.iter().filter(alone).map(|path| (path.clone(), Doubt::Alone)));
        pairs.doubts.sort_by(|(a, _), (b, _)| a.cmp(b));
        pairs
    }

    /// Patterns by which none of these files is beside a document.
    pub fn idle(&self, pairs: &Pairs) -> Vec<&str> {
        let used = |pattern: &&String| {
            let glob = glob(pattern);
            pairs.aside.iter().any(|path| glob.matches(path.as_str()))
        };
        self.patterns.iter().filter(|pattern| !used(pattern)).map(String::as_str).collect()
    }
}

/// Which document wants which file, by the file.
struct Claims<'a> {
    wanted: BTreeMap<&'a DocPath, Vec<&'a DocPath>>,
    /// The files that each document wants, the first before the others.
    by_document: BTreeMap<&'a DocPath, Vec<&'a DocPath>>,
}

impl<'a> Claims<'a> {
    fn of(sidecars: &Sidecars, files: &'a [DocPath]) -> Self {
        let by_document = wishes(sidecars, files);
        let is_aside = aside(&by_document);
        let mut claims = Self { wanted: BTreeMap::new(), by_document: BTreeMap::new() };
        for (document, wished) in by_document {
            if is_aside.contains(document) || wished.is_empty() {
                continue;
            }
            for path in &wished {
                claims.wanted.entry(path).or_default().push(document);
            }
            claims.by_document.insert(document, wished);
        }
        claims
    }

    fn pairs(&self) -> Pairs {
        let mut pairs = Pairs { aside: self.wanted.keys().map(|path| (*path).clone()).collect(), ..Pairs::default() };
        for (path, documents) in self.wanted.iter().filter(|(_, documents)| documents.len() > 1) {
            pairs
                .doubts
                .push(((*path).clone(), Doubt::Several(documents.iter().map(|path| (*path).clone()).collect())));
        }
        for (document, wished) in &self.by_document {
            let mut sole = wished.iter().filter(|path| self.wanted.get(*path).is_some_and(|by| by.len() == 1));
            let Some(first) = sole.next() else { continue };
            pairs.of.insert((*document).clone(), (*first).clone());
            let second = |path: &&DocPath| ((*path).clone(), Doubt::Second((*document).clone(), (*first).clone()));
            pairs.doubts.extend(sole.map(second));
        }
        pairs
    }
}

/// The files that each Markdown file would have beside it, if it were a document. One that names its folder alone is beside
/// the page of the folder, and where there is none beside every other text in it.
fn wishes<'a>(sidecars: &Sidecars, files: &'a [DocPath]) -> BTreeMap<&'a DocPath, Vec<&'a DocPath>> {
    let there = |path: &DocPath| files.binary_search(path).ok().map(|at| &files[at]);
    let texts = || files.iter().filter(|path| path.is_markdown());
    let covers: BTreeMap<Option<&str>, &DocPath> =
        texts().filter(|path| path.is_cover()).map(|path| (path.parent(), path)).collect();
    let mut found = BTreeMap::new();
    for document in texts() {
        let is_of_folder = covers.get(&document.parent()).is_none_or(|cover| *cover == document);
        let fits = |pattern: &&String| is_of_folder || !is_of_folder_alone(pattern);
        let mut wished: Vec<&DocPath> = Vec::new();
        for path in sidecars.patterns.iter().filter(fits).filter_map(|pattern| fill(pattern, document)) {
            if let Some(path) = there(&path)
                && path != document
                && !is_ours(path)
                && !wished.contains(&path)
            {
                wished.push(path);
            }
        }
        found.insert(document, wished);
    }
    found
}

/// The Markdown files that are beside others: those that a document wants. What only such a file wants is a document.
fn aside<'a>(wishes: &BTreeMap<&'a DocPath, Vec<&'a DocPath>>) -> BTreeSet<&'a DocPath> {
    let mut by: BTreeMap<&DocPath, Vec<&DocPath>> = BTreeMap::new();
    for (document, wished) in wishes {
        for path in wished.iter().filter(|path| path.is_markdown()) {
            by.entry(path).or_default().push(document);
        }
    }
    let (mut aside, mut documents): (BTreeSet<&DocPath>, BTreeSet<&DocPath>) =
        (BTreeSet::new(), wishes.keys().copied().filter(|path| !by.contains_key(path)).collect());
    loop {
        let before = aside.len() + documents.len();
        for (path, claimants) in &by {
            if aside.contains(path) || documents.contains(path) {
                continue;
            }
            // Who says it is not a document itself cannot make it one's file.
            if claimants.iter().any(|claimant| documents.contains(claimant)) {
                aside.insert(path);
            } else if claimants.iter().all(|claimant| aside.contains(claimant)) {
                documents.insert(path);
            }
        }
        if aside.len() + documents.len() == before {
            return aside;
        }
    }
}

/// Whether a file is one of aims' own: the settings, and records of acts.
fn is_ours(path: &DocPath) -> bool {
    path.as_str() == SETTINGS || path.in_approvals().is_some()
}

/// Whether a pattern names the folder of a document and nothing else of its path.
fn is_of_folder_alone(pattern: &str) -> bool {
    !pattern.contains("{path}") && !pattern.contains("{name}")
}

/// Where a pattern has the file beside a document.
fn fill(pattern: &str, document: &DocPath) -> Option<DocPath> {
    let path = document.as_str();
    let folder = document.parent().unwrap_or_default();
    let whole = if folder.is_empty() { document.stem().to_owned() } else { format!("{folder}/{}", document.stem()) };
    if document.full().is_some() || path.is_empty() {
        return None;
    }
    // A path may hold such signs itself: each hole is filled once, from the left.
    let mut filled = String::new();
    let mut rest = pattern;
    while !rest.is_empty() {
        let parts = [("{path}", whole.as_str()), ("{folder}", folder), ("{name}", document.stem())];
        match parts.into_iter().find(|(hole, _)| rest.starts_with(hole)) {
            Some((hole, part)) => {
                filled.push_str(part);
                rest = &rest[hole.len()..];
            }
            None => {
                let end = rest.char_indices().nth(1).map_or(rest.len(), |(at, _)| at);
                filled.push_str(&rest[..end]);
                rest = &rest[end..];
            }
        }
    }
    DocPath::new(filled.trim_start_matches('/'))
}

/// What the files of a pattern look like.
fn glob(pattern: &str) -> Glob {
    let whole = pattern.replace("{path}", "**/*").replace("{folder}", "**").replace("{name}", "*");
    Glob::new(&whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(path: &str) -> DocPath {
        DocPath::new(path).expect("a path")
    }

    fn pairs(patterns: &[&str], files: &[&str]) -> Pairs {
        let mut sidecars = Sidecars::default();
        for pattern in patterns {
            sidecars.add(pattern).expect("a pattern");
        }
        let mut files: Vec<DocPath> = files.iter().map(|file| path(file)).collect();
        files.sort();
        sidecars.pairs(&files)
    }

    fn of(pairs: &Pairs) -> Vec<String> {
        pairs.of.iter().map(|(document, aside)| format!("{document} < {aside}")).collect()
    }

    #[test]
    fn a_file_is_beside_the_document_that_its_name_says() {
        let all =
            ["{path}.status.md", "{path}.yaml", "{folder}/kep.yaml", "meta/{path}.toml", "{folder}/_m/{name}.json"];
        for (files, wanted) in [
            (&["a/p.md", "a/p.status.md"][..], "a/p.md < a/p.status.md"),
            (&["p.md", "p.yaml"], "p.md < p.yaml"),
            (&["k/1/README.md", "k/1/kep.yaml", "k/1/notes.md"], "k/1/README.md < k/1/kep.yaml"),
            (&["README.md", "kep.yaml"], "README.md < kep.yaml"),
            (&["k/only.md", "k/kep.yaml"], "k/only.md < k/kep.yaml"),
            (&["a/p.md", "meta/a/p.toml"], "a/p.md < meta/a/p.toml"),
            (&["a/p.markdown", "a/_m/p.json"], "a/p.markdown < a/_m/p.json"),
        ] {
            let found = pairs(&all, files);
            assert_eq!((of(&found), found.doubts), (vec![wanted.to_owned()], vec![]), "{files:?}");
        }
    }

    #[test]
    fn what_is_in_doubt_is_told_and_not_guessed() {
        let two = pairs(&["{path}.yaml", "{folder}/kep.yaml"], &["k/a.md", "k/b.md", "k/kep.yaml"]);
        assert_eq!(of(&two), [""; 0]);
        assert_eq!(two.doubts, [(path("k/kep.yaml"), Doubt::Several(vec![path("k/a.md"), path("k/b.md")]))]);
        let same = pairs(&["{path}.yaml"], &["a.md", "a.markdown", "a.yaml"]);
        assert_eq!(of(&same), [""; 0]);
        assert_eq!(same.doubts.len(), 1);
        let second = pairs(&["{path}.yaml", "{path}.toml"], &["a.md", "a.toml", "a.yaml"]);
        assert_eq!(of(&second), ["a.md < a.yaml"]);
        assert_eq!(second.doubts, [(path("a.toml"), Doubt::Second(path("a.md"), path("a.yaml")))]);
        // A pattern that only ends in a certain way is no reason to wonder about every such file.
        let alone =
            pairs(&["{path}.yaml", "{path}.status.md", "{folder}/kep.yaml"], &["ci.yaml", "x.status.md", "k/kep.yaml"]);
        assert_eq!(alone.doubts, [(path("k/kep.yaml"), Doubt::Alone), (path("x.status.md"), Doubt::Alone)]);
    }

    #[test]
    fn a_text_beside_a_document_is_none_and_has_none() {
        let found = pairs(
            &["{path}.status.md", "{folder}/status.md"],
            &["a/p.md", "a/p.status.md", "a/p.status.status.md", "b/README.md", "b/status.md"],
        );
        assert_eq!(of(&found), ["a/p.md < a/p.status.md", "b/README.md < b/status.md"]);
        let aside: Vec<&str> = found.aside.iter().map(DocPath::as_str).collect();
        assert_eq!(aside, ["a/p.status.md", "b/status.md"], "what is beside that is a text of its own");
    }

    #[test]
    fn patterns_that_cannot_be_meant_are_refused() {
        let mut sidecars = Sidecars::default();
        for (pattern, why) in [
            ("kep.yaml", Unfit::NoHole),
            ("{path}.exe", Unfit::Ending),
            ("{path}", Unfit::Ending),
            ("{path}.md", Unfit::Place),
            ("{folder}/../{name}.yaml", Unfit::Place),
            ("../{path}.yaml", Unfit::Place),
        ] {
            assert_eq!(sidecars.add(pattern), Err(why), "{pattern}");
        }
        assert!(sidecars.is_empty());
        assert_eq!(fill("{path}.yaml", &path("{name}/{folder}.md")), Some(path("{name}/{folder}.yaml")));
    }
}
