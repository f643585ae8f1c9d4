//! The elements of an article, closed in the order in which they were opened.
//!
//! Markdown nests by itself. Raw HTML need not: here its tags are put into an order that the parser of the HTML standard
//! has nothing to repair in, by the rules of that standard where it has one. So what stands in the pieces is what a
//! browser builds, nothing that an author left open reaches beyond the part it stands in, and no small text grows into a
//! large page by what such a parser opens again.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::piece::{Element, Html, Piece};
use super::prose::{VOID, heading, is_block};
use crate::diag::Span;

/// How many elements may stand in one another. What is nested deeper keeps its text and loses its markup.
pub(super) const DEPTH: usize = 256;

/// As many elements as stand around a cell that nobody wrote.
const IMPLIED: usize = 2;

/// An element that is open.
struct Open {
    /// Its name in HTML.
    name: &'static str,
    /// Whether it is one of Markdown, which ends by itself.
    markdown: bool,
    /// Whether it reached the page.
    shown: bool,
    /// Whether it is a link.
    link: bool,
}

/// Gives pieces to `emit` in order, each with its place.
pub(super) struct Tree<F> {
    emit: F,
    open: Vec<Open>,
    text: String,
    place: Span,
    /// Whether a line begins here, so that white space shows nothing.
    fresh: bool,
    /// How many elements are open in which white space is as written.
    verbatim: usize,
    /// How often a tag was too deep, by its name: as many of its end tags end nothing.
    beyond: BTreeMap<&'static str, usize>,
    /// Where the first element stands that was too deep.
    pub(super) too_deep: Option<Span>,
}

impl<F: FnMut(Piece<'_>, Span)> Tree<F> {
    pub(super) fn new(emit: F) -> Self {
        Self {
            emit,
            open: Vec::new(),
            text: String::new(),
            place: Span::new(0, 0),
            fresh: true,
            verbatim: 0,
            beyond: BTreeMap::new(),
            too_deep: None,
        }
    }

    /// Ends everything.
    pub(super) fn finish(mut self, span: Span) -> Option<Span> {
        self.close_to(0, span);
        self.flush(true);
        self.too_deep
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str, span: Span) {
        let blank = |c: char| matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}');
        if self.in_table() {
            // White space between the cells of a table is none.
            if text.chars().all(blank) {
                return;
            }
            self.content(span);
        }
        if self.text.is_empty() {
            self.place = span;
        }
        if self.verbatim > 0 {
            self.text.push_str(text);
            return;
        }
        for (part, words) in text.split(blank).enumerate() {
            let apart = if self.text.is_empty() { self.fresh } else { self.text.ends_with(' ') };
            if part > 0 && !apart {
                self.text.push(' ');
            }
            self.text.push_str(words);
        }
    }

    /// Adds what is neither text nor an element with an end.
    pub(super) fn single(&mut self, piece: Piece<'_>, span: Span) {
        let block = matches!(piece, Piece::Rule);
        self.content(span);
        self.flush(block);
        self.fresh = matches!(piece, Piece::Rule | Piece::Break) || self.fresh && matches!(piece, Piece::Place(_));
        (self.emit)(piece, span);
    }

    /// Begins an element of Markdown, whose name in HTML is `name`.
    pub(super) fn start(&mut self, name: &'static str, element: Element<'_>, span: Span) {
        let (block, link) = (is_block(name), matches!(element, Element::Link(_)));
        let room = self.is_room(span);
        // The text of a footnote stands elsewhere.
        if room && name != "note" {
            self.content(span);
            if block {
                self.close_paragraph(span);
            }
        }
        let shown = room && (!link || self.close_link(span));
        self.flush(block);
        self.verbatim += usize::from(is_verbatim(name));
        self.open.push(Open { name, markdown: true, shown, link: link && shown });
        if shown {
            (self.emit)(Piece::Start(element), span);
        } else if block {
            self.text(" ", span);
        }
    }

    /// Ends the element of Markdown that began last.
    pub(super) fn end(&mut self, span: Span) {
        let base = self.base();
        self.close_to(base.saturating_sub(1), span);
    }

    /// Begins an element of raw HTML. `false` where it cannot stand here: its text stays.
    pub(super) fn html(&mut self, html: Html, span: Span) -> bool {
        let name = html.name;
        // What Markdown has nested too deep is not gone through for each tag in it.
        if self.open.len() <= DEPTH + IMPLIED && !self.make_room_for(name, span) {
            return false;
        }
        if VOID.contains(&name) {
            self.flush(is_block(name));
            self.fresh = matches!(name, "br" | "hr" | "col") || self.fresh;
            (self.emit)(Piece::Void(html), span);
            return true;
        }
        if !self.is_room(span) {
            *self.beyond.entry(name).or_default() += 1;
            return false;
        }
        self.push(name, Element::Html(html), false, span);
        true
    }

    /// Begins a link of raw HTML. `false` where it stands in a link.
    pub(super) fn html_link(&mut self, element: Element<'_>, span: Span) -> bool {
        self.content(span);
        if !self.is_room(span) {
            *self.beyond.entry("a").or_default() += 1;
            return false;
        }
        let link = matches!(element, Element::Link(_));
        if link && !self.close_link(span) {
            return false;
        }
        self.push("a", element, link, span);
        true
    }

    /// Ends an element of raw HTML, if there is one to end.
    pub(super) fn html_end(&mut self, name: &'static str, span: Span) {
        if let Some(beyond) = self.beyond.get_mut(name).filter(|beyond| **beyond > 0) {
            *beyond -= 1;
            return;
        }
        let (base, is_heading) = (self.base(), heading(name).is_some());
        for at in (base..self.open.len()).rev() {
            let open = self.open[at].name;
            if open == name || is_heading && heading(open).is_some() {
                return self.close_to(at, span);
            }
            let bounds = if is_table_part(name) { open == "table" } else { is_table_part(open) || open == "table" };
            if bounds && !(name == "table" && open != "table") {
                return;
            }
        }
    }

    /// Whether one more element may be open.
    fn is_room(&mut self, span: Span) -> bool {
        let room = self.open.len() < DEPTH;
        if !room {
            self.too_deep.get_or_insert(span);
        }
        room
    }

    /// Ends what an element of raw HTML ends by beginning. `false` where it cannot stand here.
    fn make_room_for(&mut self, name: &'static str, span: Span) -> bool {
        if is_table_part(name) {
            return self.table_part(name, span);
        }
        self.content(span);
        if is_block(name) && name != "br" && !self.close_paragraph(span) {
            return false;
        }
        match name {
            "li" => self.close_sibling(&["li"], span),
            "dd" | "dt" => self.close_sibling(&["dd", "dt"], span),
            "rt" if self.top() == Some(("rt", false)) => self.close_to(self.open.len() - 1, span),
            _ if heading(name).is_some() => match self.top() {
                Some((open, false)) if heading(open).is_some() => self.close_to(self.open.len() - 1, span),
                Some(("h", true)) => return false,
                _ => {}
            },
            _ => {}
        }
        true
    }

    /// Ends an item before the next.
    fn close_sibling(&mut self, names: &[&str], span: Span) {
        for at in (self.base()..self.open.len()).rev() {
            let open = self.open[at].name;
            if names.contains(&open) {
                return self.close_to(at, span);
            }
            if is_block(open) && !matches!(open, "div" | "p") {
                return;
            }
        }
    }

    /// Ends the paragraph in which no block can stand. `false` where it is not to be ended from here.
    fn close_paragraph(&mut self, span: Span) -> bool {
        let base = self.base();
        for at in (0..self.open.len()).rev() {
            let Open { name, shown, .. } = self.open[at];
            if matches!(name, "td" | "th" | "caption" | "table" | "note") {
                return true;
            }
            if name == "p" && shown {
                if at + 1 < base {
                    return false;
                }
                self.close_to(at + 1, span);
                self.flush(true);
                (self.emit)(Piece::End, span);
                if at >= base {
                    self.open.truncate(at);
                } else {
                    // What follows up to the end of a paragraph of Markdown stands behind it.
                    (self.open[at].name, self.open[at].shown) = ("div", false);
                }
                return true;
            }
        }
        true
    }

    /// Ends the link in which no other can stand. `false` where it is not to be ended from here.
    fn close_link(&mut self, span: Span) -> bool {
        let note = self.open.iter().rposition(|open| open.name == "note").map_or(0, |at| at + 1);
        let Some(at) = self.open[note..].iter().rposition(|open| open.link).map(|at| at + note) else { return true };
        let ends = at >= self.base();
        if ends {
            self.close_to(at, span);
        }
        ends
    }

    /// Makes way for a part of the table that is open. `false` where there is none.
    fn table_part(&mut self, name: &'static str, span: Span) -> bool {
        let base = self.base();
        let Some(table) = self.open[base..].iter().rposition(|open| open.name == "table") else { return false };
        let stays: &[&str] = match name {
            "td" | "th" => &["tr", "tbody", "thead", "tfoot"],
            "tr" => &["tbody", "thead", "tfoot"],
            "col" => &["colgroup"],
            _ => &[],
        };
        let table = base + table;
        let at = (table + 1..self.open.len()).rev().find(|at| stays.contains(&self.open[*at].name));
        self.close_to(at.unwrap_or(table) + 1, span);
        match (name, self.top()) {
            ("td" | "th", Some(("tr", _))) | ("col", Some(("colgroup", _))) => {}
            ("td" | "th", _) => self.implied("tr", span),
            ("col", _) => self.implied("colgroup", span),
            _ => {}
        }
        true
    }

    /// Whether a table of raw HTML is open here and none of its cells.
    fn in_table(&self) -> bool {
        matches!(self.top(), Some(("table" | "tbody" | "thead" | "tfoot" | "tr" | "colgroup", false)))
    }

    /// Opens a cell for what is no part of a table and stands in one.
    fn content(&mut self, span: Span) {
        if self.in_table() && self.table_part("td", span) {
            self.implied("td", span);
        }
    }

    fn implied(&mut self, name: &'static str, span: Span) {
        self.push(name, Element::Html(Html { name, id: None, attributes: Vec::new() }), false, span);
    }

    fn push(&mut self, name: &'static str, element: Element<'_>, link: bool, span: Span) {
        self.flush(is_block(name));
        self.verbatim += usize::from(name == "pre");
        self.open.push(Open { name, markdown: false, shown: true, link });
        (self.emit)(Piece::Start(element), span);
    }

    /// Ends the elements from a place on.
    fn close_to(&mut self, at: usize, span: Span) {
        while self.open.len() > at
            && let Some(open) = self.open.last()
        {
            let block = is_block(open.name);
            let (shown, verbatim) = (open.shown, is_verbatim(open.name));
            if shown {
                self.flush(block);
            }
            self.open.pop();
            self.verbatim -= usize::from(verbatim);
            if shown {
                (self.emit)(Piece::End, span);
            } else if block {
                self.text(" ", span);
            }
        }
    }

    /// Where the elements begin that stand in the innermost one of Markdown.
    fn base(&self) -> usize {
        self.open.iter().rposition(|open| open.markdown).map_or(0, |at| at + 1)
    }

    /// The innermost element: its name, and whether it is one of Markdown.
    fn top(&self) -> Option<(&'static str, bool)> {
        self.open.last().map(|open| (open.name, open.markdown))
    }

    /// Gives out the text so far, before a piece that begins a line of its own or one that does not.
    fn flush(&mut self, block: bool) {
        if self.verbatim == 0 && block {
            self.text.truncate(self.text.trim_end_matches(' ').len());
        }
        if !self.text.is_empty() {
            self.fresh = false;
            (self.emit)(Piece::Text(Cow::Borrowed(&self.text)), self.place);
            self.text.clear();
        }
        self.fresh |= block;
    }
}

/// Elements in which white space is as written: code, and headings, whose anchors are made of it.
fn is_verbatim(name: &str) -> bool {
    matches!(name, "pre" | "h")
}

fn is_table_part(name: &str) -> bool {
    matches!(name, "caption" | "col" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr")
}
