//! `aims acknowledge`: a record that a person has read a document that they have to know.

use clap::Args;

use super::act::{ActArgs, Signing, whose};
use super::terminal::Terminal;
use crate::approval::record::ActKind;
use crate::base::Result;
use crate::pipeline::Which;

/// Record that you have read documents that you have to know.
///
/// The record names the document, its version and its text, and goes to approvals/ID/. It approves nothing and reviews
/// nothing. It is signed if you name a key or git has one that counts. Of several documents either all records are written
/// or none, and the key is asked for once.
#[derive(Debug, Args)]
pub(super) struct Acknowledge {
    /// The documents: their ids, or their paths in the AIMS; last of all, a folder with another AIMS
    #[arg(value_name = "ID", required = true)]
    documents: Vec<String>,
    #[command(flatten)]
    act: ActArgs,
    /// Do not sign the record
    #[arg(long, conflicts_with = "key")]
    no_sign: bool,
}

impl Acknowledge {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let signing = if self.no_sign { Signing::No } else { Signing::May };
        let (dir, documents) = whose(&self.documents, false);
        self.act.run(&dir, Which::Named(documents), ActKind::Acknowledgement, None, signing, terminal)
    }
}
