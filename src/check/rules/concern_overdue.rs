//! `concern-overdue`: a concern that was not answered in time.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::due;

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

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, concern) in context.living_of("concern").filter(|(_, concern)| !concern.is_draft()) {
        let Some(open) = due::open_in(context.aims, ix) else {
            let by = due::answer_by(concern).filter(|_| !concern.fields.is_misread("state"));
            let answered = concern.fields.date("answered").filter(|day| *day <= context.aims.today);
            if let Some((due, day)) = by.zip(answered).filter(|(due, day)| day > due) {
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
        };
        let Some(late) = late(open.date, context.aims.today) else { continue };
        report.document(
            concern,
            open.span,
            say!("{id} was to be answered by {day}, {late}", id = concern.id, day = wording::day(open.date), late),
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
            "date: 2026-01-01\nstate: answered\n",
            "date: 2026-01-01\nanswered: yesterday\n",
            "date: 2026-01-01\nanswer-due: soon\n",
        ] {
            assert_one("concern-overdue", &concern(lines), &[]);
        }
    }
}
