//! What a comparison tells, as plain data.

use super::change::FieldChange;
use super::weakening::Weakening;
use crate::parse::BlockKind;

/// What changed from one version to another.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Comparison {
    /// What became of the front matter, in order of the keys.
    pub fields: Vec<FieldChange>,
    /// The blocks of text that changed, in the order of the document; what was removed stands where it was.
    pub blocks: Vec<BlockChange>,
    /// How many words the new version has that the old one did not.
    pub added: usize,
    /// How many words the old version had that the new one does not.
    pub removed: usize,
    /// Whether any of it changes what the document says.
    pub weight: Weight,
    /// Whether the two versions are another text: see [`Snapshot::is_text_of`](super::Snapshot::is_text_of).
    pub substance: bool,
    /// Whether the words are the same and the page shows them in other markup.
    pub markup: bool,
    /// Where the new version asks for less than the old one.
    pub weaker: Vec<Weakening>,
    /// Whether a bound was met: some changes are told as whole blocks, or not one by one.
    pub cut: bool,
}

/// How much a change weighs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
pub enum Weight {
    /// The text and the fields are the same.
    #[default]
    None,
    /// Punctuation, case, spelling, markup, or where the document stands in its life: it says what it said.
    Editorial,
    /// It may say something else.
    Material,
}

/// A block of text that changed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct BlockChange {
    /// What the block is now, or was where it was removed.
    pub kind: BlockKind,
    /// The nearest heading above it, for orientation.
    pub heading: Option<String>,
    /// Its text in pieces. A block that was added or removed as a whole is one.
    pub runs: Vec<Run>,
}

/// A piece of a block.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Run {
    /// What became of it.
    pub how: How,
    /// Its text with the blanks around it: put side by side, runs are the text. Of a long one that is the same in both
    /// versions only some words are left, with `…` for the others.
    pub text: String,
}

/// What became of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum How {
    /// In both versions.
    Same,
    /// Only in the new one.
    Added,
    /// Only in the old one.
    Removed,
}
