//! `state-against-numbers`: an objective or a risk whose state, or a result whose judgement, is not what its numbers say.

use crate::base::{Date, say, wording};
use crate::check::context::Context;
use crate::check::marks::{asked, number, reaches};
use crate::check::measured::{Measured, Speaks, rows, speaks};
use crate::check::results::{against_its_figure, on_the_other_side};
use crate::check::rule::{Report, Rule};
use crate::check::scores::residual;
use crate::diag::{Level, Span};
use crate::model::absent::is_open;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::risk::{RiskLevel, is_opportunity};

pub(super) static RULE: Rule = Rule {
    code: "AIMS740",
    name: "state-against-numbers",
    level: Level::Warning,
    clock: false,
    what: "An AI objective says `met` and its last measurement does not reach `target-value` in the `direction` that is better; a note where it says `on-track` and the last two measurements moved away from a target that is not reached, and where the last measurement, or the target, cannot be read as one number (`1,200` is two): then nobody has looked whether the state is right. Or `target` asks for another number than `target-value` (`at least 95 %` and 60), or for the least where `direction` says `down`, or the most where it says `up`; or it says `met` without `target-value` or `direction`, and the last measurement does not reach what `target` asks for. Or a risk says `treated`, and the level of what is left of it is above its `target`. Or a row of a test, of the quality of a data set or of monitoring says `passed: true`, and its figure does not reach its own threshold (`none` asks for 0, `all` for the whole), or none stands there (`not tested`); of monitoring, where a threshold is a number alone, that it lies on the other side of it than other results that passed.",
    why: "Results are judged by what was measured (clauses 6.1.3, 6.2 and 9.1, control A.6.2.4). A state that its own numbers speak against is told to nobody's use.",
    fix: "Mend the state, or say in the note of the last measurement what explains it; where target, direction or threshold are wrong, mend those. A risk whose target cannot be reached is accepted as it is: `state: accepted`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    objectives(context, report);
    risks(context, report);
    for (kind, rows, value, of) in
        [("test", "results", "result", "measure"), ("dataset", "quality", "value", "criterion")]
    {
        for (_, document) in context.living_of(kind).filter(|(_, document)| !document.is_draft()) {
            for row in document.fields.rows(rows) {
                if let Some((threshold, result)) = against_its_figure(row, value) {
                    tell(document, row, (of, threshold, result), report);
                }
            }
        }
    }
    for (_, monitoring) in context.living_of("monitoring").filter(|(_, monitoring)| !monitoring.is_draft()) {
        for (row, threshold, value) in on_the_other_side(monitoring) {
            tell(monitoring, row, ("indicator", threshold, value), report);
        }
    }
}

/// Tells of a row that passed against its own figure.
fn tell(document: &Document, row: &Row, (of, threshold, result): (&str, &str, &str), report: &mut Report<'_>) {
    let what = row.cells.text(of).unwrap_or_else(|| say!("a row"));
    let message = match is_open(result) {
        true => say!(
            "`{what}` of {id} is said to have passed, and nobody looked: `{result}`",
            what,
            id = document.id,
            result
        ),
        false => say!(
            "`{what}` of {id} is said to have passed at `{result}`, where the threshold is `{threshold}`",
            what,
            id = document.id,
            result,
            threshold
        ),
    };
    report.document(
        document,
        row.cells.span("passed").unwrap_or(row.span),
        message,
        say!("Mend `passed`, the figure or the threshold, whichever is wrong."),
    );
}

fn objectives(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, objective) in context.living_of("objective").filter(|(_, objective)| !objective.is_draft()) {
        let fields = &objective.fields;
        if target_twice(objective, report) {
            continue;
        }
        let (Some(wanted), Some(_)) = (fields.text("target-value"), fields.text("direction")) else {
            not_what_was_asked(objective, context.aims.today, report);
            continue;
        };
        if number(wanted).is_none() {
            unread(objective, objective.span_of("target-value"), wanted, report);
            continue;
        }
        let rows = rows(fields, context.aims.today);
        if let Some((_, row, value)) = rows.last().filter(|(_, _, value)| number(value).is_none()) {
            unread(objective, row.cells.span("value").unwrap_or(row.span), value, report);
            continue;
        }
        let Some((speaks, Measured { target, values, .. })) = speaks(objective, context.aims.today) else { continue };
        let Some((_, last, _)) = values.last() else { continue };
        let (id, goal, now) = (&objective.id, target.to_string(), last.to_string());
        let (target, value) = (wording::number(&goal), wording::number(&now));
        let message = match speaks {
            Speaks::NotReached => say!(
                "{id} says `met`, and was last measured at {value}, where {target} was to be reached",
                id,
                value,
                target
            ),
            Speaks::MovedAway => {
                say!("{id} says `on-track`, and moved away from {target}, to {value}", id, target, value)
            }
        };
        report.document(
            objective,
            objective.span_of("state"),
            message,
            say!("Mend the state, or the target; or say in the note of the measurement what explains it, and `at-risk` here."),
        );
        if speaks == Speaks::MovedAway {
            report.at(Level::Note);
        }
    }
}

/// Tells of a target that is another in words than as a number; by which one the state is right nobody can say then.
fn target_twice(objective: &Document, report: &mut Report<'_>) -> bool {
    let (fields, id) = (&objective.fields, &objective.id);
    let Some((target, asked)) = fields.text("target").and_then(|target| Some((target, asked(target)?))) else {
        return false;
    };
    let (value, direction) = (fields.text("target-value"), fields.text("direction"));
    let other = value.filter(|value| asked.is_other(value, fields.text("unit")));
    let message = match (other, direction) {
        (Some(value), _) => say!("{id} is to reach `{target}`, and `target-value` says {value}", id, target, value),
        (None, Some(direction @ ("up" | "down"))) if asked.up != (direction == "up") => {
            say!("{id} is to reach `{target}`, and by `direction` `{direction}` is better", id, target, direction)
        }
        _ => return false,
    };
    let key = if other.is_some() { "target-value" } else { "direction" };
    report.document(objective, objective.span_of(key), message, say!("Find out which one holds, and mend the other."));
    true
}

/// Tells of an objective that is met by its state alone: by its last measurement what it asks for is not reached.
fn not_what_was_asked(objective: &Document, today: Date, report: &mut Report<'_>) {
    let fields = &objective.fields;
    let rows = rows(fields, today);
    let said = fields.text("target").zip(rows.last().map(|(_, _, value)| *value));
    let said = said.filter(|_| fields.text("state") == Some("met"));
    if let Some((target, value)) = said.filter(|(target, value)| reaches(target, value) == Some(false)) {
        report.document(
            objective,
            objective.span_of("state"),
            say!(
                "{id} says `met`, and was last measured at {value}, where {target} was to be reached",
                id = objective.id,
                value,
                target
            ),
            say!("Mend the state, or the target; or say in the note of the measurement what explains it, and `at-risk` here."),
        );
    }
}

/// Tells of risks that count as treated, and whose treatment has not reached what it was to reach.
fn risks(context: &Context<'_>, report: &mut Report<'_>) {
    let scale = context.aims.config.risk;
    // A great chance is no high risk.
    let asked = |risk: &Document| !risk.is_draft() && !is_opportunity(&risk.fields);
    for (_, risk) in context.living_of("risk").filter(|(_, risk)| asked(risk)) {
        let fields = &risk.fields;
        let target = fields.text("target").and_then(RiskLevel::of).filter(|_| fields.text("state") == Some("treated"));
        let left = residual(fields).map(|score| (scale.level(score), score));
        let (Some(target), Some((level, score))) = (target, left) else { continue };
        if level > target {
            report.document(
                risk,
                risk.span_of("state"),
                say!(
                    "{id} says `treated`, and what is left is `{level}`, at {score} of 25, where `{target}` was to be reached",
                    id = risk.id,
                    level = level.as_str(),
                    score,
                    target = target.as_str()
                ),
                say!("Treat it further, with `state: open`; or let it be accepted as it is, with `state: accepted`."),
            );
        }
    }
}

/// Tells of a target or a measurement that cannot be read as one number, where a state is said to rest on it.
fn unread(objective: &Document, place: Span, value: &str, report: &mut Report<'_>) {
    if let Some(state @ ("met" | "on-track")) = objective.fields.text("state") {
        report.document(
            objective,
            place,
            say!("{id} says `{state}`, and `{value}` cannot be read as one number", id = objective.id, state, value),
            say!("Begin with the number, without signs between thousands: `96.5 %`, `1200 cases`."),
        );
        report.at(Level::Note);
    }
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
            ("met", "upp", &["1"]),
        ] {
            assert_one("state-against-numbers", &objective(state, direction, values), &[]);
        }
    }

    #[test]
    fn a_target_is_the_same_in_words_and_as_a_number() {
        let text = |target: &str, value: &str, direction: &str| {
            objective("met", direction, &["96 %"])
                .replace("95 %", value)
                .replace("kind:", &format!("target: {target}\nkind:"))
        };
        let told = ["7:15 O is to reach `at least 95 %`, and `target-value` says 60"];
        assert_one("state-against-numbers", &text("at least 95 %", "60", "up"), &told);
        let told = ["6:12 O is to reach `at least 95 %`, and by `direction` `down` is better"];
        assert_one("state-against-numbers", &text("at least 95 %", "95", "down"), &told);
        for (target, value) in [
            ("at least 95 % in two checks", "95"),
            ("at least 0.95", "95 %"),
            ("95 of 100 letters", "90"),
            ("Letters are understood", "95"),
        ] {
            assert_one("state-against-numbers", &text(target, value, "up"), &[]);
        }
    }

    #[test]
    fn a_target_in_words_alone_is_read_too() {
        let text = objective("met", "up", &["93 %"]).replace("target-value: 95 %", "target: at least 95 %");
        let told = ["4:8 O says `met`, and was last measured at 93 %, where at least 95 % was to be reached"];
        assert_one("state-against-numbers", &text, &told);
        assert_one("state-against-numbers", &text.replace("93 %", "95 %"), &[]);
        assert_one("state-against-numbers", &text.replace("met", "on-track"), &[]);
        assert_one("state-against-numbers", &text.replace("95 %", "95 % of all, in 2 runs"), &[]);
    }

    #[test]
    fn a_decimal_comma_is_read_and_what_cannot_be_read_is_said_to_be_so() {
        let told = ["4:8 O says `met`, and was last measured at 62.5, where 95 was to be reached"];
        assert_one("state-against-numbers", &objective("met", "up", &["90 %", "'62,5 %'"]), &told);
        assert_one("state-against-numbers", &objective("met", "up", &["90 %", "'96,5 %'"]), &[]);
        let told = ["9:31 O says `met`, and `around 96 %` cannot be read as one number"];
        assert_one("state-against-numbers", &objective("met", "up", &["90 %", "around 96 %"]), &told);
        assert_one("state-against-numbers", &objective("at-risk", "up", &["90 %", "around 96 %"]), &[]);
        let told = ["6:15 O says `on-track`, and `1,500 cases` cannot be read as one number"];
        let text = objective("on-track", "up", &["1600"]).replace("95 %", "'1,500 cases'");
        assert_one("state-against-numbers", &text, &told);
        assert_one("state-against-numbers", &objective("on-track", "up", &["93 %", "'1,200'", "90 %"]), &[]);
    }

    #[test]
    fn a_risk_that_was_treated_has_reached_its_target() {
        let risk = |state: &str, target: &str, left: &str| {
            format!("---\nid: R\nkind: risk\nlikelihood: 3\nseverity: 5\nstate: {state}\ntarget: {target}\n{left}---\n")
        };
        let told = "6:8 R says `treated`, and what is left is `medium`, at 10 of 25, where `low` was to be reached";
        assert_one("state-against-numbers", &risk("treated", "low", "residual-likelihood: 2\n"), &[told]);
        for (state, target, left) in [
            ("treated", "medium", "residual-likelihood: 2\n"),
            ("accepted", "low", "residual-likelihood: 2\n"),
            ("open", "low", "residual-likelihood: 2\n"),
            ("treated", "low", ""),
            ("treated", "lowest", "residual-likelihood: 2\n"),
            ("treated", "low", "residual-likelihood: 2\nopportunity: true\n"),
            ("treated", "low", "residual-likelihood: 1\nresidual-severity: 2\n"),
        ] {
            assert_one("state-against-numbers", &risk(state, target, left), &[]);
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
        let unseen = "  - {indicator: I, value: not measured, passed: true}\n";
        let told = "8:49 `I` of M is said to have passed, and nobody looked: `not measured`";
        assert_one("state-against-numbers", &monitoring(unseen), &[told]);
        let none = "  - {indicator: I, value: 7, passed: true}\n";
        let told = [("6:41", "86 %"), ("8:38", "7")].map(|(place, value)| {
            format!("{place} `I` of M is said to have passed at `{value}`, where the threshold is `none`")
        });
        assert_one("state-against-numbers", &monitoring(none).replace("85 %", "none"), &told.each_ref().map(|s| &**s));
        let odd = "  - {indicator: I, value: 61 %, passed: true}\n";
        let told = "8:41 `I` of M is said to have passed at `61 %`, where the threshold is `85 %`";
        assert_one("state-against-numbers", &monitoring(odd), &[told]);
        for fine in [odd.replace("61", "88"), odd.replace("true", "false"), odd.replace(", passed: true", "")] {
            assert_one("state-against-numbers", &monitoring(&fine), &[]);
        }
    }
}
