//! What is found about a signature, and how it is told.

use crate::base::text::terminal_safe;
use crate::base::wording::Words;
use crate::base::{date, say, wording};

/// What a signature is worth. Only [`Verdict::Good`] proves anything.
///
/// Where there is one, `key` is the index of the key among those that were given, and `fingerprint` is `SHA256:…` of
/// the key that the signature names. Moments are seconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Made over this content by a key that may sign it.
    Good {
        /// Which of the keys.
        key: usize,
        /// Its fingerprint.
        fingerprint: String,
    },
    /// Made over this content, by a key that is not among those that may sign.
    UnknownKey {
        /// Its fingerprint.
        fingerprint: String,
    },
    /// Made over this content, where the settings by which it is judged list no key at all.
    NoKeyListed {
        /// Its fingerprint.
        fingerprint: String,
    },
    /// It does not fit the content: one or the other was changed, or it was made for something else.
    Tampered {
        /// The fingerprint of the key it claims.
        fingerprint: String,
    },
    /// Made for another purpose; whether it fits is not looked at.
    WrongNamespace {
        /// What for. This is text from a signature that nobody has vouched for.
        found: String,
        /// The fingerprint of the key it claims.
        fingerprint: String,
    },
    /// Made over this content, by a key that may not sign in this namespace.
    NotForNamespace {
        /// Which of the keys.
        key: usize,
        /// Its fingerprint.
        fingerprint: String,
    },
    /// Made over this content, before the key counted.
    NotYetValid {
        /// Which of the keys.
        key: usize,
        /// Its fingerprint.
        fingerprint: String,
        /// From when on it counts.
        from: i64,
    },
    /// Made over this content, after the key had ceased to count.
    Expired {
        /// Which of the keys.
        key: usize,
        /// Its fingerprint.
        fingerprint: String,
        /// Until when it counted.
        until: i64,
    },
    /// Made over this content, and on record only after whose key it is had left.
    HolderLeft {
        /// Which of the keys.
        key: usize,
        /// Its fingerprint.
        fingerprint: String,
        /// Who, and when: a sentence.
        why: Words,
    },
    /// It is of a kind that is not taken here.
    Unsupported {
        /// Why, as the rest of a sentence.
        why: Words,
    },
    /// It is no signature.
    Malformed {
        /// Why, as the rest of a sentence.
        why: Words,
    },
}

impl Verdict {
    /// The words of [`Self::as_str`].
    pub const WORDS: [&str; 4] = ["good", "unknown-key", "bad", "unchecked"];

    /// The word for it in data: `good`; `unknown-key` where it fits the content and nobody lists the key; `bad` where it does
    /// not fit, or the key may not sign this, or not then; `unchecked` where it is of a kind that is not taken here.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Good { .. } => "good",
            Self::UnknownKey { .. } | Self::NoKeyListed { .. } => "unknown-key",
            Self::Tampered { .. }
            | Self::WrongNamespace { .. }
            | Self::NotForNamespace { .. }
            | Self::NotYetValid { .. }
            | Self::Expired { .. }
            | Self::HolderLeft { .. }
            | Self::Malformed { .. } => "bad",
            Self::Unsupported { .. } => "unchecked",
        }
    }

    /// Whether the signature proves that one of the keys signed the content.
    pub fn is_good(&self) -> bool {
        matches!(self, Self::Good { .. })
    }

    /// The index of the key that made the signature, if it is among those given. It may have made it in vain.
    pub fn key(&self) -> Option<usize> {
        match self {
            Self::Good { key, .. }
            | Self::NotForNamespace { key, .. }
            | Self::NotYetValid { key, .. }
            | Self::Expired { key, .. }
            | Self::HolderLeft { key, .. } => Some(*key),
            _ => None,
        }
    }

    /// The fingerprint of the key that the signature names, where it can be read.
    pub fn fingerprint(&self) -> Option<&str> {
        match self {
            Self::Good { fingerprint, .. }
            | Self::UnknownKey { fingerprint }
            | Self::NoKeyListed { fingerprint }
            | Self::Tampered { fingerprint }
            | Self::WrongNamespace { fingerprint, .. }
            | Self::NotForNamespace { fingerprint, .. }
            | Self::NotYetValid { fingerprint, .. }
            | Self::Expired { fingerprint, .. }
            | Self::HolderLeft { fingerprint, .. } => Some(fingerprint),
            Self::Unsupported { .. } | Self::Malformed { .. } => None,
        }
    }

    /// The verdict as a sentence for people, without a full stop. Safe in a terminal; days are UTC.
    pub fn describe(&self) -> String {
        let day = |seconds| wording::day(date::of_timestamp(seconds, 0));
        match self {
            Self::Good { fingerprint, .. } => say!("good signature by the key {key}", key = fingerprint),
            Self::UnknownKey { fingerprint } => {
                say!("signed by the key {key}, which is not among those that may sign", key = fingerprint)
            }
            Self::NoKeyListed { fingerprint } => {
                say!("signed by the key {key}, and no settings on record before it list any key", key = fingerprint)
            }
            Self::Tampered { fingerprint } => {
                say!("the signature does not fit the content; it names the key {key}", key = fingerprint)
            }
            Self::WrongNamespace { found, fingerprint } => {
                let found: String = terminal_safe(found).replace('\n', " ").chars().take(80).collect();
                say!("signed for another purpose, \"{found}\", with the key {key}", found, key = fingerprint)
            }
            Self::NotForNamespace { fingerprint, .. } => {
                say!("signed by the key {key}, which may not sign for this purpose", key = fingerprint)
            }
            Self::NotYetValid { fingerprint, from, .. } => {
                say!("signed by the key {key} before it counted, from {day}", key = fingerprint, day = day(*from))
            }
            Self::Expired { fingerprint, until, .. } => {
                say!("signed by the key {key} after it had expired on {day}", key = fingerprint, day = day(*until))
            }
            Self::HolderLeft { why, .. } => terminal_safe(&why.to_string()),
            Self::Unsupported { why } => {
                say!("the signature cannot be judged: {why}", why = terminal_safe(&why.to_string()))
            }
            Self::Malformed { why } => {
                say!("the signature cannot be read: {why}", why = terminal_safe(&why.to_string()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_verdict_is_a_sentence_that_is_safe_to_show() {
        let (key, fingerprint) = (0, "SHA256:abc".to_owned());
        let found = "a\u{1b}[2J\n\u{202e}b".repeat(40);
        let wrong = Verdict::WrongNamespace { found, fingerprint: fingerprint.clone() }.describe();
        assert!(wrong.starts_with("signed for another purpose, \"a\\u{1b}[2J \\u{202e}ba"), "{wrong}");
        assert!(wrong.chars().count() < 160 && !wrong.contains(char::is_control), "{wrong}");
        let expired = Verdict::Expired { key, fingerprint, until: 1_767_225_599 };
        assert_eq!(expired.describe(), "signed by the key SHA256:abc after it had expired on 2025-12-31");
        assert_eq!((expired.key(), expired.fingerprint(), expired.is_good()), (Some(0), Some("SHA256:abc"), false));
        let malformed = Verdict::Malformed { why: "it is longer than 64 KiB".into() };
        assert_eq!(malformed.describe(), "the signature cannot be read: it is longer than 64 KiB");
    }
}
