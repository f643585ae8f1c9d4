//! `risk-score-out-of-range`: a likelihood or severity that is not 1 to 5.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::check::scores::SCALE;
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::Fields;

pub(super) static RULE: Rule = Rule {
    code: "AIMS604",
    name: "risk-score-out-of-range",
    level: Level::Error,
    clock: false,
    what: "A likelihood or severity of a risk, or in a row of a risk or impact assessment, is not a number from 1 to 5.",
    why: "Assessments have to give results that can be compared (clause 6.1.2). A score off the scale cannot be ranked against the others.",
    fix: "Score on the scale from 1 to 5.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, risk) in context.living_of("risk") {
        look(risk, &risk.fields, report);
    }
    for (kind, rows) in [("risk-assessment", "results"), ("impact-assessment", "impacts")] {
        for (_, assessment) in context.living_of(kind) {
            for row in assessment.fields.rows(rows) {
                look(assessment, &row.cells, report);
            }
        }
    }
}

fn look(document: &Document, fields: &Fields, report: &mut Report<'_>) {
    for name in ["likelihood", "severity", "residual-likelihood", "residual-severity"] {
        let (Some(number), Some(span)) = (fields.number(name), fields.span(name)) else { continue };
        if !SCALE.contains(&number) {
            let message = say!(
                "`{name}` is {number}, and the scale runs from {first} to {last}",
                name,
                number,
                first = SCALE.start(),
                last = SCALE.end()
            );
            report.document(document, span, message, say!("Score it on that scale."));
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn scores_of_risks_are_told_at_the_number() {
        let risk = "---\nkind: risk\nlikelihood: 0\nseverity: 6\nresidual-likelihood: -1\nresidual-severity: 9223372036854775807\n---\n";
        assert_one(
            "risk-score-out-of-range",
            risk,
            &[
                "3:13 `likelihood` is 0, and the scale runs from 1 to 5",
                "4:11 `severity` is 6, and the scale runs from 1 to 5",
                "5:22 `residual-likelihood` is -1, and the scale runs from 1 to 5",
                "6:20 `residual-severity` is 9223372036854775807, and the scale runs from 1 to 5",
            ],
        );
        assert_one("risk-score-out-of-range", &risk.replace("kind: risk", "kind: risk\nstatus: retired"), &[]);
    }

    #[test]
    fn rows_of_assessments_are_looked_at_too() {
        let told = ["4:18 `likelihood` is 7, and the scale runs from 1 to 5"];
        for (kind, rows) in [("risk-assessment", "results"), ("impact-assessment", "impacts")] {
            let text = format!("---\nkind: {kind}\n{rows}:\n  - {{likelihood: 7, severity: 5}}\n---\n");
            assert_one("risk-score-out-of-range", &text, &told);
        }
    }

    #[test]
    fn the_ends_of_the_scale_and_what_is_no_number_are_no_findings() {
        let text = "---\nkind: risk\nlikelihood: 1\nseverity: 5\nresidual-likelihood: high\nresidual-severity: 99999999999999999999\n---\n";
        assert_one("risk-score-out-of-range", text, &[]);
    }
}
