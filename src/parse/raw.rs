//! Raw HTML inside Markdown, read into tags and text.
//!
//! The links of raw HTML are checked like all others, and the site writes raw HTML anew from what is read here, tag by
//! tag. So this reader need not agree with every browser about every oddity: what it does not take for a tag reaches the
//! page as text, and a tag only in the words of the site. What is left open at the end of a piece ends with it, as text
//! that stands inside `<script>` does, and comments.

use pulldown_cmark::{Event, Parser};

use crate::diag::Span;

/// One piece of raw HTML: a block of it, or one tag in a line.
#[derive(Debug, Default)]
pub(crate) struct RawHtml {
    text: String,
    /// Where lines of the text begin in it, and their places in the file: a block in a quote is not in one piece there.
    lines: Vec<(usize, Span)>,
}

/// A part of a piece.
#[derive(Debug)]
pub(crate) enum Token<'a> {
    /// Text; its character references are as written.
    Text(&'a str),
    /// A start tag.
    Start(StartTag<'a>),
    /// An end tag: its name in lower case.
    End(String),
}

/// What hides more of a piece than was meant.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Hiding {
    /// Where what is never closed opens, and what would close it.
    pub(super) open: Option<(usize, String)>,
    /// Where a comment opens, and where another does before it is closed.
    pub(super) comments: Vec<(usize, usize)>,
}

/// A start tag.
#[derive(Debug)]
pub(crate) struct StartTag<'a> {
    /// Its name in lower case.
    pub(crate) name: String,
    /// Its place in the file.
    pub(crate) span: Span,
    attributes: Vec<(String, &'a str)>,
}

impl StartTag<'_> {
    /// The value of an attribute, its character references resolved. The first of a name counts.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| resolved(value))
    }
}

impl RawHtml {
    /// A piece that is in one.
    pub(crate) fn one(text: &str, span: Span) -> Self {
        let mut piece = Self::default();
        piece.push(text, span);
        piece
    }

    /// Adds a line.
    pub(crate) fn push(&mut self, text: &str, span: Span) {
        self.lines.push((self.text.len(), span));
        self.text.push_str(text);
    }

    /// Its tags and texts. Comments, declarations and what no page shows are not among them.
    pub(crate) fn tokens(&self) -> Vec<Token<'_>> {
        let mut reader = Reader::new(self);
        let mut tokens = Vec::new();
        while reader.at < self.text.len() {
            tokens.extend(reader.next());
        }
        tokens
    }

    /// What hides more of it than was meant.
    pub(super) fn hiding(&self) -> Hiding {
        let mut reader = Reader::new(self);
        while reader.at < self.text.len() {
            reader.next();
        }
        reader.hiding
    }

    /// All of it, as far as it was read.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// The place in the file of what stands between two offsets.
    pub(super) fn place(&self, start: usize, end: usize) -> Span {
        let place = |offset: usize, is_end: bool| {
            let line = self.lines.partition_point(|(begins, _)| *begins <= offset).saturating_sub(1);
            let Some((begins, span)) = self.lines.get(line) else { return 0 };
            let length = self.lines.get(line + 1).map_or(self.text.len(), |(next, _)| *next) - begins;
            match (length == span.end - span.start, is_end) {
                (true, _) => span.start + (offset - begins),
                // The reader of Markdown has taken something out of the line: its whole place is the best there is.
                (false, true) => span.end.saturating_sub(1),
                (false, false) => span.start,
            }
        };
        // A tag ends with `>`, which is one byte.
        Span::new(place(start, false), place(end - 1, true) + 1)
    }
}

/// Elements whose content is no text of a page.
const HIDING: [&str; 5] = ["script", "style", "iframe", "noembed", "noframes"];

struct Reader<'a> {
    piece: &'a RawHtml,
    text: &'a str,
    at: usize,
    hiding: Hiding,
    /// That of a value which is never closed.
    quote: Option<char>,
}

impl<'a> Reader<'a> {
    fn new(piece: &'a RawHtml) -> Self {
        Self { piece, text: &piece.text, at: 0, hiding: Hiding::default(), quote: None }
    }

    /// The next token, where what stands here is one.
    fn next(&mut self) -> Option<Token<'a>> {
        let rest = &self.text[self.at..];
        let mut chars = rest.chars();
        match (chars.next(), chars.next(), chars.next()) {
            (Some('<'), Some('/'), Some(c)) if c.is_ascii_alphabetic() => {
                self.at += 2;
                self.whole_tag(self.at - 2).map(|(name, _)| Token::End(name))
            }
            (Some('<'), Some('!' | '?' | '/'), _) => {
                self.skip_aside(rest);
                None
            }
            (Some('<'), Some(c), _) if c.is_ascii_alphabetic() => {
                let start = self.at;
                self.at += 1;
                let (name, attributes) = self.whole_tag(start)?;
                let span = self.piece.place(start, self.at);
                if HIDING.contains(&name.as_str()) {
                    self.skip_content(&name, start);
                }
                Some(Token::Start(StartTag { name, span, attributes }))
            }
            _ => {
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(end, _)| end);
                self.at += end;
                Some(Token::Text(&rest[..end]))
            }
        }
    }

    /// Past a comment, a declaration or the like.
    fn skip_aside(&mut self, rest: &str) {
        let (from, end) = if rest.starts_with("<!--") {
            (2, "-->")
        } else if rest.starts_with("<![CDATA[") {
            (9, "]]>")
        } else {
            (2, ">")
        };
        let ends = rest.get(from..).and_then(|inner| inner.find(end)).map(|found| from + found + end.len());
        let inner = rest.get(4..ends.unwrap_or_default()).filter(|_| end == "-->").and_then(|inner| inner.find("<!--"));
        self.hiding.comments.extend(inner.map(|inner| (self.at, self.at + 4 + inner)));
        if ends.is_none() {
            let end = if rest.starts_with("<?") { "?>" } else { end };
            self.hiding.open = Some((self.at, end.to_owned()));
        }
        self.at += ends.unwrap_or(rest.len());
    }

    /// Past what stands in an element that hides it and begins at `start`, up to its end tag.
    fn skip_content(&mut self, name: &str, start: usize) {
        let rest = &self.text.as_bytes()[self.at..];
        let ends = |window: &[u8]| window.starts_with(b"</") && window[2..].eq_ignore_ascii_case(name.as_bytes());
        let end = rest.windows(name.len() + 2).position(ends);
        if end.is_none() {
            self.hiding.open = Some((start, format!("</{name}>")));
        }
        self.at += end.unwrap_or(rest.len());
    }

    /// The name and attributes of the tag that begins at `start`, where it has an end.
    fn whole_tag(&mut self, start: usize) -> Option<(String, Vec<(String, &'a str)>)> {
        let tag = self.tag();
        if tag.is_none() {
            self.hiding.open = Some((start, self.quote.map_or(">".to_owned(), |quote| format!("{quote}>"))));
        }
        tag
    }

    /// The name and attributes of the tag whose name begins here. `None` where it has no end: then there is no more.
    fn tag(&mut self) -> Option<(String, Vec<(String, &'a str)>)> {
        let name = self.word(|c| is_blank(c) || matches!(c, '/' | '>')).to_ascii_lowercase();
        let mut attributes = Vec::new();
        loop {
            self.word(|c| !is_blank(c) && c != '/');
            let rest = &self.text[self.at..];
            if rest.is_empty() {
                return None;
            }
            if rest.starts_with('>') {
                self.at += 1;
                return Some((name, attributes));
            }
            let start = self.at;
            self.at += rest.chars().next().map_or(0, char::len_utf8);
            self.word(|c| is_blank(c) || matches!(c, '/' | '>' | '='));
            let key = self.text[start..self.at].to_ascii_lowercase();
            attributes.push((key, self.value()?));
        }
    }

    /// The value of the attribute whose name ends here; empty where it has none, `None` where its quote is never closed.
    fn value(&mut self) -> Option<&'a str> {
        let after_name = self.at;
        self.word(|c| !is_blank(c));
        if !self.text[self.at..].starts_with('=') {
            self.at = after_name;
            return Some("");
        }
        self.at += 1;
        self.word(|c| !is_blank(c));
        let rest = &self.text[self.at..];
        match rest.chars().next().filter(|c| matches!(c, '"' | '\'')) {
            None => Some(self.word(|c| is_blank(c) || c == '>')),
            Some(quote) => {
                let Some(end) = rest[1..].find(quote) else {
                    self.quote = Some(quote);
                    self.at = self.text.len();
                    return None;
                };
                self.at += end + 2;
                Some(&rest[1..=end])
            }
        }
    }

    /// What stands here until a character that ends it.
    fn word(&mut self, ends: impl Fn(char) -> bool) -> &'a str {
        let rest = &self.text[self.at..];
        let end = rest.find(ends).unwrap_or(rest.len());
        self.at += end;
        &rest[..end]
    }
}

/// The blanks between attributes, as the HTML standard counts them.
fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\u{c}' | '\r')
}

/// The value of an attribute, or a text, without character references.
pub fn resolved(value: &str) -> String {
    let mut text = String::with_capacity(value.len());
    let mut rest = value;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (character, length) = reference(rest);
        text.push_str(&character);
        rest = &rest[length..];
    }
    text + rest
}

/// What the character reference at the start of `text` means, and its length. One that means nothing is its first
/// character.
fn reference(text: &str) -> (String, usize) {
    let body = &text[1..];
    let none = ("&".to_owned(), 1);
    if let Some(number) = body.strip_prefix('#') {
        let (digits, radix, prefix) = match number.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 3),
            None => (number, 10, 2),
        };
        let length = digits.find(|c: char| !c.is_digit(radix)).unwrap_or(digits.len());
        if length == 0 {
            return none;
        }
        let code = u32::from_str_radix(&digits[..length], radix).ok().filter(|code| *code != 0);
        let character = code.and_then(char::from_u32).unwrap_or('\u{fffd}');
        return (character.to_string(), prefix + length + usize::from(digits[length..].starts_with(';')));
    }
    let length = body.bytes().take(32).take_while(u8::is_ascii_alphanumeric).count();
    if length == 0 || !body[length..].starts_with(';') {
        return none;
    }
    let whole = &text[..length + 2];
    // The reader of Markdown has the table of names.
    let mut events = Parser::new(whole).filter_map(|event| match event {
        Event::Text(text) => Some(text.into_string()),
        _ => None,
    });
    match events.next().filter(|meant| meant != "&" || whole == "&amp;") {
        Some(meant) => (meant, whole.len()),
        None => none,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is read, a line each.
    fn read(html: &str) -> Vec<String> {
        let piece = RawHtml::one(html, Span::new(0, html.len()));
        let told = |token: &Token<'_>| match token {
            Token::Text(text) => format!("text {text}"),
            Token::End(name) => format!("end {name}"),
            Token::Start(tag) => {
                assert!(html[tag.span.start..tag.span.end].starts_with('<'), "{html}");
                let attributes = tag.attributes.iter().map(|(key, value)| format!(" {key}={}", resolved(value)));
                format!("start {}{}", tag.name, attributes.collect::<String>())
            }
        };
        piece.tokens().iter().map(told).collect()
    }

    #[test]
    fn tags_are_read_however_they_are_written() {
        assert_eq!(
            read("<A HREF = 'x' id=y disabled/>b</A ><img alt src=\"a>b\"/>"),
            ["start a href=x id=y disabled=", "text b", "end a", "start img alt= src=a>b"]
        );
        assert_eq!(read("<p\n\tx='1'\nx=2>"), ["start p x=1 x=2"]);
        assert_eq!(read("a < b <3 c>d"), ["text a ", "text < b ", "text <3 c>d"]);
    }

    #[test]
    fn what_is_no_part_of_the_page_is_left_out() {
        assert_eq!(read("a<!-- <b> -->c<!doctype x><?php <i>?>d</ x>e"), ["text a", "text c", "text ?>d", "text e"]);
        assert_eq!(
            read("<script>if (a<b) '<img src=x>'</SCRIPT >t<style></style"),
            ["start script", "end script", "text t", "start style"]
        );
        assert_eq!(read("a<![CDATA[<b>]]>c<!-->d"), ["text a", "text c", "text d"]);
        for open in ["<!-- a <b>", "<a href='x", "<a href=\"x>", "<a", "</a", "<a =", "<script><b>", "<!", "</", "<?"] {
            let found = read(open);
            assert!(found.iter().all(|token| token == "start script"), "{open}: {found:?}");
        }
    }

    #[test]
    fn what_is_never_closed_is_known() {
        for (html, at, end) in [
            ("a<!-- b\n", 1, "-->"),
            ("<STYLE>\nb", 0, "</style>"),
            ("<p><script src='x'>b</style>", 3, "</script>"),
            ("<![CDATA[ b ]>", 0, "]]>"),
            ("<?php b", 0, "?>"),
            ("<!ELEMENT x", 0, ">"),
            ("<a\nhref=x", 0, ">"),
            ("<i></b", 3, ">"),
            ("<i><a href=\"x>b", 3, "\">"),
        ] {
            let piece = RawHtml::one(html, Span::new(0, html.len()));
            assert_eq!(piece.hiding().open, Some((at, end.to_owned())), "{html}");
        }
        for html in ["<!-- a --><b c='<'>d</b>", "<style></style>", "<!doctype x>", "a < b", "<?x?>"] {
            assert_eq!(RawHtml::one(html, Span::new(0, html.len())).hiding(), Hiding::default(), "{html}");
        }
        let html = "<!-- a\n<!-- b --> <!-- c -->";
        assert_eq!(RawHtml::one(html, Span::new(0, html.len())).hiding().comments, [(0, 7)]);
    }

    #[test]
    fn character_references_are_resolved_in_values() {
        let value = |written: &str| {
            let html = format!("<a x=\"{written}\">");
            read(&html).concat().trim_start_matches("start a x=").to_owned()
        };
        assert_eq!(value("java&#10;script:x"), "java\nscript:x");
        assert_eq!(value("&#x6A;avascript&#58x"), "javascript:x");
        assert_eq!(value("a&amp;b&eacute;&lt;&colon;"), "a&bé<:");
        assert_eq!(
            value("?a=1&b=2&copy=3&;&#;&nonsense;&#0;&#xffffffff;"),
            "?a=1&b=2&copy=3&;&#;&nonsense;\u{fffd}\u{fffd}"
        );
    }

    #[test]
    fn places_are_those_of_the_file_even_in_a_quote() {
        let file = "> <div>\n> <a\n> href=x>\n";
        let mut piece = RawHtml::default();
        for (line, start) in [("<div>\n", 2), ("<a\n", 10), ("href=x>\n", 15)] {
            piece.push(line, Span::new(start, start + line.len()));
        }
        let spans: Vec<&str> = piece
            .tokens()
            .iter()
            .filter_map(|token| match token {
                Token::Start(tag) => Some(&file[tag.span.start..tag.span.end]),
                _ => None,
            })
            .collect();
        assert_eq!(spans, ["<div>", "<a\n> href=x>"]);
    }

    proptest::proptest! {
        #[test]
        fn nothing_panics(html in "[<>a-c/=\"'!\\-&#;xé \n\\[\\]?]{0,60}") {
            read(&html);
        }
    }
}
