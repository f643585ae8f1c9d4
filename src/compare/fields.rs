//! What became of the front matter, key by key.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::change::{FieldChange, FieldEvent, FieldPlace, Listed, MANY, Short, WholeEvent};
use super::field::{Field, FieldValue, is_set};
use super::rows::rows_of;
use super::snapshot::Form;
use super::substance::same;
use super::weaker::front::weaker;
use super::{Comparison, Snapshot};

/// How many changes of front matter are told.
const MAX_CHANGES: usize = 200;

/// Tells what became of the fields of one version in the other, and what of that is weaker.
pub(super) fn compare(old: &Snapshot, new: &Snapshot, told: &mut Comparison) {
    if !told.substance && old.fields == new.fields {
        return;
    }
    if old.controlled != new.controlled {
        tell_whole(told, if new.controlled { WholeEvent::Controlled } else { WholeEvent::Uncontrolled });
    }
    if old.form == Form::Document && new.form == Form::Document {
        each(&old.fields, &new.fields, told);
    } else {
        whole(old, new, told);
    }
}

/// Tells of front matter that cannot be compared key by key.
fn whole(old: &Snapshot, new: &Snapshot, told: &mut Comparison) {
    if !told.substance {
        return;
    }
    let event = match (old.form, new.form) {
        (Form::Raw, Form::Raw) => WholeEvent::RawChanged,
        (_, Form::Raw) => WholeEvent::RawNow,
        (Form::Raw, _) => WholeEvent::RawNoMore,
        (Form::Document, Form::BrokenFront) => WholeEvent::BrokenNow,
        (Form::BrokenFront, Form::Document) => WholeEvent::BrokenNoMore,
        _ if old.head() == new.head() => return,
        _ => WholeEvent::BrokenChanged,
    };
    tell_whole(told, event);
}

fn tell_whole(told: &mut Comparison, event: WholeEvent) {
    tell(told, "", (FieldPlace::default(), FieldEvent::Whole(event)));
}

fn tell(told: &mut Comparison, key: &str, (at, event): Found) {
    if told.fields.len() >= MAX_CHANGES {
        told.cut = true;
        return;
    }
    told.fields.push(FieldChange { key: key.into(), at, event });
}

/// Walks two sorted lists of fields side by side.
fn each(old: &[Field], new: &[Field], told: &mut Comparison) {
    for (key, a, b) in side_by_side(old, new) {
        if let (Some(a), Some(b)) = (a, b)
            && same(key, a, b)
        {
            continue;
        }
        for found in events(key, key, a, b) {
            tell(told, key, found);
        }
        weaker(key, a, b, told);
    }
}

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
            let (gone, come) = lost_and_gained(old, new, true);
            here(set(&gone, &come))
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
