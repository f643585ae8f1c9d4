//! One build at a time for one folder.
//!
//! The lock is one that the operating system drops when its holder dies, however it dies, so that a killed build
//! never blocks the next. Deliberately not here: waiting. A second build is told so; it would only write the same.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::place::Place;
use crate::base::{Error, Result};

/// The right to change what stands at a place, for as long as this value lives.
#[derive(Debug)]
pub(super) struct Lock {
    path: PathBuf,
    // Named for what it does: closing it drops the lock.
    _held: File,
}

impl Lock {
    /// Takes the lock of a place, or says who is in the way.
    pub(super) fn take(place: &Place) -> Result<Self> {
        let path = place.lock_path();
        let held = loop {
            match open(&path).map_err(|error| refused(place, &path, error))? {
                Some(file) if is_at(&file, &path) => break file,
                // The holder before has removed the file between our opening and locking it: that one is gone, and a
                // third build may lock a new one.
                Some(_) => {}
                None => return Err(busy(place)),
            }
        };
        Ok(Self { path, _held: held })
    }
}

impl Drop for Lock {
    fn drop(&mut self) {
        // While still held, so that no other holder's file is removed. On Windows the file goes with its handle.
        let _ = fs::remove_file(&self.path);
    }
}

fn busy(place: &Place) -> Error {
    Error::new(format!("another run is writing to {}", place.target().display()))
        .hint(format!("Wait until it has ended, or name another folder with `{}`.", place.option()))
}

fn refused(place: &Place, path: &Path, error: io::Error) -> Error {
    let is_of_locks = path.symlink_metadata().is_ok() && error.kind() != io::ErrorKind::PermissionDenied;
    let failed = place.failed("lock", path, error);
    if !is_of_locks {
        return failed;
    }
    failed.hint(format!("The file system gives no locks; choose a folder on another with `{}`.", place.option()))
}

/// The lock file, locked; `None` where somebody else holds it.
#[cfg(unix)]
fn open(path: &Path) -> io::Result<Option<File>> {
    let file = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(fs::TryLockError::WouldBlock) => Ok(None),
        Err(fs::TryLockError::Error(error)) if error.kind() == io::ErrorKind::Interrupted => open(path),
        Err(fs::TryLockError::Error(error)) => Err(error),
    }
}

/// Whether `file` still is what stands at `path`.
#[cfg(unix)]
fn is_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    match (file.metadata(), fs::symlink_metadata(path)) {
        (Ok(held), Ok(there)) => (held.dev(), held.ino()) == (there.dev(), there.ino()),
        _ => false,
    }
}

/// Windows locks by refusing to share: nobody else can open the file while the handle lives, and the system removes
/// it with the handle, even when the process is killed.
#[cfg(windows)]
fn open(path: &Path) -> io::Result<Option<File>> {
    use std::os::windows::fs::OpenOptionsExt;
    const GENERIC_WRITE_AND_DELETE: u32 = 0x4000_0000 | 0x0001_0000;
    const DELETE_ON_CLOSE: u32 = 0x0400_0000;
    const SHARING_VIOLATION: i32 = 32;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(false).access_mode(GENERIC_WRITE_AND_DELETE);
    match options.share_mode(0).custom_flags(DELETE_ON_CLOSE).open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.raw_os_error() == Some(SHARING_VIOLATION) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(windows)]
fn is_at(_file: &File, _path: &Path) -> bool {
    true
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;

    #[test]
    fn a_lock_on_a_file_that_is_gone_is_no_lock() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = dir.path().join("lock");
        let early = open(&path).expect("opened").expect("free");
        assert!(is_at(&early, &path));
        fs::remove_file(&path).expect("removed");
        assert!(!is_at(&early, &path));
        let late = open(&path).expect("opened").expect("free");
        assert!(is_at(&late, &path) && !is_at(&early, &path));
        assert!(open(&path).expect("opened").is_none(), "it is held");
    }
}
