//! The XML of one sheet.

use std::borrow::Cow;
use std::fmt::Write;

use super::text::{HEAD, escape, fitting, sound};
use super::{Cell, Column, Sheet, Strings};
use crate::base::Date;
use crate::base::date::days_between;
use crate::base::text::cut;
use crate::export::csv::begins_as_formula;

/// The most rows below the head.
const MOST_ROWS: usize = 1_048_575;

/// The most links that a sheet may have.
const MOST_LINKS: usize = 65_000;

/// The largest number that a cell holds to the last digit.
const MOST_EXACT: u64 = 1 << 53;

/// How wide columns may be, in letters: of what they hold, and of what is to be filled in.
const NARROW: usize = 8;
const WIDE: usize = 56;
const TO_FILL_IN: usize = 24;

/// The most letters of what stands at the head or the foot of paper: all of it together may have 255.
const MOST_AT_EDGE: usize = 100;

/// Styles, by their place among the formats of cells in `parts`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Head = 1,
    Text = 2,
    /// Text that a program would take for a formula if somebody typed it anew.
    Quoted = 3,
    Day = 4,
    Number = 5,
    Blank = 6,
    Link = 7,
    Strong = 8,
    /// The head of a column to fill in.
    BlankHead = 9,
}

/// A sheet as it stands in the file.
pub(super) struct Made {
    pub(super) xml: String,
    /// Where its links lead, in the order of their numbers.
    pub(super) links: Vec<String>,
}

/// The XML of a sheet, which is the one in view or not.
pub(super) fn xml(sheet: &Sheet, in_view: bool, title: &str, foot: &str, strings: &mut Strings) -> Made {
    let (across, down) = (sheet.columns.len().max(1), sheet.rows.len().min(MOST_ROWS) + usize::from(sheet.table));
    let mut xml = String::with_capacity(4_096 + 64 * across * down);
    xml.push_str(HEAD);
    xml.push_str("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">");
    xml.push_str("<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>");
    let _ = write!(xml, "<dimension ref=\"A1:{}{}\"/>", letters(across - 1), down.max(1));
    view(&mut xml, sheet, in_view);
    xml.push_str("<sheetFormatPr defaultRowHeight=\"15\"/>");
    widths(&mut xml, sheet);
    let mut cells = Cells { xml, strings, links: Vec::new() };
    cells.xml.push_str("<sheetData>");
    cells.table(sheet);
    cells.xml.push_str("</sheetData>");
    let Cells { mut xml, links, .. } = cells;
    if sheet.table {
        let _ = write!(xml, "<autoFilter ref=\"A1:{}{}\"/>", letters(across - 1), down.max(1));
        choices(&mut xml, &sheet.columns, down);
    }
    if !links.is_empty() {
        xml.push_str("<hyperlinks>");
        for (place, (cell, _)) in links.iter().enumerate() {
            let _ = write!(xml, "<hyperlink ref=\"{cell}\" r:id=\"rId{}\"/>", place + 1);
        }
        xml.push_str("</hyperlinks>");
    }
    paper(&mut xml, sheet, title, foot);
    xml.push_str("</worksheet>");
    Made { xml, links: links.into_iter().map(|(_, to)| to).collect() }
}

/// What is in view: of a table the head and the first column stay.
fn view(xml: &mut String, sheet: &Sheet, in_view: bool) {
    let selected = if in_view { " tabSelected=\"1\"" } else { "" };
    let _ = write!(xml, "<sheetViews><sheetView{selected} workbookViewId=\"0\"");
    match (sheet.table, sheet.columns.len() > 1) {
        (false, _) => xml.push_str("/>"),
        (true, true) => xml.push_str("><pane xSplit=\"1\" ySplit=\"1\" topLeftCell=\"B2\" activePane=\"bottomRight\" state=\"frozen\"/><selection pane=\"topRight\"/><selection pane=\"bottomLeft\"/><selection pane=\"bottomRight\"/></sheetView>"),
        (true, false) => xml.push_str("><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/><selection pane=\"bottomLeft\"/></sheetView>"),
    }
    xml.push_str("</sheetViews>");
}

/// A column is as wide as what stands in it, within reason.
fn widths(xml: &mut String, sheet: &Sheet) {
    if sheet.columns.is_empty() {
        return;
    }
    // Room for the button of the filter.
    let mut widths: Vec<usize> = sheet.columns.iter().map(|column| column.title.chars().count() + 3).collect();
    for row in &sheet.rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(length(cell) + 1);
        }
    }
    xml.push_str("<cols>");
    for (place, (width, column)) in widths.iter().zip(&sheet.columns).enumerate() {
        let narrow = if column.blank { TO_FILL_IN } else { NARROW };
        let width = width.clamp(&narrow, &WIDE);
        let number = place + 1;
        let _ = write!(xml, "<col min=\"{number}\" max=\"{number}\" width=\"{width}.7109375\" customWidth=\"1\"/>");
    }
    xml.push_str("</cols>");
}

/// How many letters the longest line of a cell has, as far as that matters.
fn length(cell: &Cell) -> usize {
    match cell {
        Cell::Empty => 0,
        Cell::Text(text) | Cell::Strong(text) | Cell::Link(_, text) => {
            text.lines().map(|line| line.chars().take(WIDE).count()).max().unwrap_or(0)
        }
        Cell::Number(number) => number.to_string().len(),
        Cell::Day(_) => "2026-11-20".len(),
    }
}

/// Cells as they are written.
struct Cells<'s> {
    xml: String,
    strings: &'s mut Strings,
    links: Vec<(String, String)>,
}

impl Cells<'_> {
    fn table(&mut self, sheet: &Sheet) {
        let columns: Vec<String> = (0..sheet.columns.len().max(1)).map(letters).collect();
        let mut number = 1;
        if sheet.table {
            self.xml.push_str("<row r=\"1\">");
            for (column, letters) in sheet.columns.iter().zip(&columns) {
                let style = if column.blank { Style::BlankHead } else { Style::Head };
                self.string(letters, 1, style, &column.title);
            }
            self.xml.push_str("</row>");
            number = 2;
        }
        for row in sheet.rows.iter().take(MOST_ROWS) {
            let _ = write!(self.xml, "<row r=\"{number}\">");
            for (place, (letters, cell)) in columns.iter().zip(row).enumerate() {
                let blank = sheet.columns.get(place).is_some_and(|column| column.blank);
                self.cell(letters, number, cell, blank);
            }
            self.xml.push_str("</row>");
            number += 1;
        }
    }

    fn cell(&mut self, letters: &str, row: usize, cell: &Cell, blank: bool) {
        match cell {
            Cell::Empty if blank => {
                let _ = write!(self.xml, "<c r=\"{letters}{row}\" s=\"{}\"/>", Style::Blank as u8);
            }
            Cell::Empty => {}
            Cell::Text(text) => {
                let style = match (begins_as_formula(text), blank) {
                    (true, _) => Style::Quoted,
                    (false, true) => Style::Blank,
                    (false, false) => Style::Text,
                };
                self.string(letters, row, style, text);
            }
            Cell::Strong(text) => self.string(letters, row, Style::Strong, text),
            Cell::Link(to, text) if self.links.len() < MOST_LINKS => {
                self.links.push((format!("{letters}{row}"), to.clone()));
                self.string(letters, row, Style::Link, text);
            }
            Cell::Link(_, text) => self.string(letters, row, Style::Text, text),
            Cell::Number(number) if number.unsigned_abs() <= MOST_EXACT => {
                self.number(letters, row, Style::Number, *number);
            }
            Cell::Number(number) => self.string(letters, row, Style::Text, &number.to_string()),
            Cell::Day(day) => match serial(*day) {
                Some(serial) => self.number(letters, row, Style::Day, serial),
                None => self.string(letters, row, Style::Text, &day.to_string()),
            },
        }
    }

    fn string(&mut self, letters: &str, row: usize, style: Style, text: &str) {
        let text: Cow<'_, str> = fitting(sound(text));
        let place = self.strings.place(&text);
        let _ = write!(self.xml, "<c r=\"{letters}{row}\" s=\"{}\" t=\"s\"><v>{place}</v></c>", style as u8);
    }

    fn number(&mut self, letters: &str, row: usize, style: Style, number: i64) {
        let _ = write!(self.xml, "<c r=\"{letters}{row}\" s=\"{}\"><v>{number}</v></c>", style as u8);
    }
}

/// A day as spreadsheets count them. Before 1 March 1900 they count a day that never was, so such a day stays text.
fn serial(day: Date) -> Option<i64> {
    let serial = days_between(Date::constant(1899, 12, 30), day);
    (serial > 60).then_some(serial)
}

/// What may be filled in, as a list to choose from.
fn choices(xml: &mut String, columns: &[Column], down: usize) {
    let chosen: Vec<(usize, &Column)> =
        columns.iter().enumerate().filter(|(_, column)| !column.choices.is_empty()).collect();
    if chosen.is_empty() || down < 2 {
        return;
    }
    let _ = write!(xml, "<dataValidations count=\"{}\">", chosen.len());
    for (place, column) in chosen {
        let letters = letters(place);
        let words = escape(&column.choices.join(",")).into_owned();
        let _ = write!(
            xml,
            "<dataValidation type=\"list\" allowBlank=\"1\" showErrorMessage=\"1\" sqref=\"{letters}2:{letters}{down}\"><formula1>&quot;{words}&quot;</formula1></dataValidation>"
        );
    }
    xml.push_str("</dataValidations>");
}

/// How it looks on paper: as wide as the sheet, with what it is at the head and where it comes from at the foot.
fn paper(xml: &mut String, sheet: &Sheet, title: &str, foot: &str) {
    let orientation = if sheet.table { "landscape" } else { "portrait" };
    // An ampersand commands, two stand for one.
    let plain =
        |text: &str| escape(&cut(&sound(text).replace('\n', " "), MOST_AT_EDGE).replace('&', "&&")).into_owned();
    xml.push_str(
        "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.75\" bottom=\"0.75\" header=\"0.3\" footer=\"0.3\"/>",
    );
    let _ = write!(xml, "<pageSetup paperSize=\"9\" orientation=\"{orientation}\" fitToHeight=\"0\"/>");
    let _ = write!(
        xml,
        "<headerFooter><oddHeader>&amp;L{}&amp;R&amp;A</oddHeader><oddFooter>&amp;L{}&amp;RPage &amp;P of &amp;N</oddFooter></headerFooter>",
        plain(title),
        plain(foot)
    );
}

/// The letters of a column, counted from nought: A, B, … Z, AA.
pub(super) fn letters(place: usize) -> String {
    let (mut left, mut letters) = (place + 1, Vec::new());
    while left > 0 {
        left -= 1;
        letters.push(char::from(b'A' + u8::try_from(left % 26).unwrap_or(0)));
        left /= 26;
    }
    letters.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_lettered_as_programs_do() {
        assert_eq!([0, 25, 26, 51, 52, 701, 702].map(letters), ["A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }

    #[test]
    fn days_are_counted_as_programs_do() {
        let serials = [(2026, 11, 20), (1900, 3, 1), (1900, 2, 28), (1, 1, 1)];
        let serials = serials.map(|(year, month, day)| serial(Date::constant(year, month, day)));
        assert_eq!(serials, [Some(46_346), Some(61), None, None]);
    }
}
