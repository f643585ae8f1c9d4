//! `approval-not-entitled`: an approval by somebody who could not give it.

use crate::approval::record::ActKind;
use crate::approval::{Counts, Objection, Reason};
use crate::base::{SETTINGS, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS507",
    name: "approval-not-entitled",
    level: Level::Warning,
    clock: false,
    what: "An approval record is signed well and does not count all the same: the person held none of the roles that the rule asks for, is the only author of the change or put it into the history under other names, or names a text that the document never had; so does the record of a review.",
    why: "Whoever wrote a change does not see its faults; that is why a second person approves it, and one who has the authority (clauses 5.3 and 7.5.2).",
    fix: "Let somebody with the role approve who did not write the change alone. `[approval]` in `aims.toml` holds the rule.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for act in &context.approvals.acts {
        let (Counts::No(why), Ok(record)) = (&act.standing, &act.record) else { continue };
        let told =
            matches!(act.objection(), Some(Objection::NotEntitled | Objection::OwnWork | Objection::UnknownText));
        if told {
            let (id, by, reason) = (&record.document, &record.by, why.sentence());
            let message = match record.act {
                ActKind::Approval => say!("the approval of {id} by {by} does not count: {why}", id, by, why = reason),
                ActKind::Review => say!("the review of {id} by {by} does not count: {why}", id, by, why = reason),
                ActKind::Acknowledgement => {
                    say!("the acknowledgement of {id} by {by} does not count: {why}", id, by, why = reason)
                }
            };
            report.file(&act.path, None, message, remedy(context, why));
            report.names(Some(by));
            if *why == Reason::CutHistory {
                report.because("history-incomplete", SETTINGS);
            }
        }
    }
}

/// What to do about it.
fn remedy(context: &Context<'_>, why: &Reason) -> &'static str {
    let gap = context.history.gaps.iter().find(|gap| gap.is_hole());
    match (why, gap) {
        (Reason::CutHistory, Some(gap)) => gap.remedy(),
        _ => say!("Let somebody entitled approve it who is not its only author."),
    }
}
