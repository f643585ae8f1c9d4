//! Rows of the statements of applicability that say something else.

use serde::Serialize;

use super::both::Both;
use super::came::Came;
use super::statement::{CellChange, Stated, stated};

/// A row that says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RowChange {
    /// The control, as documents name it.
    pub control: String,
    /// The framework of the statement.
    pub framework: String,
    /// What became of it.
    pub became: Came,
    /// The cells that are others, by the keys of data; of a row that is new or gone, those that say something.
    pub cells: Vec<CellChange>,
}

/// Every row that is new, gone or another.
pub(super) fn changed(both: &Both<'_>) -> Vec<RowChange> {
    stated(&both.then.aims, &both.now.aims).into_iter().filter_map(|row| change(both, &row)).collect()
}

fn change(both: &Both<'_>, row: &Stated<'_>) -> Option<RowChange> {
    let found = row.cells();
    let became = match (row.then, row.now) {
        (None, _) => Came::Added,
        (_, None) => Came::Removed,
        _ if found.is_empty() => return None,
        _ => Came::Changed,
    };
    let aims = if row.now.is_some() { &both.now.aims } else { &both.then.aims };
    Some(RowChange {
        control: aims.catalog.name(&row.control),
        framework: row.control.framework.to_string(),
        became,
        cells: found,
    })
}
