//! What earlier runs found out about commits, as it lies in the cache.
//!
//! A commit never changes, so what it changed in a folder is worked out once. Kept is what does not depend on the tip or
//! on the clone: its place in the graph, its changes, and who wrote it as it stands there (`.mailmap` is applied
//! later). Commits of which something was missing are not kept, so they are looked at anew when it is there.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize, Serializer};

use super::change::{Change, ChangeKind};
use super::commit::{Commit, Links, Person};
use super::id::{ObjectFormat, ObjectId};
use crate::base::DocPath;

/// What is kept. Ids stand in tables, one behind the other, and are named by their number there.
#[derive(Default, Serialize, Deserialize)]
struct Stored<'a> {
    /// The commits, and their trees.
    #[serde(borrow, serialize_with = "bytes")]
    ids: Cow<'a, [u8]>,
    #[serde(borrow, serialize_with = "bytes")]
    trees: Cow<'a, [u8]>,
    /// Trees that were read to know what they changed.
    #[serde(borrow, serialize_with = "bytes")]
    read: Cow<'a, [u8]>,
    /// Parents that are not kept themselves.
    #[serde(borrow, serialize_with = "bytes")]
    outer: Cow<'a, [u8]>,
    #[serde(borrow, serialize_with = "bytes")]
    blobs: Cow<'a, [u8]>,
    #[serde(borrow)]
    paths: Vec<Cow<'a, str>>,
    /// Name and address.
    #[serde(borrow)]
    people: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    #[serde(borrow)]
    commits: Vec<StoredCommit<'a>>,
}

#[derive(Serialize, Deserialize)]
struct StoredCommit<'a> {
    /// The committer's date.
    seconds: i64,
    /// Twice the number of a commit, or twice the number in `outer` and one.
    parents: Vec<u32>,
    changes: Vec<StoredChange>,
    too_many_renames: bool,
    /// Only of commits that had something to tell.
    #[serde(borrow)]
    details: Option<Details<'a>>,
}

#[derive(Serialize, Deserialize)]
struct StoredChange {
    path: u32,
    from: Option<u32>,
    old: Option<u32>,
    new: Option<u32>,
}

#[derive(Serialize, Deserialize)]
struct Details<'a> {
    author: Moment,
    committer: Moment,
    signed: bool,
    #[serde(borrow)]
    subject: Cow<'a, str>,
    #[serde(borrow)]
    body: Cow<'a, str>,
}

/// A person by number, the seconds, and the offset in minutes.
type Moment = (u32, i64, i32);

fn bytes<S: Serializer>(bytes: &[u8], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(bytes)
}

/// What is known of commits before any of them is read.
pub(super) struct Known<'a> {
    format: ObjectFormat,
    stored: Stored<'a>,
    places: HashMap<ObjectId, usize>,
    paths: Vec<DocPath>,
    people: Vec<(Arc<str>, Arc<str>)>,
}

/// A commit that is to be kept from now on.
pub(super) struct Fresh<'a> {
    pub(super) id: ObjectId,
    pub(super) tree: ObjectId,
    pub(super) seconds: i64,
    pub(super) parents: Vec<ObjectId>,
    pub(super) changes: &'a [Change],
    pub(super) too_many_renames: bool,
    /// With its people as they stand in it.
    pub(super) details: Option<&'a Commit>,
}

impl<'a> Known<'a> {
    /// Nothing.
    pub(super) fn nothing(format: ObjectFormat) -> Self {
        let (stored, places) = (Stored::default(), HashMap::new());
        Self { format, stored, places, paths: Vec::new(), people: Vec::new() }
    }

    /// Reads what was written by [`Known::with`]; `None` where it does not hold together.
    pub(super) fn read(bytes: &'a [u8], format: ObjectFormat) -> Option<Self> {
        let (stored, rest) = postcard::take_from_bytes::<Stored<'a>>(bytes).ok()?;
        if !rest.is_empty() || !stored.holds_together(format) {
            return None;
        }
        let mut places = HashMap::with_capacity(stored.commits.len());
        for (place, id) in stored.ids.chunks_exact(format.size()).enumerate() {
            places.insert(ObjectId::from_bytes(id)?, place);
        }
        let paths = stored.paths.iter().map(|path| DocPath::new(path)).collect::<Option<_>>()?;
        let people = stored.people.iter().map(|(name, email)| (name.as_ref().into(), email.as_ref().into())).collect();
        Some(Self { format, stored, places, paths, people })
    }

    /// How many commits are known.
    pub(super) fn len(&self) -> usize {
        self.stored.commits.len()
    }

    /// The trees that were read to know all this.
    pub(super) fn trees(&self) -> Vec<ObjectId> {
        self.stored.read.chunks_exact(self.format.size()).filter_map(ObjectId::from_bytes).collect()
    }

    /// The number of a commit.
    pub(super) fn find(&self, id: ObjectId) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// The place of a commit in the graph.
    pub(super) fn links(&self, number: usize) -> Links {
        let commit = &self.stored.commits[number];
        let parent = |parent: &u32| {
            let (table, number) = if parent.is_multiple_of(2) {
                (&self.stored.ids, parent / 2)
            } else {
                (&self.stored.outer, parent / 2)
            };
            self.id(table, number)
        };
        Links {
            tree: self.id(&self.stored.trees, u32::try_from(number).unwrap_or(u32::MAX)),
            parents: commit.parents.iter().map(parent).collect(),
            seconds: commit.seconds,
        }
    }

    /// What a commit changed.
    pub(super) fn changes(&self, number: usize) -> Vec<Change> {
        let blob = |number: u32| self.id(&self.stored.blobs, number);
        let change = |change: &StoredChange| {
            let kind = match change {
                StoredChange { from: Some(_), .. } => ChangeKind::Renamed,
                StoredChange { old: None, .. } => ChangeKind::Added,
                StoredChange { new: None, .. } => ChangeKind::Deleted,
                _ => ChangeKind::Modified,
            };
            let path = |number: u32| self.paths[number as usize].clone();
            let (path, from) = (path(change.path), change.from.map(path));
            Change { path, from, kind, old: change.old.map(blob), new: change.new.map(blob) }
        };
        self.stored.commits[number].changes.iter().map(change).collect()
    }

    /// Whether a commit moved too many files to compare.
    pub(super) fn too_many_renames(&self, number: usize) -> bool {
        self.stored.commits[number].too_many_renames
    }

    /// The commit itself, with its people as they stand in it, if it is known.
    pub(super) fn commit(&self, number: usize) -> Option<Commit> {
        let details = self.stored.commits[number].details.as_ref()?;
        let person = |(person, seconds, offset_minutes): Moment| {
            let (name, email) = self.people[person as usize].clone();
            Person { name, email, said: None, seconds, offset_minutes }
        };
        Some(Commit {
            id: self.id(&self.stored.ids, u32::try_from(number).unwrap_or(u32::MAX)),
            parents: self.links(number).parents,
            author: person(details.author),
            committer: person(details.committer),
            subject: details.subject.clone().into_owned(),
            body: details.body.clone().into_owned(),
            changes: Vec::new(),
            boundary: false,
            signed: details.signed,
            brought_by: None,
        })
    }

    fn id(&self, table: &[u8], number: u32) -> ObjectId {
        let start = number as usize * self.format.size();
        table.get(start..start + self.format.size()).and_then(ObjectId::from_bytes).unwrap_or(ObjectId::NONE)
    }

    /// What was known together with `fresh` commits, for which these trees were read, in bytes; `None` where there is too much to
    /// number it.
    pub(super) fn with<'b>(self, fresh: &'b [Fresh<'b>], trees: &[ObjectId]) -> Option<Vec<u8>>
    where
        'a: 'b,
    {
        let mut places = self.places;
        for (place, commit) in (self.stored.commits.len()..).zip(fresh) {
            places.insert(commit.id, place);
        }
        let mut growing = Growing { format: self.format, stored: self.stored, places, numbers: Numbers::default() };
        for commit in fresh {
            growing.add(commit)?;
        }
        for tree in trees {
            growing.stored.read.to_mut().extend_from_slice(tree.as_bytes());
        }
        postcard::to_allocvec(&growing.stored).ok()
    }
}

impl Stored<'_> {
    /// Whether every number leads somewhere.
    fn holds_together(&self, format: ObjectFormat) -> bool {
        let tables = [&self.ids, &self.trees, &self.outer, &self.blobs];
        let whole = tables.iter().chain([&&self.read]).all(|table| table.len().is_multiple_of(format.size()));
        let [ids, trees, outer, blobs] = tables.map(|table| table.len() / format.size());
        let within = |number: u32, count: usize| (number as usize) < count;
        let person = |moment: &Moment| within(moment.0, self.people.len());
        let commit = |commit: &StoredCommit<'_>| {
            let change = |change: &StoredChange| {
                [Some(change.path), change.from].into_iter().flatten().all(|path| within(path, self.paths.len()))
                    && [change.old, change.new].into_iter().flatten().all(|blob| within(blob, blobs))
            };
            commit.parents.iter().all(|parent| within(parent / 2, if parent.is_multiple_of(2) { ids } else { outer }))
                && commit.changes.iter().all(change)
                && commit.details.iter().all(|details| person(&details.author) && person(&details.committer))
        };
        whole && ids == self.commits.len() && trees == ids && self.commits.iter().all(commit)
    }
}

/// Numbers given to what is new. What was there before is not looked for: a little stands there twice then, and
/// nothing has to be read to write a few commits more.
#[derive(Default)]
struct Numbers<'b> {
    outer: HashMap<ObjectId, u32>,
    blobs: HashMap<ObjectId, u32>,
    paths: HashMap<&'b str, u32>,
    people: HashMap<(&'b str, &'b str), u32>,
}

struct Growing<'b> {
    format: ObjectFormat,
    stored: Stored<'b>,
    places: HashMap<ObjectId, usize>,
    numbers: Numbers<'b>,
}

impl<'b> Growing<'b> {
    fn add(&mut self, fresh: &Fresh<'b>) -> Option<()> {
        let parents = fresh.parents.iter().map(|parent| self.parent(*parent)).collect::<Option<_>>()?;
        let changes = fresh.changes.iter().map(|change| self.change(change)).collect::<Option<_>>()?;
        let details = match fresh.details {
            Some(commit) => Some(Details {
                author: self.moment(&commit.author)?,
                committer: self.moment(&commit.committer)?,
                signed: commit.signed,
                subject: Cow::Borrowed(&commit.subject),
                body: Cow::Borrowed(&commit.body),
            }),
            None => None,
        };
        self.stored.ids.to_mut().extend_from_slice(fresh.id.as_bytes());
        self.stored.trees.to_mut().extend_from_slice(fresh.tree.as_bytes());
        let (seconds, too_many_renames) = (fresh.seconds, fresh.too_many_renames);
        self.stored.commits.push(StoredCommit { seconds, parents, changes, too_many_renames, details });
        Some(())
    }

    fn parent(&mut self, id: ObjectId) -> Option<u32> {
        if let Some(place) = self.places.get(&id) {
            return u32::try_from(*place).ok()?.checked_mul(2);
        }
        let number = number(&mut self.numbers.outer, self.stored.outer.to_mut(), id, self.format)?;
        number.checked_mul(2)?.checked_add(1)
    }

    fn change(&mut self, change: &'b Change) -> Option<StoredChange> {
        let mut blob = |id: Option<ObjectId>| match id {
            Some(id) => number(&mut self.numbers.blobs, self.stored.blobs.to_mut(), id, self.format).map(Some),
            None => Some(None),
        };
        let (old, new) = (blob(change.old)?, blob(change.new)?);
        let mut path = |path: &'b DocPath| {
            let next = u32::try_from(self.stored.paths.len()).ok()?;
            Some(*self.numbers.paths.entry(path.as_str()).or_insert_with(|| {
                self.stored.paths.push(Cow::Borrowed(path.as_str()));
                next
            }))
        };
        let from = match &change.from {
            Some(from) => Some(path(from)?),
            None => None,
        };
        Some(StoredChange { path: path(&change.path)?, from, old, new })
    }

    fn moment(&mut self, person: &'b Person) -> Option<Moment> {
        let next = u32::try_from(self.stored.people.len()).ok()?;
        let number = *self.numbers.people.entry((&person.name, &person.email)).or_insert_with(|| {
            self.stored.people.push((Cow::Borrowed(&person.name), Cow::Borrowed(&person.email)));
            next
        });
        Some((number, person.seconds, person.offset_minutes))
    }
}

/// The number of an id in a table, which it is put into if it is not there.
fn number(known: &mut HashMap<ObjectId, u32>, table: &mut Vec<u8>, id: ObjectId, format: ObjectFormat) -> Option<u32> {
    let next = u32::try_from(table.len() / format.size()).ok()?;
    Some(*known.entry(id).or_insert_with(|| {
        table.extend_from_slice(id.as_bytes());
        next
    }))
}
