//! The new site on its way in, in a folder of its own beside the one it goes to.
//!
//! In come the files and the site before; out comes a [`Stage`] that holds all of the new site: pages, record, and what
//! belongs to somebody else in the old one. Whatever fails, the old site is not touched, and the stage is removed.
//! Deliberately not here: how the stage takes the place of the old site (`swap`).

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::disk::Disk;
use super::place::{Place, Standing};
use super::record::{Origin, RECORD, Record, text};
use crate::base::{DocPath, Error, Files, Result};

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

/// What was staged.
#[derive(Debug)]
pub(super) struct Staged {
    pub(super) stage: Stage,
    /// Which files the new site has.
    pub(super) record: Record,
    /// How many of them the site before had with the very same bytes.
    pub(super) unchanged: usize,
    /// Whether anything is to be changed. Where not, the stage is not whole and is to be discarded.
    pub(super) changed: bool,
}

/// Stages files: first a record of nothing, by which the next build knows the stage of a killed one, then the files, what
/// is the same in the old site taken over from it, then the record, and last, so that they are fresh, the files of others.
pub(super) fn fill(
    disk: &impl Disk,
    place: &Place,
    files: &dyn Files,
    paths: &[&DocPath],
    before: &Standing,
) -> Result<Staged> {
    let stage = create(disk, place)?;
    let pages = Filler { disk, stage: stage.path(), old: place.target(), origin: &place.origin, before };
    let filled = pages.fill(files, paths).and_then(|(record, unchanged, changed)| {
        match before {
            Standing::Site(record) if changed => Carrier::new(disk, record, place, &stage).carry_all()?,
            Standing::Empty => carry_mode(disk, place.target(), stage.path())?,
            _ => {}
        }
        Ok((record, unchanged, changed))
    });
    match filled {
        Ok((record, unchanged, changed)) => Ok(Staged { stage, record, unchanged, changed }),
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
            Err(error) => return Err(place.failed("create", &path, error)),
        }
    }
}

/// Puts the files of the new site into a stage.
struct Filler<'a, D> {
    disk: &'a D,
    stage: &'a Path,
    old: &'a Path,
    origin: &'a Option<Origin>,
    before: &'a Standing,
}

/// A file that was made: its size in bytes, and whether the old site has it with the very same bytes.
#[derive(Clone, Copy)]
struct Made {
    size: u64,
    same: bool,
}

impl<D: Disk> Filler<'_, D> {
    /// Makes all files. Gives the record, how many files are the same as before, and whether anything is not.
    fn fill(&self, files: &dyn Files, paths: &[&DocPath]) -> Result<(Record, usize, bool)> {
        self.write(&self.stage.join(RECORD), Record::default().to_json().as_bytes())?;
        files.prepare();
        let last = files.last();
        let (last, first): (Vec<&DocPath>, Vec<&DocPath>) = paths.iter().partition(|path| last.contains(path));
        let mut made: Vec<Made> = first.par_iter().map(|path| self.make(files, path)).collect::<Result<_>>()?;
        for path in &last {
            made.push(self.make(files, path)?);
        }
        let paths = [first, last].concat();
        let unchanged = made.iter().filter(|made| made.same).count();
        let sizes: BTreeMap<DocPath, u64> =
            paths.iter().zip(&made).map(|(path, made)| ((*path).clone(), made.size)).collect();
        let mut record = Record::of(sizes);
        record.origin.clone_from(self.origin);
        let is_same = unchanged == paths.len() && self.before.record() == Some(&record) && self.is_written_as(&record);
        if !is_same {
            let same: Vec<&DocPath> =
                paths.iter().zip(&made).filter(|(_, made)| made.same).map(|(path, _)| *path).collect();
            same.into_par_iter().try_for_each(|path| self.take_over(files, path))?;
            self.replace_record(&record)?;
        }
        Ok((record, unchanged, !is_same))
    }

    /// Makes one file, and writes it where the old site does not have it.
    fn make(&self, files: &dyn Files, path: &DocPath) -> Result<Made> {
        let bytes = files.bytes(path)?;
        let same = self.has(path, &bytes);
        if !same {
            self.write_new(path, &bytes)?;
        }
        Ok(Made { size: bytes.len() as u64, same })
    }

    /// Whether the old site has a file of its own at `path` with these bytes: as it is on the disk, whatever the record says.
    fn has(&self, path: &DocPath, bytes: &[u8]) -> bool {
        if self.before.record().is_none_or(|record| record.size_of(path).is_none()) {
            return false;
        }
        let file = self.old.join(path.as_str());
        let is_file =
            fs::symlink_metadata(&file).is_ok_and(|there| there.is_file() && there.len() == bytes.len() as u64);
        is_file && fs::read(&file).is_ok_and(|old| old == bytes)
    }

    fn is_written_as(&self, record: &Record) -> bool {
        fs::read(self.old.join(RECORD)).is_ok_and(|old| old == record.to_json().as_bytes())
    }

    /// Takes a file over that is the same in the old site; where that cannot be, writes it.
    fn take_over(&self, files: &dyn Files, path: &DocPath) -> Result<()> {
        self.need_folders(path)?;
        let target = self.stage.join(path.as_str());
        match self.disk.carry(&self.old.join(path.as_str()), &target) {
            Ok(()) => Ok(()),
            // Somebody took it away meanwhile.
            Err(error) if error.kind() == ErrorKind::NotFound => self.write(&target, &files.bytes(path)?),
            Err(error) => Err(Error::io("write", &target, error)),
        }
    }

    fn write_new(&self, path: &DocPath, bytes: &[u8]) -> Result<()> {
        self.need_folders(path)?;
        self.write(&self.stage.join(path.as_str()), bytes)
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<()> {
        self.disk.create_file(path, bytes).map_err(|error| Error::io("write", path, error))
    }

    /// Puts the record of all files in the place of that of none, in one act.
    fn replace_record(&self, record: &Record) -> Result<()> {
        let (path, new) = (self.stage.join(RECORD), self.stage.join(format!("{RECORD}.new")));
        self.write(&new, record.to_json().as_bytes())?;
        self.disk.rename(&new, &path).map_err(|error| Error::io("write", &path, error))
    }

    /// Makes the folders that a file needs. Another thread may be about to make the same ones.
    fn need_folders(&self, path: &DocPath) -> Result<()> {
        let Some(parent) = Path::new(path.as_str()).parent() else { return Ok(()) };
        if self.stage.join(parent).is_dir() {
            return Ok(());
        }
        for folder in from_the_top(parent) {
            let folder = self.stage.join(folder);
            match self.disk.create_dir(&folder) {
                // `A/x` and `a/y` share a folder where letter case does not count.
                Err(error) if error.kind() != ErrorKind::AlreadyExists => {
                    return Err(Error::io("create", &folder, error));
                }
                _ => {}
            }
        }
        Ok(())
    }
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
        if let Some(parent) = inner.parent() {
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
        for folder in from_the_top(inner) {
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

/// A folder below the site after those it is in, the site itself not among them.
fn from_the_top(folder: &Path) -> Vec<&Path> {
    let mut folders: Vec<&Path> = folder.ancestors().filter(|folder| !folder.as_os_str().is_empty()).collect();
    folders.reverse();
    folders
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
    if !is_folder(folder) {
        return false;
    }
    let only_record =
        || fs::read_dir(folder).is_ok_and(|mut all| all.all(|one| one.is_ok_and(|e| e.file_name() == RECORD)));
    matches!(Record::read(folder), Ok(Some(_))) || only_record()
}

/// Removes a folder of ours, its record last: so it is still known as ours if this is cut short.
pub(super) fn discard(disk: &impl Disk, folder: &Path) -> io::Result<()> {
    let mut rest: Vec<PathBuf> = children(folder)?;
    rest.retain(|path| path.file_name().is_none_or(|name| name != RECORD));
    // Most of a site lies in one folder, which one thread alone would empty.
    let inner: Vec<PathBuf> =
        rest.iter().filter(|path| is_folder(path)).map(|path| children(path)).collect::<io::Result<Vec<_>>>()?.concat();
    inner
        .into_par_iter()
        .chain(rest.into_par_iter().filter(|path| !is_folder(path)))
        .try_for_each(|path| disk.remove(&path))?;
    children(folder)?.iter().filter(|path| is_folder(path)).try_for_each(|path| disk.remove(path))?;
    match disk.remove(&folder.join(RECORD)) {
        Err(error) if error.kind() != ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    disk.remove(folder)
}

/// Whether there is a folder itself, and no link to one.
fn is_folder(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok_and(|there| there.is_dir())
}

fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.path())).collect()
}
