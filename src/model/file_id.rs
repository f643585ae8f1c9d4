//! Ids that documents have by the names of their files.

use super::fields::{Field, FieldValue, Fields};
use crate::base::DocPath;
use crate::diag::Span;
use crate::reading::{Reading, Source};

/// Gives a document the id that its file has by its name, where the settings have that read and nothing before gave one.
pub(super) fn id_of_file(path: &DocPath, head: Span, reading: &Reading, fields: &mut Fields) {
    let place = reading.ids.iter().position(|source| *source == Source::FileName);
    if place.is_none() || (place != Some(0) && fields.get("id").is_some()) {
        return;
    }
    if let Some(id) = reading.file_names.id(path) {
        let field = Field { name: "id".into(), key_span: head, span: head, value: FieldValue::Text(id) };
        fields.by_name.insert("id".into(), field);
    }
}
