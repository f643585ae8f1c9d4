//! Where a word may break that is longer than any line. An id, an address or a name that somebody wrote without a blank would
//! else push a page, or a column and all that is beside it, beyond the edge of a screen.

use crate::base::folded::is_unspaced;

/// How long a word may be that is left whole, with the marks beside it: the longest of German are.
const WORD: usize = 44;

/// How long an id may be, which does not break at its hyphens either.
const ID: usize = 24;

/// After how many characters a longer one may break, and where a part of it ends.
const STEP: usize = 16;
const PART: usize = 6;

const BREAK: &str = "<wbr>";

/// Writes words that are safe as they are.
pub(super) fn write(text: &str, is_id: bool, out: &mut String) {
    let most = if is_id { ID } else { WORD };
    if text.len() <= most {
        return out.push_str(text);
    }
    for word in text.split_inclusive(char::is_whitespace) {
        match word.len() > most && word.trim_end().chars().count() > most && !word.contains(is_unspaced) {
            true => long(word, out),
            false => out.push_str(word),
        }
    }
}

/// Writes a word that is too long: not broken within a sign that has a name, as `&amp;`, nor before what belongs to the letter
/// it follows.
fn long(word: &str, out: &mut String) {
    let (mut since, mut named) = (0, false);
    let mut letters = word.chars().peekable();
    while let Some(c) = letters.next() {
        out.push(c);
        named = (named || c == '&') && c != ';';
        since += usize::from(!named);
        let ends = since >= STEP || (since >= PART && matches!(c, '-' | '_' | '.' | '/' | ':'));
        if ends && !named && letters.peek().is_some_and(|next| next.is_alphanumeric()) {
            out.push_str(BREAK);
            since = 0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(text: &str, is_id: bool) -> String {
        let mut out = String::new();
        write(text, is_id, &mut out);
        out
    }

    #[test]
    fn only_what_is_longer_than_a_line_may_break() {
        let german = "Informationssicherheitsrisikobeurteilung nach Informationssicherheitsmanagementsystemen";
        assert_eq!(written(german, false), german);
        assert_eq!(written("RSK-2026-LENDING-0001", true), "RSK-2026-LENDING-0001");
        assert_eq!(written("A risk of RSK-2026-LENDING-0001", true), "A risk of RSK-2026-LENDING-0001");
        let id = "RISK-OF-A-VERY-LONG-NAME-0001";
        assert_eq!(written(id, false), id);
        assert_eq!(written(id, true), "RISK-OF-<wbr>A-VERY-<wbr>LONG-NAME-<wbr>0001");
        let long = "a".repeat(45);
        assert_eq!(
            written(&format!("so {long} on"), false),
            format!("so {0}<wbr>{0}<wbr>{1} on", "a".repeat(16), "a".repeat(13))
        );
    }

    #[test]
    fn no_sign_with_a_name_is_broken_and_no_letter_without_its_marks() {
        let signs = format!("{}&amp;&amp;&quot;b{}", "a".repeat(15), "c".repeat(30));
        let may = written(&signs, false);
        assert_eq!(may.replace(BREAK, ""), signs);
        assert!(may.contains("&amp;&amp;&quot;<wbr>b") && !may.contains("&<wbr>") && !may.contains("p<wbr>;"), "{may}");
        let marked = "e\u{301}".repeat(30);
        assert!(!written(&marked, false).contains("<wbr>\u{301}"));
        let unspaced = "規程".repeat(40);
        assert_eq!(written(&unspaced, false), unspaced, "such a text breaks anywhere");
    }
}
