//! Documents that give an id which another one has, as findings name them: by their files.
//!
//! Their pages go by an id that nobody wrote, and AIMS201 says so. Elsewhere whoever reads of it would look for it in vain.

use std::collections::HashMap;

use crate::diag::Diagnostic;
use crate::model::{Aims, DocIx};

/// The rule that tells of the clash, and by which id the document goes until it is settled.
pub(super) const TELLS: &str = "duplicate-id";

/// Whether the id that a document gives is that of another one.
fn is_taken(aims: &Aims, ix: DocIx) -> bool {
    let document = aims.document(ix);
    let given = document.fields.text("id").filter(|_| document.id_span.is_some());
    given.and_then(|given| aims.by_id(given)).is_some_and(|taken| taken != ix)
}

/// Whether a document has no id of its own: none is written, or another one has it. That is told, and nobody can name it before.
pub(super) fn is_nameless(aims: &Aims, ix: DocIx) -> bool {
    aims.document(ix).id_span.is_none() || is_taken(aims, ix)
}

/// Puts the path of such a document wherever a finding names it by the id that was made for it.
pub(super) fn by_path(found: &mut [Diagnostic], aims: &Aims) {
    let made: HashMap<&str, &str> = aims
        .iter()
        .filter(|(ix, document)| document.translates.is_none() && is_taken(aims, *ix))
        .map(|(_, document)| (document.id.as_str(), document.path.as_str()))
        .collect();
    if made.is_empty() {
        return;
    }
    let settle = |text: &mut String| {
        if let Some(named) = named(text, &made) {
            *text = named;
        }
    };
    for finding in found.iter_mut().filter(|finding| finding.name != TELLS) {
        settle(&mut finding.message);
        finding.help.iter_mut().for_each(settle);
        finding.also.iter_mut().for_each(|also| settle(&mut also.label));
    }
}

/// A text with a path in place of each of these ids; `None` where none of them stands in it as a word.
fn named(text: &str, made: &HashMap<&str, &str>) -> Option<String> {
    let is_part = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
    let (mut out, mut done) = (String::new(), 0);
    for (at, word) in words(text, is_part) {
        if let Some(path) = made.get(word) {
            out.push_str(&text[done..at]);
            out.push_str(path);
            done = at + word.len();
        }
    }
    (done > 0).then(|| out + &text[done..])
}

/// The words of a text with where they begin, each without the full stops at its end.
fn words(text: &str, is_part: impl Fn(char) -> bool + Copy) -> impl Iterator<Item = (usize, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(is_part)?;
        let end = text[start..].find(|c: char| !is_part(c)).map_or(text.len(), |length| start + length);
        rest = end;
        Some((start, text[start..end].trim_end_matches('.')))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::testing::check;

    #[test]
    fn an_id_is_taken_as_a_whole_word() {
        let made = HashMap::from([("POL-001-2", "p/b.md")]);
        let told = |text: &str| named(text, &made);
        assert_eq!(told("POL-001-2 is due.").as_deref(), Some("p/b.md is due."));
        assert_eq!(
            told("`aims approve POL-001-2`, or POL-001-2.").as_deref(),
            Some("`aims approve p/b.md`, or p/b.md.")
        );
        assert_eq!(told("“POL-001-2”–é").as_deref(), Some("“p/b.md”–é"));
        for other in ["POL-001", "POL-001-21", "XPOL-001-2", "POL-001-2.3", ""] {
            assert_eq!(told(other), None, "{other}");
        }
    }

    #[test]
    fn only_the_clash_itself_is_told_by_the_id_that_was_made() {
        let text = "---\nid: POL-001\ntitle: T\nkind: policy\nstatus: approved\nversion: 1\nowner: O\neffective: 2026-01-01\n---\nWords.\n";
        let other =
            text.replace("POL-001", "PRO-001\nimplements: [POL-001]").replace("kind: policy", "kind: procedure");
        let other = other + "[x](b.md#nowhere)\n";
        let (found, _) = check(&[("aims.toml", ""), ("a.md", text), ("b.md", text), ("c.md", &other)]);
        let of_b: Vec<&Diagnostic> = found.iter().filter(|finding| finding.place.path.as_str() == "b.md").collect();
        assert!(of_b.iter().any(|finding| finding.name == "duplicate-id"), "{of_b:?}");
        assert!(found.iter().any(|finding| finding.message.starts_with("b.md has no heading")), "{found:?}");
        for finding in found.iter().filter(|finding| finding.name != "duplicate-id") {
            let said = format!("{} {}", finding.message, finding.help.as_deref().unwrap_or_default());
            assert!(!said.contains("POL-001-2"), "{said}");
        }
    }
}
