//! The harms that an impact assessment rates, and what it has against each.

use crate::model::document::Document;
use crate::model::fields::Row;
use crate::model::risk::{BEFORE, RiskLevel, RiskScale, parts};

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
