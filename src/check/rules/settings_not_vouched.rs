//! `settings-not-vouched`: what is approved rests on a change of settings that nobody vouched for.

use std::collections::BTreeMap;

use crate::approval::{Turn, Unvouched};
use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::history::{Gap, short};
use crate::model::DocIx;

pub(super) static RULE: Rule = Rule {
    code: "AIMS516",
    name: "settings-not-vouched",
    level: Level::Error,
    clock: false,
    what: "A document is approved only by people, keys or rules that a commit put into `aims.toml`, and nobody whom the settings listed before has signed that. An error where nobody merged the commit but who made it, or somebody whom those settings do not list, and then the evidence does not count; a warning where a second person merged it.",
    why: "Whoever may change who approves, and how, approves what they like. So a change of that is itself an act of somebody with the authority (clauses 5.3 and 7.5.3).",
    fix: "Have somebody whom the settings listed before, and who holds a role that a rule asks for, look at the change and run `aims approve aims.toml`. Or sign the commits that change `aims.toml`, or their merges.",
    run,
};

/// Documents that rest on one change of settings: by its commit and its day.
type Resting<'a> = BTreeMap<(Option<&'a str>, Date), (&'a Unvouched, Vec<DocIx>)>;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    // What a clone does not hold says nothing of who stood behind it: that it is not there is told.
    let is_cut = context.history.gaps.iter().any(|gap| matches!(gap, Gap::Log(_)) && gap.is_loss());
    let mut resting = Resting::new();
    for (ix, _) in context.aims.iter() {
        if let Some(unvouched) = context.approvals.of(ix).and_then(|approval| approval.unvouched.as_ref()) {
            if is_cut && !unvouched.can_be_signed {
                continue;
            }
            let commit = unvouched.turn.as_ref().map(|turn| turn.commit.as_str());
            resting.entry((commit, unvouched.since)).or_insert_with(|| (unvouched, Vec::new())).1.push(ix);
        }
    }
    for (unvouched, documents) in resting.into_values() {
        let help = match unvouched.can_be_signed {
            true => say!(
                "Have somebody who was listed before and holds a role that a rule asks for look at it, and run `aims approve aims.toml`."
            ),
            false => say!(
                "Nobody can sign it: the settings before list no key, or it is not known which they were. Have the change merged by somebody whom they list, or look at it and name a commit whose settings you trust: `--trust COMMIT`."
            ),
        };
        let before = unvouched.before.as_ref().map(|before| say!("The settings before: {before}.", before));
        let help = [help.to_owned()].into_iter().chain(before).collect::<Vec<_>>().join(" ");
        report.settings(None, sentence(unvouched, &context.ids(&documents)), help);
        report.at(if unvouched.merged { Level::Warning } else { Level::Error });
    }
}

/// What rests on which change; or since when nobody vouched for any, where it is not one alone.
fn sentence(unvouched: &Unvouched, documents: &str) -> String {
    let Some(Turn { commit, by, landed, .. }) = &unvouched.turn else {
        let day = wording::day(unvouched.since);
        return match unvouched.merged {
            true => say!(
                "settings not vouched for: nobody listed before has signed what changed them from {day} on, and what is approved rests on it: {documents}",
                day,
                documents
            ),
            false => say!(
                "settings not vouched for: nobody listed before has signed what changed them from {day} on, not all of it was merged by a second person, and what is approved rests on it: {documents}",
                day,
                documents
            ),
        };
    };
    let (commit, day) = (short(commit), wording::day(*landed));
    match unvouched.merged {
        true => say!(
            "settings not vouched for: commit {commit} by {by} of {day} changed them and was merged by a second person, nobody listed before has signed it, and what is approved rests on it: {documents}",
            commit,
            by,
            day,
            documents
        ),
        false => say!(
            "settings not vouched for: commit {commit} by {by} of {day} changed them, no second person merged it, nobody listed before has signed it, and what is approved rests on it: {documents}",
            commit,
            by,
            day,
            documents
        ),
    }
}
