//! `harm-without-measure`: a harm of weight, and nothing that is done about it.

use crate::base::say;
use crate::check::harms::{Unanswered, unanswered};
use crate::check::newest::newest;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::risk::RiskLevel;

pub(super) static RULE: Rule = Rule {
    code: "AIMS632",
    name: "harm-without-measure",
    level: Level::Error,
    clock: false,
    what: "The newest impact assessment of a system rates a harm as medium or high, by likelihood and severity, and has no measure against it: no rows under `measures`, or, where other impacts name theirs, no `measure` in the row. A measure that was `dropped` is none, and so is `none needed`. A warning where the harm is medium. Where no risk carries the harm on either, that is told with it.",
    why: "What an assessment finds has to be acted on or accepted with open eyes (clauses 6.1.4 and 8.4, control A.5.2). A grave harm with nothing against it makes the assessment a form that was filled in.",
    fix: "Say under `measures` what is done, by whom and by when, and name it in the row of the impact under `measure`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, assessment) in newest(context, "impact-assessment") {
        let harms = unanswered(assessment, context.aims.config.risk);
        for Unanswered { row, score, level, no_risk, .. } in harms.into_iter().filter(|harm| harm.no_measure) {
            let (id, what) = (&assessment.id, row.cells.text("category").unwrap_or_else(|| say!("an impact")));
            let message = match no_risk {
                true => say!(
                    "{id} rates a harm to `{what}` at {score} of 25, and names neither a measure against it nor a risk that carries it on",
                    id,
                    what,
                    score
                ),
                false => {
                    say!(
                        "{id} rates a harm to `{what}` at {score} of 25, and names no measure against it",
                        id,
                        what,
                        score
                    )
                }
            };
            let help = match no_risk {
                true => say!(
                    "Say under `measures` what is done, by whom and by when; name it in the row under `measure`, and the risk by which it is treated under `risk`."
                ),
                false => {
                    say!(
                        "Say under `measures` what is done, by whom and by when, and name it in the row: `measure: …`."
                    )
                }
            };
            report.document(assessment, row.cells.span("severity").unwrap_or(row.span), message, help);
            if level == RiskLevel::Medium {
                report.at(Level::Warning);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn assessment(rows: &[&str], rest: &str) -> String {
        let row = |row: &&str| format!("  - {{category: privacy, description: d, {row}}}\n");
        let rows: String = rows.iter().map(row).collect();
        format!("---\nid: IA\nkind: impact-assessment\nimpacts:\n{rows}{rest}---\n")
    }

    const GRAVE: &str = "effect: harm, likelihood: 4, severity: 4";

    #[test]
    fn it_is_told_at_the_score() {
        let told = "5:80 IA rates a harm to `privacy-and-data-protection` at 16 of 25, and names neither a measure against it nor a risk that carries it on";
        assert_one("harm-without-measure", &assessment(&[GRAVE], ""), &[told]);
        let other = "effect: harm, likelihood: 4, severity: 4, measure: m";
        let both = [GRAVE, "effect: harm, likelihood: 5, severity: 5"];
        let gravest = "6:80 IA rates a harm to `privacy-and-data-protection` at 25 of 25, and names neither a measure against it nor a risk that carries it on";
        assert_one("harm-without-measure", &assessment(&both, ""), &[gravest]);
        let rest = "risks: [R]\nmeasures: [{measure: m}]\n";
        let told = told.replace("neither a measure against it nor a risk that carries it on", "no measure against it");
        assert_one("harm-without-measure", &assessment(&[GRAVE, other], rest), &[&told]);
    }

    #[test]
    fn measures_that_stand_benefits_and_small_harms_are_no_findings() {
        assert_one("harm-without-measure", &assessment(&[GRAVE], "measures: [{measure: m}]\n"), &[]);
        let dropped = "measures: [{measure: m, status: dropped}]\n";
        let told = "5:80 IA rates a harm to `privacy-and-data-protection` at 16 of 25, and names neither a measure against it nor a risk that carries it on";
        assert_one("harm-without-measure", &assessment(&[GRAVE], dropped), &[told]);
        for nothing in ["None needed", "keine"] {
            let rest = format!("measures: [{{measure: {nothing}}}]\n");
            assert_one("harm-without-measure", &assessment(&[GRAVE], &rest), &[told]);
        }
        let named = format!("{GRAVE}, measure: M");
        let only = told.replace("neither a measure against it nor a risk that carries it on", "no measure against it");
        assert_one("harm-without-measure", &assessment(&[&named], &format!("risks: [R]\n{dropped}")), &[&only]);
        assert_one("harm-without-measure", &assessment(&[GRAVE], "result: no-go\n"), &[]);
        assert_one("harm-without-measure", &assessment(&[GRAVE], "status: draft\n"), &[]);
        for row in
            ["effect: benefit, likelihood: 4, severity: 4", "effect: harm, likelihood: 2, severity: 3", "effect: harm"]
        {
            assert_one("harm-without-measure", &assessment(&[row], ""), &[]);
        }
    }
}
