//! The documents that both programs build: generated from a seed, so the same everywhere, commit ids included.

use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How large a corpus is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Size {
    /// 1,000 documents, 10,000 commits.
    M,
    /// 10,000 documents, 100,000 commits.
    L,
}

impl fmt::Display for Size {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::M { "m" } else { "l" })
    }
}

/// A corpus, once for each program: the same commits, with the settings of each.
pub(crate) struct Corpus {
    pub(crate) documents: u32,
    pub(crate) commits: u32,
    pub(crate) aims: PathBuf,
    pub(crate) hugo: PathBuf,
}

impl Corpus {
    /// Generates a corpus below `work`, or takes the one that is there.
    pub(crate) fn prepare(size: &Size, work: &Path) -> Result<Self, String> {
        let (documents, commits) = if *size == Size::M { (1_000, 10_000) } else { (10_000, 100_000) };
        let home = work.join(format!("corpus-{size}"));
        let corpus = Self { documents, commits, aims: home.join("aims"), hugo: home.join("hugo") };
        if !home.is_dir() {
            let unfinished = work.join(format!("corpus-{size}.unfinished"));
            let _ = fs::remove_dir_all(&unfinished);
            io("create", &unfinished, fs::create_dir_all(&unfinished))?;
            generate(&unfinished, documents, commits)?;
            io("rename", &home, fs::rename(&unfinished, &home))?;
        }
        // The settings may have changed since.
        adopt(&corpus.aims)?;
        equip(&corpus.hugo)?;
        Ok(corpus)
    }
}

fn generate(home: &Path, documents: u32, commits: u32) -> Result<(), String> {
    let (aims, hugo) = (home.join("aims"), home.join("hugo"));
    let mut python = Command::new("python3");
    python.arg(bench_folder().join("gen_corpus.py")).arg(&aims);
    done(python.args(["--docs", &documents.to_string(), "--commits", &commits.to_string()]))?;
    done(Command::new("git").args(["clone", "--quiet", "--local"]).arg(&aims).arg(&hugo))
}

/// Makes a corpus an AIMS: its settings, committed as the documents are.
fn adopt(root: &Path) -> Result<(), String> {
    let changed = copy(&bench_folder().join("aims.toml"), &root.join("aims.toml"))?;
    if !changed {
        return Ok(());
    }
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.arg("-C").arg(root).args(["-c", "user.name=Bench", "-c", "user.email=bench@example.org"]);
        git.args(["-c", "commit.gpgsign=false"]).args(arguments);
        git.env("GIT_AUTHOR_DATE", "2026-11-01T12:00:00Z").env("GIT_COMMITTER_DATE", "2026-11-01T12:00:00Z");
        done(&mut git)
    };
    git(&["add", "aims.toml"])?;
    git(&["commit", "--quiet", "--message", "Set up aims"])
}

/// Gives Hugo its settings and templates.
fn equip(root: &Path) -> Result<(), String> {
    let from = bench_folder().join("hugo");
    copy(&from.join("hugo.toml"), &root.join("hugo.toml"))?;
    let layouts = root.join("layouts");
    io("create", &layouts, fs::create_dir_all(&layouts))?;
    for name in ["baseof.html", "list.html", "single.html"] {
        copy(&from.join(name), &layouts.join(name))?;
    }
    Ok(())
}

/// Copies a file; true where that changed anything.
fn copy(from: &Path, to: &Path) -> Result<bool, String> {
    let new = io("read", from, fs::read(from))?;
    if fs::read(to).is_ok_and(|old| old == new) {
        return Ok(false);
    }
    io("write", to, fs::copy(from, to)).map(|_| true)
}

fn bench_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bench")
}

/// Runs a program that has to end well.
pub(crate) fn done(command: &mut Command) -> Result<(), String> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{status}, in {command:?}")),
        Err(error) => Err(format!("{error}, in {command:?}")),
    }
}

/// Names the act and the path of what failed.
pub(crate) fn io<T>(act: &str, path: &Path, result: std::io::Result<T>) -> Result<T, String> {
    result.map_err(|error| format!("cannot {act} {}: {error}", path.display()))
}

/// Removes a folder, if it is there.
pub(crate) fn remove(folder: &Path) -> Result<(), String> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => io("remove", folder, Err(error)),
        _ => Ok(()),
    }
}
