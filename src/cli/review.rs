//! `aims review`: a record that a person has read a document again, and what came of it.

use std::path::PathBuf;

use clap::Args;
use clap::builder::NonEmptyStringValueParser;

use super::act::{ActArgs, Signing, whose};
use super::terminal::Terminal;
use crate::approval::record::ActKind;
use crate::base::{Error, Result};
use crate::model::absent::is_absent;
use crate::pipeline::Which;

/// Record that you have read documents again, and what came of it.
///
/// The record goes to approvals/ID/. It is signed if you name a key or git has one that counts. Of several documents either
/// all records are written or none, and the key is asked for once.
#[derive(Debug, Args)]
pub(super) struct Review {
    /// The documents: their ids, or their paths in the AIMS; last of all, a folder with another AIMS
    #[arg(value_name = "ID", required_unless_present_any = ["due", "suspect_of"])]
    documents: Vec<String>,
    /// All documents whose review is due: its day is here, or nothing says when the last one was
    #[arg(long, conflicts_with = "suspect_of")]
    due: bool,
    /// All documents that build on this one, and have not been looked at since it changed
    #[arg(long, value_name = "ID")]
    suspect_of: Option<String>,
    /// Of those, only what this person or role answers for
    #[arg(long = "for", value_name = "PERSON|ROLE")]
    of: Option<String>,
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
        if is_absent(&self.outcome) {
            return Err(Error::new(format!("`--outcome` says `{}`, which is no outcome", self.outcome))
                .hint("Say what came of it, such as \"no change needed\"."));
        }
        let signing = if self.no_sign { Signing::No } else { Signing::May };
        let (dir, which) = self.which()?;
        self.act.run(&dir, which, ActKind::Review, Some(&self.outcome), signing, terminal)
    }

    /// The folder, and the documents in it.
    fn which(&self) -> Result<(PathBuf, Which)> {
        let chosen = self.due || self.suspect_of.is_some();
        let (dir, documents) = whose(&self.documents, chosen);
        if chosen && !documents.is_empty() {
            let names = documents.join(", ");
            return Err(Error::new(format!("{names} cannot be named beside `--due` or `--suspect-of`"))
                .hint("These choose the documents themselves. Name documents, or have them chosen."));
        }
        if !chosen && self.of.is_some() {
            return Err(Error::new("`--for` needs `--due` or `--suspect-of`")
                .hint("It says whose documents are chosen. `--as` says who reviews."));
        }
        let of = self.of.clone();
        Ok((
            dir,
            match &self.suspect_of {
                Some(document) => Which::SuspectOf { document: document.clone(), of },
                None if self.due => Which::Due { of },
                None => Which::Named(documents),
            },
        ))
    }
}
