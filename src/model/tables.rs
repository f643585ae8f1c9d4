//! The tables `[tables.KIND]` of `aims.toml`: which columns of tables in a text are which of ours.

use std::collections::{BTreeMap, BTreeSet};

use super::kinds::{FieldSpec, FieldType, Kind, Kinds, Need};
use super::settings::{Table, normal};
use crate::base::tell;
use crate::base::text::did_you_mean;
use crate::base::wording::Words;
use crate::parse::{Entry, Value};
use crate::reading::{CellForm, Column, Rows, plain_label};

/// Reads them, where these are the kinds.
pub(super) fn read(kinds: &Kinds, top: &mut Table<'_>) -> Vec<Rows> {
    let mut found = Vec::new();
    for entry in top.table("tables") {
        let Value::Table(entries) = &entry.node.value else {
            top.no_table(&format!("tables.{}", entry.key), &entry.node);
            continue;
        };
        let name = normal(&entry.key);
        let Some(kind) = kinds.get(&name) else {
            let near = did_you_mean(&name, kinds.iter().map(|kind| kind.name.as_str()));
            let help = near.map_or_else(|| Words::from(""), |near| tell!("Did you mean `{near}`?", near));
            let message = tell!("`tables` names `{kind}`, which is no kind of document", kind = &entry.key);
            top.wrong(entry.key_span, message, help);
            continue;
        };
        let mut table = Table::new(format!("tables.{}", entry.key), entries, top.problems());
        found.extend(of_kind(kind, entry, &mut table));
        table.finish();
    }
    found
}

/// The keys of a kind that hold rows.
fn keys(kind: &Kind) -> impl Iterator<Item = &FieldSpec> {
    kind.fields.iter().filter(|field| field.field_type == FieldType::Rows)
}

/// The key of a kind whose rows its tables are, where the settings do not say: one that it has to have, else the first.
pub fn rows_of(kind: &Kind) -> Option<&FieldSpec> {
    keys(kind).find(|field| field.need == Some(Need::Must)).or_else(|| keys(kind).next())
}

fn of_kind(kind: &Kind, entry: &Entry, table: &mut Table<'_>) -> Option<Rows> {
    let named = table.text("rows");
    let (columns, words) = (table.pairs("columns"), table.words_of("words"));
    let spec = match &named {
        Some(named) => keys(kind).find(|field| field.name == normal(&named.value)),
        None => rows_of(kind),
    };
    let Some(spec) = spec else {
        let all: Vec<String> = keys(kind).map(|field| format!("`{}`", field.name)).collect();
        let help = if all.is_empty() {
            tell!("It has no key that holds rows.")
        } else {
            tell!("It has {keys}.", keys = all.join(", "))
        };
        let message = tell!("documents of kind `{kind}` have no such rows", kind = &kind.name);
        table.wrong(named.map_or(entry.key_span, |named| named.span), message, help);
        return None;
    };
    let known: Vec<&str> = spec.columns.iter().map(|column| column.name.as_str()).collect();
    let mut labels = BTreeMap::new();
    for (label, ours) in columns {
        let name = normal(&ours.value);
        match spec.columns.iter().find(|column| column.name == name) {
            Some(column) => {
                labels.insert(plain_label(&label.value), Column { name, form: form_of(column) });
            }
            None => {
                let near = did_you_mean(&name, known.iter().copied());
                let help = near.map_or_else(
                    || tell!("Columns are {columns}.", columns = known.join(", ")),
                    |near| tell!("Did you mean `{near}`?", near),
                );
                let message = tell!("`{word}` is no column of `{key}`", word = &ours.value, key = &spec.name);
                table.wrong(ours.span, message, help);
            }
        }
    }
    for (theirs, ours) in words {
        let mut taken = false;
        for column in labels.values_mut().filter(|column| takes(spec, &column.name, &ours.value)) {
            taken |= column.form.also(&theirs.value, &normal(&ours.value));
        }
        if !taken {
            let help = tell!("Write one of the words of a column that takes words, `true`, `false` or a number.");
            table.wrong(ours.span, tell!("`{word}` is no word of a column that is named", word = &ours.value), help);
        }
    }
    Some(rows(kind, spec, labels))
}

/// The rule by which tables are the rows of a key of a kind.
pub fn rows(kind: &Kind, spec: &FieldSpec, columns: BTreeMap<String, Column>) -> Rows {
    let meant: BTreeSet<&str> = columns.values().map(|column| column.name.as_str()).collect();
    let needed = spec.columns.iter().filter(|column| column.need == Some(Need::Must));
    let needed = needed.map(|column| column.name.clone()).filter(|name| meant.contains(name.as_str())).collect();
    let flag = spec.columns.iter().find(|column| column.name == "applicable" && column.field_type == FieldType::Flag);
    let unsaid = flag.map(|column| column.name.clone()).filter(|name| !meant.contains(name.as_str()));
    Rows { kind: kind.name.clone(), key: spec.name.clone(), columns, needed, unsaid }
}

/// Whether a column takes this word of ours.
fn takes(spec: &FieldSpec, column: &str, word: &str) -> bool {
    let word = normal(word);
    spec.columns.iter().find(|spec| spec.name == column).is_some_and(|spec| match spec.field_type {
        FieldType::Flag => matches!(word.as_str(), "true" | "false"),
        FieldType::Number => word.parse::<i64>().is_ok(),
        FieldType::Choice => spec.choices.contains(&word),
        _ => false,
    })
}

/// What stands in the cells of a column.
pub fn form_of(column: &FieldSpec) -> CellForm {
    match column.field_type {
        FieldType::Flag => CellForm::flag(),
        FieldType::Choice | FieldType::Choices if column.open => CellForm::Text,
        FieldType::Choice | FieldType::Choices => CellForm::choice(&column.choices),
        FieldType::Date => CellForm::Day,
        FieldType::Number => CellForm::Number(BTreeMap::new()),
        FieldType::Controls | FieldType::Clauses => CellForm::Controls,
        FieldType::Refs => CellForm::Ids,
        _ if column.name == "control" => CellForm::Control,
        _ => CellForm::Text,
    }
}
