//! Commits that changed documents, and what each did to which file.

use std::sync::Arc;

use super::edit::{Edit, Facts};
use super::order::LinePlace;
use crate::base::{Date, DocPath, mark};
use crate::compare::Weakening;
use crate::repo::ObjectId;

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
    /// Its place in the order of arrival on the main line. `None` where it is not known what brought it.
    pub place: Option<LinePlace>,
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

    /// The day on which it reached the main line; `None` where this clone does not hold what brought it.
    pub fn arrived(&self) -> Option<Date> {
        self.place.map(|_| self.landed)
    }

    /// The commit of the main line by which it came there, in hex digits: the merge, or itself.
    pub fn bringer(&self) -> &str {
        self.merged.as_ref().map_or(&self.commit, |merge| &merge.commit)
    }

    /// The merge that brought one of its changes into the main line: of a text that git put together in a merge there, that
    /// merge itself.
    pub fn merge_of(&self, change: &Change) -> Option<Arc<Merge>> {
        let itself = || Merge {
            commit: self.commit.clone(),
            author: self.author.clone(),
            committer: self.committer.clone(),
            date: self.date,
            subject: self.subject.clone(),
            body: self.body.clone(),
            signed: self.signed,
        };
        let is_own = change.joined && self.place.is_some();
        self.merged.clone().or_else(|| is_own.then(|| Arc::new(itself())))
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
            place: None,
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
    /// Whether git made it: of a merge, a text that is what the sides made of it and nothing else.
    pub joined: bool,
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

impl Fate {
    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Stood => "stood",
            Self::Passed => "passed",
            Self::Undone => "undone",
        }
    }
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
            joined: false,
        }
    }

    /// The files that it is about.
    pub fn paths(&self) -> impl Iterator<Item = &DocPath> {
        std::iter::once(&self.path).chain(&self.from)
    }

    /// Whether the main line had what it made of the file, as far as is known.
    pub fn stood(&self) -> bool {
        self.fate == Fate::Stood
    }

    /// Whether it came to the main line, itself or in what was made of it there.
    pub fn came(&self) -> bool {
        self.fate != Fate::Undone
    }

    /// Whether the text that it made calls itself approved.
    pub fn says_approved(&self) -> bool {
        self.facts.as_ref().is_some_and(|facts| facts.says_approved())
    }

    /// What it did to the text itself: nothing where git made it, for that is told of the changes which it put together.
    pub fn did(&self) -> Option<&Edit> {
        self.edit.as_deref().filter(|_| !self.joined)
    }

    /// Where the text of the main line became weaker by it.
    pub fn weaker(&self) -> &[Arc<Weakening>] {
        self.did().filter(|_| self.came()).map_or(&[], |edit| &edit.weaker)
    }

    /// Whether it put something into the text. Moving a file, or changing its status alone, does not, nor does a merge that
    /// git made without help.
    pub fn wrote(&self) -> bool {
        match self.kind {
            _ if self.joined => false,
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
    /// The revision, in [`History::revisions`](super::History::revisions).
    pub revision: usize,
    /// The change, in [`Revision::changes`].
    pub change: usize,
}

impl Step {
    /// What it is among all revisions.
    pub(super) fn of(self, revisions: &[Revision]) -> Option<(&Revision, &Change)> {
        let revision = revisions.get(self.revision)?;
        Some((revision, revision.changes.get(self.change)?))
    }
}

/// As much of a commit's id as pages show: enough to find it, short enough to read.
pub fn short(commit: &str) -> String {
    commit.chars().take(10).collect()
}
