//! The rows of a statement of applicability: every control of a framework once.

use super::form::Row;
use crate::model::catalog::Standard;

/// One row for each control, in and planned, and without a reason: that is for people to give.
/// Until somebody else is named, `owner` answers for all of them.
pub(super) fn rows(standard: &Standard, owner: Option<&str>) -> Vec<Row> {
    let row = |control: &crate::model::catalog::Control| {
        let mut cells = vec![
            ("control", control.id.clone()),
            ("applicable", "true".into()),
            ("reason", "\"\"".into()),
            ("implementation", "planned".into()),
        ];
        cells.extend(owner.map(|owner| ("owner", owner.to_owned())));
        Row { note: control.title.clone(), ..Row::of(&cells) }
    };
    standard.controls.iter().map(row).collect()
}
