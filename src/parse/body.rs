//! The Markdown below the front matter: its headings, links and images, each with its place. No HTML is made here.

use pulldown_cmark::{Event, LinkType, Options, Parser, Tag, TagEnd};

use crate::base::text::Slugger;
use crate::diag::Span;

/// What was found in a body.
#[derive(Debug, Clone, Default)]
pub struct Body {
    /// Where the body begins in the file.
    pub start: usize,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// Its links and images.
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
    /// Its place.
    pub span: Span,
}

/// How a link was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)` in any of its forms.
    Link,
    /// `![alt](target)`.
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
    /// The text, or the alternative text of an image.
    pub text: String,
    /// The whole link.
    pub span: Span,
}

/// The Markdown that documents are written in: `CommonMark` with tables, footnotes, task lists, strikethrough, heading
/// attributes, GFM alerts, definition lists and `[[links]]`.
pub fn markdown_options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

pub(super) fn scan(text: &str, start: usize) -> Body {
    let source = &text[start..];
    let mut scan = Scan {
        body: Body { start, blank: source.trim().is_empty(), ..Body::default() },
        slugger: Slugger::default(),
        heading: None,
        links: Vec::new(),
    };
    for (event, range) in Parser::new_ext(source, markdown_options()).into_offset_iter() {
        scan.take(event, Span::from(range).shifted(start));
    }
    scan.body
}

struct Scan {
    body: Body,
    slugger: Slugger,
    heading: Option<Heading>,
    links: Vec<Link>,
}

impl Scan {
    fn take(&mut self, event: Event<'_>, span: Span) {
        match event {
            Event::Start(Tag::Heading { level, id, .. }) => {
                let anchor = id.map(|id| id.to_string()).unwrap_or_default();
                self.heading = Some(Heading { level: level as u8, text: String::new(), anchor, span });
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
                self.links.push(Link {
                    kind: LinkKind::Image,
                    target: dest_url.to_string(),
                    text: String::new(),
                    span,
                });
            }
            Event::End(TagEnd::Link | TagEnd::Image) => self.body.links.extend(self.links.pop()),
            Event::Text(text) | Event::Code(text) => self.text(&text),
            Event::SoftBreak | Event::HardBreak => self.text(" "),
            Event::Html(_) | Event::InlineHtml(_) => {
                self.body.raw_html.get_or_insert(span);
            }
            _ => {}
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
        let wanted = if heading.anchor.is_empty() { &heading.text } else { &heading.anchor };
        heading.anchor = self.slugger.anchor(wanted);
        if heading.anchor.is_empty() {
            heading.anchor = self.slugger.anchor("section");
        }
        self.body.headings.push(heading);
    }
}
