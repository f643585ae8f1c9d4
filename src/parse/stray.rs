//! Words in angle brackets, as templates have them for what is to be filled in: `<organisation>`, `<your name>`. To
//! Markdown they are tags, and a tag that HTML does not know is on no page.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{Event, Tag, TagEnd};

use super::torn::{Tear, Torn};
use crate::diag::Span;

/// How long such a tag may be, in bytes.
const LONGEST: usize = 120;

/// The elements of HTML, those of old among them, and of drawings and formulas those that go without attributes.
const KNOWN: &str = "\
    a abbr acronym address applet area article aside audio b base basefont bdi bdo bgsound big blink blockquote body \
    br button canvas caption center circle cite code col colgroup command content data datalist dd defs del desc \
    details dfn dialog dir div dl dt element ellipse em embed fieldset figcaption figure font footer form frame \
    frameset g h1 h2 h3 h4 h5 h6 head header hgroup hr html i iframe image img input ins isindex kbd keygen label \
    legend li line link listing main map mark marquee math menu menuitem meta metadata meter mfrac mi mn mo mover \
    mrow ms mspace msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder nav nobr noembed noframes noscript \
    object ol optgroup option output p param path picture plaintext polygon polyline pre progress q rb rect rp rt \
    rtc ruby s samp script search section select shadow slot small source spacer span strike strong style sub \
    summary sup svg symbol table tbody td template text textarea tfoot th thead time title tr track tspan tt u ul \
    use var video view wbr xmp";

/// Whether HTML has an element of a name in lower case.
fn is_known(name: &str) -> bool {
    KNOWN.split(' ').any(|known| known == name)
}

/// What begins the names of tags that Confluence and Word put into what they write out as HTML.
const FOREIGN: [&str; 8] = ["ac:", "at:", "m:", "o:", "ri:", "st1:", "v:", "w:"];

/// Whether what stands behind a `<` is a tag of another program, or a part that one puts there: `ac:link>`, `Chart />`.
pub fn is_foreign(rest: &str) -> bool {
    if !rest.starts_with(|c: char| c.is_ascii_uppercase()) {
        let mut behind = FOREIGN.iter().filter_map(|name| rest.strip_prefix(name));
        return behind.any(|rest| rest.starts_with(char::is_alphabetic));
    }
    let end = rest.char_indices().take_while(|(at, _)| *at < LONGEST).find(|(_, c)| matches!(c, '>' | '<'));
    let inner = end.filter(|(_, c)| *c == '>').and_then(|(end, _)| rest.get(..end)?.strip_suffix('/'));
    let name = inner.and_then(|inner| inner.split_whitespace().next()).unwrap_or_default().to_ascii_lowercase();
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '.');
    is_name && name != CONTENTS && !is_known(&name)
}

/// The part that other programs put a table of contents in the place of; pages have theirs beside the text.
const CONTENTS: &str = "toc";

/// Looks in raw HTML for words that are taken for tags.
#[derive(Default)]
pub(super) struct Strays {
    /// Whether the block that is being read is a comment, a program or the like.
    aside: bool,
    /// The names of the tags that are closed somewhere in the text, in lower case.
    closed: Option<BTreeSet<String>>,
}

impl Strays {
    /// What is found at a place of `text`.
    pub(super) fn take(&mut self, text: &str, event: &Event<'_>, at: &Range<usize>) -> Vec<Torn> {
        match event {
            Event::Start(Tag::HtmlBlock) => {
                let block = text.get(at.start..).unwrap_or_default().trim_start();
                let begins = block.chars().take(9).collect::<String>().to_ascii_lowercase();
                self.aside =
                    ["<!", "<?", "<script", "<style", "<pre", "<textarea"].iter().any(|sign| begins.starts_with(sign));
                Vec::new()
            }
            Event::End(TagEnd::HtmlBlock) => {
                self.aside = false;
                Vec::new()
            }
            Event::Html(_) if self.aside => Vec::new(),
            Event::Html(_) | Event::InlineHtml(_) => {
                let part = text.get(at.clone()).unwrap_or_default();
                if part.contains("<!--") || part.contains("-->") {
                    return Vec::new();
                }
                let is_block = matches!(event, Event::Html(_));
                let found = part.match_indices('<').filter_map(|(from, _)| self.tag(text, at.start + from, is_block));
                found.collect()
            }
            _ => Vec::new(),
        }
    }

    /// The words in angle brackets that begin at a place, where they are no tag of HTML.
    fn tag(&mut self, text: &str, start: usize, is_block: bool) -> Option<Torn> {
        let rest = text.get(start + 1..)?;
        let end = rest.char_indices().take_while(|(at, _)| *at < LONGEST).find(|(_, c)| matches!(c, '>' | '<' | '\n'));
        let inner = rest.get(..end.filter(|(_, c)| *c == '>')?.0)?;
        // With a capital it is a part that another program puts there: `<Toc/>`.
        let words = inner.strip_suffix('/').filter(|words| words.starts_with(|c: char| c.is_ascii_lowercase()));
        let words = words.unwrap_or(inner);
        let name = words.split_whitespace().next()?.to_ascii_lowercase();
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-');
        let is_meant = is_name && name != CONTENTS && !words.contains(['=', '/', '"', '{']) && !is_known(&name);
        if !is_meant || self.closed.get_or_insert_with(|| closed(text)).contains(&name) {
            return None;
        }
        let rather = if is_block { format!("&lt;{inner}>") } else { format!("\\<{inner}>") };
        Some(Torn { span: Span::new(start, start + inner.len() + 2), why: Tear::Tag, rather })
    }
}

/// The names of the end tags in a text.
fn closed(text: &str) -> BTreeSet<String> {
    let name = |(at, _): (usize, &str)| {
        let rest = text.get(at + 2..)?;
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '-'))?;
        Some(rest.get(..end)?.to_ascii_lowercase())
    };
    text.match_indices("</").filter_map(name).collect()
}

#[cfg(test)]
mod tests {
    /// What is found in a text, and what it should be.
    fn found(text: &str) -> Vec<(String, String)> {
        let page = crate::parse::page(text.as_bytes());
        let torn = page.body.torn.iter();
        torn.map(|torn| (text[torn.span.start..torn.span.end].to_owned(), torn.rather.clone())).collect()
    }

    #[test]
    fn words_that_are_taken_for_tags_are_found() {
        for (text, written, rather) in [
            ("At <organisation/> we do.", "<organisation/>", "\\<organisation/>"),
            ("At <organisation> we do.", "<organisation>", "\\<organisation>"),
            ("Signed by <your name> today.", "<your name>", "\\<your name>"),
            ("| Of |\n|---|\n| <Role> |\n", "<Role>", "\\<Role>"),
            ("<organisation>\n", "<organisation>", "&lt;organisation>"),
            ("<div>\nof <organisation>\n</div>\n", "<organisation>", "&lt;organisation>"),
            ("A List<String> of them", "<String>", "\\<String>"),
        ] {
            assert_eq!(found(text), [(written.to_owned(), rather.to_owned())], "{text}");
        }
    }

    #[test]
    fn tags_comments_and_code_are_not() {
        for text in [
            "A <b>bold</b> word<br>and <kbd>x</kbd> <details>\n<summary>s</summary>\n</details>",
            "<!-- fill in <organisation> -->\n\n<!--\nof <organisation>\n-->\n",
            "`<organisation>` and \\<organisation> and 3 < 4 > 2\n\n```\n<organisation>\n```\n",
            "<Tabs>\n\n<Tab value=\"x\">\n\nText.\n\n</Tab>\n</Tabs>\n",
            "<TOC /> <TOC> <Toc> <https://x.example> <ada@x.example>",
            "<style>\n<organisation>\n</style>\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn long_texts_take_no_longer() {
        for part in ["<x ", "<x>", "</", "<!--", "<x>\n\n"] {
            assert!(found(&part.repeat(200_000 / part.len())).len() <= super::super::lost::MOST, "{part}");
        }
    }
}
