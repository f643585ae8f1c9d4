//! Folders that are watched, and what changed in them: batches of paths, each told once the disk is quiet for a moment.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::thread;
use std::time::{Duration, Instant};

use notify::{ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use super::folders::{Counts, Folders, Tell};
use super::poll::Looked;
use crate::base::{Error, Result};

/// How changes are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// The system tells of them, where it can; otherwise by looking.
    Told,
    /// By looking, again and again: for folders of other machines, of whose changes the system hears nothing.
    Looking,
}

/// What is watched, for as long as this is there.
pub struct Watched {
    /// How changes are found: not always as was asked for.
    pub how: How,
    /// Why by looking, where that was not asked for.
    pub why: Option<String>,
    /// Ends with this.
    _kept: Kept,
}

/// What goes on for as long as it is kept.
enum Kept {
    System(#[expect(dead_code, reason = "it tells for as long as it is there")] RecommendedWatcher),
    Looking(#[expect(dead_code, reason = "its other end hears when it is gone")] Sender<()>),
}

/// How long the disk has to be quiet before a batch is told. An editor that writes a file by way of another takes less.
const QUIET: Duration = Duration::from_millis(4);

/// How long a batch may grow.
const MOST: Duration = Duration::from_millis(60);

/// Watches folders.
///
/// # Errors
/// Where no thread can be had for it.
pub fn watch(folders: &Folders, how: How, counts: Box<Counts>, tell: Box<Tell>) -> Result<Watched> {
    let (sender, receiver) = channel();
    let why = match how {
        How::Looking => None,
        How::Told => match system(move |event| drop(sender.send(event)), folders) {
            Ok(watcher) => {
                spawn(move || batches(&receiver, &*counts, &*tell))?;
                return Ok(Watched { how, why: None, _kept: Kept::System(watcher) });
            }
            Err(error) => Some(said(&error)),
        },
    };
    let (ends, ended) = channel();
    let looked = Looked::new(folders, &*counts);
    spawn(move || looked.keep_looking(&ended, &*counts, &*tell))?;
    Ok(Watched { how: How::Looking, why, _kept: Kept::Looking(ends) })
}

fn spawn(work: impl FnOnce() + Send + 'static) -> Result<()> {
    let spawned = thread::Builder::new().name("aims-watch".into()).spawn(work);
    spawned.map(drop).map_err(|error| Error::new("cannot start a thread").caused_by(error))
}

type Heard = notify::Result<Event>;

fn system(hear: impl Fn(Heard) + Send + 'static, folders: &Folders) -> notify::Result<RecommendedWatcher> {
    let mut watcher = notify::recommended_watcher(hear)?;
    for folder in &folders.deep {
        watcher.watch(folder, RecursiveMode::Recursive)?;
    }
    for folder in &folders.shallow {
        watcher.watch(folder, RecursiveMode::NonRecursive)?;
    }
    Ok(watcher)
}

/// Why the system cannot tell of changes.
fn said(error: &notify::Error) -> String {
    match &error.kind {
        ErrorKind::MaxFilesWatch => "the system watches as many folders as it may already".into(),
        ErrorKind::PathNotFound => "a folder is not there".into(),
        ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}

/// Puts what is heard into batches, until nobody tells or nobody hears any more.
fn batches(receiver: &Receiver<Heard>, counts: &dyn Fn(&Path) -> bool, tell: &dyn Fn(BTreeSet<PathBuf>) -> bool) {
    while let Ok(first) = receiver.recv() {
        let mut batch = Batch::default();
        batch.take(first, counts);
        if batch.is_empty() {
            continue;
        }
        let end = Instant::now() + MOST;
        loop {
            let left = end.saturating_duration_since(Instant::now()).min(QUIET);
            match receiver.recv_timeout(left) {
                Ok(next) if !left.is_zero() => batch.take(next, counts),
                Ok(next) => {
                    batch.take(next, counts);
                    break;
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        // Where some may have been missed, all that is known is that something changed.
        let paths = if batch.missed { BTreeSet::new() } else { batch.paths };
        if !tell(paths) {
            return;
        }
    }
}

#[derive(Default)]
struct Batch {
    paths: BTreeSet<PathBuf>,
    missed: bool,
}

impl Batch {
    fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.missed
    }

    fn take(&mut self, heard: Heard, counts: &dyn Fn(&Path) -> bool) {
        match heard {
            Ok(event) if event.need_rescan() => self.missed = true,
            // That somebody reads a file changes nothing.
            Ok(event) if matches!(event.kind, EventKind::Access(_)) => {}
            Ok(event) => self.paths.extend(event.paths.into_iter().filter(|path| counts(path))),
            Err(_) => self.missed = true,
        }
    }
}
