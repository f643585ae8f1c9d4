//! Words in braces at the end of a heading, `## Retention {at least ten years}`: they are words, and no attributes.
//!
//! Other programs give headings ids and classes so, `## Scope {#scope .wide}`, and so may authors. The parser takes
//! whatever stands between the braces for attributes, and none of it reaches the page.

/// The closing braces behind such words in a text: where they are hidden from the parser, it leaves the words alone.
pub(super) fn of_words(text: &str) -> Vec<usize> {
    let mut found = Vec::new();
    if !text.contains('}') {
        return found;
    }
    let mut at = 0;
    let mut lines = text.split('\n').peekable();
    while let Some(line) = lines.next() {
        let ends = line.trim_end();
        if let Some(open) = ends.strip_suffix('}')
            && let Some((before, inner)) = open.rsplit_once('{')
            && (bare(before).starts_with('#') || lines.peek().is_some_and(|below| is_underline(bare(below))))
            && !is_attributes(inner)
        {
            found.push(at + open.len());
        }
        at += line.len() + 1;
    }
    found
}

/// A line without what marks quotes and items of lists.
fn bare(line: &str) -> &str {
    let is_mark = |c: char| c.is_whitespace() || c.is_ascii_digit() || matches!(c, '>' | '-' | '*' | '+' | '.' | ')');
    // A line of hyphens makes a heading of the one above it.
    let rest = line.trim_start_matches(is_mark);
    if rest.is_empty() { line.trim_start_matches([' ', '\t', '>']) } else { rest }
}

/// Whether a line makes a heading of the one above it.
fn is_underline(line: &str) -> bool {
    let line = line.trim();
    !line.is_empty() && ['=', '-'].iter().any(|sign| line.chars().all(|c| c == *sign))
}

/// Whether what stands in braces is attributes, and holds no other word: `#id`, `.class`, `key=value` and `key="some words"`,
/// with a colon before them for some programs. `{-}` takes a number away for others.
fn is_attributes(inner: &str) -> bool {
    let inner = inner.strip_prefix(':').unwrap_or(inner);
    if matches!(inner.trim(), "" | "-") {
        return true;
    }
    let mut rest = inner.trim_start();
    while !rest.is_empty() {
        let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let word = &rest[..end];
        let quoted = word.find("=\"").and_then(|at| Some(at + 3 + rest.get(at + 2..)?.find('"')?));
        let (word, after) = rest.split_at(quoted.unwrap_or(end));
        let is_one = match word.split_once('=') {
            _ if word.starts_with(['#', '.']) => word.len() > 1,
            Some((key, value)) => is_key(key) && !value.is_empty(),
            None => false,
        };
        if !is_one {
            return false;
        }
        rest = after.trim_start();
    }
    true
}

fn is_key(key: &str) -> bool {
    let is_of_key = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | ':' | '.');
    key.starts_with(|c: char| c.is_ascii_alphabetic()) && key.chars().all(is_of_key)
}

#[cfg(test)]
mod tests {
    use crate::parse::{BlockKind, blocks, page};

    /// The text of the first heading, as the list of headings has it; it is what is compared too.
    fn heading(text: &str) -> String {
        let heading =
            page(text.as_bytes()).body.headings.first().map(|heading| heading.text.clone()).unwrap_or_default();
        let (blocks, _) = blocks(text);
        let compared = blocks.iter().find(|block| matches!(block.kind, BlockKind::Heading(_)));
        assert_eq!(compared.map(|block| block.text.clone()).unwrap_or_default(), heading, "{text}");
        heading
    }

    #[test]
    fn words_in_braces_stay_in_headings() {
        for (text, wanted) in [
            ("## Retention {at least ten years}\n", "Retention {at least ten years}"),
            ("## Duties of {Company Name}  \n", "Duties of {Company Name}"),
            ("## {role}\n", "{role}"),
            ("Retention {at least\nten} {years}\n---\n", "Retention {at least ten} {years}"),
            ("> ## Of {role}\n", "Of {role}"),
            ("1. # Of {role}\n", "Of {role}"),
            ("- Of {role}\n  ===\n", "Of {role}"),
            ("> Of {role}\n> ---\n", "Of {role}"),
            ("## Of {#id and words}\n", "Of {#id and words}"),
            ("## Of {#id {role}\n", "Of {#id {role}"),
            ("## Of {{name}}\n", "Of {{name}}"),
            ("## Of `{role}`\n", "Of {role}"),
        ] {
            assert_eq!(heading(text), wanted, "{text}");
        }
    }

    #[test]
    fn attributes_are_on_no_page() {
        for attributes in
            ["#id", ".wide", "#id .wide lang=de", ":#id", ": .no_toc", "-", "", " #id ", "data-toc=\"Two words\" .x"]
        {
            for below in ["", "\n==="] {
                let sign = if below.is_empty() { "# " } else { "" };
                assert_eq!(heading(&format!("{sign}Scope {{{attributes}}}{below}\n")), "Scope", "{attributes}");
            }
        }
        let page = page(b"# Scope {#range}\n");
        assert_eq!(page.body.headings.first().map(|heading| heading.anchor.as_str()), Some("range"));
    }

    #[test]
    fn two_texts_that_read_otherwise_have_two_digests() {
        let of = |text: &str| page(text.as_bytes()).article;
        assert_ne!(of("## Retention\n"), of("## Retention {at least ten years}\n"));
        assert_ne!(of("## Retention {ten years}\n"), of("## Retention {two years}\n"));
        assert_eq!(of("```\nx {y z}\n---\n```\n"), of("~~~\nx {y z}\n---\n~~~\n"));
    }

    #[test]
    fn without_a_sign_to_hide_them_all_braces_are_shown() {
        let text = "## A {b c} \u{1}\u{2}\u{3}\u{4}\u{5}\u{6}\u{7}\u{8}\n\n## D {e f}\n";
        let (blocks, _) = blocks(text);
        assert_eq!(blocks.last().map(|block| block.text.as_str()), Some("D {e f}"));
    }
}
