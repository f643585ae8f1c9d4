//! Texts of people's own in YAML, TOML and Markdown: as they are, and never as syntax.

use super::text::{is_turn, one_line, terminal_safe};

/// Words that YAML or its readers take for something else than a text.
const WORDS: [&str; 9] = ["true", "false", "yes", "no", "on", "off", "null", "y", "n"];

/// Whether a sign ends a line somewhere, or steers a terminal or the direction of writing.
pub fn is_odd(c: char) -> bool {
    c.is_control() || is_turn(c) || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

/// A text in a comment, which ends with its line: without what may end it.
pub fn comment(text: &str) -> String {
    let text: String = text.chars().map(|c| if is_odd(c) { ' ' } else { c }).collect();
    one_line(&text)
}

/// Whether YAML or its readers take a text for something else.
pub fn is_word(text: &str) -> bool {
    WORDS.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// A text as one value of YAML that is read as the same text, between quotes only where it needs them.
pub fn yaml(text: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_' | '.' | '/' | '(' | ')');
    let first = text.chars().next().is_some_and(char::is_alphanumeric) && text.contains(char::is_alphabetic);
    let bare = first && text.chars().all(plain) && !text.ends_with(' ') && !is_word(text);
    if bare { text.to_owned() } else { quoted(text) }
}

/// A text between double quotes, for YAML in a list, and for TOML: both write it alike.
pub fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '\\' | '"' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if is_odd(c) => quoted.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted + "\""
}

/// A text between the quotes of YAML that leave it as it is to the eye: single ones where it holds a double one or a
/// backslash. It is one line.
pub fn yaml_line(text: &str) -> String {
    match text.contains(['"', '\\']) {
        true => format!("'{}'", text.replace('\'', "''")),
        false => format!("\"{text}\""),
    }
}

/// The same for TOML, whose single quotes hold everything but themselves.
pub fn toml_line(text: &str) -> String {
    match text.contains(['"', '\\']) && !text.contains('\'') {
        true => format!("'{text}'"),
        false => quoted(text),
    }
}

/// A list of YAML in one line.
pub fn yaml_list<T: AsRef<str>>(items: &[T]) -> String {
    let item = |text: &T| match text.as_ref() {
        // An id of digits and full stops would be read as a number, which is right and looks odd.
        text if text.starts_with(|c: char| c.is_ascii_digit()) => quoted(text),
        text => yaml(text),
    };
    format!("[{}]", items.iter().map(item).collect::<Vec<_>>().join(", "))
}

/// A text in XML, between tags or between double quotes: without what XML cannot hold, which is written as `\u{…}`.
pub fn xml(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            // `]]>` may not stand between tags.
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\n' => safe.push_str("&#10;"),
            '\u{fffe}' | '\u{ffff}' => safe.extend(c.escape_unicode()),
            c if is_odd(c) => safe.extend(c.escape_unicode()),
            c => safe.push(c),
        }
    }
    safe
}

/// A text of somebody's in a page that a forge makes of Markdown: as it is, and with nothing in it that names a person or
/// another issue to the forge.
pub fn markdown_told(text: &str) -> String {
    let text = markdown(&terminal_safe(&text.replace(['\n', '\r'], " ")));
    text.replace('@', "@\u{200b}").replace('#', "#\u{200b}")
}

/// A text in Markdown that is read as the same text.
pub fn markdown(text: &str) -> String {
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

    #[test]
    fn markdown_reads_as_the_text() {
        assert_eq!(markdown("a*b_c <d>"), "a\\*b\\_c \\<d\\>");
        assert_eq!(comment("a\u{2028} b\u{1b}"), "a b");
    }

    #[test]
    fn no_text_is_markup() {
        assert_eq!(xml("<a b=\"c\">&]]>\n"), "&lt;a b=&quot;c&quot;&gt;&amp;]]&gt;&#10;");
        assert_eq!(xml("\u{0}\u{1b}[\u{202e}\u{ffff}\r"), "\\u{0}\\u{1b}[\\u{202e}\\u{ffff}\\u{d}");
        assert_eq!(markdown_told("@a <b>\n#1|"), "\\@\u{200b}a \\<b\\> \\#\u{200b}1\\|");
    }

    #[test]
    fn quotes_are_those_that_change_least() {
        assert_eq!(yaml_line("it's"), "\"it's\"");
        assert_eq!(yaml_line("a \"b\" 'c'"), "'a \"b\" ''c'''");
        assert_eq!(toml_line("C:\\a"), "'C:\\a'");
        assert_eq!(toml_line("'a' \"b\""), "\"'a' \\\"b\\\"\"");
    }
}
