//! `authority-widened`: settings let somebody accept more, or count as top management, and nobody vouched for that.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::guarded::not_vouched;
use crate::check::lists::join;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::authority::Widened;
use crate::model::config::Config;

pub(super) static RULE: Rule = Rule {
    code: "AIMS514",
    name: "authority-widened",
    level: Level::Error,
    clock: false,
    what: "The settings let a role accept what is left of a risk at a level at which it might not before, by `[risk.acceptance]`, `may-accept`, `top` or `deputy`; or count a role as top management that did not; or begin a level at a higher score; and nobody whom the settings listed before has signed that. Until then acceptances and reviews are judged by what held before too. A warning where a second person merged the change, or it is not committed. Nothing is asked where nobody listed has a key.",
    why: "Whoever may say by the same change who accepts a risk, accepts it alone (clauses 5.3 and 6.1.3).",
    fix: "Have somebody who was listed before, and holds a role that a rule asks for, run `aims approve aims.toml`; or take it back.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let Some(last) = context.approvals.guard.vouched().filter(|last| last.has_keys()) else { return };
    let (before, today) = (last.authority(), &context.aims.config);
    for widened in today.widened(before) {
        let span = widened.role.and_then(|role| today.roles.get(role)).map(|role| role.span);
        let same = |config: &Config| config.widened(before).contains(&widened);
        not_vouched((context, report), span, &sentence(&widened), same);
    }
    let (then, now) = (before.risk.medium, today.risk.medium);
    if now > then {
        let what = say!("a risk is medium from a score of {now} on, and was from {then}", now, then);
        not_vouched((context, report), None, &what, |config| config.risk.medium);
    }
    let (then, now) = (before.risk.high, today.risk.high);
    if now > then {
        let what = say!("a risk is high from a score of {now} on, and was from {then}", now, then);
        not_vouched((context, report), None, &what, |config| config.risk.high);
    }
}

/// What somebody may do now.
fn sentence(widened: &Widened<'_>) -> String {
    if widened.top {
        return match widened.role {
            Some(role) => say!("`{role}` counts as top management now", role),
            None => say!("anybody counts as top management now").to_owned(),
        };
    }
    let levels: Vec<String> = widened.levels.iter().map(|level| wording::of(level.as_str()).to_owned()).collect();
    let levels = join(&levels);
    match widened.role {
        Some(role) => say!("`{role}` may accept now what is left at {levels}", role, levels),
        None => say!("anybody may accept now what is left at {levels}", levels),
    }
}
