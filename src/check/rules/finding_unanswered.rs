//! `finding-unanswered`: observations of an audit that nobody decided on.

use crate::base::{Period, plural, say, wording};
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::fields::Row;

pub(super) static RULE: Rule = Rule {
    code: "AIMS713",
    name: "finding-unanswered",
    level: Level::Note,
    clock: true,
    what: "A row under `findings` of an audit is graded observation or opportunity, 90 days have passed since the report, and nothing says what was decided on it: no `answer`, no `nonconformity`, and no `status` of answered or closed. It is told once an audit.",
    why: "An observation asks for no corrective action, but for a decision: results of audits go to those who can decide on them and into the management review (clauses 9.2.2 and 9.3.2). The next auditor asks what became of each.",
    fix: "Write in the row what was decided: `answer: …`, be it that nothing is done, and why.",
    run,
};

const PATIENCE: Period = Period::Days(90);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, audit) in context.living_of("audit").filter(|(_, audit)| !audit.is_draft()) {
        let Some(date) = audit.fields.date("date").filter(|date| PATIENCE.after(*date) < context.aims.today) else {
            continue;
        };
        let open: Vec<&Row> = audit.fields.rows("findings").iter().filter(|row| is_open(row)).collect();
        let Some(first) = open.first() else { continue };
        let (id, day) = (&audit.id, wording::day(date));
        let message = match first.cells.text("ref") {
            Some(name) => plural!(
                open.len(),
                "nothing says what was decided on {n} observation of {id}, of {day}, the first is {name}",
                "nothing says what was decided on {n} observations of {id}, of {day}, the first is {name}",
                id,
                day,
                name
            ),
            None => plural!(
                open.len(),
                "nothing says what was decided on {n} observation of {id}, of {day}",
                "nothing says what was decided on {n} observations of {id}, of {day}",
                id,
                day
            ),
        };
        let help = say!("Write in each row what was decided, be it that nothing is done: `answer: …`.");
        report.document(audit, first.cells.span("ref").unwrap_or(first.span), message, help);
        report.names(first.cells.text("ref"));
    }
}

/// Whether nobody decided on a finding that is no nonconformity.
fn is_open(row: &Row) -> bool {
    let cells = &row.cells;
    let is_light = matches!(cells.text("grade"), Some("observation" | "opportunity"));
    let is_answered = matches!(cells.text("status"), Some("answered" | "closed")) || cells.is_misread("status");
    is_light && !is_answered && cells.lacks("answer") && cells.lacks("nonconformity")
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn audit(date: &str, rows: &[&str]) -> String {
        let rows: String = rows.iter().map(|row| format!("  - {{ref: {row}}}\n")).collect();
        format!("---\nid: AUD\nkind: audit\ndate: {date}\nfindings:\n{rows}---\n")
    }

    #[test]
    fn it_is_told_once_an_audit_after_ninety_days() {
        let rows = ["F1, grade: major", "F2, grade: observation", "F3, grade: opportunity, status: open"];
        let told = ["7:11 nothing says what was decided on 2 observations of AUD, of 2026-08-21, the first is F2"];
        assert_one("finding-unanswered", &audit("2026-08-21", &rows), &told);
        assert_one("finding-unanswered", &audit("2026-08-22", &rows), &[]);
        assert_one("finding-unanswered", &audit("2026-08-21", &rows).replace("id: AUD", "id: AUD\nstatus: draft"), &[]);
    }

    #[test]
    fn what_was_decided_is_no_finding() {
        for row in [
            "F1, grade: observation, answer: Nothing is done; it was one case",
            "F1, grade: observation, status: closed",
            "F1, grade: opportunity, nonconformity: NC-001",
            "F1, grade: minor",
        ] {
            assert_one("finding-unanswered", &audit("2025-01-01", &[row]), &[]);
        }
    }
}
