//! How long settings let things wait: how often documents are reviewed, how long evidence stands, how long records may be put
//! right, how long people have to read what is new. Whoever makes such a time long enough switches off what is asked after it.

use std::collections::BTreeSet;

use super::config::Config;
use crate::base::{Date, Period};

/// A time that settings give.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Wait {
    /// Between reviews of documents of a kind, or of all kinds that have none of their own.
    Review(Option<String>),
    /// For which evidence of a kind stands, or of all kinds that have none of their own.
    Evidence(Option<String>),
    /// In which a record may be put right.
    Settle,
    /// In which a version is read by those who have to.
    Acknowledge,
}

impl Wait {
    /// How long it is by these settings.
    pub fn of(&self, config: &Config) -> Period {
        match self {
            Self::Review(Some(kind)) => config.review_period(kind),
            Self::Review(None) => config.review_default.unwrap_or(Period::Months(12)),
            Self::Evidence(Some(kind)) => config.evidence_period(kind),
            Self::Evidence(None) => config.evidence_period,
            Self::Settle => config.records_settle,
            Self::Acknowledge => config.acknowledge_within,
        }
    }

    /// The setting, as a path of keys.
    pub fn key(&self) -> String {
        match self {
            Self::Review(Some(kind)) => format!("review.every.{kind}"),
            Self::Review(None) => "review.default".to_owned(),
            Self::Evidence(Some(kind)) => format!("evidence.kinds.{kind}"),
            Self::Evidence(None) => "evidence.period".to_owned(),
            Self::Settle => "records.settle".to_owned(),
            Self::Acknowledge => "acknowledge.within".to_owned(),
        }
    }

    /// All that settings give.
    pub fn all(config: &Config) -> BTreeSet<Self> {
        let kinds = config.review_every.keys().cloned().map(|kind| Self::Review(Some(kind)));
        let evidence = config.evidence_periods.keys().cloned().map(|kind| Self::Evidence(Some(kind)));
        let others = [Self::Review(None), Self::Evidence(None), Self::Settle, Self::Acknowledge];
        kinds.chain(evidence).chain(others).collect()
    }
}

impl Config {
    /// The times that these settings make longer than they are where settings say nothing, each with how long it is then.
    pub fn stretched(&self) -> Vec<(Wait, Period)> {
        let plain = Self::default();
        let of = |wait: Wait| {
            let usual = wait.of(&plain);
            is_longer(wait.of(self), usual).then_some((wait, usual))
        };
        Wait::all(self).into_iter().filter_map(of).collect()
    }
}

/// Whether one length of time is longer than another, whatever both are counted in.
pub fn is_longer(one: Period, other: Period) -> bool {
    const DAY: Date = Date::constant(2000, 1, 1);
    one.after(DAY) > other.after(DAY)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stretched(settings: &str) -> Vec<String> {
        let (config, problems) = Config::read(settings);
        assert!(problems.is_empty(), "{settings}: {problems:?}");
        config.stretched().into_iter().map(|(wait, _)| wait.key()).collect()
    }

    #[test]
    fn months_and_days_are_compared() {
        assert!(is_longer(Period::Months(120), Period::Months(72)));
        assert!(!is_longer(Period::Months(120), Period::Days(3653)));
    }

    #[test]
    fn what_is_longer_than_usual_is_named() {
        assert!(stretched("").is_empty());
        assert!(stretched("[review.every]\npolicy = \"6 months\"\nplan = \"12 months\"\n").is_empty());
        assert!(stretched("[evidence.kinds]\nincident = \"36 months\"\n").is_empty());
        assert_eq!(stretched("[review.every]\npolicy = \"3 years\"\n"), ["review.every.policy"]);
        assert_eq!(stretched("[review]\ndefault = \"400 days\"\n"), ["review.default"]);
        assert_eq!(stretched("[evidence]\nperiod = \"1200 months\"\n"), ["evidence.period"]);
        assert_eq!(stretched("[evidence.kinds]\naudit = \"24 months\"\n"), ["evidence.kinds.audit"]);
        assert_eq!(stretched("[records]\nsettle = \"1 year\"\n"), ["records.settle"]);
        assert_eq!(stretched("[acknowledge]\nwithin = \"1 year\"\n"), ["acknowledge.within"]);
    }
}
