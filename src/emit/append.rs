//! Adds lines to a text file of somebody else's, such as `.gitattributes`, and keeps all that is in it; or writes one anew,
//! or takes it away.

use std::io;
use std::path::Path;

use super::create::sweep;
use super::disk::{Disk, LocalDisk};
use super::place::outside_git;
use crate::base::{DocPath, Error, Result};

/// Puts `lines` at the end of the file at `path` below `root`, which is made where it is missing. Each ends as the lines
/// of the file do. No symbolic link is followed, and the file is whole at any moment.
///
/// # Errors
/// Where there is something else than a file, or the disk fails.
pub fn append(root: &Path, path: &DocPath, lines: &[&str]) -> Result<()> {
    let file = root.join(path.as_str());
    let before = there(&file)?;
    let mut text = before.clone().unwrap_or_default();
    let end = if text.windows(2).any(|pair| pair == b"\r\n") { "\r\n" } else { "\n" };
    if !text.is_empty() && !text.ends_with(b"\n") {
        text.extend_from_slice(end.as_bytes());
    }
    for line in lines {
        text.extend_from_slice(line.as_bytes());
        text.extend_from_slice(end.as_bytes());
    }
    put(root, &file, &text, before.is_some())
}

/// Writes a text file anew at `path`, or makes it. No symbolic link is followed, and the file is whole at any moment.
///
/// # Errors
/// Where there is something else than a file, or a file that is not `its` kind, or the disk fails.
pub fn renew(path: &Path, text: &[u8], its: &dyn Fn(&[u8]) -> bool) -> Result<()> {
    let before = there(path)?;
    if before.as_ref().is_some_and(|before| !its(before)) {
        let message = format!("{} is there and holds something else, so nothing was written", path.display());
        return Err(Error::new(message).hint("Name another file."));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    put(folder, path, text, before.is_some())
}

/// Writes a text in place of a file that holds what `is` says, with the byte order mark and the line ends of that file. No symbolic link is followed.
///
/// # Errors
/// Where the file is another by now, or none, or the disk fails.
pub fn rewrite(path: &Path, text: &str, is: &dyn Fn(&[u8]) -> bool) -> Result<()> {
    let before = held(path, is)?;
    let bytes = crate::parse::put_back(&before, text);
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
    put(folder, path, &bytes, true)
}

/// Takes a file away that holds what `is` says.
///
/// # Errors
/// As [`rewrite`].
pub fn discard(path: &Path, is: &dyn Fn(&[u8]) -> bool) -> Result<()> {
    held(path, is)?;
    LocalDisk.remove(path).map_err(|error| Error::io("take away", path, error))
}

/// What a file holds, where that is what it should be.
fn held(path: &Path, is: &dyn Fn(&[u8]) -> bool) -> Result<Vec<u8>> {
    let changed = || Error::new(format!("{} was changed meanwhile", path.display())).hint("Run the command again.");
    there(path)?.filter(|before| is(before)).ok_or_else(changed)
}

/// What a file holds that is to be written; `None` where there is none.
pub(super) fn there(path: &Path) -> Result<Option<Vec<u8>>> {
    match path.symlink_metadata() {
        Ok(meta) if meta.is_file() => std::fs::read(path).map(Some).map_err(|error| Error::io("read", path, error)),
        Ok(_) => Err(Error::new(format!("cannot write {}: it is no file of its own", path.display()))
            .hint("A link, a folder or a device is there. Name another file, or put a file in its place.")),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::io("look at", path, error)),
    }
}

/// Puts a text in place of a file, by way of another in the folder `root`.
fn put(root: &Path, file: &Path, text: &[u8], is_there: bool) -> Result<()> {
    outside_git(root)?;
    let staged = root.join(format!(".aims-new-{}-lines", std::process::id()));
    // A run that was killed may have had the same number; its file is nobody's.
    let _ = LocalDisk.remove(&staged);
    let put = LocalDisk.create_file(&staged, text).and_then(|()| {
        sweep(&LocalDisk, &staged);
        if is_there {
            LocalDisk.carry_mode(file, &staged)?;
        }
        LocalDisk.rename(&staged, file)
    });
    put.map_err(|error| {
        let _ = LocalDisk.remove(&staged);
        Error::io("write", file, error)
    })
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn lines_come_to_the_end_as_the_file_ends_its_own() {
        let dir = tempfile::tempdir().expect("a folder");
        let path = DocPath::new(".gitattributes").expect("a path");
        let file = dir.path().join(".gitattributes");
        let add = |line: &str| {
            append(dir.path(), &path, &[line]).expect("it can be written");
            fs::read_to_string(&file).expect("a file")
        };
        assert_eq!(add("a"), "a\n");
        assert_eq!(add("b"), "a\nb\n");
        fs::remove_file(&file).expect("it is there");
        fs::File::create(&file).and_then(|mut file| io::Write::write_all(&mut file, b"a\r\nb")).expect("a file");
        assert_eq!(add("c"), "a\r\nb\r\nc\r\n");
        assert_eq!(fs::read_dir(dir.path()).expect("a folder").count(), 1, "nothing is left behind");
    }

    #[test]
    fn a_text_that_is_written_anew_keeps_what_its_file_begins_and_its_lines_end_with() {
        let dir = tempfile::tempdir().expect("a folder");
        let file = dir.path().join("a.md");
        let before = b"\xef\xbb\xbfa\r\nb\r\n";
        fs::File::create(&file).and_then(|mut file| io::Write::write_all(&mut file, before)).expect("a file");
        rewrite(&file, "---\nx: y\n---\na\nb\n", &|now| now == before).expect("it can be written");
        assert_eq!(fs::read(&file).expect("a file"), b"\xef\xbb\xbf---\r\nx: y\r\n---\r\na\r\nb\r\n");
    }

    #[cfg(unix)]
    #[test]
    fn no_symbolic_link_is_followed() {
        let (dir, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        let path = DocPath::new(".gitattributes").expect("a path");
        std::os::unix::fs::symlink(other.path().join("x"), dir.path().join(".gitattributes")).expect("a link");
        assert!(append(dir.path(), &path, &["a"]).is_err());
        assert_eq!(fs::read_dir(other.path()).expect("a folder").count(), 0);
    }
}
