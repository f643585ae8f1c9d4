//! Merges that git made alone: whether a text is what two sides made of the one at which they parted, and nothing else.

use std::collections::{BinaryHeap, HashMap};

use git2::{MergeFileInput, ObjectType, merge_file};

use super::commit;
use super::id::ObjectId;
use super::repository::Repo;
use super::store::Reader;
use super::tree::Blob;

/// Texts that are longer are not merged once more.
const LONGEST: u64 = 1024 * 1024;

/// How many steps are taken to where the sides of merges part, for all together. What is beyond is taken for what somebody
/// merged by hand: nobody may hold up a build by merges.
const FAR: usize = 1_000_000;

/// How many bytes of texts are read for all merges together.
const READ_IN_ALL: usize = 128 * 1024 * 1024;

/// Tells which merges git made alone. Commits are read once, however many merges ask for them.
pub struct Joins<'r> {
    repo: &'r Repo,
    /// The parents and the date of commits that were looked at; `None` of those that are not here.
    known: HashMap<ObjectId, Option<(Vec<ObjectId>, i64)>>,
    /// How many steps may be taken yet.
    left: usize,
    /// How many bytes of texts may be read yet.
    bytes: usize,
}

impl<'r> Joins<'r> {
    /// One that knows nothing yet.
    pub fn new(repo: &'r Repo) -> Self {
        Self { repo, known: HashMap::new(), left: FAR, bytes: READ_IN_ALL }
    }

    /// Whether merging a file of these parents of a merge, without a conflict, gives exactly this text: then whoever made the
    /// merge wrote nothing in it. `paths` are those at which the file may be, in the parents and where they part; the first
    /// that is there counts. `false` too where any of it is not in this clone, or lies too far back.
    pub fn is_one(&mut self, parents: &[ObjectId], paths: &[String], text: ObjectId) -> bool {
        let joined = self.joined(parents, paths);
        joined.is_some() && joined == self.whole(text)
    }

    /// What git makes of a file of several parents, each merged into the first in turn.
    fn joined(&mut self, parents: &[ObjectId], paths: &[String]) -> Option<Vec<u8>> {
        let (first, others) = parents.split_first()?;
        let mut ours = self.at(*first, paths)?;
        for other in others {
            let theirs = self.at(*other, paths)?;
            let fork = self.fork(*first, *other)?;
            ours = merged(&self.at(fork, paths)?, &ours, &theirs)?;
        }
        Some(ours)
    }

    fn at(&mut self, commit: ObjectId, paths: &[String]) -> Option<Vec<u8>> {
        let blob = paths.iter().find_map(|path| self.repo.blob_at(commit, path))?;
        self.whole(blob)
    }

    fn whole(&mut self, blob: ObjectId) -> Option<Vec<u8>> {
        let Ok(Blob::Bytes(bytes)) = self.repo.blob(blob, LONGEST) else { return None };
        self.bytes = self.bytes.checked_sub(bytes.len())?;
        Some(bytes)
    }

    /// The newest commit that led to both; `None` where it is too far away, or not here.
    fn fork(&mut self, one: ObjectId, other: ObjectId) -> Option<ObjectId> {
        let mut seen: HashMap<ObjectId, u8> = HashMap::new();
        let mut next: BinaryHeap<(i64, ObjectId)> = BinaryHeap::new();
        for (commit, side) in [(one, 1), (other, 2)] {
            *seen.entry(commit).or_default() |= side;
            next.push((self.links(commit)?.1, commit));
        }
        loop {
            self.left = self.left.checked_sub(1)?;
            let (_, commit) = next.pop()?;
            let sides = seen.get(&commit).copied()?;
            if sides == 3 {
                return Some(commit);
            }
            for parent in self.links(commit)?.0.clone() {
                let before = seen.entry(parent).or_default();
                if *before | sides != *before {
                    *before |= sides;
                    next.push((self.links(parent)?.1, parent));
                }
            }
        }
    }

    /// The parents of a commit, and when it was committed.
    fn links(&mut self, commit: ObjectId) -> Option<&(Vec<ObjectId>, i64)> {
        if !self.known.contains_key(&commit) {
            let links = self.repo.links(commit);
            self.known.insert(commit, links);
        }
        self.known.get(&commit)?.as_ref()
    }
}

impl Repo {
    fn links(&self, commit: ObjectId) -> Option<(Vec<ObjectId>, i64)> {
        let read = |reader: &Reader<'_>| {
            let links = commit::links(reader.require(commit, ObjectType::Commit)?.data());
            Ok(links.map(|links| (links.parents, links.seconds)))
        };
        self.store.with(read).ok().flatten()
    }
}

/// Three texts merged; `None` where they are in conflict.
fn merged(base: &[u8], ours: &[u8], theirs: &[u8]) -> Option<Vec<u8>> {
    let (mut from, mut one, mut other) = (MergeFileInput::new(), MergeFileInput::new(), MergeFileInput::new());
    let found = merge_file(from.content(base), one.content(ours), other.content(theirs), None).ok()?;
    found.is_automergeable().then(|| found.content().to_vec())
}

#[cfg(test)]
mod tests {
    use super::merged;

    #[test]
    fn what_two_sides_changed_apart_is_put_together_and_a_conflict_is_not() {
        let base = b"a\nb\nc\nd\ne\nf\n";
        let joined = merged(base, b"A\nb\nc\nd\ne\nf\n", b"a\nb\nc\nd\ne\nF\n");
        assert_eq!(joined.as_deref(), Some(&b"A\nb\nc\nd\ne\nF\n"[..]));
        assert_eq!(merged(base, b"x\nb\nc\nd\ne\nf\n", b"y\nb\nc\nd\ne\nf\n"), None);
        assert_eq!(merged(b"", b"", b"").as_deref(), Some(&b""[..]));
    }
}
