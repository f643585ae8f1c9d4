//! `nonconformity-overdue`: a corrective action past its day.

use crate::base::{say, wording};
use crate::check::lacks::late;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::due::{self, Task};

pub(super) static RULE: Rule = Rule {
    code: "AIMS701",
    name: "nonconformity-overdue",
    level: Level::Warning,
    clock: true,
    what: "The day by which a corrective action was due has passed, and the nonconformity is neither `done` nor closed.",
    why: "Nonconformities have to be acted on (clause 10.2). Actions that are overdue at the next audit are among what auditors look at first.",
    fix: "Finish the action and set `done`; or move `due`, with the reason in the commit message.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, document) in context.living_of("nonconformity") {
        for due in due::of(document).into_iter().filter(|due| due.task == Task::CorrectiveAction) {
            let Some(late) = late(due.date, context.aims.today) else { continue };
            let help = say!("Finish the action and set `done`, or move `due` and say why in the commit message.");
            let help = match due.owner {
                Some(owner) => format!("{help} {}", say!("{owner} sees to it.", owner)),
                None => help.to_owned(),
            };
            report.document(
                document,
                due.span,
                say!(
                    "the corrective action of {id} was due on {day}, {late}",
                    id = document.id,
                    day = wording::day(due.date),
                    late
                ),
                help,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn nonconformity(lines: &str) -> String {
        format!("---\nid: NC-001\nkind: nonconformity\n{lines}---\n")
    }

    #[test]
    fn a_day_too_late_is_overdue_and_the_day_itself_is_not() {
        let told = ["4:6 the corrective action of NC-001 was due on 2026-11-19, 1 day ago"];
        assert_one("nonconformity-overdue", &nonconformity("due: 2026-11-19\nstate: action\n"), &told);
        assert_one("nonconformity-overdue", &nonconformity("due: 2026-11-20\nstate: action\n"), &[]);
    }

    #[test]
    fn what_is_done_or_closed_is_not_overdue() {
        for line in [
            "done: 2026-11-20",
            "done: yesterday",
            "state: closed",
            "closed: 2026-11-20",
            "status: draft",
            "state: closed\nstatus: retired",
        ] {
            assert_one("nonconformity-overdue", &nonconformity(&format!("due: 2020-01-01\n{line}\n")), &[]);
        }
    }
}
