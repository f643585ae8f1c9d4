//! The register of laws and standards that bear on an AI management system: what is in force of each, as data with a date.
//!
//! It goes out of date like any register. What it says is shown with its day, its source and how far it can be relied on.

use std::sync::LazyLock;

use serde::Deserialize;

use super::catalog::Confidence;
use super::document::Document;
use crate::base::Date;
use crate::base::date;
use crate::base::text::alike;

/// A law, standard or guidance.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Law {
    /// Its id here.
    pub id: String,
    /// What people call it.
    pub short: String,
    /// What it is about, in our own words.
    pub title: String,
    /// `law`, `standard`, `guidance` or `draft`.
    pub sort: String,
    /// What a document about it is known by.
    pub names: Vec<String>,
    /// Names of what it replaces.
    #[serde(default)]
    pub formerly: Vec<String>,
    /// The edition in force.
    pub edition: String,
    /// Its year, as standards write it behind the number.
    #[serde(default)]
    pub year: Option<u16>,
    /// The day on which that edition came out, as the data has it.
    #[serde(default)]
    published: Option<String>,
    /// Where it stands, and from when.
    pub status: String,
    /// The first day on which all or the first part of it applies, as the data has it.
    #[serde(default)]
    from: Option<String>,
    /// Clauses and controls of ISO/IEC 42001 for which it is of use.
    pub uses: Vec<String>,
    /// What it lists that people work with.
    #[serde(default)]
    pub points: Vec<String>,
    /// What a reader should bear in mind.
    #[serde(default)]
    pub note: Option<String>,
    /// What that rests on.
    pub source: String,
    /// How far it can be relied on.
    pub confidence: Confidence,
}

/// The register with the day on which it was looked at.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Laws {
    /// That day, as the data has it.
    retrieved: String,
    /// Its entries, laws first.
    #[serde(rename = "law")]
    pub all: Vec<Law>,
}

/// Why a document about a law or standard is of yesterday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Behind {
    /// It is about what was replaced.
    Replaced,
    /// It names an edition of this year.
    Year(u16),
    /// Its edition came out on this day, before the one in force.
    Published(Date),
    /// It says neither year nor day, and was last looked at on this day, before the edition in force came out.
    Reviewed(Date),
}

impl Laws {
    /// The built-in register, parsed once.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Laws> = LazyLock::new(|| {
            toml::from_str(include_str!("data/laws.toml")).expect("a test parses the embedded register")
        });
        &BUILTIN
    }

    /// The day on which it was looked at.
    pub fn retrieved(&self) -> Option<Date> {
        date::parse(&self.retrieved)
    }

    /// The entry that a word names: its id or what people call it.
    pub fn find(&self, word: &str) -> Option<&Law> {
        self.all.iter().find(|law| alike(&law.id, word) || alike(&law.short, word))
    }

    /// The entry that a document is about, by its title or edition: that which is named first.
    pub fn of(&self, document: &Document) -> Option<&Law> {
        let said = said(document);
        let first = |law: &Law| law.names.iter().chain(&law.formerly).filter_map(|name| place(&said, name)).min();
        let named = self.all.iter().filter_map(|law| Some((first(law)?, law)));
        named.min_by_key(|(place, _)| *place).map(|(_, law)| law)
    }
}

impl Law {
    /// The day on which the edition in force came out.
    pub fn published(&self) -> Option<Date> {
        self.published.as_deref().and_then(date::parse)
    }

    /// The first day on which all or the first part of it applies.
    pub fn from(&self) -> Option<Date> {
        self.from.as_deref().and_then(date::parse)
    }

    /// Whether a document about it is of yesterday.
    pub fn behind(&self, document: &Document) -> Option<Behind> {
        let said = said(document);
        let now = self.names.iter().any(|name| is_named(&said, name));
        if !now {
            return self.formerly.iter().any(|name| is_named(&said, name)).then_some(Behind::Replaced);
        }
        // What stands under `edition` says more of it than the title, which may name what it is about.
        let edition = document.fields.text("edition").unwrap_or_default();
        let year_of = |text: &str| self.names.iter().filter_map(|name| year_behind(text, name)).max();
        if let Some((current, newest)) = self.year.zip(year_of(edition).or_else(|| year_of(&said))) {
            return (newest < current).then_some(Behind::Year(newest));
        }
        // What comments on a law came out after it was made, and may well be older than its last amendment.
        let numbers = self.names.iter().filter(|name| name.contains('/'));
        let itself = self.names.iter().filter_map(|name| place(&said, name)).any(|place| place <= ARTICLE)
            || numbers.into_iter().any(|number| is_named(edition, number));
        let current = self.published().filter(|_| itself)?;
        if let Some(year) = self.year_beside(edition) {
            return (year < current.year()).then_some(Behind::Year(year.unsigned_abs()));
        }
        if let Some(published) = document.fields.date("published") {
            return (published < current).then_some(Behind::Published(published));
        }
        let reviewed = document.fields.date("reviewed").filter(|_| self.sort == "law")?;
        (reviewed < current).then_some(Behind::Reviewed(reviewed))
    }
}

impl Law {
    /// The newest year that stands in the edition of a law, beside the numbers by which it is known: that of the day it is
    /// of, or of what amended it.
    fn year_beside(&self, edition: &str) -> Option<i16> {
        if self.sort != "law" {
            return None;
        }
        let plain = self.names.iter().fold(edition.to_owned(), |text, name| text.replace(name.as_str(), " "));
        let words = plain.split(|c: char| !c.is_ascii_digit());
        words
            .filter(|word| word.len() == 4)
            .filter_map(|word| word.parse().ok())
            .filter(|year| (1990..2100).contains(year))
            .max()
    }
}

/// Before its name a title may have this much: `The`, `EU`.
const ARTICLE: usize = 4;

/// What a document says that it is about.
fn said(document: &Document) -> String {
    let edition = document.fields.text("edition").unwrap_or_default();
    format!("{} {edition}", document.title)
}

/// The first place of a name in a text.
fn place(said: &str, name: &str) -> Option<usize> {
    places(said, name).next().map(|behind| behind - name.len())
}

/// The places behind a name in a text, where it stands as a word by itself. ISO 9001 is not in ISO 90010.
fn places<'t>(said: &'t str, name: &'t str) -> impl Iterator<Item = usize> + use<'t> {
    let found = said.match_indices(name).filter(|(at, name)| {
        let before = said[..*at].chars().next_back();
        let after = said[at + name.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    });
    found.map(|(at, name)| at + name.len())
}

fn is_named(said: &str, name: &str) -> bool {
    place(said, name).is_some()
}

/// The year that stands behind a name, as in `ISO/IEC 42001:2023`; the newest of several.
fn year_behind(said: &str, name: &str) -> Option<u16> {
    let years = places(said, name).filter_map(|at| {
        let digits = said[at..].strip_prefix(':')?.get(..4)?;
        digits.parse().ok()
    });
    years.max()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::Catalog;
    use crate::model::load::load;
    use crate::source::Memory;

    fn document(title: &str, fields: &str) -> Document {
        let text = format!("---\nid: EXT-1\ntitle: \"{title}\"\nkind: external\n{fields}\n---\n");
        let files = [("aims.toml", ""), ("e.md", text.as_str())];
        let source = Memory::new(files.map(|(path, text)| (path, text.as_bytes())));
        let aims = load(&source, Date::constant(2026, 11, 20)).unwrap();
        Document::clone(&aims.documents[0])
    }

    fn behind(title: &str, fields: &str) -> Option<(&'static str, Option<Behind>)> {
        let document = document(title, fields);
        Laws::builtin().of(&document).map(|law| (law.id.as_str(), law.behind(&document)))
    }

    #[test]
    fn every_entry_says_what_it_rests_on() {
        let laws = Laws::builtin();
        assert_eq!(laws.all.len(), 30);
        assert!(laws.retrieved().is_some());
        for law in &laws.all {
            assert!(["law", "standard", "guidance", "draft"].contains(&law.sort.as_str()), "{}", law.id);
            assert!(!law.names.is_empty() && !law.source.is_empty() && !law.status.is_empty(), "{}", law.id);
            assert_eq!(law.published.is_some(), law.published().is_some(), "{}", law.id);
            assert_eq!(law.sort == "law", law.from().is_some(), "{}", law.id);
            assert!(law.year.is_none_or(|year| law.edition.contains(&format!(":{year}"))), "{}", law.id);
            assert!(law.uses.iter().all(|id| Catalog::builtin().title(id).is_some()), "{}", law.id);
            assert_eq!(laws.all.iter().filter(|other| other.id == law.id).count(), 1, "{}", law.id);
        }
        assert_eq!(laws.find("NIST AI 600-1").map(|law| law.points.len()), Some(12));
    }

    #[test]
    fn an_edition_of_yesterday_is_known_by_year_day_or_name() {
        assert_eq!(behind("ISO/IEC 27001:2013", ""), Some(("iso-27001", Some(Behind::Year(2013)))));
        assert_eq!(behind("ISO/IEC 27001:2022", "published: 2022-10-25"), Some(("iso-27001", None)));
        assert_eq!(behind("The AI Act", "edition: Regulation (EU) 2024/1689").map(|(id, _)| id), Some("eu-ai-act"));
        let day = Date::constant(2024, 7, 12);
        assert_eq!(behind("AI Act", "published: 2024-07-12"), Some(("eu-ai-act", Some(Behind::Published(day)))));
        let of_13_june = "edition: Regulation (EU) 2024/1689 of 13 June 2024\npublished: 2026-07-27";
        assert_eq!(behind("AI Act", of_13_june), Some(("eu-ai-act", Some(Behind::Year(2024)))));
        let amended = "edition: Regulation (EU) 2024/1689 of 13 June 2024, as amended by Regulation (EU) 2026/1744";
        assert_eq!(behind("AI Act", amended), Some(("eu-ai-act", None)));
        let looked = Date::constant(2025, 12, 3);
        let reviewed = "edition: Regulation (EU) 2024/1689\nreviewed: 2025-12-03";
        assert_eq!(behind("AI Act", reviewed), Some(("eu-ai-act", Some(Behind::Reviewed(looked)))));
        assert_eq!(behind("AI Act", &reviewed.replace("2025-12-03", "2026-09-01")), Some(("eu-ai-act", None)));
        assert_eq!(behind("GDPR", "edition: Regulation (EU) 2016/679 of 27 April 2016"), Some(("gdpr", None)));
        assert_eq!(
            behind("ISO/IEC 42001:2023", "edition: ISO/IEC 42001:2022"),
            Some(("iso-42001", Some(Behind::Year(2022))))
        );
        assert_eq!(behind("Colorado SB 24-205", ""), Some(("colorado", Some(Behind::Replaced))));
        assert_eq!(behind("Colorado SB 26-189, which replaces SB 24-205", ""), Some(("colorado", None)));
        assert_eq!(behind("Guidelines on the AI Act", "published: 2024-07-12"), Some(("eu-ai-act", None)));
        let draft = behind("prEN 18286, a quality management system for the EU AI Act", "published: 2025-10-30");
        assert_eq!(draft, Some(("pren-18286", None)));
        assert_eq!(behind("NIST AI 600-1, a profile of the AI RMF", "").map(|(id, _)| id), Some("nist-ai-600-1"));
        assert_eq!(behind("ISO 90010", ""), None);
        assert_eq!(behind("A model card", "published: 2001-01-01"), None);
        assert_eq!(behind("ISO/IEC 42005", ""), Some(("iso-42005", None)), "without an edition nothing is known");
    }
}
