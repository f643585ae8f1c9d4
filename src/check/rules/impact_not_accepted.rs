//! `impact-not-accepted`: an impact assessment that says go, and nobody is on record to have accepted what is left.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::without;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;

pub(super) static RULE: Rule = Rule {
    code: "AIMS612",
    name: "impact-not-accepted",
    level: Level::Error,
    clock: false,
    what: "The result of an impact assessment is to go on, and `accepted-by` and `accepted` do not say who accepted the residual impact and when.",
    why: "What an impact assessment finds has to be weighed by somebody who may (clauses 6.1.4 and 8.4, control A.5.3). A result without a name and a day is nobody's decision.",
    fix: "Let the one who answers for the system accept the residual impact, and write `accepted-by` and `accepted`; until then the assessment can say `status: draft`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, assessment) in context.living_of("impact-assessment").filter(|(_, assessment)| !assessment.is_draft()) {
        let Some(result @ ("go" | "go-with-conditions")) = assessment.fields.text("result") else { continue };
        if let Some(missing) = without(&assessment.fields, &["accepted-by", "accepted"]) {
            report.document(
                assessment,
                assessment.span_of("result"),
                say!("{id} comes to `{result}` without {missing}", id = assessment.id, result, missing),
                say!("Let the one who answers for the system accept what is left, and write `accepted-by` and `accepted`."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn assessment(lines: &str) -> String {
        format!("---\nid: IA\nkind: impact-assessment\n{lines}---\n")
    }

    #[test]
    fn it_is_told_at_the_result() {
        let told = ["4:9 IA comes to `go` without `accepted-by` and `accepted`"];
        assert_one("impact-not-accepted", &assessment("result: go\n"), &told);
        let told = ["4:9 IA comes to `go-with-conditions` without `accepted-by`"];
        assert_one("impact-not-accepted", &assessment("result: go-with-conditions\naccepted: 2026-01-01\n"), &told);
    }

    #[test]
    fn an_acceptance_a_no_and_a_draft_are_no_findings() {
        for lines in [
            "result: go\naccepted-by: CEO\naccepted: 2026-01-01\n",
            "result: no-go\n",
            "result: go\nstatus: draft\n",
            "result: maybe\n",
        ] {
            assert_one("impact-not-accepted", &assessment(lines), &[]);
        }
    }
}
