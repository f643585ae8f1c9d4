//! How much is kept in a folder of caches, and whether more can be.

use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind};
use std::path::Path;

/// How deep files lie in it.
const DEPTH: usize = 2;

/// How many files lie in the folder `home`, and their bytes together. None where the folder is still to be made.
///
/// # Errors
/// Where it cannot be read, or nothing can be written there.
pub fn usage(home: &Path) -> io::Result<(usize, u64)> {
    if fs::symlink_metadata(home).is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return can_be_made(home).map(|()| (0, 0));
    }
    let probe = home.join(".probe");
    let make = || OpenOptions::new().write(true).create_new(true).open(&probe);
    make().or_else(|error| match error.kind() {
        ErrorKind::AlreadyExists => fs::remove_file(&probe).and_then(|()| make()),
        _ => Err(error),
    })?;
    fs::remove_file(&probe)?;
    below(home, DEPTH)
}

/// Makes a folder, and those above it that are missing, and takes them away again.
fn can_be_made(folder: &Path) -> io::Result<()> {
    let missing: Vec<&Path> = folder.ancestors().take_while(|above| !above.exists()).collect();
    let made = fs::create_dir_all(folder);
    // Somebody may have put something into one meanwhile: that stays.
    for folder in missing {
        let _ = fs::remove_dir(folder);
    }
    made
}

fn below(folder: &Path, depth: usize) -> io::Result<(usize, u64)> {
    let (mut files, mut bytes) = (0, 0);
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let about = entry.metadata()?;
        if about.is_dir() && depth > 0 {
            let (more, size) = below(&entry.path(), depth - 1)?;
            (files, bytes) = (files + more, bytes + size);
        } else if about.is_file() {
            (files, bytes) = (files + 1, bytes + about.len());
        }
    }
    Ok((files, bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_counted_and_nothing_is_left_behind() {
        let home = tempfile::tempdir().expect("a folder");
        assert_eq!(usage(&home.path().join("none/below")).expect("nothing yet"), (0, 0));
        assert!(!home.path().join("none").exists());
        fs::create_dir(home.path().join("a")).expect("a folder");
        for (name, bytes) in [("a/x", "123"), ("y", "4"), (".probe", "left by another")] {
            OpenOptions::new()
                .write(true)
                .create_new(true)
                .open(home.path().join(name))
                .and_then(|mut file| io::Write::write_all(&mut file, bytes.as_bytes()))
                .expect("a file");
        }
        assert_eq!(usage(home.path()).expect("can be read"), (2, 4));
        assert!(usage(&home.path().join("y")).is_err());
        assert!(usage(&home.path().join("y/below")).is_err(), "no folder can be made in a file");
    }
}
