//! Values that YAML reads otherwise than they look: items of a list that run together, and what `#` cuts off.

use std::collections::BTreeSet;

use super::fields::Fields;
use super::kinds::FieldType;
use super::read_fields::Schema;
use crate::base::tell;
use crate::base::text::cut;
use crate::parse::{Entry, Node, Problem, ProblemKind, Value};
use crate::reading::{CLASS, Said};

/// How much of what was cut off is told.
const MOST: usize = 30;

/// Tells of them, in front matter.
pub(super) fn told(said: &[Said<'_>], schema: &Schema<'_>, fields: &mut Fields, problems: &mut Vec<Problem>) {
    // What is needed in a row and empty is told already.
    let before: BTreeSet<usize> = problems.iter().map(|problem| problem.span.start).collect();
    for said in said.iter().take(schema.of_front) {
        cut_off(&said.entry.node, (&said.entry.key, schema.text), problems);
        if all_cut_off(&said.entry, (schema.text, &before), problems) {
            fields.misread.insert(said.name.clone());
            // What was meant to be said of who may read it is not known.
            fields.misread.extend(schema.reading.is_class(&said.entry.key).then(|| CLASS.to_owned()));
        }
        let spec = schema.kinds.field(schema.kind, &said.name);
        let is_list = spec.is_some_and(|spec| matches!(spec.field_type, FieldType::Texts | FieldType::Persons));
        let Value::List(items) = &said.entry.node.value else { continue };
        // Ids that run together are told where they are read.
        for item in items.iter().filter(|item| is_list && runs_on(item, schema.text)) {
            let message =
                tell!("two items of `{key}` run together: the lower one is indented deeper", key = &said.entry.key);
            let help = tell!("Begin each item in the same column: `- ` below `- `.");
            problems.push(Problem::new(ProblemKind::WrongType, item.span, message).help(help));
            fields.misread.insert(said.name.clone());
        }
    }
}

/// Whether a text that is in no quotes goes on with a line that looks like an item of a list.
fn runs_on(item: &Node, text: &str) -> bool {
    let Value::Scalar(scalar) = &item.value else { return false };
    let written = text.get(item.span.start..item.span.end).unwrap_or_default();
    !scalar.quoted && written.lines().skip(1).any(|line| line.trim_start().starts_with("- "))
}

/// Tells where a `#` takes away all of a value, or of an item or a row of it; whether that is so of the value or an item.
fn all_cut_off(entry: &Entry, (text, before): (&str, &BTreeSet<usize>), problems: &mut Vec<Problem>) -> bool {
    let own = entry.remark(text).map(|word| (entry.key_span, word));
    // Of a key that is told already not more is told.
    let told = own.filter(|_| !before.contains(&entry.key_span.start));
    let found: Vec<_> = told.into_iter().chain(entry.remarks_of_items(text)).collect();
    for (span, word) in &found {
        let (key, remark) = (&entry.key, cut(word, MOST));
        let message = match entry.node.value {
            Value::List(_) => tell!("an item of `{key}` is empty: YAML takes `{remark}` for a remark", key, remark),
            _ => tell!("`{key}` is empty: YAML takes `{remark}` for a remark", key, remark),
        };
        let help = tell!("Put it into quotes, `\"{remark}\"`; where it is a remark, put a blank behind `#`.", remark);
        problems.push(Problem::new(ProblemKind::OddQuotes, *span, message).help(help));
    }
    let rows: &[Node] = match &entry.node.value {
        Value::List(items) => items,
        Value::Table(_) => std::slice::from_ref(&entry.node),
        _ => &[],
    };
    for row in rows {
        let Value::Table(cells) = &row.value else { continue };
        for cell in cells {
            all_cut_off(cell, (text, before), problems);
        }
    }
    own.is_some() || !found.is_empty()
}

/// Tells where a text ends before a `#` that looks like a part of it. A remark has a blank behind the sign.
fn cut_off(node: &Node, (key, text): (&str, &str), problems: &mut Vec<Problem>) {
    match &node.value {
        Value::Null => {}
        Value::List(items) => {
            for item in items {
                cut_off(item, (key, text), problems);
            }
        }
        Value::Table(entries) => {
            for entry in entries {
                cut_off(&entry.node, (&entry.key, text), problems);
            }
        }
        Value::Scalar(scalar) => {
            // Many items may stand on one line: its end is looked for where there is a remark.
            let rest = text.get(node.span.end..).unwrap_or_default();
            let behind = rest.trim_start_matches([' ', '\t']);
            let remark = behind.strip_prefix('#').filter(|_| !scalar.quoted && rest.starts_with([' ', '\t']));
            if let Some(remark) = remark.filter(|remark| remark.starts_with(char::is_alphanumeric)) {
                let remark = remark.lines().next().unwrap_or_default();
                let cut_off = format!("#{}", cut(remark.trim_end(), MOST));
                let message = tell!("`{key}` ends before `{cut_off}`, which YAML takes for a remark", key, cut_off);
                let help = tell!(
                    "Put the value into quotes, `{key}: \"…\"`; where it is a remark, put a blank behind `#`.",
                    key
                );
                problems.push(Problem::new(ProblemKind::OddQuotes, node.span, message).help(help));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::source::Memory;

    fn told(keys: &str) -> Vec<String> {
        let text = format!("---\nid: POL-001\nkind: policy\n{keys}---\nText.\n");
        let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("memory");
        let is_it = |message: &str| message.contains("run together") || message.contains("for a remark");
        // That a key which has to be there is empty would only follow.
        assert!(!aims.documents[0].problems.iter().any(|found| found.message.english().starts_with("nothing stands")));
        aims.documents[0].problems.iter().map(|found| found.message.english()).filter(|said| is_it(said)).collect()
    }

    #[test]
    fn items_that_run_together_are_told_once() {
        assert_eq!(
            told("title: T\ncommitments:\n  - A\n    - B\n"),
            ["two items of `commitments` run together: the lower one is indented deeper"]
        );
        assert!(told("title: T\ncommitments:\n  - A\n  - B\n  - a text\n    of two lines - and a dash\n").is_empty());
    }

    #[test]
    fn what_is_all_remark_is_told_and_keeps_readers_out() {
        for (keys, message) in [
            ("title: #one\n", "`title` is empty: YAML takes `#one` for a remark"),
            (
                "title: T\nclassification: #confidential\n",
                "`classification` is empty: YAML takes `#confidential` for a remark",
            ),
            ("title: T\ncontrols: #A.2.2\n", "`controls` is empty: YAML takes `#A.2.2` for a remark"),
            (
                "title: T\ncommitments:\n  - A\n  - #3 A person\n",
                "an item of `commitments` is empty: YAML takes `#3 A person` for a remark",
            ),
        ] {
            assert_eq!(told(keys), [message]);
        }
        assert!(told("title: T\ncontrols: # none yet\n").is_empty());
        for (keys, misread) in
            [("classification: #confidential\n", true), ("klassifizierung: #geheim\n", true), ("", false)]
        {
            let text = format!("---\nid: POL-001\nkind: policy\ntitle: T\n{keys}---\nText.\n");
            let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("memory");
            assert_eq!(aims.documents[0].fields.is_misread("classification"), misread, "{keys}");
        }
    }

    #[test]
    fn what_a_sign_cuts_off_is_told() {
        assert_eq!(told("title: Responsible #1 AI\n"), ["`title` ends before `#1 AI`, which YAML takes for a remark"]);
        assert_eq!(told("title: T\ncommitments:\n  - Rule #2 holds\n").len(), 1);
        for fine in ["title: T # a remark\n", "title: \"Responsible #1 AI\"\n", "title: C# and F#\n", "title: T ## x\n"]
        {
            assert!(told(fine).is_empty(), "{fine}");
        }
    }
}
