//! `wrong-clock`: a commit of the main line is dated as it cannot have been.

use std::collections::BTreeSet;

use crate::base::{date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::{Revision, short};

pub(super) static RULE: Rule = Rule {
    code: "AIMS511",
    name: "wrong-clock",
    level: Level::Warning,
    clock: false,
    what: "A commit of the main line is dated a day or more before the one it follows, before 1982, or after today and the newest one: the clock of whoever made it was wrong. It counts from the day of the next commit whose clock can be right, and the newest from today. One that is believed and lies more than a month after today is told too, as a note up to a year: what it brought is not in force yet.",
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
    // Somebody may ask about a day that is past.
    let days = |of: &&Revision| date::days_between(context.aims.today, of.landed);
    if let Some(of) = context.history.revisions.iter().max_by_key(days).filter(|of| days(of) > 31) {
        let (commit, day) = (short(of.bringer()), wording::day(of.landed));
        let help =
            say!("Where that day has not come, a clock was wrong. Else check as of a later day, with `--today`.");
        let message = say!("commit {commit} of the main line is dated {day}, after the day of this check", commit, day);
        report.settings(None, message, help);
        report.at(if days(&of) > 366 { Level::Warning } else { Level::Note });
    }
}
