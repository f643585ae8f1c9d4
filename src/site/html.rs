//! Markdown to HTML: with our links, headings, tables and footnotes, and with raw HTML made safe.
//!
//! pulldown-cmark writes the HTML; events whose markup would break the content security policy (`style=`), the outline
//! or accessibility are rewritten on the way. Raw HTML is written anew tag by tag, and a body that holds any is then
//! balanced as a whole: `sanitise` tells why two steps.

use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html,
};

use super::escape::escape;
use super::footnotes::Footnotes;
use super::outline::Outline;
use super::sanitise::{self, Raw};
use super::targets::Targets;
use crate::diag::Span;
use crate::model::document::Document;
use crate::model::{Aims, DocIx};
use crate::parse::{RawHtml, Token, markdown_options};

/// A heading for the table of contents.
pub(super) struct Contents {
    /// 2 to 6.
    pub level: u8,
    /// The words.
    pub text: String,
    /// The anchor.
    pub anchor: String,
}

/// A rendered body.
pub(super) struct Rendered {
    /// Safe HTML.
    pub html: String,
    /// Its headings.
    pub contents: Vec<Contents>,
}

/// Renders the body of a document for the page at `page`.
pub(super) fn body(aims: &Aims, ix: DocIx, page: &str) -> Rendered {
    let document = aims.document(ix);
    let mut writer = Writer::new(aims, ix, page);
    let source = &document.text[document.body.start..];
    let parser = Parser::new_ext(source, markdown_options());
    let events: Vec<(Event<'_>, Span)> = parser
        .into_offset_iter()
        .map(|(event, range)| (event, Span::from(range).shifted(document.body.start)))
        .collect();
    let mut out = Vec::with_capacity(events.len());
    for (i, (event, span)) in events.iter().enumerate() {
        writer.take(event.clone(), *span, &events[i + 1..], &mut out);
    }
    let mut html = String::with_capacity(source.len() * 2);
    html::push_html(&mut html, out.into_iter());
    html.push_str(&writer.footnotes.section());
    if document.body.raw_html.is_some() {
        let mut ids = writer.footnotes.ids();
        ids.extend(document.body.anchors().map(str::to_owned));
        html = sanitise::whole(&html, ids);
    }
    Rendered { html, contents: writer.contents }
}

struct Writer<'a> {
    document: &'a Document,
    targets: Targets<'a>,
    contents: Vec<Contents>,
    headings: usize,
    outline: Outline,
    /// How the heading that is open ends.
    heading_end: String,
    skip_title: bool,
    skipping: bool,
    /// How the links that are open end.
    links: Vec<&'static str>,
    raw: Raw,
    raw_block: Option<RawHtml>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    tables: usize,
    image_alt: Option<String>,
    footnotes: Footnotes,
    in_note: Option<(usize, usize)>,
}

impl<'a> Writer<'a> {
    fn new(aims: &'a Aims, ix: DocIx, page: &'a str) -> Self {
        let document = aims.document(ix);
        let first = document.body.headings.first();
        Self {
            document,
            targets: Targets::new(aims, ix, document, page),
            contents: Vec::new(),
            headings: 0,
            outline: Outline::default(),
            heading_end: String::new(),
            skip_title: first.is_some_and(|first| first.level == 1 && first.text == document.title),
            skipping: false,
            links: Vec::new(),
            raw: Raw::default(),
            raw_block: None,
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            tables: 0,
            image_alt: None,
            footnotes: Footnotes::default(),
            in_note: None,
        }
    }

    fn take<'e>(&mut self, event: Event<'e>, span: Span, rest: &[(Event<'e>, Span)], out: &mut Vec<Event<'e>>) {
        if self.skipping {
            self.skip(&event, span, out);
            return;
        }
        // What a link is called that leads to what readers may not know of is left out. Such a link needs no end.
        if self.links.last() == Some(&"") && !matches!(event, Event::End(TagEnd::Link)) {
            return;
        }
        if let Some(alt) = &mut self.image_alt {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => {
                    let alt = self.image_alt.take().unwrap_or_default();
                    let in_link = !self.links.is_empty() || self.raw.in_link();
                    out.push(raw(self.targets.image(&alt, span.start, "", in_link)));
                }
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, span.start, rest, out),
            Event::End(tag) => self.end(tag, out),
            Event::FootnoteReference(name) => out.push(raw(self.footnotes.reference(&name))),
            Event::TaskListMarker(done) => {
                let (checked, word) = if done { (" checked", "Done") } else { ("", "Not done") };
                out.push(raw(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{word}\"> ")));
            }
            Event::Html(text) | Event::InlineHtml(text) => match &mut self.raw_block {
                Some(block) => block.push(&text, span),
                None => self.raw_html(&RawHtml::one(&text, span), out),
            },
            event => out.push(event),
        }
    }

    /// Passes over the title, which the page shows already. What links lead to stays.
    fn skip(&mut self, event: &Event<'_>, span: Span, out: &mut Vec<Event<'_>>) {
        match event {
            Event::End(TagEnd::Heading(_)) => self.skipping = false,
            Event::InlineHtml(text) => {
                for token in RawHtml::one(text, span).tokens() {
                    if let Token::Start(tag) = token
                        && let Some(anchor) = self.targets.anchor(tag.span.start)
                    {
                        out.push(raw(place(anchor)));
                    }
                }
            }
            _ => {}
        }
    }

    fn raw_html(&mut self, piece: &RawHtml, out: &mut Vec<Event<'_>>) {
        let in_link = !self.links.is_empty();
        out.push(raw(self.raw.piece(piece, &self.targets, &mut self.outline, in_link)));
    }

    fn start<'e>(&mut self, tag: Tag<'e>, at: usize, rest: &[(Event<'e>, Span)], out: &mut Vec<Event<'e>>) {
        match tag {
            Tag::Heading { level, .. } => self.heading(level, rest, out),
            Tag::Link { .. } => {
                let (open, close) = match self.targets.link(at) {
                    Some(link) => (format!("<a{link}>"), "</a>"),
                    None => {
                        let (begin, end) = self.targets.lost(at);
                        (begin.to_owned(), end)
                    }
                };
                out.push(raw(open));
                self.links.push(close);
            }
            Tag::Image { .. } => self.image_alt = Some(String::new()),
            Tag::HtmlBlock => self.raw_block = Some(RawHtml::default()),
            Tag::Table(alignments) => {
                self.alignments = alignments;
                self.tables += 1;
                let number = self.tables;
                out.push(raw(format!(
                    "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Table {number}\"><table>"
                )));
            }
            Tag::TableHead => {
                self.in_head = true;
                self.column = 0;
                out.push(raw("<thead><tr>"));
            }
            Tag::TableRow => {
                self.column = 0;
                out.push(raw("<tr>"));
            }
            Tag::TableCell => out.push(raw(self.cell())),
            Tag::BlockQuote(Some(kind)) => {
                let (name, word) = alert(kind);
                out.push(raw(format!(
                    "<div class=\"markdown-alert markdown-alert-{name}\"><p class=\"markdown-alert-title\">{word}</p>\n"
                )));
            }
            Tag::CodeBlock(kind) => out.push(raw(code_block(&kind))),
            Tag::Item if starts_with_task(rest) => out.push(raw("<li class=\"task-list-item\">")),
            Tag::FootnoteDefinition(name) => self.in_note = Some((self.footnotes.number(&name), out.len())),
            tag => out.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd, out: &mut Vec<Event<'_>>) {
        match tag {
            TagEnd::Heading(_) => out.push(raw(std::mem::take(&mut self.heading_end))),
            TagEnd::Link => out.push(raw(self.links.pop().unwrap_or(""))),
            TagEnd::HtmlBlock => {
                if let Some(block) = self.raw_block.take() {
                    self.raw_html(&block, out);
                }
            }
            TagEnd::Table => out.push(raw("</tbody></table></div>\n")),
            TagEnd::TableHead => {
                self.in_head = false;
                out.push(raw("</tr></thead><tbody>\n"));
            }
            TagEnd::TableRow => out.push(raw("</tr>\n")),
            TagEnd::TableCell => out.push(raw(if self.in_head { "</th>" } else { "</td>" })),
            TagEnd::BlockQuote(Some(_)) => out.push(raw("</div>\n")),
            TagEnd::CodeBlock => out.push(raw("</code></pre>\n")),
            TagEnd::FootnoteDefinition => {
                if let Some((number, from)) = self.in_note.take() {
                    let mut text = String::new();
                    html::push_html(&mut text, out.drain(from..));
                    self.footnotes.define(number, text);
                }
            }
            tag => out.push(Event::End(tag)),
        }
    }

    fn heading<'e>(&mut self, level: HeadingLevel, rest: &[(Event<'e>, Span)], out: &mut Vec<Event<'e>>) {
        let Some(heading) = self.document.body.headings.get(self.headings) else { return };
        self.headings += 1;
        let is_empty = matches!(rest.first(), Some((Event::End(TagEnd::Heading(_)), _)));
        if std::mem::take(&mut self.skip_title) || is_empty {
            // There is nothing to show, or the page shows it already; links to the anchor still have to arrive.
            out.push(raw(place(&heading.anchor)));
            self.skipping = true;
            return;
        }
        let anchor = escape(&heading.anchor);
        if heading.text.is_empty() {
            // An image without words, say: nothing that could be a heading to who cannot see it.
            out.push(raw(format!("<div id=\"{anchor}\">")));
            "</div>\n".clone_into(&mut self.heading_end);
            return;
        }
        let level = self.outline.level(level as u8);
        self.contents.push(Contents { level, text: heading.text.clone(), anchor: heading.anchor.clone() });
        let label = escape(&heading.text);
        out.push(raw(format!(
            "<h{level} id=\"{anchor}\"><a class=\"anchor\" href=\"#{anchor}\" aria-label=\"Link to {label}\"></a>"
        )));
        self.heading_end = format!("</h{level}>\n");
    }

    /// The start of the next cell of a table.
    fn cell(&mut self) -> String {
        let class = match self.alignments.get(self.column) {
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::Center) => " class=\"center\"",
            _ => "",
        };
        self.column += 1;
        let tag = if self.in_head { "th scope=\"col\"" } else { "td" };
        format!("<{tag}{class}>")
    }
}

fn raw<'e>(html: impl Into<CowStr<'e>>) -> Event<'e> {
    Event::InlineHtml(html.into())
}

/// Nothing to see, but a place that links lead to.
fn place(anchor: &str) -> String {
    format!("<div id=\"{}\"></div>\n", escape(anchor))
}

fn code_block(kind: &CodeBlockKind<'_>) -> String {
    let language = match kind {
        CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
        CodeBlockKind::Indented => "",
    };
    let class = if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(language)) };
    format!("<pre tabindex=\"0\"><code{class}>")
}

fn alert(kind: BlockQuoteKind) -> (&'static str, &'static str) {
    match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("tip", "Tip"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("warning", "Warning"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    }
}

fn starts_with_task(rest: &[(Event<'_>, Span)]) -> bool {
    let mut next = rest.iter().map(|(event, _)| event);
    match next.next() {
        Some(Event::TaskListMarker(_)) => true,
        Some(Event::Start(Tag::Paragraph)) => matches!(next.next(), Some(Event::TaskListMarker(_))),
        _ => false,
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    /// The body of a document at `a.md`, beside a policy, an image and attachments.
    pub(in crate::site) fn render(markdown: &str) -> String {
        rendered(markdown).html
    }

    fn rendered(markdown: &str) -> Rendered {
        let other = "---\nid: POL-001\ntitle: A <b> policy\nkind: policy\n---\n## Roles\n";
        let files = [
            ("aims.toml", ""),
            ("a.md", markdown),
            ("p/b.md", other),
            ("p/i.png", "x"),
            ("p/é x.pdf", "x"),
            ("p/n#1.pdf", "x"),
        ];
        let source = Memory::new(files.map(|(path, text)| (path, text.as_bytes())));
        let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read").stand(Vec::new());
        let ix = aims.by_id("a").expect("the page");
        body(&aims, ix, "documents/a.html")
    }

    #[test]
    fn links_lead_to_pages() {
        let html = render(
            "[[POL-001]] [r](p/b.md#roles) [[A.5.2]] [c](6.1.4) [f](p/%C3%A9%20x.pdf) [w](https://x.example/?a&b)",
        );
        assert!(
            html.contains("<a href=\"POL-001.html\" title=\"A &lt;b&gt; policy\" class=\"id\">POL-001</a>"),
            "{html}"
        );
        assert!(html.contains("href=\"POL-001.html#roles\""), "{html}");
        assert!(
            html.contains("href=\"../controls/A.5.2.html\" title=\"AI system impact assessment process\""),
            "{html}"
        );
        assert!(html.contains("href=\"../clauses/6.1.4.html\""), "{html}");
        assert!(html.contains("href=\"../files/p/%C3%A9%20x.pdf\""), "{html}");
        assert!(html.contains("href=\"https://x.example/?a&amp;b\""), "{html}");
    }

    #[test]
    fn what_leads_nowhere_or_runs_code_is_no_link() {
        let html = render("[x](nope.md) [j](javascript:alert(1)) [o](../../etc/passwd) ![i](data:text/html,x)");
        assert!(
            !html.contains("href") && !html.contains("src=") && html.matches("class=\"broken\"").count() == 4,
            "{html}"
        );
    }

    #[test]
    fn images_of_the_repository_are_shown_and_others_linked() {
        let html = render("![alt *x*](p/i.png) ![](https://x.example/i.png) [![in](p/i.png)](POL-001)");
        assert!(html.contains("<img src=\"../files/p/i.png\" alt=\"alt x\">"), "{html}");
        assert!(
            html.contains(
                "<a href=\"https://x.example/i.png\" rel=\"external noopener noreferrer\">Image on the web</a>"
            ),
            "{html}"
        );
        assert!(
            html.contains("class=\"id\"") || html.contains("<img src=\"../files/p/i.png\" alt=\"in\"></a>"),
            "{html}"
        );
    }

    #[test]
    fn tables_task_lists_alerts_and_code_need_no_inline_style() {
        let html = render(
            "| a | b |\n|--:|:-:|\n| 1 | 2 |\n\n- [x] y\n- [ ] n\n\n> [!WARNING]\n> w\n\n```sh extra\n<x>\n```\n\nT\n: d\n",
        );
        assert!(!html.contains("style="), "{html}");
        assert!(
            html.contains("<th scope=\"col\" class=\"right\">a</th>") && html.contains("<td class=\"center\">2</td>"),
            "{html}"
        );
        assert!(
            html.contains(
                "<li class=\"task-list-item\"><input type=\"checkbox\" disabled checked aria-label=\"Done\"> y"
            ),
            "{html}"
        );
        assert!(
            html.contains(
                "<div class=\"markdown-alert markdown-alert-warning\"><p class=\"markdown-alert-title\">Warning</p>"
            ),
            "{html}"
        );
        assert!(html.contains("<pre tabindex=\"0\"><code class=\"language-sh\">&lt;x&gt;\n</code></pre>"), "{html}");
        assert!(html.contains("<dt>T</dt>"), "{html}");
    }

    #[test]
    fn footnotes_are_numbered_and_gathered_at_the_end() {
        let html = render("a[^x] b[^y] c[^x]\n\n[^y]: why\n[^x]: ex\n");
        assert!(html.contains("href=\"#_fn-1\" id=\"_fr-1\"") && html.contains("id=\"_fr-1-2\""), "{html}");
        assert!(html.find("ex</p>") < html.find("why</p>"), "{html}");
    }

    #[test]
    fn headings_keep_their_anchors_and_leave_the_first_level_to_the_title() {
        let html = render("# Big\n\n## Small & *fine*\n\n# Big\n");
        assert!(!html.contains("<h1"), "{html}");
        assert!(html.contains("<div id=\"big\"></div>") && html.contains("<h2 id=\"big-1\">"), "{html}");
        assert!(html.contains("<h2 id=\"small--fine\"><a class=\"anchor\" href=\"#small--fine\" aria-label=\"Link to Small &amp; fine\">"), "{html}");
    }

    #[test]
    fn no_level_is_left_out_below_the_title() {
        let levels =
            |markdown: &str| -> Vec<u8> { rendered(markdown).contents.iter().map(|heading| heading.level).collect() };
        assert_eq!(levels("# T\n## A\n### B\n## C\n"), [2, 3, 2]);
        assert_eq!(levels("## A\n# T\n## B\n"), [2, 2, 3]);
        assert_eq!(levels("# T\n\n#### A\n###### B\n### C\n"), [2, 3, 2]);
        assert_eq!(levels("---\ntitle: X\n---\n# A\n## B\n### C\n#### D\n##### E\n###### F\n"), [2, 3, 4, 5, 6, 6]);
    }

    #[test]
    fn headings_without_words_are_none() {
        let markdown = "## A\n\n##\n\n## ![](p/i.png)\n\n[x](#section) [y](#section-1)\n";
        let page = rendered(markdown);
        assert_eq!(page.contents.len(), 1);
        assert!(!page.html.contains("Link to \""), "{}", page.html);
        assert!(page.html.contains("<div id=\"section\"></div>"), "{}", page.html);
        assert!(
            page.html.contains("<div id=\"section-1\"><img src=\"../files/p/i.png\" alt=\"\"></div>"),
            "{}",
            page.html
        );
    }

    #[test]
    fn anchors_keep_clear_of_the_frame() {
        let html =
            render("## Main\n\n## R {#_revisions}\n\n## A {#_fn-1}\n\n[m](#main) [r](#_revisions) n[^1]\n\n[^1]: n\n");
        assert!(html.contains("<h2 id=\"main-1\">") && html.contains("href=\"#main-1\" title"), "{html}");
        assert!(html.contains("<h2 id=\"revisions\">") && html.contains("href=\"#revisions\" title"), "{html}");
        assert!(html.contains("<h2 id=\"fn-1\">") && html.matches("id=\"_fn-1\"").count() == 1, "{html}");
    }

    #[test]
    fn fragments_of_attachments_stay() {
        let html = render("[a](p/%C3%A9%20x.pdf#page=3&zoom=50) [b](p/n%231.pdf#a\"%3Cb) [c](<p/n%231.pdf# >)");
        assert!(html.contains("href=\"../files/p/%C3%A9%20x.pdf#page=3&amp;zoom=50\""), "{html}");
        assert!(html.contains("href=\"../files/p/n%231.pdf#a%22%3Cb\""), "{html}");
        assert!(html.contains("href=\"../files/p/n%231.pdf\""), "{html}");
    }

    #[test]
    fn an_image_on_the_web_inside_a_link_is_its_words() {
        let html = render("[![alt](https://x.example/i.png)](POL-001)");
        assert!(html.contains("\"><span>alt</span></a>") && html.matches("<a").count() == 1, "{html}");
    }
}
