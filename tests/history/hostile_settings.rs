//! Settings of a repository that name programs: none of them is ever run, and neither is git.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use aims::repo::LogOptions;

use super::oracle::git;
use super::support::{TestRepo, front_matter_id, id, is_kept, put, text};

/// Settings by which a repository can have git run something.
const SETTINGS: &str = "[core]
	fsmonitor = PROGRAM
	sshCommand = PROGRAM
	hooksPath = HOOKS
	pager = PROGRAM
	editor = PROGRAM
	gitProxy = PROGRAM
	attributesFile = ATTRIBUTES
	alternateRefsCommand = PROGRAM
[alias]
	log = !PROGRAM
	status = !PROGRAM
[diff]
	external = PROGRAM
[diff \"bad\"]
	textconv = PROGRAM
	command = PROGRAM
[filter \"bad\"]
	clean = PROGRAM
	smudge = PROGRAM
	process = PROGRAM
	required = true
[merge \"bad\"]
	driver = PROGRAM
[gpg]
	program = PROGRAM
[gpg \"ssh\"]
	program = PROGRAM
	defaultKeyCommand = PROGRAM
[log]
	showSignature = true
[credential]
	helper = !PROGRAM
[remote \"origin\"]
	url = ext::PROGRAM
	promisor = true
[include]
	path = nothing-there
";

/// A repository with hostile settings, and the file that its programs would write.
fn hostile() -> (TestRepo, git2::Oid, std::path::PathBuf) {
    let mut repo = TestRepo::new();
    let a = repo.commit(&[], "first", |files| {
        files.write("aims.toml", "");
        files.write("a.md", text("a", 20));
        files.write(".gitattributes", "* filter=bad diff=bad merge=bad text eol=crlf ident\n");
    });
    let b = repo.commit(&[a], "second", |files| files.rename("a.md", "b.md"));
    let path = |name: &str| repo.git.path().join(name);
    let (program, marker) = (path("program"), path("was-run"));
    put(&program, format!("#!/bin/sh\necho \"$0 $@\" >> '{}'\ncat\n", marker.display()));
    std::fs::set_permissions(&program, std::fs::Permissions::from_mode(0o755)).expect("a mode");
    for hook in ["post-checkout", "pre-auto-gc", "reference-transaction", "post-index-change"] {
        std::fs::create_dir_all(path("bad-hooks")).expect("a folder");
        std::fs::copy(&program, path("bad-hooks").join(hook)).expect("a hook");
    }
    put(&path("bad-attributes"), "* filter=bad\n");
    git(repo.path(), &["-c", "core.hooksPath=/dev/null", "checkout", "--quiet", "--force", "main"]);
    let text = |path: &Path| path.to_str().expect("a path").to_owned();
    let settings = SETTINGS.replace("PROGRAM", &text(&program)).replace("HOOKS", &text(&path("bad-hooks")));
    let settings = settings.replace("ATTRIBUTES", &text(&path("bad-attributes")));
    let plain = std::fs::read_to_string(path("config")).expect("settings");
    put(&path("config"), plain + &settings);
    (repo, b, marker)
}

#[test]
fn reading_runs_nothing() {
    let (repo, tip, marker) = hostile();
    let text_before = repo.files(tip).text("b.md");
    let found = repo.open();
    let log = found
        .log(
            id(tip),
            "",
            &LogOptions {
                keep: is_kept,
                also: Vec::new(),
                passing: |_| false,
                identity: front_matter_id,
                follow: false,
            },
        )
        .expect("a history");
    assert_eq!(log.commits.len(), 2);
    assert_eq!(found.resolve("main").expect("a branch"), id(tip));
    assert_eq!(found.tracked("").expect("an index").files.len(), 3);
    assert_eq!(found.tree(id(tip), "").expect("a tree").files.len(), 3);
    let read = found.read_at(id(tip), "b.md", 1 << 20).expect("an answer").expect("a file");
    assert_eq!(String::from_utf8_lossy(&read), text_before, "no filter changed it");
    assert!(!marker.exists(), "{}", std::fs::read_to_string(&marker).unwrap_or_default());
    // What cannot be read as settings at all is an error, as it is for git.
    put(&repo.git.path().join("garbage"), [0xff, 0, b'[', 0xfe, b'\n']);
    let settings = repo.git.path().join("config");
    let before = std::fs::read_to_string(&settings).expect("settings");
    for included in ["garbage", "config"] {
        put(&settings, format!("{before}[include]\n\tpath = {included}\n"));
        let error = aims::repo::Repo::discover(repo.path()).err().expect("a refusal");
        assert!(error.hint_text().unwrap_or_default().contains("--show-origin"), "{included}: {error:?}");
    }
}

#[test]
fn checking_and_building_run_nothing_not_even_git() {
    let (repo, _, marker) = hostile();
    let programs = repo.git.path().join("programs");
    std::fs::create_dir_all(&programs).expect("a folder");
    for name in ["git", "ssh", "gpg", "ssh-keygen", "sh", "less"] {
        std::fs::copy(repo.git.path().join("program"), programs.join(name)).expect("a program");
    }
    for arguments in [&["check"][..], &["build", "--out", "site"], &["build", "--rev", "main", "--out", "site"]] {
        let mut aims = Command::new(env!("CARGO_BIN_EXE_aims"));
        aims.args(arguments).args(["--today", "2026-11-20"]).current_dir(repo.path());
        let output = aims.env_clear().env("PATH", &programs).env("HOME", repo.path()).output().expect("it starts");
        assert!(output.status.code().is_some_and(|code| code < 2), "{arguments:?}: {output:?}");
        assert!(!marker.exists(), "{arguments:?}: {}", std::fs::read_to_string(&marker).unwrap_or_default());
    }
    // The marker would tell: git itself runs what these settings name.
    let status = Command::new("git").arg("status").current_dir(repo.path()).env("HOME", repo.path()).output();
    assert!(marker.exists(), "the trap is set: {status:?}");
}
