//! Tables in the text that are the rows of a key, by a map of their columns. What is read so stays in the text.
//!
//! A table is meant where its head names enough of what a row has to have. Several of them, one under each heading, are
//! one list.

use std::collections::{BTreeMap, BTreeSet};

use super::cell::{self, Form};
use super::labels;
use super::markup::{Part, bare, cells, is_divider};
use super::normal::normal;
use crate::base::text::did_you_mean;
use crate::diag::Span;
use crate::parse::{Entry, Node, Value};

/// How the tables of a kind of document are read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Rows {
    /// The kind of document.
    pub kind: String,
    /// The key whose rows they are.
    pub key: String,
    /// The columns by the plain labels that the head of a table gives them.
    pub columns: BTreeMap<String, Column>,
    /// Names of columns that a row has to have, where one of the labels means them.
    pub needed: Vec<String>,
    /// The column that says whether a row is in, where none of the labels means it.
    pub unsaid: Option<String>,
}

/// A column of ours.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What stands in its cells.
    pub form: Form,
}

/// A column that the head of a table lacks, where it has most of the others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LackingColumn {
    /// What the head says in its place and the label that is nearly the same; `None` where nothing is like it.
    pub slip: Option<(String, String)>,
    /// The name of the column.
    pub name: String,
    /// Where that stands: in its cell, or the head.
    pub span: Span,
}

/// A table of a text: its head and the rows below it, each with the place of its line.
pub(super) struct Table<'t> {
    pub(super) head: Vec<Part<'t>>,
    pub(super) rows: Vec<(Span, Vec<Part<'t>>)>,
}

/// The head of each table in a text, and the cells of its rows, without what sets them off.
pub fn tables_in(text: &str, body: usize) -> Vec<(Vec<String>, Vec<Vec<String>>)> {
    let plain = |row: &[Part<'_>]| row.iter().map(|cell| bare(cell.text)).collect::<Vec<String>>();
    let tables = find(text, body).into_iter();
    tables.map(|table| (plain(&table.head), table.rows.iter().map(|(_, row)| plain(row)).collect())).collect()
}

/// The tables of a text behind `body`. What stands in code, in comments and in quotes is none.
pub(super) fn find(text: &str, body: usize) -> Vec<Table<'_>> {
    let mut found = Vec::new();
    let mut lines: Vec<Part<'_>> = Vec::new();
    let mut at = body.min(text.len());
    let (mut fence, mut comment) = (None, false);
    for line in text[at..].split_inclusive('\n') {
        let part = Part::new(line.trim_end_matches('\n'), at);
        at += line.len();
        let start = part.text.trim_start();
        let indented = part.text.len() - start.len() > 3;
        if comment || start.starts_with("<!--") {
            comment = !start.contains("-->");
            take(&mut lines, &mut found);
            continue;
        }
        let code = ["```", "~~~"].into_iter().find(|sign| start.starts_with(sign));
        match (fence, code) {
            (Some(open), _) if code == Some(open) => fence = None,
            (None, Some(sign)) => fence = Some(sign),
            (None, None) if start.contains('|') && !start.starts_with('>') && !indented => {
                lines.push(part);
                continue;
            }
            _ => {}
        }
        take(&mut lines, &mut found);
    }
    take(&mut lines, &mut found);
    found
}

/// Makes a table of lines that follow each other, where the second divides head and rows.
fn take<'t>(lines: &mut Vec<Part<'t>>, found: &mut Vec<Table<'t>>) {
    let lines = std::mem::take(lines);
    // A line of text may stand right above.
    let Some(divider) = lines.iter().skip(1).position(|line| is_divider(&cells(*line))) else { return };
    let head = cells(lines[divider]);
    if head.len() != cells(lines[divider + 1]).len() {
        return;
    }
    let row = |line: &Part<'t>| (Span::new(line.at, line.at + line.text.trim_end().len()), cells(*line));
    found.push(Table { head, rows: lines[divider + 2..].iter().map(row).collect() });
}

impl Rows {
    /// What each column of a table with this head is; `None` where such a table is not meant.
    fn columns(&self, head: &[Part<'_>]) -> Option<Vec<Option<&Column>>> {
        let mut taken: Vec<&str> = Vec::new();
        let mut meant = |cell: &Part<'_>| {
            let column = self.columns.get(&labels::plain(&bare(cell.text)))?;
            // Of two columns that mean the same the first is meant.
            let is_first = !taken.contains(&column.name.as_str());
            taken.push(&column.name);
            is_first.then_some(column)
        };
        let columns: Vec<Option<&Column>> = head.iter().map(&mut meant).collect();
        let has = |name: &String| columns.iter().flatten().any(|column| column.name == *name);
        let enough = columns.iter().flatten().count() > 1 && self.needed.iter().all(has);
        enough.then_some(columns)
    }

    /// The rows that a text has in its tables, under their key; `None` where it has none.
    pub(super) fn read(&self, text: &str, body: usize) -> Option<Entry> {
        let mut rows = Vec::new();
        let mut place: Option<(Span, Span)> = None;
        for table in find(text, body) {
            let Some(columns) = self.columns(&table.head) else { continue };
            let boxed = boxed(&columns, &table);
            let columns: Vec<Option<&Column>> =
                columns.iter().zip(&boxed).map(|(column, boxed)| boxed.as_ref().or(*column)).collect();
            let head = table.head.iter().map(|cell| Span::new(cell.at, cell.at + cell.text.len()));
            let head = head.reduce(|first, last| Span::new(first.start, last.end)).unwrap_or_default();
            for (span, cells) in &table.rows {
                let cells = sure(&columns, cells);
                let entries: Vec<Entry> =
                    columns.iter().zip(cells).filter_map(|(column, cell)| self.of_cell((*column)?, *cell)).collect();
                // A row with a single cell is a heading among the rows.
                if entries.len() > 1 {
                    rows.push(Node { value: Value::Table(entries), span: *span });
                }
                let first = place.map_or(head, |(first, _)| first);
                place = Some((first, *span));
            }
        }
        let (key_span, last) = place.filter(|_| !rows.is_empty())?;
        let node = Node { value: Value::List(rows), span: Span::new(key_span.start, last.end) };
        Some(Entry { key: self.key.clone(), key_span, node })
    }

    /// What is lacking in the heads of tables that have most of the columns: what is nearly one of its labels, and what a row has
    /// to have.
    pub fn lacking(&self, text: &str, body: usize) -> Vec<LackingColumn> {
        let all: BTreeSet<&str> = self.columns.values().map(|column| column.name.as_str()).collect();
        let of_head = |head: &[Part<'_>]| {
            let known = |cell: &Part<'_>| self.columns.get(&labels::plain(&bare(cell.text)));
            let has: BTreeSet<&str> = head.iter().filter_map(known).map(|column| column.name.as_str()).collect();
            let strange: Vec<&Part<'_>> = head.iter().filter(|cell| known(cell).is_none()).collect();
            let lacks = |name: &&str| {
                let labels = || self.columns.iter().filter(|(_, column)| column.name == *name).map(|(label, _)| label);
                let near = strange.iter().find_map(|cell| {
                    let near = did_you_mean(&labels::plain(&bare(cell.text)), labels().map(String::as_str))?;
                    Some((**cell, (bare(cell.text), near.to_owned())))
                });
                let is_needed = has.len() > 1 && self.needed.iter().any(|needed| needed == name);
                let cell =
                    near.as_ref().map(|(cell, _)| *cell).or_else(|| head.first().copied().filter(|_| is_needed))?;
                let span = Span::new(cell.at, cell.at + cell.text.len());
                Some(LackingColumn { slip: near.map(|(_, slip)| slip), name: (*name).to_owned(), span })
            };
            let is_meant = !has.is_empty() && has.len() * 2 >= all.len();
            let lacking = all.difference(&has).filter(|_| is_meant).filter_map(lacks);
            lacking.collect::<Vec<_>>()
        };
        find(text, body).iter().flat_map(|table| of_head(&table.head)).collect()
    }

    /// Of how many rows, in tables that are meant, something is made of each cell, and of one in every column that has to be
    /// there; and how many there are.
    pub fn understood(&self, text: &str, body: usize) -> (usize, usize) {
        let Some(entry) = self.read(text, body) else { return (0, 0) };
        let Value::List(rows) = &entry.node.value else { return (0, 0) };
        let form = |name: &str| self.columns.values().find(|column| column.name == name).map(|column| &column.form);
        let is_read = |cell: &Entry| match (form(&cell.key), &cell.node.value) {
            // What is left out has no state.
            (Some(Form::Word(_)), Value::Scalar(scalar)) if normal(&scalar.text) == "n/a" => true,
            (Some(form @ (Form::Word(_) | Form::Control)), Value::Scalar(scalar)) => form.is_whole(&scalar.text),
            _ => true,
        };
        let sound = |row: &&Node| match &row.value {
            Value::Table(cells) => {
                let has = |name: &String| cells.iter().any(|cell| cell.key == *name);
                self.needed.iter().chain(&self.unsaid).all(has) && cells.iter().all(is_read)
            }
            _ => false,
        };
        (rows.iter().filter(sound).count(), rows.len())
    }

    /// What a cell says, as front matter has it. Its key stands where the cell does: there it is told what is wrong. Where no
    /// column is there for it, what is left out is said in the one that tells how far it is.
    fn of_cell(&self, column: &Column, cell: Part<'_>) -> Option<Entry> {
        let span = Span::new(cell.at, cell.at + cell.text.len());
        let out = self.unsaid.as_ref().filter(|_| column.form.leaves_out(cell.text));
        let (key, value) = match out {
            Some(unsaid) => (unsaid, cell::read(&Form::flag(), "no", cell.at)?),
            None => (&column.name, cell::read(&column.form, cell.text, cell.at)?),
        };
        Some(Entry { key: key.clone(), key_span: span, node: Node { value, span } })
    }
}

/// The columns whose cells are read by boxes, which stand in them.
fn boxed(columns: &[Option<&Column>], table: &Table<'_>) -> Vec<Option<Column>> {
    let of = |(at, column): (usize, Option<&Column>)| {
        let column = column?;
        let cells = table.rows.iter().filter_map(move |(_, row)| Some(row.get(at)?.text));
        Some(Column { name: column.name.clone(), form: column.form.with_boxes(cells)? })
    };
    columns.iter().copied().enumerate().map(of).collect()
}

/// The cells of a row of which it is sure in which column they stand: all, unless there are more than columns. Then a bar
/// parts one of them in two, and whatever stands from the first on that may be half of one is not read.
fn sure<'c, 't>(columns: &[Option<&Column>], cells: &'c [Part<'t>]) -> &'c [Part<'t>] {
    let is_worded = |cell: &Part<'_>| cell.text.contains(char::is_alphanumeric);
    if !cells.iter().skip(columns.len()).any(is_worded) {
        return cells;
    }
    let is_whole =
        |(column, cell): (Option<&Column>, &Part<'_>)| column.is_some_and(|column| column.form.is_whole(cell.text));
    &cells[..columns.iter().copied().zip(cells).take_while(|both| is_whole(*both)).count()]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows() -> Rows {
        let column = |name: &str, form: Form| Column { name: name.into(), form };
        Rows {
            kind: "soa".into(),
            key: "statement".into(),
            columns: BTreeMap::from([
                ("control".into(), column("control", Form::Control)),
                ("included".into(), column("applicable", Form::flag())),
                ("justification".into(), column("reason", Form::Text)),
                ("evidence".into(), column("documents", Form::Ids)),
            ]),
            needed: vec!["control".into(), "applicable".into()],
            unsaid: None,
        }
    }

    fn told(text: &str) -> Vec<Vec<(String, String)>> {
        let Some(entry) = rows().read(text, 0) else { return Vec::new() };
        let Value::List(list) = &entry.node.value else { panic!("{entry:?}") };
        let shown = |node: &Node| match &node.value {
            Value::List(items) => {
                let texts = items.iter().map(|item| text[item.span.start..item.span.end].to_owned());
                texts.collect::<Vec<_>>().join(" + ")
            }
            Value::Scalar(scalar) => scalar.text.clone(),
            other => format!("{other:?}"),
        };
        let cells = |row: &Node| match &row.value {
            Value::Table(cells) => cells.iter().map(|cell| (cell.key.clone(), shown(&cell.node))).collect(),
            other => panic!("{other:?}"),
        };
        list.iter().map(cells).collect()
    }

    #[test]
    fn tables_under_several_headings_are_one_list() {
        let text = "# S\n\n## A.2\n\n| Control | Included | Justification |\n|---|---|---|\n| A.2.2 – Policy | Yes | It is needed. |\n\n\
                    ## A.5\n\nControl | Owner | Included\n--- | --- | ---\nControl A.5.2 | Ann | No\n";
        let told = told(text);
        assert_eq!(told.len(), 2, "{told:?}");
        assert_eq!(told[0][0], ("control".into(), "A.2.2".into()));
        assert_eq!(told[0][2], ("reason".into(), "It is needed.".into()));
        assert_eq!(told[1], [("control".into(), "A.5.2".into()), ("applicable".into(), "false".into())]);
    }

    #[test]
    fn a_crossed_box_is_a_tick_beside_empty_ones_and_else_no_word() {
        let applicable = |rows: &str| -> Vec<String> {
            let all = told(&format!("| Control | Included |\n|---|---|\n{rows}"));
            all.into_iter().map(|row| row[1].1.clone()).collect()
        };
        assert_eq!(applicable("| A.2.2 | ☒ |\n| A.2.3 | ☐ |\n"), ["true", "false"]);
        assert_eq!(applicable("| A.2.2 | ☑ |\n| A.2.3 | ☐ |\n"), ["true", "false"]);
        assert_eq!(applicable("| A.2.2 | ☒ |\n| A.2.3 | ☑ |\n"), ["☒", "true"]);
    }

    #[test]
    fn what_is_no_such_table_is_text() {
        let table = "| Control | Included |\n|---|---|\n| A.2.2 | Yes |\n";
        assert_eq!(told(table).len(), 1);
        for text in [
            format!("```\n{table}```\n"),
            format!("<!--\n{table}-->\n"),
            table.replace('|', "> |"),
            table.replace("Included", "Owner"),
            table.replace("|---|---|\n", ""),
            table.replace("| A.2.2 | Yes |", "| **A.2 Policies** | |"),
        ] {
            assert_eq!(told(&text), Vec::<Vec<_>>::new(), "{text}");
        }
    }

    #[test]
    fn a_column_that_most_of_a_head_lacks_is_found_by_what_is_nearly_its_label() {
        let lacking = |head: &str| -> Vec<(Option<String>, String, String)> {
            let text = format!("| {head} |\n|---|---|---|---|\n| A.2.2 | Yes | x | y |\n");
            let lacking = rows().lacking(&text, 0).into_iter();
            lacking
                .map(|lacks| {
                    (lacks.slip.map(|(_, near)| near), lacks.name, text[lacks.span.start..lacks.span.end].to_owned())
                })
                .collect()
        };
        let of =
            |near: Option<&str>, name: &str, cell: &str| (near.map(str::to_owned), name.to_owned(), cell.to_owned());
        assert_eq!(
            lacking("Control | **Inclded** | Justifcation | Evidence"),
            [of(Some("included"), "applicable", "**Inclded**"), of(Some("justification"), "reason", "Justifcation")]
        );
        assert_eq!(lacking("Control | Used | Justification | Evidence"), [of(None, "applicable", "Control")]);
        assert_eq!(lacking("Control | Included | Owner | Title"), []);
        assert_eq!(lacking("Clause | Inclded | Owner | Title"), []);
    }

    #[test]
    fn a_row_with_more_cells_than_its_table_has_columns_is_read_as_far_as_it_is_sure() {
        let head = "| Control | Included | Justification |\n|---|---|---|\n";
        let pair = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        for (row, wanted) in [
            ("| A.8.3 | No | No users outside | but for the pilot |", &[&["A.8.3", "false"][..]][..]),
            ("| A.8.3 | No | `low|high` risk |", &[&["A.8.3", "false"]]),
            ("| A.8.3 | No | No users \\| outside | |", &[&["A.8.3", "false", "No users | outside"]]),
            // What the second column says is nothing that stands in it.
            ("| A.8.3 | of old | No | None |", &[]),
            ("| The control | A.8.3 | No | None |", &[]),
        ] {
            let names = ["control", "applicable", "reason"];
            let wanted: Vec<Vec<_>> = wanted
                .iter()
                .map(|row| names.iter().zip(*row).map(|(name, text)| pair(name, text)).collect())
                .collect();
            assert_eq!(told(&format!("{head}{row}\n")), wanted, "{row}");
        }
    }

    #[test]
    fn each_cell_has_its_place() {
        let text =
            "| Control | Included | Evidence |\n|---|:-:|---|\n| A.2.2 | ✅ | [[POL-1]], [the steps](../p.md) |\n";
        let entry = rows().read(text, 0).expect("rows");
        let Value::List(list) = &entry.node.value else { panic!("{entry:?}") };
        let Value::Table(cells) = &list[0].value else { panic!("{list:?}") };
        let places: Vec<&str> = cells.iter().map(|cell| &text[cell.key_span.start..cell.key_span.end]).collect();
        assert_eq!(places, ["A.2.2", "✅", "[[POL-1]], [the steps](../p.md)"]);
        assert_eq!(told(text)[0][2].1, "POL-1 + ../p.md");
        assert_eq!(rows().understood(text, 0), (1, 1));
    }
}
