//! `settings-not-vouched`: what is approved rests on a change of settings that nobody vouched for.

use std::collections::BTreeMap;

use crate::approval::Unvouched;
use crate::base::{say, wording};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::history::short;
use crate::model::DocIx;

pub(super) static RULE: Rule = Rule {
    code: "AIMS516",
    name: "settings-not-vouched",
    level: Level::Error,
    clock: false,
    what: "A document is approved only by people, keys or rules that a commit put into `aims.toml`, and nobody whom the settings listed before has signed that. An error where no merge brought the commit, and then the evidence does not count; a warning where somebody merged it.",
    why: "Whoever may change who approves, and how, approves what they like. So a change of that is itself an act of somebody with the authority (clauses 5.3 and 7.5.3).",
    fix: "Have somebody whom the settings listed before, and who holds a role that a rule asks for, look at the change and run `aims approve aims.toml`. Or sign the commits that change `aims.toml`, or their merges.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let mut resting: BTreeMap<&str, (&Unvouched, Vec<DocIx>)> = BTreeMap::new();
    for (ix, _) in context.aims.iter() {
        if let Some(unvouched) = context.approvals.of(ix).and_then(|approval| approval.unvouched.as_ref()) {
            resting.entry(&unvouched.commit).or_insert_with(|| (unvouched, Vec::new())).1.push(ix);
        }
    }
    for (commit, (unvouched, documents)) in resting {
        let (commit, by, day) = (short(commit), &unvouched.by, wording::day(unvouched.landed));
        let documents = context.ids(&documents);
        let message = match unvouched.merged {
            true => say!(
                "settings not vouched for: commit {commit} by {by} of {day} changed them and was merged, nobody listed before has signed it, and what is approved rests on it: {documents}",
                commit,
                by,
                day,
                documents
            ),
            false => say!(
                "settings not vouched for: commit {commit} by {by} of {day} changed them and came by no merge, nobody listed before has signed it, and what is approved rests on it: {documents}",
                commit,
                by,
                day,
                documents
            ),
        };
        report.settings(
            None,
            message,
            say!("Have somebody who was listed before and holds a role that a rule asks for look at it, and run `aims approve aims.toml`."),
        );
        report.at(if unvouched.merged { Level::Warning } else { Level::Error });
    }
}
