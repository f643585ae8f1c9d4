//! The new site on its way in, in a folder of its own beside the one it goes to.
//!
//! In come a bundle and the site before; out comes a [`Stage`] that holds all of the new site: pages, record, and what
//! belongs to somebody else in the old one. Whatever fails, the old site is not touched, and the stage is removed.
//! Deliberately not here: how the stage takes the place of the old site (`swap`).

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk::Disk;
use super::place::{Place, Standing};
use super::record::{RECORD, Record, folded};
use crate::base::{Bundle, Error, Result};

/// How many names are tried for a stage; more are taken only where old ones could not be removed.
const ATTEMPTS: u32 = 64;

/// A folder with a whole new site in it.
#[derive(Debug)]
pub(super) struct Stage {
    path: PathBuf,
}

impl Stage {
    /// The folder.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// Stages a bundle: the record first, by which the next build knows the stage of a killed one, then the pages, and
/// last, so that they are fresh, the files of others.
pub(super) fn fill(
    disk: &impl Disk,
    place: &Place,
    bundle: &Bundle,
    record: &Record,
    before: &Standing,
) -> Result<Stage> {
    let stage = create(disk, place)?;
    let filled = write_pages(disk, stage.path(), bundle, record).and_then(|()| match before {
        Standing::Nothing => Ok(()),
        Standing::Empty => carry_mode(disk, place.target(), stage.path()),
        Standing::Site(record) => Carrier::new(disk, record, place, &stage).carry_all(),
    });
    match filled {
        Ok(()) => Ok(stage),
        Err(error) => {
            let _ = discard(disk, stage.path());
            Err(error)
        }
    }
}

fn create(disk: &impl Disk, place: &Place) -> Result<Stage> {
    let mut attempt = 0;
    loop {
        let path = place.stage_path(attempt);
        match disk.create_dir(&path) {
            Ok(()) => return Ok(Stage { path }),
            Err(error) if error.kind() == ErrorKind::AlreadyExists && attempt < ATTEMPTS => attempt += 1,
            Err(error) => return Err(Error::io("create", &path, error).hint(place.parent_hint())),
        }
    }
}

fn write_pages(disk: &impl Disk, stage: &Path, bundle: &Bundle, record: &Record) -> Result<()> {
    let write =
        |path: PathBuf, bytes: &[u8]| disk.create_file(&path, bytes).map_err(|error| Error::io("write", &path, error));
    write(stage.join(RECORD), record.to_json().as_bytes())?;
    let mut folders = BTreeSet::new();
    for (path, _) in bundle.iter() {
        folders.extend(path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]));
    }
    // A folder sorts before what is in it.
    for folder in folders {
        let folder = stage.join(folder);
        match disk.create_dir(&folder) {
            // `A/x` and `a/y` share a folder where letter case does not count.
            Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(Error::io("create", &folder, error)),
            _ => {}
        }
    }
    let files: Vec<_> = bundle.iter().collect();
    let failed = files.into_par_iter().find_map_first(|(path, bytes)| write(stage.join(path.as_str()), bytes).err());
    failed.map_or(Ok(()), Err)
}

/// Takes the files of others from the old site into the stage.
struct Carrier<'a, D> {
    disk: &'a D,
    record: &'a Record,
    listed: BTreeSet<String>,
    old: &'a Path,
    stage: &'a Path,
}

impl<'a, D: Disk> Carrier<'a, D> {
    fn new(disk: &'a D, record: &'a Record, place: &'a Place, stage: &'a Stage) -> Self {
        Self { disk, record, listed: record.listed(), old: place.target(), stage: stage.path() }
    }

    fn carry_all(&self) -> Result<()> {
        self.carry_folder(Path::new(""))
    }

    /// Carries what in the folder at `inner` no build wrote. Symlinks are carried, never followed.
    fn carry_folder(&self, inner: &Path) -> Result<()> {
        let folder = self.old.join(inner);
        let failed = |error| Error::io("read", &folder, error);
        let mut entries = fs::read_dir(&folder).map_err(failed)?.collect::<io::Result<Vec<_>>>().map_err(failed)?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let inner = inner.join(entry.file_name());
            // A name that is no text is none that a build gave.
            let name = text(&inner);
            let is = |known: &dyn Fn(&str) -> bool| name.as_deref().is_some_and(known);
            if entry.file_type().map_err(failed)?.is_dir() {
                // A folder of a build is there already if the new site needs it, and made if the files of others do.
                if !is(&|name| self.record.has_folder(name)) {
                    self.need_folder(&inner)?;
                }
                self.carry_folder(&inner)?;
            } else if !is(&|name| name == RECORD || self.listed.contains(name)) {
                self.carry_file(&inner)?;
            }
        }
        // Last, as nothing can be put into a folder that is read-only.
        match self.stage.join(inner) {
            staged if staged.is_dir() => carry_mode(self.disk, &folder, &staged),
            _ => Ok(()),
        }
    }

    fn carry_file(&self, inner: &Path) -> Result<()> {
        if let Some(parent) = inner.parent().filter(|parent| !parent.as_os_str().is_empty()) {
            self.need_folder(parent)?;
        }
        let from = self.old.join(inner);
        self.disk.carry(&from, &self.stage.join(inner)).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => self.clash(inner),
            _ => Error::io("carry over", &from, error).hint("No build wrote this file. Move it out of the site."),
        })
    }

    /// Makes a folder in the stage, and those above it, unless they are there.
    fn need_folder(&self, inner: &Path) -> Result<()> {
        let mut folders: Vec<_> = inner.ancestors().filter(|folder| !folder.as_os_str().is_empty()).collect();
        folders.reverse();
        for folder in folders {
            let staged = self.stage.join(folder);
            match fs::symlink_metadata(&staged) {
                Ok(there) if there.is_dir() => {}
                Ok(_) => return Err(self.clash(folder)),
                Err(_) => self.disk.create_dir(&staged).map_err(|error| Error::io("create", &staged, error))?,
            }
        }
        Ok(())
    }

    fn clash(&self, inner: &Path) -> Error {
        let theirs = self.old.join(inner);
        Error::new(format!("a page of the site would take the place of {}, which no build wrote", theirs.display()))
            .hint("Move it out of the site, or rename the document that has that page.")
    }
}

/// A path below the site as a record would have it.
fn text(inner: &Path) -> Option<String> {
    let parts: Option<Vec<_>> = inner.iter().map(|part| part.to_str()).collect();
    parts.map(|parts| folded(&parts.join("/")))
}

fn carry_mode(disk: &impl Disk, from: &Path, to: &Path) -> Result<()> {
    disk.carry_mode(from, to).map_err(|error| Error::io("set the permissions of", to, error))
}

/// Removes what killed builds staged; gives how many stages that were. What cannot be removed is left: it is in
/// nobody's way. Only the holder of the lock may do this, for then no stage is in use.
pub(super) fn sweep(disk: &impl Disk, place: &Place) -> usize {
    let Ok(entries) = fs::read_dir(place.parent()) else { return 0 };
    let stale = entries.flatten().filter(|entry| place.is_stage_name(&entry.file_name()) && is_ours(&entry.path()));
    stale.filter(|entry| discard(disk, &entry.path()).is_ok()).count()
}

/// Whether a folder beside the site is one that a build made: it has a record, or is one from the moment before the
/// record was whole.
pub(super) fn is_ours(folder: &Path) -> bool {
    if !fs::symlink_metadata(folder).is_ok_and(|there| there.is_dir()) {
        return false;
    }
    let only_record =
        || fs::read_dir(folder).is_ok_and(|mut all| all.all(|one| one.is_ok_and(|e| e.file_name() == RECORD)));
    matches!(Record::read(folder), Ok(Some(_))) || only_record()
}

/// Removes a folder of ours, its record last: so it is still known as ours if this is cut short.
pub(super) fn discard(disk: &impl Disk, folder: &Path) -> io::Result<()> {
    let mut rest = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
    rest.retain(|entry| entry.file_name() != RECORD);
    rest.into_par_iter().try_for_each(|entry| disk.remove(&entry.path()))?;
    match disk.remove(&folder.join(RECORD)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    disk.remove(folder)
}
