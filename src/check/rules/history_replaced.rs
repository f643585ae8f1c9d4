//! `history-replaced`: git shows another history in this clone than the one that commits name.

use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS510",
    name: "history-replaced",
    level: Level::Warning,
    clock: false,
    what: "This clone has replacements for commits (`refs/replace`) or other parents for them (`.git/info/grafts`). Git shows those; `aims` tells the history as the commits themselves have it.",
    why: "Whoever compares the record with `git log` here sees a difference and cannot tell which is right (clause 7.5.3). Such settings belong to one clone and are not in any other.",
    fix: "Remove the replacement (`git replace --delete`) or the file of grafts, or leave it and know why the two differ.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for gap in context.history.gaps.iter().filter(|gap| !gap.is_hole()) {
        report.settings(None, gap.sentence(), gap.remedy());
    }
}
