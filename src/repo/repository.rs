//! A repository that is open: where it is found, and what holds for all that is read from it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use git2::{ErrorCode, Repository, RepositoryOpenFlags};

use super::id::{ObjectFormat, ObjectId};
use super::store::Store;
use super::{failure, overlay, walk};
use crate::base::{Error, Result, refused};

/// A git repository, open for reading. Nothing here writes to it.
///
/// It may be shared by threads: each that reads at a time has a handle of its own.
pub struct Repo {
    pub(super) store: Store,
    /// `None` for a bare repository.
    pub(super) work_tree: Option<PathBuf>,
    /// Where the objects are. A linked work tree has a git folder of its own beside it.
    pub(super) common: PathBuf,
    pub(super) format: ObjectFormat,
    /// The stamps of the tags that are looked at; all where there are none.
    pub(super) tags: Option<BTreeSet<String>>,
}

impl Repo {
    /// The repository that contains the folder `dir`; `None` where there is none.
    ///
    /// # Errors
    /// Where there is one that cannot be read: damaged, in an unknown format, or owned by somebody else.
    pub fn discover(dir: &Path) -> Result<Option<Self>> {
        let dir = canonical(dir)?;
        // Reading histories touches each object once; keeping them only costs memory and time.
        git2::opts::enable_caching(false);
        let found = match Repository::open_ext(&dir, RepositoryOpenFlags::CROSS_FS, std::iter::empty::<&Path>()) {
            Ok(git) => Some(git),
            Err(error) if error.code() == ErrorCode::NotFound => None,
            Err(error) => {
                let top = dir.ancestors().find(|folder| folder.join(".git").exists());
                return Err(failure::opening(top.unwrap_or(&dir), error));
            }
        };
        passed_over(&dir, found.as_ref())?;
        let open = |git: Repository| {
            Ok(Self {
                work_tree: git.workdir().map(Path::to_owned),
                common: git.commondir().to_owned(),
                format: git.object_format().into(),
                tags: None,
                store: Store::new(git)?,
            })
        };
        found.map(open).transpose()
    }

    /// Where `dir` lies inside the work tree, with `/` between the parts; `""` for the top, and in a bare repository.
    ///
    /// # Errors
    /// Where it lies outside, or its path is no text.
    pub fn prefix(&self, dir: &Path) -> Result<String> {
        let Some(top) = &self.work_tree else { return Ok(String::new()) };
        let (dir, top) = (canonical(dir)?, canonical(top)?);
        let inside = dir
            .strip_prefix(&top)
            .map_err(|_| Error::new(format!("{} lies outside the git work tree {}", dir.display(), top.display())))?;
        let parts: Option<Vec<&str>> = inside.components().map(|part| part.as_os_str().to_str()).collect();
        let parts = parts
            .ok_or_else(|| Error::new(format!("the path {} is not UTF-8", dir.display())).hint("rename the folder"))?;
        Ok(parts.join("/"))
    }

    /// Git's own folder, which all work trees of the repository share: where caches belong.
    pub fn common_dir(&self) -> &Path {
        &self.common
    }

    /// By which hash its objects are named.
    pub fn format(&self) -> ObjectFormat {
        self.format
    }

    /// Whether it has no work tree.
    pub fn is_bare(&self) -> bool {
        self.work_tree.is_none()
    }

    /// Whether the clone was cut off at some depth.
    pub fn is_shallow(&self) -> bool {
        self.shallow_roots().is_ok_and(|roots| !roots.is_empty())
    }

    /// Whether it was cloned with a filter. It may hold all objects all the same.
    pub fn is_filtered(&self) -> bool {
        self.store.with(|reader| Ok(overlay::is_partial(reader))).unwrap_or(false)
    }

    /// Whether `path`, which need not be there yet, lies in the repository: among its files or its objects.
    pub fn holds(&self, path: &Path) -> bool {
        let there = path.ancestors().find_map(|folder| dunce::canonicalize(folder).ok());
        let homes = [self.work_tree.as_deref(), Some(self.common.as_path())];
        let mut homes = homes.into_iter().flatten().filter_map(|home| dunce::canonicalize(home).ok());
        there.is_none_or(|there| homes.any(|home| there.starts_with(home)))
    }

    /// Makes sure that every object read so far was the one that its name stands for.
    ///
    /// # Errors
    /// Where one was another: what came of it cannot be believed.
    pub fn is_sound(&self) -> Result<()> {
        self.store.is_sound()
    }

    /// The commits at which the clone was cut off. Linked work trees share them with the repository they belong to.
    pub(super) fn shallow_roots(&self) -> Result<BTreeSet<ObjectId>> {
        let path = self.common.join("shallow");
        match std::fs::read(&path) {
            Ok(list) => walk::shallow_roots(&list),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(BTreeSet::new()),
            Err(error) => Err(Error::io("read", &path, error)),
        }
    }
}

/// The path without symbolic links and `..`, so that two ways to one folder compare equal.
fn canonical(dir: &Path) -> Result<PathBuf> {
    dunce::canonicalize(dir).map_err(|error| Error::io("open", dir, error))
}

/// libgit2 passes over a `.git` that it cannot read and goes on to the folders above, where it may find another
/// repository, or none. Both would give a wrong record.
fn passed_over(dir: &Path, found: Option<&Repository>) -> Result<()> {
    let homes = found.map(|git| [git.workdir(), Some(git.path())]).into_iter().flatten().flatten();
    let homes: Vec<PathBuf> = homes.filter_map(|home| dunce::canonicalize(home).ok()).collect();
    for folder in dir.ancestors().take_while(|folder| !homes.iter().any(|home| home == folder)) {
        let home = folder.join(".git");
        if !home.symlink_metadata().is_err_and(|why| refused::is_absent(&why)) {
            return Err(failure::passed_over(&home));
        }
    }
    Ok(())
}
