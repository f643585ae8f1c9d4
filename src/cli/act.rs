//! What `aims approve` and `aims review` share: put the record together, sign it, write it, and say what was done.

use std::path::{Path, PathBuf};

use clap::Args;

use super::at::read_date;
use super::done::{Done, folder};
use super::git;
use super::machine::today;
use super::plain::plain;
use super::sign::Key;
use super::terminal::Terminal;
use crate::approval::Targets;
use crate::approval::record::ActKind;
use crate::base::{Date, Error, Result};
use crate::pipeline::{Act, Already, Prepared, Project, Ready, Which};
use crate::repo::Identity;
use crate::signature::{APPROVAL_NAMESPACE, AllowedKey};

/// Options of every act of a person.
#[derive(Debug, Args)]
pub(super) struct ActArgs {
    /// Who acts, as aims.toml knows them; else whoever git's `user.email` names
    #[arg(long = "as", value_name = "NAME|EMAIL")]
    who: Option<String>,
    /// The SSH key to sign with: a private key, or the public half of one in an agent; else git's `user.signingKey`
    #[arg(long, value_name = "FILE")]
    key: Option<String>,
    /// The role in which the person acts; else the first that is asked for and they hold, or to approve each, by a record each
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

/// The folder that a command is about, and the documents. The last of several names may be that of a folder with an AIMS
/// of its own; where the documents are `chosen` otherwise, a single one may be.
pub(super) fn whose(names: &[String], chosen: bool) -> (PathBuf, Vec<String>) {
    let here = PathBuf::from(".");
    if let Some((last, before)) = names.split_last()
        && (chosen || !before.is_empty())
        && let Some(other) = root(Path::new(last))
        // Within one AIMS a name is that of a document, unless it can be nothing but a folder.
        && (root(&here).as_ref() != Some(&other) || last.contains(['/', '\\']) || last.starts_with('.'))
    {
        return (PathBuf::from(last), before.to_vec());
    }
    (here, names.to_vec())
}

/// The root of the AIMS that a folder belongs to.
fn root(folder: &Path) -> Option<PathBuf> {
    Project::of_folder(folder).map(|project| project.root)
}

impl ActArgs {
    pub(super) fn run(
        &self,
        dir: &Path,
        which: Which,
        kind: ActKind,
        outcome: Option<&str>,
        signing: Signing,
        terminal: &Terminal,
    ) -> Result<bool> {
        let project = Project::find(dir)?;
        let git = git::identity(&project.root);
        let act = Act {
            kind,
            which,
            who: self.who.clone(),
            git: git.clone(),
            role: self.role.clone(),
            outcome: outcome.map(str::to_owned),
            comment: self.comment.clone(),
            signed: signing == Signing::Must || self.key.is_some(),
            today: today(self.today)?,
        };
        let Prepared { ready, already } = project.prepare(&act)?;
        // Whoever names a key is told where it is not theirs, be there anything left to sign or not.
        if self.key.is_some() && !self.dry_run && !already.is_empty() {
            let known: Vec<&Ready> = already.iter().map(|known| &known.ready).collect();
            self.sign(&Identity::default(), &known, signing)?;
        }
        tell_known(&already, kind, terminal);
        if self.dry_run {
            terminal.out(&crate::base::text::terminal_safe(&dry(&ready, signing)))?;
            return Ok(true);
        }
        if ready.is_empty() {
            return Ok(true);
        }
        // Who signs has been shown what they sign, whatever their editor or a page made of it.
        if kind == ActKind::Approval && !terminal.quiet {
            // In each of several roles the same is signed.
            for same in ready.chunk_by(|one, other| one.record.document == other.record.document) {
                same.iter().take(1).for_each(|ready| show(ready, terminal));
            }
        }
        let identity = git.map_or_else(|| Ok(project.identity()?.unwrap_or_default()), Ok)?;
        let signed = self.sign(&identity, &ready.iter().collect::<Vec<_>>(), signing)?;
        let written = project.write_acts(&ready, &signed.armored)?;
        if !terminal.quiet {
            let done =
                Done { folder: folder(&project, terminal), ready: &ready, written: &written, keys: &signed.keys };
            done.tell(&signed.notes, terminal);
        }
        Ok(true)
    }

    /// The signatures over the records and the keys that made them, judged.
    fn sign(&self, identity: &Identity, ready: &[&Ready], signing: Signing) -> Result<Signed> {
        let unsigned = match ready {
            [_] => "The record is not signed: it says that the text was read, and does not prove by whom.",
            _ => "The records are not signed: they say that the texts were read, and do not prove by whom.",
        };
        if signing == Signing::No {
            return Ok(Signed::not(unsigned.into()));
        }
        let key = self.key.as_deref().map(Key::read).or_else(|| Key::of_git(identity));
        let Some(key) = key else {
            if signing == Signing::May {
                return Ok(Signed::not(unsigned.into()));
            }
            let other = identity.signing_key.is_some() && !identity.signs_with_ssh();
            let why = if other { "git signs here with something other than SSH" } else { "git has no SSH key here" };
            return Err(Error::new(format!("an approval is signed, and {why}")).hint(
                "Name your key: `--key ~/.ssh/id_ed25519`. Or have git sign with it: `git config gpg.format ssh` and \
                 `git config user.signingKey ~/.ssh/id_ed25519.pub`.",
            ));
        };
        let messages: Vec<&[u8]> = ready.iter().map(|ready| ready.text.as_bytes()).collect();
        let armored = key.sign(APPROVAL_NAMESPACE, &messages)?;
        let keys = ready.iter().zip(&armored).map(|(ready, armored)| ready.prove(armored));
        match keys.collect::<Result<Vec<_>>>() {
            Ok(keys) => Ok(Signed { armored, keys, notes: Vec::new() }),
            // Nobody asked for this key, so a review does without it.
            Err(error) if signing == Signing::May && self.key.is_none() => {
                Ok(Signed::not(format!("{unsigned} The key that git signs with would not count: {error}.")))
            }
            Err(error) => Err(error),
        }
    }
}

/// Tells of what the person has done already.
fn tell_known(already: &[Already], kind: ActKind, terminal: &Terminal) {
    for Already { document, record, ready } in already {
        let done = format!("{} by {}", kind.done(), ready.record.by);
        terminal.row("Known", &format!("{document} is {done} already: nothing was written"));
        terminal.row("Record", record.as_str());
        for note in &ready.notes {
            terminal.row("Note", note);
        }
    }
}

/// Signatures, one for each record or none, and what to say of them.
struct Signed {
    armored: Vec<String>,
    keys: Vec<AllowedKey>,
    notes: Vec<String>,
}

impl Signed {
    fn not(why: String) -> Self {
        Self { armored: Vec::new(), keys: Vec::new(), notes: vec![why] }
    }
}

/// The records as they would be written; of several, each below the name of its file.
fn dry(ready: &[Ready], signing: Signing) -> String {
    let text = |ready: &Ready| if signing == Signing::No { ready.unsigned() } else { ready.text.clone() };
    match ready {
        [only] => text(only),
        all => {
            let texts = all.iter().map(|ready| format!("# {}\n{}", ready.record.file_name(), text(ready)));
            texts.collect::<Vec<_>>().join("\n")
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
