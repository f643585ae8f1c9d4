//! What cannot be looked at says nothing of what is there: nothing is judged without it.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::sandbox::{self, Outcome, Sandbox, TODAY};
use crate::support::world::{MIREL, World};

/// Somebody whom files can be kept from.
const NOBODY: u32 = 65_534;

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).expect("a mode");
}

/// A folder with all that is in it, of whoever the binary is run as: the superuser may read everything.
struct Kept {
    root: PathBuf,
    is_superuser: bool,
}

impl Kept {
    fn of(top: &Path, root: PathBuf) -> Self {
        let probe = top.join("probe");
        fs::create_dir(&probe).expect("a folder");
        mode(&probe, 0);
        let is_superuser = fs::create_dir(probe.join("deep")).is_ok();
        mode(&probe, 0o755);
        fs::remove_dir_all(&probe).expect("a folder");
        if is_superuser {
            let mut all = vec![top.to_owned()];
            while let Some(path) = all.pop() {
                std::os::unix::fs::lchown(&path, Some(NOBODY), Some(NOBODY)).expect("an owner");
                if path.symlink_metadata().is_ok_and(|found| found.is_dir()) {
                    all.extend(fs::read_dir(path).expect("a folder").map(|entry| entry.expect("an entry").path()));
                }
            }
        }
        Self { root, is_superuser }
    }

    fn run(&self, mut command: Command) -> Outcome {
        if self.is_superuser {
            command.uid(NOBODY).gid(NOBODY);
        }
        sandbox::run(&mut command)
    }

    fn aims(&self, arguments: &[&str]) -> Outcome {
        self.run(sandbox::aims(&self.root, &[arguments, &["--today", TODAY]].concat()))
    }

    /// What is said where nobody may look at what is at a path.
    fn without(&self, path: &str, arguments: &[&str]) -> Outcome {
        let path = self.root.join(path);
        let before = fs::symlink_metadata(&path).expect("something there").permissions().mode();
        mode(&path, 0);
        let said = self.aims(arguments);
        mode(&path, before);
        said
    }
}

#[test]
fn what_cannot_be_read_stops_every_command_and_is_never_taken_for_absent() {
    let (world, key) = World::new();
    world.put(".gitignore", "drafts/\n");
    world.put("drafts/salaries.md", "# Not for anybody\n");
    assert_eq!(world.approve(&key).code, Some(0));
    world.commit(MIREL, "Approve");
    let record = world.records().into_iter().find(|name| name.strip_suffix(".toml").is_some()).expect("a record");
    let record = format!("approvals/{record}");
    let signature = format!("{record}.sig");
    let kept = Kept::of(world.ssh.path(), world.repo.clone());
    let build = ["build", "--edition", "approved", "-q", "--out", "out"];
    let whole = kept.aims(&["check"]);
    assert!(whole.code.is_some_and(|code| code < 2), "{whole:?}");
    for path in [
        "approvals",
        "approvals/POL-001",
        &record,
        &signature,
        "policies",
        "policies/ai-policy.md",
        ".gitignore",
        "aims.toml",
    ] {
        let said = kept.without(path, &build);
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{path}: {said:?}");
        assert!(said.stderr.contains(&format!("`{path}` cannot be read: permission denied")), "{path}: {said:?}");
        assert!(!kept.root.join("out").exists(), "{path}");
    }
    let export = ["export", "approvals", "--format", "csv"];
    for command in [&["check"][..], &["due"], &["status"], &["history", "POL-001"], &export] {
        let said = kept.without(&signature, command);
        assert_eq!((said.code, said.stdout.as_str()), (Some(2), ""), "{command:?}: {said:?}");
        assert!(said.stderr.contains("`exclude` under `[files]`"), "{said:?}");
    }
    // A commit can be read without the folder.
    assert_eq!(kept.without("policies", &["check", "--rev", "HEAD"]).code, whole.code);
    assert_eq!(kept.without("drafts", &["check"]).stdout, whole.stdout, "what an ignore file leaves out is nobody's");
}

#[test]
fn what_the_settings_leave_out_need_not_be_readable() {
    let settings = "[files]\nexclude = [\"vendor/**\"]\n";
    let files = [
        ("aims.toml", settings),
        ("a.md", "# A\n"),
        ("vendor/b.md", "# B\n"),
        ("vendor/.gitignore", "x\n"),
        ("vendor/deep/c.md", "# C\n"),
    ];
    let sandbox = Sandbox::new(&files);
    sandbox.commit("Begin");
    let kept = Kept::of(&sandbox.path(""), sandbox.path(""));
    let whole = kept.aims(&["check"]);
    for path in ["vendor", "vendor/b.md", "vendor/.gitignore", "vendor/deep"] {
        let said = kept.without(path, &["check"]);
        assert_eq!((said.code, said.stdout), (whole.code, whole.stdout.clone()), "{path}: {}", said.stderr);
    }
    sandbox.put("aims.toml", "[files]\nexclude = [\"vendor/.gitignore\", \"vendor/deep\"]\n");
    assert_eq!(kept.without("vendor/deep", &["check"]).code, whole.code);
    // Who leaves out the ignore file alone does not know what it leaves out.
    let said = kept.without("vendor/.gitignore", &["check"]);
    assert_eq!(said.code, Some(2), "{said:?}");
    assert!(said.stderr.contains("`vendor/.gitignore` cannot be read"), "{said:?}");
}

#[test]
fn an_ignore_file_is_read_line_by_line_as_git_reads_it() {
    let sandbox = Sandbox::new(&[("aims.toml", "")]);
    sandbox.commit("Begin");
    for path in ["drafts/x.md", "notes/a.md", "notes/keep.md", "notes/deep/b.md", "notes/deep/c.txt.md", "caf/d.md"] {
        sandbox.put(path, "# Text\n");
    }
    sandbox.put(
        ".gitignore",
        b"\xef\xbb\xbf*.md\n# \xdcberwachung\r\n!keep.md\r\ncaf\xe9/\n!/caf/*.md\n!b.md\n/drafts/\n",
    );
    sandbox.put("notes/deep/.gitignore", b"!*.txt.md\nb.md\n# \xe9\n");
    let said = sandbox.run(&["export", "documents", "--format", "csv", "--today", TODAY]);
    assert_eq!(said.code, Some(0), "{said:?}");
    for (path, is_there) in [
        ("drafts/x.md", false),
        ("notes/a.md", false),
        ("notes/keep.md", true),
        ("notes/deep/b.md", false),
        ("notes/deep/c.txt.md", true),
        ("caf/d.md", true),
    ] {
        assert_eq!(said.stdout.contains(path), is_there, "{path}: {}", said.stdout);
    }
    fs::remove_file(sandbox.path(".gitignore")).expect("a file");
    sandbox.put(".gitignore/x", "A folder by that name says nothing.");
    let said = sandbox.run(&["check", "--today", TODAY]);
    assert!(said.code.is_some_and(|code| code < 2), "{said:?}");
}

#[test]
fn what_is_left_out_of_this_clone_alone_need_not_be_readable() {
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("a.md", "# A\n"), ("data/b.md", "# B\n")]);
    sandbox.commit("Begin");
    sandbox.put("pgd/base/x.md", "# X\n");
    sandbox.put("notes/y.md", "# Y\n");
    let kept = Kept::of(&sandbox.path(""), sandbox.path(""));
    let read = kept.aims(&["check"]);
    assert_eq!(kept.without("pgd", &["check"]).code, Some(2), "nobody left it out");
    sandbox.put(".git/info/exclude", "pgd/\nnotes/\n/data/\n");
    assert_eq!(kept.aims(&["check"]).stdout, read.stdout, "what can be read is read as ever");
    for path in ["pgd", "pgd/base", "pgd/base/x.md", "notes/y.md"] {
        assert!(kept.without(path, &["check"]).code.is_some_and(|code| code < 2), "{path}");
    }
    for path in ["data", "data/b.md"] {
        assert_eq!(kept.without(path, &["check"]).code, Some(2), "git tracks it: {path}");
    }
}

#[test]
fn a_signature_that_is_too_large_is_not_told_as_none() {
    let (world, key) = World::new();
    assert_eq!(world.approve(&key).code, Some(0));
    let signature = world.records().into_iter().find(|name| name.strip_suffix(".sig").is_some()).expect("a signature");
    world.put(&format!("approvals/{signature}"), &"x".repeat(1 << 20));
    let said = world.aims(&["check", "--today", TODAY]);
    assert!(said.stdout.contains("its signature is larger than"), "{said:?}");
    assert!(!said.stdout.contains("not signed"), "{said:?}");
}

/// Where no thread can be had, that is said with what to do, and nothing else happens.
#[cfg(target_os = "linux")]
#[test]
fn without_threads_it_is_told_what_to_do() {
    let sandbox = Sandbox::new(&[("aims.toml", "")]);
    let kept = Kept::of(&sandbox.path(""), sandbox.path(""));
    for jobs in [&[][..], &["-j", "1"]] {
        let inner = sandbox::aims(&kept.root, &[&["check", "--today", TODAY], jobs].concat());
        let mut command = Command::new("sh");
        command.args(["-c", "ulimit -u 1 2>/dev/null || ulimit -p 1; exec \"$0\" \"$@\""]).arg(inner.get_program());
        command.args(inner.get_args()).current_dir(&kept.root).stdin(std::process::Stdio::null());
        let said = kept.run(command);
        assert_eq!(said.code, Some(2), "{said:?}");
        assert!(said.stderr.contains("no more threads") && said.stderr.contains("ulimit -u"), "{said:?}");
    }
}

#[test]
fn what_a_killed_run_left_is_cleared_by_the_next_that_writes_there() {
    let sandbox = Sandbox::new(&[("aims.toml", ""), ("policies/a.md", "# A\n")]);
    sandbox.commit("Begin");
    let mine = format!("policies/.aims-new-{}-0-0", std::process::id());
    let (gone, other) = ("policies/.aims-new-4000000000-0-0", "policies/.aims-new-years.md");
    for path in [mine.as_str(), gone, other] {
        sandbox.put(path, "left");
    }
    sandbox.put("policies/.aims-new-4000000000-1-0/x.md", "a folder of somebody's");
    let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_700_000_000);
    let file = fs::File::options().append(true).open(sandbox.path(gone)).expect("a file");
    file.set_modified(long_ago).expect("a time");
    drop(file);
    let said = sandbox.run(&["new", "policy", "Use of AI", "--out", "policies/use.md", "--today", TODAY]);
    assert_eq!(said.code, Some(0), "{said:?}");
    let left = [mine.as_str(), gone, other, "policies/.aims-new-4000000000-1-0/x.md"];
    assert_eq!(left.map(|path| sandbox.path(path).exists()), [true, false, true, true]);
}

#[test]
fn a_full_disk_is_told_with_what_to_do() {
    let full = std::io::Error::from(std::io::ErrorKind::StorageFull);
    let error = aims::base::Error::io("write", Path::new("site/a.html"), full);
    assert_eq!(error.hint_text(), Some("Make room on the disk, or work on another one."));
    let denied = std::io::Error::from(std::io::ErrorKind::PermissionDenied);
    assert_eq!(aims::base::Error::io("write", Path::new("a"), denied).hint_text(), None);
}
