//! One sheet, put into a file by `rust_xlsxwriter`.

use rust_xlsxwriter::{
    Color, DataValidation, ExcelDateTime, Format, FormatAlign, FormatBorder, Url, Worksheet, XlsxError,
};

use super::cells::{Cell, Column, Sheet};
use super::text::{fitting, sound};
use crate::base::Date;
use crate::base::date::days_between;
use crate::base::text::cut;
use crate::export::csv::begins_as_formula;

/// The most rows below the head.
const MOST_ROWS: usize = 1_048_575;

/// The most columns.
const MOST_COLUMNS: usize = 16_384;

/// The most links that a sheet may have, and the longest of them in bytes.
const MOST_LINKS: usize = 65_000;
const LONGEST_LINK: usize = 2_000;

/// The largest number that a cell holds to the last digit.
const MOST_EXACT: i64 = 1 << 53;

/// The most letters of a list of words to choose from.
const MOST_CHOICES: usize = 255;

/// How wide columns may be, in letters: of what they hold, and of what is to be filled in.
const NARROW: usize = 8;
const WIDE: usize = 56;
const TO_FILL_IN: usize = 24;

/// The most letters of what stands at the head or the foot of paper: all of it together may have 255.
const MOST_AT_EDGE: usize = 100;

/// How cells look.
pub(super) struct Formats {
    head: Format,
    blank_head: Format,
    text: Format,
    /// Text that a program would take for a formula if somebody typed it anew.
    quoted: Format,
    day: Format,
    number: Format,
    blank: Format,
    link: Format,
    strong: Format,
}

impl Default for Formats {
    fn default() -> Self {
        let (ground, edge, yellow) = (Color::RGB(0x00e7_e5df), Color::RGB(0x00b8_b3a4), Color::RGB(0x00ff_f8dc));
        let top = Format::new().set_align(FormatAlign::Top);
        let text = top.clone().set_text_wrap();
        let to_fill_in =
            |format: Format| format.set_background_color(yellow).set_border(FormatBorder::Thin).set_border_color(edge);
        let head = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::VerticalCenter);
        Self {
            blank_head: to_fill_in(head.clone()),
            head: head.set_background_color(ground).set_border_bottom(FormatBorder::Thin),
            quoted: text.clone().set_quote_prefix(),
            day: top.clone().set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            number: top.set_num_format_index(1),
            blank: to_fill_in(text.clone()),
            link: text
                .clone()
                .set_font_color(Color::RGB(0x000b_4f8a))
                .set_underline(rust_xlsxwriter::FormatUnderline::Single),
            strong: text.clone().set_bold(),
            text,
        }
    }
}

/// Writes a sheet, which is called `name`, into its place in the file.
pub(super) fn write(
    to: &mut Worksheet,
    sheet: &Sheet,
    name: &str,
    (title, foot): (&str, &str),
    formats: &Formats,
) -> Result<(), XlsxError> {
    to.set_name(name)?;
    let columns = &sheet.columns[..sheet.columns.len().min(MOST_COLUMNS)];
    let across = column(columns.len().max(1) - 1);
    let mut writer = Writer { to, formats, links: 0 };
    let down = writer.table(sheet, columns)?;
    for (place, width) in widths(sheet).into_iter().enumerate().take(MOST_COLUMNS) {
        let width = u16::try_from(width).unwrap_or(u16::MAX);
        to.set_column_width(column(place), f64::from(width))?;
    }
    if sheet.table {
        to.set_freeze_panes(1, u16::from(columns.len() > 1))?;
        to.autofilter(0, 0, down, across)?;
        to.set_repeat_rows(0, 0)?;
        to.set_landscape();
        choices(to, columns, down)?;
    } else {
        to.set_portrait();
    }
    to.set_paper_size(9).set_print_fit_to_pages(1, 0).set_margins(0.4, 0.4, 0.75, 0.75, 0.3, 0.3);
    // An ampersand commands, two stand for one.
    let plain = |text: &str| cut(&sound(text).replace(['\n', '['], " "), MOST_AT_EDGE).replace('&', "&&");
    to.set_header(format!("&L{}&R&A", plain(title))).set_footer(format!("&L{}&RPage &P of &N", plain(foot)));
    Ok(())
}

/// Cells on their way into a sheet.
struct Writer<'t, 'f> {
    to: &'t mut Worksheet,
    formats: &'f Formats,
    links: usize,
}

impl Writer<'_, '_> {
    /// Writes the head and all rows, and gives the number of the last row.
    fn table(&mut self, sheet: &Sheet, columns: &[Column]) -> Result<u32, XlsxError> {
        if sheet.table {
            for (place, head) in columns.iter().enumerate() {
                let format = if head.blank { &self.formats.blank_head } else { &self.formats.head };
                self.to.write_string_with_format(0, column(place), fitting(sound(&head.title)), format)?;
            }
        }
        let first = u32::from(sheet.table);
        let mut last = first.saturating_sub(1);
        for (row, cells) in (first..).zip(sheet.rows.iter().take(MOST_ROWS)) {
            for (place, cell) in cells.iter().enumerate().take(MOST_COLUMNS) {
                let blank = columns.get(place).is_some_and(|column| column.blank);
                self.cell(row, column(place), cell, blank)?;
            }
            last = row;
        }
        Ok(last)
    }

    fn cell(&mut self, row: u32, column: u16, cell: &Cell, blank: bool) -> Result<(), XlsxError> {
        let formats = self.formats;
        match cell {
            Cell::Empty if blank => {
                self.to.write_blank(row, column, &formats.blank)?;
            }
            Cell::Empty => {}
            Cell::Text(text) => {
                let format = match (begins_as_formula(text), blank) {
                    (true, _) => &formats.quoted,
                    (false, true) => &formats.blank,
                    (false, false) => &formats.text,
                };
                self.string(row, column, text, format)?;
            }
            Cell::Strong(text) => self.string(row, column, text, &formats.strong)?,
            Cell::Link(way, text) if self.links < MOST_LINKS && way.len() <= LONGEST_LINK => {
                self.links += 1;
                // This is how the crate is told of a file beside this one; the name of the protocol stays out.
                let url = Url::new(format!("file:///{way}"));
                self.to.write_url_with_options(row, column, url, fitting(sound(text)), "", Some(&formats.link))?;
            }
            Cell::Link(_, text) => self.string(row, column, text, &formats.text)?,
            Cell::Number(number) => match exact(*number) {
                Some(exact) => {
                    self.to.write_number_with_format(row, column, exact, &formats.number)?;
                }
                None => self.string(row, column, &number.to_string(), &formats.text)?,
            },
            Cell::Day(day) => match date_of(*day) {
                Some(date) => {
                    self.to.write_datetime_with_format(row, column, date, &formats.day)?;
                }
                None => self.string(row, column, &day.to_string(), &formats.text)?,
            },
        }
        Ok(())
    }

    fn string(&mut self, row: u32, column: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
        self.to.write_string_with_format(row, column, fitting(sound(text)), format).map(drop)
    }
}

/// The number of a column, of which there are no more than can be counted so.
fn column(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX)
}

/// A number as cells hold it, where they do to the last digit.
#[expect(clippy::cast_precision_loss, reason = "numbers up to 2^53 lose nothing")]
fn exact(number: i64) -> Option<f64> {
    (number.unsigned_abs() <= MOST_EXACT.unsigned_abs()).then_some(number as f64)
}

/// A day as spreadsheets have it. Before 1 March 1900 they count a day that never was, so such a day stays text.
fn date_of(day: Date) -> Option<ExcelDateTime> {
    let serial = days_between(Date::constant(1899, 12, 30), day);
    let (year, month, day) = (day.year(), day.month(), day.day());
    let date = ExcelDateTime::from_ymd(u16::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?);
    date.ok().filter(|_| serial > 60)
}

/// A column is as wide as what stands in it, within reason.
fn widths(sheet: &Sheet) -> Vec<usize> {
    // Room for the button of the filter.
    let mut widths: Vec<usize> = sheet.columns.iter().map(|column| column.title.chars().count() + 3).collect();
    for row in &sheet.rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(length(cell) + 1);
        }
    }
    let narrow = |column: &Column| if column.blank { TO_FILL_IN } else { NARROW };
    widths.iter().zip(&sheet.columns).map(|(width, column)| *width.clamp(&narrow(column), &WIDE)).collect()
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

/// What may be filled in, as a list to choose from.
fn choices(to: &mut Worksheet, columns: &[Column], down: u32) -> Result<(), XlsxError> {
    for (place, choices) in columns.iter().map(|column| &column.choices).enumerate() {
        let letters: usize = choices.iter().map(|choice| choice.chars().count() + 1).sum();
        if !choices.is_empty() && letters <= MOST_CHOICES && down > 0 {
            let list = DataValidation::new().allow_list_strings(choices)?;
            to.add_data_validation(1, column(place), down, column(place), &list)?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_that_spreadsheets_cannot_count_stay_text() {
        let is_day = |(year, month, day)| date_of(Date::constant(year, month, day)).is_some();
        assert_eq!([(2026, 11, 20), (1900, 3, 1), (1900, 2, 28), (1, 1, 1)].map(is_day), [true, true, false, false]);
    }

    #[test]
    fn numbers_keep_their_last_digit() {
        assert_eq!(
            [exact(42), exact(-MOST_EXACT), exact(MOST_EXACT + 1)].map(|known| known.is_some()),
            [true, true, false]
        );
    }
}
