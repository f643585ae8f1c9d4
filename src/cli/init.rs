//! `aims init`: the files of a new AIMS.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;

use super::at::read_date;
use super::machine::{seconds, today};
use super::terminal::Terminal;
use super::{adopt, git};
use crate::base::text::{count, shell_word};
use crate::base::{Date, DocPath, Error, Result, date};
use crate::diag::Level;
use crate::emit;
use crate::pipeline::{Ground, Project, Request};
use crate::repo::{self, Stamp};
use crate::signature::AllowedKey;
use crate::source::read_named;
use crate::start::{self, Asked, Draft, Who};

/// The largest file that is read as a key, in bytes.
const MAX_KEY: u64 = 64 * 1024;

/// The day from which git counts seconds.
const EPOCH: Date = Date::constant(1970, 1, 1);

/// At noon it is the same day nearly everywhere.
const NOON: i64 = 12 * 60 * 60;

/// Start an AIMS: settings, a draft of everything that the standard calls for, files for git and build servers.
///
/// Each draft has headings, and below each what an auditor asks there. Nothing that exists is overwritten. What is not
/// given is asked for in a terminal, and to be filled in elsewhere.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a flag of its own")]
pub(super) struct Init {
    /// The folder: a new one, or one without a file of the same name
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Propose settings for the texts that are there, and write `aims.toml` alone
    #[arg(long, conflicts_with_all = ["organisation", "officer", "executive", "auditor", "systems", "keep", "key"])]
    adopt: bool,
    /// The name of the organisation
    #[arg(long, value_name = "NAME")]
    organisation: Option<String>,
    /// Who runs the management system: "Name" or "Name <address>"; else git's `user.name`
    #[arg(long, value_name = "NAME")]
    officer: Option<String>,
    /// Their e-mail address; else git's `user.email`
    #[arg(long, value_name = "ADDRESS")]
    email: Option<String>,
    /// Their SSH key for approvals: the file `….pub`; else git's `user.signingKey`
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Who leads the organisation: "Name" or "Name <address>"
    #[arg(long, value_name = "NAME")]
    executive: Option<String>,
    /// Their e-mail address
    #[arg(long, value_name = "ADDRESS", requires = "executive")]
    executive_email: Option<String>,
    /// Who audits the management system: "Name" or "Name <address>"
    #[arg(long, value_name = "NAME")]
    auditor: Option<String>,
    /// Their e-mail address
    #[arg(long, value_name = "ADDRESS", requires = "auditor")]
    auditor_email: Option<String>,
    /// An AI system in use or planned; may be given again
    #[arg(long = "system", value_name = "NAME")]
    systems: Vec<String>,
    /// Make no repository and no commit
    #[arg(long)]
    no_git: bool,
    /// Leave files that are there as they are, and write the others: in an AIMS, those for git, editors and build servers
    #[arg(long)]
    keep: bool,
    /// Ask nothing
    #[arg(long)]
    no_input: bool,
    /// List the files; write nothing
    #[arg(long)]
    dry_run: bool,
    /// The day of the drafts; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
}

impl Init {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let mut ground = Ground::of(&self.dir)?;
        if let Some(identity) = git::identity(&ground.there) {
            ground.identity = identity;
        }
        if self.adopt && ground.aims.as_ref().is_none_or(|aims| *aims == ground.there) {
            return adopt::run(&ground, today(self.today)?, self.dry_run, terminal);
        }
        if self.keep && ground.aims.as_ref() == Some(&ground.there) {
            return self.around(&ground, terminal);
        }
        if let Some(aims) = &ground.aims {
            let hint = match self.adopt {
                true => {
                    "The files of this folder are read by its settings: `aims init --adopt` prints what it proposes there."
                }
                false => "`aims new KIND \"Title\"` adds documents to it, `aims check` tells what is left to do.",
            };
            return Err(Error::new(format!("{} is an AIMS already: it has an aims.toml", aims.display())).hint(hint));
        }
        let today = today(self.today)?;
        let skeleton = start::skeleton(&self.asked(&ground, today, terminal)?)?;
        let paths = skeleton.files.iter().map(|file| &file.path);
        let there: Vec<DocPath> = emit::taken(&ground.dir, paths).into_iter().cloned().collect();
        if !self.keep && !there.is_empty() {
            return Err(clash(&self.dir.display().to_string(), &there));
        }
        let files: Vec<&Draft> = skeleton.files.iter().filter(|file| !there.contains(&file.path)).collect();
        if self.dry_run {
            let list: String = files.iter().map(|file| format!("{}\n", file.path)).collect();
            terminal.out(&list)?;
            return Ok(true);
        }
        let bytes: Vec<(&DocPath, &[u8])> = files.iter().map(|file| (&file.path, file.text.as_bytes())).collect();
        emit::lay(&ground.dir, &bytes)?;
        let git = self.git(&ground, &files)?;
        if !terminal.quiet {
            self.tell(&ground, &files, skeleton.documents, &there, git, today, terminal)?;
        }
        Ok(true)
    }

    /// What the skeleton is made of: what was given, what git knows, and what somebody answers.
    fn asked(&self, ground: &Ground, today: Date, terminal: &Terminal) -> Result<Asked> {
        let asks = terminal.can_ask() && !self.no_input && !self.dry_run;
        let ask = |given: &Option<String>, question: &str, otherwise: Option<&str>| {
            let shown = otherwise.map_or_else(String::new, |text| format!(" [{text}]"));
            let answer = || if asks { terminal.ask(&format!("{question}{shown}:")) } else { None };
            given.clone().or_else(answer).or_else(|| otherwise.map(str::to_owned))
        };
        let identity = &ground.identity;
        let organisation = ask(&self.organisation, "Name of the organisation", None);
        let officer = ask(&self.officer, "Who runs the AI management system", identity.name.as_deref());
        // The address that git knows is that of the person at this machine.
        let own = officer.is_some() && officer == identity.name;
        let own = identity.email.as_deref().filter(|_| own);
        let no_address = |who: &Option<String>| who.as_ref().is_some_and(|who| !who.contains('<'));
        let email = match no_address(&officer) {
            true => ask(&self.email, "  e-mail address, as in git", own),
            false => self.email.clone(),
        };
        let executive = ask(&self.executive, "Who leads the organisation", None);
        let executive_email = match no_address(&executive) {
            true => ask(&self.executive_email, "  e-mail address, as in git", None),
            false => self.executive_email.clone(),
        };
        let mut systems = self.systems.clone();
        if asks && systems.is_empty() {
            while let Some(name) = terminal.ask("An AI system in use or planned (empty for no more):") {
                systems.push(name);
            }
        }
        let mut officer = who("the officer", officer.as_deref(), email.as_deref())?;
        if let Some(officer) = &mut officer {
            officer.key = self.key(ground, own.is_some())?;
        }
        Ok(Asked {
            organisation: organisation.map(|name| start::name("the name of the organisation", &name)).transpose()?,
            executive: who("the executive", executive.as_deref(), executive_email.as_deref())?,
            officer,
            auditor: who("the auditor", self.auditor.as_deref(), self.auditor_email.as_deref())?,
            systems: systems.iter().map(|name| start::name("the name of a system", name)).collect::<Result<_>>()?,
            today,
            is_top: ground.is_top,
            branch: ground.branch.clone(),
        })
    }

    /// Writes what is missing of the files for git, editors and build servers in an AIMS that is there.
    fn around(&self, ground: &Ground, terminal: &Terminal) -> Result<bool> {
        let all = start::around(ground.is_top, ground.branch.as_deref())?;
        let there: Vec<DocPath> =
            emit::taken(&ground.dir, all.iter().map(|file| &file.path)).into_iter().cloned().collect();
        let files: Vec<&Draft> = all.iter().filter(|file| !there.contains(&file.path)).collect();
        if self.dry_run {
            terminal.out(&files.iter().map(|file| format!("{}\n", file.path)).collect::<String>())?;
            return Ok(true);
        }
        let bytes: Vec<(&DocPath, &[u8])> = files.iter().map(|file| (&file.path, file.text.as_bytes())).collect();
        emit::lay(&ground.dir, &bytes)?;
        if !terminal.quiet {
            for (label, paths) in
                [("Wrote", files.iter().map(|file| &file.path).collect()), ("Kept", there.iter().collect::<Vec<_>>())]
            {
                let names: Vec<&str> = paths.into_iter().map(DocPath::as_str).collect();
                if !names.is_empty() {
                    terminal.row(label, &names.join(", "));
                }
            }
            left_out(ground, terminal);
        }
        Ok(true)
    }

    /// The officer's public key: the one that was named, else the one by which the person at this machine signs.
    fn key(&self, ground: &Ground, is_own: bool) -> Result<Option<String>> {
        let read = |path: &std::path::Path| -> Result<String> {
            let text = String::from_utf8_lossy(&read_named(path, MAX_KEY)?).trim().to_owned();
            AllowedKey::parse(&text).map_err(|why| {
                Error::new(format!("{} {why}", path.display()))
                    .hint("Name the file `….pub` that `ssh-keygen` made. The private key stays where it is.")
            })?;
            Ok(text)
        };
        if let Some(path) = &self.key {
            return read(path).map(Some);
        }
        let identity = &ground.identity;
        let Some(key) = identity.signing_key.as_deref().filter(|_| is_own && identity.signs_with_ssh()) else {
            return Ok(None);
        };
        let literal = key.strip_prefix("key::").unwrap_or(key);
        if AllowedKey::parse(literal).is_ok() {
            return Ok(Some(literal.to_owned()));
        }
        // What git is set to is no order to this command: without the file there is no key, which the settings tell.
        let public = PathBuf::from(format!("{}.pub", key.strip_suffix(".pub").unwrap_or(key)));
        Ok(read(&public).ok())
    }

    /// A repository with a first commit, where there is none around.
    fn git(&self, ground: &Ground, files: &[&Draft]) -> Result<Git> {
        if self.no_git {
            return Ok(Git::Unwanted);
        }
        if ground.in_repository {
            return Ok(Git::Around);
        }
        let identity = &ground.identity;
        let seconds = match self.today {
            Some(day) => date::days_between(EPOCH, day) * 86_400 + NOON,
            None => seconds()?,
        };
        let stamp = identity.name.as_ref().zip(identity.email.as_ref()).map(|(name, email)| Stamp {
            name: name.clone(),
            email: email.clone(),
            seconds,
            offset_minutes: 0,
        });
        let files: BTreeMap<DocPath, Vec<u8>> =
            files.iter().map(|file| (file.path.clone(), file.text.clone().into_bytes())).collect();
        let first =
            stamp.as_ref().map(|stamp| (stamp, "Start the AI management system\n\nDrafts, none of them approved."));
        let id = repo::begin(&ground.dir, &files, first)?;
        Ok(id.map_or(Git::NoIdentity, |id| Git::Committed(id.short())))
    }

    #[expect(clippy::too_many_arguments, reason = "what was done has as many sides")]
    fn tell(
        &self,
        ground: &Ground,
        files: &[&Draft],
        documents: usize,
        kept: &[DocPath],
        git: Git,
        today: Date,
        terminal: &Terminal,
    ) -> Result<()> {
        let dir = self.dir.display().to_string();
        let written = format!("{}, {} of them drafts of documents, to {dir}", count(files.len(), "file"), documents);
        terminal.row("Wrote", &written);
        if !kept.is_empty() {
            let names: Vec<&str> = kept.iter().map(DocPath::as_str).collect();
            terminal.row("Kept", &names.join(", "));
        }
        left_out(ground, terminal);
        let commit = "git add . && git commit -m \"Start the AI management system\"";
        let mut next = Vec::new();
        match git {
            Git::Committed(id) => terminal.row("Git", &format!("a new repository, {id} its first commit")),
            Git::NoIdentity => {
                terminal.row("Git", "a new repository without a commit: git does not know who you are");
                next.push("git config user.name \"Your Name\" && git config user.email you@example.org".to_owned());
                next.push(commit.to_owned());
            }
            Git::Around => next.push(commit.to_owned()),
            Git::Unwanted => {}
        }
        let state = Project::find(&ground.dir)?.check(&Request::new(&ground.dir, today))?;
        let errors = count(state.findings.count(Level::Error), "error");
        let to_do = state.findings.found.len() - state.findings.count(Level::Error);
        terminal.row("Check", &format!("{errors}, {} to fill in or to write", count(to_do, "thing")));
        if dir != "." {
            next.insert(0, format!("cd {}", shell_word(&dir)));
        }
        next.extend(["aims check", "aims build"].map(str::to_owned));
        for (place, command) in next.iter().enumerate() {
            terminal.row(if place == 0 { "Next" } else { "" }, command);
        }
        Ok(())
    }
}

/// Tells of the files that are looked for at the top of a repository only, where the AIMS does not lie there.
fn left_out(ground: &Ground, terminal: &Terminal) {
    if !ground.is_top {
        let names: Vec<&str> = start::of_top().collect();
        terminal.row("Left out", &names.join(", "));
        terminal.row(
            "",
            "they work at the top of the repository only: have its build server run `aims check` in this folder",
        );
    }
}

/// How it stands with git.
enum Git {
    Committed(String),
    NoIdentity,
    Around,
    Unwanted,
}

fn clash(dir: &str, there: &[DocPath]) -> Error {
    let names: Vec<&str> = there.iter().take(3).map(DocPath::as_str).collect();
    let more = if there.len() > names.len() { ", …" } else { "" };
    Error::new(format!(
        "{dir} is not empty, and has {} already: {}{more}",
        count(there.len(), "of the file"),
        names.join(", ")
    ))
    .hint("Name another folder, or say `--keep` to leave what is there and write the rest.")
}

/// A person by name and address, of which the first may hold the second: `Name <address>`.
fn who(what: &str, name: Option<&str>, email: Option<&str>) -> Result<Option<Who>> {
    let Some(name) = name else { return Ok(None) };
    let (name, inside) = match name.split_once('<') {
        Some((name, rest)) => (name, Some(rest.trim_end().trim_end_matches('>'))),
        None => (name, None),
    };
    let email = email.or(inside).map(|email| address(what, email)).transpose()?;
    Ok(Some(Who { name: start::name(&format!("the name of {what}"), name)?, email, key: None }))
}

fn address(what: &str, text: &str) -> Result<String> {
    let text = start::name(&format!("the address of {what}"), text)?;
    let sound = text.split_once('@').is_some_and(|(local, host)| !local.is_empty() && !host.is_empty());
    if !sound || text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>')) {
        return Err(Error::new(format!("`{text}` is no e-mail address")).hint("Write it as `name@example.org`."));
    }
    Ok(text)
}
