//! The files on disk.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use ignore::WalkBuilder;

use super::{Content, Oddity, OddityKind, Source};
use crate::base::{DocPath, Error, Result, SITE_RECORD, is_hidden, refused, tell};

/// A folder on disk: what git tracks in it, and what it would track.
#[derive(Debug, Clone)]
pub struct Worktree {
    root: PathBuf,
    files: Vec<DocPath>,
    oddities: Vec<Oddity>,
}

impl Worktree {
    /// Lists the folder `root`. Files that `.gitignore` files leave out are left out, unless git `tracked` them all the
    /// same; `None` outside a repository, where only such files below the root count. Ignore rules of the machine or the
    /// user play no part. Folders in `skip`, and sites that were written into the root, are not entered.
    ///
    /// # Errors
    /// Where the folder itself cannot be read.
    pub fn open(root: &Path, tracked: Option<&[DocPath]>, skip: &[PathBuf]) -> Result<Self> {
        fs::read_dir(root).map_err(|error| Error::io("read the folder", root, error))?;
        let mut found = Self { root: root.to_owned(), files: Vec::new(), oddities: Vec::new() };
        let skip: Vec<PathBuf> = skip.iter().filter_map(|folder| folder.canonicalize().ok()).collect();
        let canonical_root = root.canonicalize().map_err(|error| Error::io("read the folder", root, error))?;
        let walk = WalkBuilder::new(&canonical_root)
            .git_global(false)
            .git_exclude(false)
            .ignore(false)
            .require_git(false)
            .parents(tracked.is_some())
            .hidden(true)
            .follow_links(false)
            .filter_entry(move |entry| {
                // What git tracks there is listed below all the same: nothing can be hidden by such a file.
                let is_site = || entry.depth() > 0 && entry.path().join(SITE_RECORD).is_file();
                !skip.iter().any(|folder| folder == entry.path()) && !is_site()
            })
            .build();
        for entry in walk {
            match entry {
                Ok(entry) => found.take(&canonical_root, entry.path(), entry.file_type()),
                Err(error) => {
                    found.oddities.push(Oddity { path: error_path(&error, &canonical_root), kind: OddityKind::Denied });
                }
            }
        }
        for path in tracked.unwrap_or_default() {
            let on_disk = root.join(path.as_str());
            let is_file = fs::symlink_metadata(&on_disk).is_ok_and(|meta| meta.is_file());
            if !is_hidden(path.as_str()) && is_file {
                found.files.push(path.clone());
            }
        }
        found.files.sort();
        found.files.dedup();
        found.oddities.sort();
        found.oddities.dedup();
        Ok(found)
    }

    /// Whether these files changed without another list of files coming of it: each that is listed is still a file, and
    /// what is not listed came and went. Of what says what is listed, nothing is known.
    pub fn lists_the_same(&self, changed: &[DocPath]) -> bool {
        let was_there = |path: &str| {
            let below =
                |file: &str| file.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            self.files.iter().any(|file| below(file.as_str())) || self.oddities.iter().any(|oddity| below(&oddity.path))
        };
        changed.iter().all(|path| {
            let there = fs::symlink_metadata(self.root.join(path.as_str()));
            match self.files.binary_search(path) {
                Ok(_) => there.is_ok_and(|meta| meta.is_file()),
                Err(_) => there.is_err() && path.file_name() != ".gitignore" && !was_there(path.as_str()),
            }
        })
    }

    /// The folder `root`, of which single files are read by their paths and none is listed.
    pub fn unlisted(root: &Path) -> Self {
        Self { root: root.to_owned(), files: Vec::new(), oddities: Vec::new() }
    }

    fn take(&mut self, root: &Path, path: &Path, file_type: Option<fs::FileType>) {
        let Ok(relative) = path.strip_prefix(root) else { return };
        if relative.as_os_str().is_empty() {
            return;
        }
        let text = relative.to_str().map(|text| text.replace(std::path::MAIN_SEPARATOR, "/"));
        let kind = match (file_type, text.as_deref().and_then(DocPath::new)) {
            (Some(kind), _) if kind.is_symlink() => OddityKind::Symlink,
            (Some(kind), _) if kind.is_dir() => return,
            (_, Some(path)) => {
                self.files.push(path);
                return;
            }
            (_, None) => OddityKind::Name,
        };
        self.oddities.push(Oddity { path: relative.to_string_lossy().into_owned(), kind });
    }
}

/// The path an error of the walk is about, below the root where it says one.
fn error_path(error: &ignore::Error, root: &Path) -> String {
    match error {
        ignore::Error::WithPath { path, .. } => path.strip_prefix(root).unwrap_or(path).to_string_lossy().into_owned(),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => error_path(err, root),
        _ => String::from("."),
    }
}

impl Source for Worktree {
    fn files(&self) -> &[DocPath] {
        &self.files
    }

    fn oddities(&self) -> &[Oddity] {
        &self.oddities
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        let on_disk = self.root.join(path.as_str());
        Ok(read_at_most(&on_disk, limit).unwrap_or_else(|error| Content::Unreadable(refused::why(&error))))
    }
}

/// Reads a file that may grow or be replaced by something endless while it is read: never more than `limit` bytes.
fn read_at_most(path: &Path, limit: u64) -> std::io::Result<Content> {
    let meta = fs::symlink_metadata(path)?;
    if !meta.is_file() {
        return Ok(Content::Unreadable(tell!("not a regular file")));
    }
    if meta.len() > limit {
        return Ok(Content::TooLarge(meta.len()));
    }
    let mut bytes = Vec::new();
    fs::File::open(path)?.take(limit + 1).read_to_end(&mut bytes)?;
    let size = bytes.len() as u64;
    Ok(if size > limit { Content::TooLarge(size) } else { Content::Bytes(bytes) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
    fn a_list_of_files_holds_for_as_long_as_files_are_written_and_none_comes_or_goes() {
        let folder = tempfile::tempdir().expect("a folder");
        let put = |path: &str| fs::write(folder.path().join(path), "text").expect("a file");
        fs::create_dir(folder.path().join("deep")).expect("a folder");
        for path in ["a.md", "b.md", "deep/c.md", ".gitignore"] {
            put(path);
        }
        let listed = Worktree::open(folder.path(), None, &[]).expect("a folder");
        let holds = |paths: &[&str]| {
            let paths: Vec<DocPath> = paths.iter().filter_map(|path| DocPath::new(path)).collect();
            listed.lists_the_same(&paths)
        };
        put("a.md");
        assert!(holds(&["a.md", "a.md.swp", "deep/c.md"]), "an editor wrote by way of another file");
        assert!(!holds(&[".gitignore"]), "it says what is listed");
        put("d.md");
        assert!(!holds(&["a.md", "d.md"]), "one came");
        fs::remove_file(folder.path().join("b.md")).expect("a file");
        assert!(!holds(&["b.md"]), "one went");
        fs::remove_file(folder.path().join(".gitignore")).expect("a file");
        assert!(!holds(&[".gitignore"]));
        fs::remove_dir_all(folder.path().join("deep")).expect("a folder");
        assert!(!holds(&["deep"]), "of what was in it nothing is told");
    }
}
