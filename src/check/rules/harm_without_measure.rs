//! `harm-without-measure`: a harm of weight, and nothing that is done about it.

use crate::base::text::cut;
use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::harms::{Unanswered, harms, unanswered, unlisted};
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::risk::RiskLevel;

pub(super) static RULE: Rule = Rule {
    code: "AIMS632",
    name: "harm-without-measure",
    level: Level::Error,
    clock: false,
    what: "The newest impact assessment of a system rates a harm as medium or high, by likelihood and severity, and has no measure against it: no rows under `measures`, or, where other impacts name theirs, no `measure` in the row. A measure that was `dropped` is none, and so is `none needed`. A warning where the harm is medium. Where no risk carries the harm on either, that is told with it. Or, as a warning, rows of `impacts` name under `measure` what is no row of `measures` and no document; as a note where the assessment has no such rows at all and the harm is medium or high. It is told once for a document.",
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
        nowhere(context, assessment, report);
    }
}

/// Measures that rows of impacts name, of which nothing says who sees to them and by when.
fn nowhere(context: &Context<'_>, assessment: &Document, report: &mut Report<'_>) {
    let mut named = unlisted(context, assessment);
    let has_rows = !assessment.fields.rows("measures").is_empty();
    if assessment.fields.text("result") == Some("no-go") {
        return;
    }
    if !has_rows {
        // A sentence is enough for what is small.
        let grave: Vec<_> =
            harms(assessment, context.aims.config.risk, RiskLevel::Medium).map(|(row, ..)| row.span).collect();
        named.retain(|(row, _)| grave.contains(&row.span));
    }
    let Some((row, measure)) = named.first() else { return };
    let (id, measure) = (&assessment.id, cut(measure, 60));
    let message = match has_rows {
        true => plural!(
            named.len(),
            "{n} row of `impacts` of {id} names a measure that no row of `measures` is: `{measure}`",
            "{n} rows of `impacts` of {id} name measures that no row of `measures` is, the first is `{measure}`",
            id,
            measure
        ),
        false => plural!(
            named.len(),
            "{n} row of `impacts` of {id} names a measure, and nothing says who sees to it and by when: `{measure}`",
            "{n} rows of `impacts` of {id} name measures, and nothing says who sees to them and by when, the first is `{measure}`",
            id,
            measure
        ),
    };
    let help = say!(
        "Name it under `measures` in the same words, with `owner` and `due`; or name the document by which it is followed."
    );
    report.document(assessment, row.cells.span("measure").unwrap_or(row.span), message, help);
    report.at(if has_rows { Level::Warning } else { Level::Note });
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

    #[test]
    fn a_measure_that_no_row_is_is_told_once() {
        let small = |measure: &str| format!("effect: harm, likelihood: 2, severity: 2, measure: {measure}");
        let rows = "measures: [{measure: Masking filter before text leaves, owner: O}, {measure: Fixed text}]\n";
        let told = |names: &str| format!("5:92 {names}");
        let prayer = "1 row of `impacts` of IA names a measure that no row of `measures` is: `Prayer`";
        assert_one("harm-without-measure", &assessment(&[&small("Prayer")], rows), &[&told(prayer)]);
        let two = "2 rows of `impacts` of IA name measures that no row of `measures` is, the first is `Prayer`";
        let both = [small("Prayer"), small("Hope"), small("fixed  TEXT")];
        let both: Vec<&str> = both.iter().map(String::as_str).collect();
        assert_one("harm-without-measure", &assessment(&both, rows), &[&told(two)]);
        for measure in
            ["Masking filter", "fixed text", "Fixed text; masking filter", "The fixed text of May", "none", "see IA"]
        {
            assert_one("harm-without-measure", &assessment(&[&small(measure)], rows), &[]);
        }
        for rest in ["result: no-go\n", "status: draft\n"] {
            let rest = format!("{rows}{rest}");
            assert_one("harm-without-measure", &assessment(&[&small("Prayer")], &rest), &[]);
        }
    }

    #[test]
    fn a_sentence_where_there_are_no_rows_is_a_note_of_grave_harms_alone() {
        let of = |measure: &str| format!("{GRAVE}, measure: {measure}");
        let rest = "risks: [R]\n";
        let told =
            "5:92 1 row of `impacts` of IA names a measure, and nothing says who sees to it and by when: `Prayer`";
        assert_one("harm-without-measure", &assessment(&[&of("Prayer")], rest), &[told]);
        let small = "effect: harm, likelihood: 2, severity: 2, measure: Prayer";
        assert_one("harm-without-measure", &assessment(&[small], rest), &[]);
    }
}
