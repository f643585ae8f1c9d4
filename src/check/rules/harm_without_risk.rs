//! `harm-without-risk`: a harm of weight that no risk of the register carries on.

use crate::base::say;
use crate::check::context::Context;
use crate::check::harms::{Unanswered, unanswered};
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::check::systems::{is_of_others, systems_of};
use crate::diag::Level;
use crate::model::DocIx;
use crate::model::document::Document;

pub(super) static RULE: Rule = Rule {
    code: "AIMS633",
    name: "harm-without-risk",
    level: Level::Warning,
    clock: false,
    what: "The newest impact assessment of a system rates a harm as medium or high, and leads to no risk: none under `risks`, or, where other impacts name theirs, none under `risk` in the row. Or a row names risks of which each is of other AI systems than the assessment. Where the harm has no measure either, `harm-without-measure` tells both.",
    why: "Risk assessment takes up what impact assessment finds (clauses 6.1.2 and 6.1.4). A harm that is in no register is treated by nobody and accepted by nobody.",
    fix: "Name the risk by which it is treated, in the row under `risk` or for all of them under `risks`; enter one where there is none.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (ix, assessment) in newest(context, "impact-assessment") {
        of_other_systems(context, ix, assessment, report);
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

/// Tells of harms that are carried on by risks of other AI systems alone. A risk of no system in particular is of all.
fn of_other_systems(context: &Context<'_>, ix: DocIx, assessment: &Document, report: &mut Report<'_>) {
    let own = systems_of(context, ix);
    for row in assessment.fields.rows("impacts").iter().filter(|_| !own.is_empty()) {
        let named = row.cells.texts("risk").iter().filter_map(|id| context.aims.by_id(&id.value));
        let risks: Vec<DocIx> = named.filter(|risk| context.aims.document(*risk).is("risk")).collect();
        if risks.is_empty() || !risks.iter().all(|risk| is_of_others(context, *risk, &own)) {
            continue;
        }
        let what = row.cells.text("category").unwrap_or_else(|| say!("an impact"));
        report.document(
            assessment,
            row.cells.span("risk").unwrap_or(row.span),
            say!(
                "{id} leaves a harm to `{what}` to {risks}, of other AI systems than its own",
                id = assessment.id,
                what,
                risks = context.ids(&risks)
            ),
            say!(
                "Name the risk of this system by which it is treated; or name the system in the risk under `systems`."
            ),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

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
    fn a_risk_of_another_system_carries_nothing_on() {
        let found = |risk: &str| {
            let text = assessment(&["severity: 3, risk: [R]"], "systems: [S]\n");
            let risk = format!("---\nid: R\nkind: risk\n{risk}---\n");
            let system = |id: &str| format!("---\nid: {id}\nkind: system\n---\n");
            let (one, two) = (system("S"), system("T"));
            let files = [("aims.toml", ""), ("a.md", &*text), ("r.md", &*risk), ("s.md", &*one), ("t.md", &*two)];
            only("harm-without-risk", &files)
        };
        let told =
            ["a.md:5:89 IA leaves a harm to `privacy-and-data-protection` to R, of other AI systems than its own"];
        assert_eq!(found("systems: [T]\n"), told);
        assert!(found("systems: [T, S]\n").is_empty());
        assert!(found("").is_empty());
    }

    #[test]
    fn risks_and_small_harms_are_no_findings() {
        assert_one("harm-without-risk", &assessment(&["severity: 3"], "risks: [R]\n"), &[]);
        assert_one("harm-without-risk", &assessment(&["severity: 2"], ""), &[]);
        assert_one("harm-without-risk", &assessment(&["severity: 3"], "result: no-go\n"), &[]);
        assert_one("harm-without-risk", &assessment(&["severity: 3"], "status: draft\n"), &[]);
    }
}
