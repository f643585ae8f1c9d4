//! A project: an AIMS where it was found, what is known of it from before, and what somebody asks of it.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::known::KnownBy;
use super::memory::Memory;
use crate::base::progress::Progress;
use crate::base::{Date, DocPath, SETTINGS};
use crate::cache::Cache;
use crate::history::Met;
use crate::model::audience::Audience;
use crate::repo::Repo;
use crate::state::{EditionKind, SITE};

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
    /// Whether a site tells where requirements stood over time.
    pub trend: bool,
    /// Which texts a site shows.
    pub edition: EditionKind,
    /// For whom a site is; as the settings say where this does not.
    pub audience: Option<Audience>,
    /// The day that decides what is overdue.
    pub today: Date,
    /// Folders in the work tree that hold no documents, such as the site.
    pub skip: Vec<PathBuf>,
    /// What is known from before, and so not told.
    pub known: KnownBy,
    /// What the folder of the site is called, in the commands by which it is verified.
    pub called: String,
    /// The web address at which the site will lie; as the settings say where this does not.
    pub base_url: Option<String>,
}

impl Request {
    /// The work tree of the AIMS that `dir` belongs to, as it is, on the day `today`.
    pub fn new(dir: impl Into<PathBuf>, today: Date) -> Self {
        Self {
            dir: dir.into(),
            rev: None,
            trust: None,
            since: None,
            trend: false,
            edition: EditionKind::Latest,
            audience: None,
            today,
            skip: Vec::new(),
            known: KnownBy::Settings,
            called: SITE.into(),
            base_url: None,
        }
    }
}

/// An AIMS as it was found on disk: where it is, and the repository around it.
pub struct Project {
    /// The folder of `aims.toml`.
    pub root: PathBuf,
    /// The path of that folder in its repository; empty at the top.
    pub prefix: String,
    pub(super) repo: Option<Repo>,
    pub(super) cache: Cache,
    /// What tells the program that runs from any other, where that is known.
    pub(super) program: Option<[u8; 32]>,
    pub(super) met: Met,
    pub(super) memory: Memory,
    pub(super) progress: Arc<dyn Progress>,
}

impl Project {
    /// The AIMS that `dir` belongs to, where it is a folder, and of one.
    pub fn of_folder(dir: &Path) -> Option<Self> {
        Self::find(Some(dir).filter(|dir| dir.is_dir())?).ok()
    }

    /// The same, believing what an earlier run of the same person found out about the history, and keeping it in the folder
    /// `home`, where it is outside the repository: what came with a repository is never believed.
    #[must_use]
    pub fn with_cache(self, home: &Path) -> Self {
        let cache = match &self.repo {
            // What a clone cannot know is not known here from a time when there was another in its place.
            Some(repo) if !repo.holds(home) && !repo.is_filtered() && !repo.is_shallow() => {
                let about = dunce::canonicalize(repo.common_dir());
                about.map_or_else(|_| Cache::none(), |about| Cache::of_person(home, &about))
            }
            _ => Cache::none(),
        };
        Self { cache, ..self }
    }

    /// The same, knowing from one reading to the next what did not change. Whoever keeps it has to tell what did.
    #[must_use]
    pub fn remembering(self) -> Self {
        Self { memory: Memory::new(), ..self }
    }

    /// Tells that files changed. `false` where nothing is known any more, and the AIMS has to be found anew: git's own folder
    /// is another, or the root is, or the commit that is checked out.
    pub fn forget(&self, paths: &BTreeSet<PathBuf>) -> bool {
        let homes: Vec<PathBuf> = self.repo.iter().filter_map(|repo| repo.homes().ok()).flatten().collect();
        let mut changed = Vec::new();
        for path in paths {
            // By its index git tells only what it tracks.
            if homes.iter().any(|home| *path == home.join("index")) {
                self.memory.listing.keep_if(|_| false);
                continue;
            }
            let inner = path.strip_prefix(&self.root).ok().and_then(Path::to_str);
            let inner = inner.map(|inner| inner.replace(std::path::MAIN_SEPARATOR, "/"));
            let in_git = homes.iter().any(|home| path.starts_with(home)) || path.ends_with(".git");
            match inner.filter(|inner| !in_git && !inner.is_empty()) {
                Some(inner) => match DocPath::new(&inner) {
                    Some(path) => changed.push(path),
                    None => self.memory.listing.keep_if(|_| false),
                },
                None => return false,
            }
        }
        self.memory.documents.forget(&changed);
        self.memory.listing.keep_if(|here| here.lists_the_same(&changed));
        let head = self.repo.as_ref().and_then(|repo| repo.head().ok().flatten());
        let is_there = self.root.join(SETTINGS).is_file();
        is_there && !paths.is_empty() && self.memory.record.get(|of| of.is_of(head)).is_some()
    }

    /// The same, telling `progress` how far it is.
    #[must_use]
    pub fn reporting_to(self, progress: Arc<dyn Progress>) -> Self {
        progress.reads(&self.root, self.repo.as_ref().map(Repo::common_dir), !self.cache.is_none());
        Self { progress, ..self }
    }
}
