//! What is said once acts are on record: what was done, how anybody verifies it, and the commands that commit it.

use super::terminal::Terminal;
use crate::approval::record::{ActKind, Record};
use crate::base::DocPath;
use crate::base::naming::list;
use crate::base::text::{count, shell_word};
use crate::pipeline::{Attributes, Project, Ready, Written, WrittenAct};
use crate::signature::{APPROVAL_NAMESPACE, AllowedKey, allowed_signers_line};

/// How many documents the message of a commit names.
const NAMED: usize = 5;

/// Acts that are on record.
pub(super) struct Done<'a> {
    /// The way to the root of the AIMS.
    pub(super) folder: String,
    pub(super) ready: &'a [Ready],
    pub(super) written: &'a Written,
    /// The keys that signed, one for each act or none.
    pub(super) keys: &'a [AllowedKey],
}

impl Done<'_> {
    pub(super) fn tell(&self, notes: &[String], terminal: &Terminal) {
        for (place, (ready, written)) in self.ready.iter().zip(&self.written.acts).enumerate() {
            tell_act(ready, written, self.keys.get(place), terminal);
        }
        self.tell_how_to_verify(terminal);
        for note in notes {
            terminal.row("Note", note);
        }
        if self.written.acts.iter().any(|act| act.ignored) {
            terminal.row("Note", "A .gitignore leaves the record out: what git does not have does not count.");
        }
        if self.written.attributes == Attributes::Failed {
            terminal.row(
                "Note",
                "Git may change the line ends of the record on another machine. Put `approvals/** -text` at the end of \
                 `.gitattributes`.",
            );
        }
        let git = match self.folder.trim_end_matches('/') {
            "" => "git".to_owned(),
            folder => format!("git -C {}", quoted(folder)),
        };
        terminal.row("Next", &format!("{git} add{}", self.files()));
        terminal.row("", &format!("{git} commit -m {}", shell_word(&self.message())));
    }

    /// The command by which anybody with OpenSSH verifies the signatures, in bash or zsh: of several, all in one.
    fn tell_how_to_verify(&self, terminal: &Terminal) {
        let signed = self.written.acts.iter().filter(|act| act.signature.is_some());
        let records: Vec<String> = signed.map(|act| quoted(&format!("{}{}", self.folder, act.record))).collect();
        let Some((ready, key)) = self.ready.first().zip(self.keys.first()) else { return };
        let email = &ready.record.email;
        let Ok(line) = allowed_signers_line(email, key) else { return };
        let verify = |record: &str| {
            format!(
                "ssh-keygen -Y verify -n {APPROVAL_NAMESPACE} -I {}{BREAK}-f <(echo {}){BREAK}-s {record}.sig < {record}",
                quoted(email),
                quoted(&line),
            )
        };
        match records.as_slice() {
            [] => {}
            [only] => terminal.row("Verify", &verify(only)),
            all => {
                let each = format!("for record in{BREAK}{}; do", all.join(BREAK));
                terminal.row("Verify", &format!("{each}{BREAK}{}; done", verify("\"$record\"")));
            }
        }
        if cfg!(windows) && !records.is_empty() {
            terminal.row("", "in Git Bash; the site has the command for other shells of Windows");
        }
    }

    /// The files to add, each behind a blank.
    fn files(&self) -> String {
        let acts = &self.written.acts;
        let attributes = match &self.written.attributes {
            Attributes::Added(path) => Some(path),
            Attributes::Set | Attributes::Failed => None,
        };
        let force = if acts.iter().any(|act| act.ignored) { " --force" } else { "" };
        let files = acts.iter().flat_map(|act| std::iter::once(&act.record).chain(&act.signature)).chain(attributes);
        files.map(DocPath::as_str).fold(force.to_owned(), |files, file| format!("{files} {}", quoted(file)))
    }

    /// `Approve POL-001 1.2`, or `Review POL-001, PRO-001 and PRO-002`.
    fn message(&self) -> String {
        let mut records: Vec<&Record> = self.ready.iter().map(|ready| &ready.record).collect();
        records.dedup_by(|one, other| one.document == other.document);
        let word = match records.first().map(|record| record.act) {
            Some(ActKind::Approval) => "Approve",
            Some(ActKind::Acknowledgement) => "Acknowledge",
            Some(ActKind::Review) | None => "Review",
        };
        let what = match records.as_slice() {
            [only] => versioned(only),
            few if few.len() <= NAMED => list(&few.iter().map(|record| record.document.as_str()).collect::<Vec<_>>()),
            many => count(many.len(), "document"),
        };
        format!("{word} {what}")
    }
}

fn tell_act(ready: &Ready, written: &WrittenAct, key: Option<&AllowedKey>, terminal: &Terminal) {
    let record = &ready.record;
    let role = record.role.as_deref().map(|role| format!(" ({role})")).unwrap_or_default();
    let word = match record.act {
        ActKind::Approval => "Approved",
        ActKind::Review => "Reviewed",
        ActKind::Acknowledgement => "Read",
    };
    terminal.row(word, &format!("{} by {}{role} on {}", versioned(record), record.by, record.date));
    if let Some(outcome) = &record.outcome {
        terminal.row("Outcome", outcome);
    }
    terminal.row("Record", written.record.as_str());
    if let (Some(signature), Some(key)) = (&written.signature, key) {
        terminal.row("Signed", &format!("{}, with the key {}", signature.file_name(), key.fingerprint));
    }
    for note in &ready.notes {
        terminal.row("Note", note);
    }
}

/// Where a command that is printed goes on in the next line.
const BREAK: &str = " \\\n            ";

/// The document of a record, with its version.
fn versioned(record: &Record) -> String {
    let version = record.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    format!("{}{version}", record.document)
}

/// The way to the root of the AIMS, with a `/` at the end; empty where it is the folder that the person is in.
pub(super) fn folder(project: &Project, terminal: &Terminal) -> String {
    let there = std::env::current_dir().is_ok_and(|here| here == project.root);
    if there && terminal.way.as_os_str().is_empty() { String::new() } else { format!("{}/", project.root.display()) }
}

/// A word for a shell.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '.' | '_' | '-' | '@' | '+' | ':');
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}
