//! Files that somebody names on the command line and that belong to no AIMS, such as a key.

use std::fs::File;
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::base::{Error, Result};

/// The nearest folder around a file that is there: that of a new file may be made only once it is saved.
pub fn folder_there(file: &Path) -> &Path {
    let mut above = file.ancestors().skip(1).take_while(|folder| !folder.as_os_str().is_empty());
    above.find(|folder| folder.is_dir()).unwrap_or(Path::new("."))
}

/// Where a file really is that somebody names by way of symbolic links, as far as the folders that it lies in are there.
pub fn real_place(file: &Path) -> Option<PathBuf> {
    file.ancestors()
        .skip(1)
        .find_map(|above| Some(dunce::canonicalize(above).ok()?.join(file.strip_prefix(above).ok()?)))
}

/// Reads the file at `path`, which may be a symbolic link or a pipe, if it holds no more than `limit` bytes.
///
/// # Errors
/// Where it cannot be read, or is larger.
pub fn read_named(path: &Path, limit: u64) -> Result<Vec<u8>> {
    let read = || -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
        Ok(bytes)
    };
    let bytes = read().map_err(|error| Error::io("read", path, error))?;
    if bytes.len() as u64 > limit {
        return Err(Error::new(format!("{} is larger than {limit} bytes", path.display())));
    }
    Ok(bytes)
}
