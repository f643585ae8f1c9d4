//! A register with its rows: columns beside each other, and a row made when it is asked for.

use super::column::{Column, Getter};
use super::value::Value;
use crate::model::trace::{Place, Rung, There};

/// A register with its rows.
pub struct Register<'a> {
    columns: Vec<Column<'a>>,
    len: usize,
    total: Option<usize>,
    row: Box<dyn Fn(usize) -> Vec<Value<'a>> + 'a>,
}

impl<'a> Register<'a> {
    pub(super) fn new<Row: 'a>(rows: Vec<Row>, getters: Vec<Getter<'a, Row>>) -> Self {
        let (columns, gets): (Vec<_>, Vec<_>) = getters.into_iter().map(|getter| (getter.column, getter.get)).unzip();
        let len = rows.len();
        let row =
            move |place: usize| rows.get(place).map_or_else(Vec::new, |row| gets.iter().map(|get| get(row)).collect());
        Self { columns, len, total: None, row: Box::new(row) }
    }

    /// Says how many rows there would be, where not all are here.
    pub(super) fn of(mut self, total: usize) -> Self {
        self.total = Some(total);
        self
    }

    /// Of a state from which documents are withheld: names the word that stands for a rung or a gap which is not told.
    pub(super) fn with_untold(mut self) -> Self {
        let lowest = [Place::On(Rung::Gap).as_str(), There::Missing.as_str()];
        for column in &mut self.columns {
            if column.words.iter().any(|word| lowest.contains(&word.as_ref())) {
                column.words.push(Place::Untold.as_str().into());
            }
        }
        self
    }

    /// Its columns. No two have the same key.
    pub fn columns(&self) -> &[Column<'a>] {
        &self.columns
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.len
    }

    /// How many rows there would be, of a register that does not hold all of them.
    pub fn total(&self) -> Option<usize> {
        self.total
    }

    /// The same with its rows in another order: for each, the place where it stood. Those that are not named are left out.
    #[must_use]
    pub fn ordered(self, order: Vec<usize>) -> Self {
        let (len, row) = (order.len(), self.row);
        let row = move |place: usize| order.get(place).map_or_else(Vec::new, |place| row(*place));
        Self { len, row: Box::new(row), ..self }
    }

    /// Its rows, each made when it is asked for: a value for each of [`Register::columns`].
    pub fn rows(&self) -> impl Iterator<Item = Vec<Value<'a>>> {
        self.rows_of(0..self.len)
    }

    /// Those of its rows that stand in a range of places.
    pub fn rows_of(&self, places: std::ops::Range<usize>) -> impl Iterator<Item = Vec<Value<'a>>> {
        (places.start.min(self.len)..places.end.min(self.len)).map(|place| (self.row)(place))
    }
}
