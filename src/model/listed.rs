//! Lists as people write them: one scalar in place of a list, commas in place of items, the two brackets of a link.

use super::catalog::Catalog;
use super::fields::FieldValue;
use super::kinds::FieldType;
use super::wanted::found;
use crate::base::quote::quoted;
use crate::base::{mark, tell};
use crate::diag::{Span, Spanned};
use crate::parse::{Node, Problem, ProblemKind, Scalar, Value};

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

/// What a text in brackets says, `'["A.2.2", "A.2.3"]'` or `"[12 months]"`, where all that stands in them can be meant under a
/// key that takes this: a value that `fits`, or ids, which have numbers. A place to fill in is none: `[CLAUSE]`.
pub(super) fn unbracketed(node: &Node, of: FieldType, fits: impl Fn(&str) -> bool) -> Option<Node> {
    let Value::Scalar(scalar) = &node.value else { return None };
    let text = scalar.text.trim();
    let inner = text.strip_prefix('[')?.strip_suffix(']')?.trim();
    let one = matches!(of, FieldType::Date | FieldType::Period | FieldType::Choice);
    if one || inner.starts_with('[') {
        let inner = inner.trim_matches(['"', '\'']);
        let value = || Value::Scalar(Scalar { text: inner.to_owned(), quoted: true });
        return (one && fits(inner)).then(|| Node { value: value(), span: node.span });
    }
    let unquoted = |word: &str| {
        let inner = ['"', '\''].iter().find_map(|quote| word.strip_prefix(*quote)?.strip_suffix(*quote))?;
        (!inner.contains(['"', '\''])).then(|| inner.to_owned())
    };
    let quoted: Option<Vec<String>> = inner.split(',').map(|word| unquoted(word.trim())).collect();
    let is_id = |word: &&str| word.contains(|c: char| c.is_ascii_digit()) && !word.contains(['<', '{', '[']);
    let bare = || Some(inner.split([',', ';']).map(str::trim)).filter(|words| words.clone().all(|word| is_id(&word)));
    let words: Vec<String> = match quoted {
        Some(words) if of.takes_ids() || matches!(of, FieldType::Texts | FieldType::Persons | FieldType::Choices) => {
            words
        }
        _ if of.takes_ids() => bare()?.map(str::to_owned).collect(),
        _ => return None,
    };
    // Where a text is written as it is read, but for quotes around it, each has a place of its own.
    let written = (node.span.end - node.span.start) == scalar.text.len() + 2;
    let mut at = 0;
    let item = |word: String| {
        let found = scalar.text[at..].find(word.as_str()).map(|place| at + place).filter(|_| written);
        let own = found.map(|place| Span::new(node.span.start + 1 + place, node.span.start + 1 + place + word.len()));
        at = found.map_or(at, |place| place + word.len());
        Node { value: Value::Scalar(Scalar { text: word, quoted: true }), span: own.unwrap_or(node.span) }
    };
    let items: Vec<Node> = words.into_iter().map(item).collect();
    Some(Node { value: Value::List(items), span: node.span })
}

/// The ids under each framework.
pub(super) fn requirements(node: &Node, problems: &mut Vec<Problem>) -> Option<FieldValue> {
    let Value::Table(entries) = &node.value else { return None };
    let mut list: Vec<(Spanned<String>, Vec<Spanned<String>>)> = Vec::new();
    let mut torn: Option<Span> = None;
    for entry in entries {
        let node = unbracketed(&entry.node, FieldType::Refs, |_| false);
        let key = Spanned { value: entry.key.clone(), span: entry.key_span };
        let is_rest = entry.node.value == Value::Null && Catalog::builtin().framework(&entry.key).is_none();
        match (texts(node.as_ref().unwrap_or(&entry.node), FieldType::Refs), list.last_mut()) {
            (Some(ids), _) => {
                problems.extend(list.last().zip(torn.take()).map(|(of, span)| comma_parted(of, span)));
                list.push((key, ids));
            }
            // `{nist-ai-rmf: MAP 1.1, MAP 1.2}`: the comma made a key of the second.
            (None, Some((_, ids))) if is_rest && !ids.is_empty() => {
                torn.get_or_insert(key.span).end = key.span.end;
                ids.push(key);
            }
            (None, _) => {
                let message = mark!("`requirements.{key}` takes a list of ids, not {found}");
                let message = tell!(message, key = &entry.key, found = found(&entry.node, true));
                let ids: Vec<String> = match &entry.node.value {
                    Value::Table(inner) => inner.iter().map(|entry| quoted(&entry.key)).collect(),
                    _ => vec!["…".to_owned()],
                };
                let line = format!("requirements: {{{}: [{}]}}", entry.key, ids.join(", "));
                let help = tell!("Write `{line}`.", line);
                problems.push(Problem::new(ProblemKind::WrongType, entry.node.span, message).help(help));
            }
        }
    }
    problems.extend(list.last().zip(torn).map(|(of, span)| comma_parted(of, span)));
    Some(FieldValue::Requirements(list))
}

/// Tells that commas parted the ids of a framework, of which the second begins at `span`.
fn comma_parted((framework, ids): &(Spanned<String>, Vec<Spanned<String>>), span: Span) -> Problem {
    let framework = &framework.value;
    let ids: Vec<String> = ids.iter().map(|id| quoted(&id.value)).collect();
    let message = tell!("a comma ends the value of `{framework}`: several ids stand in brackets", framework);
    let line = format!("requirements: {{{framework}: [{}]}}", ids.join(", "));
    Problem::new(ProblemKind::WrongType, span, message).help(tell!("Write `{line}`.", line))
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
