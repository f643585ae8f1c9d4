//! `objective-overdue`: an objective past its day that is neither met nor missed.

use crate::base::{say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::due::{self, Task};

pub(super) static RULE: Rule = Rule {
    code: "AIMS710",
    name: "objective-overdue",
    level: Level::Warning,
    clock: true,
    what: "The day by which an AI objective was to be reached has passed, and its `state` is neither `met` nor `missed`.",
    why: "Objectives are monitored and their results judged (clauses 6.2 and 9.1). One whose day passed without a verdict was not.",
    fix: "Judge the result and set `state` to `met` or `missed`; or set a new day, with the reason in the commit message.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, objective) in context.living_of("objective") {
        for due in due::of(objective).into_iter().filter(|due| due.task == Task::Objective) {
            let Some(late) = late(due.date, context.aims.today) else { continue };
            report.document(
                objective,
                due.span,
                say!(
                    "{id} was due on {day}, {late}, and is neither met nor missed",
                    id = objective.id,
                    day = wording::day(due.date),
                    late
                ),
                say!("Judge the result and set `state: met` or `state: missed`, or set a new day and say why in the commit message."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn objective(lines: &str) -> String {
        format!("---\nid: OBJ-001\nkind: objective\n{lines}---\n")
    }

    #[test]
    fn a_day_too_late_is_overdue_and_the_day_itself_is_not() {
        let told = ["4:6 OBJ-001 was due on 2026-11-18, 2 days ago, and is neither met nor missed"];
        assert_one("objective-overdue", &objective("due: 2026-11-18\nstate: on-track\n"), &told);
        assert_one("objective-overdue", &objective("due: 2026-11-18\n"), &told);
        assert_one("objective-overdue", &objective("due: 2026-11-20\n"), &[]);
    }

    #[test]
    fn a_verdict_settles_it() {
        for line in ["state: met", "state: missed", "state: mett", "status: draft", "state: missed\nstatus: retired"] {
            assert_one("objective-overdue", &objective(&format!("due: 2020-01-01\n{line}\n")), &[]);
        }
        let told = ["4:6 OBJ-001 was due on 2026-11-18, 2 days ago, and is neither met nor missed"];
        assert_one("objective-overdue", &objective("due: 2026-11-18\nstatus: retired\n"), &told);
    }
}
