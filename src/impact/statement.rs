//! Rows of the statements of applicability then and now.

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

/// Every row at either end: by statement as there are now, in the order of each, then what is gone.
pub fn stated<'a>(then: &'a Aims, now: &'a Aims) -> Vec<Stated<'a>> {
    let pairs = now.soas.iter().map(|now| (then.soa_of(&now.framework), Some(now)));
    let gone = then.soas.iter().filter(|then| now.soa_of(&then.framework).is_none()).map(|then| (Some(then), None));
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

/// What a row says under each key, in the words of data: the key, and its values.
pub fn cells(row: &SoaRow) -> [(&'static str, String); 6] {
    let ids =
        |list: &[crate::diag::Spanned<String>]| list.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(", ");
    let word =
        |word: &Option<crate::diag::Spanned<String>>| word.as_ref().map(|word| word.value.clone()).unwrap_or_default();
    [
        ("applicable", row.applicable.map_or("", |applies| if applies { "yes" } else { "no" }).to_owned()),
        ("implementation", word(&row.implementation)),
        ("reason", word(&row.reason)),
        ("owner", row.owner.clone().unwrap_or_default()),
        ("risks", ids(&row.risks)),
        ("documents", ids(&row.documents)),
    ]
}
