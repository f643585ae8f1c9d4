//! Files of the repository that a site has as they are: read when somebody asks for one.

use crate::base::{DocPath, Result, tell};
use crate::source::{Checkout, Content, Oddity, Source, Worktree};

use super::super::project::Project;

/// The files below the root of an AIMS, each read by its path.
pub(super) struct Copies<'a> {
    project: &'a Project,
    below: Checkout<'a>,
}

impl<'a> Copies<'a> {
    pub(super) fn of(project: &'a Project) -> Self {
        let head = project.repo.as_ref().and_then(|repo| repo.head().ok().flatten());
        let committed = project.repo.as_ref().zip(head);
        Self { project, below: Checkout::new(Worktree::unlisted(&project.root), committed, &project.prefix) }
    }

    /// Whether a file lies where its path says. A folder may have become a link since the path was found.
    fn is_inside(&self, path: &DocPath) -> bool {
        let root = &self.project.root;
        dunce::canonicalize(root.join(path.as_str())).is_ok_and(|found| found == root.join(path.as_str()))
    }
}

impl Source for Copies<'_> {
    fn files(&self) -> &[DocPath] {
        &[]
    }

    fn oddities(&self) -> &[Oddity] {
        &[]
    }

    fn read(&self, path: &DocPath, limit: u64) -> Result<Content> {
        match self.is_inside(path) {
            true => self.below.read(path, limit),
            false => Ok(Content::Unreadable(tell!("it is not where it was"))),
        }
    }
}
