//! `risk-without-controls`: a risk that is treated, and nothing says by what.

use crate::base::say;
use crate::check::context::Context;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::risk::is_opportunity;

pub(super) static RULE: Rule = Rule {
    code: "AIMS611",
    name: "risk-without-controls",
    level: Level::Warning,
    clock: false,
    what: "A risk is to be reduced or shared, is not closed, and names no control under `controls`.",
    why: "Treating a risk means to determine the controls it takes and to compare them with Annex A (clause 6.1.3). Without them the statement of applicability has nothing to rest on.",
    fix: "Name under `controls` the controls that treat the risk, from Annex A or your own from the statement of applicability.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let asked = |risk: &Document| !risk.is_draft() && !is_opportunity(&risk.fields);
    for (_, risk) in context.living_of("risk").filter(|(_, risk)| asked(risk)) {
        let Some(treatment @ ("reduce" | "share")) = risk.fields.text("treatment") else { continue };
        if risk.fields.text("state") != Some("closed") && risk.fields.lacks("controls") {
            report.document(
                risk,
                risk.span_of("treatment"),
                say!("the treatment of {id} is `{treatment}`, and it names no `controls`", id = risk.id, treatment),
                say!("Add `controls: […]` with the controls that treat it."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn risk(lines: &str) -> String {
        format!("---\nid: R\nkind: risk\n{lines}---\n")
    }

    #[test]
    fn it_is_told_at_the_treatment() {
        for (lines, treatment) in [
            ("treatment: reduce\n", "reduce"),
            ("treatment: share\ncontrols: []\n", "share"),
            ("treatment: reduce\nstate: open\n", "reduce"),
        ] {
            let told = format!("4:12 the treatment of R is `{treatment}`, and it names no `controls`");
            assert_one("risk-without-controls", &risk(lines), &[&told]);
        }
    }

    #[test]
    fn controls_other_options_and_closed_risks_are_no_findings() {
        for lines in [
            "treatment: reduce\ncontrols: [A.5.2]\n",
            "treatment: avoid\n",
            "treatment: accept\n",
            "treatment: reduce\nstate: closed\n",
            "treatment: reduce\nstatus: draft\n",
            "treatment: reduce\ncontrols: {a: b}\n",
        ] {
            assert_one("risk-without-controls", &risk(lines), &[]);
        }
    }
}
