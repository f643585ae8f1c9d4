//! `control-gap`: an applicable control with nothing behind it.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::ids::is_slip;
use crate::check::lacks::waits;
use crate::check::plans::Plans;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::absent::is_absent;
use crate::model::trace::{Lack, Rung};
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS308",
    name: "control-gap",
    level: Level::Error,
    clock: false,
    what: "The statement of applicability says that a control applies, and no document that binds anybody says or does anything about it; records alone bind nobody. Left alone are rows without a reason in a draft, and controls that wait for a draft without words. Left alone too is what the statement gives as `planned`, until the day of its plan has passed; that nothing plans it, `soa-unfinished-without-plan` tells.",
    why: "A control that is in has to be put in place (clauses 6.1.3 and 8.1). With nothing behind it the statement promises what the organisation does not do.",
    fix: "Name the control under `controls` in the policy or procedure that answers for it, or leave it out of the statement with a reason.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let plans: BTreeMap<DocIx, Plans<'_>> =
        context.aims.soas.iter().map(|soa| (soa.document, Plans::of(context, soa))).collect();
    for control in context.aims.trace.controls().filter(|control| control.applies() && control.rung == Rung::Gap) {
        if waits(context, control) {
            continue;
        }
        let Some(soa) = context.aims.soa_of(&control.framework) else { continue };
        let Some(row) = soa.row(&control.id).filter(|row| row.applies() && !is_slip(context.aims, soa, row)) else {
            continue;
        };
        if report.may_name(&control.id) {
            continue;
        }
        let document = context.aims.document(soa.document);
        let held = context.aims.holding(soa.document);
        // In a draft that gives no reason nobody has decided yet; how many reasons are open is told.
        if held.is_draft() && row.reason.as_ref().is_none_or(|reason| is_absent(&reason.value)) {
            continue;
        }
        // What is planned is not promised yet; that nothing plans it is told of the statement as a whole.
        let is_planned = row.implementation.as_ref().is_some_and(|word| word.value == "planned");
        if is_planned && plans.get(&soa.document).is_none_or(|plans| plans.level(row) < Level::Error) {
            continue;
        }
        let lacks = control.lacks.first().map(Lack::sentence).unwrap_or_default();
        // The line may say something else by now.
        let by = held.fields.text("version").filter(|_| context.aims.in_place.contains_key(&soa.document));
        let by = by.map(|version| say!(" It applies by version {version}, which holds today.", version));
        let (id, title) = (&control.name, wording::known(&control.title));
        let message = say!("the control {id} ({title}) applies and stands at gap", id, title);
        report.document(
            document,
            row.control.span,
            message,
            format!(
                "{lacks}{} {}",
                by.unwrap_or_default(),
                say!("Add `controls: [{id}]` to the document that answers for it.", id)
            ),
        );
        report.names(Some(id));
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

    #[test]
    fn a_key_that_nobody_judges_answers_for_nothing() {
        let found = |settings: &str, key: &str| {
            let text = format!("---\nid: P\ntitle: T\nkind: policy\n{key}: A.5.2 is still open\n---\nText.\n");
            only("control-gap", &[("aims.toml", settings), ("soa.md", SOA), ("p.md", &text)]).len()
        };
        assert_eq!((found("", "remark"), found("[keys]\nkeep = [\"remark\"]\n", "remark")), (1, 1));
        assert_eq!(found("", "contorls"), 0);
    }

    #[test]
    fn what_is_planned_is_left_alone_until_its_day() {
        let level = |row: &str| {
            let soa = SOA.replace(
                "reason: r}\n  - {control: A.5.3",
                &format!("reason: r, implementation: planned{row}}}\n  - {{control: A.5.3"),
            );
            let (all, _) = crate::check::testing::check(&[("aims.toml", ""), ("soa.md", &soa)]);
            let found = all.iter().find(|finding| finding.name == "control-gap").map(|finding| finding.level);
            (found, all.iter().any(|finding| finding.name == "soa-unfinished-without-plan"))
        };
        assert_eq!(level(""), (None, true));
        assert_eq!(level(", due: 2026-12-01"), (None, false));
        assert_eq!(level(", due: 2026-11-01"), (Some(crate::diag::Level::Error), false));
    }
}
