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
    what: "A concern is not answered, and the day under `answer-due` has passed; where none is given, 30 days since it was raised. A note where it was answered after that day.",
    why: "Whoever raises a concern has to see that it leads somewhere (controls A.3.3 and A.8.3). What stays without an answer is not raised a second time.",
    fix: "Answer it, and write the day under `answered` and what came of it under `outcome`.",
    run,
};

/// How long an answer may take where nobody says.
const PATIENCE: Period = Period::Days(30);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, concern) in context.living_of("concern").filter(|(_, concern)| !is_draft(concern)) {
        let fields = &concern.fields;
        if fields.is_misread("state") || fields.is_misread("answer-due") {
            continue;
        }
        let answered = matches!(fields.text("state"), Some("answered" | "closed")) || !fields.lacks("answered");
        let given = fields.date("answer-due").map(|due| (due, "answer-due"));
        let Some((due, key)) = given.or_else(|| Some((PATIENCE.after(fields.date("date")?), "date"))) else { continue };
        if answered {
            if let Some(day) = fields.date("answered").filter(|day| *day > due && *day <= context.aims.today) {
                report.document(
                    concern,
                    concern.span_of("answered"),
                    say!(
                        "{id} was to be answered by {due}, and was answered on {day}",
                        id = concern.id,
                        due = wording::day(due),
                        day = wording::day(day)
                    ),
                    say!("Say under `outcome` what kept it waiting, and whether others wait for the same."),
                );
                report.at(Level::Note);
            }
            continue;
        }
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
    fn an_answer_that_came_late_is_told_at_its_day() {
        let told = ["5:11 CNC was to be answered by 2026-02-01, and was answered on 2026-02-02"];
        let lines = "answer-due: 2026-02-01\nanswered: 2026-02-02\nstate: closed\n";
        assert_one("concern-overdue", &concern(lines), &told);
        assert_one("concern-overdue", &concern(&lines.replace("2026-02-02", "2026-02-01")), &[]);
        let told = ["5:11 CNC was to be answered by 2026-01-31, and was answered on 2026-03-01"];
        assert_one("concern-overdue", &concern("date: 2026-01-01\nanswered: 2026-03-01\n"), &told);
    }

    #[test]
    fn what_is_answered_or_not_yet_due_is_no_finding() {
        for lines in [
            "date: 2026-10-22\n",
            "date: 2026-01-01\nanswered: 2026-01-31\n",
            "date: 2026-01-01\nstate: closed\n",
            "date: 2026-01-01\nstatus: draft\n",
        ] {
            assert_one("concern-overdue", &concern(lines), &[]);
        }
    }
}
