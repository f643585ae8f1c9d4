//! What `aims approve` and `aims review` share: put the record together, sign it, write it, and say what was done.

use std::path::PathBuf;

use clap::Args;

use super::plain::plain;
use super::sign::Key;
use super::terminal::Terminal;
use super::{read_date, today};
use crate::approval::Targets;
use crate::approval::record::ActKind;
use crate::base::{Date, DocPath, Error, Result};
use crate::pipeline::{Act, Attributes, Prepared, Project, Ready, Written};
use crate::repo::Identity;
use crate::signature::{APPROVAL_NAMESPACE, AllowedKey, allowed_signers_line};

/// Options of every act of a person.
#[derive(Debug, Args)]
pub(super) struct ActArgs {
    /// The document: its id, or its path in the AIMS
    #[arg(value_name = "ID")]
    document: String,
    /// A folder of the AIMS; its root is the nearest folder upwards with an aims.toml
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Who acts, as aims.toml knows them; else whoever git's `user.email` names
    #[arg(long = "as", value_name = "NAME|EMAIL")]
    who: Option<String>,
    /// The SSH key to sign with: a private key, or the public half of one in an agent; else git's `user.signingKey`
    #[arg(long, value_name = "FILE")]
    key: Option<String>,
    /// The role in which the person acts; else the first that the rule asks for
    #[arg(long, value_name = "ROLE")]
    role: Option<String>,
    /// What to add to the record
    #[arg(long, value_name = "TEXT")]
    comment: Option<String>,
    /// The day of the act; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
    /// Print the record; sign and write nothing
    #[arg(long)]
    dry_run: bool,
}

/// How a record is to be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signing {
    /// It has to be.
    Must,
    /// If there is a key that counts.
    May,
    /// It is not.
    No,
}

impl ActArgs {
    pub(super) fn run(
        &self,
        kind: ActKind,
        outcome: Option<&str>,
        signing: Signing,
        terminal: &Terminal,
    ) -> Result<bool> {
        let project = Project::find(&self.dir)?;
        let act = Act {
            kind,
            document: self.document.clone(),
            who: self.who.clone(),
            role: self.role.clone(),
            outcome: outcome.map(str::to_owned),
            comment: self.comment.clone(),
            signed: signing == Signing::Must || self.key.is_some(),
            today: today(self.today)?,
        };
        let ready = match project.prepare(&act)? {
            Prepared::Ready(ready) => ready,
            Prepared::Already(path) => {
                let what = format!("{} is {} already: nothing was written", self.document, kind.done());
                terminal.row("Known", &what);
                terminal.row("Record", path.as_str());
                return Ok(true);
            }
        };
        if self.dry_run {
            terminal.out(&crate::base::text::terminal_safe(&ready.text))?;
            return Ok(true);
        }
        // Who signs has been shown what they sign, whatever their editor or a page made of it.
        if kind == ActKind::Approval && !terminal.quiet {
            show(&ready, terminal);
        }
        let mut notes = ready.notes.clone();
        let signed = self.sign(&project, &ready, signing, &mut notes)?;
        let written = project.write_act(&ready, signed.as_ref().map(|(armored, _)| armored.as_str()))?;
        if !terminal.quiet {
            tell(&project, &ready, &written, signed.as_ref().map(|(_, key)| key), &notes, terminal);
        }
        Ok(true)
    }

    /// The signature over the record and the key that made it, judged.
    fn sign(
        &self,
        project: &Project,
        ready: &Ready,
        signing: Signing,
        notes: &mut Vec<String>,
    ) -> Result<Option<(String, AllowedKey)>> {
        let unsigned = "The record is not signed: it says that the text was read, and does not prove by whom.";
        if signing == Signing::No {
            notes.push(unsigned.into());
            return Ok(None);
        }
        let identity = if self.key.is_none() { project.identity()?.unwrap_or_default() } else { Identity::default() };
        let key = self.key.as_deref().map(Key::read).or_else(|| Key::of_git(&identity));
        let Some(key) = key else {
            if signing == Signing::May {
                notes.push(unsigned.into());
                return Ok(None);
            }
            let other = identity.signing_key.is_some() && !identity.signs_with_ssh();
            let why = if other { "git signs here with something other than SSH" } else { "git has no SSH key here" };
            return Err(Error::new(format!("an approval is signed, and {why}")).hint(
                "Name your key: `--key ~/.ssh/id_ed25519`. Or have git sign with it: `git config gpg.format ssh` and \
                 `git config user.signingKey ~/.ssh/id_ed25519.pub`.",
            ));
        };
        let armored = key.sign(ready.text.as_bytes())?;
        match ready.prove(&armored) {
            Ok(allowed) => Ok(Some((armored, allowed))),
            // Nobody asked for this key, so a review does without it.
            Err(error) if signing == Signing::May && self.key.is_none() => {
                notes.push(format!("{unsigned} The key that git signs with would not count: {error}."));
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

/// Shows what is approved: the front matter, the text as its page has it, and where its links and images lead.
fn show(ready: &Ready, terminal: &Terminal) {
    let Some(document) = &ready.document else { return };
    let (front, start) = (document.text[..document.body].trim_end(), document.body);
    terminal.row("Text", &format!("{} as its page shows it:", ready.record.path));
    terminal.show(&format!("{front}\n\n{}", plain(&document.text, start)));
    let Targets { images, links } = &ready.record.targets;
    for (target, to) in images.iter().chain(links) {
        terminal.row("Leads", &format!("{target} to {to}"));
    }
}

/// Says what was done, and what to do next.
fn tell(
    project: &Project,
    ready: &Ready,
    written: &Written,
    key: Option<&AllowedKey>,
    notes: &[String],
    terminal: &Terminal,
) {
    let record = &ready.record;
    let version = record.version.as_deref().map(|version| format!(" {version}")).unwrap_or_default();
    let role = record.role.as_deref().map(|role| format!(" ({role})")).unwrap_or_default();
    let word = if record.act == ActKind::Approval { "Approved" } else { "Reviewed" };
    terminal.row(word, &format!("{}{version} by {}{role} on {}", record.document, record.by, record.date));
    if let Some(outcome) = &record.outcome {
        terminal.row("Outcome", outcome);
    }
    terminal.row("Record", written.record.as_str());
    let folder = folder(project);
    if let (Some(signature), Some(key)) = (&written.signature, key) {
        terminal.row("Signed", &format!("{}, with the key {}", signature.file_name(), key.fingerprint));
        if let Ok(line) = allowed_signers_line(&record.email, key) {
            terminal.row("Verify", &verify(&folder, &record.email, &line, &written.record, signature));
        }
    }
    for note in notes {
        terminal.row("Note", note);
    }
    if written.ignored {
        terminal.row("Note", "A .gitignore leaves the record out: what git does not have does not count.");
    }
    let attributes = match &written.attributes {
        Attributes::Set => None,
        Attributes::Added(path) => Some(path),
        Attributes::Failed => {
            terminal.row(
                "Note",
                "Git may change the line ends of the record on another machine. Put `approvals/** -text` at the end of \
                 `.gitattributes`.",
            );
            None
        }
    };
    let git =
        if folder.is_empty() { "git".to_owned() } else { format!("git -C {}", quoted(folder.trim_end_matches('/'))) };
    let files = written
        .signature
        .iter()
        .chain(attributes)
        .map(DocPath::as_str)
        .fold(quoted(written.record.as_str()), |files, file| format!("{files} {}", quoted(file)));
    let force = if written.ignored { " --force" } else { "" };
    terminal.row("Next", &format!("{git} add{force} {files}"));
}

/// The way to the root of the AIMS, with a `/` at the end; empty where it is the folder one is in.
fn folder(project: &Project) -> String {
    if std::env::current_dir().is_ok_and(|here| here == project.root) {
        String::new()
    } else {
        format!("{}/", project.root.display())
    }
}

/// The command by which anybody with OpenSSH verifies a signature, in bash or zsh. `line` says who may sign.
fn verify(folder: &str, email: &str, line: &str, record: &DocPath, signature: &DocPath) -> String {
    format!(
        "ssh-keygen -Y verify -f <(echo {}) -I {} -n {APPROVAL_NAMESPACE} -s {} < {}",
        quoted(line),
        quoted(email),
        quoted(&format!("{folder}{signature}")),
        quoted(&format!("{folder}{record}"))
    )
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
