//! The command line: one file a command. Here, and nowhere below, the clock and the environment are read and text is
//! printed.

mod acknowledge;
mod act;
mod adopt;
mod approve;
mod at;
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
mod global;
mod groups;
mod history;
mod home;
mod impact;
mod init;
mod known;
mod lsp;
mod machine;
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

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;
use std::thread::{self, available_parallelism};

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};

use crate::base::{Error, Result, no_threads};
use global::{Global, VERSION};
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
        Command::Completions(completions) => completions.run(&mut Cli::command(), &terminal),
        Command::Man(man) => man.run(groups::grouped(Cli::command()), &terminal),
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

/// Starts the threads on which work is done: as many as were asked for, or fewer where the system gives no more.
fn threads(jobs: Option<u16>) -> Result<()> {
    let wanted = jobs.map(usize::from).or_else(|| available_parallelism().ok().map(usize::from)).unwrap_or(1);
    let gate = Mutex::new(());
    // They are started once or never, so it is tried before how many can be there at a time.
    let given = thread::scope(|scope| {
        let closed = gate.lock();
        let waits = || thread::Builder::new().spawn_scoped(scope, || drop(gate.lock()));
        let given = (0..wanted).take_while(|_| waits().is_ok()).count();
        drop(closed);
        given
    });
    // Where there are few, some are left for what starts its own.
    let pool = rayon::ThreadPoolBuilder::new().num_threads(if given < wanted { given.div_ceil(2) } else { given });
    if given == 0 { Err(no_threads()) } else { pool.build_global().map_err(|_| no_threads()) }
}
