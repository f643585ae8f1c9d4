//! What pages ask of the texts of the past; who keeps them, a rung above knows.

use crate::base::Result;
use crate::compare::Comparison;
use crate::history::Change;

/// The texts of the past, as far as pages need them: what changed from one to the next.
pub trait Texts: Sync {
    /// Compares the texts before and after each of these changes of one document, in their order; `None` where a text is
    /// not there.
    fn differences(&self, changes: &[&Change]) -> Vec<Option<Comparison>>;

    /// Whether readers may have the text that a change left.
    fn is_open(&self, change: &Change) -> bool;

    /// That text, byte for byte as git has it; `None` where it is not there or too large, and where readers may not have it.
    fn text(&self, change: &Change) -> Option<Vec<u8>>;
    /// Takes out of a comparison what readers may not know of, where it was not made by this.
    fn leave(&self, _found: &mut Comparison) {}

    /// Makes sure that the texts read so far are those that the change record names.
    ///
    /// # Errors
    /// Where one was another.
    fn are_sound(&self) -> Result<()> {
        Ok(())
    }
}

/// No texts: every comparison is unknown.
pub struct NoTexts;

impl Texts for NoTexts {
    fn differences(&self, changes: &[&Change]) -> Vec<Option<Comparison>> {
        changes.iter().map(|_| None).collect()
    }

    fn is_open(&self, _: &Change) -> bool {
        false
    }

    fn text(&self, _: &Change) -> Option<Vec<u8>> {
        None
    }
}
