//! Why bytes are not taken for a key or a signature.

use crate::base::wording::Words;

/// Why bytes are not taken for a key or a signature: the rest of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// They may well be one, of a kind that is not taken here.
    Unsupported(Words),
    /// They are none.
    Malformed(Words),
}

impl Refusal {
    pub(super) fn into_words(self) -> Words {
        match self {
            Self::Unsupported(why) | Self::Malformed(why) => why,
        }
    }
}
