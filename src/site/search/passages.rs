//! What the article of a document says, in words: its passages, each below its heading.
//!
//! It is read from the same pieces as the page is made of, so that nothing is found that the page does not show.

use std::collections::BTreeSet;

use crate::base::text::one_line;
use crate::model::links::Broken;
use crate::model::unseen::Label;
use crate::model::{Aims, DocIx};
use crate::parse::{Element, Piece, is_inline, pieces};
use crate::site::html::is_contents_mark;

/// Words below one heading.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Passage {
    /// The place on the page; empty at its top.
    pub anchor: String,
    /// The heading; empty before the first.
    pub heading: String,
    /// Paragraphs, items, rows and the like.
    pub blocks: Vec<String>,
}

/// What stands between the cells of a row.
const BETWEEN: &str = " · ";

/// What a document says, block by block, each with the heading that it stands below. Rows of tables are left out.
pub(crate) fn blocks(aims: &Aims, ix: DocIx) -> Vec<(String, String)> {
    let told = |passage: Passage| {
        let words = passage.blocks.into_iter().filter(|block| !block.contains(BETWEEN) && !block.trim().is_empty());
        words.map(move |block| (passage.heading.clone(), block)).collect::<Vec<_>>()
    };
    passages(aims, ix).into_iter().flat_map(told).collect()
}

/// The passages of a document.
pub(super) fn passages(aims: &Aims, ix: DocIx) -> Vec<Passage> {
    let document = aims.document(ix);
    let (pieces, _) = aims.config.site.strip.stripped(pieces(&document.text, document.body.start));
    let first = document.body.leading_heading(&document.text);
    let links = document.body.links.iter().zip(&aims.links[ix.index()]);
    let mut reader = Reader {
        skip_title: first.is_some_and(|first| first.level == 1 && first.text == document.title),
        unseen: links
            .filter(|(_, to)| matches!(to, Err(Broken::Unseen(Label::Left))))
            .map(|(link, _)| link.span.start)
            .collect(),
        ..Reader::default()
    };
    let mut headings = document.body.headings.iter();
    for (at, (piece, span)) in pieces.iter().enumerate() {
        if reader.skipping > 0 {
            reader.skip(piece);
            continue;
        }
        match piece {
            Piece::Start(Element::Heading(..)) => reader.heading(headings.next().map_or("", |heading| &heading.anchor)),
            Piece::Start(Element::Paragraph) if is_contents_mark(&pieces[at + 1..]) => reader.skipping = 1,
            // What it is called there names it.
            Piece::Start(Element::Link(_)) if reader.unseen.contains(&span.start) => reader.skipping = 1,
            Piece::Image(_) if reader.unseen.contains(&span.start) => {}
            piece => reader.take(piece),
        }
    }
    reader.flush();
    reader.passages
}

#[derive(Default)]
struct Reader {
    passages: Vec<Passage>,
    /// What is being put together.
    block: String,
    /// Of the elements that are open, what their ends do.
    open: Vec<Ends>,
    skip_title: bool,
    /// How many elements are open of what is passed over.
    skipping: usize,
    /// Where links begin to what readers may not know of.
    unseen: BTreeSet<usize>,
}

/// What the end of an element does.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Nothing,
    Block,
    Heading,
}

impl Reader {
    fn skip(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(_) => self.skipping += 1,
            Piece::End => self.skipping -= 1,
            _ => {}
        }
    }

    fn heading(&mut self, anchor: &str) {
        self.flush();
        if std::mem::take(&mut self.skip_title) {
            self.skipping = 1;
            return;
        }
        self.passages.push(Passage { anchor: anchor.to_owned(), ..Passage::default() });
        self.open.push(Ends::Heading);
    }

    fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(element) => {
                let ends = ends(element);
                if ends == Ends::Block {
                    self.flush();
                }
                if *element == Element::Cell && !self.block.is_empty() {
                    self.block.push_str(BETWEEN);
                }
                self.open.push(ends);
            }
            Piece::End => match self.open.pop() {
                Some(Ends::Block) => self.flush(),
                Some(Ends::Heading) => {
                    let heading = self.taken();
                    if let Some(passage) = self.passages.last_mut() {
                        passage.heading = heading;
                    }
                }
                _ => {}
            },
            Piece::Text(text) | Piece::Code(text) => self.block.push_str(text),
            Piece::Image(image) => self.block.push_str(image.shown().0),
            Piece::Void(html) if is_inline(html.name) => {}
            Piece::Break | Piece::Void(_) => self.block.push(' '),
            Piece::Rule => self.flush(),
            Piece::Task(_) | Piece::Note(_) | Piece::Place(_) => {}
        }
    }

    /// What was put together, in one line.
    fn taken(&mut self) -> String {
        let line = one_line(&self.block);
        self.block.clear();
        line
    }

    fn flush(&mut self) {
        let block = self.taken();
        if block.is_empty() {
            return;
        }
        if self.passages.is_empty() {
            self.passages.push(Passage::default());
        }
        if let Some(passage) = self.passages.last_mut() {
            passage.blocks.push(block);
        }
    }
}

fn ends(element: &Element<'_>) -> Ends {
    match element {
        Element::Cell | Element::Emphasis | Element::Strong | Element::Strike | Element::Link(_) => Ends::Nothing,
        Element::Html(html) if is_inline(html.name) => Ends::Nothing,
        _ => Ends::Block,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    fn read(text: &str) -> Vec<Passage> {
        let text = format!("---\nid: POL-001\ntitle: A policy\nkind: policy\n---\n{text}");
        let source = Memory::new([("a.md", text.as_bytes())]);
        let aims = load(&source, Date::constant(2026, 11, 20)).expect("memory can be read");
        let ix = aims.by_id("POL-001").expect("the policy");
        passages(&aims, ix)
    }

    fn passage(anchor: &str, heading: &str, blocks: &[&str]) -> Passage {
        let blocks = blocks.iter().map(|block| (*block).to_owned()).collect();
        Passage { anchor: anchor.into(), heading: heading.into(), blocks }
    }

    #[test]
    fn words_stand_below_their_headings() {
        let found = read(
            "# A policy\n\nFirst *words*\nof [it](https://x.example).\n\n## What `counts`\n\n- one\n- [x] two\n  - three\n\n\
             | A | B |\n|---|---|\n| 1 | 2 |\n\n## What counts\n\n```\na\n  b\n```\n",
        );
        let expected = [
            passage("", "", &["First words of it."]),
            passage("what-counts", "What counts", &["one", "two", "three", "A · B", "1 · 2"]),
            passage("what-counts-1", "What counts", &["a b"]),
        ];
        assert_eq!(found, expected);
    }

    #[test]
    fn what_the_page_does_not_show_is_not_read() {
        let found = read(
            "[TOC]\n\n<!-- hidden --><script>run()</script>a<b>b</b> c<wbr>d <div>c</div>![a flow](i.png)[^1]\n\n[^1]: note\n",
        );
        assert_eq!(found.len(), 1, "{found:?}");
        let all = found[0].blocks.join("|");
        assert!(all.contains("ab cd") && all.contains("a flow") && all.contains("note"), "{all}");
        assert!(!all.contains("hidden") && !all.contains("run") && !all.contains("TOC"), "{all}");
    }
}
