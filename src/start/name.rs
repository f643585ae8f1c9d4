//! Names that people give to a new AIMS and its documents, in one line.

use crate::base::quote::is_odd;
use crate::base::text::cut;
use crate::base::{Error, Result};
use crate::model::absent::is_absent;

/// The longest name, in characters.
const MAX_NAME: usize = 200;

/// A name as it may stand in one line of a text: trimmed, without signs that nobody sees. `what` is said where it cannot.
///
/// # Errors
/// Where it is empty or no answer, as `TBD` and `<name>` are none; is too long, or holds a line break or a sign that steers a
/// terminal or the direction of writing.
pub fn name(what: &str, text: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Error::new(format!("{what} is empty")).hint("Give it a name in one line."));
    }
    if text.contains(is_odd) {
        let why = format!("{what} holds a line break, or a sign that cannot be seen");
        return Err(Error::new(why).hint("Give it a name in one line."));
    }
    if is_absent(text) {
        let why = format!("{what} is `{}`, which is no answer", cut(text, 40));
        return Err(Error::new(why).hint("Give it a name in one line, with words."));
    }
    if text.chars().count() > MAX_NAME {
        return Err(Error::new(format!("{what} is longer than {MAX_NAME} characters")).hint("Give it a shorter name."));
    }
    Ok(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::quote::{quoted, yaml, yaml_list};
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
        // The check would say of them that they are no answer.
        for text in ["%", "null", "{x}", "<script>", "|", ">", "~", "TBD", "n/a", "[NAME]"] {
            let told = name("the title", text).expect_err(text).to_string();
            assert_eq!(told, format!("the title is `{text}`, which is no answer"));
        }
        assert_eq!(name("the name", "  Acme & Söhne ").expect("a name"), "Acme & Söhne");
    }
}
