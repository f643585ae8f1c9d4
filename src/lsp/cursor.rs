//! What is being written where the cursor stands, read from the lines around it: a text that is being typed is seldom one
//! that can be parsed.

use std::ops::Range;

use super::typed;

/// What is being written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cursor {
    /// A key of front matter, or something else at the margin of it.
    Key {
        /// What stands before the cursor of it.
        word: Range<usize>,
    },
    /// A value of front matter.
    Value {
        /// Its key.
        key: String,
        /// What stands before the cursor of the value, or of the item of a list.
        word: Range<usize>,
    },
    /// Something below a key of front matter: a key of a row, or an item of a list.
    Below {
        /// The key at the margin.
        above: String,
        /// What stands before the cursor of it.
        word: Range<usize>,
    },
    /// A value below a key of front matter: a cell of a row, or what a table holds.
    Cell {
        /// The key at the margin.
        above: String,
        /// The key of the row or table.
        key: String,
        /// What stands before the cursor of it.
        word: Range<usize>,
    },
    /// Where a link leads: `[text](here` or `[[here`.
    Link {
        /// Whether it is of the second form.
        wiki: bool,
        /// What stands before the cursor of it.
        word: Range<usize>,
    },
    /// Anything else.
    Text,
}

/// The lines between the fences of front matter, up to the end or the first heading where it is not closed, and the sign behind
/// its keys.
pub(super) fn front(text: &str) -> Option<(Range<usize>, char)> {
    let first = text.lines().next()?;
    let (closing, sign) = match first.trim_end() {
        "---" => (["---", "..."], ':'),
        "+++" => (["+++"; 2], '='),
        _ => return None,
    };
    let start = (first.len() + 1).min(text.len());
    let mut at = start;
    for line in text[start..].split_inclusive('\n') {
        let is_open = || !text[at..].contains(&format!("\n{}", closing[0]));
        if closing.contains(&line.trim_end()) || line.starts_with("# ") && is_open() {
            break;
        }
        at += line.len();
    }
    Some((start..at, sign))
}

/// What is being written at the byte `at` of a text.
pub(super) fn read(text: &str, at: usize) -> Cursor {
    let line_start = text[..at].rfind('\n').map_or(0, |end| end + 1);
    match front(text) {
        Some((front, sign)) if front.contains(&at) || at == front.end && at > front.start && line_start < front.end => {
            match sign {
                '=' => in_toml(text, front.start, at),
                _ => in_front(text, &front, line_start, at),
            }
        }
        Some((front, _)) if at < front.start => Cursor::Text,
        _ => in_body(text, line_start, at),
    }
}

/// The same in front matter of TOML, which begins at `start`.
fn in_toml(text: &str, start: usize, at: usize) -> Cursor {
    let moved = |word: Range<usize>| word.start + start..word.end + start;
    match typed::read(&text[start..], at - start) {
        typed::Cursor::Key { above, word } => match above.first() {
            Some(above) => Cursor::Below { above: above.clone(), word: moved(word) },
            None => Cursor::Key { word: moved(word) },
        },
        typed::Cursor::Value { of, word, .. } => match of.as_slice() {
            [key] => Cursor::Value { key: key.clone(), word: moved(word) },
            [above, .., key] => Cursor::Cell { above: above.clone(), key: key.clone(), word: moved(word) },
            [] => Cursor::Text,
        },
        _ => Cursor::Text,
    }
}

fn in_body(text: &str, line_start: usize, at: usize) -> Cursor {
    let before = &text[line_start..at];
    if let Some(open) = before.rfind("[[").filter(|open| !before[*open..].contains([']', '|'])) {
        return Cursor::Link { wiki: true, word: line_start + open + 2..at };
    }
    match before.rfind("](").filter(|open| !before[*open..].contains([')', ' '])) {
        Some(open) => Cursor::Link { wiki: false, word: line_start + open + 2..at },
        None => Cursor::Text,
    }
}

fn in_front(text: &str, front: &Range<usize>, line_start: usize, at: usize) -> Cursor {
    let before = &text[line_start..at];
    let line = without_dashes(before);
    let at_margin = line.len() == before.len();
    let begins = at - line.len();
    let above = || above(&text[front.start..line_start]);
    if let Some(open) = line.rfind('{').filter(|open| !line[*open..].contains('}')) {
        // A row between braces: what is written is its last part.
        let part = line[open + 1..].rsplit(',').next().unwrap_or_default();
        let above = key_of(line).filter(|_| at_margin).map(|(key, _)| key).or_else(above);
        let Some(above) = above else { return Cursor::Text };
        return in_row(above, part, at);
    }
    match (key_of(line), at_margin) {
        (Some((key, value)), true) => Cursor::Value { key: key.to_owned(), word: word(value, at, 0) },
        (None, true) => Cursor::Key { word: begins..at },
        (_, false) => match above() {
            Some(above) => in_row(above, line, at),
            None => Cursor::Text,
        },
    }
}

/// A part of a row below the key `above`, up to the cursor at `at`.
fn in_row(above: &str, part: &str, at: usize) -> Cursor {
    let above = above.to_owned();
    match key_of(part) {
        Some((key, value)) => Cursor::Cell { above, key: key.to_owned(), word: word(value, at, 1) },
        None => Cursor::Below { above, word: word(part, at, 1) },
    }
}

/// A line without its blanks and dashes in front.
fn without_dashes(line: &str) -> &str {
    let mut rest = line.trim_start();
    // With a word right behind it, it is a dash all the same.
    let is_item = |item: &&str| item.is_empty() || item.starts_with(|c: char| c == ' ' || c.is_alphabetic());
    while let Some(item) = rest.strip_prefix('-').filter(is_item) {
        rest = item.trim_start();
    }
    rest
}

/// The key and the rest of a line, behind the colon.
fn key_of(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.split_once(':')?;
    let key = key.trim();
    let is_key = !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ' '));
    (is_key && (value.is_empty() || value.starts_with([' ', '\t']))).then_some((key, value))
}

/// The item that is being written at the end of a value, which ends at `at`. Commas part items where that many brackets are
/// open, and none between quotes, which begin an item.
fn word(value: &str, at: usize, mut open: usize) -> Range<usize> {
    let (mut start, mut quote) = (0, None);
    for (place, c) in value.char_indices() {
        let is_first = value[start..place].trim().is_empty();
        match (quote, c) {
            (Some(opened), _) if opened == c => quote = None,
            (None, '"' | '\'') if is_first => quote = Some(c),
            (None, '[' | '{') => open += 1,
            (None, ',') if open > 0 => {}
            _ => continue,
        }
        start = place + 1;
    }
    let item = &value[start..];
    at - if quote.is_some() { item } else { item.trim_start() }.len()..at
}

/// The last key at the margin of these lines.
fn above(lines: &str) -> Option<&str> {
    let at_margin = |line: &&str| !line.starts_with([' ', '\t', '-', '#']) && !line.trim().is_empty();
    lines.lines().rev().find(at_margin).and_then(key_of).map(|(key, _)| key)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is written at the bar.
    fn at_bar(text: &str) -> String {
        let at = text.find('\u{2503}').expect("a bar");
        let text = text.replace('\u{2503}', "");
        match read(&text, at) {
            Cursor::Key { word } => format!("key {}", &text[word]),
            Cursor::Value { key, word } => format!("{key}: {}", &text[word]),
            Cursor::Below { above, word } => format!("{above}/ {}", &text[word]),
            Cursor::Cell { above, key, word } => format!("{above}/{key}: {}", &text[word]),
            Cursor::Link { wiki: true, word } => format!("[[{}", &text[word]),
            Cursor::Link { wiki: false, word } => format!("({}", &text[word]),
            Cursor::Text => "text".into(),
        }
    }

    #[test]
    fn keys_values_rows_and_links_are_told_apart() {
        for (text, expected) in [
            ("---\ntit┃", "key tit"),
            ("---\n┃\n---\n", "key "),
            ("---\nid: A\n┃\n---\n", "key "),
            ("---\nkind: po┃\n---\n", "kind: po"),
            ("---\nkind:┃\n---\n", "kind: "),
            ("---\nowner: Chief Ex┃\n", "owner: Chief Ex"),
            ("---\ncontrols: [A.2.2, A.┃]\n---\n", "controls: A."),
            ("---\ncontrols: [\"A.2.2\", \"A.┃\n---\n", "controls: A."),
            ("---\ncontrols:\n  - A.2.2\n  - A.┃\n---\n", "controls/ A."),
            ("---\ncontrols:\n- A.┃\n---\n", "controls/ A."),
            ("---\ncontrols:\n  -┃\n---\n", "controls/ "),
            ("---\ncontrols:\n  -A.┃\n---\n", "controls/ A."),
            ("---\nstatement:\n  - control: A.2.2\n    app┃\n---\n", "statement/ app"),
            ("---\nstatement:\n  - control: A.2.2\n    applicable: t┃\n---\n", "statement/applicable: t"),
            ("---\nstatement:\n  - { control: A.2.2, appl┃ }\n---\n", "statement/ appl"),
            ("---\nstatement:\n  - { control: A.2┃ }\n---\n", "statement/control: A.2"),
            ("---\nrequirements: {eu-ai-act: [art-┃]}\n---\n", "requirements/eu-ai-act: art-"),
            ("---\nrequirements:\n  eu-ai-act: [art-1, a┃]\n---\n", "requirements/eu-ai-act: a"),
            ("---\nid: A\n---\nSee [[PO┃", "[[PO"),
            ("---\nid: A\n---\nSee [x](../pol┃", "(../pol"),
            ("---\nid: A\n---\nSee [x](a.md) and┃", "text"),
            ("---\nid: A\n---\nSee [[A]] and┃", "text"),
            ("No front matter: x┃", "text"),
            ("┃---\nid: A\n---\n", "text"),
            ("---\nid: A\n---\ntitle: x┃", "text"),
        ] {
            assert_eq!(at_bar(text), expected, "{text:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(text in "(---\n)?[a-z:\\-\\[\\]{}(),\" \n\u{e9}|]{0,60}(---\n)?.{0,20}") {
            for (at, _) in text.char_indices() {
                let _ = read(&text, at);
            }
            let _ = read(&text, text.len());
        }
    }
}
