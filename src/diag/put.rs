//! What a fix puts into a file, in the form of the place where it goes: in quotes where quotes stand, or where the language
//! of the file asks for them.

use super::finding::{Fix, Puts};
use super::span::Span;
use crate::base::quote::{is_odd, quoted, yaml};
use crate::base::{DocPath, date};

/// How a place is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tongue {
    Yaml,
    Toml,
    Json,
}

impl Fix {
    /// Gives the word that is put in the form of what stands at its place, in the file at `path` with this `text`. A change
    /// that brings its own form is left as it is.
    pub fn fit(&mut self, path: &DocPath, text: &str) {
        self.fit_in(Written::of(path, text), text);
    }

    /// The same where it is known how the file is written.
    pub fn fit_in(&mut self, written: Option<Written>, text: &str) {
        if self.puts == Puts::Text {
            return;
        }
        let is_within = |written: &Written| (written.from..written.to).contains(&self.span.start);
        let Some(Written { tongue, .. }) = written.filter(is_within) else { return };
        let Some(there) = text.get(self.span.start..self.span.end) else { return };
        let word = &self.replacement;
        let put = match (quote_of(there), quote_before(text, self.span)) {
            (Some(quote), _) => in_quotes(word, quote, tongue),
            (None, Some(quote)) => {
                let whole = in_quotes(word, quote, tongue);
                if whole.starts_with(quote) {
                    whole.get(1..whole.len() - 1).unwrap_or(word).to_owned()
                } else {
                    self.span = around(text, self.span, quote);
                    whole
                }
            }
            (None, None) if is_bare(word, self.puts, tongue) => word.clone(),
            (None, None) => quoted(word),
        };
        self.puts = Puts::Text;
        self.replacement = put;
    }
}

/// What language a file is in, from one place to another: behind that, in text of Markdown, quotes are letters.
#[derive(Debug, Clone, Copy)]
pub struct Written {
    tongue: Tongue,
    from: usize,
    to: usize,
}

impl Written {
    /// How the file at a path is written that has this text; `None` where it has no front matter.
    pub fn of(path: &DocPath, text: &str) -> Option<Self> {
        let whole = |tongue| Some(Self { tongue, from: 0, to: usize::MAX });
        match path.extension().as_str() {
            "toml" => return whole(Tongue::Toml),
            "json" => return whole(Tongue::Json),
            "yaml" | "yml" => return whole(Tongue::Yaml),
            _ => {}
        }
        let mut end = 0;
        let lines = text.split_inclusive('\n').map(|line| {
            end += line.len();
            (end - line.len(), line.trim_end())
        });
        let mut lines = lines.skip_while(|(_, line)| line.is_empty());
        let (start, fence) = lines.next()?;
        let (tongue, ends): (_, fn(&str) -> bool) = match fence {
            "---" => (Tongue::Yaml, |line| matches!(line, "---" | "...")),
            "+++" => (Tongue::Toml, |line| line == "+++"),
            _ if fence.starts_with('{') => (Tongue::Json, |line| line.starts_with('}')),
            _ => return None,
        };
        // The sign that ends it still belongs to it, but for its end.
        let length = if tongue == Tongue::Json { 1 } else { fence.len() };
        let to = lines.find(|(_, line)| ends(line)).map_or(usize::MAX, |(at, _)| at + length);
        Some(Self { tongue, from: start + length, to })
    }
}

/// The quote that a text stands between.
fn quote_of(there: &str) -> Option<char> {
    let quote = there.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    (there.len() > 1 && there.ends_with(quote)).then_some(quote)
}

fn in_quotes(word: &str, quote: char, tongue: Tongue) -> String {
    let plain = !word.chars().any(is_odd);
    match (quote, tongue) {
        ('\'', Tongue::Yaml) if plain => format!("'{}'", word.replace('\'', "''")),
        ('\'', Tongue::Toml) if plain && !word.contains('\'') => format!("'{word}'"),
        _ => quoted(word),
    }
}

/// The quote that a place begins right behind, be it closed or not yet.
fn quote_before(text: &str, span: Span) -> Option<char> {
    text.get(..span.start)?.chars().next_back().filter(|c| matches!(c, '"' | '\''))
}

/// A place with the quote before it, which cannot hold what is put, and with the one that ends the word there, if any does.
fn around(text: &str, span: Span, quote: char) -> Span {
    let rest = text.get(span.end..).unwrap_or_default();
    let closed = rest.trim_start_matches(char::is_alphanumeric).strip_prefix(quote);
    Span::new(span.start - quote.len_utf8(), closed.map_or(span.end, |after| text.len() - after.len()))
}

/// Whether a word is read as itself without quotes.
fn is_bare(word: &str, puts: Puts, tongue: Tongue) -> bool {
    match tongue {
        Tongue::Yaml if puts == Puts::Name => yaml(word) == word && word.parse::<f64>().is_err(),
        Tongue::Toml | Tongue::Json if puts == Puts::Name => false,
        Tongue::Yaml => is_plain(word),
        Tongue::Toml if puts == Puts::Key => {
            !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        }
        Tongue::Json if puts == Puts::Key => false,
        Tongue::Toml => is_number(word) || date::parse(word).is_some_and(|day| day.to_string() == word),
        Tongue::Json => is_number(word),
    }
}

/// Whether YAML takes a word for itself, in a list between brackets too.
fn is_plain(word: &str) -> bool {
    let inner = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')' | ':' | '+' | '=');
    let first = word.chars().next().is_some_and(|c| c.is_alphanumeric() || matches!(c, '/' | '.' | '('));
    first && word.chars().all(inner) && !word.contains(": ") && !word.ends_with([' ', ':'])
}

/// Whether a word is a number as JSON and TOML both write it.
fn is_number(word: &str) -> bool {
    let (whole, part) = word.split_once('.').map_or((word, None), |(whole, part)| (whole, Some(part)));
    let digits = |text: &str| !text.is_empty() && text.len() <= 15 && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole) && (whole == "0" || !whole.starts_with('0')) && part.is_none_or(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(path: &str, text: &str, there: &str, word: &str) -> String {
        let start = text.find(there).expect("it stands there");
        let mut fix = Fix::meant(Span::new(start, start + there.len()), word);
        fix.fit(&DocPath::new(path).expect("a path"), text);
        format!("{}{}{}", &text[..fix.span.start], fix.replacement, &text[fix.span.end..])
    }

    #[test]
    fn what_is_put_has_the_form_of_its_place() {
        for (path, text, there, word, after) in [
            ("a.md", "+++\nc = [\"A5.2\"]\n+++\n", "\"A5.2\"", "A.5.2", "+++\nc = [\"A.5.2\"]\n+++\n"),
            ("a.md", "+++\nc = ['A5.2']\n+++\n", "'A5.2'", "A.5.2", "+++\nc = ['A.5.2']\n+++\n"),
            ("a.md", "+++\nc = ['x']\n+++\n", "'x'", "it's", "+++\nc = [\"it's\"]\n+++\n"),
            ("a.md", "+++\nc = [\"\"\"x\"\"\"]\n+++\n", "\"\"\"x\"\"\"", "y", "+++\nc = [\"y\"]\n+++\n"),
            ("a.md", "+++\nc = [6.14]\n+++\n", "6.14", "6.1.4", "+++\nc = [\"6.1.4\"]\n+++\n"),
            ("a.md", "+++\nc = [6.9]\n+++\n", "6.9", "6.1", "+++\nc = [6.1]\n+++\n"),
            ("a.md", "---\nc: [\"A5.2\"]\n---\n", "\"A5.2\"", "A.5.2", "---\nc: [\"A.5.2\"]\n---\n"),
            ("a.md", "---\nc: ['x']\n---\n", "'x'", "it's", "---\nc: ['it''s']\n---\n"),
            ("a.md", "---\nc: [A5.2]\n---\n", "A5.2", "A.5.2", "---\nc: [A.5.2]\n---\n"),
            ("a.md", "---\nc: [x]\n---\n", "x", "a, b", "---\nc: [\"a, b\"]\n---\n"),
            ("a.md", "---\nc: [x]\n---\n", "x", "6.1.4", "---\nc: [6.1.4]\n---\n"),
            ("a.json", "{\"c\":[\"A5.2\"]}", "\"A5.2\"", "A.5.2", "{\"c\":[\"A.5.2\"]}"),
            ("a.json", "{\"c\":[6.14]}", "6.14", "6.1.4", "{\"c\":[\"6.1.4\"]}"),
            ("a.md", "+++\nc = ['x']\n+++\n", "x", "it's", "+++\nc = [\"it's\"]\n+++\n"),
            ("aims.toml", "a = \"x\"\n", "x", "say \"y\"", "a = \"say \\\"y\\\"\"\n"),
            // Below front matter quotes are letters.
            ("a.md", "---\nc: x\n---\n**Controls:** \"y\"\n", "\"y\"", "z", "---\nc: x\n---\n**Controls:** z\n"),
        ] {
            assert_eq!(put(path, text, there, word), after, "{text}");
        }
    }

    #[test]
    fn a_key_is_put_without_quotes_where_none_are_asked_for() {
        for (path, text, there, after) in [
            ("a.toml", "conrols = []\n", "conrols", "controls = []\n"),
            ("a.toml", "\"conrols\" = []\n", "\"conrols\"", "\"controls\" = []\n"),
            ("a.yaml", "conrols: []\n", "conrols", "controls: []\n"),
            ("a.json", "{\"conrols\": []}\n", "\"conrols\"", "{\"controls\": []}\n"),
        ] {
            let start = text.find(there).expect("it stands there");
            let mut fix = Fix::key(Span::new(start, start + there.len()), "controls");
            fix.fit(&DocPath::new(path).expect("a path"), text);
            assert_eq!(text.replacen(there, &fix.replacement, 1), after);
        }
    }
}
