//! What became of the front matter, key by key.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

use super::field::{Field, FieldValue, is_set};
use super::sentences::{self, became, name, short};
use super::snapshot::Form;
use super::substance::{is_substance, same};
use super::weaker::{in_texts, push};
use super::{Comparison, FieldChange, Snapshot};
use crate::base::Period;

/// How many changes of front matter are told.
const MAX_CHANGES: usize = 200;

/// What a row of a table may be known by, the surest first.
const ROW_NAMES: [&str; 16] = [
    "control", "id", "code", "ref", "risk", "what", "party", "action", "group", "person", "input", "measure",
    "decision", "date", "name", "title",
];

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

type Beside<'a> = (&'a str, Option<&'a FieldValue>, Option<&'a FieldValue>);

fn side_by_side<'a>(old: &'a [Field], new: &'a [Field]) -> Vec<Beside<'a>> {
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
fn sentences_of(path: &str, key: &str, old: Option<&FieldValue>, new: Option<&FieldValue>) -> Vec<String> {
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
fn plain(value: Option<&FieldValue>) -> bool {
    match value {
        Some(FieldValue::List(items)) => items.iter().all(|item| item.text().is_some()),
        Some(FieldValue::Table(_)) => false,
        Some(FieldValue::Text(_)) | None => true,
    }
}

/// The texts that one list has and the other has not, in their own order.
fn lost_and_gained<'a>(
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

fn table(path: &str, old: Option<&FieldValue>, new: Option<&FieldValue>) -> Vec<String> {
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

/// A row with what it is known by: a text of its own, and which row of that text it is.
type Named<'a> = BTreeMap<(&'a str, usize), &'a [Field]>;

/// The rows by their names, and the key that names them.
fn named<'a>(rows: &[&'a [Field]], key: &str) -> (Named<'a>, Vec<(&'a str, usize)>) {
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

fn cell<'a>(row: &'a [Field], key: &str) -> Option<&'a str> {
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

fn rows_of(path: &str, old: &[&[Field]], new: &[&[Field]]) -> Vec<String> {
    let all: Vec<&[Field]> = old.iter().chain(new).copied().collect();
    let Some(key) = row_key(&all) else { return vec![format!("{} changed", name(path))] };
    // The rows of a statement of applicability are known by the control alone.
    let row = |named: &str| match key {
        "control" => format!("row {}", short(named)),
        _ => format!("{} row “{}”", name(path), short(named)),
    };
    let ((of_old, order_old), (of_new, order_new)) = (named(old, key), named(new, key));
    let mut told = Vec::new();
    for name in order_old.iter().filter(|name| !of_new.contains_key(*name)) {
        told.push(format!("{} removed", row(name.0)));
    }
    for name in &order_new {
        let row = row(name.0);
        let (Some(after), before) = (of_new.get(name), of_old.get(name)) else { continue };
        let Some(before) = before else {
            told.push(format!("{row} added"));
            continue;
        };
        for (key, a, b) in side_by_side(before, after) {
            if let (Some(a), Some(b)) = (a, b)
                && same(key, a, b)
            {
                continue;
            }
            let cell = format!("`{key}`");
            match (a.and_then(FieldValue::text), b.and_then(FieldValue::text)) {
                (Some(old), Some(new)) => told.push(format!("{row}: {}", became(&cell, old, new))),
                _ => told.extend(sentences_of(key, key, a, b).into_iter().map(|sentence| format!("{row}: {sentence}"))),
            }
        }
    }
    if told.is_empty() {
        told.push(format!("{} put in another order", name(path)));
    }
    told
}

/// What asks for less than before under one key.
fn weaker(key: &str, old: Option<&FieldValue>, new: Option<&FieldValue>, told: &mut Comparison) {
    let lost = || lost_and_gained(old, new, true).0;
    let words = |old: Option<&'_ FieldValue>, new: Option<&'_ FieldValue>| {
        Some((old?.text()?.to_owned(), new?.text()?.to_owned()))
    };
    match key {
        "controls" => lost().iter().for_each(|id| push(told, format!("control {} no longer claimed", short(id)))),
        "clauses" => lost().iter().for_each(|id| push(told, format!("clause {} no longer claimed", short(id)))),
        "approvers" => lost().iter().for_each(|who| push(told, format!("approver {} dropped", short(who)))),
        "review-every" => match (words(old, new), old) {
            (Some((old, new)), _) if days(&new) > days(&old) && days(&old).is_some() => {
                let sentence = sentences::single(key, Some(&old), Some(&new));
                push(told, sentence.replacen("review interval", "review interval longer:", 1));
            }
            (None, Some(_)) if new.is_none() => push(told, "review interval removed".to_owned()),
            _ => {}
        },
        "classification" => {
            if let Some((old, new)) = words(old, new) {
                lowered("classification", &["public", "internal", "confidential"], &old, &new, told);
            }
        }
        "requirements" => {
            let gone = table(key, old, new).into_iter().filter(|sentence| sentence.ends_with("no longer claimed"));
            gone.for_each(|sentence| push(told, sentence));
        }
        "in-scope" => {
            if words(old, new).is_some_and(|(_, new)| new == "no")
                || old.is_none() && new.and_then(FieldValue::text) == Some("no")
            {
                push(told, "declared out of scope".to_owned());
            }
        }
        _ => {
            if let Some((old, new)) = words(old, new) {
                in_texts(&old, &new, told);
            } else if let (Some(old), Some(new)) = (old.and_then(FieldValue::rows), new.and_then(FieldValue::rows)) {
                weaker_rows(&old, &new, told);
            } else if plain(old) && plain(new) && !is_set(key) {
                let (gone, come) = lost_and_gained(old, new, false);
                if let ([old], [new]) = (gone.as_slice(), come.as_slice()) {
                    in_texts(old, new, told);
                }
            }
        }
    }
}

/// Rows of a statement of applicability that promise less.
fn weaker_rows(old: &[&[Field]], new: &[&[Field]], told: &mut Comparison) {
    if !old.iter().chain(new).all(|row| cell(row, "control").is_some()) {
        return;
    }
    let ((of_old, _), (of_new, _)) = (named(old, "control"), named(new, "control"));
    for (name, before) in &of_old {
        let control = short(name.0);
        let Some(after) = of_new.get(name) else {
            push(told, format!("control {control} left out"));
            continue;
        };
        if cell(before, "applicable") == Some("yes") && cell(after, "applicable") == Some("no") {
            push(told, format!("control {control} declared not applicable"));
        }
        if let (Some(was), Some(is)) = (cell(before, "implementation"), cell(after, "implementation")) {
            lowered(&format!("implementation of {control}"), &["planned", "partial", "done"], was, is, told);
        }
    }
}

fn lowered(what: &str, order: &[&str], old: &str, new: &str, told: &mut Comparison) {
    let rank = |word: &str| order.iter().position(|known| *known == word);
    if let (Some(before), Some(after)) = (rank(old), rank(new))
        && after < before
    {
        push(told, format!("{what} lowered: {old} → {new}"));
    }
}

/// About how many days a length of time is.
fn days(text: &str) -> Option<i32> {
    match Period::parse(text)? {
        Period::Months(months) => Some(months.saturating_mul(30)),
        Period::Days(days) => Some(days),
    }
}
