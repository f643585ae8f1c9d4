//! Tables whose rows are not read, or not as they were meant: by them nothing can be said of what became of findings on rows.

use crate::model::Aims;
use crate::model::document::Document;
use crate::parse::Unseen;
use crate::reading::LackingColumn;

/// The columns that heads of tables lack which the settings have for rows of the kind of a document.
pub(super) fn lacking(aims: &Aims, document: &Document) -> Vec<LackingColumn> {
    let body = document.body.start;
    // What the front matter says is not read from tables.
    let is_read = |key: &str| document.fields.span(key).is_none_or(|span| span.start >= body);
    let rules =
        aims.config.reading.tables.iter().filter(|rows| document.kind_name() == rows.kind && is_read(&rows.key));
    rules.flat_map(|rows| rows.lacking(&document.text, body)).collect()
}

/// Whether rows of a document are lost.
pub(super) fn loses_rows(aims: &Aims, document: &Document) -> bool {
    let is_loose = document.body.unshown.iter().any(|found| matches!(found.why, Unseen::Rows { .. }));
    is_loose || !lacking(aims, document).is_empty()
}
