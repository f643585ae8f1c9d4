//! Repositories made by plain `git` commands, cut off from the settings of the machine, on a clock of their own.

use std::cell::Cell;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// 2026-01-01T12:00:00Z; each commit comes a day after the one before.
const START: i64 = 1_767_268_800;

/// A repository in a folder that goes away with the test.
pub(crate) struct Git {
    dir: TempDir,
    days: Cell<i64>,
}

impl Git {
    /// An empty repository with an `aims.toml`, not yet committed.
    pub(crate) fn new() -> Self {
        let git = Self { dir: tempfile::tempdir().expect("a folder"), days: Cell::new(0) };
        git.run(&["init", "--quiet", "--initial-branch=main"]);
        git.put("aims.toml", "");
        git
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    pub(crate) fn file(&self, path: &str) -> PathBuf {
        self.dir.path().join(path)
    }

    /// Writes a file.
    #[expect(clippy::disallowed_methods, reason = "a test writes the project that it looks at")]
    pub(crate) fn put(&self, path: &str, text: impl AsRef<[u8]>) {
        let path = self.file(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }

    /// The command, with nothing of the machine in it.
    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let date = format!("{} +0000", START + self.days.get() * 86_400);
        let mut command = Command::new("git");
        command.current_dir(self.path()).args(arguments).stdin(Stdio::null()).env_clear();
        if let Some(path) = std::env::var_os("PATH") {
            command.env("PATH", path);
        }
        command
            .env("HOME", "/nowhere/at all")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_CONFIG_GLOBAL", "/dev/null")
            .env("GIT_AUTHOR_NAME", "Ada Example")
            .env("GIT_AUTHOR_EMAIL", "ada@example.org")
            .env("GIT_COMMITTER_NAME", "Ada Example")
            .env("GIT_COMMITTER_EMAIL", "ada@example.org")
            .env("GIT_AUTHOR_DATE", &date)
            .env("GIT_COMMITTER_DATE", &date);
        command
    }

    /// Runs git, which has to go well, and gives what it prints.
    #[track_caller]
    pub(crate) fn run(&self, arguments: &[&str]) -> String {
        let output = self.command(arguments).output().expect("git is there");
        assert!(output.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).expect("text").trim_end().to_owned()
    }

    /// Runs git, which may fail: a merge in conflict does.
    pub(crate) fn attempt(&self, arguments: &[&str]) -> bool {
        self.command(arguments).output().expect("git is there").status.success()
    }

    /// Commits all there is, a day later, and gives the commit.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.commit_with(message, &[])
    }

    /// The same with further options of `git commit`.
    pub(crate) fn commit_with(&self, message: &str, options: &[&str]) -> String {
        self.later();
        self.run(&["add", "--all"]);
        self.run(&[&["commit", "--quiet", "--allow-empty", "-m", message], options].concat());
        self.run(&["rev-parse", "HEAD"])
    }

    /// Merges, a day later.
    pub(crate) fn merge(&self, branches: &[&str], message: &str) -> String {
        self.later();
        self.run(&[&["merge", "--quiet", "--no-ff", "-m", message], branches].concat());
        self.run(&["rev-parse", "HEAD"])
    }

    /// The next day.
    pub(crate) fn later(&self) {
        self.days.set(self.days.get() + 1);
    }
}
