//! The history of a folder, in one pass.

use std::collections::BTreeMap;

use git2::ObjectType;

use super::gap::Gap;
use super::known::Known;
use super::mailmap::Mailmap;
use super::mainline::Mainline;
use super::store::Reader;
use super::{Commit, ObjectFormat, ObjectId, Repo, commit, pass, raw_tree};
use crate::base::{DocPath, Error, Result, sha256, sha256_hex};
use crate::cache::Cache;

/// What to look for in a history.
#[derive(Debug, Clone, Copy)]
pub struct LogOptions {
    /// Whether a file belongs to the record, by its path below the prefix.
    pub keep: fn(&str) -> bool,
    /// The name that a file gives itself, whatever its path: two files with one name in one commit are one document
    /// that moved, even where its text was rewritten, and two with different names are two documents, however alike.
    /// Case is not looked at in ASCII. Files edited in place are not asked.
    pub identity: fn(&[u8]) -> Option<String>,
}

/// The history of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Log {
    /// The commits that touched a file of the record, newest first: no commit stands before one of its children, and
    /// otherwise the later committer date comes first. [Boundary](Commit::boundary) commits are always among them.
    pub commits: Vec<Commit>,
    /// What is not in this clone, and so not in the record; and where git itself shows another history here.
    pub gaps: Vec<Gap>,
    /// The commits by which those in `commits` came in ([`Commit::brought_by`]). A merge that itself changed nothing is
    /// here too: it is evidence of who merged.
    pub mainline: BTreeMap<ObjectId, Mainline>,
    /// The chain of first parents, from the tip back as far as it is in this clone.
    pub line: Vec<ObjectId>,
}

/// What one commit did to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its path after the commit, or before it if it was deleted; relative to the prefix.
    pub path: DocPath,
    /// Its path before, if it was renamed.
    pub from: Option<DocPath>,
    /// What was done.
    pub kind: ChangeKind,
    /// The blob before. In a merge, that of the first parent that has the file.
    pub old: Option<ObjectId>,
    /// The blob after. Where a renamed file has the same as before, nothing in it was changed.
    pub new: Option<ObjectId>,
}

/// What can be done to a file. A change of its mode alone is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ChangeKind {
    /// No parent has it.
    Added,
    /// Its content is another.
    Modified,
    /// It is no longer there, or no longer a regular file.
    Deleted,
    /// It has another path, and perhaps another content.
    Renamed,
}

impl Repo {
    /// The history of the folder `prefix` (`""` for the top) as far as it leads to `tip`.
    ///
    /// A file that moves across the border of the folder, or of what `keep` wants, is added or deleted. Of a merge,
    /// only those paths are told that differ from all its parents. Names that are no sound path are passed over, as in
    /// [`Repo::tree`], and so are symbolic links and submodules.
    ///
    /// # Errors
    /// Where the commit `tip` cannot be read. What else is missing is told in [`Log::gaps`].
    pub fn log(&self, tip: ObjectId, prefix: &str, options: &LogOptions) -> Result<Log> {
        Ok(pass::run(self, tip, (prefix, options), Known::nothing(self.format), false)?.0)
    }

    /// As [`Repo::log`], reading only the commits that `cache` does not know yet. The answer is the same, with one
    /// exception: what was once read is known, though its objects be lost since.
    ///
    /// `rules` stands for the functions in `options`: another number where they would answer otherwise. The cache grows
    /// by a few hundred bytes a commit, and is written anew only when a good part of the commits is new to it.
    ///
    /// # Errors
    /// As [`Repo::log`]. A cache that cannot be read or written is none.
    pub fn log_cached(
        &self,
        tip: ObjectId,
        prefix: &str,
        options: &LogOptions,
        rules: u32,
        cache: &Cache,
    ) -> Result<Log> {
        let (name, key) = key(prefix, rules, self.format);
        let bytes = cache.load(&name, &key).unwrap_or_default();
        let known = Known::read(&bytes, self.format).unwrap_or_else(|| Known::nothing(self.format));
        let (log, kept) = pass::run(self, tip, (prefix, options), known, true)?;
        if let Some(bytes) = kept {
            cache.store(&name, &key, &bytes);
        }
        Ok(log)
    }

    /// The commit `id` itself, without its changes: for pages that say which commit they were built from.
    ///
    /// # Errors
    /// Where it is missing, damaged, or no commit.
    pub fn commit(&self, id: ObjectId) -> Result<Commit> {
        self.store.with(|reader| {
            let raw = reader.require(id, ObjectType::Commit)?;
            let links = commit::links(raw.data()).ok_or_else(|| Error::new(format!("commit {id} names no tree")))?;
            let mailmap = mailmap(reader, links.tree);
            Ok(commit::parse(id, raw.data(), |name, email| {
                let (name, email) = mailmap.resolve(name, email);
                (name.into(), email.into())
            }))
        })
    }
}

/// By what rules the changes of a commit are worked out here: another number where they are others.
const RULES: u32 = 1;

/// The file of a folder's history in the cache, and what all in it depends on.
fn key(prefix: &str, rules: u32, format: ObjectFormat) -> (String, [u8; 32]) {
    let folder = sha256_hex(prefix.as_bytes());
    let all = format!("history {RULES} {rules} {format:?} {prefix}");
    (format!("history-{}.bin", &folder[..8]), sha256(all.as_bytes()))
}

/// The `.mailmap` in the top folder of a commit; an empty one where there is none.
pub(super) fn mailmap(reader: &Reader<'_>, top: ObjectId) -> Mailmap {
    let tree = reader.read(top, ObjectType::Tree);
    let entry = tree.as_ref().and_then(|tree| raw_tree::find(tree.data(), reader.format, b".mailmap", false));
    let blob = entry.and_then(|entry| reader.read(entry.id(), ObjectType::Blob));
    blob.map_or_else(Mailmap::default, |blob| Mailmap::parse(&String::from_utf8_lossy(blob.data())))
}
