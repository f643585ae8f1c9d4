//! A cell of a table in a text, as front matter would have it: yes and no, words of a choice, ids of controls and
//! documents.

use std::collections::BTreeMap;

use super::markup::{bare, masked};
use super::normal::{normal, pairs_in};
use super::value;
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
const FLAGS: &str = "true: yes|y|true|x|ja|oui|sí|si|sim|ya|in|in-scope|included|applicable|applies|aplica|aplicable|aplicável|aplica-parcialmente|parcialmente|parcial|partial|partly|partially|teilweise|anwendbar|partially-applicable
false: no|n|false|nein|non|não|tidak|out|none";

/// Words that leave something out in any column that tells of it.
const OUT: &str = "false: out-of-scope|excluded|not-included|not-applicable|does-not-apply|n/a|na|nicht-anwendbar|ausgeschlossen|no-aplica|no-aplicable|não-aplicável|não-se-aplica|non-applicable|exclu|excluido|excluído";

/// Words for words of ours under any choice that has them.
const CHOICES: &str = "done: implemented|fully-implemented|complete|completed|in-place|operational|effective|closed|yes|umgesetzt
partial: partially-implemented|partly-implemented|partially|partly|in-progress|ongoing|in-implementation|teilweise|teilweise-umgesetzt
planned: not-implemented|not-started|to-do|todo|open|no|scheduled|geplant
reduce: mitigate|mitigated|mitigation|modify|treat|reduction
share: transfer|transferred|insure
accept: retain|tolerate|accepted
avoid: terminate|eliminate|avoided";

/// Signs for yes and no. A crossed box is neither by itself: some tick with it, and some cross out.
const SIGNS: [(&[&str], &str); 2] =
    [(&["✓", "✔", "✅", "☑", "🟢", "[x]", "[X]"], "yes"), (&["✗", "✘", "❌", "✖", "🔴", "☐", "[ ]"], "no")];

impl Form {
    /// Whether a cell says by itself that it is the whole of what such a column holds.
    pub fn is_whole(&self, raw: &str) -> bool {
        let text = bare(raw);
        match self {
            Self::Control => control(&text).is_some(),
            Self::Word(words) => words.values().any(|ours| *ours == word(words, &text)),
            Self::Day | Self::Number(_) | Self::Text | Self::Controls | Self::Ids => false,
        }
    }

    /// Yes or no.
    pub fn flag() -> Self {
        let all = pairs_in(FLAGS).chain(pairs_in(OUT));
        Self::Word(all.map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned())).collect())
    }

    /// Whether a cell of a column that tells how far something is says that it is left out.
    pub(super) fn leaves_out(&self, raw: &str) -> bool {
        let out = pairs_in(OUT).map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned())).collect();
        let tells_how_far = matches!(self, Self::Word(words) if words.values().any(|word| word == "done"));
        tells_how_far && word(&out, &bare(raw)) == "false"
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
        let known = pairs_in(CHOICES).filter(|(theirs, ours)| {
            choices.iter().any(|choice| choice == ours) && choices.iter().all(|choice| choice != theirs)
        });
        let own = choices.iter().map(|ours| (normal(ours), ours.clone()));
        Self::Word(known.map(|(theirs, ours)| (theirs.to_owned(), ours.to_owned())).chain(own).collect())
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
    let (text, raw) = (bare(raw), masked(raw));
    if text.chars().all(|c| matches!(c, '-' | '–' | '—' | '_' | '…' | '.' | ' ')) {
        return None;
    }
    Some(match form {
        Form::Text => scalar(&unlinked(&text)),
        Form::Day => day(&text),
        Form::Number(words) => match words.get(&normal(&text)) {
            Some(ours) => scalar(ours),
            None => scalar(number(&text).unwrap_or(&text)),
        },
        Form::Control => scalar(&control(&text).filter(|_| !is_list(&text)).unwrap_or_else(|| text.clone())),
        Form::Controls => {
            let ids = controls(&raw, at);
            if ids.is_empty() { scalar(&text) } else { Value::List(ids) }
        }
        Form::Ids => Value::List(Some(ids(&raw, at)).filter(|ids| !ids.is_empty())?),
        Form::Word(words) => scalar(&word(words, &text)),
    })
}

/// A text with the words of links in two brackets in place of these, or what they name.
fn unlinked(text: &str) -> String {
    let (mut words, mut rest) = (String::new(), text);
    while let Some((before, (inner, after))) =
        rest.split_once("[[").and_then(|(before, rest)| Some((before, rest.split_once("]]")?)))
    {
        words.push_str(before);
        words.push_str(inner.rsplit('|').next().unwrap_or(inner).trim());
        rest = after;
    }
    words + rest
}

/// The number that a text begins with: `4`, `4 (likely)`, `4/5`, `4 - likely`. With another one behind it, `4 – 5`, or with
/// what takes it back, nobody can tell which holds.
fn number(text: &str) -> Option<&str> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    let ends = rest.is_empty() || rest.starts_with([' ', '/', '(', ':']) || rest.starts_with('–');
    // How far the scale goes is no other number.
    let of = rest.trim_start_matches([' ', '(']);
    let of = ["/", "of ", "out of ", "von ", "sur "].iter().find_map(|lead| of.strip_prefix(lead)).map(str::trim_start);
    let remark = of.map_or(rest, |of| of.trim_start_matches(|c: char| c.is_ascii_digit()));
    let alone = !remark.contains(|c: char| c.is_ascii_digit()) && !takes_back(&BTreeMap::new(), digits, remark);
    (!digits.is_empty() && ends && alone).then_some(digits)
}

/// Our word for a text: by the whole of it, by what stands before a remark that takes nothing back, or by a sign. The text
/// itself where that is none of them.
fn word(words: &BTreeMap<String, String>, text: &str) -> String {
    let known = |text: &str| words.get(&normal(text.trim().trim_end_matches(['.', ',', ';', ':'])));
    let letters = text.trim_start_matches(|c: char| !c.is_alphanumeric()).trim();
    let end = [" (", " – ", " — ", " - ", ", ", "; ", ". ", ": "].iter().filter_map(|sign| letters.find(sign)).min();
    let (before, remark) = letters.split_at(end.unwrap_or(letters.len()));
    let sign = SIGNS.iter().find(|(signs, _)| signs.iter().any(|sign| text.contains(sign)));
    let sign = sign.and_then(|(_, word)| known(word));
    let whole = known(text).or_else(|| known(letters));
    let said = whole.or_else(|| known(before));
    let taken = whole.is_none() && takes_back(words, said.map_or("", String::as_str), remark);
    let ours = match said {
        Some(said) => (sign.is_none_or(|sign| sign == said) || is_modest(said)).then_some(said).filter(|_| !taken),
        None => sign.filter(|_| letters.is_empty() || text.starts_with('[')),
    };
    match ours {
        Some(ours) => ours.clone(),
        // A word of the team's, which the settings may have for one of ours.
        None if said.is_none() && !taken && !before.is_empty() => before.to_owned(),
        None => text.to_owned(),
    }
}

/// Words by which a remark takes back what it stands behind.
const DENIALS: &str = "not no never none except excepting excepted excluding excluded unless pending planned partial partially \
    partly was formerly until but without missing nicht kein keine keinen nie noch außer ausser ausgenommen ausgeschlossen \
    ohne geplant ausstehend teilweise teils bis aber pas sauf sans";

/// Whether a word claims so little that a remark can take nothing back of it: a reason may stand there.
fn is_modest(ours: &str) -> bool {
    matches!(ours, "false" | "planned" | "partial" | "in-progress" | "open" | "draft")
}

/// Whether what stands behind a word says another thing than the word: it is another word of the column itself, or, behind
/// one that claims something, holds one or denies it. `Implemented (planned)` and `Done, not in HR` are not done.
fn takes_back(words: &BTreeMap<String, String>, said: &str, remark: &str) -> bool {
    let differs = |text: &str| words.get(&normal(text)).map(|other| other != said);
    let mut parts = remark.split(['(', ')', ',', ';', ':', '.', '–', '—']).flat_map(|part| part.split(" - "));
    if parts.any(|part| differs(part) == Some(true)) {
        return true;
    }
    let lower = remark.to_lowercase();
    let held: Vec<&str> = lower.split(|c: char| !c.is_alphanumeric()).filter(|word| word.len() > 1).collect();
    let denies =
        |word: &&str| differs(word).unwrap_or_else(|| DENIALS.split_whitespace().any(|denial| denial == *word));
    let several = |many| held.windows(many).any(|words| differs(&words.join(" ")) == Some(true));
    !is_modest(said) && (held.iter().any(denies) || several(2) || several(3))
}

/// The id of a control in a text. A bare number is one of Annex A.
pub fn control(text: &str) -> Option<String> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '.';
    let mut words = text.split(|c: char| !is_part(c)).map(|word| word.trim_end_matches('.'));
    words.find_map(control_id)
}

/// Whether a text begins with the ids of two controls: it is about both, and a row is about one.
fn is_list(text: &str) -> bool {
    let words = text.split([' ', ',', ';', '/', '&', '+', '-', '–']).filter(|word| !word.is_empty());
    let mut words = words.filter(|word| !matches!(*word, "and" | "to" | "und" | "bis")).take(2);
    words.all(|word| word.starts_with(['A', 'a']) && control_id(word).is_some()) && text.matches("A.").count() > 1
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
            ("Planned", "planned"),
            ("✅", "done"),
            ("Done (2024, see PRO-001)", "done"),
            ("Done; done in all places", "done"),
            ("Planned - not started", "planned"),
            ("Partial (not in HR)", "partial"),
        ] {
            assert_eq!(said(&form, raw), [wanted], "{raw}");
        }
        assert!(form.also("Läuft", "partial"));
        assert_eq!(said(&form, "läuft"), ["partial"]);
        let actions = ["planned", "in-progress", "done"].map(str::to_owned);
        assert_eq!(said(&Form::choice(&actions), "In progress"), ["in-progress"], "a word of ours is itself");
    }

    #[test]
    fn a_word_that_is_taken_back_is_none() {
        let choice = Form::choice(&["planned", "partial", "done"].map(str::to_owned));
        for raw in [
            "Implemented (planned)",
            "Yes (planned for 2027)",
            "Implemented, not tested",
            "Done - except HR",
            "Done; planned",
            "Done (not in HR)",
            "Done: in progress",
            "❌ Implemented",
            "Umgesetzt, außer Personal",
            "Partial; done",
        ] {
            assert_eq!(said(&choice, raw), [raw]);
        }
        for raw in ["Yes; No", "Yes (excluded for HR)", "Ja, aber nicht in HR", "No; Yes", "[ ] Yes"] {
            assert_eq!(said(&Form::flag(), raw), [raw]);
        }
        assert_eq!(said(&choice, "Live (2024)"), ["Live"], "the settings may have it for one of ours");
        for raw in ["No (was Yes)", "No – not asked for, no suppliers", "Excluded (not applicable)"] {
            assert_eq!(said(&Form::flag(), raw), ["false"], "{raw}");
        }
        for raw in ["4 (was 2)", "4 – 5", "4 or 5", "4 (not assessed)"] {
            assert_eq!(said(&Form::Number(BTreeMap::new()), raw), [raw]);
        }
    }

    #[test]
    fn controls_are_found_in_what_is_said_of_them() {
        for raw in ["A.5.2", "5.2", "Control A.5.2 – Title", "**A.5.2** Title of 2026", "[A.5.2](x.md)", "a.5.2:"] {
            assert_eq!(said(&Form::Control, raw), ["A.5.2"], "{raw}");
        }
        for raw in ["ORG-1", "A.6.2.5, A.6.2.6", "A.6.2.5–A.6.2.6", "A.6.2.5 and A.6.2.6"] {
            assert_eq!(said(&Form::Control, raw), [raw], "a row is about one");
        }
        assert_eq!(said(&Form::Control, "A.6.2.5 Deployment, as in A.6.2.6"), ["A.6.2.5"]);
        assert_eq!(said(&Form::Controls, "A.5.2, A.6.2.4 and 9.2"), ["A.5.2", "A.6.2.4", "A.9.2"]);
    }

    #[test]
    fn evidence_is_what_is_linked_or_has_the_form_of_an_id() {
        assert_eq!(said(&Form::Ids, "[[POL-1|Policy]], PRO-002. See ISO-42001"), ["POL-1", "PRO-002"]);
        assert_eq!(said(&Form::Ids, "[POL-001](../p.md) and [Steps](./s.md#a)"), ["POL-001", "./s.md"]);
        assert!(said(&Form::Ids, "The log of [the tool](https://x.example)").is_empty());
        assert!(said(&Form::Ids, "[").is_empty());
        // What no page shows is none.
        assert_eq!(said(&Form::Ids, "~~POL-1~~ <!-- POL-2 --> POL-3"), ["POL-3"]);
        assert_eq!(
            said(&Form::Text, "First <!-- no idea --> for [[A.2.2]], [[POL-1|the policy]]"),
            ["First for A.2.2, the policy"]
        );
    }

    #[test]
    fn numbers_may_have_a_word_beside_them() {
        let form = Form::Number(BTreeMap::from([("high".to_owned(), "4".to_owned())]));
        for (raw, wanted) in
            [("4", "4"), ("4 (likely)", "4"), ("4/5", "4"), ("4 of 5", "4"), ("High", "4"), ("Low", "Low")]
        {
            assert_eq!(said(&form, raw), [wanted]);
        }
    }
}
