//! Who may read a text: all that its keys say of that, under whichever word.
//!
//! A text may say it twice, under a key of ours and one of another program, or only under a word of theirs. What keeps
//! somebody out must not be lost because another key came first.

use super::normal::normal;
use super::rules::{Reading, Said};
use super::synonyms;
use crate::base::text::solid;
use crate::diag::Span;
use crate::parse::{Entry, Node, Value};

/// The key of ours.
pub const CLASS: &str = "classification";

/// Keys of others that say who may read a text, without what parts their words. None of them takes the place of ours: they
/// only keep somebody out.
const THEIRS: &str = "\
    accessclassification accesslevel clasificacion clasificación classificação classificacao classificatie \
    classificationlevel classificazione confidencialidad confidencialidade confidential confidentialite \
    confidentialité confidentialityclass confidentialityclassification confidentialitylevel contentclassification \
    dataclassification dokumentenklassifizierung dokumentklassifizierung geheimhaltung geheimhaltungsgrad \
    geheimhaltungsstufe informationclassification informationsecurityclassification informationsklassifizierung \
    internalonly klasifikasi klassifikation klassifizierung klassifizierungsstufe niveaudeconfidentialité private \
    protectionclass protectionlevel protectivemarking public restricted riservatezza rubricering schutzklasse \
    schutzstufe secret securityclassification securitylabel securitymarking sensitivity sensitivitylabel \
    sensitivitylevel sichtbarkeit tlp vertraulich vertraulichkeit vertraulichkeitsgrad vertraulichkeitsklasse \
    vertraulichkeitsstufe visibility";

/// What a text says under one key of who may read it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassWord {
    /// The key, as it stands.
    pub name: String,
    /// What it says: a word for a class, or words that are none.
    pub text: String,
    /// Where the key stands.
    pub key: Span,
    /// Whether the key is a word of others that takes no other's place.
    pub foreign: bool,
}

/// Whether a key is a word of others for who may read a text.
pub fn says_class(key: &str) -> bool {
    let solid = solid(key);
    THEIRS.split(' ').any(|known| known == solid)
}

impl Reading {
    /// Whether a key says who may read a text, in a word of ours or of others.
    pub fn is_class(&self, key: &str) -> bool {
        let key = normal(key);
        key == CLASS || self.ours(&key).map_or_else(|| says_class(&key), |ours| ours == CLASS)
    }

    /// How these rules, where those of `today` came after them, have it read who may read a text: of what they say nothing, those
    /// of today do.
    #[must_use]
    pub fn followed_by(&self, today: &Self) -> Self {
        let mut both = today.clone();
        let meant = self.aliases.iter().filter(|(_, ours)| *ours == CLASS);
        both.aliases.extend(meant.map(|(theirs, ours)| (theirs.clone(), ours.clone())));
        // What meant a class means it where a kind has such a key now.
        both.own.values_mut().for_each(|own| own.retain(|key| self.aliases.get(key).is_none_or(|ours| ours != CLASS)));
        if let Some(words) = self.values.get(CLASS) {
            both.values.entry(CLASS.to_owned()).or_default().extend(words.clone());
        }
        if self.has_header() {
            both.forms.extend(&self.forms);
            both.labels.extend(self.labels.clone());
        }
        if !self.sidecars.is_within(&today.sidecars) {
            both.sidecars = self.sidecars.clone();
        }
        both
    }

    /// All that entries say of who may read the text, in their order. `is_own` are keys that a document of this kind has: they
    /// mean what the kind says.
    pub fn classes(&self, said: &[Said<'_>], is_own: impl Fn(&str) -> bool) -> Vec<ClassWord> {
        said.iter()
            .filter_map(|said| {
                let key = normal(&said.entry.key);
                let ours = said.name == CLASS || (said.idle && self.ours(&said.name) == Some(CLASS));
                let free = !synonyms::is_ours(&key)
                    && said.name == key
                    && !said.idle
                    && !is_own(&key)
                    && !self.aliases.contains_key(&key);
                let foreign = !ours && free && says_class(&key);
                (ours || foreign).then(|| self.class_word(&said.entry, foreign))?
            })
            .collect()
    }

    /// The same of entries of which nothing is known but that they are ours.
    pub fn class_word(&self, entry: &Entry, foreign: bool) -> Option<ClassWord> {
        let node = &self.in_our_words(CLASS, entry).node;
        let text = words(node).join(", ");
        let text = if foreign { answered(&entry.key, text)? } else { text };
        (!text.is_empty()).then_some(ClassWord { name: entry.key.clone(), text, key: entry.key_span, foreign })
    }

    /// The same where nothing is known of the document but what it says. What `besides` say is said elsewhere.
    pub fn classes_alone(&self, entries: &[Entry], besides: &[Entry]) -> Vec<ClassWord> {
        let said = self.read_alone(entries);
        let own = self.own_of(entries);
        let mut found = self.classes(&said, |key| own.is_some_and(|own| own.contains(key)));
        found.extend(besides.iter().filter_map(|entry| self.class_word(entry, false)));
        found
    }
}

/// What a key that may ask a question says: `confidential: yes` names a class, `confidential: no` names none.
fn answered(key: &str, text: String) -> Option<String> {
    let asks = solid(key);
    match text.trim().to_lowercase().as_str() {
        // What a test is good at, not who reads of it.
        said if asks == "sensitivity" && said.chars().all(|c| !c.is_alphabetic()) => None,
        "true" | "yes" | "ja" | "oui" | "sí" | "si" if asks == "public" => None,
        "true" | "yes" | "ja" | "oui" | "sí" | "si" if asks == "internalonly" => Some("internal".to_owned()),
        "true" | "yes" | "ja" | "oui" | "sí" | "si" => Some("confidential".to_owned()),
        "false" | "no" | "nein" | "non" if asks == "public" => Some("internal".to_owned()),
        "" | "none" | "null" | "n/a" | "-" | "false" | "no" | "nein" | "non" => None,
        _ => Some(text),
    }
}

/// The texts of a value; of a table, those of its values.
fn words(node: &Node) -> Vec<&str> {
    match &node.value {
        Value::Null => Vec::new(),
        Value::Scalar(scalar) => vec![scalar.text.trim()],
        Value::List(items) => items.iter().flat_map(words).collect(),
        Value::Table(entries) => entries.iter().flat_map(|entry| words(&entry.node)).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse;

    fn told(keys: &str) -> Vec<String> {
        let entries = parse::keys(keys.as_bytes(), "yaml").entries;
        Reading::default().classes_alone(&entries, &[]).into_iter().map(|word| word.text).collect()
    }

    #[test]
    fn all_that_is_said_of_who_may_read_a_text_is_found() {
        assert_eq!(told("classification: public\nconfidentiality: confidential\n"), ["public", "confidential"]);
        assert_eq!(told("confidentiality: confidential\nclassification: public\n"), ["confidential", "public"]);
        assert_eq!(told("classification: public\nClassification: secret\n"), ["public", "secret"]);
        for (key, word) in [
            ("security-classification: secret", "secret"),
            ("informationClassification: internal", "internal"),
            ("Klassifizierung: vertraulich", "vertraulich"),
            ("vertraulichkeit: hoch", "hoch"),
            ("schutzklasse: 3", "3"),
            ("sensitivity: [restricted]", "restricted"),
            ("visibility: private", "private"),
            ("confidential: true", "confidential"),
            ("public: false", "internal"),
        ] {
            assert_eq!(told(&format!("{key}\n")), [word], "{key}");
        }
        for silent in [
            "confidential: false",
            "public: true",
            "sensitivity:",
            "sensitivity: 0.93",
            "title: Sensitivity",
            "id: secret",
        ] {
            assert!(told(&format!("{silent}\n")).is_empty(), "{silent}");
        }
    }

    #[test]
    fn an_alias_and_a_key_of_the_kind_mean_what_was_said_they_mean() {
        let entries = parse::keys(b"kind: model-card\nvisibility: private\nsensitivity: secret\n", "yaml").entries;
        let mut reading = Reading::default().knowing([("model-card", vec!["sensitivity"])].into_iter());
        assert_eq!(reading.classes_alone(&entries, &[]).len(), 1);
        reading.aliases.insert("visibility".to_owned(), "tags".to_owned());
        assert!(reading.classes_alone(&entries, &[]).is_empty());
    }
}
