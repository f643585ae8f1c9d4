//! `retired-without-approval`: a document says that it is retired, and nobody entitled took it out of force.

use crate::approval::Before;
use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS513",
    name: "retired-without-approval",
    level: Level::Error,
    clock: false,
    what: "A document that was in force says that it is retired, and there is not the evidence that the rule in `[approval]` asks for, of an act since then. Nothing is asked where the rule asks for a claim or for nothing.",
    why: "To take a rule out of force is as much a decision as to make one (clause 7.5.3). Whoever may not approve a text may not switch it off either; by the record it is still in force.",
    fix: "Have somebody entitled approve that it is retired: `aims approve ID`. Or put back the status that it had.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let alone = context.aims.iter().filter(|(ix, _)| context.approvals.retires_itself(context.aims, *ix));
    for (ix, document) in alone {
        let Some(approval) = context.approvals.of(ix) else { continue };
        let rule = context.aims.config.approval.of(document.kind_name());
        let asked = match &approval.before {
            Some(Before::Asks(before)) => before,
            Some(Before::Unknown(_) | Before::Unvouched) | None => rule,
        };
        let message = say!(
            "{id} says that it is retired; the rule asks for evidence of {needs} of that, and there is {level}",
            id = document.id,
            needs = asked.needs.described(),
            level = approval.level.described()
        );
        // That in force need not be the one that says so.
        let mut versions = context.history.versions(&document.path).iter().zip(context.approvals.tenures(ix)).rev();
        let in_force = versions.find(|(_, tenure)| tenure.is_in_force(context.aims.today));
        let (id, version) = (&document.id, in_force.and_then(|(version, _)| version.label.as_deref()));
        let help = match version {
            Some(version) => {
                say!("By the record {version} is still in force. Have it approved: `aims approve {id}`.", version, id)
            }
            None => say!("Have it approved: `aims approve {id}`.", id),
        };
        report.document(document, document.span_of("status"), message, help);
    }
}
