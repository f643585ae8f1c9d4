//! The stories: load, check, build. Each reads as a few named steps, values in, values out.

mod act;
mod edition;
mod find;
mod settings;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;

pub use act::{Act, Prepared, Ready, Written};
pub use settings::Unusable;

use crate::approval::{self, Approvals};
use crate::base::progress::{Progress, Silent, Stage};
use crate::base::{Bundle, Date, DocPath, Error, Result, SETTINGS, date};
use crate::cache::Cache;
use crate::check::{self, Findings};
use crate::compare::Comparison;
use crate::export;
use crate::history::{self, History, Standing};
use crate::model::Aims;
use crate::model::attachments::MAX_ATTACHMENT;
use crate::model::load::load;
use crate::repo::{Log, ObjectId, Repo};
pub use crate::site::EditionKind;
use crate::site::{self, Edition, Since};
use crate::source::{Content, Overlay, Revision, Source, Worktree};
use edition::Approved;

/// What to look at, and as of when.
#[derive(Debug, Clone)]
pub struct Request {
    /// A folder of the AIMS; its root is the nearest folder upwards with an `aims.toml`.
    pub dir: PathBuf,
    /// The commit to read instead of the work tree: whatever git takes for one.
    pub rev: Option<String>,
    /// The commit whose settings say who may sign, instead of those before each change.
    pub trust: Option<String>,
    /// The commit since which changes are told apart.
    pub since: Option<String>,
    /// Which texts a site shows.
    pub edition: EditionKind,
    /// The day that decides what is overdue.
    pub today: Date,
    /// Folders in the work tree that hold no documents, such as the site.
    pub skip: Vec<PathBuf>,
}

impl Request {
    /// The work tree of the AIMS that `dir` belongs to, as it is, on the day `today`.
    pub fn new(dir: impl Into<PathBuf>, today: Date) -> Self {
        Self {
            dir: dir.into(),
            rev: None,
            trust: None,
            since: None,
            edition: EditionKind::Latest,
            today,
            skip: Vec::new(),
        }
    }
}

/// An AIMS as it was found on disk: where it is, and the repository around it.
pub struct Project {
    /// The folder of `aims.toml`.
    pub root: PathBuf,
    /// The path of that folder in its repository; empty at the top.
    pub prefix: String,
    repo: Option<Repo>,
    cache: Cache,
    progress: Arc<dyn Progress>,
}

/// An AIMS with its change record and what is found about it.
pub struct Checked {
    /// The AIMS.
    pub aims: Aims,
    /// Its change record.
    pub history: History,
    /// Who approved and reviewed what.
    pub approvals: Approvals,
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
        let cache = repo.as_ref().map_or_else(Cache::none, |repo| Cache::open(&repo.common_dir().join("aims")));
        Ok(Self { root: root.to_owned(), prefix, repo, cache, progress: Arc::new(Silent) })
    }

    /// The same, reading everything anew and keeping nothing beside the repository.
    #[must_use]
    pub fn without_cache(self) -> Self {
        Self { cache: Cache::none(), ..self }
    }

    /// The same, telling `progress` how far it is.
    #[must_use]
    pub fn reporting_to(self, progress: Arc<dyn Progress>) -> Self {
        Self { progress, ..self }
    }

    /// Reads the AIMS with its change record, and checks it.
    ///
    /// # Errors
    /// Where the repository or the folder cannot be read, or the settings cannot be used ([`Unusable`]). What is wrong
    /// with documents is found, not an error.
    pub fn check(&self, request: &Request) -> Result<Checked> {
        self.with_source(request, |source, tip| self.check_source(source, tip, request))
    }

    /// Reads, checks and renders the AIMS.
    ///
    /// # Errors
    /// As [`Project::check`], and where pages cannot be made.
    pub fn build(&self, request: &Request) -> Result<(Checked, Bundle)> {
        self.with_source(request, |source, tip| match request.edition {
            EditionKind::Latest => {
                self.render(source, self.check_source(source, tip, request)?, request, BTreeMap::new())
            }
            EditionKind::Approved => {
                let latest = self.check_source(source, tip, request)?;
                let Approved { texts, without, notes } = edition::approved(&latest, self.repo.as_ref())?;
                let source = Overlay::new(source, texts);
                let mut history = latest.history;
                for (path, steps) in &without {
                    history.rewind(path, *steps);
                }
                let aims = load(&source, request.today)?;
                let mut checked = self.judge(&source, tip, request, aims, history)?;
                checked.from_commit = latest.from_commit;
                self.render(&source, checked, request, notes)
            }
        })
    }

    /// Makes the pages and the data files.
    fn render(
        &self,
        source: &dyn Source,
        checked: Checked,
        request: &Request,
        notes: BTreeMap<DocPath, String>,
    ) -> Result<(Checked, Bundle)> {
        let edition = Edition {
            kind: request.edition,
            notes,
            generator: format!("aims {}", env!("CARGO_PKG_VERSION")),
            today: request.today,
            from_commit: checked.from_commit,
            prefix: self.prefix.clone(),
            data: &export::FILES,
        };
        let since = request.since.as_deref().map(|rev| self.since(rev, &checked)).transpose()?;
        let inputs = site::Inputs {
            aims: &checked.aims,
            history: &checked.history,
            approvals: &checked.approvals,
            findings: &checked.findings,
            edition: &edition,
            since: since.as_ref(),
            differences: &|changes| self.differences(changes, &checked.aims),
        };
        self.progress.step(Stage::Render, 0, 0);
        let mut bundle = site::render(inputs, &|path| attachment(source, path))?;
        let Checked { aims, history, approvals, findings, from_commit } = &checked;
        for (path, bytes) in export::data(aims, history, approvals, findings, *from_commit)? {
            bundle.add(&path, bytes)?;
        }
        Ok((checked, bundle))
    }

    /// The AIMS as it was at the commit `rev`, and what came since.
    fn since(&self, rev: &str, checked: &Checked) -> Result<Since> {
        let repo = self.repository(rev)?;
        let commit = repo.resolve(rev)?;
        let committer = repo.commit(commit)?.committer;
        let date = date::of_timestamp(committer.seconds, committer.offset_minutes);
        let aims = load(&Revision::open(repo, commit, &self.prefix)?, date)?;
        let log = repo.log_cached(commit, &self.prefix, &history::options(), history::RULES, &self.cache)?;
        let known: BTreeSet<String> = log.commits.iter().map(|commit| commit.id.to_string()).collect();
        let here: BTreeSet<&str> = checked.history.revisions.iter().map(|revision| revision.commit.as_str()).collect();
        // What merges only carried is not among the revisions.
        let own = log.commits.iter().filter(|commit| commit.parents.len() < 2 && !commit.changes.is_empty());
        let aside = own.filter(|commit| !here.contains(commit.id.to_string().as_str())).count();
        let revisions = checked.history.revisions.iter().enumerate();
        let revisions = revisions.filter(|(_, revision)| !known.contains(&revision.commit)).map(|(place, _)| place);
        let revisions = revisions.collect();
        Ok(Since { name: rev.to_owned(), commit: commit.to_string(), date, aims, aside, revisions })
    }

    /// Compares the texts before and after a change; `None` where one of them is not there.
    pub fn difference(&self, change: &history::Change, aims: &Aims) -> Option<Comparison> {
        self.differences(&[change], aims).pop().flatten()
    }

    /// The same for several changes of one document. Each text is read once where they follow on each other.
    pub fn differences(&self, changes: &[&history::Change], aims: &Aims) -> Vec<Option<Comparison>> {
        self.repo.as_ref().map_or_else(Vec::new, |repo| history::compare_changes(repo, changes, &aims.config.aliases))
    }

    /// Opens the source that the request asks for, with the commit whose history is the record.
    fn with_source<T>(
        &self,
        request: &Request,
        then: impl FnOnce(&dyn Source, Option<ObjectId>) -> Result<T>,
    ) -> Result<T> {
        let then = |source: &dyn Source, tip| {
            settings::usable(source, request.rev.as_deref())?;
            then(source, tip)
        };
        match (&self.repo, &request.rev) {
            (_, Some(rev)) => {
                let repo = self.repository(rev)?;
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
            (Some(repo), None) => {
                then(&Worktree::open(&self.root, Some(&repo.tracked(&self.prefix)?), &request.skip)?, repo.head()?)
            }
            (None, None) => then(&Worktree::open(&self.root, None, &request.skip)?, None),
        }
    }

    fn check_source(&self, source: &dyn Source, tip: Option<ObjectId>, request: &Request) -> Result<Checked> {
        self.progress.step(Stage::Read, 0, 0);
        // Documents and commits are read side by side: neither needs the other.
        let (aims, log) = rayon::join(|| load(source, request.today), || self.log(tip));
        let (aims, log) = (aims?, log?);
        let history = self.history(log, tip, source.files(), &aims)?;
        let mut checked = self.judge(source, tip, request, aims, history)?;
        checked.from_commit = match (&self.repo, tip, &request.rev) {
            (_, Some(_), Some(_)) => true,
            (Some(repo), Some(tip), None) => self.is_clean(repo, tip, source, &checked.aims)?,
            _ => false,
        };
        Ok(checked)
    }

    /// Judges what was read.
    fn judge(
        &self,
        source: &dyn Source,
        tip: Option<ObjectId>,
        request: &Request,
        aims: Aims,
        history: History,
    ) -> Result<Checked> {
        let trust = request.trust.as_deref().map(|rev| self.resolve(rev)).transpose()?;
        let approvals = approval::judge(&approval::Input {
            aims: &aims,
            history: &history,
            source,
            repo: self.repo.as_ref().map(|repo| (repo, self.prefix.as_str())),
            tip,
            trust,
        })?;
        self.progress.step(Stage::Check, 0, 0);
        let findings = check::check(&aims, &history, &approvals);
        Ok(Checked { aims, history, approvals, findings, from_commit: false })
    }

    /// The commit that `rev` names.
    fn resolve(&self, rev: &str) -> Result<ObjectId> {
        self.repository(rev)?.resolve(rev)
    }

    /// The repository in which `rev` is to be looked up.
    fn repository(&self, rev: &str) -> Result<&Repo> {
        self.repo.as_ref().ok_or_else(|| {
            Error::new(format!("`{rev}` names a commit, but {} is not in a git repository", self.root.display()))
        })
    }

    fn log(&self, tip: Option<ObjectId>) -> Result<Option<Log>> {
        let both = self.repo.as_ref().zip(tip);
        both.map(|(repo, tip)| repo.log_cached(tip, &self.prefix, &history::options(), history::RULES, &self.cache))
            .transpose()
    }

    fn history(&self, log: Option<Log>, tip: Option<ObjectId>, present: &[DocPath], aims: &Aims) -> Result<History> {
        match (&self.repo, tip, log) {
            (Some(repo), Some(tip), Some(log)) => {
                let committer = repo.commit(tip)?.committer;
                let day = date::of_timestamp(committer.seconds, committer.offset_minutes);
                let aliases = &aims.config.aliases;
                Ok(history::build(history::Input {
                    log,
                    head: (tip, day),
                    present,
                    repo: Some(repo),
                    prefix: &self.prefix,
                    aliases,
                    cache: &self.cache,
                }))
            }
            (None, ..) => Ok(History::empty(Standing::Outside)),
            (Some(_), ..) => Ok(History::empty(Standing::Unborn)),
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
