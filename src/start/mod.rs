//! Beginnings: the files of a new AIMS, and the text of a new document.
//!
//! In come names, days and an AIMS as it stands; out go paths and texts. Nothing here writes, asks or knows the clock:
//! `cli` does, with [`crate::emit::lay`]. What a document asks for comes from the kinds, as data; the questions below its
//! headings lie there too, and for the skeleton in `data`. They stand in comments, so that a text that nobody filled in holds no word and counts for
//! nothing: see [`crate::model::document::Document`].

mod asked;
mod draw;
mod form;
mod ground;
mod ids;
mod name;
mod new;
mod place;
mod settings;
mod skeleton;
mod soa;

use crate::base::quote::yaml;
use crate::base::{Date, DocPath};
use crate::model::impact::ImpactSettings;
use crate::model::kinds::{Kind, Kinds, Nature};
use form::{Given, Row};

pub use asked::{Asked, Who};
pub use draw::Left;
pub use ground::of_top;
pub use name::name;
pub use new::{New, Wanted, new};
pub use skeleton::{Skeleton, around, skeleton};

/// A file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Where it goes, from the root of the AIMS.
    pub path: DocPath,
    /// Its text.
    pub text: String,
}

/// The headings of a document of this kind, with what to answer below each in comments.
fn body(kind: &Kind) -> String {
    if kind.body.is_empty() {
        let asks =
            if kind.asks.is_empty() { "What should a reader know after this?".into() } else { kind.asks.join(" ") };
        return section("What it says", &asks);
    }
    let sections: Vec<String> = kind.body.iter().map(|(heading, asks)| section(heading, asks)).collect();
    sections.join("\n")
}

/// A heading and, in a comment, what to answer below it.
fn section(heading: &str, asks: &str) -> String {
    format!("## {heading}\n\n<!-- {} -->\n", crate::base::quote::comment(asks).replace("--", "–"))
}

/// One row for each level at which an impact assessment has to look.
fn levels() -> Vec<Row> {
    ["individuals", "groups", "society"].map(|level| Row::of(&[("level", level.to_owned())])).into()
}

/// One row for each category that an impact assessment goes through.
fn categories(settings: &ImpactSettings, kinds: &Kinds) -> Vec<Row> {
    settings.all(kinds).into_iter().map(|category| Row::of(&[("category", yaml(&category))])).collect()
}

/// What every new document says of itself.
fn start(given: &mut Given, kind: &Kind, id: &str, title: &str, today: Date) {
    let title = if title.is_empty() { String::new() } else { yaml(title) };
    given.raw("id", yaml(id)).raw("title", title).text("kind", &kind.name).text("status", "draft");
    // What is new has not begun.
    let states = kind.fields.iter().filter(|field| field.name == "state").flat_map(|field| &field.choices);
    if let Some(first) = states.take(1).find(|first| *first == "planned") {
        given.or_raw("state", first.clone());
    }
    match kind.nature {
        Nature::Record => {
            given.or_raw("date", today.to_string());
        }
        Nature::Document => {
            given.raw("version", "0.1".into()).raw("effective", today.to_string());
            given.or_raw("review-every", "12 months".into());
        }
    }
}

/// The whole text of a document: its front matter and what is below.
fn whole(front: &str, body: &str) -> String {
    format!("{front}\n{body}")
}

/// The name of a file made of an id and a title: `pol-001-ai-policy`.
fn stem(id: &str, title: &str) -> String {
    let mut words = crate::base::text::slug(&crate::base::folded::spelled(title));
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
