//! What an article is made of, after everything that does not reach the page is gone.
//!
//! The site writes pages from these pieces and from nothing else of a body, and the digest of a document is taken over
//! their serialisation, which no two different articles share. So one digest is one article: what a page shows, the
//! digest has seen.
//!
//! # The serialisation
//!
//! One byte says which piece it is, then come the values that it holds, in the order of its declaration: `n` is a whole
//! number as eight bytes with the highest first, `str` the length of a text in bytes as `n` and then the text in UTF-8,
//! and what may not be there is the byte 0, or the byte 1 and then the value. [`Piece::write`] is the list of the bytes.

use std::borrow::Cow;

use pulldown_cmark::{Alignment, BlockQuoteKind};

/// A piece of an article.
#[derive(Debug, Clone, PartialEq)]
pub enum Piece<'a> {
    /// An element begins.
    Start(Element<'a>),
    /// The element ends that began last and has not ended.
    End,
    /// Text. Outside code and headings its white space is single spaces, with none where an element of its own line
    /// begins or ends.
    Text(Cow<'a, str>),
    /// Code in a line, as written.
    Code(Cow<'a, str>),
    /// A line ends here.
    Break,
    /// A rule between two parts.
    Rule,
    /// The box of a task, and whether it is ticked.
    Task(bool),
    /// A reference to the footnote of this name.
    Note(Cow<'a, str>),
    /// An image.
    Image(Image<'a>),
    /// An element of raw HTML that has no end.
    Void(Html),
    /// A place that links lead to, with nothing to see.
    Place(String),
}

/// An element that has a beginning and an end.
#[derive(Debug, Clone, PartialEq)]
pub enum Element<'a> {
    /// A paragraph.
    Paragraph,
    /// A heading: its level from 1 to 6, and the id that its author gave it.
    Heading(u8, Option<Cow<'a, str>>),
    /// A quotation, or an alert of a kind.
    Quote(Option<BlockQuoteKind>),
    /// A block of code, and its language.
    CodeBlock(Cow<'a, str>),
    /// A list, and its first number where it has numbers.
    List(Option<u64>),
    /// An item of a list.
    Item,
    /// The text of the footnote of this name.
    Footnote(Cow<'a, str>),
    /// A list of definitions.
    Definitions,
    /// A term of such a list.
    Term,
    /// What it means.
    Definition,
    /// A table, and how each column stands.
    Table(Vec<Alignment>),
    /// The head of a table, which is its first row.
    Head,
    /// Another row.
    Row,
    /// A cell.
    Cell,
    /// Emphasis.
    Emphasis,
    /// Strong emphasis.
    Strong,
    /// Struck out.
    Strike,
    /// A link.
    Link(Anchored<'a>),
    /// An element of raw HTML.
    Html(Html),
}

/// How a link was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)` in any of its forms, or `<a href="target">`.
    Link,
    /// `![alt](target)`, or `<img src="target" alt="alt">`.
    Image,
    /// `[[target]]` or `[[target|text]]`.
    Wiki,
    /// `<https://…>` or an e-mail address between angle brackets.
    Auto,
}

/// A link: of Markdown, or of raw HTML.
#[derive(Debug, Clone, PartialEq)]
pub struct Anchored<'a> {
    /// How it was written.
    pub kind: LinkKind,
    /// The target as written.
    pub target: Cow<'a, str>,
    /// Whether it is a tag of raw HTML, and the id it has there.
    pub html: Option<Option<String>>,
}

/// An image: of Markdown, or of raw HTML.
#[derive(Debug, Clone, PartialEq)]
pub struct Image<'a> {
    /// The target as written.
    pub target: Cow<'a, str>,
    /// What stands for it in words.
    pub alt: Cow<'a, str>,
    /// The tag, of raw HTML.
    pub html: Option<Html>,
}

/// A tag of raw HTML, as far as a page has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Html {
    /// The element.
    pub name: &'static str,
    /// The id that its author gave it.
    pub id: Option<String>,
    /// Its other attributes.
    pub attributes: Vec<(&'static str, String)>,
}

impl Piece<'_> {
    /// The same with nothing borrowed.
    pub fn into_owned(self) -> Piece<'static> {
        fn own(text: Cow<'_, str>) -> Cow<'static, str> {
            Cow::Owned(text.into_owned())
        }
        match self {
            Self::Start(element) => Piece::Start(match element {
                Element::Paragraph => Element::Paragraph,
                Element::Heading(level, id) => Element::Heading(level, id.map(own)),
                Element::Quote(kind) => Element::Quote(kind),
                Element::CodeBlock(language) => Element::CodeBlock(own(language)),
                Element::List(first) => Element::List(first),
                Element::Item => Element::Item,
                Element::Footnote(name) => Element::Footnote(own(name)),
                Element::Definitions => Element::Definitions,
                Element::Term => Element::Term,
                Element::Definition => Element::Definition,
                Element::Table(columns) => Element::Table(columns),
                Element::Head => Element::Head,
                Element::Row => Element::Row,
                Element::Cell => Element::Cell,
                Element::Emphasis => Element::Emphasis,
                Element::Strong => Element::Strong,
                Element::Strike => Element::Strike,
                Element::Link(link) => {
                    Element::Link(Anchored { kind: link.kind, target: own(link.target), html: link.html })
                }
                Element::Html(html) => Element::Html(html),
            }),
            Self::End => Piece::End,
            Self::Text(text) => Piece::Text(own(text)),
            Self::Code(text) => Piece::Code(own(text)),
            Self::Break => Piece::Break,
            Self::Rule => Piece::Rule,
            Self::Task(done) => Piece::Task(done),
            Self::Note(name) => Piece::Note(own(name)),
            Self::Image(image) => {
                Piece::Image(Image { target: own(image.target), alt: own(image.alt), html: image.html })
            }
            Self::Void(html) => Piece::Void(html),
            Self::Place(id) => Piece::Place(id),
        }
    }

    /// Adds the serialisation of the piece.
    pub fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Start(element) => element.write(out),
            Self::End => out.push(b'.'),
            Self::Text(text) => tagged(out, b't', text),
            Self::Code(text) => tagged(out, b'`', text),
            Self::Break => out.push(b'/'),
            Self::Rule => out.push(b'-'),
            Self::Task(done) => out.extend([b'x', u8::from(*done)]),
            Self::Note(name) => tagged(out, b'^', name),
            Self::Image(image) => {
                tagged(out, b'!', &image.target);
                string(out, &image.alt);
                maybe(out, image.html.as_ref(), |out, html| html.write(out));
            }
            Self::Void(html) => {
                out.push(b'v');
                html.write(out);
            }
            Self::Place(id) => tagged(out, b'@', id),
        }
    }
}

/// What an alternative text says in words, and how wide and high its image is: in Obsidian a size stands behind a bar, or
/// alone. Words that only look like one end with a blank, which is no part of them.
fn alternative(alt: &str) -> (&str, Option<(&str, &str)>) {
    let (words, size) = alt.rsplit_once('|').unwrap_or(("", alt));
    match size_in(size).filter(|_| !words.ends_with(' ')) {
        Some(size) => (words.trim_end_matches('|').trim(), Some(size)),
        None => (alt.trim_end(), None),
    }
}

/// How wide and high `300` or `300x200` is. Nothing is to be seen of an image that is smaller than the least.
pub(super) fn size_in(text: &str) -> Option<(&str, &str)> {
    let (wide, high) = text.split_once('x').unwrap_or((text, "auto"));
    let is_seen = |size: &str| size.parse().is_ok_and(|size: u16| (16..=9999).contains(&size));
    let is_one = |size: &str| size.bytes().all(|byte| byte.is_ascii_digit()) && is_seen(size);
    (is_one(wide) && (is_one(high) || high == "auto")).then_some((wide, high))
}

impl Image<'_> {
    /// What a page says of it in words, and how wide and high it shows it.
    pub fn shown(&self) -> (&str, Option<(&str, &str)>) {
        if self.html.is_some() { (&self.alt, None) } else { alternative(&self.alt) }
    }
}

impl Element<'_> {
    /// Whether it says nothing but how much its words matter.
    pub(super) fn is_emphasis(&self) -> bool {
        const EMPHASIS: [&str; 9] = ["b", "code", "em", "i", "mark", "small", "span", "strong", "u"];
        match self {
            Self::Emphasis | Self::Strong => true,
            Self::Html(html) => EMPHASIS.contains(&html.name) && html.attributes.is_empty(),
            _ => false,
        }
    }

    fn write(&self, out: &mut Vec<u8>) {
        match self {
            Self::Paragraph => out.push(b'p'),
            Self::Heading(level, id) => {
                out.extend([b'h', *level]);
                maybe(out, id.as_ref(), |out, id| string(out, id));
            }
            Self::Quote(kind) => {
                out.push(b'q');
                maybe(out, kind.as_ref(), |out, kind| {
                    out.push(match kind {
                        BlockQuoteKind::Note => 0,
                        BlockQuoteKind::Tip => 1,
                        BlockQuoteKind::Important => 2,
                        BlockQuoteKind::Warning => 3,
                        BlockQuoteKind::Caution => 4,
                    });
                });
            }
            Self::CodeBlock(language) => tagged(out, b'c', language),
            Self::List(first) => {
                out.push(b'l');
                maybe(out, first.as_ref(), |out, first| out.extend(first.to_be_bytes()));
            }
            Self::Item => out.push(b'i'),
            Self::Footnote(name) => tagged(out, b'f', name),
            Self::Definitions => out.push(b'D'),
            Self::Term => out.push(b'T'),
            Self::Definition => out.push(b'd'),
            Self::Table(columns) => {
                out.push(b'b');
                number(out, columns.len());
                out.extend(columns.iter().map(|column| match column {
                    Alignment::None => 0,
                    Alignment::Left => 1,
                    Alignment::Center => 2,
                    Alignment::Right => 3,
                }));
            }
            Self::Head => out.push(b'H'),
            Self::Row => out.push(b'r'),
            Self::Cell => out.push(b'e'),
            Self::Emphasis => out.push(b'*'),
            Self::Strong => out.push(b'S'),
            Self::Strike => out.push(b'~'),
            Self::Link(link) => {
                out.push(b'a');
                out.push(match link.kind {
                    LinkKind::Link => 0,
                    LinkKind::Image => 1,
                    LinkKind::Wiki => 2,
                    LinkKind::Auto => 3,
                });
                string(out, &link.target);
                maybe(out, link.html.as_ref(), |out, id| maybe(out, id.as_ref(), |out, id| string(out, id)));
            }
            Self::Html(html) => {
                out.push(b'<');
                html.write(out);
            }
        }
    }
}

impl Html {
    fn write(&self, out: &mut Vec<u8>) {
        string(out, self.name);
        maybe(out, self.id.as_ref(), |out, id| string(out, id));
        number(out, self.attributes.len());
        for (name, value) in &self.attributes {
            string(out, name);
            string(out, value);
        }
    }
}

fn tagged(out: &mut Vec<u8>, tag: u8, text: &str) {
    out.push(tag);
    string(out, text);
}

fn number(out: &mut Vec<u8>, number: usize) {
    out.extend((number as u64).to_be_bytes());
}

fn string(out: &mut Vec<u8>, text: &str) {
    number(out, text.len());
    out.extend(text.as_bytes());
}

fn maybe<T>(out: &mut Vec<u8>, value: Option<T>, write: impl FnOnce(&mut Vec<u8>, T)) {
    out.push(u8::from(value.is_some()));
    if let Some(value) = value {
        write(out, value);
    }
}
