//! Where the AIMS is that a command is about, and as of when; and how a day and a time are written in options.

use std::path::PathBuf;

use clap::Args;

use super::home;
use super::machine::{EPOCH, clock, today, variable};
use super::terminal::Terminal;
use crate::base::{Date, Period, Result, date};
use crate::pipeline::{Project, Request};

/// Where the AIMS is, and as of when.
#[derive(Debug, Clone, Args)]
pub(super) struct At {
    /// A folder of the AIMS; its root is the nearest folder upwards with an aims.toml
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) dir: PathBuf,
    /// Read this commit instead of the work tree: a tag, a branch, an id
    #[arg(long, value_name = "COMMIT")]
    pub(super) rev: Option<String>,
    /// Read the whole history anew, and keep nothing of it for the next run
    #[arg(long)]
    pub(super) no_cache: bool,
    /// Take keys and roles from the settings of this commit, instead of those before each change
    #[arg(long, value_name = "COMMIT")]
    pub(super) trust: Option<String>,
    /// The day that decides what is overdue; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    pub(super) today: Option<Date>,
}

impl At {
    /// The AIMS of that folder. An answer on which somebody acts is made `anew`: nothing is believed that an earlier run
    /// found out.
    pub(super) fn project(&self, anew: bool, terminal: &Terminal) -> Result<Project> {
        let project = match &self.rev {
            Some(rev) => Project::find_at(&self.dir, rev)?,
            None => Project::find(&self.dir)?,
        };
        self.tell_day(&project, terminal);
        if self.no_cache || anew { Ok(project) } else { home::with_cache(project) }
    }

    /// Says that texts of then are judged by the day that it is, where nobody named a day for them.
    fn tell_day(&self, project: &Project, terminal: &Terminal) {
        let Some(rev) = self.rev.as_deref().filter(|_| !terminal.quiet && self.today.is_none()) else { return };
        let is_named = variable(EPOCH).is_some();
        // What cannot be read stops the command in a moment, in its own words.
        let (Ok(day), Ok(today)) = (project.day_of(rev), clock()) else { return };
        if day < today && !is_named {
            terminal.row(
                "Note",
                &format!(
                    "the texts of {day} are judged by today, {today}; `--today {day}` judges them by their own day"
                ),
            );
        }
    }

    pub(super) fn today(&self) -> Result<Date> {
        today(self.today)
    }

    /// What is asked about.
    pub(super) fn request(&self) -> Result<Request> {
        let (rev, trust) = (self.rev.clone(), self.trust.clone());
        Ok(Request { rev, trust, ..Request::new(&self.dir, self.today()?) })
    }
}

pub(super) fn read_date(text: &str) -> std::result::Result<Date, String> {
    date::parse(text).ok_or_else(|| "write a day that exists as 2026-11-20".to_owned())
}

pub(super) fn read_period(text: &str) -> std::result::Result<Period, String> {
    Period::parse(text).ok_or_else(|| "write a time as 90d, 6 weeks, 3 months or 1y".to_owned())
}
