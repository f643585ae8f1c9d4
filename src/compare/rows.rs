//! What became of a table of rows, such as a statement of applicability.

use std::collections::BTreeMap;

use super::change::{FieldEvent, FieldPlace, RowName, Short};
use super::field::{Field, FieldValue};
use super::fields::{Found, events, side_by_side};
use super::substance::same;

/// What a row of a table may be known by, the surest first.
const ROW_NAMES: [&str; 16] = [
    "control", "id", "code", "ref", "risk", "what", "party", "action", "group", "person", "input", "measure",
    "decision", "date", "name", "title",
];

/// A row with what it is known by: a text of its own, and which row of that text it is.
pub(super) type Named<'a> = BTreeMap<(&'a str, usize), &'a [Field]>;

/// The rows by their names, and the key that names them.
pub(super) fn named<'a>(rows: &[&'a [Field]], key: &str) -> (Named<'a>, Vec<(&'a str, usize)>) {
    let (mut by_name, mut order) = (Named::new(), Vec::new());
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for row in rows {
        let name = cell(row, key).unwrap_or_default();
        let nth = counts.entry(name).or_default();
        by_name.insert((name, *nth), row);
        order.push((name, *nth));
        *nth += 1;
    }
    (by_name, order)
}

pub(super) fn cell<'a>(row: &'a [Field], key: &str) -> Option<&'a str> {
    row.iter().find(|field| field.key == key)?.value.text()
}

/// What rows are known by: the first of the usual keys that every row has, or any text of the first one.
fn row_key<'a>(rows: &[&'a [Field]]) -> Option<&'a str> {
    let usual = ROW_NAMES.iter().find(|key| rows.iter().all(|row| cell(row, key).is_some()));
    let first = rows.first()?;
    let any = || first.iter().find(|field| field.value.text().is_some());
    let of_usual = usual.and_then(|key| first.iter().find(|field| field.key == **key));
    of_usual.or_else(any).map(|field| field.key.as_str())
}

/// Tells which rows came and went, and what changed in the others. `path` is what their table is called.
pub(super) fn rows_of(path: &str, old: &[&[Field]], new: &[&[Field]]) -> Vec<Found> {
    let all: Vec<&[Field]> = old.iter().chain(new).copied().collect();
    let Some(key) = row_key(&all) else { return vec![(FieldPlace::of(path), FieldEvent::Changed)] };
    // The rows of a statement of applicability are known by the control alone.
    let row = |named: &str| RowName { table: (key != "control").then(|| path.into()), name: Short::of(named) };
    let in_row = |row: &RowName, (mut at, event): Found| {
        at.rows.insert(0, row.clone());
        (at, event)
    };
    let ((of_old, order_old), (of_new, order_new)) = (named(old, key), named(new, key));
    let mut told = Vec::new();
    for name in order_old.iter().filter(|name| !of_new.contains_key(*name)) {
        told.push(in_row(&row(name.0), (FieldPlace::of(path), FieldEvent::Row { gone: true })));
    }
    for name in &order_new {
        let row = row(name.0);
        let (Some(after), before) = (of_new.get(name), of_old.get(name)) else { continue };
        let Some(before) = before else {
            told.push(in_row(&row, (FieldPlace::of(path), FieldEvent::Row { gone: false })));
            continue;
        };
        for (key, a, b) in side_by_side(before, after) {
            if let (Some(a), Some(b)) = (a, b)
                && same(key, a, b)
            {
                continue;
            }
            let found = match (a.and_then(FieldValue::text), b.and_then(FieldValue::text)) {
                (Some(old), Some(new)) => {
                    vec![(FieldPlace::of(key), FieldEvent::Cell { old: Short::of(old), new: Short::of(new) })]
                }
                _ => events(key, key, a, b),
            };
            told.extend(found.into_iter().map(|found| in_row(&row, found)));
        }
    }
    if told.is_empty() {
        told.push((FieldPlace::of(path), FieldEvent::Reordered));
    }
    told
}
