//! YAML to a spanned tree.
//!
//! Front matter is flat data written by hand. Anchors, aliases and tags have no use in it and are how a few hundred
//! bytes become gigabytes, so they are refused by name instead of bounded.

use std::collections::HashSet;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use super::{Entry, Node, Problem, ProblemKind, Scalar, Value};
use crate::diag::Span;

/// Deeper than any key of any kind goes.
const MAX_DEPTH: usize = 16;

/// Reads a block of YAML that should be one table. Gives what could be read up to the first error, and the problems;
/// spans count from the start of `source`.
pub(super) fn parse(source: &str) -> (Vec<Entry>, Vec<Problem>) {
    let mut reader = Reader { open: Vec::new(), done: None, problems: Vec::new() };
    for next in Parser::new_from_str(source) {
        match next {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(0..0);
                if !reader.take(event, clip(source, &range)) {
                    break;
                }
            }
            Err(error) => {
                let at = error.marker().byte_offset().unwrap_or(0);
                reader.problems.push(syntax(source, at, &error.to_string()));
                break;
            }
        }
    }
    let (root, mut problems) = reader.finish();
    match root {
        Some(Node { value: Value::Table(entries), .. }) => (entries, problems),
        None | Some(Node { value: Value::Null, .. }) => (Vec::new(), problems),
        Some(node) => {
            problems.push(
                Problem::new(
                    ProblemKind::InvalidFrontMatter,
                    node.span,
                    format!("the front matter is {}, not a table", node.describe()),
                )
                .help("Write one `key: value` a line."),
            );
            (Vec::new(), problems)
        }
    }
}

fn clip(source: &str, range: &Range<usize>) -> Span {
    let floor = |mut at: usize| {
        at = at.min(source.len());
        while !source.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let (start, end) = (floor(range.start), floor(range.end));
    let inside = source.get(start..end).unwrap_or_default();
    Span::new(start, start + inside.trim_end().len())
}

fn syntax(source: &str, at: usize, error: &str) -> Problem {
    let span = clip(source, &(at..at + 1));
    // The parser's own message ends with its idea of the place; ours is told apart.
    let reason = error.split(" at byte ").next().unwrap_or(error);
    let reason = reason.split(" at char ").next().unwrap_or(reason);
    Problem::new(ProblemKind::InvalidFrontMatter, span, format!("the front matter is not valid YAML: {reason}"))
        .help("A text that holds `: ` or begins with a sign such as `[`, `*`, `@` or `%` needs quotes. Lists are indented with spaces, not tabs.")
}

enum Open {
    List { items: Vec<Node>, start: Span },
    Table { entries: Vec<Entry>, known: HashSet<String>, key: Option<(String, Span)>, start: Span },
}

struct Reader {
    open: Vec<Open>,
    done: Option<Node>,
    problems: Vec<Problem>,
}

impl Reader {
    /// Takes one event; `false` ends the reading.
    fn take(&mut self, event: Event<'_>, span: Span) -> bool {
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                self.refuse(anchor, tag.is_some(), span);
                let quoted = style != ScalarStyle::Plain;
                let null = !quoted && matches!(&*text, "" | "~" | "null" | "Null" | "NULL");
                let value = if null { Value::Null } else { Value::Scalar(Scalar { text: text.into_owned(), quoted }) };
                self.put(Node { value, span });
            }
            Event::SequenceStart(_, anchor, tag) => {
                self.refuse(anchor, tag.is_some(), span);
                self.open.push(Open::List { items: Vec::new(), start: span });
            }
            Event::MappingStart(_, anchor, tag) => {
                self.refuse(anchor, tag.is_some(), span);
                self.open.push(Open::Table { entries: Vec::new(), known: HashSet::new(), key: None, start: span });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(1, false, span);
                self.put(Node { value: Value::Null, span });
            }
            _ => {}
        }
        if self.open.len() > MAX_DEPTH {
            self.problems.push(Problem::new(
                ProblemKind::InvalidFrontMatter,
                span,
                "the front matter is nested too deeply",
            ));
            return false;
        }
        true
    }

    fn refuse(&mut self, anchor: usize, tag: bool, span: Span) {
        let what = match (anchor, tag) {
            (0, false) => return,
            (0, true) => "tags",
            _ => "anchors and aliases",
        };
        self.problems.push(
            Problem::new(ProblemKind::InvalidFrontMatter, span, format!("YAML {what} are not used in front matter"))
                .help("Write the value out. A text that begins with `&`, `*` or `!` needs quotes."),
        );
    }

    fn close(&mut self, end: Span) {
        let (value, start) = match self.open.pop() {
            Some(Open::List { items, start }) => (Value::List(items), start),
            Some(Open::Table { entries, start, .. }) => (Value::Table(entries), start),
            None => return,
        };
        // A block collection ends where the next key begins; its own last value tells where it really ends.
        let last = match &value {
            Value::List(items) => items.last().map(|item| item.span.end),
            Value::Table(entries) => entries.last().map(|entry| entry.node.span.end.max(entry.key_span.end)),
            _ => None,
        };
        let flow_end = if end.end > end.start { end.end } else { start.end };
        let end = last.unwrap_or(flow_end).max(if end.end > end.start { end.end } else { 0 });
        self.put(Node { value, span: Span::new(start.start, end) });
    }

    fn put(&mut self, node: Node) {
        match self.open.last_mut() {
            None => self.done = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Table { entries, known, key, .. }) => match key.take() {
                None => match node.value {
                    Value::Scalar(scalar) => *key = Some((scalar.text, node.span)),
                    _ => {
                        self.problems.push(Problem::new(
                            ProblemKind::InvalidFrontMatter,
                            node.span,
                            format!("a key is {}, not a word", node.describe()),
                        ));
                        *key = Some((String::new(), node.span));
                    }
                },
                Some((key, key_span)) => {
                    if known.insert(key.clone()) {
                        entries.push(Entry { key, key_span, node });
                    } else {
                        self.problems.push(
                            Problem::new(ProblemKind::DuplicateKey, key_span, format!("the key `{key}` stands twice"))
                                .help("Keep one of them."),
                        );
                    }
                }
            },
        }
    }

    /// What was read; after an error, the entries that were whole by then. Half a value would only give findings that
    /// follow from the error.
    fn finish(mut self) -> (Option<Node>, Vec<Problem>) {
        self.open.truncate(1);
        if let Some(Open::Table { entries, start, .. }) = self.open.pop() {
            self.done = Some(Node { value: Value::Table(entries), span: start });
        }
        (self.done, self.problems)
    }
}
