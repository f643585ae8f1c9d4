//! What a text holds for other programs: films, frames and forms, which are on no page, the tags of Confluence and Word, and
//! the parts and statements of MDX.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::lost::MOST;
use super::raw::{RawHtml, Token};
use super::stray::is_foreign;
use super::unshown::{Unseen, Unshown};
use crate::diag::Span;

/// Elements that show something, and that are on no page.
const ELEMENTS: [&str; 11] =
    ["applet", "audio", "canvas", "embed", "form", "frame", "iframe", "math", "object", "svg", "video"];

/// Looks for it in the events of a text.
#[derive(Default)]
pub(super) struct Finder {
    block: Option<RawHtml>,
    is_code: bool,
    /// Whether a statement can stand in the next line: at the beginning of a paragraph, and behind another one there.
    opens: bool,
    /// The first tag or statement for another program, and how many there are.
    foreign: Option<(Span, usize)>,
    found: Vec<Unshown>,
}

impl Finder {
    /// Takes what stands at a place of `text`.
    pub(super) fn take(&mut self, text: &str, event: &Event<'_>, at: &Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.is_code = true,
            Event::End(TagEnd::CodeBlock) => self.is_code = false,
            Event::Start(Tag::Paragraph) => self.opens = statement(text, at.start).is_some(),
            Event::End(TagEnd::Paragraph) => self.opens = false,
            Event::Start(Tag::HtmlBlock) => self.block = Some(RawHtml::default()),
            Event::Html(html) => {
                if let Some(block) = &mut self.block {
                    block.push(html, Span::from(at.clone()));
                }
            }
            // Where something is never closed, that is told.
            Event::End(TagEnd::HtmlBlock) => {
                if let Some(block) = self.block.take().filter(|block| block.hiding().open.is_none()) {
                    self.tags(text, &block);
                }
            }
            Event::InlineHtml(html) => self.tags(text, &RawHtml::one(html, Span::from(at.clone()))),
            Event::Start(Tag::Link { link_type: LinkType::Autolink, .. }) => self.strange(text, at.start),
            Event::Text(_) if !self.is_code => self.words(text, at),
            _ => {}
        }
    }

    /// What was found.
    pub(super) fn finish(mut self, text: &str) -> Vec<Unshown> {
        self.found.extend(self.foreign.map(|(span, number)| {
            let written = text.get(span.start..span.end).unwrap_or_default();
            Unshown { span, why: Unseen::Foreign(written.to_owned(), number) }
        }));
        self.found
    }

    fn tags(&mut self, text: &str, piece: &RawHtml) {
        for token in piece.tokens() {
            let Token::Start(tag) = token else { continue };
            if ELEMENTS.contains(&tag.name.as_str()) && self.found.len() < MOST {
                self.found.push(Unshown { span: tag.span, why: Unseen::Element(tag.name.clone()) });
            }
            self.strange(text, tag.span.start);
        }
    }

    /// Notes what stands there, if it is a tag for another program.
    fn strange(&mut self, text: &str, start: usize) {
        let rest = text.get(start..).unwrap_or_default();
        let is_escaped = text.get(..start).is_some_and(|before| before.ends_with('\\'));
        if !is_escaped && rest.strip_prefix('<').is_some_and(is_foreign) {
            self.note(start, || rest.find(['>', '\n']).map_or(rest.len(), |end| end + 1));
        }
    }

    /// Looks through words: what is no tag to Markdown it takes for words, and the statements of MDX too.
    fn words(&mut self, text: &str, at: &Range<usize>) {
        let part = text.get(at.clone()).unwrap_or_default();
        part.match_indices('<').for_each(|(from, _)| self.strange(text, at.start + from));
        let begins_line = text.get(..at.start).is_some_and(|before| before.is_empty() || before.ends_with('\n'));
        if begins_line && self.opens {
            let found = statement(text, at.start);
            self.opens = found.is_some();
            if let Some(line) = found {
                self.note(at.start, || line.len());
            }
        }
    }

    fn note(&mut self, start: usize, length: impl Fn() -> usize) {
        let (first, number) = self.foreign.unwrap_or_else(|| (Span::new(start, start + length()), 0));
        self.foreign = Some((first, number + 1));
    }
}

/// The line that begins at a place, if it is a statement of MDX.
fn statement(text: &str, start: usize) -> Option<&str> {
    let line = text.get(start..)?.lines().next()?.trim_end();
    is_statement(line.trim_end_matches(';')).then_some(line)
}

/// Whether a line is such a statement: words of a text can begin with the same.
fn is_statement(line: &str) -> bool {
    if let Some(what) = line.strip_prefix("import ") {
        let from = [" from '", " from \""].iter().any(|from| what.contains(from));
        return what.starts_with('{') || (from || what.starts_with(['\'', '"'])) && what.ends_with(['\'', '"']);
    }
    let is_value =
        |what: &str| what.starts_with(['(', '{', '<']) || what.starts_with("function") || !what.contains(' ');
    line.strip_prefix("export const ").is_some_and(|what| what.contains('='))
        || line.strip_prefix("export default ").is_some_and(is_value)
}
