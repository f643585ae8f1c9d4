//! Who the person at this machine is, in git's own words.
//!
//! What git takes for its settings is a long list: files of the machine, the user, the repository and the work tree, files
//! that those name under a condition, and the environment. Git itself knows them all, so it is asked. Where it cannot be,
//! its files are read as far as that is known to [`Identity`].

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::repo::Identity;

/// The settings that are asked for.
const WANTED: &str = r"^(user\.(name|email|signingkey)|gpg\.format)$";

/// Who git says that the person is, in this folder; `None` where there is no git, or it does not answer.
pub(super) fn identity(folder: &Path) -> Option<Identity> {
    let told = asked(folder, &["--null", "--get-regexp", WANTED])?;
    let mut settings = settings(&told);
    let mut take = |name: &str| settings.remove(name).filter(|value| !value.is_empty());
    let key = take("user.signingkey");
    let key = match key {
        Some(path) if path.starts_with('~') => asked(folder, &["--path", "--get", "user.signingkey"])
            .map(|told| told.trim().to_owned())
            .filter(|told| !told.is_empty())
            .or(Some(path)),
        key => key,
    };
    Some(Identity { name: take("user.name"), email: take("user.email"), signing_key: key, format: take("gpg.format") })
}

/// What `git config` says. That nothing is set is an answer too. No program that settings name is run for that: git writes to
/// no terminal here, and settings are all that it reads.
fn asked(folder: &Path, arguments: &[&str]) -> Option<String> {
    let mut command = Command::new("git");
    command
        .args(["--no-pager", "config"])
        .args(arguments)
        .current_dir(folder)
        .stdin(Stdio::null())
        .stderr(Stdio::null());
    let output = command.output().ok()?;
    matches!(output.status.code(), Some(0 | 1)).then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The settings that git lists, each with the value that counts: the last one.
fn settings(told: &str) -> BTreeMap<String, String> {
    let pairs = told.split('\0').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (name, value) = pair.split_once('\n').unwrap_or((pair, ""));
        (name.to_ascii_lowercase(), value.trim().to_owned())
    };
    pairs.map(pair).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_of_a_setting_counts() {
        let told = settings("user.email\na@x\0user.name\nAda\nExample\0user.email\n b@x \0gpg.format\0");
        let value = |name: &str| told.get(name).map(String::as_str);
        assert_eq!((value("user.email"), value("user.name")), (Some("b@x"), Some("Ada\nExample")));
        assert_eq!((value("gpg.format"), value("user.signingkey")), (Some(""), None));
    }
}
