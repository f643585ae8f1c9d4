//! Signs outside of quotes that nobody sees, or tells from others: TOML takes none of them.

use super::excerpt::{short, write_it};
use super::statement::{is_bare, line_at, string};
use crate::base::lookalike::is_unseen;
use crate::base::{tell, unlike};
use crate::diag::{Fix, Span};
use crate::parse::problem::Problem;

/// The first sign in no quotes and no remark that shows nothing, or as a blank alone. All of its line are mended together.
pub(super) fn unseen(source: &str) -> Option<Problem> {
    let mut found: Option<(char, Vec<Span>)> = None;
    let mut at = 0;
    while let Some(c) = source[at..].chars().next() {
        if c == '\n' && found.is_some() {
            break;
        }
        let length = match c {
            '"' | '\'' => string(&source[at..], c).unwrap_or_else(|| line_at(source, at).len()),
            '#' => line_at(source, at).len(),
            _ => c.len_utf8(),
        };
        let is_odd = is_unseen(c) || c.is_whitespace() && !matches!(c, ' ' | '\t' | '\n' | '\r');
        if is_odd {
            found.get_or_insert((c, Vec::new())).1.push(Span::new(at, at + length));
        }
        at += length;
    }
    let (sign, places) = found?;
    let (first, last) = (places.first()?, places.last()?);
    let start = source[..first.start].rfind('\n').map_or(0, |end| end + 1);
    let whole = Span::new(start, last.end + line_at(source, last.end).len());
    let mut line = source[start..whole.end].to_owned();
    for place in places.iter().rev() {
        let (from, to) = (place.start - start, place.end - start);
        // At the margin and behind all else a blank would mean nothing.
        let idle = source[place.start..place.end].starts_with(is_unseen)
            || line[..from].trim().is_empty()
            || line[to..].trim().is_empty();
        line.replace_range(from..to, if idle { "" } else { " " });
    }
    let (sign, code) = unlike::named(sign);
    let message = tell!("{sign} ({code}) stands in no quotes, where TOML takes none", sign, code);
    let help = if line.trim().is_empty() { tell!("Remove it.") } else { write_it(line.trim()) };
    Some(Problem::fault(*first, message).help(help).fix(Fix::new("Write it so", whole, line).certain()))
}

/// A key, or the name of a table, that stands at `at` and was plainly meant to be in the letters of a keyboard.
pub(super) fn alike(name: &str, at: usize) -> Option<Problem> {
    let is_plain = |plain: &str| plain.split('.').all(|part| !part.is_empty() && part.chars().all(is_bare));
    let (plain, told) = unlike::meant(name, is_plain)?;
    let span = Span::new(at, at + name.len());
    let message = tell!("`{key}` holds a sign that looks like another", key = short(name));
    Some(Problem::fault(span, message).help(told).fix(Fix::new(format!("Write `{plain}`"), span, plain)))
}
