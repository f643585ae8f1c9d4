//! `aims config`: the settings in force, and where each comes from.

use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::at::read_date;
use super::due::Format;
use super::global::{Global, When};
use super::home;
use super::machine::{today, variable};
use super::terminal::Terminal;
use super::words::safe;
use crate::base::{Date, Result, SETTINGS, json};
use crate::model::in_force::{InForce, Shown, in_force};
use crate::pipeline::Project;

/// Print the settings in force, each with where it comes from: a line of aims.toml, an option, a variable, or the default.
///
/// What is written in aims.toml and cannot be used is told with what holds in its place.
#[derive(Debug, Args)]
pub(super) struct Config {
    /// A folder of the AIMS; its root is the nearest folder upwards with an aims.toml
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// The day that decides what is overdue; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
    /// How to tell it
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// A setting, as programs read it.
#[derive(Debug, Serialize)]
struct Row {
    name: String,
    value: Option<Shown>,
    /// `default`, `aims.toml`, `option`, `variable`, `machine`.
    from: &'static str,
    /// The line, the option or the variable.
    at: Option<String>,
    /// Why what stands there is not in force.
    unused: Option<String>,
}

#[derive(Debug, Serialize)]
struct Told<'a> {
    root: String,
    settings: &'a [Row],
}

impl Config {
    pub(super) fn run(&self, terminal: &Terminal, global: &Global) -> Result<bool> {
        let project = Project::find(&self.dir)?;
        let mut rows: Vec<Row> = in_force(&project.settings_text()?).into_iter().map(of_file).collect();
        rows.extend(self.of_run(global)?);
        let text = match self.format {
            Format::Human => human(&rows),
            Format::Json => json::lines(&Told { root: project.root.to_string_lossy().into_owned(), settings: &rows })?,
        };
        terminal.out(&text)?;
        Ok(true)
    }

    /// What is decided for this run alone.
    fn of_run(&self, global: &Global) -> Result<Vec<Row>> {
        let row = |name: &str, value: Shown, from: &'static str, at: Option<&str>| Row {
            name: name.to_owned(),
            value: Some(value),
            from,
            at: at.map(str::to_owned),
            unused: None,
        };
        let day = Shown::Text(today(self.today)?.to_string());
        let (folder, named) = home::named();
        let kept = Shown::Text(folder.map_or_else(|| "none".into(), |folder| folder.display().to_string()));
        let colour = match global.color {
            When::Auto => "auto",
            When::Always => "always",
            When::Never => "never",
        };
        let option = |is_given: bool| if is_given { "option" } else { "default" };
        Ok(vec![
            match self.today {
                Some(_) => row("today", day, "option", Some("--today")),
                None if variable("SOURCE_DATE_EPOCH").is_some() => {
                    row("today", day, "variable", Some("SOURCE_DATE_EPOCH"))
                }
                None => row("today", day, "machine", Some("the clock")),
            },
            row("cache", kept, "variable", Some(named)),
            match global.color {
                When::Auto => row("color", Shown::Text(colour.into()), option(false), None),
                _ => row("color", Shown::Text(colour.into()), option(true), Some("--color")),
            },
            match global.jobs {
                Some(jobs) => row("jobs", Shown::Number(i64::from(jobs)), option(true), Some("--jobs")),
                None => row("jobs", Shown::Text("all processors".into()), option(false), None),
            },
        ])
    }
}

fn of_file(found: InForce) -> Row {
    let from = if found.line.is_some() { SETTINGS } else { "default" };
    let at = found.line.map(|line| line.to_string());
    Row { name: found.name, value: found.value, from, at, unused: found.unused }
}

fn human(rows: &[Row]) -> String {
    let shown: Vec<(String, String)> = rows
        .iter()
        .map(|row| {
            let value = row.value.as_ref().map_or_else(|| "nothing".to_owned(), ToString::to_string);
            let from = match (row.from, &row.at, &row.unused) {
                (SETTINGS, Some(line), None) => format!("{SETTINGS}:{line}"),
                (SETTINGS, Some(line), Some(why)) => format!("not {SETTINGS}:{line}: {why}"),
                (_, Some(at), _) => at.clone(),
                (from, None, _) => from.to_owned(),
            };
            (safe(&format!("{} = {value}", row.name)), safe(&from))
        })
        .collect();
    let width = shown.iter().map(|(said, _)| said.chars().count()).filter(|width| *width <= 60).max().unwrap_or(0);
    shown.iter().map(|(said, from)| format!("{said:<width$}  # {from}\n")).collect()
}
