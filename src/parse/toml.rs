//! TOML to a spanned tree: front matter between `+++`, and `aims.toml`.

use toml_edit::{Document, Item, Table, Value as TomlValue};

use super::node::{Entry, Node, Scalar, Value};
use super::problem::Problem;
use super::toml_fault;
use crate::diag::Span;

/// Reads TOML. Spans count from the start of `source`.
///
/// A syntax error gives no entries and one problem of the kind
/// [`ProblemKind::InvalidFrontMatter`](super::ProblemKind::InvalidFrontMatter), by its cause.
pub fn parse(source: &str) -> (Vec<Entry>, Vec<Problem>) {
    parse_below(source, 0)
}

/// The same below so many lines of a file.
pub(super) fn parse_below(source: &str, lines: usize) -> (Vec<Entry>, Vec<Problem>) {
    match Document::parse(source) {
        Ok(document) => (Reader { source }.table(document.as_table()), Vec::new()),
        Err(error) => {
            let span =
                error.span().map_or_else(Span::default, |range| Span::new(range.start, range.end.max(range.start)));
            (Vec::new(), vec![toml_fault::problem(source, span, error.message(), lines)])
        }
    }
}

/// Reads values with their source at hand: `1.10` is the text of a version, and no longer one as a number.
#[derive(Clone, Copy)]
struct Reader<'a> {
    source: &'a str,
}

impl Reader<'_> {
    fn table(self, table: &Table) -> Vec<Entry> {
        table
            .iter()
            .filter_map(|(key, item)| {
                let fallback = item.span().unwrap_or_default();
                let key_span = table.key(key).and_then(toml_edit::Key::span).unwrap_or(fallback);
                let node = self.node(item, key_span_or(item, table, key))?;
                Some(Entry { key: key.to_owned(), key_span: key_span.into(), node })
            })
            .collect()
    }

    fn node(self, item: &Item, span: Span) -> Option<Node> {
        match item {
            Item::None => None,
            Item::Value(value) => Some(self.convert(value)),
            Item::Table(inner) => Some(Node { value: Value::Table(self.table(inner)), span }),
            Item::ArrayOfTables(tables) => {
                let items = tables.iter().map(|inner| Node {
                    value: Value::Table(self.table(inner)),
                    span: inner.span().map_or(span, Span::from),
                });
                Some(Node { value: Value::List(items.collect()), span })
            }
        }
    }

    fn convert(self, value: &TomlValue) -> Node {
        let span = value.span();
        // A whole number that TOML writes in its own way, `1_000` or `0xff`, is told as the number it is.
        let written = || span.clone().and_then(|span| self.source.get(span)).filter(|text| !text.is_empty());
        let plain =
            |value: String| Value::Scalar(Scalar { text: written().map_or(value, str::to_owned), quoted: false });
        let value = match value {
            TomlValue::String(text) => Value::Scalar(Scalar { text: text.value().clone(), quoted: true }),
            TomlValue::Integer(number) if written().is_some_and(|text| text.parse::<i64>().is_err()) => {
                Value::Scalar(Scalar { text: number.value().to_string(), quoted: false })
            }
            TomlValue::Integer(number) => plain(number.value().to_string()),
            TomlValue::Float(number) => plain(number.value().to_string()),
            TomlValue::Boolean(flag) => plain(flag.value().to_string()),
            TomlValue::Datetime(moment) => plain(moment.value().to_string()),
            TomlValue::Array(items) => Value::List(items.iter().map(|item| self.convert(item)).collect()),
            TomlValue::InlineTable(inner) => {
                let entry = |(key, value): (&str, &TomlValue)| {
                    let key_span = inner.key(key).and_then(toml_edit::Key::span).or(value.span());
                    let key_span = key_span.unwrap_or_default().into();
                    Entry { key: key.to_owned(), key_span, node: self.convert(value) }
                };
                Value::Table(inner.iter().map(entry).collect())
            }
        };
        Node { value, span: span.unwrap_or_default().into() }
    }
}

fn key_span_or(item: &Item, table: &Table, key: &str) -> Span {
    let span = item.span().or_else(|| table.key(key).and_then(toml_edit::Key::span));
    span.unwrap_or_default().into()
}

impl From<std::ops::Range<usize>> for Span {
    fn from(range: std::ops::Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_as_written() {
        let source = "v = 1.10\nw = 2.0\nx = [1.0, 1e3]\nd = 2026-01-02\nt = 2026-01-02 10:00:00\nf = true\nn = +5\nm = 1_000\n\
                      h = 0xff\ni = { a = 3.10 }\ns = '1.10'\n[[r]]\nq = 0.50\n";
        let (entries, problems) = parse(source);
        assert!(problems.is_empty(), "{problems:?}");
        let mut texts = Vec::new();
        let mut nodes: Vec<&Node> = entries.iter().rev().map(|entry| &entry.node).collect();
        while let Some(node) = nodes.pop() {
            match &node.value {
                Value::Null => {}
                Value::Scalar(scalar) => texts.push(scalar.text.as_str()),
                Value::List(items) => nodes.extend(items.iter().rev()),
                Value::Table(entries) => nodes.extend(entries.iter().rev().map(|entry| &entry.node)),
            }
        }
        assert_eq!(
            texts,
            [
                "1.10",
                "2.0",
                "1.0",
                "1e3",
                "2026-01-02",
                "2026-01-02 10:00:00",
                "true",
                "+5",
                "1000",
                "255",
                "3.10",
                "1.10",
                "0.50"
            ]
        );
    }
}
