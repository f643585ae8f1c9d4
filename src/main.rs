//! The `aims` command. Everything is in the library.

use std::process::ExitCode;

/// Where all memory comes from: small pieces, many of them, got and given back by all threads.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    aims::cli::run()
}
