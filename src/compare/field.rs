//! Front matter as the change record compares it: keys in their normal form, values without the freedom of spelling
//! that says nothing.

use crate::base::Period;
use crate::parse::{Entry, Node, Scalar, Value};
use crate::reading::{Reading, day_of, normal};

/// A key of front matter with its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The key in lower case, `-` for `_`, our own where the team has another word for it. The second of two that mean
    /// the same ends with ` (2)`.
    pub key: String,
    /// The value.
    pub value: FieldValue,
}

/// A value of front matter. Nothing is no value: an empty one, an empty list and a key that is not there are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldValue {
    /// One word or text, and a list of just one. White space is single spaces; periods, flags and words from a fixed
    /// choice have one spelling each.
    Text(String),
    /// A list, in its own order. Rows are a list of tables.
    List(Vec<FieldValue>),
    /// A table of keys and values, in order of the keys.
    Table(Vec<Field>),
}

impl FieldValue {
    /// The texts of a list, or the one text as a list of one. Tables in it are left out.
    pub fn texts(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(items) => items.iter().filter_map(Self::text).collect(),
            Self::Table(_) => Vec::new(),
        }
    }

    /// The text of one value.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The rows, where it is a list of nothing but tables.
    pub(super) fn rows(&self) -> Option<Vec<&[Field]>> {
        match self {
            Self::List(items) => items.iter().map(Self::table).collect(),
            _ => None,
        }
    }

    fn table(&self) -> Option<&[Field]> {
        match self {
            Self::Table(fields) => Some(fields),
            _ => None,
        }
    }
}

/// Keys whose lists have no order and hold nothing twice. A text of theirs with commas, not in quotes, is a list.
const SETS: [&str; 12] = [
    "approvers",
    "authors",
    "clauses",
    "controls",
    "documents",
    "evidence-for",
    "implements",
    "replaces",
    "risks",
    "suppliers",
    "systems",
    "tags",
];

/// Of these, the keys whose texts may hold commas of their own.
const PHRASES: [&str; 3] = ["approvers", "authors", "tags"];

/// Keys with a word from a fixed choice, which has more than one spelling.
const CHOICES: [&str; 3] = ["classification", "kind", "status"];

/// Keys that say yes or no.
const FLAGS: [&str; 5] = ["applicable", "in-scope", "reportable", "reversible", "vulnerable"];

/// Keys whose value is a length of time.
const PERIODS: [&str; 1] = ["review-every"];

/// Whether two texts are one value in two forms: a day with midnight behind it, an id in other letters. A report that is due
/// within hours is another at another hour.
pub(super) fn is_one_value(old: &str, new: &str) -> bool {
    let is_of_id = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':' | '#');
    let is_id = old.contains(|c: char| c.is_ascii_digit()) && old.chars().all(is_of_id);
    let is_moment = || day_of(old).is_some_and(|day| day_of(new) == Some(day)) && time_of(old) == time_of(new);
    is_id && old.eq_ignore_ascii_case(new) || is_moment()
}

/// What stands behind a day, in capital letters: nothing for midnight.
fn time_of(text: &str) -> String {
    const NONE: [&str; 6] = ["00:00", "00:00Z", "00:00:00", "00:00:00Z", "00:00:00.000Z", "00:00:00+00:00"];
    let time = text.get(10..).unwrap_or_default().to_uppercase().replace(['T', ' '], "");
    if NONE.contains(&time.as_str()) { String::new() } else { time }
}

/// Whether a list under this key has no order.
pub(super) fn is_set(key: &str) -> bool {
    SETS.contains(&key)
}

/// The fields of front matter in order of their keys.
pub(super) fn read(entries: &[Entry], reading: &Reading) -> Vec<Field> {
    let said = reading.read_alone(entries);
    let field = |key: String, node: &Node| value(&key, node).map(|value| Field { key, value });
    in_order(said.into_iter().filter_map(|said| field(said.name, &said.entry.node)).collect())
}

fn table(entries: &[Entry]) -> Vec<Field> {
    let field = |entry: &Entry| {
        let key = normal(&entry.key);
        let value = value(&key, &entry.node)?;
        Some(Field { key, value })
    };
    in_order(entries.iter().filter_map(field).collect())
}

fn in_order(mut fields: Vec<Field>) -> Vec<Field> {
    // The order of the file decides which of two is the first.
    fields.sort_by(|a, b| a.key.cmp(&b.key));
    let mut from = 0;
    while from < fields.len() {
        let same = fields[from..].iter().take_while(|field| field.key == fields[from].key).count();
        for (nth, field) in fields[from..from + same].iter_mut().enumerate().skip(1) {
            field.key = format!("{} ({})", field.key, nth + 1);
        }
        from += same;
    }
    fields.sort_by(|a, b| a.key.cmp(&b.key));
    fields
}

fn value(key: &str, node: &Node) -> Option<FieldValue> {
    match &node.value {
        Value::Null => None,
        Value::Scalar(scalar) => scalar_value(key, scalar),
        Value::List(items) => list(items.iter().filter_map(|item| value(key, item)).collect()),
        Value::Table(entries) => Some(table(entries)).filter(|fields| !fields.is_empty()).map(FieldValue::Table),
    }
}

/// A list, or what stands for it: one text for a list of just that, nothing for an empty one.
fn list(mut items: Vec<FieldValue>) -> Option<FieldValue> {
    match items.as_slice() {
        [] => None,
        [FieldValue::Text(_)] => items.pop(),
        _ => Some(FieldValue::List(items)),
    }
}

fn scalar_value(key: &str, scalar: &Scalar) -> Option<FieldValue> {
    if !scalar.quoted && scalar.text.contains(',') && is_set(key) && !PHRASES.contains(&key) {
        return list(scalar.text.split(',').filter_map(|part| text(key, part)).collect());
    }
    text(key, &scalar.text)
}

fn text(key: &str, written: &str) -> Option<FieldValue> {
    let mut text = String::with_capacity(written.len());
    for word in written.split_whitespace() {
        if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(word);
    }
    if PERIODS.contains(&key) {
        text = match Period::parse(&text) {
            Some(Period::Months(months)) => {
                crate::base::text::count(usize::try_from(months).unwrap_or_default(), "month")
            }
            Some(Period::Days(days)) => crate::base::text::count(usize::try_from(days).unwrap_or_default(), "day"),
            None => text,
        };
    } else if CHOICES.contains(&key) {
        text = text.to_lowercase().replace(['_', ' '], "-");
    } else if FLAGS.contains(&key) {
        text = match text.to_ascii_lowercase().as_str() {
            "true" | "yes" => "yes".to_owned(),
            "false" | "no" => "no".to_owned(),
            _ => text,
        };
    }
    Some(text).filter(|text| !text.is_empty()).map(FieldValue::Text)
}
