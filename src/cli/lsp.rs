//! `aims lsp`: the language server, over standard input and output.

use std::error::Error as _;
use std::path::{Path, PathBuf};

use clap::Args;

use super::{home, read_date, today};
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
            let project = Project::find(folder).and_then(home::with_cache).ok()?;
            Some((project.root.clone(), Box::new(OnDisk { project, today: self.today })))
        };
        lsp::over_stdio(&find)?;
        Ok(true)
    }
}

/// An AIMS in a folder.
struct OnDisk {
    project: Project,
    today: Option<Date>,
}

impl Workspace for OnDisk {
    fn state(&mut self, open: &Texts) -> Result<State, Stopped> {
        let request = today(self.today).map(|today| Request::new(&self.project.root, today));
        request.and_then(|request| self.project.check_with(&request, open)).map_err(|error| stopped(&error))
    }
}

fn stopped(error: &Error) -> Stopped {
    if let Some(unusable) = error.source().and_then(|source| source.downcast_ref::<Unusable>()) {
        return Stopped::Settings(unusable.findings.clone(), unusable.texts.clone());
    }
    let hint = error.hint_text().map(|hint| format!(". {hint}")).unwrap_or_default();
    Stopped::Other(format!("{error}{hint}"))
}
