//! `control-gap`: an applicable control with nothing behind it.

use crate::check::ids::is_slip;
use crate::check::lacks::{is_draft, waits};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::absent::is_absent;
use crate::model::trace::{Lack, Rung};

pub(super) static RULE: Rule = Rule {
    code: "AIMS308",
    name: "control-gap",
    level: Level::Error,
    clock: false,
    what: "The statement of applicability says that a control applies, and no document says, does or shows anything about it. Left alone are rows without a reason in a draft, and controls that wait for a draft without words.",
    why: "A control that is in has to be put in place (clauses 6.1.3 and 8.1). With nothing behind it the statement promises what the organisation does not do.",
    fix: "Name the control under `controls` in the policy or procedure that answers for it, or leave it out of the statement with a reason.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for control in context.aims.trace.controls().filter(|control| control.applies() && control.rung == Rung::Gap) {
        if waits(context, control) {
            continue;
        }
        let Some(soa) = context.aims.soa_of(&control.framework) else { continue };
        let Some(row) = soa.row(&control.id).filter(|row| !is_slip(context.aims, soa, row)) else { continue };
        if report.may_name(&control.id) {
            continue;
        }
        let document = context.aims.document(soa.document);
        // In a draft that gives no reason nobody has decided yet; how many reasons are open is told.
        if is_draft(document) && row.reason.as_ref().is_none_or(|reason| is_absent(&reason.value)) {
            continue;
        }
        let lacks = control.lacks.first().map(Lack::sentence).unwrap_or_default();
        let message = format!("the control {} ({}) applies and stands at gap", control.name, control.title);
        report.document(
            document,
            row.control.span,
            message,
            format!("{lacks} Add `controls: [{}]` to the document that answers for it.", control.name),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const SOA: &str = "---\nid: SOA-001\ntitle: S\nkind: soa\nstatement:\n  - {control: A.5.2, applicable: true, reason: r}\n  - {control: A.5.3, applicable: false, reason: r}\n---\n";

    #[test]
    fn it_is_told_at_the_row_of_the_statement() {
        let found = only("control-gap", &[("aims.toml", ""), ("soa.md", SOA)]);
        assert_eq!(
            found,
            ["soa.md:6:15 the control A.5.2 (AI system impact assessment process) applies and stands at gap"]
        );
    }

    #[test]
    fn a_policy_that_names_it_is_enough_to_leave_the_gap() {
        let policy = "---\nid: P\ntitle: T\nkind: policy\ncontrols: [A.5.2]\n---\nText.\n";
        assert!(only("control-gap", &[("aims.toml", ""), ("soa.md", SOA), ("p.md", policy)]).is_empty());
    }
}
