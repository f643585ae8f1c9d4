//! A repository, written: what `aims demo` leaves behind.
//!
//! In come a folder that does not exist or is empty, the files of each commit and the words of its author; out comes a
//! repository with a work tree. Objects are written as they are given, the files of the work tree too: no template,
//! hook, filter or setting of the machine plays a part, so the same input gives the same ids anywhere.
//!
//! All is written into a folder beside the one asked for, which takes its place in the end: what was cut short does
//! not pass for whole. Deliberately not here: writing to a repository that exists. Nothing in `aims` does.

use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

use git2::{IndexEntry, IndexTime, ObjectType, Repository, RepositoryInitOptions};

use super::failure::during;
use super::{ObjectFormat, ObjectId};
use crate::base::{DocPath, Error, Result};

/// The branch that is checked out.
const BRANCH: &str = "refs/heads/main";

/// Somebody, and when, as git writes it into a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    /// The name.
    pub name: String,
    /// The e-mail address.
    pub email: String,
    /// Seconds since 1970-01-01T00:00:00Z.
    pub seconds: i64,
    /// Minutes east of UTC.
    pub offset_minutes: i32,
}

impl Stamp {
    /// `Name <address> 1730714400 +0100`.
    fn text(&self) -> String {
        let (sign, offset) = (if self.offset_minutes < 0 { '-' } else { '+' }, self.offset_minutes.unsigned_abs());
        let clean = |text: &str| text.replace(['<', '>', '\n', '\0'], "");
        let (name, email) = (clean(&self.name), clean(&self.email));
        format!("{name} <{email}> {} {sign}{:02}{:02}", self.seconds, offset / 60, offset % 60)
    }
}

/// A commit to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCommit {
    /// The commits before it.
    pub parents: Vec<ObjectId>,
    /// Who wrote the change.
    pub author: Stamp,
    /// Who put it into the history.
    pub committer: Stamp,
    /// The whole message.
    pub message: String,
}

/// Signs the bytes that it is given, and gives the armoured signature; `None` leaves them unsigned.
pub type Sign<'a> = dyn Fn(&[u8]) -> Result<Option<String>> + 'a;

/// A repository that is being written. It goes away again unless [`NewRepo::finish`] puts it in its place.
pub struct NewRepo {
    target: PathBuf,
    staged: Staged,
    git: Repository,
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
        Ok(Self { target, staged, git })
    }

    /// Writes a file's content; its name in the object store comes back.
    pub fn blob(&self, bytes: &[u8]) -> Result<ObjectId> {
        self.write(ObjectType::Blob, bytes)
    }

    /// Writes a commit that holds `files`. What `sign` makes of the commit's text becomes its header `gpgsig`, where
    /// git and the forges look for it whatever the kind of signature.
    pub fn commit(&self, files: &BTreeMap<DocPath, ObjectId>, new: &NewCommit, sign: &Sign<'_>) -> Result<ObjectId> {
        let entries: Vec<(&str, ObjectId)> = files.iter().map(|(path, id)| (path.as_str(), *id)).collect();
        let mut head = format!("tree {}\n", self.tree(&entries)?);
        for parent in &new.parents {
            head.push_str(&format!("parent {parent}\n"));
        }
        head.push_str(&format!("author {}\ncommitter {}\n", new.author.text(), new.committer.text()));
        let message = format!("\n{}\n", new.message.trim_end());
        let signature = sign(format!("{head}{message}").as_bytes())?;
        if let Some(signature) = signature {
            head.push_str(&format!("gpgsig {}\n", signature.trim_end().replace('\n', "\n ")));
        }
        self.write(ObjectType::Commit, format!("{head}{message}").as_bytes())
    }

    /// Writes an annotated tag of a commit; the signature, if any, stands behind the message.
    pub fn tag(&self, name: &str, of: ObjectId, by: &Stamp, message: &str, sign: &Sign<'_>) -> Result<()> {
        let message = message.trim_end();
        let mut text = format!("object {of}\ntype commit\ntag {name}\ntagger {}\n\n{message}\n", by.text());
        if let Some(signature) = sign(text.as_bytes())? {
            text.push_str(&format!("{}\n", signature.trim_end()));
        }
        let id = self.write(ObjectType::Tag, text.as_bytes())?;
        self.point(&format!("refs/tags/{name}"), id)
    }

    /// Puts a file into the git folder, readable by its owner only: it is in no commit and is not cloned.
    pub fn keep_aside(&self, name: &str, bytes: &[u8]) -> Result<()> {
        let path = self.git.path().join(name);
        write_file(&path, bytes, true)
    }

    /// Sets one setting of this repository, `gpg.format`.
    pub fn set(&self, name: &str, value: &str) -> Result<()> {
        let set = self.git.config().and_then(|config| config.open_level(git2::ConfigLevel::Local));
        set.and_then(|mut config| config.set_str(name, value)).map_err(|error| during("write a setting", error))
    }

    /// Makes `tip` the branch `main`, checks out its files, and puts the repository in its place.
    pub fn finish(self, tip: ObjectId, files: &BTreeMap<DocPath, Vec<u8>>) -> Result<()> {
        self.point(BRANCH, tip)?;
        let failed = |error| during("write the index", error);
        let mut index = self.git.index().map_err(failed)?;
        for (path, bytes) in files {
            write_file(&self.staged.0.join(path.as_str()), bytes, false)?;
            let id = ObjectId::of_blob(bytes, ObjectFormat::Sha1)
                .ok_or_else(|| Error::new(format!("cannot hash {path}")))?;
            index.add(&entry(path, id).map_err(failed)?).map_err(failed)?;
        }
        index.write().map_err(failed)?;
        drop(index);
        let Self { target, staged, git } = self;
        drop(git);
        put_in_place(&staged.0, &target)
    }

    fn write(&self, kind: ObjectType, bytes: &[u8]) -> Result<ObjectId> {
        let written = self.git.odb().and_then(|odb| odb.write(kind, bytes));
        written.map(ObjectId::from).map_err(|error| during("write an object", error))
    }

    fn point(&self, reference: &str, target: ObjectId) -> Result<()> {
        let written = target.to_git().and_then(|id| self.git.reference(reference, id, false, "aims demo").map(drop));
        written.map_err(|error| during(&format!("write {reference}"), error))
    }

    /// Writes the tree of these files, sorted by path, and those of its folders.
    fn tree(&self, files: &[(&str, ObjectId)]) -> Result<ObjectId> {
        let mut entries: Vec<(String, ObjectId, &str)> = Vec::new();
        let mut rest = files;
        while let Some((path, id)) = rest.first() {
            match path.split_once('/') {
                None => {
                    entries.push(((*path).to_owned(), *id, "100644"));
                    rest = &rest[1..];
                }
                Some((folder, _)) => {
                    let prefix = format!("{folder}/");
                    let inside: Vec<(&str, ObjectId)> =
                        rest.iter().map_while(|(path, id)| Some((path.strip_prefix(&prefix)?, *id))).collect();
                    rest = &rest[inside.len()..];
                    // A folder sorts as if its name ended in `/`.
                    entries.push((prefix, self.tree(&inside)?, "40000"));
                }
            }
        }
        entries.sort();
        let mut raw = Vec::new();
        for (name, id, mode) in entries {
            raw.extend_from_slice(format!("{mode} {}\0", name.trim_end_matches('/')).as_bytes());
            raw.extend_from_slice(id.as_bytes());
        }
        self.write(ObjectType::Tree, &raw)
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

/// An entry of the index without what the disk says of the file: git looks for itself the first time.
fn entry(path: &DocPath, id: ObjectId) -> Result<IndexEntry, git2::Error> {
    let time = IndexTime::new(0, 0);
    Ok(IndexEntry {
        ctime: time,
        mtime: time,
        dev: 0,
        ino: 0,
        mode: 0o100_644,
        uid: 0,
        gid: 0,
        file_size: 0,
        id: id.to_git()?,
        flags: 0,
        flags_extended: 0,
        path: path.as_str().as_bytes().to_vec(),
    })
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
