//! What the index names, and so what git put into the work tree.

use super::failure;
use super::repository::Repo;
use crate::base::Result;

/// An entry of the index.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indexed {
    /// Its path from the top of the work tree, as the bytes that git has.
    pub path: Vec<u8>,
    /// Whether it is a submodule.
    pub is_repository: bool,
}

impl Repo {
    /// All that the index names, also by names that are no sound path.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn indexed(&self) -> Result<Vec<Indexed>> {
        self.store.with(|reader| {
            let index = reader.git.index().map_err(|error| failure::during("read the index", error))?;
            let entry = |entry: git2::IndexEntry| Indexed {
                is_repository: entry.mode & 0o170_000 == 0o160_000,
                path: entry.path,
            };
            let mut all: Vec<Indexed> = index.iter().map(entry).collect();
            // A file in conflict stands there three times.
            all.dedup();
            Ok(all)
        })
    }
}
