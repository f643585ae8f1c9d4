//! `monitoring-missed`: a figure that was to be watched and was not, or passed its threshold and nothing was done.

use crate::base::{Date, Period, say, wording};
use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::reading::normal_word;
use std::collections::BTreeMap;

pub(super) static RULE: Rule = Rule {
    code: "AIMS637",
    name: "monitoring-missed",
    level: Level::Warning,
    clock: true,
    what: "An indicator under `plan` of a `monitoring` document has no result for longer than its `frequency` asks for, by more than a month; or a result says `passed: false` and has no `action`.",
    why: "AI systems are monitored in operation, and what is monitored is judged (clause 9.1, control A.6.2.6; article 72 of the EU AI Act). A figure that nobody looks at, or looks at and does nothing, watches nothing.",
    fix: "Add the result with its day and value, and where it is out of bounds what was done about it.",
    run,
};

/// How long after its day a result may still come in.
const GRACE: Period = Period::Months(1);

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, monitoring) in context.living_of("monitoring").filter(|(_, monitoring)| !is_draft(monitoring)) {
        let fields = &monitoring.fields;
        if fields.is_misread("plan") || fields.is_misread("results") {
            continue;
        }
        let newest = newest(monitoring);
        for row in fields.rows("plan") {
            if let Some((indicator, last, due)) = missed(monitoring, row, &newest, context.aims.today) {
                let (id, due) = (&monitoring.id, wording::day(due));
                let message = match last {
                    Some(day) => say!(
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
        }
        for row in fields.rows("results") {
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

/// The day of the newest result of each indicator, these without regard to letter case and blanks.
fn newest(monitoring: &Document) -> BTreeMap<String, Date> {
    let mut newest: BTreeMap<String, Date> = BTreeMap::new();
    for row in monitoring.fields.rows("results") {
        if let Some((indicator, day)) = row.cells.text("indicator").zip(row.cells.date("date")) {
            newest.entry(normal_word(indicator)).and_modify(|known| *known = day.max(*known)).or_insert(day);
        }
    }
    newest
}

/// What was to be looked at by a day and was not, with the day of the last result.
fn missed<'a>(
    monitoring: &Document,
    row: &'a Row,
    newest: &BTreeMap<String, Date>,
    today: Date,
) -> Option<(&'a str, Option<Date>, Date)> {
    let (indicator, every) = (row.cells.text("indicator")?, row.cells.period("frequency")?);
    let last = newest.get(&normal_word(indicator)).copied();
    let since = last.or_else(|| row.cells.date("from")).or_else(|| monitoring.evidence_date())?;
    let due = every.after(since);
    (GRACE.after(due) < today).then_some((indicator, last, due))
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
        let results = format!(
            "{PLAN}results: [{{date: 2026-07-19, indicator: gap, value: 3}}, {{date: 2026-11-01, indicator: x, value: 1}}]\n"
        );
        let told = ["4:20 the last result for `Gap` of MON is of 2026-07-19, and one was due by 2026-10-19"];
        assert_one("monitoring-missed", &monitoring(&results), &told);
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
        let results = format!("{PLAN}results: [{{date: 2026-07-20, indicator: Gap, value: 3}}]\n");
        assert_one("monitoring-missed", &monitoring(&results), &[]);
        assert_one("monitoring-missed", &monitoring(&format!("{PLAN}status: draft\n")), &[]);
        assert_one("monitoring-missed", &monitoring("plan: [{indicator: Gap, frequency: 3 months}]\n"), &[]);
    }
}
