//! The harms that an impact assessment rates, and what it has against each.

use std::collections::BTreeSet;

use super::lacks::is_unsaid;
use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::risk::{BEFORE, RiskLevel, RiskScale, parts};
use crate::reading::normal_word;

/// Harms of an assessment from a level on, each with its score and level.
pub(super) fn harms(
    assessment: &Document,
    scale: RiskScale,
    from: RiskLevel,
) -> impl Iterator<Item = (&Row, i64, RiskLevel)> {
    let rows = assessment.fields.rows("impacts").iter().filter(|row| row.cells.text("effect") == Some("harm"));
    rows.filter_map(move |row| {
        let (likelihood, severity) = parts(&row.cells, BEFORE)?;
        let score = likelihood * severity;
        let level = scale.level(score);
        (level >= from).then_some((row, score, level))
    })
}

/// Whether any row of an assessment says something under a column: then each is asked for it, and else what stands for all
/// of them is enough.
pub(super) fn any_row_says(assessment: &Document, column: &str) -> bool {
    assessment.fields.rows("impacts").iter().any(|row| !row.cells.lacks(column))
}

/// Measures that were dropped, as rows name them: nothing is done by them any more.
fn dropped(assessment: &Document) -> BTreeSet<String> {
    let rows = assessment.fields.rows("measures").iter();
    let dropped = rows.filter(|row| row.cells.text("status") == Some("dropped"));
    dropped.filter_map(|row| row.cells.text("measure")).map(normal_word).collect()
}

/// A harm of weight that nothing answers.
pub(super) struct Unanswered<'a> {
    /// The row.
    pub(super) row: &'a Row,
    /// Likelihood by severity.
    pub(super) score: i64,
    /// How grave that is.
    pub(super) level: RiskLevel,
    /// Whether no measure is against it.
    pub(super) no_measure: bool,
    /// Whether no risk carries it on.
    pub(super) no_risk: bool,
}

/// The medium and high harms of an assessment that have no measure or no risk. Where some rows name theirs, each is asked for
/// it; where none does, what stands for all of them is enough, and that there is none at all is one slip, which the gravest
/// harm tells.
pub(super) fn unanswered(assessment: &Document, scale: RiskScale) -> Vec<Unanswered<'_>> {
    let fields = &assessment.fields;
    if fields.text("result") == Some("no-go") || fields.is_misread("impacts") {
        return Vec::new();
    }
    let mut found: Vec<Unanswered<'_>> = harms(assessment, scale, RiskLevel::Medium)
        .map(|(row, score, level)| Unanswered { row, score, level, no_measure: false, no_risk: false })
        .collect();
    found.sort_by_key(|harm| std::cmp::Reverse(harm.score));
    let dropped = dropped(assessment);
    let lacks = |row: &Row, column: &str| {
        is_unsaid(&row.cells, column)
            || (column == "measure"
                && row.cells.text(column).is_some_and(|measure| dropped.contains(&normal_word(measure))))
    };
    let measured = fields
        .rows("measures")
        .iter()
        .any(|row| row.cells.text("status") != Some("dropped") && !is_unsaid(&row.cells, "measure"));
    let mut lack = |column: &str, for_all: &str, given: bool, set: fn(&mut Unanswered<'_>)| {
        let each = any_row_says(assessment, column);
        if fields.is_misread(for_all) || (!each && given) {
            return;
        }
        let most = if each { usize::MAX } else { 1 };
        found.iter_mut().filter(|harm| lacks(harm.row, column)).take(most).for_each(set);
    };
    lack("measure", "measures", measured, |harm| harm.no_measure = true);
    lack("risk", "risks", !fields.lacks("risks"), |harm| harm.no_risk = true);
    found.retain(|harm| harm.no_measure || harm.no_risk);
    found.sort_by_key(|harm| harm.row.span.start);
    found
}
