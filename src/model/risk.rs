//! How grave a risk is: likelihood by severity, each on a scale from 1 to 5, and the level of that score.

use crate::base::mark;
use std::ops::RangeInclusive;

use super::fields::Fields;

/// What likelihood and severity run over.
pub const SCALE: RangeInclusive<i64> = 1..=5;

/// The keys of likelihood and severity before treatment.
pub const BEFORE: [&str; 2] = ["likelihood", "severity"];

/// The keys of likelihood and severity after treatment.
pub const AFTER: [&str; 2] = ["residual-likelihood", "residual-severity"];

/// One part of a score; `None` where it is not given or off the scale, which has its own finding.
pub fn part(risk: &Fields, name: &str) -> Option<i64> {
    risk.number(name).filter(|number| SCALE.contains(number))
}

/// Likelihood and severity under two keys; `None` where one of them is not given or off the scale.
pub fn parts(risk: &Fields, keys: [&str; 2]) -> Option<(i64, i64)> {
    let [likelihood, severity] = keys.map(|key| part(risk, key));
    likelihood.zip(severity)
}

/// The score before treatment; `None` where a part is not given or off the scale, which has its own finding.
pub fn inherent(risk: &Fields) -> Option<i64> {
    parts(risk, BEFORE).map(|(likelihood, severity)| likelihood * severity)
}

/// The score after treatment. A part that is not given is as it was before; `None` where neither is given.
pub fn residual(risk: &Fields) -> Option<i64> {
    if risk.lacks("residual-likelihood") && risk.lacks("residual-severity") {
        return None;
    }
    let after = |after, before| part(risk, if risk.lacks(after) { before } else { after });
    Some(after("residual-likelihood", "likelihood")? * after("residual-severity", "severity")?)
}

/// The score of what is left: of a risk that nothing is done about, all of it.
pub fn left(risk: &Fields) -> Option<i64> {
    residual(risk).or_else(|| inherent(risk).filter(|_| risk.text("treatment") == Some("accept")))
}

/// Whether it is an opportunity: what would be good, and for which no level is too high and nothing is left over.
pub fn is_opportunity(risk: &Fields) -> bool {
    risk.flag("opportunity") == Some(true)
}

/// From which score, likelihood by severity, a risk is medium or high.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskScale {
    /// From this score on.
    pub medium: i64,
    /// From this score on.
    pub high: i64,
}

/// How grave a score is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum RiskLevel {
    /// Below medium.
    Low,
    /// From the medium score on.
    Medium,
    /// From the high score on.
    High,
}

impl RiskScale {
    /// The level of a score.
    pub fn level(self, score: i64) -> RiskLevel {
        if score >= self.high {
            RiskLevel::High
        } else if score >= self.medium {
            RiskLevel::Medium
        } else {
            RiskLevel::Low
        }
    }
}

impl RiskLevel {
    /// All, the lowest first.
    pub const ALL: [Self; 3] = [Self::Low, Self::Medium, Self::High];

    /// The level of a word.
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|level| level.as_str() == word)
    }

    /// The word in data files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Low => mark!("low"),
            Self::Medium => mark!("medium"),
            Self::High => mark!("high"),
        }
    }
}
