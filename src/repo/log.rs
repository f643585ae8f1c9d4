//! The history of a folder, in one pass.

use git2::ObjectType;
use rayon::prelude::*;

use super::changes::{Log, LogOptions};
use super::commit::Commit;
use super::id::{ObjectFormat, ObjectId};
use super::known::Known;
use super::mailmap::Mailmap;
use super::repository::Repo;
use super::{commit, pass};
use crate::base::{Error, Result, sha256, sha256_hex};
use crate::cache::Cache;

impl Repo {
    /// The history of the folder `prefix` (`""` for the top) as far as it leads to `tip`.
    ///
    /// A file that moves across the border of the folder, or of what `keep` wants, is added or deleted, unless `follow` asks
    /// where it was before; then what it was there is told too. Of a merge,
    /// only those paths are told that differ from all its parents. Names that are no sound path are passed over, as in
    /// [`Repo::tree`], and so are symbolic links and submodules.
    ///
    /// # Errors
    /// Where the commit `tip` cannot be read, and where an object is stored under the name of another. What else is missing is told in [`Log::gaps`].
    pub fn log(&self, tip: ObjectId, prefix: &str, options: &LogOptions) -> Result<Log> {
        let log = pass::run(self, tip, (prefix, options), Known::nothing(self.format), false)?.0;
        self.is_sound().map(|()| log)
    }

    /// As [`Repo::log`], reading only the commits that `cache` does not know yet. The answer is the same: where a tree that was read
    /// once is lost since, all is read anew.
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
        let (name, key) = key(prefix, (rules, options), self.format);
        let bytes = cache.load(&name, &key).unwrap_or_default();
        let known = Known::read(&bytes, self.format).filter(|known| self.has_all(&known.trees()));
        let known = known.unwrap_or_else(|| Known::nothing(self.format));
        let (log, kept) = pass::run(self, tip, (prefix, options), known, true)?;
        self.is_sound()?;
        if let Some(bytes) = kept {
            cache.store(&name, &key, &bytes);
        }
        Ok(log)
    }

    /// Whether all these objects are here.
    fn has_all(&self, ids: &[ObjectId]) -> bool {
        let all_of = |ids: &[ObjectId]| self.store.with(|reader| Ok(ids.iter().all(|id| reader.has(*id))));
        ids.par_chunks(1024).all(|ids| all_of(ids).unwrap_or(false))
    }

    /// The `.mailmap` in the top folder of a commit; an empty one where there is none that can be read.
    pub fn mailmap(&self, commit: ObjectId) -> Mailmap {
        let read = |reader: &super::store::Reader<'_>| {
            let raw = reader.require(commit, ObjectType::Commit)?;
            Ok(commit::links(raw.data()).map(|links| Mailmap::at(reader, links.tree)))
        };
        self.store.with(read).ok().flatten().unwrap_or_default()
    }

    /// The commit `id` itself, without its changes, and with people as they wrote themselves: for days and parents.
    ///
    /// # Errors
    /// Where it is missing, damaged, or no commit.
    pub fn commit(&self, id: ObjectId) -> Result<Commit> {
        self.store.with(|reader| {
            let raw = reader.require(id, ObjectType::Commit)?;
            commit::links(raw.data()).ok_or_else(|| Error::new(format!("commit {id} names no tree")))?;
            Ok(Commit::of_raw(id, raw.data()))
        })
    }
}

/// By what rules the changes of a commit are worked out here: another number where they are others.
const RULES: u32 = 6;

/// The file of a folder's history in the cache, and what all in it depends on.
fn key(prefix: &str, (rules, options): (u32, &LogOptions), format: ObjectFormat) -> (String, [u8; 32]) {
    let also = &options.also;
    let folder = sha256_hex(prefix.as_bytes());
    let also = if also.is_empty() { String::new() } else { format!("{also:?}") };
    let all = format!("history {RULES} {rules} {format:?} {prefix}{also}");
    // What follows files, what does not, and what is of some files lie side by side; other rules take the place of older ones.
    let what = match options.follow {
        true => "history",
        false if options.also.is_empty() => "touched",
        false => "beside",
    };
    (format!("{what}-{}.bin", &folder[..8]), sha256(all.as_bytes()))
}
