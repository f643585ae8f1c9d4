//! What the page of a document says beside its article, as plain text.

use super::particulars::sections;
use crate::base::wording;
use crate::model::DocIx;
use crate::site::context::Shared;
use crate::site::link::Linker;
use crate::site::pages::sections::Section;
use crate::site::view::{Part, Table, plain};

/// The anchors of its particulars and their headings, and what each of them says.
pub(crate) fn of(shared: &Shared<'_>, ix: DocIx) -> Vec<(String, String, Vec<String>)> {
    let found = sections(shared, Linker::new(shared.aims, "", &shared.who), shared.aims.document(ix));
    found.into_iter().map(told).collect()
}

fn told(section: Section) -> (String, String, Vec<String>) {
    let mut said = Vec::new();
    for pair in &section.pairs {
        match pair.parts.as_slice() {
            [Part::List { items }] => said.extend(items.iter().map(|item| format!("{}: {}", pair.name, plain(item)))),
            parts => said.push(format!("{}: {}", pair.name, plain(parts))),
        }
    }
    said.extend(section.table.iter().flat_map(rows));
    (section.id, section.title, said)
}

/// A heading of a column within a line. German keeps its capitals.
fn within(title: &str) -> String {
    if wording::spoken().is_none() { title.to_lowercase() } else { title.to_owned() }
}

/// Each row of a table in one line.
fn rows(table: &Table) -> impl Iterator<Item = String> {
    table.groups.iter().flat_map(|group| &group.rows).map(|row| {
        let named = table.columns.iter().zip(&row.cells).filter(|(_, cell)| !cell.parts.is_empty());
        let said = named.map(|(column, cell)| format!("{}: {}", within(&column.title), plain(&cell.parts)));
        said.collect::<Vec<_>>().join("; ")
    })
}
