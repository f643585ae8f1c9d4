//! `aims demo`: the example AIMS as a repository with a past.

use std::path::PathBuf;

use clap::Args;

use super::at::read_date;
use super::machine::today;
use super::terminal::Terminal;
use crate::base::text::{count, shell_word};
use crate::base::{Date, Result};
use crate::demo;
use crate::emit;

/// Write the example AIMS as a git repository with a past of two years.
///
/// Harrowmere Mutual, its people and their keys are invented. Nothing that exists is overwritten.
#[derive(Debug, Args)]
pub(super) struct Demo {
    /// The folder to write, which does not exist yet or is empty
    #[arg(value_name = "DIR")]
    dir: PathBuf,
    /// The day on which the story ends; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
}

impl Demo {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let today = today(self.today)?;
        emit::outside_git(&self.dir)?;
        let written = demo::write(&self.dir, today)?;
        if terminal.quiet {
            return Ok(true);
        }
        let dir = self.dir.display();
        terminal.row("Wrote", &format!("{} to {dir}", count(written.files, "file")));
        let (commits, people) = (count(written.commits, "commit"), count(written.authors, "person"));
        let people = people.replace("persons", "people");
        let head = written.head.get(..10).unwrap_or_default();
        terminal.row("History", &format!("{commits} by {people} until {today}, {head} the newest"));
        terminal.row("Tags", &written.tags.join(", "));
        let keys = self.dir.join(".git").join(demo::KEYS);
        terminal.row("Keys", &format!("{}, to try `aims approve --key` with: they are no secret", keys.display()));
        let asked = self.today.map(|today| format!(" --today {today}")).unwrap_or_default();
        terminal.row("Next", &format!("aims build {}{asked}", shell_word(&dir.to_string())));
        Ok(true)
    }
}
