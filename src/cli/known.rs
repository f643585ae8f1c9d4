//! Baselines on the command line: which one holds, and how one is written.

use std::path::{Path, PathBuf};

use clap::Args;

use super::outside::is_outside;
use super::terminal::Terminal;
use crate::base::text::{count, shell_word};
use crate::base::{DocPath, Error, Result, SETTINGS};
use crate::check::{self, Findings};
use crate::diag::{Files, Place};
use crate::emit;
use crate::model::baseline::{Baseline, MAX_BASELINE, is_baseline};
use crate::parse;
use crate::pipeline::{KnownBy, Project, Request};
use crate::source::read_named;

/// What is known from before.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(super) struct KnownArgs {
    /// Tell and fail only what this file does not list, instead of that of the settings
    #[arg(long, value_name = "FILE")]
    baseline: Option<PathBuf>,
    /// Tell and fail everything, also what the baseline of the settings lists
    #[arg(long)]
    no_baseline: bool,
    /// List in this file what is found now, so that later only what is new is told and fails
    #[arg(long, value_name = "FILE")]
    write_baseline: Option<PathBuf>,
}

impl KnownArgs {
    /// What is asked, with what is known; a baseline that is to be written is written first.
    pub(super) fn asked(&self, request: Request, project: &Project, terminal: &Terminal) -> Result<Request> {
        let known = match (&self.baseline, &self.write_baseline) {
            (Some(file), _) => read(file, project)?,
            (None, Some(file)) => {
                write(file, &request, project, terminal)?;
                read(file, project)?
            }
            (None, None) if self.no_baseline => KnownBy::Nothing,
            (None, None) => KnownBy::Settings,
        };
        Ok(Request { known, ..request })
    }
}

/// Reads a baseline that somebody named: one that cannot be read as a whole stops the command.
fn read(file: &Path, project: &Project) -> Result<KnownBy> {
    let path = project.inside(file);
    let bytes = read_named(file, MAX_BASELINE).map_err(|error| {
        error.hint(format!(
            "Write one first: `aims check --write-baseline {}`.",
            shell_word(&file.display().to_string())
        ))
    })?;
    let not_text = |(_, problem): (String, parse::Problem)| {
        Error::new(format!("{} is no baseline: {}", file.display(), problem.message))
    };
    let text = parse::normalise(&bytes).map_err(not_text)?;
    let read = Baseline::read(&file.display().to_string(), path, &text);
    let Some(fault) = read.faults.first() else { return Ok(KnownBy::Baseline(Box::new(read), text.into())) };
    let mut line = 1;
    if let Some(path) = DocPath::new(SETTINGS) {
        let mut files = Files::default();
        files.add(path.clone(), text.as_str().into());
        line = files.positions(&Place { path, span: Some(fault.span) }).0.line;
    }
    // What is no baseline is something else that somebody needs.
    let hint = match is_baseline(&bytes) {
        true => format!("Write it anew: `aims check --write-baseline {}`.", shell_word(&file.display().to_string())),
        false => "It is another file. A baseline is written by `aims check --write-baseline FILE`.".to_owned(),
    };
    Err(Error::new(format!("{}:{line}: {}", file.display(), fault.message)).hint(hint))
}

/// Lists in a file all that is found, but for what no baseline may list.
fn write(file: &Path, request: &Request, project: &Project, terminal: &Terminal) -> Result<()> {
    is_outside(file, project)?;
    let state = project.check(&Request { known: KnownBy::Nothing, ..request.clone() })?;
    let text = check::baseline(&state.aims, &state.history, &state.approvals);
    emit::renew(file, text.as_bytes(), &is_baseline)?;
    if terminal.quiet {
        return Ok(());
    }
    let listed = Baseline::read("", None, &text).len();
    terminal.row("Wrote", &format!("{}, which lists {}", file.display(), count(listed, "finding")));
    let path = project.inside(file).filter(|path| !path.as_str().contains(['"', '\\']));
    let set = state.aims.config.checks.baseline.as_ref();
    match path {
        Some(path) if set.is_none_or(|set| set.value != path.as_str()) => {
            terminal
                .row("Next", &format!("for every check, write `baseline = \"{path}\"` under [checks] in aims.toml"));
        }
        _ => {}
    }
    Ok(())
}

/// How it went with what is known, after the findings.
pub(super) fn tell(findings: &Findings, terminal: &Terminal) {
    let known = findings.known();
    if known > 0 && !terminal.quiet {
        let verb = if known == 1 { "is" } else { "are" };
        let text = format!("{} {verb} not told; `--no-baseline` tells all", count(known, "known finding"));
        terminal.row("Known", &text);
    }
}
