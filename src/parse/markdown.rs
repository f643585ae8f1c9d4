//! Which Markdown is read.

use std::borrow::Cow;
use std::ops::Range;

use pulldown_cmark::{BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag};

use super::braces;
use super::colons;
use super::wiki::{self, Wiki};

/// A text in the Markdown that documents are written in: `CommonMark` with tables, footnotes, task lists, strikethrough,
/// heading attributes, GFM alerts, `[[links]]`, definition lists and `::: mermaid`.
pub(super) struct Markdown<'a> {
    /// What the parser reads, byte for byte in its place.
    text: Cow<'a, str>,
    options: Options,
    /// Characters that stand for signs which the parser would take for something else, each with the sign: colons that
    /// begin no definition, where there are definitions too, brackets in the words of a link, and braces around words.
    masks: Vec<(char, char)>,
}

impl<'a> Markdown<'a> {
    /// Reads `text`.
    pub(super) fn new(text: &'a str) -> Self {
        let found = colons::find(text);
        let mut read = Cow::Borrowed(text);
        for marks in found.diagrams {
            read.to_mut().replace_range(marks, "```");
        }
        // Such as no text has, as nobody can write them.
        let mut free = ('\u{1}'..='\u{8}').filter(|mask| !text.contains(*mask));
        let mut masks = Vec::new();
        let mut hidden: Vec<(usize, char)> = Vec::new();
        let mut hide = |places: &[usize], sign: char| {
            let mask = free.next().filter(|_| !places.is_empty());
            hidden.extend(mask.iter().flat_map(|mask| places.iter().map(|at| (*at, *mask))));
            masks.extend(mask.map(|mask| (mask, sign)));
            mask.is_some()
        };
        let are_hidden = found.definitions && hide(&found.others, ':');
        let (opening, closing) = wiki::bracketed(text);
        if hide(&opening, '[') {
            hide(&closing, ']');
        }
        let words = braces::of_words(text);
        let has_attributes = words.is_empty() || hide(&words, '}');
        if !hidden.is_empty() {
            let mut bytes = read.into_owned().into_bytes();
            for (at, mask) in hidden {
                bytes[at] = mask as u8;
            }
            read = String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned);
        }
        let has_definitions = found.definitions && (found.others.is_empty() || are_hidden);
        let mut options = Options::ENABLE_TABLES
            | Options::ENABLE_FOOTNOTES
            | Options::ENABLE_TASKLISTS
            | Options::ENABLE_STRIKETHROUGH
            | Options::ENABLE_GFM
            | Options::ENABLE_WIKILINKS;
        options.set(Options::ENABLE_DEFINITION_LIST, has_definitions);
        options.set(Options::ENABLE_HEADING_ATTRIBUTES, has_attributes);
        Self { text: read, options, masks }
    }

    /// What stands in it, each with its place. `lost` is told of references that nothing defines, the place of each with it.
    pub(super) fn events<'t>(
        &'t self,
        mut lost: impl FnMut(LinkType, Range<usize>) + 't,
    ) -> impl Iterator<Item = (Event<'t>, Range<usize>)> {
        let told = move |broken: BrokenLink<'t>| {
            lost(broken.link_type, broken.span);
            None
        };
        let parser = Parser::new_with_broken_link_callback(&self.text, self.options, Some(told));
        let events = parser.into_offset_iter();
        let events = events.map(|(event, range)| match self.masks.as_slice() {
            [] => (event, range),
            masks => (unmasked(event, masks), range),
        });
        Wiki::new(&self.text, events)
    }

    /// The places of what stands between dollars, as GitHub shows formulas.
    pub(super) fn formulas(&self) -> Vec<Range<usize>> {
        // Most texts hold none, and need not be read again for it.
        let parser = || Parser::new_ext(&self.text, self.options | Options::ENABLE_MATH).into_offset_iter();
        let events = self.text.contains('$').then(parser).into_iter().flatten();
        let is_formula = |event: &Event<'_>| matches!(event, Event::InlineMath(_) | Event::DisplayMath(_));
        events.filter(|(event, _)| is_formula(event)).map(|(_, at)| at).collect()
    }

    /// The addresses that labels stand for, as in `[label]: address`, each with its place; without those that are written
    /// otherwise than they are read.
    pub(super) fn addresses(&self) -> Vec<(String, Range<usize>)> {
        let events = Parser::new_ext(&self.text, self.options).into_offset_iter();
        let is_escaped = |label: &str| (label.len() - label.trim_end_matches('\\').len()) % 2 == 1;
        let found = events.reference_definitions().iter().filter_map(|(_, found)| {
            let whole = self.text.get(found.span.clone())?;
            let (label, _) = whole.match_indices("]:").find(|(at, _)| !is_escaped(&whole[..*at]))?;
            let behind = label + "]:".len();
            let start = found.span.start + behind + whole[behind..].find(&*found.dest)?;
            Some((found.dest.to_string(), start..start + found.dest.len()))
        });
        found.collect()
    }
}

/// An event with the signs where `masks` stand for them.
fn unmasked<'t>(event: Event<'t>, masks: &[(char, char)]) -> Event<'t> {
    let sign = |c: char| masks.iter().find(|(mask, _)| *mask == c).map(|(_, sign)| *sign);
    let plain = |text: CowStr<'_>| text.chars().map(|c| sign(c).unwrap_or(c)).collect::<String>().into();
    let is_masked = |text: &CowStr<'_>| text.contains(|c| sign(c).is_some());
    match event {
        Event::Text(text) if is_masked(&text) => Event::Text(plain(text)),
        Event::Code(text) if is_masked(&text) => Event::Code(plain(text)),
        Event::Html(text) if is_masked(&text) => Event::Html(plain(text)),
        Event::InlineHtml(text) if is_masked(&text) => Event::InlineHtml(plain(text)),
        Event::Start(Tag::Link { link_type, dest_url, title, id }) if is_masked(&dest_url) || is_masked(&title) => {
            Event::Start(Tag::Link { link_type, dest_url: plain(dest_url), title: plain(title), id })
        }
        Event::Start(Tag::Image { link_type, dest_url, title, id }) if is_masked(&dest_url) || is_masked(&title) => {
            Event::Start(Tag::Image { link_type, dest_url: plain(dest_url), title: plain(title), id })
        }
        Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(info))) if is_masked(&info) => {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(plain(info))))
        }
        event => event,
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::{Element, Piece, pieces};

    /// The text of the pieces of a kind of element, and all text.
    fn read(text: &str, wanted: &Element<'_>) -> (Vec<String>, String) {
        let (mut open, mut found, mut all) = (Vec::new(), Vec::new(), String::new());
        for (piece, _) in pieces(text, 0) {
            match piece {
                Piece::Start(element) => {
                    if element == *wanted {
                        found.push(String::new());
                    }
                    open.push(element == *wanted);
                }
                Piece::End => {
                    open.pop();
                    all.push('|');
                }
                Piece::Text(text) | Piece::Code(text) => {
                    all.push_str(&text);
                    if let Some(last) = found.last_mut().filter(|_| open.contains(&true)) {
                        last.push_str(&text);
                    }
                }
                _ => {}
            }
        }
        (found, all)
    }

    #[test]
    fn no_line_swallows_the_paragraph_above() {
        for text in [
            "Before.\n:warning: Do not.\n",
            "Before.\n::: note\nText.\n:::\n",
            "Before\nand so on\n: wrapped\n",
            "Before.\n:\n",
        ] {
            for after in ["", "\nTerm\n: What it is.\n"] {
                let text = format!("{text}{after}");
                let (terms, all) = read(&text, &Element::Term);
                assert_eq!(terms.concat(), if after.is_empty() { "" } else { "Term" }, "{text}");
                assert!(
                    all.starts_with(text[..text.len() - after.len()].trim_end().replace('\n', " ").as_str()),
                    "{all}"
                );
            }
        }
    }

    #[test]
    fn colons_stay_where_no_definition_is() {
        let text = "Term\n: What.\n\nA `code\n:of` [x](<a> \"t\n:u\") <b\n:c>d</b> ![i\n:j](k \"l\n:m\")\n:n **o**\n\n<div>\n:p\n</div>\n";
        let (_, all) = read(text, &Element::Term);
        assert!(all.contains("code :of") && all.contains(":n o") && all.contains(":p"), "{all}");
        assert!(!format!("{:?}", pieces(text, 0)).contains("\\u{1}"), "{:?}", pieces(text, 0));
    }

    #[test]
    fn a_text_with_every_sign_that_could_stand_for_a_colon_is_read_without_definitions() {
        let text = "\u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\n\nTerm\n: What.\n\nBefore.\n:warning: x\n";
        let (terms, all) = read(text, &Element::Term);
        assert!(terms.is_empty() && all.contains("Before. :warning: x"), "{all}");
    }

    #[test]
    fn a_diagram_between_colons_is_code() {
        let text = "Before.\n::: mermaid\ngraph TD\n:x\n:::\nAfter.\n";
        assert_eq!(read(text, &Element::CodeBlock("mermaid".into())).0, ["graph TD\n:x\n"]);
    }
}
