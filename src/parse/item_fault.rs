//! What is wrong with the items of a list in YAML, at the item: signs that mean something to YAML, other signs in the place of
//! its `-`, and commas side by side.

use std::collections::BTreeSet;

use super::line::{Line, short, within};
use super::problem::Problem;
use crate::base::quote::yaml_line;
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::{Fix, Span};

/// Signs with which items begin in texts of word processors.
const BULLETS: &str = "•‣▪▫◦·●○■□⁃∙\u{f0b7}\u{f0a7}\u{f0d8}";

/// Signs that mean something to YAML where a text begins with them.
const SIGNS: &str = "@`%*&!|>";

/// The first slip in the items of a piece.
pub(super) fn slip(lines: &[Line<'_>]) -> Option<Problem> {
    let mut found = lines.iter().enumerate();
    let columns: BTreeSet<usize> = lines.iter().filter(|line| line.is_item()).map(|line| line.indent()).collect();
    let opens = |at: usize| lines[at].pair().is_some_and(|pair| pair.value.is_empty());
    let is_in_list =
        |at: usize, line: Line<'_>| at.checked_sub(1).is_some_and(opens) || columns.contains(&line.indent());
    found.find_map(|(at, line)| other_mark(*line, &|| is_in_list(at, *line))).or_else(|| {
        let mut items = lines.iter().copied();
        items.find_map(|line| sign(line).or_else(|| behind_quote(line)).or_else(|| bracket(line)))
    })
}

/// The text of an item, and where it stands. What begins with a key is a row.
fn item(line: Line<'_>) -> Option<(&str, Span)> {
    let body = line.text.trim_start().strip_prefix("- ").filter(|_| line.pair().is_none())?.trim();
    let end = line.at + line.text.len();
    (!body.is_empty()).then(|| (body, Span::new(end - body.len(), end)))
}

fn in_quotes(problem: Problem, (body, span): (&str, Span)) -> Problem {
    let quoted = yaml_line(within(body));
    let written = format!("`- {}`", short(&quoted));
    problem.help(tell!("Write {written}.", written)).fix(Fix::new("Put the item in quotes", span, quoted))
}

/// An item that begins with a sign which means something to YAML.
pub(super) fn sign(line: Line<'_>) -> Option<Problem> {
    let (body, span) = item(line)?;
    let first = body.chars().next().filter(|c| SIGNS.contains(*c))?;
    // `|` and `>` alone begin a text of several lines.
    if matches!(first, '|' | '>') && body.len() < 3 {
        return None;
    }
    let problem = Problem::fault(span, tell!("a value that begins with `{first}` needs quotes", first));
    Some(in_quotes(problem, (body, span)))
}

/// Text behind the quote that closes an item.
fn behind_quote(line: Line<'_>) -> Option<Problem> {
    let (body, span) = item(line)?;
    let quote = body.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let end = body[1..].find(quote)? + 2;
    let rest = body[end..].trim_start();
    if rest.is_empty() || rest.starts_with('#') || rest.starts_with(quote) {
        return None;
    }
    let message = Words::from(mark!("text stands behind the quote that closes the value"));
    let place = Span::new(span.end - rest.len(), span.end);
    Some(in_quotes(Problem::fault(place, message), (body, span)))
}

/// Text behind a bracket with which an item begins: a box to tick, or a link.
fn bracket(line: Line<'_>) -> Option<Problem> {
    let (body, span) = item(line)?;
    let inner = body.strip_prefix('[')?;
    let end = inner.find(']')?;
    let rest = inner[end + 1..].trim_start();
    if rest.is_empty() || rest.starts_with([',', ']', '#']) {
        return None;
    }
    if matches!(inner[..end].trim(), "" | "x" | "X") {
        let place = Span::new(span.start, span.end - rest.len());
        let message = tell!("the item begins with a box to tick, which YAML takes for a list");
        let help = tell!("Take it out: `- {rest}`.", rest = short(rest));
        return Some(Problem::fault(place, message).help(help).fix(Fix::new("Take the box out", place, "")));
    }
    let problem = Problem::fault(span, tell!("a value that begins with `{first}` needs quotes", first = '['));
    Some(in_quotes(problem, (body, span)))
}

/// Another sign in the place of the `-` of an item, or one without its blank.
fn other_mark(line: Line<'_>, is_in_list: &dyn Fn() -> bool) -> Option<Problem> {
    let body = line.text.trim_start();
    let sign = body.chars().next()?;
    let rest = &body[sign.len_utf8()..];
    let apart = rest.starts_with([' ', '\t', '\u{a0}']);
    let place = Span::new(line.at + line.indent(), line.at + line.indent() + sign.len_utf8());
    if sign == '-' && rest.starts_with(char::is_alphabetic) && is_in_list() {
        let whole = format!("- {rest}");
        let fix = Fix::new("Put a blank after the `-`", Span::new(place.end, place.end), " ").certain();
        let message = tell!("a blank is missing after the `-` of an item");
        return Some(Problem::fault(place, message).help(tell!("Write `{whole}`.", whole = short(&whole))).fix(fix));
    }
    let is_mark = BULLETS.contains(sign) || apart && (sign == '*' || "–—−+".contains(sign) && is_in_list());
    if !is_mark || rest.trim().is_empty() {
        return None;
    }
    let whole = format!("- {}", rest.trim_start());
    let blanks = rest.len() - rest.trim_start().len();
    let fix = Fix::new("Put `- `", Span::new(place.start, place.end + blanks), "- ");
    let message = tell!("an item begins with `{sign}`: a list has `-`", sign);
    Some(Problem::fault(place, message).help(tell!("Write `{whole}`.", whole = short(&whole))).fix(fix))
}

/// Two commas side by side in a list or a row of one line.
pub(super) fn double_comma(lines: &[Line<'_>]) -> Option<Problem> {
    lines.iter().find_map(|line| {
        let (mut quote, mut depth, mut last) = (None, 0usize, ' ');
        for (at, c) in line.text.char_indices() {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (None, '"' | '\'') if matches!(last, '[' | '{' | ',' | ':' | ' ') => quote = Some(c),
                (None, '[' | '{') if depth > 0 || matches!(last, ' ' | ':' | '-') => depth += 1,
                (None, ']' | '}') => depth = depth.saturating_sub(1),
                (None, ',') if depth > 0 && matches!(last, ',' | '[' | '{') => return Some(comma(*line, at, last)),
                _ => {}
            }
            last = if c == ' ' { last } else { c };
        }
        None
    })
}

fn comma(line: Line<'_>, at: usize, last: char) -> Problem {
    let span = Span::new(line.at + at, line.at + at + 1);
    let message = match last {
        ',' => mark!("a comma stands twice, with nothing between"),
        _ => mark!("a comma stands before the first item"),
    };
    let fix = Fix::new("Take the comma out", span, "").certain();
    Problem::fault(span, Words::from(message)).help(tell!("Take it out, or write the item that is missing.")).fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::parse::page;

    /// What is told first of front matter with these lines: the line, the message, and the text as the fix makes it.
    fn told(lines: &str) -> (String, String, Option<String>) {
        let text = format!("---\nid: A\n{lines}---\nText.\n");
        let page = page(text.as_bytes());
        let problem = page.problems.first().unwrap_or_else(|| panic!("nothing is told of {lines}"));
        let from = text[..problem.span.start].rfind('\n').map_or(0, |end| end + 1);
        let line = text[from..].lines().next().unwrap_or_default().to_owned();
        let mended = problem.fixes.first().map(|fix| {
            let whole = format!("{}{}{}", &text[..fix.span.start], fix.replacement, &text[fix.span.end..]);
            whole["---\nid: A\n".len()..whole.len() - "---\nText.\n".len()].to_owned()
        });
        (line, problem.message.english(), mended)
    }

    #[test]
    fn items_that_begin_with_a_sign_are_told_at_themselves() {
        for (item, message, mended) in [
            ("@all", "a value that begins with `@` needs quotes", "\"@all\""),
            ("**A** and more", "a value that begins with `*` needs quotes", "\"**A** and more\""),
            ("[A person](POL-002)", "a value that begins with `[` needs quotes", "\"[A person](POL-002)\""),
            ("[ ] A person", "the item begins with a box to tick, which YAML takes for a list", "A person"),
            ("[x] A person", "the item begins with a box to tick, which YAML takes for a list", "A person"),
            ("\"A person\" decides", "text stands behind the quote that closes the value", "'\"A person\" decides'"),
            ("'Bob's choice'", "text stands behind the quote that closes the value", "\"Bob's choice\""),
        ] {
            let found = told(&format!("a:\n  - B\n  - {item}\n  - C\n"));
            let mended = format!("a:\n  - B\n  - {mended}\n  - C\n");
            assert_eq!(found, (format!("  - {item}"), message.to_owned(), Some(mended)), "{item}");
        }
        assert_eq!(told("title: 'Bob's policy'\n").2.as_deref(), Some("title: \"Bob's policy\"\n"));
    }

    #[test]
    fn a_comma_that_stands_twice_is_told() {
        let (_, message, mended) = told("a: [A.2.2,, A.2.3,]\n");
        assert_eq!(message, "a comma stands twice, with nothing between");
        assert_eq!(mended.as_deref(), Some("a: [A.2.2, A.2.3,]\n"));
        assert_eq!(told("a: [ , A.2.2]\n").1, "a comma stands before the first item");
    }

    #[test]
    fn other_signs_in_the_place_of_a_dash_are_told_at_their_line() {
        for (lines, line, message, mended) in [
            ("a:\n  * B\n  * C\n", "  * B", "an item begins with `*`: a list has `-`", "a:\n  - B\n  * C\n"),
            ("a:\n  - B\n  • C\n", "  • C", "an item begins with `•`: a list has `-`", "a:\n  - B\n  - C\n"),
            ("a:\n  - B\n  -C\n", "  -C", "a blank is missing after the `-` of an item", "a:\n  - B\n  - C\n"),
        ] {
            let wanted = (line.to_owned(), message.to_owned(), Some(mended.to_owned()));
            assert_eq!(told(lines), wanted, "{lines}");
        }
    }

    #[test]
    fn of_lines_in_a_column_the_odd_one_is_told() {
        for (lines, line, mended) in [
            ("a:\n   - B\n  - C\n  - D\n", "   - B", "a:\n  - B\n  - C\n  - D\n"),
            ("a:\n  - B\n - C\n  - D\n", " - C", "a:\n  - B\n  - C\n  - D\n"),
            ("a:\n  b: c\n d: e\n  f: g\n", " d: e", "a:\n  b: c\n  d: e\n  f: g\n"),
            ("a:\n  - b: c\n   d: e\n    f: g\n    h: i\n", "   d: e", "a:\n  - b: c\n    d: e\n    f: g\n    h: i\n"),
            ("a:\n    - B\n    - C\n  - D\n", "  - D", "a:\n    - B\n    - C\n    - D\n"),
        ] {
            let (at, message, fixed) = told(lines);
            assert_eq!((at.as_str(), fixed.as_deref()), (line, Some(mended)), "{lines}: {message}");
            assert!(message.contains("begins in column"), "{message}");
        }
        let (at, message, mended) = told("a:\n  b: c\n\u{a0} d: e\n  f: g\n");
        assert_eq!((at.as_str(), mended.as_deref()), ("\u{a0} d: e", Some("a:\n  b: c\n  d: e\n  f: g\n")));
        assert!(message.starts_with("a no-break space stands at the beginning of the line"), "{message}");
    }
}
