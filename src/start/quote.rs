//! Names of people's own in YAML, TOML and Markdown: as they are, and never as syntax.

use crate::base::text::is_turn;
use crate::base::{Error, Result};

/// The longest name, in characters.
const MAX_NAME: usize = 200;

/// Words that YAML or its readers take for something else than a text.
const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

/// A name as it may stand in one line of a text: trimmed, without signs that nobody sees. `what` is said where it cannot.
///
/// # Errors
/// Where it is empty, too long, or holds a line break or a sign that steers a terminal or the direction of writing.
pub fn name(what: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::new(format!("{what} is empty")).hint("Give it a name in one line."));
    }
    if text.contains(is_odd) {
        let why = format!("{what} holds a line break, or a sign that cannot be seen");
        return Err(Error::new(why).hint("Give it a name in one line."));
    }
    if text.chars().count() > MAX_NAME {
        return Err(Error::new(format!("{what} is longer than {MAX_NAME} characters")).hint("Give it a shorter name."));
    }
    Ok(text.to_owned())
}

/// Whether a sign ends a line somewhere, or steers a terminal or the direction of writing.
fn is_odd(c: char) -> bool {
    c.is_control() || is_turn(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// A text in a comment, which ends with its line: without what may end it.
pub(super) fn comment(text: &str) -> String {
    let text: String = text.chars().map(|c| if is_odd(c) { ' ' } else { c }).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A text as one value of YAML that is read as the same text, between quotes only where it needs them.
pub(super) fn yaml(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')');
    let first = text.chars().next().is_some_and(char::is_alphanumeric) && text.contains(char::is_alphabetic);
    let word = WORDS.iter().any(|word| text.eq_ignore_ascii_case(word));
    if first && text.chars().all(plain) && !text.ends_with(' ') && !word { text.to_owned() } else { quoted(text) }
}

/// A text between double quotes, for YAML in a list, and for TOML: both write it alike.
pub(super) fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => quoted.extend(['\\', c]),
            c if is_odd(c) => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A list of YAML in one line.
pub(super) fn yaml_list<T: AsRef<str>>(items: &[T]) -> String {
    let item = |text: &T| match text.as_ref() {
        // An id of digits and full stops would be read as a number, which is right and looks odd.
        text if text.starts_with(|c: char| c.is_ascii_digit()) => quoted(text),
        text => yaml(text),
    };
    format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
}

/// A text in Markdown that is read as the same text.
pub(super) fn markdown(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii_punctuation() && !matches!(c, ',' | '.' | '-' | '(' | ')' | '\'' | '/') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::{Value, parse_toml};

    const HOSTILE: [&str; 13] = [
        "two\nlines\u{2028}\u{1b}[2J",
        "Acme \"Analytics\" \\ Co",
        "a: b # c",
        "- x",
        "[x](javascript:y)",
        "{{today}}",
        "yes",
        "42",
        "<!-- x --> **y**",
        "' or 1",
        "規程 株式会社",
        "name = 1 ]]",
        "&anchor *alias !tag %x @y `z`",
    ];

    #[test]
    fn names_are_read_as_they_were_given() {
        for text in HOSTILE {
            let (entries, problems) = parse_toml(&format!("a = {}\n", quoted(text)));
            assert!(problems.is_empty(), "{text}");
            assert!(matches!(&entries[0].node.value, Value::Scalar(scalar) if scalar.text == text), "{text}");
            let page =
                crate::parse::front(&format!("---\na: {}\nb: {}\n---\n", yaml(text), yaml_list(&[text, text])), false);
            let entries = &page.front.expect("front matter").entries;
            assert!(matches!(&entries[0].node.value, Value::Scalar(scalar) if scalar.text == text), "{text}");
            let Value::List(items) = &entries[1].node.value else { panic!("{text}: no list") };
            let same = |value: &Value| matches!(value, Value::Scalar(scalar) if scalar.text == text);
            assert!(items.len() == 2 && items.iter().all(|item| same(&item.value)), "{text}");
        }
    }

    #[test]
    fn what_cannot_stand_in_a_line_is_refused() {
        for text in ["", "  ", "a\nb", "a\u{1b}[2J", "a\u{202e}b", "a\0b", "a\u{2028}b"] {
            assert!(name("the name", text).is_err(), "{text:?}");
        }
        assert!(name("the name", &"x".repeat(201)).is_err());
        assert_eq!(name("the name", "  Acme & Söhne ").expect("a name"), "Acme & Söhne");
        assert_eq!(markdown("a*b_c <d>"), "a\\*b\\_c \\<d\\>");
    }
}
