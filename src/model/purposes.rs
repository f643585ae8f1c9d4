//! Words in the purpose of an AI system that usually mean a practice or use of which the EU AI Act speaks. They are data.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::base::text::one_line;

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
    let plain = format!(" {} ", one_line(&plain));
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
        assert_eq!(point("Erkennt Emotionen der Mitarbeiter am Arbeitsplatz"), Some("Article 5(1)(f)"));
        assert_eq!(point("Sozialkredit der Bürger"), Some("Article 5(1)(c)"));
        assert_eq!(point("Grades the exams of students"), Some("Annex III, point 3"));
        for none in
            ["Sorts letters", "Upgrades firmware", "Grades apples", "Answers the emotional letters of members", ""]
        {
            assert_eq!(point(none), None, "{none}");
        }
    }

    #[test]
    fn plain_words_for_the_uses_of_annex_iii_are_known() {
        for (text, wanted) in [
            ("Screens CVs before people read them", "4"),
            ("Ranks candidates by their CV", "4"),
            ("Scores video interviews of candidates", "4"),
            ("Matches job seekers with vacancies", "4"),
            ("Finds employees who are likely to leave", "4"),
            ("Decides on mortgages", "5(b)"),
            ("Approves consumer credit at the till", "5(b)"),
            ("Estimates the chance that a customer repays", "5(b)"),
            ("Sets the premiums of life cover", "5(c)"),
            ("Assesses claims for unemployment benefit", "5(a)"),
            ("Detects cheating in exams", "3"),
            ("Recognises faces at the gate", "1"),
            ("Dispatches ambulances", "5(d)"),
            ("Controls pumps of the drinking water network", "2"),
            ("Vorauswahl von Bewerbungen", "4"),
            ("Prüft Kreditanträge", "5(b)"),
            ("Bewertet Klausuren", "3"),
            ("Trie les candidatures", "4"),
            ("Évalue la solvabilité des clients", "5(b)"),
        ] {
            let point = of(text).map(|(purpose, _)| purpose.point.as_str());
            assert_eq!(point, Some(format!("Annex III, point {wanted}").as_str()), "{text}");
        }
    }

    #[test]
    fn what_only_sounds_like_them_is_none() {
        for text in [
            "Answers questions on loans and mortgages",
            "Forecasts how many staff a branch needs",
            "Selects pictures for the intranet",
            "Reads invoices and proposes an account",
            "Routes letters to the right team",
            "Translates job advertisements",
            "Recognises defects of welds",
            "Übersetzt Schreiben an Versicherte",
            "Traduit les lettres des clients",
            "Marks spam among e-mails",
            "Recommends products to visitors of the shop",
            "Summarises minutes of meetings",
        ] {
            assert!(of(text).is_none(), "{text}: {:?}", of(text));
        }
    }
}
