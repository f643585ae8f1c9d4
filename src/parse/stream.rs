//! From Markdown to the pieces of an article.
//!
//! What does not reach the page is gone behind this: raw HTML that is no prose, comments, emphasis signs, the width of
//! lines. Nothing above reads Markdown; pages, anchors, links and the digest are all made of the same pieces.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, LinkType, Tag, TagEnd};

use super::markdown::Markdown;
use super::piece::{Anchored, Element, Html, Image, LinkKind, Piece, size_in};
use super::prose::{anchor_of, attributes, element};
use super::raw::{RawHtml, StartTag, Token, resolved};
use super::tree::Tree;
use crate::base::sha256;
use crate::diag::Span;

/// The pieces of the text from `start` on, each with its place in the whole.
pub fn pieces(text: &str, start: usize) -> Vec<(Piece<'static>, Span)> {
    let mut pieces = Vec::new();
    each(text, start, |_, _| (), |_, _| (), |piece, span| pieces.push((piece.into_owned(), span)));
    pieces
}

/// The addresses that labels stand for in the text from `start` on, each with its place in the whole.
pub fn addresses(text: &str, start: usize) -> Vec<(String, Span)> {
    let found = Markdown::new(&text[start..]).addresses().into_iter();
    found.map(|(address, range)| (address, Span::from(range).shifted(start))).collect()
}

/// Formulas of which a page shows other signs than are written, `$\{a\}$` and `$x*y*z$`: they are text here, and the digests
/// of such text have been signed. Sums of money are none, and between backticks all stays as it is.
pub(super) fn torn_formulas(text: &str, start: usize) -> Vec<Span> {
    let (text, markdown) = (&text[start..], Markdown::new(&text[start..]));
    let bare = |part: &str| part.chars().filter(|c| !c.is_whitespace() && !matches!(c, '$' | '>')).collect::<String>();
    let goes_on = |rest: &str| rest.starts_with(|c: char| c.is_ascii_alphanumeric() || matches!(c, '{' | '('));
    let is_sum = |inner: &str| inner.starts_with(|c: char| c.is_ascii_digit()) && !inner.contains('\\');
    let all = markdown.formulas().into_iter().map(|at| (bare(&text[at.clone()]), at));
    // `100$, *plus taxes*, 200$`, `c$\logs` and `https://a.b/$x`: behind a letter, a digit or a slash no formula begins.
    let is_behind = |before: &str| before.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '/' | '\\'));
    let is_meant = |inner: &str, (before, rest): (&str, &str)| {
        !is_sum(inner) && !inner.starts_with('`') && !goes_on(rest) && !is_behind(before)
    };
    let around = |at: &std::ops::Range<usize>| (&text[..at.start], &text[at.end..]);
    let all: Vec<_> = all.filter(|(inner, at)| is_meant(inner, around(at))).collect();
    let mut shown = vec![String::new(); all.len()];
    for (event, at) in markdown.events(|_, _| ()).filter(|_| !all.is_empty()) {
        let Event::Text(words) = event else { continue };
        let from = all.partition_point(|(_, formula)| formula.end <= at.start);
        let within = all[from..].iter().take_while(|(_, formula)| formula.start < at.end);
        for ((_, formula), shown) in within.zip(&mut shown[from..]) {
            let as_written = text.get(at.start.max(formula.start)..at.end.min(formula.end));
            shown.push_str(as_written.filter(|_| text.get(at.clone()) == Some(&*words)).unwrap_or(&words));
        }
    }
    let torn = all.into_iter().zip(shown).filter(|((inner, _), shown)| *inner != bare(shown));
    torn.map(|((_, at), _)| Span::from(at).shifted(start)).collect()
}

/// Gives the events of the Markdown of a text.
pub(super) fn events(text: &str, mut take: impl FnMut(Event<'_>)) {
    Markdown::new(text).events(|_, _| ()).for_each(|(event, _)| take(event));
}

/// Gives the pieces of the text from `start` on to `take`, the events of its Markdown to `event`, and to `lost` the places of
/// references that nothing defines. What comes back is the place of the first element that is nested too deep to be shown.
pub(super) fn each(
    text: &str,
    start: usize,
    mut lost: impl FnMut(LinkType, Range<usize>),
    mut event: impl FnMut(&Event<'_>, Range<usize>),
    take: impl FnMut(Piece<'_>, Span),
) -> Option<Span> {
    let mut stream = Stream { tree: Tree::new(take), image: None, block: None };
    let markdown = Markdown::new(&text[start..]);
    let shifted = |range: Range<usize>| range.start + start..range.end + start;
    for (next, range) in markdown.events(|of, range| lost(of, shifted(range))) {
        let range = shifted(range);
        event(&next, range.clone());
        stream.take(next, Span::from(range));
    }
    stream.tree.finish(Span::new(text.len(), text.len()))
}

/// The digests of an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Article {
    /// Of the serialisation of its pieces, one after the other.
    pub shown: [u8; 32],
    /// Of the same without mere emphasis, as what is bold or in the type of code. It tells how much a change weighs.
    pub plain: [u8; 32],
}

/// Takes the pieces of an article to its digests.
#[derive(Default)]
pub(super) struct Digest {
    shown: Vec<u8>,
    plain: Vec<u8>,
    /// Of each element that is open, whether it is mere emphasis.
    open: Vec<bool>,
}

impl Digest {
    pub(super) fn take(&mut self, piece: &Piece<'_>) {
        let from = self.shown.len();
        piece.write(&mut self.shown);
        let mere = match piece {
            Piece::Start(element) => {
                self.open.push(element.is_emphasis());
                element.is_emphasis()
            }
            Piece::End => self.open.pop() == Some(true),
            // Words are words however they are parted by emphasis.
            Piece::Text(text) | Piece::Code(text) => {
                self.plain.extend_from_slice(text.as_bytes());
                true
            }
            _ => false,
        };
        if !mere {
            self.plain.push(0);
            self.plain.extend_from_slice(&self.shown[from..]);
        }
    }

    pub(super) fn finish(self) -> Article {
        Article { shown: sha256(&self.shown), plain: sha256(&self.plain) }
    }
}

struct Stream<F> {
    tree: Tree<F>,
    image: Option<Picture>,
    block: Option<RawHtml>,
}

/// An image that is being read.
struct Picture {
    target: String,
    alt: String,
    span: Span,
    /// Whether it is in two brackets, as Obsidian has it.
    is_wiki: bool,
    /// How many images stand between its brackets and have not ended.
    within: usize,
}

impl<F: FnMut(Piece<'_>, Span)> Stream<F> {
    fn take(&mut self, event: Event<'_>, span: Span) {
        if let Some(image) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => image.alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
                Event::Start(Tag::Image { .. }) => image.within += 1,
                Event::End(TagEnd::Image) if image.within > 0 => image.within -= 1,
                Event::End(TagEnd::Image) => self.end_image(),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = self.block.take() {
                    self.html(&block, span);
                }
            }
            Event::End(TagEnd::Image | TagEnd::MetadataBlock(_)) => {}
            Event::End(_) => self.tree.end(span),
            Event::Code(text) => self.tree.single(Piece::Code(text.as_ref().into()), span),
            // No option turns mathematics on.
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.tree.text(&text, span),
            Event::SoftBreak => self.tree.text(" ", span),
            Event::HardBreak => self.tree.single(Piece::Break, span),
            Event::Rule => self.tree.single(Piece::Rule, span),
            Event::FootnoteReference(name) => self.tree.single(Piece::Note(name.as_ref().into()), span),
            Event::TaskListMarker(done) => self.tree.single(Piece::Task(done), span),
            Event::Html(text) | Event::InlineHtml(text) => match &mut self.block {
                Some(block) => block.push(&text, span),
                None => self.html(&RawHtml::one(&text, span), span),
            },
        }
    }

    fn start(&mut self, tag: Tag<'_>, span: Span) {
        let (name, element) = match tag {
            Tag::Paragraph => ("p", Element::Paragraph),
            Tag::Heading { level, ref id, .. } => {
                ("h", Element::Heading(level as u8, id.as_ref().map(|id| id.as_ref().into())))
            }
            Tag::BlockQuote(kind) => ("blockquote", Element::Quote(kind)),
            Tag::CodeBlock(ref kind) => ("pre", Element::CodeBlock(language(kind).into())),
            Tag::List(first) => ("ul", Element::List(first)),
            Tag::Item => ("li", Element::Item),
            Tag::FootnoteDefinition(ref name) => ("note", Element::Footnote(name.as_ref().into())),
            Tag::DefinitionList => ("dl", Element::Definitions),
            Tag::DefinitionListTitle => ("dt", Element::Term),
            Tag::DefinitionListDefinition => ("dd", Element::Definition),
            Tag::Table(columns) => ("table", Element::Table(columns)),
            Tag::TableHead => ("thead", Element::Head),
            Tag::TableRow => ("tr", Element::Row),
            Tag::TableCell => ("td", Element::Cell),
            Tag::Emphasis | Tag::Superscript | Tag::Subscript => ("em", Element::Emphasis),
            Tag::Strong => ("strong", Element::Strong),
            Tag::Strikethrough => ("s", Element::Strike),
            Tag::Link { link_type, ref dest_url, .. } => {
                let kind = match link_type {
                    LinkType::WikiLink { .. } => LinkKind::Wiki,
                    LinkType::Autolink | LinkType::Email => LinkKind::Auto,
                    _ => LinkKind::Link,
                };
                let target = match link_type {
                    LinkType::Email => Cow::Owned(format!("mailto:{dest_url}")),
                    _ => dest_url.as_ref().into(),
                };
                ("a", Element::Link(Anchored { kind, target, html: None }))
            }
            Tag::Image { link_type, dest_url, .. } => {
                let (target, alt) = (dest_url.into_string(), String::new());
                let is_wiki = matches!(link_type, LinkType::WikiLink { .. });
                self.image = Some(Picture { target, alt, span, is_wiki, within: 0 });
                return;
            }
            Tag::HtmlBlock => {
                self.block = Some(RawHtml::default());
                return;
            }
            Tag::MetadataBlock(_) => return,
        };
        self.tree.start(name, element, span);
    }

    fn end_image(&mut self) {
        let Some(Picture { target, mut alt, span, is_wiki, .. }) = self.image.take() else { return };
        // `![1](step.png)` has words, and two articles that are shown otherwise have two digests.
        if !is_wiki && size_in(&alt).is_some() {
            alt.push(' ');
        }
        self.tree.single(Piece::Image(Image { target: target.into(), alt: alt.into(), html: None }), span);
    }

    fn html(&mut self, piece: &RawHtml, span: Span) {
        for token in piece.tokens() {
            match token {
                Token::Text(text) => self.tree.text(&resolved(text), span),
                Token::Start(tag) => self.html_start(&tag),
                Token::End(name) if name == "a" => self.tree.html_end("a", span),
                Token::End(name) => {
                    if let Some(name) = element(&name) {
                        self.tree.html_end(name, span);
                    }
                }
            }
        }
    }

    fn html_start(&mut self, tag: &StartTag<'_>) {
        let (id, span) = (anchor_of(tag), tag.span);
        let html = |name| Html { name, id: id.clone(), attributes: attributes(name, tag) };
        let stands = match tag.name.as_str() {
            "a" => {
                let element = match tag.attribute("href") {
                    Some(target) => {
                        Element::Link(Anchored { kind: LinkKind::Link, target: target.into(), html: Some(id.clone()) })
                    }
                    None => Element::Html(Html { name: "span", id: id.clone(), attributes: Vec::new() }),
                };
                self.tree.html_link(element, span)
            }
            "img" => {
                let target = tag.attribute("src").unwrap_or_default().into();
                let alt = tag.attribute("alt").unwrap_or_default().into();
                self.tree.single(Piece::Image(Image { target, alt, html: Some(html("img")) }), span);
                true
            }
            name => element(name).is_some_and(|name| self.tree.html(html(name), span)),
        };
        // The element goes; the place that links lead to stays.
        if let Some(id) = id.filter(|_| !stands) {
            self.tree.single(Piece::Place(id), span);
        }
    }
}

/// The language of a block of code.
fn language<'a>(kind: &'a CodeBlockKind<'_>) -> &'a str {
    match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_keeps_its_letters() {
        for (written, kept) in [("type=a", Some("a")), ("type=' I '", Some("I")), ("type=disc", None)] {
            let all = pieces(&format!("<ol {written}>\n<li>b</li>\n</ol>\n"), 0);
            let Some((Piece::Start(Element::Html(html)), _)) = all.first() else { panic!("{all:?}") };
            let wanted: Vec<_> = kept.map(|kept| ("type", kept.to_owned())).into_iter().collect();
            assert_eq!((html.name, &html.attributes), ("ol", &wanted), "{written}");
        }
    }

    /// The digest of a text is taken over its pieces: what people approved before these were links, or findings, or not
    /// shown stays approved.
    #[test]
    fn what_a_page_makes_of_words_is_no_piece_of_the_text() {
        for text in [
            "See https://x.example, www.x.example and a@x.example.",
            "[[_TOC_]]",
            "See [the a][b], [c][] and d[^e].",
            "Before. :warning: Do not.",
        ] {
            let pieces: Vec<_> = pieces(text, 0).into_iter().map(|(piece, _)| piece).collect();
            assert_eq!(pieces, [Piece::Start(Element::Paragraph), Piece::Text(text.into()), Piece::End]);
        }
    }
}
