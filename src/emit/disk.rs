//! The few acts by which this module changes a disk.
//!
//! They are gathered behind a trait so that a test can stop a build after any one of them. Reading is not part of it:
//! a killed reader does no harm. Deliberately not here: what is done in which order, which is the story of `stage`
//! and `swap`.

use std::fs::{self, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

/// What a build does to a disk, one act at a time.
pub(super) trait Disk: Sync {
    /// Makes a folder that was not there.
    fn create_dir(&self, path: &Path) -> io::Result<()>;
    /// Writes a file that was not there.
    fn create_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()>;
    /// Makes `to` the same file as `from`: a second name for it, or else a copy. A symlink is carried as a symlink.
    fn carry(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives the folder `to` the permissions of `from`.
    fn carry_mode(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file or folder another name.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Lets two folders change places in one act; `Unsupported` where system or file system cannot.
    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()>;
    /// Removes a file, a symlink, or a folder with all that is in it.
    fn remove(&self, path: &Path) -> io::Result<()>;
}

/// The disk as it is.
pub(super) struct LocalDisk;

impl Disk for LocalDisk {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn create_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        OpenOptions::new().write(true).create_new(true).open(path)?.write_all(bytes)
    }

    fn carry(&self, from: &Path, to: &Path) -> io::Result<()> {
        if fs::symlink_metadata(from)?.is_symlink() {
            return carry_symlink(from, to);
        }
        match fs::hard_link(from, to) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => copy_new(from, to),
            done => done,
        }
    }

    fn carry_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::set_permissions(to, fs::symlink_metadata(from)?.permissions())
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        fs::rename(from, to)
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        exchange(one, other)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let kind = fs::symlink_metadata(path)?.file_type();
        if kind.is_dir() {
            fs::remove_dir_all(path)
        } else if kind.is_symlink() {
            // Windows knows symlinks to folders apart, and removes them as folders only.
            fs::remove_file(path).or_else(|_| fs::remove_dir(path))
        } else {
            fs::remove_file(path)
        }
    }
}

/// Copies a file where the file system has no hard links.
pub(super) fn copy_new(from: &Path, to: &Path) -> io::Result<()> {
    // Anything else, a pipe say, would be read for ever.
    if !fs::symlink_metadata(from)?.is_file() {
        return Err(io::Error::new(io::ErrorKind::Unsupported, "it is no regular file"));
    }
    let mut target = OpenOptions::new().write(true).create_new(true).open(to)?;
    io::copy(&mut fs::File::open(from)?, &mut target)?;
    fs::set_permissions(to, fs::symlink_metadata(from)?.permissions())
}

#[cfg(unix)]
fn carry_symlink(from: &Path, to: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(fs::read_link(from)?, to)
}

#[cfg(windows)]
fn carry_symlink(from: &Path, to: &Path) -> io::Result<()> {
    use std::os::windows::fs::{FileTypeExt, symlink_dir, symlink_file};
    let target = fs::read_link(from)?;
    if fs::symlink_metadata(from)?.file_type().is_symlink_dir() {
        symlink_dir(target, to)
    } else {
        symlink_file(target, to)
    }
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn exchange(one: &Path, other: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE).map_err(|error| match error {
        // What file systems and old kernels say that do not know the flag.
        Errno::INVAL | Errno::NOSYS | Errno::NOTSUP => io::ErrorKind::Unsupported.into(),
        error => error.into(),
    })
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
