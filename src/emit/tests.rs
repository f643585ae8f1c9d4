//! Builds that are stopped after each of their acts in turn, on a disk that can swap in one act and on one that cannot.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::disk::{Disk, LocalDisk};
use super::place::Place;
use super::record::RECORD;
use super::{recover, write, write_on};
use crate::base::Bundle;

/// How a disk lets a build down.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Fault {
    /// One act fails; the build goes on and tidies up.
    Failure,
    /// The build is killed in the middle of one act: nothing more is done.
    Kill,
}

/// A disk that lets a build down at one act, counted from 0.
#[derive(Debug)]
struct Faulty {
    at: usize,
    fault: Fault,
    exchanges: bool,
    acts: AtomicUsize,
}

impl Faulty {
    fn new(at: usize, fault: Fault, exchanges: bool) -> Self {
        Self { at, fault, exchanges, acts: AtomicUsize::new(0) }
    }

    /// Does `act`, or else `half` of it and nothing after.
    fn act(&self, half: impl FnOnce(), act: impl FnOnce() -> io::Result<()>) -> io::Result<()> {
        let count = self.acts.fetch_add(1, Ordering::SeqCst);
        if count < self.at || (count > self.at && self.fault == Fault::Failure) {
            return act();
        }
        if count == self.at && self.fault == Fault::Kill {
            half();
        }
        Err(io::Error::other("stopped by the test"))
    }
}

impl Disk for Faulty {
    fn create_dir(&self, path: &Path) -> io::Result<()> {
        self.act(|| (), || LocalDisk.create_dir(path))
    }

    fn create_file(&self, path: &Path, bytes: &[u8]) -> io::Result<()> {
        let half = || drop(LocalDisk.create_file(path, &bytes[..bytes.len() / 2]));
        self.act(half, || LocalDisk.create_file(path, bytes))
    }

    fn carry(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(|| (), || LocalDisk.carry(from, to))
    }

    fn carry_mode(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(|| (), || LocalDisk.carry_mode(from, to))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.act(|| (), || LocalDisk.rename(from, to))
    }

    fn exchange(&self, one: &Path, other: &Path) -> io::Result<()> {
        if !self.exchanges {
            return Err(io::ErrorKind::Unsupported.into());
        }
        self.act(|| (), || LocalDisk.exchange(one, other))
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        let half = || {
            let inner = fs::read_dir(path).ok().and_then(|mut entries| entries.next()?.ok());
            drop(inner.map(|entry| LocalDisk.remove(&entry.path())));
        };
        self.act(half, || LocalDisk.remove(path))
    }
}

/// All that is below a folder, symlinks as their targets.
fn snapshot(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            let name = path.strip_prefix(folder).expect("below").to_str().expect("text").to_owned();
            let content = if path.is_symlink() {
                format!("-> {}", fs::read_link(&path).expect("a symlink").display())
            } else if path.is_dir() {
                folders.push(path);
                "folder".to_owned()
            } else {
                fs::read_to_string(&path).expect("a file")
            };
            all.insert(name, content);
        }
    }
    all
}

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .expect("a folder")
        .map(|e| e.expect("an entry").file_name().into_string().expect("text"))
        .collect();
    names.sort();
    names
}

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::default();
    for (path, text) in files {
        bundle.add(path, *text).expect("a path");
    }
    bundle
}

fn first() -> Bundle {
    bundle(&[("index.html", "first"), ("documents/a.html", "a first"), ("gone/deep/x.html", "x"), ("same.css", "s")])
}

fn second() -> Bundle {
    bundle(&[("index.html", "second"), ("documents/a.html", "a second"), ("new/y.html", "y"), ("same.css", "s")])
}

/// What stood at the folder before the build that is stopped.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Before {
    Nothing,
    Empty,
    Site,
}

#[expect(clippy::disallowed_methods, reason = "a test puts files of others into a site")]
fn prepare(out: &Path, before: Before) {
    match before {
        Before::Nothing => {}
        Before::Empty => fs::create_dir(out).expect("a folder"),
        Before::Site => {
            write(&first(), out, None).expect("a site");
            fs::write(out.join("CNAME"), "aims.example.org").expect("a file");
            fs::create_dir_all(out.join(".git/refs/heads")).expect("folders");
            fs::write(out.join(".git/HEAD"), "ref: refs/heads/pages").expect("a file");
            fs::write(out.join("gone/deep/theirs.txt"), "theirs").expect("a file");
        }
    }
}

/// What a build finds, and what it leaves when nobody stops it.
struct Sites {
    before: Before,
    old: Option<BTreeMap<String, String>>,
    new: BTreeMap<String, String>,
}

impl Sites {
    fn new(before: Before) -> Self {
        let dir = tempfile::tempdir().expect("a folder");
        let out = dir.path().join("site");
        prepare(&out, before);
        let old = out.exists().then(|| snapshot(&out));
        write(&second(), &out, None).expect("a site");
        Self { before, old, new: snapshot(&out) }
    }
}

/// Stops a build at act `at` and looks at what it leaves. False where the build has no such act.
fn stop_at(at: usize, fault: Fault, exchanges: bool, sites: &Sites) -> bool {
    let Sites { before, old, new } = sites;
    let told = format!("{fault:?} at {at}, exchanges: {exchanges}, before: {before:?}");
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    prepare(&out, *before);
    let disk = Faulty::new(at, fault, exchanges);
    let result = write_on(&disk, &second(), &Place::find(&out, None).expect("a place"));
    if disk.acts.load(Ordering::SeqCst) <= at {
        assert!(result.is_ok_and(|written| written.leftover.is_none()), "{told}");
        assert_eq!((&snapshot(&out), names(dir.path())), (new, vec!["site".to_owned()]), "{told}");
        return false;
    }
    match (fault, result) {
        (_, Ok(written)) => {
            assert_eq!(snapshot(&out), *new, "{told}");
            assert!(written.leftover.is_some_and(|leftover| leftover.exists()), "{told}");
        }
        (Fault::Failure, Err(_)) => {
            assert_eq!(out.exists().then(|| snapshot(&out)), *old, "{told}");
            let left: &[&str] = if *before == Before::Nothing { &[] } else { &["site"] };
            assert_eq!(names(dir.path()), left, "{told}");
        }
        (Fault::Kill, Err(_)) => {
            // Between the two renames of a disk that cannot exchange, and only there, the site is away.
            let aside = dir.path().join(".site.aims-old");
            if *before != Before::Nothing && !exchanges && !out.exists() {
                assert_eq!(Some(snapshot(&aside)), *old, "{told}");
                assert!(recover(&out).expect("recovered"), "{told}");
            }
            let there = out.exists().then(|| snapshot(&out));
            assert!(there == *old || there.as_ref() == Some(new), "{told}: {there:#?}");
        }
    }
    write(&second(), &out, None).expect("the next build");
    assert_eq!((&snapshot(&out), names(dir.path())), (new, vec!["site".to_owned()]), "{told}, after the next build");
    true
}

#[test]
fn a_build_that_is_stopped_anywhere_leaves_the_old_site_or_the_new_one() {
    for before in [Before::Nothing, Before::Empty, Before::Site] {
        let sites = Sites::new(before);
        for exchanges in [true, false] {
            for fault in [Fault::Failure, Fault::Kill] {
                let acts = (0..1_000).take_while(|at| stop_at(*at, fault, exchanges, &sites)).count();
                assert!((6..1_000).contains(&acts), "{acts} acts");
            }
        }
    }
}

#[test]
fn a_site_that_was_left_aside_comes_back_even_if_its_folder_was_made_anew() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    prepare(&out, Before::Site);
    let old = snapshot(&out);
    fs::rename(&out, dir.path().join(".site.aims-old")).expect("renamed");
    fs::create_dir(&out).expect("a folder");
    assert!(recover(&out).expect("recovered"));
    assert_eq!((snapshot(&out), names(dir.path())), (old, vec!["site".to_owned()]));
    assert!(!recover(&out).expect("nothing to do"));
}

#[test]
#[expect(clippy::disallowed_methods, reason = "a test makes folders that only look like stages")]
fn only_stages_of_ours_are_swept() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    for (stage, file) in [
        (".site.aims-stage-1-0", RECORD),
        (".site.aims-stage-1-1", "theirs.txt"),
        (".sites.aims-stage-1-0", RECORD),
        (".site.aims-stage-x-0", RECORD),
    ] {
        fs::create_dir(dir.path().join(stage)).expect("a folder");
        fs::write(dir.path().join(stage).join(file), r#"{"format": 1, "files": []}"#).expect("a file");
    }
    fs::create_dir(dir.path().join(".site.aims-stage-2-0")).expect("a folder");
    // Killed while it wrote the record.
    fs::create_dir(dir.path().join(".site.aims-stage-3-0")).expect("a folder");
    fs::write(dir.path().join(".site.aims-stage-3-0").join(RECORD), r#"{"form"#).expect("a file");
    write(&first(), &out, None).expect("a site");
    let left = [".site.aims-stage-1-1", ".site.aims-stage-x-0", ".sites.aims-stage-1-0", "site"];
    assert_eq!(names(dir.path()), left);
}

#[test]
fn what_stands_aside_and_is_not_ours_stops_a_swap_that_needs_the_place() {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    prepare(&out, Before::Site);
    let old = snapshot(&out);
    fs::create_dir_all(dir.path().join(".site.aims-old/theirs")).expect("folders");
    write_on(&Faulty::new(usize::MAX, Fault::Failure, false), &second(), &Place::find(&out, None).expect("a place"))
        .expect_err("in the way");
    assert_eq!((snapshot(&out), names(dir.path())), (old, vec![".site.aims-old".to_owned(), "site".to_owned()]));
}

#[test]
fn a_reader_never_finds_the_site_away() {
    let dir = tempfile::tempdir().expect("a folder");
    let (one, other) = (dir.path().join("one"), dir.path().join("other"));
    fs::create_dir(&one).and_then(|()| fs::create_dir(&other)).expect("folders");
    if LocalDisk.exchange(&one, &other).is_err() {
        return; // A file system without the exchange; the tests above hold for it.
    }
    let out = dir.path().join("site");
    write(&first(), &out, None).expect("a site");
    std::thread::scope(|scope| {
        let builds = scope.spawn(|| {
            for round in 0..40 {
                write(&if round % 2 == 0 { second() } else { first() }, &out, None).expect("a site");
            }
        });
        while !builds.is_finished() {
            let index = fs::read_to_string(out.join("index.html")).expect("always there");
            assert!(index == "first" || index == "second", "{index:?}");
        }
    });
}

#[test]
fn a_file_that_cannot_get_a_second_name_is_copied() {
    let dir = tempfile::tempdir().expect("a folder");
    let place = Place::find(&dir.path().join("site"), None).expect("a place");
    assert!(!place.has_remains());
    let (from, to) = (dir.path().join("from"), dir.path().join("to"));
    LocalDisk.create_file(&from, b"text").expect("written");
    super::disk::copy_new(&from, &to).expect("copied");
    assert_eq!(fs::read_to_string(&to).expect("a file"), "text");
    assert_eq!(super::disk::copy_new(&from, &to).expect_err("taken").kind(), io::ErrorKind::AlreadyExists);
}
