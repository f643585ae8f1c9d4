//! Text in the pieces that it is compared in: words, marks, cells and where links lead.

use crate::parse::{Block, BlockKind, CELL};

/// A piece of text. Equal pieces are the same to a reader.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Token<'a> {
    pub kind: TokenKind,
    pub text: &'a str,
    /// The white space before it where that says something: in code.
    pub gap: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum TokenKind {
    /// A word, a number, a name of a control.
    Word,
    /// A mark that changes how a sentence reads, seldom what it says.
    Mark,
    /// Any other sign, among them the end of a cell.
    Sign,
    /// Where the link leads whose text ends here.
    Link,
    /// Where the image comes from whose text ends here.
    Image,
}

/// The pieces of a block, and for each whether white space stands before it.
#[derive(Debug, Default)]
pub(super) struct Tokens<'a> {
    pub list: Vec<Token<'a>>,
    pub spaced: Vec<bool>,
}

impl<'a> Tokens<'a> {
    pub(super) fn of(block: &'a Block) -> Self {
        let mut tokens = Self::default();
        let is_code = block.kind == BlockKind::Code;
        let mut from = 0;
        for link in &block.links {
            tokens.read(&block.text[from..link.at], is_code);
            from = link.at;
            let kind = if link.image { TokenKind::Image } else { TokenKind::Link };
            tokens.push(kind, &link.target, "", true);
        }
        tokens.read(&block.text[from..], is_code);
        tokens
    }

    /// The pieces of a plain text.
    pub(super) fn of_text(text: &'a str) -> Self {
        let mut tokens = Self::default();
        tokens.read(text, false);
        tokens
    }

    fn push(&mut self, kind: TokenKind, text: &'a str, gap: &'a str, spaced: bool) {
        self.list.push(Token { kind, text, gap });
        self.spaced.push(spaced);
    }

    fn read(&mut self, text: &'a str, is_code: bool) {
        let mut rest = text;
        loop {
            let blank = rest.len()
                - rest.trim_start_matches(|c: char| c.is_whitespace() && c != CELL || is_code && c == CELL).len();
            let gap = &rest[..blank];
            rest = &rest[blank..];
            if rest.is_empty() {
                return;
            }
            let meant = if is_code && gap != " " { gap } else { "" };
            if !is_code && let Some(after) = rest.strip_prefix(CELL) {
                self.push(TokenKind::Sign, &rest[..1], "", true);
                rest = after;
                continue;
            }
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let from = self.list.len();
            // After the end of a cell there is white space to the eye.
            let after_cell = self.list.last().is_some_and(|token| token.text.starts_with(CELL));
            self.chunk(&rest[..end]);
            if let Some(first) = self.list.get_mut(from) {
                first.gap = meant;
                self.spaced[from] = !gap.is_empty() || after_cell;
            }
            rest = &rest[end..];
        }
    }

    /// What stands between white space: signs at its ends are pieces of their own.
    fn chunk(&mut self, chunk: &'a str) {
        let mut rest = chunk;
        while let Some(c) = rest.chars().next() {
            let after = &rest[c.len_utf8()..];
            // The sign of a number belongs to it.
            let is_signed = matches!(c, '-' | '+' | '−') && after.starts_with(|c: char| c.is_ascii_digit());
            if c.is_alphanumeric() || is_signed {
                break;
            }
            self.sign(&rest[..c.len_utf8()], c);
            rest = after;
        }
        let core = rest.trim_end_matches(|c: char| !c.is_alphanumeric());
        self.word(core);
        for (at, c) in rest[core.len()..].char_indices() {
            let at = core.len() + at;
            self.sign(&rest[at..at + c.len_utf8()], c);
        }
    }

    fn sign(&mut self, text: &'a str, c: char) {
        self.push(if is_mark(c) { TokenKind::Mark } else { TokenKind::Sign }, text, "", false);
    }

    /// A word; where the script writes no blanks between words, every letter is one.
    fn word(&mut self, core: &'a str) {
        if core.is_ascii() {
            if !core.is_empty() {
                self.push(TokenKind::Word, core, "", false);
            }
            return;
        }
        let mut from = 0;
        for (at, c) in core.char_indices() {
            if is_unspaced(c) {
                if from < at {
                    self.push(TokenKind::Word, &core[from..at], "", false);
                }
                from = at + c.len_utf8();
                self.push(TokenKind::Word, &core[at..from], "", false);
            }
        }
        if from < core.len() {
            self.push(TokenKind::Word, &core[from..], "", false);
        }
    }
}

/// How many of some pieces are words.
pub(super) fn words(tokens: &[Token<'_>]) -> usize {
    tokens.iter().filter(|token| token.kind == TokenKind::Word).count()
}

/// How many items two sorted lists have in common.
pub(super) fn in_both<T: Ord>(a: &[T], b: &[T]) -> usize {
    let (mut common, mut i, mut j) = (0, 0, 0);
    while let (Some(left), Some(right)) = (a.get(i), b.get(j)) {
        let order = left.cmp(right);
        common += usize::from(order.is_eq());
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
    common
}

fn is_mark(c: char) -> bool {
    matches!(
        c,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | '('
            | ')'
            | '['
            | ']'
            | '\''
            | '"'
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '«'
            | '»'
            | '…'
            | '-'
            | '–'
            | '—'
            | '·'
            | '•'
            | '、'
            | '。'
            | '，'
            | '：'
            | '；'
            | '`'
            | '_'
            | '\u{fffc}'
            | '\u{feff}'
    )
}

/// Chinese characters and kana.
fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}
