//! From a request to the files that it is about, and whether a commit holds exactly what was read of them.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;

use super::project::{Project, Request};
use super::settings;
use crate::base::text::count;
use crate::base::{DocPath, Error, Result, SETTINGS, is_hidden};
use crate::model::folders::Excluded;
use crate::model::load;
use crate::repo::{ObjectId, Repo};
use crate::source::{Checkout, Other, Overlay, Revision, Seen, Source, Witness, Worktree};

/// A source that was opened, and what is known of where it comes from.
pub(super) struct Opened<'a> {
    /// The files.
    pub(super) source: Box<dyn Source + 'a>,
    /// The commit whose history is the record.
    pub(super) tip: Option<ObjectId>,
    from: From,
}

/// Where files come from.
enum From {
    /// Read straight from the commit.
    Commit,
    /// From the work tree of a repository: what was seen of it.
    WorkTree(Arc<Seen>),
    /// From a folder outside git.
    Outside,
}

impl<'a> Opened<'a> {
    /// The same with other contents of files, and without some.
    pub(super) fn over(self, changed: BTreeMap<DocPath, Other<'a>>, without: &BTreeSet<DocPath>) -> Self {
        Self { source: Box::new(Overlay::new(self.source, changed, without)), ..self }
    }
}

impl Project {
    /// Opens the source that the request asks for, with the commit whose history is the record.
    ///
    /// # Errors
    /// Where there is no such commit, and where the settings in it cannot be used.
    pub(super) fn open(&self, request: &Request) -> Result<Opened<'_>> {
        self.open_with(request, &BTreeMap::new())
    }

    /// The same with `texts` that somebody is writing in place of those on disk. A file that is there and is not read is not
    /// read by that.
    ///
    /// # Errors
    /// As [`Project::open`].
    pub(super) fn open_with(&self, request: &Request, texts: &BTreeMap<DocPath, Arc<str>>) -> Result<Opened<'_>> {
        let mut opened = self.open_any(request)?;
        let is_new = |path: &DocPath| !self.root.join(path.as_str()).exists();
        let written: BTreeMap<DocPath, Other<'_>> = texts
            .iter()
            .filter(|(path, _)| opened.source.files().contains(path) || is_new(path))
            .map(|(path, text)| (path.clone(), Other::Bytes(text.as_bytes().to_vec())))
            .collect();
        if !written.is_empty() {
            opened = opened.over(written, &BTreeSet::new());
        }
        settings::usable(&*opened.source, request.rev.as_deref(), &self.root)?;
        Ok(opened)
    }

    fn open_any(&self, request: &Request) -> Result<Opened<'_>> {
        match (&self.repo, &request.rev) {
            (_, Some(rev)) => {
                let repo = self.repository(rev)?;
                let commit = repo.resolve(rev)?;
                let source = Revision::open(repo, commit, &self.prefix)?;
                if !source.files().iter().any(|path| path.as_str() == SETTINGS) {
                    return Err(self.no_aims(commit));
                }
                Ok(Opened { source: Box::new(source), tip: Some(commit), from: From::Commit })
            }
            (repo, None) => {
                let (source, tip) = self.checkout(&request.skip)?;
                let Some(repo) = repo else {
                    return Ok(Opened { source: Box::new(source), tip, from: From::Outside });
                };
                let witness = Witness::new(Box::new(source), repo.format());
                let witness = match self.memory.seen.get(|()| true) {
                    Some(((), before)) => witness.knowing(&before, &self.memory.documents.paths()),
                    None => witness,
                };
                self.memory.seen.put(|| (), &witness.seen());
                let from = From::WorkTree(witness.seen());
                Ok(Opened { source: Box::new(witness), tip, from })
            }
        }
    }

    /// The commit that `rev` names, which holds the AIMS.
    pub(super) fn holding(&self, rev: &str) -> Result<ObjectId> {
        let repo = self.repository(rev)?;
        let commit = repo.resolve(rev)?;
        let is_there = repo.tree(commit, &self.prefix)?.files.iter().any(|file| file.path.as_str() == SETTINGS);
        if is_there { Ok(commit) } else { Err(self.no_aims(commit)) }
    }

    fn no_aims(&self, commit: ObjectId) -> Error {
        let folder = if self.prefix.is_empty() { "its top folder".into() } else { format!("`{}`", self.prefix) };
        Error::new(format!("the commit {} has no `{SETTINGS}` in {folder}", commit.short()))
            .hint("Name a commit at which the AIMS was there.")
    }

    /// The files as they lie on the disk now, of which those of the AIMS can all be looked at.
    pub(super) fn listing(&self, skip: &[PathBuf]) -> Result<Worktree> {
        let tracked = self.repo.as_ref().map(|repo| repo.tracked(&self.prefix)).transpose()?;
        whole(Worktree::open(&self.root, tracked.as_ref(), skip)?)
    }

    /// The files on disk, with the commit that is checked out.
    pub(super) fn checkout(&self, skip: &[PathBuf]) -> Result<(Checkout<'_>, Option<ObjectId>)> {
        let here = match self.memory.listing.get(|of| of == skip) {
            Some((_, here)) => whole(here)?,
            None => {
                let here = self.listing(skip)?;
                self.memory.listing.put(|| skip.to_vec(), &here);
                here
            }
        };
        let head = self.repo.as_ref().map(Repo::head).transpose()?.flatten();
        Ok((Checkout::new(here, self.repo.as_ref().zip(head), &self.prefix), head))
    }

    /// Makes sure that no file of the AIMS is left out of the work tree by a sparse checkout: what is not there would be judged as
    /// removed.
    ///
    /// # Errors
    /// Where one is, or git's index cannot be read.
    pub(super) fn is_checked_out(&self, opened: &Opened<'_>, excluded: &Excluded) -> Result<()> {
        let (From::WorkTree(_), Some(repo)) = (&opened.from, &self.repo) else { return Ok(()) };
        let here = opened.source.files();
        let mut missing = repo.left_out(&self.prefix)?;
        missing.retain(|path| !is_hidden(path.as_str()) && !excluded.has(path) && here.binary_search(path).is_err());
        let Some(first) = missing.first() else { return Ok(()) };
        let (all, are) = (count(missing.len(), "file"), if missing.len() == 1 { "is" } else { "are" });
        Err(Error::new(format!("{all} of the AIMS {are} left out of this sparse checkout, such as `{first}`")).hint(
            "What is not there would be judged as removed. Check it out (`git sparse-checkout disable`), read the commit in its place \
             (`--rev HEAD`; `aims impact BASE HEAD`), or leave such files out of the AIMS (`exclude` under `[files]`).",
        ))
    }

    /// Whether all that was read is what the commit holds, byte for byte.
    pub(super) fn is_from_commit(&self, opened: &Opened<'_>) -> bool {
        match (&opened.from, &self.repo, opened.tip) {
            (From::Commit, ..) => true,
            // Where the folder is not in the commit at all, nothing in it is.
            (From::WorkTree(seen), Some(repo), Some(tip)) => {
                Revision::open(repo, tip, &self.prefix).is_ok_and(|commit| seen.is_all_in(&commit))
            }
            _ => false,
        }
    }
}

/// The same files, where all can be looked at that are not left out of the AIMS by its own settings.
pub(super) fn whole(here: Worktree) -> Result<Worktree> {
    let excluded = here.unseen(&|_| false).map(|_| load::config(&here)).transpose()?.map(|config| config.excluded);
    let is_left = |path: &DocPath| excluded.as_ref().is_some_and(|excluded| excluded.has(path));
    here.unseen(&is_left).map_or(Ok(here), Err)
}
