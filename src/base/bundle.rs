//! The files of a site: as addresses with bytes to be made, and as a whole value.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::{Error, Result};
use super::path::DocPath;

/// The files of a site, known by their paths and each made when it is asked for, so that nobody has to hold them all.
pub trait Files: Sync {
    /// The paths, each once, in their order.
    fn paths(&self) -> Vec<&DocPath>;

    /// Those of them that are made of the others, such as a list of their digests: they are asked for when all others have
    /// been made, one after the other.
    fn last(&self) -> Vec<&DocPath> {
        Vec::new()
    }

    /// Makes the bytes of the file at `path`, one of [`Files::paths`]. The same each time.
    ///
    /// # Errors
    /// Where the file cannot be made: a template fails, or an attachment cannot be read any more.
    fn bytes(&self, path: &DocPath) -> Result<Cow<'_, [u8]>>;

    /// Does once what many of the files need: to be called before they are made on several threads.
    fn prepare(&self) {}
}

/// Puts what a site is to have at `path` among what it has at other paths.
///
/// # Errors
/// Where the path is no sound path inside the site, or is taken already: mistakes of ours, not of the documents.
pub fn claim<T>(taken: &mut BTreeMap<DocPath, T>, path: &str, what: T) -> Result<()> {
    let sound = DocPath::new(path).ok_or_else(|| Error::new(format!("`{path}` is no path inside the site")))?;
    match taken.insert(sound, what) {
        Some(_) => Err(Error::new(format!("two files want to be written to `{path}`"))),
        None => Ok(()),
    }
}

/// Every file of a site with its bytes, sorted by path: what tests look into, and what is small enough to be held.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Bundle {
    files: BTreeMap<DocPath, Vec<u8>>,
}

impl Bundle {
    /// Adds a file.
    ///
    /// # Errors
    /// Where the path is no sound path inside the site, or is taken already.
    pub fn add(&mut self, path: &str, bytes: impl Into<Vec<u8>>) -> Result<()> {
        claim(&mut self.files, path, bytes.into())
    }

    /// Makes and holds all files.
    ///
    /// # Errors
    /// Where one of them cannot be made.
    pub fn of(files: &dyn Files) -> Result<Self> {
        use rayon::prelude::*;
        files.prepare();
        let whole = |path: &DocPath| Ok((path.clone(), files.bytes(path)?.into_owned()));
        let last = files.last();
        let first = files.paths().into_par_iter().filter(|path| !last.contains(path));
        let mut made: BTreeMap<_, _> = first.map(whole).collect::<Result<_>>()?;
        for path in last {
            made.extend([whole(path)?]);
        }
        Ok(Self { files: made })
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

impl Files for Bundle {
    fn paths(&self) -> Vec<&DocPath> {
        self.files.keys().collect()
    }

    fn bytes(&self, path: &DocPath) -> Result<Cow<'_, [u8]>> {
        let bytes = self.files.get(path).ok_or_else(|| Error::new(format!("there is no file `{path}`")))?;
        Ok(Cow::Borrowed(bytes))
    }
}
