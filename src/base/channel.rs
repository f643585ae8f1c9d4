//! What a program that runs others reads out of their output: services that build and test take some lines for commands to
//! themselves. GitHub has `::set-output …` at the beginning of a line and `##[group]` anywhere, Azure Pipelines
//! `##vso[task.complete …]`, others `##teamcity[…]`. Titles, paths and messages of commits stand in what `aims` prints, and
//! their authors must not command the service that checks them.
//!
//! Both functions are asked at the last door, about finished text, since a command is made of a line, not of a word in it.

/// Makes text harmless for whoever reads commands out of it: the first sign of what would be one is written as an escape.
/// Harmless text, and JSON as [`json_log_safe`] leaves it, stay as they are.
pub fn log_safe(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for line in text.split_inclusive(['\n', '\r']) {
        let (lead, rest) = line.split_at(lead(line));
        safe.push_str(lead);
        let rest = match rest.strip_prefix("::").filter(|rest| !is_mark(rest)) {
            Some(rest) => {
                safe.push_str("\\u{3a}:");
                rest
            }
            None => rest,
        };
        broken(rest, "\\u{23}", &mut safe);
    }
    safe
}

/// Whether what stands behind `::` makes it the mark of a second place, `::: a.md`: the names of commands begin with a letter.
fn is_mark(rest: &str) -> bool {
    rest.strip_prefix(':').is_some_and(|rest| rest.starts_with([' ', '\x1b']))
}

/// The same for JSON, whose values stay the same: `#` stands only in its strings, and no line of it begins with `:`.
pub fn json_log_safe(json: String) -> String {
    if !json.contains("##") {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    broken(&json, "\\u0023", &mut safe);
    safe
}

/// How many bytes of a line come before what it says: blanks, what nobody sees, and the codes of colours.
fn lead(line: &str) -> usize {
    let mut rest = line;
    loop {
        let is_unseen = |c: char| {
            c.is_whitespace()
                || c.is_control() && c != '\x1b'
                || matches!(c, '\u{ad}' | '\u{feff}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}')
        };
        rest = rest.trim_start_matches(is_unseen);
        let Some(code) = rest.strip_prefix("\x1b[") else { return line.len() - rest.len() };
        let end = code.find(|c: char| !c.is_ascii_digit() && c != ';').unwrap_or(code.len());
        rest = &code[end..];
        rest = rest.strip_prefix(|c: char| matches!(c, '@'..='~')).unwrap_or(rest);
    }
}

/// Writes text with `escape` in the place of each second `#` that begins a command: `##`, a word or none, `[`.
fn broken(text: &str, escape: &str, safe: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("##") {
        let (before, word) = rest.split_at(at + 1);
        safe.push_str(before);
        let behind = word[1..].trim_start_matches(|c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.'));
        rest = match behind.starts_with('[') {
            true => {
                safe.push_str(escape);
                &word[1..]
            }
            false => word,
        };
    }
    safe.push_str(rest);
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Whether a service would take a line for a command, by the rules that they have written down.
    fn commands(line: &str) -> bool {
        let line = line.to_lowercase();
        let is_command = line.trim_start().strip_prefix("::").is_some_and(|rest| !super::is_mark(rest));
        is_command || line.contains("##[") || line.contains("##vso[")
    }

    fn lines(text: &str) -> impl Iterator<Item = &str> {
        text.split(['\n', '\r'])
    }

    #[test]
    fn a_line_commands_nobody() {
        for (text, safe) in [
            ("::error::x", "\\u{3a}:error::x"),
            ("a\n \t::error title=x::y.md:1:3\n", "a\n \t\\u{3a}:error title=x::y.md:1:3\n"),
            ("a\r::x", "a\r\\u{3a}:x"),
            (":::error::x", "\\u{3a}::error::x"),
            ("::: a.md ##[group]", "::: a.md #\\u{23}[group]"),
            ("\x1b[1;31m::x\x1b[0m", "\x1b[1;31m\\u{3a}:x\x1b[0m"),
            ("\x1b[##vso[a]\n\x1b[::x", "\x1b[#\\u{23}vso[a]\n\x1b[\\u{3a}:x"),
            ("\u{feff}::x", "\u{feff}\\u{3a}:x"),
            ("a ###[group]b", "a ##\\u{23}[group]b"),
            ("##vso[a]##VSO[b]##teamcity[c]", "#\\u{23}vso[a]#\\u{23}VSO[b]#\\u{23}teamcity[c]"),
        ] {
            assert_eq!(log_safe(text), safe);
        }
        for harmless in [
            "",
            "a::b",
            "a: ::b",
            "  ::: a.md:2:5",
            "\x1b[94m:::\x1b[0m a.md",
            "## Scope [1]",
            "#[x]",
            "# #[x]",
            "####",
            "`##` [x]",
            "x\n\n",
            "\x1b[",
        ] {
            assert_eq!(log_safe(harmless), harmless);
        }
    }

    proptest! {
        #[test]
        fn no_line_commands_anybody(text in "([:# \\t\\r\\n\\[vso\"\\\\é\u{200b}\u{1b}m]|##vso\\[|::|##\\[){0,24}") {
            let safe = log_safe(&text);
            prop_assert!(!lines(&safe).any(commands), "{safe:?}");
            prop_assert_eq!(log_safe(&safe), safe.clone(), "once is enough");
            prop_assert_eq!(safe.replace("\\u{3a}", ":").replace("\\u{23}", "#"), text, "nothing else changes");
        }

        #[test]
        fn json_commands_nobody_and_says_the_same(values in prop::collection::vec("([:# \\n\\[vso\"\\\\é]|##vso\\[|::|##\\[){0,12}", 0..4)) {
            let json = crate::base::json::lines(&serde_json::json!({ "rows": values })).expect("JSON");
            prop_assert!(!lines(&json).any(commands), "{json}");
            prop_assert_eq!(log_safe(&json), json.clone(), "the door leaves it alone");
            let read: serde_json::Value = serde_json::from_str(&json).expect("JSON");
            prop_assert_eq!(&read["rows"], &serde_json::json!(values));
        }
    }
}
