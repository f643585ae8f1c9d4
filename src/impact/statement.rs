//! Rows of the statements of applicability then and now.

use serde::Serialize;

use super::was_is::WasIs;
use crate::model::Aims;
use crate::model::catalog::ReqId;
use crate::model::soa::{Soa, SoaRow};

/// A row at one end or both.
#[derive(Debug, Clone)]
pub struct Stated<'a> {
    /// The control.
    pub control: ReqId,
    /// What was said of it.
    pub then: Option<&'a SoaRow>,
    /// What is said of it.
    pub now: Option<&'a SoaRow>,
}

/// Every row at either end, as the files read: by statement as there are now, in the order of each, then what is gone.
pub fn stated<'a>(then: &'a Aims, now: &'a Aims) -> Vec<Stated<'a>> {
    let pairs = now.written_soas.iter().map(|now| (then.written_soa_of(&now.framework), Some(now)));
    let gone = then
        .written_soas
        .iter()
        .filter(|then| now.written_soa_of(&then.framework).is_none())
        .map(|then| (Some(then), None));
    let mut found = Vec::new();
    for (then, now) in pairs.chain(gone) {
        let at = |soa: Option<&'a Soa>, control: &str| soa.and_then(|soa| soa.row(control));
        for (control, row) in rows(now) {
            found.push(Stated { control, then: at(then, &row.control.value), now: Some(row) });
        }
        for (control, row) in rows(then).filter(|(_, row)| at(now, &row.control.value).is_none()) {
            found.push(Stated { control, then: Some(row), now: None });
        }
    }
    found
}

fn rows(soa: Option<&Soa>) -> impl Iterator<Item = (ReqId, &SoaRow)> {
    soa.into_iter().flat_map(|soa| soa.rows.iter().map(move |row| (soa.id(row), row)))
}

/// A cell that says something else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CellChange {
    /// Its key.
    pub key: String,
    /// What it says.
    #[serde(flatten)]
    pub value: WasIs,
}

impl Stated<'_> {
    /// The cells that say something else; of a row that is new or gone, those that say something.
    pub fn cells(&self) -> Vec<CellChange> {
        let said = |end: Option<&SoaRow>| end.map(|row| row.said.clone()).unwrap_or_default();
        let (then, now) = (said(self.then), said(self.now));
        let of = |end: &[(String, String)], key: &str| {
            end.iter().find(|(known, _)| known == key).map(|(_, words)| words.clone())
        };
        let gone = then.iter().filter(|(key, _)| of(&now, key).is_none());
        let cells = now.iter().chain(gone).map(|(key, _)| {
            let value = WasIs { was: of(&then, key), is: of(&now, key) };
            CellChange { key: key.clone(), value }
        });
        cells.filter(|cell| !cell.value.is_same()).collect()
    }
}
