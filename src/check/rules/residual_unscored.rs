//! `residual-unscored`: a risk that counts as treated, and nothing says what is left of it.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::risk::is_opportunity;

pub(super) static RULE: Rule = Rule {
    code: "AIMS616",
    name: "residual-unscored",
    level: Level::Error,
    clock: false,
    what: "A risk stands at `treated`, or was accepted after it was reduced, shared or avoided, and neither `residual-likelihood` nor `residual-severity` says what is left.",
    why: "The residual risk has to be known before anybody can accept it (clause 6.1.3). `Residual risk has not been determined` is what an auditor notes.",
    fix: "Judge the risk anew with its controls in place, and write `residual-likelihood` and `residual-severity`.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, risk) in context.living_of("risk").filter(|(_, risk)| !risk.is_draft()) {
        let fields = &risk.fields;
        // What is accepted as it is has the score that it had.
        let is_treated =
            matches!(fields.text("treatment"), Some("reduce" | "share" | "avoid")) && !is_opportunity(fields);
        let unscored = fields.lacks("residual-likelihood") && fields.lacks("residual-severity");
        let claims = match fields.text("state") {
            Some("treated" | "accepted") => Some("state"),
            Some("open") | None if !fields.lacks("accepted") => Some("accepted"),
            _ => None,
        };
        if let Some(key) = claims.filter(|_| is_treated && unscored) {
            let id = &risk.id;
            let message = match key {
                "state" => say!("{id} counts as treated, and no residual score says what is left", id),
                _ => say!("{id} is accepted, and no residual score says what is left", id),
            };
            report.document(
                risk,
                risk.span_of(key),
                message,
                say!("Judge it with its controls in place: `residual-likelihood: …` and `residual-severity: …`."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn risk(lines: &str) -> String {
        format!("---\nid: R\nkind: risk\nlikelihood: 4\nseverity: 4\n{lines}---\n")
    }

    #[test]
    fn it_is_told_at_the_claim() {
        let told = ["7:8 R counts as treated, and no residual score says what is left"];
        assert_one("residual-unscored", &risk("treatment: reduce\nstate: treated\n"), &told);
        let told = ["7:11 R is accepted, and no residual score says what is left"];
        assert_one("residual-unscored", &risk("treatment: share\naccepted: 2026-01-01\n"), &told);
    }

    #[test]
    fn a_score_an_open_risk_and_one_accepted_as_it_is_are_no_findings() {
        for lines in [
            "treatment: reduce\nstate: treated\nresidual-severity: 2\n",
            "treatment: reduce\nstate: treated\nresidual-severity: low\n",
            "treatment: reduce\nstate: open\n",
            "treatment: accept\nstate: accepted\n",
            "treatment: reduce\nstate: closed\naccepted: 2026-01-01\n",
            "treatment: reduce\nstate: treated\nstatus: draft\n",
        ] {
            assert_one("residual-unscored", &risk(lines), &[]);
        }
    }
}
