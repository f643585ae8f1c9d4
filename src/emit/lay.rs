//! Lays files down in a folder of somebody else's: all of them or none, and never over what is there.

use std::collections::BTreeMap;
use std::path::Path;

use super::create::Undo;
use super::disk::LocalDisk;
use super::place::outside_git;
use crate::base::{DocPath, Error, Result};

/// How many names are told where several are taken.
const TOLD: usize = 3;

/// Writes these files below `root`, which is made where it is missing, as are the folders in it. They get their names in
/// their order, each of them whole, so the one without which the others mean nothing comes last. No symbolic link below
/// `root` is followed.
///
/// # Errors
/// Where one of the names is taken, a folder is none, or the disk fails. Nothing is left behind then, as far as it can be
/// removed.
pub fn lay(root: &Path, files: &[(&DocPath, &[u8])]) -> Result<()> {
    lay_if(root, files, &|| Ok(()))
}

/// The same where all `holds` once they lie there.
///
/// # Errors
/// As [`lay()`], and where it does not.
pub fn lay_if(root: &Path, files: &[(&DocPath, &[u8])], holds: &dyn Fn() -> Result<()>) -> Result<()> {
    outside_git(root)?;
    refuse(&taken(root, files.iter().map(|(path, _)| *path)))?;
    let mut undo = Undo::new(&LocalDisk);
    undo.root(root)?;
    let mut folders: BTreeMap<Option<&str>, Vec<(&str, &[u8])>> = BTreeMap::new();
    for (path, bytes) in files {
        folders.entry(path.parent()).or_default().push((path.file_name(), bytes));
    }
    let mut staged = BTreeMap::new();
    for (folder, parts) in folders {
        let inside = match folder.and_then(DocPath::new) {
            Some(folder) => undo.folders(root, &folder)?,
            None => root.to_owned(),
        };
        let paths = undo.stage(&inside, 0, &parts)?;
        let names = parts.iter().map(|(name, _)| (folder, *name));
        staged.extend(names.zip(paths.into_iter().map(|path| (inside.clone(), path))));
    }
    let mut done = Vec::new();
    for (path, _) in files {
        let Some((inside, from)) = staged.remove(&(path.parent(), path.file_name())) else { continue };
        let from = [from];
        if !undo.place(&inside, &[(*path).clone()], &from)? {
            return refuse(&[*path]);
        }
        done.extend(from);
    }
    holds()?;
    undo.keep(done);
    Ok(())
}

/// Those of these paths below `root` at which something is.
pub fn taken<'a>(root: &Path, paths: impl IntoIterator<Item = &'a DocPath>) -> Vec<&'a DocPath> {
    paths.into_iter().filter(|path| root.join(path.as_str()).symlink_metadata().is_ok()).collect()
}

fn refuse(taken: &[&DocPath]) -> Result<()> {
    let told: Vec<String> = taken.iter().take(TOLD).map(|path| format!("`{path}`")).collect();
    let more = taken.len().saturating_sub(TOLD);
    let more = if more == 0 { String::new() } else { format!(" and {more} more") };
    match taken.len() {
        0 => Ok(()),
        1 => Err(Error::new(format!("{} is there already, so nothing was written", told.join(", ")))),
        _ => Err(Error::new(format!("{}{more} are there already, so nothing was written", told.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn path(text: &str) -> DocPath {
        DocPath::new(text).expect("a path")
    }

    fn names(root: &Path) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(root)
            .expect("a folder")
            .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn all_files_are_laid_down_or_none() {
        let dir = tempfile::tempdir().expect("a folder");
        let (a, b, c) = (path("x/a.md"), path("x/y/b.md"), path("c.toml"));
        let files: [(&DocPath, &[u8]); 3] = [(&a, b"a"), (&b, b"b"), (&c, b"c")];
        let root = dir.path().join("new/deep");
        lay(&root, &files).expect("it can be written");
        assert_eq!(
            (names(&root), names(&root.join("x"))),
            (vec!["c.toml".into(), "x".into()], vec!["a.md".into(), "y".into()])
        );
        assert_eq!(fs::read(root.join("x/y/b.md")).expect("a file"), b"b");
        // One name is taken: nothing else is written.
        fs::remove_dir_all(root.join("x")).expect("it is there");
        let error = lay(&root, &files).expect_err("a refusal");
        assert!(error.to_string().contains("`c.toml` is there already"), "{error}");
        assert_eq!(names(&root), ["c.toml"]);
    }

    #[cfg(unix)]
    #[test]
    fn no_symbolic_link_is_followed() {
        let (dir, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        std::os::unix::fs::symlink(other.path(), dir.path().join("x")).expect("a link");
        let (a, b) = (path("w/b.md"), path("x/a.md"));
        let error = lay(dir.path(), &[(&a, b"a"), (&b, b"b")]).expect_err("a refusal");
        assert!(error.to_string().contains("symbolic link"), "{error}");
        assert_eq!((names(dir.path()), names(other.path())), (vec!["x".to_owned()], Vec::new()));
    }
}
