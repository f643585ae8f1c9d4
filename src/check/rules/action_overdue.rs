//! `action-overdue`: an action past its day that is neither done nor dropped.

use crate::base::{mark, say, wording};
use crate::check::context::Context;
use crate::check::lacks::late;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::due::{self, Task};

pub(super) static RULE: Rule = Rule {
    code: "AIMS711",
    name: "action-overdue",
    level: Level::Warning,
    clock: true,
    what: "The day of an action has passed, and its `status` is neither `done` nor `dropped`: an action or treatment of a plan, a measure of an impact assessment, a decision of a management review, or a row of a team's own kind with `due` and `status`. Or a risk was to be treated by the day under `treated-by` and says nothing of `treated`, `accepted` or `closed` under `state`, where no open row of a plan treats it by the same day; or an improvement was due and is neither done nor declined; or a control of the statement of applicability was to be in place by the day under `due` and is not `done` under `implementation`, where no open treatment of a plan names it with the same day; or a record of a team's own kind has a `due` that has passed, and nothing under `done`, `closed` or `answered`.",
    why: "Plans say what is done, by whom and by when, and how the results are judged (clauses 6.1.3, 6.2 and 9.3.3). Actions that quietly pass their day make the plan a wish.",
    fix: "Set the row's `status` to `done` or `dropped`, or move its `due` day, with the reason in the commit message; of a risk or an improvement, its `state` or its day; of a control, its `implementation` or its day.",
    run,
};

/// What settles a row of a plan.
const OF_ROW: &str = mark!("Set the `status` of the row to `done` or `dropped`, or move its day.");

/// What settles a risk.
const OF_RISK: &str =
    mark!("Judge what is left and set `state` to `treated`, let it be accepted, or move `treated-by` with the reason.");

/// What settles an improvement.
const OF_IMPROVEMENT: &str =
    mark!("Set `done`, `effect` and `state`, or `state: declined` with the reason under `decision`; or move `due`.");

/// What settles a control.
const OF_CONTROL: &str = mark!("Put it in place and set `implementation: done`, or move `due` with the reason.");

/// What settles a record of a team's own kind.
const OF_MATTER: &str = mark!("Do it, and write the day on which it was over; or move its day.");

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, document) in context.living() {
        for action in due::of(document).into_iter().filter(|due| due::is_open(context.aims, ix, due)) {
            let Some(late) = late(action.date, context.aims.today) else { continue };
            let (day, id) = (wording::day(action.date), &document.id);
            let (message, help) = match (action.task, action.called()) {
                (Task::Action, Some(name)) => (say!("`{name}` was due on {day}, {late}", name, day, late), OF_ROW),
                (Task::Action, None) => {
                    (say!("a row of `{key}` was due on {day}, {late}", key = action.key, day, late), OF_ROW)
                }
                (Task::Control, Some(name)) => (say!("`{name}` was due on {day}, {late}", name, day, late), OF_CONTROL),
                (Task::Treatment, _) => (say!("{id} was to be treated by {day}, {late}", id, day, late), OF_RISK),
                (Task::Improvement, _) => (say!("{id} was due on {day}, {late}", id, day, late), OF_IMPROVEMENT),
                (Task::Matter, _) => (say!("{id} was due on {day}, {late}", id, day, late), OF_MATTER),
                _ => continue,
            };
            let help = wording::of(help);
            let help = match action.owner {
                Some(owner) => format!("{help} {}", say!("{owner} sees to it.", owner)),
                None => help.to_owned(),
            };
            report.document(document, action.span, message, help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    #[test]
    fn rows_of_every_kind_are_told_at_their_day() {
        for (kind, rows, text) in [
            ("plan", "actions", "action"),
            ("plan", "treatments", "action"),
            ("impact-assessment", "measures", "measure"),
            ("management-review", "decisions", "decision"),
        ] {
            let document = format!(
                "---\nkind: {kind}\n{rows}:\n  - {text}: Do it\n    due: 2026-11-10\n    status: planned\n---\n"
            );
            assert_one("action-overdue", &document, &["5:10 `Do it` was due on 2026-11-10, 10 days ago"]);
            for settled in ["done", "dropped", "dnoe"] {
                assert_one("action-overdue", &document.replace("planned", settled), &[]);
            }
            assert_one("action-overdue", &document.replace("2026-11-10", "2026-11-20"), &[]);
            assert_one("action-overdue", &document.replace("---\nkind", "---\nstatus: draft\nkind"), &[]);
        }
    }

    #[test]
    fn rows_without_a_status_are_open_where_they_could_have_one() {
        let plan = "---\nkind: plan\nactions: [{due: 2026-11-19}]\n---\n";
        assert_one("action-overdue", plan, &["3:17 a row of `actions` was due on 2026-11-19, 1 day ago"]);
        let competence = "---\nkind: competence\nentries: [{person: P, need: n, due: 2020-01-01}]\n---\n";
        assert_one("action-overdue", competence, &[]);
    }

    #[test]
    fn a_risk_has_its_own_day_unless_a_row_of_a_plan_has_the_same() {
        let risk = |lines: &str| format!("---\nid: R\nkind: risk\ntreated-by: 2026-11-10\n{lines}---\n");
        assert_one("action-overdue", &risk(""), &["4:13 R was to be treated by 2026-11-10, 10 days ago"]);
        for settled in
            ["state: treated\n", "state: accepted\n", "state: closed\n", "state: cloesd\n", "treatment: accept\n"]
        {
            assert_one("action-overdue", &risk(settled), &[]);
        }
        let told = |due: &str| {
            let plan = format!("---\nid: P\nkind: plan\ntreatments: [{{risk: R, action: Do it, due: {due}}}]\n---\n");
            only("action-overdue", &[("aims.toml", ""), ("a.md", &risk("")), ("p.md", &plan)])
        };
        assert_eq!(told("2026-11-10"), ["p.md:4:44 `Do it` was due on 2026-11-10, 10 days ago"]);
        assert_eq!(told("2026-11-30"), ["a.md:4:13 R was to be treated by 2026-11-10, 10 days ago"]);
    }

    #[test]
    fn a_control_is_in_place_by_its_day() {
        let soa = |lines: &str| {
            format!(
                "---\nid: S\nkind: soa\nstatement:\n  - {{control: A.5.2, applicable: true, reason: r, due: 2026-11-10{lines}}}\n---\n"
            )
        };
        let told = ["5:56 `A.5.2` was due on 2026-11-10, 10 days ago"];
        for open in ["", ", implementation: planned", ", implementation: partial"] {
            assert_one("action-overdue", &soa(open), &told);
        }
        assert_one("action-overdue", &soa(", implementation: done"), &[]);
        assert_one("action-overdue", &soa("").replace("true", "false"), &[]);
        let found = |due: &str| {
            let plan = format!(
                "---\nid: P\nkind: plan\ntreatments: [{{action: Do it, controls: [a.5.2], due: {due}}}]\n---\n"
            );
            only("action-overdue", &[("aims.toml", ""), ("a.md", &soa("")), ("p.md", &plan)])
        };
        assert_eq!(found("2026-11-10").len(), 1, "the row of the plan is what is due");
        assert_eq!(found("2026-11-11").len(), 2);
    }

    #[test]
    fn a_record_of_an_own_kind_is_over_on_a_day() {
        let settings = |end: &str| {
            format!(
                "[kinds.wish]\nfield = [{{ name = \"due\", type = \"date\" }}, {{ name = \"{end}\", type = \"date\" }}]\n"
            )
        };
        let found = |end: &str, lines: &str| {
            let wish = format!("---\nid: W\nkind: wish\ndue: 2026-11-19\n{lines}---\n");
            only("action-overdue", &[("aims.toml", &settings(end)), ("a.md", &wish)])
        };
        assert_eq!(found("done", ""), ["a.md:4:6 W was due on 2026-11-19, 1 day ago"]);
        assert!(found("done", "done: 2026-11-19\n").is_empty());
        assert!(found("granted", "").is_empty(), "nothing says that it is over");
    }

    #[test]
    fn an_improvement_is_made_by_its_day() {
        let improvement = |lines: &str| format!("---\nid: I\nkind: improvement\ndue: 2026-11-19\n{lines}---\n");
        assert_one("action-overdue", &improvement(""), &["4:6 I was due on 2026-11-19, 1 day ago"]);
        for settled in ["state: declined\n", "state: implemented\n", "done: 2026-11-18\n", "status: draft\n"] {
            assert_one("action-overdue", &improvement(settled), &[]);
        }
    }

    #[test]
    fn long_names_are_cut_and_own_kinds_looked_at() {
        let settings = "[kinds.drill]\nfield = [{ name = \"steps\", type = \"rows\", columns = [{ name = \"step\", type = \"text\" }, { name = \"due\", type = \"date\" }, { name = \"status\", type = \"choice\", choices = [\"open\", \"done\"] }] }]\n";
        let step = "ä".repeat(70);
        let drill = format!("---\nkind: drill\nsteps: [{{due: 2026-11-19, step: {step}}}]\n---\n");
        let found = only("action-overdue", &[("aims.toml", settings), ("a.md", &drill)]);
        assert_eq!(found, [format!("a.md:3:15 `{}…` was due on 2026-11-19, 1 day ago", "ä".repeat(60))]);
    }
}
