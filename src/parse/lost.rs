//! References that lead nowhere because nothing defines them: `[the procedure][pro]`, `[the annex][]`, `says[^1]`.
//!
//! Markdown shows them as they are written. Only what can hardly be anything else is taken for one: two brackets beside
//! each other are as often an index, a class of characters or a form to fill in, and one alone is a word in brackets.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag, TagEnd};

use super::stray::Strays;
use super::torn::{self, Torn};
use crate::diag::Span;

/// How many of a text are told of.
pub(super) const MOST: usize = 1_000;

/// A reference that nothing defines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lost {
    /// What is looked for, without brackets.
    pub label: String,
    /// What it is.
    pub kind: LostKind,
    /// The whole of it.
    pub span: Span,
}

/// What a reference is that nothing defines.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LostKind {
    /// `[text][label]` or `[label][]`.
    Link,
    /// `![text][label]` or `![label][]`.
    Image,
    /// `[^label]`.
    Note,
}

/// A reference to a link or image at a place of `text` that nothing defines, where it is one.
pub(super) fn link(text: &str, at: Range<usize>, of: LinkType) -> Option<Lost> {
    let written = text.get(at.clone())?;
    let inner = written.trim_start_matches('!').strip_prefix('[')?.strip_suffix(']')?;
    let (words, label, end) = match of {
        LinkType::Reference => inner.rsplit_once("][").map(|(words, label)| (words, label, at.end))?,
        LinkType::Collapsed if text[at.end..].starts_with("[]") => (inner, inner, at.end + 2),
        _ => return None,
    };
    let kind = if written.starts_with('!') { LostKind::Image } else { LostKind::Link };
    let is_index =
        text[..at.start].ends_with(|c: char| c.is_alphanumeric() || matches!(c, '_' | ']' | ')' | '}' | '$'));
    let goes_on = text[end..].starts_with(['[', '(', '{']);
    let is_word = |part: &str| part.chars().filter(|c| c.is_alphanumeric()).count() > 1;
    // An image may do without words, and a label may be a number.
    let has_words = kind == LostKind::Image || is_word(words) && words.contains(char::is_alphabetic);
    // `[HIGH][OPEN]` marks a line.
    let is_mark = ![words, label].iter().any(|part| part.contains(|c: char| !c.is_uppercase() && c.is_alphanumeric()));
    let is_class = is_class(words) || is_class(label);
    let sound = has_words && label.contains(char::is_alphanumeric) && !words.starts_with(['[', '^', '!']);
    let meant = sound && !is_index && !goes_on && !is_mark && !is_class;
    meant.then(|| Lost { label: label.trim().to_owned(), kind, span: Span::new(at.start, end) })
}

/// Looks in what is all text for references to footnotes that nothing defines, and for links that are none.
#[derive(Default)]
pub(super) struct Runs {
    /// The text that was read last, with nothing but text in it.
    run: Range<usize>,
    is_code: bool,
    pub(super) found: Vec<Lost>,
    pub(super) torn: Vec<Torn>,
    strays: Strays,
}

impl Runs {
    /// Takes what stands at a place of `text`.
    pub(super) fn take(&mut self, text: &str, event: &Event<'_>, at: Range<usize>) {
        let room = MOST.saturating_sub(self.torn.len());
        self.torn.extend(self.strays.take(text, event, &at).into_iter().take(room));
        match event {
            Event::Start(Tag::CodeBlock(_)) => self.is_code = true,
            Event::End(TagEnd::CodeBlock) => self.is_code = false,
            Event::Text(_) if self.is_code => {}
            Event::Text(_) if !self.run.is_empty() => self.run.end = self.run.end.max(at.end),
            Event::Text(_) => self.run = at,
            _ => {
                let room = MOST.saturating_sub(self.found.len());
                let run = std::mem::take(&mut self.run);
                self.found.extend(notes(text, run.clone()).take(room));
                let room = MOST.saturating_sub(self.torn.len());
                self.torn.extend(torn::links(text, run).take(room));
            }
        }
    }
}

/// References to footnotes that nothing defines, in the part of `text` at a place that is all text.
fn notes(text: &str, at: Range<usize>) -> impl Iterator<Item = Lost> {
    let part = text.get(at.clone()).unwrap_or_default();
    part.match_indices("[^").filter_map(move |(from, _)| {
        let rest = &part[from + 2..];
        let is_of_label = |c: &char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let length: usize = rest.chars().take_while(is_of_label).take(100).map(char::len_utf8).sum();
        let (label, after) = rest.split_at(length);
        let after = after.strip_prefix(']')?;
        let escaped = part[..from].ends_with('\\') || text[..at.start + from].ends_with('\\');
        // `[^a-z]` and `[^/]+` are classes of characters.
        let is_pattern = is_class(label) || after.starts_with(['+', '{', '(', '$', '\\']);
        let sound = label.starts_with(char::is_alphanumeric) && !escaped && !is_pattern;
        let from = at.start + from;
        let span = Span::new(from, from + length + 3);
        sound.then(|| Lost { label: label.to_owned(), kind: LostKind::Note, span })
    })
}

/// Whether something names characters from one to another, as `A-Z` and `a-z0-9_` do.
fn is_class(part: &str) -> bool {
    let letters: Vec<char> = part.trim_start_matches('^').chars().take(30).collect();
    let is_range = |three: &[char]| {
        three.len() == 3 && three[1] == '-' && three[0].is_alphanumeric() && three[2].is_alphanumeric()
    };
    let mut ranges = letters.chunks(3).take_while(|three| is_range(three)).count() * 3;
    ranges = ranges.min(letters.len());
    ranges > 0 && letters.len() - ranges < 3
}

#[cfg(test)]
mod tests {
    /// What is found in a text.
    fn found(text: &str) -> Vec<String> {
        let page = crate::parse::page(text.as_bytes());
        page.body.lost.iter().map(|lost| format!("{} {}", lost.label, &text[lost.span.start..lost.span.end])).collect()
    }

    #[test]
    fn references_without_a_definition_are_found() {
        for (text, expected) in [
            ("See [the procedure][pro].", &["pro [the procedure][pro]"][..]),
            ("See [the annex][].", &["the annex [the annex][]"]),
            ("![a plan][plan] and ![][p]", &["plan ![a plan][plan]", "p ![][p]"]),
            ("So says[^1] and[^note-2].", &["1 [^1]", "note-2 [^note-2]"]),
            ("[*the* `code` of][Smith 2020]", &["Smith 2020 [*the* `code` of][Smith 2020]"]),
            ("[Policy][1]\n\n[2]: a.md\n", &["1 [Policy][1]"]),
            ("| a |\n|---|\n| [the a][b] [^c] |\n", &["b [the a][b]", "c [^c]"]),
            ("> - [the a][b]\n\n# H [the c][d]\n", &["b [the a][b]", "d [the c][d]"]),
            ("Is *[the a][b]*? ~~x[^y]~~?", &["b [the a][b]", "y [^y]"]),
        ] {
            assert_eq!(found(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_defined_or_means_something_else_is_not() {
        for text in [
            "[the procedure][pro] [pro][] [Pro] x[^1]\n\n[PRO]: p.md\n\n[^1]: Text.\n",
            "- [ ] open\n- [x] done\n- [X] done\n",
            "It is [sic] so, [x], [...], [TODO], [see the annex], [1], [2][3], [ ] [ ].",
            "arr[i][j] m[0][1] f(x)[key][name] `[the a][b]` $x[one][two] int[][] [][] [i][j]",
            "\\[the a][b] \\[^1] [the a\\][b]",
            "    [the a][b] x[^1]\n",
            "```\n[the a][b] x[^1]\n```\n",
            "<div>\n[the a][b]\n</div>\n",
            "[A-Za-z][A-Za-z0-9_] [a-z][0-9] [^a-z] [^ab]+ [^*] [^ ]",
            "[HIGH][OPEN] [name](a.md)[other] [[POL-001]][one] [one two][a][b]",
            "[the a](b.md) [the a][b]\n\n[b]: <> \"t\"\n",
            "> [!NOTE]\n> Text.\n",
        ] {
            assert_eq!(found(text), Vec::<String>::new(), "{text}");
        }
    }

    #[test]
    fn there_is_an_end_to_them() {
        for part in ["[the a][b] ", "x[^1] ", "[^", "[a][", "[ab][]", "[[", "]["] {
            assert!(found(&part.repeat(100_000 / part.len())).len() <= super::MOST, "{part}");
        }
    }
}
