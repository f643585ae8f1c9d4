//! `check-lowered`: a check of approvals was lowered, switched off or waived, and nobody vouched for that.

use crate::base::say;
use crate::check::guarded::{is_guarded, not_vouched};
use crate::check::level_of;
use crate::check::{Context, RULES, Report, Rule, find};
use crate::diag::{Level, Span};
use crate::model::config::{Checks, Waiver};

pub(super) static RULE: Rule = Rule {
    code: "AIMS518",
    name: "check-lowered",
    level: Level::Error,
    clock: false,
    what: "The settings give a rule of the 5xx family a lower level than before, switch it off, waive what it finds, or fail at a higher level, and nobody whom the settings listed before has signed that. Until then nothing that came with that change is judged by it. A warning where somebody merged the change, or it is not committed.",
    why: "A check that a change can switch off for itself checks nothing.",
    fix: "Have somebody who was listed before, and holds a role that a rule asks for, run `aims approve aims.toml`; or take it back.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let Some((before, since)) = context.approvals.guard.last() else { return };
    let today = &context.aims.config.checks;
    let mut tell = |span: Option<Span>, what: String| not_vouched(report, span, &what, since);
    for rule in RULES.iter().filter(|rule| is_guarded(rule.code)) {
        let level = |checks: &Checks| level_of(checks, rule);
        if level(today) < level(before) {
            let (code, name) = (rule.code, rule.name);
            let what = match level(today) {
                Some(level) => say!("`{code}` ({name}) was lowered to `{level}`", code, name, level = level.as_str()),
                None => say!("`{code}` ({name}) was switched off", code, name),
            };
            tell(named(today, rule), what);
        }
    }
    let stood = |waiver: &Waiver| {
        let same = |other: &&Waiver| {
            (&other.code.value, &other.place) == (&waiver.code.value, &waiver.place) && other.until >= waiver.until
        };
        before.waivers.iter().any(|other| same(&other))
    };
    let guarded = |waiver: &&Waiver| find(&waiver.code.value).is_some_and(|rule| is_guarded(rule.code));
    for waiver in today.waivers.iter().filter(guarded).filter(|waiver| !stood(waiver)) {
        let code = &waiver.code.value;
        let what = match &waiver.place {
            Some(place) => say!("`{code}` was waived for {place}", code, place),
            None => say!("`{code}` was waived", code),
        };
        tell(Some(waiver.code.span), what);
    }
    let patience = |checks: &Checks, clock: bool| checks.failing_at(clock).map_or(u8::MAX, |level| level as u8);
    if [false, true].into_iter().any(|clock| patience(today, clock) > patience(before, clock)) {
        tell(None, say!("the level that fails a check was lowered or switched off").into());
    }
}

/// Where the settings name a rule.
fn named(checks: &Checks, rule: &Rule) -> Option<Span> {
    let levels = checks.levels.iter().rev();
    levels
        .map(|(named, _)| named)
        .find(|named| find(&named.value).is_some_and(|found| found.code == rule.code))
        .map(|named| named.span)
}
