//! `state-against-numbers`: an objective whose state is not what its measurements say.

use crate::check::lacks::is_draft;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::fields::Fields;

pub(super) static RULE: Rule = Rule {
    code: "AIMS740",
    name: "state-against-numbers",
    level: Level::Warning,
    clock: false,
    what: "An AI objective says `met` and its last measurement does not reach `target-value` in the `direction` that is better; a note where it says `on-track` and the last two measurements moved away from a target that is not reached.",
    why: "Results of objectives are judged by what was measured (clauses 6.2 and 9.1). A state that its own numbers speak against is told to nobody's use.",
    fix: "Mend the state, or say in the note of the last measurement what explains it; where target or direction are wrong, mend those.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
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
        let message = match fields.text("state") {
            Some("met") => format!(
                "{} says `met`, and was last measured at {last}, where {target} was to be reached",
                objective.id
            ),
            Some("on-track") if before.is_some_and(|before| better(before, last)) => {
                format!("{} says `on-track`, and moved away from {target}, to {last}", objective.id)
            }
            _ => continue,
        };
        report.document(
            objective,
            objective.span_of("state"),
            message,
            "Mend the state, or the target; or say in the note of the measurement what explains it, and `at-risk` here.",
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

/// The number that a text begins with: `93 %` is 93, `1,200` none, since it means different numbers to different readers.
fn number(text: &str) -> Option<f64> {
    let text = text.trim();
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | '-' | '+'))).unwrap_or(text.len());
    if text[end..].starts_with(',') {
        return None;
    }
    text[..end].parse().ok().filter(|number: &f64| number.is_finite())
}

#[cfg(test)]
mod tests {
    use super::number;
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
    fn numbers_are_read_where_a_text_begins_with_one() {
        assert_eq!(number("58 % (7 of 12)"), Some(58.0));
        assert_eq!(number("3.7 points"), Some(3.7));
        assert_eq!((number("about 3"), number("1,200"), number(""), number("1.2.3")), (None, None, None, None));
    }
}
