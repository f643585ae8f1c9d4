//! A folder for files that another program has to read or write. It goes away with its value.

use std::fs::{self, DirBuilder};
use std::io::Read;
use std::path::{Path, PathBuf};

use super::disk::{Disk, LocalDisk};
use crate::base::{Error, Result};

/// How many names are tried for the folder.
const TRIES: u32 = 100;

/// A folder of our own, which on Unix nobody else may enter.
#[derive(Debug)]
pub struct Scratch(PathBuf);

impl Scratch {
    /// Makes a new folder in `parent`, such as the system's folder for temporary files.
    ///
    /// # Errors
    /// Where it cannot be made.
    pub fn new(parent: &Path) -> Result<Self> {
        let process = std::process::id();
        for number in 0..TRIES {
            let path = parent.join(format!("aims-{process}-{number}"));
            match private_folder(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(Error::io("create the folder", &path, error)),
            }
        }
        Err(Error::new(format!("{} is full of folders named aims-{process}-…", parent.display()))
            .hint("Remove those that earlier runs left behind."))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Whether it belongs to the superuser, as whom this then runs. Never true where there is none.
    pub fn is_of_superuser(&self) -> bool {
        is_of_superuser(&self.0)
    }

    /// Writes a file that is not there yet, and gives its path.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn put(&self, name: &str, bytes: &[u8]) -> Result<PathBuf> {
        let path = self.0.join(name);
        LocalDisk.create_file(&path, bytes).map_err(|error| Error::io("write", &path, error))?;
        Ok(path)
    }

    /// Reads a file, up to `limit` bytes of it.
    ///
    /// # Errors
    /// Where it cannot be read.
    pub fn read(&self, name: &str, limit: u64) -> Result<Vec<u8>> {
        let path = self.0.join(name);
        let mut bytes = Vec::new();
        let read = fs::File::open(&path).and_then(|file| file.take(limit).read_to_end(&mut bytes));
        read.map_err(|error| Error::io("read", &path, error))?;
        Ok(bytes)
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is left to the system, which clears its temporary files.
        let _ = LocalDisk.remove(&self.0);
    }
}

#[cfg(unix)]
fn private_folder(path: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::DirBuilderExt;
    DirBuilder::new().mode(0o700).create(path)
}

#[cfg(not(unix))]
fn private_folder(path: &Path) -> std::io::Result<()> {
    DirBuilder::new().create(path)
}

#[cfg(unix)]
fn is_of_superuser(path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    fs::metadata(path).is_ok_and(|metadata| metadata.uid() == 0)
}

#[cfg(not(unix))]
fn is_of_superuser(_path: &Path) -> bool {
    false
}
