//! `concern-overdue`: a concern that was not answered in time.

use crate::base::{Period, say, wording};
use crate::check::lacks::{is_draft, late};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS738",
    name: "concern-overdue",
    level: Level::Warning,
    clock: true,
    what: "A concern is not answered, and the day under `answer-due` has passed; where none is given, 30 days since it was raised.",
    why: "Whoever raises a concern has to see that it leads somewhere (controls A.3.3 and A.8.3). What stays without an answer is not raised a second time.",
    fix: "Answer it, and write the day under `answered` and what came of it under `outcome`.",
    run,
};

/// How long an answer may take where nobody says.
const PATIENCE: Period = Period::Days(30);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, concern) in context.living_of("concern").filter(|(_, concern)| !is_draft(concern)) {
        let fields = &concern.fields;
        let answered = matches!(fields.text("state"), Some("answered" | "closed")) || !fields.lacks("answered");
        if answered || fields.is_misread("state") || fields.is_misread("answer-due") {
            continue;
        }
        let given = fields.date("answer-due").map(|due| (due, "answer-due"));
        let Some((due, key)) = given.or_else(|| Some((PATIENCE.after(fields.date("date")?), "date"))) else { continue };
        let Some(late) = late(due, context.aims.today) else { continue };
        report.document(
            concern,
            concern.span_of(key),
            say!("{id} was to be answered by {day}, {late}", id = concern.id, day = wording::day(due), late),
            say!("Answer it, and write `answered: …` and `outcome: …`."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn concern(lines: &str) -> String {
        format!("---\nid: CNC\nkind: concern\n{lines}---\n")
    }

    #[test]
    fn the_day_that_was_given_counts_else_a_month() {
        let told = ["5:13 CNC was to be answered by 2026-11-18, 2 days ago"];
        assert_one("concern-overdue", &concern("date: 2026-01-01\nanswer-due: 2026-11-18\nstate: open\n"), &told);
        let told = ["4:7 CNC was to be answered by 2026-11-19, 1 day ago"];
        assert_one("concern-overdue", &concern("date: 2026-10-20\n"), &told);
    }

    #[test]
    fn what_is_answered_or_not_yet_due_is_no_finding() {
        for lines in [
            "date: 2026-10-22\n",
            "date: 2026-01-01\nanswered: 2026-02-01\n",
            "date: 2026-01-01\nstate: closed\n",
            "date: 2026-01-01\nstatus: draft\n",
        ] {
            assert_one("concern-overdue", &concern(lines), &[]);
        }
    }
}
