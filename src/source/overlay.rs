//! Another source with some of its files replaced.

use std::collections::BTreeMap;

use super::{Content, Oddity, Source};
use crate::base::{DocPath, Result};

/// A source in which some files have another content. No file is added or taken away.
pub struct Overlay<'a> {
    below: &'a dyn Source,
    files: BTreeMap<DocPath, Vec<u8>>,
}

impl<'a> Overlay<'a> {
    /// Puts the content of `files` over that of `below`, where it has such files.
    pub fn new(below: &'a dyn Source, files: BTreeMap<DocPath, Vec<u8>>) -> Self {
        Self { below, files }
    }
}

impl Source for Overlay<'_> {
    fn files(&self) -> &[DocPath] {
        self.below.files()
    }

    fn oddities(&self) -> &[Oddity] {
        self.below.oddities()
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        match self.files.get(path) {
            Some(bytes) if bytes.len() as u64 > limit => Ok(Content::TooLarge(bytes.len() as u64)),
            Some(bytes) => Ok(Content::Bytes(bytes.clone())),
            None => self.below.read(path, limit),
        }
    }
}
