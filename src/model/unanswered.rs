//! Keys under which no answer stands: what their value is instead, by what the key takes.
//!
//! This is asked where fields are read; of what another rule judges, that rule asks it.

use super::absent::{is_absent, is_open};
use super::fields::FieldValue;
use super::kinds::{FieldSpec, FieldType};
use super::settings::normal;
use crate::base::Period;
use crate::diag::Spanned;
use crate::parse::{Node, Scalar, Value};

/// What is written under a key and is no answer to what the key takes; empty for an empty text. `None` where there is an
/// answer, nothing at all, or what cannot be read, of which there is a finding; and for an id that is empty, of which the rule
/// tells that looks it up.
pub(super) fn non_answer<'a>(node: &'a Node, spec: &FieldSpec) -> Option<&'a str> {
    if spec.judged {
        return None;
    }
    // `pending` is the name of nobody.
    let is_of_people = matches!(spec.field_type, FieldType::Person | FieldType::Persons);
    let is_none = |text: &str| is_absent(text) || (is_of_people && is_open(text));
    let of = |scalar: &'a Scalar| is_none(&scalar.text).then_some(scalar.text.trim());
    let word = match &node.value {
        _ if slot(node, spec).is_some() => slot(node, spec)?,
        Value::Scalar(scalar) => of(scalar)?,
        // Of a list all, of which the first is told.
        Value::List(items) if !items.is_empty() && spec.field_type != FieldType::Rows => {
            let mut words = items.iter().map(|item| match &item.value {
                Value::Scalar(scalar) => of(scalar),
                Value::Null => Some(""),
                _ => braced(item),
            });
            let first = words.next()??;
            words.all(|word| word.is_some()).then_some(first)?
        }
        _ => return None,
    };
    if word.is_empty() && holds_ids(spec.field_type) {
        return None;
    }
    let allowed = |choice: &String| *choice == normal(word);
    (!spec.choices.iter().any(allowed)).then_some(word)
}

/// What stands in brackets that YAML takes for its own, where nothing but a place to fill in can be meant: `{owner}`,
/// `{{owner}}`, and `[DATE]` under a key that takes one day.
fn slot<'a>(node: &'a Node, spec: &FieldSpec) -> Option<&'a str> {
    match &node.value {
        // Braces around an id are a slip of another sort.
        Value::Table(_) if holds_ids(spec.field_type) => braced(node),
        Value::Table(entries) if !matches!(spec.field_type, FieldType::Rows | FieldType::Requirements) => {
            let only = entries.first().filter(|entry| entries.len() == 1 && entry.node.value == Value::Null)?;
            Some(only.key.trim_matches(['{', '}', ' ']))
        }
        Value::List(items) => {
            let [Node { value: Value::Scalar(scalar), .. }] = items.as_slice() else { return None };
            let text = scalar.text.trim();
            let is_none = match spec.field_type {
                FieldType::Date | FieldType::Number => !text.chars().any(char::is_numeric),
                FieldType::Period => !text.chars().any(char::is_numeric) && Period::parse(text).is_none(),
                FieldType::Choice => text.contains(['|', '/']) && spec.word(&normal(text)).is_none(),
                _ => false,
            };
            is_none.then_some(text)
        }
        _ => None,
    }
}

/// `{{owner}}`, as YAML reads it.
fn braced(node: &Node) -> Option<&str> {
    let Value::Table(entries) = &node.value else { return None };
    let [only] = entries.as_slice() else { return None };
    let is_one = only.node.value == Value::Null && only.key.starts_with('{');
    is_one.then(|| only.key.trim_matches(['{', '}', ' ']))
}

/// Such a `word` with the braces around it, which YAML takes for its own.
pub(super) fn as_it_stands(node: &Node, word: &str) -> String {
    match &node.value {
        Value::Table(entries) => entries.first().map_or_else(String::new, |only| format!("{{{}}}", only.key)),
        Value::List(items) => items.first().map_or_else(String::new, |first| as_it_stands(first, word)),
        _ => word.to_owned(),
    }
}

/// Whether a key takes ids, of whatever standard.
pub(super) fn holds_ids(field_type: FieldType) -> bool {
    field_type.takes_ids() || field_type == FieldType::Requirements
}

/// Takes out of a list of texts or ids what is no answer, and gives such ids: each stands for one that is still to come. Names
/// are looked up, and told where they are none, and so are ids that are empty.
pub(super) fn without_absent(value: &mut FieldValue, spec: &FieldSpec) -> Vec<Spanned<String>> {
    let is_open = |id: &Spanned<String>| is_absent(&id.value) && !id.value.is_empty();
    match value {
        FieldValue::Texts(texts) if spec.field_type == FieldType::Texts => {
            texts.retain(|text| !is_absent(&text.value));
            Vec::new()
        }
        FieldValue::Texts(ids) if holds_ids(spec.field_type) => ids.extract_if(.., |id| is_open(id)).collect(),
        FieldValue::Requirements(all) => {
            all.iter_mut().flat_map(|(_, ids)| ids.extract_if(.., |id| is_open(id)).collect::<Vec<_>>()).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::parse::ProblemKind::{MissingAdvised, WrongType};

    #[test]
    fn places_to_fill_in_are_no_ids_and_are_told_as_open() {
        let read = |key: &str, value: &str| {
            let text = format!("---\nid: PRO-001\ntitle: T\nkind: procedure\n{key}: {value}\n---\nText.\n");
            let day = crate::base::Date::constant(2026, 11, 20);
            let source = crate::source::Memory::new([("a.md", text.as_bytes())]);
            crate::model::load::load(&source, day).expect("memory").documents.swap_remove(0)
        };
        for (key, value, kept) in [
            ("controls", "[TBD]", &[][..]),
            ("controls", "[\"[CLAUSE]\"]", &[]),
            ("clauses", "n/a", &[]),
            ("implements", "[{{policy}}]", &[]),
            ("implements", "[\"{{policy}}\", TODO]", &[]),
            ("requirements", "{eu-ai-act: [TBD]}", &[]),
            ("controls", "[A.2.2, TBD]", &["A.2.2"]),
            ("requirements", "{eu-ai-act: [art-9, \"…\"]}", &["art-9"]),
        ] {
            let document = read(key, value);
            let named = document.fields.requirements().iter().flat_map(|(_, ids)| ids);
            let ids: Vec<&str> = document.fields.texts(key).iter().chain(named).map(|id| id.value.as_str()).collect();
            assert_eq!(ids, kept, "{key}: {value}");
            let open = document.problems.iter().filter(|told| told.message.english().ends_with("which is no answer"));
            assert_eq!(open.map(|told| told.kind).collect::<Vec<_>>(), [MissingAdvised], "{key}: {value}");
        }
        for (key, value) in [("approvers", "pending"), ("approvers", "[not yet]"), ("owner", "to be confirmed in May")]
        {
            let told = |told: &crate::parse::Problem| told.message.english().ends_with("which is no answer");
            let document = read(key, value);
            assert!(document.fields.get(key).is_none() && document.problems.iter().any(told), "{key}: {value}");
        }
        for (key, value, said) in [
            ("owner", "{{owner}}", "{{owner}}"),
            ("effective", "{ day }", "{day}"),
            ("implements", "[{{policy}}, TODO]", "{{policy}}"),
            ("version", "TBD", "TBD"),
        ] {
            let told =
                read(key, value).problems.iter().map(|told| told.message.english()).collect::<Vec<_>>().join("\n");
            assert!(told.contains(&format!("`{key}` says `{said}`, which")), "{told}");
        }
        assert_eq!(read("approvers", "[CEO, Penny Ding]").fields.texts("approvers").len(), 2);
        // What is still to come is lacking.
        assert!(read("controls", "[TBD]").fields.lacks("controls"));
        // Braces around an id are no place to fill in, and an empty id is told where ids are looked up.
        let problems = &read("controls", "{A.2.2}").problems;
        assert!(problems.iter().any(|told| told.kind == WrongType), "{problems:?}");
        assert_eq!(read("controls", "['']").fields.texts("controls").len(), 1);
    }
}
