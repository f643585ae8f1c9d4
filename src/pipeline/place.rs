//! Where an AIMS lies: from a folder that somebody names to the AIMS, in its repository, and seen from the folder that somebody
//! is in.

use std::borrow::Cow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::memory::Memory;
use super::project::Project;
use crate::base::progress::Silent;
use crate::base::text::shell_word;
use crate::base::{Date, DocPath, Error, Result, SETTINGS, refused};
use crate::cache::Cache;
use crate::diag::Seen;
use crate::history::Met;
use crate::model::load;
use crate::repo::Repo;

impl Project {
    /// The path of a file in the AIMS that somebody named, where its folder lies there, or would.
    pub fn inside(&self, file: &Path) -> Option<DocPath> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or_else(|| Path::new("."));
        let (real, rest) = reached(folder).ok()?;
        let whole = real.join(rest).join(file.file_name()?);
        let inner = whole.strip_prefix(&self.root).ok()?.to_str()?;
        DocPath::new(&inner.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// Finds the AIMS that `dir` belongs to, and the repository around it. Everything is read anew, and nothing kept: see
    /// [`Project::with_cache`].
    ///
    /// # Errors
    /// Where there is no `aims.toml` upwards, or git refuses the repository.
    pub fn find(dir: &Path) -> Result<Self> {
        let start = canonical(dir)?;
        if bare(&start)?.is_some() {
            let named = shell_word(&dir.display().to_string());
            return Err(Error::new(format!(
                "{} is a bare git repository: there are no files to read in it",
                dir.display()
            ))
            .hint(format!(
                "Name the commit to read, where the command takes one (`aims check {named} --rev HEAD`), or clone the \
                     repository and run this there."
            )));
        }
        // What cannot be looked at is there, and stops who reads it.
        let at = |folder: &Path| folder.join(SETTINGS).metadata();
        let is_root = |folder: &&Path| at(folder).map_or_else(|why| !refused::is_absent(&why), |found| found.is_file());
        let root = start.ancestors().find(is_root).ok_or_else(|| {
            Error::new(format!("there is no `{SETTINGS}` in {} or above it", dir.display())).hint(format!(
                "Name the folder of the AIMS, or start one: `aims init`. An empty file `{SETTINGS}` makes a folder one too."
            ))
        })?;
        let repo = Repo::discover(root)?;
        let prefix = repo.as_ref().map_or(Ok(String::new()), |repo| repo.prefix(root))?;
        Ok(Self::new(root.to_owned(), prefix, repo))
    }

    /// The AIMS in this folder itself, for pages that follow it: another may lie above.
    ///
    /// # Errors
    /// As [`Project::find`], and where `aims.toml` is gone from it.
    pub fn find_here(root: &Path) -> Result<Self> {
        if root.join(SETTINGS).is_file() {
            return Self::find(root);
        }
        let gone = Error::new(format!("there is no `{SETTINGS}` in {} any more", root.display()));
        Err(gone.hint("Put it back: the pages follow."))
    }

    /// The same for what is only read at the commit `rev`: a bare repository will do, which has no files but in its commits.
    ///
    /// # Errors
    /// As [`Project::find`], and where a bare repository has no such commit, or more than one AIMS in it. What is not there in
    /// the work tree has to be there in the commit.
    pub fn find_at(dir: &Path, rev: &str) -> Result<Self> {
        let (start, rest) = reached(dir)?;
        let is_there = rest.as_os_str().is_empty();
        let project = match bare(&start)? {
            Some(repo) => Self::new(start, folder_at(&repo, rev, &slashed(&rest))?, Some(repo)),
            None if is_there => Self::find(dir)?,
            None => Self::find(&start)?,
        };
        if !is_there {
            project.part(dir, Some(rev))?;
        }
        Ok(project)
    }

    /// The same AIMS where it lay in another folder of the repository, to be read at a commit of then.
    pub(super) fn elsewhere(&self, folder: &str) -> Result<Self> {
        Ok(Self::new(self.root.clone(), folder.to_owned(), Repo::discover(&self.root)?))
    }

    fn new(root: PathBuf, prefix: String, repo: Option<Repo>) -> Self {
        Self {
            root,
            prefix,
            repo,
            cache: Cache::none(),
            program: None,
            met: Met::default(),
            memory: Memory::default(),
            progress: Arc::new(Silent),
        }
    }

    /// Whether there are no files but those in commits.
    pub fn is_bare(&self) -> bool {
        self.repo.as_ref().is_some_and(Repo::is_bare)
    }

    /// The day on which the commit that `rev` names was made, by the calendar of whoever made it.
    ///
    /// # Errors
    /// Where there is no repository, no such commit in it, or no AIMS in that.
    pub fn day_of(&self, rev: &str) -> Result<Date> {
        Ok(self.repository(rev)?.commit(self.holding(rev)?)?.committer.day())
    }

    /// Whether `path` lies in the repository around the AIMS.
    pub fn holds(&self, path: &Path) -> bool {
        self.repo.as_ref().is_some_and(|repo| repo.holds(path))
    }

    /// Makes sure that the file at `path`, which lies there, is read as a document.
    ///
    /// # Errors
    /// Where it is not, and why.
    pub fn reads(&self, path: &DocPath) -> Result<()> {
        load::passes_over(&self.listing(&[])?, path)?.map_or(Ok(()), |why| {
            Err(Error::new(format!("nothing would read `{path}`, so it was not written: {why}"))
                .hint("Name a path that is read, as in `--out policies/logging.md`, or change what leaves it out."))
        })
    }

    /// How many folders up the root lies from `dir`; none where `dir` is outside the AIMS.
    pub fn levels_above(&self, dir: &Path) -> usize {
        let dir = dunce::canonicalize(dir).ok();
        let below = dir.as_deref().and_then(|dir| dir.strip_prefix(&self.root).ok());
        below.map_or(0, |below| below.components().count())
    }

    /// The path from the root of what somebody named, a file or a folder; empty for the root itself. It is looked for in the
    /// commit `rev`, or in the work tree where none is named. In a bare repository it counts from the top.
    ///
    /// # Errors
    /// Where it is not there, or lies outside the AIMS.
    pub fn part(&self, named: &Path, rev: Option<&str>) -> Result<String> {
        let real = match rev {
            Some(_) => reached(named).map(|(start, rest)| start.join(rest))?,
            None => dunce::canonicalize(named).map_err(|error| Error::io("find", named, error))?,
        };
        let inside = real.strip_prefix(&self.root).ok().filter(|inside| inside.to_str().is_some()).map(slashed);
        let inside = match inside {
            Some(inside) if self.is_bare() && !inside.is_empty() => within(&inside, &self.prefix).map(str::to_owned),
            inside => inside.map(Cow::into_owned),
        };
        let outside = || format!("{} is no part of the AIMS in {}", named.display(), self.root.display());
        let inside = inside.ok_or_else(|| Error::new(outside()).hint("Name files and folders of one AIMS."))?;
        if let Some(rev) = rev.filter(|_| !inside.is_empty()) {
            let repo = self.repository(rev)?;
            let commit = repo.resolve(rev)?;
            let files = repo.tree(commit, &self.prefix)?.files;
            if !files.iter().any(|file| within(file.path.as_str(), &inside).is_some()) {
                return Err(Error::new(format!("the commit {} has no `{inside}`", commit.short()))
                    .hint("Name a file or folder as it lies in that commit."));
            }
        }
        Ok(inside)
    }

    /// The branch that is checked out, if there is one.
    pub fn branch(&self) -> Option<String> {
        self.repo.as_ref().and_then(Repo::head_name)
    }

    /// The path of a file of the AIMS as it is shown to somebody who named the AIMS by `dir`.
    pub fn shown_from(&self, dir: &Path, path: &DocPath) -> PathBuf {
        let is_root = dunce::canonicalize(dir).is_ok_and(|dir| dir == self.root);
        let file = if is_root { dir.join(path.as_str()) } else { self.root.join(path.as_str()) };
        file.strip_prefix(".").map_or(file.clone(), Path::to_owned)
    }
}

fn canonical(dir: &Path) -> Result<PathBuf> {
    dunce::canonicalize(dir).map_err(|error| Error::io("open the folder", dir, error))
}

/// As much of a path as is there, as it really is, and what follows: a commit may have that.
fn reached(named: &Path) -> Result<(PathBuf, PathBuf)> {
    for there in named.ancestors() {
        let place = if there.as_os_str().is_empty() { Path::new(".") } else { there };
        if let (Ok(real), Ok(rest)) = (dunce::canonicalize(place), named.strip_prefix(there)) {
            return Ok((real, rest.to_owned()));
        }
    }
    canonical(named).map(|real| (real, PathBuf::new()))
}

/// A path as git writes it.
fn slashed(path: &Path) -> Cow<'_, str> {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' { text } else { text.replace(std::path::MAIN_SEPARATOR, "/").into() }
}

/// What follows in a path behind a folder, empty where it is the folder; `None` where it lies elsewhere.
fn within<'p>(path: &'p str, folder: &str) -> Option<&'p str> {
    let rest = path.strip_prefix(folder)?;
    if folder.is_empty() || rest.is_empty() { Some(rest) } else { rest.strip_prefix('/') }
}

/// The repository that the folder itself is, without a work tree.
fn bare(folder: &Path) -> Result<Option<Repo>> {
    if !folder.join("HEAD").is_file() || !folder.join("objects").is_dir() {
        return Ok(None);
    }
    let found = Repo::discover(folder)?.filter(Repo::is_bare);
    Ok(found.filter(|repo| dunce::canonicalize(repo.common_dir()).is_ok_and(|common| common == folder)))
}

/// The folder of the AIMS in a commit: the nearest around what is `named`; where nothing is, the top if it is one, else the only
/// one that is.
fn folder_at(repo: &Repo, rev: &str, named: &str) -> Result<String> {
    let commit = repo.resolve(rev)?;
    let files = repo.tree(commit, "")?.files;
    let settings = files.iter().map(|file| &file.path).filter(|path| path.file_name() == SETTINGS);
    let folders: Vec<String> = settings.map(|path| path.parent().unwrap_or_default().to_owned()).collect();
    let around = folders.iter().filter(|folder| !named.is_empty() && within(named, folder).is_some());
    if let Some(nearest) = around.max_by_key(|folder| folder.len()) {
        return Ok(nearest.clone());
    }
    match folders.as_slice() {
        [only] => Ok(only.clone()),
        [] => Ok(String::new()),
        several if several.iter().any(String::is_empty) => Ok(String::new()),
        [first, second, ..] => Err(Error::new(format!(
            "the commit {} has more than one AIMS, such as `{first}` and `{second}`",
            commit.short()
        ))
        .hint(format!("Name the folder of one behind that of the repository, as in `REPOSITORY/{first}`."))),
    }
}

/// From where somebody sees the files of the AIMS in the folder `root` who is in the folder `here`.
pub fn seen_from(root: &Path, here: &Path) -> Seen {
    let Ok(here) = dunce::canonicalize(here) else { return Seen::default() };
    let parts = |path: &Path| -> Vec<String> {
        path.components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect()
    };
    if let Ok(inside) = here.strip_prefix(root) {
        return Seen { inside: parts(inside), ..Seen::default() };
    }
    let (here, root) = (parts(&here), parts(root));
    let shared = here.iter().zip(&root).take_while(|(here, root)| here == root).count();
    let up = std::iter::repeat_n("..", here.len() - shared);
    let way: Vec<&str> = up.chain(root[shared..].iter().map(String::as_str)).collect();
    // On another drive there is no way.
    if shared == 0 { Seen::default() } else { Seen { to_root: way.join("/"), ..Seen::default() } }
}
