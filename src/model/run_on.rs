//! Values that YAML reads otherwise than they look: items of a list that run together, and what `#` cuts off.

use super::fields::Fields;
use super::kinds::FieldType;
use super::read_fields::Schema;
use crate::base::tell;
use crate::base::text::cut;
use crate::parse::{Node, Problem, ProblemKind, Value};
use crate::reading::Said;

/// How much of what was cut off is told.
const MOST: usize = 30;

/// Tells of them, in front matter.
pub(super) fn told(said: &[Said<'_>], schema: &Schema<'_>, fields: &mut Fields, problems: &mut Vec<Problem>) {
    for said in said.iter().take(schema.of_front) {
        cut_off(&said.entry.node, (&said.entry.key, schema.text), problems);
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
            let rest = text.get(node.span.end..).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let remark =
                rest.trim_start().strip_prefix('#').filter(|_| !scalar.quoted && rest.starts_with([' ', '\t']));
            if let Some(remark) = remark.filter(|remark| remark.starts_with(char::is_alphanumeric)) {
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
    fn what_a_sign_cuts_off_is_told() {
        assert_eq!(told("title: Responsible #1 AI\n"), ["`title` ends before `#1 AI`, which YAML takes for a remark"]);
        assert_eq!(told("title: T\ncommitments:\n  - Rule #2 holds\n").len(), 1);
        for fine in ["title: T # a remark\n", "title: \"Responsible #1 AI\"\n", "title: C# and F#\n", "title: T ## x\n"]
        {
            assert!(told(fine).is_empty(), "{fine}");
        }
    }
}
