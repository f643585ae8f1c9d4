//! What became of the front matter, key by key.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, FieldValue, is_set};
use super::rows::rows_of;
use super::sentences::{self, name};
use super::snapshot::Form;
use super::substance::{is_substance, same};
use super::weaker::front::weaker;
use super::{Comparison, FieldChange, Snapshot};

/// How many changes of front matter are told.
const MAX_CHANGES: usize = 200;

/// Tells what became of the fields of one version in the other, and what of that is weaker.
pub(super) fn compare(old: &Snapshot, new: &Snapshot, told: &mut Comparison) {
    if !told.substance && old.fields == new.fields {
        return;
    }
    if old.controlled != new.controlled {
        let sentence = if new.controlled {
            "now has front matter: a controlled document"
        } else {
            "no longer has front matter: no controlled document any more"
        };
        tell(told, "", sentence.to_owned());
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
    let sentence = match (old.form, new.form) {
        (Form::Raw, Form::Raw) => "the file changed; it cannot be read as text",
        (_, Form::Raw) => "the file can no longer be read as text",
        (Form::Raw, _) => "the file can be read as text again",
        (Form::Document, Form::BrokenFront) => "the front matter can no longer be read",
        (Form::BrokenFront, Form::Document) => "the front matter can be read again",
        _ if old.head() == new.head() => return,
        _ => "the front matter changed; it cannot be read",
    };
    tell(told, "", sentence.to_owned());
}

fn tell(told: &mut Comparison, key: &str, sentence: String) {
    if told.fields.len() >= MAX_CHANGES {
        told.cut = true;
        return;
    }
    told.fields.push(FieldChange { key: key.to_owned(), sentence, material: is_substance(key) });
}

/// Walks two sorted lists of fields side by side.
fn each(old: &[Field], new: &[Field], told: &mut Comparison) {
    for (key, a, b) in side_by_side(old, new) {
        if let (Some(a), Some(b)) = (a, b)
            && same(key, a, b)
        {
            continue;
        }
        for sentence in sentences_of(key, key, a, b) {
            tell(told, key, sentence);
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

/// What became of one value. `path` is what its key is called: that of a table and its own.
pub(super) fn sentences_of(path: &str, key: &str, old: Option<&FieldValue>, new: Option<&FieldValue>) -> Vec<String> {
    let (rows_old, rows_new) = (old.map(FieldValue::rows), new.map(FieldValue::rows));
    if rows_old != Some(None) && rows_new != Some(None) {
        return rows_of(path, &rows_old.flatten().unwrap_or_default(), &rows_new.flatten().unwrap_or_default());
    }
    match (old, new) {
        (Some(FieldValue::Table(_)) | None, Some(FieldValue::Table(_)) | None) => table(path, old, new),
        _ if is_set(key) && plain(old) && plain(new) => {
            let (gone, come) = lost_and_gained(old, new, true);
            sentences::set(path, &gone, &come)
        }
        (Some(FieldValue::Text(_)) | None, Some(FieldValue::Text(_)) | None) => {
            vec![sentences::single(path, old.and_then(FieldValue::text), new.and_then(FieldValue::text))]
        }
        _ if plain(old) && plain(new) => {
            let (gone, come) = lost_and_gained(old, new, false);
            sentences::items(path, &gone, &come)
        }
        _ => vec![format!("{} changed", name(path))],
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
pub(super) fn table(path: &str, old: Option<&FieldValue>, new: Option<&FieldValue>) -> Vec<String> {
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
            let claimed = [(gone, "no longer claimed"), (come, "newly claimed")];
            let some = claimed.iter().filter(|(ids, _)| !ids.is_empty());
            told.extend(some.map(|(ids, what)| format!("{key} {} {what}", sentences::listed(ids))));
        } else {
            told.extend(sentences_of(&format!("{path}.{key}"), key, a, b));
        }
    }
    if told.is_empty() {
        told.push(format!("{} put in another order", name(path)));
    }
    told
}
