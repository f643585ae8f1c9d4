//! Merges that git made alone: whether a text is what two sides made of the one at which they parted, and nothing else.

use git2::{MergeFileInput, merge_file};

use super::id::ObjectId;
use super::repository::Repo;
use super::tree::Blob;

/// Texts that are longer are not merged once more.
const LONGEST: u64 = 1024 * 1024;

impl Repo {
    /// Whether merging a file of these parents of a merge, without a conflict, gives exactly this text: then whoever made the
    /// merge wrote nothing in it. `paths` are those at which the file may be, in the parents and where they part; the first
    /// that is there counts. `false` too where any of it is not in this clone.
    pub fn joins(&self, parents: &[ObjectId], paths: &[String], text: ObjectId) -> bool {
        self.joined(parents, paths).is_some_and(|joined| self.whole(text) == Some(joined))
    }

    /// What git makes of a file of several parents, each merged into the first in turn.
    fn joined(&self, parents: &[ObjectId], paths: &[String]) -> Option<Vec<u8>> {
        let at = |commit: ObjectId| self.whole(paths.iter().find_map(|path| self.blob_at(commit, path))?);
        let (first, others) = parents.split_first()?;
        others.iter().try_fold(at(*first)?, |ours, other| {
            let fork = self.fork(*first, *other).ok()??;
            merged(&at(fork)?, &ours, &at(*other)?)
        })
    }

    fn whole(&self, blob: ObjectId) -> Option<Vec<u8>> {
        match self.blob(blob, LONGEST) {
            Ok(Blob::Bytes(bytes)) => Some(bytes),
            _ => None,
        }
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
