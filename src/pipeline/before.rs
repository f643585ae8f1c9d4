//! Whether a site stands as the build before left it, with everything as it was that the build read: then there is nothing to do.
//!
//! What a build depends on is the request, the program, the files of the AIMS and what git keeps. None of it is read here, but for
//! the list of files: the disk is asked whether anything was written since. In doubt the site is built. What is believed lies with
//! the person, as all that is kept, and is never asked for where nothing is kept.

use std::path::{Path, PathBuf};

use super::project::{Project, Request};
use crate::base::{hex, sha256};
use crate::cache::{Cache, Marks, Moment};
use crate::repo::Repo;
use crate::source::Source;

/// What in git's folders says which commits there are and how they are to be read. What lies in the objects is known by its name.
const OF_GIT: [&str; 10] = [
    "HEAD",
    "index",
    "config",
    "config.worktree",
    "packed-refs",
    "shallow",
    "commondir",
    "info/grafts",
    "info/attributes",
    "objects/info/alternates",
];

/// Folders of git's that say the same.
const FOLDERS_OF_GIT: [&str; 3] = ["refs", "reftable", "objects/pack"];

/// Where a site goes, by whose hand, and when this is asked.
#[derive(Debug, Clone, Copy)]
pub struct Errand<'a> {
    /// The folder of the site.
    pub out: &'a Path,
    /// The file of the program that runs.
    pub program: &'a Path,
    /// What else is asked for.
    pub options: &'a str,
    /// The time of the clock.
    pub now: Moment,
}

/// What is known of the build before this one that read the same and wrote to the same folder.
pub struct Before<'a> {
    cache: &'a Cache,
    name: String,
    key: [u8; 32],
    is_settled: bool,
}

impl Project {
    /// What is known of the build before. To be asked before anything is read. `None` where nothing is kept, or what a build
    /// depends on cannot be told.
    pub fn before(&self, request: &Request, errand: Errand<'_>) -> Option<Before<'_>> {
        // A bare repository has no files to ask about.
        if self.cache.is_none() || self.is_bare() {
            return None;
        }
        let mut marks = Marks::default();
        marks.say(env!("CARGO_PKG_VERSION").as_bytes());
        marks.files(&[errand.program.to_owned()]);
        marks.say(format!("{} {request:?}", errand.options).as_bytes());
        let out = std::path::absolute(errand.out).ok()?;
        for path in [&self.root, &out] {
            marks.say(path.as_os_str().as_encoded_bytes());
        }
        for home in self.repo.as_ref().map(Repo::homes).transpose().ok()?.iter().flatten() {
            marks.files(&OF_GIT.map(|name| home.join(name)));
            for name in FOLDERS_OF_GIT {
                marks.folder(&home.join(name));
            }
        }
        let (here, head) = self.checkout(&request.skip).ok()?;
        marks.say(format!("{head:?} {:?}", here.oddities()).as_bytes());
        let files: Vec<PathBuf> = here.files().iter().map(|path| self.root.join(path.as_str())).collect();
        marks.files(&files);
        let name = format!("site-{}", &hex(&sha256(out.as_os_str().as_encoded_bytes()))[..16]);
        Some(Before { cache: &self.cache, name, key: marks.digest(), is_settled: marks.are_settled(errand.now) })
    }
}

impl Before<'_> {
    /// What the build before said, where everything is as it left it: `files` are those of the site.
    pub fn said(&self, files: &[PathBuf]) -> Option<Vec<u8>> {
        let kept = self.cache.load(&self.name, &self.key)?;
        let said = kept.strip_prefix(&site(files))?;
        (!files.is_empty()).then(|| said.to_vec())
    }

    /// Keeps what this build says, for the next: `files` are those of the site as it stands now.
    pub fn keep(&self, files: &[PathBuf], said: &[u8]) {
        // What was written just before this looked could have been written again unseen.
        if self.is_settled && !files.is_empty() {
            self.cache.store(&self.name, &self.key, &[&site(files)[..], said].concat());
        }
    }
}

fn site(files: &[PathBuf]) -> [u8; 32] {
    let mut marks = Marks::default();
    marks.files(files);
    marks.digest()
}
