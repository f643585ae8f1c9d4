//! How much of the present text a signature covers: its very bytes, or all that its page shows, or its words.
//!
//! Two texts with one digest show one article, so an approval holds for both. That nobody touched the file since it was
//! signed is more, and is told beside it.

use super::record::{Form, Record};
use crate::base::{say, sha256_hex};
use crate::model::document::Document;

/// How much of a present text was signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// Its words, by a record of the first form. Markup, images and links are not covered.
    Words,
    /// All that its page shows, and the fields that matter.
    Substance,
    /// Its bytes, but for line ends.
    Bytes,
}

impl Grade {
    /// All, the weakest first.
    pub const ALL: [Self; 3] = [Self::Words, Self::Substance, Self::Bytes];

    /// The word in data.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Substance => "substance",
            Self::Bytes => "bytes",
        }
    }

    /// What was signed of the text that is there now, as the end of a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::Words => say!("the words that were signed: the record does not cover markup, images and links"),
            Self::Substance => say!("the same substance as was signed, in a file of other bytes"),
            Self::Bytes => say!("exactly the bytes that were signed"),
        }
    }

    /// How much of a document the record of an act that counts for its present text covers.
    pub(super) fn of(document: &Document, record: &Record) -> Self {
        match (is_exact(&document.text, &record.sha256), record.form) {
            (true, _) => Self::Bytes,
            (false, Form::Second) => Self::Substance,
            (false, Form::First) => Self::Words,
        }
    }
}

/// Whether a digest is of these bytes, with whatever line ends and mark git or an editor gave them.
fn is_exact(text: &str, sha256: &str) -> bool {
    let ended = text.replace('\n', "\r\n");
    let marked = |text: &str| format!("\u{feff}{text}");
    [text.to_owned(), marked(text), marked(&ended), ended].iter().any(|form| sha256_hex(form.as_bytes()) == sha256)
}
