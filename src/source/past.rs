//! Single files of one commit, read straight from git objects. Nothing is listed: only what is asked for is looked up.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::attributes::{Attributes, MAX_ATTRIBUTES};
use super::files::Content;
use crate::base::{DocPath, Result, below, is_hidden, tell};
use crate::repo::{Blob, ObjectId, Repo};

/// A folder in a commit.
pub struct Past<'a> {
    repo: &'a Repo,
    commit: ObjectId,
    prefix: String,
    /// What each folder of the repository says of filters, as far as it was asked.
    attributes: Mutex<BTreeMap<String, Arc<Attributes>>>,
}

impl<'a> Past<'a> {
    /// The folder `prefix` (`""` for the top) of `commit`.
    pub fn new(repo: &'a Repo, commit: ObjectId, prefix: &str) -> Self {
        Self { repo, commit, prefix: prefix.to_owned(), attributes: Mutex::default() }
    }

    /// The blob of the file at `path`; `None` where there is no file, or a hidden one.
    pub fn id(&self, path: &DocPath) -> Option<ObjectId> {
        if is_hidden(path.as_str()) {
            return None;
        }
        self.repo.blob_at(self.commit, &below(&self.prefix, path.as_str()))
    }

    /// Reads the file at `path`, if it is no larger than `limit` bytes.
    ///
    /// # Errors
    /// Where its object is damaged.
    pub fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        self.id(path).map_or_else(|| Ok(Content::Unreadable(tell!("no such file"))), |id| self.read_blob(id, limit))
    }

    pub(super) fn read_blob(&self, id: ObjectId, limit: u64) -> Result<Content> {
        Ok(match self.repo.blob(id, limit)? {
            Blob::Bytes(bytes) => Content::Bytes(bytes),
            Blob::TooLarge(size) => Content::TooLarge(size),
            Blob::Missing => Content::Unreadable(tell!("its object is not in this clone")),
        })
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

    /// The filter of git that stands between the blob at `path` and the file that people see.
    ///
    /// # Errors
    /// Where what says so cannot be read.
    pub fn filter(&self, path: &DocPath) -> Result<Option<String>> {
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
