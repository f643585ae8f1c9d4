//! `residual-above-inherent`: a risk or harm that its treatment is said to make greater.

use crate::base::say;
use crate::check::context::Context;
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::check::scores::{inherent, residual};
use crate::diag::Level;
use crate::model::risk::is_opportunity;

pub(super) static RULE: Rule = Rule {
    code: "AIMS605",
    name: "residual-above-inherent",
    level: Level::Error,
    clock: false,
    what: "The score of a risk after treatment, likelihood by severity, is above its score before; or so it is with a harm in a row of the newest impact assessment of a system.",
    why: "Treatment modifies a risk, and what is left is compared with the criteria (clauses 6.1.3 and 6.1.4). A residual risk above the inherent one means that the two were mixed up or that the treatment does harm.",
    fix: "Check the four numbers. If the treatment truly adds risk, choose another.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    harms(context, report);
    // To raise an opportunity is the point of pursuing it.
    for (_, risk) in context.living_of("risk").filter(|(_, risk)| !is_opportunity(&risk.fields)) {
        let fields = &risk.fields;
        let (Some(before), Some(after)) = (inherent(fields), residual(fields)) else { continue };
        if after > before {
            let likelier = fields.number("residual-likelihood") > fields.number("likelihood");
            let field = if likelier { "residual-likelihood" } else { "residual-severity" };
            report.document(
                risk,
                risk.span_of(field),
                say!(
                    "the score of {id} is {before} before treatment and {after} after it",
                    id = risk.id,
                    before,
                    after
                ),
                say!(
                    "Check the four numbers: they may have been mixed up. A treatment that adds risk is no treatment."
                ),
            );
        }
    }
}

/// Rows of impacts whose harm is greater after the measures.
fn harms(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, assessment) in newest(context, "impact-assessment") {
        for row in assessment.fields.rows("impacts").iter().filter(|row| row.cells.text("effect") == Some("harm")) {
            let cells = &row.cells;
            let (Some(before), Some(after)) = (inherent(cells), residual(cells)) else { continue };
            if after > before {
                let likelier = cells.number("residual-likelihood") > cells.number("likelihood");
                let field = if likelier { "residual-likelihood" } else { "residual-severity" };
                let what = cells.text("category").unwrap_or(say!("an impact"));
                report.document(
                    assessment,
                    cells.span(field).unwrap_or(row.span),
                    say!(
                        "the score of a harm to `{what}` in {id} is {before} before the measures and {after} after them",
                        what,
                        id = assessment.id,
                        before,
                        after
                    ),
                    say!("Check the four numbers: they may have been mixed up. A measure that adds harm is no measure."),
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn risk(likelihood: &str, severity: &str, after: &str) -> String {
        format!("---\nid: R\nkind: risk\nlikelihood: {likelihood}\nseverity: {severity}\n{after}---\n")
    }

    #[test]
    fn it_is_told_at_the_number_that_grew() {
        let after = "residual-likelihood: 3\nresidual-severity: 2\n";
        let told = ["6:22 the score of R is 4 before treatment and 6 after it"];
        assert_one("residual-above-inherent", &risk("2", "2", after), &told);
        let told = ["6:20 the score of R is 4 before treatment and 10 after it"];
        assert_one("residual-above-inherent", &risk("2", "2", "residual-severity: 5\n"), &told);
    }

    #[test]
    fn an_equal_or_smaller_score_and_one_that_cannot_be_told_are_no_findings() {
        for after in
            ["", "residual-severity: 2\n", "residual-likelihood: 4\nresidual-severity: 1\n", "residual-severity: 9\n"]
        {
            assert_one("residual-above-inherent", &risk("2", "2", after), &[]);
        }
        let after = "residual-likelihood: 5\nresidual-severity: 5\n";
        assert_one("residual-above-inherent", &risk("0", "2", after), &[]);
        assert_one("residual-above-inherent", &risk("many", "2", after), &[]);
    }

    #[test]
    fn a_harm_is_not_greater_after_its_measures() {
        let row = |after: i64| {
            format!(
                "---\nid: IA\nkind: impact-assessment\nimpacts:\n  - {{category: privacy, effect: harm, description: d, likelihood: 2, severity: 2, residual-likelihood: {after}}}\n---\n"
            )
        };
        let told = "5:104 the score of a harm to `privacy-and-data-protection` in IA is 4 before the measures and 6 after them";
        assert_one("residual-above-inherent", &row(3), &[told]);
        assert_one("residual-above-inherent", &row(2), &[]);
    }
}
