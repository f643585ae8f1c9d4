//! `soa-unfinished-without-plan`: a control that is not in place yet, and nothing says when it will be.

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::ids::is_slip;
use crate::check::lists::listed;
use crate::check::plans::{Planned, Plans, is_whole};
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::soa::{Soa, SoaRow};

pub(super) static RULE: Rule = Rule {
    code: "AIMS340",
    name: "soa-unfinished-without-plan",
    level: Level::Warning,
    clock: false,
    what: "The statement of applicability gives a control that applies as `planned` or `partial`, and nothing that aims can find plans the rest: no `due` in the row, no plan or open nonconformity under `documents`, no open treatment of a plan that names the control, no plan that names it under `controls`. It is told once, at the first of them. Nothing is asked of a draft.",
    why: "A necessary control that is not implemented belongs into the treatment plan, with an owner and a day (clause 6.1.3). `Necessary control not implemented, no plan` is a nonconformity, however honest the word `planned` is.",
    fix: "Add a row to the treatment plan that names the control under `controls` and has a `due`; or name the plan or the open nonconformity in the row under `documents`.",
    run,
};

/// How many controls are named.
const SOME: usize = 6;

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    context.aims.written_soas.iter().for_each(|soa| look_at(context, soa, report));
}

fn look_at(context: &Context<'_>, soa: &Soa, report: &mut Report<'_>) {
    let document = context.aims.document(soa.document);
    if document.is_draft() || !is_whole(document, soa) {
        return;
    }
    let plans = Plans::of(context, soa);
    let is_open = |row: &&SoaRow| {
        let word = row.implementation.as_ref().map(|word| word.value.as_str());
        !row.is_left_out()
            && matches!(word, Some("planned" | "partial"))
            && !is_slip(context.aims, soa, row)
            && matches!(plans.planned(row), Planned::Nothing)
    };
    let open: Vec<&SoaRow> = soa.rows.iter().filter(is_open).collect();
    // What could not be read may be the very plan that is missed.
    let Some(first) = open.first().filter(|_| !open.iter().any(|row| report.may_name(&row.control.value))) else {
        return;
    };
    let names: Vec<String> = open.iter().map(|row| context.aims.catalog.name(&soa.id(row))).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let span = first.implementation.as_ref().map_or(first.control.span, |word| word.span);
    report.document(
        document,
        span,
        plural!(
            open.len(),
            "{names} is not in place yet, and no plan says when that will be",
            "{names} are not in place yet, and no plan says when that will be",
            names = listed(&names, SOME)
        ),
        say!("Name the plan in the row under `documents`, or the control in the row of the treatment plan."),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    fn found(row: &str, plan: &str) -> Vec<String> {
        let soa = format!(
            "---\nid: SOA\nkind: soa\nstatement:\n  - {{control: A.5.2, applicable: true, reason: r, {row}}}\n---\n"
        );
        let plan = format!("---\nid: PLN\nkind: plan\n{plan}---\n");
        only("soa-unfinished-without-plan", &[("aims.toml", ""), ("p.md", &plan), ("s.md", &soa)])
    }

    #[test]
    fn it_is_told_at_the_word() {
        let told = ["s.md:5:67 A.5.2 is not in place yet, and no plan says when that will be"];
        assert_eq!(found("implementation: partial", ""), told);
        assert!(found("implementation: done", "").is_empty());
    }

    #[test]
    fn a_plan_that_is_named_or_names_the_control_answers_it() {
        assert!(found("implementation: planned, documents: [PLN]", "").is_empty());
        assert!(found("implementation: planned", "controls: [A.5.2]\n").is_empty());
        let row = "treatments: [{risk: R, option: reduce, controls: [A.5.2], action: a, status: STATE}]\n";
        assert!(found("implementation: planned", &row.replace("STATE", "in-progress")).is_empty());
        assert_eq!(found("implementation: planned", &row.replace("STATE", "done")).len(), 1);
    }
}
