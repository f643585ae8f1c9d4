//! The parts of a document's text, as far as the demo has to know them: its own files, not anybody's Markdown.
//!
//! In comes a text; out come the keys of its front matter, what each line begins, sentences, and the ids and versions
//! that it names. Deliberately not here: reading documents for anything else, which is `parse`.

use crate::base::{Date, date};

/// One row of a table of versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Version {
    /// The version, `2.1`.
    pub number: String,
    /// The day on which it took effect.
    pub day: Date,
}

/// What a line of Markdown begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Blank,
    Heading,
    Fence,
    Table,
    /// Lines that stand or fall together: a quote, a footnote.
    Whole,
    Item,
    Plain,
}

impl Kind {
    pub(super) fn of(line: &str) -> Self {
        match line.trim_start() {
            "" => Self::Blank,
            line if line.starts_with("```") => Self::Fence,
            line if line.starts_with('#') => Self::Heading,
            line if line.starts_with('|') => Self::Table,
            line if line.starts_with('>') || line.starts_with("[^") => Self::Whole,
            line if marker(line) > 0 => Self::Item,
            _ => Self::Plain,
        }
    }

    pub(super) fn goes_on(self, line: &str) -> bool {
        match self {
            Self::Blank | Self::Heading | Self::Fence => false,
            Self::Table => Self::of(line) == Self::Table,
            Self::Whole => line.starts_with('>'),
            Self::Item | Self::Plain => Self::of(line) == Self::Plain,
        }
    }
}

/// How many bytes the marker of a list item or definition takes up, with the blanks around it.
pub(super) fn marker(line: &str) -> usize {
    let inner = line.trim_start();
    let digits = inner.bytes().take_while(u8::is_ascii_digit).count();
    let own = match &inner[digits..] {
        rest if digits > 0 && rest.starts_with(". ") => digits + 2,
        _ if digits == 0 && (inner.starts_with("- ") || inner.starts_with("* ") || inner.starts_with(": ")) => 2,
        _ => return 0,
    };
    line.len() - inner.len() + own
}

/// The sentences of a text, each with the blanks behind it.
pub(super) fn sentences(text: &str) -> Vec<&str> {
    let bytes = text.as_bytes();
    let mut found = Vec::new();
    let mut from = 0;
    for at in 1..bytes.len() {
        let ends = matches!(bytes[at - 1], b'.' | b'!' | b'?') && matches!(bytes[at], b' ' | b'\n');
        let begins = |byte: &u8| byte.is_ascii_uppercase() || matches!(byte, b'[' | b'*' | b'"');
        if ends && bytes.get(at + 1).is_some_and(begins) {
            found.push(&text[from..=at]);
            from = at + 1;
        }
    }
    found.push(&text[from..]);
    found
}

/// Joins blocks: without headings that have nothing below them, and with one blank line where there would be several.
pub(super) fn without_empty(blocks: &[String]) -> String {
    let depth = |block: &str| block.bytes().take_while(|byte| *byte == b'#').count();
    let mut text = String::new();
    for (at, block) in blocks.iter().enumerate() {
        let next = blocks[at + 1..].iter().find(|block| !block.is_empty());
        let level = depth(block);
        let empty = level > 0 && next.is_none_or(|next| depth(next) > 0 && depth(next) <= level);
        let second_blank = block.is_empty() && (text.is_empty() || text.ends_with("\n\n"));
        if !empty && !second_blank {
            text.push_str(&format!("{block}\n"));
        }
    }
    format!("{}\n", text.trim_end())
}

/// Front matter and what follows it.
pub(super) fn split(text: &str) -> Option<(&str, &str)> {
    text.strip_prefix("---\n")?.split_once("\n---\n")
}

/// The keys of front matter, each with the lines below it.
pub(super) fn blocks(head: &str) -> Vec<Vec<&str>> {
    let mut blocks: Vec<Vec<&str>> = Vec::new();
    for line in head.lines() {
        match blocks.last_mut().filter(|_| line.starts_with(' ')) {
            Some(block) => block.push(line),
            None => blocks.push(vec![line]),
        }
    }
    blocks
}

/// The ids of documents that a text names, also in the names of files, in capitals.
pub(super) fn ids(text: &str) -> impl Iterator<Item = String> + '_ {
    let bytes = text.as_bytes();
    let digits = move |at: usize| (1..=3).all(|step| bytes.get(at + step).is_some_and(u8::is_ascii_digit));
    let dashes = text.match_indices('-').map(|(at, _)| at).filter(move |at| digits(*at));
    dashes.filter_map(move |at| {
        let letters = bytes[..at].iter().rev().take_while(|byte| byte.is_ascii_alphanumeric());
        let start = at - letters.count();
        let prefix = &text[start..at];
        let whole = !bytes.get(at + 4).is_some_and(u8::is_ascii_alphanumeric);
        let named = matches!(prefix.len(), 2 | 3) && prefix.bytes().all(|byte| byte.is_ascii_alphabetic());
        (named && whole).then(|| text[start..at + 4].to_ascii_uppercase())
    })
}

/// What a document says of itself in front matter, of a key with a plain value.
pub(super) fn field<'a>(text: &'a str, key: &str) -> Option<&'a str> {
    let (head, _) = split(text)?;
    head.lines().find_map(|line| line.strip_prefix(key)?.strip_prefix(": ")).map(|value| value.trim().trim_matches('"'))
}

/// The rows of a document's table of versions, if it ends with the version in the front matter.
pub(super) fn versions(text: &str) -> Vec<Version> {
    let row = |line: &str| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let number = cells.next().filter(|cell| cell.starts_with(|c: char| c.is_ascii_digit()))?.to_owned();
        Some(Version { number, day: date::parse(cells.next()?)? })
    };
    let rows: Vec<Version> = text.lines().filter_map(row).collect();
    let matches = rows.last().is_some_and(|last| field(text, "version") == Some(last.number.as_str()));
    if matches { rows } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_texts_and_in_names_of_files() {
        let text = "[[IA-004]] (../risks/rsk-001-x.md) C-2025-031 XSYS-001 POL-0011 é-001";
        assert_eq!(ids(text).collect::<Vec<_>>(), ["IA-004", "RSK-001"]);
    }
}
