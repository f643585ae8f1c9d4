//! The words that may stand somewhere, each with what it stands for.

use crate::check::RULES;
use crate::model::catalog::Catalog;
use crate::model::config::Config;
use crate::model::described::Words;
use crate::model::kinds::{FieldSpec, Kinds};

/// What is known of an AIMS without its documents.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// Its kinds of documents.
    pub kinds: &'a Kinds,
    /// Its frameworks.
    pub catalog: &'a Catalog,
    /// Its settings.
    pub config: &'a Config,
}

/// A word, and what it stands for; empty where that goes without saying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// As it is written.
    pub word: String,
    /// What it stands for, in a line.
    pub about: String,
}

impl Word {
    fn new(word: impl Into<String>, about: impl Into<String>) -> Self {
        Self { word: word.into(), about: about.into() }
    }
}

impl<'a> Known<'a> {
    /// All words of a sort. `above` is the key that they stand under, where that decides.
    pub fn words(&self, words: Words, above: Option<&str>) -> Vec<Word> {
        if let Some(fixed) = words.fixed() {
            return fixed.into_iter().map(|word| Word::new(word, "")).collect();
        }
        match words {
            Words::Kinds => self.kinds.iter().map(|kind| Word::new(&kind.name, &kind.about)).collect(),
            Words::Keys => self.keys().into_iter().map(|field| Word::new(&field.name, &field.about)).collect(),
            Words::Rules => rules(),
            Words::Roles => self.config.roles.iter().map(|(name, role)| Word::new(name, &role.about)).collect(),
            Words::Frameworks => {
                let frameworks = Catalog::builtin().frameworks().iter();
                frameworks.map(|framework| Word::new(&*framework.id, framework.edition_name())).collect()
            }
            Words::Standards => self.standards(),
            Words::Clauses => {
                let clauses = self.catalog.first().clauses.iter();
                clauses.map(|clause| Word::new(&clause.id, &clause.title)).collect()
            }
            Words::Values => above.map(|key| self.values(key)).unwrap_or_default(),
            _ => Vec::new(),
        }
    }

    /// People and roles.
    pub fn people(&self) -> Vec<Word> {
        let mut people = self.words(Words::Roles, None);
        let named = self.config.people.iter().filter(|person| !person.name.is_empty());
        people.extend(named.map(|person| Word::new(&person.name, person.roles.join(", "))));
        people.dedup_by(|one, other| one.word == other.word);
        people
    }

    /// All keys of documents of any kind, each once.
    fn keys(&self) -> Vec<&'a FieldSpec> {
        let mut keys: Vec<&FieldSpec> = Vec::new();
        for field in self.kinds.common().iter().chain(self.kinds.iter().flat_map(|kind| &kind.fields)) {
            if !keys.iter().any(|known| known.name == field.name) {
                keys.push(field);
            }
        }
        keys
    }

    /// What can be followed: each framework with an own name among those that are built in, and those that are.
    fn standards(&self) -> Vec<Word> {
        let (ours, theirs) = (Catalog::builtin(), self.catalog);
        let mut words: Vec<Word> = Vec::new();
        let standards = ours.standards().chain(theirs.standards());
        let all = standards.map(|standard| Word::new(standard.id.to_string(), &*standard.edition));
        let frameworks = ours.frameworks().iter().chain(theirs.frameworks());
        for word in all.chain(frameworks.map(|framework| Word::new(&*framework.id, framework.edition_name()))) {
            if !words.iter().any(|known| known.word == word.word) {
                words.push(word);
            }
        }
        words
    }

    /// The words that a key takes, in documents of any kind.
    fn values(&self, key: &str) -> Vec<Word> {
        if key == "kind" {
            return self.words(Words::Kinds, None);
        }
        let mut words: Vec<Word> = Vec::new();
        let fields = self.kinds.common().iter().chain(self.kinds.iter().flat_map(|kind| &kind.fields));
        for choice in fields.filter(|field| field.name == key).flat_map(|field| &field.choices) {
            if !words.iter().any(|known| known.word == *choice) {
                words.push(Word::new(choice, ""));
            }
        }
        words
    }
}

/// Rules by their codes, then by their names.
fn rules() -> Vec<Word> {
    let codes = RULES.iter().map(|rule| Word::new(rule.code, rule.name));
    codes.chain(RULES.iter().map(|rule| Word::new(rule.name, rule.code))).collect()
}
