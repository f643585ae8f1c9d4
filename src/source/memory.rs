//! Files held in memory, for tests and for callers that have them already.

use std::collections::BTreeMap;

use super::files::{Content, Oddity, Source};
use crate::base::{DocPath, Result, tell};

/// Files held in memory.
#[derive(Debug, Default, Clone)]
pub struct Memory {
    paths: Vec<DocPath>,
    files: BTreeMap<DocPath, Vec<u8>>,
}

impl Memory {
    /// Files by path; paths that are none are left out.
    pub fn new<'a>(files: impl IntoIterator<Item = (&'a str, &'a [u8])>) -> Self {
        let files: BTreeMap<_, _> =
            files.into_iter().filter_map(|(path, bytes)| Some((DocPath::new(path)?, bytes.to_vec()))).collect();
        Self { paths: files.keys().cloned().collect(), files }
    }
}

impl Source for Memory {
    fn files(&self) -> &[DocPath] {
        &self.paths
    }

    fn oddities(&self) -> &[Oddity] {
        &[]
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        Ok(match self.files.get(path) {
            None => Content::Unreadable(tell!("no such file")),
            Some(bytes) if bytes.len() as u64 > limit => Content::TooLarge(bytes.len() as u64),
            Some(bytes) => Content::Bytes(bytes.clone()),
        })
    }
}
