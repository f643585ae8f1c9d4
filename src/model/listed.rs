//! Lists as people write them: one scalar in place of a list, commas in place of items, the two brackets of a link.

use super::kinds::FieldType;
use crate::diag::{Span, Spanned};
use crate::parse::{Node, Scalar, Value};

/// A list of scalars; one scalar is a list of one, and of ids any scalar may hold several with commas or semicolons. `[[POL-001]]` is the
/// id in it, which YAML takes for a list in a list.
pub(super) fn texts(node: &Node, field_type: FieldType) -> Option<Vec<Spanned<String>>> {
    if field_type.lists_ids() || field_type == FieldType::Choices {
        let mut ids = Vec::new();
        return gather(node, 0, &mut ids).then_some(ids);
    }
    let text = |item: &Node| {
        let node = alone(item);
        let Value::Scalar(scalar) = &node.value else { return None };
        Some(Spanned { value: scalar.text.trim().to_owned(), span: node.span })
    };
    match &node.value {
        Value::List(items) => items.iter().filter(|item| item.value != Value::Null).map(text).collect(),
        _ => text(node).map(|item| vec![item]),
    }
}

/// Gathers the ids of a node that stands in so many lists. `false` where something else stands there.
fn gather(node: &Node, lists: usize, ids: &mut Vec<Spanned<String>>) -> bool {
    match &node.value {
        Value::List(items) => {
            items.iter().filter(|item| item.value != Value::Null).all(|item| gather(item, lists + 1, ids))
        }
        Value::Scalar(scalar) if scalar.text.contains([',', ';']) => {
            ids.extend(parted(scalar, node.span));
            true
        }
        Value::Scalar(scalar) => {
            let id = unlinked(&scalar.text);
            // In the brackets of a link, words may stand for the id.
            let id = if lists > 1 { id.split('|').next().unwrap_or_default().trim_end() } else { id };
            ids.push(Spanned { value: id.to_owned(), span: node.span });
            true
        }
        _ => false,
    }
}

/// What stands in a list of one, and in a list of that.
pub(super) fn alone(node: &Node) -> &Node {
    match &node.value {
        Value::List(items) if items.len() == 1 => alone(&items[0]),
        _ => node,
    }
}

/// An id without the brackets of a link, and without the text that such a link may have.
pub(super) fn unlinked(text: &str) -> &str {
    let inner = text.trim().strip_prefix("[[").and_then(|text| text.strip_suffix("]]"));
    inner.map_or(text.trim(), |inner| inner.split('|').next().unwrap_or_default().trim())
}

/// The ids that one scalar holds, with commas or semicolons between.
fn parted(scalar: &Scalar, span: Span) -> Vec<Spanned<String>> {
    // Where a text is written as it is read, but for quotes around it, each id has a place of its own.
    let written = (span.end - span.start).checked_sub(scalar.text.len());
    let mut at = span.start + usize::from(written == Some(2));
    let parts = scalar.text.split([',', ';']).map(|part| {
        let start = at + (part.len() - part.trim_start().len());
        at += part.len() + 1;
        let own = Span::new(start, start + part.trim().len());
        let span = if matches!(written, Some(0 | 2)) { own } else { span };
        Spanned { value: unlinked(part).to_owned(), span }
    });
    parts.filter(|part| !part.value.is_empty()).collect()
}
