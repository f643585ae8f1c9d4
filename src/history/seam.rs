//! Where the record of a document begins though the document did not: there it is cut, and nothing is known from before.

use std::collections::{BTreeMap, BTreeSet};

use super::options::is_text;
use super::{Change, ChangeKind, History, Revision, short, trailers};
use crate::base::{DocPath, plural, say};
use crate::parse::MAX_TEXT;
use crate::repo::{Blob, ObjectId, Repo};

/// A commit before which nothing is known of some documents, though there was something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seam {
    /// Why.
    pub kind: SeamKind,
    /// The commit, in hex digits; empty where the documents are older than all that is in this clone.
    pub commit: String,
    /// The documents, in order of their paths.
    pub paths: Vec<DocPath>,
}

/// Why nothing is known from before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum SeamKind {
    /// The clone was cut there, or what came before is damaged.
    Cut,
    /// The commit puts a history of its own together into one, as `git subtree --squash` does; its last commit, in hex
    /// digits, where the message names it.
    Squashed(Option<String>),
    /// It came from this path, where it could not be followed.
    Elsewhere(DocPath),
    /// It was this file, which is no text.
    NoText(DocPath),
    /// Its text was taken out of this document, in whose record it is until then.
    Split(DocPath),
    /// The first text on record is not a first version.
    Numbered,
}

impl Seam {
    /// The same of these documents alone.
    pub(super) fn among(&self, paths: Vec<DocPath>) -> Self {
        Self { kind: self.kind.clone(), commit: self.commit.clone(), paths }
    }

    /// What is not known: a sentence without a full stop.
    pub fn sentence(&self) -> String {
        let n = self.paths.len();
        let who = match self.paths.as_slice() {
            [only] => say!("the record of {document}", document = only.shown()),
            _ => say!("the records of {n} documents", n),
        };
        let commit = short(&self.commit);
        match &self.kind {
            SeamKind::Cut if commit.is_empty() => plural!(
                n,
                "{who} begins before all that is in this clone",
                "{who} begin before all that is in this clone",
                who
            ),
            SeamKind::Cut => plural!(
                n,
                "{who} begins before commit {commit}, and what was before it is not in this clone",
                "{who} begin before commit {commit}, and what was before it is not in this clone",
                who,
                commit
            ),
            SeamKind::Squashed(of) => squashed(n, &who, &commit, of.as_deref()),
            SeamKind::Elsewhere(from) => plural!(
                n,
                "{who} begins with commit {commit}, which moved it from {from}, where it cannot be followed",
                "{who} begin with commit {commit}, which moved it from {from}, where it cannot be followed",
                who,
                commit,
                from = from.shown()
            ),
            SeamKind::NoText(from) => say!(
                "until commit {commit} it was {from}, which is no text: what it said is not known",
                commit,
                from = from.shown()
            ),
            SeamKind::Split(from) => plural!(
                n,
                "{who} begins with commit {commit}, which took most of the text out of {from}: what it was before is in the record of that",
                "{who} begin with commit {commit}, which took most of the text out of {from}: what it was before is in the record of that",
                who,
                commit,
                from = from.shown()
            ),
            SeamKind::Numbered => plural!(
                n,
                "{who} begins with commit {commit} and not with a first version: what was before is not in this repository",
                "{who} begin with commit {commit} and not with a first version: what was before is not in this repository",
                who,
                commit
            ),
        }
    }

    /// What to do about it: a sentence.
    pub fn remedy(&self) -> &'static str {
        match &self.kind {
            SeamKind::Cut => say!(
                "Fetch the whole history: `git fetch --unshallow`, or `git fetch --refetch --no-filter` where the clone was made with `--filter`."
            ),
            SeamKind::Squashed(_) => say!(
                "Bring the history itself, with `git subtree add` and without `--squash`, or keep the repository that it came from."
            ),
            SeamKind::Elsewhere(_) => say!("Move documents by folders, with an `id` in their front matter."),
            SeamKind::Split(_) => say!("Read the two records together."),
            SeamKind::NoText(_) | SeamKind::Numbered => say!(
                "Keep the versions and approvals of then where your records are kept; nothing here speaks for them."
            ),
        }
    }
}

fn squashed(n: usize, who: &str, commit: &str, of: Option<&str>) -> String {
    match of {
        None => plural!(
            n,
            "{who} begins with commit {commit}, into which another history was squashed: who wrote what in it, and when, is not in this repository",
            "{who} begin with commit {commit}, into which another history was squashed: who wrote what in it, and when, is not in this repository",
            who,
            commit
        ),
        Some(of) => plural!(
            n,
            "{who} begins with commit {commit}, into which another history up to its commit {last} was squashed: who wrote what in it, and when, is not in this repository",
            "{who} begin with commit {commit}, into which another history up to its commit {last} was squashed: who wrote what in it, and when, is not in this repository",
            who,
            commit,
            last = short(of)
        ),
    }
}

/// Finds every seam, those of one kind and commit together. `whole` says whether the clone holds the whole history,
/// and `committed` whether a document that is there is in the newest commit.
pub(super) fn seams<'a>(
    history: &History,
    documents: impl Iterator<Item = &'a DocPath>,
    (whole, committed): (bool, &dyn Fn(&DocPath) -> bool),
    repo: Option<&Repo>,
) -> Vec<Seam> {
    let mut compared = 0;
    let mut found: BTreeMap<(usize, SeamKind), Vec<DocPath>> = BTreeMap::new();
    for path in documents {
        let steps = history.steps(path);
        let seam = steps.iter().rev().find_map(|step| {
            let (revision, change) = history.step(*step)?;
            let is_first = Some(step) == steps.last();
            if is_first && history.holes.may_have_moved(revision, change) {
                return Some((step.revision, SeamKind::Cut));
            }
            Some((step.revision, of(revision, change, is_first)?))
        });
        let first = steps.last().and_then(|step| Some((step.revision, history.step(*step)?)));
        let seam = seam.or_else(|| {
            let (place, (revision, change)) = first?;
            Some((place, split(repo?, revision, change, &mut compared)?))
        });
        let older =
            || (steps.is_empty() && !whole && committed(path)).then_some((history.revisions.len(), SeamKind::Cut));
        if let Some(seam) = seam.or_else(older) {
            found.entry(seam).or_default().push(path.clone());
        }
    }
    let commit = |place: usize| history.revisions.get(place).map(|revision| revision.commit.clone());
    let seam = |((place, kind), paths)| Seam { kind, commit: commit(place).unwrap_or_default(), paths };
    found.into_iter().map(seam).collect()
}

/// The seam at a change of a document, which may be the first.
fn of(revision: &Revision, change: &Change, first: bool) -> Option<SeamKind> {
    if let Some(from) = change.from.as_ref().filter(|from| !is_text(from)) {
        return Some(SeamKind::NoText(from.clone()));
    }
    if !first {
        return None;
    }
    match (change.kind, &change.from) {
        (ChangeKind::Renamed | ChangeKind::Moved, Some(from)) => Some(SeamKind::Elsewhere(from.clone())),
        (ChangeKind::Added, _) => {
            let split = trailers::values(&revision.body, "git-subtree-split").first().map(|id| (*id).to_owned());
            let squashed = split.is_some() || revision.subject.starts_with("Squashed '");
            if squashed && !revision.merge {
                return Some(SeamKind::Squashed(split));
            }
            let facts = change.facts.as_ref().filter(|facts| facts.controlled)?;
            facts.version.as_deref().is_some_and(is_later).then_some(SeamKind::Numbered)
        }
        _ => Some(SeamKind::Cut),
    }
}

/// How many documents are compared with what their commit changed beside them.
const MOST_COMPARED: usize = 500;

/// Lines that are shorter are the same in many documents.
const TELLING: usize = 15;

/// The document out of which most lines of a new one were taken, by the commit that added it.
fn split(repo: &Repo, revision: &Revision, change: &Change, compared: &mut usize) -> Option<SeamKind> {
    let beside = |other: &&Change| other.path != change.path && other.old.is_some() && is_text(&other.path);
    let mut lines: Option<BTreeSet<String>> = None;
    let others = revision.changes.iter().filter(|_| change.kind == ChangeKind::Added).filter(beside);
    for other in others.filter(|other| other.old != other.new) {
        *compared += 1;
        if *compared > MOST_COMPARED {
            return None;
        }
        let own = lines.get_or_insert_with(|| telling(repo, change.new));
        let (old, new) = (telling(repo, other.old), telling(repo, other.new));
        let taken = own.iter().filter(|line| old.contains(*line) && !new.contains(*line)).count();
        if taken > 1 && taken * 2 >= own.len() {
            return Some(SeamKind::Split(other.path.clone()));
        }
    }
    None
}

/// The lines of a text by which it is known.
fn telling(repo: &Repo, text: Option<ObjectId>) -> BTreeSet<String> {
    let Some(Ok(Blob::Bytes(bytes))) = text.map(|text| repo.blob(text, MAX_TEXT)) else { return BTreeSet::new() };
    let text = String::from_utf8_lossy(&bytes);
    text.lines().map(str::trim).filter(|line| line.len() >= TELLING).map(str::to_owned).collect()
}

/// Whether a version cannot be the first: 1.1, 2, 3.2. A year is no such number.
fn is_later(version: &str) -> bool {
    let mut parts = version.trim_start_matches(['v', 'V']).split('.').map(str::parse::<u32>);
    match (parts.next(), parts.next()) {
        (Some(Ok(major)), minor) => {
            (2..1900).contains(&major) || (major == 1 && minor.is_some_and(|minor| minor.is_ok_and(|minor| minor > 0)))
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::is_later;

    #[test]
    fn a_first_version_is_known_by_its_number() {
        for later in ["1.1", "2", "2.0", "v3.2", "10.0.1"] {
            assert!(is_later(later), "{later}");
        }
        for first in ["1", "1.0", "0.9", "0.1", "2026-01", "2026.2", "draft", "", "A"] {
            assert!(!is_later(first), "{first}");
        }
    }
}
