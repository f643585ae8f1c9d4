//! The Markdown below the front matter as its reader sees it: one block of text after the other, without markup.
//!
//! This is what two versions of a document are compared by, so it holds what a reader would call the content: words,
//! where links lead, which images are shown, what is struck out, which task is done. Emphasis, the width of lines, the
//! sign of a list and comments of raw HTML are not in it. No HTML is made here.

use pulldown_cmark::{BlockQuoteKind, Event, Tag, TagEnd};

use super::prose::is_inline;
use super::raw::{RawHtml, Token, resolved};
use crate::diag::Span;

/// What a block is on the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
pub enum BlockKind {
    /// A paragraph, a term of a definition list, or a block of raw HTML.
    Paragraph,
    /// A heading with its level, 1 to 6.
    Heading(u8),
    /// A paragraph of a list item, or a definition, with the depth of its list: 1 is the outermost.
    Item(u8),
    /// A row of a table, its cells divided by [`CELL`].
    Row,
    /// A block of code. Its white space is as written.
    Code,
    /// A paragraph of a quotation.
    Quote,
    /// A paragraph of a footnote; the first begins with the name of the note in brackets.
    Footnote,
}

/// What divides the cells of a row. Nowhere else in a text, as white space is one space each; code is as written.
pub const CELL: char = '\t';

/// A block of text.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Its text. White space is single spaces and none at either end, but for code and the cells of a row.
    pub text: String,
    /// Where its links and images lead, in the order of the text.
    pub links: Vec<BlockLink>,
    /// The nearest heading above, as an index into the blocks.
    pub heading: Option<usize>,
}

/// Where a link or an image of a block leads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct BlockLink {
    /// The offset in the text behind its last letter, in bytes.
    pub at: usize,
    /// Whether it is an image, shown, and not a link, followed.
    pub image: bool,
    /// The target as written.
    pub target: String,
}

/// Whether a text has no white space but single spaces. Letters beyond ASCII that begin as some white space does are
/// taken for white space.
fn is_spaced(text: &[u8]) -> bool {
    let mut last = 0;
    text.iter().all(|byte| {
        let sound = match byte {
            b' ' => last != b' ',
            0..=b' ' | 0xc2 | 0xe1..=0xe3 => false,
            _ => true,
        };
        last = *byte;
        sound
    })
}

/// What a block may stand in.
#[derive(Clone, Copy, PartialEq)]
enum Container {
    Item,
    Quote,
    Footnote,
}

/// Makes blocks of the events of a text, as they come.
#[derive(Default)]
pub(super) struct Reader {
    blocks: Vec<Block>,
    text: String,
    links: Vec<BlockLink>,
    /// The kind of the open block, where it is not that of its container.
    kind: Option<BlockKind>,
    containers: Vec<Container>,
    lists: u8,
    /// Targets of the links and images that are open.
    targets: Vec<(bool, String)>,
    html: Option<RawHtml>,
    heading: Option<usize>,
}

impl Reader {
    /// The blocks, after the last event.
    pub(super) fn finish(mut self) -> Vec<Block> {
        self.flush();
        self.blocks
    }

    pub(super) fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.kind == Some(BlockKind::Code) => self.text.push_str(&text),
            Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.words(&text);
            }
            Event::SoftBreak | Event::HardBreak => self.words(" "),
            Event::FootnoteReference(name) => self.words(&format!("[{name}]")),
            Event::TaskListMarker(done) => self.words(if done { "[done] " } else { "[open] " }),
            Event::Html(text) | Event::InlineHtml(text) => match &mut self.html {
                Some(html) => html.push(&text, Span::new(0, text.len())),
                None => self.raw(&RawHtml::one(&text, Span::new(0, text.len()))),
            },
            Event::Rule => self.flush(),
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.open(Some(BlockKind::Heading(level as u8))),
            Tag::CodeBlock(_) => self.open(Some(BlockKind::Code)),
            Tag::TableHead | Tag::TableRow => self.open(Some(BlockKind::Row)),
            Tag::TableCell => {
                // The first cell of a row has nothing before it that it would have to be divided from.
                if self.text.is_empty() { self.text.push('\u{0}') } else { self.divide() }
            }
            Tag::HtmlBlock => {
                self.open(None);
                self.html = Some(RawHtml::default());
            }
            Tag::BlockQuote(kind) => {
                self.contain(Container::Quote);
                if let Some(kind) = kind {
                    self.words(alert(kind));
                    self.flush();
                }
            }
            Tag::List(_) => {
                self.flush();
                self.lists = self.lists.saturating_add(1);
            }
            Tag::Item => self.contain(Container::Item),
            Tag::DefinitionListDefinition => {
                self.lists = self.lists.saturating_add(1);
                self.contain(Container::Item);
            }
            Tag::FootnoteDefinition(name) => {
                self.contain(Container::Footnote);
                self.text = format!("[{name}] ");
            }
            // What a footnote begins with stays in front of its first paragraph.
            Tag::Paragraph if self.containers.last() == Some(&Container::Footnote) && self.text.ends_with("] ") => {}
            Tag::Paragraph | Tag::DefinitionListTitle | Tag::DefinitionList | Tag::Table(_) => self.open(None),
            Tag::Link { dest_url, .. } => self.targets.push((false, dest_url.to_string())),
            Tag::Image { dest_url, .. } => self.targets.push((true, dest_url.to_string())),
            Tag::Strikethrough => self.words("[struck out: "),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                if let Some((image, target)) = self.targets.pop() {
                    self.link(image, target);
                }
            }
            TagEnd::Strikethrough => self.words("]"),
            TagEnd::HtmlBlock => {
                if let Some(html) = self.html.take() {
                    self.raw(&html);
                }
                self.flush();
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::DefinitionListDefinition => {
                self.leave();
                self.lists = self.lists.saturating_sub(1);
            }
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition => self.leave(),
            TagEnd::Paragraph
            | TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::DefinitionListTitle => self.flush(),
            _ => {}
        }
    }

    /// Ends the open block and begins one of a kind.
    fn open(&mut self, kind: Option<BlockKind>) {
        self.flush();
        self.kind = kind;
    }

    fn contain(&mut self, container: Container) {
        self.flush();
        self.containers.push(container);
    }

    fn leave(&mut self) {
        self.flush();
        self.containers.pop();
    }

    /// Adds text, its white space as single spaces.
    fn words(&mut self, text: &str) {
        // Most texts are words with single spaces between them, and can be taken whole.
        let whole = if self.ends_apart() { text.trim_start_matches(' ') } else { text };
        if is_spaced(whole.as_bytes()) {
            self.text.push_str(whole);
            return;
        }
        for (place, word) in text.split(char::is_whitespace).enumerate() {
            if place > 0 && !self.ends_apart() {
                self.text.push(' ');
            }
            self.text.push_str(word);
        }
    }

    /// Whether a space here would be one too many.
    fn ends_apart(&self) -> bool {
        matches!(self.text.as_bytes().last(), None | Some(b' ' | b'\t' | 0))
    }

    /// Ends a cell of a row.
    fn divide(&mut self) {
        self.trim();
        self.text.push(CELL);
    }

    fn trim(&mut self) {
        let length = self.text.trim_end_matches(' ').len();
        self.text.truncate(length);
        // Offsets behind a blank that is gone now.
        for link in self.links.iter_mut().rev().take_while(|link| link.at > length) {
            link.at = length;
        }
    }

    /// Notes where a link leads whose text ends here. What shows its own target needs no note.
    fn link(&mut self, image: bool, target: String) {
        let shown = self.text.trim_end_matches(' ');
        let at = shown.len();
        if image || !shown.ends_with(&target) || target.is_empty() {
            self.links.push(BlockLink { at, image, target });
        }
    }

    /// Adds raw HTML as its text.
    fn raw(&mut self, piece: &RawHtml) {
        for token in piece.tokens() {
            match token {
                Token::Text(text) => self.words(&resolved(text)),
                Token::Start(tag) => match tag.name.as_str() {
                    // Its text is not known before its end; where it begins is place enough.
                    "a" => {
                        if let Some(target) = tag.attribute("href") {
                            self.link(false, target);
                        }
                    }
                    "img" => {
                        self.words(&tag.attribute("alt").unwrap_or_default());
                        self.link(true, tag.attribute("src").unwrap_or_default());
                    }
                    "del" | "s" | "strike" => self.words("[struck out: "),
                    name if !is_inline(name) => self.words(" "),
                    _ => {}
                },
                Token::End(name) if matches!(name.as_str(), "del" | "s" | "strike") => self.words("]"),
                Token::End(name) if !is_inline(&name) => self.words(" "),
                Token::End(_) => {}
            }
        }
    }

    /// Ends the open block.
    fn flush(&mut self) {
        let kind = self.kind.take().unwrap_or(match self.containers.last() {
            Some(Container::Item) => BlockKind::Item(self.lists),
            Some(Container::Quote) => BlockKind::Quote,
            Some(Container::Footnote) => BlockKind::Footnote,
            None => BlockKind::Paragraph,
        });
        if kind == BlockKind::Code {
            let length = self.text.trim_end_matches('\n').len();
            self.text.truncate(length);
        } else {
            self.trim();
        }
        if kind == BlockKind::Row && self.text.starts_with('\u{0}') {
            self.text.remove(0);
            self.links.iter_mut().for_each(|link| link.at = link.at.saturating_sub(1));
        }
        if self.text.is_empty() && self.links.is_empty() {
            return;
        }
        // A copy of the size it needs, so that the room to write in is made once a file.
        let block = Block {
            kind,
            text: self.text.as_str().to_owned(),
            links: std::mem::take(&mut self.links),
            heading: self.heading,
        };
        self.text.clear();
        if let BlockKind::Heading(_) = kind {
            self.heading = Some(self.blocks.len());
        }
        self.blocks.push(block);
    }
}

/// What the page writes above an alert.
fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "Note",
        BlockQuoteKind::Tip => "Tip",
        BlockQuoteKind::Important => "Important",
        BlockQuoteKind::Warning => "Warning",
        BlockQuoteKind::Caution => "Caution",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blocks(markdown: &str) -> Vec<Block> {
        crate::parse::blocks(markdown).0
    }

    /// The blocks, each as its kind and text, with the targets of its links in angle brackets.
    fn read(markdown: &str) -> Vec<String> {
        let told = |block: &Block| {
            let mut text = block.text.clone();
            for link in block.links.iter().rev() {
                text.insert_str(link.at, &format!("<{}{}>", if link.image { "!" } else { "" }, link.target));
            }
            format!("{:?} {}", block.kind, text.replace(CELL, " | "))
        };
        blocks(markdown).iter().map(told).collect()
    }

    #[test]
    fn a_document_is_the_text_its_reader_sees() {
        let markdown = "# Scope {#s}\n\nThe *board* **must**\nread [it](a.md) ~~soon~~.  \nNow[^n].\n\n- one\n  - two\n\n    more\n\n1. [x] done\n2. [ ] open\n\n> said\n\n> [!WARNING]\n> hot\n\n[^n]: A note.\n\n    Its rest.\n";
        assert_eq!(
            read(markdown),
            [
                "Heading(1) Scope",
                "Paragraph The board must read it<a.md> [struck out: soon]. Now[n].",
                "Item(1) one",
                "Item(2) two",
                "Item(2) more",
                "Item(1) [done] done",
                "Item(1) [open] open",
                "Quote said",
                "Quote Warning",
                "Quote hot",
                "Footnote [n] A note.",
                "Footnote Its rest.",
            ]
        );
        let found = blocks(markdown);
        assert!(found[0].heading.is_none() && found[1..].iter().all(|block| block.heading == Some(0)));
    }

    #[test]
    fn tables_keep_their_cells_and_code_its_white_space() {
        assert_eq!(
            read("| | B |\n|---|---|\n| x [y](z) | |\n\n```sh\na\n  b\n```\n"),
            ["Row  | B", "Row x y<z> | ", "Code a\n  b"]
        );
    }

    #[test]
    fn links_are_noted_where_they_do_not_show_their_target() {
        assert_eq!(
            read("See [[POL-001]], [[POL-001|the policy]], <https://a.example> and ![a map](m.png)."),
            ["Paragraph See POL-001, the policy<POL-001>, https://a.example and a map<!m.png>."]
        );
    }

    #[test]
    fn raw_html_is_its_text() {
        assert_eq!(
            read(
                "a <b>b</b>&amp;<br>c <!-- d --> <a href=x>y</a>\n\n<table><tr><td>one</td><td>t&amp;wo</td></tr></table>\n\n<script>x</script>\n"
            ),
            ["Paragraph a b& c <x>y", "Paragraph one t&wo"].map(|line| line.replace(" <x>y", "<x> y"))
        );
        let inline =
            "risk<wbr>register, <ruby>a<rt>b</rt></ruby>c, <time datetime=2026-01-01>1</time>st, <tt>x</tt>y\n";
        assert_eq!(read(inline), ["Paragraph riskregister, abc, 1st, xy"]);
    }

    #[test]
    fn how_lines_are_broken_and_lists_are_spaced_changes_nothing() {
        assert_eq!(blocks("a\nb   c\n\n- x\n- y\n"), blocks("a b\nc\n\n* x\n\n* y\n"));
        assert_eq!(blocks(""), []);
        assert_eq!(blocks("---\n\n<!-- x -->\n"), []);
    }
}
