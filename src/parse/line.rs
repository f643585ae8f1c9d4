//! Lines of a piece of YAML that cannot be read: the parts of them that tell what is wrong.

use crate::base::quote::yaml_line;
use crate::diag::{Fix, Span};

/// A line of a piece: where it stands, and the parts that tell what is wrong with it.
#[derive(Clone, Copy)]
pub(super) struct Line<'a> {
    pub(super) at: usize,
    pub(super) text: &'a str,
}

/// A key with its value on one line, as far as it looks like one.
pub(super) struct Pair<'a> {
    pub(super) key: &'a str,
    pub(super) value: &'a str,
    /// Where the value stands in the source.
    pub(super) at: usize,
}

/// The lines of a piece without blank ones and remarks, those behind a value too.
pub(super) fn lines(source: &str, piece: Span) -> Vec<Line<'_>> {
    let (mut at, mut open) = (piece.start, None);
    let all = source[piece.start..piece.end].split_inclusive('\n').map(|text| {
        let line = Line { at, text: text.trim_end() };
        at += text.len();
        // What goes on within a quote of a line above has no remark.
        if open.is_some() && !line.begins() {
            open = open.filter(|quote| !line.text.contains(*quote));
            return line;
        }
        let (quote, end) = extent(line.text);
        open = quote.map(|(_, quote)| quote);
        Line { text: line.text[..end].trim_end(), ..line }
    });
    all.filter(|line| !line.text.trim().is_empty() && !line.text.trim_start().starts_with('#')).collect()
}

/// The quote that is open at the end of a line, and where what it says ends: before its remark. A remark behind a quote that is
/// never closed is one still.
pub(super) fn extent(text: &str) -> (Option<(usize, char)>, usize) {
    let (mut open, mut remark): (Option<(usize, char)>, _) = (None, None);
    let (mut begins, mut before) = (true, ' ');
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let hash = c == '#' && matches!(before, ' ' | '\t') && at > 0;
        before = c;
        match open {
            Some((_, '"')) if c == '\\' => drop(chars.next()),
            Some((_, quote)) if c == quote => {
                // Two single quotes are one within single quotes.
                match chars.peek() {
                    Some((_, '\'')) if quote == '\'' => drop(chars.next()),
                    _ => open = None,
                }
            }
            Some(_) if hash => remark = remark.or(Some(at)),
            None if matches!(c, '"' | '\'') && begins => (open, remark) = (Some((at, c)), None),
            None if hash => return (None, at),
            _ => {}
        }
        begins = match c {
            ' ' => begins,
            '[' | '{' | ',' => true,
            ':' | '-' => chars.peek().is_none_or(|(_, next)| *next == ' '),
            _ => false,
        };
    }
    (open, remark.filter(|_| open.is_some()).unwrap_or(text.len()))
}

impl<'a> Line<'a> {
    /// How many bytes of blanks it begins with.
    pub(super) fn indent(self) -> usize {
        self.text.len() - self.text.trim_start().len()
    }

    /// In which column it begins, in characters.
    pub(super) fn column(self) -> usize {
        self.text[..self.indent()].chars().count() + 1
    }

    /// It without the blanks around it.
    pub(super) fn span(self) -> Span {
        Span::new(self.at + self.indent(), self.at + self.text.len())
    }

    /// Whether it is an item of a list.
    pub(super) fn is_item(self) -> bool {
        let text = self.text.trim_start();
        text == "-" || text.starts_with("- ")
    }

    /// Whether it begins with a key, or as an item of a list.
    pub(super) fn begins(self) -> bool {
        self.is_item() || self.pair().is_some()
    }

    /// The key and value of a line, an item's too.
    pub(super) fn pair(self) -> Option<Pair<'a>> {
        let body = self.text.trim_start();
        let body = body.strip_prefix("- ").map_or(body, str::trim_start);
        let colon = body.match_indices(':').map(|(at, _)| at).find(|at| {
            let after = &body[at + 1..];
            after.is_empty() || after.starts_with([' ', '\t'])
        })?;
        let key = &body[..colon];
        let is_key = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | ' ' | '.')) && !key.is_empty();
        let value = body[colon + 1..].trim();
        let at = self.at + self.text.len() - body.len() + colon + 1;
        let at = at + (body[colon + 1..].len() - body[colon + 1..].trim_start().len());
        is_key.then_some(Pair { key, value, at })
    }
}

/// The key and the value of a line that begins with one, whatever looks like a blank or a colon there.
pub(crate) fn key_of(line: &str) -> Option<(&str, &str)> {
    let (key, value) = line.trim_start().split_once([':', '：'])?;
    let is_key = key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !key.is_empty();
    (is_key && !value.starts_with('/')).then(|| (key, value.trim()))
}

/// The text between quotes that were meant to hold all of a value, as in `'Bob's policy'`; of `'a' and 'b'` the whole.
pub(super) fn within(value: &str) -> &str {
    let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) else { return value };
    let Some(inner) = value[1..].strip_suffix(quote) else { return value };
    let is_part = |at: usize| inner[at + 1..].starts_with(char::is_alphanumeric);
    let mut quotes = inner.match_indices(quote).map(|(at, _)| at);
    match (quotes.next(), quotes.next()) {
        (Some(_), None) => inner,
        (Some(first), Some(_)) if is_part(first) => inner,
        _ => value,
    }
}

impl Pair<'_> {
    /// Where the value stands.
    pub(super) fn span(&self) -> Span {
        Span::new(self.at, self.at + self.value.len())
    }

    /// It with its value in quotes, and the change that puts them.
    pub(super) fn in_quotes(&self) -> (String, Fix) {
        let quoted = yaml_line(within(self.value));
        let fix = Fix::new("Put the value in quotes", self.span(), quoted.clone());
        (format!("`{}: {}`", self.key, short(&quoted)), fix)
    }
}

/// As much of a text as is told.
pub(super) fn short(text: &str) -> String {
    crate::base::text::cut(text, 80)
}

#[cfg(test)]
mod tests {
    use super::within;

    #[test]
    fn quotes_around_all_of_a_value_are_told_from_those_of_its_words() {
        for (value, inner) in [
            ("'Bob's policy'", "Bob's policy"),
            ("'the boys' policy'", "the boys' policy"),
            ("\"AI \"the\" policy\"", "AI \"the\" policy"),
            ("'a' and 'b'", "'a' and 'b'"),
            ("\"A\" b", "\"A\" b"),
            ("plain", "plain"),
            ("'", "'"),
            ("''", "''"),
        ] {
            assert_eq!(within(value), inner, "{value}");
        }
    }
}
