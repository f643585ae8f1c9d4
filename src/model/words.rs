//! Whether a document says anything: words in its text, beside its headings, or in the keys that its kind keeps its
//! content in.

use super::absent::is_absent;
use super::fields::{FieldValue, Fields};
use super::kinds::{FieldSpec, FieldType, Kind, Need};
use crate::parse::{Block, BlockKind, Body, LinkKind};

/// Whether a document holds no word. Headings, comments, places to fill in and the names of pictures say nothing.
pub(super) fn is_wordless(blocks: &[Block], body: &Body, kind: Option<&Kind>, fields: &Fields) -> bool {
    !has_text(blocks, body) && !kind.is_some_and(|kind| has_content(kind, fields))
}

fn has_text(blocks: &[Block], body: &Body) -> bool {
    let pictures: Vec<&str> =
        body.links.iter().filter(|link| link.kind == LinkKind::Image).map(|link| link.text.trim()).collect();
    let says = |block: &Block| {
        let mut text = block.text.clone();
        if block.links.iter().any(|link| link.image) {
            for alt in pictures.iter().filter(|alt| !alt.is_empty()) {
                text = text.replacen(alt, "", 1);
            }
        }
        text.contains(char::is_alphanumeric) && !is_absent(&text)
    };
    blocks.iter().filter(|block| !matches!(block.kind, BlockKind::Heading(_))).any(says)
}

/// Whether the keys of its kind hold content: of what is written, approved and retired the lists and rows, as a statement of
/// applicability has them; of an entry of a register or a record
/// texts and numbers too.
fn has_content(kind: &Kind, fields: &Fields) -> bool {
    let holds = |spec: &FieldSpec| {
        let counts = match spec.field_type {
            FieldType::Texts | FieldType::Rows => true,
            FieldType::Text | FieldType::Number => !kind.has_life(),
            _ => false,
        };
        match fields.get(&spec.name) {
            Some(field) => counts && holds_content(&field.value, spec),
            None => fields.is_misread(&spec.name),
        }
    };
    kind.fields.iter().any(holds)
}

/// Whether a value says something. A row does once every column that is needed has an answer: what a template leaves in a
/// table, such as the controls of a statement without a reason for any, is nobody's word.
fn holds_content(value: &FieldValue, spec: &FieldSpec) -> bool {
    match value {
        FieldValue::Texts(texts) => !texts.is_empty(),
        FieldValue::Rows(rows) => rows.iter().any(|row| is_answered(&row.cells, spec)),
        _ => true,
    }
}

fn is_answered(cells: &Fields, spec: &FieldSpec) -> bool {
    let needed = spec.columns.iter().filter(|column| column.need == Some(Need::Must));
    let answered = |column: &FieldSpec| {
        let given = cells.get(&column.name).is_some() && !cells.text(&column.name).is_some_and(is_absent);
        given || cells.is_misread(&column.name)
    };
    needed.into_iter().all(answered)
}
