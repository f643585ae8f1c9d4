//! `incident-closed-without-lesson`: an incident closed without its cause and lessons.

use crate::base::say;
use crate::check::lacks::closed_without;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS708",
    name: "incident-closed-without-lesson",
    level: Level::Warning,
    clock: false,
    what: "An incident is closed and does not say why it happened, under `cause`, or what was learnt, under `lessons`.",
    why: "What goes wrong with an AI system feeds risk assessment and improvement (clauses 8.2 and 10.2, control A.8.4). An incident without a lesson will come again.",
    fix: "Write `cause` and `lessons`, or open the incident again.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let help = say!("Write why it happened and what was learnt, or open it again.");
    closed_without(context, report, "incident", "incident", &["cause", "lessons"], help);
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn incident(lines: &str) -> String {
        format!("---\nid: INC-001\nkind: incident\n{lines}---\n")
    }

    #[test]
    fn it_is_told_where_the_record_says_it_is_closed() {
        let told = ["4:8 the incident is closed without `cause` and `lessons`"];
        assert_one("incident-closed-without-lesson", &incident("state: closed\n"), &told);
        let told = ["5:9 the incident is closed without `lessons`"];
        assert_one(
            "incident-closed-without-lesson",
            &incident("cause: c\nclosed: 2026-01-01\nstate: contained\n"),
            &told,
        );
    }

    #[test]
    fn a_lesson_or_an_open_state_are_enough() {
        for lines in ["state: closed\ncause: c\nlessons: l\n", "state: contained\n", "state: closed\nstatus: retired\n"]
        {
            assert_one("incident-closed-without-lesson", &incident(lines), &[]);
        }
    }
}
