//! `residual-not-accepted`: a residual risk that nobody is on record to have accepted.

use crate::base::say;
use crate::check::context::Context;
use crate::check::lacks::without;
use crate::check::rule::{Report, Rule};
use crate::check::scores::{inherent, residual};
use crate::diag::Level;
use crate::model::fields::Fields;
use crate::model::risk::{RiskScale, is_opportunity};

pub(super) static RULE: Rule = Rule {
    code: "AIMS606",
    name: "residual-not-accepted",
    level: Level::Warning,
    clock: false,
    what: "A risk is accepted, by its treatment or its state, or what is left of it after treatment is high, or medium where it counts as treated, and `accepted-by` and `accepted` do not say who accepted it and when. Where what is left is high, it is an error. Nothing is asked of an opportunity.",
    why: "Designated management has to approve the treatment plan and accept the residual risks (clause 6.1.3). An acceptance without a name and a day is none.",
    fix: "Let the one who may accept the risk do so, and write `accepted-by` and `accepted`; or treat the risk further.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let scale = context.aims.config.risk;
    for (_, risk) in context.living_of("risk").filter(|(_, risk)| !risk.is_draft()) {
        let Some(missing) = without(&risk.fields, &["accepted-by", "accepted"]) else { continue };
        if let Some((field, reason)) = calls_for_acceptance(&risk.fields, scale) {
            let message = reason.without(&risk.id, &missing);
            report.document(
                risk,
                risk.span_of(field),
                message,
                say!("Let the one who may accept the risk do so and write `accepted-by` and `accepted`, or treat it further."),
            );
            if residual(&risk.fields).or(inherent(&risk.fields)).is_some_and(|score| score >= scale.high) {
                report.at(Level::Error);
            }
        }
    }
}

/// Why a risk has to be accepted.
enum Reason {
    Treatment,
    State,
    High(i64),
    Medium(i64),
}

impl Reason {
    /// That it is so, and what is not written for all that.
    fn without(&self, id: &str, missing: &str) -> String {
        match self {
            Self::Treatment => say!("{id} is treated by accepting it, without {missing}", id, missing),
            Self::State => say!("{id} stands at `accepted`, without {missing}", id, missing),
            Self::High(score) => {
                say!("{id} is high after treatment, at {score} of 25, without {missing}", id, score, missing)
            }
            Self::Medium(score) => {
                say!("{id} is medium after treatment, at {score} of 25, without {missing}", id, score, missing)
            }
        }
    }
}

/// The field that calls for an acceptance, and why.
fn calls_for_acceptance(risk: &Fields, scale: RiskScale) -> Option<(&'static str, Reason)> {
    if is_opportunity(risk) {
        return None;
    }
    if risk.text("treatment") == Some("accept") {
        return Some(("treatment", Reason::Treatment));
    }
    if risk.text("state") == Some("accepted") {
        return Some(("state", Reason::State));
    }
    // An open risk is still being treated: what is left of it now may not be what is left in the end.
    let reason = match (residual(risk)?, risk.text("state")) {
        (_, Some("closed")) => return None,
        (score, _) if score >= scale.high => Reason::High(score),
        (score, Some("treated")) if score >= scale.medium => Reason::Medium(score),
        _ => return None,
    };
    let field = if risk.get("residual-severity").is_some() { "residual-severity" } else { "residual-likelihood" };
    Some((field, reason))
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    fn risk(lines: &str) -> String {
        format!("---\nid: R\nkind: risk\nlikelihood: 5\nseverity: 5\n{lines}---\n")
    }

    #[test]
    fn each_reason_is_told_at_its_field() {
        for (lines, told) in [
            ("treatment: accept\n", "6:12 R is treated by accepting it, without `accepted-by` and `accepted`"),
            ("state: accepted\naccepted-by: CEO\n", "6:8 R stands at `accepted`, without `accepted`"),
            (
                "residual-severity: 3\n",
                "6:20 R is high after treatment, at 15 of 25, without `accepted-by` and `accepted`",
            ),
            (
                "residual-likelihood: 3\n",
                "6:22 R is high after treatment, at 15 of 25, without `accepted-by` and `accepted`",
            ),
        ] {
            assert_one("residual-not-accepted", &risk(lines), &[told]);
        }
    }

    #[test]
    fn an_acceptance_a_lower_score_a_closed_risk_and_a_draft_are_no_findings() {
        for lines in [
            "treatment: accept\naccepted-by: CEO\naccepted: 2026-01-01\n",
            "treatment: reduce\nresidual-likelihood: 2\n",
            "treatment: reduce\n",
            "residual-severity: 3\nstate: closed\n",
            "treatment: accept\nstatus: draft\n",
            "treatment: accept\naccepted-by: CEO\naccepted: yesterday\n",
        ] {
            assert_one("residual-not-accepted", &risk(lines), &[]);
        }
    }

    #[test]
    fn what_is_high_is_for_the_settings_to_say() {
        let found = |settings| {
            only("residual-not-accepted", &[("aims.toml", settings), ("a.md", &risk("residual-severity: 3\n"))])
        };
        assert_eq!((found("[risk]\nhigh = 16\n").len(), found("[risk]\nhigh = 15\n").len()), (0, 1));
    }
}
