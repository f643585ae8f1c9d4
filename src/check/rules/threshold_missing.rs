//! `threshold-missing`: what was judged, or is watched, without a mark to judge it by.

use std::collections::BTreeSet;

use crate::base::{plural, say};
use crate::check::context::Context;
use crate::check::lacks::without;
use crate::check::named::named_in;
use crate::check::newest::newest;
use crate::check::rule::{Report, Rule};
use crate::diag::Level;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::reading::normal;

pub(super) static RULE: Rule = Rule {
    code: "AIMS667",
    name: "threshold-missing",
    level: Level::Warning,
    clock: false,
    what: "Rows of a test or of the quality of a data set say whether they `passed`, and give no `threshold`; it is told once for a document. Or an indicator under `plan` of a `monitoring` document, or under `monitoring` of the newest impact assessment of a system, has no `threshold`, or no `frequency`, without which nothing is ever missed, or no `owner`, where other rows of it have theirs or nobody owns the document. An indicator of an assessment that a `monitoring` document has in its plan, or that names one, is told there.",
    why: "Results are judged against criteria that were there before (clause 9.1, controls A.6.2.4, A.6.2.6 and A.7.4). `Passed` against nothing is an opinion.",
    fix: "Give the threshold that was asked for, and say in `criteria-set` when; where there was none, leave `passed` out.",
    run,
};

fn run(context: &Context<'_>, report: &mut Report<'_>) {
    for (kind, key, of) in [("test", "results", "measure"), ("dataset", "quality", "criterion")] {
        for (_, document) in context.living_of(kind).filter(|(_, document)| !document.is_draft()) {
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
    for (_, monitoring) in context.living_of("monitoring").filter(|(_, monitoring)| !monitoring.is_draft()) {
        watched(monitoring, "plan", |_| false, report);
    }
    let plans = context.living_of("monitoring").flat_map(|(_, monitoring)| monitoring.fields.rows("plan"));
    let planned: BTreeSet<String> = plans.filter_map(|row| row.cells.text("indicator")).map(normal).collect();
    let is_monitoring = |indicator: &str| {
        named_in(context, indicator).documents.iter().any(|ix| context.aims.document(*ix).is("monitoring"))
    };
    let elsewhere = |indicator: &str| planned.contains(&normal(indicator)) || is_monitoring(indicator);
    for (_, assessment) in newest(context, "impact-assessment") {
        if assessment.fields.text("result") != Some("no-go") {
            watched(assessment, "monitoring", elsewhere, report);
        }
    }
}

/// What the rows of a plan leave out without which nobody would see that an indicator is past its mark. Where no row says who
/// looks, whoever owns the document does.
fn watched(document: &Document, key: &str, elsewhere: impl Fn(&str) -> bool, report: &mut Report<'_>) {
    let rows = document.fields.rows(key);
    let owned = !document.fields.lacks("owner") && rows.iter().all(|row| row.cells.lacks("owner"));
    let keys = &["threshold", "frequency", "owner"][..if owned { 2 } else { 3 }];
    for row in rows {
        let misread = keys.iter().any(|key| row.cells.is_misread(key));
        let missing = without(&row.cells, keys).filter(|_| !misread);
        let (Some(missing), Some(indicator)) = (missing, row.cells.text("indicator")) else { continue };
        if elsewhere(indicator) {
            continue;
        }
        report.document(
            document,
            row.cells.span("indicator").unwrap_or(row.span),
            say!("`{indicator}` of {id} is watched without {missing}", indicator, id = document.id, missing),
            say!("Add from where on somebody acts, `threshold: …`, how often there is a result, `frequency: 3 months`, and who looks, `owner: …`."),
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::check::testing::{assert_one, only};

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
    fn an_indicator_has_a_threshold_a_frequency_and_somebody_who_looks() {
        let plan =
            |row: &str| format!("---\nid: M\nkind: monitoring\nowner: O\nplan:\n  - {{indicator: i{row}}}\n---\n");
        assert_one("threshold-missing", &plan(""), &["6:17 `i` of M is watched without `threshold` and `frequency`"]);
        assert_one("threshold-missing", &plan(", threshold: one"), &["6:17 `i` of M is watched without `frequency`"]);
        let full = plan(", threshold: one, frequency: 3 months");
        assert_one("threshold-missing", &full, &[]);
        assert_one("threshold-missing", &plan(", threshold: one, frequency: often"), &[]);
        let unowned = full.replace("owner: O\n", "");
        assert_one("threshold-missing", &unowned, &["5:17 `i` of M is watched without `owner`"]);
        let other = "  - {indicator: j, threshold: t, frequency: 3 months, owner: O}\n---\n";
        let one_has = full.trim_end_matches("---\n").to_owned() + other;
        assert_one("threshold-missing", &one_has, &["6:17 `i` of M is watched without `owner`"]);
    }

    fn assessment(head: &str, row: &str) -> String {
        format!("---\nid: IA\nkind: impact-assessment\nowner: O\n{head}monitoring:\n  - {{indicator: i{row}}}\n---\n")
    }

    #[test]
    fn so_has_one_of_the_newest_assessment_unless_a_plan_has_it() {
        let told = "6:17 `i` of IA is watched without `threshold` and `frequency`";
        assert_one("threshold-missing", &assessment("", ""), &[told]);
        assert_one("threshold-missing", &assessment("", ", threshold: t, frequency: 3 months"), &[]);
        for head in ["status: draft\n", "result: no-go\n"] {
            assert_one("threshold-missing", &assessment(head, ""), &[]);
        }
        let plan = "---\nid: M\nkind: monitoring\nowner: O\nplan:\n  - {indicator: I, threshold: t, frequency: 3 months}\n---\n";
        let found = |of: &str| only("threshold-missing", &[("aims.toml", ""), ("a.md", of), ("m.md", plan)]);
        assert_eq!(found(&assessment("", "")), [""; 0], "its plan says all of it");
        assert_eq!(found(&assessment("", "").replace("indicator: i", "indicator: as in M")), [""; 0]);
        assert_eq!(found(&assessment("", "").replace("indicator: i", "indicator: other")).len(), 1);
    }

    #[test]
    fn an_assessment_that_a_newer_one_took_the_place_of_is_left_alone() {
        let of = |id: &str, day: &str, row: &str| {
            assessment(&format!("date: {day}\nsystems: [S]\n"), row).replace("id: IA", &format!("id: {id}"))
        };
        let system = "---\nid: S\nkind: system\n---\n";
        let (old, new) =
            (of("IA-1", "2025-01-01", ""), of("IA-2", "2026-01-01", ", threshold: t, frequency: 3 months"));
        let files = [("aims.toml", ""), ("a.md", &*old), ("b.md", &*new), ("s.md", system)];
        assert_eq!(only("threshold-missing", &files), [""; 0]);
    }
}
