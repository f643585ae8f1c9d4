//! What a disk says of files without their being read: by that it is told later whether anything was written since.
//!
//! In go paths; out comes a digest of their names, sizes, times and, where the system has them, numbers. A program that writes a
//! file and sets its time back leaves another time of change, where there is one. What was written in the very moment in which
//! this looked cannot be told from what was there before: see [`Marks::are_settled`].

use std::collections::BTreeSet;
use std::fs::{self, Metadata};
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use rayon::prelude::*;

use crate::base::sha256;

/// A moment, as disks and clocks tell it.
pub type Moment = SystemTime;

/// How coarse the times of a disk may be: FAT keeps every other second.
const COARSE: Duration = Duration::from_secs(3);

/// How deep folders are looked through: no folder of git's own lies deeper than the names of branches may.
const DEPTH: usize = 64;

/// What a disk says of files.
#[derive(Debug, Default)]
pub struct Marks {
    told: Vec<u8>,
    newest: Option<SystemTime>,
}

impl Marks {
    /// Adds words, on which the outcome depends as well.
    pub fn say(&mut self, words: &[u8]) {
        self.told.extend_from_slice(&(words.len() as u64).to_le_bytes());
        self.told.extend_from_slice(words);
    }

    /// Adds files, of which some need not be there.
    pub fn files(&mut self, paths: &[PathBuf]) {
        let looked: Vec<_> = paths.par_iter().map(|path| fs::symlink_metadata(path).ok()).collect();
        for (path, there) in paths.iter().zip(&looked) {
            self.one(path, there.as_ref());
        }
    }

    /// Adds everything in a folder that need not be there, and in the folders in it. Links are not followed.
    pub fn folder(&mut self, folder: &Path) {
        let mut files = BTreeSet::new();
        below(folder, DEPTH, &mut files);
        self.files(&files.into_iter().collect::<Vec<_>>());
    }

    fn one(&mut self, path: &Path, there: Option<&Metadata>) {
        self.say(path.as_os_str().as_encoded_bytes());
        let Some(there) = there else { return self.say(b"none") };
        let modified = there.modified().ok();
        // What comes into a folder, and what goes, is told by the names in it.
        if !there.is_dir() {
            self.newest = self.newest.max(modified);
        }
        let since = modified.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        let kind = [there.is_file(), there.is_dir(), there.permissions().readonly()].map(u8::from);
        self.say(&kind);
        self.say(&there.len().to_le_bytes());
        self.say(&since.map_or(0, |since| since.as_nanos()).to_le_bytes());
        for number in numbers(there) {
            self.told.extend_from_slice(&number.to_le_bytes());
        }
    }

    /// Whether nothing was written so shortly before `now`, when this looked, that what is written after it could bear the same
    /// time.
    pub fn are_settled(&self, now: Moment) -> bool {
        self.newest.is_none_or(|newest| newest.checked_add(COARSE).is_some_and(|then| then < now))
    }

    /// What stands for all of it.
    pub fn digest(&self) -> [u8; 32] {
        sha256(&self.told)
    }
}

fn below(folder: &Path, depth: usize, found: &mut BTreeSet<PathBuf>) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if depth > 0 && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            below(&path, depth - 1, found);
        }
        found.insert(path);
    }
}

/// When the file was changed in any way, which file it is, and who may do what with it.
#[cfg(unix)]
fn numbers(there: &Metadata) -> [u64; 5] {
    use std::os::unix::fs::MetadataExt;
    let signed = [there.ctime(), there.ctime_nsec()].map(i64::cast_unsigned);
    [signed[0], signed[1], there.ino(), there.dev(), u64::from(there.mode())]
}

/// When the file was made.
#[cfg(not(unix))]
fn numbers(there: &Metadata) -> [u64; 5] {
    let made = there.created().ok().and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
    let made = made.map_or(0, |since| u64::try_from(since.as_nanos()).unwrap_or(u64::MAX));
    [made, 0, 0, 0, 0]
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
mod tests {
    use super::*;

    fn of(files: &[PathBuf]) -> [u8; 32] {
        let mut marks = Marks::default();
        marks.files(files);
        marks.digest()
    }

    #[test]
    fn what_is_written_made_or_taken_away_leaves_a_mark() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        let files = [path.clone()];
        let mut all = vec![of(&files)];
        fs::write(&path, "one").expect("a file");
        let old = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let back = |path: &Path| {
            let file = fs::OpenOptions::new().write(true).open(path).expect("a file");
            file.set_modified(old).expect("a time");
        };
        back(&path);
        all.push(of(&files));
        assert_eq!(all[1], of(&files), "looking leaves none");
        fs::write(&path, "longer").expect("a file");
        back(&path);
        all.push(of(&files));
        fs::write(&path, "LONGER").expect("a file");
        all.push(of(&files));
        fs::remove_file(&path).expect("no file");
        fs::create_dir(&path).expect("a folder");
        all.push(of(&files));
        let different: BTreeSet<_> = all.iter().collect();
        assert_eq!(different.len(), all.len());
    }

    #[test]
    fn a_folder_is_all_that_is_in_it() {
        let folder = tempfile::tempdir().expect("a folder");
        let of = || {
            let mut marks = Marks::default();
            marks.folder(folder.path());
            marks.digest()
        };
        let empty = of();
        fs::create_dir_all(folder.path().join("a/b")).expect("folders");
        let folders = of();
        fs::write(folder.path().join("a/b/c"), "").expect("a file");
        assert!(empty != folders && folders != of());
    }

    #[test]
    fn what_was_written_just_now_could_be_written_again_unseen() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a");
        fs::write(&path, "").expect("a file");
        let written = fs::metadata(&path).and_then(|there| there.modified()).expect("a time");
        let mut marks = Marks::default();
        assert!(marks.are_settled(written), "nothing is settled");
        marks.files(&[path]);
        assert!(!marks.are_settled(written) && !marks.are_settled(written + Duration::from_secs(1)));
        assert!(marks.are_settled(written + COARSE + Duration::from_nanos(1)));
    }
}
