//! Which texts of its documents a state has, and what is to be known of those it has not.

use crate::model::document::Status;

/// Which texts a state has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum EditionKind {
    /// The texts as they are, drafts among them.
    #[default]
    Latest,
    /// Of each document the last text that was approved.
    Approved,
}

impl EditionKind {
    /// The word on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Latest => "latest",
            Self::Approved => "approved",
        }
    }
}

/// What an edition shows of a document in place of its present text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Note {
    /// The text that is shown; `None` where no version has been approved, and none is.
    pub shown: Option<ShownText>,
    /// The version of the text that is not shown, as it gives it.
    pub newer_version: Option<String>,
    /// The status of the text that is not shown.
    pub newer_status: Option<Status>,
}

/// A text of old that is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShownText {
    /// Its version, as it gives it.
    pub version: Option<String>,
    /// The commit that has it, in hex digits.
    pub commit: String,
}
