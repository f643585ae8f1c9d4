//! References in front matter: which field of which document names which other document.

use super::doc::{DocIx, Ids};
use super::document::{Document, reference_fields};
use super::fields::Fields;
use super::kinds::{FieldSpec, FieldType, Kinds};
use crate::diag::{Span, Spanned};

/// A document named in the front matter of another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// Whose front matter.
    pub from: DocIx,
    /// The field, `implements`, or the field and column, `treatments.risk`.
    pub field: String,
    /// The id as written.
    pub id: String,
    /// Where.
    pub span: Span,
    /// The document of that id.
    pub to: Option<DocIx>,
    /// The kinds the field may point at; empty for any.
    pub kinds: Vec<String>,
}

/// All references of one document, in the order of its fields.
pub(super) fn of(from: DocIx, document: &Document, kinds: &Kinds, ids: &Ids) -> Vec<Reference> {
    let mut found = Vec::new();
    for spec in reference_fields(kinds, document.kind.as_deref()) {
        if spec.field_type == FieldType::Rows {
            for row in document.fields.rows(&spec.name) {
                for column in &spec.columns {
                    collect(&row.cells, column, &format!("{}.{}", spec.name, column.name), &mut found);
                }
            }
        } else {
            collect(&document.fields, spec, &spec.name, &mut found);
        }
    }
    found
        .into_iter()
        .map(|(field, id, kinds)| Reference {
            from,
            field,
            to: ids.get(&id.value.to_lowercase()).copied(),
            id: id.value,
            span: id.span,
            kinds,
        })
        .collect()
}

type Found = (String, Spanned<String>, Vec<String>);

fn collect(fields: &Fields, spec: &FieldSpec, field: &str, found: &mut Vec<Found>) {
    let mut add = |id: Spanned<String>| found.push((field.to_owned(), id, spec.kinds.clone()));
    match spec.field_type {
        FieldType::Ref => {
            if let (Some(text), Some(span)) = (fields.text(&spec.name), fields.span(&spec.name)) {
                add(Spanned { value: text.to_owned(), span });
            }
        }
        FieldType::Refs => fields.texts(&spec.name).iter().cloned().for_each(add),
        _ => {}
    }
}
