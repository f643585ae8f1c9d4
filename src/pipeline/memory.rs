//! What a project knows from the last time it was read: nothing, unless it is asked to remember.
//!
//! What is kept here is true for as long as git's own folder is as it was, and those files are that nobody told to have
//! changed. Whoever keeps a project has to tell ([`Project::forget`](super::Project)), or find it anew.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use crate::approval::Past;
use crate::base::{Date, DocPath};
use crate::history::{History, Listed};
use crate::model::remembered::Remembered;
use crate::reading::Reading;
use crate::repo::ObjectId;
use crate::source::{Seen, Worktree};

/// What is remembered.
#[derive(Default)]
pub(super) struct Memory {
    /// Documents that were read.
    pub(super) documents: Remembered,
    /// The change record.
    pub(super) record: Slot<RecordOf, Arc<History>>,
    /// The same as it is published, by the one that it was made of and how.
    pub(super) published: Slot<(Arc<History>, String), Arc<History>>,
    /// The settings of the past.
    pub(super) past: Past,
    /// What lies in the folder, by the folders that are left out.
    pub(super) listing: Slot<Vec<PathBuf>, Worktree>,
    /// What was seen of the documents.
    pub(super) seen: Slot<(), Arc<Seen>>,
}

impl Memory {
    /// One that remembers.
    pub(super) fn new() -> Self {
        Self {
            documents: Remembered::new(),
            record: Slot::new(),
            published: Slot::new(),
            past: Past::remembering(),
            listing: Slot::new(),
            seen: Slot::new(),
        }
    }
}

/// One thing, and of what it is.
pub(super) struct Slot<K, V>(Option<Mutex<Option<(K, V)>>>);

impl<K, V> Default for Slot<K, V> {
    fn default() -> Self {
        Self(None)
    }
}

impl<K: Clone, V: Clone> Slot<K, V> {
    fn new() -> Self {
        Self(Some(Mutex::new(None)))
    }

    /// The thing with what it is of, if it is of what is wanted.
    pub(super) fn get(&self, is_wanted: impl Fn(&K) -> bool) -> Option<(K, V)> {
        let held = self.0.as_ref()?.lock().unwrap_or_else(PoisonError::into_inner);
        held.as_ref().filter(|(of, _)| is_wanted(of)).cloned()
    }

    /// Forgets it where it is no more what it is wanted to be.
    pub(super) fn keep_if(&self, still_is: impl Fn(&V) -> bool) {
        if let Some(held) = &self.0 {
            let mut held = held.lock().unwrap_or_else(PoisonError::into_inner);
            *held = held.take().filter(|(_, value)| still_is(value));
        }
    }

    /// Keeps it.
    pub(super) fn put(&self, of: impl FnOnce() -> K, value: &V) {
        if let Some(held) = &self.0 {
            *held.lock().unwrap_or_else(PoisonError::into_inner) = Some((of(), value.clone()));
        }
    }
}

/// Of what a change record is.
#[derive(Clone)]
pub(super) struct RecordOf {
    tip: Option<ObjectId>,
    today: Date,
    files: Arc<[DocPath]>,
    /// Those of them that belong to the AIMS.
    present: Arc<[DocPath]>,
    /// By which rules texts are read.
    reading: Reading,
    /// The people whom the settings list.
    listed: Listed,
}

impl RecordOf {
    pub(super) fn new(
        (tip, today): (Option<ObjectId>, Date),
        files: &[DocPath],
        present: &[DocPath],
        (reading, listed): (&Reading, &Listed),
    ) -> Self {
        let (reading, listed) = (reading.clone(), listed.clone());
        Self { tip, today, files: files.into(), present: present.into(), reading, listed }
    }

    /// All files that there are.
    pub(super) fn files(&self) -> Arc<[DocPath]> {
        Arc::clone(&self.files)
    }

    /// Whether it is of these documents, read by these rules, with these people listed.
    pub(super) fn is_read(&self, (reading, listed): (&Reading, &Listed), present: &[DocPath]) -> bool {
        self.reading == *reading && self.listed == *listed && *self.present == *present
    }

    pub(super) fn is_of(&self, tip: Option<ObjectId>) -> bool {
        self.tip == tip
    }

    pub(super) fn is_at(&self, tip: Option<ObjectId>, today: Date, files: &[DocPath]) -> bool {
        self.tip == tip && self.today == today && *self.files == *files
    }
}
