//! The command line: one file a command. Here, and nowhere below, the clock and the environment are read and text is
//! printed.

mod acknowledge;
mod act;
mod adopt;
mod approve;
mod browser;
mod build;
mod check;
mod chosen;
mod complete;
mod config;
mod demo;
mod doctor;
mod done;
mod due;
mod explain;
mod export;
mod fix;
mod fold;
mod formats;
mod gaps;
mod git;
mod groups;
mod history;
mod home;
mod impact;
mod init;
mod known;
mod lsp;
mod new;
mod outside;
mod pdf;
mod plain;
mod progress;
mod review;
mod schema;
mod serve;
mod sign;
mod site_file;
mod status;
mod story;
mod terminal;
mod verify;
mod within;
mod words;

use std::env::VarError;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::LazyLock;

use clap::{Args, CommandFactory, FromArgMatches, Parser, Subcommand, ValueEnum};

use crate::base::{Date, Error, Period, Result, date};
use crate::pipeline::{Project, Request};
use terminal::Terminal;

/// Keeps an AI management system (ISO/IEC 42001) as Markdown in git: checks it, and builds a site from it.
#[derive(Debug, Parser)]
#[command(name = "aims", version = VERSION.as_str(), about, max_term_width = 100, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    global: Global,
}

/// The version, with the commit where whoever built the program named one in `AIMS_COMMIT`.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    match option_env!("AIMS_COMMIT").map(str::trim).filter(|commit| !commit.is_empty()) {
        Some(commit) => format!("{version} ({commit})"),
        None => version.to_owned(),
    }
});

/// Options of every command.
#[derive(Debug, Args)]
struct Global {
    /// Run as if started in this folder, as git does; the next one counts from there
    #[arg(short = 'C', global = true, value_name = "DIR")]
    folders: Vec<PathBuf>,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    quiet: bool,
    /// Say on stderr what is read, from where, and how long it took
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    verbose: bool,
    /// When to use colour; `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE` and `CLICOLOR` are honoured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: When,
    /// How many threads to use; all processors where not given
    #[arg(long, short, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    jobs: Option<u16>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum When {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start an AIMS: settings, a draft of everything the standard calls for, files for git and build servers
    Init(init::Init),
    /// Write a draft of a document, with the next free id and every key that its kind asks for
    New(new::New),
    /// Tell what is wrong with the documents, at the line
    Check(check::Check),
    /// Build the site
    Build(build::Build),
    /// Prove that a published site is what its commit gives
    Verify(verify::Verify),
    /// Tell what a change does, for whoever reviews it: documents, controls, approvals, findings
    Impact(impact::ImpactOf),
    /// Show the site in a browser while it is written
    Serve(serve::Serve),
    /// Record that you have read a document again, and what came of it
    Review(review::Review),
    /// Record that you have read documents that you have to know
    Acknowledge(acknowledge::Acknowledge),
    /// Record that you approve the text of a document, signed with your SSH key
    Approve(approve::Approve),
    /// Put the keys that stand in a file beside a document into the document
    Fold(fold::Fold),
    /// List what is due and for whom: reviews, actions, objectives, audits, approvals
    Due(due::Due),
    /// Tell how the AIMS stands, on one screen
    Status(status::Status),
    /// Tell the change record of a document, control, clause or AI system
    History(history::History),
    /// Write the example AIMS as a git repository with a past of two years, to try things on
    Demo(demo::Demo),
    /// Serve an editor: findings as you type, completion, and what stands behind a name
    Lsp(lsp::Lsp),
    /// Print the script by which a shell completes commands and options
    Completions(complete::Completions),
    /// Print a manual page, for `man`
    Man(complete::Man),
    /// Explain a rule, a control or a clause
    Explain(explain::Explain),
    /// Give out a register as CSV, JSON or a spreadsheet, or the workbook of an auditor
    Export(export::Export),
    /// Print the settings in force, each with where it comes from
    Config(config::Config),
    /// Look at what around the AIMS commonly is wrong: git, the clone, your name and key, caches, build servers
    Doctor(doctor::Doctor),
    /// Print the JSON Schema of front matter, of aims.toml, of findings or of an impact, for editors and other programs
    Schema(schema::Schema),
}

/// Where the AIMS is, and as of when.
#[derive(Debug, Clone, Args)]
struct At {
    /// A folder of the AIMS; its root is the nearest folder upwards with an aims.toml
    #[arg(value_name = "DIR", default_value = ".")]
    dir: PathBuf,
    /// Read this commit instead of the work tree: a tag, a branch, an id
    #[arg(long, value_name = "COMMIT")]
    rev: Option<String>,
    /// Read the whole history anew, and keep nothing of it for the next run
    #[arg(long)]
    no_cache: bool,
    /// Take keys and roles from the settings of this commit, instead of those before each change
    #[arg(long, value_name = "COMMIT")]
    trust: Option<String>,
    /// The day that decides what is overdue; else `SOURCE_DATE_EPOCH`, else today (UTC)
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    today: Option<Date>,
}

fn read_date(text: &str) -> std::result::Result<Date, String> {
    date::parse(text).ok_or_else(|| "write a day that exists as 2026-11-20".to_owned())
}

fn read_period(text: &str) -> std::result::Result<Period, String> {
    Period::parse(text).ok_or_else(|| "write a time as 90d, 6 weeks, 3 months or 1y".to_owned())
}

impl At {
    /// The AIMS of that folder. An answer on which somebody acts is made `anew`: nothing is believed that an earlier run
    /// found out.
    fn project(&self, anew: bool, terminal: &Terminal) -> Result<Project> {
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

    fn today(&self) -> Result<Date> {
        today(self.today)
    }

    /// What is asked about.
    fn request(&self) -> Result<Request> {
        let (rev, trust) = (self.rev.clone(), self.trust.clone());
        Ok(Request { rev, trust, ..Request::new(&self.dir, self.today()?) })
    }
}

/// The day that was asked for, else that of the environment or the clock.
fn today(asked: Option<Date>) -> Result<Date> {
    match asked {
        Some(today) => Ok(today),
        None => clock(),
    }
}

/// Today, from `SOURCE_DATE_EPOCH` or the clock, in UTC so that every time zone builds the same bytes.
fn clock() -> Result<Date> {
    Ok(date::of_timestamp(seconds()?, 0))
}

/// The variable that names a moment in place of the clock.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The last second of the year 9999.
const LAST_SECOND: i64 = 253_402_300_799;

/// Seconds since 1970, from the same.
fn seconds() -> Result<i64> {
    #[expect(clippy::disallowed_methods, reason = "this is the home of the environment and the clock")]
    let (epoch, now) = (std::env::var(EPOCH), std::time::SystemTime::now());
    let garbage = |text: &str| {
        Error::new(format!("SOURCE_DATE_EPOCH is `{text}`, not a number of seconds since 1970"))
            .hint("Unset it, or say `--today 2026-11-20`.")
    };
    match epoch {
        // One beyond the calendar would be taken for its last day, on which everything is overdue.
        Ok(text) => match text.trim().parse() {
            Ok(seconds) if (0..=LAST_SECOND).contains(&seconds) => Ok(seconds),
            _ => Err(garbage(&text)),
        },
        Err(VarError::NotUnicode(text)) => Err(garbage(&text.to_string_lossy())),
        Err(VarError::NotPresent) => Ok(now
            .duration_since(std::time::UNIX_EPOCH)
            .map_or(0, |since| i64::try_from(since.as_secs()).unwrap_or(i64::MAX))),
    }
}

/// What a variable says, where it says something.
fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Runs the command line and gives the exit code: 0 fine, 1 findings at or above the failing level, 2 could not run.
pub fn run() -> ExitCode {
    let matches = groups::grouped(Cli::command()).try_get_matches();
    let cli = match matches.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            // Help and version go to stdout, mistakes to stderr.
            terminal::usage(&error);
            return if error.use_stderr() { ExitCode::from(2) } else { ExitCode::SUCCESS };
        }
    };
    let way: PathBuf = cli.global.folders.iter().collect();
    let terminal = Terminal::new(&cli.global, way);
    let ready = enter(&terminal.way).and_then(|()| threads(cli.global.jobs));
    let result = ready.and_then(|()| match &cli.command {
        Command::Init(init) => init.run(&terminal),
        Command::New(new) => new.run(&terminal),
        Command::Check(check) => check.run(&terminal),
        Command::Build(build) => build.run(&terminal),
        Command::Verify(verify) => verify.run(&terminal),
        Command::Impact(impact) => impact.run(&terminal),
        Command::Serve(serve) => serve.run(&terminal),
        Command::Review(review) => review.run(&terminal),
        Command::Acknowledge(acknowledge) => acknowledge.run(&terminal),
        Command::Approve(approve) => approve.run(&terminal),
        Command::Fold(fold) => fold.run(&terminal),
        Command::Due(due) => due.run(&terminal),
        Command::Status(status) => status.run(&terminal),
        Command::History(history) => history.run(&terminal),
        Command::Demo(demo) => demo.run(&terminal),
        Command::Lsp(lsp) => lsp.run(),
        Command::Completions(completions) => completions.run(&terminal),
        Command::Man(man) => man.run(&terminal),
        Command::Explain(explain) => explain.run(&terminal),
        Command::Export(export) => export.run(&terminal),
        Command::Config(config) => config.run(&terminal, &cli.global),
        Command::Doctor(doctor) => doctor.run(&terminal),
        Command::Schema(schema) => schema.run(&terminal),
    });
    terminal.over();
    match result {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            terminal.error(&error);
            ExitCode::from(2)
        }
    }
}

/// Goes to the folder that `-C` names.
fn enter(way: &Path) -> Result<()> {
    match way.as_os_str().is_empty() {
        true => Ok(()),
        false => std::env::set_current_dir(way).map_err(|error| Error::io("go to the folder", way, error)),
    }
}

fn threads(jobs: Option<u16>) -> Result<()> {
    let Some(jobs) = jobs else { return Ok(()) };
    let pool = rayon::ThreadPoolBuilder::new().num_threads(usize::from(jobs));
    pool.build_global().map_err(|error| Error::new("cannot start threads").caused_by(error))
}
