//! Where the record of a document begins though the document did not: there it is cut, and nothing is known from before.

use super::revision::short;
use crate::base::{DocPath, plural, say};

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
    /// It is not, and the document replaces this one, in whose record is what was before.
    Replaces(DocPath),
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
            SeamKind::Replaces(other) => say!(
                "from commit {commit} on it is in the place of {other}: what was before is in the record of that",
                commit,
                other = other.shown()
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
            SeamKind::Split(_) | SeamKind::Replaces(_) => say!("Read the two records together."),
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
