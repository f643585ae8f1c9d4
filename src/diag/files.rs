//! From bytes to lines and columns.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::{Arc, OnceLock};

use super::finding::Place;
use super::span::Span;
use crate::base::{DocPath, below};

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
    texts: BTreeMap<DocPath, (Arc<str>, OnceLock<Index>)>,
    seen_from: Seen,
}

/// Where files are seen from by whom they are shown to: from their root, where nothing else is said.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The way to their root, with `/` between its parts; empty where one is there, or in a folder below it.
    pub to_root: String,
    /// The folder below the root that one is in, part by part.
    pub inside: Vec<String>,
}

impl Seen {
    /// The path of a file as it can be opened from there.
    fn path(&self, path: &str) -> String {
        // What lay outside the AIMS is named from the top of the repository.
        if path.starts_with(":/") {
            return path.to_owned();
        }
        let parts: Vec<&str> = path.split('/').collect();
        let folders = &parts[..parts.len() - 1];
        let shared = folders.iter().zip(&self.inside).take_while(|(folder, inside)| *folder == inside).count();
        let up = "../".repeat(self.inside.len() - shared);
        below(&self.to_root, &(up + &parts[shared..].join("/")))
    }
}

impl Files {
    /// Adds a file.
    pub fn add(&mut self, path: DocPath, text: Arc<str>) {
        self.texts.insert(path, (text, OnceLock::new()));
    }

    /// The same files, as they are seen from somewhere.
    #[must_use]
    pub fn seen_from(&self, seen_from: Seen) -> Self {
        Self { seen_from, ..self.clone() }
    }

    /// The path of a file as it is shown to people, who open it from where they are.
    pub fn shown(&self, path: &DocPath) -> String {
        self.seen_from.path(path.as_str())
    }

    /// The text of a file.
    pub fn text(&self, path: &DocPath) -> Option<&str> {
        self.texts.get(path).map(|(text, _)| text.as_ref())
    }

    /// Where a finding begins and ends. A file without text, or a finding without a span, is told at its first line.
    pub fn positions(&self, place: &Place) -> (Position, Position) {
        let first = Position { line: 1, column: 1 };
        match (self.texts.get(&place.path), place.span) {
            (Some((text, index)), Some(span)) => {
                let (span, index) = (clamp(text, span), index.get_or_init(|| Index::of(text)));
                (index.position(text, span.start), index.position(text, span.end))
            }
            _ => (first, first),
        }
    }

    /// The line of a file that a byte of it stands on, without its line feed: its number from 1, and its bytes.
    pub(super) fn line(&self, path: &DocPath, at: usize) -> Option<(usize, Range<usize>)> {
        let (text, index) = self.texts.get(path)?;
        let index = index.get_or_init(|| Index::of(text));
        let line = index.line(at);
        let end = index.lines.get(line).map_or(text.len(), |next| next - 1);
        Some((line, index.lines[line - 1]..end))
    }
}

/// How many bytes lie between two counts of characters.
const STEP: usize = 1024;

/// Where lines begin, and how many characters stand before every [`STEP`]th byte. A file may hold as many findings as
/// words, on one line: the place of each must not cost a look at all that comes before it.
#[derive(Debug, Clone)]
struct Index {
    lines: Vec<usize>,
    characters: Vec<usize>,
}

impl Index {
    fn of(text: &str) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        let mut count = 0;
        let characters = text
            .as_bytes()
            .chunks(STEP)
            .map(|chunk| {
                let before = count;
                count += characters_in(chunk);
                before
            })
            .collect();
        Self { lines, characters }
    }

    /// The number of the line that holds a byte, from 1.
    fn line(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at)
    }

    fn before(&self, text: &str, at: usize) -> usize {
        let step = (at / STEP).min(self.characters.len().saturating_sub(1));
        self.characters.get(step).map_or(0, |count| count + characters_in(&text.as_bytes()[step * STEP..at]))
    }

    fn position(&self, text: &str, at: usize) -> Position {
        let line = self.line(at);
        Position { line, column: self.before(text, at) - self.before(text, self.lines[line - 1]) + 1 }
    }
}

/// Characters that begin in these bytes of a text.
fn characters_in(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_shown_as_they_open_from_where_one_is() {
        let inside =
            |parts: &[&str]| Seen { inside: parts.iter().map(|part| (*part).to_owned()).collect(), ..Seen::default() };
        assert_eq!(Seen::default().path("a/b.md"), "a/b.md");
        assert_eq!(inside(&["a"]).path("a/b.md"), "b.md");
        assert_eq!(inside(&["a", "c"]).path("a/b.md"), "../b.md");
        assert_eq!(inside(&["c"]).path("c"), "../c");
        let seen = Seen { to_root: "docs/aims".into(), inside: Vec::new() };
        assert_eq!(seen.path("a/b.md"), "docs/aims/a/b.md");
        assert_eq!(seen.path(":/a/b.md"), ":/a/b.md");
    }

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

    #[test]
    fn positions_in_long_lines_and_files_are_those_that_counting_gives() {
        let line = "ä€x😀 ".repeat(700);
        let text = format!("{line}\n\n{line}{line}\n");
        let path = DocPath::new("a.md").expect("a path");
        let mut files = Files::default();
        files.add(path.clone(), text.as_str().into());
        for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
            let (found, _) = files.positions(&Place { path: path.clone(), span: Some(Span::new(at, at)) });
            let start = text[..at].rfind('\n').map_or(0, |newline| newline + 1);
            let line = text[..at].matches('\n').count() + 1;
            assert_eq!(found, Position { line, column: text[start..at].chars().count() + 1 });
            let end = text[at..].find('\n').map_or(text.len(), |newline| at + newline);
            assert_eq!(files.line(&path, at), Some((line, start..end)));
        }
    }
}
