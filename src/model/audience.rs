//! For whom a site is, and for whom a text: the order of the two decides what is published.

/// A circle of readers, the widest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Audience {
    /// Everybody.
    Public,
    /// The people of the organisation.
    #[default]
    Internal,
    /// Those who may read everything.
    Confidential,
}

impl Audience {
    /// All of them, the widest first.
    pub const ALL: [Self; 3] = [Self::Public, Self::Internal, Self::Confidential];

    /// The word in settings, in front matter and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Internal => "internal",
            Self::Confidential => "confidential",
        }
    }

    /// The circle of this name, whatever its letter case.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|audience| audience.as_str().eq_ignore_ascii_case(word.trim()))
    }

    /// For whom a text is that says so in these words, or says nothing. Words that are not known are meant to keep
    /// somebody out, whoever that is.
    pub fn of_text(words: Option<&str>) -> Self {
        match words.map(str::trim).filter(|words| !words.is_empty()) {
            None => Self::Internal,
            Some(words) => Self::parse(words).unwrap_or(Self::Confidential),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Audience::{Confidential, Internal, Public};
    use super::*;

    #[test]
    fn what_is_not_known_is_for_the_fewest() {
        let of = |words: &str| Audience::of_text(Some(words));
        assert_eq!([of("public"), of(" Internal "), of("CONFIDENTIAL")], [Public, Internal, Confidential]);
        assert_eq!([of("restricted"), of("public, internal"), of("öffentlich")], [Confidential; 3]);
        assert_eq!([of(""), of("  "), Audience::of_text(None)], [Internal; 3]);
        assert!(Public < Internal && Internal < Confidential);
    }
}
