//! The files of one commit, read straight from git objects: no work tree, no filters, no configuration.

use std::collections::{BTreeMap, BTreeSet};

use super::files::{Content, Oddity, OddityKind, Source};
use super::past::Past;
use super::sites::{Copies, LARGEST};
use crate::base::{DocPath, Result, SITE_RECORD, is_hidden, tell};
use crate::repo::{FileMode, ObjectId, Repo, TreeFile};

/// A folder in a commit.
pub struct Revision<'a> {
    past: Past<'a>,
    paths: Vec<DocPath>,
    blobs: BTreeMap<DocPath, ObjectId>,
    oddities: Vec<Oddity>,
}

impl<'a> Revision<'a> {
    /// Lists the folder `prefix` (`""` for the top) of `commit`.
    ///
    /// # Errors
    /// Where the commit has no such folder, or its trees cannot be read.
    pub fn open(repo: &'a Repo, commit: ObjectId, prefix: &str) -> Result<Self> {
        let tree = repo.tree(commit, prefix)?;
        let mut found = Self {
            past: Past::new(repo, commit, prefix),
            paths: Vec::new(),
            blobs: BTreeMap::new(),
            oddities: Vec::new(),
        };
        let is_record = |file: &&TreeFile| file.mode != FileMode::Symlink && file.path.file_name() == SITE_RECORD;
        let records = tree.files.iter().filter(is_record);
        let sites: BTreeSet<String> = records.filter_map(|file| file.path.parent().map(str::to_owned)).collect();
        for file in tree.files.into_iter().filter(|file| !is_hidden(file.path.as_str())) {
            match file.mode {
                FileMode::Symlink => {
                    found.oddities.push(Oddity { path: file.path.as_str().to_owned(), kind: OddityKind::Symlink });
                }
                FileMode::File | FileMode::Executable => {
                    found.paths.push(file.path.clone());
                    found.blobs.insert(file.path, file.id);
                }
            }
        }
        for name in tree.unreadable.into_iter().filter(|name| !is_hidden(name)) {
            found.oddities.push(Oddity { path: name, kind: OddityKind::Name });
        }
        for path in tree.repositories.into_iter().filter(|path| !is_hidden(path.as_str())) {
            found.oddities.push(Oddity { path: path.to_string(), kind: OddityKind::Repository });
        }
        found.leave_copies(&sites);
        found.paths.sort();
        found.oddities.sort();
        Ok(found)
    }

    /// Leaves out the copies of texts in these sites.
    fn leave_copies(&mut self, sites: &BTreeSet<String>) {
        if sites.is_empty() {
            return;
        }
        let read = |path: &str| match self.past.read_blob(*self.blobs.get(path)?, LARGEST) {
            Ok(Content::Bytes(bytes)) => Some(bytes),
            _ => None,
        };
        let copies = Copies::among(&self.paths, &|folder| sites.contains(folder), &read);
        self.paths.retain(|path| !copies.files.contains(path));
        self.blobs.retain(|path, _| !copies.files.contains(path));
        let mut told = copies.sites;
        told.extend(sites.iter().filter(|path| !is_hidden(path)).cloned());
        self.oddities.extend(told.into_iter().map(|path| Oddity { path, kind: OddityKind::Site }));
    }

    /// The blob that the commit has at `path`.
    pub fn id(&self, path: &DocPath) -> Option<ObjectId> {
        self.blobs.get(path).copied()
    }
}

impl Source for Revision<'_> {
    fn files(&self) -> &[DocPath] {
        &self.paths
    }

    fn oddities(&self) -> &[Oddity] {
        &self.oddities
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        let Some(id) = self.blobs.get(path) else { return Ok(Content::Unreadable(tell!("no such file"))) };
        self.past.read_blob(*id, limit)
    }

    fn filter(&self, path: &DocPath) -> Result<Option<String>> {
        self.past.filter(path)
    }
}
