//! Reads Rust source as far as paths need it: which names a file speaks of, outside comments and strings, with those of
//! `use` groups written out and those that climb with `super` put where they lead.

/// A path in source, `crate::base::Date` or `git2::Repository`, with `use` groups written out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// Its segments. One that begins inside the crate begins with `crate` and holds no `super`.
    pub(crate) segments: Vec<String>,
    /// The line, from 1.
    pub(crate) line: usize,
    /// Whether it stands under `#[cfg(test)]`.
    pub(crate) in_test: bool,
    /// Whether it is written with `::` before it, and so names a crate whatever modules there are.
    pub(crate) absolute: bool,
}

/// What a file says.
#[derive(Debug, Default)]
pub(crate) struct Source {
    /// Paths of two segments or more, and all that `use` names.
    pub(crate) paths: Vec<Named>,
    /// Methods that are called, by name, as `x.exists()`.
    pub(crate) methods: Vec<Named>,
    /// Modules declared in it, with whether they are for tests only.
    pub(crate) modules: Vec<(String, bool)>,
}

/// Reads the text of the file that is the module `at`, such as `["site", "pages"]`.
pub(crate) fn read(text: &str, at: &[String]) -> Source {
    let mut reader = Reader { tokens: tokens(text), at: 0, found: Source::default(), file: at.to_vec() };
    reader.items(&mut Vec::new(), false);
    reader.found
}

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Function {
    pub(crate) name: String,
    /// The line of its name, from 1.
    pub(crate) line: usize,
    /// How many lines there are from its name to the end of its body.
    pub(crate) lines: usize,
}

/// The functions in the text of a file, tests among them, in the order of their names in it.
pub(crate) fn functions(text: &str) -> Vec<Function> {
    let tokens = tokens(text);
    let mut found = Vec::new();
    for (at, pair) in tokens.windows(2).enumerate() {
        let (Token::Word(word), Token::Word(name)) = (&pair[0].0, &pair[1].0) else { continue };
        if word != "fn" {
            continue;
        }
        let (line, mut depth) = (pair[1].1, 0_usize);
        for (token, here) in &tokens[at..] {
            match token {
                // A declaration without a body; `[u8; 4]` is none.
                Token::Sign(';') if depth == 0 => break,
                Token::Sign('{' | '(' | '[') => depth += 1,
                Token::Sign(')' | ']') => depth -= 1,
                Token::Sign('}') => {
                    depth -= 1;
                    if depth == 0 {
                        found.push(Function { name: name.clone(), line, lines: here - line + 1 });
                        break;
                    }
                }
                _ => {}
            }
        }
    }
    found
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Token {
    Word(String),
    Sign(char),
    /// `::`
    Colons,
}

/// Cuts source into words and signs. Comments go; strings, characters and numbers leave a `"` behind.
fn tokens(text: &str) -> Vec<(Token, usize)> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let (mut at, mut line) = (0, 1);
    let next = |at: usize| chars.get(at).copied().unwrap_or('\0');
    while at < chars.len() {
        let start = at;
        let first_line = line;
        match chars[at] {
            '/' if next(at + 1) == '/' => at += chars[at..].iter().take_while(|c| **c != '\n').count(),
            '/' if next(at + 1) == '*' => at = end_of_comment(&chars, at),
            '"' => {
                at = end_of_string(&chars, at);
                found.push((Token::Sign('"'), first_line));
            }
            '\'' => {
                // A lifetime is a quote and a word that no quote ends.
                let is_char = next(at + 1) == '\\' || next(at + 2) == '\'';
                at += if next(at + 1) == '\\' { 3 } else { 1 };
                if is_char {
                    at += chars[at..].iter().take_while(|c| **c != '\'').count() + 1;
                    found.push((Token::Sign('"'), first_line));
                } else {
                    at += chars[at..].iter().take_while(|c| is_word(**c)).count();
                }
            }
            c if is_word(c) => {
                at += chars[at..].iter().take_while(|c| is_word(**c)).count();
                let word: String = chars[start..at].iter().collect();
                let raw = word.ends_with('r') && word.len() < 3 && matches!(next(at), '"' | '#');
                let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
                if raw && next(at + hashes) == '"' {
                    at = end_of_raw_string(&chars, at, hashes);
                    found.push((Token::Sign('"'), first_line));
                } else if raw && word == "r" && is_word(next(at + 1)) {
                    at += 1;
                } else if !(matches!(word.as_str(), "b" | "c") && next(at) == '"') {
                    let number = c.is_ascii_digit();
                    found.push((if number { Token::Sign('"') } else { Token::Word(word) }, first_line));
                }
            }
            ':' if next(at + 1) == ':' => {
                at += 2;
                found.push((Token::Colons, first_line));
            }
            c if c.is_whitespace() => at += 1,
            c => {
                at += 1;
                found.push((Token::Sign(c), first_line));
            }
        }
        line += chars[start..at.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    found
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

fn end_of_comment(chars: &[char], start: usize) -> usize {
    let (mut at, mut depth) = (start, 0);
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn end_of_string(chars: &[char], start: usize) -> usize {
    let mut at = start + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    at + 1
}

fn end_of_raw_string(chars: &[char], start: usize, hashes: usize) -> usize {
    let mut at = start + hashes + 1;
    while at < chars.len() {
        let closes = chars[at] == '"' && chars[at + 1..].iter().take_while(|c| **c == '#').count() >= hashes;
        at += 1;
        if closes {
            return at + hashes;
        }
    }
    at
}

struct Reader {
    tokens: Vec<(Token, usize)>,
    at: usize,
    found: Source,
    file: Vec<String>,
}

impl Reader {
    fn peek(&self, ahead: usize) -> Option<&Token> {
        self.tokens.get(self.at + ahead).map(|(token, _)| token)
    }

    fn word(&self, ahead: usize) -> Option<&str> {
        match self.peek(ahead) {
            Some(Token::Word(word)) => Some(word),
            _ => None,
        }
    }

    /// Reads until the brace closes that was opened before; `inside` are the modules of this file that it stands in.
    fn items(&mut self, inside: &mut Vec<String>, in_test: bool) {
        let mut for_tests = false;
        while let Some(token) = self.peek(0).cloned() {
            match token {
                Token::Sign('}') => return self.at += 1,
                Token::Sign('{') => {
                    self.at += 1;
                    self.items(inside, in_test || for_tests);
                    for_tests = false;
                }
                Token::Sign(';') => (self.at, for_tests) = (self.at + 1, false),
                Token::Sign('#') if self.is_cfg_test() => (self.at, for_tests) = (self.at + 1, true),
                Token::Word(word) if word == "mod" && self.word(1).is_some() => {
                    self.module(inside, in_test || for_tests);
                    for_tests = false;
                }
                Token::Word(word) if word == "in" && self.is_visibility() => {
                    // It says who may name what stands behind it, and names nothing itself.
                    while !matches!(self.peek(0), None | Some(Token::Sign(')'))) {
                        self.at += 1;
                    }
                }
                Token::Word(word) if word == "use" => {
                    self.at += 1;
                    self.tree(&[], inside, in_test || for_tests);
                }
                Token::Sign('.') if self.word(1).is_some() && self.peek(2) == Some(&Token::Sign('(')) => {
                    self.at += 1;
                    let named = self.named(vec![self.word(0).unwrap_or_default().to_owned()], in_test || for_tests);
                    self.found.methods.push(named);
                    self.at += 1;
                }
                Token::Word(_) | Token::Colons => self.path(inside, in_test || for_tests),
                Token::Sign(_) => self.at += 1,
            }
        }
    }

    /// `#[cfg(test)]` and `#[cfg(all(test, …))]`.
    fn is_cfg_test(&self) -> bool {
        let rest = &self.tokens[self.at..];
        let attribute: Vec<&Token> =
            rest.iter().map(|(token, _)| token).take_while(|token| **token != Token::Sign(']')).collect();
        let holds = |word: &str| attribute.iter().any(|token| **token == Token::Word(word.into()));
        attribute.get(2) == Some(&&Token::Word("cfg".into())) && holds("test") && !holds("not") && !holds("any")
    }

    fn module(&mut self, inside: &mut Vec<String>, in_test: bool) {
        let name = self.word(1).unwrap_or_default().to_owned();
        self.at += 2;
        self.found.modules.push((name.clone(), in_test));
        if self.peek(0) == Some(&Token::Sign('{')) {
            self.at += 1;
            inside.push(name);
            self.items(inside, in_test);
            inside.pop();
        }
    }

    /// Whether `pub(` stands before.
    fn is_visibility(&self) -> bool {
        let before: Vec<&Token> = self.tokens[..self.at].iter().rev().take(2).map(|(token, _)| token).collect();
        matches!(before[..], [Token::Sign('('), Token::Word(word)] if word == "pub")
    }

    /// A path in an expression, a type or an attribute.
    fn path(&mut self, inside: &[String], in_test: bool) {
        let absolute = self.peek(0) == Some(&Token::Colons);
        if absolute {
            self.at += 1;
        }
        let Some(first) = self.word(0).map(str::to_owned) else { return };
        let mut named = self.named(vec![first], in_test);
        named.absolute = absolute && !self.follows_a_type();
        self.at += 1;
        while let (Some(Token::Colons), Some(word)) = (self.peek(0), self.word(1)) {
            named.segments.push(word.to_owned());
            self.at += 2;
        }
        if named.segments.len() > 1 {
            self.add(named, inside);
        }
    }

    /// Whether the `::` just read goes on a path, as in `Vec::<u8>::new`, rather than beginning one.
    fn follows_a_type(&self) -> bool {
        self.at >= 2 && matches!(self.tokens[self.at - 2].0, Token::Sign('>') | Token::Word(_))
    }

    /// One tree of a `use`, behind the segments of `before`.
    fn tree(&mut self, before: &[String], inside: &[String], in_test: bool) {
        let absolute = self.peek(0) == Some(&Token::Colons);
        let mut named = self.named(before.to_vec(), in_test);
        named.absolute = absolute;
        loop {
            match self.peek(0).cloned() {
                Some(Token::Colons) => self.at += 1,
                Some(Token::Word(word)) if word == "as" => self.at += 2,
                Some(Token::Word(word)) => {
                    named.segments.push(word);
                    self.at += 1;
                }
                Some(Token::Sign('*')) => {
                    named.segments.push("*".into());
                    self.at += 1;
                }
                Some(Token::Sign('{')) => {
                    self.at += 1;
                    while !matches!(self.peek(0), None | Some(Token::Sign('}'))) {
                        self.tree(&named.segments, inside, in_test);
                        if self.peek(0) == Some(&Token::Sign(',')) {
                            self.at += 1;
                        }
                    }
                    self.at += 1;
                    return;
                }
                _ => break,
            }
        }
        if !named.segments.is_empty() {
            self.add(named, inside);
        }
        if !matches!(self.peek(0), Some(Token::Sign(',' | '}' | ';'))) {
            self.at += 1;
        }
    }

    fn named(&self, segments: Vec<String>, in_test: bool) -> Named {
        let line = self.tokens.get(self.at).map_or(0, |(_, line)| *line);
        Named { segments, line, in_test, absolute: false }
    }

    /// Puts what begins with `super` or `self` where it leads.
    fn add(&mut self, mut named: Named, inside: &[String]) {
        let mut module: Vec<String> = self.file.iter().chain(inside).cloned().collect();
        let mut rest = named.segments.as_slice();
        let climbs = matches!(rest.first().map(String::as_str), Some("super" | "self"));
        while let Some((first, others)) =
            rest.split_first().filter(|(first, _)| matches!(first.as_str(), "super" | "self"))
        {
            if first == "super" {
                module.pop();
            }
            rest = others;
        }
        if climbs {
            named.segments = ["crate".to_owned()].into_iter().chain(module).chain(rest.iter().cloned()).collect();
        }
        self.found.paths.push(named);
    }
}
