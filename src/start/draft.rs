//! A file to be written: what it is called, its text, and the headings in it with what to answer below each.

use crate::base::DocPath;
use crate::base::folded::spelled;
use crate::base::quote::comment;
use crate::base::text::slug;
use crate::model::kinds::Kind;

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it goes, from the root of the AIMS.
    pub path: DocPath,
    /// Its text.
    pub text: String,
}

/// The headings of a document of this kind, with what to answer below each in comments.
pub(super) fn body(kind: &Kind) -> String {
    if kind.body.is_empty() {
        let asks =
            if kind.asks.is_empty() { "What should a reader know after this?".into() } else { kind.asks.join(" ") };
        return section("What it says", &asks);
    }
    let sections: Vec<String> = kind.body.iter().map(|(heading, asks)| section(heading, asks)).collect();
    sections.join("\n")
}

/// A heading and, in a comment, what to answer below it.
pub(super) fn section(heading: &str, asks: &str) -> String {
    format!("## {heading}\n\n<!-- {} -->\n", comment(asks).replace("--", "–"))
}

/// The whole text of a document: its front matter and what is below.
pub(super) fn whole(front: &str, body: &str) -> String {
    format!("{front}\n{body}")
}

/// The name of a file made of an id and a title: `pol-001-ai-policy`.
pub(super) fn stem(id: &str, title: &str) -> String {
    let mut words = slug(&spelled(title));
    while words.contains("--") {
        words = words.replace("--", "-");
    }
    // Long enough to be told apart, short enough for every disk.
    let words: String = words.char_indices().take(60).take_while(|(at, _)| *at < 150).map(|(_, c)| c).collect();
    let words = words.trim_matches(['-', '_']);
    let id = id.to_lowercase();
    if words.is_empty() { id } else { format!("{id}-{words}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_called_after_id_and_title() {
        assert_eq!(stem("POL-001", "AI policy: use & abuse"), "pol-001-ai-policy-use-abuse");
        assert_eq!(
            stem("POL-002", "Richtlinie für Überwachung & Größe"),
            "pol-002-richtlinie-fuer-ueberwachung-groesse"
        );
        assert_eq!(stem("POL-003", "Política de IA"), "pol-003-politica-de-ia");
        assert_eq!(stem("POL-004", "Политика ИИ"), "pol-004-политика-ии");
        assert_eq!(stem("SYS-001", "規程"), "sys-001-規程");
        assert_eq!(stem("SYS-002", "???"), "sys-002");
        assert_eq!(stem("SYS-001", "../../x"), "sys-001-x");
        assert_eq!(stem("A", &"x".repeat(200)).len(), 62);
    }

    #[test]
    fn what_a_team_asks_stays_in_its_comment() {
        assert_eq!(section("A", "Why? --> **now**"), "## A\n\n<!-- Why? –> **now** -->\n");
    }
}
