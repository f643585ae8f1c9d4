//! Which images and attachments may be published.
//!
//! The site is opened from a folder as often as from a server, where a page beside it is as good as the site itself. What
//! a browser would run as a page is therefore not published, whatever a link to it says.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::{DocPath, Result};
use crate::source::{Content, Source};

/// The largest image or attachment that is published, in bytes.
pub const MAX_ATTACHMENT: u64 = 256 * 1024 * 1024;

/// Finds the attachments that are not published, and why.
pub(super) fn withheld(source: &dyn Source, assets: &BTreeSet<DocPath>) -> Result<BTreeMap<DocPath, &'static str>> {
    let mut withheld = BTreeMap::new();
    let mut lower = BTreeSet::new();
    for path in assets {
        let clash = !lower.insert(path.as_str().to_lowercase());
        let why =
            if clash { Some("another attachment differs from it in letter case only") } else { fault(source, path)? };
        if let Some(why) = why {
            withheld.insert(path.clone(), why);
        }
    }
    Ok(withheld)
}

fn fault(source: &dyn Source, path: &DocPath) -> Result<Option<&'static str>> {
    if let Some(why) = path.portability_fault() {
        return Ok(Some(why));
    }
    let extension = path.extension();
    if is_active(&extension) {
        return Ok(Some("a browser would run it as a page"));
    }
    Ok(match source.read(path, MAX_ATTACHMENT)? {
        Content::Bytes(bytes) if extension == "svg" && !is_inert_svg(&bytes) => {
            Some("it is a drawing that can run scripts or load other files")
        }
        Content::Bytes(_) => None,
        Content::TooLarge(_) => Some("it is larger than 256 MiB"),
        Content::Unreadable(_) => Some("it cannot be read"),
    })
}

/// File names that browsers take for something to run: pages, style sheets for XML, scripts, shortcuts.
fn is_active(extension: &str) -> bool {
    const ACTIVE: [&str; 19] = [
        "htm",
        "html",
        "xhtml",
        "xht",
        "shtml",
        "mht",
        "mhtml",
        "xml",
        "xsl",
        "xslt",
        "svgz",
        "js",
        "mjs",
        "cjs",
        "swf",
        "hta",
        "url",
        "webmanifest",
        "wasm",
    ];
    ACTIVE.contains(&extension)
}

/// Whether a drawing holds nothing but drawing. Refused are scripts, event handlers, foreign content, links to other
/// files, and whatever could hide one of them: entities, character references, other encodings.
fn is_inert_svg(bytes: &[u8]) -> bool {
    const REFUSED: [&str; 14] = [
        "<script",
        ":script",
        "javascript:",
        "<foreignobject",
        ":foreignobject",
        "<!doctype",
        "<!entity",
        "<?xml-stylesheet",
        "&#",
        "<iframe",
        "<handler",
        "@import",
        "data:text",
        "<!attlist",
    ];
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let text = text.to_ascii_lowercase();
    if REFUSED.iter().any(|word| text.contains(word)) {
        return false;
    }
    // An event handler is an attribute whose name begins with `on`.
    !text.split(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'')).any(|word| {
        word.strip_prefix("on")
            .is_some_and(|rest| rest.trim_start_matches(|c: char| c.is_ascii_alphabetic()).starts_with('='))
    }) && !text.contains("attributename=\"on")
        && !text.contains("attributename='on")
        && !has_handler_with_blank(&text)
}

/// `onload =`, with blanks before the sign.
fn has_handler_with_blank(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.windows(2).any(|pair| {
        pair[0].starts_with("on") && pair[0].chars().all(|c| c.is_ascii_alphabetic()) && pair[1].starts_with('=')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_drawings_pass_and_those_that_can_act_do_not() {
        let svg = |inner: &str| format!("<svg xmlns=\"http://www.w3.org/2000/svg\">{inner}</svg>");
        assert!(is_inert_svg(svg("<path d=\"M0 0\" fill=\"none\"/><text>Depends on trust</text>").as_bytes()));
        for bad in [
            "<script>x</script>",
            "<s:script>x</s:script>",
            "<g onload=\"x\"/>",
            "<g\nONLOAD = 'x'/>",
            "<g a=\"b\"onclick=\"x\"/>",
            "<a href=\"javascript:x\"/>",
            "<a href=\"&#106;avascript:x\"/>",
            "<foreignObject/>",
            "<set attributeName=\"onload\" to=\"x\"/>",
        ] {
            assert!(!is_inert_svg(svg(bad).as_bytes()), "{bad}");
        }
        assert!(!is_inert_svg(b"\xff\xfe<\0s\0"));
    }

    #[test]
    fn pages_are_active_whatever_their_letter_case() {
        assert!(is_active(&DocPath::new("a/B.HTML").expect("a path").extension()));
        assert!(!is_active("pdf") && !is_active("png") && !is_active("csv"));
    }
}
