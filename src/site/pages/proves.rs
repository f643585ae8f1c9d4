//! What the site proves and what it cannot, as a section of the About page.

use super::sections::Section;
use crate::base::{say, wording};
use crate::site::view::{Column, Group, Part, Table, TableRow, sentence};
use crate::state::{CLAIMS, Claim};

pub(super) fn section() -> Section {
    let columns = [
        say!("What is shown"),
        say!("What it rests on"),
        say!("How to check it without aims"),
        say!("What would defeat it"),
        say!("Held by"),
    ];
    let columns =
        columns.into_iter().map(|title| Column { title: title.into(), class: "words", facet: false }).collect();
    let rows = CLAIMS.iter().map(row).collect();
    let table = Table {
        label: say!("Claims, what each rests on, and what would defeat it").into(),
        filter: None,
        sortable: false,
        files: Vec::new(),
        pages: None,
        columns,
        groups: vec![Group { title: None, rows }],
    };
    Section::new("proves", say!("What aims proves and what it cannot"))
        .intro(say!(
            "Every word of approval, force, review and evidence on this site rests on something that can be looked at. The last column names the test of aims that holds the row."
        ))
        .with_table(Some(table), "")
}

fn row(claim: &Claim) -> TableRow {
    let cells =
        [claim.shown, claim.rests_on, claim.check, claim.defeated_by].map(|text| sentence(wording::of(text)).into());
    let test = Part::code(claim.test).into();
    TableRow { id: None, cells: cells.into_iter().chain([test]).collect() }
}
