//! A cell of a table in a text, as front matter would have it: yes and no, words of a choice, ids of controls and
//! documents.

use std::collections::BTreeMap;

use super::markup::bare;
use super::{normal, value};
use crate::diag::Span;
use crate::parse::{Node, Scalar, Value};

/// What stands in the cells of a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// A text.
    Text,
    /// A day.
    Day,
    /// A whole number, perhaps with a word beside it: `4 (likely)`.
    Number(BTreeMap<String, String>),
    /// The id of one control: `A.5.2`, `5.2`, `Control A.5.2 – Title`.
    Control,
    /// Ids of controls or clauses in a text.
    Controls,
    /// Ids of documents in a text, or links to them.
    Ids,
    /// One of a few words, by the words that mean them, in their normal form.
    Word(BTreeMap<String, String>),
}

/// Words for yes and no, in their normal form.
const FLAGS: [(&str, &str); 36] = [
    ("yes", "true"),
    ("y", "true"),
    ("true", "true"),
    ("x", "true"),
    ("ja", "true"),
    ("oui", "true"),
    ("sí", "true"),
    ("ya", "true"),
    ("in", "true"),
    ("in-scope", "true"),
    ("included", "true"),
    ("applicable", "true"),
    ("applies", "true"),
    ("partial", "true"),
    ("partly", "true"),
    ("partially", "true"),
    ("teilweise", "true"),
    ("anwendbar", "true"),
    ("partially-applicable", "true"),
    ("no", "false"),
    ("n", "false"),
    ("false", "false"),
    ("nein", "false"),
    ("non", "false"),
    ("tidak", "false"),
    ("out", "false"),
    ("out-of-scope", "false"),
    ("excluded", "false"),
    ("not-included", "false"),
    ("not-applicable", "false"),
    ("does-not-apply", "false"),
    ("n/a", "false"),
    ("na", "false"),
    ("none", "false"),
    ("nicht-anwendbar", "false"),
    ("ausgeschlossen", "false"),
];

/// Words for words of ours under any choice that has them.
const CHOICES: [(&str, &str); 42] = [
    ("implemented", "done"),
    ("fully-implemented", "done"),
    ("complete", "done"),
    ("completed", "done"),
    ("in-place", "done"),
    ("operational", "done"),
    ("effective", "done"),
    ("closed", "done"),
    ("yes", "done"),
    ("umgesetzt", "done"),
    ("partially-implemented", "partial"),
    ("partly-implemented", "partial"),
    ("partially", "partial"),
    ("partly", "partial"),
    ("in-progress", "partial"),
    ("ongoing", "partial"),
    ("in-implementation", "partial"),
    ("teilweise", "partial"),
    ("teilweise-umgesetzt", "partial"),
    ("not-implemented", "planned"),
    ("not-started", "planned"),
    ("to-do", "planned"),
    ("todo", "planned"),
    ("open", "planned"),
    ("no", "planned"),
    ("scheduled", "planned"),
    ("geplant", "planned"),
    ("mitigate", "reduce"),
    ("mitigated", "reduce"),
    ("mitigation", "reduce"),
    ("modify", "reduce"),
    ("treat", "reduce"),
    ("reduction", "reduce"),
    ("transfer", "share"),
    ("transferred", "share"),
    ("insure", "share"),
    ("retain", "accept"),
    ("tolerate", "accept"),
    ("accepted", "accept"),
    ("terminate", "avoid"),
    ("eliminate", "avoid"),
    ("avoided", "avoid"),
];

/// Signs for yes and no. A crossed box is neither by itself: some tick with it, and some cross out.
const SIGNS: [(&[&str], &str); 2] =
    [(&["✓", "✔", "✅", "☑", "🟢", "[x]", "[X]"], "yes"), (&["✗", "✘", "❌", "✖", "🔴", "☐", "[ ]"], "no")];

impl Form {
    /// Yes or no.
    pub fn flag() -> Self {
        Self::Word(FLAGS.iter().map(|(theirs, ours)| ((*theirs).to_owned(), (*ours).to_owned())).collect())
    }

    /// The same where empty boxes stand in the column: then a crossed one is a tick, as word processors draw it.
    pub(super) fn with_boxes<'c>(&self, mut column: impl Iterator<Item = &'c str>) -> Option<Self> {
        let Self::Word(words) = self else { return None };
        let yes = words.get("yes")?.clone();
        let mut with = self.clone();
        column.any(|cell| cell.contains('☐')).then(|| {
            with.also("☒", &yes);
            with
        })
    }

    /// One of these words, also by the words that commonly mean them.
    pub fn choice(choices: &[String]) -> Self {
        let known = CHOICES.iter().filter(|(theirs, ours)| {
            choices.iter().any(|choice| choice == ours) && choices.iter().all(|choice| choice != theirs)
        });
        Self::Word(known.map(|(theirs, ours)| ((*theirs).to_owned(), (*ours).to_owned())).collect())
    }

    /// Takes a word of a team's for one of ours, where its cells hold words.
    pub fn also(&mut self, theirs: &str, ours: &str) -> bool {
        match self {
            Self::Word(words) | Self::Number(words) => {
                words.insert(normal(theirs), ours.to_owned());
                true
            }
            _ => false,
        }
    }
}

/// What a cell says; `None` where it says nothing.
pub(super) fn read(form: &Form, raw: &str, at: usize) -> Option<Value> {
    let text = bare(raw);
    if text.chars().all(|c| matches!(c, '-' | '–' | '—' | '_' | '…' | '.' | ' ')) {
        return None;
    }
    Some(match form {
        Form::Text => scalar(&text),
        Form::Day => day(&text),
        Form::Number(words) => match words.get(&normal(&text)) {
            Some(ours) => scalar(ours),
            None => scalar(number(&text).unwrap_or(&text)),
        },
        Form::Control => scalar(&control(&text).unwrap_or_else(|| text.clone())),
        Form::Controls => {
            let ids = controls(raw, at);
            if ids.is_empty() { scalar(&text) } else { Value::List(ids) }
        }
        Form::Ids => Value::List(Some(ids(raw, at)).filter(|ids| !ids.is_empty())?),
        Form::Word(words) => scalar(&word(words, &text)),
    })
}

/// Whether a cell says by itself that it is the whole of what such a column holds.
pub(super) fn is_whole(form: &Form, raw: &str) -> bool {
    let text = bare(raw);
    match form {
        Form::Control => control(&text).is_some(),
        Form::Word(words) => words.values().any(|ours| *ours == word(words, &text)),
        Form::Day | Form::Number(_) | Form::Text | Form::Controls | Form::Ids => false,
    }
}

/// The number that a text begins with: `4`, `4 (likely)`, `4/5`, `4 - likely`.
fn number(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let ends = rest.is_empty() || rest.starts_with([' ', '/', '(', ':']) || rest.starts_with('–');
    (!digits.is_empty() && ends).then_some(digits)
}

/// Our word for a text: by the whole of it, by what stands before a remark, or by a sign.
fn word(words: &BTreeMap<String, String>, text: &str) -> String {
    let known = |text: &str| words.get(&normal(text.trim().trim_end_matches(['.', ',', ';', ':']))).cloned();
    let letters = text.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    let end = [" (", " – ", " — ", " - ", ", ", "; ", ". ", ": "].iter().filter_map(|sign| letters.find(sign)).min();
    let before = &letters[..end.unwrap_or(letters.len())];
    let sign = || SIGNS.iter().find(|(signs, _)| signs.iter().any(|sign| text.contains(sign))).map(|(_, word)| *word);
    let said = known(text).or_else(|| known(letters)).or_else(|| known(before));
    let said = said.or_else(|| if letters.is_empty() || text.starts_with('[') { known(sign()?) } else { None });
    said.unwrap_or_else(|| if before.is_empty() { text.to_owned() } else { before.to_owned() })
}

/// The id of a control in a text. A bare number is one of Annex A.
fn control(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let mut words = text.split(|c: char| !is_part(c)).map(|word| word.trim_end_matches('.'));
    words.find_map(control_id)
}

fn control_id(word: &str) -> Option<String> {
    let lower = word.strip_prefix("a.").or_else(|| word.strip_prefix("A."));
    let numbers = lower.unwrap_or(word);
    let is_number = |part: &str| !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit());
    let sound = numbers.split('.').all(is_number) && numbers.contains('.');
    sound.then(|| format!("A.{numbers}"))
}

fn controls(raw: &str, at: usize) -> Vec<Node> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let mut start = at;
    let found = raw.split_inclusive(|c: char| !is_part(c)).filter_map(|piece| {
        let word = piece.trim_end_matches(|c: char| !is_part(c) || c == '.');
        let span = Span::new(start, start + word.len());
        start += piece.len();
        Some(Node { value: scalar(&control_id(word)?), span })
    });
    found.collect()
}

/// Ids of documents in a text: in double brackets, as the text of a link or where it leads, and words such as `POL-001`.
fn ids(raw: &str, at: usize) -> Vec<Node> {
    let mut found = Vec::new();
    let mut add = |text: &str, start: usize| {
        let span = Span::new(at + start, at + start + text.len());
        found.push(Node { value: scalar(text), span });
    };
    let mut place = 0;
    while place < raw.len() {
        let rest = &raw[place..];
        if let Some((inner, _)) = rest.strip_prefix("[[").and_then(|inner| inner.split_once("]]")) {
            let id = inner.split(['|', '#', '\\']).next().unwrap_or_default().trim();
            add(id, place + 2 + (inner.len() - inner.trim_start().len()));
            place += inner.len() + 4;
        } else if let Some((label, behind)) = rest.strip_prefix('[').and_then(|inner| inner.split_once("](")) {
            let (target, _) = behind.split_once(')').unwrap_or((behind, ""));
            let file = target.split(['#', ' ']).next().unwrap_or_default();
            if is_id(label.trim()) {
                add(label.trim(), place + 1 + (label.len() - label.trim_start().len()));
            } else if !file.is_empty() && !file.contains(':') {
                add(file, place + 1 + label.len() + 2);
            }
            place += (1 + label.len() + 2 + target.len() + 1).min(rest.len());
        } else {
            let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
            let word = &rest[..rest.find(|c: char| !is_part(c)).unwrap_or(rest.len())];
            if is_id(word.trim_end_matches('.')) {
                add(word.trim_end_matches('.'), place);
            }
            place += word.len().max(rest.chars().next().map_or(1, char::len_utf8));
        }
    }
    found
}

/// Whether a word has the form of most ids of documents: letters in upper case, and a number behind a hyphen. `ISO-42001`
/// names a standard.
fn is_id(word: &str) -> bool {
    let Some((prefix, number)) = word.rsplit_once('-') else { return false };
    let letters = prefix.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_'));
    let named = prefix.starts_with(|c: char| c.is_ascii_uppercase()) && !matches!(prefix, "ISO" | "IEC" | "EN" | "SP");
    letters && named && !number.is_empty() && number.chars().all(|c| c.is_ascii_digit() || c == '.')
}

/// One text.
fn scalar(text: &str) -> Value {
    Value::Scalar(Scalar { text: text.to_owned(), quoted: true })
}

/// A day as front matter has it, or the text that is none.
fn day(text: &str) -> Value {
    value::read("date", text, 0).map_or_else(|| scalar(text), |(_, node)| node.value)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(form: &Form, raw: &str) -> Vec<String> {
        let text = |value: &Value| match value {
            Value::Scalar(scalar) => scalar.text.clone(),
            other => format!("{other:?}"),
        };
        match read(form, raw, 0) {
            Some(Value::List(items)) => items.iter().map(|item| text(&item.value)).collect(),
            Some(value) => vec![text(&value)],
            None => Vec::new(),
        }
    }

    #[test]
    fn yes_and_no_have_many_words() {
        for raw in ["Yes", "**yes**", "✅", "✓ Yes", "Partially", "Included", "Applicable (see 4.3)", "[x]", "Ja", "x"]
        {
            assert_eq!(said(&Form::flag(), raw), ["true"], "{raw}");
        }
        for raw in ["No", "❌", "N/A", "Excluded", "Not applicable", "✗ Not applicable – no suppliers", "[ ]"] {
            assert_eq!(said(&Form::flag(), raw), ["false"], "{raw}");
        }
        assert_eq!(said(&Form::flag(), "Perhaps"), ["Perhaps"]);
        assert!(said(&Form::flag(), " — ").is_empty());
    }

    #[test]
    fn words_of_a_choice_are_those_that_it_has() {
        let choices = ["planned", "partial", "done"].map(str::to_owned);
        let mut form = Form::choice(&choices);
        for (raw, wanted) in [
            ("Implemented", "done"),
            ("✅ Implemented", "done"),
            ("Partially implemented (2027)", "partial"),
            ("In progress", "partial"),
            ("❌ Not implemented", "planned"),
            ("Planned", "Planned"),
            ("✅", "done"),
        ] {
            assert_eq!(said(&form, raw), [wanted], "{raw}");
        }
        assert!(form.also("Läuft", "partial"));
        assert_eq!(said(&form, "läuft"), ["partial"]);
        let actions = ["planned", "in-progress", "done"].map(str::to_owned);
        assert_eq!(said(&Form::choice(&actions), "In progress"), ["In progress"], "a word of ours is itself");
    }

    #[test]
    fn controls_are_found_in_what_is_said_of_them() {
        for raw in ["A.5.2", "5.2", "Control A.5.2 – Title", "**A.5.2** Title of 2026", "[A.5.2](x.md)", "a.5.2:"] {
            assert_eq!(said(&Form::Control, raw), ["A.5.2"], "{raw}");
        }
        assert_eq!(said(&Form::Control, "ORG-1"), ["ORG-1"]);
        assert_eq!(said(&Form::Controls, "A.5.2, A.6.2.4 and 9.2"), ["A.5.2", "A.6.2.4", "A.9.2"]);
    }

    #[test]
    fn evidence_is_what_is_linked_or_has_the_form_of_an_id() {
        assert_eq!(said(&Form::Ids, "[[POL-1|Policy]], PRO-002. See ISO-42001"), ["POL-1", "PRO-002"]);
        assert_eq!(said(&Form::Ids, "[POL-001](../p.md) and [Steps](./s.md#a)"), ["POL-001", "./s.md"]);
        assert!(said(&Form::Ids, "The log of [the tool](https://x.example)").is_empty());
        assert!(said(&Form::Ids, "[").is_empty());
    }

    #[test]
    fn numbers_may_have_a_word_beside_them() {
        let form = Form::Number(BTreeMap::from([("high".to_owned(), "4".to_owned())]));
        for (raw, wanted) in [("4", "4"), ("4 (likely)", "4"), ("4/5", "4"), ("High", "4"), ("Low", "Low")] {
            assert_eq!(said(&form, raw), [wanted]);
        }
    }
}
