//! `wrong-clock`: a commit of the main line is dated as it cannot have been.

use std::collections::BTreeSet;

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::short;

pub(super) static RULE: Rule = Rule {
    code: "AIMS511",
    name: "wrong-clock",
    level: Level::Warning,
    clock: false,
    what: "A commit of the main line is dated a day or more before the one it follows, or after today and the newest one: the clock of whoever made it was wrong. It counts from the day of the next commit whose clock can be right, and the newest from today.",
    why: "When a text reached the record decides when it was in force. One wrong clock must not move that, and whoever reads the record should know why git shows another day (clause 7.5.3).",
    fix: "Set the clock right before the next commit. What is on record stays as it is: waive this for the path `aims.toml`, with the reason. The waiver holds once somebody has vouched for it (`aims approve aims.toml`), or where nobody is listed with a key, from the next commit on.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut told = BTreeSet::new();
    for revision in &context.history.revisions {
        let commit = revision.bringer();
        if let Some(said) = revision.clock.filter(|_| told.insert(commit)) {
            report.settings(
                None,
                say!(
                    "commit {commit} of the main line is dated {day}, and the commits around it are not: a clock was wrong",
                    commit = short(commit),
                    day = wording::day(said)
                ),
                say!("It counts from {day}: that of the next commit whose clock can be right, or else today.", day = wording::day(revision.landed)),
            );
        }
    }
}
