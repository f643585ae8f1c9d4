//! When the files of acts came to the main line, and when they were taken away.
//!
//! A record or signature is the same with whatever line ends, mark and width of lines git or an editor gave it, and under
//! whatever name it lies: it is taken away where the folder of its document has it no more.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::place::{Moment, step};
use super::record::{MAX_RECORD, Record, of_path, signature_of};
use crate::base::{APPROVALS, Date, DocPath};
use crate::history::{Change, History, Revision, Step};
use crate::parse::normalise;
use crate::repo::{Blob, ObjectFormat, ObjectId, Repo};
use crate::signature::opened;

/// When each record and each signature, by its [name](First::name_of), came to the main line and was taken away.
#[derive(Debug, Default)]
pub(super) struct First {
    /// The day on which the first commit reached the main line.
    pub(super) began: Option<Date>,
    format: Option<ObjectFormat>,
    /// The names of the blobs that ever lay below the folder of records.
    names: BTreeMap<ObjectId, ObjectId>,
    /// Those that ever lay at each path there.
    lay: BTreeMap<DocPath, BTreeSet<ObjectId>>,
    /// Where those of each name lay.
    places: BTreeMap<ObjectId, BTreeSet<DocPath>>,
    /// The steps by which each came, oldest first.
    pub(super) came: BTreeMap<ObjectId, Vec<Step>>,
    /// Those by which each was removed, overwritten, or moved elsewhere or to the records of another document.
    pub(super) removed: BTreeMap<ObjectId, Vec<Step>>,
}

impl First {
    pub(super) fn of_history(history: &History, repo: Option<&Repo>) -> Self {
        let mut first = Self { began: history.began(), format: repo.map(Repo::format), ..Self::default() };
        let changes = history.revisions.iter().flat_map(|revision| &revision.changes);
        let sides = changes.filter(|change| change.came()).flat_map(|change| [before(change), after(change)]);
        for (path, blob) in sides.flatten() {
            first.lay.entry(path).or_default().insert(blob);
        }
        let bytes = |blob: ObjectId| match repo?.blob(blob, MAX_RECORD) {
            Ok(Blob::Bytes(bytes)) => Some(bytes),
            _ => None,
        };
        let (mut names, mut homes) = (BTreeMap::new(), BTreeMap::new());
        let mut places: BTreeMap<ObjectId, BTreeSet<DocPath>> = BTreeMap::new();
        for (path, blob) in first.lay.iter().flat_map(|(path, blobs)| blobs.iter().map(move |blob| (path, *blob))) {
            let name = || bytes(blob).and_then(|bytes| first.name_of(&bytes)).unwrap_or(blob);
            let name: ObjectId = *names.entry(blob).or_insert_with(name);
            let places = places.entry(name).or_default();
            places.insert(path.clone());
            // What lay in one folder only was not moved from one to another.
            let folder = |path: &DocPath| of_path(path).map(|(folder, _)| folder.to_owned());
            if places.first().map(folder) != places.last().map(folder) && !homes.contains_key(&name) {
                let record = bytes(blob).and_then(|bytes| Record::read(&as_written(&bytes)).ok());
                homes.extend(record.map(|record| (name, record.document)));
            }
        }
        (first.names, first.places) = (names, places);
        first.follow(history, &homes);
        first
    }

    /// Finds by which steps each came and was taken away. `homes` are the documents of those that lay in several folders.
    fn follow(&mut self, history: &History, homes: &BTreeMap<ObjectId, String>) {
        let mut lies: BTreeMap<ObjectId, BTreeSet<DocPath>> = BTreeMap::new();
        let mut revisions: Vec<(usize, &Revision)> = history.revisions.iter().enumerate().collect();
        revisions.sort_by_key(|(number, revision)| Moment::of(*number, revision));
        for (number, revision) in revisions {
            let at = |side: fn(&Change) -> Option<(DocPath, ObjectId)>| {
                let changes = revision.changes.iter().enumerate().filter(|(_, change)| change.came());
                let all = changes.filter_map(|(change, of)| Some((side(of)?, Step { revision: number, change })));
                let all = all.map(|((path, blob), step)| (self.named(blob), path, step));
                let is_home = |name: &ObjectId, path: &DocPath| {
                    homes.get(name).is_none_or(|id| of_path(path).is_some_and(|of| of.0 == id))
                };
                all.filter(|(name, path, _)| is_home(name, path)).collect::<Vec<_>>()
            };
            let (olds, news) = (at(before), at(after));
            let mut had = BTreeSet::new();
            for (name, path, _) in &olds {
                // What came before all that is here was there.
                if !lies.entry(*name).or_insert_with(|| BTreeSet::from([path.clone()])).is_empty() {
                    had.insert(*name);
                }
            }
            for (name, path, _) in &olds {
                lies.entry(*name).or_default().remove(path);
            }
            for (name, path, step) in news {
                let at = lies.entry(name).or_default();
                if at.is_empty() && !had.contains(&name) {
                    self.came.entry(name).or_default().push(step);
                }
                at.insert(path);
            }
            for (name, _, step) in olds {
                if had.remove(&name) && lies.get(&name).is_some_and(BTreeSet::is_empty) {
                    self.removed.entry(name).or_default().push(step);
                }
            }
        }
    }

    /// What a record or signature is called: by its bytes as they are written, a signature by what stands in its armor.
    pub(super) fn name_of(&self, bytes: &[u8]) -> Option<ObjectId> {
        let plain = as_written(bytes);
        let signed = std::str::from_utf8(&plain).ok().and_then(opened);
        ObjectId::of_blob(signed.as_deref().unwrap_or(&plain), self.format?)
    }

    /// The name of a blob.
    pub(super) fn named(&self, blob: ObjectId) -> ObjectId {
        self.names.get(&blob).copied().unwrap_or(blob)
    }

    /// When a record first came.
    pub(super) fn moment(&self, history: &History, bytes: &[u8]) -> Option<Moment> {
        let came = *self.came.get(&self.name_of(bytes)?)?.first()?;
        step(history, came).map(|(moment, ..)| moment)
    }

    /// Whether a change left in the folder of records what lay there.
    pub(super) fn goes_on(&self, change: &Change) -> bool {
        before(change).zip(after(change)).is_some_and(|((_, old), (_, new))| self.named(old) == self.named(new))
    }

    /// The signatures that ever lay beside a record of this name, with where they did.
    pub(super) fn beside(&self, name: ObjectId) -> impl Iterator<Item = (DocPath, ObjectId)> {
        let paths = self.places.get(&name).into_iter().flatten().filter_map(signature_of);
        paths.flat_map(|sig| self.lay.get(&sig).into_iter().flatten().map(move |blob| (sig.clone(), *blob)))
    }
}

/// What lay below the folder of records before a change, and where.
fn before(change: &Change) -> Option<(DocPath, ObjectId)> {
    within(path_before(change)).zip(change.old)
}

/// What lies there after it.
fn after(change: &Change) -> Option<(DocPath, ObjectId)> {
    within(&change.path).zip(change.new)
}

/// The path of the file that a change found.
pub(super) fn path_before(change: &Change) -> &DocPath {
    change.from.as_ref().unwrap_or(&change.path)
}

/// The path of the file of an act from the AIMS that it lay in.
pub(super) fn within(path: &DocPath) -> Option<DocPath> {
    let full = path.full().unwrap_or(path.as_str());
    let mut folders = full.match_indices(APPROVALS).filter(|(at, _)| *at == 0 || full[..*at].ends_with('/'));
    folders.find_map(|(at, _)| DocPath::new(&full[at..]).filter(|path| of_path(path).is_some()))
}

/// The bytes of a record or signature as they are written: without a byte order mark, lines ended by line feeds only.
pub(super) fn as_written(bytes: &[u8]) -> Cow<'_, [u8]> {
    match normalise(bytes) {
        Ok(text) if text.as_bytes() != bytes => Cow::Owned(text.into_bytes()),
        _ => Cow::Borrowed(bytes),
    }
}
