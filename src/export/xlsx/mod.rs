//! Spreadsheets (XLSX, ISO/IEC 29500): sheets of typed cells, and the bytes of the file.
//!
//! Days are days, numbers are numbers, and text is text whatever it begins with: no cell holds a formula, and none becomes
//! one when somebody edits it. The head of a table stays in view, can be filtered by, and stands on every sheet of paper.
//! The same sheets give the same bytes: the file is of the day that the AIMS is seen on, never of the clock.

mod parts;
mod sheet;
#[cfg(test)]
pub(super) mod tests;
mod text;
mod zip;

use std::collections::{BTreeSet, HashMap};

use crate::base::{Date, Result};

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

/// A sheet.
pub(super) struct Sheet {
    /// What stands on its tab, as far as it may stand there.
    pub(super) name: String,
    /// Its columns; their titles are the first row where it is a table.
    pub(super) columns: Vec<Column>,
    /// Whether the first row is a head to filter and sort by; else the sheet is a page of text.
    pub(super) table: bool,
    /// The rows below the head.
    pub(super) rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Column {
    /// The heading.
    pub(super) title: String,
    /// Whether it is for whoever has the sheet to fill in.
    pub(super) blank: bool,
    /// The words that may be filled in; any where there are none.
    pub(super) choices: Vec<String>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A heading on a page of text.
    Strong(String),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Date),
    /// A page of the site: where it stands from the folder of the file, and the words.
    Link(String, String),
}

/// Texts of all sheets, each once.
#[derive(Default)]
struct Strings {
    places: HashMap<String, usize>,
    all: Vec<String>,
    used: usize,
}

impl Column {
    /// A column that holds something.
    pub(super) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// A column to fill in.
    pub(super) fn blank(title: impl Into<String>, choices: Vec<String>) -> Self {
        Self { title: title.into(), blank: true, choices }
    }
}

impl Cell {
    /// A text, where there is one.
    pub(super) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}

impl Workbook {
    /// The bytes of the file.
    ///
    /// # Errors
    /// Where it is larger than the format can hold.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        let names = names(&self.sheets);
        let mut strings = Strings::default();
        let mut made = Vec::with_capacity(self.sheets.len());
        for (place, sheet) in self.sheets.iter().enumerate() {
            made.push(sheet::xml(sheet, place == 0, &self.title, &self.foot, &mut strings));
        }
        let mut files = parts::around(self, &names);
        for (place, made) in made.into_iter().enumerate() {
            let number = place + 1;
            if !made.links.is_empty() {
                files.push((format!("xl/worksheets/_rels/sheet{number}.xml.rels"), parts::links(&made.links)));
            }
            files.push((format!("xl/worksheets/sheet{number}.xml"), made.xml));
        }
        files.push(("xl/sharedStrings.xml".into(), parts::strings(&strings)));
        zip::file(&files)
    }
}

impl Strings {
    /// The place of a text.
    fn place(&mut self, text: &str) -> usize {
        self.used += 1;
        if let Some(place) = self.places.get(text) {
            return *place;
        }
        let place = self.all.len();
        self.all.push(text.to_owned());
        self.places.insert(text.to_owned(), place);
        place
    }
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
                format!("{}{tail}", kept.trim_end())
            };
            // One that is empty, and one that the program keeps for itself, are numbered from the beginning.
            let fit = |name: &String| !name.is_empty() && !name.eq_ignore_ascii_case("history");
            let numbered = (2..).map(|number| name(&format!(" {number}")));
            let mut tried = std::iter::once(name("")).filter(fit).chain(numbered);
            tried.find(|name| taken.insert(name.to_lowercase())).unwrap_or_default()
        })
        .collect()
}
