//! A repository with a past: the example AIMS as an organisation would have written it in two years.
//!
//! In come a folder and the day that is to be today; out comes a git repository with several people, branches, merges,
//! renames, signed commits and approvals. All names and keys are invented, and the same day gives the same commit ids
//! on every machine.
//!
//! `story.toml` tells who did what when; it names documents, not texts. The text of a document on a day is worked out from
//! the text that it has in the end (`past`), but for the places where the story says what it said then. Another day than
//! that on which the story ends moves all of it (`shift`). `weave` makes commits of it, as values, and `write`
//! hands them over to be written. Deliberately not here: anything of git ([`crate::repo::NewRepo`] is its only home), and what the site
//! makes of it.

mod acts;
mod files;
mod keys;
mod loom;
mod markdown;
mod past;
mod shift;
mod story;
mod text;
mod told;
mod weave;

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::base::text::slug;
use crate::base::{Date, DocPath, Error, Result, date};
use crate::repo::{NewCommit, NewRepo, ObjectId};
use loom::Weaver;
use story::{Person, Story};
use text::Texts;
use weave::Commit;

/// The folder of the keys, in the git folder.
pub const KEYS: &str = "aims-demo-keys";

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The newest commit, as hex.
    pub head: String,
    /// How many files are checked out.
    pub files: usize,
    /// How many commits there are.
    pub commits: usize,
    /// How many people wrote them.
    pub authors: usize,
    /// The tags.
    pub tags: Vec<String>,
    /// People with a key, each with the name of its file in the folder [`KEYS`].
    pub keys: Vec<(String, String)>,
}

/// Writes the repository into the folder `target`, which must not exist or be empty, as if it were `today`.
///
/// # Errors
/// Where the folder is not empty or cannot be written. What was begun is removed again.
pub fn write(target: &Path, today: Date) -> Result<Written> {
    if !(1980..=2200).contains(&today.year()) {
        return Err(Error::new(format!("the story cannot be moved to {today}"))
            .hint("Commits tell their time in seconds since 1970; name a day between 1980 and 2200."));
    }
    let repo = NewRepo::begin(target)?;
    let (story, people) = (story::read()?, story::people()?);
    let commits = commits(&story, &people, today)?;
    let ids = objects(&repo, &commits)?;
    let keys = aside(&repo, &story, &people)?;
    let (Some(last), Some(head)) = (commits.last(), ids.last()) else { return Err(Error::new("the story is empty")) };
    let written = Written {
        head: head.to_string(),
        files: last.files.len(),
        commits: commits.len(),
        authors: commits.iter().map(|commit| &commit.author.email).collect::<BTreeSet<_>>().len(),
        tags: commits.iter().filter_map(|commit| Some(commit.tag.as_ref()?.0.clone())).collect(),
        keys,
    };
    let files = last.files.iter().map(|(path, bytes)| (path.clone(), bytes.to_vec())).collect();
    repo.finish(*head, &files)?;
    Ok(written)
}

/// The story as commits that play until `today`.
fn commits(story: &Story, people: &[Person], today: Date) -> Result<Vec<Commit>> {
    let by = i32::try_from(date::days_between(story::day(&story.today)?, today)).unwrap_or(0);
    let fixed = story.fixed.iter().map(|day| story::day(day)).collect::<Result<_>>()?;
    let texts = Texts::new(story)?;
    Weaver { story, people, texts: &texts, by, fixed, done: RefCell::default() }.commits()
}

/// Writes commits and tags; gives the ids of the commits.
fn objects(repo: &NewRepo, commits: &[Commit]) -> Result<Vec<ObjectId>> {
    let mut ids: Vec<ObjectId> = Vec::new();
    let mut blobs: BTreeMap<Arc<[u8]>, ObjectId> = BTreeMap::new();
    for commit in commits {
        let mut files: BTreeMap<DocPath, ObjectId> = BTreeMap::new();
        for (path, bytes) in &commit.files {
            let id = match blobs.get(bytes) {
                Some(id) => *id,
                None => repo.blob(bytes)?,
            };
            blobs.insert(Arc::clone(bytes), id);
            files.insert(path.clone(), id);
        }
        let new = NewCommit {
            parents: commit.parents.iter().filter_map(|parent| ids.get(*parent).copied()).collect(),
            author: commit.author.clone(),
            committer: commit.committer.clone(),
            message: commit.message.clone(),
        };
        let id =
            repo.commit(&files, &new, &|payload| commit.signer.as_deref().map(|name| sign(name, payload)).transpose())?;
        if let Some((name, by, message)) = &commit.tag {
            repo.tag(name, id, by, message, &|payload| sign(&by.name, payload).map(Some))?;
        }
        ids.push(id);
    }
    Ok(ids)
}

/// Signs what git has signed.
fn sign(name: &str, payload: &[u8]) -> Result<String> {
    keys::key(name)?.sign("git", payload)
}

/// Puts the keys into the git folder, and tells git who may sign; gives people and the names of their keys.
fn aside(repo: &NewRepo, story: &Story, people: &[Person]) -> Result<Vec<(String, String)>> {
    let holders: Vec<&Person> = people.iter().filter(|person| story.keys.contains(&person.name)).collect();
    let mut written = Vec::new();
    for person in &holders {
        let (key, name) = (keys::key(&person.name)?, slug(&person.name));
        repo.keep_aside(&format!("{KEYS}/{name}"), key.private_text()?.as_bytes())?;
        repo.keep_aside(&format!("{KEYS}/{name}.pub"), format!("{}\n", key.public_line()).as_bytes())?;
        written.push((person.name.clone(), name));
    }
    let allowed = keys::allowed_signers(holders.into_iter())?;
    repo.keep_aside(&format!("{KEYS}/allowed_signers"), allowed.as_bytes())?;
    // Relative to the top of the work tree, so that the folder may be moved.
    repo.set("gpg.ssh.allowedSignersFile", &format!(".git/{KEYS}/allowed_signers"))?;
    repo.set("gpg.format", "ssh")?;
    // Files are checked out as they are, and git is to see them so.
    repo.set("core.autocrlf", "false")?;
    Ok(written)
}
