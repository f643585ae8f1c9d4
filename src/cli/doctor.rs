//! `aims doctor`: what around the AIMS commonly is wrong, a line each, with what to do about it.

use std::path::PathBuf;

use clap::Args;

use super::global::VERSION;
use super::machine::seconds;
use super::terminal::Terminal;
use super::words::{Paint, Tone, safe};
use super::{git, home};
use crate::base::text::{count, shell_word};
use crate::base::{Error, Result, SETTINGS, date};
use crate::cache;
use crate::pipeline::{Health, HeldHere, Project, Repository};

/// How far the clock of a commit may be ahead of the one here, in seconds.
const AHEAD: i64 = 600;

/// Look at what around the AIMS commonly is wrong: git, the clone, your name and key, caches, build servers.
///
/// A line each, with what to do about it. Nothing is changed, and nothing is asked of a network. Ends with exit code 1 where
/// something keeps the AIMS from being read, recorded or approved.
#[derive(Debug, Args)]
pub(super) struct Doctor {
    /// A folder of the AIMS; its root is the nearest folder upwards with an aims.toml
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
}

/// How something stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// As it should be.
    Good,
    /// Worth knowing.
    Note,
    /// In the way.
    Bad,
}

/// A line: what was looked at, how it stands, what there is, and what to do.
struct Line {
    about: &'static str,
    standing: Standing,
    told: String,
    remedy: Option<String>,
}

fn good(about: &'static str, told: impl Into<String>) -> Line {
    Line { about, standing: Standing::Good, told: told.into(), remedy: None }
}

fn note(about: &'static str, told: impl Into<String>, remedy: impl Into<String>) -> Line {
    Line { about, standing: Standing::Note, told: told.into(), remedy: Some(remedy.into()) }
}

fn bad(about: &'static str, told: impl Into<String>, remedy: impl Into<String>) -> Line {
    Line { about, standing: Standing::Bad, told: told.into(), remedy: Some(remedy.into()) }
}

impl Doctor {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let mut lines = vec![good("version", format!("aims {}", VERSION.as_str()))];
        match Project::find(&self.dir) {
            Err(error) => lines.push(of_error("settings", &error)),
            Ok(project) => {
                lines.push(match project.settings_text().and_then(|_| project.catalog()) {
                    Ok(_) => good("settings", project.root.join(SETTINGS).display().to_string()),
                    Err(error) => of_error("settings", &error),
                });
                match project.health(git::identity(&project.root)) {
                    Ok(health) => lines.extend(around(&health, seconds()?)),
                    Err(error) => lines.push(of_error("git", &error)),
                }
            }
        }
        lines.push(caches());
        terminal.out(&told(&lines, Paint(terminal.style().colour)))?;
        Ok(lines.iter().all(|line| line.standing != Standing::Bad))
    }
}

fn of_error(about: &'static str, error: &Error) -> Line {
    bad(about, error.to_string(), error.hint_text().unwrap_or("Mend what it says."))
}

fn around(health: &Health, now: i64) -> Vec<Line> {
    let mut lines = Vec::new();
    match &health.repository {
        None => lines.push(bad(
            "git",
            "no repository around it: there is no change record, and nothing can be approved",
            "Run `git init`, then commit.",
        )),
        Some(repository) => lines.extend(of_repository(repository, now)),
    }
    lines.push(who(health));
    lines.push(signing(health));
    lines.push(ci(health));
    lines
}

fn of_repository(repository: &Repository, now: i64) -> Vec<Line> {
    let Some((id, at)) = &repository.newest else {
        return vec![bad("git", "no commit yet: there is no change record", "Run `git add .` and `git commit`.")];
    };
    let day = date::of_timestamp(*at, 0);
    vec![
        good("git", format!("a repository, whose newest commit is {id} of {day}")),
        match &repository.held {
            HeldHere::Part => bad(
                "history",
                "only a part of it is here: the change record has gaps",
                "Run `git fetch --unshallow`; on a build server, `fetch-depth: 0`.",
            ),
            HeldHere::Commits => bad(
                "history",
                "all commits are here, but the clone was made with a filter: texts of the past are missing",
                "Run `git fetch --refetch --no-filter`.",
            ),
            HeldHere::Unread(error) => of_error("history", error),
            HeldHere::All => good("history", "all of it is here, but for tags, of which a clone cannot tell"),
        },
        match repository.left_out {
            0 => good("checkout", "all of the AIMS is in it"),
            number => bad(
                "checkout",
                format!("it is sparse, and {} of the AIMS not in it", are(number)),
                "Run `git sparse-checkout disable`, or add the folder of the AIMS: `git sparse-checkout add`.",
            ),
        },
        match *at > now.saturating_add(AHEAD) {
            true => bad(
                "clock",
                format!("the newest commit is of {day}, which is still to come"),
                "Set the clock of the machine that is wrong: this one, or the one that made the commit.",
            ),
            false => good("clock", "the newest commit is not ahead of it"),
        },
        match repository.has_mailmap {
            true => good("names", "joined by `.mailmap` where one person has several"),
            false => good("names", "as they stand in commits: there is no `.mailmap`"),
        },
        match repository.keeps_line_ends {
            true => good("line ends", "those of approvals stay as they are"),
            false => note(
                "line ends",
                "git may convert those of approvals, which OpenSSH then cannot verify",
                "Put `approvals/** -text` into `.gitattributes`; `aims approve` does it too.",
            ),
        },
        match &repository.filtered {
            None => good("filters", "none stands in front of a document"),
            Some((path, filter)) => bad(
                "filters",
                format!("`{filter}` stands in front of {path}: its text is not in git"),
                "Take the line for Markdown out of `.gitattributes`, and commit the files again.",
            ),
        },
    ]
}

fn are(files: usize) -> String {
    format!("{} {}", count(files, "file"), if files == 1 { "is" } else { "are" })
}

fn who(health: &Health) -> Line {
    match (&health.identity.name, &health.identity.email, health.is_listed) {
        (Some(name), Some(email), Some(false)) => note(
            "you",
            format!("{name} <{email}>, whom {SETTINGS} does not list: you cannot approve or review"),
            format!("Add yourself to {SETTINGS} under `[[people]]`, or set `user.email` to an address that is there."),
        ),
        (Some(name), Some(email), _) => good("you", format!("{name} <{email}>")),
        _ => bad(
            "you",
            "git does not know your name and address",
            "Run `git config --global user.name \"…\"` and `git config --global user.email …`.",
        ),
    }
}

fn signing(health: &Health) -> Line {
    let remedy =
        "Run `git config --global gpg.format ssh` and `git config --global user.signingKey ~/.ssh/id_ed25519.pub`.";
    match (&health.identity.signing_key, health.identity.signs_with_ssh()) {
        (Some(_), true) => good("signing", "with an SSH key"),
        (Some(_), false) if health.asks_for_signatures => {
            bad("signing", "with a key that is not of SSH, while a rule asks for signatures", remedy)
        }
        (None, _) if health.asks_for_signatures => bad("signing", "no key, while a rule asks for signatures", remedy),
        _ => note("signing", "no SSH key: what you approve is not signed unless you say `--key`", remedy),
    }
}

fn ci(health: &Health) -> Line {
    let shallow: Vec<&str> = health.ci.iter().filter(|(_, whole)| !whole).map(|(name, _)| *name).collect();
    let names: Vec<&str> = health.ci.iter().map(|(name, _)| *name).collect();
    match (names.as_slice(), shallow.as_slice()) {
        ([], _) => note(
            "ci",
            "no file for a build server",
            match health.within.as_str() {
                "" => "In the folder of aims.toml, `aims init --keep` writes one for GitHub and one for GitLab."
                    .to_owned(),
                folder => format!(
                    "At the top of the repository, have one run `aims check {}` with the whole history.",
                    shell_word(folder)
                ),
            },
        ),
        (_, []) => good("ci", format!("{}, with the whole history", names.join(", "))),
        (_, shallow) => note(
            "ci",
            format!("{} may fetch a part of the history only", shallow.join(", ")),
            "Have it fetch all: `fetch-depth: 0` on GitHub, `GIT_DEPTH: 0` on GitLab.",
        ),
    }
}

fn caches() -> Line {
    let (folder, named) = home::named();
    let Some(folder) = folder else {
        return good("cache", format!("none is kept, by {named}"));
    };
    let shown = folder.display();
    match cache::usage(&folder) {
        Ok((files, bytes)) => {
            let size = bytes.div_ceil(1024 * 1024);
            good("cache", format!("{shown}, {} of {size} MiB", count(files, "file")))
        }
        Err(error) => note(
            "cache",
            format!("{shown} cannot be written: {error}"),
            "Each run reads the whole history. Name another folder in AIMS_CACHE_DIR.",
        ),
    }
}

fn told(lines: &[Line], paint: Paint) -> String {
    let mut text = String::new();
    for line in lines {
        let (sign, tone) = match line.standing {
            Standing::Good => ("ok", Tone::Good),
            Standing::Note => ("note", Tone::Commit),
            Standing::Bad => ("wrong", Tone::Bad),
        };
        let remedy = line.remedy.as_deref().map(|remedy| format!(". {}", safe(remedy))).unwrap_or_default();
        text.push_str(&format!(
            "{}  {:<9}  {}{remedy}\n",
            paint.tone(tone, &format!("{sign:<5}")),
            line.about,
            safe(&line.told)
        ));
    }
    text
}
