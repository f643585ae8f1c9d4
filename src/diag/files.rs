//! From bytes to lines and columns.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::{Place, Span};
use crate::base::DocPath;

/// Where something stands, as people count: lines and columns from 1, columns in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: usize,
    /// The column.
    pub column: usize,
}

/// The normalised texts of the files that findings may point into.
#[derive(Debug, Default, Clone)]
pub struct Files {
    texts: BTreeMap<DocPath, Arc<str>>,
}

impl Files {
    /// Adds a file.
    pub fn add(&mut self, path: DocPath, text: Arc<str>) {
        self.texts.insert(path, text);
    }

    /// The text of a file.
    pub fn text(&self, path: &DocPath) -> Option<&str> {
        self.texts.get(path).map(AsRef::as_ref)
    }

    /// Where a finding begins and ends. A file without text, or a finding without a span, is told at its first line.
    pub fn positions(&self, place: &Place) -> (Position, Position) {
        let first = Position { line: 1, column: 1 };
        match (self.text(&place.path), place.span) {
            (Some(text), Some(span)) => {
                let span = clamp(text, span);
                (position(text, span.start), position(text, span.end))
            }
            _ => (first, first),
        }
    }
}

/// A span that lies inside `text` and on character boundaries.
pub(super) fn clamp(text: &str, span: Span) -> Span {
    let floor = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    Span::new(floor(span.start), floor(span.end))
}

fn position(text: &str, at: usize) -> Position {
    let before = &text[..at];
    let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
    Position {
        line: before.bytes().filter(|byte| *byte == b'\n').count() + 1,
        column: before[line_start..].chars().count() + 1,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_spans_are_kept_inside_the_text() {
        let path = DocPath::new("a.md").expect("a path");
        let mut files = Files::default();
        files.add(path.clone(), "é: x\nüß: y".into());
        let at = |start, end| files.positions(&Place { path: path.clone(), span: Some(Span::new(start, end)) });
        assert_eq!(at(0, 2), (Position { line: 1, column: 1 }, Position { line: 1, column: 2 }));
        assert_eq!(at(10, 11), (Position { line: 2, column: 3 }, Position { line: 2, column: 4 }));
        assert_eq!(at(1, 999).1, Position { line: 2, column: 6 });
    }
}
