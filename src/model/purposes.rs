//! Words in the purpose of an AI system that usually mean a practice or use of which the EU AI Act speaks. They are data.

use std::sync::LazyLock;

use serde::Deserialize;

/// A practice or use, and the words by which a purpose gives it away.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Purpose {
    /// The provision, as documents name it.
    pub provision: String,
    /// How the point is written: `Annex III, point 5(b)`.
    pub point: String,
    /// What it is about, in our own words.
    pub about: String,
    /// Whether it is prohibited; else it is high-risk.
    #[serde(default)]
    pub prohibited: bool,
    /// Beginnings of words.
    words: Vec<String>,
    /// One of these has to stand there too; none where the words are enough.
    #[serde(default)]
    beside: Vec<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    purpose: Vec<Purpose>,
}

/// All, in the order of the data file: what is prohibited first.
fn all() -> &'static [Purpose] {
    static ALL: LazyLock<Vec<Purpose>> = LazyLock::new(|| {
        let file: File =
            toml::from_str(include_str!("data/purposes.toml")).expect("a test parses the embedded purposes");
        file.purpose
    });
    &ALL
}

/// The first practice or use that a purpose speaks of, with the words by which it does.
pub fn of(text: &str) -> Option<(&'static Purpose, &'static str)> {
    let plain: String =
        text.chars().flat_map(char::to_lowercase).map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = format!(" {} ", plain.split_whitespace().collect::<Vec<_>>().join(" "));
    let has = |words: &str| plain.contains(&format!(" {words}"));
    all().iter().find_map(|purpose| {
        let word = purpose.words.iter().find(|words| has(words))?;
        let is_it = purpose.beside.is_empty() || purpose.beside.iter().any(|words| has(words));
        is_it.then_some((purpose, word.as_str()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::catalog::Catalog;

    #[test]
    fn every_purpose_has_words_and_a_provision_that_there_is() {
        let act = Catalog::builtin().framework("eu-ai-act").expect("the Act");
        for purpose in all() {
            assert!(act.find(&purpose.provision).is_some(), "{purpose:?}");
            assert_eq!(purpose.prohibited, purpose.point.starts_with("Article 5"), "{purpose:?}");
            assert!(!purpose.words.is_empty() && !purpose.about.is_empty(), "{purpose:?}");
            for words in purpose.words.iter().chain(&purpose.beside) {
                let is_plain = words.chars().all(|c| c == ' ' || (c.is_alphanumeric() && !c.is_uppercase()));
                assert!(is_plain && words.trim() == words, "{words}");
            }
        }
        assert!(all().is_sorted_by_key(|purpose| !purpose.prohibited));
    }

    #[test]
    fn a_purpose_is_known_by_its_words() {
        let point = |text| of(text).map(|(purpose, _)| purpose.point.as_str());
        assert_eq!(point("Scores loan applications"), Some("Annex III, point 5(b)"));
        assert_eq!(point("Credit-scoring of members"), Some("Annex III, point 5(b)"));
        assert_eq!(point("Reads the emotions of staff in calls"), Some("Article 5(1)(f)"));
        assert_eq!(point("Grades the exams of students"), Some("Annex III, point 3"));
        for none in
            ["Sorts letters", "Upgrades firmware", "Grades apples", "Answers the emotional letters of members", ""]
        {
            assert_eq!(point(none), None, "{none}");
        }
    }
}
