//! What an act is, before and after it is signed and written.

use std::sync::Arc;

use super::which::Which;
use crate::approval::record::{ActKind, Record};
use crate::approval::{self, Roster};
use crate::base::{Date, DocPath, Result};
use crate::repo::Identity;
use crate::signature::AllowedKey;

/// What a person asks for.
#[derive(Debug, Clone)]
pub struct Act {
    /// What is done.
    pub kind: ActKind,
    /// The documents.
    pub which: Which,
    /// Who acts: a name or an e-mail address of the settings. Else git says it.
    pub who: Option<String>,
    /// Who that is by git's own word, where it was asked; else by its settings, as far as they are read here.
    pub git: Option<Identity>,
    /// In which role.
    pub role: Option<String>,
    /// What came of a review.
    pub outcome: Option<String>,
    /// What the person wishes to add.
    pub comment: Option<String>,
    /// Whether it is to be signed whatever comes: one that is not signed is then not the same act.
    pub signed: bool,
    /// The day of the act.
    pub today: Date,
}

/// How acts stand before they are signed.
#[derive(Debug, Default)]
pub struct Prepared {
    /// Those that are ready to be signed and written, in the order of the documents.
    pub ready: Vec<Ready>,
    /// Documents with which the person has done the same already.
    pub already: Vec<Already>,
}

/// A document with which the person has done the same already.
#[derive(Debug)]
pub struct Already {
    /// The document, by name.
    pub document: String,
    /// The record of it.
    pub record: DocPath,
    /// The act as it would be written if it were not there.
    pub ready: Ready,
}

/// How one act stands.
pub(super) enum Stands {
    Ready(Box<Ready>),
    Already(DocPath, Box<Ready>),
}

/// An act that is ready.
#[derive(Debug)]
pub struct Ready {
    /// The record.
    pub record: Record,
    /// The text of its file where it is signed, which is what is signed.
    pub text: String,
    /// What the person should know: sentences.
    pub notes: Vec<String>,
    /// The text of the document that the record is about; none where it is about settings.
    pub document: Option<ReadText>,
    /// Who may sign, by the last commit.
    roster: Arc<Roster>,
    /// Who may sign, by the settings in the folder.
    here: Roster,
}

/// The text of a document, and where its front matter ends.
#[derive(Debug)]
pub struct ReadText {
    /// The whole text.
    pub text: Arc<str>,
    /// Where the body begins.
    pub body: usize,
}

/// What was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The files of each act, in their order.
    pub acts: Vec<WrittenAct>,
    /// Whether git hands the record out as it is, whatever a machine does to line ends.
    pub attributes: Attributes,
}

/// The files of an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenAct {
    /// The record, from the root of the AIMS.
    pub record: DocPath,
    /// Its signature.
    pub signature: Option<DocPath>,
    /// Whether git leaves the files out, by a `.gitignore`.
    pub ignored: bool,
}

/// What was done so that git hands records out as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Attributes {
    /// Nothing: it is so already, or there is no repository.
    Set,
    /// This file says so now.
    Added(DocPath),
    /// It could not be brought about.
    Failed,
}

impl Ready {
    pub(super) fn new(record: Record, notes: Vec<String>, roster: Arc<Roster>, here: Roster) -> Self {
        Self { text: record.write(), record, notes, document: None, roster, here }
    }

    /// The text of its file where nothing signs it.
    pub fn unsigned(&self) -> String {
        self.record.write_unsigned()
    }

    /// Judges a signature over the record as it will be judged once it is committed, and gives the key that made it.
    ///
    /// # Errors
    /// Where it would not count, and why.
    pub fn prove(&self, armored: &str) -> Result<AllowedKey> {
        approval::prove(&self.record, self.text.as_bytes(), armored, &self.roster, &self.here)
    }
}
