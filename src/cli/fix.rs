//! `aims check --fix` and `--diff`: mends that are certain, made or shown.

use clap::Args;

use super::terminal::Terminal;
use super::words::safe;
use crate::base::text::count;
use crate::base::{Error, Result, below};
use crate::compare::patch;
use crate::diag::Diagnostic;
use crate::pipeline::mend::{Mended, MendedFile};
use crate::pipeline::{Project, Request};
use crate::state::State;

/// Whether mends are made.
#[derive(Debug, Args)]
pub(super) struct FixArgs {
    /// Mend what can be mended for certain; who did something and when is never touched
    #[arg(long, conflicts_with_all = ["rev", "stdin_filename"])]
    fix: bool,
    /// Show what `--fix` would change, as a patch; end with exit code 1 where it would
    #[arg(long, conflicts_with_all = ["rev", "stdin_filename", "fix", "statistics", "full", "format", "output_file", "strict", "exit_zero"])]
    diff: bool,
}

/// What becomes of mends.
pub(super) enum Mode {
    /// They are made.
    Make,
    /// They are shown.
    Show,
    /// Nothing.
    None,
}

impl FixArgs {
    /// What was asked for.
    pub(super) fn mode(&self) -> Mode {
        match (self.fix, self.diff) {
            (_, true) => Mode::Show,
            (true, false) => Mode::Make,
            (false, false) => Mode::None,
        }
    }
}

/// Makes the certain mends of what is `wanted`, and gives what is found after that.
///
/// # Errors
/// Where the AIMS cannot be read, or a file cannot be written. All others are written then, and it is told which.
pub(super) fn make(
    project: &Project,
    request: &Request,
    wanted: &dyn Fn(&Diagnostic) -> bool,
    terminal: &Terminal,
) -> Result<State> {
    let mended = project.mended(request, wanted)?;
    let written: Vec<Result<()>> = mended.files.iter().map(|file| project.write_mended(file)).collect();
    tell_left(&mended, terminal);
    let mut failed = 0;
    for (file, written) in mended.files.iter().zip(&written) {
        match written {
            Ok(()) if terminal.quiet => {}
            Ok(()) => terminal.row("Mended", &safe(&format!("{} in {}", count(file.mends, "finding"), file.path))),
            // It stands even where little is said.
            Err(why) => {
                failed += 1;
                terminal.row("Failed", &safe(&format!("{}: {}", file.path, whole(why))));
            }
        }
    }
    match failed {
        0 => Ok(mended.state),
        _ => Err(Error::new(format!(
            "{failed} of {} that can be mended could not be written",
            count(written.len(), "file")
        ))
        .hint("Those are as they were, and the others are mended. Run this again once they can be written.")),
    }
}

/// An error with what lies under it, on one line.
fn whole(error: &Error) -> String {
    let source = std::error::Error::source(error).map(|source| format!(": {source}"));
    format!("{error}{}", source.unwrap_or_default())
}

/// Shows the same as a patch, and writes nothing. Whether there is nothing to mend.
///
/// # Errors
/// Where the AIMS cannot be read.
pub(super) fn show(
    project: &Project,
    request: &Request,
    wanted: &dyn Fn(&Diagnostic) -> bool,
    terminal: &Terminal,
) -> Result<bool> {
    let mended = project.mended(request, wanted)?;
    tell_left(&mended, terminal);
    let files = mended.files;
    terminal.out(&files.iter().map(|file| as_patch(file, project)).collect::<String>())?;
    if !terminal.quiet {
        let mends: usize = files.iter().map(|file| file.mends).sum();
        let text = match mends {
            0 => "nothing that could be mended for certain".to_owned(),
            _ => format!(
                "{} in {} can be mended: `aims check --fix`",
                count(mends, "finding"),
                count(files.len(), "file")
            ),
        };
        terminal.row("Found", &text);
    }
    Ok(files.is_empty())
}

/// Says which files are not mended, and why. It stands even where little is said: they were asked to be.
fn tell_left(mended: &Mended, terminal: &Terminal) {
    for path in &mended.left {
        terminal.row("Left", &format!("{path}: what mends it would bring another error into it, so that is for you"));
    }
}

/// A patch as git has it, from the top of the repository.
fn as_patch(file: &MendedFile, project: &Project) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    patch(&below(&project.prefix, file.path.as_str()), &text(&file.before), &text(&file.after))
}
