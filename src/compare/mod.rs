//! What changed between two versions of a document, in the words of its reader.
//!
//! In come the bytes of two versions, [`Snapshot::read`] each; out comes a [`Comparison`]: the words that were added and
//! removed in the text as it is read, never in its Markdown; what became of the front matter ([`FieldChange`]); whether any
//! of it changes what the document says ([`Weight`]); and places where it asks for less than before ([`Weakening`]).
//!
//! The work is bounded by counts, not by a clock, so that the same two versions give the same answer on any machine.
//! Where a bound is met, what is told is coarser, not wrong, and [`Comparison::cut`] says so.
//!
//! Not here: which two versions are worth comparing, who made them and when (`history`), and what a kind of document
//! asks of its front matter (`model`). Weakenings are pointed out, not judged: a hint that is missing promises nothing.

mod adds;
mod align;
mod change;
mod english;
mod events;
mod field;
mod fields;
mod formerly;
mod patch;
mod phrase;
mod runs;
mod snapshot;
mod substance;
mod summary;
mod tokens;
mod weakening;
mod weaker;
mod weight;
mod words;

#[cfg(test)]
mod tests;

pub use adds::{Additions, Dated, additions};
pub use change::{FieldChange, FieldEvent, FieldPlace, Listed, RowName, Short, WholeEvent};
pub use field::{Field, FieldValue};
pub use patch::patch;
pub use snapshot::{Digests, Snapshot, digests_of};
pub use substance::NOT_SUBSTANCE;
pub use summary::summary;
pub use weakening::Weakening;

pub use crate::parse::{Block, BlockKind, BlockLink};

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
    /// Whether the two versions are another text: see [`Snapshot::is_text_of`].
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

/// Compares two versions of one document.
pub fn compare(old: &Snapshot, new: &Snapshot) -> Comparison {
    let mut told = Comparison { substance: !new.is_text_of(old), ..Comparison::default() };
    fields::compare(old, new, &mut told);
    let mut weight =
        told.fields.iter().map(|change| if change.is_material() { Weight::Material } else { Weight::Editorial }).max();
    if told.substance {
        weight = weight.max(Some(align::compare(&old.blocks, &new.blocks, &mut told)));
        told.markup = told.blocks.is_empty() && old.article.shown != new.article.shown;
        // A difference that none of the above has found is one all the same: more than emphasis may say something else.
        if told.markup && old.article.plain == new.article.plain {
            weight = weight.max(Some(Weight::Editorial));
        } else if told.markup || weight.is_none_or(|weight| weight == Weight::None) {
            weight = Some(Weight::Material);
        }
        weaker::explained(old, new, &mut told);
    } else {
        // Another id, which the text itself says that it got, makes no other text of it.
        weight = weight.min(Some(Weight::Editorial));
    }
    told.weight = weight.unwrap_or_default();
    told
}
