//! The change record is the same whatever way it is read: with a cache or without one, on one thread or many, from loose
//! objects or packs, and with a cache that somebody damaged.

use std::path::{Path, PathBuf};
use std::process::Command;

use aims::base::Date;
use aims::history::History;
use aims::pipeline::{Project, Request};
use tempfile::TempDir;

const TODAY: Date = Date::constant(2026, 11, 20);

/// The demo, written once for a test.
fn demo() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("demo");
    aims::demo::write(&folder, TODAY).expect("the demo");
    (dir, folder)
}

fn read(folder: &Path, cached: bool) -> History {
    let project = Project::find(folder).expect("a project");
    let project = if cached { project.with_cache(&home(folder)) } else { project };
    History::clone(&project.check(&Request::new(folder, TODAY)).expect("a record").history)
}

/// The folder of caches beside a demo.
fn home(folder: &Path) -> PathBuf {
    folder.with_file_name("cache")
}

/// What lies there: the secret, and the files of one repository.
fn files(folder: &Path) -> Vec<PathBuf> {
    let below = |folder: &Path| -> Vec<PathBuf> {
        let entries = std::fs::read_dir(folder).expect("a cache");
        entries.map(|entry| entry.expect("a file").path()).collect()
    };
    let (folders, mut files): (Vec<PathBuf>, Vec<PathBuf>) =
        below(&home(folder)).into_iter().partition(|path| path.is_dir());
    files.extend(folders.iter().flat_map(|folder| below(folder)));
    files.sort();
    files
}

fn git(folder: &Path, arguments: &[&str]) {
    let mut command = Command::new("git");
    command.current_dir(folder).args(arguments).env("GIT_CONFIG_NOSYSTEM", "1").env("GIT_CONFIG_GLOBAL", "/dev/null");
    assert!(command.status().expect("git is there").success(), "git {arguments:?}");
}

#[test]
fn a_cache_changes_nothing_but_the_time() {
    let (_dir, folder) = demo();
    let plain = read(&folder, false);
    assert!(plain.revisions.len() > 100);
    assert!(!home(&folder).exists(), "nothing was to be kept");
    assert_eq!(read(&folder, true), plain, "the first run with a cache");
    assert!(files(&folder).len() > 2 && !folder.join(".git/aims").exists());
    assert_eq!(read(&folder, true), plain, "the second");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test damages the cache that it looks at")]
fn a_damaged_cache_is_as_if_there_were_none() {
    let (_dir, folder) = demo();
    let plain = read(&folder, true);
    let kept: Vec<(PathBuf, Vec<u8>)> = files(&folder)
        .into_iter()
        .map(|path| {
            let bytes = std::fs::read(&path).expect("a file");
            (path, bytes)
        })
        .collect();
    for (path, bytes) in &kept {
        let flipped = |at: usize| {
            let mut damaged = bytes.clone();
            damaged[at] ^= 0x41;
            damaged
        };
        let places = [0, 20, 60, 90, bytes.len() / 3, bytes.len() / 2, bytes.len() - 1];
        // The secret is shorter than what it seals.
        let places = places.into_iter().filter(|at| *at < bytes.len());
        let damages = places.map(flipped).chain([Vec::new(), bytes[..bytes.len() - 1].to_vec()]);
        for damaged in damages {
            std::fs::write(path, damaged).expect("the damage");
            assert_eq!(read(&folder, true), plain, "{}", path.display());
        }
        std::fs::write(path, bytes).expect("the cache");
    }
}

#[test]
fn packing_and_threads_change_nothing() {
    let (_dir, folder) = demo();
    let plain = read(&folder, false);
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().expect("a thread");
    assert_eq!(one.install(|| read(&folder, false)), plain, "one thread");
    git(&folder, &["repack", "-adq"]);
    assert_eq!(read(&folder, false), plain, "one pack");
    git(&folder, &["repack", "-adFq", "--depth=1", "--window=2"]);
    assert_eq!(read(&folder, false), plain, "packed otherwise");
}
