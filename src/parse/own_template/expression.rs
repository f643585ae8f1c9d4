//! What stands inside the marks of a template: values, conditions, loops and components.

use crate::base::wording::Words;
use crate::base::{mark, tell};
use crate::diag::Span;
use crate::parse::problem::{Problem, ProblemKind};

/// Filters that make nothing longer than what they are given.
const FILTERS: [&str; 10] =
    ["abs", "capitalize", "default", "first", "last", "length", "lower", "round", "trim", "upper"];

/// Keys whose values are made as HTML, and may be shown as that.
const HTML: [&str; 1] = ["body"];

/// What can be asked of a value.
const TESTS: [&str; 12] =
    ["array", "bool", "defined", "even", "float", "integer", "iterable", "map", "none", "number", "odd", "string"];

/// How deep brackets may stand in one another.
const DEEPEST: usize = 8;

/// A piece of what stands between marks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Token<'a> {
    Word(&'a str),
    Text,
    Number,
    Sign(&'a str),
}

/// Reads what stands between marks, from its start to its end.
pub(super) struct Reader<'a> {
    text: &'a str,
    at: usize,
    end: usize,
    depth: usize,
}

type Read = Result<(), Problem>;

impl<'a> Reader<'a> {
    pub(super) fn new(text: &'a str, at: usize, end: usize) -> Self {
        Self { text, at, end, depth: 0 }
    }

    /// Whether a component stands here: `<name …/>`.
    pub(super) fn begins_component(&self) -> bool {
        self.rest().starts_with('<')
    }

    /// Whether nothing is left.
    pub(super) fn finish(&self) -> Read {
        match self.rest().is_empty() {
            true => Ok(()),
            false => Err(self.fault(tell!("this cannot stand here"))),
        }
    }

    /// `<name key={value} … />`.
    pub(super) fn component(&mut self, known: &[&str]) -> Read {
        self.sign("<")?;
        let before = self.at;
        let name = self.word(mark!("the name of a component is missing here"))?;
        if !known.contains(&name) {
            self.at = before;
            return Err(self.fault(tell!("no component is called that")).help(there_are(known)));
        }
        while !self.takes("/>") {
            self.word(mark!("a key, or `/>` is missing here"))?;
            self.sign("=")?;
            match self.peek() {
                Some((Token::Text, end)) => self.at = end,
                _ => {
                    self.sign("{")?;
                    self.value()?;
                    self.sign("}")?;
                }
            }
        }
        Ok(())
    }

    /// `name in value`, or `key, name in value`.
    pub(super) fn each(&mut self) -> Read {
        self.name()?;
        if self.takes(",") {
            self.name()?;
        }
        match self.peek() {
            Some((Token::Word("in"), end)) => self.at = end,
            _ => return Err(self.missing("in")),
        }
        self.operand()
    }

    /// Values compared and joined by `and`, `or` and `not`.
    pub(super) fn condition(&mut self) -> Read {
        self.deeper()?;
        loop {
            while self.takes_word("not") {}
            if self.takes("(") {
                self.condition()?;
                self.sign(")")?;
            } else {
                self.compared()?;
            }
            if !self.takes_word("and") && !self.takes_word("or") {
                break;
            }
        }
        self.depth -= 1;
        Ok(())
    }

    fn compared(&mut self) -> Read {
        self.value()?;
        if self.takes_word("is") {
            self.takes_word("not");
            let before = self.at;
            let test = self.word(mark!("what is asked is missing here"))?;
            if !TESTS.contains(&test) {
                self.at = before;
                return Err(self.fault(tell!("this cannot be asked")).help(there_are(&TESTS)));
            }
            return Ok(());
        }
        for sign in ["==", "!=", "<=", ">=", "<", ">"] {
            if self.takes(sign) {
                return self.value();
            }
        }
        if self.takes_word("in") {
            return self.value();
        }
        Ok(())
    }

    /// A value and what is done to it.
    pub(super) fn value(&mut self) -> Read {
        let key = self.operand_of()?;
        while self.takes("|") {
            let before = self.at;
            let filter = self.word(mark!("the name of a filter is missing here"))?;
            if filter == "safe" && key.is_some_and(|key| HTML.contains(&key)) {
                continue;
            }
            if filter == "safe" {
                self.at = before;
                let help = tell!(
                    "Texts of documents are shown as text. What is made of parts goes through a component: `{{ <parts p={x.parts} /> }}`."
                );
                return Err(self.fault(tell!("this value is no HTML")).help(help));
            }
            if !FILTERS.contains(&filter) {
                self.at = before;
                return Err(self.fault(tell!("no such filter can be used here")).help(there_are(&FILTERS)));
            }
            if self.takes("(") {
                self.word(mark!("a key is missing here"))?;
                self.sign("=")?;
                self.operand()?;
                self.sign(")")?;
            }
        }
        Ok(())
    }

    fn operand(&mut self) -> Read {
        self.operand_of().map(|_| ())
    }

    /// A text, a number or the way to a value; of the last its last key.
    fn operand_of(&mut self) -> Result<Option<&'a str>, Problem> {
        match self.peek() {
            Some((Token::Text | Token::Number, end)) => {
                self.at = end;
                Ok(None)
            }
            Some((Token::Word(_), _)) => {
                let mut key = self.word(mark!("a value is missing here"))?;
                while self.takes(".") {
                    key = self.word(mark!("a key is missing here"))?;
                }
                Ok(Some(key))
            }
            _ => Err(self.fault(tell!("a value is missing here"))),
        }
    }

    fn name(&mut self) -> Read {
        self.word(mark!("a name is missing here")).map(|_| ())
    }

    /// A word; `missing` is told where there is none.
    fn word(&mut self, missing: &'static str) -> Result<&'a str, Problem> {
        match self.peek() {
            Some((Token::Word(word), end)) => {
                self.at = end;
                Ok(word)
            }
            _ => Err(self.fault(Words::from(missing))),
        }
    }

    fn sign(&mut self, sign: &str) -> Read {
        match self.takes(sign) {
            true => Ok(()),
            false => Err(self.missing(sign)),
        }
    }

    fn takes(&mut self, sign: &str) -> bool {
        let is_it = matches!(self.peek(), Some((Token::Sign(found), _)) if found == sign);
        if is_it && let Some((_, end)) = self.peek() {
            self.at = end;
        }
        is_it
    }

    fn takes_word(&mut self, word: &str) -> bool {
        match self.peek() {
            Some((Token::Word(found), end)) if found == word => {
                self.at = end;
                true
            }
            _ => false,
        }
    }

    fn deeper(&mut self) -> Read {
        self.depth += 1;
        match self.depth > DEEPEST {
            true => Err(self.fault(tell!("brackets stand too deep in one another"))),
            false => Ok(()),
        }
    }

    /// What is left, from the next token on.
    fn rest(&self) -> &'a str {
        self.text.get(self.at..self.end).unwrap_or("").trim()
    }

    /// The next token, and where it ends.
    fn peek(&self) -> Option<(Token<'a>, usize)> {
        let left = self.text.get(self.at..self.end)?;
        let rest = left.trim_start();
        let at = self.at + left.len() - rest.len();
        let first = rest.chars().next()?;
        let of = |is: fn(char) -> bool| rest.find(|c: char| !is(c)).unwrap_or(rest.len());
        if first.is_ascii_alphabetic() || first == '_' {
            let length = of(|c| c.is_ascii_alphanumeric() || c == '_');
            return Some((Token::Word(&rest[..length]), at + length));
        }
        if first.is_ascii_digit() {
            return Some((Token::Number, at + of(|c| c.is_ascii_digit())));
        }
        if matches!(first, '"' | '\'' | '`') {
            // No text with a `\`, so that what ends it is the same for whoever reads it.
            let length = rest[1..].find(first)? + 2;
            let plain = !rest[..length].contains('\\');
            return Some((if plain { Token::Text } else { Token::Sign(&rest[..1]) }, at + length));
        }
        let two = rest.get(..2).filter(|two| matches!(*two, "==" | "!=" | "<=" | ">=" | "/>"));
        let length = two.map_or(first.len_utf8(), str::len);
        Some((Token::Sign(&rest[..length]), at + length))
    }

    fn missing(&self, sign: &str) -> Problem {
        self.fault(tell!("`{sign}` is missing here", sign))
    }

    fn fault(&self, message: Words) -> Problem {
        let left = self.text.get(self.at..self.end).unwrap_or("");
        let start = self.at + left.len() - left.trim_start().len();
        let end = self.peek().map_or(start, |(_, end)| end);
        Problem::new(ProblemKind::InvalidTheme, Span::new(start, end.max(start)), message)
    }
}

/// What can be written instead.
fn there_are(names: &[&str]) -> Words {
    tell!("There are {names}.", names = names.join(", "))
}
