//! What every command has: the version of the program, and the options of all.

use std::path::PathBuf;
use std::sync::LazyLock;

use clap::{Args, ValueEnum};

/// The version, with the commit where whoever built the program named one in `AIMS_COMMIT`.
pub(super) static VERSION: LazyLock<String> = LazyLock::new(|| {
    let version = env!("CARGO_PKG_VERSION");
    match option_env!("AIMS_COMMIT").map(str::trim).filter(|commit| !commit.is_empty()) {
        Some(commit) => format!("{version} ({commit})"),
        None => version.to_owned(),
    }
});

/// Options of every command.
#[derive(Debug, Args)]
pub(super) struct Global {
    /// Run as if started in this folder, as git does; the next one counts from there
    #[arg(short = 'C', global = true, value_name = "DIR")]
    pub(super) folders: Vec<PathBuf>,
    /// Say nothing but results and errors
    #[arg(long, short, global = true)]
    pub(super) quiet: bool,
    /// Say on stderr what is read, from where, and how long it took
    #[arg(long, short, global = true, conflicts_with = "quiet")]
    pub(super) verbose: bool,
    /// When to use colour; `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE` and `CLICOLOR` are honoured
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(super) color: When,
    /// How many threads to use; all processors where not given
    #[arg(long, short, global = true, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=512))]
    pub(super) jobs: Option<u16>,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum When {
    Auto,
    Always,
    Never,
}
