//! Between bytes of a text and the positions of the protocol, which count from 0 in units that client and server agree
//! on (LSP 3.17, *Position*).

use std::cell::Cell;

use lsp_types::{Position, PositionEncodingKind, Range};

use crate::diag::Span;

/// The units in which columns are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes of UTF-8.
    Utf8,
    /// Units of UTF-16, which every client knows.
    Utf16,
}

impl Encoding {
    /// The better one of those that a client offers.
    pub(super) fn choose(offered: Option<&[PositionEncodingKind]>) -> Self {
        let utf8 = offered.is_some_and(|kinds| kinds.contains(&PositionEncodingKind::UTF8));
        if utf8 { Self::Utf8 } else { Self::Utf16 }
    }

    /// What the protocol calls it.
    pub(super) fn kind(self) -> PositionEncodingKind {
        match self {
            Self::Utf8 => PositionEncodingKind::UTF8,
            Self::Utf16 => PositionEncodingKind::UTF16,
        }
    }
}

/// A text whose lines are known.
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    encoding: Encoding,
    /// A place whose column is known: its line, its byte and the column. What is asked next mostly stands behind it.
    last: Cell<(usize, usize, usize)>,
}

impl<'a> Lines<'a> {
    /// Takes `text`, whose lines end with `\n`, `\r\n` or `\r`.
    pub(super) fn new(text: &'a str, encoding: Encoding) -> Self {
        let is_end = |at: usize, byte| byte == b'\n' || byte == b'\r' && text.as_bytes().get(at + 1) != Some(&b'\n');
        let ends = text.bytes().enumerate().filter(|(at, byte)| is_end(*at, *byte)).map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(ends).collect(), encoding, last: Cell::default() }
    }

    /// The position of a byte; of one inside a character or past the end, the nearest before it.
    pub(super) fn position(&self, at: usize) -> Position {
        let at = (0..=at.min(self.text.len())).rev().find(|at| self.text.is_char_boundary(*at)).unwrap_or(0);
        let line = self.starts.partition_point(|start| *start <= at) - 1;
        let start = (line, self.starts[line], 0);
        let (_, from, known) = Some(self.last.get()).filter(|last| last.0 == line && last.1 <= at).unwrap_or(start);
        let between = &self.text[from..at];
        let column = known
            + match self.encoding {
                Encoding::Utf8 => between.len(),
                Encoding::Utf16 => between.chars().map(char::len_utf16).sum(),
            };
        self.last.set((line, at, column));
        let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        Position { line: number(line), character: number(column) }
    }

    /// The byte at a position; past the end of a line or of the text, that end.
    pub(super) fn offset(&self, position: Position) -> usize {
        let Some(start) = self.starts.get(position.line as usize).copied() else { return self.text.len() };
        let end = self.starts.get(position.line as usize + 1).copied().unwrap_or(self.text.len());
        let line = self.text[start..end].trim_end_matches(['\n', '\r']);
        let wanted = position.character as usize;
        let mut column = 0;
        for (at, c) in line.char_indices() {
            if column >= wanted {
                return start + at;
            }
            column += match self.encoding {
                Encoding::Utf8 => c.len_utf8(),
                Encoding::Utf16 => c.len_utf16(),
            };
        }
        start + line.len()
    }

    /// The range of a span.
    pub(super) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start), end: self.position(span.end.max(span.start)) }
    }
}

/// What is put into a text, with the line ends of that text as an editor has it.
pub(super) fn with_ends_of(text: &str, put: String) -> String {
    if text.contains("\r\n") { put.replace('\n', "\r\n") } else { put }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_and_bytes_are_each_others_way_back() {
        let text = "a\u{e9}\u{1f600}b\r\n\nz";
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            let lines = Lines::new(text, encoding);
            for (at, _) in text.char_indices().filter(|(_, c)| !matches!(c, '\n')) {
                assert_eq!(lines.offset(lines.position(at)), at, "{encoding:?} {at}");
            }
        }
        // In whatever order places are asked for.
        let lines = Lines::new(text, Encoding::Utf16);
        let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        for at in places.iter().chain(places.iter().rev()) {
            assert_eq!(lines.position(*at), Lines::new(text, Encoding::Utf16).position(*at), "{at}");
        }
        assert_eq!(lines.position(text.find('b').unwrap_or_default()), Position { line: 0, character: 4 });
        assert_eq!(lines.offset(Position { line: 0, character: 99 }), text.find('\r').unwrap_or_default());
        assert_eq!(lines.offset(Position { line: 99, character: 0 }), text.len());
        assert_eq!(lines.position(3), lines.position(2 + 1), "inside no character");
        assert_eq!(lines.position(usize::MAX), Position { line: 2, character: 1 });
    }
}
