//! A template of a team's own: the part of tera's language that can neither hang a build nor grow without end.
//!
//! Whoever opens a pull request may write one. So it has values, conditions and loops over what a page has to show, and our
//! own components; it has no way to keep, join or repeat text, and each turn of a loop is counted when a page is made. What
//! tera has beyond that is told as a fault, at its place.

mod expression;
mod nesting;

use std::collections::BTreeSet;
use std::mem::take;

use expression::Reader;
pub use nesting::{MOST_OPEN, open_beyond};

use super::problem::{Problem, ProblemKind};
use crate::base::tell;
use crate::base::wording::Words;
use crate::diag::Span;

/// The function that a prepared template calls in each turn of a loop.
pub const TURN: &str = "aims_turn";

/// How deep conditions and loops may stand in one another.
const DEEPEST: usize = 12;

/// How many `elif` may be open at once: tera reads each within the one before, without a bound of its own.
const BRANCHES: usize = 50;

/// A template that was looked through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnTemplate {
    /// For tera, with a call of [`TURN`] in each loop.
    pub prepared: String,
    /// Where it first takes for granted that a page has something of its own to show: no condition asks for it.
    pub of_view: Option<Span>,
}

/// What is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    If,
    /// Behind its `else`.
    Else,
    For,
}

/// What stands open, and which keys of a view are there within it: in this branch, and in those that follow.
struct Opened<'a> {
    open: Open,
    span: Span,
    here: BTreeSet<&'a str>,
    later: BTreeSet<&'a str>,
    /// How many `elif` it has so far.
    branches: usize,
}

/// Looks through a template. `components` are those that it may use.
///
/// # Errors
/// What is wrong with it, in the order of the text.
pub fn own_template(text: &str, components: &[&str]) -> Result<OwnTemplate, Vec<Problem>> {
    let (prepared, plain, problems) = (String::new(), String::new(), Vec::new());
    let mut scanner = Scanner { text, components, at: 0, open: Vec::new(), prepared, plain, of_view: None, problems };
    scanner.run();
    if let Some(at) = open_beyond(&scanner.plain) {
        scanner.wrong(
            at..at + 1,
            tell!("more than {most} elements are open here", most = MOST_OPEN),
            tell!("Close each with its end tag."),
        );
    }
    // Only what has bounds of ours is given to tera, whose own bounds hold for all else.
    if scanner.problems.is_empty() {
        scanner.problems.extend(refused(text, components));
    }
    match scanner.problems.is_empty() {
        true => Ok(OwnTemplate { prepared: scanner.prepared, of_view: scanner.of_view }),
        false => Err(scanner.problems),
    }
}

/// What tera says of a text that it does not take, at the place where it says it.
fn refused(text: &str, components: &[&str]) -> Option<Problem> {
    let stub = |name: &&str| (format!("{name}:"), format!("{{% component {name}() %}}{{% endcomponent {name} %}}"));
    let all = components.iter().map(stub).chain([("own".to_owned(), text.to_owned())]);
    let error = tera::Tera::new().add_raw_templates(all).err()?;
    let (at, why) = match error.kind() {
        tera::ErrorKind::SyntaxError(report) => (report.span().range.clone(), report.message().to_owned()),
        _ => (0..0, error.to_string()),
    };
    let at = text.get(at.clone()).map_or(Span::default(), |_| Span::new(at.start, at.end));
    let problem = Problem::new(ProblemKind::InvalidTheme, at, tell!("tera does not take this: {why}", why));
    Some(problem.help(tell!("Write it another way, or in several conditions or values.")))
}

struct Scanner<'a> {
    text: &'a str,
    components: &'a [&'a str],
    at: usize,
    open: Vec<Opened<'a>>,
    prepared: String,
    /// The text with blanks in the place of what stands between marks.
    plain: String,
    of_view: Option<Span>,
    problems: Vec<Problem>,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some((begin, close)) = self.next_mark() {
            let inner = begin + 2;
            let Some(length) = end_of(&self.text[inner..], close) else {
                let mark = &self.text[begin..inner];
                let message = tell!("`{mark}` is never closed", mark);
                self.wrong(begin..inner, message, tell!("Close it with `{close}`.", close));
                return;
            };
            let end = inner + length + 2;
            self.prepared.push_str(&self.text[self.at..begin]);
            self.plain.push_str(&self.text[self.at..begin]);
            self.plain.extend(std::iter::repeat_n(' ', end - begin));
            self.at = end;
            if close == "#}" {
                continue;
            }
            self.prepared.push_str(&self.text[begin..end]);
            let (from, to) = trimmed(self.text, inner, end - 2);
            if close == "}}" {
                self.expression(from, to);
            } else {
                self.tag(from, to, end);
            }
        }
        self.prepared.push_str(&self.text[self.at..]);
        self.plain.push_str(&self.text[self.at..]);
        if let Some(Opened { open, span, .. }) = self.open.pop() {
            let (what, end) = if open == Open::For { ("for", "endfor") } else { ("if", "endif") };
            self.wrong(
                span.start..span.end,
                tell!("this `{what}` is never closed", what),
                tell!("Close it with `{% {end} %}`.", end),
            );
        }
    }

    /// The next place where something else than text begins, and how that ends.
    fn next_mark(&self) -> Option<(usize, &'static str)> {
        let rest = &self.text[self.at..];
        let found = rest.as_bytes().windows(2).position(|two| matches!(two, b"{{" | b"{%" | b"{#"))?;
        let close = match rest.as_bytes()[found + 1] {
            b'{' => "}}",
            b'%' => "%}",
            _ => "#}",
        };
        Some((self.at + found, close))
    }

    /// Notes what is asked of the view of a page where no condition makes sure of it.
    fn granted(&mut self, from: usize, to: usize) {
        if !of_view(&self.text[from..to]).all(|asked| self.is_there(asked.key)) {
            self.of_view.get_or_insert(Span::new(from, to));
        }
    }

    fn is_there(&self, key: &str) -> bool {
        self.open.iter().any(|opened| opened.here.contains(key))
    }

    /// Reads from the condition of a branch which keys are there where it holds, and where it does not. What it makes of a key
    /// that nobody asked for is noted as elsewhere.
    fn asks(&mut self, from: usize, to: usize) {
        let condition = &self.text[from..to];
        let has = |word: &str| condition.split_whitespace().any(|found| found == word);
        let (mut asked, mut here, mut later) = (BTreeSet::new(), BTreeSet::new(), BTreeSet::new());
        for Asked { key, negated, bare } in of_view(condition) {
            if bare {
                asked.insert(key);
                let of = if negated { &mut later } else { &mut here };
                of.insert(key);
            } else if !asked.contains(key) && !self.is_there(key) {
                self.of_view.get_or_insert(Span::new(from, to));
            }
        }
        if let Some(opened) = self.open.last_mut() {
            opened.here = if has("or") { BTreeSet::new() } else { here };
            opened.later.extend(later.into_iter().filter(|_| !has("and")));
        }
    }

    fn expression(&mut self, from: usize, to: usize) {
        self.granted(from, to);
        let mut reader = Reader::new(self.text, from, to);
        let read = if reader.begins_component() { reader.component(self.components) } else { reader.value() };
        if let Err(problem) = read.and_then(|()| reader.finish()) {
            self.problems.push(problem);
        }
    }

    fn tag(&mut self, from: usize, to: usize, end: usize) {
        let inner = &self.text[from..to];
        let word_length = inner.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(inner.len());
        let word = &inner[..word_length];
        let mut reader = Reader::new(self.text, from + word_length, to);
        let top = self.open.last().map(|opened| opened.open);
        let read = match (word, top) {
            ("if", _) => {
                self.opens(Open::If, from, to);
                self.asks(from, to);
                reader.condition()
            }
            ("elif", Some(Open::If)) => {
                self.branches(from, to);
                self.asks(from, to);
                reader.condition()
            }
            ("else", Some(Open::If)) => {
                if let Some(opened) = self.open.last_mut() {
                    opened.open = Open::Else;
                    opened.here = take(&mut opened.later);
                }
                Ok(())
            }
            ("endif", Some(Open::If | Open::Else)) | ("endfor", Some(Open::For)) => {
                self.open.pop();
                Ok(())
            }
            ("for", _) => {
                self.granted(from, to);
                self.opens(Open::For, from, to);
                self.prepared.push_str("{{ ");
                self.prepared.push_str(TURN);
                // What is trimmed behind the tag stays trimmed.
                self.prepared.push_str(if self.text[..end].ends_with("-%}") { "() -}}" } else { "() }}" });
                reader.each()
            }
            ("elif" | "else" | "endif" | "endfor", _) => {
                self.wrong(
                    from..to,
                    tell!("`{word}` closes nothing that is open here", word),
                    tell!("Remove it, or open what it closes."),
                );
                return;
            }
            _ => {
                let help = tell!(
                    "A template of your own has `if`, `elif`, `else`, `for`, values in `{{ … }}` and the components of `aims explain theme`."
                );
                let name = if word.is_empty() { inner.trim() } else { word };
                let message = tell!("`{name}` is nothing that such a template can have", name = brief(name));
                self.wrong(from..to, message, help);
                return;
            }
        };
        if let Err(problem) = read.and_then(|()| reader.finish()) {
            self.problems.push(problem);
        }
    }

    fn opens(&mut self, open: Open, from: usize, to: usize) {
        if self.open.len() == DEEPEST {
            self.wrong(
                from..to,
                tell!("more than {most} conditions and loops stand in one another", most = DEEPEST),
                tell!("Make it flatter."),
            );
        }
        self.open.push(Opened {
            open,
            span: Span::new(from, to),
            here: BTreeSet::new(),
            later: BTreeSet::new(),
            branches: 0,
        });
    }

    /// Notes one more branch of the condition that is open.
    fn branches(&mut self, from: usize, to: usize) {
        if let Some(opened) = self.open.last_mut() {
            opened.here.clear();
            opened.branches += 1;
        }
        if self.open.iter().map(|opened| opened.branches).sum::<usize>() == BRANCHES + 1 {
            self.wrong(
                from..to,
                tell!("more than {most} `elif` are open here", most = BRANCHES),
                tell!("Close the condition and begin another."),
            );
        }
    }

    fn wrong(&mut self, at: std::ops::Range<usize>, message: Words, help: Words) {
        self.problems.push(Problem::new(ProblemKind::InvalidTheme, Span::new(at.start, at.end), message).help(help));
    }
}

/// A key that is asked of the view of a page.
struct Asked<'a> {
    key: &'a str,
    /// What holds is that there is none, or nothing that is known.
    negated: bool,
    /// Nothing is made of it that it has to be there for.
    bare: bool,
}

/// The keys that are asked of the view of a page, but for those that something stands in for.
fn of_view(inner: &str) -> impl Iterator<Item = Asked<'_>> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let places =
        inner.match_indices("view.").filter(move |(at, _)| !inner[..*at].ends_with(|c: char| is_word(c) || c == '.'));
    places.filter_map(move |(at, sign)| {
        let rest = &inner[at + sign.len()..];
        let key = &rest[..rest.find(|c: char| !is_word(c)).unwrap_or(rest.len())];
        let behind = rest[key.len()..].trim_start();
        if behind.strip_prefix('|').is_some_and(|filter| filter.trim_start().starts_with("default")) {
            return None;
        }
        let before = inner[..at].trim_end_matches([' ', '(']);
        let is_alone = [")", "and ", "or ", "is ", "==", "!="].iter().any(|sign| behind.starts_with(sign));
        let is_used = [" in", "<", ">", "<=", ">="].iter().any(|sign| before.ends_with(sign));
        let bare = !is_used && (behind.is_empty() || is_alone);
        let negated = before.ends_with("not") != (behind.starts_with("is not") || behind.starts_with("!="));
        Some(Asked { key, negated, bare })
    })
}

/// Where what was opened ends: at `close`, but for those inside quotes.
fn end_of(rest: &str, close: &str) -> Option<usize> {
    if close == "#}" {
        return rest.find(close);
    }
    let mut quote = None;
    for (at, byte) in rest.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            None if matches!(byte, b'"' | b'\'' | b'`') => quote = Some(byte),
            None if rest.as_bytes()[at..].starts_with(close.as_bytes()) => return Some(at),
            Some(_) | None => {}
        }
    }
    None
}

/// What stands between marks without their signs for trimming and the blanks.
fn trimmed(text: &str, from: usize, to: usize) -> (usize, usize) {
    let inner = &text[from..to];
    let inner = inner.strip_prefix('-').unwrap_or(inner);
    let start = to - inner.len();
    let inner = inner.strip_suffix('-').unwrap_or(inner);
    let end = start + inner.len();
    let start = start + (inner.len() - inner.trim_start().len());
    (start.min(end), (end - (inner.len() - inner.trim_end().len())).max(start.min(end)))
}

fn brief(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests;
