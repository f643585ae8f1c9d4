//! Ids as people see them: the order in which they expect them (`A.10.2` after `A.9.4`, `GOVERN 1.10` after
//! `GOVERN 1.9`) and the id that they meant.

use crate::base::text::{alike, did_you_mean};

/// One part of an id, as [`natural_key`] cuts it. Numbers come before text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum KeyPart {
    /// A run of ASCII digits, by value; what does not fit counts as the largest number.
    Number(u64),
    /// Anything between two numbers.
    Text(String),
}

/// A key that sorts ids naturally: runs of digits by their value, everything else as text. Clauses (`4.1`) come before
/// controls (`A.2.2`), `art-4a` after `art-4`. Ids that differ only in leading zeros are equal under it.
pub fn natural_key(id: &str) -> Vec<KeyPart> {
    let mut parts = Vec::new();
    let mut rest = id;
    while let Some(first) = rest.chars().next() {
        let digits = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != digits).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        parts.push(if digits {
            KeyPart::Number(part.parse().unwrap_or(u64::MAX))
        } else {
            KeyPart::Text(part.to_owned())
        });
        rest = after;
    }
    parts
}

/// The id that `word` most likely was meant to be: one that differs from it only in case, spaces and punctuation, or
/// else the nearest.
pub(super) fn nearest<'a>(word: &str, ids: impl Iterator<Item = &'a str> + Clone) -> Option<&'a str> {
    ids.clone().find(|id| alike(id, word)).or_else(|| did_you_mean(word, ids))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn ids_sort_as_people_expect() {
        let expected = [
            "",
            "4",
            "4.1",
            "6.1",
            "6.1.2",
            "9.3",
            "10",
            "10.1",
            "A.2",
            "A.2.2",
            "A.9.4",
            "A.10.2",
            "GOVERN 1.9",
            "GOVERN 1.10",
            "art-4",
            "art-4a",
            "art-5",
            "art-60",
            "art-60a",
        ];
        let mut ids = expected;
        ids.reverse();
        ids.sort_by_key(|id| natural_key(id));
        assert_eq!(ids, expected);
    }

    #[test]
    fn punctuation_counts_less_than_letters() {
        assert_eq!(nearest("a5.2", ["5.2", "A.5.2"].into_iter()), Some("A.5.2"));
        assert_eq!(nearest("A.5.3", ["A.5.2", "B.9.9"].into_iter()), Some("A.5.2"));
        assert_eq!(nearest("...", ["...-"].into_iter()), Some("...-"));
        assert_eq!(nearest("", ["A"].into_iter()), None);
    }

    #[test]
    fn a_number_too_large_is_the_largest() {
        assert_eq!(natural_key(&"9".repeat(40)), [KeyPart::Number(u64::MAX)]);
    }

    proptest! {
        #[test]
        fn any_text_has_a_key(id in any::<String>()) {
            let _ = natural_key(&id);
        }
    }
}
