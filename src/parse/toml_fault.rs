//! What is wrong with a text of TOML, by its cause and at the place where it is: a quote that is not closed at the quote, a
//! text without quotes at the text, not where a parser gave up.

mod excerpt;
mod signs;
mod statement;
mod values;

use excerpt::{short, write_it};
use statement::{Statement, is_bare, line_at, statements, string};
use toml_edit::Document;

use super::fault::never_closed;
use super::problem::Problem;
use super::refused;
use crate::base::quote::toml_line;
use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::{Fix, Span};

/// The problem of a text that the parser refused at `at`, for its own `reason`; so many lines of its file stand above it.
pub(super) fn problem(source: &str, at: Span, reason: &str, above: usize) -> Problem {
    if let Some(sign) = signs::unseen(source) {
        return sign;
    }
    let statements = statements(source);
    let odd = statements.iter().find(|one| !is_toml(one.text(source)));
    let found = match odd {
        Some(one) if one.text(source).starts_with('[') => header(source, one),
        Some(one) => pair(source, one),
        None => twice(source, &statements, at, above),
    };
    found.unwrap_or_else(|| {
        Problem::fault(at, tell!("not valid TOML: {reason}", reason = refused::toml(reason))).help(tell!("The file is TOML: a table begins with its name in brackets, `[review]`, a key and its value stand on one line, and a text stands in quotes."))
    })
}

fn is_toml(text: &str) -> bool {
    Document::parse(text).is_ok()
}

/// The quotes that word processors write, and those of TOML that may stand beside them.
const TYPOGRAPHIC: [char; 9] = ['“', '”', '„', '‘', '’', '«', '»', '"', '\''];

/// What is wrong with the name of a table.
fn header(source: &str, one: &Statement) -> Option<Problem> {
    let text = one.text(source);
    let text = text.split(" #").next().unwrap_or(text).trim_end();
    let opening = if text.starts_with("[[") { "[[" } else { "[" };
    let name = text[opening.len()..].trim_matches(|c: char| c == '[' || c == ']' || c.is_whitespace());
    let closing = opening.replace('[', "]");
    let span = Span::new(one.start, one.start + text.len());
    let write = |name: &str| {
        let whole = format!("{opening}{name}{closing}");
        is_toml(&whole).then(|| (write_it(&whole), Fix::new("Write it so", span, whole)))
    };
    if name.is_empty() {
        let help = tell!("Write it in brackets: `[review]`.");
        return Some(Problem::fault(span, tell!("a table has to have a name")).help(help));
    }
    if let Some((help, fix)) = write(name) {
        let told = match text.trim_end().ends_with(']') {
            true => tell!("the brackets around the name of this table do not match"),
            false if text.contains(']') => tell!("something stands behind the name of this table"),
            false => tell!("the name of the table that `{opening}` opens here is never closed", opening),
        };
        return Some(Problem::fault(span, told).help(help).fix(fix));
    }
    if name.split('.').all(|part| !part.is_empty() && part.chars().all(is_bare)) {
        let told = tell!("the name of this table has more parts than any of ours");
        return Some(Problem::fault(span, told).help(tell!("Remove it, or shorten it.")));
    }
    let place = one.start + text.find(name)?;
    if let Some(alike) = signs::alike(name, place) {
        return Some(alike);
    }
    let (help, fix) = write(&quoted(name))?;
    Some(Problem::fault(span, tell!("the name `{name}` needs quotes", name = short(name))).help(help).fix(fix))
}

/// The name of a table, in quotes where it needs them: of one within another, each part by itself.
fn quoted(name: &str) -> String {
    let parts: Vec<&str> = name.split('.').collect();
    // Ours are in small letters. A name like `v1.2 policies` is one as a whole.
    let is_ours = parts.first().is_some_and(|first| first.chars().all(|c| c.is_ascii_lowercase() || c == '-'));
    if !is_ours || parts.iter().any(|part| part.is_empty() || part.trim() != *part || part.contains(['"', '\''])) {
        return toml_line(name);
    }
    let part = |part: &&str| if part.chars().all(is_bare) { (*part).to_owned() } else { toml_line(part) };
    parts.iter().map(part).collect::<Vec<_>>().join(".")
}

/// A statement in its parts.
struct Pair<'a> {
    key: &'a str,
    value: &'a str,
    /// Where the value begins in the source.
    at: usize,
}

impl Pair<'_> {
    fn span(&self) -> Span {
        Span::new(self.at, self.at + self.value.len())
    }

    /// What it should be, where that can be read.
    fn rather(&self, told: Words, title: &str, value: &str) -> Option<Problem> {
        let whole = format!("{} = {value}", self.key);
        is_toml(&whole)
            .then(|| Problem::fault(self.span(), told).help(write_it(&whole)).fix(Fix::new(title, self.span(), value)))
    }
}

/// What is wrong with a key and its value.
fn pair(source: &str, one: &Statement) -> Option<Problem> {
    let text = one.text(source);
    let line = line_at(text, 0);
    let Some(equals) = outside_quotes(line, '=') else { return Some(no_equals(line, one.start)) };
    let key = line[..equals].trim_end();
    if !is_toml(&format!("{key} = 1")) {
        return odd_key(key, one, source, text[equals..].trim_start_matches('=').trim());
    }
    let value = text[equals + 1..].trim_start();
    let at = one.start + text.len() - value.len();
    let pair = Pair { key, value, at };
    if value.is_empty() || value.starts_with('#') {
        let span = Span::new(one.start, one.start + key.len());
        let help = tell!(
            "Write one behind the `=`, a text in quotes, or take the line out: `{key} = \"…\"`.",
            key = short(key)
        );
        return Some(Problem::fault(span, tell!("`{key}` has no value", key = short(key))).help(help));
    }
    let first = value.chars().next()?;
    let is_closed = one.bracket.is_none() && one.quote.is_none();
    if let Some(odd) = values::odd(value, at).filter(|_| is_closed) {
        return Some(odd);
    }
    match first {
        '"' | '\'' => in_quotes(&pair, one, first),
        '[' | '{' => bracketed(&pair, one, source),
        _ => bare(&pair),
    }
}

/// Where a sign stands that is in no quotes.
fn outside_quotes(line: &str, sign: char) -> Option<usize> {
    let mut at = 0;
    while let Some(c) = line[at..].chars().next() {
        match c {
            c if c == sign => return Some(at),
            '#' => return None,
            '"' | '\'' => at += string(&line[at..], c)?,
            c => at += c.len_utf8(),
        }
    }
    None
}

fn no_equals(line: &str, start: usize) -> Problem {
    let text = line.trim_end();
    let span = Span::new(start, start + text.len());
    // A brace is the beginning of another format, and what stands in it no key.
    let colon = outside_quotes(text, ':').filter(|colon| !text[*colon..].starts_with("://") && !text.starts_with('{'));
    if let Some(colon) = colon {
        let (key, value) = (text[..colon].trim_end(), text[colon + 1..].trim());
        let key = if is_toml(&format!("{key} = 1")) { key.to_owned() } else { toml_line(key) };
        let value = if is_toml(&format!("k = {value}")) { value.to_owned() } else { toml_line(value) };
        let whole = format!("{key} = {value}");
        let place = Span::new(start + colon, start + colon + 1);
        let told = tell!("a colon stands between the key and its value, where TOML has an `=`");
        return match is_toml(&whole) {
            true => Problem::fault(place, told).help(write_it(&whole)).fix(Fix::new("Write `=`", span, whole)),
            false => Problem::fault(place, told).help(tell!("Write `key = value`, one a line.")),
        };
    }
    if text.starts_with("//") || text.starts_with(';') || text.starts_with("--") {
        return Problem::fault(span, tell!("this is no `key = value`")).help(tell!("A remark begins with `#`."));
    }
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    let message = tell!("`{text}` is no `key = value`: it has no `=`", text = short(text));
    let problem = Problem::fault(span, message);
    let value = if is_toml(&format!("k = {}", rest.trim())) { rest.trim().to_owned() } else { toml_line(rest.trim()) };
    let whole = format!("{word} = {value}");
    match !rest.trim().is_empty() && is_toml(&whole) {
        true => problem.help(write_it(&whole)).fix(Fix::new("Put the `=`", span, whole)),
        false => problem.help(tell!("Write one `key = value` a line, and a remark behind `#`.")),
    }
}

fn odd_key(key: &str, one: &Statement, source: &str, value: &str) -> Option<Problem> {
    let span = Span::new(one.start, one.start + key.len());
    if key.is_empty() {
        return Some(
            Problem::fault(span, tell!("no key stands before the `=`")).help(tell!("Write `key = value`, one a line.")),
        );
    }
    // A brace is the beginning of another format, and what stands in it no key.
    if key.starts_with('{') {
        return None;
    }
    if let Some(alike) = signs::alike(key, one.start) {
        return Some(alike);
    }
    let name = toml_line(key.trim_matches(TYPOGRAPHIC));
    let told =
        tell!("the key `{key}` needs quotes, for it holds more than letters, digits, `-` and `_`", key = short(key));
    let inner = value.trim_matches(TYPOGRAPHIC);
    // Both are written anew where both stand in the quotes of a word processor.
    let (written, span_of_fix, fix) = match inner != value && !is_toml(&format!("k = {value}")) {
        true => {
            let whole = format!("{name} = {}", toml_line(inner));
            (whole.clone(), Span::new(one.start, one.start + one.text(source).len()), whole)
        }
        false => (format!("{name} = {value}"), span, name.clone()),
    };
    is_toml(&format!("{name} = 1")).then(|| {
        Problem::fault(span, told).help(write_it(&written)).fix(Fix::new("Put the key in quotes", span_of_fix, fix))
    })
}

/// A value that begins with a quote.
fn in_quotes(pair: &Pair<'_>, one: &Statement, quote: char) -> Option<Problem> {
    let three = String::from(quote).repeat(3);
    if let Some(open) = one.quote {
        let long = pair.value.starts_with(&three);
        let sign = if long { three } else { quote.to_string() };
        let problem = Problem::fault(
            Span::new(open, open + sign.len()),
            tell!("the quote `{quote}` that opens here is never closed", quote = &sign),
        );
        let whole = format!("{}{sign}", pair.value.trim_end_matches(','));
        return Some(match !long && is_toml(&format!("k = {whole}")) {
            true => problem
                .help(tell!(
                    "Close it at the end of the value: `{whole}`.",
                    whole = format!("{} = {}", pair.key, short(&whole))
                ))
                .fix(Fix::new("Close the quote", pair.span(), whole)),
            false => problem.help(tell!("Close it with `{sign}` at the end of the value.", sign)),
        });
    }
    let length = string(pair.value, quote)?;
    let (text, rest) = (&pair.value[..length], pair.value[length..].trim());
    if rest.is_empty() || rest.starts_with('#') {
        let inner = (quote == '"' && text.contains('\\')).then(|| text.trim_matches(quote))?;
        let told = tell!("within double quotes a backslash means more than itself");
        return pair.rather(told, "Put the value in single quotes", &format!("'{inner}'"));
    }
    if matches!(rest, "," | ";") {
        return pair.rather(behind_value(rest), "Take it out", text);
    }
    let told = tell!("text stands behind the quote that closes the value");
    let whole = pair.value.strip_prefix(quote).and_then(|whole| whole.strip_suffix(quote)).unwrap_or(pair.value);
    pair.rather(told, "Put the whole value in quotes", &toml_line(whole))
}

/// A value that begins with a bracket.
fn bracketed(pair: &Pair<'_>, one: &Statement, source: &str) -> Option<Problem> {
    if let Some(open) = one.quote {
        return Some(
            Problem::fault(Span::new(open, open + 1), tell!("the quote that opens here is never closed"))
                .help(tell!("Close it at the end of the text, on the same line.")),
        );
    }
    if let Some((place, opened)) = one.bracket {
        let closing = if opened == '[' { ']' } else { '}' };
        let problem = Problem::fault(Span::new(place, place + 1), never_closed(opened));
        let whole = format!("{}{closing}", pair.value.trim_end_matches(','));
        let written = format!("{} = {}", pair.key, short(&whole));
        let help = tell!("Close it with `{closing}`: `{whole}`.", closing, whole = written);
        let mended = !whole.contains('\n') && is_toml(&format!("k = {whole}"));
        return Some(match mended {
            true => problem.help(help).fix(Fix::new("Close the bracket", pair.span(), whole)),
            false => problem.help(tell!("Close it with `{close}`.", close = closing)),
        });
    }
    let before = source.get(..pair.at).unwrap_or_default();
    if pair.value.starts_with('{') && pair.value.contains('\n') && !before.is_empty() {
        let joined: Vec<&str> = pair.value.lines().map(str::trim).collect();
        let joined = joined.join(" ").replace(", }", " }");
        let told = tell!("a row in braces goes over several lines, and has to stand on one");
        return pair.rather(told, "Write it on one line", &joined);
    }
    let (open, close) = if pair.value.starts_with('[') { ('[', ']') } else { ('{', '}') };
    let inner = pair.value.strip_prefix(open)?.strip_suffix(close)?;
    if open == '{' {
        let told = tell!("the rows of braces are `key = value`, with commas between them");
        let parts: Vec<String> = inner.split(',').map(|part| part.trim().replacen(':', " =", 1)).collect();
        return pair.rather(told, "Write it so", &format!("{{ {} }}", parts.join(", ")));
    }
    if inner.contains(['"', '\'']) {
        let joined = inner.replace("\" \"", "\", \"").replace("\"\n", "\",\n").replace("\",,", "\",");
        let told = tell!("a comma is missing between the items of this list");
        return pair.rather(told, "Put the comma", &format!("[{joined}]"));
    }
    let item = |part: &str| match part.trim() {
        "" => part.to_owned(),
        text => part.replacen(text, &toml_line(text.trim_matches(&TYPOGRAPHIC[..7])), 1),
    };
    let line = |line: &str| {
        let (items, remark) = line.split_at(line.find(" #").unwrap_or(line.len()));
        items.split(',').map(item).collect::<Vec<_>>().join(",") + remark
    };
    let lines: Vec<String> = inner.split('\n').map(line).collect();
    let told = tell!("the texts of this list need quotes");
    pair.rather(told, "Put quotes", &format!("[{}]", lines.join("\n")))
}

/// A value that begins with none of the signs of TOML.
fn bare(pair: &Pair<'_>) -> Option<Problem> {
    let value = pair.value.split(" #").next().unwrap_or(pair.value).trim_end();
    let pair = Pair { key: pair.key, value, at: pair.at };
    let as_is = value.trim_end_matches([',', ';']);
    if as_is != value && is_toml(&format!("k = {as_is}")) {
        return pair.rather(behind_value(&value[as_is.len()..]), "Take it out", as_is);
    }
    let answer = match as_is.to_lowercase().as_str() {
        "true" | "yes" | "on" => Some("true"),
        "false" | "no" | "off" => Some("false"),
        _ => None,
    };
    if let Some(answer) = answer.filter(|_| as_is.to_lowercase() != "off") {
        let told = tell!("`{word}` is no answer in TOML, which has `true` and `false`", word = as_is);
        return pair.rather(told, &format!("Write `{answer}`"), answer);
    }
    let text = as_is.trim_matches(&TYPOGRAPHIC[..8]);
    let odd = text != as_is;
    let told = match odd {
        true => mark!("the value of `{key}` stands in typographic quotes, which TOML does not take"),
        false => mark!("the value of `{key}` is a text, and so needs quotes"),
    };
    pair.rather(tell!(told, key = short(pair.key)), "Put the value in quotes", &toml_line(text))
}

/// A key, or a table, that stands twice.
fn twice(source: &str, statements: &[Statement], at: Span, above: usize) -> Option<Problem> {
    let name = |one: &Statement| {
        let text = line_at(one.text(source), 0);
        let end = if text.starts_with('[') { text.rfind(']')? + 1 } else { outside_quotes(text, '=')? };
        Some((text[..end].trim().to_owned(), one.start + text[..end].trim_end().len()))
    };
    let place = statements.iter().position(|one| (one.start..=one.end).contains(&at.start))?;
    let (wanted, end) = name(&statements[place])?;
    let is_table = wanted.starts_with('[');
    if let Some(problem) = one_of_several(source, statements, (place, &wanted)) {
        return Some(problem);
    }
    let before = statements[..place].iter().rev();
    let first = before
        .take_while(|one| is_table || !one.text(source).starts_with('['))
        .find(|one| name(one).is_some_and(|(name, _)| name == wanted))?;
    let line = above + source.get(..first.start).unwrap_or_default().matches('\n').count() + 1;
    let span = Span::new(statements[place].start, end);
    let (message, help) = match is_table {
        true => (
            mark!("the table `{key}` stands twice"),
            mark!("It begins on line {line}. Put the keys of both below one of them."),
        ),
        false => (mark!("the key `{key}` stands twice"), mark!("The other is on line {line}. Keep one of them.")),
    };
    Some(Problem::fault(span, tell!(message, key = short(&wanted))).help(tell!(help, line)))
}

/// A header in single brackets beside one of the same name in double ones, each of which begins an entry of a list.
fn one_of_several(source: &str, statements: &[Statement], (place, wanted): (usize, &str)) -> Option<Problem> {
    let name = |header: &str| header.trim_matches(['[', ']', ' ']).to_owned();
    let is_double = |header: &str| header.starts_with("[[");
    let header = |one: &&Statement| line_at(one.text(source), 0).starts_with('[');
    let of = |one: &Statement| {
        let text = line_at(one.text(source), 0);
        Some((text.get(..text.rfind(']')? + 1)?.to_owned(), one.start))
    };
    let headers = statements.get(..place)?.iter().filter(header).filter_map(of);
    let mut others = headers.filter(|(other, _)| name(other) == name(wanted) && is_double(other) != is_double(wanted));
    let (other, start) = others.next().filter(|_| wanted.starts_with('['))?;
    let (single, start) =
        if is_double(wanted) { (other, start) } else { (wanted.to_owned(), statements.get(place)?.start) };
    let double = format!("[{single}]");
    let span = Span::new(start, start + single.len());
    let message = tell!("`{single}` is one table, and `{double}` an entry of several", single, double = &double);
    Some(Problem::fault(span, message).help(write_it(&double)).fix(Fix::new(
        format!("Write `{double}`"),
        span,
        double.clone(),
    )))
}

/// That a sign stands behind a value.
fn behind_value(sign: &str) -> Words {
    tell!("a `{sign}` stands behind the value", sign)
}

#[cfg(test)]
mod tests;
