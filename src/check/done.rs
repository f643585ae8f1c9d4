//! Days on which a document says that something was done.

use super::context::Context;
use crate::base::Date;
use crate::diag::Span;
use crate::model::document::Document;
use crate::model::fields::{Field, FieldValue, Row};
use crate::model::kinds::FieldSpec;

/// A day on which a document says that something was done.
pub(super) struct Done<'a> {
    /// The key, and the row and its column where it stands in one.
    pub(super) name: &'a str,
    pub(super) row: Option<&'a Row>,
    column: &'a str,
    pub(super) day: Date,
    pub(super) span: Span,
}

impl Done<'_> {
    /// Where it stands, for a message.
    pub(super) fn key(&self) -> String {
        if self.row.is_some() { format!("{}.{}", self.name, self.column) } else { self.name.to_owned() }
    }
}

/// The days on which a document says that something was done, by what its kind knows of its keys.
pub(super) fn done<'a>(context: &Context<'a>, document: &'a Document) -> Vec<Done<'a>> {
    let day = |spec: Option<&FieldSpec>, field: &Field| match field.value {
        FieldValue::Date(day) if spec?.done => Some((day, field.span)),
        _ => None,
    };
    let mut found = Vec::new();
    for field in document.fields.iter() {
        let Some(spec) = context.aims.kinds.field(document.kind.as_deref(), &field.name) else { continue };
        let name = field.name.as_str();
        if let FieldValue::Rows(rows) = &field.value {
            for (row, cell) in rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, cell))) {
                let said = day(spec.column(&cell.name), cell);
                found.extend(said.map(|(day, span)| Done { name, row: Some(row), column: &cell.name, day, span }));
            }
        } else {
            found.extend(day(Some(spec), field).map(|(day, span)| Done { name, row: None, column: "", day, span }));
        }
    }
    found
}
