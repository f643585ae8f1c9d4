//! The Markdown below the front matter: its headings, links and images, each with its place. No HTML is made here.
//!
//! Anchors live on a page among those of its frame, which all begin with `_`, except for one: `main`. So no anchor of a
//! document does, and none is `main`; links may still call such a heading what its author did.

use std::collections::{BTreeMap, BTreeSet};

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use super::blocks::{Block, Reader};
use super::markdown::markdown_options;
use super::raw::{RawHtml, StartTag, Token};
use crate::base::text::{Slugger, slug};
use crate::diag::Span;

/// What was found in a body.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Where the body begins in the file.
    pub start: usize,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Places that raw HTML names for links to lead to, unique in the file and no heading's.
    pub anchors: Vec<Anchor>,
    /// Its links and images, those of raw HTML among them.
    pub links: Vec<Link>,
    /// Where the first piece of raw HTML stands, if any.
    pub raw_html: Option<Span>,
    /// Whether it holds nothing but blanks.
    pub blank: bool,
}

/// A heading.
#[derive(Debug, Clone)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// The text without markup.
    pub text: String,
    /// The anchor, as GitHub makes it, unique in the file.
    pub anchor: String,
    /// What else links may call it: what its author did, where the page could not have that for an anchor.
    pub also: Option<String>,
    /// Its place.
    pub span: Span,
}

/// An `id` of raw HTML, or the `name` of an `<a>`.
#[derive(Debug, Clone)]
pub struct Anchor {
    /// The id as written.
    pub id: String,
    /// The tag that has it.
    pub span: Span,
}

impl Body {
    /// What links may call each anchor of the body: those of headings first, then those of raw HTML, then what authors
    /// called a heading whose anchor the page could not have.
    pub fn anchor_names(&self) -> BTreeMap<&str, &str> {
        let mut names: BTreeMap<&str, &str> = BTreeMap::new();
        let also = self.headings.iter().filter_map(|heading| Some((heading.also.as_deref()?, heading.anchor.as_str())));
        for (name, anchor) in self.anchors().map(|anchor| (anchor, anchor)).chain(also) {
            names.entry(name).or_insert(anchor);
        }
        names
    }

    /// All anchors: those of headings, then those of raw HTML.
    pub fn anchors(&self) -> impl Iterator<Item = &str> {
        let headings = self.headings.iter().map(|heading| heading.anchor.as_str());
        headings.chain(self.anchors.iter().map(|anchor| anchor.id.as_str()))
    }
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

/// A link or image.
#[derive(Debug, Clone)]
pub struct Link {
    /// How it was written.
    pub kind: LinkKind,
    /// The target as written.
    pub target: String,
    /// The text, or the alternative text of an image. A link of raw HTML has none here.
    pub text: String,
    /// The whole link; of raw HTML, the start tag.
    pub span: Span,
}

/// What stands in the text from `start` on, and its blocks: both from one reading of the Markdown.
pub(super) fn scan_with_blocks(text: &str, start: usize) -> (Body, Vec<Block>) {
    let mut blocks = Reader::default();
    let body = scan_each(text, start, |event| blocks.take(event.clone()));
    (body, blocks.finish())
}

/// What stands in the text from `start` on.
#[cfg(test)]
fn scan(text: &str, start: usize) -> Body {
    scan_each(text, start, |_| ())
}

fn scan_each(text: &str, start: usize, mut also: impl FnMut(&Event<'_>)) -> Body {
    let source = &text[start..];
    let mut slugger = Slugger::default();
    slugger.reserve("main");
    let mut scan = Scan {
        body: Body { start, blank: source.trim().is_empty(), ..Body::default() },
        slugger,
        heading: None,
        links: Vec::new(),
        block: None,
    };
    for (event, range) in Parser::new_ext(source, markdown_options()).into_offset_iter() {
        also(&event);
        scan.take(event, Span::from(range).shifted(start));
    }
    let mut body = scan.body;
    let mut taken: BTreeSet<&str> = body.headings.iter().map(|heading| heading.anchor.as_str()).collect();
    let anchors = std::mem::take(&mut body.anchors);
    body.anchors = anchors.iter().filter(|anchor| taken.insert(&anchor.id)).cloned().collect();
    body
}

struct Scan {
    body: Body,
    slugger: Slugger,
    heading: Option<Heading>,
    links: Vec<Link>,
    block: Option<RawHtml>,
}

impl Scan {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let anchor = id.map(|id| id.to_string()).unwrap_or_default();
                self.heading = Some(Heading { level: level as u8, text: String::new(), anchor, also: None, span });
            }
            Event::End(TagEnd::Heading(_)) => self.end_heading(),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                let kind = match link_type {
                    LinkType::WikiLink { .. } => LinkKind::Wiki,
                    LinkType::Autolink | LinkType::Email => LinkKind::Auto,
                    _ => LinkKind::Link,
                };
                let target =
                    if link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                self.links.push(Link { kind, target, text: String::new(), span });
            }
            Event::Start(Tag::Image { dest_url, .. }) => {
                let (kind, target) = (LinkKind::Image, dest_url.to_string());
                self.links.push(Link { kind, target, text: String::new(), span });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.body.links.extend(self.links.pop()),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Start(Tag::HtmlBlock) => self.block = Some(RawHtml::default()),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = self.block.take() {
                    self.raw(&block);
                }
            }
            Event::Html(text) | Event::InlineHtml(text) => {
                self.body.raw_html.get_or_insert(span);
                match &mut self.block {
                    Some(block) => block.push(&text, span),
                    None => self.raw(&RawHtml::one(&text, span)),
                }
            }
            _ => {}
        }
    }

    /// What raw HTML links to, and what it gives links to lead to. Between the brackets of an image it is no HTML.
    fn raw(&mut self, piece: &RawHtml) {
        if self.links.iter().any(|link| link.kind == LinkKind::Image) {
            return;
        }
        for token in piece.tokens() {
            let Token::Start(tag) = token else { continue };
            let span = tag.span;
            self.body.anchors.extend(anchor_of(&tag).map(|id| Anchor { id, span }));
            let (kind, target) = match tag.name.as_str() {
                "a" => (LinkKind::Link, tag.attribute("href")),
                "img" => (LinkKind::Image, Some(tag.attribute("src").unwrap_or_default())),
                _ => continue,
            };
            let Some(target) = target else { continue };
            let text = if kind == LinkKind::Image { tag.attribute("alt").unwrap_or_default() } else { String::new() };
            self.body.links.push(Link { kind, target, text, span });
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(text);
        }
        for link in &mut self.links {
            link.text.push_str(text);
        }
    }

    fn end_heading(&mut self) {
        let Some(mut heading) = self.heading.take() else { return };
        heading.text = String::from(heading.text.trim());
        let (written, plain) = match heading.anchor.as_str() {
            "" => (slug(&heading.text), slug(&heading.text)),
            id => (id.to_owned(), slug(id)),
        };
        let own = match plain.trim_start_matches('_') {
            "" => "section",
            own => own,
        };
        heading.anchor = self.slugger.anchor(own);
        let moved = written != own || own == "main";
        heading.also = Some(written).filter(|written| moved && !written.is_empty());
        self.body.headings.push(heading);
    }
}

/// The anchor that a tag of raw HTML asks for, where a page can have it.
fn anchor_of(tag: &StartTag<'_>) -> Option<String> {
    let id = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.name == "a"))?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let sound = !id.is_empty() && id.len() <= 200 && !id.starts_with('_') && id != "main" && id.chars().all(plain);
    sound.then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn anchors(text: &str) -> Vec<String> {
        scan(text, 0).anchors().map(str::to_owned).collect()
    }

    fn links(text: &str) -> Vec<(LinkKind, String, &str)> {
        let links = scan(text, 0).links.into_iter();
        links.map(|link| (link.kind, link.target, &text[link.span.start..link.span.end])).collect()
    }

    #[test]
    fn no_heading_has_an_anchor_of_the_frame() {
        let text = "## Main\n## A {#_revisions}\n## \\_fn-1\n## B {#__}\n## main\n";
        assert_eq!(anchors(text), ["main-1", "revisions", "fn-1", "section", "main-2"]);
        let body = scan(text, 0);
        for (fragment, anchor) in
            [("main", "main-1"), ("_revisions", "revisions"), ("revisions", "revisions"), ("_fn-1", "fn-1")]
        {
            assert_eq!(body.anchor_names().get(fragment), Some(&anchor), "{fragment}");
        }
        assert_eq!(body.anchor_names().get("_served"), None);
    }

    #[test]
    fn ids_that_authors_write_are_made_like_those_of_headings() {
        let text = "## A {#x\"><b}\n## B {#a.b}\n## C {#\u{1b}c}\n## D {#Upper}\n";
        let found = anchors(text);
        assert!(found.iter().all(|id| id.chars().all(|c| c.is_alphanumeric() || c == '-')), "{found:?}");
        assert_eq!(scan(text, 0).anchor_names().get("a.b"), Some(&"ab"));
        assert_eq!(scan(text, 0).anchor_names().get("upper"), Some(&"upper"));
    }

    #[test]
    fn raw_html_links_and_is_linked_to() {
        let text = "See <a href=\"b.md\" id=x>b</a> and <IMG SRC=i.png ALT=t>.\n\n<div id='y.1'>\n<a name=z>\n<img src=j.png>\n</div>\n";
        assert_eq!(
            links(text),
            [
                (LinkKind::Link, "b.md".to_owned(), "<a href=\"b.md\" id=x>"),
                (LinkKind::Image, "i.png".to_owned(), "<IMG SRC=i.png ALT=t>"),
                (LinkKind::Image, "j.png".to_owned(), "<img src=j.png>"),
            ]
        );
        assert_eq!(anchors(text), ["x", "y.1", "z"]);
        assert_eq!(scan(text, 0).links[1].text, "t");
    }

    #[test]
    fn raw_html_in_a_quote_or_list_has_its_place() {
        let text = "> <div>\n> <a\n> href=x>é</a></div>\n\n- a <img\n  src=y>é\n";
        assert_eq!(
            links(text),
            [(LinkKind::Link, "x".to_owned(), "<a\n> href=x>"), (LinkKind::Image, "y".to_owned(), "<img\n  src=y>"),]
        );
    }

    #[test]
    fn what_is_no_tag_links_nowhere() {
        for text in [
            "`<a href=x>`",
            "    <a href=x>\n",
            "<!-- <a href=x> -->",
            "<script>'<a href=x>'</script>",
            "![<a href=x id=y>](i.png)",
            "<a id=main><b id=_fn-1></b><i id='a b'></i><u id=''></u>",
        ] {
            let body = scan(text, 0);
            assert!(body.links.iter().all(|link| link.target == "i.png"), "{text}");
            assert_eq!(anchors(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn raw_anchors_are_unique_and_leave_headings_theirs() {
        assert_eq!(anchors("<a id=scope></a>\n\n## Scope\n\n<a id=x></a><b id=x></b>\n"), ["scope", "x"]);
        assert_eq!(scan("<a id=scope></a>\n\n## Scope\n", 0).anchors.len(), 0);
    }
}
