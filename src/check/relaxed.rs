//! What settings keep the check from telling: rules that they switch off or lower, what they waive, and times that they make
//! longer than usual. Whoever reads that little is found has to know of it.

use super::context::Context;
use super::registry::{RULES, find};
use super::rule::{Rule, level_of};
use crate::approval::Since;
use crate::base::{Date, Period};
use crate::diag::Level;
use crate::model::config::{Checks, Config, Waiver};
use crate::model::patience::Wait;

/// One thing that settings set aside.
#[derive(Debug, Clone)]
pub struct Relaxed<'a> {
    /// What it is.
    pub what: What<'a>,
    /// Since when; `None` where no settings are on record.
    pub since: Option<Since>,
}

/// In which way settings set something aside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum How {
    /// A rule is switched off.
    Off,
    /// A rule has a lower level than its own.
    Lowered,
    /// What a rule finds is waived.
    Waived,
    /// Something may wait longer than usual.
    Longer,
}

impl How {
    /// All, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Off, Self::Lowered, Self::Waived, Self::Longer];

    /// The word in data files.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Lowered => "lowered",
            Self::Waived => "waived",
            Self::Longer => "longer",
        }
    }
}

/// The same, with what it is about.
#[derive(Debug, Clone)]
pub enum What<'a> {
    /// A rule is switched off.
    Off(&'static Rule),
    /// A rule has this level, which is lower than its own.
    Lowered(&'static Rule, Level),
    /// What a rule finds is waived.
    Waived(&'a Waiver),
    /// Something may wait that long, and usually waits as long as the second says.
    Longer(Wait, Period, Period),
}

impl What<'_> {
    /// Which it is.
    pub fn how(&self) -> How {
        match self {
            Self::Off(_) => How::Off,
            Self::Lowered(..) => How::Lowered,
            Self::Waived(_) => How::Waived,
            Self::Longer(..) => How::Longer,
        }
    }

    /// The rule, or the setting as a path of keys.
    pub fn of(&self) -> String {
        match self {
            Self::Off(rule) | Self::Lowered(rule, _) => format!("{} {}", rule.code, rule.name),
            Self::Waived(waiver) => match find(&waiver.code.value) {
                Some(rule) => format!("{} {}", rule.code, rule.name),
                None => waiver.code.value.clone(),
            },
            Self::Longer(wait, ..) => wait.key(),
        }
    }

    /// The document or the path that it is waived for.
    pub fn place(&self) -> Option<&str> {
        match self {
            Self::Waived(waiver) => waiver.place.as_deref(),
            _ => None,
        }
    }

    /// Why, as the settings say it.
    pub fn reason(&self) -> Option<&str> {
        match self {
            Self::Waived(waiver) => waiver.reason.as_deref(),
            _ => None,
        }
    }

    /// Its last day.
    pub fn until(&self) -> Option<Date> {
        match self {
            Self::Waived(waiver) => waiver.until,
            _ => None,
        }
    }
}

/// Whether settings switch a rule off.
pub fn is_off(checks: &Checks, rule: &Rule) -> bool {
    level_of(checks, rule).is_none()
}

/// All that the settings set aside, in the order in which it is told.
pub fn relaxed<'a>(context: &Context<'a>) -> Vec<Relaxed<'a>> {
    let config: &'a Config = &context.aims.config;
    let eras = &context.approvals.eras;
    let since = |rule: &Rule| eras.since(config, |then| level_of(&then.checks, rule));
    let off = RULES.iter().copied().filter(|rule| is_off(&config.checks, rule));
    let mut all: Vec<Relaxed<'a>> = off.map(|rule| Relaxed { what: What::Off(rule), since: since(rule) }).collect();
    all.extend(RULES.iter().copied().filter_map(|rule| {
        let level = level_of(&config.checks, rule).filter(|level| *level < rule.level)?;
        Some(Relaxed { what: What::Lowered(rule, level), since: since(rule) })
    }));
    all.extend(config.checks.waivers.iter().map(|waiver| {
        let same = |other: &Waiver| {
            (&other.code.value, &other.place, &other.reason, other.until)
                == (&waiver.code.value, &waiver.place, &waiver.reason, waiver.until)
        };
        let since = eras.since(config, |then| then.checks.waivers.iter().any(same));
        Relaxed { what: What::Waived(waiver), since }
    }));
    all.extend(config.stretched().into_iter().map(|(wait, usual)| {
        let since = eras.since(config, |then| wait.of(then));
        let now = wait.of(config);
        Relaxed { what: What::Longer(wait, now, usual), since }
    }));
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::with;

    #[test]
    fn all_that_is_set_aside_is_named() {
        let settings = "[checks.levels]\nno-soa = \"off\"\nAIMS401 = \"note\"\nAIMS102 = \"error\"\n[evidence]\nperiod = \"1200 months\"\n\
             [[checks.waivers]]\ncode = \"AIMS203\"\ndocument = \"POL-001\"\nreason = \"r\"\nuntil = 2026-12-31\n";
        let told = with(&[("aims.toml", settings)], |context| {
            let all = relaxed(context);
            assert!(all.iter().all(|one| one.since.is_none()), "nothing is on record");
            all.iter().map(|one| format!("{} {}", one.what.how().as_str(), one.what.of())).collect::<Vec<_>>()
        });
        let wanted = [
            "off AIMS301 no-soa",
            "lowered AIMS401 review-overdue",
            "waived AIMS203 broken-link",
            "longer evidence.period",
        ];
        assert_eq!(told, wanted);
        assert!(with(&[("aims.toml", "")], |context| relaxed(context).is_empty()));
    }
}
