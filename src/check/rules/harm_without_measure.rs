//! `harm-without-measure`: a harm of weight, and nothing that is done about it.

use crate::check::harms::{any_row_says, harms};
use crate::check::newest::newest;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::risk::RiskLevel;

pub(super) static RULE: Rule = Rule {
    code: "AIMS632",
    name: "harm-without-measure",
    level: Level::Error,
    clock: false,
    what: "The newest impact assessment of a system rates a harm as medium or high, by likelihood and severity, and has no measure against it: no rows under `measures`, or, where other impacts name theirs, no `measure` in the row. A warning where the harm is medium.",
    why: "What an assessment finds has to be acted on or accepted with open eyes (clauses 6.1.4 and 8.4, control A.5.2). A grave harm with nothing against it makes the assessment a form that was filled in.",
    fix: "Say under `measures` what is done, by whom and by when, and name it in the row of the impact under `measure`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, assessment) in newest(context, "impact-assessment") {
        let fields = &assessment.fields;
        if fields.text("result") == Some("no-go") || fields.is_misread("measures") || fields.is_misread("impacts") {
            continue;
        }
        let each = any_row_says(assessment, "measure");
        if !each && !fields.rows("measures").is_empty() {
            continue;
        }
        let lacking = harms(assessment, context.aims.config.risk, RiskLevel::Medium);
        let mut lacking: Vec<_> = lacking.filter(|(row, ..)| row.cells.lacks("measure")).collect();
        // Where there is no measure at all, that is one slip: the gravest harm tells it.
        if !each {
            lacking.sort_by_key(|(_, score, _)| std::cmp::Reverse(*score));
            lacking.truncate(1);
        }
        for (row, score, level) in lacking {
            let what = row.cells.text("category").unwrap_or("an impact");
            report.document(
                assessment,
                row.cells.span("severity").unwrap_or(row.span),
                format!("{} rates a harm to `{what}` at {score} of 25, and names no measure against it", assessment.id),
                "Say under `measures` what is done, by whom and by when, and name it in the row: `measure: …`.",
            );
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
        let told = "5:80 IA rates a harm to `privacy-and-data-protection` at 16 of 25, and names no measure against it";
        assert_one("harm-without-measure", &assessment(&[GRAVE], ""), &[told]);
        let other = "effect: harm, likelihood: 4, severity: 4, measure: m";
        let both = [GRAVE, "effect: harm, likelihood: 5, severity: 5"];
        let gravest =
            "6:80 IA rates a harm to `privacy-and-data-protection` at 25 of 25, and names no measure against it";
        assert_one("harm-without-measure", &assessment(&both, ""), &[gravest]);
        let rest = "measures: [{measure: m}]\n";
        assert_one("harm-without-measure", &assessment(&[GRAVE, other], rest), &[told]);
    }

    #[test]
    fn measures_benefits_and_small_harms_are_no_findings() {
        assert_one("harm-without-measure", &assessment(&[GRAVE], "measures: [{measure: m}]\n"), &[]);
        assert_one("harm-without-measure", &assessment(&[GRAVE], "result: no-go\n"), &[]);
        assert_one("harm-without-measure", &assessment(&[GRAVE], "status: draft\n"), &[]);
        for row in
            ["effect: benefit, likelihood: 4, severity: 4", "effect: harm, likelihood: 2, severity: 3", "effect: harm"]
        {
            assert_one("harm-without-measure", &assessment(&[row], ""), &[]);
        }
    }
}
