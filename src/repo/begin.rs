//! A folder becomes a repository where it stands: what `git init`, `git add` and a first `git commit` do.
//!
//! No template, hook, filter or setting of the machine plays a part. Where something fails, the folder is as it was.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use git2::{ObjectType, Repository, RepositoryInitOptions};

use super::failure::during;
use super::id::ObjectId;
use super::objects::{BRANCH, NewCommit, Objects, Stamp};
use crate::base::{DocPath, Result};

/// Makes the folder `root`, which is in no repository, one. With `first`, the files become its first commit: they lie in
/// the folder already, as they are given here. Its id comes back.
///
/// # Errors
/// Where there is a repository, or nothing can be written.
pub fn begin(
    root: &Path,
    files: &BTreeMap<DocPath, Vec<u8>>,
    first: Option<(&Stamp, &str)>,
) -> Result<Option<ObjectId>> {
    let mut options = RepositoryInitOptions::new();
    options.external_template(false).no_reinit(true).initial_head("main");
    let git = Repository::init_opts(root, &options).map_err(|error| during("make a repository", error))?;
    let own = git.path().to_owned();
    let Some((by, message)) = first else { return Ok(None) };
    let written = commit(&Objects(git), files, by, message);
    if written.is_err() {
        // It was made just now, by this.
        let _ = fs::remove_dir_all(own);
    }
    written.map(Some)
}

fn commit(objects: &Objects, files: &BTreeMap<DocPath, Vec<u8>>, by: &Stamp, message: &str) -> Result<ObjectId> {
    let mut ids = BTreeMap::new();
    for (path, bytes) in files {
        ids.insert(path.clone(), objects.write(ObjectType::Blob, bytes)?);
    }
    let new = NewCommit { parents: Vec::new(), author: by.clone(), committer: by.clone(), message: message.to_owned() };
    let id = objects.commit(&ids, &new, &|_| Ok(None))?;
    objects.point(BRANCH, id, "aims init")?;
    objects.index(files)?;
    Ok(id)
}
