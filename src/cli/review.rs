//! `aims review`: a record that a person has read a document again, and what came of it.

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::act::{ActArgs, Signing};
use super::terminal::Terminal;
use crate::approval::record::ActKind;
use crate::base::Result;

/// Record that you have read a document again, and what came of it.
///
/// The record goes to approvals/ID/. It is signed if you name a key or git has one that counts.
#[derive(Debug, Args)]
pub(super) struct Review {
    #[command(flatten)]
    act: ActArgs,
    /// What came of it, such as "no change needed"
    #[arg(long, value_name = "TEXT", value_parser = NonEmptyStringValueParser::new())]
    outcome: String,
    /// Do not sign the record
    #[arg(long, conflicts_with = "key")]
    no_sign: bool,
}

impl Review {
    pub(super) fn run(&self, terminal: &Terminal) -> Result<bool> {
        let signing = if self.no_sign { Signing::No } else { Signing::May };
        self.act.run(ActKind::Review, Some(&self.outcome), signing, terminal)
    }
}
