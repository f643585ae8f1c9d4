//! Where what was found out about histories is kept for the person at this machine.
//!
//! Never in a repository: a clone, a copy or the cache of a build server would bring along what nobody here found out.

use std::env::{current_exe, var, var_os};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use crate::base::{Error, Result};
use crate::cache;
use crate::pipeline::{Before, Errand, Project, Request};

/// The variable that names the folder of caches, in place of the person's own.
const NAMED: &str = "AIMS_CACHE_DIR";

/// The project, with what earlier runs of this person found out about it.
///
/// # Errors
/// Where the environment names a folder in the repository.
pub(super) fn with_cache(project: Project) -> Result<Project> {
    if is_server() {
        return Ok(project);
    }
    if let Some(named) = folder(NAMED) {
        if project.holds(&named) {
            return Err(Error::new(format!("{NAMED} names {}, which lies in the repository", named.display()))
                .hint("What is kept there would travel with the repository. Name a folder outside it."));
        }
        return Ok(project.with_cache(&named));
    }
    Ok(match of_person() {
        Some(folder) => project.with_cache(&folder.join("aims")),
        None => project,
    })
}

/// The project, run by this very program.
pub(super) fn run_by_this(project: Project) -> Project {
    // Where it cannot be told which that is, nothing is believed that depends on it.
    match current_exe().ok().and_then(|program| cache::digest(&program)) {
        Some(program) => project.run_by(program),
        None => project,
    }
}

/// What is known of the build before that made the same site in the folder `out`.
pub(super) fn before<'a>(project: &'a Project, request: &Request, out: &Path, options: &str) -> Option<Before<'a>> {
    #[expect(clippy::disallowed_methods, reason = "the command line is the home of the clock")]
    let now = SystemTime::now();
    project.before(request, Errand { out, program: &current_exe().ok()?, options, now })
}

/// The folder of what is kept, and what names it; none where nothing is kept.
pub(super) fn named() -> (Option<PathBuf>, &'static str) {
    if is_server() {
        return (None, "CI");
    }
    match folder(NAMED) {
        Some(named) => (Some(named), NAMED),
        None if cfg!(windows) => (of_person().map(|folder| folder.join("aims")), "LOCALAPPDATA"),
        None => (of_person().map(|folder| folder.join("aims")), "HOME"),
    }
}

/// Whether this runs on a build server: what others can put into a cache there is not this person's.
#[expect(clippy::disallowed_methods, reason = "the command line is the home of the environment")]
fn is_server() -> bool {
    var("CI").is_ok_and(|set| !set.is_empty())
}

/// The person's folder of caches.
fn of_person() -> Option<PathBuf> {
    if cfg!(windows) {
        return folder("LOCALAPPDATA");
    }
    let home = folder("HOME");
    if cfg!(target_os = "macos") {
        return Some(home?.join("Library/Caches"));
    }
    folder("XDG_CACHE_HOME").or_else(|| Some(home?.join(".cache")))
}

/// The folder that a variable names. What depends on where the program runs names none.
fn folder(name: &str) -> Option<PathBuf> {
    var_os(name).map(PathBuf::from).filter(|path| path.is_absolute())
}
