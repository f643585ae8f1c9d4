//! `harm-without-risk`: a harm of weight that no risk of the register carries on.

use crate::base::say;
use crate::check::harms::{Unanswered, unanswered};
use crate::check::newest::newest;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS633",
    name: "harm-without-risk",
    level: Level::Warning,
    clock: false,
    what: "The newest impact assessment of a system rates a harm as medium or high, and leads to no risk: none under `risks`, or, where other impacts name theirs, none under `risk` in the row. Where the harm has no measure either, `harm-without-measure` tells both.",
    why: "Risk assessment takes up what impact assessment finds (clauses 6.1.2 and 6.1.4). A harm that is in no register is treated by nobody and accepted by nobody.",
    fix: "Name the risk by which it is treated, in the row under `risk` or for all of them under `risks`; enter one where there is none.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, assessment) in newest(context, "impact-assessment") {
        let harms = unanswered(assessment, context.aims.config.risk);
        for Unanswered { row, score, .. } in harms.into_iter().filter(|harm| harm.no_risk && !harm.no_measure) {
            let (id, what) = (&assessment.id, row.cells.text("category").unwrap_or_else(|| say!("an impact")));
            report.document(
                assessment,
                row.cells.span("likelihood").unwrap_or(row.span),
                say!("{id} rates a harm to `{what}` at {score} of 25, and no risk carries it on", id, what, score),
                say!("Name the risk by which it is treated: `risk: [RSK-001]` in the row, or `risks: […]` for all of them."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn assessment(rows: &[&str], rest: &str) -> String {
        let row =
            |row: &&str| format!("  - {{category: privacy, effect: harm, description: d, likelihood: 3, {row}}}\n");
        let rows: String = rows.iter().map(row).collect();
        format!("---\nid: IA\nkind: impact-assessment\nimpacts:\n{rows}measures: [{{measure: m}}]\n{rest}---\n")
    }

    #[test]
    fn it_is_told_at_the_score() {
        let told = "5:67 IA rates a harm to `privacy-and-data-protection` at 9 of 25, and no risk carries it on";
        assert_one("harm-without-risk", &assessment(&["severity: 3"], ""), &[told]);
        let rows = ["severity: 3", "severity: 3, risk: [R]"];
        assert_one("harm-without-risk", &assessment(&rows, "risks: [R]\n"), &[told]);
    }

    #[test]
    fn risks_and_small_harms_are_no_findings() {
        assert_one("harm-without-risk", &assessment(&["severity: 3"], "risks: [R]\n"), &[]);
        assert_one("harm-without-risk", &assessment(&["severity: 2"], ""), &[]);
        assert_one("harm-without-risk", &assessment(&["severity: 3"], "result: no-go\n"), &[]);
        assert_one("harm-without-risk", &assessment(&["severity: 3"], "status: draft\n"), &[]);
    }
}
