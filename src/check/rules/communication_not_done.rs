//! `communication-not-done`: the plan says that something was told, and nothing shows it.

use std::collections::BTreeMap;

use crate::base::{Date, Period, plural, say};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::{Aims, DocIx};

pub(super) static RULE: Rule = Rule {
    code: "AIMS724",
    name: "communication-not-done",
    level: Level::Note,
    clock: true,
    what: "A communication plan, which is a plan that serves clause 7.4 and no other, has rows under `actions` that are `done`, their day is more than a month ago, and no record shows them: nothing under `evidence` of the row, and no dated record that carries the plan out (`plan` of a communication, or `evidence-for`) from three months before that day to a month after it. It is told once a plan. An action past its day that is not done is told by `action-overdue`.",
    why: "What is communicated on the management system, when, with whom and how is planned (clause 7.4), and an auditor asks to see one message of the plan. `done` in the plan itself shows only that somebody wrote the word.",
    fix: "Keep the message as a record with `kind: communication` and `plan`, or name what shows it under `evidence` in the row.",
    run,
};

/// How long before its day something may have been told.
const EARLY: Period = Period::Months(3);

/// How long after its day it may be told still, and a record of it be written.
const LATE: Period = Period::Months(1);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let told = told(context);
    for (ix, plan) in
        context.living_of("plan").filter(|(_, plan)| !plan.is_draft() && is_of_communication(context.aims, plan))
    {
        let days = told.get(&ix).map_or(&[][..], Vec::as_slice);
        let rows = plan.fields.rows("actions").iter();
        let bare: Vec<&Row> = rows.filter(|row| is_unshown(context.aims.today, row, days)).collect();
        let Some(first) = bare.first().filter(|_| !report.may_name(&plan.id)) else { continue };
        let name = first.cells.text("action").unwrap_or_else(|| say!("unnamed"));
        report.document(
            plan,
            first.cells.span("action").unwrap_or(first.span),
            plural!(
                bare.len(),
                "{n} message of {id} is done, and no record shows it: `{name}`",
                "{n} messages of {id} are done, and no record shows them, the first is `{name}`",
                id = plan.id,
                name
            ),
            say!("Keep each as a record: `aims new communication`, with `plan: {id}`; or name under `evidence` in the row what shows it.", id = plan.id),
        );
    }
}

/// Whether a plan is about communication: that is the clause it serves.
fn is_of_communication(aims: &Aims, plan: &Document) -> bool {
    let clauses = aims.numbers_named(plan);
    !clauses.is_empty() && clauses.iter().all(|clause| *clause == "7.4")
}

/// The days of records that carry each plan out.
fn told(context: &Context<'_>) -> BTreeMap<DocIx, Vec<Date>> {
    let aims = context.aims;
    let mut told: BTreeMap<DocIx, Vec<Date>> = BTreeMap::new();
    for reference in aims.references.iter().filter(|of| matches!(of.field.as_str(), "plan" | "evidence-for")) {
        let record = aims.document(reference.from);
        let is_one = record.is_record() && !record.is_retired() && !record.is_draft();
        let day = record.fields.date("date").filter(|day| is_one && *day <= aims.today);
        if let Some((plan, day)) = reference.to.zip(day) {
            told.entry(plan).or_default().push(day);
        }
    }
    told
}

/// Whether a row is done by its own word alone.
fn is_unshown(today: Date, row: &Row, days: &[Date]) -> bool {
    let cells = &row.cells;
    let Some(due) = cells.date("due") else { return false };
    let until = LATE.after(due);
    let is_claimed = cells.text("status") == Some("done") && until < today && cells.lacks("evidence");
    is_claimed && !days.iter().any(|day| EARLY.before(due) <= *day && *day <= until)
}

#[cfg(test)]
mod tests {
    use crate::check::testing::only;

    const ROWS: &str = "  - {action: Notice on the page, due: 2026-08-31, status: done}\n  - {action: Mail to staff, due: 2026-09-30, status: done}\n";

    fn found(clauses: &str, rows: &str, record: &str) -> Vec<String> {
        let plan = format!("---\nid: PLN\nkind: plan\nclauses: [{clauses}]\nactions:\n{rows}---\n");
        let record = format!("---\nid: COM\nkind: communication\n{record}---\nText.\n");
        only("communication-not-done", &[("aims.toml", ""), ("a.md", &plan), ("c.md", &record)])
    }

    #[test]
    fn a_message_that_is_done_by_its_word_alone_is_told() {
        let told = "a.md:6:14 2 messages of PLN are done, and no record shows them, the first is `Notice on the page`";
        assert_eq!(found("7.4", ROWS, ""), [told]);
        let one = "a.md:7:14 1 message of PLN is done, and no record shows it: `Mail to staff`";
        assert_eq!(
            found("7.4", ROWS, "date: 2026-08-01\nplan: PLN\n").len(),
            0,
            "a record of about that day shows both"
        );
        assert_eq!(found("7.4", ROWS, "date: 2026-06-15\nplan: PLN\n"), [one], "it is too long before the second");
        assert_eq!(found("7.4", ROWS, "date: 2026-09-01\nevidence-for: [PLN]\n").len(), 0);
        assert_eq!(found("7.4", ROWS, "date: 2027-01-01\nplan: PLN\n"), [told], "it is still to come");
    }

    #[test]
    fn other_rows_and_other_plans_are_left_alone() {
        for (from, to) in [("done", "planned"), ("done", "dropped"), ("done}", "done, evidence: [COM]}")] {
            assert!(found("7.4", &ROWS.replace(from, to), "").is_empty(), "{to}");
        }
        assert!(
            found("7.4", &ROWS.replace("2026-08-31", "2026-11-01").replace("2026-09-30", "2026-11-01"), "").is_empty()
        );
        for clauses in ["", "6.1.3", "'7.3', '7.4'"] {
            assert!(found(clauses, ROWS, "").is_empty(), "{clauses}");
        }
    }
}
