//! `aims approve`: a signed record that a person puts the text of a document in force.

use clap::Args;

use super::act::{ActArgs, Signing, whose};
use super::terminal::Terminal;
use crate::approval::record::ActKind;
use crate::base::Result;
use crate::pipeline::Which;

/// Record that you approve the text of documents, signed with your SSH key.
///
/// The record names the document, its version and its text, and goes to approvals/ID/. It holds as long as no sentence
/// and no field that matters changes. Anybody can verify it with OpenSSH alone. Of several documents either all records are
/// written or none, and the key is asked for once.
///
/// `aims approve aims.toml` vouches for changed settings: people, roles, keys, rules, kinds, folders, levels and waivers.
#[derive(Debug, Args)]
pub(super) struct Approve {
    /// The documents: their ids, or their paths in the AIMS; last of all, a folder with another AIMS
    #[arg(value_name = "ID", required = true)]
    documents: Vec<String>,
    #[command(flatten)]
    act: ActArgs,
}

impl Approve {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let (dir, documents) = whose(&self.documents, false);
        self.act.run(&dir, Which::Named(documents), ActKind::Approval, None, Signing::Must, terminal)
    }
}
