//! Markdown to HTML: with our links, headings, tables and footnotes, and with raw HTML made safe.
//!
//! pulldown-cmark writes the HTML; events whose markup would break the content security policy (`style=`), the outline
//! or accessibility are rewritten on the way. A body that holds raw HTML goes through ammonia as a whole, so that what
//! is left open is closed, and can neither run code nor borrow the marks by which pages tell what they vouch for.

use std::collections::{BTreeMap, HashSet};

use ammonia::Builder;
use pulldown_cmark::{
    Alignment, BlockQuoteKind, CodeBlockKind, CowStr, Event, HeadingLevel, Parser, Tag, TagEnd, html,
};

use super::routes;
use crate::model::Aims;
use crate::model::DocIx;
use crate::model::document::Document;
use crate::model::links::{Broken, Target};
use crate::parse::{Link, LinkKind, markdown_options};

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
    let events: Vec<(Event<'_>, usize)> =
        parser.into_offset_iter().map(|(event, range)| (event, range.start + document.body.start)).collect();
    let mut out = Vec::with_capacity(events.len());
    for (i, (event, at)) in events.iter().enumerate() {
        writer.take(event.clone(), *at, &events[i + 1..], &mut out);
    }
    let mut text = String::with_capacity(source.len() * 2);
    html::push_html(&mut text, out.into_iter());
    text.push_str(&writer.footnotes());
    if document.body.raw_html.is_none() {
        return Rendered { html: text, contents: writer.contents };
    }
    let html = sanitise(&text, document);
    // What raw HTML left open may have swallowed headings: they are text then, and text has no `<`.
    let tags = html.split("<h").skip(1).filter_map(|rest| rest.split('>').next());
    let ids: HashSet<&str> = tags.filter_map(|tag| tag.split(" id=\"").nth(1)?.split('"').next()).collect();
    let contents = writer.contents.into_iter().filter(|heading| ids.contains(heading.anchor.as_str())).collect();
    Rendered { html, contents }
}

/// Text made safe to stand in HTML, in attributes too.
pub(super) fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c => safe.push(c),
        }
    }
    safe
}

struct Writer<'a> {
    aims: &'a Aims,
    page: &'a str,
    document: &'a Document,
    targets: BTreeMap<usize, (&'a Link, &'a Result<Target, Broken>)>,
    contents: Vec<Contents>,
    headings: usize,
    shift: u8,
    skip_title: bool,
    skipping: bool,
    closers: Vec<&'static str>,
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    tables: usize,
    image_alt: Option<String>,
    notes: Vec<Note>,
    in_note: Option<(usize, usize)>,
}

/// A footnote: its name, how often it is referred to, and its rendered text.
struct Note {
    name: String,
    references: usize,
    html: Option<String>,
}

impl<'a> Writer<'a> {
    fn new(aims: &'a Aims, ix: DocIx, page: &'a str) -> Self {
        let document = aims.document(ix);
        let links = document.body.links.iter().zip(&aims.links[ix.index()]);
        let first = document.body.headings.first();
        let titled = first.is_some_and(|first| first.level == 1 && first.text == document.title);
        // The title is the only heading of the first level on the page. A body that has others is moved down.
        let others = document.body.headings.iter().skip(usize::from(titled)).any(|heading| heading.level == 1);
        Self {
            aims,
            page,
            document,
            targets: links.map(|(link, target)| (link.span.start, (link, target))).collect(),
            contents: Vec::new(),
            headings: 0,
            shift: u8::from(others),
            skip_title: titled,
            skipping: false,
            closers: Vec::new(),
            alignments: Vec::new(),
            column: 0,
            in_head: false,
            tables: 0,
            image_alt: None,
            notes: Vec::new(),
            in_note: None,
        }
    }

    fn take<'e>(&mut self, event: Event<'e>, at: usize, rest: &[(Event<'e>, usize)], out: &mut Vec<Event<'e>>) {
        if self.skipping {
            self.skipping = !matches!(event, Event::End(TagEnd::Heading(_)));
            return;
        }
        if let Some(alt) = &mut self.image_alt {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::SoftBreak | Event::HardBreak => alt.push(' '),
                Event::End(TagEnd::Image) => {
                    let alt = self.image_alt.take().unwrap_or_default();
                    out.push(raw(self.image(&alt, at)));
                }
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, at, rest, out),
            Event::End(tag) => self.end(tag, out),
            Event::FootnoteReference(name) => {
                let marker = self.reference(&name);
                out.push(raw(marker));
            }
            Event::TaskListMarker(done) => {
                let (checked, word) = if done { (" checked", "Done") } else { ("", "Not done") };
                out.push(raw(format!("<input type=\"checkbox\" disabled{checked} aria-label=\"{word}\"> ")));
            }
            event => out.push(event),
        }
    }

    fn start<'e>(&mut self, tag: Tag<'e>, at: usize, rest: &[(Event<'e>, usize)], out: &mut Vec<Event<'e>>) {
        match tag {
            Tag::Heading { level, .. } => self.heading(level, out),
            Tag::Link { .. } => {
                let (open, close) = self.link(at);
                out.push(raw(open));
                self.closers.push(close);
            }
            Tag::Image { .. } => self.image_alt = Some(String::new()),
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
            Tag::TableCell => {
                let class = match self.alignments.get(self.column) {
                    Some(Alignment::Right) => " class=\"right\"",
                    Some(Alignment::Center) => " class=\"center\"",
                    _ => "",
                };
                self.column += 1;
                let tag = if self.in_head { "th scope=\"col\"" } else { "td" };
                out.push(raw(format!("<{tag}{class}>")));
            }
            Tag::BlockQuote(Some(kind)) => {
                let (name, word) = alert(kind);
                out.push(raw(format!(
                    "<div class=\"markdown-alert markdown-alert-{name}\"><p class=\"markdown-alert-title\">{word}</p>\n"
                )));
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',']).next().unwrap_or_default(),
                    CodeBlockKind::Indented => "",
                };
                let class = if language.is_empty() {
                    String::new()
                } else {
                    format!(" class=\"language-{}\"", escape(language))
                };
                out.push(raw(format!("<pre tabindex=\"0\"><code{class}>")));
            }
            Tag::Item if starts_with_task(rest) => out.push(raw("<li class=\"task-list-item\">")),
            Tag::FootnoteDefinition(name) => {
                let number = self.note(&name);
                self.in_note = Some((number, out.len()));
            }
            tag => out.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd, out: &mut Vec<Event<'_>>) {
        match tag {
            TagEnd::Heading(level) => out.push(raw(format!("</h{}>\n", self.level(level)))),
            TagEnd::Link => out.push(raw(self.closers.pop().unwrap_or(""))),
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
                    if let Some(note) = self.notes.get_mut(number) {
                        note.html.get_or_insert(text);
                    }
                }
            }
            tag => out.push(Event::End(tag)),
        }
    }

    fn level(&self, level: HeadingLevel) -> u8 {
        (level as u8 + self.shift).clamp(2, 6)
    }

    fn heading(&mut self, level: HeadingLevel, out: &mut Vec<Event<'_>>) {
        let Some(heading) = self.document.body.headings.get(self.headings) else { return };
        self.headings += 1;
        let anchor = escape(&heading.anchor);
        if std::mem::take(&mut self.skip_title) {
            // The page shows the title already; links to its anchor still have to arrive.
            out.push(raw(format!("<div id=\"{anchor}\"></div>\n")));
            self.skipping = true;
            return;
        }
        let level = self.level(level);
        self.contents.push(Contents { level, text: heading.text.clone(), anchor: heading.anchor.clone() });
        let label = escape(&heading.text);
        out.push(raw(format!(
            "<h{level} id=\"{anchor}\"><a class=\"anchor\" href=\"#{anchor}\" aria-label=\"Link to {label}\"></a>"
        )));
    }

    /// The opening and closing markup of the link at `at`.
    fn link(&self, at: usize) -> (String, &'static str) {
        let Some((link, target)) = self.targets.get(&at) else { return (String::new(), "") };
        let href = |to: &str| escape(&routes::relative(self.page, to));
        let open = match target {
            Ok(Target::Document(ix, fragment)) => {
                let document = self.aims.document(*ix);
                let to = routes::document(&document.id);
                let mut to = if to == self.page { String::new() } else { routes::relative(self.page, &to) };
                if let Some(fragment) = fragment {
                    to = format!("{to}#{fragment}");
                }
                let to = if to.is_empty() { "#main".to_owned() } else { to };
                let class = if link.kind == LinkKind::Wiki { " class=\"id\"" } else { "" };
                format!("<a href=\"{}\" title=\"{}\"{class}>", escape(&to), escape(&document.title))
            }
            Ok(Target::Requirement(id)) => {
                let page =
                    if self.aims.catalog.clause(id).is_some() { routes::clause(id) } else { routes::control(id) };
                let title = self.aims.trace.get(id).map_or("", |requirement| requirement.title.as_str());
                format!("<a href=\"{}\" title=\"{}\" class=\"id\">", href(&page), escape(title))
            }
            Ok(Target::Asset(path)) => format!("<a href=\"{}\">", href(&routes::asset(path))),
            Ok(Target::External(address)) => {
                format!("<a href=\"{}\" rel=\"external noopener noreferrer\">", escape(address))
            }
            Err(Broken::Fragment { document, .. }) => {
                format!("<a href=\"{}\">", href(&routes::document(&self.aims.document(*document).id)))
            }
            Err(_) => return ("<span class=\"broken\" title=\"This link leads nowhere\">".to_owned(), "</span>"),
        };
        (open, "</a>")
    }

    fn image(&self, alt: &str, at: usize) -> String {
        let alt_text = escape(alt);
        match self.targets.get(&at).map(|(_, target)| target) {
            Some(Ok(Target::Asset(path))) => {
                format!(
                    "<img src=\"{}\" alt=\"{alt_text}\">",
                    escape(&routes::relative(self.page, &routes::asset(path)))
                )
            }
            Some(Ok(Target::External(address))) => {
                let words = if alt.is_empty() { "Image on the web" } else { alt };
                format!("<a href=\"{}\" rel=\"external noopener noreferrer\">{}</a>", escape(address), escape(words))
            }
            _ => format!("<span class=\"broken\" title=\"This image is not there\">{alt_text}</span>"),
        }
    }

    fn note(&mut self, name: &str) -> usize {
        match self.notes.iter().position(|note| note.name == name) {
            Some(number) => number,
            None => {
                self.notes.push(Note { name: name.to_owned(), references: 0, html: None });
                self.notes.len() - 1
            }
        }
    }

    fn reference(&mut self, name: &str) -> String {
        let number = self.note(name);
        self.notes[number].references += 1;
        let (shown, count) = (number + 1, self.notes[number].references);
        let id = if count == 1 { format!("_fr-{shown}") } else { format!("_fr-{shown}-{count}") };
        format!(
            "<sup class=\"footnote-reference\"><a href=\"#_fn-{shown}\" id=\"{id}\" aria-label=\"Footnote {shown}\">{shown}</a></sup>"
        )
    }

    fn footnotes(&self) -> String {
        if self.notes.iter().all(|note| note.html.is_none()) {
            return String::new();
        }
        let mut text = String::from(
            "<section class=\"footnotes\" aria-labelledby=\"_footnotes\"><h2 id=\"_footnotes\">Footnotes</h2><ol>\n",
        );
        for (i, note) in self.notes.iter().enumerate() {
            let number = i + 1;
            let html = note.html.as_deref().unwrap_or_default();
            let back = match note.references {
                0 => String::new(),
                _ => format!("<p><a href=\"#_fr-{number}\" aria-label=\"Back to reference {number}\">Back</a></p>"),
            };
            text.push_str(&format!("<li id=\"_fn-{number}\">{html}{back}</li>\n"));
        }
        text + "</ol></section>\n"
    }
}

fn raw<'e>(html: impl Into<CowStr<'e>>) -> Event<'e> {
    Event::InlineHtml(html.into())
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

fn starts_with_task(rest: &[(Event<'_>, usize)]) -> bool {
    let mut next = rest.iter().map(|(event, _)| event);
    match next.next() {
        Some(Event::TaskListMarker(_)) => true,
        Some(Event::Start(Tag::Paragraph)) => matches!(next.next(), Some(Event::TaskListMarker(_))),
        _ => false,
    }
}

/// Makes the HTML of a body with raw HTML in it safe. What our own rewriting produced passes; of what authors wrote,
/// only plain text markup does: no ids but those of headings and footnotes, no classes but those of prose.
fn sanitise(text: &str, document: &Document) -> String {
    let anchors: HashSet<String> = document.body.headings.iter().map(|heading| heading.anchor.clone()).collect();
    let mut builder = Builder::default();
    builder
        .add_tags(["section", "input", "figure", "figcaption", "dl", "dt", "dd"])
        .rm_tags(["map", "area"])
        .link_rel(None)
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .add_generic_attributes(["id", "class", "role", "tabindex", "aria-label", "aria-labelledby", "title"])
        .add_tag_attributes("a", ["rel"])
        .add_tag_attributes("input", ["disabled", "checked"])
        .set_tag_attribute_value("input", "type", "checkbox")
        .set_tag_attribute_value("input", "disabled", "")
        .add_tag_attributes("ol", ["start"])
        .attribute_filter(move |element, attribute, value| match attribute {
            "id" => (anchors.contains(value) || value.starts_with("_f")).then(|| value.into()),
            "class" => prose_classes(value).map(Into::into),
            // An image from the web would be stopped by the page's own policy; a local one was resolved before.
            "src" if value.contains(':') || value.starts_with("//") => None,
            "href" if element == "a" && value.trim_start().starts_with("//") => None,
            _ => Some(value.into()),
        });
    builder.clean(text).to_string()
}

/// The classes of `value` that belong to prose. Those by which pages tell rungs, approvals and findings do not.
fn prose_classes(value: &str) -> Option<String> {
    let known = |class: &&str| {
        matches!(
            *class,
            "anchor"
                | "id"
                | "right"
                | "center"
                | "scroll"
                | "broken"
                | "footnotes"
                | "footnote-reference"
                | "task-list-item"
        ) || class.starts_with("markdown-alert")
            || class.starts_with("language-")
    };
    let kept: Vec<&str> = value.split_whitespace().filter(known).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    fn render(markdown: &str) -> String {
        let other = "---\nid: POL-001\ntitle: A <b> policy\nkind: policy\n---\n## Roles\n";
        let files = [("aims.toml", ""), ("a.md", markdown), ("p/b.md", other), ("p/i.png", "x"), ("p/é x.pdf", "x")];
        let source = Memory::new(files.map(|(path, text)| (path, text.as_bytes())));
        let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
        let ix = aims.by_id("a").expect("the page");
        body(&aims, ix, "documents/a.html").html
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
        assert!(html.contains("<h3 id=\"small--fine\"><a class=\"anchor\" href=\"#small--fine\" aria-label=\"Link to Small &amp; fine\">"), "{html}");
    }

    #[test]
    fn raw_html_is_made_safe_and_cannot_forge_the_page() {
        let html = render(
            "## Ok\n\n<script>alert(1)</script><img src=x onerror=alert(1)><b>bold</b>\n\n<div id=\"main\" class=\"rung-why is-current\" style=\"position:fixed\">fake</div>\n\n\
             </article></main><svg><use href=\"#m-current\"/></svg><iframe src=\"//x\"></iframe><a href=\"javascript:x\">j</a><form action=x><input type=text name=a></form>\n\n| a |\n|--:|\n| 1 |\n",
        );
        for bad in [
            "<script",
            "onerror",
            "id=\"main\"",
            "is-current",
            "style=",
            "</main>",
            "<svg",
            "<iframe",
            "javascript",
            "<form",
            "type=\"text\"",
        ] {
            assert!(!html.contains(bad), "{bad} in {html}");
        }
        assert!(
            html.contains("<b>bold</b>") && html.contains("<h2 id=\"ok\">") && html.contains("class=\"right\""),
            "{html}"
        );
    }
}
