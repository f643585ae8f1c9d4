//! Remarks in a file of keys, `# so`: what somebody wrote there for people, and what no key says.

use crate::parse::{Entry, Node, Value};

/// A remark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Remark {
    /// Where it begins in its file.
    pub(super) at: usize,
    /// What it says, with its `#`.
    pub(super) text: String,
}

/// The remarks of a file with these keys, which count from `start`. In YAML a `#` begins one behind a blank only.
pub(super) fn remarks(text: &str, entries: &[Entry], start: usize, is_yaml: bool) -> Vec<Remark> {
    let mut spans = Vec::new();
    spans_in(entries, start, &mut spans);
    spans.sort_unstable();
    let mut found = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let sign = line.match_indices('#').map(|(place, _)| at + place).find(|sign| {
            let before = spans.partition_point(|(from, _)| from <= sign);
            let within = before.checked_sub(1).is_some_and(|before| *sign < spans[before].1);
            !within && (!is_yaml || text[..*sign].chars().next_back().is_none_or(char::is_whitespace))
        });
        if let Some(sign) = sign {
            let end = at + line.trim_end().len();
            found.push(Remark { at: sign, text: text.get(sign..end).unwrap_or_default().to_owned() });
        }
        at += line.len();
    }
    found
}

/// Where keys and single values stand, in the places of their file.
fn spans_in(entries: &[Entry], start: usize, spans: &mut Vec<(usize, usize)>) {
    for entry in entries {
        spans.push((entry.key_span.start.saturating_sub(start), entry.key_span.end.saturating_sub(start)));
        spans_of(&entry.node, start, spans);
    }
}

fn spans_of(node: &Node, start: usize, spans: &mut Vec<(usize, usize)>) {
    match &node.value {
        Value::Scalar(_) => {
            spans.push((node.span.start.saturating_sub(start), node.span.end.saturating_sub(start)));
        }
        Value::List(items) => items.iter().for_each(|item| spans_of(item, start, spans)),
        Value::Table(entries) => spans_in(entries, start, spans),
        Value::Null => {}
    }
}

/// Where an entry ends: behind the last key or value in it.
pub(super) fn end_of(entry: &Entry, start: usize) -> usize {
    let mut spans = Vec::new();
    spans_in(std::slice::from_ref(entry), start, &mut spans);
    spans.into_iter().map(|(_, end)| end).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn told(text: &str, extension: &str) -> Vec<String> {
        let keys = parse::keys(text.as_bytes(), extension);
        remarks(&keys.text, &keys.entries, 0, extension != "toml").into_iter().map(|remark| remark.text).collect()
    }

    #[test]
    fn a_sign_within_a_value_begins_no_remark() {
        let yaml = "# one\na: 'x # y' # two\nb: c#d\nlist:\n  - e # three\n  # four\n";
        assert_eq!(told(yaml, "yaml"), ["# one", "# two", "# three", "# four"]);
        let toml = "# one\na = \"x # y\"# two\n[t] # three\nb = [\n  'c#', # four\n]\n";
        assert_eq!(told(toml, "toml"), ["# one", "# two", "# three", "# four"]);
    }
}
