//! The three tiers of documents: what a document does for the requirements it names.

use serde::Deserialize;

/// What a document does for a requirement, from the promise to the proof. Ordered: `Says < Does < Shows`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tier {
    /// It says what holds: a policy, a plan, the scope.
    Says,
    /// It says how it is done: a procedure, a process.
    Does,
    /// It shows that it was done: an assessment, a record.
    Shows,
}

impl Tier {
    /// All tiers, from the promise to the proof.
    pub const ALL: [Self; 3] = [Self::Says, Self::Does, Self::Shows];

    /// The tier in the word that the data files use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Says => "says",
            Self::Does => "does",
            Self::Shows => "shows",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tiers_are_ordered_from_the_promise_to_the_proof() {
        assert!(Tier::ALL.is_sorted());
        assert_eq!(Tier::ALL.map(Tier::as_str), ["says", "does", "shows"]);
    }
}
