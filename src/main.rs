//! The `aims` command.

fn main() {}
