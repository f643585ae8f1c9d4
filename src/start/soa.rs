//! The rows of a statement of applicability: every control of a framework once.

use super::form::Row;
use crate::model::catalog::Standard;

/// One row for each control, in and planned, and without a reason: that is for people to give.
pub(super) fn rows(standard: &Standard) -> Vec<Row> {
    let row = |control: &crate::model::catalog::Control| Row {
        note: control.title.clone(),
        ..Row::of(&[
            ("control", control.id.clone()),
            ("applicable", "true".into()),
            ("reason", "\"\"".into()),
            ("implementation", "planned".into()),
        ])
    };
    standard.controls.iter().map(row).collect()
}
