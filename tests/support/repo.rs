//! Small git repositories for tests, built object by object: nothing in them comes from the machine, and they can hold
//! what git's own tools would refuse to write.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aims::repo::{Called, ChangeKind, Log, LogOptions, ObjectId, Repo};
use git2::{ObjectType, Oid, Repository, RepositoryInitOptions};
use tempfile::TempDir;

/// 2026-01-01T00:00:00Z; each commit comes a minute after the one before.
pub(crate) const START: i64 = 1_767_225_600;

/// A repository in a temporary folder.
pub(crate) struct TestRepo {
    pub(crate) git: Repository,
    pub(crate) dir: TempDir,
    snapshots: BTreeMap<Oid, Files>,
    written: RefCell<BTreeSet<Oid>>,
    clock: i64,
}

/// What a commit holds, by path.
#[derive(Default, Clone)]
pub(crate) struct Files(Entries);

/// Mode and content.
type Entries = BTreeMap<Vec<u8>, (u32, Content)>;

#[derive(Clone)]
enum Content {
    Bytes(Vec<u8>),
    Object(Oid),
}

impl Files {
    pub(crate) fn write(&mut self, path: &str, text: impl AsRef<[u8]>) {
        self.put(path.as_bytes(), 0o100_644, text.as_ref());
    }

    pub(crate) fn put(&mut self, path: &[u8], mode: u32, bytes: &[u8]) {
        self.0.insert(path.to_vec(), (mode, Content::Bytes(bytes.to_vec())));
    }

    pub(crate) fn submodule(&mut self, path: &str, commit: Oid) {
        self.0.insert(path.into(), (0o160_000, Content::Object(commit)));
    }

    pub(crate) fn remove(&mut self, path: &str) {
        assert!(self.0.remove(path.as_bytes()).is_some(), "there is no {path}");
    }

    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        let file = self.0.remove(from.as_bytes()).expect("a file to rename");
        self.0.insert(to.into(), file);
    }

    pub(crate) fn text(&self, path: &str) -> String {
        match &self.0[path.as_bytes()].1 {
            Content::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
            Content::Object(id) => id.to_string(),
        }
    }

    pub(crate) fn paths(&self) -> Vec<String> {
        self.0.keys().map(|path| String::from_utf8_lossy(path).into_owned()).collect()
    }
}

impl TestRepo {
    pub(crate) fn new() -> Self {
        Self::init(false)
    }

    pub(crate) fn init(bare: bool) -> Self {
        let dir = tempfile::tempdir().expect("a temporary folder");
        let mut options = RepositoryInitOptions::new();
        options.bare(bare).external_template(false).initial_head("main");
        let git = Repository::init_opts(dir.path(), &options).expect("a repository");
        Self { git, dir, snapshots: BTreeMap::new(), written: RefCell::default(), clock: START }
    }

    pub(crate) fn path(&self) -> &Path {
        self.dir.path()
    }

    /// The repository as `aims` sees it.
    pub(crate) fn open(&self) -> Repo {
        Repo::discover(self.path()).expect("a sound repository").expect("a repository")
    }

    /// Commits what `edit` makes of the files of the first parent, and puts `main` there.
    pub(crate) fn commit(&mut self, parents: &[Oid], subject: &str, edit: impl FnOnce(&mut Files)) -> Oid {
        self.clock += 60;
        let line = format!("A <a@example.org> {} +0000", self.clock);
        self.commit_by(parents, &line, &line, &format!("{subject}\n"), edit)
    }

    /// As [`TestRepo::commit`], with the author's and committer's lines and the message as they are to stand there.
    pub(crate) fn commit_by(
        &mut self,
        parents: &[Oid],
        author: &str,
        committer: &str,
        message: &str,
        edit: impl FnOnce(&mut Files),
    ) -> Oid {
        let mut files = parents.first().map_or_else(Files::default, |parent| self.snapshots[parent].clone());
        edit(&mut files);
        let tree = self.write_tree(&files.0);
        let parents: Vec<String> = parents.iter().map(|parent| format!("parent {parent}\n")).collect();
        let parents = parents.concat();
        let raw = format!("tree {tree}\n{parents}author {author}\ncommitter {committer}\n\n{message}");
        let commit = self.write(ObjectType::Commit, raw.as_bytes());
        self.snapshots.insert(commit, files);
        self.point("refs/heads/main", commit);
        commit
    }

    pub(crate) fn files(&self, commit: Oid) -> Files {
        self.snapshots[&commit].clone()
    }

    pub(crate) fn write(&self, kind: ObjectType, raw: &[u8]) -> Oid {
        let id = Oid::hash_object(kind, raw).expect("an id");
        if self.written.borrow_mut().insert(id) {
            self.git.odb().expect("the object store").write(kind, raw).expect("an object");
        }
        id
    }

    fn write_tree(&self, files: &Entries) -> Oid {
        let mut folders: BTreeMap<Vec<u8>, Entries> = BTreeMap::new();
        // Git sorts a folder as if its name ended in `/`.
        let mut entries: BTreeMap<Vec<u8>, (u32, Oid)> = BTreeMap::new();
        for (path, (mode, content)) in files {
            if let Some(slash) = path.iter().position(|byte| *byte == b'/') {
                let folder = folders.entry(path[..=slash].to_vec()).or_default();
                folder.insert(path[slash + 1..].to_vec(), (*mode, content.clone()));
                continue;
            }
            let id = match content {
                Content::Bytes(bytes) => self.write(ObjectType::Blob, bytes),
                Content::Object(id) => *id,
            };
            entries.insert(path.clone(), (*mode, id));
        }
        for (name, inside) in folders {
            entries.insert(name, (0o040_000, self.write_tree(&inside)));
        }
        let mut raw = Vec::new();
        for (name, (mode, id)) in entries {
            raw.extend_from_slice(format!("{mode:o} ").as_bytes());
            raw.extend_from_slice(name.strip_suffix(b"/").unwrap_or(&name));
            raw.push(0);
            raw.extend_from_slice(id.as_bytes());
        }
        self.write(ObjectType::Tree, &raw)
    }

    pub(crate) fn point(&self, reference: &str, target: Oid) {
        self.git.reference(reference, target, true, "test").expect("a reference");
    }

    /// Removes an object, as if it had never been fetched.
    pub(crate) fn lose(&self, id: Oid) {
        let hex = id.to_string();
        let path = self.git.path().join("objects").join(&hex[..2]).join(&hex[2..]);
        std::fs::remove_file(path).expect("a loose object");
    }

    /// Cuts the history off at these commits.
    pub(crate) fn shallow(&self, commits: &[Oid]) {
        let list: Vec<String> = commits.iter().map(|commit| format!("{commit}\n")).collect();
        put(&self.git.path().join("shallow"), list.concat());
    }

    /// The history of everything that leads to `tip`.
    pub(crate) fn log(&self, tip: Oid) -> Log {
        self.log_below(tip, "")
    }

    pub(crate) fn log_below(&self, tip: Oid, prefix: &str) -> Log {
        self.open()
            .log(
                id(tip),
                prefix,
                &LogOptions {
                    keep: is_kept,
                    also: Vec::new(),
                    passing: |_| false,
                    identity: front_matter_id,
                    follow: false,
                },
            )
            .expect("a history")
    }

    /// The history in short: a line for each commit.
    pub(crate) fn story(&self, tip: Oid) -> Vec<String> {
        story(&self.log(tip))
    }
}

/// `Subject: M a.md, R b.md > c.md` for each commit.
pub(crate) fn story(log: &Log) -> Vec<String> {
    let line = |commit: &aims::repo::Commit| {
        let changes: Vec<String> = commit.changes.iter().map(short).collect();
        let end = if commit.boundary { "|".into() } else { changes.join(", ") };
        format!("{}: {end}", commit.subject)
    };
    log.commits.iter().map(line).collect()
}

/// A change as `git log --name-status` has it.
pub(crate) fn short(change: &aims::repo::Change) -> String {
    match (change.kind, &change.from) {
        (ChangeKind::Added, None) => format!("A {}", change.path),
        (ChangeKind::Modified, None) => format!("M {}", change.path),
        (ChangeKind::Deleted, None) => format!("D {}", change.path),
        (ChangeKind::Renamed, Some(from)) => format!("R {from} > {}", change.path),
        odd => panic!("{odd:?}"),
    }
}

pub(crate) fn id(id: Oid) -> ObjectId {
    id.to_string().parse().expect("an id")
}

/// Writes a file of git's own.
#[expect(clippy::disallowed_methods, reason = "tests prepare the files that the program reads")]
pub(crate) fn put(path: &Path, text: impl AsRef<[u8]>) {
    std::fs::write(path, text).expect("a file");
}

pub(crate) fn is_kept(path: &str) -> bool {
    path == "aims.toml" || aims::base::DocPath::new(path).is_some_and(|path| path.is_markdown())
}

/// The `id: …` of a file, read in the simplest way.
pub(crate) fn front_matter_id(content: &[u8]) -> Called {
    let Some(text) = std::str::from_utf8(content).ok().and_then(|text| text.strip_prefix("---\n")) else {
        return Called::default();
    };
    let value = |key| text.lines().take_while(|line| *line != "---").find_map(|line| line.strip_prefix(key));
    Called {
        id: value("id: ").map(str::to_owned),
        former: value("formerly: ").into_iter().flat_map(|ids| ids.split(", ")).map(str::to_owned).collect(),
    }
}

/// Lines that no other text has.
pub(crate) fn text(name: &str, lines: usize) -> String {
    (0..lines)
        .map(|line| format!("{name} has line {line} of {lines}, which is its own.\n"))
        .collect::<Vec<_>>()
        .concat()
}
