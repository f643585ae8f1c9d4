//! What stands where an answer should and is none: nothing, a line to write on, `TBD`, `n/a`, `<owner>`.
//!
//! Editors write `''` for what was left blank, and templates leave signs where something has to be filled in. Neither says
//! anything, so neither counts as given. This is asked where fields are read; of what another rule judges, that rule asks it.

use super::fields::FieldValue;
use super::kinds::{FieldSpec, FieldType};
use super::settings::normal_word;
use crate::base::Period;
use crate::base::lookalike::is_unseen;
use crate::diag::Spanned;
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

/// As many letters as the longest of them has, at the most.
const LONGEST: usize = 16;

/// Words that say that there is none, in the same form: an answer where it is asked whether there is any, and none where it
/// is asked what there is.
const NONE: [&str; 44] = [
    "none",
    "no",
    "nothing",
    "nobody",
    "noone",
    "noneneeded",
    "nonerequired",
    "nonenecessary",
    "notneeded",
    "notrequired",
    "notnecessary",
    "noaction",
    "noactionneeded",
    "noactionrequired",
    "nodecision",
    "nodecisions",
    "nomeasure",
    "nomeasures",
    "nocondition",
    "noconditions",
    "nolessons",
    "nooversight",
    "nohumanoversight",
    "nein",
    "kein",
    "keine",
    "keiner",
    "keines",
    "keins",
    "nichts",
    "niemand",
    "ohne",
    "entfällt",
    "nichtnötig",
    "nichterforderlich",
    "nichtnotwendig",
    "keinebeschlüsse",
    "keinemaßnahme",
    "keinemaßnahmen",
    "keinebedingungen",
    "non",
    "aucun",
    "aucune",
    "rien",
];

/// Words for an answer that nobody has yet, in the same form.
const OPEN: [&str; 25] = [
    "unknown",
    "notknown",
    "notyetknown",
    "unclear",
    "stillunclear",
    "undecided",
    "pending",
    "open",
    "stillopen",
    "notyet",
    "later",
    "planned",
    "inprogress",
    "unbekannt",
    "nichtbekannt",
    "nochnichtbekannt",
    "unklar",
    "nochunklar",
    "offen",
    "nochoffen",
    "nochnicht",
    "ausstehend",
    "geplant",
    "inconnu",
    "inconnue",
];

/// How an answer begins that is still to come, where it is short: `to be checked in 2027`.
const TO_COME: [&str; 16] = [
    "to be checked",
    "to be judged",
    "to be determined",
    "to be decided",
    "to be defined",
    "to be confirmed",
    "to be clarified",
    "to be verified",
    "to be assessed",
    "to be evaluated",
    "not yet",
    "still to be",
    "planned for",
    "noch nicht",
    "noch zu",
    "geplant für",
];

/// How many words such an answer has at the most: one with more says something beside it.
const FEW: usize = 6;

/// Marks of what is still to be written, with more behind them.
const MARKS: [&str; 4] = ["TBD", "TODO", "FIXME", "XXX"];

/// Whether a text is no answer.
pub fn is_absent(text: &str) -> bool {
    let bare = text.trim().trim_matches(['`', '*', '"', '\'']).trim();
    // Signs without a letter or digit: `-`, `____`, `…`, `?`. Signs of other scripts may be words, if they are seen.
    let is_sign = |c: char| c.is_ascii_punctuation() || matches!(c, '–' | '—' | '…' | '•');
    if bare.chars().all(|c| c.is_whitespace() || is_sign(c) || is_unseen(c)) {
        return true;
    }
    is_word(bare) || is_slot(bare) || is_marked(bare) || is_form(bare)
}

/// Whether a text is one of [`WORDS`]. One with more letters than they have is none.
fn is_word(bare: &str) -> bool {
    let letters = bare.chars().filter(|c| c.is_alphanumeric()).take(LONGEST + 1).count();
    letters <= LONGEST && WORDS.contains(&closed_up(bare).as_str())
}

/// Whether a text leaves a question open that asks what there is, and not whether there is any: it is no answer at all, says
/// that there is none, or that nobody knows yet. `None; computing only` gives a reason and is an answer.
pub fn says_nothing(text: &str) -> bool {
    is_absent(text) || NONE.contains(&closed_up(text).as_str()) || is_open(text)
}

/// Whether a text says that nobody has an answer yet.
fn is_open(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let begins = |lead: &str| lower.strip_prefix(lead).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    let is_to_come = TO_COME.iter().any(|lead| begins(lead)) && lower.split_whitespace().count() <= FEW;
    OPEN.contains(&closed_up(text).as_str()) || is_to_come
}

/// A text without blanks, full stops, letter case and the signs around it.
fn closed_up(text: &str) -> String {
    let bare = text.trim().trim_matches(['`', '*', '"', '\'']);
    let word: String = bare.to_lowercase().chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '_')).collect();
    word.trim_matches(|c: char| matches!(c, '(' | ')' | '!' | '?' | ':' | ';' | ',')).to_owned()
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

/// `YYYY-MM-DD`, `POL-____`, `$EVENT`, `insert the name here`: how an answer is to look, or where it goes.
fn is_form(bare: &str) -> bool {
    let is_line = bare.contains("___") && !bare.contains(char::is_whitespace);
    let is_variable = bare.strip_prefix('$').is_some_and(|name| {
        name.starts_with(|c: char| c.is_ascii_uppercase())
            && name.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_')
            && name.chars().any(|c| c.is_ascii_alphabetic())
            && name.len() > 1
    });
    is_line || is_variable || is_date_form(bare) || asks_to_insert(bare)
}

/// How long the form of a day is at the most: four signs for the year, three for the month and two for the day.
const FORM: usize = 11;

/// `YYYY-MM-DD`, `dd/mm/yyyy`, `TT.MM.JJJJ`, `JJ/MM/AAAA`.
fn is_date_form(bare: &str) -> bool {
    if !(6..=FORM).contains(&bare.len()) {
        return false;
    }
    let parts: Vec<String> = bare.split(['-', '/', '.', ' ']).map(str::to_lowercase).collect();
    let letters = |part: &String, of: &str, most: usize| {
        (1..=most).contains(&part.len()) && part.chars().all(|c| of.starts_with(c)) && !of.is_empty()
    };
    let one_of = |part: &String, of: &[&str], most| of.iter().any(|of| letters(part, of, most));
    let is_year = |part: &String| one_of(part, &["y", "j", "a"], 4) && matches!(part.len(), 2 | 4);
    let is_day = |part: &String| one_of(part, &["d", "t", "j"], 2);
    let is_month = |part: &String| one_of(part, &["m"], 3);
    match parts.as_slice() {
        [a, b, c] => {
            is_year(a) && is_month(b) && is_day(c)
                || is_day(a) && is_month(b) && is_year(c)
                || is_month(a) && is_day(b) && is_year(c)
        }
        _ => false,
    }
}

/// `insert the name here`, `Click or tap here to enter text.`
fn asks_to_insert(bare: &str) -> bool {
    let first = bare.split_whitespace().next().unwrap_or_default().trim_matches(['.', ':', '!']);
    if !["insert", "enter", "type", "write", "click"].iter().any(|verb| verb.eq_ignore_ascii_case(first)) {
        return false;
    }
    let lower = bare.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().map(|word| word.trim_matches(['.', ':', '!'])).collect();
    match words.as_slice() {
        ["insert" | "enter" | "type" | "write", .., "here"] => words.len() <= 8,
        ["click", rest @ ..] => {
            words.len() <= 12 && rest.windows(2).any(|two| matches!(two, ["to", "enter" | "choose" | "select"]))
        }
        _ => false,
    }
}

/// `TODO: ask the board`, `TBD (June)`.
fn is_marked(bare: &str) -> bool {
    MARKS.iter().any(|mark| {
        bare.strip_prefix(mark).is_some_and(|rest| rest.trim_start().starts_with([':', '(', '-', '–', '—']))
    })
}

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
    let allowed = |choice: &String| *choice == normal_word(word);
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
                FieldType::Choice => text.contains(['|', '/']) && spec.word(&normal_word(text)).is_none(),
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

/// Whether a key takes ids, alone or in a list.
pub(super) fn holds_ids(field_type: FieldType) -> bool {
    use FieldType::{Clauses, Controls, Ref, Refs, Requirements};
    matches!(field_type, Ref | Refs | Controls | Clauses | Requirements)
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
    use super::*;
    use crate::parse::ProblemKind::{MissingAdvised, WrongType};

    #[test]
    fn what_says_nothing_is_no_answer() {
        for text in [
            "",
            "  ",
            "\u{3164}",
            "\u{2800} \u{200b}",
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
            "YYYY-MM-DD",
            "dd/mm/yyyy",
            "TT.MM.JJJJ",
            "mm/dd/yy",
            "POL-____",
            "$EVENT",
            "insert the name of the owner here",
            "Click or tap here to enter text.",
        ] {
            assert!(is_absent(text), "{text:?}");
        }
    }

    #[test]
    fn what_leaves_open_what_there_is_says_nothing() {
        for text in [
            "TBD",
            "none",
            "None.",
            "No",
            "None needed",
            "keine",
            "Entfällt",
            "unknown",
            "Noch unklar",
            "pending",
            "to be checked in 2027",
            "Not yet judged",
            "planned for 2027",
            "aucune",
        ] {
            assert!(says_nothing(text), "{text:?}");
        }
        for text in [
            "None found; all five systems searched",
            "None; computing only",
            "No other form asks for it",
            "To be stopped by the analyst on duty",
            "To be checked by two people before each release, as PRO-004 has it",
            "Not yetis",
            "Nothing was stopped, since the system was not in use",
            "Unknown address of the sender",
            "keine weiteren gefunden",
            "é",
        ] {
            assert!(!says_nothing(text), "{text:?}");
        }
    }

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
        assert_eq!(read("approvers", "[CEO, Penny Ding]").fields.texts("approvers").len(), 2);
        // What is still to come is lacking.
        assert!(read("controls", "[TBD]").fields.lacks("controls"));
        // Braces around an id are no place to fill in, and an empty id is told where ids are looked up.
        let problems = &read("controls", "{A.2.2}").problems;
        assert!(problems.iter().any(|told| told.kind == WrongType), "{problems:?}");
        assert_eq!(read("controls", "['']").fields.texts("controls").len(), 1);
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
            "$500",
            "a-b-c",
            "my-m-d",
            "snake__case",
            "a __bold__ word",
            "Insert the key here, then turn it to the right until it clicks and stays here",
            "Enter",
            "DMY",
            "X",
        ] {
            assert!(!is_absent(text), "{text:?}");
        }
    }
}
