//! A whole site as a value.

use std::collections::BTreeMap;

use super::{DocPath, Error, Result};

/// What a build results in: every file of the site, sorted by path, before anything is written.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Bundle {
    files: BTreeMap<DocPath, Vec<u8>>,
}

impl Bundle {
    /// Adds a file.
    ///
    /// # Errors
    /// Where the path is no sound path inside the site, or is taken already. That two paths differ in letter case only,
    /// and would be one file on Windows and macOS, is for [`Bundle::case_clashes`] to tell.
    pub fn add(&mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Result<()> {
        let sound = DocPath::new(path).ok_or_else(|| Error::new(format!("`{path}` is no path inside the site")))?;
        if self.files.insert(sound, bytes.into()).is_some() {
            return Err(Error::new(format!("two pages want to be written to `{path}`")));
        }
        Ok(())
    }

    /// Pairs of paths that differ in letter case only.
    pub fn case_clashes(&self) -> Vec<(&DocPath, &DocPath)> {
        let mut seen: BTreeMap<String, &DocPath> = BTreeMap::new();
        let mut clashes = Vec::new();
        for path in self.files.keys() {
            match seen.get(&path.as_str().to_lowercase()) {
                Some(first) => clashes.push((*first, path)),
                None => {
                    seen.insert(path.as_str().to_lowercase(), path);
                }
            }
        }
        clashes
    }

    /// The files in order of their paths.
    pub fn iter(&self) -> impl Iterator<Item = (&DocPath, &[u8])> {
        self.files.iter().map(|(path, bytes)| (path, bytes.as_slice()))
    }

    /// The bytes of one file.
    pub fn get(&self, path: &str) -> Option<&[u8]> {
        self.files.get(path).map(Vec::as_slice)
    }

    /// How many files there are.
    pub fn len(&self) -> usize {
        self.files.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.files.is_empty()
    }

    /// The size of all files together, in bytes.
    pub fn size(&self) -> u64 {
        self.files.values().map(|bytes| bytes.len() as u64).sum()
    }
}
