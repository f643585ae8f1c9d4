//! Whether what stands under a key may be meant for another one: a person is no day, and `true` names nobody.

use super::absent::is_absent;
use super::kinds::{FieldSpec, FieldType};
use super::settings::normal;
use crate::base::text::did_you_mean_one;
use crate::base::{Period, date};
use crate::parse::{Node, Value};

/// Which of some keys a key that is none of them is a slip of: the nearest of those that take such a value.
pub(super) fn nearest<'a>(name: &str, node: &Node, keys: &[&'a FieldSpec]) -> Option<&'a str> {
    did_you_mean_one(name, keys.iter().map(|spec| (spec.name.as_str(), *spec)), |spec| takes(spec, node))
}

/// Whether a key may take such a value, slips and places that are still to be filled in counted in.
fn takes(spec: &FieldSpec, node: &Node) -> bool {
    match &node.value {
        Value::Null => true,
        Value::Table(_) => matches!(spec.field_type, FieldType::Rows | FieldType::Requirements),
        Value::List(items) => items.iter().all(|item| matches!(item.value, Value::List(_)) || takes(spec, item)),
        Value::Scalar(scalar) => {
            let text = scalar.text.trim();
            is_absent(text) || is_of(spec, text)
        }
    }
}

fn is_of(spec: &FieldSpec, text: &str) -> bool {
    let is_flag = || matches!(text.to_ascii_lowercase().as_str(), "true" | "false" | "yes" | "no");
    let has_digit = || text.chars().any(char::is_numeric);
    match spec.field_type {
        FieldType::Date => has_digit(),
        FieldType::Period => has_digit() || Period::parse(text).is_some(),
        FieldType::Flag => is_flag(),
        FieldType::Number => text.parse::<i64>().is_ok(),
        FieldType::Person | FieldType::Persons => {
            !is_flag() && date::parse(text).is_none() && text.chars().any(char::is_alphabetic)
        }
        FieldType::Choice | FieldType::Choices => {
            spec.word(&normal(text)).is_some() || !is_flag() && date::parse(text).is_none()
        }
        FieldType::Ref | FieldType::Refs | FieldType::Controls | FieldType::Clauses => !is_flag(),
        FieldType::Requirements => false,
        FieldType::Rows => spec.alone.is_some(),
        FieldType::Text | FieldType::Texts => true,
    }
}

#[cfg(test)]
mod tests {
    use crate::base::Date;
    use crate::model::load::load;
    use crate::parse::ProblemKind;
    use crate::source::Memory;

    fn help(line: &str) -> String {
        let text = format!("---\nid: POL-001\ntitle: T\nkind: policy\n{line}\n---\nText.\n");
        let aims = load(&Memory::new([("a.md", text.as_bytes())]), Date::constant(2026, 11, 20)).expect("it loads");
        let is_it = |kind| matches!(kind, ProblemKind::UnknownKey | ProblemKind::ForeignKey);
        let found = aims.documents[0].problems.iter().find(|problem| is_it(problem.kind));
        found.and_then(|problem| problem.help.as_ref()).map(ToString::to_string).unwrap_or_default()
    }

    #[test]
    fn a_near_key_is_named_where_it_takes_what_stands_there() {
        for (line, near) in [
            ("reviwed: 2026-02-01", "reviewed"),
            ("reviwed: '[DATE]'", "reviewed"),
            ("reviwed:", "reviewed"),
            ("approverss: [AI Officer]", "approvers"),
            ("onwer: AI Officer", "owner"),
            ("contorls: [A.2.2]", "controls"),
            ("reviw-every: yearly", "review-every"),
            ("statsu: finished", "status"),
        ] {
            assert!(help(line).starts_with(&format!("Did you mean `{near}`?")), "{line}: {}", help(line));
        }
        for line in [
            "disapprovers: [AI Officer]",
            "unapproved: 2026-02-01",
            "reviewr: Orla",
            "revewed_by: Orla Fenwick",
            "aprovers: true",
            "approverss: 2026-02-01",
        ] {
            assert!(!help(line).contains("Did you mean"), "{line}: {}", help(line));
        }
    }
}
