//! Kinds of documents that a team defines for itself, from `[kinds.NAME]` in `aims.toml`.

use super::kinds::{FieldSpec, FieldType, Kind, Nature, Need, read_tier};
use super::settings::{Table, normal};
use crate::diag::Spanned;
use crate::parse::{Entry, Problem};

/// Reads one kind from its table under `[kinds.NAME]`.
pub(super) fn read(name: &str, entries: &[Entry], problems: &mut Vec<Problem>) -> Kind {
    let name = normal(name);
    let mut table = Table::new(format!("kinds.{name}"), entries, problems);
    let label = table.text("label").map_or_else(|| super::kinds::label(&name), |text| text.value);
    let mut nature = Nature::Document;
    if let Some(word) = table.text("nature") {
        match word.value.as_str() {
            "document" => {}
            "record" => nature = Nature::Record,
            _ => table.wrong(word.span, "`nature` is `document` or `record`", ""),
        }
    }
    let tier = table.text("tier").and_then(|word| {
        let tier = read_tier(&word.value);
        if tier.is_none() {
            table.wrong(word.span, "`tier` is `says`, `does`, `shows` or `none`", "");
        }
        tier.flatten()
    });
    let kind = Kind {
        plural: table.text("plural").map_or_else(|| format!("{label}s"), |text| text.value),
        prefix: table.text("prefix").map_or_else(|| name.to_uppercase(), |text| text.value),
        clauses: table.texts("clauses").into_iter().map(|clause| clause.value).collect(),
        about: table.text("about").map(|text| text.value).unwrap_or_default(),
        fields: read_fields(&mut table, "field"),
        label,
        name,
        nature,
        tier,
    };
    table.finish();
    kind
}

fn read_fields(table: &mut Table<'_>, key: &'static str) -> Vec<FieldSpec> {
    let mut fields = Vec::new();
    for (span, entries) in table.tables(key) {
        let mut row = Table::new(key, entries, table.problems());
        let name = row.text("name").map(|name| normal(&name.value)).unwrap_or_default();
        if name.is_empty() {
            row.wrong(span, "a key without a `name`", "");
        }
        let field_type = row.text("type").and_then(|word| {
            let read = FieldType::deserialize_word(&word.value);
            if read.is_none() {
                row.wrong(word.span, format!("`{}` is no type of value", word.value), "");
            }
            read
        });
        let need = row.text("need").and_then(|word| match word.value.as_str() {
            "must" => Some(Need::Must),
            "should" => Some(Need::Should),
            _ => {
                row.wrong(word.span, "`need` is `must` or `should`", "");
                None
            }
        });
        let values = |list: Vec<Spanned<String>>| list.into_iter().map(|item| item.value).collect::<Vec<_>>();
        let columns = if key == "columns" { Vec::new() } else { read_fields(&mut row, "columns") };
        let mut field_type = field_type.unwrap_or(FieldType::Text);
        if field_type == FieldType::Rows && columns.is_empty() {
            row.wrong(span, "rows without `columns`", "");
            field_type = FieldType::Texts;
        }
        fields.push(FieldSpec {
            field_type,
            need,
            choices: values(row.texts("choices")),
            kinds: values(row.texts("kinds")),
            columns,
            about: row.text("about").map(|text| text.value).unwrap_or_default(),
            name,
        });
        row.finish();
    }
    fields
}

impl FieldType {
    fn deserialize_word(word: &str) -> Option<Self> {
        use serde::Deserialize;
        use serde::de::IntoDeserializer;
        use serde::de::value::{Error, StrDeserializer};
        let deserializer: StrDeserializer<'_, Error> = word.into_deserializer();
        Self::deserialize(deserializer).ok()
    }
}
