//! `aims check --fix` and `--diff`: mends that are certain, made or shown.

use clap::Args;

use super::terminal::Terminal;
use crate::base::Result;
use crate::base::text::count;
use crate::compare::patch;
use crate::diag::Diagnostic;
use crate::pipeline::mend::MendedFile;
use crate::pipeline::{Project, Request};
use crate::state::State;

/// Whether mends are made.
#[derive(Debug, Args)]
pub(super) struct FixArgs {
    /// Mend what can be mended for certain; who did something and when is never touched
    #[arg(long, conflicts_with_all = ["rev", "stdin_filename"])]
    fix: bool,
    /// Show what `--fix` would change, as a patch; end with exit code 1 where it would
    #[arg(long, conflicts_with_all = ["rev", "stdin_filename", "fix", "statistics", "full", "format", "output_file"])]
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
/// Where the AIMS cannot be read, or a file cannot be written.
pub(super) fn make(
    project: &Project,
    request: &Request,
    wanted: &dyn Fn(&Diagnostic) -> bool,
    terminal: &Terminal,
) -> Result<State> {
    let mended = project.mended(request, wanted)?;
    project.write_mended(&mended.files)?;
    if !terminal.quiet {
        for file in &mended.files {
            terminal.row("Mended", &format!("{} in {}", count(file.mends, "finding"), file.path));
        }
    }
    Ok(mended.state)
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
    let files = project.mended(request, wanted)?.files;
    terminal.out(&files.iter().map(as_patch).collect::<String>())?;
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

fn as_patch(file: &MendedFile) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    patch(file.path.as_str(), &text(&file.before), &text(&file.after))
}
