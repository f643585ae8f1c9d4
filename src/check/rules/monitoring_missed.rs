//! `monitoring-missed`: a figure that was to be watched and was not, or passed its threshold and nothing was done.

use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::results::watched;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS637",
    name: "monitoring-missed",
    level: Level::Warning,
    clock: true,
    what: "An indicator under `plan` of a `monitoring` document has no result for longer than its `frequency` asks for, by more than a month; or a result says `passed: false` and has no `action`. A note where results are missing between those that are there, or since `from`.",
    why: "AI systems are monitored in operation, and what is monitored is judged (clause 9.1, control A.6.2.6; article 72 of the EU AI Act). A figure that nobody looks at, or looks at and does nothing, watches nothing.",
    fix: "Add the result with its day and value, and where it is out of bounds what was done about it. Where nothing was seen at the time, a row of that day says so under `value`, and why under `action`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let today = context.aims.today;
    for (_, monitoring) in context.living_of("monitoring").filter(|(_, monitoring)| !monitoring.is_draft()) {
        let Some(watched) = watched(monitoring) else { continue };
        for one in watched.iter().filter(|one| one.missing(today).is_some_and(|number| number > 0)) {
            let (Some(row), Some(due)) = (one.plan, one.due()) else { continue };
            let (id, indicator, due) = (&monitoring.id, one.indicator, wording::day(due));
            let message = match one.last() {
                Some((day, _)) => say!(
                    "the last result for `{indicator}` of {id} is of {day}, and one was due by {due}",
                    indicator,
                    id,
                    day = wording::day(day),
                    due
                ),
                None => say!("`{indicator}` of {id} has no result, and one was due by {due}", indicator, id, due),
            };
            report.document(
                monitoring,
                row.cells.span("indicator").unwrap_or(row.span),
                message,
                say!("Add the result under `results`: `date`, `indicator`, `value`; another cadence goes under `frequency`."),
            );
        }
        for (one, number) in watched.iter().map(|one| (one, one.missing_before())).filter(|(_, number)| *number > 0) {
            let (Some(row), id) = (one.plan, &monitoring.id) else { continue };
            report.document(
                monitoring,
                row.cells.span("indicator").unwrap_or(row.span),
                plural!(
                    number,
                    "{n} result for `{indicator}` of {id} is missing before the last one",
                    "{n} results for `{indicator}` of {id} are missing before the last one",
                    indicator = one.indicator,
                    id
                ),
                say!(
                    "Add what was seen then; or a row of that day with `value: not measured`, and why under `action`."
                ),
            );
            report.at(Level::Note);
        }
        for row in monitoring.fields.rows("results") {
            if row.cells.flag("passed") == Some(false) && row.cells.lacks("action") {
                let what = row.cells.text("indicator").unwrap_or(say!("an indicator"));
                report.document(
                    monitoring,
                    row.cells.span("passed").unwrap_or(row.span),
                    say!("`{what}` of {id} is out of bounds, and nothing says what was done", what, id = monitoring.id),
                    say!("Add `action: …`: what was decided and done about it."),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn monitoring(lines: &str) -> String {
        format!("---\nid: MON\nkind: monitoring\n{lines}---\n")
    }

    const PLAN: &str = "plan: [{indicator: Gap, frequency: 3 months, from: 2026-01-01}]\n";

    #[test]
    fn a_missing_result_is_told_at_its_indicator() {
        let told = ["4:20 `Gap` of MON has no result, and one was due by 2026-04-01"];
        assert_one("monitoring-missed", &monitoring(PLAN), &told);
        let plan = PLAN.replace("2026-01-01", "2026-04-20");
        let results = format!(
            "{plan}results: [{{date: 2026-07-19, indicator: gap, value: 3}}, {{date: 2026-11-01, indicator: x, value: 1}}]\n"
        );
        let told = ["4:20 the last result for `Gap` of MON is of 2026-07-19, and one was due by 2026-10-19"];
        assert_one("monitoring-missed", &monitoring(&results), &told);
    }

    #[test]
    fn a_result_that_is_missing_in_the_middle_is_told_too() {
        let row = |day: &str| format!("  - {{date: {day}, indicator: Gap, value: 3}}\n");
        let days = ["2026-01-10", "2026-04-10", "2026-07-10", "2026-10-10"].map(row);
        let whole = format!("{PLAN}results:\n{}", days.concat());
        assert_one("monitoring-missed", &monitoring(&whole), &[]);
        let told = ["4:20 1 result for `Gap` of MON is missing before the last one"];
        assert_one("monitoring-missed", &monitoring(&whole.replace(&days[2], "")), &told);
        let reason =
            whole.replace("2026-07-10, indicator: Gap, value: 3", "2026-07-10, indicator: Gap, value: not measured");
        assert_one("monitoring-missed", &monitoring(&reason), &[]);
    }

    #[test]
    fn a_result_out_of_bounds_asks_for_an_action() {
        let row = |more: &str| {
            format!(
                "plan: [{{indicator: Gap}}]\nresults: [{{date: 2026-07-20, indicator: Gap, value: 3, passed: no{more}}}]\n"
            )
        };
        let told = ["5:64 `Gap` of MON is out of bounds, and nothing says what was done"];
        assert_one("monitoring-missed", &monitoring(&row("")), &told);
        assert_one("monitoring-missed", &monitoring(&row(", action: Retrained")), &[]);
    }

    #[test]
    fn in_time_and_drafts_are_no_findings() {
        let plan = PLAN.replace("2026-01-01", "2026-04-20");
        let results = format!("{plan}results: [{{date: 2026-07-20, indicator: Gap, value: 3}}]\n");
        assert_one("monitoring-missed", &monitoring(&results), &[]);
        assert_one("monitoring-missed", &monitoring(&format!("{PLAN}status: draft\n")), &[]);
        assert_one("monitoring-missed", &monitoring("plan: [{indicator: Gap, frequency: 3 months}]\n"), &[]);
    }
}
