//! TOML to a spanned tree: front matter between `+++`, and `aims.toml`.

use toml_edit::{Document, Item, Table, Value as TomlValue};

use super::{Entry, Node, Problem, ProblemKind, Scalar, Value};
use crate::diag::Span;

/// Reads TOML. Spans count from the start of `source`.
///
/// A syntax error gives no entries and one problem of the kind [`ProblemKind::InvalidFrontMatter`].
pub fn parse(source: &str) -> (Vec<Entry>, Vec<Problem>) {
    match Document::parse(source) {
        Ok(document) => (table(document.as_table()), Vec::new()),
        Err(error) => {
            let span =
                error.span().map_or_else(Span::default, |range| Span::new(range.start, range.end.max(range.start)));
            let reason = error.message().lines().next().unwrap_or("syntax error");
            (Vec::new(), vec![Problem::new(ProblemKind::InvalidFrontMatter, span, format!("not valid TOML: {reason}"))])
        }
    }
}

fn table(table: &Table) -> Vec<Entry> {
    table
        .iter()
        .filter_map(|(key, item)| {
            let fallback = item.span().unwrap_or_default();
            let key_span = table.key(key).and_then(toml_edit::Key::span).unwrap_or(fallback);
            Some(Entry {
                key: key.to_owned(),
                key_span: key_span.into(),
                node: node(item, key_span_or(item, table, key))?,
            })
        })
        .collect()
}

fn key_span_or(item: &Item, table: &Table, key: &str) -> Span {
    let span = item.span().or_else(|| table.key(key).and_then(toml_edit::Key::span));
    span.unwrap_or_default().into()
}

fn node(item: &Item, span: Span) -> Option<Node> {
    match item {
        Item::None => None,
        Item::Value(value) => Some(convert(value)),
        Item::Table(inner) => Some(Node { value: Value::Table(table(inner)), span }),
        Item::ArrayOfTables(tables) => {
            let items = tables
                .iter()
                .map(|inner| Node { value: Value::Table(table(inner)), span: inner.span().map_or(span, Span::from) });
            Some(Node { value: Value::List(items.collect()), span })
        }
    }
}

fn convert(value: &TomlValue) -> Node {
    let span = value.span().unwrap_or_default().into();
    let scalar = |text: String, quoted| Value::Scalar(Scalar { text, quoted });
    let value = match value {
        TomlValue::String(text) => scalar(text.value().clone(), true),
        TomlValue::Integer(number) => scalar(number.value().to_string(), false),
        TomlValue::Float(number) => scalar(number.value().to_string(), false),
        TomlValue::Boolean(flag) => scalar(flag.value().to_string(), false),
        TomlValue::Datetime(moment) => scalar(moment.value().to_string(), false),
        TomlValue::Array(items) => Value::List(items.iter().map(convert).collect()),
        TomlValue::InlineTable(inner) => Value::Table(
            inner
                .iter()
                .map(|(key, value)| Entry {
                    key: key.to_owned(),
                    key_span: inner.key(key).and_then(toml_edit::Key::span).or(value.span()).unwrap_or_default().into(),
                    node: convert(value),
                })
                .collect(),
        ),
    };
    Node { value, span }
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}
