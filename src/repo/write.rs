//! A repository, written: what `aims demo` leaves behind.
//!
//! In come a folder that does not exist or is empty, the files of each commit and the words of its author; out comes a
//! repository with a work tree. Objects are written as they are given, the files of the work tree too: no template,
//! hook, filter or setting of the machine plays a part, so the same input gives the same ids anywhere.
//!
//! All is written into a folder beside the one asked for, which takes its place in the end: what was cut short does
//! not pass for whole. Deliberately not here: writing to a repository that exists. Nothing in `aims` does. That a folder becomes a repository
//! where it stands is [`super::begin`].

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use git2::{ObjectType, Repository, RepositoryInitOptions};

use super::failure::during;
use super::id::ObjectId;
use super::objects::{BRANCH, NewCommit, Objects, Sign, Stamp};
use crate::base::{DocPath, Error, Result};

/// A repository that is being written. It goes away again unless [`NewRepo::finish`] puts it in its place.
pub struct NewRepo {
    target: PathBuf,
    staged: Staged,
    objects: Objects,
}

/// The folder beside the target, removed when it is let go of.
struct Staged(PathBuf);

impl Drop for Staged {
    fn drop(&mut self) {
        // Once it has taken the place of the target there is nothing left to remove.
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl NewRepo {
    /// Begins a repository that is to stand at `target`, with files and objects named by SHA-1.
    ///
    /// # Errors
    /// Where something is at `target` that is not an empty folder, or nothing can be written beside it.
    pub fn begin(target: &Path) -> Result<Self> {
        is_free(target)?;
        let target = std::path::absolute(target).map_err(|error| Error::io("find", target, error))?;
        let staged = stage(&target)?;
        let mut options = RepositoryInitOptions::new();
        options.external_template(false).no_reinit(true).initial_head("main");
        let git = Repository::init_opts(&staged.0, &options).map_err(|error| during("make a repository", error))?;
        Ok(Self { target, staged, objects: Objects(git) })
    }

    /// Writes a file's content; its name in the object store comes back.
    pub fn blob(&self, bytes: &[u8]) -> Result<ObjectId> {
        self.objects.write(ObjectType::Blob, bytes)
    }

    /// Writes a commit that holds `files`. What `sign` makes of the commit's text becomes its header `gpgsig`, where
    /// git and the forges look for it whatever the kind of signature.
    pub fn commit(&self, files: &BTreeMap<DocPath, ObjectId>, new: &NewCommit, sign: &Sign<'_>) -> Result<ObjectId> {
        self.objects.commit(files, new, sign)
    }

    /// Writes an annotated tag of a commit; the signature, if any, stands behind the message.
    pub fn tag(&self, name: &str, of: ObjectId, by: &Stamp, message: &str, sign: &Sign<'_>) -> Result<()> {
        let message = message.trim_end();
        let mut text = format!("object {of}\ntype commit\ntag {name}\ntagger {}\n\n{message}\n", by.text());
        if let Some(signature) = sign(text.as_bytes())? {
            text.push_str(&format!("{}\n", signature.trim_end()));
        }
        let id = self.objects.write(ObjectType::Tag, text.as_bytes())?;
        self.objects.point(&format!("refs/tags/{name}"), id, "aims demo")
    }

    /// Puts a file into the git folder, readable by its owner only: it is in no commit and is not cloned.
    pub fn keep_aside(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.objects.0.path().join(name);
        write_file(&path, bytes, true)
    }

    /// Sets one setting of this repository, `gpg.format`.
    pub fn set(&self, name: &str, value: &str) -> Result<()> {
        let set = self.objects.0.config().and_then(|config| config.open_level(git2::ConfigLevel::Local));
        set.and_then(|mut config| config.set_str(name, value)).map_err(|error| during("write a setting", error))
    }

    /// Makes `tip` the branch `main`, checks out its files, and puts the repository in its place.
    pub fn finish(self, tip: ObjectId, files: &BTreeMap<DocPath, Vec<u8>>) -> Result<()> {
        self.objects.point(BRANCH, tip, "aims demo")?;
        for (path, bytes) in files {
            write_file(&self.staged.0.join(path.as_str()), bytes, false)?;
        }
        self.objects.index(files)?;
        let Self { target, staged, objects } = self;
        drop(objects);
        put_in_place(&staged.0, &target)
    }
}

/// Only where nothing is can nothing be lost.
fn is_free(target: &Path) -> Result<()> {
    match fs::read_dir(target) {
        Ok(mut entries) => match entries.next() {
            None => Ok(()),
            Some(_) => Err(Error::new(format!("the folder {} is not empty", target.display()))
                .hint("Name a folder that does not exist yet, or an empty one: nothing is ever overwritten.")),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) if error.kind() == ErrorKind::NotADirectory => {
            Err(Error::new(format!("{} is a file, not a folder", target.display()))
                .hint("Name a folder that does not exist yet, or an empty one."))
        }
        Err(error) => Err(Error::io("read the folder", target, error)),
    }
}

/// Makes a new folder beside the target, on the same disk.
fn stage(target: &Path) -> Result<Staged> {
    let unfit = || Error::new(format!("{} cannot be the name of a new folder", target.display()));
    let (parent, name) = (target.parent().ok_or_else(unfit)?, target.file_name().ok_or_else(unfit)?);
    fs::create_dir_all(parent).map_err(|error| Error::io("create the folder", parent, error))?;
    for number in 0..100 {
        let mut hidden = std::ffi::OsString::from(".");
        hidden.push(name);
        hidden.push(format!(".new-{number}"));
        let path = parent.join(hidden);
        match fs::create_dir(&path) {
            Ok(()) => return Ok(Staged(path)),
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(Error::io("create the folder", &path, error)),
        }
    }
    let left = format!("a hundred folders .{}.new-… are left in {}", name.to_string_lossy(), parent.display());
    Err(Error::new(left).hint("They come from runs that were cut short; remove them."))
}

/// Puts the finished folder in its place. An empty folder that is there stays the same folder, for somebody's shell
/// may stand in it; its `.git` comes last, so that what is cut short is no repository.
fn put_in_place(staged: &Path, target: &Path) -> Result<()> {
    is_free(target)?;
    if !target.is_dir() {
        return fs::rename(staged, target).map_err(|error| Error::io("create the folder", target, error));
    }
    let failed = |error| Error::io("write into", target, error);
    let mut names: Vec<_> = fs::read_dir(staged)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.file_name())).collect::<Result<_, _>>())
        .map_err(failed)?;
    names.sort_by_key(|name| (name == ".git", name.clone()));
    for (done, name) in names.iter().enumerate() {
        if let Err(error) = fs::rename(staged.join(name), target.join(name)) {
            for name in &names[..done] {
                let _ = fs::rename(target.join(name), staged.join(name));
            }
            return Err(failed(error));
        }
    }
    Ok(())
}

/// Writes a new file and the folders that it lies in.
fn write_file(path: &Path, bytes: &[u8], secret: bool) -> Result<()> {
    let failed = |error| Error::io("write", path, error);
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(failed)?;
    }
    let mut file = create(path, secret).map_err(failed)?;
    file.write_all(bytes).map_err(failed)
}

#[cfg(unix)]
fn create(path: &Path, secret: bool) -> std::io::Result<File> {
    use std::os::unix::fs::OpenOptionsExt;
    let mode = if secret { 0o600 } else { 0o666 };
    OpenOptions::new().write(true).create_new(true).mode(mode).open(path)
}

#[cfg(not(unix))]
fn create(path: &Path, _secret: bool) -> std::io::Result<File> {
    OpenOptions::new().write(true).create_new(true).open(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_with_something_in_it_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        File::create(folder.path().join("mine")).expect("a file");
        let error = NewRepo::begin(folder.path()).err().expect("a refusal");
        assert!(error.to_string().contains("not empty") && error.hint_text().is_some());
        let error = NewRepo::begin(&folder.path().join("mine")).err().expect("a refusal");
        assert!(error.to_string().contains("is a file"), "{error}");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
    }

    #[test]
    fn what_is_not_finished_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder");
        let repo = NewRepo::begin(&folder.path().join("new")).expect("a beginning");
        repo.blob(b"text").expect("a blob");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1);
        drop(repo);
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 0);
    }
}
