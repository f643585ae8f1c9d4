//! The Markdown below the front matter: its headings, links and images, each with its place. No HTML is made here.
//!
//! Anchors live on a page among those of its frame, which all begin with `_`, except for one: `main`. So no anchor of a
//! document does, and none is `main`; links may still call such a heading what its author did.

use std::collections::{BTreeMap, BTreeSet};

use super::bars::{Bars, Rows};
use super::blocks::{Block, Reader};
use super::lost::{self, Lost, Runs};
use super::outer;
use super::piece::{Anchored, Element, LinkKind, Piece};
use super::stream::{self, Article, Digest};
use super::torn::Torn;
use super::unshown::{Finder, Unseen, Unshown};
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
    /// Where the first element stands that is nested too deep for its markup to be shown, if any.
    pub too_deep: Option<Span>,
    /// References that nothing defines, as far as they are told.
    pub lost: Vec<Lost>,
    /// What was meant as links and is none, as far as it is told.
    pub torn: Vec<Torn>,
    /// What is not shown as it was meant, as far as it is told.
    pub unshown: Vec<Unshown>,
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
    /// The first heading, where nothing stands above it that a page shows. `text` is that of the file.
    pub fn leading_heading(&self, text: &str) -> Option<&Heading> {
        let first = self.headings.first()?;
        let mut above = text.get(self.start..first.span.start)?.trim_start();
        while let Some((_, after)) = above.strip_prefix("<!--").and_then(|comment| comment.split_once("-->")) {
            above = after.trim_start();
        }
        above.is_empty().then_some(first)
    }

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

/// What stands in the text from `start` on, its blocks, and the digests of its article: all from one reading of the
/// Markdown.
pub(super) fn scan(text: &str, start: usize) -> (Body, Vec<Block>, Article) {
    let mut blocks = Reader::default();
    let mut digest = Digest::default();
    let mut scan = Scan::new(text, start);
    let (mut lost, mut runs, mut finder) = (Vec::new(), Runs::default(), Finder::new(text, start));
    let (mut bars, mut others) = (Bars::default(), outer::Finder::default());
    let too_deep = stream::each(
        text,
        start,
        |of, at| lost.extend(lost::link(text, at, of)),
        |event, at| {
            blocks.take(event.clone());
            finder.take(text, event, &at);
            bars.take(text, event, &at);
            others.take(text, event, &at);
            runs.take(text, event, at);
        },
        |piece, span| {
            digest.take(&piece);
            scan.take(&piece, span);
        },
    );
    let mut body = scan.body;
    body.too_deep = too_deep;
    lost.append(&mut runs.found);
    lost.sort_by_key(|lost| lost.span.start);
    lost.truncate(lost::MOST);
    body.lost = lost;
    body.torn = runs.torn;
    body.unshown = finder.finish();
    body.unshown.extend(others.finish(text));
    let rows = bars.finish(text, start).into_iter();
    body.unshown.extend(rows.map(|Rows { span, lines, why }| Unshown { span, why: Unseen::Rows { lines, why } }));
    let formulas = stream::torn_formulas(text, start).into_iter().take(lost::MOST);
    body.unshown.extend(formulas.map(|span| Unshown { span, why: Unseen::Formula }));
    body.unshown.sort_by_key(|found| found.span.start);
    let mut taken: BTreeSet<&str> = body.headings.iter().map(|heading| heading.anchor.as_str()).collect();
    let anchors = std::mem::take(&mut body.anchors);
    body.anchors = anchors.iter().filter(|anchor| taken.insert(&anchor.id)).cloned().collect();
    (body, blocks.finish(), digest.finish())
}

struct Scan {
    body: Body,
    slugger: Slugger,
    heading: Option<Heading>,
    links: Vec<Link>,
    /// What is open.
    open: Vec<Opened>,
}

/// What an element means to what is scanned for.
enum Opened {
    Heading,
    Link,
    Other,
}

impl Scan {
    fn new(text: &str, start: usize) -> Self {
        let mut slugger = Slugger::default();
        slugger.reserve("main");
        let body = Body { start, blank: text[start..].trim().is_empty(), ..Body::default() };
        Self { body, slugger, heading: None, links: Vec::new(), open: Vec::new() }
    }

    fn take(&mut self, piece: &Piece<'_>, span: Span) {
        match piece {
            Piece::Start(element) => {
                let opened = self.start(element, span);
                self.open.push(opened);
            }
            Piece::End => match self.open.pop() {
                Some(Opened::Heading) => self.end_heading(),
                Some(Opened::Link) => self.body.links.extend(self.links.pop()),
                Some(Opened::Other) | None => {}
            },
            Piece::Text(text) | Piece::Code(text) => self.text(text),
            Piece::Break => self.text(" "),
            Piece::Image(image) => {
                let (kind, target) = (LinkKind::Image, image.target.to_string());
                let words = image.shown().0;
                self.text(words);
                self.body.links.push(Link { kind, target, text: words.to_owned(), span });
                self.anchor(image.html.as_ref().and_then(|html| html.id.as_ref()), span);
            }
            Piece::Void(html) => self.anchor(html.id.as_ref(), span),
            Piece::Place(id) => self.anchor(Some(id), span),
            Piece::Rule | Piece::Task(_) | Piece::Note(_) => {}
        }
    }

    fn start(&mut self, element: &Element<'_>, span: Span) -> Opened {
        match element {
            Element::Heading(level, id) => {
                let anchor = id.as_ref().map(ToString::to_string).unwrap_or_default();
                self.heading = Some(Heading { level: *level, text: String::new(), anchor, also: None, span });
                Opened::Heading
            }
            Element::Link(Anchored { kind, target, html }) => {
                let link = Link { kind: *kind, target: target.to_string(), text: String::new(), span };
                match html {
                    None => {
                        self.links.push(link);
                        Opened::Link
                    }
                    // The text of a tag is not told.
                    Some(id) => {
                        self.anchor(id.as_ref(), span);
                        self.body.links.push(link);
                        Opened::Other
                    }
                }
            }
            Element::Html(html) => {
                self.anchor(html.id.as_ref(), span);
                Opened::Other
            }
            _ => Opened::Other,
        }
    }

    /// A place that links lead to.
    fn anchor(&mut self, id: Option<&String>, span: Span) {
        self.body.anchors.extend(id.map(|id| Anchor { id: id.clone(), span }));
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

#[cfg(test)]
mod tests {
    use super::*;

    fn body(text: &str) -> Body {
        scan(text, 0).0
    }

    fn anchors(text: &str) -> Vec<String> {
        body(text).anchors().map(str::to_owned).collect()
    }

    fn links(text: &str) -> Vec<(LinkKind, String, &str)> {
        let links = body(text).links.into_iter();
        links.map(|link| (link.kind, link.target, &text[link.span.start..link.span.end])).collect()
    }

    #[test]
    fn no_heading_has_an_anchor_of_the_frame() {
        let text = "## Main\n## A {#_revisions}\n## \\_fn-1\n## B {#__}\n## main\n";
        assert_eq!(anchors(text), ["main-1", "revisions", "fn-1", "section", "main-2"]);
        let body = body(text);
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
        assert_eq!(body(text).anchor_names().get("a.b"), Some(&"ab"));
        assert_eq!(body(text).anchor_names().get("upper"), Some(&"upper"));
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
        assert_eq!(body(text).links[1].text, "t");
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
            let body = body(text);
            assert!(body.links.iter().all(|link| link.target == "i.png"), "{text}");
            assert_eq!(anchors(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn raw_anchors_are_unique_and_leave_headings_theirs() {
        assert_eq!(anchors("<a id=scope></a>\n\n## Scope\n\n<a id=x></a><b id=x></b>\n"), ["scope", "x"]);
        assert_eq!(body("<a id=scope></a>\n\n## Scope\n").anchors.len(), 0);
    }
}
