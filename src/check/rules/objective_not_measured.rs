//! `objective-not-measured`: an objective under way whose measurements are missing or too old.

use crate::base::{Date, Period, plural, say, wording};
use crate::check::context::Context;
use crate::check::results::missed;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::due;
use crate::model::fields::Row;

pub(super) static RULE: Rule = Rule {
    code: "AIMS735",
    name: "objective-not-measured",
    level: Level::Warning,
    clock: true,
    what: "An AI objective stands at `on-track`, `at-risk`, `met` or `missed` and has no `measurements`; or, while it is under way, the last of them is older than `measure-every` asks for, or where nothing is said of that, than evidence stands (12 months, unless `[evidence]` says otherwise), by more than a month. A note where two of them lie further apart than that, but for the first, which is where it began.",
    why: "Objectives are measured, monitored and judged by what was measured (clauses 6.2 and 9.1). A state that no number stands behind is an opinion.",
    fix: "Measure it, and add a row to `measurements`: day, value, and what explains it. Where another cadence holds, write it under `measure-every`. Where nothing was measured at the time, a row of that day says so under `value`, and why under `note`.",
    run,
};

/// How long after its day a measurement may still come in.
const GRACE: Period = Period::Months(1);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, objective) in context.living_of("objective").filter(|(_, objective)| !objective.is_draft()) {
        let fields = &objective.fields;
        let Some(state @ ("on-track" | "at-risk" | "met" | "missed")) = fields.text("state") else { continue };
        let rows = fields.rows("measurements");
        if fields.is_misread("measurements") || rows.iter().any(|row| row.cells.is_misread("date")) {
            continue;
        }
        if rows.iter().all(|row| row.cells.date("date").is_some_and(|day| day > context.aims.today)) {
            report.document(
                objective,
                objective.span_of("state"),
                say!("{id} stands at `{state}`, and no measurement stands behind it", id = objective.id, state),
                say!("Measure it, and add `measurements`: rows of `date` and `value`."),
            );
            continue;
        }
        apart(objective, context.aims.today, report);
        let Some((next, row)) = due::measured_by(context.aims, objective) else { continue };
        let own = fields.period("measure-every");
        if let Some(date) = row.cells.date("date").filter(|_| GRACE.after(next) < context.aims.today) {
            let every = own.unwrap_or_else(|| context.aims.config.evidence_period("objective")).said();
            let (id, day) = (&objective.id, wording::day(date));
            report.document(
                objective,
                row.cells.span("date").unwrap_or(row.span),
                match own {
                    Some(_) => say!("{id} was last measured on {day}, and is to be every {every}", id, day, every),
                    None => say!(
                        "{id} was last measured on {day}, more than {every} ago, and does not say how often it is to be",
                        id,
                        day,
                        every
                    ),
                },
                say!("Measure it and add a row to `measurements`; another cadence goes under `measure-every`."),
            );
        }
    }
}

/// Tells of measurements that lie further apart than the cadence allows, at the first that came too late. The first of all is
/// where it began: from the next on it is measured.
fn apart(objective: &Document, today: Date, report: &mut Report<'_>) {
    let Some(every) = objective.fields.period("measure-every") else { return };
    let all = due::measurements(&objective.fields, today);
    // As results of monitoring are counted: each period in which there was none.
    let between = |pair: &[(Date, &Row)]| match pair {
        [(before, _), (after, _)] => missed(every, every.after(*before), *after),
        _ => 0,
    };
    let gaps: Vec<&[(Date, &Row)]> = all.windows(2).skip(1).filter(|pair| between(pair) > 0).collect();
    let Some([(before, _), (after, row)]) = gaps.first().copied() else { return };
    report.document(
        objective,
        row.cells.span("date").unwrap_or(row.span),
        plural!(
            gaps.iter().map(|pair| between(pair)).sum::<usize>(),
            "{id} is to be measured every {every}, and {n} time was not, between {before} and {after}",
            "{id} is to be measured every {every}, and {n} times was not, the first between {before} and {after}",
            id = objective.id,
            every = every.said(),
            before = wording::day(*before),
            after = wording::day(*after)
        ),
        say!("Add what was measured then; or a row of that day with `value: not measured`, and why under `note`."),
    );
    report.at(Level::Note);
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
            "measure-every: 3 months\nmeasurements: [{date: 2026-07-19, value: 1}, {date: 2026-04-01, value: 1}]\n";
        let told = ["6:23 O was last measured on 2026-07-19, and is to be every 3 months"];
        assert_one("objective-not-measured", &objective(late), &told);
    }

    #[test]
    fn without_a_cadence_it_is_measured_as_often_as_evidence_is_made() {
        let last = "measurements: [{date: 2025-10-19, value: 1}]\n";
        let told =
            ["5:23 O was last measured on 2025-10-19, more than 12 months ago, and does not say how often it is to be"];
        assert_one("objective-not-measured", &objective(last), &told);
        assert_one("objective-not-measured", &objective(&format!("measure-every: 2 years\n{last}")), &[]);
    }

    #[test]
    fn what_was_not_measured_in_between_is_told_where_it_goes_on() {
        let rows = |days: &[&str]| {
            let row = |day: &&str| format!("  - {{date: {day}, value: 1}}\n");
            let rows = days.iter().map(row).collect::<String>();
            objective(&format!("measure-every: 3 months\nmeasurements:\n{rows}"))
        };
        let told = ["9:12 O is to be measured every 3 months, and 1 time was not, between 2026-02-01 and 2026-08-01"];
        assert_one("objective-not-measured", &rows(&["2025-02-01", "2026-02-01", "2026-08-01", "2026-11-01"]), &told);
        assert_one("objective-not-measured", &rows(&["2026-05-01", "2026-02-01", "2026-08-20"]), &[]);
        let told = [
            "9:12 O is to be measured every 3 months, and 3 times was not, the first between 2025-06-30 and 2026-06-30",
        ];
        assert_one("objective-not-measured", &rows(&["2025-03-31", "2025-06-30", "2026-06-30", "2026-09-30"]), &told);
    }

    #[test]
    fn in_time_planned_and_without_a_cadence_are_no_findings() {
        for lines in [
            "measure-every: 3 months\nmeasurements: [{date: 2026-07-20, value: 1}]\n",
            "measurements: [{date: 2025-10-20, value: 1}]\n",
            "measure-every: now and then\nmeasurements: [{date: 2020-01-01, value: 1}]\n",
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
