//! `aims new`: a document from what its kind knows.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use super::at::read_date;
use super::git;
use super::home::with_cache;
use super::machine::{today, variable};
use super::outside::is_in_no_site;
use super::terminal::Terminal;
use crate::base::text::{shell_word, terminal_safe};
use crate::base::{Date, Error, Result};
use crate::emit;
use crate::pipeline::{Project, Request};
use crate::start::{self, Left, New as Made, Wanted};

/// Write a draft of a document, with the next free id and every key that its kind asks for.
///
/// Prints the path of the file, and nothing else, on stdout: `$EDITOR "$(aims new policy "Logging")"`.
#[derive(Debug, Args)]
pub(super) struct New {
    /// What sort of document: `aims explain kinds` lists them
    #[arg(value_name = "KIND")]
    kind: String,
    /// Its title
    #[arg(value_name = "TITLE")]
    title: Option<String>,
    /// A folder of the AIMS; its root is the nearest folder upwards with an aims.toml
    #[arg(long, value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// An AI system that it is about; may be given again
    #[arg(long = "system", value_name = "ID")]
    systems: Vec<String>,
    /// What a nonconformity comes from: a finding of an audit as AUD-001#F1, or another record
    #[arg(long, value_name = "ID")]
    from: Option<String>,
    /// The document that it takes the place of
    #[arg(long, value_name = "ID")]
    replaces: Option<String>,
    /// Its id; else the next one of its kind that was never used
    #[arg(long, value_name = "ID")]
    id: Option<String>,
    /// Who answers for it; else the role of whoever git's `user.email` names
    #[arg(long, value_name = "ROLE")]
    owner: Option<String>,
    /// The framework of a statement of applicability; else the first that is followed
    #[arg(long, value_name = "ID")]
    framework: Option<String>,
    /// Its path from the root of the AIMS; else in the folder of its kind
    #[arg(long, value_name = "PATH")]
    out: Option<String>,
    /// Print the text; write nothing
    #[arg(long)]
    dry_run: bool,
    /// Open it in your editor, the one that `VISUAL` or `EDITOR` names
    #[arg(long, conflicts_with = "dry_run")]
    edit: bool,
    /// The day of the draft; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
}

impl New {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let editor = if self.edit { Some(editor()?) } else { None };
        let today = today(self.today)?;
        let project = with_cache(Project::find(&self.dir)?)?.reporting_to(terminal.progress());
        let state = project.check(&Request::new(&self.dir, today))?;
        let wanted = Wanted {
            kind: self.kind.clone(),
            title: self.title.clone(),
            systems: self.systems.clone(),
            from: self.from.clone(),
            replaces: self.replaces.clone(),
            id: self.id.clone(),
            owner: self.owner.clone(),
            framework: self.framework.clone(),
            path: self.out.clone(),
            email: git::identity(&project.root).or(project.identity()?).and_then(|identity| identity.email),
            today,
        };
        let made = start::new(&state, &wanted)?;
        is_in_no_site(&project.root.join(made.draft.path.as_str()), &project)?;
        if self.dry_run {
            terminal.out(&terminal_safe(&made.draft.text))?;
            return Ok(true);
        }
        let (path, text) = (&made.draft.path, made.draft.text.as_bytes());
        emit::lay_if(&project.root, &[(path, text)], &|| project.reads(path))?;
        let path = project.shown_from(&self.dir, &made.draft.path);
        terminal.out(&format!("{}\n", path.display()))?;
        if !terminal.quiet {
            tell(&made, terminal);
        }
        if let Some(editor) = editor {
            open(&editor, &project.root.join(made.draft.path.as_str()))?;
        }
        Ok(true)
    }
}

/// The editor of the person.
fn editor() -> Result<OsString> {
    variable("VISUAL").or_else(|| variable("EDITOR")).ok_or_else(|| {
        Error::new("neither VISUAL nor EDITOR names an editor")
            .hint("Set one, as in `EDITOR=nano`, or leave `--edit` out.")
    })
}

/// Runs an editor on a file, and waits for it. What names it may hold options, as git has it.
fn open(editor: &OsString, file: &Path) -> Result<()> {
    let mut command = if cfg!(unix) {
        let mut script = editor.clone();
        script.push(" \"$@\"");
        let mut shell = Command::new("sh");
        shell.arg("-c").arg(script).arg("sh");
        shell
    } else {
        Command::new(editor)
    };
    let named = editor.to_string_lossy();
    let ended = command.arg(file).status();
    let ended = ended.map_err(|error| Error::new(format!("cannot start the editor `{named}`")).caused_by(error))?;
    match ended.success() {
        true => Ok(()),
        false => {
            Err(Error::new(format!("the editor `{named}` ended with a mistake"))
                .hint("The draft is there all the same."))
        }
    }
}

/// What is left to do elsewhere.
fn tell(made: &Made, terminal: &Terminal) {
    for left in &made.left {
        match left {
            Left::NameInFinding { path, finding } => {
                let row = format!("add `nonconformity: {}` to the row `{finding}` under `findings` in {path}", made.id);
                terminal.row("Left", &row);
            }
            Left::Retire(old) => {
                let when = format!("once {} is approved, set `status: retired` in {old}, which it replaces", made.id);
                terminal.row("Left", &when);
            }
            Left::StatedBy(soa) => {
                let why =
                    format!("{soa} is the statement of applicability for this framework already, and one is judged");
                terminal.row("Left", &format!("{why}: write on in that one, or say `--replaces {soa}`"));
            }
            Left::LookIntoHistory => {
                let why = format!("the history here is not whole, so that {} may have been used before", made.id);
                terminal.row("Left", &format!("{why}: `aims check` tells what is missing"));
            }
            Left::Assess(system) => {
                let system = shell_word(system);
                terminal.row("Next", &format!("aims new risk-assessment --system {system}"));
                terminal.row("", &format!("aims new impact-assessment --system {system}"));
            }
        }
    }
}
