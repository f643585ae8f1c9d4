//! Whether a change of a setting makes that less is asked for, found or told. It is a hint, by the settings whose order is
//! known; people judge.

use super::came::Came;
use super::held::needs;
use super::setting::SettingChange;
use crate::base::{Date, Period};
use crate::check::{find, level_of};
use crate::diag::Level;
use crate::model::approval_rule::Evidence;
use crate::model::config::{Checks, Config};
use crate::model::in_force::keys;
use crate::reading::normal;

/// A day from which lengths of time are compared.
const DAY: Date = Date::constant(2026, 1, 1);

/// Whether less is asked for, found or told by it.
pub(super) fn is_weaker(change: &SettingChange, then: &Config, now: &Config) -> bool {
    let keys = keys(&change.path);
    match keys.as_slice() {
        ["checks", "levels", rule] => level(&now.checks, rule) < level(&then.checks, rule),
        ["checks", "fail" | "fail-clock"] => {
            [false, true].into_iter().any(|clock| patience(&now.checks, clock) > patience(&then.checks, clock))
        }
        ["checks", "waivers", of @ ..] => is_wider(change, of),
        ["approval", .., "needs"] => asked(&keys, now) < asked(&keys, then),
        ["approval", .., "four-eyes"] => {
            rules(&keys, then, now).is_some_and(|(then, now)| then.four_eyes && !now.four_eyes)
        }
        ["approval", .., "roles"] | ["frameworks", "follow"] | ["impact", "categories"] => !change.lost.is_empty(),
        ["review", "every", kind] => {
            let kind = normal(kind);
            longer(then.review_period(&kind), now.review_period(&kind))
        }
        ["review", "default"] => longer(then.review_period(""), now.review_period("")),
        ["evidence", "period"] => longer(then.evidence_period, now.evidence_period),
        ["evidence", "kinds", kind] => {
            let kind = normal(kind);
            longer(then.evidence_period(&kind), now.evidence_period(&kind))
        }
        ["records", "settle"] => longer(then.records_settle, now.records_settle),
        ["acknowledge", "within"] => longer(then.acknowledge_within, now.acknowledge_within),
        ["risk", "medium"] => now.risk.medium > then.risk.medium,
        ["risk", "high"] => now.risk.high > then.risk.high,
        ["roles", .., "top" | "may-accept" | "deputy"] | ["risk", "acceptance", _] => !now.widened(then).is_empty(),
        ["files", "exclude"] => !change.gained.is_empty() || change.became == Came::Added,
        _ => false,
    }
}

/// The level of a rule as settings give it; off is the lowest.
fn level(checks: &Checks, rule: &str) -> Option<Level> {
    let rule = find(rule)?;
    level_of(checks, rule)
}

/// How much is let pass: the level that fails, or everything.
fn patience(checks: &Checks, clock: bool) -> u8 {
    checks.failing_at(clock).map_or(u8::MAX, |level| level as u8)
}

/// Whether a waiver is new, stands for longer, or for more places.
fn is_wider(change: &SettingChange, of: &[&str]) -> bool {
    match (change.became, of) {
        (Came::Added, of) => *of != ["reason"],
        (Came::Removed, of) => matches!(of, ["document" | "path"]),
        // Days are written so that their order is that of their letters.
        (Came::Changed | Came::Moved, of) => *of == ["until"] && change.value.is > change.value.was,
    }
}

/// The weakest evidence that counts by a setting below `approval`.
fn asked(keys: &[&str], config: &Config) -> Option<Evidence> {
    match keys {
        ["approval", _] => Some(config.approval.all.needs),
        ["approval", "kinds", kind, _] => Some(needs(config, &normal(kind))),
        _ => None,
    }
}

type Rules<'a> = (&'a crate::model::approval_rule::ApprovalRule, &'a crate::model::approval_rule::ApprovalRule);

/// The rules that a setting below `approval` is of.
fn rules<'a>(keys: &[&str], then: &'a Config, now: &'a Config) -> Option<Rules<'a>> {
    match keys {
        ["approval", _] => Some((&then.approval.all, &now.approval.all)),
        ["approval", "kinds", kind, _] => Some((then.approval.of(&normal(kind)), now.approval.of(&normal(kind)))),
        _ => None,
    }
}

fn longer(then: Period, now: Period) -> bool {
    now.after(DAY) > then.after(DAY)
}
