//! What was meant as a link and is read as text: `[the form](Form v3 final.docx)`, `[the policy](ai.md`, `[x] (a.md)`,
//! `[[POL-001]`, `(x)[a.md]`, `[[POL-001|the policy]]` in a table.

use std::ops::Range;

use crate::base::text::slug;
use crate::diag::Span;

/// How long the address of such a link may be, in bytes, to be taken for one.
const LONGEST: usize = 300;

/// A link that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Torn {
    /// All that was meant as the link.
    pub span: Span,
    /// Why it is none.
    pub why: Tear,
    /// What it should be.
    pub rather: String,
}

impl Torn {
    /// The id that its address is without the blank in it, which no more than a document of that id makes a link: `POL-001`
    /// of `[the policy](POL 001)`, and `IEC-42001` of `[ISO](IEC 42001)`.
    pub fn guessed_id(&self) -> Option<&str> {
        let (_, address) = self.rather.rsplit_once("](").filter(|_| self.why == Tear::Blanks)?;
        let id = address.strip_suffix(')')?;
        let (letters, digits) = id.split_once('-')?;
        let is_id = is_all(letters, u8::is_ascii_uppercase) && is_all(digits, u8::is_ascii_digit);
        is_id.then_some(id)
    }
}

/// Why something is no link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tear {
    /// Blanks stand in its address.
    Blanks,
    /// Its bracket is never closed.
    Open,
    /// A blank stands between its text and its address.
    Apart,
    /// The quote of its title is never closed.
    Quote,
    /// Something that is no title stands behind its address.
    Behind,
    /// A footnote stands in its words.
    Note,
    /// A bracket of two around an id is missing.
    Bracket,
    /// The bar before its words is taken for the end of a cell.
    Bar,
    /// Its text stands in the brackets of the address, and its address in those of the text.
    Swapped,
    /// Words in angle brackets, which are taken for a tag.
    Tag,
}

/// What was meant as links in the part of `text` at a place that is all text.
pub(super) fn links(text: &str, at: Range<usize>) -> impl Iterator<Item = Torn> {
    let part = text.get(at.clone()).unwrap_or_default();
    let mut from = 0;
    let brackets = part.match_indices(']').filter_map(move |(close, _)| {
        let found = link(text, at.start, part, from, close).or_else(|| noted(text, at.start, part, close));
        from = close + 1;
        found
    });
    let start = at.start;
    let ids = part
        .match_indices('[')
        .filter_map(move |(open, _)| barred(text, at.end, part, open).or_else(|| id(text, start, part, open)));
    let swapped = part.match_indices(")[").filter_map(move |(close, _)| swapped(text, start, part, close));
    brackets.chain(ids).chain(swapped)
}

/// The id whose first bracket is at `open` in `part`, of whose four one is missing: `[[POL-001]`, `[POL-001]]`, `[[POL-001`.
fn id(text: &str, start: usize, part: &str, open: usize) -> Option<Torn> {
    let before = text.get(..start + open)?.chars().next_back();
    if before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | ']' | '[' | ')' | '_')) {
        return None;
    }
    let rest = beginning(part.get(open..)?);
    let inner = rest.trim_start_matches('[');
    let end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_'))).unwrap_or(inner.len());
    let word = inner.get(..end)?.trim_end_matches('.');
    let closing = inner.get(word.len()..)?;
    let closed = closing.len() - closing.trim_start_matches(']').len();
    let opened = rest.len() - inner.len();
    let after = closing.get(closed..)?.chars().next();
    let goes_on = after.is_some_and(|c| c.is_alphanumeric() || matches!(c, '(' | '[' | '|' | '#' | '-' | '/'));
    let torn = matches!((opened, closed), (2, 0 | 1) | (1, 2));
    (torn && !goes_on && is_id(word)).then(|| Torn {
        span: Span::new(start + open, start + open + opened + word.len() + closed),
        why: Tear::Bracket,
        rather: format!("[[{word}]]"),
    })
}

/// The link in a table whose brackets open at `open` in `part`, which ends with its cell at `end` because a bar stands before
/// the words of the link: `| [[POL-001|the policy]] |`.
fn barred(text: &str, end: usize, part: &str, open: usize) -> Option<Torn> {
    let target = part.get(open..)?.strip_prefix("[[")?;
    let is_none = part.get(..open)?.ends_with(['\\', '[']) || target.trim().is_empty();
    if is_none || target.len() > LONGEST || target.contains(['[', ']', '\n']) {
        return None;
    }
    let behind = beginning(text.get(end..)?);
    let words = behind.trim_start().strip_prefix('|')?;
    let words = words.get(..words.find("]]")?)?;
    if words.trim().is_empty() || words.contains(['[', ']']) {
        return None;
    }
    let length = behind.find("]]")? + 2;
    let words: Vec<&str> = words.split('|').map(|part| part.trim().trim_end_matches('\\').trim()).collect();
    Some(Torn {
        span: Span::new(end - target.len() - 2, end + length),
        why: Tear::Bar,
        rather: format!("[[{}\\|{}]]", target.trim(), words.join(" \\| ")),
    })
}

/// Whether a word is written as ids are: letters, and digits behind a sign.
fn is_id(word: &str) -> bool {
    let letters = word.find(|c: char| !c.is_ascii_alphabetic()).unwrap_or(word.len());
    let rest = word.get(letters..).unwrap_or_default();
    (1..=12).contains(&letters) && rest.starts_with(['-', '.']) && rest.ends_with(|c: char| c.is_ascii_digit())
}

/// `(x)[a.md]`, whose brackets meet at `close` in `part`.
fn swapped(text: &str, start: usize, part: &str, close: usize) -> Option<Torn> {
    let least = close.saturating_sub(LONGEST);
    let from = (least..=close).find(|from| part.is_char_boundary(*from))?;
    let open = from + part.get(from..close)?.rfind('(')?;
    let before = text.get(..start + open)?.chars().next_back();
    let words = part.get(open + 1..close)?;
    let rest = beginning(part.get(close + 2..)?);
    let target = rest.get(..rest.find(']')?)?;
    let is_none = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | ']' | ')' | '_' | '$'));
    let sound = words.contains(char::is_alphanumeric) && !words.contains(['\n', '[', ']']);
    let is_named =
        target.contains(['/', '#']) || target.rsplit('.').next().is_some_and(|end| end.contains(char::is_alphabetic));
    let is_target =
        is_named && is_address(target) && !target.contains(char::is_whitespace) && !target.contains(['(', '[', '<']);
    (!is_none && sound && is_target).then(|| Torn {
        span: Span::new(start + open, start + close + 3 + target.len()),
        why: Tear::Swapped,
        rather: format!("[{words}]({target})"),
    })
}

/// The link whose text ends at `close` in `part`, and begins at `from` or later.
fn link(text: &str, start: usize, part: &str, from: usize, close: usize) -> Option<Torn> {
    let open = from + part.get(from..close)?.rfind('[')?;
    let words = &part[open + 1..close];
    let before = text.get(..start + open)?.chars().next_back();
    // `\[`, `a[i](…)` and `[^1]` are none, and where an image begins it is told with its sign.
    let is_none = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | ']' | ')' | '_' | '$'));
    if is_none || !words.contains(char::is_alphanumeric) || words.starts_with('^') || words.ends_with('\\') {
        return None;
    }
    let behind = beginning(part.get(close + 1..)?);
    let (address, apart) = match behind.strip_prefix('(') {
        Some(rest) => (rest, false),
        None => (behind.strip_prefix(" (")?, true),
    };
    let (inner, rest) = address.split_at(closing(address).unwrap_or(address.len()));
    let closed = rest.starts_with(')');
    if let Some(address) = joined(inner).filter(|_| closed && !apart) {
        let end = start + close + 2 + inner.len() + 1;
        let rather = format!("[{words}]({address})");
        return Some(Torn { span: Span::new(start + open, end), why: Tear::Blanks, rather });
    }
    let first = before_more(inner);
    // The title behind an address is none of it.
    let titled = inner.trim_end().strip_suffix('"').and_then(|rest| Some(inner.split_at(rest.find(" \"")?)));
    let (named, title) = titled.unwrap_or((inner, ""));
    let (target, why) = match (closed, apart, inner.contains(char::is_whitespace)) {
        (true, false, true) if inner.matches('"').count() == 1 => {
            (inner.split_once('"').map(|(target, _)| target.trim())?, Tear::Quote)
        }
        (true, true, false) => (inner, Tear::Apart),
        (true, false, true) if first.is_some() => (first?, Tear::Behind),
        (true, false, true) => (named.trim().trim_start_matches('<'), Tear::Blanks),
        // Of a line that goes on only the first word can be meant.
        (false, false, _) if rest.is_empty() => {
            (inner.split_whitespace().next()?.trim_end_matches(['.', ',', ';', ':', '!', '?']), Tear::Open)
        }
        _ => return None,
    };
    // The name of a file may have brackets, each of which is closed.
    let has_others = target.contains(['<', '`']) || target.matches('[').count() != target.matches(']').count();
    if !is_address(target) || has_others || (why != Tear::Blanks && target.contains('[')) {
        return None;
    }
    let length = if why == Tear::Open { target.len() } else { inner.len() + 1 };
    let end = start + close + 1 + (behind.len() - address.len()) + length;
    let address = match why {
        Tear::Blanks => format!("<{target}>{}", title.trim_end()),
        Tear::Quote => format!("{}\"", inner.trim_end()),
        _ => target.to_owned(),
    };
    Some(Torn { span: Span::new(start + open, end), why, rather: format!("[{words}]({address})") })
}

/// The address that was meant where its blanks stand in the words of a heading, in an id or in a number: `#my heading`,
/// `POL 001`, `tel: 1 2`.
fn joined(inner: &str) -> Option<String> {
    let inner = Some(inner.trim()).filter(|inner| !inner.contains(['"', '\'', '=', '{', '<', '[', '\t']))?;
    let (first, more) = inner.split_once(' ')?;
    if let Some((path, heading)) = inner.split_once('#') {
        let is_one = !path.contains(' ') && (path.is_empty() || is_id(path) || is_file(path));
        return is_one.then(|| format!("{path}#{}", slug(heading)));
    }
    if first.starts_with("tel:") {
        return Some(inner.replace(' ', ""));
    }
    (is_all(first, u8::is_ascii_uppercase) && is_all(more, u8::is_ascii_digit)).then(|| format!("{first}-{more}"))
}

/// Whether a text has bytes, all of one sort.
fn is_all(text: &str, is: fn(&u8) -> bool) -> bool {
    !text.is_empty() && text.as_bytes().iter().all(is)
}

/// The address that the first word in the brackets of one is, where what stands behind it is neither of it nor a title:
/// `who.png =600x400`, `p.md target=_blank`.
fn before_more(inner: &str) -> Option<&str> {
    let (first, more) = inner.trim().split_once(char::is_whitespace)?;
    // The blanks of a name stand before its ending, and those of an address on the web can be anywhere in it.
    let is_sure = is_file(first) || first.contains("://") && more.contains(['=', '"', '\'']);
    (is_address(first) && is_sure && !is_file(inner.trim()) && !first.starts_with('<')).then_some(first)
}

/// The link whose words end at `close` in `part`, and hold a footnote before it: `[the[^1] form](a.md)`.
fn noted(text: &str, start: usize, part: &str, close: usize) -> Option<Torn> {
    let address = beginning(part.get(close + 1..)?).strip_prefix('(')?;
    let target = address.get(..closing(address)?)?;
    let end = start + close;
    let from = text.get(..end)?.rfind('\n').map_or(0, |at| at + 1).max(end.saturating_sub(LONGEST));
    let mut depth = 0usize;
    let before = (from..end).rev().find(|at| match text.as_bytes()[*at] {
        b']' => {
            depth += 1;
            false
        }
        b'[' if depth == 0 => true,
        b'[' => {
            depth -= 1;
            false
        }
        _ => false,
    });
    let open = before?;
    let (mut words, mut notes) = (String::new(), String::new());
    for (number, piece) in text.get(open + 1..end)?.split("[^").enumerate() {
        let (note, rest) = if number == 0 { ("", piece) } else { piece.split_once(']')? };
        words.push_str(rest);
        if number > 0 {
            notes.extend(["[^", note, "]"]);
        }
    }
    let sound = !notes.is_empty() && !words.contains(['[', ']', '\\']) && words.contains(char::is_alphanumeric);
    (sound && is_address(target) && !target.contains(char::is_whitespace)).then(|| Torn {
        span: Span::new(open, end + 2 + target.len() + 1),
        why: Tear::Note,
        rather: format!("[{words}]({target}){notes}"),
    })
}

/// Where the bracket is that closes an address: brackets within it, as in `Scan (1).pdf`, go in pairs.
fn closing(address: &str) -> Option<usize> {
    let mut depth = 0usize;
    for (at, byte) in address.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => return Some(at),
            b')' => depth -= 1,
            _ => {}
        }
    }
    address.find(')')
}

/// The line that begins a text, as far as an address may go.
fn beginning(text: &str) -> &str {
    let end = text.char_indices().find(|(at, c)| *c == '\n' || *at > LONGEST).map_or(text.len(), |(at, _)| at);
    &text[..end]
}

/// Whether a text looks like a path or an address: it has parts, or ends as the name of a file does.
pub(super) fn is_address(target: &str) -> bool {
    let has_parts = target.starts_with("../") || target.starts_with("./") || target.contains("://");
    is_file(target) || has_parts || target.starts_with('#') && target.len() > 1 && !target.contains(' ')
}

/// Whether a text ends as the name of a file does, but for a place in it.
fn is_file(target: &str) -> bool {
    let name = target.split(['#', '?']).next().unwrap_or_default();
    name.rsplit_once('.').is_some_and(|(stem, ending)| {
        !stem.is_empty() && (2..=5).contains(&ending.len()) && ending.chars().all(|c| c.is_ascii_alphanumeric())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text: what was meant, and what it should be.
    fn found(text: &str) -> Vec<(Tear, String, String)> {
        let page = crate::parse::page(text.as_bytes());
        let torn = page.body.torn.iter();
        torn.map(|torn| (torn.why, text[torn.span.start..torn.span.end].to_owned(), torn.rather.clone())).collect()
    }

    #[test]
    fn what_was_meant_as_a_link_is_found() {
        for (text, why, meant, rather) in [
            (
                "See [the form](Form v3 final.docx) now.",
                Tear::Blanks,
                "[the form](Form v3 final.docx)",
                "[the form](<Form v3 final.docx>)",
            ),
            ("[a](d/A B (v2).md).", Tear::Blanks, "[a](d/A B (v2).md)", "[a](<d/A B (v2).md>)"),
            ("![h](d/Scan (1).pdf)", Tear::Blanks, "[h](d/Scan (1).pdf)", "[h](<d/Scan (1).pdf>)"),
            ("[d](d/Plan [draft].md)", Tear::Blanks, "[d](d/Plan [draft].md)", "[d](<d/Plan [draft].md>)"),
            ("[o](<d/A B (v2).md)", Tear::Blanks, "[o](<d/A B (v2).md)", "[o](<d/A B (v2).md>)"),
            ("[a](b (c d.md)", Tear::Blanks, "[a](b (c d.md)", "[a](<b (c d.md>)"),
            ("| [a](b c.md#d) |\n|---|\n", Tear::Blanks, "[a](b c.md#d)", "[a](<b c.md#d>)"),
            ("See [it](../ai.md.", Tear::Open, "[it](../ai.md", "[it](../ai.md)"),
            ("See [the policy](../ai.md and more.", Tear::Open, "[the policy](../ai.md", "[the policy](../ai.md)"),
            ("- [x](a.md\n- y\n", Tear::Open, "[x](a.md", "[x](a.md)"),
            ("See [x] (a.md).", Tear::Apart, "[x] (a.md)", "[x](a.md)"),
            ("[x] (https://x.example/a)", Tear::Apart, "[x] (https://x.example/a)", "[x](https://x.example/a)"),
            ("See [[POL-001] now.", Tear::Bracket, "[[POL-001]", "[[POL-001]]"),
            ("See [POL-001]].", Tear::Bracket, "[POL-001]]", "[[POL-001]]"),
            ("See [[A.5.2 and more", Tear::Bracket, "[[A.5.2", "[[A.5.2]]"),
            (
                "| a | b |\n|---|---|\n| [[POL-002|the credit policy]] | Board |\n",
                Tear::Bar,
                "[[POL-002|the credit policy]]",
                "[[POL-002\\|the credit policy]]",
            ),
            ("| a | b |\n|---|---|\n| x | see [[../é.md | it]] |\n", Tear::Bar, "[[../é.md | it]]", "[[../é.md\\|it]]"),
            ("| a | b |\n|---|---|\n| [[POL-002] | [x] |\n", Tear::Bracket, "[[POL-002]", "[[POL-002]]"),
            ("See (the annex)[a.md].", Tear::Swapped, "(the annex)[a.md]", "[the annex](a.md)"),
            ("[x](a.md \"title)", Tear::Quote, "[x](a.md \"title)", "[x](a.md \"title\")"),
            ("![Who](who.png =600x400)", Tear::Behind, "[Who](who.png =600x400)", "[Who](who.png)"),
            ("[the p](../p.md target=_blank)", Tear::Behind, "[the p](../p.md target=_blank)", "[the p](../p.md)"),
            ("![u](img/A.png title)", Tear::Behind, "[u](img/A.png title)", "[u](img/A.png)"),
            ("[x](b.md \"t\"x)", Tear::Behind, "[x](b.md \"t\"x)", "[x](b.md)"),
            (
                "[x](https://x.example/a rel=me)",
                Tear::Behind,
                "[x](https://x.example/a rel=me)",
                "[x](https://x.example/a)",
            ),
            ("[e](#my heading)", Tear::Blanks, "[e](#my heading)", "[e](#my-heading)"),
            ("[e](b.md#My heading)", Tear::Blanks, "[e](b.md#My heading)", "[e](b.md#my-heading)"),
            ("[g](POL-001#a b)", Tear::Blanks, "[g](POL-001#a b)", "[g](POL-001#a-b)"),
            ("[f](POL 001)", Tear::Blanks, "[f](POL 001)", "[f](POL-001)"),
            ("[c](tel: 1 2)", Tear::Blanks, "[c](tel: 1 2)", "[c](tel:12)"),
            ("[x](../A B.md)", Tear::Blanks, "[x](../A B.md)", "[x](<../A B.md>)"),
            ("[x](v1.final B.docx)", Tear::Blanks, "[x](v1.final B.docx)", "[x](<v1.final B.docx>)"),
            ("See [link[^1] text](b.md).\n\n[^1]: c\n", Tear::Note, "[link[^1] text](b.md)", "[link text](b.md)[^1]"),
            ("É [é](ü ä.md)", Tear::Blanks, "[é](ü ä.md)", "[é](<ü ä.md>)"),
        ] {
            assert_eq!(found(text), [(why, meant.to_owned(), rather.to_owned())], "{text}");
        }
    }

    #[test]
    fn what_is_a_link_or_means_something_else_is_not() {
        for text in [
            "[a](b.md) [a](<b c.md>) [a](b.md \"t i\") ![a](b.png)",
            "\\[a](b c.md) [a\\](b c.md) a[i](b c.md) f(x)[y](z w.md)",
            "`[a](b c.md)` and [sic] (as written) and [1] (see below) [a] (v. 1.2)",
            "```\n[a](b c.md)\n```\n\n    [a](b c.md)\n",
            "[a](see the note below) [a](and so",
            "- [x] (done)\n- [ ] (a.md is missing)\n",
            "[a] (b)\n\n[a]: c.md\n",
            "[[POL-001]] [POL-001] [[POL-001|a]] x[[0] [[0, 1], [2, 3]] [[a] [a]] \\[[POL-001] [[a-b]",
            "| a | b |\n|---|---|\n| [[POL-002\\|the policy]] | [[POL-001]] |\n| a [[ | ]] b |\n",
            "f(x)[a.md] (see below)[1] (of it)[2.10] (x)[y] `(x)[a.md]` `[[POL-001]`",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn long_lines_take_no_longer() {
        for part in ["[a](b c", "]", "[", "[a]( ", "[a] (", "](", "[]", "[a](b.md "] {
            let text = part.repeat(200_000 / part.len());
            assert!(found(&text).len() <= super::super::lost::MOST, "{part}");
        }
    }
}
