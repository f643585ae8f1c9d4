//! Who the person at this machine is, in git's own words.
//!
//! What git takes for its settings is a long list: files of the machine, the user, the repository and the work tree, files
//! that those name under a condition, and the environment. Git itself knows them all, so it is asked. Where it cannot be,
//! its files are read as far as that is known to [`Identity`].

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Stdio};

use super::machine::variable;
use crate::repo::Identity;

/// The settings that are asked for.
const WANTED: &str = r"^((author|user)\.(name|email)|user\.signingkey|gpg\.format)$";

/// Who git would put down as the author of a commit in this folder; `None` where there is no git, or it does not answer.
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
    let format = take("gpg.format");
    let (name, email) = author(&mut take, &|name| variable(name).and_then(|value| value.into_string().ok()));
    Some(Identity { name, email, signing_key: key, format })
}

/// The author's name and address in git's own order: the environment, the settings for authors, those for everything, and
/// for the address the variable that mail programs know. See git-commit(1), "COMMIT INFORMATION".
fn author(
    setting: &mut impl FnMut(&str) -> Option<String>,
    variable: &dyn Fn(&str) -> Option<String>,
) -> (Option<String>, Option<String>) {
    let variable = |name: &str| variable(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
    let mut first = |named: &str, settings: [&str; 2]| {
        let set = settings.map(&mut *setting);
        set.into_iter().fold(variable(named), Option::or)
    };
    let name = first("GIT_AUTHOR_NAME", ["author.name", "user.name"]);
    let email = first("GIT_AUTHOR_EMAIL", ["author.email", "user.email"]);
    (name, email.or_else(|| variable("EMAIL")))
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
    fn an_author_is_looked_for_in_the_order_of_git() {
        let of = |settings: &[(&str, &str)], variables: &[(&str, &str)]| {
            let value = |of: &[(&str, &str)], name: &str| {
                of.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
            };
            author(&mut |name: &str| value(settings, name), &|name| value(variables, name)).1.unwrap_or_default()
        };
        let (user, own) = (("user.email", "u@x"), ("author.email", "a@x"));
        let (told, mail) = (("GIT_AUTHOR_EMAIL", "g@x"), ("EMAIL", "m@x"));
        assert_eq!(of(&[user, own], &[mail, told]), "g@x");
        assert_eq!(of(&[user, own], &[mail, ("GIT_AUTHOR_EMAIL", " ")]), "a@x");
        assert_eq!(of(&[user], &[mail]), "u@x");
        assert_eq!(of(&[], &[mail]), "m@x");
        assert_eq!(of(&[], &[]), "");
    }

    #[test]
    fn the_last_value_of_a_setting_counts() {
        let told = settings("user.email\na@x\0user.name\nAda\nExample\0user.email\n b@x \0gpg.format\0");
        let value = |name: &str| told.get(name).map(String::as_str);
        assert_eq!((value("user.email"), value("user.name")), (Some("b@x"), Some("Ada\nExample")));
        assert_eq!((value("gpg.format"), value("user.signingkey")), (Some(""), None));
    }
}
