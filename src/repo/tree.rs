//! What a commit holds: the files below a folder, and the bytes of one file.

use std::collections::BTreeSet;
use std::path::PathBuf;

use git2::ObjectType;
use rayon::prelude::*;

use super::id::ObjectId;
use super::raw_tree::{self, Entry, Folder, Kind};
use super::repository::Repo;
use super::store::{Object, Reader};
use super::{commit, failure};
use crate::base::{DocPath, Error, Result};

/// The files of one commit below a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// Every file and symbolic link, in order of the paths, which are relative to the folder.
    pub files: Vec<TreeFile>,
    /// What stands in the tree but cannot be read as a file: names that are no sound path (not UTF-8, `..`, a backslash).
    /// Sorted; relative to the folder; bytes that are no text are replaced.
    pub unreadable: Vec<String>,
    /// Submodules: repositories of their own. Sorted; relative to the folder.
    pub repositories: Vec<DocPath>,
}

/// What the index knows of a folder, relative to it, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tracked {
    /// Files.
    pub files: Vec<DocPath>,
    /// Symbolic links, which `core.symlinks=false` and some systems make files of.
    pub links: Vec<DocPath>,
    /// Submodules.
    pub repositories: Vec<DocPath>,
    /// Where one says what is left out here and in no other clone.
    pub exclude: PathBuf,
}

/// One file of a commit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TreeFile {
    /// Its path, relative to the folder that was asked for.
    pub path: DocPath,
    /// The blob with its content; for a symbolic link, with the path it points to.
    pub id: ObjectId,
    /// What kind of file it is.
    pub mode: FileMode,
}

/// The kinds of file that git knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileMode {
    /// A regular file.
    File,
    /// A regular file that may be run.
    Executable,
    /// A symbolic link.
    Symlink,
}

/// The content of a file, if it can be had.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Blob {
    /// All of it.
    Bytes(Vec<u8>),
    /// It has this many bytes, more than the limit, and was not read.
    TooLarge(u64),
    /// It is not in this clone.
    Missing,
}

/// More files than any AIMS has. A few crafted trees that hold each other many times over can stand for more files
/// than a disk has room for.
const MOST_FILES: usize = 1_000_000;

impl Repo {
    /// All files of `commit` below `prefix` (`""` for the top).
    ///
    /// # Errors
    /// Where the commit or one of its trees is not here or damaged, or the commit has no folder `prefix`.
    pub fn tree(&self, commit: ObjectId, prefix: &str) -> Result<Tree> {
        self.store.with(|reader| files(reader, commit, prefix))
    }

    /// The content of the blob `id`, unless it is larger than `limit` bytes.
    ///
    /// # Errors
    /// Where the object is damaged, or no blob.
    pub fn blob(&self, id: ObjectId, limit: u64) -> Result<Blob> {
        self.store.with(|reader| match reader.header(id)? {
            None => Ok(Blob::Missing),
            Some((size, _)) if size as u64 > limit => Ok(Blob::TooLarge(size as u64)),
            Some(_) => Ok(Blob::Bytes(reader.require(id, ObjectType::Blob)?.data().to_vec())),
        })
    }

    /// The content of the file at `path` (from the top of the repository) in `commit`; `None` where there is no regular
    /// file at that path. Only the folders on the way to it are read.
    ///
    /// # Errors
    /// Where the commit, a folder on the way or the file is not here or damaged, or the file is larger than `limit` bytes.
    pub fn read_at(&self, commit: ObjectId, path: &str, limit: u64) -> Result<Option<Vec<u8>>> {
        self.store.with(|reader| {
            let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
            let Some(tree) = descend(reader, commit, folder)? else { return Ok(None) };
            let raw = reader.require(tree, ObjectType::Tree)?;
            let Some(entry) = raw_tree::find(raw.data(), reader.format, name.as_bytes(), false) else {
                return Ok(None);
            };
            if reader.header(entry.id())?.is_some_and(|(size, _)| size as u64 > limit) {
                return Err(Error::new(format!("`{path}` in commit {} is larger than {limit} bytes", commit.short())));
            }
            Ok(Some(reader.require(entry.id(), ObjectType::Blob)?.data().to_vec()))
        })
    }

    /// The blob of the regular file at `path` (from the top of the repository) in `commit`; `None` where there is none, and
    /// where the commit or a folder on the way cannot be read.
    pub fn blob_at(&self, commit: ObjectId, path: &str) -> Option<ObjectId> {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        let tree = self.store.folder((commit, folder), |reader| {
            let Some(tree) = descend(reader, commit, folder)? else { return Ok(None) };
            Ok(Some(Folder::new(reader.require(tree, ObjectType::Tree)?.data(), reader.format)))
        });
        tree.ok().flatten()?.file(name.as_bytes())
    }

    /// Reads many blobs, several at a time, and gives what `f` makes of each, in the order of `ids`. `f` is told the
    /// place in `ids`, and the content unless it is missing, damaged or larger than `limit` bytes.
    ///
    /// It is quickest where blobs
    /// that are much alike, such as the versions of one file, stand beside each other.
    pub fn blobs<T: Send>(&self, ids: &[ObjectId], limit: u64, f: impl Fn(usize, Option<&[u8]>) -> T + Sync) -> Vec<T> {
        // Some pieces for each thread, so that none waits long; not too small, or neighbours are torn apart.
        let piece = (ids.len() / (rayon::current_num_threads() * 8)).clamp(256, 4096);
        let read = |(number, ids): (usize, &[ObjectId])| -> Vec<T> {
            let first = number * piece;
            let all = self.store.with(|reader| {
                let one = |(place, id): (usize, &ObjectId)| {
                    f(first + place, small(reader, *id, limit).as_ref().map(Object::data))
                };
                Ok(ids.iter().enumerate().map(one).collect())
            });
            all.unwrap_or_else(|_| (0..ids.len()).map(|place| f(first + place, None)).collect())
        };
        ids.par_chunks(piece).enumerate().flat_map_iter(read).collect()
    }

    /// Those of these objects that are not here.
    pub fn lacking(&self, ids: &BTreeSet<ObjectId>) -> BTreeSet<ObjectId> {
        let lacking = self.store.with(|reader| Ok(ids.iter().filter(|id| !reader.has(**id)).copied().collect()));
        lacking.unwrap_or_else(|_| ids.clone())
    }

    /// What the index knows below `prefix`. Names that are no sound path are left out; [`Repo::tree`] tells of them.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn tracked(&self, prefix: &str) -> Result<Tracked> {
        self.store.with(|reader| {
            let index = reader.git.index().map_err(|error| failure::during("read the index", error))?;
            let inside = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
            let path = |path: &[u8]| DocPath::new(std::str::from_utf8(path.strip_prefix(inside.as_bytes())?).ok()?);
            let mut tracked = Tracked { exclude: self.common_dir().join("info/exclude"), ..Tracked::default() };
            for entry in index.iter() {
                let of = match entry.mode & 0o170_000 {
                    0o160_000 => &mut tracked.repositories,
                    0o120_000 => &mut tracked.links,
                    _ => &mut tracked.files,
                };
                of.extend(path(&entry.path));
            }
            // A file in conflict stands there three times.
            for paths in [&mut tracked.files, &mut tracked.links, &mut tracked.repositories] {
                paths.sort_unstable();
                paths.dedup();
            }
            Ok(tracked)
        })
    }
}

/// Set of an entry of the index whose file a sparse checkout leaves out: gitformat-index(5), "skip-worktree".
const SKIP_WORKTREE: u16 = 1 << 14;

impl Repo {
    /// The files below `prefix` that a sparse checkout leaves out, relative to it, in order.
    ///
    /// # Errors
    /// Where the index cannot be read.
    pub fn left_out(&self, prefix: &str) -> Result<Vec<DocPath>> {
        self.store.with(|reader| {
            let index = reader.git.index().map_err(|error| failure::during("read the index", error))?;
            let inside = if prefix.is_empty() { String::new() } else { format!("{prefix}/") };
            let skipped = index.iter().filter(|entry| entry.flags_extended & SKIP_WORKTREE != 0);
            let path = |path: &[u8]| DocPath::new(std::str::from_utf8(path.strip_prefix(inside.as_bytes())?).ok()?);
            Ok(skipped.filter_map(|entry| path(&entry.path)).collect())
        })
    }
}

fn files(reader: &Reader<'_>, commit: ObjectId, prefix: &str) -> Result<Tree> {
    let top = folder(reader, commit, prefix)?;
    let mut tree = Tree { files: Vec::new(), unreadable: Vec::new(), repositories: Vec::new() };
    let mut waiting = vec![(String::new(), top)];
    while let Some((path, id)) = waiting.pop() {
        let raw = reader.require(id, ObjectType::Tree)?;
        list(raw_tree::entries(raw.data(), reader.format), &path, &mut tree, &mut waiting);
        if tree.files.len() + tree.unreadable.len() + waiting.len() > MOST_FILES {
            let error = Error::new(format!("commit {} holds more than {MOST_FILES} files", commit.short()));
            return Err(error.hint("Keep the AIMS in a folder of its own, and do not merge what has so many."));
        }
    }
    tree.files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    tree.unreadable.sort_unstable();
    tree.repositories.sort_unstable();
    Ok(tree)
}

/// The blob `id`, unless it is larger than `limit`.
fn small<'r>(reader: &'r Reader<'_>, id: ObjectId, limit: u64) -> Option<Object<'r>> {
    let (size, _) = reader.header(id).ok()??;
    if size as u64 > limit { None } else { reader.read(id, ObjectType::Blob) }
}

/// The tree of the folder `prefix` in `commit`.
fn folder(reader: &Reader<'_>, commit: ObjectId, prefix: &str) -> Result<ObjectId> {
    descend(reader, commit, prefix)?.ok_or_else(|| {
        Error::new(format!("commit {} has no folder `{prefix}`", commit.short())).hint(
            "the folder may have had another name then, or may not be committed yet; \
             `git ls-tree -d --name-only COMMIT` lists the folders of a commit",
        )
    })
}

/// The tree of the folder at `path` in `commit`, if there is one.
fn descend(reader: &Reader<'_>, commit: ObjectId, path: &str) -> Result<Option<ObjectId>> {
    let raw = reader.require(commit, ObjectType::Commit)?;
    let links = commit::links(raw.data()).ok_or_else(|| Error::new(format!("commit {commit} names no tree")))?;
    let mut tree = links.tree;
    for name in path.split('/').filter(|name| !name.is_empty()) {
        let raw = reader.require(tree, ObjectType::Tree)?;
        let Some(entry) = raw_tree::find(raw.data(), reader.format, name.as_bytes(), true) else { return Ok(None) };
        tree = entry.id();
    }
    Ok(Some(tree))
}

/// Sorts the entries of one folder into files, folders still to be read, and what cannot be read.
fn list<'a>(
    entries: impl Iterator<Item = Entry<'a>>,
    path: &str,
    tree: &mut Tree,
    waiting: &mut Vec<(String, ObjectId)>,
) {
    for entry in entries {
        let sound = std::str::from_utf8(entry.name).ok().filter(|name| !name.contains('/'));
        let sound = sound.and_then(|name| DocPath::new(&format!("{path}{name}")));
        let mode = match entry.kind {
            Kind::File => Some(FileMode::File),
            Kind::Executable => Some(FileMode::Executable),
            Kind::Symlink => Some(FileMode::Symlink),
            Kind::Folder | Kind::Submodule => None,
        };
        match (sound, mode, entry.kind) {
            (Some(path), Some(mode), _) => tree.files.push(TreeFile { path, id: entry.id(), mode }),
            (Some(path), None, Kind::Submodule) => tree.repositories.push(path),
            (Some(path), None, Kind::Folder) => waiting.push((format!("{path}/"), entry.id())),
            _ => tree.unreadable.push(format!("{path}{}", String::from_utf8_lossy(entry.name))),
        }
    }
}
