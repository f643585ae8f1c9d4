//! What `emit` puts on the disk, what it leaves alone there, and what it refuses.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use aims::base::{Bundle, Error};
use aims::emit::{RECORD, recover, write};
use tempfile::TempDir;

/// How a test that runs itself in another process says where to build.
const CHILD_OUT: &str = "AIMS_TEST_EMIT_OUT";

fn bundle(files: &[(&str, &str)]) -> Bundle {
    let mut bundle = Bundle::default();
    for (path, text) in files {
        bundle.add(path, *text).expect("a path");
    }
    bundle
}

/// A site of many files that all say which site they are of.
fn numbered(number: usize, files: usize) -> Bundle {
    let mut bundle = Bundle::default();
    for file in 0..files {
        bundle.add(&format!("documents/{}/{file}.html", file % 7), number.to_string()).expect("a path");
    }
    bundle
}

fn folder() -> (TempDir, PathBuf) {
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("site");
    (dir, out)
}

#[expect(clippy::disallowed_methods, reason = "a test plays the part of somebody else who writes into a site")]
fn put(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
    fs::write(path, text).expect("a file");
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).expect("a file")
}

/// The regular files below a folder, without the record.
fn files(folder: &Path) -> BTreeMap<String, String> {
    let mut all = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() && !path.is_symlink() {
                folders.push(path);
            } else if path.is_file() && !path.ends_with(RECORD) {
                let name = path.strip_prefix(folder).expect("below").to_str().expect("text").replace('\\', "/");
                all.insert(name, read(&path));
            }
        }
    }
    all
}

fn beside(out: &Path) -> Vec<String> {
    let entries = fs::read_dir(out.parent().expect("a folder")).expect("a folder");
    let mut names: Vec<_> = entries.map(|e| e.expect("an entry").file_name().into_string().expect("text")).collect();
    names.sort();
    names
}

/// The error as a person sees it: with what to do about it, without which it is no help.
fn told(result: Result<aims::emit::Written, Error>) -> String {
    let error = result.expect_err("an error");
    format!("{error}. {}", error.hint_text().expect("a hint"))
}

#[test]
fn a_site_is_written_counted_and_recorded() {
    let (_dir, out) = folder();
    let site = bundle(&[("index.html", "hello"), ("documents/a/b.html", "b"), ("empty.txt", "")]);
    let written = write(&site, &out, None).expect("written");
    assert_eq!((written.files, written.bytes, written.unchanged, written.leftover), (3, 6, 0, None));
    let record = read(&out.join(RECORD));
    assert!(record.contains("{\"path\": \"index.html\", \"size\": 5}"), "{record}");
    assert_eq!(files(&out)["documents/a/b.html"], "b");
    assert_eq!(beside(&out), ["site"]);

    let changed = bundle(&[("index.html", "hello"), ("documents/a/b.html", "c"), ("new.txt", "")]);
    assert_eq!(write(&changed, &out, None).expect("written").unchanged, 1);
    let now = files(&out);
    assert_eq!(now.keys().collect::<Vec<_>>(), ["documents/a/b.html", "index.html", "new.txt"]);
    write(&site, &out, None).expect("written");
    assert_eq!(read(&out.join(RECORD)), record, "the same site has the same record");
}

#[test]
fn an_empty_bundle_is_a_site_too() {
    let (_dir, out) = folder();
    assert_eq!(write(&Bundle::default(), &out, None).expect("written").files, 0);
    write(&bundle(&[("a", "")]), &out, None).expect("written");
    write(&Bundle::default(), &out, None).expect("written");
    assert!(files(&out).is_empty());
}

#[test]
fn folders_above_are_made() {
    let (dir, _) = folder();
    let out = dir.path().join("a/b/../c/site");
    write(&bundle(&[("index.html", "x")]), &out, None).expect("written");
    assert_eq!(read(&dir.path().join("a/c/site/index.html")), "x");
}

#[test]
fn the_default_place_inside_the_documents_is_fine() {
    let (dir, out) = folder();
    write(&bundle(&[("index.html", "x")]), &out, Some(dir.path())).expect("written");
    write(&bundle(&[("index.html", "y")]), &out, Some(dir.path())).expect("written");
}

#[test]
fn places_that_a_site_must_not_go_to_are_refused() {
    let (dir, _) = folder();
    let root = dir.path().join("outer/aims");
    put(&root.join("aims.toml"), "");
    put(&root.join(".git/HEAD"), "");
    put(&root.join("policies/p.md"), "p");
    let site = bundle(&[("index.html", "x")]);
    let refusal = |out: &Path| told(write(&site, out, Some(&root)));
    assert!(refusal(&root).contains("the documents are there"));
    assert!(refusal(&root.join("policies/..")).contains("the documents are there"));
    assert!(refusal(&dir.path().join("outer")).contains("the folder with the documents lies in it"));
    assert!(refusal(&root.join(".git/site")).contains("git keeps its repository"));
    assert!(refusal(&root.join("aims.toml")).contains("it is a file"));
    assert!(refusal(&root.join("policies")).contains("files that no build wrote"));
    assert!(refusal(Path::new("/")).contains("whole file system"));
    // An earlier build there does not make it any better.
    put(&root.join(RECORD), r#"{"format": 1, "files": []}"#);
    assert!(refusal(&root).contains("the documents are there"));
    write(&site, &root.join("aims.toml/site"), Some(&root)).expect_err("below a file");
    assert_eq!(files(&root).len(), 3, "nothing was written");
}

#[test]
fn the_home_of_a_repository_and_a_folder_of_others_are_refused() {
    let (_dir, out) = folder();
    put(&out.join(".git/HEAD"), "ref");
    let site = bundle(&[("index.html", "x")]);
    assert!(told(write(&site, &out, None)).contains("it is a git repository"));
    fs::remove_dir_all(out.join(".git")).expect("removed");
    put(&out.join("thesis.tex"), "years");
    assert!(told(write(&site, &out, None)).contains("--out"));
    assert_eq!((files(&out).len(), beside(&out)), (1, vec!["site".to_owned()]));
    fs::remove_file(out.join("thesis.tex")).expect("removed");
    write(&site, &out, None).expect("an empty folder is fine");
}

#[test]
fn a_site_of_which_nothing_changed_is_not_touched() {
    let (_dir, out) = folder();
    let site = bundle(&[("index.html", "x"), ("a/page.html", "y")]);
    write(&site, &out, None).expect("written");
    put(&out.join("CNAME"), "aims.example.org");
    let before = |path: &str| fs::metadata(out.join(path)).and_then(|there| there.modified()).expect("a time");
    let times = ["", "a", "index.html", RECORD].map(before);
    assert_eq!(write(&site, &out, None).expect("written").unchanged, 2);
    assert_eq!(["", "a", "index.html", RECORD].map(before), times);
    assert_eq!(beside(&out), ["site"]);
    // What is the same is taken over, and keeps its time; what was changed by hand is put right, whatever its size.
    put(&out.join("a/page.html"), "z");
    assert_eq!(write(&site, &out, None).expect("written").unchanged, 1);
    assert_eq!((before("index.html"), read(&out.join("a/page.html"))), (times[2], "y".to_owned()));
    assert_eq!(read(&out.join("CNAME")), "aims.example.org");
}

#[test]
fn files_of_others_are_carried_over_and_own_ones_replaced() {
    let (_dir, out) = folder();
    write(&bundle(&[("index.html", "1"), ("old/page.html", "1"), ("a/page.html", "1")]), &out, None).expect("written");
    put(&out.join("CNAME"), "aims.example.org");
    put(&out.join(".git/objects/ab/cd"), "blob");
    put(&out.join("old/theirs.txt"), "t");
    fs::create_dir_all(out.join("empty/inner")).expect("folders");
    put(&out.join("index.html"), "changed by hand");
    fs::remove_file(out.join("a/page.html")).expect("removed by hand");
    let written = write(&bundle(&[("index.html", "2"), ("a/page.html", "1")]), &out, None).expect("written");
    assert_eq!(written.unchanged, 0, "what was removed by hand is not there, whatever the record says");
    let expected = [
        (".git/objects/ab/cd", "blob"),
        ("CNAME", "aims.example.org"),
        ("a/page.html", "1"),
        ("index.html", "2"),
        ("old/theirs.txt", "t"),
    ];
    assert_eq!(files(&out), expected.map(|(path, text)| (path.to_owned(), text.to_owned())).into());
    assert!(out.join("empty/inner").is_dir());
    // And the next build still knows them from its own.
    write(&bundle(&[("x.html", "3")]), &out, None).expect("written");
    assert_eq!(files(&out).len(), 4);
}

#[test]
fn a_page_never_takes_the_place_of_a_file_of_others() {
    let (_dir, out) = folder();
    write(&bundle(&[("index.html", "1")]), &out, None).expect("written");
    for (theirs, page) in [("about.html", "about.html"), ("docs", "docs/a.html"), ("b/c.txt", "b")] {
        put(&out.join(theirs), "theirs");
        let before = files(&out);
        let refusal = told(write(&bundle(&[("index.html", "2"), (page, "page")]), &out, None));
        let named = theirs.split('/').next().expect("a name");
        assert!(refusal.contains(out.join(named).file_name().expect("a name").to_str().expect("text")), "{refusal}");
        assert!(refusal.contains("no build wrote"), "{refusal}");
        assert_eq!((files(&out), beside(&out)), (before, vec!["site".to_owned()]), "{page}");
    }
}

#[test]
fn a_record_that_cannot_be_trusted_stops_the_build() {
    let (dir, out) = folder();
    put(&dir.path().join("precious"), "p");
    put(&out.join("mine"), "m");
    let listing = |path: &str| format!(r#"{{"format": 1, "files": [{{"path": {path:?}, "sha256": "", "size": 1}}]}}"#);
    let absolute = listing(dir.path().join("precious").to_str().expect("text"));
    let huge = format!("{}{}", listing("mine"), " ".repeat(1 << 20));
    for record in
        ["", "{", "nonsense", r#"{"format": 99, "files": []}"#, &listing("../precious"), &absolute, &huge[1..]]
    {
        put(&out.join(RECORD), record);
        let refusal = told(write(&bundle(&[("index.html", "x")]), &out, None));
        assert!(refusal.contains(RECORD), "{refusal}");
        assert_eq!((read(&dir.path().join("precious")), files(&out).len()), ("p".to_owned(), 1));
        assert_eq!(beside(&out), ["precious", "site"]);
    }
}

#[test]
fn bundles_that_some_platform_cannot_hold_are_refused_before_anything_is_touched() {
    let (_dir, out) = folder();
    for (paths, named) in [
        (["A.html", "a.html"], "`A.html` and `a.html`"),
        (["a", "a/b"], "`a` and `a/b`"),
        (["x", "documents/aux.html"], "`documents/aux.html`"),
        (["x", "what?.html"], "`what?.html`"),
    ] {
        let refusal = told(write(&bundle(&paths.map(|path| (path, ""))), &out, None));
        assert!(refusal.contains(named), "{refusal}");
    }
    assert!(beside(&out).is_empty());
}

#[cfg(unix)]
mod unix {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    #[test]
    fn a_symlink_to_the_site_stays_and_its_target_is_swapped() {
        let (dir, out) = folder();
        let real = dir.path().join("real/target");
        fs::create_dir_all(&real).expect("folders");
        symlink("real/target", &out).expect("a symlink");
        for text in ["1", "2"] {
            write(&bundle(&[("index.html", text)]), &out, None).expect("written");
            assert!(out.is_symlink());
            assert_eq!(read(&real.join("index.html")), text);
        }
        assert_eq!((beside(&out), beside(&real)), (vec!["real".into(), "site".into()], vec!["target".to_owned()]));
        // Also when the symlink leads to the documents, or nowhere.
        assert!(told(write(&Bundle::default(), &out, Some(&real))).contains("the documents are there"));
        fs::remove_dir_all(&real).expect("removed");
        assert!(told(write(&Bundle::default(), &out, None)).contains("symlink"));
    }

    #[test]
    fn symlinks_in_the_site_are_carried_and_never_followed() {
        let (dir, out) = folder();
        put(&dir.path().join("outside/page.html"), "outside");
        write(&bundle(&[("index.html", "1"), ("docs/page.html", "1"), ("top.html", "1")]), &out, None)
            .expect("written");
        symlink("../outside", out.join("theirs")).expect("a symlink");
        symlink("nowhere", out.join("dangling")).expect("a symlink");
        // A folder and a file of ours that somebody turned into symlinks.
        fs::remove_dir_all(out.join("docs")).expect("removed");
        symlink("../outside", out.join("docs")).expect("a symlink");
        fs::remove_file(out.join("top.html")).expect("removed");
        symlink("../outside/page.html", out.join("top.html")).expect("a symlink");
        let refusal = told(write(&bundle(&[("docs/page.html", "2")]), &out, None));
        assert!(refusal.contains("docs"), "{refusal}");

        write(&bundle(&[("index.html", "2"), ("top.html", "2")]), &out, None).expect("written");
        assert_eq!(fs::read_link(out.join("theirs")).expect("a symlink"), Path::new("../outside"));
        assert_eq!(fs::read_link(out.join("docs")).expect("a symlink"), Path::new("../outside"));
        assert!(out.join("dangling").is_symlink());
        assert_eq!((read(&out.join("top.html")), out.join("top.html").is_symlink()), ("2".into(), false));
        assert_eq!(read(&dir.path().join("outside/page.html")), "outside");
    }

    #[test]
    fn a_record_that_is_a_symlink_is_not_trusted() {
        let (dir, out) = folder();
        put(&dir.path().join("record"), r#"{"format": 1, "files": []}"#);
        fs::create_dir(&out).expect("a folder");
        symlink("../record", out.join(RECORD)).expect("a symlink");
        assert!(told(write(&Bundle::default(), &out, None)).contains("no regular file"));
    }

    #[test]
    fn permissions_of_the_folder_and_of_what_is_carried_stay() {
        let (_dir, out) = folder();
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        let set = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("set");
        write(&bundle(&[("index.html", "1")]), &out, None).expect("written");
        put(&out.join("hooks/run"), "#!/bin/sh");
        set(&out.join("hooks/run"), 0o755);
        set(&out.join("hooks"), 0o700);
        set(&out, 0o750);
        write(&bundle(&[("index.html", "2")]), &out, None).expect("written");
        assert_eq!((mode(&out), mode(&out.join("hooks")), mode(&out.join("hooks/run"))), (0o750, 0o700, 0o755));
        assert_eq!(mode(&out.join("index.html")) & 0o111, 0);
    }

    #[test]
    fn a_folder_that_cannot_be_written_to_is_an_error_with_advice() {
        let (dir, _) = folder();
        let locked = dir.path().join("locked");
        let out = locked.join("site");
        write(&bundle(&[("index.html", "1")]), &out, None).expect("written");
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o555)).expect("set");
        // The superuser may write everywhere, and then there is nothing to see here.
        if fs::create_dir(locked.join("probe")).is_err() {
            assert!(told(write(&bundle(&[("index.html", "2")]), &out, None)).contains("must be writable"));
            assert_eq!(read(&out.join("index.html")), "1");
        }
        fs::set_permissions(&locked, fs::Permissions::from_mode(0o755)).expect("set");
        if cfg!(target_os = "linux") {
            write(&Bundle::default(), Path::new("/proc/aims-test/site"), None).expect_err("nobody can write there");
        }
    }

    /// Runs [`child`] in a process of its own.
    fn start_child(out: &Path) -> std::process::Child {
        Command::new(std::env::current_exe().expect("this test"))
            .args(["--exact", "emit::unix::child", "--ignored"])
            .env(CHILD_OUT, out)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("started")
    }

    #[test]
    #[ignore = "the part of a process that another test kills"]
    #[expect(clippy::disallowed_methods, reason = "the test that starts this one passes the folder so")]
    fn child() {
        let Ok(out) = std::env::var(CHILD_OUT) else { return };
        let end = Instant::now() + Duration::from_secs(30);
        for number in (1..).take_while(|_| Instant::now() < end) {
            if let Err(error) = write(&numbered(number, 200), Path::new(&out), None) {
                assert!(error.to_string().contains("another run"), "{error}");
            }
        }
    }

    #[test]
    fn killed_processes_leave_a_whole_site_and_block_nobody() {
        let (_dir, out) = folder();
        write(&numbered(0, 200), &out, None).expect("written");
        put(&out.join("CNAME"), "theirs");
        for round in 0..15 {
            let page = || fs::read(out.join("documents/0/0.html")).ok();
            let (before, deadline) = (page(), Instant::now() + Duration::from_secs(20));
            let mut process = start_child(&out);
            // On a busy machine a process needs long to start; only once it builds is it worth killing.
            while page() == before {
                assert!(Instant::now() < deadline, "the process does not build");
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(Duration::from_millis(round * 7 % 60));
            process.kill().expect("killed");
            process.wait().expect("ended");
            recover(&out).expect("recovered");
            let mut all = files(&out);
            assert_eq!(all.remove("CNAME").as_deref(), Some("theirs"));
            let number = all.values().next().expect("a page").clone();
            assert_eq!(all.len(), 200);
            assert!(all.values().all(|text| *text == number), "round {round}: half of a site");
        }
        write(&numbered(0, 200), &out, None).expect("written");
        assert_eq!(beside(&out), ["site"]);
    }

    #[test]
    fn a_build_in_another_process_keeps_this_one_out() {
        let (_dir, out) = folder();
        let mut process = start_child(&out);
        let deadline = Instant::now() + Duration::from_secs(20);
        let refused = loop {
            match write(&numbered(0, 1), &out, None) {
                Err(error) => break error,
                Ok(_) => assert!(Instant::now() < deadline, "the two never met"),
            }
        };
        process.kill().expect("killed");
        process.wait().expect("ended");
        assert!(refused.to_string().contains("another run is writing"), "{refused}");
        write(&numbered(0, 1), &out, None).expect("the lock died with its holder");
        assert_eq!((files(&out).len(), beside(&out)), (1, vec!["site".to_owned()]));
    }
}

#[test]
fn builds_at_the_same_time_never_mix() {
    let (_dir, out) = folder();
    let counts: Vec<usize> = std::thread::scope(|scope| {
        let out = &out;
        let run = |number: usize| {
            (0..30)
                .filter(|_| match write(&numbered(number, 50), out, None) {
                    Ok(_) => true,
                    Err(error) => {
                        assert!(error.to_string().contains("another run is writing"), "{error}");
                        false
                    }
                })
                .count()
        };
        let threads: Vec<_> = (1..=4).map(|number| scope.spawn(move || run(number))).collect();
        threads.into_iter().map(|thread| thread.join().expect("no panic")).collect()
    });
    assert!(counts.iter().sum::<usize>() > 0);
    let all = files(&out);
    assert_eq!((all.len(), beside(&out)), (50, vec!["site".to_owned()]));
    assert!(all.values().all(|text| text == &all["documents/0/0.html"]));
}

#[test]
fn ten_thousand_files_are_no_wait() {
    let (_dir, out) = folder();
    let site = numbered(1, 10_000);
    write(&site, &out, None).expect("written");
    assert_eq!(write(&site, &out, None).expect("written").unchanged, 10_000);
}
