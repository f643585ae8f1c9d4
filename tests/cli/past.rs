//! A commit in the place of the work tree: by which day it is judged, and that a repository without a work tree will do.

use std::fs;
use std::path::PathBuf;

use super::sandbox::{Sandbox, TODAY, aims, run};

/// 2025-01-10T12:00:00Z.
const MADE: i64 = 1_736_510_400;

const POLICY: &str = "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"1.0\"\nstatus: draft\nowner: AI Officer\n\
                      reviewed: 2025-01-05\nreview-every: 1 year\n---\nEach AI system has an owner.\n";

/// An AIMS in this folder of a repository with one commit.
fn world(folder: &str) -> Sandbox {
    let path = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let (settings, policy) = (path("aims.toml"), path("policy.md"));
    let sandbox =
        Sandbox::new(&[(settings.as_str(), "[checks.levels]\nno-soa = \"off\"\n"), (policy.as_str(), POLICY)]);
    sandbox.commit_at("Begin", Some(MADE));
    sandbox
}

#[test]
fn it_is_said_that_texts_of_then_are_judged_by_the_day_that_it_is() {
    let sandbox = world("");
    let told = |arguments: &[&str]| sandbox.run(arguments).stderr.matches("--today 2025-01-10").count();
    for command in [
        &["check", "--rev", "HEAD"][..],
        &["status", "--rev", "main"],
        &["due", "--rev", "HEAD"],
        &["history", "POL-001", "--rev", "HEAD"],
        &["build", "--rev", "HEAD", "--out", "site"],
    ] {
        assert_eq!(told(command), 1, "{command:?}");
        assert_eq!(told(&[command, &["--quiet"]].concat()), 0, "{command:?}");
        assert_eq!(told(&[command, &["--today", TODAY]].concat()), 0, "{command:?}");
        let mut dated = sandbox.aims(command);
        dated.env("SOURCE_DATE_EPOCH", "1790000000");
        assert!(!run(&mut dated).stderr.contains("judged by today"), "{command:?}");
    }
    assert_eq!(told(&["check"]), 0);
    assert!(!sandbox.run(&["check", "--rev", "mian"]).stderr.contains("judged by today"));
}

/// A bare clone beside it.
fn bare(sandbox: &Sandbox) -> (Sandbox, PathBuf) {
    let beside = Sandbox::new::<&str>(&[]);
    let clone = beside.path("bare.git");
    let from = sandbox.path("");
    git2::build::RepoBuilder::new().bare(true).clone(from.to_str().expect("text"), &clone).expect("a clone");
    (beside, clone)
}

#[test]
fn a_commit_of_a_bare_repository_is_read_as_one_with_a_work_tree() {
    for folder in ["", "docs/aims"] {
        let sandbox = world(folder);
        let (beside, _) = bare(&sandbox);
        let here = if folder.is_empty() { "." } else { folder };
        for command in [&["status"][..], &["due"], &["history", "POL-001"], &["check"]] {
            let ask = |of: &Sandbox, dir: &str| {
                let outcome =
                    of.run(&[command, &[dir, "--rev", "HEAD", "--today", TODAY, "--format", "json"]].concat());
                assert_ne!(outcome.code, Some(2), "{command:?}: {}", outcome.stderr);
                outcome.stdout
            };
            let (with, without) = (ask(&sandbox, here), ask(&beside, "bare.git"));
            assert!(!without.is_empty(), "{command:?}");
            if command != ["check"] {
                assert_eq!(with, without, "{command:?}");
            }
        }
        let build = |of: &Sandbox, dir: &str| {
            let outcome = of.run(&["build", dir, "--rev", "HEAD", "--today", TODAY, "--out", "site"]);
            assert_ne!(outcome.code, Some(2), "{}", outcome.stderr);
            fs::read_to_string(of.path("site/index.html")).expect("a page")
        };
        assert_eq!(build(&sandbox, here), build(&beside, "bare.git"));
        let verified = beside.run(&["verify", "site", "bare.git"]);
        assert_eq!(verified.code, Some(0), "{verified:?}");
    }
}

/// What a check of a commit tells of some paths: the exit code, the files with findings, what is said.
fn told_of(sandbox: &Sandbox, paths: &[&str]) -> (Option<i32>, String, String) {
    let outcome = sandbox.run(&[&["check", "--rev", "HEAD", "--today", TODAY, "--format", "short"], paths].concat());
    let mut files: Vec<&str> = outcome.stdout.lines().filter_map(|line| Some(line.split_once(".md:")?.0)).collect();
    files.dedup();
    (outcome.code, files.join(" "), outcome.stderr)
}

#[test]
fn paths_are_those_of_the_commit_and_not_of_the_work_tree() {
    let broken = "# Roles\n\nSee [roles](#rolls).\n";
    for folder in ["", "docs/aims/"] {
        let paths = ["aims.toml", "gone.md", "gone/far/a.md", "here.md"].map(|name| format!("{folder}{name}"));
        let texts = ["", broken, broken, broken];
        let files: Vec<(&str, &str)> = paths.iter().map(String::as_str).zip(texts).collect();
        let sandbox = Sandbox::new(&files);
        sandbox.commit("Begin");
        fs::remove_file(sandbox.path(&paths[1])).expect("a file");
        fs::remove_dir_all(sandbox.path(&format!("{folder}gone"))).expect("a folder");
        let new = format!("{folder}new.md");
        sandbox.put(&new, broken);
        let ends_in = |told: &str, names: &[&str]| {
            let told: Vec<&str> = told.split(' ').collect();
            told.len() == names.len() && told.iter().zip(names).all(|(told, name)| told.ends_with(name))
        };
        for (asked, found) in [
            (&["gone.md"][..], &["gone"][..]),
            (&["gone"], &["gone/far/a"]),
            (&["gone/far/a.md", "here.md"], &["gone/far/a", "here"]),
            (&["here.md", "gone.md"], &["gone", "here"]),
        ] {
            let asked: Vec<String> = asked.iter().map(|name| format!("{folder}{name}")).collect();
            let asked: Vec<&str> = asked.iter().map(String::as_str).collect();
            let (code, files, said) = told_of(&sandbox, &asked);
            assert!(code == Some(0) && ends_in(&files, found), "{asked:?}: {files} {said}");
        }
        // What the commit has not is told, whether it is in the work tree or nowhere, alone or beside another.
        for lacking in ["new.md", "none.md", "none/x.md", "gone/../x.md"] {
            let lacking = format!("{folder}{lacking}");
            for asked in [&[lacking.as_str()][..], &[&paths[3], lacking.as_str()]] {
                let (code, _, said) = told_of(&sandbox, asked);
                assert!(code == Some(2) && said.contains(" has no `"), "{asked:?}: {said}");
            }
        }
        for command in ["status", "due", "check"] {
            let ask = |place: &str| {
                sandbox.run(&[command, &format!("{folder}{place}"), "--rev", "HEAD", "--today", TODAY]).code
            };
            assert_eq!((ask("gone"), ask("none")), (Some(0), Some(2)), "{command}: the folder of then, and no other");
        }
        // Of a bare repository they count from its top.
        let (beside, _) = bare(&sandbox);
        let (code, files, said) = told_of(&beside, &[&format!("bare.git/{}", paths[1])]);
        assert!(code == Some(0) && ends_in(&files, &["gone"]), "{files} {said}");
        let (code, _, said) = told_of(&beside, &[&format!("bare.git/{folder}none.md")]);
        assert!(code == Some(2) && said.contains(" has no `none.md`"), "{said}");
    }
}

#[test]
fn without_a_commit_a_bare_repository_is_said_to_be_one() {
    let sandbox = world("");
    let (beside, clone) = bare(&sandbox);
    for arguments in [&["check", "bare.git"][..], &["new", "policy", "T", "-C", "bare.git"], &["serve", "bare.git"]] {
        let outcome = beside.run(arguments);
        assert_eq!(outcome.code, Some(2), "{arguments:?}");
        assert!(outcome.stderr.contains("is a bare git repository"), "{arguments:?}: {}", outcome.stderr);
        assert!(outcome.stderr.contains("--rev HEAD"), "{arguments:?}: {}", outcome.stderr);
    }
    let outcome = run(&mut aims(&clone, &["build", "--rev", "HEAD", "--today", TODAY]));
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("git's own folder"), "{}", outcome.stderr);
    assert!(!clone.join("site").exists());
}

#[test]
fn of_several_aims_in_a_bare_repository_none_is_guessed() {
    let sandbox = Sandbox::new(&[("a/aims.toml", ""), ("b/aims.toml", "")]);
    sandbox.commit("Begin");
    let (beside, _) = bare(&sandbox);
    let outcome = beside.run(&["check", "bare.git", "--rev", "HEAD", "--today", TODAY]);
    assert_eq!(outcome.code, Some(2));
    assert!(outcome.stderr.contains("more than one AIMS, such as `a` and `b`"), "{}", outcome.stderr);
    let (code, _, said) = told_of(&beside, &["bare.git/b"]);
    assert!(code.is_some_and(|code| code < 2), "{said}");
}
