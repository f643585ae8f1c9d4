//! `state-against-numbers`: an objective whose state, or a result whose judgement, is not what its numbers say.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::base::{say, wording};
use crate::check::lacks::is_draft;
use crate::check::marks::{number, reaches, side};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::{Fields, Row};
use crate::reading::normal_word;

pub(super) static RULE: Rule = Rule {
    code: "AIMS740",
    name: "state-against-numbers",
    level: Level::Warning,
    clock: false,
    what: "An AI objective says `met` and its last measurement does not reach `target-value` in the `direction` that is better; a note where it says `on-track` and the last two measurements moved away from a target that is not reached. Or a row of a test, of the quality of a data set or of monitoring says `passed: true`, and its figure does not reach its own threshold; of monitoring, where a threshold is a number alone, that it lies on the other side of it than other results that passed.",
    why: "Results are judged by what was measured (clauses 6.2 and 9.1, control A.6.2.4). A state that its own numbers speak against is told to nobody's use.",
    fix: "Mend the state, or say in the note of the last measurement what explains it; where target, direction or threshold are wrong, mend those.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    objectives(context, report);
    for (kind, rows, value, of) in
        [("test", "results", "result", "measure"), ("dataset", "quality", "value", "criterion")]
    {
        for (_, document) in context.living_of(kind).filter(|(_, document)| !is_draft(document)) {
            for row in document.fields.rows(rows).iter().filter(|row| row.cells.flag("passed") == Some(true)) {
                let (Some(threshold), Some(result)) = (row.cells.text("threshold"), row.cells.text(value)) else {
                    continue;
                };
                if reaches(threshold, result) == Some(false) {
                    tell(document, row, (of, threshold, result), report);
                }
            }
        }
    }
    for (_, monitoring) in context.living_of("monitoring").filter(|(_, monitoring)| !is_draft(monitoring)) {
        watched(monitoring, report);
    }
}

/// Tells of a row that passed against its own figure.
fn tell(document: &Document, row: &Row, (of, threshold, result): (&str, &str, &str), report: &mut Report<'_>) {
    let what = row.cells.text(of).unwrap_or_else(|| say!("a row"));
    report.document(
        document,
        row.cells.span("passed").unwrap_or(row.span),
        say!(
            "`{what}` of {id} is said to have passed at `{result}`, where the threshold is `{threshold}`",
            what,
            id = document.id,
            result,
            threshold
        ),
        say!("Mend `passed`, the figure or the threshold, whichever is wrong."),
    );
}

/// Results of monitoring that passed on the other side of their threshold than the others did. Which side is the right one
/// a number alone does not say; that both are, cannot be.
fn watched(monitoring: &Document, report: &mut Report<'_>) {
    let plan = monitoring.fields.rows("plan").iter();
    let thresholds: BTreeMap<String, &str> = plan
        .filter_map(|row| Some((normal_word(row.cells.text("indicator")?), row.cells.text("threshold")?)))
        .collect();
    let mut passed: BTreeMap<String, Vec<(Ordering, &Row, &str)>> = BTreeMap::new();
    for row in monitoring.fields.rows("results") {
        let (Some(indicator), Some(value), Some(judged)) =
            (row.cells.text("indicator").map(normal_word), row.cells.text("value"), row.cells.flag("passed"))
        else {
            continue;
        };
        let lies = thresholds.get(&indicator).and_then(|threshold| side(threshold, value));
        // What did not pass shows by its side on which the others should be.
        let Some(lies) = lies.filter(|lies| *lies != Ordering::Equal) else { continue };
        passed.entry(indicator).or_default().push((if judged { lies } else { lies.reverse() }, row, value));
    }
    for (indicator, rows) in passed {
        let above = rows.iter().filter(|(lies, ..)| *lies == Ordering::Greater).count();
        let odd = match above.cmp(&(rows.len() - above)) {
            Ordering::Greater => Ordering::Less,
            Ordering::Less => Ordering::Greater,
            Ordering::Equal => continue,
        };
        let is_told = |(lies, row, _): &&(Ordering, &Row, &str)| *lies == odd && row.cells.flag("passed") == Some(true);
        for (_, row, value) in rows.iter().filter(is_told) {
            let threshold = thresholds.get(&indicator).copied().unwrap_or_default();
            tell(monitoring, row, ("indicator", threshold, value), report);
        }
    }
}

fn objectives(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, objective) in context.living_of("objective").filter(|(_, objective)| !is_draft(objective)) {
        let fields = &objective.fields;
        let (Some(target), Some(direction)) = (fields.text("target-value").and_then(number), fields.text("direction"))
        else {
            continue;
        };
        let better = |one: f64, other: f64| if direction == "up" { one > other } else { one < other };
        let values = values(fields);
        let Some(last) = values.last().copied().filter(|last| better(target, *last)) else { continue };
        let before = values.len().checked_sub(2).and_then(|place| values.get(place).copied());
        let (id, goal, now) = (&objective.id, target.to_string(), last.to_string());
        let (target, value) = (wording::number(&goal), wording::number(&now));
        let message = match fields.text("state") {
            Some("met") => say!(
                "{id} says `met`, and was last measured at {value}, where {target} was to be reached",
                id,
                value,
                target
            ),
            Some("on-track") if before.is_some_and(|before| better(before, last)) => {
                say!("{id} says `on-track`, and moved away from {target}, to {value}", id, target, value)
            }
            _ => continue,
        };
        report.document(
            objective,
            objective.span_of("state"),
            message,
            say!("Mend the state, or the target; or say in the note of the measurement what explains it, and `at-risk` here."),
        );
        if fields.text("state") == Some("on-track") {
            report.at(Level::Note);
        }
    }
}

/// The numbers that were measured, in the order of their days.
fn values(fields: &Fields) -> Vec<f64> {
    let rows = fields.rows("measurements").iter();
    let mut all: Vec<_> =
        rows.filter_map(|row| Some((row.cells.date("date")?, number(row.cells.text("value")?)?))).collect();
    all.sort_by_key(|(date, _)| *date);
    all.into_iter().map(|(_, value)| value).collect()
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn objective(state: &str, direction: &str, values: &[&str]) -> String {
        let row = |(at, value): (usize, &&str)| format!("  - {{date: 2026-0{}-01, value: {value}}}\n", at + 1);
        let rows: String = values.iter().enumerate().map(row).collect();
        format!(
            "---\nid: O\nkind: objective\nstate: {state}\ndirection: {direction}\ntarget-value: 95 %\nmeasurements:\n{rows}---\n"
        )
    }

    #[test]
    fn a_state_that_its_numbers_speak_against_is_told() {
        let told = ["4:8 O says `met`, and was last measured at 93, where 95 was to be reached"];
        assert_one("state-against-numbers", &objective("met", "up", &["90 %", "93 %"]), &told);
        let told = ["4:8 O says `on-track`, and moved away from 95, to 90"];
        assert_one("state-against-numbers", &objective("on-track", "up", &["93 %", "90 %"]), &told);
        let told = ["4:8 O says `on-track`, and moved away from 95, to 99.5"];
        assert_one("state-against-numbers", &objective("on-track", "down", &["98", "99.5 points"]), &told);
    }

    #[test]
    fn what_goes_together_is_no_finding() {
        for (state, direction, values) in [
            ("met", "up", &["90", "95"][..]),
            ("on-track", "up", &["90", "93"]),
            ("on-track", "down", &["80", "90"]),
            ("on-track", "up", &["90"]),
            ("at-risk", "up", &["93", "90"]),
            ("met", "up", &["many"]),
            ("met", "upp", &["1"]),
        ] {
            assert_one("state-against-numbers", &objective(state, direction, values), &[]);
        }
    }

    #[test]
    fn a_test_that_passed_against_its_own_figure_is_told() {
        let test = |result: &str| {
            format!(
                "---\nid: T\nkind: test\nresults:\n  - {{measure: m, threshold: at least 85 %, result: {result}, passed: true}}\n---\n"
            )
        };
        let told = "5:68 `m` of T is said to have passed at `61.0 %`, where the threshold is `at least 85 %`";
        assert_one("state-against-numbers", &test("61.0 %"), &[told]);
        for result in ["85 %", "many", "0.9"] {
            assert_one("state-against-numbers", &test(result), &[]);
        }
    }

    #[test]
    fn a_value_on_the_other_side_than_those_that_passed_is_told() {
        let monitoring = |last: &str| {
            let row = |value: &str, passed: bool| format!("  - {{indicator: I, value: {value}, passed: {passed}}}\n");
            let rows = [row("86 %", true), row("70 %", false), last.to_owned()].concat();
            format!("---\nid: M\nkind: monitoring\nplan: [{{indicator: i, threshold: 85 %}}]\nresults:\n{rows}---\n")
        };
        let odd = "  - {indicator: I, value: 61 %, passed: true}\n";
        let told = "8:41 `I` of M is said to have passed at `61 %`, where the threshold is `85 %`";
        assert_one("state-against-numbers", &monitoring(odd), &[told]);
        for fine in [odd.replace("61", "88"), odd.replace("true", "false"), odd.replace(", passed: true", "")] {
            assert_one("state-against-numbers", &monitoring(&fine), &[]);
        }
    }
}
