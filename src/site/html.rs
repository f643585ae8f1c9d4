//! The pieces of an article to HTML: with our links, headings, tables and footnotes.
//!
//! Nothing of the Markdown is read here but its [`pieces`], which is what the digest of a document is taken over. What
//! is plain is written by pulldown-cmark; what would break the content security policy (`style=`), the outline or
//! accessibility has markup of our own. A body that holds raw HTML then passes `sanitise` as a whole.

use pulldown_cmark::{Alignment, BlockQuoteKind, CowStr, Event, Tag, TagEnd, html};

use super::autolink;
use super::diagram::code_block;
use super::escape::escape;
use super::footnotes::Footnotes;
use super::outline::Outline;
use super::routes;
use super::sanitise;
use super::stand::Stand;
use super::targets::Targets;
use crate::base::say;
use crate::diag::Span;
use crate::model::links::{Broken, Target};
use crate::model::{Aims, DocIx};
use crate::parse::{Anchored, Body, Element, Html, Image, Piece, html_heading, pieces};

/// A rendered body.
#[derive(Default)]
pub(super) struct Rendered {
    /// Safe HTML.
    pub html: String,
    /// Marks of a site generator that are left out.
    pub left_out: Vec<String>,
}

/// A text to be rendered: that of a document, or one that it had before.
#[derive(Clone, Copy)]
pub(super) struct Source<'a> {
    /// The normalised text.
    pub text: &'a str,
    /// What is below its front matter.
    pub body: &'a Body,
    /// What its page is called: a heading of that name is not told twice.
    pub title: &'a str,
    /// Where its links lead.
    pub links: &'a [Result<Target, Broken>],
    /// Whether it is of the past: it has no images, and links to its own headings stay in it.
    pub is_past: bool,
}

/// Renders the body of a document for where it stands.
pub(super) fn body(aims: &Aims, ix: DocIx, stand: Stand<'_>) -> Rendered {
    let document = aims.document(ix);
    let source = Source {
        text: &document.text,
        body: &document.body,
        title: &document.title,
        links: &aims.links[ix.index()],
        is_past: false,
    };
    render(aims, source, stand)
}

/// Renders a text for where it stands.
pub(super) fn render(aims: &Aims, source: Source<'_>, stand: Stand<'_>) -> Rendered {
    let mut writer = Writer::new(aims, source, stand);
    let pieces = pieces(source.text, source.body.start);
    let (pieces, left_out) = aims.config.site.strip.stripped(pieces);
    let mut out = Vec::with_capacity(pieces.len());
    for (i, (piece, span)) in pieces.iter().enumerate() {
        writer.take(piece, *span, &pieces[i + 1..], &mut out);
    }
    let mut html = String::with_capacity(source.text.len() * 2);
    html::push_html(&mut html, out.into_iter());
    html.push_str(&writer.footnotes.section());
    if writer.holds_html {
        let mut ids = writer.footnotes.ids();
        ids.extend(source.body.anchors().map(|own| stand.id(own).into_owned()));
        html = sanitise::whole(&html, ids);
    }
    Rendered { html, left_out }
}

struct Writer<'a> {
    aims: &'a Aims,
    body: &'a Body,
    stand: Stand<'a>,
    targets: Targets<'a>,
    headings: usize,
    outline: Outline,
    skip_title: bool,
    /// How many elements are open of what is passed over.
    skipping: usize,
    /// How the elements that are open end.
    ends: Vec<Ending>,
    /// How many links are open.
    links: usize,
    /// How many elements are open in which an address is no link.
    verbatim: usize,
    holds_html: bool,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    tables: usize,
    footnotes: Footnotes<'a>,
}

/// How an element ends.
enum Ending {
    /// As pulldown-cmark writes it.
    Plain(TagEnd),
    /// With this markup.
    Markup(CowStr<'static>),
    /// With this markup, and it is a link.
    Link(&'static str),
    /// With this markup, and it is code.
    Verbatim(CowStr<'static>),
    Head,
    /// With the tag that it began with.
    Cell(&'static str),
    /// The text of the footnote of this number, which began at this place.
    Note(usize, usize),
}

impl<'a> Writer<'a> {
    fn new(aims: &'a Aims, source: Source<'a>, stand: Stand<'a>) -> Self {
        let first = source.body.leading_heading(source.text);
        Self {
            aims,
            body: source.body,
            stand,
            targets: Targets::new(aims, source.body, source.links, stand).past(source.is_past),
            headings: 0,
            outline: Outline::below(stand.deeper()),
            skip_title: first.is_some_and(|first| first.level == 1 && first.text == source.title),
            skipping: 0,
            ends: Vec::new(),
            links: 0,
            verbatim: 0,
            holds_html: false,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            tables: 0,
            footnotes: Footnotes::new(stand),
        }
    }

    fn take<'e>(
        &mut self,
        piece: &'e Piece<'static>,
        span: Span,
        rest: &[(Piece<'static>, Span)],
        out: &mut Vec<Event<'e>>,
    ) {
        if self.skipping > 0 {
            self.skip(piece, span, out);
            if self.skipping == 0
                && let Some(ending) = self.ends.pop()
            {
                self.end(ending, out);
            }
            return;
        }
        match piece {
            Piece::Start(element) => {
                let ending = self.start(element, span, rest, out);
                self.ends.push(ending);
            }
            Piece::End => {
                if let Some(ending) = self.ends.pop() {
                    self.end(ending, out);
                }
            }
            Piece::Text(text) if self.links + self.verbatim > 0 => out.push(Event::Text(text.as_ref().into())),
            Piece::Text(text) => addressed(text, out),
            Piece::Code(text) => out.push(Event::Code(text.as_ref().into())),
            Piece::Break => out.push(Event::HardBreak),
            Piece::Rule => out.push(Event::Rule),
            Piece::Task(done) => {
                let (checked, word) = if *done { (" checked", say!("Done")) } else { ("", say!("Not done")) };
                out.push(raw(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{word}\"> ")));
            }
            Piece::Note(name) => out.push(raw(self.footnotes.reference(name))),
            Piece::Image(image) => out.push(raw(self.image(image, span))),
            Piece::Void(html) => {
                self.holds_html = true;
                out.push(raw(format!("<{}{}>", html.name, self.attributes(html, span))));
            }
            Piece::Place(_) => {
                self.holds_html = true;
                out.push(raw(self.marker(span)));
            }
        }
    }

    /// Passes over the title, which the page shows already, and what a link is called that leads to what readers may not
    /// know of. What links lead to stays.
    fn skip(&mut self, piece: &Piece<'_>, span: Span, out: &mut Vec<Event<'_>>) {
        match piece {
            Piece::Start(_) => self.skipping += 1,
            Piece::End => self.skipping -= 1,
            _ => {}
        }
        if let Some(anchor) = self.targets.anchor(span.start).filter(|_| !matches!(piece, Piece::End | Piece::Text(_)))
        {
            out.push(raw(place(&self.stand.id(anchor))));
        }
    }

    fn start<'e>(
        &mut self,
        element: &'e Element<'static>,
        span: Span,
        rest: &[(Piece<'static>, Span)],
        out: &mut Vec<Event<'e>>,
    ) -> Ending {
        let plain = |tag: Tag<'e>| {
            let end = tag.to_end();
            (Event::Start(tag), Ending::Plain(end))
        };
        let markup = |start: String, end: &'static str| (raw(start), Ending::Markup(end.into()));
        let (start, ending) = match element {
            Element::Paragraph if is_contents_mark(rest) => {
                self.skipping = 1;
                return Ending::Markup("".into());
            }
            Element::Paragraph => plain(Tag::Paragraph),
            Element::Heading(level, _) => return self.heading(*level, rest, out),
            Element::Quote(None) => plain(Tag::BlockQuote(None)),
            Element::Quote(Some(kind)) => markup(alert(*kind), "</div>\n"),
            Element::CodeBlock(language) => {
                self.verbatim += 1;
                let (start, end) = code_block(language);
                (raw(start), Ending::Verbatim(end.into()))
            }
            Element::List(first) => plain(Tag::List(*first)),
            Element::Item if starts_with_task(rest) => {
                (raw("<li class=\"task-list-item\">"), Ending::Plain(TagEnd::Item))
            }
            Element::Item => plain(Tag::Item),
            Element::Footnote(name) => return Ending::Note(self.footnotes.number(name), out.len()),
            Element::Definitions => plain(Tag::DefinitionList),
            Element::Term => plain(Tag::DefinitionListTitle),
            Element::Definition => plain(Tag::DefinitionListDefinition),
            Element::Table(alignments) => markup(self.table(alignments), "</tbody></table></div>\n"),
            Element::Head => {
                (self.in_head, self.column) = (true, 0);
                (raw("<thead><tr>"), Ending::Head)
            }
            Element::Row => {
                self.column = 0;
                markup("<tr>".into(), "</tr>\n")
            }
            Element::Cell => {
                let (start, end) = self.cell(rest);
                (raw(start), Ending::Cell(end))
            }
            Element::Emphasis => plain(Tag::Emphasis),
            Element::Strong => plain(Tag::Strong),
            Element::Strike => plain(Tag::Strikethrough),
            Element::Link(link) => {
                let (start, end) = self.link(link, span);
                (raw(start), Ending::Link(end))
            }
            Element::Html(html) => {
                let (start, end) = self.html(html, span);
                (raw(start), end)
            }
        };
        out.push(start);
        ending
    }

    fn end(&mut self, ending: Ending, out: &mut Vec<Event<'_>>) {
        out.push(match ending {
            Ending::Plain(end) => Event::End(end),
            Ending::Markup(end) => raw(end),
            Ending::Link(end) => {
                self.links -= 1;
                raw(end)
            }
            Ending::Verbatim(end) => {
                self.verbatim -= 1;
                raw(end)
            }
            Ending::Head => {
                self.in_head = false;
                raw("</tr></thead><tbody>\n")
            }
            Ending::Cell(end) => raw(end),
            Ending::Note(number, from) => {
                let mut text = String::new();
                html::push_html(&mut text, out.drain(from..));
                self.footnotes.define(number, text);
                return;
            }
        });
    }

    fn heading(&mut self, level: u8, rest: &[(Piece<'_>, Span)], out: &mut Vec<Event<'_>>) -> Ending {
        let Some(heading) = self.body.headings.get(self.headings) else {
            return Ending::Markup("".into());
        };
        self.headings += 1;
        let is_empty = matches!(rest.first(), Some((Piece::End, _)));
        if std::mem::take(&mut self.skip_title) || is_empty {
            // There is nothing to show, or the page shows it already; links to the anchor still have to arrive.
            out.push(raw(place(&self.stand.id(&heading.anchor))));
            self.skipping = 1;
            return Ending::Markup("".into());
        }
        let anchor = escape(&self.stand.id(&heading.anchor));
        let text = self.targets.strip().without(&heading.text);
        if text.is_empty() {
            // An image without words, say: nothing that could be a heading to who cannot see it.
            out.push(raw(format!("<div id=\"{anchor}\">")));
            return Ending::Markup("</div>\n".into());
        }
        let level = self.outline.level(level);
        let label = escape(&say!("Link to {heading}", heading = text));
        out.push(raw(format!(
            "<h{level} id=\"{anchor}\"><a class=\"anchor\" href=\"#{anchor}\" aria-label=\"{label}\"></a>"
        )));
        Ending::Markup(format!("</h{level}>\n").into())
    }

    /// How a link begins and ends.
    fn link(&mut self, link: &Anchored<'_>, span: Span) -> (String, &'static str) {
        self.links += 1;
        self.holds_html |= link.html.is_some();
        let id = if link.html.is_some() { self.id(span) } else { String::new() };
        if let Some(target) = self.targets.link(span.start) {
            return (format!("<a{id}{target}>"), "</a>");
        }
        let place = if id.is_empty() { id } else { format!("<span{id}></span>") };
        let (begin, end) = self.targets.lost(span.start);
        // What needs no end is all that is told.
        self.skipping = usize::from(end.is_empty());
        (place + &begin, end)
    }

    fn image(&mut self, image: &Image<'_>, span: Span) -> String {
        let (words, size) = image.shown();
        let (marker, further) = match &image.html {
            Some(html) => (self.marker(span), written(html)),
            None => (String::new(), size.map_or_else(String::new, sized)),
        };
        self.holds_html |= image.html.is_some();
        marker + &self.targets.image(words, span.start, &further, self.links > 0)
    }

    /// How an element of raw HTML begins and ends.
    fn html(&mut self, html: &Html, span: Span) -> (String, Ending) {
        self.holds_html = true;
        let attributes = self.attributes(html, span);
        let name = match html_heading(html.name) {
            Some(level) => format!("h{}", self.outline.level(level)),
            None => html.name.to_owned(),
        };
        let end = format!("</{name}>").into();
        let is_verbatim = matches!(html.name, "code" | "kbd" | "pre" | "samp" | "var");
        self.verbatim += usize::from(is_verbatim);
        (format!("<{name}{attributes}>"), if is_verbatim { Ending::Verbatim(end) } else { Ending::Markup(end) })
    }

    /// How the next table begins.
    fn table(&mut self, alignments: &[Alignment]) -> String {
        self.alignments = alignments.to_vec();
        self.tables += 1;
        let label = escape(&self.stand.table(self.aims, self.tables));
        format!("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"{label}\"><table>")
    }

    fn attributes(&self, html: &Html, span: Span) -> String {
        self.id(span) + &written(html)
    }

    /// The id of the tag of raw HTML at a place.
    fn id(&self, span: Span) -> String {
        self.targets.anchor(span.start).map_or_else(String::new, |id| format!(" id=\"{}\"", escape(&self.stand.id(id))))
    }

    /// Nothing to see in a line, but a place that links lead to.
    fn marker(&self, span: Span) -> String {
        let id = self.id(span);
        if id.is_empty() { id } else { format!("<span{id}></span>") }
    }

    /// The start and the end of the next cell of a table. A head that is empty heads nothing, and a figure keeps its unit.
    fn cell(&mut self, rest: &[(Piece<'_>, Span)]) -> (String, &'static str) {
        let first = rest.first().map(|(piece, _)| piece);
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) if first.is_some_and(is_figure) => " class=\"right num\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        match self.in_head && !matches!(first, Some(Piece::End)) {
            true => (format!("<th scope=\"col\"{class}>"), "</th>"),
            false => (format!("<td{class}>"), "</td>"),
        }
    }
}

fn raw<'e>(html: impl Into<CowStr<'e>>) -> Event<'e> {
    Event::InlineHtml(html.into())
}

/// Whether a cell begins with a number, and little more.
fn is_figure(piece: &Piece<'_>) -> bool {
    matches!(piece, Piece::Text(text) if text.len() <= 24 && text.contains(|c: char| c.is_ascii_digit()))
}

/// Nothing to see, but a place that links lead to.
fn place(anchor: &str) -> String {
    format!("<div id=\"{}\"></div>\n", escape(anchor))
}

/// The attributes of a tag of raw HTML, but for its id.
fn written(html: &Html) -> String {
    html.attributes.iter().map(|(name, value)| format!(" {name}=\"{}\"", escape(value))).collect()
}

/// The attributes of an image that is to be so wide and high.
fn sized((wide, high): (&str, &str)) -> String {
    let high = if high == "auto" { String::new() } else { format!(" height=\"{high}\"") };
    format!(" width=\"{wide}\"{high}")
}

/// Text, with the addresses in it as links.
fn addressed<'e>(text: &'e str, out: &mut Vec<Event<'e>>) {
    let mut from = 0;
    for (range, target) in autolink::find(text) {
        out.push(Event::Text(text[from..range.start].into()));
        let (href, words) = (escape(&routes::address(&target)), escape(&text[range.clone()]));
        out.push(raw(format!("<a href=\"{href}\" rel=\"external noopener noreferrer\" class=\"bare\">{words}</a>")));
        from = range.end;
    }
    out.push(Event::Text(text[from..].into()));
}

/// Whether a paragraph is what other programs put a table of contents in the place of. Pages have theirs beside the text.
pub(super) fn is_contents_mark(rest: &[(Piece<'_>, Span)]) -> bool {
    let (Some((Piece::Text(text), _)), Some((Piece::End, _))) = (rest.first(), rest.get(1)) else { return false };
    ["[[_TOC_]]", "[[TOC]]", "[TOC]"].iter().any(|mark| text.eq_ignore_ascii_case(mark))
}

/// How an alert begins.
fn alert(kind: BlockQuoteKind) -> String {
    let (name, word) = match kind {
        BlockQuoteKind::Note => ("note", say!("Note")),
        BlockQuoteKind::Tip => ("tip", say!("Tip")),
        BlockQuoteKind::Important => ("important", say!("Important")),
        BlockQuoteKind::Warning => ("warning", say!("Warning")),
        BlockQuoteKind::Caution => ("caution", say!("Caution")),
    };
    format!("<div class=\"markdown-alert markdown-alert-{name}\"><p class=\"markdown-alert-title\">{word}</p>\n")
}

fn starts_with_task(rest: &[(Piece<'_>, Span)]) -> bool {
    let mut next = rest.iter().map(|(piece, _)| piece);
    match next.next() {
        Some(Piece::Task(_)) => true,
        Some(Piece::Start(Element::Paragraph)) => matches!(next.next(), Some(Piece::Task(_))),
        _ => false,
    }
}

#[cfg(test)]
mod article_tests;

#[cfg(test)]
pub(super) mod tests;
