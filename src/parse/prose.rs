//! What of raw HTML may stand on a page: prose, and nothing that runs, loads, hides or moves what the author wrote.
//!
//! What changes how a text reads in a way that nobody sees who reads it, its words backwards, folded away or drawn in
//! one dot, is not here: somebody is asked to sign what they see.

use super::raw::StartTag;

/// The elements that authors may write, beside links, images and headings.
pub const ELEMENTS: [&str; 50] = [
    "abbr",
    "b",
    "bdi",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "hr",
    "i",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rt",
    "ruby",
    "s",
    "samp",
    "small",
    "span",
    "strong",
    "sub",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// The attributes of single elements that authors may write.
pub const ATTRIBUTES: [(&str, &[&str]); 9] = [
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["datetime"]),
    ("ins", &["datetime"]),
    ("li", &["value"]),
    ("ol", &["start", "reversed", "type"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Those that have no end tag.
pub(super) const VOID: [&str; 4] = ["br", "col", "hr", "wbr"];

/// Headings, which stand in the outline of the page.
const HEADINGS: [&str; 6] = ["h1", "h2", "h3", "h4", "h5", "h6"];

/// Elements that stand in a line of text, those among them of which the text alone stays.
const INLINE: [&str; 34] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img", "ins",
    "kbd", "mark", "q", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt",
    "u", "var", "wbr",
];

/// The element that stands for one of an author. Old names have newer ones, and what would fold is an open division.
pub(super) fn element(name: &str) -> Option<&'static str> {
    let name = match name {
        "acronym" => "abbr",
        "strike" => "s",
        "tt" => "code",
        "details" | "summary" => "div",
        name => name,
    };
    ELEMENTS.into_iter().chain(HEADINGS).find(|known| *known == name)
}

/// The level of a heading.
pub fn heading(name: &str) -> Option<u8> {
    HEADINGS.into_iter().zip(1..).find(|(known, _)| *known == name).map(|(_, level)| level)
}

/// Whether an element parts no words.
pub fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Whether an element begins a line of its own.
pub(super) fn is_block(name: &str) -> bool {
    !is_inline(name)
}

/// The attributes of an author's tag that stay, but for its id and where it leads.
pub(super) fn attributes(element: &str, tag: &StartTag<'_>) -> Vec<(&'static str, String)> {
    let own = ATTRIBUTES.iter().find(|(name, _)| *name == element).map_or(&[][..], |(_, own)| own);
    let names = ["title", "lang", "class"].iter().chain(own);
    names.filter_map(|name| Some((*name, allowed(name, &tag.attribute(name)?)?))).collect()
}

/// The value of an author's attribute, where it is one.
fn allowed(name: &str, value: &str) -> Option<String> {
    let trimmed = value.trim();
    let is = |known: &[&str]| known.contains(&trimmed.to_ascii_lowercase().as_str());
    let sound = match name {
        "title" => !trimmed.is_empty(),
        "class" => return classes(value),
        "reversed" => return Some(String::new()),
        "type" => ["1", "a", "A", "i", "I"].contains(&trimmed),
        "scope" => is(&["row", "col", "rowgroup", "colgroup"]),
        "lang" => !trimmed.is_empty() && trimmed.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
        "datetime" => !trimmed.is_empty() && trimmed.chars().all(|c| c.is_ascii_alphanumeric() || "-:+. ".contains(c)),
        "value" | "start" => trimmed.parse::<i32>().is_ok(),
        _ => trimmed.parse::<u16>().is_ok_and(|number| number > 0),
    };
    sound.then(|| trimmed.to_owned())
}

/// The classes of authors: how text stands, and the language of code.
fn classes(value: &str) -> Option<String> {
    let known = |class: &&str| matches!(*class, "right" | "center") || class.starts_with("language-");
    let kept: Vec<&str> = value.split_whitespace().filter(known).collect();
    (!kept.is_empty()).then(|| kept.join(" "))
}

/// The anchor that a tag of raw HTML asks for, where a page can have it.
pub(super) fn anchor_of(tag: &StartTag<'_>) -> Option<String> {
    let id = tag.attribute("id").or_else(|| tag.attribute("name").filter(|_| tag.name == "a"))?;
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
    let sound = !id.is_empty() && id.len() <= 200 && !id.starts_with('_') && id != "main" && id.chars().all(plain);
    sound.then_some(id)
}
