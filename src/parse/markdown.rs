//! Which Markdown is read.

use pulldown_cmark::Options;

/// The Markdown that documents are written in: `CommonMark` with tables, footnotes, task lists, strikethrough, heading
/// attributes, GFM alerts, `[[links]]`, and definition lists where `text` has none of what others begin with a colon.
pub(super) fn markdown_options(text: &str) -> Options {
    let definitions = if has_other_colons(text) { Options::empty() } else { Options::ENABLE_DEFINITION_LIST };
    definitions
        | Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_WIKILINKS
}

/// Whether a line outside code begins with a colon and is no definition: `:warning:` of a chat, `:::note` of another
/// program. The parser would take the paragraph above for a term, and a colon away.
fn has_other_colons(text: &str) -> bool {
    let mut fence: Option<&str> = None;
    text.lines().any(|line| {
        let bare = line.trim_start_matches([' ', '>']);
        let marks = ["```", "~~~"].into_iter().find(|marks| bare.starts_with(marks));
        match (fence, marks) {
            (None, Some(marks)) => fence = Some(marks),
            (Some(open), Some(marks)) if open == marks => fence = None,
            _ => {}
        }
        let other = bare.strip_prefix(':').is_some_and(|rest| !rest.starts_with([' ', '\t']) && !rest.is_empty());
        fence.is_none() && other
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_are_read_where_no_other_line_begins_with_a_colon() {
        for text in ["Term\n: What it is.\n", "a: b\n", "```\n:::note\n```\nTerm\n:  Text.\n", "12:30\n", ":\n", ""] {
            assert!(markdown_options(text).contains(Options::ENABLE_DEFINITION_LIST), "{text}");
        }
        for text in
            ["Before.\n:warning: Do not.\n", "Before.\n::: note\nText.\n:::\n", "T\n: D\n\n> :::tip\n", "A\n  :x\n"]
        {
            assert!(!markdown_options(text).contains(Options::ENABLE_DEFINITION_LIST), "{text}");
        }
    }
}
