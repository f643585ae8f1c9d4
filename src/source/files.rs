//! What every source gives: the files of an AIMS at one moment, what they hold, and what below the root is none.

use crate::base::wording::Words;
use crate::base::{DocPath, Result};

/// The files of an AIMS at one moment.
pub trait Source: Sync {
    /// Every file below the root in order of path, symbolic links and hidden files left out.
    fn files(&self) -> &[DocPath];

    /// What stands below the root and could not be listed as a file.
    fn oddities(&self) -> &[Oddity];

    /// Reads one file, if it is no larger than `limit` bytes.
    ///
    /// # Errors
    /// Where the program cannot go on. A file that alone cannot be read is [`Content::Unreadable`].
    fn read(&self, path: &DocPath, limit: u64) -> Result<Content>;

    /// The filter of git that stands between what is read here and the file that people see; `None` where none does.
    ///
    /// # Errors
    /// Where what says so cannot be read.
    fn filter(&self, path: &DocPath) -> Result<Option<String>> {
        let _ = path;
        Ok(None)
    }
}

/// A source that belongs to somebody else.
impl<S: Source + ?Sized> Source for &S {
    fn files(&self) -> &[DocPath] {
        (**self).files()
    }

    fn oddities(&self) -> &[Oddity] {
        (**self).oddities()
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        (**self).read(path, limit)
    }

    fn filter(&self, path: &DocPath) -> Result<Option<String>> {
        (**self).filter(path)
    }
}

/// What reading a file gave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Its bytes.
    Bytes(Vec<u8>),
    /// It is larger than asked for: its size in bytes.
    TooLarge(u64),
    /// It cannot be read, and why: the rest of a sentence.
    Unreadable(Words),
}

/// Something below the root that is not read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Oddity {
    /// Its path, bytes that are not UTF-8 replaced.
    pub path: String,
    /// What it is.
    pub kind: OddityKind,
}

/// Why something is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum OddityKind {
    /// A symbolic link. None is followed: what it shows could lie outside the repository, and differs by machine.
    Symlink,
    /// A name that is not UTF-8 or has no meaning on another platform.
    Name,
    /// Something left out of the AIMS that could not be looked at.
    Unseen,
    /// A repository of its own: a submodule, or a clone that lies within. What it holds is in no commit of this one.
    Repository,
    /// Settings of another AIMS that begins below the root, which settle nothing here.
    Within,
    /// A site that was built from the AIMS, in the repository itself. The copies of texts in it are no files here.
    Site,
}
