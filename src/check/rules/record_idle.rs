//! `record-idle`: a record that counts for nothing, and about no document.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS524",
    name: "record-idle",
    level: Level::Warning,
    clock: false,
    what: "A file in the folder of records counts for nothing: it lies where no record is looked for, or it is to vouch for settings and does not.",
    why: "Who signed it thinks that it is evidence. A record that nobody reads is told, lest somebody rely on it (clause 7.5.3).",
    fix: "Make the record with `aims approve ID`, or `aims approve aims.toml` for settings, by somebody who may; and take away what counts for nothing.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for idle in &context.approvals.idle {
        report.file(
            &idle.path,
            None,
            say!("the record counts for nothing: {why}", why = idle.why.sentence()),
            say!("Make it anew with `aims approve`, or take it away."),
        );
    }
}
