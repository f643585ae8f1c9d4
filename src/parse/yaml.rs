//! YAML to a spanned tree.
//!
//! Front matter is flat data written by hand. Anchors, aliases and tags have no use in it and are how a few hundred
//! bytes become gigabytes, so they are refused by name instead of bounded.

use std::collections::HashSet;
use std::ops::Range;

use granit_parser::{Event, Parser, ScalarStyle};

use super::node::{Entry, Node, Scalar, Value};
use super::problem::{Problem, ProblemKind};
use super::refused;
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::Span;

/// Deeper than any key of any kind goes.
const MAX_DEPTH: usize = 16;

/// Why YAML cannot be read, and where its parser says so.
#[derive(Debug, Clone)]
pub(super) struct Failure {
    pub(super) at: usize,
    pub(super) reason: Words,
    /// Whether the text is an attack rather than a slip, and no part of it is worth reading.
    pub(super) hopeless: bool,
}

impl Failure {
    pub(super) fn new(at: usize, reason: impl Into<Words>) -> Self {
        Self { at, reason: reason.into(), hopeless: false }
    }

    /// The same `by` bytes further on.
    pub(super) fn shifted(mut self, by: usize) -> Self {
        self.at += by;
        self
    }

    pub(super) fn problem(self) -> Problem {
        Problem::fault(Span::new(self.at, self.at), self.reason)
    }
}

/// Reads YAML: its value, and what is not used in front matter.
///
/// # Errors
/// Where it is no YAML.
pub(super) fn strict(source: &str) -> Result<(Option<Node>, Vec<Problem>), Failure> {
    let mut reader = Reader { open: Vec::new(), done: None, problems: Vec::new() };
    for next in Parser::new_from_str(source) {
        match next {
            Ok((event, span)) => {
                let range = span.byte_range().unwrap_or(0..0);
                let span = clip(source, &range);
                if !reader.take(event, span) {
                    let reason = tell!("the front matter is nested too deeply");
                    return Err(Failure { at: span.start, reason, hopeless: true });
                }
            }
            Err(error) => {
                let at = clip(source, &(error.marker().byte_offset().unwrap_or(0)..source.len())).start;
                return Err(Failure::new(at, refused::yaml(error.kind())));
            }
        }
    }
    Ok((reader.done, reader.problems))
}

/// Where the first document of a text stands, and the line behind it with which another begins.
pub(super) fn first(source: &str) -> (Span, Option<Span>) {
    const MARKS: [&str; 2] = ["---", "..."];
    let (mut start, mut at, mut begun) = (0, 0, false);
    for line in source.split_inclusive('\n') {
        let bare = line.trim_end();
        let mark = MARKS.into_iter().find(|mark| bare.split(char::is_whitespace).next() == Some(*mark));
        match mark {
            Some(mark) if !begun => {
                start = at + if bare == mark { line.len() } else { mark.len() };
                begun = mark == "---";
            }
            Some(mark) => {
                let says = |line: &str| !line.is_empty() && !line.starts_with('#') && !MARKS.contains(&line);
                let goes_on = source[at + mark.len()..].lines().map(str::trim).any(says);
                return (Span::new(start, at), goes_on.then(|| Span::new(at, at + bare.len())));
            }
            None => begun |= !bare.is_empty() && !bare.trim_start().starts_with('#'),
        }
        at += line.len();
    }
    (Span::new(start, source.len()), None)
}

/// A row that begins within another, which has the key that it begins with.
fn row_within(entry: &Entry) -> Problem {
    let key = &entry.key;
    let message = tell!("the key `{key}` stands twice: a row seems to begin here without its `- `", key);
    let help = tell!(
        "Write `- {key}: …`, with the `- ` below that of the row before, and the other keys of the row below `{key}`.",
        key
    );
    Problem::new(ProblemKind::DuplicateKey, entry.key_span, message).help(help)
}

/// A key that stands twice.
pub(super) fn twice(entry: &Entry) -> Problem {
    let message = tell!("the key `{key}` stands twice", key = &entry.key);
    Problem::new(ProblemKind::DuplicateKey, entry.key_span, message).help(tell!("Keep one of them."))
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

enum Open {
    List { items: Vec<Node>, start: Span },
    Table { entries: Vec<Entry>, known: HashSet<String>, key: Option<(String, Span)>, start: Span, again: bool },
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
                self.open.push(Open::Table {
                    entries: Vec::new(),
                    known: HashSet::new(),
                    key: None,
                    start: span,
                    again: false,
                });
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(span),
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(1, false, span);
                self.put(Node { value: Value::Null, span });
            }
            _ => {}
        }
        self.open.len() <= MAX_DEPTH
    }

    fn refuse(&mut self, anchor: usize, tag: bool, span: Span) {
        let message = match (anchor, tag) {
            (0, false) => return,
            (0, true) => mark!("YAML tags are not used in front matter"),
            _ => mark!("YAML anchors and aliases are not used in front matter"),
        };
        self.problems.push(
            Problem::new(ProblemKind::InvalidFrontMatter, span, Words::from(message))
                .help(tell!("Write the value out. A text that begins with `&`, `*` or `!` needs quotes.")),
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
        let in_row = matches!(self.open.as_slice(), [.., Open::List { .. }, Open::Table { .. }]);
        match self.open.last_mut() {
            None => self.done = Some(node),
            Some(Open::List { items, .. }) => items.push(node),
            Some(Open::Table { entries, known, key, again, .. }) => match key.take() {
                None => match node.value {
                    Value::Scalar(scalar) => *key = Some((scalar.text, node.span)),
                    // `{{owner}}` is a place to fill in, as templates have it.
                    Value::Table(inner) if matches!(inner.as_slice(), [only] if only.node.value == Value::Null) => {
                        *key = Some((inner.into_iter().map(|only| format!("{{{}}}", only.key)).collect(), node.span));
                    }
                    _ => {
                        self.problems.push(Problem::new(
                            ProblemKind::InvalidFrontMatter,
                            node.span,
                            tell!("a key is {what}, not a word", what = Words::from(node.describe())),
                        ));
                        *key = Some((String::new(), node.span));
                    }
                },
                Some((key, key_span)) => {
                    let entry = Entry { key, key_span, node };
                    if known.insert(entry.key.clone()) {
                        entries.push(entry);
                    } else if !*again {
                        // What follows is of the row that was meant to begin.
                        let begins = in_row && entries.first().is_some_and(|first| first.key == entry.key);
                        *again = begins;
                        self.problems.push(if begins { row_within(&entry) } else { twice(&entry) });
                    }
                }
            },
        }
    }
}
