//! The files of the index as scripts: `file://` lets a page load nothing else. Each calls one function with its name, the
//! build that it belongs to, and what is in it.

use crate::base::text::is_turn;

/// A file that tells `theme/search.js` what is in it.
pub(super) fn call(name: &str, build: &str, value: &str) -> Vec<u8> {
    format!("aimsSearch(\"{name}\",\"{build}\",{value});\n").into_bytes()
}

/// Items of a list, each on a line of its own.
pub(super) fn list(items: impl IntoIterator<Item = String>) -> String {
    format!("[\n{}\n]", items.into_iter().collect::<Vec<_>>().join(",\n"))
}

/// Texts in a list.
pub(crate) fn strings<'t>(texts: impl IntoIterator<Item = &'t str>) -> String {
    let mut out = String::from("[");
    for text in texts {
        if out.len() > 1 {
            out.push(',');
        }
        string(&mut out, text);
    }
    out + "]"
}

/// A text as a string of JSON and of a script, which a page could hold too. What pages show no text with is U+FFFD here
/// as there: control characters, and what turns the direction of writing.
pub(crate) fn string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '<' => out.push_str("\\u003c"),
            '\u{2028}' => out.push_str("\\u2028"),
            '\u{2029}' => out.push_str("\\u2029"),
            '\n' | '\t' => out.push(' '),
            c if c.is_control() || is_turn(c) => out.push('\u{fffd}'),
            c => out.push(c),
        }
    }
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_its_string_or_the_script() {
        let text = "a\"b\\</script><!--\u{2028}\u{2029}\n\r\u{0}\u{202e}é";
        let told = strings([text, ""]);
        assert_eq!(told, "[\"a\\\"b\\\\\\u003c/script>\\u003c!--\\u2028\\u2029 \u{fffd}\u{fffd}\u{fffd}é\",\"\"]");
    }

    #[test]
    fn a_file_is_one_call() {
        let file = call("words/1", "abc", &list(["[1]".into(), "[2]".into()]));
        assert_eq!(String::from_utf8(file).expect("text"), "aimsSearch(\"words/1\",\"abc\",[\n[1],\n[2]\n]);\n");
    }
}
