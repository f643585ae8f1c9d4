//! `aims lsp`: the language server, over standard input and output.

use std::collections::BTreeSet;
use std::error::Error as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::at::read_date;
use super::home;
use super::machine::today;
use crate::base::{Date, Error, Result};
use crate::lsp::{self, Stopped, Texts, Workspace};
use crate::pipeline::{Project, Request, Unusable};
use crate::state::State;

/// Serve an editor over standard input and output: findings as you type, completion of keys, words and ids, what stands
/// behind a name, where it is named, and another id for a document.
///
/// An editor starts it; there is nothing to see in a terminal.
#[derive(Debug, Args)]
pub(super) struct Lsp {
    /// The day that decides what is overdue; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
    /// What editors add to say how they talk: there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

impl Lsp {
    pub(super) fn run(&self) -> Result<bool> {
        let find = |folder: &Path| -> Option<(PathBuf, Box<dyn Workspace>)> {
            let root = Project::find(folder).ok()?.root;
            let workspace = OnDisk { root: root.clone(), today: self.today, project: None, open: Texts::new() };
            Some((root, Box::new(workspace)))
        };
        lsp::over_stdio(&find)
    }
}

/// An AIMS in a folder.
struct OnDisk {
    root: PathBuf,
    today: Option<Date>,
    /// What is known of it from the last time.
    project: Option<Project>,
    /// The texts that were open then.
    open: Texts,
}

impl OnDisk {
    /// The project, knowing what did not change; found anew where nothing is known any more.
    fn project(&mut self, open: &Texts, anew: bool) -> Result<&Project> {
        let before = std::mem::replace(&mut self.open, open.clone());
        let paths = before.keys().chain(open.keys());
        let changed = paths.filter(|path| before.get(*path) != open.get(*path));
        let changed: BTreeSet<PathBuf> = changed.map(|path| self.root.join(path.as_str())).collect();
        let known = self.project.take().filter(|project| !anew && project.forget(&changed));
        let project = match known {
            Some(project) => project,
            None => home::with_cache(Project::find(&self.root)?)?.remembering(),
        };
        Ok(self.project.insert(project))
    }
}

impl Workspace for OnDisk {
    fn state(&mut self, open: &Texts, anew: bool) -> Result<State, Stopped> {
        let asked = today(self.today);
        let root = self.root.clone();
        let project = self.project(open, anew).map_err(|error| stopped(&error))?;
        let request = asked.map(|today| Request::new(root, today));
        request.and_then(|request| project.check_with(&request, open)).map_err(|error| stopped(&error))
    }
}

fn stopped(error: &Error) -> Stopped {
    if let Some(unusable) = error.source().and_then(|source| source.downcast_ref::<Unusable>()) {
        return Stopped::Settings(unusable.findings.clone(), unusable.texts.clone());
    }
    let hint = error.hint_text().map(|hint| format!(". {hint}")).unwrap_or_default();
    Stopped::Other(format!("{error}{hint}"))
}
