//! What holds where a setting is not written that has no one default: it follows from another setting, or from the kind or
//! rule that it is of.
//!
//! Not here: settings with a default of their own, which are in force with it.

use crate::check::{find, level_of};
use crate::diag::Level;
use crate::model::approval_rule::Evidence;
use crate::model::catalog::ISO_42001;
use crate::model::config::Config;
use crate::model::in_force::{Shown, Step, keys};
use crate::model::kinds::Nature;
use crate::reading::normal;

/// What holds of the setting at the end of these steps by settings that do not say it; `None` where nothing does.
pub(super) fn held(path: &[Step], config: &Config) -> Option<Shown> {
    let text = |text: String| Some(Shown::Text(text));
    let list = |items: Vec<String>| Some(Shown::List(items.into_iter().map(Shown::Text).collect()));
    let word = |level: Option<Level>| text(level.map_or("off", Level::as_str).to_owned());
    match keys(path).as_slice() {
        ["approval", "kinds", kind, key] => {
            let kind = normal(kind);
            let rule = config.approval.of(&kind);
            match *key {
                "needs" => text(needs(config, &kind).as_str().to_owned()),
                "four-eyes" => Some(Shown::Flag(rule.four_eyes)),
                "roles" if !rule.roles.is_empty() => list(rule.roles.iter().map(|role| role.value.clone()).collect()),
                _ => None,
            }
        }
        ["checks", "fail-clock"] => word(config.checks.failing_at(true)),
        ["checks", "levels", rule] => find(rule).and_then(|rule| word(level_of(&config.checks, rule))),
        ["review", "default"] => text(config.review_period("").to_string()),
        ["review", "every", kind] => text(config.review_period(&normal(kind)).to_string()),
        ["evidence", "kinds", kind] => text(config.evidence_period(&normal(kind)).to_string()),
        ["frameworks", "follow"] => list(followed(config)),
        ["roles", role, "top"] => Some(Shown::Flag(config.roles.get(*role).is_some_and(|role| role.top))),
        _ => None,
    }
}

/// The weakest evidence that counts for a kind. Of a record nobody asks who approved it but by a rule for its own kind.
pub(super) fn needs(config: &Config, kind: &str) -> Evidence {
    let is_asked = config.nature(kind) != Some(Nature::Record) || config.approval.asks_of_records(kind);
    if is_asked { config.approval.of(kind).needs } else { Evidence::None }
}

fn followed(config: &Config) -> Vec<String> {
    let named: Vec<String> = config.follow.iter().map(|of| of.value.clone()).collect();
    if named.is_empty() { vec![ISO_42001.to_owned()] } else { named }
}
