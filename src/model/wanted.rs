//! What keys take and what is there in its place, in words that are said later.

use super::kinds::{FieldSpec, FieldType};
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::parse::{Node, Value};

/// In what a key is looked for.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// Anything.
    Anywhere,
    /// A document.
    Document,
    /// A document of a kind.
    Kind(&'a str),
    /// A row below a key.
    Row(&'a str),
}

impl Place<'_> {
    /// That it has no such key.
    pub(super) fn has_no(self, key: &str) -> Words {
        match self {
            Self::Row(rows) => tell!("a row of `{rows}` has no `{key}`", rows, key),
            _ => tell!("the document has no `{key}`", key),
        }
    }

    /// That nobody knows such a key in it.
    pub(super) fn unknown(self, key: &str) -> Words {
        match self {
            Self::Row(rows) => tell!("unknown key `{key}` in a row of `{rows}`", key, rows),
            Self::Kind(kind) => tell!("unknown key `{key}` in a document of kind `{kind}`", key, kind),
            Self::Anywhere | Self::Document => tell!("unknown key `{key}`", key),
        }
    }
}

/// That a key takes something else than what stands there.
pub(super) fn takes(spec: &FieldSpec, node: &Node) -> Words {
    let is_list = wanted(spec.field_type) == LIST;
    tell!(
        "`{key}` takes {wanted}, not {found}",
        key = &spec.name,
        wanted = Words::from(wanted(spec.field_type)),
        found = found(node, is_list)
    )
}

const LIST: &str = mark!("a list");

fn wanted(field_type: FieldType) -> &'static str {
    match field_type {
        FieldType::Date => mark!("a date"),
        FieldType::Period => mark!("a length of time"),
        FieldType::Flag => mark!("true or false"),
        FieldType::Number => mark!("a whole number"),
        FieldType::Choice => mark!("one word"),
        FieldType::Rows => mark!("a list of rows"),
        FieldType::Requirements => mark!("a table of framework to ids"),
        FieldType::Text | FieldType::Person | FieldType::Ref => mark!("a text"),
        _ => LIST,
    }
}

/// What stands there in place of what is taken, which may be a list.
pub(super) fn found(node: &Node, is_list: bool) -> Words {
    match &node.value {
        Value::Scalar(scalar) => format!("`{}`", scalar.text.chars().take(40).collect::<String>()).into(),
        Value::List(_) if is_list => tell!("a list that holds lists or tables"),
        _ => Words::from(node.describe()),
    }
}

/// What could stand there.
pub(super) fn example(spec: &FieldSpec) -> Words {
    let name = &spec.name;
    let example = match spec.field_type {
        FieldType::Date => format!("`{name}: 2026-11-20`"),
        FieldType::Period => format!("`{name}: 12 months`"),
        FieldType::Flag => format!("`{name}: true`"),
        FieldType::Number => format!("`{name}: 3`"),
        FieldType::Choice => format!("`{name}: {}`", spec.choices.first().map_or("…", String::as_str)),
        FieldType::Requirements => format!("`{name}: {{eu-ai-act: [art-27]}}`"),
        FieldType::Rows => {
            let columns: Vec<String> =
                spec.columns.iter().take(3).map(|column| format!("{}: …", column.name)).collect();
            let row = format!("`- {{{}}}`", columns.join(", "));
            return tell!("a list of tables, each {row}", row);
        }
        FieldType::Text | FieldType::Person | FieldType::Ref => format!("`{name}: …`"),
        _ => format!("`{name}: […, …]`"),
    };
    example.into()
}
