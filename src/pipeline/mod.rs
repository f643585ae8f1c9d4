//! The stories: load, check, build. Each reads as a few named steps, values in, values out.

use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::base::{Bundle, Date, DocPath, Error, Result, SETTINGS, date};
use crate::check::{self, Findings};
use crate::export;
use crate::history::{self, History, Standing};
use crate::model::Aims;
use crate::model::attachments::MAX_ATTACHMENT;
use crate::model::load::load;
use crate::repo::{ObjectId, Repo};
use crate::site::{self, Edition};
use crate::source::{Content, Revision, Source, Worktree};

/// What to look at, and as of when.
#[derive(Debug, Clone)]
pub struct Request {
    /// A folder of the AIMS; its root is the nearest folder upwards with an `aims.toml`.
    pub dir: PathBuf,
    /// The commit to read instead of the work tree: whatever git takes for one.
    pub rev: Option<String>,
    /// The day that decides what is overdue.
    pub today: Date,
    /// Folders in the work tree that hold no documents, such as the site.
    pub skip: Vec<PathBuf>,
}

/// An AIMS as it was found on disk: where it is, and the repository around it.
pub struct Project {
    /// The folder of `aims.toml`.
    pub root: PathBuf,
    /// The path of that folder in its repository; empty at the top.
    pub prefix: String,
    repo: Option<Repo>,
}

/// An AIMS with its change record and what is found about it.
pub struct Checked {
    /// The AIMS.
    pub aims: Aims,
    /// Its change record.
    pub history: History,
    /// What is found about it.
    pub findings: Findings,
    /// Whether what was read is exactly what the commit at the head of the record holds.
    pub from_commit: bool,
}

impl Checked {
    /// The commit that what was read is exactly what it holds; `None` for a work tree that differs from it.
    pub fn revision(&self) -> Option<&str> {
        self.history.head.as_ref().filter(|_| self.from_commit).map(|(commit, _)| commit.as_str())
    }
}

impl Project {
    /// Finds the AIMS that `dir` belongs to, and the repository around it.
    ///
    /// # Errors
    /// Where there is no `aims.toml` upwards, or git refuses the repository.
    pub fn find(dir: &Path) -> Result<Self> {
        let start = dir.canonicalize().map_err(|error| Error::io("open the folder", dir, error))?;
        let root = start.ancestors().find(|folder| folder.join(SETTINGS).is_file()).ok_or_else(|| {
            Error::new(format!("there is no `{SETTINGS}` in {} or above it", dir.display())).hint(format!(
                "Name the folder of the AIMS. To make a folder one, put an empty file `{SETTINGS}` into it."
            ))
        })?;
        let repo = Repo::discover(root)?;
        let prefix = repo.as_ref().map_or(Ok(String::new()), |repo| repo.prefix(root))?;
        Ok(Self { root: root.to_owned(), prefix, repo })
    }

    /// Reads the AIMS with its change record, and checks it.
    ///
    /// # Errors
    /// Where the repository or the folder cannot be read. What is wrong with documents is found, not an error.
    pub fn check(&self, request: &Request) -> Result<Checked> {
        self.with_source(request, |source, tip| self.check_source(source, tip, request))
    }

    /// Reads, checks and renders the AIMS.
    ///
    /// # Errors
    /// As [`Project::check`], and where pages cannot be made.
    pub fn build(&self, request: &Request) -> Result<(Checked, Bundle)> {
        self.with_source(request, |source, tip| {
            let checked = self.check_source(source, tip, request)?;
            let edition = Edition {
                generator: format!("aims {}", env!("CARGO_PKG_VERSION")),
                today: request.today,
                from_commit: checked.from_commit,
                prefix: self.prefix.clone(),
                data: &export::FILES,
            };
            let inputs = site::Inputs {
                aims: &checked.aims,
                history: &checked.history,
                findings: &checked.findings,
                edition: &edition,
            };
            let mut bundle = site::render(inputs, &|path| attachment(source, path))?;
            for (path, bytes) in export::data(&checked.aims, &checked.history, &checked.findings, checked.from_commit)?
            {
                bundle.add(&path, bytes)?;
            }
            Ok((checked, bundle))
        })
    }

    /// Opens the source that the request asks for, with the commit whose history is the record.
    fn with_source<T>(
        &self,
        request: &Request,
        then: impl FnOnce(&dyn Source, Option<ObjectId>) -> Result<T>,
    ) -> Result<T> {
        match (&self.repo, &request.rev) {
            (Some(repo), Some(rev)) => {
                let commit = repo.resolve(rev)?;
                let source = Revision::open(repo, commit, &self.prefix)?;
                if !source.files().iter().any(|path| path.as_str() == SETTINGS) {
                    let folder =
                        if self.prefix.is_empty() { "its top folder".into() } else { format!("`{}`", self.prefix) };
                    return Err(Error::new(format!("the commit {} has no `{SETTINGS}` in {folder}", commit.short()))
                        .hint("Name a commit at which the AIMS was there."));
                }
                then(&source, Some(commit))
            }
            (None, Some(rev)) => Err(Error::new(format!(
                "`{rev}` names a commit, but {} is not in a git repository",
                self.root.display()
            ))),
            (Some(repo), None) => {
                then(&Worktree::open(&self.root, Some(&repo.tracked(&self.prefix)?), &request.skip)?, repo.head()?)
            }
            (None, None) => then(&Worktree::open(&self.root, None, &request.skip)?, None),
        }
    }

    fn check_source(&self, source: &dyn Source, tip: Option<ObjectId>, request: &Request) -> Result<Checked> {
        // Documents and history are read side by side: neither needs the other.
        let (aims, history) = rayon::join(|| load(source, request.today), || self.history(tip, source.files()));
        let (aims, history) = (aims?, history?);
        let findings = check::check(&aims, &history);
        let from_commit = match (&self.repo, tip, &request.rev) {
            (_, Some(_), Some(_)) => true,
            (Some(repo), Some(tip), None) => self.is_clean(repo, tip, source, &aims)?,
            _ => false,
        };
        Ok(Checked { aims, history, findings, from_commit })
    }

    fn history(&self, tip: Option<ObjectId>, present: &[DocPath]) -> Result<History> {
        match (&self.repo, tip) {
            (None, _) => Ok(History::empty(Standing::Outside)),
            (Some(_), None) => Ok(History::empty(Standing::Unborn)),
            (Some(repo), Some(tip)) => {
                let log = repo.log(tip, &self.prefix, &history::options())?;
                let committer = repo.commit(tip)?.committer;
                let day = date::of_timestamp(committer.seconds, committer.offset_minutes);
                Ok(history::build(log, (tip, day), present))
            }
        }
    }

    /// Whether the files that pages are made from are those of the commit, byte for byte.
    fn is_clean(&self, repo: &Repo, tip: ObjectId, source: &dyn Source, aims: &Aims) -> Result<bool> {
        // Where the folder is not in the commit at all, nothing in it is.
        let Ok(committed) = Revision::open(repo, tip, &self.prefix) else { return Ok(false) };
        let relevant = |path: &&DocPath| path.is_markdown() || path.as_str() == SETTINGS || aims.uses(path);
        let here: Vec<&DocPath> = source.files().iter().filter(relevant).collect();
        let there: Vec<&DocPath> = committed.files().iter().filter(relevant).collect();
        if here != there {
            return Ok(false);
        }
        let same = |path: &&DocPath| -> Result<bool> {
            let bytes = source.read(path, MAX_ATTACHMENT)?;
            Ok(matches!(bytes, Content::Bytes(bytes) if ObjectId::of_blob(&bytes, repo.format()) == committed.id(path)))
        };
        let all: Vec<bool> = here.par_iter().map(same).collect::<Result<_>>()?;
        Ok(all.into_iter().all(|same| same))
    }
}

fn attachment(source: &dyn Source, path: &DocPath) -> Result<Option<Vec<u8>>> {
    Ok(match source.read(path, MAX_ATTACHMENT)? {
        Content::Bytes(bytes) => Some(bytes),
        Content::TooLarge(_) | Content::Unreadable(_) => None,
    })
}
