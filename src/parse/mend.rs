//! Front matter with a fault in its YAML, read piece by piece: the keys before and after a fault keep their values, and the
//! fault is told at the line that holds it.
//!
//! A piece is a key that begins a line, with the lines that belong to it. Where one cannot be read and holds a list of rows,
//! its rows are read one by one in the same way.

use std::collections::HashSet;

use super::node::{Entry, Node, Unread, Value};
use super::problem::{Problem, ProblemKind};
use super::{fault, yaml};
use crate::base::tell;
use crate::base::wording::Words;
use crate::diag::Span;

/// How many pieces of one text are read one by one. Nobody writes so many keys; what lies behind is left unread.
const PIECES: usize = 2_000;

/// Reads a block of YAML that should be one table. Where something is wrong with it, gives what can be read beside the fault,
/// what cannot, and the problems; spans count from the start of `source`. A second document of the text is not read.
pub(super) fn parse(source: &str) -> (Vec<Entry>, Vec<Problem>, Vec<Unread>) {
    let (first, next) = yaml::first(source);
    let (entries, mut problems, mut unread) = document(&source[..first.end]);
    if let Some(line) = next {
        let problem = Problem::fault(line, tell!("a second document begins here, and is not read"));
        problems.push(problem.help(tell!("Put all keys before the line, and nothing behind it.")));
        let pieces = pieces(source, Span::new(line.start, source.len()), is_key_line);
        let keys = pieces.iter().take(PIECES);
        unread.extend(keys.map(|piece| Unread { key: key_of(&source[piece.start..piece.end]), span: *piece }));
    }
    (entries, problems, unread)
}

/// Reads one document.
fn document(source: &str) -> (Vec<Entry>, Vec<Problem>, Vec<Unread>) {
    let (root, mut problems): (_, Vec<_>) = match yaml::strict(source) {
        Ok((root, problems)) => {
            let by_cause = |problem: Problem| match problem.kind {
                ProblemKind::InvalidFrontMatter => fault::sign_at(source, problem.span).unwrap_or(problem),
                _ => problem,
            };
            (root, problems.into_iter().map(by_cause).collect())
        }
        Err(failure) if failure.hopeless => {
            let whole = Unread { key: None, span: Span::new(0, source.len()) };
            return (Vec::new(), vec![failure.problem()], vec![whole]);
        }
        Err(failure) => return read(source, &failure),
    };
    match root {
        Some(Node { value: Value::Table(entries), .. }) => (entries, problems, Vec::new()),
        None | Some(Node { value: Value::Null, .. }) => (Vec::new(), problems, Vec::new()),
        Some(node) if node.value.is_scalar() => {
            read(source, &yaml::Failure::new(node.span.start, tell!("this is no table")))
        }
        Some(node) => {
            problems.push(
                Problem::fault(
                    node.span,
                    tell!("the front matter is {what}, not a table", what = Words::from(node.describe())),
                )
                .help(tell!("Write one `key: value` a line.")),
            );
            (Vec::new(), problems, vec![Unread { key: None, span: node.span }])
        }
    }
}

/// Reads YAML in which something is wrong. `whole` is what its parser says of it, and where.
fn read(source: &str, whole: &yaml::Failure) -> (Vec<Entry>, Vec<Problem>, Vec<Unread>) {
    let mut read = Read::default();
    let pieces = pieces(source, Span::new(0, source.len()), is_key_line);
    for piece in pieces.iter().take(PIECES) {
        read.key(source, *piece);
    }
    if let Some(rest) = pieces.get(PIECES) {
        read.unread.push(Unread { key: None, span: Span::new(rest.start, source.len()) });
    }
    if read.entries.is_empty() && read.problems.len() > 1 && read.unread.iter().all(|part| part.key.is_none()) {
        // Two rules with a table between them, or the like.
        let first = pieces.first().map_or(0, |piece| piece.start);
        let line = Span::new(first, first + source[first..].lines().next().unwrap_or_default().trim_end().len());
        let help = tell!("Take the two lines `---` away, or write `key: value` line by line between them.");
        read.problems = vec![Problem::fault(line, tell!("no line between the two lines `---` is a key")).help(help)];
    }
    if read.problems.is_empty() {
        // Each piece reads well alone: what is wrong is how they stand to each other.
        read.problems.push(fault::problem(source, Span::new(0, source.len()), whole));
    }
    (read.entries, read.problems, read.unread)
}

#[derive(Default)]
struct Read {
    entries: Vec<Entry>,
    known: HashSet<String>,
    problems: Vec<Problem>,
    unread: Vec<Unread>,
}

impl Read {
    /// A piece that should be one key with its value.
    fn key(&mut self, source: &str, piece: Span) {
        let text = &source[piece.start..piece.end];
        match yaml::strict(text) {
            Ok((Some(Node { value: Value::Table(entries), .. }), problems)) => {
                self.problems.extend(problems.into_iter().map(|problem| problem.shifted(piece.start)));
                for entry in entries {
                    self.entry(entry.shifted(piece.start));
                }
            }
            Ok((None | Some(Node { value: Value::Null, .. }), _)) => {}
            Ok((Some(_), _)) => {
                self.problems.push(fault::no_key(source, piece));
                self.unread.push(Unread { key: key_of(text), span: piece });
            }
            Err(failure) => match self.rows(source, piece) {
                true => {}
                false => {
                    self.problems.push(fault::problem(source, piece, &failure.shifted(piece.start)));
                    self.unread.push(Unread { key: key_of(text), span: piece });
                }
            },
        }
    }

    fn entry(&mut self, entry: Entry) {
        if self.known.insert(entry.key.clone()) {
            self.entries.push(entry);
        } else {
            self.problems.push(yaml::twice(&entry));
        }
    }

    /// A key with a list below it, of which some items can be read. `false` where it is none, or nothing can be read.
    fn rows(&mut self, source: &str, piece: Span) -> bool {
        let text = &source[piece.start..piece.end];
        let Some((head, below)) = text.split_once('\n') else { return false };
        let Some(key) = head.trim_end().strip_suffix(':').filter(|key| is_word(key)) else { return false };
        let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
        let is_item = |line: &str| line.trim_start_matches(' ').starts_with("- ");
        let Some(first) = below.lines().find(|line| !line.trim().is_empty()) else { return false };
        if !is_item(first) {
            return false;
        }
        let depth = indent(first);
        let start = piece.start + head.len() + 1;
        let items = pieces(source, Span::new(start, piece.end), |line| is_item(line) && indent(line) == depth);
        let (mut nodes, mut problems, mut unread) = (Vec::new(), Vec::new(), Vec::new());
        for item in items.iter().take(PIECES) {
            match yaml::strict(&source[item.start..item.end]) {
                Ok((Some(Node { value: Value::List(rows), .. }), found)) => {
                    problems.extend(found.into_iter().map(|problem| problem.shifted(item.start)));
                    nodes.extend(rows.into_iter().map(|row| row.shifted(item.start)));
                }
                Ok(_) => {}
                Err(failure) => {
                    problems.push(fault::problem(source, *item, &failure.shifted(item.start)));
                    unread.push(Unread { key: Some(key.to_owned()), span: *item });
                }
            }
        }
        if nodes.is_empty() || problems.is_empty() {
            return false;
        }
        let key_span = Span::new(piece.start, piece.start + key.len());
        let node = Node { value: Value::List(nodes), span: Span::new(start + depth, piece.end) };
        self.problems.extend(problems);
        self.unread.extend(unread);
        self.entry(Entry { key: key.to_owned(), key_span, node });
        true
    }
}

/// The parts of a text, each from a line that `begins` one to the next. What stands before the first is one too.
fn pieces(source: &str, within: Span, begins: impl Fn(&str) -> bool) -> Vec<Span> {
    let mut starts = Vec::new();
    let mut at = within.start;
    for line in source[within.start..within.end].split_inclusive('\n') {
        if begins(line.trim_end_matches('\n')) || (starts.is_empty() && !line.trim().is_empty()) {
            starts.push(at);
        }
        at += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([within.end]);
    starts.iter().zip(ends).map(|(start, end)| Span::new(*start, end)).collect()
}

/// Whether a line begins in the first column, and not with what goes on with a value above it.
fn is_key_line(line: &str) -> bool {
    line.chars().next().is_some_and(|c| !c.is_whitespace() && !matches!(c, '-' | '#' | ']' | '}' | ','))
}

/// The key that a piece begins with, however its colon stands.
fn key_of(text: &str) -> Option<String> {
    let line = text.lines().next()?.trim_start_matches([' ', '-', '\t']);
    let word = line.split([':', '=', ' ', '\u{a0}']).next()?.trim_matches(['"', '\'']);
    is_word(word).then(|| word.to_owned())
}

/// Whether a text can be a key.
fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.'))
}
