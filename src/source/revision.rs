//! The files of one commit, read straight from git objects: no work tree, no filters, no configuration.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::attributes::{Attributes, MAX_ATTRIBUTES};
use super::{Content, Oddity, OddityKind, Source};
use crate::base::{DocPath, Result, below, is_hidden};
use crate::repo::{Blob, FileMode, ObjectId, Repo};

/// A folder in a commit.
pub struct Revision<'a> {
    repo: &'a Repo,
    commit: ObjectId,
    prefix: String,
    paths: Vec<DocPath>,
    blobs: BTreeMap<DocPath, ObjectId>,
    oddities: Vec<Oddity>,
    /// What each folder of the repository says of filters, as far as it was asked.
    attributes: Mutex<BTreeMap<String, Arc<Attributes>>>,
}

impl<'a> Revision<'a> {
    /// Lists the folder `prefix` (`""` for the top) of `commit`.
    ///
    /// # Errors
    /// Where the commit has no such folder, or its trees cannot be read.
    pub fn open(repo: &'a Repo, commit: ObjectId, prefix: &str) -> Result<Self> {
        let tree = repo.tree(commit, prefix)?;
        let mut found = Self {
            repo,
            commit,
            prefix: prefix.to_owned(),
            paths: Vec::new(),
            blobs: BTreeMap::new(),
            oddities: Vec::new(),
            attributes: Mutex::default(),
        };
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
        found.paths.sort();
        found.oddities.sort();
        Ok(found)
    }

    /// The blob that the commit has at `path`.
    pub fn id(&self, path: &DocPath) -> Option<ObjectId> {
        self.blobs.get(path).copied()
    }

    /// What the `.gitattributes` of a folder of the repository says. One that cannot be read says nothing.
    fn attributes(&self, folder: &str) -> Result<Arc<Attributes>> {
        let known = || self.attributes.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(found) = known().get(folder) {
            return Ok(Arc::clone(found));
        }
        let path = below(folder, ".gitattributes");
        let text =
            match self.repo.blob_at(self.commit, &path).map(|id| self.repo.blob(id, MAX_ATTRIBUTES)).transpose()? {
                Some(Blob::Bytes(bytes)) => String::from_utf8_lossy(&bytes).into_owned(),
                _ => String::new(),
            };
        let found = Arc::new(Attributes::read(&text));
        known().insert(folder.to_owned(), Arc::clone(&found));
        Ok(found)
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
        let Some(id) = self.blobs.get(path) else { return Ok(Content::Unreadable("no such file".into())) };
        Ok(match self.repo.blob(*id, limit)? {
            Blob::Bytes(bytes) => Content::Bytes(bytes),
            Blob::TooLarge(size) => Content::TooLarge(size),
            Blob::Missing => Content::Unreadable("its object is not in this clone".into()),
        })
    }

    fn filter(&self, path: &DocPath) -> Result<Option<String>> {
        let inside = below(&self.prefix, path.as_str());
        // The nearest folder that says something wins.
        let mut at = inside.len();
        loop {
            let folder = inside[..at].rsplit_once('/').map_or("", |(folder, _)| folder);
            let relative = inside[folder.len()..].trim_start_matches('/');
            if let Some(filter) = self.attributes(folder)?.filter(relative) {
                return Ok(filter.map(str::to_owned));
            }
            if folder.is_empty() {
                return Ok(None);
            }
            at = folder.len();
        }
    }
}
