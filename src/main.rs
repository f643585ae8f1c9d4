//! The `aims` command. Everything is in the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    aims::cli::run()
}
