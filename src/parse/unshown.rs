//! What stands in a text and is on no page, or is read as something else than it was meant as: all that follows a comment,
//! a block of HTML or a fence that is never closed, the second of two notes or addresses under one name, lines that are taken
//! for addresses, and the cells of a row that are more than its table has columns.

use std::collections::BTreeSet;
use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};

use super::address::{Address, Idle, addresses, folded, idle};
use super::bars::Loose;
use super::lost::MOST;
use super::raw::{Hiding, RawHtml};
use crate::diag::Span;

/// Something of a text that is not shown as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unshown {
    /// Where it is told: where something opens, and else all that is not shown.
    pub span: Span,
    /// Why it is not.
    pub why: Unseen,
}

/// Why something of a text is not shown as it was meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unseen {
    /// What opens here is never closed.
    Open {
        /// What would close it.
        end: String,
        /// What becomes of what stands below.
        fate: Fate,
        /// How many lines below are not blank.
        lines: usize,
    },
    /// A comment in which another begins further down, whose end ends both.
    Comment {
        /// How many lines between them are not blank.
        lines: usize,
    },
    /// A second footnote of this name.
    Note(String),
    /// A footnote of this name without words.
    Wordless(String),
    /// A second address under this label.
    Reference(String),
    /// A line that is taken for the address of this label, which nothing uses.
    Unused(String),
    /// Cells of a row for which the table has no columns.
    Cells {
        /// How many cells the row has.
        row: usize,
        /// How many the head has.
        head: usize,
    },
    /// An element that shows what no page can.
    Element(String),
    /// What is for another program, and how many such there are.
    Foreign(String, usize),
    /// A formula whose signs are signs of Markdown too.
    Formula,
    /// Lines with bars that are no table.
    Rows {
        /// How many.
        lines: usize,
        /// Why.
        why: Loose,
    },
}

/// What becomes of the lines below something that is never closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// They are on no page.
    Gone,
    /// They are code.
    Code,
    /// They are text without Markdown.
    Plain,
}

/// Looks for it in the events of a text.
#[derive(Default)]
pub(super) struct Finder {
    block: Option<RawHtml>,
    /// The names of the footnotes so far.
    notes: BTreeSet<String>,
    /// The footnote that is being read, as long as it has no words.
    wordless: Option<Unshown>,
    /// The labels by which something leads to an address.
    used: BTreeSet<String>,
    /// How many columns the table has that is being read.
    columns: usize,
    addresses: Vec<Address>,
    found: Vec<Unshown>,
}

impl Finder {
    /// For a text of which what begins at `start` is read.
    pub(super) fn new(text: &str, start: usize) -> Self {
        Self { addresses: addresses(text, start), ..Self::default() }
    }

    /// Takes what stands at a place of `text`.
    pub(super) fn take(&mut self, text: &str, event: &Event<'_>, at: &Range<usize>) {
        self.show(event, at);
        let found = match event {
            Event::Start(Tag::HtmlBlock) => {
                self.block = Some(RawHtml::default());
                None
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.block {
                    block.push(html, Span::from(at.clone()));
                }
                None
            }
            Event::End(TagEnd::HtmlBlock) => {
                let block = self.block.take().unwrap_or_default();
                let Hiding { open, comments } = block.hiding();
                self.found.extend(comments.into_iter().filter_map(|(outer, inner)| comment(&block, outer, inner)));
                self::open(&block, open)
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(_))) => fence(text, at),
            Event::Start(Tag::FootnoteDefinition(name)) if !self.notes.insert(folded(name)) => {
                note(text, at, Unseen::Note(name.to_string()))
            }
            Event::Start(Tag::FootnoteDefinition(name)) => {
                self.wordless = note(text, at, Unseen::Wordless(name.to_string()));
                None
            }
            Event::End(TagEnd::FootnoteDefinition) => self.wordless.take(),
            Event::Start(Tag::Table(columns)) => {
                self.columns = columns.len();
                None
            }
            Event::Start(Tag::TableRow) => row(text, at, self.columns),
            _ => None,
        };
        if self.found.len() < MOST {
            self.found.extend(found);
        }
    }

    /// What was found, in the order of the text.
    pub(super) fn finish(mut self) -> Vec<Unshown> {
        self.found.extend(idle(&self.addresses, &self.used).into_iter().map(|(address, idle)| {
            let why = match idle {
                Idle::Second => Unseen::Reference(address.label.clone()),
                Idle::Unused => Unseen::Unused(address.name.clone()),
            };
            Unshown { span: address.span, why }
        }));
        self.found.sort_by_key(|found| found.span.start);
        self.found.truncate(MOST);
        self.found
    }

    /// Marks the lines that stand in what is shown: they give no address. Notes by which labels something leads.
    fn show(&mut self, event: &Event<'_>, at: &Range<usize>) {
        let is_remark = |html: &str| html.trim_start().starts_with("<!--");
        match event {
            Event::Start(Tag::Link { id, .. } | Tag::Image { id, .. }) => {
                self.used.insert(folded(id));
                self.wordless = None;
            }
            Event::Html(html) | Event::InlineHtml(html) if is_remark(html) => {}
            Event::Text(_) | Event::Code(_) | Event::Html(_) | Event::InlineHtml(_) | Event::FootnoteReference(_) => {
                self.wordless = None;
            }
            _ => {}
        }
        let is_shown = matches!(
            event,
            Event::Text(_)
                | Event::Code(_)
                | Event::Html(_)
                | Event::InlineHtml(_)
                | Event::FootnoteReference(_)
                | Event::Start(Tag::Link { .. } | Tag::Image { .. })
        );
        if self.addresses.is_empty() || !is_shown {
            return;
        }
        let from = self.addresses.partition_point(|address| address.span.start < at.start);
        self.addresses[from..]
            .iter_mut()
            .take_while(|address| address.span.start < at.end)
            .for_each(|address| address.shown = true);
    }
}

/// How many lines below the first are not blank.
fn below(text: &str) -> usize {
    text.split('\n').skip(1).filter(|line| !line.trim().is_empty()).count()
}

/// What opens in a block of HTML and is never closed, with lines below it.
fn open(block: &RawHtml, open: Option<(usize, String)>) -> Option<Unshown> {
    let text = block.text();
    let (at, end, fate) = match open {
        Some((at, end)) => (at, end, Fate::Gone),
        None => (text.len() - text.trim_start().len(), endless(text)?, Fate::Plain),
    };
    let rest = text.get(at..)?;
    let sign = match rest.starts_with("<!--") {
        true => 4,
        false => rest.find(|c: char| c.is_whitespace() || c == '>').unwrap_or(rest.len()),
    };
    let sign = if rest.get(sign..)?.starts_with('>') { sign + 1 } else { sign };
    let lines = below(rest);
    let span = block.place(at, at + sign.max(1));
    (lines > 0).then_some(Unshown { span, why: Unseen::Open { end, fate, lines } })
}

/// What would end a block of HTML that blank lines do not end, where nothing does and its words are shown all the same.
fn endless(text: &str) -> Option<String> {
    const NAMES: [&str; 4] = ["pre", "textarea", "script", "style"];
    let lower = text.trim_start().to_ascii_lowercase();
    if lower.starts_with("<?") {
        return (!lower.contains("?>")).then(|| "?>".to_owned());
    }
    let is_of = |name: &&str| {
        let rest = lower.strip_prefix('<').and_then(|rest| rest.strip_prefix(*name));
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['>', ' ', '\t', '\n']))
    };
    let name = NAMES.iter().find(|name| is_of(name))?;
    (!NAMES.iter().any(|name| lower.contains(&format!("</{name}>")))).then(|| format!("</{name}>"))
}

/// A comment of a block in which another begins, where that is on a line further down.
fn comment(block: &RawHtml, outer: usize, inner: usize) -> Option<Unshown> {
    let between = block.text().get(outer..inner)?;
    let lines = below(between);
    let begins_line = between.rsplit('\n').next()?.trim().is_empty();
    let span = block.place(outer, outer + 4);
    (begins_line && lines > 0).then_some(Unshown { span, why: Unseen::Comment { lines } })
}

/// A fence that is never closed, with lines below it.
fn fence(text: &str, at: &Range<usize>) -> Option<Unshown> {
    let whole = text.get(at.clone())?;
    let start = at.start + whole.len() - whole.trim_start().len();
    let whole = whole.trim();
    let sign = whole.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let length = whole.len() - whole.trim_start_matches(sign).len();
    let bare = |line: &str| line.trim_start_matches([' ', '\t', '>']).trim_end().len();
    let (opening, code) = whole.split_once('\n')?;
    let last = code.rsplit('\n').next()?.trim_start_matches([' ', '\t', '>']);
    let is_closed = last.len() >= length && last.chars().all(|c| c == sign);
    let lines = code.split('\n').filter(|line| bare(line) > 0).count();
    let end = sign.to_string().repeat(length);
    (!is_closed && lines > 0).then(|| Unshown {
        span: Span::new(start, start + opening.trim_end().len()),
        why: Unseen::Open { end, fate: Fate::Code, lines },
    })
}

/// A footnote, told at its name.
fn note(text: &str, at: &Range<usize>, why: Unseen) -> Option<Unshown> {
    let line = text.get(at.clone())?.lines().next()?;
    let end = line.find("]:").map_or(line.len(), |end| end + 1);
    Some(Unshown { span: Span::new(at.start, at.start + end), why })
}

/// What a row has for which its table has no column, where that is words.
fn row(text: &str, at: &Range<usize>, columns: usize) -> Option<Unshown> {
    let line = text.get(at.clone())?.lines().next()?;
    let is_worded =
        |cell: &Range<usize>| line.get(cell.clone()).is_some_and(|words| words.contains(char::is_alphanumeric));
    let more = |cells: &[Range<usize>]| cells.iter().skip(columns).any(is_worded);
    let all = cells(line, false);
    // Where the bar of a link makes one of two cells, that is told.
    if !more(&all) || line.contains("[[") && !more(&cells(line, true)) {
        return None;
    }
    let count = all.iter().rposition(is_worded)? + 1;
    let (first, last) = (all.get(columns)?, all.get(count - 1)?);
    let words = line.get(first.start..last.end)?;
    let start = at.start + first.start + words.len() - words.trim_start().len();
    let span = Span::new(start, start + words.trim().len());
    Some(Unshown { span, why: Unseen::Cells { row: count, head: columns } })
}

/// The cells of a row as they are read; the bars between two brackets end none where they are meant as `linked`.
fn cells(line: &str, linked: bool) -> Vec<Range<usize>> {
    let closing = line.rfind("]]").filter(|_| linked);
    let (mut cells, mut start, mut in_link, mut before) = (Vec::new(), None, false, ' ');
    for (at, c) in line.char_indices() {
        match c {
            '[' if before == '[' => in_link = closing.is_some_and(|closing| closing > at),
            ']' if before == ']' => in_link = false,
            '|' if before != '\\' && !in_link => {
                // What stands before the first bar is a cell where there is something.
                if let Some(start) = start.or(Some(0).filter(|_| !line[..at].trim().is_empty())) {
                    cells.push(start..at);
                }
                start = Some(at + 1);
            }
            _ => {}
        }
        before = c;
    }
    cells.push(start.unwrap_or_default()..line.len());
    cells
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text, with what stands where it is told.
    fn found(text: &str) -> Vec<(String, Unseen)> {
        let page = crate::parse::page(text.as_bytes());
        let found = page.body.unshown.iter();
        found.map(|found| (text[found.span.start..found.span.end].to_owned(), found.why.clone())).collect()
    }

    fn open(end: &str, fate: Fate, lines: usize) -> Unseen {
        Unseen::Open { end: end.to_owned(), fate, lines }
    }

    #[test]
    fn what_is_never_closed_is_found_where_it_opens() {
        const REST: &str = "\n\n## Prohibited\n\nWe never score people.\n";
        for (opening, sign, end, fate) in [
            ("<!-- to be reworded", "<!--", "-->", Fate::Gone),
            ("<style>", "<style>", "</style>", Fate::Gone),
            ("<script src=\"https://x.example/a.js\">", "<script", "</script>", Fate::Gone),
            ("<![CDATA[", "<![CDATA[", "]]>", Fate::Gone),
            ("<?php echo 1", "<?php", "?>", Fate::Gone),
            ("<?php if (1 > 0)", "<?php", "?>", Fate::Plain),
            ("<!ELEMENT x", "<!ELEMENT", ">", Fate::Gone),
            ("<pre>", "<pre>", "</pre>", Fate::Plain),
            ("<textarea rows=2>", "<textarea", "</textarea>", Fate::Plain),
            ("```text", "```text", "```", Fate::Code),
            ("~~~~ sh", "~~~~ sh", "~~~~", Fate::Code),
        ] {
            let text = format!("We use it.\n\n{opening}{REST}");
            assert_eq!(found(&text), [(sign.to_owned(), open(end, fate, 2))], "{text}");
            let closed = format!("We use it.\n\n{opening}{REST}{end}\n");
            assert_eq!(found(&closed), [], "{closed}");
            for text in [opening.to_owned(), format!("{opening}\n\n \n")] {
                assert_eq!(found(&text), [], "{text}");
            }
        }
    }

    #[test]
    fn what_hides_the_rest_of_its_block_is_found_too() {
        for (text, sign, why) in [
            ("<div>\n<!-- a\nb\n</div>\n\nc\n", "<!--", open("-->", Fate::Gone, 2)),
            ("<div class=\"x>\nb\n</div>\n", "<div", open("\">", Fate::Gone, 2)),
            ("<iframe src=x>\nb\n\nc\n", "<iframe", open("</iframe>", Fate::Gone, 1)),
            ("- a\n\n  <!-- b\n  c\n- d\n", "<!--", open("-->", Fate::Gone, 1)),
            ("> ```\n> a\n\nb\n", "```", open("```", Fate::Code, 1)),
            ("- x\n\n  ```sh\n  a\n  ```\n\n```\nb\n", "```", open("```", Fate::Code, 1)),
        ] {
            assert_eq!(found(text), [(sign.to_owned(), why)], "{text}");
        }
    }

    #[test]
    fn a_comment_that_another_ends_is_found() {
        let told = ("<!--".to_owned(), Unseen::Comment { lines: 2 });
        assert_eq!(found("<!-- to be reworded\n\n## A\n\nB\n\n<!-- c -->\n\nD\n"), [told]);
        for text in [
            "<!-- a\nb\n-->\n\n<!-- c -->\n",
            "<!-- write <!-- before it -->\n",
            "<!--\nwrite `<!--` before it\n-->\n",
            "<!--\n<!-- a -->\n",
            "`<!--` and a <!-- b --> c\n\n    <!-- d\n",
            "A <!-- b\n\nC\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn fences_that_are_closed_are_not_told() {
        for text in [
            "```\na\n```\n",
            "````\n```\na\n`````\nb\n",
            "> ~~~\n> a\n> ~~~\n\nb",
            "- ```\n  a\n  ```\n- b\n",
            "   ```\na\n  ```  \nb",
            "::: mermaid\ngraph TD\n:::\nb\n",
            "    ```\n    a\n\nb\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn the_second_of_one_name_is_found() {
        for (text, written, why) in [
            ("a[^1]\n\n[^1]: b\n\n[^1]: c\n", "[^1]", Unseen::Note("1".into())),
            ("[a][x]\n\n[x]: a.md\n[X]: b.md \"t\"\n", "[X]: b.md \"t\"", Unseen::Reference("x".into())),
            ("[a][x]\n\n[x]: a.md\n\n> [x]: <b c.md>\n", "[x]: <b c.md>", Unseen::Reference("x".into())),
            ("[a][x y]\n\n[x y]: a.md\n[x\ny]: b.md\n", "[x\ny]: b.md", Unseen::Reference("x y".into())),
            ("a[^Ü]\n\n[^ü]: b\n\n[^Ü]: c\n", "[^Ü]", Unseen::Note("Ü".into())),
            ("a[^1]\n\n[^1]:\n\nb\n", "[^1]", Unseen::Wordless("1".into())),
        ] {
            assert_eq!(found(text), [(written.to_owned(), why)], "{text}");
        }
    }

    #[test]
    fn a_sentence_that_is_taken_for_an_address_is_found() {
        for line in [
            "[Exception]: night-shift",
            "[Rule-9]: Never \"Nobody may switch the log off\"",
            "[Rule 1]: Never.",
            "[Rule\n1]: Never.",
            "[Rule 1]:\nNever.",
            "[Version]: 1.10",
            "[Owner]: <the board>",
            "- [Shift]: day/night",
        ] {
            let text = format!("Text.\n\n{line}\n\nText, see [a][b] and [Exceptions].\n\n[b]: night\n");
            let (_, inner) = line.split_once('[').expect("a label");
            let (label, _) = inner.split_once(']').expect("a label");
            let why = Unseen::Unused(crate::base::text::one_line(label));
            assert_eq!(found(&text), [(line.trim_start_matches("- ").to_owned(), why)], "{text}");
        }
        for line in [
            "[x]: https://x.example",
            "[x]: a@x.example",
            "[x]: ../a",
            "[x]: a.md#b (t)",
            "[//]: # (a remark)",
            "[x]: <> (a remark)",
            "[Exception]: night-shift work",
            "[ÜBER  uns]: so\n\nSee [it][über uns].",
            "[pic]: so\n\n![Pic]",
        ] {
            assert_eq!(found(&format!("Text.\n\n{line}\n")), [], "{line}");
        }
    }

    #[test]
    fn what_defines_nothing_twice_is_not() {
        for text in [
            "a[^1] b[^2]\n\n[^1]: b\n\n[^2]: c\n",
            "a[^1] b[^2] c[^3]\n\n[^1]: `b`\n\n[^2]: ![](a.png)\n\n[^3]: - d\n",
            "[a][x]\n\n[x]: a.md\n[x]: <a.md>\n[y]: b.md\n",
            "[x]: a.md\n\nSee\n[x]: b.md\n\n```\n[x]: c.md\n```\n\n<!--\n[x]: d.md\n-->\n",
            "[//]: # (one)\n[//]: # (two)\n",
            "[x]: a.md\n\n[x]: is a link, and this is text\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn cells_without_a_column_are_found() {
        const HEAD: &str = "| a | b |\n|---|---|\n";
        for (row, written, cells) in [
            ("| A.8.3 | No | outside | of it |", "outside | of it", 4),
            ("x | y | z", "z", 3),
            ("| x | `y|z` |", "z`", 3),
            ("| x | y | | z | |", "| z", 4),
            ("|| y | z", "z", 3),
            ("| [[POL-1|x]] | y | z |", "y | z", 4),
        ] {
            let why = Unseen::Cells { row: cells, head: 2 };
            let found = found(&format!("{HEAD}{row}\n"));
            assert_eq!(found.last(), Some(&(written.to_owned(), why)), "{row}: {found:?}");
        }
        for row in
            ["| x | y |", "| x | y | | - |", "| x | y \\| z |", "x", "| [[POL-1|x]] | y |", "| x | [[a|b]] |", ""]
        {
            assert_eq!(found(&format!("{HEAD}{row}\n")), [], "{row}");
        }
        let told = Unseen::Cells { row: 3, head: 2 };
        assert_eq!(found("> | a | b |\n> |---|---|\n> | x | y | z |\n"), [("z".to_owned(), told)]);
    }

    #[test]
    fn there_is_an_end_to_them() {
        for part in [
            "[a]: b\n[a]: c\n",
            "<!-- <!--\n",
            "<i\n\n",
            "```\n- ```\n",
            "[^1]: x\n\n",
            "|a|\n|-|\n|b|c|\n\n",
            "[[",
            "|",
        ] {
            assert!(found(&part.repeat(60_000 / part.len())).len() <= MOST, "{part}");
        }
    }
}
