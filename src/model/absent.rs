//! What stands where an answer should and is none: nothing, a line to write on, `TBD`, `n/a`, `<owner>`.
//!
//! Editors write `''` for what was left blank, and templates leave signs where something has to be filled in. Neither says
//! anything, so neither counts as given. This is asked where fields are read; of what another rule judges, that rule asks it.

use super::fields::FieldValue;
use super::kinds::{FieldSpec, FieldType};
use super::settings::normal_word;
use crate::parse::{Node, Scalar, Value};

/// Words that stand for an answer still to come, or for none, without blanks, full stops and letter case.
const WORDS: [&str; 20] = [
    "n/a",
    "na",
    "notapplicable",
    "nil",
    "null",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "tobedone",
    "tobedecided",
    "tobedefined",
    "tobedetermined",
    "tobeconfirmed",
    "tobeannounced",
    "tobecompleted",
    "fixme",
    "xxx",
    "placeholder",
    "fillin",
];

/// Marks of what is still to be written, with more behind them.
const MARKS: [&str; 4] = ["TBD", "TODO", "FIXME", "XXX"];

/// Whether a text is no answer.
pub fn is_absent(text: &str) -> bool {
    let bare = text.trim().trim_matches(['`', '*', '"', '\'']).trim();
    // Signs without a letter or digit: `-`, `____`, `…`, `?`. Signs of other scripts may be words.
    if bare.chars().all(|c| c.is_ascii_punctuation() || c.is_whitespace() || matches!(c, '–' | '—' | '…' | '•'))
    {
        return true;
    }
    let word: String = bare.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '_')).collect();
    let word = word.trim_matches(|c: char| matches!(c, '(' | ')' | '!' | '?' | ':'));
    WORDS.contains(&word) || is_slot(bare) || is_marked(bare)
}

/// `<owner>`, `[DATE]`, `{{name}}`, `${name}`: a place to fill in, and nothing beside it.
fn is_slot(bare: &str) -> bool {
    let bare = bare.strip_prefix('$').unwrap_or(bare);
    let inside = [('<', '>'), ('[', ']'), ('{', '}'), ('«', '»')].into_iter().find_map(|(open, close)| {
        bare.strip_prefix(open)?.strip_suffix(close).filter(|inner| !inner.contains(open) || open == '{')
    });
    // An address in angle brackets is one, and so is a link.
    inside.is_some_and(|inner| !inner.contains(['@', ']']) && !inner.contains("://"))
}

/// `TODO: ask the board`, `TBD (June)`.
fn is_marked(bare: &str) -> bool {
    MARKS.iter().any(|mark| {
        bare.strip_prefix(mark).is_some_and(|rest| rest.trim_start().starts_with([':', '(', '-', '–', '—']))
    })
}

/// What is written under a key and is no answer to what the key takes; empty for an empty text. `None` where there is an
/// answer, nothing at all, or what cannot be read, of which there is a finding; and for ids, which their own rules look up.
pub(super) fn non_answer<'a>(node: &'a Node, spec: &FieldSpec) -> Option<&'a str> {
    use FieldType::{Clauses, Controls, Ref, Refs};
    if spec.judged || matches!(spec.field_type, Ref | Refs | Controls | Clauses) {
        return None;
    }
    let of = |scalar: &'a Scalar| is_absent(&scalar.text).then_some(scalar.text.trim());
    let word = match &node.value {
        Value::Scalar(scalar) => of(scalar)?,
        // Of a list all, of which the first is told.
        Value::List(items) if !items.is_empty() && spec.field_type != FieldType::Rows => {
            let mut words = items.iter().map(|item| match &item.value {
                Value::Scalar(scalar) => of(scalar),
                Value::Null => Some(""),
                _ => None,
            });
            let first = words.next()??;
            words.all(|word| word.is_some()).then_some(first)?
        }
        _ => return None,
    };
    let allowed = |choice: &String| *choice == normal_word(word);
    (!spec.choices.iter().any(allowed)).then_some(word)
}

/// A value without what is no answer in a list of texts. Names and ids are looked up, and told where they are none.
pub(super) fn without_absent(mut value: FieldValue, spec: &FieldSpec) -> FieldValue {
    if let (FieldValue::Texts(texts), FieldType::Texts) = (&mut value, spec.field_type) {
        texts.retain(|text| !is_absent(&text.value));
    }
    value
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_says_nothing_is_no_answer() {
        for text in [
            "",
            "  ",
            "-",
            "--",
            "____",
            "_",
            "…",
            "...",
            "?",
            "???",
            "–",
            "*",
            "TBD",
            "tbd.",
            "T.B.D.",
            "(tbd)",
            "TBD?",
            "TODO",
            "to do",
            "To be defined",
            "N/A",
            "n.a.",
            "n/a.",
            "Not applicable",
            "XXX",
            "<owner>",
            "<...>",
            "<>",
            "[DATE]",
            "[Name of the owner]",
            "{{ owner }}",
            "{owner}",
            "${OWNER}",
            "`TBD`",
            "*TBD*",
            "TODO: ask the board",
            "TBD (June)",
            "FIXME - later",
            "fill in",
            "'____'",
        ] {
            assert!(is_absent(text), "{text:?}");
        }
    }

    #[test]
    fn what_says_something_is_one() {
        for text in [
            "CEO",
            "none",
            "None; computing only",
            "No",
            "0",
            "1.0",
            "Todo list planner",
            "TODOist",
            "TBDs are closed",
            "<ceo@example.org>",
            "<https://example.org>",
            "[CEO](roles.md)",
            "[[POL-001]]",
            "a <b> c",
            "規程",
            "é",
            "✓",
            "n/a for suppliers; staff sign",
            "Nathan",
            "{a} and b",
            "X",
        ] {
            assert!(!is_absent(text), "{text:?}");
        }
    }
}
