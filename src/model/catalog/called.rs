//! What a clause calls for in writing.

use serde::Deserialize;

use super::words::Call;

/// An item of documented information that a clause calls for, and which documents are it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Called {
    /// What it is, in our own words: `AI risk treatment plan`.
    pub title: String,
    /// Whether it is kept current or is evidence of something done.
    pub call: Call,
    /// The kinds of documents that are it. Never empty.
    pub kinds: Vec<String>,
    /// Fields of which such a document fills in one; none where the kind is enough.
    #[serde(default)]
    pub with: Vec<String>,
    /// Whether such a document is it only where it serves the clause, since its kind has many uses.
    #[serde(default)]
    pub serving: bool,
    /// Whether the item is the approval of such a document by those entitled to it, and of what is left of the risks that it
    /// treats, rather than the document.
    #[serde(default)]
    pub approved: bool,
}

impl Called {
    /// Whether a document can be it: `kind` is the kind it is of, `serves` whether it serves the clause, `filled` whether
    /// it fills in a field.
    pub fn is_a(&self, kind: &str, serves: bool, filled: impl Fn(&str) -> bool) -> bool {
        self.kinds.iter().any(|known| known == kind)
            && (serves || !self.serving)
            && (self.with.is_empty() || self.with.iter().any(|field| filled(field)))
    }
}
