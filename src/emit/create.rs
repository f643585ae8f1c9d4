//! Adds files that belong together to a folder of somebody else's: all of them or none, and never over what is there.

use std::path::{Path, PathBuf};
use std::time::Duration;
use std::{fs, io};

use super::disk::{Disk, LocalDisk};
use super::place::outside_git;
use crate::base::{DocPath, Error, Result};

/// How many names are tried where the first is taken.
const TRIES: u32 = 1_000;

/// Writes one file for each of `parts`, a pair of the end of its name and its bytes, into `folder` below `root`, and
/// gives their paths below `root` in the same order. The names begin with `stem`, or with `stem-2` and so on where one
/// of the files is there already.
///
/// Folders that are missing are made. No symbolic link below `root` is followed. The files are put in place in their
/// order, each of them whole, so the one without which the others mean nothing comes last.
///
/// # Errors
/// Where a part of `folder` is no folder, or the disk fails. Nothing is left behind then, as far as it can be removed.
pub fn create(root: &Path, folder: &DocPath, stem: &str, parts: &[(&str, &[u8])]) -> Result<Vec<DocPath>> {
    let addition = Addition { folder: folder.clone(), stem: stem.to_owned(), parts: parts.to_vec() };
    Ok(create_all(root, &[addition])?.pop().unwrap_or_default())
}

/// What [`create()`] adds.
#[derive(Debug, Clone)]
pub struct Addition<'a> {
    /// The folder, below the root.
    pub folder: DocPath,
    /// How the names of the files begin.
    pub stem: String,
    /// The end of each name, and the bytes.
    pub parts: Vec<(&'a str, &'a [u8])>,
}

/// The same for several additions: all of them or none. Nothing has its name before all of it is on the disk.
///
/// # Errors
/// As [`create()`].
pub fn create_all(root: &Path, additions: &[Addition<'_>]) -> Result<Vec<Vec<DocPath>>> {
    outside_git(root)?;
    create_on(&LocalDisk, root, additions)
}

fn create_on(disk: &impl Disk, root: &Path, additions: &[Addition<'_>]) -> Result<Vec<Vec<DocPath>>> {
    let mut undo = Undo::new(disk);
    let mut staged: Vec<(PathBuf, Vec<PathBuf>)> = Vec::new();
    for (number, addition) in additions.iter().enumerate() {
        let inside = undo.folders(root, &addition.folder)?;
        let files = undo.stage(&inside, number, &addition.parts)?;
        staged.push((inside, files));
    }
    let named = additions.iter().zip(&staged).map(|(addition, (inside, files))| undo.name(addition, inside, files));
    let named = named.collect::<Result<_>>()?;
    undo.keep(staged.into_iter().flat_map(|(_, files)| files).collect());
    Ok(named)
}

/// Removes what runs that were killed left beside a staged file: their process is gone, where the system tells, or it is old.
pub(super) fn sweep(disk: &impl Disk, staged: &Path) {
    let time = |path: &Path| path.symlink_metadata().ok().filter(fs::Metadata::is_file)?.modified().ok();
    let is_left = |path: &PathBuf| {
        let process = path.file_name()?.to_str()?.strip_prefix(".aims-new-")?.split('-').next()?.parse::<u32>().ok()?;
        let age = time(staged)?.duration_since(time(path)?).unwrap_or_default();
        let is_gone = Path::new("/proc/self").exists() && !Path::new(&format!("/proc/{process}")).exists();
        Some(is_gone || age > Duration::from_secs(3600))
    };
    let beside = staged.parent().and_then(|folder| fs::read_dir(folder).ok()).into_iter().flatten().flatten();
    for path in beside.map(|entry| entry.path()).filter(|path| is_left(path) == Some(true)) {
        let _ = disk.remove(&path);
    }
}

fn names(folder: &DocPath, name: &str, parts: &[(&str, &[u8])]) -> Option<Vec<DocPath>> {
    let sound = !name.contains('/');
    parts.iter().map(|(end, _)| DocPath::new(&format!("{folder}/{name}{end}")).filter(|_| sound)).collect()
}

/// What was made so far, to be removed again where the whole does not succeed.
pub(super) struct Undo<'a, D: Disk> {
    disk: &'a D,
    paths: Vec<PathBuf>,
}

impl<'a, D: Disk> Undo<'a, D> {
    /// Nothing was made so far.
    pub(super) fn new(disk: &'a D) -> Self {
        Self { disk, paths: Vec::new() }
    }

    /// Makes a folder and those above it that are missing.
    pub(super) fn root(&mut self, root: &Path) -> Result<()> {
        let missing: Vec<&Path> = root.ancestors().take_while(|folder| folder.symlink_metadata().is_err()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            self.disk.create_dir(folder).map_err(|error| Error::io("create the folder", folder, error))?;
            self.paths.push(folder.to_owned());
        }
        Ok(())
    }

    /// Makes the folders that are missing, and gives the path of the last.
    pub(super) fn folders(&mut self, root: &Path, folder: &DocPath) -> Result<PathBuf> {
        let mut path = root.to_owned();
        for part in folder.as_str().split('/') {
            path.push(part);
            match path.symlink_metadata() {
                Ok(meta) if meta.is_dir() => {}
                Ok(meta) => {
                    let what = if meta.is_symlink() { "a symbolic link" } else { "no folder" };
                    return Err(Error::new(format!("{} is {what}, so nothing is written there", path.display()))
                        .hint("What is written lies in folders of the AIMS itself. Name another folder, or move what stands there."));
                }
                Err(error) if error.kind() == io::ErrorKind::NotFound => {
                    self.disk.create_dir(&path).map_err(|error| Error::io("create the folder", &path, error))?;
                    self.paths.push(path.clone());
                }
                Err(error) => return Err(Error::io("look at", &path, error)),
            }
        }
        Ok(path)
    }

    /// Writes every part under a name that nobody looks at.
    pub(super) fn stage(&mut self, inside: &Path, addition: usize, parts: &[(&str, &[u8])]) -> Result<Vec<PathBuf>> {
        let process = std::process::id();
        let mut staged = Vec::new();
        for (number, (_, bytes)) in parts.iter().enumerate() {
            let path = inside.join(format!(".aims-new-{process}-{addition}-{number}"));
            // A run that was killed may have had the same number; its file is nobody's.
            let _ = self.disk.remove(&path);
            self.paths.push(path.clone());
            self.disk.create_file(&path, bytes).map_err(|error| Error::io("write", &path, error))?;
            staged.push(path);
        }
        if let Some(first) = staged.first() {
            sweep(self.disk, first);
        }
        Ok(staged)
    }

    /// Gives the staged files the first of their names that is free.
    fn name(&mut self, addition: &Addition<'_>, inside: &Path, staged: &[PathBuf]) -> Result<Vec<DocPath>> {
        let Addition { folder, stem, parts } = addition;
        for number in 1..=TRIES {
            let name = if number == 1 { stem.clone() } else { format!("{stem}-{number}") };
            let Some(paths) = names(folder, &name, parts) else {
                return Err(Error::new(format!("`{name}` cannot be the name of a file in `{folder}`")));
            };
            if self.place(inside, &paths, staged)? {
                return Ok(paths);
            }
        }
        Err(Error::new(format!("`{folder}` holds too many files named `{stem}`")))
    }

    /// Gives the staged files their names; false where one of the names is taken.
    pub(super) fn place(&mut self, inside: &Path, paths: &[DocPath], staged: &[PathBuf]) -> Result<bool> {
        let targets: Vec<PathBuf> = paths.iter().map(|path| inside.join(path.file_name())).collect();
        if targets.iter().any(|target| target.symlink_metadata().is_ok()) {
            return Ok(false);
        }
        for (done, (from, to)) in staged.iter().zip(&targets).enumerate() {
            match self.disk.carry(from, to) {
                Ok(()) => self.paths.push(to.clone()),
                // Somebody else was quicker.
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                    for path in targets.iter().take(done) {
                        let _ = self.disk.remove(path);
                        self.paths.retain(|made| made != path);
                    }
                    return Ok(false);
                }
                Err(error) => return Err(Error::io("create", to, error)),
            }
        }
        Ok(true)
    }

    /// Lets all stay but the staged files.
    pub(super) fn keep(&mut self, staged: Vec<PathBuf>) {
        self.paths = staged;
    }
}

impl<D: Disk> Drop for Undo<'_, D> {
    fn drop(&mut self) {
        for path in self.paths.iter().rev() {
            // A folder into which somebody else has put something meanwhile is not empty, and stays.
            let is_dir = path.symlink_metadata().is_ok_and(|meta| meta.is_dir());
            let _ = if is_dir { std::fs::remove_dir(path) } else { self.disk.remove(path) };
        }
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    fn parts() -> [(&'static str, &'static [u8]); 2] {
        [(".toml.sig", b"signature"), (".toml", b"record")]
    }

    fn folder() -> DocPath {
        DocPath::new("approvals/POL-001").expect("a path")
    }

    fn listed(root: &Path) -> Vec<String> {
        let mut names = Vec::new();
        let mut folders = vec![root.to_owned()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry")) {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                }
                names.push(entry.path().strip_prefix(root).expect("below").to_string_lossy().replace('\\', "/"));
            }
        }
        names.sort();
        names
    }

    #[test]
    fn names_that_are_taken_are_never_written_over() {
        let dir = tempfile::tempdir().expect("a folder");
        let made = create(dir.path(), &folder(), "a", &parts()).expect("new files");
        assert_eq!(made[1].as_str(), "approvals/POL-001/a.toml");
        let made = create(dir.path(), &folder(), "a", &[(".toml", b"other")]).expect("new files");
        assert_eq!(made[0].as_str(), "approvals/POL-001/a-2.toml");
        // A signature that is left over takes the name too.
        fs::File::create(dir.path().join("approvals/POL-001/a-3.toml.sig")).expect("a file");
        let made = create(dir.path(), &folder(), "a", &parts()).expect("new files");
        assert_eq!(made[0].as_str(), "approvals/POL-001/a-4.toml.sig");
        assert_eq!(fs::read(dir.path().join("approvals/POL-001/a.toml")).expect("a file"), b"record");
        assert!(!listed(dir.path()).iter().any(|name| name.contains("aims-new")));
    }

    #[cfg(unix)]
    #[test]
    fn no_symbolic_link_is_followed() {
        for link in ["approvals", "approvals/POL-001"] {
            let (dir, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
            fs::create_dir_all(dir.path().join(link).parent().expect("a parent")).expect("folders");
            std::os::unix::fs::symlink(other.path(), dir.path().join(link)).expect("a link");
            let error = create(dir.path(), &folder(), "a", &parts()).expect_err("a link");
            assert!(error.to_string().contains("is a symbolic link"), "{error}");
            assert_eq!(listed(other.path()), Vec::<String>::new());
        }
        let (dir, other) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
        fs::create_dir_all(dir.path().join(folder().as_str())).expect("folders");
        let target = other.path().join("x");
        std::os::unix::fs::symlink(&target, dir.path().join("approvals/POL-001/a.toml")).expect("a link");
        let made = create(dir.path(), &folder(), "a", &parts()).expect("new files");
        assert_eq!((made[1].file_name(), target.symlink_metadata().is_err()), ("a-2.toml", true));
    }

    /// A disk on which one act fails.
    struct Failing(std::cell::Cell<u32>);

    impl Failing {
        fn act(&self, act: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
            let left = self.0.get();
            self.0.set(left.saturating_sub(1));
            if left == 1 { Err(io::Error::other("the disk is full")) } else { act() }
        }
    }

    // The trait asks for it; this disk stays on one thread, where a lock is never contended.
    struct Locked(std::sync::Mutex<Failing>);

    impl Disk for Locked {
        fn create_dir(&self, path: &Path) -> io::Result<()> {
            self.0.lock().expect("one thread").act(|| LocalDisk.create_dir(path))
        }
        fn create_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
            self.0.lock().expect("one thread").act(|| LocalDisk.create_file(path, bytes))
        }
        fn carry(&self, from: &Path, to: &Path) -> io::Result<()> {
            self.0.lock().expect("one thread").act(|| LocalDisk.carry(from, to))
        }
        fn carry_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
            LocalDisk.carry_mode(from, to)
        }
        fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
            LocalDisk.rename(from, to)
        }
        fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
            LocalDisk.exchange(one, other)
        }
        fn remove(&self, path: &Path) -> io::Result<()> {
            LocalDisk.remove(path)
        }
    }

    #[test]
    fn whichever_act_fails_nothing_is_left() {
        let other = DocPath::new("approvals/PRO-001").expect("a path");
        let addition = |folder: &DocPath| Addition { folder: folder.clone(), stem: "a".into(), parts: parts().into() };
        // Two folders, two files, two names; and for one more a folder, two files and two names.
        for (additions, acts) in [(vec![addition(&folder())], 6), (vec![addition(&folder()), addition(&other)], 11)] {
            let write = |act| {
                let dir = tempfile::tempdir().expect("a folder");
                let disk = Locked(std::sync::Mutex::new(Failing(std::cell::Cell::new(act))));
                let made = create_on(&disk, dir.path(), &additions);
                (made.map_err(drop), listed(dir.path()))
            };
            for act in 1..=acts {
                assert_eq!(write(act), (Err(()), Vec::new()), "act {act}");
            }
            let (made, listed) = write(acts + 1);
            assert_eq!(made.expect("there are no more acts").len(), additions.len());
            assert_eq!(listed.len(), 1 + 3 * additions.len());
        }
    }

    #[test]
    fn two_additions_to_one_folder_do_not_meet() {
        let dir = tempfile::tempdir().expect("a folder");
        let addition = |bytes| Addition { folder: folder(), stem: "a".into(), parts: vec![(".toml", bytes)] };
        let made = create_all(dir.path(), &[addition(b"one"), addition(b"two")]).expect("new files");
        let read = |paths: &Vec<DocPath>| fs::read(dir.path().join(paths[0].as_str())).expect("a file");
        assert_eq!(made.iter().map(read).collect::<Vec<_>>(), [b"one", b"two"]);
    }
}
