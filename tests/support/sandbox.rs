//! Small projects in folders of their own, and the built binary run on them: no setting of the machine, the user or the
//! shell gets in, and a program that does not come to an end is stopped.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use git2::{Index, IndexEntry, IndexTime, Repository, RepositoryInitOptions, Signature, Time};
use tempfile::TempDir;

/// The day on which tests of the binary play.
pub(crate) const TODAY: &str = "2026-11-20";

/// How long a run may take before it counts as endless. Far more than any needs on a machine that does nothing else.
const PATIENCE: Duration = Duration::from_secs(150);

/// A folder that goes away with the test.
pub(crate) struct Sandbox(TempDir);

/// What a run of the binary gave.
#[derive(Debug)]
pub(crate) struct Outcome {
    /// The exit code; `None` where a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Sandbox {
    /// A folder with these files.
    pub(crate) fn new<T: AsRef<[u8]>>(files: &[(&str, T)]) -> Self {
        let sandbox = Self(tempfile::tempdir().expect("a folder"));
        for (path, text) in files {
            sandbox.put(path, text);
        }
        sandbox
    }

    /// The folder itself, or what lies in it.
    pub(crate) fn path(&self, below: &str) -> PathBuf {
        if below.is_empty() { self.0.path().to_owned() } else { self.0.path().join(below) }
    }

    /// Writes a file.
    #[expect(clippy::disallowed_methods, reason = "a test writes the project that it looks at")]
    pub(crate) fn put(&self, path: impl AsRef<Path>, text: impl AsRef<[u8]>) {
        let path = self.0.path().join(path);
        fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        fs::write(path, text).expect("a file");
    }

    /// Commits all that lies in the folder, and gives the id of the commit. The repository is made with the first one.
    /// Objects are written as they are, so that no filter or ignore rule of the machine plays a part.
    pub(crate) fn commit(&self, message: &str) -> String {
        self.commit_at(message, None)
    }

    /// The same at a moment, in seconds since 1970-01-01T00:00:00Z; else an hour after the one before it.
    pub(crate) fn commit_at(&self, message: &str, at: Option<i64>) -> String {
        let mut options = RepositoryInitOptions::new();
        options.initial_head("main").external_template(false);
        let repository = Repository::init_opts(self.0.path(), &options).expect("a repository");
        let mut index = Index::new().expect("an index");
        for (path, (mode, bytes)) in everything(self.0.path()) {
            let id = repository.blob(&bytes).expect("a blob");
            index.add(&entry(path, mode, id)).expect("an entry");
        }
        let id = index.write_tree_to(&repository).expect("a tree");
        let tree = repository.find_tree(id).expect("a tree");
        let parent = repository.head().ok().and_then(|head| head.peel_to_commit().ok());
        let next = || parent.as_ref().map_or(1_780_000_000, |parent| parent.time().seconds() + 3600);
        let seconds = at.unwrap_or_else(next);
        let who = Signature::new("Ada Example", "ada@example.org", &Time::new(seconds, 60)).expect("somebody");
        let parents: Vec<_> = parent.iter().collect();
        let commit = repository.commit(Some("HEAD"), &who, &who, message, &tree, &parents).expect("a commit");
        let mut staged = repository.index().expect("an index");
        staged.read_tree(&tree).expect("a tree");
        staged.write().expect("an index");
        commit.to_string()
    }

    /// The binary, to be run in this folder.
    pub(crate) fn aims(&self, arguments: &[&str]) -> Command {
        aims(self.0.path(), arguments)
    }

    /// What the binary gives in this folder.
    pub(crate) fn run(&self, arguments: &[&str]) -> Outcome {
        run(&mut self.aims(arguments))
    }
}

/// The binary, to be run in a folder, with an environment that no test may depend on.
pub(crate) fn aims(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aims"));
    command.args(arguments).current_dir(folder).env_clear().stdin(Stdio::null());
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    // Turkish knows another lower case of `I`, and in Kiritimati it is tomorrow already.
    command.env("LANG", "tr_TR.UTF-8").env("TZ", "Pacific/Kiritimati").env("HOME", "/nowhere/at all");
    command
}

/// Runs a command to its end, or to the end of all patience.
pub(crate) fn run(command: &mut Command) -> Outcome {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    let (done, waiting) = mpsc::channel();
    let (mut stdout, mut stderr) = (child.stdout.take().expect("stdout"), child.stderr.take().expect("stderr"));
    let other = done.clone();
    std::thread::spawn(move || other.send((true, whole(&mut stderr))));
    std::thread::spawn(move || done.send((false, whole(&mut stdout))));
    let mut outcome = Outcome { code: None, stdout: String::new(), stderr: String::new() };
    for _ in 0..2 {
        match waiting.recv_timeout(PATIENCE) {
            Ok((true, text)) => outcome.stderr = text,
            Ok((false, text)) => outcome.stdout = text,
            Err(_) => {
                child.kill().expect("the binary can be stopped");
                child.wait().expect("the binary ends");
                panic!("{command:?} did not come to an end");
            }
        }
    }
    outcome.code = child.wait().expect("the binary ends").code();
    outcome
}

/// Every file below a folder, with its mode in git: regular files and symbolic links, but not what git keeps.
pub(crate) fn everything(root: &Path) -> BTreeMap<Vec<u8>, (u32, Vec<u8>)> {
    let mut all = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for item in fs::read_dir(&folder).expect("a folder").map(|item| item.expect("an entry")) {
            let path = item.path();
            let kind = item.file_type().expect("a kind of file");
            let relative = path.strip_prefix(root).expect("below");
            let bytes = relative.as_os_str().as_encoded_bytes().to_vec();
            let name =
                if cfg!(windows) { relative.to_str().expect("text").replace('\\', "/").into_bytes() } else { bytes };
            if kind.is_symlink() {
                let target = fs::read_link(&path).expect("a link");
                all.insert(name, (0o120_000, target.as_os_str().as_encoded_bytes().to_vec()));
            } else if kind.is_file() {
                all.insert(name, (0o100_644, fs::read(&path).expect("a file")));
            } else if kind.is_dir() && item.file_name() != ".git" {
                folders.push(path);
            }
        }
    }
    all
}

/// An entry of an index.
pub(crate) fn entry(path: Vec<u8>, mode: u32, id: git2::Oid) -> IndexEntry {
    let time = IndexTime::new(0, 0);
    IndexEntry {
        ctime: time,
        mtime: time,
        dev: 0,
        ino: 0,
        mode,
        uid: 0,
        gid: 0,
        file_size: 0,
        id,
        flags: 0,
        flags_extended: 0,
        path,
    }
}

fn whole(stream: &mut impl Read) -> String {
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("what the binary says");
    String::from_utf8(bytes).expect("the binary speaks UTF-8")
}
