//! `threshold-missing`: what was judged, or is watched, without a mark to judge it by.

use crate::base::{plural, say};
use crate::check::lacks::{is_draft, without};
use crate::check::{Context, Report, Rule};
use crate::diag::Level;
use crate::model::fields::Row;

pub(super) static RULE: Rule = Rule {
    code: "AIMS667",
    name: "threshold-missing",
    level: Level::Warning,
    clock: false,
    what: "Rows of a test or of the quality of a data set say whether they `passed`, and give no `threshold`; it is told once for a document. Or an indicator under `plan` of a `monitoring` document has no `threshold`, or no `frequency`, without which nothing is ever missed.",
    why: "Results are judged against criteria that were there before (clause 9.1, controls A.6.2.4, A.6.2.6 and A.7.4). `Passed` against nothing is an opinion.",
    fix: "Give the threshold that was asked for, and say in `criteria-set` when; where there was none, leave `passed` out.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (kind, key, of) in [("test", "results", "measure"), ("dataset", "quality", "criterion")] {
        for (_, document) in context.living_of(kind).filter(|(_, document)| !is_draft(document)) {
            let rows = document.fields.rows(key);
            let is_bare = |row: &&Row| {
                row.cells.flag("passed").is_some() && row.cells.lacks("threshold") && !row.cells.is_misread("threshold")
            };
            let bare: Vec<&Row> = rows.iter().filter(is_bare).collect();
            let Some(first) = bare.first() else { continue };
            let what = first.cells.text(of).unwrap_or_else(|| say!("a row"));
            report.document(
                document,
                first.cells.span("passed").unwrap_or(first.span),
                plural!(
                    bare.len(),
                    "{n} row of {id} is judged against no threshold, the first is `{what}`",
                    "{n} rows of {id} are judged against no threshold, the first is `{what}`",
                    id = document.id,
                    what
                ),
                say!("Add `threshold: …`: what was asked for before the result was there. Without one, leave `passed` out."),
            );
        }
    }
    for (_, monitoring) in context.living_of("monitoring").filter(|(_, monitoring)| !is_draft(monitoring)) {
        for row in monitoring.fields.rows("plan") {
            let misread = ["threshold", "frequency"].iter().any(|key| row.cells.is_misread(key));
            let missing = without(&row.cells, &["threshold", "frequency"]).filter(|_| !misread);
            let (Some(missing), Some(indicator)) = (missing, row.cells.text("indicator")) else { continue };
            report.document(
                monitoring,
                row.cells.span("indicator").unwrap_or(row.span),
                say!("`{indicator}` of {id} is watched without {missing}", indicator, id = monitoring.id, missing),
                say!("Add from where on somebody acts, `threshold: …`, and how often there is a result, `frequency: 3 months`."),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::assert_one;

    #[test]
    fn what_passed_against_nothing_is_told_once() {
        let test = |row: &str| {
            format!(
                "---\nid: T\nkind: test\nresults:\n  - {{measure: m, result: r{row}}}\n  - {{measure: n, result: r{row}}}\n---\n"
            )
        };
        let told = "5:37 2 rows of T are judged against no threshold, the first is `m`";
        assert_one("threshold-missing", &test(", passed: true"), &[told]);
        for row in ["", ", passed: true, threshold: t"] {
            assert_one("threshold-missing", &test(row), &[]);
        }
        assert_one("threshold-missing", &test(", passed: true").replace("kind", "status: draft\nkind"), &[]);
    }

    #[test]
    fn an_indicator_has_a_threshold_and_a_frequency() {
        let plan = |row: &str| format!("---\nid: M\nkind: monitoring\nplan:\n  - {{indicator: i{row}}}\n---\n");
        assert_one("threshold-missing", &plan(""), &["5:17 `i` of M is watched without `threshold` and `frequency`"]);
        assert_one("threshold-missing", &plan(", threshold: one"), &["5:17 `i` of M is watched without `frequency`"]);
        assert_one("threshold-missing", &plan(", threshold: one, frequency: 3 months"), &[]);
        assert_one("threshold-missing", &plan(", threshold: one, frequency: often"), &[]);
    }
}
