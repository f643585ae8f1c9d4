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

/// Each row of a table in one line: what stands in its first column, and in brackets the rest by the names of the columns.
fn rows(table: &Table) -> impl Iterator<Item = String> {
    table.groups.iter().flat_map(|group| &group.rows).map(|row| {
        let mut named = table.columns.iter().zip(&row.cells).map(|(column, cell)| (&column.title, plain(&cell.parts)));
        let first = named.next().map(|(_, first)| first).unwrap_or_default();
        let rest = named.filter(|(_, said)| !said.is_empty()).map(|(name, said)| format!("{}: {said}", within(name)));
        let rest = rest.collect::<Vec<_>>().join("; ");
        match (first.is_empty(), rest.is_empty()) {
            (false, false) => format!("{first} ({rest})"),
            (true, _) => rest,
            (_, true) => first,
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_told_by_what_it_is_and_its_columns_are_beside_that() {
        let mut table = Table::new("Decisions", &["Decision:main", "Owner", "Due"]);
        table.row(None, vec!["Keep it".into(), "Clerk".into(), "2026-05-01".into()]);
        table.row(None, vec!["Stop".into(), Part::text("").into(), Part::text("").into()]);
        table.row(None, vec![Part::text("").into(), "Clerk".into(), Part::text("").into()]);
        let told: Vec<String> = rows(&table).collect();
        assert_eq!(told, ["Keep it (owner: Clerk; due: 2026-05-01)", "Stop", "owner: Clerk"]);
    }
}
