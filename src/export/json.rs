//! A register as JSON.

use serde::{Serialize, Serializer};

use crate::base::{Result, json};
use crate::register::{Column, Register, Value};
use crate::state::State;

/// A register with what every data file says of itself.
#[derive(Serialize)]
struct Sheet<'s, 'r, 'a> {
    version: u8,
    today: String,
    revision: Option<&'s str>,
    audience: &'s str,
    edition: &'s str,
    /// Whether something is withheld from that audience.
    partial: bool,
    /// How many rows there would be, where not all are here.
    #[serde(skip_serializing_if = "Option::is_none")]
    total: Option<usize>,
    rows: Rows<'r, 'a>,
}

/// The rows, each made when it is written.
struct Rows<'r, 'a>(&'r Register<'a>);

/// A row: its values by the keys of their columns.
struct Row<'r, 'a> {
    columns: &'r [Column<'a>],
    values: Vec<Value<'a>>,
}

/// The bytes of a register.
pub(super) fn of(state: &State, register: &Register<'_>) -> Result<Vec<u8>> {
    let sheet = Sheet {
        version: 1,
        today: state.today().to_string(),
        revision: state.revision(),
        audience: state.audience.as_str(),
        edition: state.edition.as_str(),
        partial: state.withholds,
        total: register.total(),
        rows: Rows(register),
    };
    json::lines(&sheet).map(String::into_bytes)
}

impl Serialize for Rows<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let columns = self.0.columns();
        serializer.collect_seq(self.0.rows().map(|values| Row { columns, values }))
    }
}

impl Serialize for Row<'_, '_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_map(self.columns.iter().map(|column| &column.key).zip(&self.values))
    }
}
