//! Changes found by looking at folders again and again: for those of which the system says nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, SystemTime};

use super::folders::Folders;

/// How often is looked.
const EVERY: Duration = Duration::from_millis(300);

/// What is known of a file: when it was written, and how long it is.
type Mark = (Option<SystemTime>, u64);

/// What there was when it was looked at last.
pub(super) struct Looked {
    folders: Folders,
    seen: BTreeMap<PathBuf, Mark>,
}

impl Looked {
    /// Looks for the first time.
    pub(super) fn new(folders: &Folders, counts: &dyn Fn(&Path) -> bool) -> Self {
        let mut looked = Self { folders: folders.clone(), seen: BTreeMap::new() };
        looked.seen = looked.look(counts);
        looked
    }

    /// Looks again: what is new, gone or another.
    pub(super) fn changed(&mut self, counts: &dyn Fn(&Path) -> bool) -> BTreeSet<PathBuf> {
        let now = self.look(counts);
        let other = now.iter().filter(|(path, mark)| self.seen.get(*path) != Some(mark)).map(|(path, _)| path);
        let gone = self.seen.keys().filter(|path| !now.contains_key(*path));
        let changed = other.chain(gone).cloned().collect();
        self.seen = now;
        changed
    }

    /// Looks every now and then, and tells what changed, until whoever holds the other end of `ends` lets go of it or nobody
    /// hears any more.
    pub(super) fn keep_looking(
        mut self,
        ends: &Receiver<()>,
        counts: &dyn Fn(&Path) -> bool,
        tell: &dyn Fn(BTreeSet<PathBuf>) -> bool,
    ) {
        while ends.recv_timeout(EVERY) == Err(RecvTimeoutError::Timeout) {
            let changed = self.changed(counts);
            if !changed.is_empty() && !tell(changed) {
                return;
            }
        }
    }

    fn look(&self, counts: &dyn Fn(&Path) -> bool) -> BTreeMap<PathBuf, Mark> {
        let mut seen = BTreeMap::new();
        for folder in &self.folders.deep {
            look_into(folder, true, counts, &mut seen);
        }
        for folder in &self.folders.shallow {
            look_into(folder, false, counts, &mut seen);
        }
        seen
    }
}

fn look_into(folder: &Path, deep: bool, counts: &dyn Fn(&Path) -> bool, seen: &mut BTreeMap<PathBuf, Mark>) {
    // What cannot be read is not there; when that changes, it is found.
    let Ok(entries) = fs::read_dir(folder) else { return };
    for entry in entries.flatten() {
        let path = entry.path();
        if !counts(&path) {
            continue;
        }
        match entry.metadata() {
            Ok(meta) if meta.is_dir() => {
                // That something in a folder changed is told by what changed in it.
                seen.insert(path.clone(), (None, 0));
                if deep {
                    look_into(&path, deep, counts, seen);
                }
            }
            Ok(meta) => drop(seen.insert(path, (meta.modified().ok(), meta.len()))),
            Err(_) => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn looking_finds_what_is_new_gone_or_another() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        let put = |name: &str, text: &str| {
            std::io::Write::write_all(&mut fs::File::create(at(name)).expect("a file"), text.as_bytes()).expect("room");
        };
        let counts = |path: &Path| !path.ends_with("skipped");
        put("a.md", "a");
        fs::create_dir_all(at("deep/er")).expect("a folder");
        fs::create_dir_all(at("skipped")).expect("a folder");
        let mut looked = Looked::new(&Folders { deep: vec![folder.path().to_owned()], ..Folders::default() }, &counts);
        let names = |changed: BTreeSet<PathBuf>| changed.into_iter().collect::<Vec<_>>();
        assert!(names(looked.changed(&counts)).is_empty());
        put("a.md", "longer");
        put("deep/er/b.md", "b");
        put("skipped/c.md", "c");
        assert_eq!(names(looked.changed(&counts)), [at("a.md"), at("deep/er/b.md")]);
        fs::remove_dir_all(at("deep/er")).expect("gone");
        assert_eq!(names(looked.changed(&counts)), [at("deep/er"), at("deep/er/b.md")]);
        assert!(names(looked.changed(&counts)).is_empty());
        let mut shallow =
            Looked::new(&Folders { shallow: vec![folder.path().to_owned()], ..Folders::default() }, &counts);
        put("deep/d.md", "d");
        put("e.md", "e");
        assert_eq!(names(shallow.changed(&counts)), [at("e.md")]);
        drop(folder);
        assert!(!looked.changed(&counts).is_empty(), "all is gone");
    }
}
