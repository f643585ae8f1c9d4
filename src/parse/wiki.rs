//! `[[POL-001]]` is a link; a matrix, an index into a list and a table of contents of other programs are text, brackets and
//! all.

use std::ops::Range;

use pulldown_cmark::{CowStr, Event, LinkType, Tag, TagEnd};

/// The events of a Markdown text, where what stands in two brackets and is no link is text.
pub(super) struct Wiki<'a, I> {
    events: I,
    text: &'a str,
    /// Of each link that is open, whether it is text.
    open: Vec<bool>,
}

impl<'a, I> Wiki<'a, I> {
    /// The events of `text`.
    pub(super) fn new(text: &'a str, events: I) -> Self {
        Self { events, text, open: Vec::new() }
    }
}

impl<'a, I: Iterator<Item = (Event<'a>, Range<usize>)>> Iterator for Wiki<'a, I> {
    type Item = (Event<'a>, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let (event, range) = self.events.next()?;
        let event = match event {
            Event::Start(Tag::Link { link_type: LinkType::WikiLink { has_pothole }, dest_url, title, id }) => {
                let dest_url = if has_pothole { unescaped(dest_url) } else { dest_url };
                let before = self.text.get(..range.start).and_then(|before| before.chars().next_back());
                let is_text = !is_target(&dest_url, before);
                self.open.push(is_text);
                match is_text {
                    true if has_pothole => Event::Text(format!("[[{dest_url}|").into()),
                    true => Event::Text("[[".into()),
                    false => {
                        let link_type = LinkType::WikiLink { has_pothole };
                        Event::Start(Tag::Link { link_type, dest_url, title, id })
                    }
                }
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let of_page = matches!(link_type, LinkType::WikiLink { has_pothole: true });
                let dest_url = if of_page { unescaped(dest_url) } else { dest_url };
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            Event::Start(tag @ Tag::Link { .. }) => {
                self.open.push(false);
                Event::Start(tag)
            }
            Event::End(TagEnd::Link) if self.open.pop() == Some(true) => Event::Text("]]".into()),
            event => event,
        };
        Some((event, range))
    }
}

/// A target without the sign that escapes the bar behind it, as it has to be in a table: that is no part of it.
fn unescaped(target: CowStr<'_>) -> CowStr<'_> {
    match target.strip_suffix('\\') {
        Some(bare) => bare.to_owned().into(),
        None => target,
    }
}

/// The inner brackets of links whose words stand in brackets, `[[1]](https://x.example)`: those that open, and those that
/// close. They are links by their address, whatever two brackets mean elsewhere.
pub(super) fn bracketed(text: &str) -> (Vec<usize>, Vec<usize>) {
    let place = |(close, _): (usize, &str)| {
        let open = text.get(..close)?.rfind("[[")?;
        let words = text.get(open + 2..close)?;
        let before = text.get(..open)?.chars().next_back();
        let is_none = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '\\' | ']' | '['));
        let sound = !words.is_empty() && !words.contains(['[', ']', '\n', '|']) && !is_none;
        (sound && begins_address(text.get(close + 3..)?)).then_some((open + 1, close))
    };
    text.match_indices("]](").filter_map(place).unzip()
}

/// Whether a text begins with an address and what closes it, behind which a title may stand.
fn begins_address(text: &str) -> bool {
    let line = text.lines().next().unwrap_or_default();
    let Some((inner, _)) = line.split_once(')') else { return false };
    let (address, title) = inner.trim().split_once(char::is_whitespace).unwrap_or((inner.trim(), ""));
    let title = title.trim_start();
    address.contains(['/', '.', ':', '#']) && (title.is_empty() || title.starts_with(['"', '\'', '(']))
}

/// Whether something in two brackets can be meant as the id of a document or requirement, or as a path. `before` is the
/// letter in front of the brackets.
fn is_target(target: &str, before: Option<char>) -> bool {
    let target = target.trim();
    // Ids begin with a letter or digit, paths and headings with a sign of theirs.
    let begins = target.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '/' | '#'));
    // Headings have words of all sorts.
    let name = target.split('#').next().unwrap_or_default();
    let is_word = !name.contains(['[', ']', ',', ';', '=', '"', '\'', '{', '}', '<', '>', '+', '*']);
    // `x[[0]]` and `frame[[column]]` take something out of a list.
    let is_behind = before.is_some_and(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | ')' | ']'));
    let is_index = is_behind && !target.contains(['-', '.', '/', ':', '#']);
    begins && is_word && !is_index && !target.eq_ignore_ascii_case("toc")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_paths_and_headings_are_targets() {
        for target in [
            "POL-001",
            "A.5.2",
            "6.1.4",
            "4",
            "iso-27001:A.5.2",
            "scope",
            "../a.md",
            "#roles",
            "AI policy",
            "規程",
            "POL-001#Who's in, and who is not",
            "#1 + 1",
        ] {
            assert!(is_target(target, Some(' ')) && is_target(target, None), "{target}");
        }
        assert!(is_target("POL-001", Some('x')) && is_target("規程", Some('規')));
    }

    #[test]
    fn what_other_programs_mean_by_two_brackets_is_text() {
        for target in ["_TOC_", "TOC", "toc", "1, 0], [0, 1", "", " ", "-1", "\"name\"", "x=1", "i+1", "$x"] {
            assert!(!is_target(target, Some(' ')), "{target}");
        }
        for before in ['x', '0', ')', ']', '_'] {
            assert!(!is_target("0", Some(before)) && !is_target("column", Some(before)), "{before}");
        }
    }

    /// The links of a text, and its blocks as they are read.
    fn read(text: &str) -> (Vec<String>, Vec<String>) {
        let page = crate::parse::page(text.as_bytes());
        let links = page.body.links.iter().map(|link| link.target.clone()).collect();
        (links, page.blocks.iter().map(|block| block.text.clone()).collect())
    }

    #[test]
    fn what_is_no_link_keeps_its_brackets() {
        for text in ["[[_TOC_]]", "The matrix [[1, 0], [0, 1]] and x[[0]] end.", "[[a, b|c d]] and [[ ]]"] {
            assert_eq!(read(text), (Vec::new(), vec![text.to_owned()]), "{text}");
        }
        let (links, blocks) = read("See [[POL-001|the policy]] and [a](b.md) of [[_x_]].");
        assert_eq!(links, ["POL-001", "b.md"]);
        assert_eq!(blocks, ["See the policy and a of [[_x_]]."]);
    }

    #[test]
    fn words_in_brackets_with_an_address_behind_them_are_a_link() {
        for (text, target, words) in [
            ("See [[1]](https://x.example) there.", "https://x.example", "See [1] there."),
            ("[[2024]](p/a.md \"of 2024\")", "p/a.md", "[2024]"),
            ("[[POL-001]](#top)", "#top", "[POL-001]"),
        ] {
            assert_eq!(read(text), (vec![target.to_owned()], vec![words.to_owned()]), "{text}");
        }
        // With no address behind them they are what they are elsewhere.
        assert_eq!(read("[[POL-001]](the policy)").0, ["POL-001"]);
        assert_eq!(read("`[[1]](https://x.example)`").1, ["[[1]](https://x.example)"]);
    }

    #[test]
    fn the_bar_of_a_link_in_a_table_is_escaped() {
        let (links, blocks) = read("| Of |\n| --- |\n| [[POL-001\\|the policy]] |\n");
        assert_eq!((links, blocks[1].as_str()), (vec!["POL-001".to_owned()], "the policy"));
        let (links, _) = read("| Of |\n| --- |\n| ![[map.png\\|the map]] |\n");
        assert_eq!(links, ["map.png"]);
    }
}
