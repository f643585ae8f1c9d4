//! What is kept of histories: where it lies, who reads it, and that neither it nor a rewritten object makes anything true.

use std::path::{Path, PathBuf};

use sandbox::Outcome;
use world::{MIREL, ORLA, POLICY, TOBIAS, TODAY, World};

use crate::support::sandbox;
use crate::support::world;

/// The policy in a second version, written by Mirel and merged by Tobias.
fn merged() -> World {
    let (world, _) = World::new();
    world.git(MIREL, &["switch", "-q", "-c", "next"]);
    world.edit(POLICY, "\"1.0\"", "\"2.0\"");
    world.commit(MIREL, "Version 2.0 of the policy");
    world.git(TOBIAS, &["switch", "-q", "main"]);
    world.git(TOBIAS, &["merge", "-q", "--no-ff", "-m", "Merge version 2.0", "next"]);
    world
}

/// Runs `aims` at a machine where `home` is the person's folder.
fn at(world: &World, home: &Path, arguments: &[&str], variables: &[(&str, &str)]) -> Outcome {
    let arguments = [arguments, &["--today", TODAY]].concat();
    let mut command = sandbox::aims(&world.repo, &arguments);
    command.env("HOME", home).env("LOCALAPPDATA", home).envs(variables.iter().copied());
    sandbox::run(&mut command)
}

/// Every file below a folder, that of the secret and all others.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.flatten().map(|entry| entry.path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn it_lies_with_the_person_and_not_in_the_repository() {
    let world = merged();
    let home = tempfile::tempdir().expect("a folder");
    let told = |arguments: &[&str], variables: &[(&str, &str)]| {
        let outcome = at(&world, home.path(), &[&["history", "POL-001"], arguments].concat(), variables);
        assert_eq!(outcome.code, Some(0), "{}", outcome.stderr);
        outcome.stdout
    };
    let plain = told(&["--no-cache"], &[]);
    assert_eq!(told(&[], &[("CI", "true")]), plain);
    assert_eq!(
        files(home.path()),
        Vec::<PathBuf>::new(),
        "nothing is kept on a build server, nor where none is wanted"
    );
    assert_eq!(told(&[], &[]), plain, "the first run");
    assert!(files(home.path()).len() > 1 && !world.repo.join(".git/aims").exists());
    assert_eq!(told(&[], &[]), plain, "the second");
    // Somebody without a home, or whose home is the repository, has none.
    let before = files(&world.repo).len();
    let nowhere = at(&world, Path::new("/nowhere/at all"), &["history", "POL-001"], &[]);
    assert_eq!((nowhere.code, nowhere.stdout.as_str()), (Some(0), plain.as_str()));
    assert_eq!(at(&world, &world.repo, &["history", "POL-001"], &[]).stdout, plain);
    assert_eq!(files(&world.repo).len(), before);
    assert!(!Path::new("/nowhere").exists());
}

#[test]
fn a_folder_in_the_repository_is_refused() {
    let world = merged();
    let home = tempfile::tempdir().expect("a folder");
    for inside in [".git/aims", "cache/deeper", "."] {
        let inside = world.repo.join(inside);
        let named = inside.to_str().expect("a path");
        let outcome = at(&world, home.path(), &["check"], &[("AIMS_CACHE_DIR", named)]);
        assert_eq!(outcome.code, Some(2), "{inside:?}");
        assert!(outcome.stderr.contains("lies in the repository"), "{}", outcome.stderr);
    }
    let named = home.path().join("elsewhere");
    at(&world, home.path(), &["check"], &[("AIMS_CACHE_DIR", named.to_str().expect("a path"))]);
    assert!(named.join("secret").is_file());
}

#[test]
fn acts_and_the_approved_edition_do_without() {
    let (world, key) = World::new();
    let home = tempfile::tempdir().expect("a folder");
    let key = key.to_str().expect("a path");
    let acts: [&[&str]; 3] = [
        &["approve", "POL-001", "--as", ORLA, "--key", key, "--dry-run"],
        &["review", "POL-001", "--as", ORLA, "--outcome", "no-change", "--dry-run"],
        &["build", "--edition", "approved", "--out", "../approved"],
    ];
    for act in acts {
        at(&world, home.path(), act, &[]);
        assert_eq!(files(home.path()), Vec::<PathBuf>::new(), "{act:?}");
    }
    at(&world, home.path(), &["build", "--out", "../latest"], &[]);
    assert!(!files(home.path()).is_empty(), "as it is, it would be kept there");
}

/// Sets the time of every file below a folder back to long ago, as if all had been written then.
fn age(folder: &Path) {
    let long_ago = std::time::UNIX_EPOCH + std::time::Duration::from_secs(1_780_000_000);
    for path in files(folder) {
        let permissions = std::fs::metadata(&path).expect("a file").permissions();
        // Git makes its objects read-only.
        if permissions.readonly() {
            continue;
        }
        let file = std::fs::OpenOptions::new().write(true).open(&path).expect("a file");
        file.set_modified(long_ago).expect("a time");
    }
}

/// What a build of the site `../site` does: the word for it, what it says of what was found, and its exit code.
fn rebuilt(
    world: &World,
    home: &Path,
    arguments: &[&str],
    variables: &[(&str, &str)],
) -> (String, String, Option<i32>) {
    let outcome = at(world, home, &[&["build", "--out", "../site"], arguments].concat(), variables);
    let row = |name: &str| outcome.stderr.lines().find(|line| line.trim_start().starts_with(name)).map(str::to_owned);
    let did = ["Wrote", "Kept", "Stopped"].into_iter().find(|name| row(name).is_some()).expect("an outcome");
    (did.into(), [row("Read"), row("Found"), row("Failed")].map(Option::unwrap_or_default).concat(), outcome.code)
}

#[test]
fn a_site_stands_where_nothing_was_written_since_and_nowhere_else() {
    let world = merged();
    let (home, site) = (tempfile::tempdir().expect("a folder"), world.repo.join("../site"));
    let build = |arguments: &[&str]| rebuilt(&world, home.path(), arguments, &[]);
    assert_eq!(build(&[]).0, "Wrote");
    assert_eq!(build(&[]).0, "Wrote", "what was written just now could have been written again unseen");
    age(&world.repo);
    let first = build(&[]);
    let bytes = |folder: &Path| -> Vec<(PathBuf, Vec<u8>)> {
        files(folder).into_iter().map(|path| (path.clone(), std::fs::read(path).expect("a file"))).collect()
    };
    let before = bytes(&site);
    assert_eq!(build(&[]), ("Kept".into(), first.1, first.2), "it says what it said");
    assert_eq!(bytes(&site), before);
    for (arguments, variables) in [
        (&["--no-cache"][..], &[][..]),
        (&[], &[("CI", "true")]),
        (&["--edition", "approved"], &[]),
        (&["--audience", "public"], &[]),
        (&["--called", "other"], &[]),
        (&["--rev", "HEAD"], &[]),
    ] {
        let did = rebuilt(&world, home.path(), arguments, variables).0;
        assert_eq!(did, "Wrote", "{arguments:?} {variables:?}");
    }
    let mut another_day = sandbox::aims(&world.repo, &["build", "--out", "../site", "--today", "2026-11-21"]);
    let another_day = sandbox::run(another_day.env("HOME", home.path()).env("LOCALAPPDATA", home.path()));
    assert!(another_day.stderr.contains("Wrote"), "{}", another_day.stderr);
    // Findings at the level at which a strict build ends are no reason to keep what a lenient one wrote.
    build(&[]);
    assert_eq!(build(&[]).0, "Kept");
    assert_ne!(build(&["--strict"]).0, "Kept");
}

#[test]
fn whatever_was_written_since_is_on_the_site() {
    let world = merged();
    let (home, site) = (tempfile::tempdir().expect("a folder"), world.repo.join("../site"));
    let build = || rebuilt(&world, home.path(), &[], &[]).0;
    let page = site.join("documents/POL-001.html");
    let whole = |path: &Path| std::fs::read_to_string(path).expect("a page");
    let changes: [(&str, &dyn Fn()); 9] = [
        ("a document", &|| world.edit(POLICY, "must be listed", "must be counted")),
        ("a commit", &|| world.commit(MIREL, "Count")),
        ("a tag", &|| drop(world.git(MIREL, &["tag", "audit-2026"]))),
        ("a new document", &|| world.put("policies/other.md", "# Another\n")),
        ("what git leaves out", &|| world.put(".gitignore", "other.md\n")),
        ("settings", &|| world.put("aims.toml", &(world.read("aims.toml") + "\n[site]\ntitle = \"Other\"\n"))),
        ("a page that somebody wrote over", &|| {
            #[expect(clippy::disallowed_methods, reason = "a test writes what others would")]
            std::fs::write(&page, "forged").expect("a page");
        }),
        ("a page that somebody removed", &|| std::fs::remove_file(&page).expect("no page")),
        ("a record that somebody removed", &|| {
            std::fs::remove_dir_all(&site).expect("no site");
        }),
    ];
    for (name, change) in changes {
        age(&world.repo);
        build();
        assert_eq!(build(), "Kept", "before {name}");
        change();
        assert_eq!(build(), "Wrote", "{name}");
        assert!(whole(&page).contains("POL-001"), "{name}");
    }
    assert!(whole(&page).contains("must be counted"));
    assert!(whole(&site.join("index.html")).contains("Other"));
}

/// Puts another object in the place of a loose one: what git would say of it is `hash mismatch`.
fn rewrite(world: &World, id: &str, from: &str, to: &str) {
    let git = git2::Repository::open(&world.repo).expect("a repository");
    let objects = git.odb().expect("objects");
    let object = objects.read(git2::Oid::from_str(id).expect("an id")).expect("an object");
    let place = object.data().windows(from.len()).position(|part| part == from.as_bytes()).expect("the text is there");
    let other = [&object.data()[..place], to.as_bytes(), &object.data()[place + from.len()..]].concat();
    let other = objects.write(object.kind(), &other).expect("another object").to_string();
    let file = |id: &str| world.repo.join(".git/objects").join(&id[..2]).join(&id[2..]);
    std::fs::remove_file(file(id)).expect("the object");
    std::fs::rename(file(&other), file(id)).expect("another in its place");
}

#[test]
fn a_rewritten_object_stops_everything() {
    let rewritten: [(&str, &str, &str); 3] = [
        // Who merged it, so that the author seems to be somebody else.
        ("HEAD~1", TOBIAS, ORLA),
        // What it said in the version before.
        ("HEAD~1^1:policies/ai-policy.md", "must be listed", "may be listed"),
        // Under which name it was then.
        ("HEAD~1^2:policies", "ai-policy.md", "ai-policx.md"),
    ];
    for (name, from, to) in rewritten {
        let world = merged();
        world.edit(POLICY, "\"2.0\"", "\"3.0\"");
        world.commit(MIREL, "Version 3.0");
        let id = world.git(MIREL, &["rev-parse", name]);
        let home = tempfile::tempdir().expect("a folder");
        let commands: [&[&str]; 5] = [
            &["check"],
            &["history", "POL-001"],
            &["build", "--out", "../site"],
            &["build", "--rev", "HEAD", "--edition", "approved", "--out", "../site"],
            &["review", "POL-001", "--as", ORLA, "--outcome", "no-change", "--dry-run"],
        ];
        rewrite(&world, id.trim(), from, to);
        for command in commands {
            let outcome = at(&world, home.path(), command, &[]);
            assert_eq!(outcome.code, Some(2), "{name} {command:?}: {}", outcome.stdout);
            assert!(outcome.stderr.contains("is another object"), "{name} {command:?}: {}", outcome.stderr);
        }
    }
}

#[test]
fn a_text_that_is_here_no_more_is_told_though_it_is_known() {
    let world = merged();
    let home = tempfile::tempdir().expect("a folder");
    let site = ["build", "--rev", "HEAD", "--out", "../site"];
    assert!(!at(&world, home.path(), &site, &[]).stderr.contains("AIMS502"));
    let id = world.git(MIREL, &["rev-parse", "HEAD^1:policies/ai-policy.md"]);
    std::fs::remove_file(world.repo.join(".git/objects").join(&id[..2]).join(&id[2..])).expect("the object");
    let told = |arguments: &[&str]| {
        let outcome = at(&world, home.path(), arguments, &[]);
        (outcome.code, outcome.stdout)
    };
    for command in [&["check"][..], &["history", "POL-001"]] {
        assert_eq!(told(command), told(&[command, &["--no-cache"]].concat()), "{command:?}");
    }
    assert!(told(&["check"]).1.contains("AIMS502"));
    let built = at(&world, home.path(), &site, &[]);
    assert!(built.code == Some(1) && built.stderr.contains("AIMS502"), "{}", built.stderr);
}

#[test]
fn a_folder_that_is_here_no_more_is_told_though_it_is_known() {
    for lost in ["HEAD^1^{tree}", "HEAD^1:policies"] {
        let world = merged();
        let home = tempfile::tempdir().expect("a folder");
        let told = |arguments: &[&str]| {
            let outcome = at(&world, home.path(), arguments, &[]);
            (outcome.code, outcome.stdout)
        };
        assert!(!told(&["check"]).1.contains("AIMS502"));
        let id = world.git(MIREL, &["rev-parse", lost]);
        std::fs::remove_file(world.repo.join(".git/objects").join(&id[..2]).join(&id[2..])).expect("the object");
        for command in [&["check"][..], &["history", "POL-001"]] {
            assert_eq!(told(command), told(&[command, &["--no-cache"]].concat()), "{command:?}");
        }
        assert!(told(&["check"]).1.contains("AIMS502"), "{lost}");
    }
}
