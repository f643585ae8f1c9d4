//! A source that remembers what it gave, so that it can be told afterwards whether a commit holds exactly that.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::files::{Content, Oddity, Source};
use super::revision::Revision;
use crate::base::{DocPath, Error, Result};
use crate::repo::{ObjectFormat, ObjectId};

/// Another source, and what was read from it.
pub struct Witness<'a> {
    below: Box<dyn Source + 'a>,
    format: ObjectFormat,
    seen: Arc<Seen>,
}

/// What was seen.
pub struct Seen {
    files: Vec<DocPath>,
    oddities: Vec<Oddity>,
    /// What was read.
    read: Mutex<BTreeMap<DocPath, Read>>,
}

/// What was read of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Read {
    /// All of it, of which this is the name.
    Whole(ObjectId),
    /// That it has more bytes than were asked for, and how many.
    Size { asked: u64, size: u64 },
    /// Nothing that a commit could hold.
    Nothing,
}

impl<'a> Witness<'a> {
    /// Looks on as `below` is read, in the names of a repository of this format.
    pub fn new(below: Box<dyn Source + 'a>, format: ObjectFormat) -> Self {
        let (files, oddities) = (below.files().to_vec(), below.oddities().to_vec());
        Self { below, format, seen: Arc::new(Seen { files, oddities, read: Mutex::default() }) }
    }

    /// Takes over what was seen of these files before, as far as they are still there: nobody reads them again, for they are as
    /// they were.
    #[must_use]
    pub fn knowing(self, before: &Seen, paths: &[DocPath]) -> Self {
        let known = before.read.lock().unwrap_or_else(PoisonError::into_inner);
        let listed = paths.iter().filter(|path| self.seen.files.binary_search(path).is_ok());
        let seen = listed.filter_map(|path| Some((path.clone(), *known.get(path)?)));
        self.seen.read.lock().unwrap_or_else(PoisonError::into_inner).extend(seen);
        drop(known);
        self
    }

    /// What has been read so far, and what will be.
    pub fn seen(&self) -> Arc<Seen> {
        Arc::clone(&self.seen)
    }
}

impl Source for Witness<'_> {
    fn files(&self) -> &[DocPath] {
        self.below.files()
    }

    fn oddities(&self) -> &[Oddity] {
        self.below.oddities()
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        let content = self.below.read(path, limit)?;
        let read = match &content {
            Content::Bytes(bytes) => ObjectId::of_blob(bytes, self.format).map_or(Read::Nothing, Read::Whole),
            Content::TooLarge(size) => Read::Size { asked: limit, size: *size },
            Content::Unreadable(_) => Read::Nothing,
        };
        let mut seen = self.seen.read.lock().unwrap_or_else(PoisonError::into_inner);
        match (seen.get(path), read) {
            (Some(Read::Whole(before)), Read::Whole(now)) if *before != now => {
                return Err(Error::new(format!("`{path}` was changed while it was read")).hint("Run this again."));
            }
            // Of what was read whole more is known than its size.
            (Some(Read::Whole(_)), Read::Size { .. }) => {}
            _ => drop(seen.insert(path.clone(), read)),
        }
        Ok(content)
    }

    fn filter(&self, path: &DocPath) -> Result<Option<String>> {
        self.below.filter(path)
    }
}

impl Seen {
    /// Whether a commit holds the same files, and each that was read byte for byte.
    pub fn is_all_in(&self, commit: &Revision<'_>) -> bool {
        let read = self.read.lock().unwrap_or_else(PoisonError::into_inner);
        self.files == commit.files()
            && self.oddities == commit.oddities()
            && read.iter().all(|(path, read)| match *read {
                Read::Whole(name) => commit.id(path) == Some(name),
                Read::Size { asked, size } => {
                    matches!(commit.read(path, asked), Ok(Content::TooLarge(there)) if there == size)
                }
                Read::Nothing => false,
            })
    }
}
