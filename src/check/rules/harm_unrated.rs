//! `harm-unrated`: an impact assessment that rates no harm, and so asks nothing of anybody.

use crate::base::{plural, say, wording};
use crate::check::context::Context;
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::{Fields, Row};
use crate::model::risk::{AFTER, BEFORE, RiskLevel, RiskScale, parts};

pub(super) static RULE: Rule = Rule {
    code: "AIMS668",
    name: "harm-unrated",
    level: Level::Warning,
    clock: false,
    what: "Harms in the newest impact assessment of a system have no `likelihood` or no `severity`, which is told once; or no row is a harm at all and `residual` is not low; or `residual` is below what the residual figures of its own rows come to.",
    why: "Impacts are assessed by how likely and how grave they are (clause 6.1.4, control A.5.2). A harm without figures is neither small nor great: nobody has to do anything about it, and nobody accepts it.",
    fix: "Give `likelihood` and `severity` of each harm, on the scale of the risks, and `residual-likelihood` and `residual-severity` where measures have brought it down.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (_, assessment) in newest(context, "impact-assessment") {
        if assessment.fields.is_misread("impacts") {
            continue;
        }
        unrated(assessment, report);
        left(assessment, context.aims.config.risk, report);
    }
}

/// Rows of what does harm.
fn harms(assessment: &Document) -> impl Iterator<Item = &Row> {
    assessment.fields.rows("impacts").iter().filter(|row| row.cells.text("effect") == Some("harm"))
}

/// Whether a row gives no figure where one is asked for. What could not be read, or is off the scale, has its own finding.
fn is_unrated(cells: &Fields) -> bool {
    BEFORE.iter().any(|key| cells.number(key).is_none() && !cells.is_misread(key))
}

fn unrated(assessment: &Document, report: &mut Report<'_>) {
    let bare: Vec<&Row> = harms(assessment).filter(|row| is_unrated(&row.cells)).collect();
    let Some(first) = bare.first() else { return };
    let what = first.cells.text("category").unwrap_or_else(|| say!("an impact"));
    report.document(
        assessment,
        first.cells.span("effect").unwrap_or(first.span),
        plural!(
            bare.len(),
            "{n} harm of {id} is not rated by likelihood and severity, that to `{what}`",
            "{n} harms of {id} are not rated by likelihood and severity, the first is that to `{what}`",
            id = assessment.id,
            what
        ),
        say!("Give `likelihood` and `severity` in each row of a harm, from 1 to 5."),
    );
}

/// Tells where the word for what is left is not what the rows come to.
fn left(assessment: &Document, scale: RiskScale, report: &mut Report<'_>) {
    let fields = &assessment.fields;
    let said = fields.text("residual").and_then(|word| RiskLevel::ALL.into_iter().find(|level| level.as_str() == word));
    let Some(said) = said.filter(|_| !fields.rows("impacts").is_empty()) else { return };
    let readable = fields.rows("impacts").iter().all(|row| row.cells.text("effect").is_some());
    if readable && harms(assessment).next().is_none() && said > RiskLevel::Low {
        report.document(
            assessment,
            assessment.span_of("residual"),
            say!(
                "{id} rates no harm, and what is left is to be {level}",
                id = assessment.id,
                level = wording::of(said.as_str())
            ),
            say!("Rate the harm that is left, as a row of `impacts` with `effect: harm`; or mend `residual`."),
        );
        return;
    }
    let after = |row: &Row| parts(&row.cells, AFTER).map(|(likelihood, severity)| likelihood * severity);
    let gravest = harms(assessment).filter_map(after).max();
    let Some(score) = gravest.filter(|score| scale.level(*score) > said) else { return };
    report.document(
        assessment,
        assessment.span_of("residual"),
        say!(
            "what is left of {id} is to be {said}, and a harm of its rows is left at {score} of 25, which is {level}",
            id = assessment.id,
            said = wording::of(said.as_str()),
            score,
            level = wording::of(scale.level(score).as_str())
        ),
        say!("Say under `residual` what the gravest harm comes to after the measures, or mend its figures."),
    );
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    fn assessment(rows: &[&str], rest: &str) -> String {
        let row = |row: &&str| format!("  - {{category: privacy, description: d, {row}}}\n");
        let rows: String = rows.iter().map(row).collect();
        format!("---\nid: IA\nkind: impact-assessment\nimpacts:\n{rows}{rest}---\n")
    }

    const RATED: &str = "effect: harm, likelihood: 2, severity: 2";

    #[test]
    fn harms_without_figures_are_told_once() {
        let told = "6:49 1 harm of IA is not rated by likelihood and severity, that to `privacy-and-data-protection`";
        assert_one("harm-unrated", &assessment(&[RATED, "effect: harm, severity: 2"], ""), &[told]);
        let two = ["effect: harm", "effect: harm, likelihood: 2"];
        let told = "5:49 2 harms of IA are not rated by likelihood and severity, the first is that to `privacy-and-data-protection`";
        assert_one("harm-unrated", &assessment(&two, ""), &[told]);
        for fine in [RATED, "effect: benefit", "effect: none", "effect: harm, likelihood: 9, severity: 2"] {
            assert_one("harm-unrated", &assessment(&[fine], ""), &[]);
        }
        assert_one("harm-unrated", &assessment(&["effect: harm"], "status: draft\n"), &[]);
    }

    #[test]
    fn what_is_left_is_what_the_rows_come_to() {
        let told = "6:11 IA rates no harm, and what is left is to be medium";
        assert_one("harm-unrated", &assessment(&["effect: none"], "residual: medium\n"), &[told]);
        assert_one("harm-unrated", &assessment(&["effect: none"], "residual: low\n"), &[]);
        let row = "effect: harm, likelihood: 5, severity: 5, residual-likelihood: 4, residual-severity: 4";
        let told = "6:11 what is left of IA is to be low, and a harm of its rows is left at 16 of 25, which is high";
        assert_one("harm-unrated", &assessment(&[row], "residual: low\n"), &[told]);
        assert_one("harm-unrated", &assessment(&[row], "residual: high\n"), &[]);
    }
}
