//! Which branch of a repository is the one that counts.

use super::repository::Repo;
use super::store::Reader;

/// What such a branch commonly is called.
const USUAL: [&str; 3] = ["main", "master", "trunk"];

impl Repo {
    /// Whether it has any branch, here or of another repository, whichever is checked out.
    pub fn has_branches(&self) -> bool {
        let first =
            |reader: &Reader<'_>| Ok(reader.git.branches(None).is_ok_and(|mut found| found.any(|one| one.is_ok())));
        self.store.with(first).unwrap_or_default()
    }

    /// The branch into which changes go: that which the forge has as its default, else one of a common name, else the one
    /// that is checked out, be it before its first commit. `None` where nothing says it.
    pub fn main_branch(&self) -> Option<String> {
        let leads_to = |name: &str, below: &str| {
            let found = self.store.with(|reader| {
                let reference = reader.git.find_reference(name).ok();
                let target = reference.as_ref().and_then(|reference| reference.symbolic_target_bytes());
                Ok(target.map(|target| String::from_utf8_lossy(target).into_owned()))
            });
            found.ok()??.strip_prefix(below).map(str::to_owned)
        };
        let is_there = |name: &&str| {
            let found = self.store.with(|reader| Ok(reader.git.find_reference(&format!("refs/heads/{name}")).is_ok()));
            found.unwrap_or_default()
        };
        let here = leads_to("HEAD", "refs/heads/");
        let is_usual = here.as_deref().is_some_and(|here| USUAL.contains(&here));
        leads_to("refs/remotes/origin/HEAD", "refs/remotes/origin/")
            .or_else(|| here.clone().filter(|_| is_usual))
            .or_else(|| USUAL.into_iter().find(is_there).map(str::to_owned))
            .or(here)
    }
}
