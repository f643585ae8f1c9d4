//! `aims approve`: a signed record that a person puts the text of a document in force.

use clap::Args;

use super::act::{ActArgs, Signing};
use super::terminal::Terminal;
use crate::approval::record::ActKind;
use crate::base::Result;

/// Record that you approve the text of a document, signed with your SSH key.
///
/// The record names the document, its version and its text, and goes to approvals/ID/. It holds as long as no sentence
/// and no field that matters changes. Anybody can verify it with OpenSSH alone.
///
/// `aims approve aims.toml` vouches for changed settings: people, roles, keys, rules, kinds, folders, levels and waivers.
#[derive(Debug, Args)]
pub(super) struct Approve {
    #[command(flatten)]
    act: ActArgs,
}

impl Approve {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        self.act.run(ActKind::Approval, None, Signing::Must, terminal)
    }
}
