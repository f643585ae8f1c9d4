//! `aims check --fix` and `--diff`: mends that are certain, made or shown.

use super::terminal::Terminal;
use crate::base::Result;
use crate::base::text::count;
use crate::compare::patch;
use crate::diag::Diagnostic;
use crate::pipeline::{MendedFile, Project, Request};
use crate::state::State;

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
