//! `aims build`: the site.

use std::borrow::Cow;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use super::at::At;
use super::sign::Key;
use super::terminal::Terminal;
use super::verify::signature;
use super::{check, home};
use crate::base::progress::{Stage, Steps};
use crate::base::text::{count, shell_word};
use crate::base::{DocPath, Error, Files, Result, SETTINGS, below};
use crate::check::Findings;
use crate::emit;
use crate::history::Standing;
use crate::model::audience::Audience;
use crate::model::site::is_web_address;
use crate::pipeline::proof::Signed;
use crate::pipeline::{EditionKind, KnownBy, Project, Request};
use crate::signature::SITE_NAMESPACE;
use crate::source::Published;
use crate::state::{GENERATOR, SITE, State};

/// Build the site.
#[derive(Debug, Args)]
pub(super) struct Build {
    #[command(flatten)]
    at: At,
    /// Where the site goes; else the folder `site` here, and within an AIMS the one at its root
    #[arg(long, short, value_name = "FOLDER")]
    out: Option<PathBuf>,
    /// Tell apart what changed since this commit, such as the tag of the last audit
    #[arg(long, value_name = "COMMIT")]
    since: Option<String>,
    /// Tell where clauses and controls stood over time: takes as long as a check of each month and tag
    #[arg(long)]
    trend: bool,
    /// Which texts to show: all as they are, or of each document the last that was approved
    #[arg(long, value_name = "EDITION", default_value = "latest")]
    edition: EditionName,
    /// For whom the site is: texts of a stricter class are left out. As `site.audience` of the settings says, else `internal`
    #[arg(long, value_name = "AUDIENCE")]
    audience: Option<AudienceName>,
    /// What the folder of the site is called in the commands by which readers verify it
    #[arg(long, value_name = "NAME", default_value = SITE)]
    called: String,
    /// The web address at which the site will lie, for feeds and for what is printed. As `site.base-url` of the settings says
    #[arg(long, value_name = "URL", value_parser = web_address)]
    base_url: Option<String>,
    /// Add a statement about the site, signed with this SSH key: a private key, or the public half of one in an agent
    #[arg(long, value_name = "KEY")]
    attest: Option<String>,
    /// Write nothing where a warning or error is found
    #[arg(long)]
    strict: bool,
}

fn web_address(text: &str) -> std::result::Result<String, String> {
    match is_web_address(text) {
        true => Ok(text.to_owned()),
        false => Err("it is no web address: write it as `https://…`".into()),
    }
}

/// What a build says, and says again where nothing has changed since.
#[derive(Debug, Default, PartialEq, Eq)]
struct Told {
    /// What was read.
    read: String,
    /// That what was read is in no commit.
    uncommitted: Option<String>,
    /// What was found.
    found: String,
    /// The rules of what was found at or above the failing level.
    failing: Option<String>,
    /// Whether the site tells of all that was found.
    in_site: bool,
    /// How many files the site has.
    files: usize,
    /// Their size together.
    bytes: u64,
}

impl Told {
    /// What stands between two parts: no sentence holds it.
    const BETWEEN: char = '\u{1f}';

    fn write(&self) -> String {
        let Self { read, uncommitted, found, failing, in_site, files, bytes } = self;
        let (uncommitted, failing) =
            (uncommitted.as_deref().unwrap_or_default(), failing.as_deref().unwrap_or_default());
        let in_site = if *in_site { "site" } else { "" };
        [read, uncommitted, found, failing, in_site, &files.to_string(), &bytes.to_string()]
            .join(&Self::BETWEEN.to_string())
    }

    fn read(said: &[u8]) -> Option<Self> {
        let parts: Vec<&str> = std::str::from_utf8(said).ok()?.split(Self::BETWEEN).collect();
        let [read, uncommitted, found, failing, in_site, files, bytes] = parts.try_into().ok()?;
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Some(Self {
            read: read.to_owned(),
            uncommitted: some(uncommitted),
            found: found.to_owned(),
            failing: some(failing),
            in_site: !in_site.is_empty(),
            files: files.parse().ok()?,
            bytes: bytes.parse().ok()?,
        })
    }
}

/// Which texts a site shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum EditionName {
    /// As they are, drafts among them
    Latest,
    /// Of each document the last text that was approved
    Approved,
}

/// For whom a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum AudienceName {
    /// Everybody
    Public,
    /// The people of the organisation
    Internal,
    /// Those who may read everything
    Confidential,
}

impl EditionName {
    pub(super) fn edition(self) -> EditionKind {
        match self {
            Self::Latest => EditionKind::Latest,
            Self::Approved => EditionKind::Approved,
        }
    }
}

impl AudienceName {
    pub(super) fn audience(self) -> Audience {
        match self {
            Self::Public => Audience::Public,
            Self::Internal => Audience::Internal,
            Self::Confidential => Audience::Confidential,
        }
    }
}

impl Build {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let project =
            self.at.project(self.edition == EditionName::Approved, terminal)?.reporting_to(terminal.progress());
        let project = if self.trend { home::run_by_this(project) } else { project };
        let out = self.out.clone().unwrap_or_else(|| site_of(&project));
        is_outside_git(&out, &project)?;
        // A build of minutes is not for nothing.
        emit::allowed(&out, Some(&project.root))?;
        let request = self.request(&out)?;
        // A signature is made anew each time.
        let options = if self.strict { "strict" } else { "" };
        let before = if self.attest.is_some() { None } else { home::before(&project, &request, &out, options) };
        if let Some(said) = before.as_ref().and_then(|before| before.said(&emit::standing(&out)))
            && let Some(told) = Told::read(&said)
        {
            tell_read(&told, terminal);
            let (files, size, out) = (count(told.files, "file"), size(told.bytes), terminal.way.join(&out));
            let stands = format!("{files} of {size} in {}: nothing has changed since they were written", out.display());
            return Ok(self.tell_end(&told, terminal, &out, ("Kept", &stands)));
        }
        let built = project.build(&request)?;
        let checked = built.state();
        // Readers of the site may not be told of all of it; who builds it is.
        let failing = check::failing(built.findings(), &checked.aims.config.checks, self.strict);
        let mut told = Told {
            read: read(checked),
            uncommitted: check::uncommitted(checked).map(Into::into),
            found: found(built.findings()),
            failing: (!failing.is_empty()).then(|| check::by_rule(&failing)),
            in_site: !checked.withholds,
            files: 0,
            bytes: 0,
        };
        tell_read(&told, terminal);
        // Why it failed is said to those too who want to hear of nothing else.
        if let Some(rules) = told.failing.as_ref().filter(|_| self.strict) {
            let tells = self.tells(terminal);
            terminal.row("Stopped", &format!("--strict: nothing was written. {rules}. `{tells}` tells them."));
            return Ok(false);
        }
        let sources = checked.aims.iter().map(|(_, document)| &document.path).chain(&checked.aims.assets);
        let of = emit::Of { root: &project.root, usual: SITE, origin: origin(checked) };
        let spared = emit::spares(&out, &of, sources)?;
        let key = self.attest.as_deref().map(Key::read);
        let sign = |message: &[u8]| attested(key.as_ref(), message);
        let files = built.sealed(key.is_some().then_some(&sign))?;
        let progress = terminal.progress();
        let counted = Counted { steps: Steps::begin(&*progress, Stage::Render, files.paths().len()), files: &files };
        let written = emit::write_site(&counted, &out, &of, spared)?;
        progress.step(Stage::Write, 0, 0);
        if let Some(left) = &written.leftover {
            terminal
                .row("Left", &format!("{}, which could not be removed: the next build tries again", left.display()));
        }
        built.keep();
        if let Some(recipe) = checked.recipe.as_ref().filter(|_| key.is_some()) {
            let signed = project.signed(&Published::Folder(out.clone()), recipe, GENERATOR)?;
            if !terminal.quiet || !signed.as_ref().is_some_and(Signed::is_good) {
                terminal.row("Signed", &signature(signed.as_ref(), true, true));
            }
        }
        (told.files, told.bytes) = (written.files, written.bytes);
        if let Some(before) = before {
            before.keep(&emit::standing(&out), told.write().as_bytes());
        }
        let out = terminal.way.join(&out);
        let wrote = format!("{} of {} to {}", count(told.files, "file"), size(told.bytes), out.display());
        Ok(self.tell_end(&told, terminal, &out, ("Wrote", &wrote)))
    }

    /// What is asked for.
    fn request(&self, out: &Path) -> Result<Request> {
        Ok(Request {
            dir: self.at.dir.clone(),
            rev: self.at.rev.clone(),
            trust: self.at.trust.clone(),
            since: self.since.clone(),
            trend: self.trend,
            edition: self.edition.edition(),
            audience: self.audience.map(AudienceName::audience),
            today: self.at.today()?,
            skip: vec![out.to_owned()],
            known: KnownBy::Settings,
            called: self.called.clone(),
            base_url: self.base_url.clone(),
        })
    }

    /// Tells what became of the site, and whether something was found that fails a build. True where not.
    fn tell_end(&self, told: &Told, terminal: &Terminal, out: &Path, (name, what): (&str, &str)) -> bool {
        if !terminal.quiet {
            terminal.row(name, what);
            terminal.row("Open", &out.join("index.html").display().to_string());
        }
        if let Some(rules) = &told.failing {
            let page = out.join("findings.html");
            let (page, tells) = (page.display(), self.tells(terminal));
            // A check is always about the texts as they are, and a site tells what its readers may know.
            let where_told = match (told.in_site, self.edition) {
                (true, EditionName::Latest) => format!("Read them in {page}, or by `{tells}`"),
                (true, EditionName::Approved) => format!("Read them in {page}"),
                (false, EditionName::Latest) => {
                    format!("Read them by `{tells}`: the site tells what its readers may know")
                }
                (false, EditionName::Approved) => {
                    format!(
                        "`{tells}` tells what is found in the texts as they are; the site tells what its readers may know"
                    )
                }
            };
            terminal.row("Failed", &format!("{rules}. {where_told}."));
        }
        told.failing.is_none()
    }

    /// The command that tells what was found.
    fn tells(&self, terminal: &Terminal) -> String {
        let way = match terminal.way.as_os_str().is_empty() {
            true => String::new(),
            false => format!(" -C {}", shell_word(&terminal.way.to_string_lossy())),
        };
        let mut command = format!("aims{way} check");
        if self.at.dir.as_os_str() != "." {
            command.push_str(&format!(" {}", shell_word(&self.at.dir.to_string_lossy())));
        }
        let today = self.at.today.map(|today| today.to_string());
        let options = [("--rev", self.at.rev.clone()), ("--trust", self.at.trust.clone()), ("--today", today)];
        for (option, value) in options.iter().filter_map(|(option, value)| Some((option, value.as_ref()?))) {
            command.push_str(&format!(" {option} {}", shell_word(value)));
        }
        if self.strict { command + " --strict" } else { command }
    }
}

/// Tells what was read and found.
fn tell_read(told: &Told, terminal: &Terminal) {
    if !terminal.quiet {
        terminal.row("Read", &told.read);
        if let Some(told) = &told.uncommitted {
            terminal.row("", told);
        }
        terminal.row("Found", &told.found);
    }
}

/// By what the AIMS is told from others.
fn origin(checked: &State) -> Option<emit::Origin> {
    let ((commit, path), now) = (checked.begun()?, below(&checked.prefix, SETTINGS));
    Some(emit::Origin { commit, path, now, organisation: checked.aims.config.organisation.clone() })
}

/// The signature of a key over a statement about a site.
fn attested(key: Option<&Key>, message: &[u8]) -> Result<String> {
    let signed = key.map(|key| key.sign(SITE_NAMESPACE, &[message])).transpose()?;
    Ok(signed.into_iter().flatten().next().unwrap_or_default())
}

/// The folder `site` at the root of the AIMS where the command runs within it, else here.
fn site_of(project: &Project) -> PathBuf {
    std::iter::repeat_n("..", project.levels_above(Path::new("."))).collect::<PathBuf>().join(SITE)
}

/// Makes sure that a site does not go among the objects of a repository that has no work tree.
fn is_outside_git(out: &Path, project: &Project) -> Result<()> {
    let within = || std::path::absolute(out).is_ok_and(|out| project.holds(&out));
    if project.is_bare() && within() {
        return Err(Error::new(format!("cannot build into {}: that is git's own folder", out.display()))
            .hint("Name a folder elsewhere: `--out DIR`."));
    }
    Ok(())
}

/// Files that tell how many of them have been made.
struct Counted<'a> {
    files: &'a dyn Files,
    steps: Steps<'a>,
}

impl Files for Counted<'_> {
    fn paths(&self) -> Vec<&DocPath> {
        self.files.paths()
    }

    fn last(&self) -> Vec<&DocPath> {
        self.files.last()
    }

    fn prepare(&self) {
        self.files.prepare();
    }

    fn bytes(&self, path: &DocPath) -> Result<Cow<'_, [u8]>> {
        let bytes = self.files.bytes(path);
        self.steps.one();
        bytes
    }
}

fn read(checked: &State) -> String {
    let (aims, history) = (&checked.aims, &checked.history);
    let controlled = aims.documents.iter().filter(|document| document.controlled).count();
    let translations = aims.documents.iter().filter(|document| document.translates.is_some()).count();
    let loose = aims.documents.len() - controlled - translations;
    let record = match history.standing {
        Standing::Outside => "no change record, for the folder is not in a git repository".into(),
        Standing::Unborn => "no change record, for the repository has no commit".into(),
        Standing::Aside => "no change record, for the branch that is checked out has no commit".into(),
        Standing::Recorded => count(history.revisions.len(), "commit"),
    };
    let loose = if loose > 0 { format!(", {}", count(loose, "uncontrolled page")) } else { String::new() };
    let translations =
        if translations > 0 { format!(", {}", count(translations, "translation")) } else { String::new() };
    let kindless = aims.documents.iter().filter(|document| document.controlled && document.kind.is_none()).count();
    let without = if kindless > 0 { format!(", {} without a kind", count(kindless, "file")) } else { String::new() };
    let documents = match checked.withholds && aims.documents.is_empty() {
        true => {
            "no document, for all are withheld from its readers (where `audience` under `[site]` names them, AIMS815 says why)"
                .to_owned()
        }
        false => count(controlled - kindless, "document"),
    };
    format!("{documents}{without}{translations}{loose}, {}, {record}", count(aims.trace.controls().count(), "control"))
}

fn found(findings: &Findings) -> String {
    check::summary(findings).trim_end_matches('.').to_owned()
}

/// A size in bytes as people say it.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}
