//! Another source with some of its files replaced, added or left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use super::files::{Content, Oddity, Source};
use super::past::Past;
use crate::base::{DocPath, Result, tell};

/// A source in which some files have another content, and some are not there.
pub struct Overlay<'a> {
    below: Box<dyn Source + 'a>,
    files: Vec<DocPath>,
    changed: BTreeMap<DocPath, Other<'a>>,
}

/// Another content of a file.
pub enum Other<'a> {
    /// These bytes.
    Bytes(Vec<u8>),
    /// That of a file of a commit.
    At(Arc<Past<'a>>, DocPath),
}

impl<'a> Overlay<'a> {
    /// Leaves out the files in `without`, and puts the content of `changed` over the rest: such a file is there, whether
    /// `below` has it or not.
    pub fn new(
        below: Box<dyn Source + 'a>,
        changed: BTreeMap<DocPath, Other<'a>>,
        without: &BTreeSet<DocPath>,
    ) -> Self {
        let left = below.files().iter().filter(|path| !without.contains(*path));
        let files: BTreeSet<DocPath> = left.chain(changed.keys()).cloned().collect();
        Self { below, files: files.into_iter().collect(), changed }
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
            Some(Other::Bytes(bytes)) if bytes.len() as u64 > limit => Ok(Content::TooLarge(bytes.len() as u64)),
            Some(Other::Bytes(bytes)) => Ok(Content::Bytes(bytes.clone())),
            Some(Other::At(past, path)) => past.read(path, limit),
            None if self.has(path) => self.below.read(path, limit),
            None => Ok(Content::Unreadable(tell!("this edition leaves it out"))),
        }
    }

    fn filter(&self, path: &DocPath) -> Result<Option<String>> {
        match self.changed.get(path) {
            Some(Other::Bytes(_)) => Ok(None),
            Some(Other::At(past, path)) => past.filter(path),
            None => self.below.filter(path),
        }
    }
}
