//! The statements of a text of TOML, by its quotes and brackets: also where it cannot be read, each from where it begins to
//! where the next one plainly does.

/// One header or one key with its value, over as many lines as it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Statement {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The bracket that is open at its end, and where.
    pub(super) bracket: Option<(usize, char)>,
    /// Where the quotes begin that are open at its end.
    pub(super) quote: Option<usize>,
}

impl Statement {
    pub(super) fn text(self, source: &str) -> &str {
        source.get(self.start..self.end).unwrap_or_default()
    }
}

/// The statements of a text. One that is left open ends where the next one plainly begins.
pub(super) fn statements(source: &str) -> Vec<Statement> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < source.len() {
        let line = line_at(source, at);
        let blanks = line.len() - line.trim_start().len();
        if line.trim().is_empty() || line.trim_start().starts_with('#') {
            at += line.len() + 1;
            continue;
        }
        let one = match line.trim_start().starts_with('[') {
            true => Statement { start: at + blanks, end: at + line.trim_end().len(), bracket: None, quote: None },
            false => statement(source, at + blanks),
        };
        at = one.end + line_at(source, one.end).len() + 1;
        found.push(one);
    }
    found
}

pub(super) fn line_at(source: &str, at: usize) -> &str {
    source.get(at..).unwrap_or_default().split('\n').next().unwrap_or_default()
}

/// The key and value that begin at `start`.
fn statement(source: &str, start: usize) -> Statement {
    let mut open: Vec<(usize, char)> = Vec::new();
    let mut at = start;
    let end = |at: usize, open: &[(usize, char)]| Statement {
        start,
        end: start + source[start..at].trim_end().len(),
        bracket: open.last().copied(),
        quote: None,
    };
    while at < source.len() {
        let rest = &source[at..];
        let Some(c) = rest.chars().next() else { break };
        match c {
            '"' | '\'' => match string(rest, c) {
                Some(length) => at += length,
                None => return Statement { quote: Some(at), ..end(at + line_at(source, at).len(), &open) },
            },
            '#' => at += line_at(source, at).len(),
            '\n' if open.is_empty() || begins(line_at(source, at + 1), &open) => return end(at, &open),
            '[' | '{' => {
                open.push((at, c));
                at += 1;
            }
            ']' | '}' => {
                open.pop();
                at += 1;
            }
            c => at += c.len_utf8(),
        }
    }
    end(at.min(source.len()), &open)
}

/// Whether a line begins a statement although brackets are open above it.
fn begins(line: &str, open: &[(usize, char)]) -> bool {
    let line = line.trim_start();
    let word = line.trim_start_matches('[');
    let key = word.find(|c: char| !is_bare(c)).unwrap_or(word.len());
    let rest = word[key..].trim_start();
    let letters = word.starts_with(|c: char| c.is_alphabetic());
    let in_braces = open.last().is_some_and(|(_, opened)| *opened == '{');
    match line.starts_with('[') {
        true => letters && rest.starts_with([']', '.']) && !matches!(&word[..key], "true" | "false"),
        false => letters && !in_braces && rest.starts_with('='),
    }
}

pub(super) fn is_bare(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '-' | '_')
}

/// How long the string is that begins a text; none where it is not closed.
pub(super) fn string(text: &str, quote: char) -> Option<usize> {
    let three = String::from(quote).repeat(3);
    let (opening, within) = match text.starts_with(&three) {
        true => (3, text),
        false => (1, line_at(text, 0)),
    };
    let mut escaped = false;
    for (at, c) in within.char_indices().skip(opening) {
        if escaped {
            escaped = false;
        } else if c == '\\' && quote == '"' {
            escaped = true;
        } else if c == quote && within[at..].starts_with(&three[..opening]) {
            return Some(at + opening);
        }
    }
    None
}
