//! Tags within a sentence: what stands before and behind one belongs together.

use std::borrow::Cow;

use memchr::memchr;

/// How much of a text says what an id in it is of.
const NEAR: usize = 160;

/// How much of a page is looked through for that, tags among it.
const FAR: usize = 800;

/// The name of a tag; empty for one that ends an element.
pub(super) fn name(tag: &str) -> &str {
    &tag[..tag.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(tag.len())]
}

/// Whether a word, an id or the number of a standard may hold it.
pub(super) fn is_word(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '/')
}

/// Whether a tag, or an element that begins a text, stands within a sentence and ends none.
pub(super) fn is_inline(html: &str) -> bool {
    let tag = html.strip_prefix('<').unwrap_or(html);
    let name = name(tag.strip_prefix('/').unwrap_or(tag));
    matches!(name, "a" | "abbr" | "b" | "bdi" | "cite" | "code" | "del" | "em" | "i" | "ins" | "kbd" | "mark")
        || matches!(name, "q" | "s" | "samp" | "small" | "span" | "strong" | "sub" | "sup" | "u" | "wbr")
}

/// Whether that is an element with all it holds, and no tag alone.
pub(super) fn is_whole(html: &str) -> bool {
    memchr(b'>', html.as_bytes()).is_some_and(|end| end + 1 < html.len())
}

/// The last word of an element that is passed as a whole, and the one before it; none where it ends with something else.
pub(super) fn last_words(element: &str) -> Option<(&str, &str)> {
    let inner = &element[..element.strip_suffix('>')?.rfind("</")?];
    let text = &inner[inner.rfind('>')? + 1..];
    let (before, word) = last_word(text.trim_end_matches(' '))?;
    Some((word, last_word(before.trim_end()).map_or("", |(_, word)| word)))
}

/// The word that a text ends with, behind what stands before it.
fn last_word(text: &str) -> Option<(&str, &str)> {
    let before = text.trim_end_matches(is_word);
    Some(text.split_at(before.len())).filter(|(_, word)| !word.is_empty())
}

/// A text with what the sentence goes on with behind tags, as far as that is near.
pub(super) fn with_ahead<'t>(text: &'t str, ahead: &str) -> Cow<'t, str> {
    let mut end = ahead.len().min(FAR);
    while !ahead.is_char_boundary(end) {
        end -= 1;
    }
    let (mut rest, mut whole) = (&ahead[..end], Cow::Borrowed(text));
    while whole.len() < NEAR && is_inline(rest) {
        let Some(tag) = memchr(b'>', rest.as_bytes()) else { break };
        rest = &rest[tag + 1..];
        let said = &rest[..memchr(b'<', rest.as_bytes()).unwrap_or(rest.len())];
        if !said.is_empty() {
            whole.to_mut().push_str(said);
        }
        rest = &rest[said.len()..];
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_goes_on_behind_tags_within_it_and_ends_with_its_block() {
        let told = |ahead: &str| with_ahead("A.5.2 of ", ahead).into_owned();
        assert_eq!(told("<b>ISO <i>9001</i></b>, x</p><p>y"), "A.5.2 of ISO 9001, x");
        assert_eq!(told("</p><b>ISO 9001</b>"), "A.5.2 of ");
        assert_eq!(told("<br>x"), "A.5.2 of ");
        assert_eq!(told(""), "A.5.2 of ");
        assert!(told(&"<b>é</b>".repeat(1000)).len() < NEAR + 10);
    }

    #[test]
    fn an_element_ends_with_its_last_word() {
        assert_eq!(last_words("<a href=\"x\">by ISO/IEC 27001</a>"), Some(("27001", "ISO/IEC")));
        assert_eq!(last_words("<code>27001</code>"), Some(("27001", "")));
        for html in ["<b>", "</b>", "<a>x.</a> ", "<a>(x)</a>", "<a></a>", "<a><b>x</b></a>"] {
            assert_eq!(last_words(html), None, "{html}");
        }
    }
}
