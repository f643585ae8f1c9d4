//! Metadata in the first lines of a text: lines with a label in bold, tables with a label and a value in each row, the same
//! in a quote or a list. What is read as metadata stays in the text, and is none of its words: see [`Reading::worded`].

use super::form::Form;
use super::markup::{MOST, Pair, Part, bare, cells, html_rows, is_divider, pairs};
use super::normal::normal;
use super::rules::Reading;
use super::{labels, value};
use crate::diag::Span;
use crate::parse::{Entry, Page};

/// How many lines are looked at.
const LINES: usize = 45;

/// What a line with a label gives, with the place of its label among those that mean the same.
struct Found {
    rank: usize,
    entry: Entry,
}

/// What the first lines of a text behind `body` say, by our keys, each once, in the order of the text.
pub(super) fn read(reading: &Reading, text: &str, body: usize) -> Vec<Entry> {
    walk(reading, text, body, None).0
}

/// The same with every line that says something under the key `each`.
pub(super) fn read_each(reading: &Reading, text: &str, body: usize, each: &str) -> Vec<Entry> {
    walk(reading, text, body, Some(each)).0
}

/// Labels in the first lines of a text that mean nothing to us, in one block with some that do, each with its value; or in a
/// paragraph of its own among those, where they stand so too.
pub(super) fn strangers<'t>(reading: &Reading, text: &'t str, body: usize) -> Vec<(&'t str, &'t str)> {
    let (known, strange) = walk(reading, text, body, None);
    let between = |a: usize, b: usize| text.get(a.min(b)..a.max(b)).unwrap_or_default();
    // The last piece stands before a label in its line.
    let are_labels =
        |between: &str| between.lines().rev().skip(1).filter(|line| !line.trim().is_empty()).all(has_label);
    let is_apart = known.windows(2).any(|pair| {
        let between = between(pair[0].key_span.start, pair[1].key_span.start);
        between.contains("\n\n") && are_labels(between)
    });
    let is_beside = |at: usize| {
        known.iter().any(|entry| {
            let between = between(at, entry.key_span.start);
            !between.contains("\n\n") || is_apart && are_labels(between)
        })
    };
    strange
        .into_iter()
        .filter(|(label, _)| is_beside(label.at))
        .map(|(label, value)| (label.text, value.text))
        .collect()
}

impl Reading {
    /// Labels, each with its value, of the first block of a text that has several and none that means anything to us.
    pub fn unknown_labels<'t>(&self, text: &'t str, body: usize) -> Vec<(&'t str, &'t str)> {
        let (known, strange) = walk(self, text, body, None);
        let is_one = |(one, _): &Strange<'_>, (next, _): &Strange<'_>| {
            !text.get(one.at..next.at).unwrap_or_default().contains("\n\n")
        };
        let block = strange.chunk_by(is_one).find(|block| known.is_empty() && block.len() > 1).unwrap_or_default();
        block.iter().map(|(label, value)| (label.text, value.text)).collect()
    }

    /// Whether markup in the first lines of a text may take something out of the midst of a word there.
    pub fn is_dressed(&self, text: &str) -> bool {
        let lines = |body: usize| text.get(body..).unwrap_or_default().split_inclusive('\n').take(LINES);
        self.has_header() && lines(self.front(text).body_start).any(|line| line.contains(['<', '[', '~']))
    }

    /// The page of a text without the labels and values that are read as metadata in its first lines; `None` where none are.
    pub fn worded(&self, text: &str, body: usize) -> Option<Page> {
        let found = self.has_header().then(|| found(self, text, body).0)?;
        let mut bytes = text.as_bytes().to_vec();
        for span in found.iter().flat_map(|Found { entry, .. }| [entry.key_span, entry.node.span]) {
            bytes.get_mut(span.start..span.end)?.fill(b' ');
        }
        (!found.is_empty()).then(|| self.page(&bytes))
    }
}

/// Whether a line has a label, be it the rest of one behind what sets it off.
fn has_label(line: &str) -> bool {
    line.contains([':', '：']) && !line.trim_start().starts_with(['#', '|'])
}

/// A label that means nothing to us, and its value.
type Strange<'t> = (Part<'t>, Part<'t>);

/// What the first lines of a text say by our keys, each once but `each`, and what they say by others.
fn walk<'t>(reading: &Reading, text: &'t str, body: usize, each: Option<&str>) -> (Vec<Entry>, Vec<Strange<'t>>) {
    let (found, strange) = found(reading, text, body);
    let mut first: Vec<Entry> = Vec::new();
    for Found { entry, .. } in found {
        if Some(entry.key.as_str()) == each || first.iter().all(|known| known.key != entry.key) {
            first.push(entry);
        }
    }
    first.sort_by_key(|entry| entry.key_span.start);
    (first, strange)
}

/// What the first lines of a text say by our keys, what means most first, and what they say by others.
fn found<'t>(reading: &Reading, text: &'t str, body: usize) -> (Vec<Found>, Vec<Strange<'t>>) {
    let (mut found, mut strange) = (Vec::new(), Vec::new());
    let mut reader = Reader { reading, found: &mut found, strange: &mut strange, table: Vec::new() };
    let mut at = body;
    let (mut fence, mut comment, mut indents) = (None, false, Indents { blank: true, ..Indents::default() });
    // Up to where the last table of HTML was read, and whether the next one may have an end.
    let (mut read_to, mut ends) = (body, reading.forms.contains(&Form::Table));
    for line in text[body.min(text.len())..].split_inclusive('\n').take(LINES) {
        let part = Part::new(line.trim_end_matches('\n'), at);
        at += line.len();
        let start = part.text.trim_start();
        if part.at < read_to || fence.is_none() && !comment && indents.is_code(part.text) {
            continue;
        }
        if comment || start.starts_with("<!--") {
            comment = !start.contains("-->");
            continue;
        }
        let code = ["```", "~~~"].into_iter().find(|sign| start.starts_with(sign));
        match (fence, code) {
            (Some(open), _) => {
                if code == Some(open) {
                    fence = None;
                }
            }
            (None, Some(sign)) => fence = Some(sign),
            (None, None) if ends && start.starts_with("<table") => {
                match html_rows(Part::new(&text[part.at..], part.at)) {
                    Some((rows, end)) => {
                        reader.end_table();
                        reader.table = rows;
                        reader.end_table();
                        read_to = end;
                    }
                    None => ends = false,
                }
            }
            (None, None) => reader.take(part),
        }
    }
    reader.end_table();
    found.sort_by_key(|found| found.rank);
    (found, strange)
}

/// Tells which lines are code because they are indented: those behind an empty line that belong to no list.
#[derive(Default)]
struct Indents {
    blank: bool,
    code: bool,
    list: bool,
}

impl Indents {
    fn is_code(&mut self, line: &str) -> bool {
        let start = line.trim_start();
        let indented = line.starts_with('\t') || line.len() - start.len() > 3;
        if start.is_empty() {
            self.blank = true;
            return false;
        }
        self.code = indented && (self.blank || self.code) && !self.list;
        let behind = start.trim_start_matches(|c: char| c.is_ascii_digit());
        let is_item = ["- ", "* ", "+ ", ". ", ") "].iter().any(|sign| behind.starts_with(sign));
        if !indented && (self.blank || is_item) {
            self.list = is_item;
        }
        // Nothing goes on behind a heading.
        self.blank = start.starts_with('#');
        self.code
    }
}

struct Reader<'a, 't> {
    reading: &'a Reading,
    found: &'a mut Vec<Found>,
    /// What stands behind labels that mean nothing to us.
    strange: &'a mut Vec<Strange<'t>>,
    /// The rows of the table that is being read.
    table: Vec<Vec<Part<'t>>>,
}

impl<'t> Reader<'_, 't> {
    fn take(&mut self, line: Part<'t>) {
        let mut line = line.trimmed();
        let quoted = line.text.starts_with('>');
        if quoted {
            line = Part::new(line.text.trim_start_matches(['>', ' ']), {
                line.at + line.text.len() - line.text.trim_start_matches(['>', ' ']).len()
            })
            .trimmed();
        }
        let has = |form| self.reading.forms.contains(&form);
        if line.text.starts_with('|') {
            if has(Form::Table) && (!quoted || has(Form::Quote)) {
                self.table.push(cells(line));
            }
            return;
        }
        self.end_table();
        let listed = ["- ", "* ", "+ ", "• "].into_iter().find(|sign| line.text.starts_with(sign));
        if let Some(sign) = listed {
            line = Part::new(&line.text[sign.len()..], line.at + sign.len()).trimmed();
        }
        if line.text.starts_with('#') || (quoted && !has(Form::Quote)) {
            return;
        }
        let plain = if listed.is_some() {
            has(Form::List)
        } else if quoted {
            true
        } else {
            has(Form::Plain)
        };
        let bold = if listed.is_some() { has(Form::List) || has(Form::Bold) } else { quoted || has(Form::Bold) };
        let pairs = pairs(line);
        if self.is_prose(&pairs) {
            return;
        }
        for pair in pairs {
            if if pair.bold { bold } else { plain } {
                let read = self.read(pair.label, pair.value);
                self.found.extend(read);
            }
        }
    }

    /// Whether several labels in one line are words of a running text: one of them means nothing to us, and what stands
    /// behind one is a sentence.
    fn is_prose(&self, pairs: &[Pair<'_>]) -> bool {
        let is_sentence = |pair: &Pair<'_>| pair.value.text.ends_with('.') && pair.value.text.len() > 1;
        let bold = pairs.iter().filter(|pair| pair.bold).count();
        bold > 1 && pairs.iter().any(is_sentence) && pairs.iter().any(|pair| self.key(pair.label.text).is_none())
    }

    /// Reads a table: rows with a label and its value, or one row of labels above one of values.
    fn end_table(&mut self) {
        let rows = std::mem::take(&mut self.table);
        let key = |cell: &Part<'_>| self.key(cell.text).map(|(_, key)| key);
        if let [heads, divider, values] = rows.as_slice()
            && is_divider(divider)
            && heads.len() > 2
            && heads.len() == values.len()
        {
            let keys: Vec<String> = heads.iter().filter_map(key).collect();
            let names = ["id", "owner", "status", "classification", "next-review"];
            if keys.len() == heads.len() && keys.iter().any(|key| names.contains(&key.as_str())) {
                for (head, value) in heads.iter().zip(values) {
                    let read = self.read(*head, *value);
                    self.found.extend(read);
                }
                return;
            }
        }
        let mut read = Vec::new();
        for row in rows.iter().filter(|row| !is_divider(row)) {
            match row.as_slice() {
                [label, value] => read.extend(self.read(*label, *value)),
                [label, value, other, beside] => {
                    read.extend(self.read(*label, *value));
                    read.extend(self.read(*other, *beside));
                }
                _ => {}
            }
        }
        // One row alone may well be the head of a table of something else.
        if read.len() > 1 {
            self.found.extend(read);
        }
    }

    fn read(&mut self, label: Part<'t>, value: Part<'t>) -> Option<Found> {
        let Some((rank, key)) = self.key(label.text) else {
            // A label with tags around it is none that a setting could name.
            let is_one = self.strange.len() < MOST && !label.text.contains('<');
            self.strange.extend(is_one.then_some((label, value)));
            return None;
        };
        let (key, node) = value::read(&key, value.text, value.at)?;
        let key_span = Span::new(label.at, label.at + label.text.len());
        Some(Found { rank, entry: Entry { key, key_span, node } })
    }

    /// What a label means: as the settings say, else as it is commonly used.
    fn key(&self, label: &str) -> Option<(usize, String)> {
        let label = labels::plain(&bare(label));
        if let Some(ours) = self.reading.labels.get(&label) {
            return Some((0, ours.clone()));
        }
        if let Some(ours) = self.reading.aliases.get(&normal(&label)) {
            return Some((0, ours.clone()));
        }
        labels::of(&label).map(|(rank, key)| (rank + 1, key.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::Value;

    fn told(text: &str) -> Vec<(String, String)> {
        let reading = Reading { forms: Form::ALL.into(), ..Reading::default() };
        let said = |entry: &Entry| match &entry.node.value {
            Value::Scalar(scalar) => scalar.text.clone(),
            Value::List(items) => format!("{} items", items.len()),
            _ => String::new(),
        };
        let entries = read(&reading, text, 0);
        for entry in &entries {
            assert!(text.get(entry.node.span.start..entry.node.span.end).is_some());
            assert!(text.get(entry.key_span.start..entry.key_span.end).is_some());
        }
        entries.iter().map(|entry| (entry.key.clone(), said(entry))).collect()
    }

    fn wanted(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn each_form_is_read() {
        let all = [("id", "POL-1"), ("owner", "CISO"), ("next-review", "2027-04-15")];
        for text in [
            "# P\n\n**Document ID:** POL-1\n**Owner:** CISO\n**Next review:** 15 April 2027\n",
            "# P\n\n| Field | Value |\n|---|---|\n| Document ID | POL-1 |\n| Owner | CISO |\n| Next review | 15.04.2027 |\n",
            "# P\n\n| Document ID | POL-1 | Owner | CISO |\n|--|--|--|--|\n| Next review | 2027-04-15 | x | y |\n",
            "# P\n\n| Document ID | Owner | Next review |\n|---|---|---|\n| POL-1 | CISO | 2027/04/15 |\n",
            "# P\n\n> **Document ID:** POL-1 | **Owner:** CISO\n> Next review: 2027-04-15\n",
            "# P\n\n* Document ID: POL-1\n* Owner: CISO\n* Next review: April 15, 2027\n",
            "# P\n\nDocument ID: POL-1\nOwner: CISO\nNext review: 15th April 2027\n",
            "# P\n\n<table><tbody>\n<tr><th>Document ID</th><td>POL-1</td></tr>\n<tr>\n<td><strong>Owner:</strong></td>\n<td><p>CISO</p></td>\n</tr>\n<tr><TD class=\"x\">Next review</TD><td>15 April 2027\n</tbody></table>\n",
        ] {
            assert_eq!(told(text), wanted(&all), "{text}");
        }
    }

    #[test]
    fn labels_that_mean_nothing_are_strangers_where_others_beside_them_mean_something() {
        let reading = Reading { forms: Form::ALL.into(), ..Reading::default() };
        let of = |text| strangers(&reading, text, 0);
        let header = "# P\n\n| Document ID | POL-1 |\n|--|--|\n| Owner | CISO |\n| Signed off | Ada |\n\n";
        assert_eq!(of(header), [("Signed off", "Ada")]);
        let more = header.to_owned() + "| Word | Meaning |\n|--|--|\n| AI | machines |\n\n";
        assert_eq!(strangers(&reading, &more, 0).len(), 1);
        assert_eq!(of("# P\n\n**Owner:** CISO\n**Signed off:** Ada\n\n**Note:** none\n"), [("Signed off:", "Ada")]);
        assert_eq!(of("# P\n\n**Note:** none\n"), []);
        let apart = "# P\n\n**Version:** 1.1\n\n**Signed off:** Ada\n\n**Owner:** CISO\n\n";
        assert_eq!(of(apart), [("Signed off:", "Ada")]);
        let more = format!("{apart}## Aim\n\nWords.\n\n**Note:** none\n");
        assert_eq!(strangers(&reading, &more, 0).len(), 1);
    }

    #[test]
    fn what_is_no_header_is_text() {
        for text in [
            "# P\n\nThe owner: see below.\n\n| Status | Meaning |\n|---|---|\n| Draft | being written |\n",
            "```\n**Owner:** CISO\n```\n",
            "# P\n\nText.\n\n**Note:** something. **Owner:** of the system is Bob.\n",
            "<!--\n**Owner:** CISO\n-->\n",
            "<table><tr><td>Owner</td><td>CISO</td></tr></table>\n\n<table>\n<tr><td>Owner</td><td>CISO</td></tr>\n",
            "<table><tr><td>Owner</td><td><del>CISO</del></td></tr><tr><td>Note</td><td>x</td></tr></table>\n",
            "| Version | Date | Author |\n|---|---|---|\n| 1.0 | 2026-01-01 | A |\n",
            "# P\n\n    <table><tr><td>Owner</td><td>CISO</td></tr><tr><td>Id</td><td>P</td></tr></table>\n",
            "# P\n\n    | Owner | CISO |\n    |---|---|\n    | Id | POL-1 |\n",
            "<table>\n<!-- </table> <tr><td>Owner</td><td>A</td></tr><tr><td>Id</td><td>P</td></tr> -->\n</table>\n",
        ] {
            assert_eq!(told(text), [], "{text}");
        }
        assert_eq!(told(&format!("{}**Owner:** CISO\n", "x\n".repeat(60))), []);
    }

    #[test]
    fn rows_of_remarks_and_struck_out_ones_are_none_and_links_are_their_words() {
        let rows = "<tr><td>Id</td><td>OLD</td></tr>\n<tr><td>Owner</td><td>Old</td></tr>";
        let seen = "<tr><td>Id</td><td>P-1</td></tr>\n\
             <tr><td>Owner</td><td><a href='m.md'>Mira</a> <!-- </td> --></td></tr>";
        for (open, close) in [("<!--", "-->"), ("<del>", "</DEL>"), ("<s class=x>", "</s>")] {
            let text = format!("<table>\n{open}\n{rows}\n{close}\n{seen}\n</TABLE>\n");
            assert_eq!(told(&text), wanted(&[("id", "P-1"), ("owner", "Mira")]), "{text}");
        }
        let listed = "1. Control\n\n    | Id | P-1 |\n    |---|---|\n    | Owner | Mira |\n";
        assert_eq!(told(listed), wanted(&[("id", "P-1"), ("owner", "Mira")]));
    }

    /// Each sign that opens something was looked through to the end of the text.
    #[test]
    fn long_headers_take_no_longer() {
        let tables = "<table>\n".repeat(40);
        let signs = ["<b ", "<del>", "<!--", "~~a ", "[^a ", "&a", "`<b ", "[", "[a](", "a<br>", "**a** "];
        for part in signs.into_iter().chain(["<td ", "<tr><td>Id<td>b", "<a ", "**Status:** x "]) {
            let long = part.repeat(100_000 / part.len());
            told(&format!("# P\n\n{tables}<tr><td>Owner</td><td>{long}</td></tr>\n</table>\n"));
            told(&format!("# P\n\n| Id | P |\n|--|--|\n| Owner | {long} |\n| Controls | {long} |\n\n{long}\n"));
        }
    }

    #[test]
    fn of_labels_that_mean_the_same_the_nearest_is_meant() {
        let text = "**Last updated:** 2026-03-01\n**Effective date:** 2026-01-01\n**Effective date:** 2025-01-01\n";
        assert_eq!(told(text), wanted(&[("effective", "2026-01-01")]));
    }
}
