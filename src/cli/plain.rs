//! A text as its page shows it, in plain lines: what somebody who is about to sign it is shown.
//!
//! It is made of the same pieces as the page and the digest, so nothing is signed that is not here, and what the file holds
//! besides is not. Raw HTML is shown by its tags: what it does to a text has to be seen.

use crate::parse::{Element, Html, Piece, pieces};

/// The text from `body` on, in lines. What could move the cursor is for the terminal to take out.
pub(super) fn plain(text: &str, body: usize) -> String {
    let mut page = Page::default();
    for (piece, _) in pieces(text, body) {
        page.take(&piece);
    }
    page.end_line();
    page.out
}

#[derive(Default)]
struct Page {
    out: String,
    line: String,
    /// What stands before each line, of the elements that are open: on the next line, and on those after it.
    before: Vec<(Option<String>, String)>,
    /// How the elements that are open end.
    ends: Vec<Ending>,
    /// Of each list that is open the next number, where it has numbers, and whether it has an item.
    lists: Vec<(Option<u64>, bool)>,
    /// Whether the next line stands apart, and in how many of the elements that have something before their lines.
    apart: Option<usize>,
}

/// How an element ends.
#[derive(Default)]
struct Ending {
    /// With this text.
    text: String,
    /// Where what comes next stands.
    next: Next,
    /// What it began besides.
    began: Began,
}

/// Where what comes after an element stands.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Next {
    /// Beside it.
    #[default]
    Beside,
    /// On a line of its own.
    Below,
    /// Below it, with an empty line between.
    Apart,
}

/// What an element begins besides its text.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Began {
    #[default]
    Nothing,
    /// It has something before its lines.
    Before,
    List,
}

impl Page {
    fn take(&mut self, piece: &Piece<'_>) {
        match piece {
            Piece::Start(element) => {
                let ending = self.start(element);
                self.ends.push(ending);
            }
            Piece::End => self.end(),
            Piece::Text(text) => self.text(text),
            Piece::Code(text) => self.text(&format!("`{text}`")),
            Piece::Break => self.end_line(),
            Piece::Rule => {
                self.block();
                self.text("---");
                self.end_line();
                self.set_apart();
            }
            Piece::Task(done) => self.text(if *done { "[x] " } else { "[ ] " }),
            Piece::Note(name) => self.text(&format!("[^{name}]")),
            Piece::Image(image) => self.text(&format!("[image: {} <{}>]", image.shown().0, image.target)),
            Piece::Void(html) => self.text(&tag(html)),
            // There is nothing to see.
            Piece::Place(_) => {}
        }
    }

    fn start(&mut self, element: &Element<'_>) -> Ending {
        let inline = |text: &str| Ending { text: text.to_owned(), ..Ending::default() };
        let below = Ending { next: Next::Below, ..Ending::default() };
        let apart = Ending { next: Next::Apart, ..Ending::default() };
        match element {
            Element::Paragraph | Element::Heading(..) | Element::Term => {
                self.end_line();
                if let Element::Heading(level, _) = element {
                    self.set_apart();
                    self.text(&format!("{} ", "#".repeat(usize::from(*level))));
                }
                apart
            }
            Element::Quote(kind) => {
                self.block();
                self.before.push((None, "> ".into()));
                if let Some(kind) = kind {
                    self.text(&format!("[{kind:?}]"));
                    self.end_line();
                }
                Ending { began: Began::Before, ..apart }
            }
            Element::CodeBlock(language) => {
                self.block();
                if !language.is_empty() {
                    self.text(&format!("({language})"));
                    self.end_line();
                }
                self.before.push((None, "    ".into()));
                Ending { began: Began::Before, ..apart }
            }
            Element::List(first) => {
                self.end_line();
                self.lists.push((*first, false));
                Ending { began: Began::List, ..apart }
            }
            Element::Item => self.item(below),
            Element::Footnote(name) => {
                self.block();
                self.before.push((Some(format!("[^{name}]: ")), "    ".into()));
                Ending { began: Began::Before, ..apart }
            }
            Element::Definition => {
                self.end_line();
                self.apart = None;
                self.before.push((Some(": ".into()), "  ".into()));
                Ending { began: Began::Before, ..below }
            }
            Element::Definitions | Element::Table(_) => {
                self.block();
                apart
            }
            Element::Head | Element::Row => {
                self.end_line();
                Ending { text: "|".into(), ..below }
            }
            Element::Cell => {
                self.text("| ");
                inline(" ")
            }
            Element::Emphasis => self.around("*"),
            Element::Strong => self.around("**"),
            Element::Strike => self.around("~~"),
            Element::Link(leads) => inline(&format!(" <{}>", leads.target)),
            Element::Html(html) => {
                self.text(&tag(html));
                inline(&format!("</{}>", html.name))
            }
        }
    }

    fn item(&mut self, below: Ending) -> Ending {
        self.end_line();
        let mut mark = "- ".to_owned();
        if let Some((number, begun)) = self.lists.last_mut() {
            if std::mem::replace(begun, true) {
                self.apart = None;
            }
            if let Some(number) = number {
                mark = format!("{number}. ");
                *number = number.saturating_add(1);
            }
        }
        let rest = " ".repeat(mark.len());
        self.before.push((Some(mark), rest));
        Ending { began: Began::Before, ..below }
    }

    fn around(&mut self, mark: &str) -> Ending {
        self.text(mark);
        Ending { text: mark.to_owned(), ..Ending::default() }
    }

    fn end(&mut self) {
        let Some(ending) = self.ends.pop() else { return };
        self.text(&ending.text);
        if ending.next != Next::Beside {
            self.end_line();
        }
        if ending.began == Began::Before && self.before.last().is_some_and(|(first, _)| first.is_some()) {
            // An empty item is one all the same.
            self.write_line();
        }
        match ending.began {
            Began::Before => drop(self.before.pop()),
            Began::List => drop(self.lists.pop()),
            Began::Nothing => {}
        }
        if ending.next == Next::Apart {
            self.set_apart();
        }
    }

    fn text(&mut self, text: &str) {
        for (place, part) in text.split('\n').enumerate() {
            if place > 0 {
                self.write_line();
            }
            self.line.push_str(part);
        }
    }

    /// What begins now stands apart from what was there.
    fn block(&mut self) {
        self.end_line();
        self.set_apart();
    }

    fn set_apart(&mut self) {
        let here = self.before.len();
        self.apart = Some(self.apart.map_or(here, |apart| apart.min(here)));
    }

    fn end_line(&mut self) {
        if !self.line.is_empty() {
            self.write_line();
        }
    }

    fn write_line(&mut self) {
        if let Some(depth) = self.apart.take().filter(|_| !self.out.is_empty()) {
            let before: String = self.before.iter().take(depth).map(|(_, rest)| rest.as_str()).collect();
            self.out.push_str(before.trim_end());
            self.out.push('\n');
        }
        let before = self.before.iter_mut().map(|(first, rest)| first.take().unwrap_or_else(|| rest.clone()));
        let line = before.collect::<String>() + &std::mem::take(&mut self.line);
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }
}

/// A tag of raw HTML, as far as the page has it.
fn tag(html: &Html) -> String {
    let attributes: String = html.attributes.iter().map(|(name, value)| format!(" {name}=\"{value}\"")).collect();
    format!("<{}{attributes}>", html.name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_shown_as_its_page_has_it() {
        let text = "# Scope\n\nWe *must*\nnot use `AI` ~~now~~ [there](limits.csv)[^1].\n\n[^1]: not\n\n> [!NOTE]\n> a\n>\n> b\n\n\
                    3. one\n   - [x] done\n   - open\n4. two\n\n| A | B |\n|---|---|\n| 1 | 2 |\n\n```rust\nlet x;\n\nx\n```\n\n---\n\n![flow](x.png)\n";
        let shown = "# Scope\n\nWe *must* not use `AI` ~~now~~ there <limits.csv>[^1].\n\n[^1]: not\n\n> [Note]\n> a\n>\n> b\n\n\
                     3. one\n   - [x] done\n   - open\n4. two\n\n| A | B |\n| 1 | 2 |\n\n(rust)\n    let x;\n\n    x\n\n---\n\n[image: flow <x.png>]\n";
        assert_eq!(plain(text, 0), shown);
    }

    #[test]
    fn what_raw_html_does_to_a_text_is_seen_and_what_is_not_on_the_page_is_not_there() {
        for (text, shown) in [
            ("10<sup>3</sup>", "10<sup>3</sup>\n"),
            ("<span title=may>must</span>", "<span title=\"may\">must</span>\n"),
            ("We must <rp>not</rp> use AI. <!-- x --><script>y</script>", "We must not use AI. y\n"),
            ("<ol start=7><li>a</ol>", "<ol start=\"7\"><li>a</li></ol>\n"),
        ] {
            assert_eq!(plain(text, 0), shown, "{text}");
        }
    }
}
