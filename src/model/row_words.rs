//! Words of the team's in the columns of rows: `[values]` says of a column what it says of a key.

use std::borrow::Cow;

use super::kinds::{FieldSpec, FieldType};
use super::settings::normal;
use crate::parse::{Entry, Node, Scalar, Value};
use crate::reading::Reading;

/// An entry with our words in its rows. A word of ours goes on to mean what it means, and one that a column does not take is
/// left as it stands.
pub(super) fn in_ours<'a>(entry: &'a Entry, spec: Option<&FieldSpec>, reading: &Reading) -> Cow<'a, Entry> {
    let rows = spec.filter(|spec| spec.field_type == FieldType::Rows && !reading.values.is_empty());
    let (Some(spec), Value::List(items)) = (rows, &entry.node.value) else { return Cow::Borrowed(entry) };
    let items = items.iter().map(|item| match &item.value {
        Value::Table(cells) => {
            let cells = cells.iter().map(|cell| Entry { node: cell_in_ours(cell, spec, reading), ..cell.clone() });
            Node { value: Value::Table(cells.collect()), span: item.span }
        }
        _ => item.clone(),
    });
    Cow::Owned(Entry { node: Node { value: Value::List(items.collect()), span: entry.node.span }, ..entry.clone() })
}

fn cell_in_ours(cell: &Entry, spec: &FieldSpec, reading: &Reading) -> Node {
    let name = normal(&cell.key);
    let column = spec.columns.iter().find(|column| column.name == name);
    let of = |node: &Node| {
        let (Value::Scalar(scalar), Some(column)) = (&node.value, column) else { return node.clone() };
        let theirs = column.word(&normal(&scalar.text)).is_none();
        let ours = reading.word(&name, &scalar.text).filter(|_| theirs);
        match ours.filter(|ours| column.choices.is_empty() || column.word(ours).is_some()) {
            Some(ours) => {
                Node { value: Value::Scalar(Scalar { text: ours.to_owned(), quoted: true }), span: node.span }
            }
            None => node.clone(),
        }
    };
    match &cell.node.value {
        Value::List(items) => Node { value: Value::List(items.iter().map(of).collect()), span: cell.node.span },
        _ => of(&cell.node),
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    #[test]
    fn words_of_the_team_reach_the_columns_of_rows() {
        let settings = "[values.implementation]\nlive = \"done\"\n[values.owner]\nBoss = \"Chief\"\n";
        let soa = "---\nid: SOA-1\nkind: soa\nowner: boss\nstatement:\n  - {control: A.2.2, applicable: true, implementation: Live}\n  - {control: A.2.3, applicable: true, implementation: planned, owner: Boss}\n---\n";
        let files = [("aims.toml", settings.as_bytes()), ("soa.md", soa.as_bytes())];
        let aims = load(&Memory::new(files), Date::constant(2026, 11, 20)).expect("memory can be read");
        let document = &aims.documents[0];
        let rows = document.fields.rows("statement");
        let cell = |row: usize, key: &str| rows[row].cells.text(key);
        assert_eq!((cell(0, "implementation"), cell(1, "implementation")), (Some("done"), Some("planned")));
        // Names keep their letters.
        assert_eq!((document.fields.text("owner"), cell(1, "owner")), (Some("Chief"), Some("Chief")));
        assert!(aims.problems.is_empty(), "{:?}", aims.problems);
    }
}
