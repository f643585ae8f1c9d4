//! Parts of a text that say alone what they say in the whole: of many texts of one document, each part is read once.

use super::blocks::{Block, Reader};
use super::stream;

/// The parts of a Markdown text, from heading to heading, where each reads alone as it does in the whole; the whole as one
/// part, where something in it may reach beyond a heading: definitions of links and notes, raw HTML that no blank line ends,
/// lines that begin with a colon, and code that is fenced in a way which takes more to tell.
pub fn parts(markdown: &str) -> Vec<&str> {
    if reaches(markdown) {
        return vec![markdown];
    }
    let mut parts = Vec::new();
    let (mut from, mut at) = (0, 0);
    let (mut fence, mut after_blank): (Option<&str>, bool) = (None, true);
    for line in markdown.split_inclusive('\n') {
        let bare = line.trim();
        let marks = &bare[..bare.len() - bare.trim_start_matches(['`', '~']).len()];
        match fence {
            Some(open) => fence = fence.filter(|_| !bare.starts_with(open) || bare.len() > marks.len()),
            None if marks.len() >= 3 => {
                // One that stands deeper may be code, and no fence.
                if line.starts_with("    ") || line.starts_with('\t') {
                    return vec![markdown];
                }
                fence = Some(marks);
            }
            None if after_blank && is_heading(line) && at > from => {
                parts.push(&markdown[from..at]);
                from = at;
            }
            None => {}
        }
        after_blank = bare.is_empty();
        at += line.len();
    }
    parts.push(&markdown[from..]);
    parts
}

/// Whether a line at the margin is a heading.
fn is_heading(line: &str) -> bool {
    let rest = line.trim_start_matches('#');
    (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with([' ', '\n'])
}

/// Whether something in a text may bear on what stands behind a heading.
fn reaches(markdown: &str) -> bool {
    let is_marked = |line: &str| {
        let bare = line.trim_start_matches(|c: char| {
            matches!(c, ' ' | '\t' | '>' | '-' | '*' | '+' | '.' | ')') || c.is_ascii_digit()
        });
        // Code in an item or a quotation is fenced where no line of its own begins.
        let is_within = bare.len() < line.trim_start().len();
        bare.starts_with(':') || is_within && (bare.starts_with("```") || bare.starts_with("~~~"))
    };
    let raw = |at: usize| {
        let next = markdown[at + 1..].trim_start_matches('/');
        let name: String = next.chars().take_while(char::is_ascii_alphabetic).collect();
        next.starts_with(['!', '?'])
            || ["pre", "script", "style", "textarea"].iter().any(|of| name.eq_ignore_ascii_case(of))
    };
    markdown.contains("]:") || markdown.match_indices('<').any(|(at, _)| raw(at)) || markdown.lines().any(is_marked)
}

/// The blocks of a part, as [`blocks`](super::blocks()) gives those of a text.
pub fn blocks_alone(part: &str) -> Vec<Block> {
    let mut reader = Reader::default();
    stream::events(part, |event| reader.take(event));
    reader.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kinds and texts of the blocks of a text, read whole and in parts.
    fn both(text: &str) -> [Vec<(super::super::BlockKind, String)>; 2] {
        let told = |blocks: Vec<Block>| blocks.into_iter().map(|block| (block.kind, block.text)).collect::<Vec<_>>();
        let alone = parts(text).into_iter().flat_map(|part| told(blocks_alone(part))).collect();
        [told(super::super::blocks(text).0), alone]
    }

    #[test]
    fn parts_say_alone_what_they_say_in_the_whole() {
        let ends = [
            "One.",
            "- a\n- b",
            "> q",
            "```\n# no\n\n# no\n```",
            "~~~ x\n\n# no\n~~~",
            "| a |\n| - |\n| b |",
            "    code",
            "1. x\n\n   y",
            "<div>\nx",
            "*a",
            "text\n# H",
            "\\",
        ];
        for end in ends {
            let text = format!("# A\n\n{end}\n\n## B\n\n{end}\n\n# C {{#c}}\nrest [[POL-001]]\n");
            let [whole, alone] = both(&text);
            assert_eq!(whole, alone, "{text}");
            assert!(parts(&text).len() >= 3, "{text}");
            assert_eq!(parts(&text).concat(), text);
        }
    }

    #[test]
    fn what_reaches_further_is_read_whole() {
        for text in [
            "See [a].\n\n# B\n\n[a]: x.md\n",
            "See[^1].\n\n# B\n\n[^1]: note\n",
            "<!-- a\n\n# B\n\n-->\n",
            "<pre>\n\n# B\n\n</pre>\n",
            "<SCRIPT>\n\n# B\n",
            "term\n: what\n\n# B\n",
            "- :warning:\n\n# B\n",
            "- ```\n  x\n\n# B\n",
            "    ```\n\n# B\n\n    ```\n",
        ] {
            assert_eq!(parts(text), [text]);
            let [whole, alone] = both(text);
            assert_eq!(whole, alone, "{text}");
        }
    }
}
