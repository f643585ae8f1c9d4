//! How many elements of HTML are open in one another.

use std::collections::BTreeMap;

/// How many elements may be open at once: twice as many as a text may have, which a template may show. The parser that
/// cleans a page goes through all that are open, for each that it meets.
pub const MOST_OPEN: usize = 512;

/// Elements that have no end, and those that the next of their kind ends.
const ENDED: [&str; 25] = [
    "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
    "param", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "track", "wbr",
];

/// Where the first element stands that is one too many: each that begins counts until one of its name ends.
pub fn open_beyond(html: &str) -> Option<usize> {
    let (mut open, mut all, mut from) = (BTreeMap::<String, usize>::new(), 0, 0);
    while let Some(found) = html.get(from..)?.find('<') {
        let at = from + found;
        let rest = &html[at + 1..];
        let ends = rest.starts_with('/');
        let inner = rest.strip_prefix('/').unwrap_or(rest);
        from = at + 1;
        if rest.starts_with("!--") {
            let is_end = |(at, _): &(usize, &str)| rest[..*at].ends_with("--") || rest[..*at].ends_with("--!");
            from += rest.match_indices('>').find(is_end)?.0;
            continue;
        }
        if !inner.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let length = inner.find(|c: char| c.is_whitespace() || matches!(c, '/' | '>')).unwrap_or(inner.len());
        let name = inner[..length].to_ascii_lowercase();
        from += usize::from(ends) + length;
        from += end_of_tag(&html[from..])?;
        let in_drawing = name == "svg" || open.get("svg").is_some_and(|count| *count > 0);
        if ENDED.contains(&&*name) || in_drawing && html[..from].ends_with("/>") {
            continue;
        }
        let count = open.entry(name).or_default();
        if !ends {
            (*count, all) = (*count + 1, all + 1);
        } else if *count > 0 {
            (*count, all) = (*count - 1, all - 1);
        }
        if all > MOST_OPEN {
            return Some(at);
        }
    }
    None
}

/// Where a tag ends, from behind its name: at the first `>` that no value in quotes holds.
fn end_of_tag(rest: &str) -> Option<usize> {
    let mut at = 0;
    loop {
        at += rest.get(at..)?.find(['>', '"', '\''])? + 1;
        let quote = match rest.as_bytes()[at - 1] {
            b'>' => return Some(at),
            quote => char::from(quote),
        };
        if rest[..at - 1].trim_end().ends_with('=') {
            at += rest[at..].find(quote)? + 1;
        }
    }
}
