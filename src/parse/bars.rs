//! Lines with bars that are meant as rows of a table and are none: nothing divides a head from them, what divides has another
//! number of cells than the head, or a blank line or a comment parts them from their table. Their page shows the bars.

use std::ops::Range;

use pulldown_cmark::{Event, Tag};

use super::lost::MOST;
use crate::diag::Span;

/// How long a link, code or a formula in a row may be, in bytes, to be seen as one.
const MOST_WITHIN: usize = 300;

/// Why lines with bars are no table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loose {
    /// A blank line or a comment parts them from their head.
    Parted,
    /// No row of hyphens stands below the head, which has so many cells.
    Undivided(usize),
    /// The row of hyphens has `row` cells, and the head `head`.
    Uneven {
        /// How many cells the row of hyphens has.
        row: usize,
        /// How many the head has.
        head: usize,
    },
}

/// Lines with bars that are in no table.
pub(super) struct Rows {
    /// The first of them.
    pub(super) span: Span,
    /// How many.
    pub(super) lines: usize,
    /// Why.
    pub(super) why: Loose,
}

/// What stands at a place and is no text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Apart {
    /// A table of so many columns.
    Table(usize),
    Remark,
    Other,
}

/// Looks for them.
#[derive(Default)]
pub(super) struct Bars {
    apart: Vec<(Range<usize>, Apart)>,
    found: Vec<Rows>,
    run: Run,
}

/// Lines with bars that nothing parts but blank lines and comments.
#[derive(Default)]
struct Run {
    lines: Vec<Span>,
    /// Whether something stands between two of them.
    parted: bool,
    /// How many columns the table has that ends right above.
    above: Option<usize>,
    /// Whether a blank line or a comment was the last.
    gap: bool,
}

impl Bars {
    /// Takes what stands at a place.
    pub(super) fn take(&mut self, text: &str, event: &Event<'_>, at: &Range<usize>) {
        let is_remark =
            || text.get(at.start..).is_some_and(|html| html.trim_start_matches(is_before).starts_with("<!--"));
        let apart = match event {
            Event::Start(Tag::Table(columns)) => Apart::Table(columns.len()),
            Event::Start(Tag::HtmlBlock) if is_remark() => Apart::Remark,
            Event::Start(Tag::HtmlBlock | Tag::CodeBlock(_)) | Event::InlineHtml(_) | Event::Code(_) => Apart::Other,
            _ => return,
        };
        self.apart.push((at.clone(), apart));
    }

    /// What is found in a text of which what begins at `start` is read.
    pub(super) fn finish(mut self, text: &str, start: usize) -> Vec<Rows> {
        let body = text.get(start..).unwrap_or_default();
        if !body.contains('|') {
            return self.found;
        }
        let apart = std::mem::take(&mut self.apart);
        let (mut at, mut next) = (start, 0);
        for line in body.split_inclusive('\n') {
            let words = bare(line);
            let from = at + line.len() - line.trim_start_matches(is_before).len();
            at += line.len();
            while apart.get(next).is_some_and(|(place, _)| place.end <= from) {
                next += 1;
            }
            let is_of = |place: &Range<usize>, apart: &Apart| match apart {
                Apart::Table(_) => place.start < at,
                _ => place.start <= from,
            };
            let apart = apart.get(next).filter(|(place, apart)| is_of(place, apart)).map(|(_, apart)| *apart);
            let is_gap = matches!(apart, Some(Apart::Remark)) || apart.is_none() && words.is_empty();
            match apart {
                Some(Apart::Table(columns)) => {
                    self.end(text);
                    self.run.above = Some(columns);
                }
                _ if is_gap => self.run.gap = true,
                None if bars(words).next().is_some() || is_border(words) => {
                    self.run.parted |= self.run.gap && !self.run.lines.is_empty();
                    self.run.gap = false;
                    self.run.lines.push(Span::new(from, from + line[line.len() - (at - from)..].trim_end().len()));
                }
                _ => self.end(text),
            }
        }
        self.end(text);
        self.found
    }

    /// Ends the lines that follow each other.
    fn end(&mut self, text: &str) {
        let run = std::mem::take(&mut self.run);
        let (Some(first), Some(why)) = (run.lines.first(), run.why(text)) else { return };
        if self.found.len() < MOST {
            self.found.push(Rows { span: *first, lines: run.lines.len(), why });
        }
    }
}

impl Run {
    /// Why its lines are no table; `None` where they are not meant as one.
    fn why(&self, text: &str) -> Option<Loose> {
        let lines: Vec<&str> =
            self.lines.iter().map(|span| bare(text.get(span.start..span.end).unwrap_or_default())).collect();
        let first = cells(lines.first()?);
        let is_row = |line: &&&str| is_border(line) || line.starts_with('|') && cells(line).len() > 1;
        let rows = lines.iter().filter(is_row).count();
        let divider = lines.iter().skip(1).position(|line| divides(&cells(line), is_hyphen));
        let is_below = self.above == Some(first.len()) && (rows > 0 || first.len() > 2);
        if let Some(head) = divider {
            let (row, head) = (cells(lines[head + 1]).len(), cells(lines[head]).len());
            return match row == head {
                true => self.parted.then_some(Loose::Parted),
                false => Some(Loose::Uneven { row, head }),
            };
        }
        let is_divided = lines.iter().skip(1).any(|line| divides(&cells(line), is_dash));
        match (is_below && !is_divided, rows > 1 || is_divided && lines.len() > 2) {
            (true, _) => Some(Loose::Parted),
            (false, true) => Some(Loose::Undivided(first.len().max(1))),
            (false, false) => None,
        }
    }
}

/// What may stand before the words of a line in a quote.
fn is_before(c: char) -> bool {
    c.is_whitespace() || c == '>'
}

/// The words of a line, without the marks of a quote and of an item.
fn bare(line: &str) -> &str {
    let line = line.trim_start_matches(is_before).trim_end();
    ["- ", "* ", "+ "].into_iter().find_map(|mark| line.strip_prefix(mark)).unwrap_or(line).trim_start()
}

/// Whether a line is one of a table that is drawn: `+---+---+`.
fn is_border(line: &str) -> bool {
    (line.starts_with("+-") || line.starts_with("+="))
        && line.ends_with('+')
        && line.chars().all(|c| matches!(c, '+' | '-' | '='))
}

/// Where the bars of a line are: those within a link, code or a formula are none.
fn bars(line: &str) -> impl Iterator<Item = usize> {
    let (mut escaped, mut until) = (false, 0);
    line.char_indices().filter_map(move |(at, c)| {
        let (was, rest) = (escaped || at < until, &line[at..]);
        escaped = c == '\\' && !escaped;
        let within = [("[[", "]]"), ("`", "`"), ("$", "$")].into_iter().find_map(|(opens, closes)| {
            let inner = rest.strip_prefix(opens).filter(|_| !was)?;
            let mut parts = inner.as_bytes().windows(closes.len()).take(MOST_WITHIN);
            let end = parts.position(|part| part == closes.as_bytes())?;
            let end = Some(end).filter(|end| *end > 0 && inner[..*end].trim().len() == *end)?;
            Some(at + opens.len() + end + closes.len())
        });
        until = within.unwrap_or(until);
        (c == '|' && !was).then_some(at)
    })
}

/// What stands between the bars of a line.
fn cells(line: &str) -> Vec<&str> {
    let line = line.strip_prefix('|').unwrap_or(line);
    let (mut cells, mut start) = (Vec::new(), 0);
    for at in bars(line) {
        cells.push(line[start..at].trim());
        start = at + 1;
    }
    cells.extend(Some(line[start..].trim()).filter(|last| !last.is_empty()));
    cells
}

/// Whether cells hold nothing but such signs.
fn divides(cells: &[&str], is_sign: fn(char) -> bool) -> bool {
    let is_line = |cell: &&str| !cell.trim_matches(':').is_empty() && cell.trim_matches(':').chars().all(is_sign);
    cells.len() > 1 && cells.iter().all(is_line)
}

fn is_hyphen(c: char) -> bool {
    c == '-'
}

/// What programs make of hyphens, or people write instead.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '‐' | '‑' | '–' | '—' | '−' | '─' | '=' | '_' | ' ')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What is found in a text: the beginning of the line, how many there are, and why they are no table.
    fn found(text: &str) -> Vec<(&str, usize, Loose)> {
        let page = crate::parse::page(text.as_bytes());
        let told = page.body.unshown.iter().filter_map(|found| match found.why {
            crate::parse::unshown::Unseen::Rows { lines, why } => {
                Some((&text[found.span.start..found.span.end], lines, why))
            }
            _ => None,
        });
        told.collect()
    }

    #[test]
    fn rows_that_are_in_no_table_are_found() {
        for (text, line, lines, why) in [
            ("| A | B |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n", "| 3 | 4 |", 1, Loose::Parted),
            ("| A | B |\n|---|---|\n| 1 | 2 |\n\n| 3 | 4 |\n\n| 5 | 6 |\n", "| 3 | 4 |", 2, Loose::Parted),
            ("| A | B |\n|---|---|\n| 1 | 2 |\n<!-- c -->\n| 3 | 4 |\n", "| 3 | 4 |", 1, Loose::Parted),
            ("> | A | B |\n> |---|---|\n> | 1 | 2 |\n>\n> | 3 | 4 |\n", "| 3 | 4 |", 1, Loose::Parted),
            ("| A | B |\n\n|---|---|\n\n| 1 | 2 |\n", "| A | B |", 3, Loose::Parted),
            ("T.\n\n| A | B |\n| 1 | 2 |\n| 3 | 4 |\n", "| A | B |", 3, Loose::Undivided(2)),
            ("- | A | B |\n  | 1 | 2 |\n", "- | A | B |", 2, Loose::Undivided(2)),
            ("| A | B |\n|—|—|\n| 1 | 2 |\n", "| A | B |", 3, Loose::Undivided(2)),
            ("A | B | C\n–– | –– | ––\n1 | 2 | 3\n", "A | B | C", 3, Loose::Undivided(3)),
            ("| A | B | C |\n|---|---|\n| 1 | 2 | 3 |\n", "| A | B | C |", 3, Loose::Uneven { row: 2, head: 3 }),
            ("A | B | C\n---|---\n1 | 2 | 3\n", "A | B | C", 3, Loose::Uneven { row: 2, head: 3 }),
            ("+---+---+\n| A | B |\n+===+===+\n| 1 | 2 |\n+---+---+\n", "+---+---+", 5, Loose::Undivided(1)),
            // Another table stands above.
            (
                "| A |\n|---|\n| 1 |\n\n| A | B | C |\n|---|---|\n| 1 | 2 | 3 |\n",
                "| A | B | C |",
                3,
                Loose::Uneven { row: 2, head: 3 },
            ),
            ("| A |\n|---|\n| 1 |\n\n| A | B |\n| 1 | 2 |\n", "| A | B |", 2, Loose::Undivided(2)),
        ] {
            assert_eq!(found(text), [(line, lines, why)], "{text}");
        }
    }

    #[test]
    fn tables_code_and_words_are_not() {
        for text in [
            "| A | B |\n|---|---|\n| 1 | 2 |\n\nText.\n\n| A | B |\n|---|---|\n",
            "Text\n| A | B |\n|---|---|\n| 1 | 2 |\n",
            "```\n| A | B |\n| 1 | 2 |\n```\n\n    | A | B |\n    | 1 | 2 |\n",
            "<!--\n| A | B |\n| 1 | 2 |\n-->\n\n<pre>\n| A | B |\n| 1 | 2 |\n</pre>\n",
            "Text <!--\n| A | B |\n| 1 | 2 |\n--> and `a\n| A | B |\n| 1 | 2 |\n` and\n",
            "One of a | b | c\nand of d | e | f\n\n| Street 1\n| Town\n",
            "Owner: A | Version: 1\nStatus: x | Next: y\n",
            "| A | B |\n|---|---|\n| 1 | 2 |\n\nOne of a | b.\n",
            "- A | B\n- --- | see below\n",
        ] {
            assert_eq!(found(text), [], "{text}");
        }
    }

    #[test]
    fn long_texts_take_no_longer() {
        for part in ["| a | b |\n", "|---|\n", "| a | b |\n\nx\n\n", "|", "a|b\n--|--\n\n| c | d |\n\nx\n"] {
            assert!(found(&part.repeat(100_000 / part.len())).len() <= MOST, "{part}");
        }
    }
}
