//! The change record as plain data: which commit changed which document, followed through renames and returns; what each
//! change did to the text; which versions there were, and when each was in force.
//!
//! In come a log of commits and the texts they name; out goes [`History`]. Who approved what is judged above, in
//! `approval`.

mod bearers;
mod beside;
mod build;
mod closed;
mod copies;
mod edit;
mod facts;
mod follow;
mod following;
mod gap;
mod identity;
mod kept;
mod known;
mod landed;
mod listed;
mod met;
mod moving;
mod options;
mod order;
mod renumbered;
mod said;
mod seam;
mod settled;
mod texts;
mod trailers;
mod versions;
mod whole;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

pub use build::{Input, build};
pub use closed::Closed;
pub use copies::without_copies;
pub use edit::{Before, Edit, Facts, Noted};
pub use following::Following;
pub use gap::{Gap, Lost};
pub use kept::Kept;
use known::Pair;
pub use listed::Listed;
pub use met::Met;
pub use options::{RULES, options};
pub use said::between;
pub use seam::{Seam, SeamKind};
pub use settled::{Came, Life, Settled};
pub use trailers::{Trailer, identity, trailers, values};
pub use versions::{Held, Version};

use crate::base::{Date, DocPath, mark, say};
use crate::repo::{Mailmap, ObjectId, Repo};

/// The change record of an AIMS.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct History {
    /// Whether there is one.
    pub standing: Standing,
    /// The commit the documents come from, in hex digits, and the day it was made.
    pub head: Option<(String, Date)>,
    /// How many commits the main line has, as far as it is here.
    pub line: usize,
    /// Commits that changed documents, newest first.
    pub revisions: Vec<Revision>,
    /// Annotated tags, in order of their days.
    pub tags: Vec<Tag>,
    /// What cannot be known, and what to do about it.
    pub gaps: Vec<Gap>,
    /// Where records begin though the documents did not.
    pub seams: Vec<Seam>,
    /// Documents that were removed, by the path they had last.
    pub gone: Vec<Gone>,
    /// The `.mailmap` of the newest commit. Whom the settings list it calls by no other name: see [`Listed`].
    pub mailmap: Mailmap,
    by_path: BTreeMap<DocPath, Line>,
    bearers: BTreeMap<String, Vec<DocPath>>,
    /// Since when ids are on record whose documents were taken out.
    unseen_since: BTreeMap<String, Date>,
    besides: beside::Kept,
    renumbered: renumbered::Same,
    moving: moving::Moving,
    holes: whole::Holes,
}

/// The history of one document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Line {
    /// Newest first.
    steps: Vec<Step>,
    /// Oldest first.
    versions: Vec<Version>,
    /// Oldest first.
    held: Vec<Held>,
}

/// An annotated tag of the repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tag {
    /// The day it was made, as the tag says.
    pub day: Date,
    /// Its name.
    pub name: String,
    /// What the program asks git for to get its commit: the name, or where it stands under another, the commit.
    pub rev: String,
    /// The place of its commit on the main line, from 1; `None` where it is not there.
    pub place: Option<usize>,
    /// Whether it carries a signature, good or bad.
    pub signed: bool,
}

/// A document that is no longer there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// Where it was last.
    pub path: DocPath,
    /// Newest first.
    pub steps: Vec<Step>,
    /// Oldest first.
    pub versions: Vec<Version>,
    /// What it was on the main line, oldest first.
    pub held: Vec<Held>,
}

/// Whether there is a change record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Standing {
    /// The folder is not in a git repository.
    #[default]
    Outside,
    /// The repository has no commit yet.
    Unborn,
    /// The branch that is checked out has no commit yet, and others have.
    Aside,
    /// There is one.
    Recorded,
}

impl Standing {
    /// That of a repository of which nothing is checked out.
    pub fn before_commits(repo: &Repo) -> Self {
        if repo.has_branches() { Self::Aside } else { Self::Unborn }
    }

    /// Why there is no change record, where there is none: a sentence.
    pub fn why_empty(self) -> Option<&'static str> {
        match self {
            Self::Outside => Some(say!("These documents are not in a git repository: there is no change record.")),
            Self::Unborn => Some(say!("The repository has no commit yet: there is no change record.")),
            Self::Aside => Some(say!("The branch that is checked out has no commit yet: there is no change record.")),
            Self::Recorded => None,
        }
    }
}

/// Somebody as git names them, after `.mailmap` where the settings do not list them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The name; `Unknown` where the commit has none.
    pub name: Arc<str>,
    /// The e-mail address; may be empty.
    pub email: Arc<str>,
    /// Name and address as they stand in the commit, where `.mailmap` gives others. The `.mailmap` is that of today, and
    /// whoever changes it is not to say by it who they are.
    pub said: Option<(Arc<str>, Arc<str>)>,
}

impl Default for Person {
    fn default() -> Self {
        Self { name: "Unknown".into(), email: "".into(), said: None }
    }
}

impl Person {
    /// Name and address as they stand in the commit.
    pub fn as_said(&self) -> (&str, &str) {
        self.said.as_ref().map_or((&*self.name, &*self.email), |(name, email)| (&**name, &**email))
    }

    /// Whether this is no person but a forge, which puts commits into the history for those who use it.
    pub fn is_forge(&self) -> bool {
        let (local, domain) = self.as_said().1.split_once('@').unwrap_or_default();
        local.eq_ignore_ascii_case("noreply") && !domain.is_empty()
    }
}

/// A commit that changed documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revision {
    /// The commit, in hex digits.
    pub commit: String,
    /// The author.
    pub author: Person,
    /// Who put the commit into the history.
    pub committer: Person,
    /// Who wrote it too, by lines `Co-authored-by` of the message.
    pub co_authors: Vec<Person>,
    /// The day of authorship, where the author was.
    pub date: Date,
    /// The day on which it reached the main line, where the committer was: as the order of the main line has it, which no
    /// single clock can bend.
    pub landed: Date,
    /// The same moment, in seconds since 1970-01-01T00:00:00Z.
    pub landed_at: i64,
    /// The day that the commit of the main line gives itself, where that cannot be right.
    pub clock: Option<Date>,
    /// Its place in the order of arrival on the main line, from 1; what one merge brought has one. 0 where it is not known
    /// what brought it.
    pub place: usize,
    /// The first line of the message, as far as anybody reads it.
    pub subject: String,
    /// The rest of the message.
    pub body: String,
    /// Whether it is a merge.
    pub merge: bool,
    /// The parents of a merge; empty for other commits.
    pub parents: Vec<ObjectId>,
    /// Whether it carries a signature, good or bad.
    pub signed: bool,
    /// The merge that brought it into the main line, where it was made beside it.
    pub merged: Option<Arc<Merge>>,
    /// The commit of the main line before the one that brought it: what held before the change.
    pub before: Option<ObjectId>,
    /// What it changed.
    pub changes: Vec<Change>,
}

/// A merge into the main line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merge {
    /// The commit, in hex digits.
    pub commit: String,
    /// Who made it.
    pub author: Person,
    /// Who put it into the history.
    pub committer: Person,
    /// The day it was made.
    pub date: Date,
    /// The first line of its message.
    pub subject: String,
    /// The rest of its message.
    pub body: String,
    /// Whether it carries a signature, good or bad.
    pub signed: bool,
}

impl Revision {
    /// Who put the commit into the history, where that is another person than its author.
    pub fn put_there_by(&self) -> Option<&Person> {
        let (author, other) = (&self.author, &self.committer);
        let is_same = author.name == other.name || author.email.eq_ignore_ascii_case(&other.email);
        Some(other).filter(|other| !is_same && !other.is_forge())
    }

    /// The commit of the main line by which it came there, in hex digits: the merge, or itself.
    pub fn bringer(&self) -> &str {
        self.merged.as_ref().map_or(&self.commit, |merge| &merge.commit)
    }

    /// A commit with nothing in it yet.
    pub fn new(commit: String, author: Person, date: Date) -> Self {
        Self {
            commit,
            committer: author.clone(),
            co_authors: Vec::new(),
            author,
            date,
            landed: date,
            landed_at: 0,
            clock: None,
            place: 0,
            subject: String::new(),
            body: String::new(),
            merge: false,
            parents: Vec::new(),
            signed: false,
            merged: None,
            before: None,
            changes: Vec::new(),
        }
    }
}

/// What a commit did to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file after the commit; for a deletion, before it.
    pub path: DocPath,
    /// The file before the commit, where that was another.
    pub from: Option<DocPath>,
    /// What was done.
    pub kind: ChangeKind,
    /// The document at the present commit that this file is a part of the history of.
    pub document: Option<DocPath>,
    /// The text before.
    pub old: Option<ObjectId>,
    /// The text after.
    pub new: Option<ObjectId>,
    /// What the text says of itself after the change; `None` where it is gone, is no document, or cannot be read.
    pub facts: Option<Arc<Facts>>,
    /// What the change did to the text; `None` where there is nothing to compare.
    pub edit: Option<Arc<Edit>>,
    /// What became of it on the main line.
    pub fate: Fate,
}

/// What became of a change on the main line. Where that is not known, it is taken to have stood there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Fate {
    /// The main line had what it made of the file.
    #[default]
    Stood,
    /// It was made on a branch, on the way to what the merge brought.
    Passed,
    /// It was made on a branch, and nothing came of it: the merge left the file as it was, or took another text.
    Undone,
}

impl Change {
    /// A change of which only the kind is known.
    pub fn new(path: DocPath, kind: ChangeKind) -> Self {
        Self {
            path,
            from: None,
            kind,
            document: None,
            old: None,
            new: None,
            facts: None,
            edit: None,
            fate: Fate::default(),
        }
    }

    /// Whether the main line had what it made of the file, as far as is known.
    pub fn stood(&self) -> bool {
        self.fate == Fate::Stood
    }

    /// Whether it put something into the text. Moving a file, or changing its status alone, does not.
    pub fn wrote(&self) -> bool {
        match self.kind {
            ChangeKind::Moved | ChangeKind::Deleted => false,
            ChangeKind::Added => true,
            ChangeKind::Modified | ChangeKind::Renamed => self.edit.as_ref().is_none_or(|edit| edit.substance),
        }
    }
}

/// What was done to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is new.
    Added,
    /// Its text changed.
    Modified,
    /// It moved, and its text changed too.
    Renamed,
    /// It moved and nothing else.
    Moved,
    /// It is gone.
    Deleted,
}

impl ChangeKind {
    /// The word in data, and on pages in English.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => mark!("added"),
            Self::Modified => mark!("changed"),
            Self::Renamed => mark!("moved and changed"),
            Self::Moved => mark!("moved"),
            Self::Deleted => mark!("removed"),
        }
    }
}

/// One step in the history of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// The revision, in [`History::revisions`].
    pub revision: usize,
    /// The change, in [`Revision::changes`].
    pub change: usize,
}

/// As much of a commit's id as pages show: enough to find it, short enough to read.
pub fn short(commit: &str) -> String {
    commit.chars().take(10).collect()
}

impl History {
    /// A record without commits.
    pub fn empty(standing: Standing) -> Self {
        Self { standing, ..Self::default() }
    }

    /// The day on which the first commit reached the main line.
    pub fn began(&self) -> Option<Date> {
        self.revisions.iter().map(|revision| revision.landed).min()
    }

    /// The steps of the document that is at `path` now, newest first, as places in [`History::revisions`].
    pub fn steps(&self, path: &DocPath) -> &[Step] {
        self.by_path.get(path).map_or(&[], |line| &line.steps)
    }

    /// The steps of the document that is at `path` now, newest first.
    pub fn of(&self, path: &DocPath) -> impl DoubleEndedIterator<Item = (&Revision, &Change)> {
        let steps = self.by_path.get(path).map_or(&[][..], |line| &line.steps);
        steps.iter().filter_map(|step| self.step(*step))
    }

    /// How many commits ago the document that is at `path` now began; `None` where no commit holds it.
    pub fn age(&self, path: &DocPath) -> Option<usize> {
        self.steps(path).last().map(|step| step.revision)
    }

    /// Where the record of the document that is at `path` begins, if the document did not begin there.
    pub fn seam(&self, path: &DocPath) -> Option<Seam> {
        let of = self.seams.iter().find(|seam| seam.paths.binary_search(path).is_ok())?;
        Some(of.among(vec![path.clone()]))
    }

    /// What the record lacks, and how to get it: of documents at these paths, or of all.
    pub fn lacks(&self, paths: Option<&[&DocPath]>) -> Vec<(String, &'static str)> {
        let gaps = self.gaps.iter().map(|gap| (gap.sentence(), gap.remedy()));
        let seams: Vec<(String, &str)> = match paths {
            Some(paths) => {
                let paths: BTreeSet<&DocPath> = paths.iter().copied().collect();
                let among = |seam: &Seam| {
                    let found = paths.iter().filter(|path| seam.paths.binary_search(path).is_ok());
                    seam.among(found.map(|path| (*path).clone()).collect())
                };
                let seams = self.seams.iter().map(among);
                let seams = seams.filter(|seam| !seam.paths.is_empty());
                seams.map(|seam| (seam.sentence(), seam.remedy())).collect()
            }
            None => self.seams.iter().map(|seam| (seam.sentence(), seam.remedy())).collect(),
        };
        gaps.chain(seams).collect()
    }

    /// The commit and the change of a step.
    pub fn step(&self, step: Step) -> Option<(&Revision, &Change)> {
        let revision = self.revisions.get(step.revision)?;
        Some((revision, revision.changes.get(step.change)?))
    }

    /// The versions of the document that is at `path` now, oldest first.
    pub fn versions(&self, path: &DocPath) -> &[Version] {
        self.by_path.get(path).map_or(&[], |line| &line.versions)
    }

    /// What the document that is at `path` now was on the main line, oldest first.
    pub fn held(&self, path: &DocPath) -> &[Held] {
        self.by_path.get(path).map_or(&[], |line| &line.held)
    }

    /// Takes the newest `count` steps off the history of the document at `path`: what has been written since a text that is
    /// shown in place of the present one. The commits stay in [`History::revisions`].
    pub fn rewind(&mut self, path: &DocPath, count: usize) {
        let Some(line) = self.by_path.get_mut(path) else { return };
        line.steps.drain(..count.min(line.steps.len()));
        let newest = line.steps.first().copied();
        // Steps are places among the revisions, of which the newest is the first.
        let is_left = |step: Step| newest.is_some_and(|newest| step >= newest);
        line.held.retain(|held| is_left(held.step));
        line.versions = versions::versions(&self.revisions, &line.held);
    }

    /// For each id in lower case the documents that are there now and bore it at some time, by their paths, in the order in
    /// which they came to bear it on the main line.
    pub fn bearers(&self) -> &BTreeMap<String, Vec<DocPath>> {
        &self.bearers
    }
}
