//! Where an AIMS lies: in its repository, and seen from the folder that somebody is in.

use std::path::{Path, PathBuf};

use super::Project;
use crate::base::{DocPath, Error, Result};
use crate::diag::Seen;
use crate::repo::Repo;

impl Project {
    /// Whether `path` lies in the repository around the AIMS.
    pub fn holds(&self, path: &Path) -> bool {
        self.repo.as_ref().is_some_and(|repo| repo.holds(path))
    }

    /// How many folders up the root lies from `dir`; none where `dir` is outside the AIMS.
    pub fn levels_above(&self, dir: &Path) -> usize {
        let dir = dir.canonicalize().ok();
        let below = dir.as_deref().and_then(|dir| dir.strip_prefix(&self.root).ok());
        below.map_or(0, |below| below.components().count())
    }

    /// The path from the root of what somebody named, a file or a folder; empty for the root itself.
    ///
    /// # Errors
    /// Where it is not there, or lies outside the AIMS.
    pub fn part(&self, named: &Path) -> Result<String> {
        let real = named.canonicalize().map_err(|error| Error::io("find", named, error))?;
        let inside = real.strip_prefix(&self.root).ok().and_then(Path::to_str);
        let outside = || format!("{} is no part of the AIMS in {}", named.display(), self.root.display());
        let inside = inside.ok_or_else(|| Error::new(outside()).hint("Name files and folders of one AIMS."))?;
        Ok(inside.replace(std::path::MAIN_SEPARATOR, "/"))
    }

    /// The branch that is checked out, if there is one.
    pub fn branch(&self) -> Option<String> {
        self.repo.as_ref().and_then(Repo::head_name)
    }

    /// The path of a file of the AIMS as it is shown to somebody who named the AIMS by `dir`.
    pub fn shown_from(&self, dir: &Path, path: &DocPath) -> PathBuf {
        let is_root = dir.canonicalize().is_ok_and(|dir| dir == self.root);
        let file = if is_root { dir.join(path.as_str()) } else { self.root.join(path.as_str()) };
        file.strip_prefix(".").map_or(file.clone(), Path::to_owned)
    }
}

/// From where somebody sees the files of the AIMS in the folder `root` who is in the folder `here`.
pub fn seen_from(root: &Path, here: &Path) -> Seen {
    let Ok(here) = here.canonicalize() else { return Seen::default() };
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
