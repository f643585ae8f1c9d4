//! `objective-not-measured`: an objective under way whose measurements are missing or too old.

use crate::base::{Period, say, wording};
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS735",
    name: "objective-not-measured",
    level: Level::Warning,
    clock: true,
    what: "An AI objective stands at `on-track`, `at-risk`, `met` or `missed` and has no `measurements`; or, while it is under way, the last of them is older than `measure-every` asks for, by more than a month.",
    why: "Objectives are measured, monitored and judged by what was measured (clauses 6.2 and 9.1). A state that no number stands behind is an opinion.",
    fix: "Measure it, and add a row to `measurements`: day, value, and what explains it. Where another cadence holds, write it under `measure-every`.",
    run,
};

/// How long after its day a measurement may still come in.
const GRACE: Period = Period::Months(1);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, objective) in context.living_of("objective").filter(|(_, objective)| !is_draft(objective)) {
        let fields = &objective.fields;
        let Some(state @ ("on-track" | "at-risk" | "met" | "missed")) = fields.text("state") else { continue };
        let rows = fields.rows("measurements");
        if fields.is_misread("measurements") || rows.iter().any(|row| row.cells.is_misread("date")) {
            continue;
        }
        if rows.is_empty() {
            report.document(
                objective,
                objective.span_of("state"),
                say!("{id} stands at `{state}`, and no measurement stands behind it", id = objective.id, state),
                say!("Measure it, and add `measurements`: rows of `date` and `value`."),
            );
            continue;
        }
        let newest = rows.iter().filter_map(|row| Some((row.cells.date("date")?, row))).max_by_key(|(date, _)| *date);
        let (Some((date, row)), Some(every)) = (newest, fields.period("measure-every")) else { continue };
        let is_open = matches!(state, "on-track" | "at-risk");
        if is_open && GRACE.after(every.after(date)) < context.aims.today {
            report.document(
                objective,
                row.cells.span("date").unwrap_or(row.span),
                say!(
                    "{id} was last measured on {day}, and is to be every {every}",
                    id = objective.id,
                    day = wording::day(date),
                    every = every.said()
                ),
                say!("Measure it and add a row to `measurements`; another cadence goes under `measure-every`."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn objective(lines: &str) -> String {
        format!("---\nid: O\nkind: objective\nstate: on-track\n{lines}---\n")
    }

    #[test]
    fn never_and_not_lately_are_told() {
        assert_one(
            "objective-not-measured",
            &objective(""),
            &["4:8 O stands at `on-track`, and no measurement stands behind it"],
        );
        let late =
            "measure-every: 3 months\nmeasurements: [{date: 2026-07-19, value: 1}, {date: 2026-01-01, value: 1}]\n";
        let told = ["6:23 O was last measured on 2026-07-19, and is to be every 3 months"];
        assert_one("objective-not-measured", &objective(late), &told);
    }

    #[test]
    fn in_time_planned_and_without_a_cadence_are_no_findings() {
        for lines in [
            "measure-every: 3 months\nmeasurements: [{date: 2026-07-20, value: 1}]\n",
            "measurements: [{date: 2020-01-01, value: 1}]\n",
            "measurements: [{date: soon, value: 1}]\n",
            "status: draft\n",
        ] {
            assert_one("objective-not-measured", &objective(lines), &[]);
        }
        assert_one("objective-not-measured", &objective("").replace("on-track", "planned"), &[]);
        let over = "measure-every: 3 months\nmeasurements: [{date: 2020-01-01, value: 1}]\n";
        assert_one("objective-not-measured", &objective(over).replace("on-track", "met"), &[]);
    }
}
