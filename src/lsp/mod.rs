//! The language server: what `aims check` says, while a document is being written, and what an editor offers beside it
//! (Language Server Protocol 3.17).
//!
//! In come messages of an editor, with texts that are not saved; out go findings, completions, what stands behind a name,
//! and changes for the editor to make. Each AIMS is read by a thread of its own, so that a large one does not
//! keep the conversation waiting. Deliberately not here: how an AIMS is read, which a [`Workspace`] knows, and what is
//! wrong with it. Nothing in here writes a file or runs a program.

mod answers;
mod complete;
mod cursor;
mod find;
mod fixes;
mod formerly;
mod hover;
mod lines;
mod place;
mod publish;
mod rename;
mod server;
mod session;
mod sessions;
mod settings;
mod symbols;
mod target;
mod typed;
mod wire;

use lsp_server::Connection;

pub use session::{Find, Stopped, Texts, Workspace};

use crate::base::Result;
use server::Server;

/// Serves an editor over standard input and output until it is done. Whether it left without saying so first, contrary to the
/// protocol, is `false`.
///
/// # Errors
/// Where the editor does not keep to the protocol, or is gone.
pub fn over_stdio(find: &Find<'_>) -> Result<bool> {
    let (connection, wire) = wire::stdio();
    let served = over(connection, find);
    wire.close(served)
}

/// Serves an editor over a connection.
///
/// # Errors
/// As [`over_stdio`].
pub fn over(connection: Connection, find: &Find<'_>) -> Result<bool> {
    Ok(Server::greet(connection, find)?.run())
}
