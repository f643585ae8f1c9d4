//! The words of the language of settings: each list is that of the type which is read from it.

use super::approval_rule::Evidence;
use super::audience::Audience;
use super::described::Words;
use super::kinds::{FieldType, Nature, Need};
use super::publish::Messages;
use super::risk::RiskLevel;
use super::tier::Tier;
use crate::base::wording;
use crate::diag::Level;
use crate::reading::{Form, Source};

impl Words {
    /// The words, where the language of settings has them and no other; `None` where they are those of an AIMS.
    pub fn fixed(self) -> Option<Vec<&'static str>> {
        fn firsts<T>(words: &[(&'static str, T)]) -> Vec<&'static str> {
            words.iter().map(|(word, _)| *word).collect()
        }
        Some(match self {
            Self::Levels => vec![Level::Error.as_str(), Level::Warning.as_str(), Level::Note.as_str(), "off"],
            Self::Risks => RiskLevel::ALL.map(RiskLevel::as_str).to_vec(),
            Self::Evidence => Evidence::ALL.map(Evidence::as_str).to_vec(),
            Self::Forms => Form::ALL.map(Form::as_str).to_vec(),
            Self::Sources => Source::ALL.map(Source::as_str).to_vec(),
            Self::Audiences => Audience::ALL.map(Audience::as_str).to_vec(),
            Self::Tongues => wording::codes().collect(),
            Self::Messages => firsts(&Messages::WORDS),
            Self::Types => firsts(&FieldType::WORDS),
            Self::Needs => firsts(&Need::WORDS),
            Self::Natures => firsts(&Nature::WORDS),
            Self::Tiers => Tier::ALL.map(Tier::as_str).into_iter().chain(["none"]).collect(),
            Self::Kinds
            | Self::Keys
            | Self::Rules
            | Self::Roles
            | Self::Frameworks
            | Self::Standards
            | Self::Clauses
            | Self::Values => return None,
        })
    }
}
