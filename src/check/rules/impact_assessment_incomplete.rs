//! `impact-assessment-incomplete`: an impact assessment that leaves out what makes it more than a form.

use crate::base::say;
use crate::check::harms::{any_row_says, harms};
use crate::check::lacks::join;
use crate::check::newest::newest;
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::risk::{RiskLevel, RiskScale};

pub(super) static RULE: Rule = Rule {
    code: "AIMS624",
    name: "impact-assessment-incomplete",
    level: Level::Warning,
    clock: false,
    what: "The newest impact assessment of a system does not say when it is looked at again (`next-review`), what calls for that earlier (`review-triggers`), how the system could be misused (`misuse`), or which risks follow from it (`risks`); or not one row under `affected` says how people were asked (`consulted`). After the decision `no-go` the first two are not asked, and risks only where a small harm is listed and there are risks at all: of a graver one `harm-without-risk` tells.",
    why: "An impact assessment looks at intended use and foreseeable misuse, and is repeated at planned intervals and when something changes (clauses 6.1.4 and 8.4, controls A.5.2 to A.5.5). Auditors ask first who of those affected was asked.",
    fix: "Add what the message names. Where nobody could be asked, or no risk follows, say so there.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    let has_risks = context.living_of("risk").next().is_some();
    for (_, assessment) in newest(context, "impact-assessment") {
        let missing = missing(assessment, has_risks, context.aims.config.risk);
        if missing.is_empty() {
            continue;
        }
        report.document(
            assessment,
            assessment.span_of("date"),
            say!("{id} leaves out {missing}", id = assessment.id, missing = join(&missing)),
            say!("Add what is missing of `misuse`, `review-triggers`, `next-review`, `risks` and, for each group, `consulted`."),
        );
    }
}

/// What an assessment leaves out, for a message.
fn missing(assessment: &Document, has_risks: bool, scale: RiskScale) -> Vec<String> {
    let fields = &assessment.fields;
    let goes = fields.text("result") != Some("no-go");
    let harmful = fields.rows("impacts").iter().any(|row| row.cells.text("effect") == Some("harm"));
    // That a graver harm leads to no risk is told where it stands.
    let is_told = any_row_says(assessment, "risk") || harms(assessment, scale, RiskLevel::Medium).next().is_some();
    let affected = fields.rows("affected");
    let asked = affected.is_empty() || affected.iter().any(|row| !row.cells.lacks("consulted"));
    let mut missing: Vec<String> = Vec::new();
    if goes && fields.lacks("next-review") && fields.lacks("review-every") {
        missing.push(say!("when it is looked at again (`next-review`)").into());
    }
    if goes && fields.lacks("review-triggers") {
        missing.push(say!("what calls for that earlier (`review-triggers`)").into());
    }
    if fields.lacks("misuse") {
        missing.push(say!("foreseeable misuse (`misuse`)").into());
    }
    if !asked {
        missing.push(say!("who was asked (`affected.consulted`)").into());
    }
    if has_risks && harmful && fields.lacks("risks") && !is_told {
        missing.push(say!("the risks that follow (`risks`)").into());
    }
    missing
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

    const WHOLE: &str = "---\nid: IA\nkind: impact-assessment\ndate: 2026-01-01\nnext-review: 2027-01-01\nreview-triggers: [t]\nmisuse: [m]\naffected: [{group: g, level: groups, consulted: c}]\nimpacts: [{category: c, effect: harm, description: d}]\n---\n";

    #[test]
    fn each_thing_left_out_is_named() {
        for (line, what) in [
            ("next-review: 2027-01-01\n", "when it is looked at again (`next-review`)"),
            ("review-triggers: [t]\n", "what calls for that earlier (`review-triggers`)"),
            ("misuse: [m]\n", "foreseeable misuse (`misuse`)"),
            (", consulted: c", "who was asked (`affected.consulted`)"),
        ] {
            let told = format!("4:7 IA leaves out {what}");
            assert_one("impact-assessment-incomplete", &WHOLE.replace(line, ""), &[&told]);
        }
        assert_one("impact-assessment-incomplete", WHOLE, &[]);
    }

    #[test]
    fn risks_are_asked_where_there_are_any() {
        let found = |text: &str| {
            let risk = ("r.md", "---\nid: R\nkind: risk\n---\n");
            only("impact-assessment-incomplete", &[("aims.toml", ""), ("a.md", text), risk])
        };
        assert_eq!(found(WHOLE), ["a.md:4:7 IA leaves out the risks that follow (`risks`)"]);
        assert!(found(&WHOLE.replace("harm", "benefit")).is_empty());
        let graver = WHOLE.replace("effect: harm", "effect: harm, likelihood: 3, severity: 3");
        assert!(found(&graver).is_empty(), "`harm-without-risk` tells it");
        assert!(found(&WHOLE.replace("effect: harm", "effect: harm, risk: [R]")).is_empty());
    }

    #[test]
    fn a_draft_is_not_asked_and_a_refusal_not_when_it_is_repeated() {
        assert_one("impact-assessment-incomplete", &WHOLE.replace("misuse: [m]", "status: draft"), &[]);
        let refused = WHOLE.replace("next-review: 2027-01-01", "result: no-go").replace("review-triggers: [t]\n", "");
        assert_one("impact-assessment-incomplete", &refused, &[]);
    }
}
