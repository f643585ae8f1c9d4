//! When the files of acts came to the main line, and when they were taken away.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::place::Moment;
use super::record::of_path;
use crate::base::{APPROVALS, DocPath};
use crate::history::{Change, Fate, History, Revision, Step};
use crate::parse::normalise;
use crate::repo::{ObjectFormat, ObjectId};

/// When each text below the folder of records first reached the main line, and what became of those that were removed.
#[derive(Debug, Default)]
pub(super) struct First {
    seen: BTreeMap<ObjectId, Moment>,
    /// The steps by which files were removed, moved elsewhere or overwritten, by what was in them. The newest is first.
    pub(super) removed: BTreeMap<ObjectId, Vec<Step>>,
    /// The same by which what was removed at some time came, under whatever name.
    pub(super) came: BTreeMap<ObjectId, Vec<Step>>,
}

impl First {
    pub(super) fn of_history(history: &History) -> Self {
        let mut first = Self::default();
        for (number, revision) in history.revisions.iter().enumerate() {
            let moment = Moment::of(number, revision);
            for (place, change) in revision.changes.iter().enumerate() {
                let is_there = is_record(&change.path);
                if let Some(blob) = change.new.filter(|_| is_there && change.fate != Fate::Undone) {
                    first.seen.entry(blob).and_modify(|first| *first = (*first).min(moment)).or_insert(moment);
                }
                let goes_on = |old: &ObjectId| is_there && change.new == Some(*old);
                if let Some(blob) = change.old.filter(|old| is_record(path_before(change)) && !goes_on(old)) {
                    first.removed.entry(blob).or_default().push(Step { revision: number, change: place });
                }
            }
        }
        if !first.removed.is_empty() {
            first.follow(history);
        }
        first
    }

    /// Finds by which steps what was removed came.
    fn follow(&mut self, history: &History) {
        for (number, revision) in history.revisions.iter().enumerate() {
            for (place, change) in revision.changes.iter().enumerate() {
                let was_there = |blob: &ObjectId| change.old == Some(*blob) && is_record(path_before(change));
                let added = change.new.filter(|blob| self.removed.contains_key(blob) && !was_there(blob));
                if let Some(blob) = added {
                    self.came.entry(blob).or_default().push(Step { revision: number, change: place });
                }
            }
        }
    }

    /// When this very text first reached the main line.
    pub(super) fn first(&self, blob: ObjectId) -> Option<Moment> {
        self.seen.get(&blob).copied()
    }

    /// When a record first reached the main line, with whatever line ends and marks git or an editor gave it.
    pub(super) fn moment(&self, bytes: &[u8], format: ObjectFormat) -> Option<Moment> {
        names_of(bytes, format).iter().filter_map(|blob| self.seen.get(blob).copied()).min()
    }
}

/// What git calls a record, with whatever line ends and marks git or an editor gave it.
pub(super) fn names_of(bytes: &[u8], format: ObjectFormat) -> Vec<ObjectId> {
    let plain = as_written(bytes);
    let ended = String::from_utf8_lossy(&plain).replace('\n', "\r\n").into_bytes();
    let marked = |text: &[u8]| [b"\xef\xbb\xbf", text].concat();
    let forms = [bytes.to_vec(), marked(&plain), marked(&ended), ended, plain.into_owned()];
    forms.iter().filter_map(|form| ObjectId::of_blob(form, format)).collect()
}

/// A step, with its moment.
pub(super) fn step(history: &History, step: Step) -> Option<(Moment, &Revision, &Change)> {
    let (revision, change) = history.step(step)?;
    Some((Moment::of(step.revision, revision), revision, change))
}

/// The path of the file that a change found.
pub(super) fn path_before(change: &Change) -> &DocPath {
    change.from.as_ref().unwrap_or(&change.path)
}

/// Whether the file of an act lies at a path, be it where the AIMS lay before it was moved.
pub(super) fn is_record(path: &DocPath) -> bool {
    within(path).is_some()
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
