//! A repository of Harrowmere Mutual with people and keys, in which plain git and OpenSSH do what the tests ask.

use std::cell::Cell;
use std::path::{Path, PathBuf};

use aims::approval::{Approval, Counts};
use aims::base::date;
use aims::model::approval_rule::Evidence;
use aims::pipeline::{Project, Request};
use aims::state::State;

use super::openssh::{OpenSsh, run};
use super::sandbox::{self, Outcome};

/// Somebody of Harrowmere Mutual, by name.
pub(crate) type Who = &'static str;

pub(crate) const ORLA: Who = "Orla Fenwick";
pub(crate) const TOBIAS: Who = "Tobias Ashgrove";
pub(crate) const MIREL: Who = "Mirel Castellan";

/// 2026-01-05T09:00:00Z; each commit comes a day after the one before.
const START: i64 = 1_767_603_600;

/// The day on which all is looked at.
pub(crate) const TODAY: &str = "2026-11-20";

/// The document that is approved.
pub(crate) const POLICY: &str = "policies/ai-policy.md";

/// The command by which Orla approves it, but for her key.
pub(crate) const APPROVE: [&str; 6] = ["approve", "POL-001", "--as", ORLA, "--today", TODAY];

pub(crate) struct World {
    pub(crate) ssh: OpenSsh,
    pub(crate) repo: PathBuf,
    clock: Cell<i64>,
}

impl World {
    /// An empty repository, with the key of Orla.
    pub(crate) fn empty() -> (Self, PathBuf) {
        Self::init(&[], "")
    }

    /// The same, made with these further arguments, with the AIMS in a folder of it.
    pub(crate) fn init(more: &[&str], folder: &str) -> (Self, PathBuf) {
        let ssh = OpenSsh::new();
        let top = ssh.path().join("harrowmere");
        let world = Self { repo: top.join(folder), ssh, clock: Cell::new(START) };
        let made = run(world.ssh.command("git").args(["init", "-q", "-b", "main"]).args(more).arg(&top), b"");
        assert!(made.ok, "{}", made.says);
        let key = world.ssh.keygen(&["-t", "ed25519"]);
        (world, key)
    }

    /// The policy of Mirel in a repository whose settings list the key of Orla, who may approve it.
    pub(crate) fn new() -> (Self, PathBuf) {
        let (world, key) = Self::empty();
        world.put("aims.toml", &settings(&[(ORLA, &super::openssh::public(&key))]));
        world.put(POLICY, &policy());
        world.commit(MIREL, "Write the AI policy");
        (world, key)
    }

    #[expect(clippy::disallowed_methods, reason = "a test writes the project that it looks at")]
    pub(crate) fn put(&self, path: &str, text: &str) {
        let path = self.repo.join(path);
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("folders");
        std::fs::write(path, text).expect("a file");
    }

    pub(crate) fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.repo.join(path)).expect("a file")
    }

    /// Replaces a text in a file.
    pub(crate) fn edit(&self, path: &str, from: &str, to: &str) {
        let text = self.read(path);
        assert!(text.contains(from), "{path} holds {from}");
        self.put(path, &text.replace(from, to));
    }

    /// Runs git as somebody, a day later than before.
    pub(crate) fn git(&self, who: Who, arguments: &[&str]) -> String {
        self.clock.set(self.clock.get() + 86_400);
        let mut command = self.ssh.command("git");
        for role in ["AUTHOR", "COMMITTER"] {
            command.env(format!("GIT_{role}_NAME"), who).env(format!("GIT_{role}_EMAIL"), email(who));
            command.env(format!("GIT_{role}_DATE"), format!("{} +0000", self.clock.get()));
        }
        let outcome = run(command.arg("-C").arg(&self.repo).args(arguments), b"");
        assert!(outcome.ok, "git {arguments:?}: {}", outcome.says);
        outcome.says.trim_end().to_owned()
    }

    pub(crate) fn commit(&self, who: Who, message: &str) {
        self.git(who, &["add", "--all"]);
        self.git(who, &["commit", "-q", "-m", message]);
    }

    /// Commits what there is, if there is anything.
    pub(crate) fn commit_if_any(&self, who: Who) {
        if !self.git(who, &["status", "--porcelain"]).is_empty() {
            self.commit(who, "Work");
        }
    }

    pub(crate) fn aims(&self, arguments: &[&str]) -> Outcome {
        sandbox::run(&mut sandbox::aims(&self.repo, arguments))
    }

    /// Has Orla approve the policy.
    pub(crate) fn approve(&self, key: &Path) -> Outcome {
        self.aims(&[&APPROVE[..], &["--key", key.to_str().expect("text")]].concat())
    }

    /// The same on the day of the commit that follows.
    pub(crate) fn approve_in_time(&self, key: &Path) -> Outcome {
        let key = key.to_str().expect("text");
        self.aims(&["approve", "POL-001", "--as", ORLA, "--today", &self.next_day(), "--key", key])
    }

    /// The day that the next commit will bear: the clock goes on by a day with each of the two steps of it.
    pub(crate) fn next_day(&self) -> String {
        let days = i32::try_from(self.clock.get() / 86_400 + 2).expect("a day after 1970");
        date::Period::Days(days).after(aims::base::Date::constant(1970, 1, 1)).to_string()
    }

    /// The AIMS as `aims check` sees it.
    pub(crate) fn check(&self) -> State {
        let project = Project::find(&self.repo).expect("an AIMS");
        let request = Request::new(&self.repo, date::parse(TODAY).expect("a day"));
        project.check(&request).expect("it can be read")
    }

    /// What there is to show for the policy.
    pub(crate) fn approval(&self) -> Approval {
        let checked = self.check();
        let ix = checked.aims.by_id("POL-001").expect("the policy");
        checked.approvals.of(ix).expect("it is approved or not").clone()
    }

    pub(crate) fn level(&self) -> Evidence {
        self.approval().level
    }

    /// How each act on record stands.
    pub(crate) fn standings(&self) -> Vec<Counts> {
        self.check().approvals.acts.iter().map(|act| act.standing.clone()).collect()
    }

    /// Files below the folder of records, in order.
    pub(crate) fn records(&self) -> Vec<String> {
        let all = sandbox::everything(&self.repo.join("approvals"));
        all.into_keys().map(|path| String::from_utf8(path).expect("text")).collect()
    }

    /// Writes the record that `aims approve` would write, signed by OpenSSH with any key and for any purpose.
    pub(crate) fn forge(&self, key: &Path, namespace: &str, today: &str) {
        let record = self.aims(&["approve", "POL-001", "--as", ORLA, "--today", today, "--dry-run"]);
        assert_eq!(record.code, Some(0), "{}", record.stderr);
        self.put("approvals/POL-001/a.toml", &record.stdout);
        self.put("approvals/POL-001/a.toml.sig", &self.ssh.sign(key, namespace, record.stdout.as_bytes(), &[]));
    }
}

pub(crate) fn email(who: Who) -> String {
    format!("{}@harrowmere.example", who.to_lowercase().replace(' ', "."))
}

/// The settings: three people, of whom these have keys, and a rule by which the Chief Executive approves.
pub(crate) fn settings(keys: &[(Who, &str)]) -> String {
    let person = |(who, role): (Who, &str)| {
        let keys: Vec<String> =
            keys.iter().filter(|(whose, _)| *whose == who).map(|(_, key)| format!("'{key}'")).collect();
        let keys = keys.join(", ");
        format!("[[people]]\nname = \"{who}\"\nemails = [\"{}\"]\nroles = [\"{role}\"]\nkeys = [{keys}]\n", email(who))
    };
    let people = [(ORLA, "Chief Executive"), (TOBIAS, "Chief Risk Officer"), (MIREL, "AI Officer")].map(person);
    format!("{}[approval]\nneeds = \"record\"\nroles = [\"Chief Executive\"]\n", people.concat())
}

pub(crate) fn policy() -> String {
    "---\nid: POL-001\ntitle: AI policy\nkind: policy\nversion: \"1.0\"\nstatus: approved\nowner: AI Officer\n\
     effective: 2026-01-10\nreviewed: 2026-01-10\nnext-review: 2027-01-10\nclauses: [\"5.2\"]\n---\n# AI policy\n\n\
     Every AI system must be listed.\n"
        .into()
}
