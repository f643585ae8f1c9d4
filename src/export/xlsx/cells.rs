//! What a sheet of a spreadsheet holds: its columns, and cells that know what stands in them.

use crate::base::Date;

/// A sheet.
pub(crate) struct Sheet {
    /// What stands on its tab, as far as it may stand there.
    pub(crate) name: String,
    /// Its columns; their titles are the first row where it is a table.
    pub(crate) columns: Vec<Column>,
    /// Whether the first row is a head to filter and sort by; else the sheet is a page of text.
    pub(crate) table: bool,
    /// The rows below the head.
    pub(crate) rows: Vec<Vec<Cell>>,
}

/// A column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Column {
    /// The heading.
    pub(crate) title: String,
    /// Whether it is for whoever has the sheet to fill in.
    pub(crate) blank: bool,
    /// The words that may be filled in; any where there are none.
    pub(crate) choices: Vec<String>,
}

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
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

impl Column {
    /// A column that holds something.
    pub(crate) fn new(title: impl Into<String>) -> Self {
        Self { title: title.into(), ..Self::default() }
    }

    /// A column to fill in.
    pub(crate) fn blank(title: impl Into<String>, choices: Vec<String>) -> Self {
        Self { title: title.into(), blank: true, choices }
    }
}

impl Cell {
    /// A text, where there is one.
    pub(crate) fn text(text: impl Into<String>) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Empty } else { Self::Text(text) }
    }
}
