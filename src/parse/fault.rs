//! What is wrong with a piece of YAML, by its cause and at the place where it is: a quote that is not closed at the quote, a
//! bracket at the bracket, not where a parser gave up.

use super::item_fault;
use super::line::{Line, extent, key_of, lines, short};
use super::problem::Problem;
use super::yaml::Failure;
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::{Fix, Span};

/// The problem of a piece that `failure` is said of.
pub(super) fn problem(source: &str, piece: Span, failure: &Failure) -> Problem {
    let lines = lines(source, piece);
    odd_blank(&lines)
        .or_else(|| tab(&lines))
        .or_else(|| quote_left_open(&lines))
        .or_else(|| bracket(&lines))
        .or_else(|| item_fault::double_comma(&lines))
        .or_else(|| item_fault::slip(&lines))
        .or_else(|| lines.iter().find_map(|line| blank_missing(*line)))
        .or_else(|| lines.iter().find_map(|line| after_quote(*line)))
        .or_else(|| lines.iter().find_map(|line| colon_in_value(*line)))
        .or_else(|| lines.iter().find_map(|line| odd_start(*line)))
        .or_else(|| lines.iter().find_map(|line| backslash(*line)))
        .or_else(|| key_under_value(&lines))
        .or_else(|| odd_indent(&lines, failure.at))
        .unwrap_or_else(|| unknown(source, failure))
}

/// The problem of the value in the line of `span` that begins with a sign, where it does.
pub(super) fn sign_at(source: &str, span: Span) -> Option<Problem> {
    let from = source.get(..span.start)?.rfind('\n').map_or(0, |end| end + 1);
    let end = from + source.get(from..)?.lines().next()?.len();
    let line = lines(source, Span::new(from, end)).first().copied()?;
    odd_start(line).or_else(|| item_fault::sign(line))
}

/// The problem of a piece that is no key with a value.
pub(super) fn no_key(source: &str, piece: Span) -> Problem {
    let lines = lines(source, piece);
    let Some(line) = lines.first().copied() else { return Problem::fault(piece, tell!("this is no `key: value`")) };
    if let Some(problem) = blank_missing(line) {
        return problem;
    }
    let text = line.text.trim();
    let span = line.span();
    let word = text.split([' ', '=', '\t', '：']).next().unwrap_or_default();
    let rest = text[word.len()..].trim_start_matches([' ', '=', '\t', '：']);
    let is_key = word.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && !word.is_empty();
    let problem = Problem::fault(
        span,
        match text[word.len()..].starts_with('：') {
            true => tell!("a full-width colon stands behind `{word}`, where YAML takes an ordinary one", word),
            false => tell!("`{text}` is no `key: value`: it has no colon", text = short(text)),
        },
    );
    if !is_key || rest.is_empty() {
        return problem.help(tell!("Write one `key: value` a line, with a colon and a blank between them."));
    }
    let whole = format!("{word}: {rest}");
    let help = tell!("A colon and a blank stand between a key and its value: `{whole}`.", whole = short(&whole));
    problem.help(help).fix(Fix::new("Put the colon", span, whole))
}

/// What a parser says, where nothing here knows better.
fn unknown(source: &str, failure: &Failure) -> Problem {
    let line = failure.at.min(source.len());
    let start = source[..line].rfind('\n').map_or(0, |at| at + 1);
    let end = source[line..].find('\n').map_or(source.len(), |at| line + at);
    let span =
        if source[start..end].trim().is_empty() { Span::new(line, line) } else { Span::new(line, end.max(line)) };
    let reason = failure.reason.clone();
    Problem::fault(span, tell!("the front matter cannot be read here: {reason}", reason)).help(tell!("A text that holds `: ` or ` #`, or begins with a sign such as `[`, `*`, `@` or `%`, needs quotes. Lists are indented with blanks."))
}

/// A problem of the margin of a line, with its mend: a key beside those of the first column begins there, any other line has
/// these blanks in the place of `span`.
fn indented(problem: Problem, lines: &[Line<'_>], i: usize, (span, blanks): (Span, String)) -> Problem {
    let line = lines[i];
    let Some((key, value)) = key_of(line.text).filter(|_| is_first(&lines[..i], &lines[i + 1..])) else {
        let help = tell!("Indent with blanks, two for each step, as the lines around it are.");
        return problem.help(help).fix(Fix::new("Put blanks", span, blanks).certain());
    };
    let before = Span::new(line.at, line.at + line.text.len() - value.len());
    let whole = format!("{key}:{}", if value.is_empty() { "" } else { " " });
    let fix = Fix::new("Take the blanks out", before, whole).certain();
    problem.help(tell!("Let all keys begin in the first column.")).fix(fix)
}

/// Whether a key between these lines can stand in the first column only: nothing above it is open for what stands deeper.
fn is_first(above: &[Line<'_>], below: &[Line<'_>]) -> bool {
    let opens = |line: &Line<'_>| line.pair().is_some_and(|pair| matches!(pair.value, "" | "|" | ">" | "|-" | ">-"));
    match above.last() {
        Some(last) => !opens(last) && above.iter().rev().find(|line| line.pair().is_some()).is_some_and(is_flush),
        None => below.is_empty() || below.iter().any(is_flush),
    }
}

/// Whether a line begins in the first column, and is no item.
fn is_flush(line: &Line<'_>) -> bool {
    line.indent() == 0 && !line.is_item()
}

/// What only looks like a blank at the beginning of a line.
fn odd_blank(lines: &[Line<'_>]) -> Option<Problem> {
    lines.iter().enumerate().find_map(|(i, line)| {
        let margin = line.text.get(..line.indent())?;
        let (at, _) = margin.char_indices().find(|(_, c)| !matches!(c, ' ' | '\t'))?;
        let run: usize = margin[at..].chars().take_while(|c| !matches!(c, ' ' | '\t')).map(char::len_utf8).sum();
        let span = Span::new(line.at + at, line.at + at + run);
        let message =
            tell!("a no-break space stands at the beginning of the line, where YAML takes ordinary blanks alone");
        let blanks = " ".repeat(margin[at..at + run].chars().count());
        Some(indented(Problem::fault(span, message), lines, i, (span, blanks)))
    })
}

/// A tab where blanks have to stand.
fn tab(lines: &[Line<'_>]) -> Option<Problem> {
    lines.iter().enumerate().find_map(|(i, line)| {
        let margin = line.indent() + if line.is_item() { 2 } else { 0 };
        let at = line.text.get(..margin.min(line.text.len()))?.find('\t')?;
        let run = line.text[at..].len() - line.text[at..].trim_start_matches('\t').len();
        let span = Span::new(line.at + at, line.at + at + run);
        // As far as a line of the same sort beside it, else two for each tab.
        let beside = lines[i + 1..].iter().chain(lines[..i].iter().rev());
        let mut alike = beside.filter(|other| other.is_item() == line.is_item() && !other.text.contains('\t'));
        let blanks = match alike.find(|other| other.indent() > 0).filter(|_| at == 0 && run == line.indent()) {
            Some(other) => " ".repeat(other.indent()),
            None => "  ".repeat(run),
        };
        let message = tell!("a tab stands at the beginning of the line, where YAML takes blanks alone");
        Some(indented(Problem::fault(span, message), lines, i, (span, blanks)))
    })
}

/// Where a quote begins a value and is not closed on its line, though the next line begins another key or item.
fn quote_left_open(lines: &[Line<'_>]) -> Option<Problem> {
    lines.iter().enumerate().find_map(|(i, line)| {
        let (at, quote) = extent(line.text).0?;
        let goes_on = lines.get(i + 1).is_some_and(|next| !next.begins());
        if goes_on && closes_below(&lines[i + 1..], quote) {
            return None;
        }
        let span = Span::new(line.at + at, line.at + at + 1);
        // A word processor closed it with a sign of its own.
        let closed = line.text.trim_end().strip_suffix(['\u{201d}', '\u{201c}']).filter(|_| quote == '"');
        let text = closed.filter(|text| text.len() > at + 1).unwrap_or(line.text);
        let end = Span::new(line.at + text.len(), line.at + line.text.len());
        let whole = format!("{}{quote}", text.trim());
        Some(
            Problem::fault(span, tell!("the quote `{quote}` that opens here is never closed", quote))
                .help(tell!("Close it at the end of the value: `{whole}`.", whole = short(&whole)))
                .fix(Fix::new("Close the quote", end, quote.to_string())),
        )
    })
}

/// Whether a quote is closed on a line below, before another key begins.
fn closes_below(lines: &[Line<'_>], quote: char) -> bool {
    lines.iter().take_while(|line| !line.begins()).any(|line| line.text.contains(quote))
}

/// A bracket that is opened and not closed, or closed and not opened.
fn bracket(lines: &[Line<'_>]) -> Option<Problem> {
    let mut open: Vec<(usize, char, usize)> = Vec::new();
    for (i, line) in lines.iter().enumerate() {
        if !open.is_empty() && line.begins() && (line.is_item() || open.iter().all(|(_, c, _)| *c == '[')) {
            break;
        }
        let starts = open.is_empty();
        for (at, c) in signs(line.text, !starts) {
            let place = line.at + at;
            match c {
                '[' | '{' => open.push((place, c, i)),
                _ => match open.pop() {
                    Some((_, opened, _)) if (opened == '[') == (c == ']') => {}
                    Some((place, opened, i)) => return Some(left_open(&lines[i], place, opened)),
                    None => {
                        let span = Span::new(place, place + 1);
                        return Some(
                            Problem::fault(span, tell!("the bracket `{sign}` closes nothing", sign = c))
                                .help(tell!("Take it out, or open the list before its first item.")),
                        );
                    }
                },
            }
        }
    }
    // The innermost one is named: it is where the next bracket has to go.
    open.last().map(|(place, c, i)| left_open(&lines[*i], *place, *c))
}

/// That what a bracket opens is never closed.
pub(super) fn never_closed(opened: char) -> Words {
    match opened {
        '[' => tell!("the list that `{opened}` opens here is never closed", opened),
        _ => tell!("the row that `{opened}` opens here is never closed", opened),
    }
}

fn left_open(line: &Line<'_>, place: usize, opened: char) -> Problem {
    let closing = if opened == '[' { ']' } else { '}' };
    let end = line.at + line.text.trim_end_matches(',').len();
    let whole = format!("{}{closing}", line.text.trim().trim_end_matches(','));
    Problem::fault(Span::new(place, place + 1), never_closed(opened))
        .help(tell!("Close it with `{closing}`: `{whole}`.", closing, whole = short(&whole)))
        .fix(Fix::new("Close the bracket", Span::new(end, end), closing.to_string()))
}

/// The brackets of a line that count: of a value that begins with one, and of what goes on with such a value.
fn signs(text: &str, inside: bool) -> Vec<(usize, char)> {
    let (mut found, mut quote, mut depth) = (Vec::new(), None, usize::from(inside));
    let mut begins = true;
    for (at, c) in text.char_indices() {
        match (quote, c) {
            (Some(open), c) if c == open => quote = None,
            (None, '"' | '\'') if begins => quote = Some(c),
            (None, '[' | '{') if begins || depth > 0 => {
                depth += 1;
                found.push((at, c));
            }
            (None, ']' | '}') if depth > 0 => {
                depth -= 1;
                found.push((at, c));
            }
            (None, ']' | '}') if inside => found.push((at, c)),
            _ => {}
        }
        begins = match c {
            ' ' => begins,
            '[' | '{' | ',' | ':' | '-' => true,
            _ => false,
        };
    }
    found
}

/// A colon without a blank behind it, or with one that only looks like a blank.
fn blank_missing(line: Line<'_>) -> Option<Problem> {
    let body = line.text.trim_start();
    let body = body.strip_prefix("- ").map_or(body, str::trim_start);
    let colon = body.find(':')?;
    let (key, value) = (&body[..colon], &body[colon + 1..]);
    let is_key =
        key.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_')) && key.starts_with(char::is_alphabetic);
    if !is_key || value.is_empty() || value.starts_with([' ', '\t', '/']) {
        return None;
    }
    let at = line.at + line.text.len() - body.len() + colon;
    let odd = value.chars().next().filter(|c| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
    let (span, message) = match odd {
        Some(c) => (
            Span::new(at + 1, at + 1 + c.len_utf8()),
            tell!("a no-break space stands after the colon of `{key}`, where YAML takes an ordinary blank", key),
        ),
        None => (Span::new(at, at + 1), tell!("a blank is missing after the colon of `{key}`", key)),
    };
    let rest = value.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '\u{200b}' | '\u{feff}'));
    let whole = format!("{key}: {rest}");
    let fix = Span::new(at + 1, at + 1 + value.len() - rest.len());
    Some(
        Problem::fault(span, message)
            .help(tell!("Write `{whole}`.", whole = short(&whole)))
            .fix(Fix::new("Put a blank after the colon", fix, " ").certain()),
    )
}

/// Text behind the quote that closes a value, or behind a bracket that does.
fn after_quote(line: Line<'_>) -> Option<Problem> {
    let pair = line.pair()?;
    let first = pair.value.chars().next().filter(|c| matches!(c, '"' | '\'' | '[' | '{'))?;
    let close = match first {
        '[' => ']',
        '{' => '}',
        quote => quote,
    };
    let end = pair.value[1..].find(close)? + 2;
    let rest = pair.value[end..].trim_start();
    if rest.is_empty() || rest.starts_with('#') || (close != first && pair.value.ends_with(close)) {
        return None;
    }
    let (written, fix) = pair.in_quotes();
    let message = match close == first {
        true => mark!("text stands behind the quote that closes the value"),
        false => mark!("text stands behind the bracket that closes the list"),
    };
    let start = pair.at + pair.value.len() - rest.len();
    let span = Span::new(start, pair.at + pair.value.len());
    let problem = Problem::fault(span, Words::from(message));
    // Several items are a list, which quotes would make a text.
    if close != first && pair.value[..end].contains(',') && pair.value.ends_with(&format!("{close}{rest}")) {
        let list = short(&pair.value[..end]);
        let help = tell!("Take it out, or put it before the bracket as an item: `{list}`.", list);
        return Some(problem.help(help).fix(Fix::new("Take it out", span, "")));
    }
    Some(problem.help(tell!("Put the whole value in quotes: {written}.", written)).fix(fix))
}

/// A value without quotes that holds a colon and a blank.
fn colon_in_value(line: Line<'_>) -> Option<Problem> {
    let pair = line.pair()?;
    if pair.value.starts_with(['"', '\'', '[', '{', '|', '>', '#']) || pair.value.is_empty() {
        return None;
    }
    if !(pair.value.contains(": ") || pair.value.ends_with(':')) {
        return None;
    }
    let (written, fix) = pair.in_quotes();
    Some(
        Problem::fault(pair.span(), tell!("the value holds a colon with a blank behind it, and so needs quotes"))
            .help(tell!("Write {written}.", written))
            .fix(fix),
    )
}

/// A value that begins with a sign that means something to YAML.
fn odd_start(line: Line<'_>) -> Option<Problem> {
    let pair = line.pair()?;
    let first = pair.value.chars().next()?;
    let block = matches!(first, '|' | '>') && pair.value.len() > 2;
    if !(matches!(first, '@' | '`' | '%' | '*' | '&' | '!')
        || block
        || pair.value.starts_with("? ")
        || pair.value.starts_with("- "))
    {
        return None;
    }
    let (written, fix) = pair.in_quotes();
    Some(
        Problem::fault(pair.span(), tell!("a value that begins with `{first}` needs quotes", first))
            .help(tell!("Write {written}.", written))
            .fix(fix),
    )
}

/// A backslash within double quotes, where it means more than itself.
fn backslash(line: Line<'_>) -> Option<Problem> {
    let pair = line.pair().filter(|pair| pair.value.starts_with('"') && pair.value.contains('\\'))?;
    let bare = pair.value.trim_matches('"').replace('\'', "''");
    let whole = format!("'{bare}'");
    Some(
        Problem::fault(pair.span(), tell!("within double quotes a backslash means more than itself"))
            .help(tell!("Put the value in single quotes: `{key}: {value}`.", key = pair.key, value = short(&whole)))
            .fix(Fix::new("Put the value in single quotes", pair.span(), whole)),
    )
}

/// A key, or an item, that stands below a key which has its value already.
fn key_under_value(lines: &[Line<'_>]) -> Option<Problem> {
    lines.windows(2).enumerate().find_map(|(at, two)| {
        let (above, line) = (two[0], two[1]);
        let pair = above.pair().filter(|pair| !pair.value.is_empty() && !pair.value.starts_with(['|', '>', '#']))?;
        let deeper = line.indent() > above.indent() + if above.is_item() { 2 } else { 0 };
        if line.is_item() {
            let flat = line.indent() >= above.indent() && !above.is_item();
            let problem = Problem::fault(
                line.span(),
                tell!("an item of a list stands below `{key}`, which has a value", key = pair.key),
            );
            return flat.then(|| {
                problem.help(tell!("Take the `-` out where this is a key of its own, or the value where it is a list."))
            });
        }
        let key = line.pair()?.key;
        // Where the line before stands as this one does, the one between them is odd.
        let column = |of: Line<'_>| of.indent() + if of.is_item() { 2 } else { 0 };
        let before = at.checked_sub(1).map(|before| lines[before]).filter(|before| before.pair().is_some());
        if deeper && !above.is_item() && before.is_some_and(|before| column(before) == line.indent()) {
            return Some(aligned(above, (line.indent(), line.column()), true));
        }
        deeper.then(|| {
            let margin = if above.is_item() { above.indent() + 2 } else { above.indent() };
            let span = Span::new(line.at, line.at + line.indent());
            Problem::fault(
                line.span(),
                tell!("`{key}` is indented further than `{above}` above it, which has a value", key, above = pair.key),
            )
            .help(tell!("Let both begin in the same column, {column}.", column = margin + 1))
            .fix(Fix::new("Align the key", span, " ".repeat(margin)))
        })
    })
}

/// A line that is indented unlike those it belongs to: of items the first one that stands elsewhere than the one before.
fn odd_indent(lines: &[Line<'_>], failed: usize) -> Option<Problem> {
    let place = lines.iter().position(|line| line.at + line.text.len() >= failed)?;
    let line = lines[place];
    if !line.begins() {
        let message = tell!("`{text}` is no `key: value`: it has no colon", text = short(line.text.trim()));
        let help = tell!("Where it goes on with the value above, write the whole on one line: a remark ends a value.");
        return Some(Problem::fault(line.span(), message).help(help));
    }
    let (first, margin) = (lines[0], lines.last().map_or(0, |last| last.indent()));
    if first.indent() > 0 && line.indent() == 0 && margin == 0 {
        let span = Span::new(first.at, first.at + first.indent());
        return Some(
            Problem::fault(first.span(), tell!("the key is indented, and those below it are not"))
                .help(tell!("Let all keys begin in the first column."))
                .fix(Fix::new("Take the blanks out", span, "")),
        );
    }
    let (odd, beside) = odd_one(lines, place)?;
    let other = lines[beside];
    Some(aligned(lines[odd], (other.indent(), other.column()), beside < odd))
}

/// That a line begins in another column than one beside it, which stands above or below.
fn aligned(line: Line<'_>, (indent, other): (usize, usize), is_below: bool) -> Problem {
    let message = match (line.is_item(), is_below) {
        (true, true) => mark!("the item begins in column {column}, and the one above it in column {other}"),
        (true, false) => mark!("the item begins in column {column}, and the one below it in column {other}"),
        (false, true) => mark!("the key begins in column {column}, and the one above it in column {other}"),
        (false, false) => mark!("the key begins in column {column}, and the one below it in column {other}"),
    };
    let span = Span::new(line.at, line.at + line.indent());
    Problem::fault(line.span(), tell!(message, column = line.column(), other))
        .help(tell!("Let them begin in the same column."))
        .fix(Fix::new("Align it", span, " ".repeat(indent)))
}

/// Of the lines of one sort the one that stands elsewhere than those on both sides of it, and one of these. A parser may give
/// up at the line below it.
fn odd_one(lines: &[Line<'_>], place: usize) -> Option<(usize, usize)> {
    let line = lines[place];
    let is_alike = |at: &usize| {
        let other = lines[*at];
        other.is_item() == line.is_item() && (other.is_item() || other.pair().is_some())
    };
    let mut before = (0..place).rev().filter(is_alike);
    let above = before.next().filter(|above| lines[*above].indent() != line.indent())?;
    // A list below a key may stand deeper than the items around it.
    let opens = |at: usize| lines[at].pair().is_some_and(|pair| pair.value.is_empty());
    let is_nested = above > 0 && line.is_item() && opens(above - 1) && before.clone().next().is_some();
    let fits = |other: usize| lines[other].indent() == line.indent();
    let is_above = match before.next() {
        Some(first) => fits(first),
        None => (place + 1..lines.len()).find(is_alike).is_some_and(fits),
    };
    if is_above && !is_nested { Some((above, place)) } else { Some((place, above)) }
}
