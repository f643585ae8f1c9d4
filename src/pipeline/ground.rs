//! Where a new AIMS would stand: what is around the folder.

use std::path::{Path, PathBuf};

use super::opened;
use crate::base::{Error, Result, SETTINGS};
use crate::emit::outside_git;
use crate::repo::{Identity, Repo};
use crate::source::Worktree;

/// What is around a folder in which an AIMS is to begin. It need not be there yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// The folder, from the root of the disk.
    pub dir: PathBuf,
    /// It, or the nearest above it that is there.
    pub there: PathBuf,
    /// The AIMS that it is, or lies in.
    pub aims: Option<PathBuf>,
    /// Whether it lies in a git repository.
    pub in_repository: bool,
    /// Whether it is the top of one, or lies in none.
    pub is_top: bool,
    /// The branch into which changes go; `None` where it lies in no repository, or nothing says it.
    pub branch: Option<String>,
    /// Who the person at this machine is, by git's settings there.
    pub identity: Identity,
}

impl Ground {
    /// Looks around.
    ///
    /// # Errors
    /// Where it is a file or a symbolic link, or what is around it cannot be read.
    pub fn of(dir: &Path) -> Result<Self> {
        if dir.is_symlink() {
            return Err(Error::new(format!(
                "{} is a symbolic link: what is written there lands elsewhere",
                dir.display()
            ))
            .hint("Name the folder that it leads to."));
        }
        let file = |path: &Path| {
            Error::new(format!("{} is a file, not a folder", path.display()))
                .hint("Name a folder that does not exist yet, or an empty one.")
        };
        if dir.symlink_metadata().is_ok() && !dir.is_dir() {
            return Err(file(dir));
        }
        let whole = std::path::absolute(dir).map_err(|error| Error::io("find", dir, error))?;
        let there = whole.ancestors().find(|folder| folder.symlink_metadata().is_ok());
        let there = there.ok_or_else(|| Error::new(format!("there is nothing above {}", dir.display())))?;
        let real = dunce::canonicalize(there).map_err(|error| Error::io("open the folder", there, error))?;
        if !real.is_dir() {
            return Err(file(there));
        }
        outside_git(&whole)?;
        let aims = real.ancestors().find(|folder| folder.join(SETTINGS).symlink_metadata().is_ok());
        let repo = Repo::discover(&real)?;
        let at_top = |repo: &Repo| Ok(there == whole && repo.prefix(&real)?.is_empty());
        Ok(Self {
            aims: aims.map(Path::to_owned),
            in_repository: repo.is_some(),
            branch: repo.as_ref().and_then(Repo::main_branch),
            is_top: repo.as_ref().map_or(Ok(true), at_top)?,
            identity: repo.as_ref().map_or_else(Identity::of_machine, Repo::identity)?,
            dir: whole,
            there: real,
        })
    }

    /// The files that are there.
    ///
    /// # Errors
    /// Where the folder is not there, or cannot be read.
    pub fn files(&self) -> Result<Worktree> {
        let tracked = match Repo::discover(&self.dir)? {
            Some(repo) => Some(repo.tracked(&repo.prefix(&self.dir)?)?),
            None => None,
        };
        opened::whole(Worktree::open(&self.dir, tracked.as_ref(), &[])?)
    }
}
