//! Why bytes are not taken for a key or a signature.

/// Why bytes are not taken for a key or a signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Refusal {
    /// They may well be one, of a kind that is not taken here.
    Unsupported(String),
    /// They are none.
    Malformed(String),
}

impl Refusal {
    pub(super) fn malformed(why: &str) -> Self {
        Self::Malformed(why.to_owned())
    }

    pub(super) fn into_text(self) -> String {
        match self {
            Self::Unsupported(why) | Self::Malformed(why) => why,
        }
    }
}
