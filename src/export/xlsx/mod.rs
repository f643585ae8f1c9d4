//! Spreadsheets (XLSX, ISO/IEC 29500): sheets of typed cells, and the bytes of the file.
//!
//! Days are days, numbers are numbers, and text is text whatever it begins with: no cell holds a formula, and none becomes
//! one when somebody edits it. The head of a table stays in view, can be filtered by, and stands on every sheet of paper.
//! The same sheets give the same bytes: the file is of the day that the AIMS is seen on, never of the clock, and never of the
//! system that made it.

mod cells;
mod made_by;
mod sheet;
#[cfg(test)]
pub(super) mod tests;
mod text;

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};

use rust_xlsxwriter::{DocProperties, ExcelDateTime};

pub(super) use cells::{Cell, Column, Sheet};

use crate::base::{Date, Error, Result, no_threads};

/// A spreadsheet.
pub(super) struct Workbook {
    /// What it is.
    pub(super) title: String,
    /// What stands at the foot of each printed sheet: of which commit and day it is.
    pub(super) foot: String,
    /// The day it is of.
    pub(super) day: Date,
    /// Its sheets. There is one at least.
    pub(super) sheets: Vec<Sheet>,
}

impl Workbook {
    /// The bytes of the file.
    ///
    /// # Errors
    /// Where it is larger than the format can hold.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        let (formats, mut book) = (sheet::Formats::default(), rust_xlsxwriter::Workbook::new());
        let properties = DocProperties::new().set_title(text::sound(&self.title)).set_author("aims");
        book.set_properties(&match self.created() {
            Some(created) => properties.set_creation_datetime(&created),
            None => properties,
        });
        for (sheet, name) in self.sheets.iter().zip(names(&self.sheets)) {
            let edges = (self.title.as_str(), self.foot.as_str());
            sheet::write(book.add_worksheet(), sheet, &name, edges, &formats).map_err(failed)?;
        }
        // It makes each sheet on a thread of its own, and panics where the system gives none.
        let saved = catch_unwind(AssertUnwindSafe(|| book.save_to_buffer()));
        let mut bytes = saved.map_err(|_| no_threads())?.map_err(failed)?;
        made_by::on_unix(&mut bytes);
        Ok(bytes)
    }

    /// The day that the file is of. Days of no calendar that the format knows are the first that it does: the clock is never
    /// asked.
    fn created(&self) -> Option<ExcelDateTime> {
        let part = |part: i8| u8::try_from(part).ok();
        let day = u16::try_from(self.day.year()).ok().zip(part(self.day.month())).zip(part(self.day.day()));
        let day = day.and_then(|((year, month), day)| ExcelDateTime::from_ymd(year, month, day).ok());
        day.or_else(|| ExcelDateTime::from_ymd(1900, 1, 1).ok())
    }
}

fn failed(error: rust_xlsxwriter::XlsxError) -> Error {
    Error::new("cannot put a spreadsheet together").caused_by(error)
}

/// The most letters on a tab.
const LONGEST_NAME: usize = 31;

/// The names of the tabs: what may not stand there is a hyphen, and no two are the same whatever the letter case.
fn names(sheets: &[Sheet]) -> Vec<String> {
    let mut taken = BTreeSet::new();
    sheets
        .iter()
        .map(|sheet| {
            let is_odd = |c: char| c.is_control() || matches!(c, '[' | ']' | ':' | '*' | '?' | '/' | '\\' | '\'');
            let sound = text::sound(&sheet.name).replace(is_odd, "-");
            let name = |tail: &str| {
                let mut left = LONGEST_NAME - tail.len();
                let fits = |c: &char| {
                    let fits = c.len_utf16() <= left;
                    left = left.saturating_sub(c.len_utf16());
                    fits
                };
                let kept: String = sound.trim().chars().take_while(fits).collect();
                // A word that has no room is left out, and not cut, where another stands before it.
                let is_cut = sound.trim()[kept.len()..].starts_with(|c: char| !c.is_whitespace());
                let whole = if is_cut { kept.rsplit_once(' ').map_or(&*kept, |(whole, _)| whole) } else { &kept };
                format!("{}{tail}", whole.trim_end_matches([' ', ',']))
            };
            // One that is empty, and one that the program keeps for itself, are numbered from the beginning.
            let fit = |name: &String| !name.is_empty() && !name.eq_ignore_ascii_case("history");
            let numbered = (2..).map(|number| name(&format!(" {number}")));
            let mut tried = std::iter::once(name("")).filter(fit).chain(numbered);
            tried.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
        })
        .collect()
}
