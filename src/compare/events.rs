//! What became of one value of the front matter: a text, a list, a table, rows.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::change::{FieldEvent, FieldPlace, Listed, MANY, RowName, Short};
use super::field::{Field, FieldValue, is_one_value, is_set};
use super::substance::same;

/// A key with its value in each version.
pub(super) type Beside<'a> = (&'a str, Option<&'a FieldValue>, Option<&'a FieldValue>);

/// Two sorted lists of fields side by side.
pub(super) fn side_by_side<'a>(old: &'a [Field], new: &'a [Field]) -> Vec<Beside<'a>> {
    let (mut i, mut j, mut all) = (0, 0, Vec::new());
    loop {
        let order = match (old.get(i), new.get(j)) {
            (None, None) => return all,
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (Some(a), Some(b)) => a.key.cmp(&b.key),
        };
        let a = old.get(i).filter(|_| order.is_le());
        let b = new.get(j).filter(|_| order.is_ge());
        let key = a.or(b).map_or("", |field| field.key.as_str());
        all.push((key, a.map(|field| &field.value), b.map(|field| &field.value)));
        i += usize::from(order.is_le());
        j += usize::from(order.is_ge());
    }
}

/// What happened under a key, and where.
pub(super) type Found = (FieldPlace, FieldEvent);

/// What became of one value. `path` is what its key is called: that of a table and its own.
pub(super) fn events(path: &str, key: &str, old: Option<&FieldValue>, new: Option<&FieldValue>) -> Vec<Found> {
    let here = |events: Vec<FieldEvent>| events.into_iter().map(|event| (FieldPlace::of(path), event)).collect();
    let (rows_old, rows_new) = (old.map(FieldValue::rows), new.map(FieldValue::rows));
    if rows_old != Some(None) && rows_new != Some(None) {
        return rows_of(path, &rows_old.flatten().unwrap_or_default(), &rows_new.flatten().unwrap_or_default());
    }
    match (old, new) {
        (Some(FieldValue::Table(_)) | None, Some(FieldValue::Table(_)) | None) => table(path, old, new),
        _ if is_set(key) && plain(old) && plain(new) => {
            let (mut gone, mut come) = lost_and_gained(old, new, true);
            let same = rewritten(&mut gone, &mut come, matches!(key, "controls" | "clauses"));
            let same = same.into_iter().map(|(old, new)| FieldEvent::Item { old: Short::of(old), new: Short::of(new) });
            here(same.chain(set(&gone, &come)).collect())
        }
        (Some(FieldValue::Text(_)) | None, Some(FieldValue::Text(_)) | None) => {
            let short = |value: Option<&FieldValue>| value.and_then(FieldValue::text).map(Short::of);
            here(vec![FieldEvent::Value { old: short(old), new: short(new) }])
        }
        _ if plain(old) && plain(new) => {
            let (gone, come) = lost_and_gained(old, new, false);
            here(items(&gone, &come))
        }
        _ => here(vec![FieldEvent::Changed]),
    }
}

/// Takes out the ids that came to be written in other letters; of requirements those too that have another framework before
/// them, or none, `A.5.2` and `iso-42001:A.5.2`: whether they mean another thing now, the settings say.
fn rewritten<'a>(gone: &mut Vec<&'a str>, come: &mut Vec<&'a str>, are_claims: bool) -> Vec<(&'a str, &'a str)> {
    let bare = |id: &'a str| id.rsplit_once(':').map_or(id, |(_, id)| id.trim());
    let mut found = Vec::new();
    gone.retain(|old| {
        let is_it = |new: &&'a str| is_one_value(old, new) || are_claims && bare(new) == bare(old);
        let place = come.iter().position(is_it);
        found.extend(place.map(|place| (*old, come.remove(place))));
        place.is_none()
    });
    found
}

/// What a list without an order lost and gained.
fn set(gone: &[&str], come: &[&str]) -> Vec<FieldEvent> {
    let sides = [(gone, true), (come, false)].into_iter().filter(|(items, _)| !items.is_empty());
    sides.map(|(items, gone)| FieldEvent::Set { gone, items: Listed::of(items) }).collect()
}

/// What a list of texts lost and gained.
fn items(gone: &[&str], come: &[&str]) -> Vec<FieldEvent> {
    let each = |items: &[&str], gone: bool| -> Vec<FieldEvent> {
        let few = items.iter().take(MANY).map(|item| FieldEvent::Entry { gone, text: Short::of(item) });
        let more = (items.len() > MANY).then(|| FieldEvent::Entries { gone, more: items.len() - MANY });
        few.chain(more).collect()
    };
    match (gone, come) {
        ([], []) => vec![FieldEvent::Reordered],
        ([old], [new]) => vec![FieldEvent::Item { old: Short::of(old), new: Short::of(new) }],
        _ => [each(gone, true), each(come, false)].concat(),
    }
}

/// Whether a value is a text or a list of texts.
pub(super) fn plain(value: Option<&FieldValue>) -> bool {
    match value {
        Some(FieldValue::List(items)) => items.iter().all(|item| item.text().is_some()),
        Some(FieldValue::Table(_)) => false,
        Some(FieldValue::Text(_)) | None => true,
    }
}

/// The texts that one list has and the other has not, in their own order.
pub(super) fn lost_and_gained<'a>(
    old: Option<&'a FieldValue>,
    new: Option<&'a FieldValue>,
    is_set: bool,
) -> (Vec<&'a str>, Vec<&'a str>) {
    let texts = |value: Option<&'a FieldValue>| value.map(FieldValue::texts).unwrap_or_default();
    let (old, new) = (texts(old), texts(new));
    let without = |list: &[&'a str], other: &[&'a str]| {
        let mut left: BTreeMap<&str, usize> = BTreeMap::new();
        for text in other {
            *left.entry(text).or_default() += 1;
        }
        let mut known = BTreeSet::new();
        let lacks = |text: &&&'a str| {
            if is_set {
                return !left.contains_key(**text) && known.insert(**text);
            }
            match left.get_mut(**text) {
                Some(count) if *count > 0 => {
                    *count -= 1;
                    false
                }
                _ => true,
            }
        };
        list.iter().filter(lacks).copied().collect()
    };
    (without(&old, &new), without(&new, &old))
}

/// What became of a table that is no row.
pub(super) fn table(path: &str, old: Option<&FieldValue>, new: Option<&FieldValue>) -> Vec<Found> {
    let fields = |value: Option<&'_ FieldValue>| match value {
        Some(FieldValue::Table(fields)) => fields.clone(),
        _ => Vec::new(),
    };
    let (old, new) = (fields(old), fields(new));
    let mut told = Vec::new();
    for (key, a, b) in side_by_side(&old, &new) {
        if a == b {
            continue;
        }
        if path == "requirements" && plain(a) && plain(b) {
            let (gone, come) = lost_and_gained(a, b, true);
            let some = [(gone, true), (come, false)].into_iter().filter(|(ids, _)| !ids.is_empty());
            told.extend(some.map(|(ids, gone)| {
                let ids = Listed::of(&ids);
                (FieldPlace::of(path), FieldEvent::Claimed { gone, framework: key.into(), ids })
            }));
        } else {
            told.extend(events(&format!("{path}.{key}"), key, a, b));
        }
    }
    if told.is_empty() {
        told.push((FieldPlace::of(path), FieldEvent::Reordered));
    }
    told
}

/// What a row of a table may be known by, the surest first.
const ROW_NAMES: [&str; 16] = [
    "control", "id", "code", "ref", "risk", "what", "party", "action", "group", "person", "input", "measure",
    "decision", "date", "name", "title",
];

/// Columns that give rows ids of their own: `system-id` beside them is that of something else.
const OWN_IDS: [&str; 9] =
    ["risk-id", "finding-id", "action-id", "entry-id", "item-id", "issue-id", "incident-id", "measure-id", "threat-id"];

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

/// What rows are known by: their own ids, else the first of the usual keys that all have, or any text of the first.
fn row_key<'a>(old: &[&'a [Field]], new: &[&'a [Field]]) -> Option<&'a str> {
    let rows = || old.iter().chain(new);
    let in_all = |key: &str| rows().all(|row| cell(row, key).is_some());
    // What several rows of one version have in common is the id of something else.
    let differ = |key: &str, rows: &[&[Field]]| {
        rows.iter().filter_map(|row| cell(row, key)).collect::<BTreeSet<_>>().len() == rows.len()
    };
    let is_own = |key: &str| OWN_IDS.contains(&key) && differ(key, old) && differ(key, new);
    let usual = ROW_NAMES.into_iter().find(|key| in_all(key));
    let first = rows().next()?;
    let own = first.iter().find(|field| is_own(&field.key) && usual != Some(ROW_NAMES[0]));
    let of_usual = || first.iter().find(|field| usual == Some(&field.key));
    let any = || first.iter().find(|field| field.value.text().is_some());
    own.or_else(of_usual).or_else(any).map(|field| field.key.as_str())
}

/// Whether a row is another one with what it is known by in other words: four of five of them, each figure and id, and all
/// else are the same.
fn is_reworded(key: &str, old: &[Field], new: &[Field]) -> bool {
    let (Some(a), Some(b)) = (cell(old, key), cell(new, key)) else { return false };
    let (words, others): (Vec<&str>, Vec<&str>) = (a.split_whitespace().collect(), b.split_whitespace().collect());
    let mut left: BTreeMap<&str, usize> = BTreeMap::new();
    for word in &others {
        *left.entry(word).or_default() += 1;
    }
    let mut is_kept = |word: &&&str| match left.get_mut(**word).filter(|left| **left > 0) {
        Some(left) => {
            *left -= 1;
            true
        }
        None => false,
    };
    let kept = words.iter().filter(|word| is_kept(word)).count();
    let figures = |words: &[&str]| -> Vec<String> {
        let figures = words.iter().filter(|word| word.contains(|c: char| c.is_ascii_digit()));
        figures.map(ToString::to_string).collect()
    };
    let is_close =
        is_one_value(a, b) || 5 * kept >= 4 * words.len().max(others.len()) && figures(&words) == figures(&others);
    let is_same = |(of, a, b): Beside<'_>| of == key || a.zip(b).is_some_and(|(a, b)| same(of, a, b));
    is_close && side_by_side(old, new).into_iter().all(is_same)
}

/// Tells which rows came and went, and what changed in the others. `path` is what their table is called.
pub(super) fn rows_of(path: &str, old: &[&[Field]], new: &[&[Field]]) -> Vec<Found> {
    let Some(key) = row_key(old, new) else { return vec![(FieldPlace::of(path), FieldEvent::Changed)] };
    // The rows of a statement of applicability are known by the control alone.
    let row = |named: &str| RowName { table: (key != "control").then(|| path.into()), name: Short::of(named) };
    let in_row = |row: &RowName, (mut at, event): Found| {
        at.rows.insert(0, row.clone());
        (at, event)
    };
    let ((of_old, order_old), (of_new, mut order_new)) = (named(old, key), named(new, key));
    // So many are looked at for each that is gone.
    let mut come: Vec<_> = order_new.iter().filter(|name| !of_old.contains_key(*name)).take(64).copied().collect();
    let mut told = Vec::new();
    for name in order_old.iter().filter(|name| !of_new.contains_key(*name)) {
        if let Some(place) = come.iter().position(|new| is_reworded(key, of_old[name], of_new[new])) {
            let again = come.remove(place);
            order_new.retain(|new| *new != again);
            let cell = FieldEvent::Cell { old: Short::of(name.0), new: Short::of(again.0) };
            told.push(in_row(&row(name.0), (FieldPlace::of(key), cell)));
            continue;
        }
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
