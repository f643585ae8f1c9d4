//! What is being written in `aims.toml` where the cursor stands. Only what stands before it is read, and none of that has to
//! be sound: a text that is being typed is seldom one that can be parsed.

use std::ops::Range;

/// How deep lists and tables in one another are followed.
const DEEPEST: usize = 16;

/// What is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cursor {
    /// A part of the name of a table, between brackets, behind these.
    Header {
        /// The parts before it.
        above: Vec<String>,
        /// What stands before the cursor of it.
        word: Range<usize>,
    },
    /// A key, in this table.
    Key {
        /// The table, from the outermost.
        above: Vec<String>,
        /// What stands before the cursor of it.
        word: Range<usize>,
    },
    /// A value, or an item of one.
    Value {
        /// Its keys, from the outermost.
        of: Vec<String>,
        /// What stands before the cursor of it, without its quote.
        word: Range<usize>,
        /// The quote that was opened.
        quote: Option<char>,
    },
    /// Anything else.
    Other,
}

/// What is being written at the byte `at` of a text.
pub(super) fn read(text: &str, at: usize) -> Cursor {
    let mut scanner = Scanner { text: &text[..at], at: 0, depth: 0 };
    match scanner.file() {
        Err(found) => found,
        Ok(()) => Cursor::Other,
    }
}

/// Goes through the text; `Err` is where it ends.
struct Scanner<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

type Step<T = ()> = Result<T, Cursor>;

impl Scanner<'_> {
    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn next(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn take_while(&mut self, is_taken: impl Fn(char) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(|c| !is_taken(c)).unwrap_or(rest.len());
        start..self.at
    }

    fn blanks(&mut self) {
        self.take_while(|c| matches!(c, ' ' | '\t'));
    }

    /// Blanks, ends of lines and comments. A text that ends in a comment ends in nothing that is known.
    fn between(&mut self) -> Step {
        loop {
            self.take_while(char::is_whitespace);
            if self.next() != Some('#') {
                return Ok(());
            }
            self.line();
            if self.next().is_none() {
                return Err(Cursor::Other);
            }
        }
    }

    /// The rest of the line.
    fn line(&mut self) {
        self.take_while(|c| c != '\n');
    }

    fn file(&mut self) -> Step {
        let mut table = Vec::new();
        loop {
            self.between()?;
            match self.next() {
                None => return Err(Cursor::Key { above: table, word: self.at..self.at }),
                Some('[') => table = self.header()?,
                Some(_) => self.entry(&table)?,
            }
            self.blanks();
            if self.next() == Some('#') && !self.rest().contains('\n') {
                return Err(Cursor::Other);
            }
            // A list that was never closed ends where another table begins, at the margin.
            if !self.text[..self.at].ends_with('\n') {
                self.line();
            }
        }
    }

    /// The name of a table, between one bracket or two.
    fn header(&mut self) -> Step<Vec<String>> {
        self.take_while(|c| c == '[');
        let mut above = Vec::new();
        let (key, word, next) = self.dotted(&mut above);
        if next.is_none() {
            return Err(Cursor::Header { above, word });
        }
        above.push(key);
        self.take_while(|c| c == ']');
        Ok(above)
    }

    /// A key with dots, and its value.
    fn entry(&mut self, table: &[String]) -> Step {
        let mut above = table.to_vec();
        match self.dotted(&mut above) {
            (_, word, None) => Err(Cursor::Key { above, word }),
            (key, _, Some('=')) => {
                above.push(key);
                self.at += 1;
                self.value(&above)
            }
            (_, word, Some(c)) => {
                // Nothing that a key can be: go on behind it, if only by a letter.
                if word.is_empty() && c != '\n' {
                    self.at += c.len_utf8();
                }
                Ok(())
            }
        }
    }

    /// The last part of a key with dots, where it stands, and what comes behind it; the parts before it go to `above`.
    fn dotted(&mut self, above: &mut Vec<String>) -> (String, Range<usize>, Option<char>) {
        loop {
            self.blanks();
            let (key, word) = self.key();
            self.blanks();
            if self.next() != Some('.') {
                return (key, word, self.next());
            }
            above.push(key);
            self.at += 1;
        }
    }

    /// One part of a key, and where it stands without its quotes.
    fn key(&mut self) -> (String, Range<usize>) {
        let Some(quote) = self.next().filter(|c| matches!(c, '"' | '\'')) else {
            let word = self.take_while(|c| c.is_alphanumeric() || matches!(c, '_' | '-'));
            return (self.text[word.clone()].to_owned(), word);
        };
        self.at += 1;
        let word = self.take_while(|c| c != quote && c != '\n');
        if self.next() == Some(quote) {
            self.at += 1;
        }
        (self.text[word.clone()].to_owned(), word)
    }

    fn value(&mut self, of: &[String]) -> Step {
        self.blanks();
        match self.next() {
            None => Err(Cursor::Value { of: of.to_vec(), word: self.at..self.at, quote: None }),
            Some(quote @ ('"' | '\'')) => self.quoted(of, quote),
            Some('[') => self.inside(of, ']'),
            Some('{') => self.inside(of, '}'),
            Some(_) => {
                let word = self.take_while(|c| !matches!(c, ',' | ']' | '}' | '\n' | '#'));
                match self.next() {
                    None => Err(Cursor::Value { of: of.to_vec(), word, quote: None }),
                    Some(_) => Ok(()),
                }
            }
        }
    }

    fn quoted(&mut self, of: &[String], quote: char) -> Step {
        let three: String = [quote; 3].iter().collect();
        if self.rest().starts_with(&three) {
            self.at += 3;
            return match self.rest().find(&three) {
                Some(end) => {
                    self.at += end + 3;
                    Ok(())
                }
                None => Err(Cursor::Other),
            };
        }
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        for (place, c) in self.text[start..].char_indices() {
            match c {
                '\n' => {
                    self.at = start + place;
                    return Ok(());
                }
                c if c == quote && !escaped => {
                    self.at = start + place + 1;
                    return Ok(());
                }
                c => escaped = c == '\\' && quote == '"' && !escaped,
            }
        }
        Err(Cursor::Value { of: of.to_vec(), word: start..self.text.len(), quote: Some(quote) })
    }

    /// The items of a list, or the entries of a table on one line, up to the sign that closes it.
    fn inside(&mut self, of: &[String], close: char) -> Step {
        if self.depth == DEEPEST {
            return Err(Cursor::Other);
        }
        self.depth += 1;
        self.at += 1;
        loop {
            let start = self.at;
            self.between()?;
            let is_new_line = self.text[start..self.at].contains('\n') && self.text[..self.at].ends_with('\n');
            match self.next() {
                None if close == ']' => {
                    return Err(Cursor::Value { of: of.to_vec(), word: self.at..self.at, quote: None });
                }
                None => return Err(Cursor::Key { above: of.to_vec(), word: self.at..self.at }),
                Some(c) if c == close => {
                    self.at += 1;
                    break;
                }
                // What begins at the margin is another table or key: this one was never closed.
                Some(_) if is_new_line => break,
                Some(',') => self.at += 1,
                Some(']' | '}') => break,
                Some(_) if close == ']' => self.value(of)?,
                Some(_) => self.entry(of)?,
            }
        }
        self.depth -= 1;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is being written at the bar of a text, in short.
    fn at_bar(text: &str) -> String {
        let at = text.find('┃').expect("a bar");
        let text = text.replace('┃', "");
        match read(&text, at) {
            Cursor::Header { above, word } => format!("[{}] {}", above.join("."), &text[word]),
            Cursor::Key { above, word } => format!("{}: {}", above.join("."), &text[word]),
            Cursor::Value { of, word, quote } => {
                format!("{} = {}{}", of.join("."), quote.map(String::from).unwrap_or_default(), &text[word])
            }
            Cursor::Other => "other".to_owned(),
        }
    }

    #[test]
    fn what_is_being_written_is_known() {
        for (text, expected) in [
            ("┃", ": "),
            ("[rev┃", "[] rev"),
            ("[review.ev┃", "[review] ev"),
            ("[[checks.┃", "[checks] "),
            ("[approval.kinds.\"my k┃", "[approval.kinds] my k"),
            ("[review]\ndu┃", "review: du"),
            ("[review]\ndue-soon = \"1 year\" # why\n┃", "review: "),
            ("[review]\nevery.pol┃", "review.every: pol"),
            ("review.every.┃", "review.every: "),
            ("[site]\naudience = ┃", "site.audience = "),
            ("[site]\naudience = \"int┃\"", "site.audience = \"int"),
            ("[publish]\naddresses = tr┃", "publish.addresses = tr"),
            ("[frameworks]\nuse = [\"a\",\n  # b\n  'eu┃", "frameworks.use = 'eu"),
            ("[frameworks]\nuse = [┃]", "frameworks.use = "),
            ("[frameworks]\nuse = [\"a\"\n[review]\nd┃", "review: d"),
            ("[review]\nevery = { policy = \"1 year\", ri┃ }", "review.every: ri"),
            ("[approval.kinds]\npolicy = { needs = \"re┃", "approval.kinds.policy.needs = \"re"),
            ("[kinds.x]\nfield = [{ name = \"a\", type = \"┃", "kinds.x.field.type = \""),
            ("[[people]]\nname = \"A \\\" ] b\"\nroles = [\"┃", "people.roles = \""),
            ("[site]\ntitle = \"open\nau┃", "site: au"),
            ("[site] # a co┃", "other"),
            ("# a co┃", "other"),
            ("[site]\ntitle = '''a\nb┃", "other"),
        ] {
            assert_eq!(at_bar(text), expected, "{text:?}");
        }
        let deep = format!("a = {}", "[".repeat(100_000));
        assert_eq!(read(&deep, deep.len()), Cursor::Other);
    }

    proptest::proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[a-z=.,\"'\\[\\]{}# \n\\\\\u{e9}]{0,80}") {
            for (at, _) in text.char_indices().chain([(text.len(), ' ')]) {
                let _ = read(&text, at);
            }
        }
    }
}
