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
mod comparison;
mod english;
mod events;
mod field;
mod fields;
mod formerly;
mod gives_way;
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
pub use comparison::{BlockChange, Comparison, How, Run, Weight};
pub use field::{Field, FieldValue};
pub use patch::patch;
pub use snapshot::{Digests, Snapshot, digests_of};
pub use substance::NOT_SUBSTANCE;
pub use summary::summary;
pub use weakening::Weakening;

pub use crate::parse::{Block, BlockKind, BlockLink};

/// Compares two versions of one document.
pub fn compare(old: &Snapshot, new: &Snapshot) -> Comparison {
    let mut told = Comparison { substance: !new.is_text_of(old), ..Comparison::default() };
    fields::compare(old, new, &mut told);
    let mut weight =
        told.fields.iter().map(|change| if change.is_material() { Weight::Material } else { Weight::Editorial }).max();
    if told.cut {
        // Nobody knows what is not told.
        weight = Some(Weight::Material);
    }
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
