//! From the names people give to commits to the commits.

use std::path::PathBuf;

use git2::{ErrorCode, ObjectType};

use super::failure;
use super::id::ObjectId;
use super::repository::Repo;
use super::store::Reader;
use crate::base::text::did_you_mean;
use crate::base::{Error, Result};

impl Repo {
    /// The commit that is checked out; `None` before the first commit.
    ///
    /// # Errors
    /// Where `HEAD` is broken.
    pub fn head(&self) -> Result<Option<ObjectId>> {
        self.store.with(|reader| match reader.git.find_reference("HEAD").and_then(|head| head.resolve()) {
            Ok(head) => head.target().map(|id| checked_out(reader, id.into())).transpose(),
            Err(error) if matches!(error.code(), ErrorCode::NotFound | ErrorCode::UnbornBranch) => Ok(None),
            Err(error) => Err(failure::during("read HEAD", error)),
        })
    }

    /// Where git keeps what changes when somebody commits or moves to another branch: its folder of this work tree, and the
    /// one that all work trees share.
    ///
    /// # Errors
    /// Where the repository cannot be opened any more.
    pub fn homes(&self) -> Result<[PathBuf; 2]> {
        self.store.with(|reader| Ok([reader.git.path().to_owned(), reader.git.commondir().to_owned()]))
    }

    /// The branch that is checked out, also before its first commit; `None` where `HEAD` is detached.
    pub fn head_name(&self) -> Option<String> {
        let target = self.store.with(|reader| {
            let head = reader.git.find_reference("HEAD").ok();
            Ok(head.and_then(|head| Some(String::from_utf8_lossy(head.symbolic_target_bytes()?).into_owned())))
        });
        let target = target.ok()??;
        Some(target.strip_prefix("refs/heads/").map_or(target.clone(), str::to_owned))
    }

    /// The commit that `rev` names: a branch, a tag, a commit's id or its start, `HEAD~2`, …
    ///
    /// # Errors
    /// Where there is no such revision here, or it is no commit.
    pub fn resolve(&self, rev: &str) -> Result<ObjectId> {
        if rev.is_empty() {
            // The library takes it for HEAD. A script whose variable is empty did not mean that.
            return Err(Error::new("the revision is empty").hint("name a commit, a branch or a tag"));
        }
        if rev == "HEAD" {
            return self.head()?.ok_or_else(|| Error::new("there is no commit yet").hint("commit the documents first"));
        }
        self.store.with(|reader| {
            one_meaning(reader, rev)?;
            match look_up(reader, rev) {
                Ok(id) => peel(reader, id, rev)?.ok_or_else(|| self.unknown(reader, rev)),
                Err(error) if error.code() == ErrorCode::Ambiguous => {
                    Err(Error::new(format!("`{rev}` is the start of more than one id"))
                        .hint("write more of its digits")
                        .caused_by(error))
                }
                // That it was not found is said; in which words libgit2 says so helps nobody.
                Err(error) if error.code() == ErrorCode::NotFound => Err(self.unknown(reader, rev)),
                Err(error) => Err(self.unknown(reader, rev).caused_by(error)),
            }
        })
    }

    /// The commit at which the ways to two others part: the best of those that led to both. `None` where no commit did.
    ///
    /// # Errors
    /// Where the repository cannot be read.
    pub fn fork(&self, one: ObjectId, other: ObjectId) -> Result<Option<ObjectId>> {
        self.store.with(|reader| {
            let found = one.to_git().and_then(|one| reader.git.merge_base(one, other.to_git()?));
            match found {
                Ok(fork) => Ok(Some(fork.into())),
                Err(error) if error.code() == ErrorCode::NotFound => Ok(None),
                Err(error) => Err(failure::during("find where two commits part", error)),
            }
        })
    }

    /// Whether a commit is on the chain of first parents of another, itself among it; `false` where that leads out of this
    /// clone before.
    pub fn is_on_line(&self, commit: ObjectId, tip: ObjectId) -> bool {
        let before = |at: &ObjectId| self.commit(*at).ok()?.parents.first().copied();
        std::iter::successors(Some(tip), before).any(|at| at == commit)
    }

    /// Says that `rev` is not here, and where it may be.
    fn unknown(&self, reader: &Reader<'_>, rev: &str) -> Error {
        let error = Error::new(format!("there is no revision `{rev}` in this repository"));
        if self.is_shallow() {
            return error.hint(
                "the clone is shallow and may lack it: `git fetch --unshallow --tags` \
                 (in CI: `fetch-depth: 0`) fetches the rest",
            );
        }
        let names = ref_names(reader);
        if names.iter().any(|name| name == rev) || self.common.join("refs/tags").join(rev).is_file() {
            return Error::new(format!("`{rev}` is here, and what it names is missing or damaged"))
                .hint("`git fetch --tags --force` brings it again; `git fsck --full` lists what is damaged");
        }
        if let Some(name) = did_you_mean(rev, names.iter().map(String::as_str)) {
            return error.hint(format!("did you mean `{name}`?"));
        }
        match names.iter().find(|name| name.split_once('/').is_some_and(|(_, branch)| branch == rev)) {
            Some(name) => error.hint(format!("did you mean `{name}`?")),
            None => error.hint("`git branch --all` and `git tag` list what is here; `git fetch --tags` fetches tags"),
        }
    }
}

/// The commit that `HEAD` names, which has to be here.
fn checked_out(reader: &Reader<'_>, id: ObjectId) -> Result<ObjectId> {
    peel(reader, id, "HEAD")?.ok_or_else(|| {
        Error::new(format!("HEAD names commit {id}, which is not in this clone"))
            .hint("`git fsck --full` says what is damaged; a fresh clone repairs it")
    })
}

/// Refuses a name that a tag and a branch have which lead to different commits. Git takes the tag: whoever may push one would
/// say what is trusted.
fn one_meaning(reader: &Reader<'_>, rev: &str) -> Result<()> {
    // `main~2`, `main^`, `main@{1}`: what stands before the first of these signs is a name.
    let name = rev.split(['~', '^', '@', ':']).next().unwrap_or_default();
    if name.is_empty() {
        return Ok(());
    }
    let there = |lead: &str| {
        let full = format!("{lead}{name}");
        let target = reader.git.find_reference(&full).ok()?.resolve().ok()?.target()?;
        Some((full, peel(reader, target.into(), rev).ok()?))
    };
    let found: Vec<(String, Option<ObjectId>)> =
        ["refs/tags/", "refs/heads/", "refs/remotes/"].into_iter().filter_map(there).collect();
    let Some(((first, one), rest)) = found.split_first() else { return Ok(()) };
    rest.iter().find(|(_, other)| other != one).map_or(Ok(()), |(other, _)| {
        Err(Error::new(format!("`{rev}` may mean `{first}` and `{other}`, which are not the same commit"))
            .hint(format!("write the whole name: `{other}` or `{first}`")))
    })
}

/// Finds the object without having libgit2 read it as a commit: it refuses some that are merely untidy.
fn look_up(reader: &Reader<'_>, rev: &str) -> Result<ObjectId, git2::Error> {
    if let Ok(id) = rev.parse() {
        return Ok(id);
    }
    if let Ok(id) = reader.git.resolve_reference_from_short_name(rev)
        && let Some(id) = id.target()
    {
        return Ok(id.into());
    }
    if (4..reader.format.size() * 2).contains(&rev.len()) && rev.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return reader.complete(rev);
    }
    reader.git.revparse_single(rev).map(|object| object.id().into())
}

/// Follows tags until there is a commit; `None` where the way leads out of this clone.
fn peel(reader: &Reader<'_>, mut id: ObjectId, rev: &str) -> Result<Option<ObjectId>> {
    // Tags that point to tags are rare, and longer chains of them are a trap.
    for _ in 0..16 {
        match reader.header(id)? {
            None => return Ok(None),
            Some((_, ObjectType::Commit)) => return Ok(Some(id)),
            Some((_, ObjectType::Tag)) => {
                let tag = reader.require(id, ObjectType::Tag)?;
                let line = tag.data().split(|byte| *byte == b'\n').next();
                let target = line.and_then(|line| ObjectId::from_hex(line.strip_prefix(b"object ")?));
                id = target.ok_or_else(|| Error::new(format!("tag {id} points to nothing")))?;
            }
            Some(_) => break,
        }
    }
    Err(Error::new(format!("`{rev}` is no commit")).hint("name a commit, a branch or a tag of a commit"))
}

/// The short names of all branches and tags, sorted.
fn ref_names(reader: &Reader<'_>) -> Vec<String> {
    let Ok(references) = reader.git.references() else { return Vec::new() };
    let mut names: Vec<String> =
        references.flatten().map(|name| String::from_utf8_lossy(name.shorthand_bytes()).into_owned()).collect();
    names.sort_unstable();
    names
}
