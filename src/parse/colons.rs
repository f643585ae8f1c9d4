//! Lines that begin with a colon: definitions, and what else people and programs mean by one.
//!
//! The parser takes any such line for a definition of the paragraph above it: `:warning:` of a chat, `::: note` of a site
//! generator or a wrapped sentence would swallow that paragraph, and lose a colon. A definition has a blank behind its
//! colon, and above it a term of one line, as other parsers ask.

use std::ops::Range;

/// The lines of a text that begin with a colon.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Colons {
    /// Whether there are definitions.
    pub(super) definitions: bool,
    /// Where the colons of lines stand that are none.
    pub(super) others: Vec<usize>,
    /// The colons around diagrams, which stand between `::: mermaid` and `:::` for some.
    pub(super) diagrams: Vec<Range<usize>>,
}

/// A line without what marks quotes and items of lists.
#[derive(Clone, Copy)]
struct Line<'a> {
    /// Where the rest of it begins.
    at: usize,
    bare: &'a str,
    is_item: bool,
}

/// Finds them, but for those in blocks of code.
pub(super) fn find(text: &str) -> Colons {
    let mut found = Colons::default();
    if !text.contains(':') {
        return found;
    }
    let mut at = 0;
    let lines = text.split_inclusive('\n').map(|line| {
        at += line.len();
        Line::new(line, at - line.len())
    });
    let lines: Vec<Line<'_>> = lines.collect();
    let mut above = Above::default();
    // Behind this line no `:::` ends a diagram.
    let mut endless = lines.len();
    let mut next = 0;
    while let Some(line) = lines.get(next) {
        next += 1;
        if let Some(fence) = line.fence() {
            let ends = |line: &Line<'_>| {
                line.bare.starts_with(fence) && line.bare.trim_end().bytes().all(|byte| byte == fence.as_bytes()[0])
            };
            next = lines[next..].iter().position(ends).map_or(lines.len(), |after| next + after + 1);
            above = Above::default();
            continue;
        }
        if next < endless && line.begins_diagram() {
            if let Some(after) = lines[next..endless].iter().position(|line| line.bare.trim_end() == ":::") {
                let end = lines[next + after].at;
                found.diagrams.extend([line.at..line.at + 3, end..end + 3]);
                (next, above) = (next + after + 1, Above::default());
                continue;
            }
            endless = next;
        }
        above.take(*line, &mut found);
    }
    found
}

impl<'a> Line<'a> {
    fn new(line: &'a str, start: usize) -> Self {
        let (mut bare, mut is_item) = (line, false);
        loop {
            bare = bare.trim_start_matches([' ', '\t', '>']);
            let number = bare.trim_start_matches(|c: char| c.is_ascii_digit());
            let mark = match bare.len() - number.len() {
                0 => bare.strip_prefix(['-', '*', '+']),
                1..=9 => number.strip_prefix(['.', ')']),
                _ => None,
            };
            let Some(rest) = mark.filter(|rest| rest.starts_with([' ', '\t'])) else { break };
            (bare, is_item) = (rest, true);
        }
        Self { at: start + line.len() - bare.len(), bare, is_item }
    }

    /// The marks with which a block of code begins.
    fn fence(&self) -> Option<&'a str> {
        let mark = self.bare.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
        let rest = self.bare.trim_start_matches(mark);
        let marks = &self.bare[..self.bare.len() - rest.len()];
        (marks.len() >= 3 && !(mark == '`' && rest.contains('`'))).then_some(marks)
    }

    fn begins_diagram(&self) -> bool {
        self.bare.strip_prefix(":::").is_some_and(|rest| rest.trim() == "mermaid")
    }

    /// Whether it is the line of a table that says how columns stand.
    fn aligns(&self) -> bool {
        self.bare.contains('-') && self.bare.trim_end().chars().all(|c| matches!(c, ':' | '-' | '|' | ' ' | '\t'))
    }
}

/// What stands above a line.
#[derive(Default)]
struct Above {
    /// How many lines of text there are without a blank one between, and of how many lines the text before is.
    lines: [usize; 2],
    /// Whether there is a definition among them.
    defined: [bool; 2],
}

impl Above {
    fn take(&mut self, line: Line<'_>, found: &mut Colons) {
        if line.bare.trim().is_empty() {
            if self.lines[0] > 0 {
                (self.lines, self.defined) = ([0, self.lines[0]], [false, self.defined[0]]);
            }
            return;
        }
        if line.is_item || line.bare.starts_with('#') {
            *self = Self::default();
        }
        if let Some(rest) = line.bare.strip_prefix(':').filter(|_| !line.aligns()) {
            let of = usize::from(self.lines[0] == 0);
            let is_below_term = self.defined[of] || self.lines[of] < 2;
            if rest.starts_with([' ', '\t']) && !rest.trim().is_empty() && is_below_term {
                found.definitions = true;
                self.defined[0] = true;
            } else {
                found.others.push(line.at);
            }
        }
        self.lines[0] += usize::from(!line.bare.starts_with('#'));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether a text has definitions, and what stands at the other colons.
    fn read(text: &str) -> (bool, Vec<&str>) {
        let found = find(text);
        (found.definitions, found.others.iter().map(|at| text[*at..].lines().next().unwrap_or_default()).collect())
    }

    #[test]
    fn a_definition_has_a_blank_behind_its_colon_and_a_term_of_one_line() {
        for text in [
            "Term\n: What it is.\n",
            "Term\n:   What\n    it is.\n: Or that.\n",
            "Before.\nAnd more.\n\nTerm\n\n: What it is.\n\n: Or that.\n",
            "One\n: Text.\nTwo\n: Text.\n",
            "- One\n- Two\n- Term\n  : Text.\n",
            "# Title\nTerm\n:\tText.\n",
            "> Term\n> : Text.\n",
        ] {
            assert_eq!(read(text), (true, Vec::new()), "{text}");
        }
        for text in [
            "a: b\n",
            "12:30\n",
            "",
            "a\nb: c\n",
            "a | b\n:-- | --:\n1 | 2\n",
            "```\n:x\n```\n",
            "- ```\n  :x\n  ```\n",
            "~~~~ x\n~~~\n:x\n~~~~~\n",
            ":-:\n",
        ] {
            assert_eq!(read(text), (false, Vec::new()), "{text}");
        }
    }

    #[test]
    fn other_lines_are_none() {
        for (text, others) in [
            ("Before.\n:warning: Do not.\n", &[":warning: Do not."][..]),
            ("Before.\n::: note\nText.\n:::\n", &["::: note", ":::"]),
            ("> A\n> :::tip\n", &[":::tip"]),
            ("A\n\t:x\n", &[":x"]),
            ("A\n:\n", &[":"]),
            ("Les documents\nde la politique\n: ce sont\n", &[": ce sont"]),
            ("A\nB\n\n: c\n", &[": c"]),
            ("- ```\n  x\n  ```\nA\n:x\n", &[":x"]),
            ("```a`b\nA\n:x\n", &[":x"]),
        ] {
            assert_eq!(read(text), (false, others.to_vec()), "{text}");
        }
        assert_eq!(read("Term\n: Text.\n\nBefore.\n:warning: x\n"), (true, vec![":warning: x"]));
    }

    #[test]
    fn a_diagram_ends() {
        let text = "::: mermaid\n:x\n:::\n::: mermaid\nA\n";
        assert_eq!(find(text).diagrams, [0..3, 15..18]);
        assert_eq!(read(text), (false, vec!["::: mermaid"]));
    }
}
