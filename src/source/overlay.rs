//! Another source with some of its files replaced or left out.

use std::collections::{BTreeMap, BTreeSet};

use super::{Content, Oddity, Source};
use crate::base::{DocPath, Result};

/// A source in which some files have another content, and some are not there. No file is added.
pub struct Overlay<'a> {
    below: Box<dyn Source + 'a>,
    files: Vec<DocPath>,
    changed: BTreeMap<DocPath, Vec<u8>>,
}

impl<'a> Overlay<'a> {
    /// Puts the content of `changed` over that of `below`, where it has such files, and leaves out the files in `without`.
    pub fn new(below: Box<dyn Source + 'a>, changed: BTreeMap<DocPath, Vec<u8>>, without: &BTreeSet<DocPath>) -> Self {
        let files = below.files().iter().filter(|path| !without.contains(*path)).cloned().collect();
        Self { below, files, changed }
    }

    fn has(&self, path: &DocPath) -> bool {
        self.files.binary_search(path).is_ok()
    }
}

impl Source for Overlay<'_> {
    fn files(&self) -> &[DocPath] {
        &self.files
    }

    fn oddities(&self) -> &[Oddity] {
        self.below.oddities()
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        match self.changed.get(path) {
            Some(bytes) if bytes.len() as u64 > limit => Ok(Content::TooLarge(bytes.len() as u64)),
            Some(bytes) => Ok(Content::Bytes(bytes.clone())),
            None if self.has(path) => self.below.read(path, limit),
            None => Ok(Content::Unreadable("this edition leaves it out".into())),
        }
    }

    fn filter(&self, path: &DocPath) -> Result<Option<String>> {
        if self.changed.contains_key(path) { Ok(None) } else { self.below.filter(path) }
    }
}
