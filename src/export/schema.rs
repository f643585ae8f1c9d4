//! The JSON Schema of a register, for programs that read it: made of its columns, and of nothing else.

use serde_json::{Map, Value, json};

use crate::register::{Column, Holds, Named, Register};

/// The draft of JSON Schema that it is of.
const DRAFT: &str = "http://json-schema.org/draft-07/schema#";

/// Stands behind the words of a column that takes others as well.
const OTHERS: &str = "or another word";

/// The schema of a register. Keys that it does not name may come without another version.
pub(super) fn of(named: &Named<'_>, register: &Register<'_>) -> Value {
    let day = json!({ "type": "string", "format": "date", "description": "The day that decides what is overdue." });
    json!({
        "$schema": DRAFT,
        "title": named.about,
        "type": "object",
        "required": ["version", "today", "revision", "audience", "edition", "partial", "rows"],
        "properties": {
            "version": { "enum": [1], "description": "The version of the format." },
            "today": day,
            "revision": { "type": ["string", "null"], "description": "The commit, where the documents are exactly what one holds." },
            "audience": { "type": "string", "description": "Whose class of texts it holds at most." },
            "edition": { "type": "string", "description": "Which texts they are: `latest`, or the last that were `approved`." },
            "partial": { "type": "boolean", "description": "Whether something is withheld from them: with it, rungs and numbers may be others." },
            "total": { "type": "integer", "minimum": 0, "description": "How many rows there would be, where not all are here." },
            "rows": { "type": "array", "items": row(register.columns()) },
        },
    })
}

fn row(columns: &[Column<'_>]) -> Value {
    let keys: Vec<&str> = columns.iter().map(|column| column.key.as_ref()).collect();
    let properties: Map<String, Value> =
        columns.iter().map(|column| (column.key.to_string(), property(column))).collect();
    json!({ "type": "object", "required": keys, "properties": properties })
}

fn property(column: &Column<'_>) -> Value {
    let mut schema = match column.holds {
        Holds::Text | Holds::Id | Holds::Word => json!({ "type": ["string", "null"] }),
        Holds::Number => json!({ "type": ["integer", "null"] }),
        Holds::Day => json!({ "type": ["string", "null"], "format": "date" }),
        Holds::Flag => json!({ "type": ["boolean", "null"] }),
        Holds::Texts | Holds::Ids | Holds::Words => json!({ "type": "array", "items": { "type": "string" } }),
        Holds::Rows if column.inner.is_empty() => json!({ "type": "array" }),
        Holds::Rows => json!({ "type": "array", "items": row(&column.inner) }),
    };
    if let Value::Object(schema) = &mut schema {
        let words = column.words.iter().map(AsRef::as_ref).chain(column.open.then_some(OTHERS));
        let words = words.collect::<Vec<&str>>().join(", ");
        let said = [column.heading(), &column.about, &words].into_iter().filter(|text| !text.is_empty());
        schema.insert("description".into(), json!(said.collect::<Vec<_>>().join(": ")));
    }
    schema
}
