//! The kinds of documents and their keys: data, built in or a team's own.

use std::collections::BTreeMap;

use serde::Deserialize;

pub use super::keys::{FieldSpec, FieldType, Need, label, words};
use super::tier::Tier;
use crate::base::folded::fold;
use crate::base::lookalike::seen;
use crate::base::wording::{self, Language};

/// Whether a document is kept current or stands as evidence (clause 7.5.3 treats the two apart).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Nature {
    /// Kept current, reviewed, approved.
    Document,
    /// Dated evidence, closed, not edited afterwards.
    Record,
}

impl Nature {
    /// Both, each with its word in settings.
    pub const WORDS: [(&'static str, Self); 2] = [("document", Self::Document), ("record", Self::Record)];
}

/// One kind of document.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kind {
    /// The word in front matter.
    pub name: String,
    /// What people call one.
    pub label: String,
    /// What people call several.
    pub plural: String,
    /// Document or record.
    pub nature: Nature,
    /// What it does for the requirements it serves; `none` where it does nothing for them.
    #[serde(deserialize_with = "optional_tier")]
    pub tier: Option<Tier>,
    /// The usual start of an id.
    pub prefix: String,
    /// Clauses that a document of this kind serves without naming them.
    #[serde(default)]
    pub clauses: Vec<String>,
    /// What it is for.
    #[serde(default)]
    pub about: String,
    /// What an auditor is likely to ask of one, a question each.
    #[serde(default)]
    pub asks: Vec<String>,
    /// The key, or `rows.key`, that holds the days its evidence is of; empty where those of its header are.
    #[serde(default)]
    pub shown: String,
    /// What others call one, in lower case, beside its label and its plural.
    #[serde(default)]
    pub called: Vec<String>,
    /// Words that teams write as `kind` for one, as [`normal`](super::settings::normal) has them: what they may
    /// mean. Names of folders and files say nothing by them.
    #[serde(default)]
    pub brought: Vec<String>,
    /// Where a new AIMS keeps its documents; empty where that is as its plural.
    #[serde(default)]
    pub folder: String,
    /// When it is its turn, as a management system comes about; 0 where nobody says.
    #[serde(default)]
    pub turn: u8,
    /// The headings of a new document, each with what to answer below it.
    #[serde(default)]
    pub body: Vec<(String, String)>,
    /// Whether it came after teams had begun: it gives way to a kind of theirs of that name or label, and is not guessed.
    #[serde(default)]
    pub later: bool,
    /// The built-in kind that one is said to count as; empty where nobody says.
    #[serde(default)]
    pub stands_for: String,
    /// Its own keys, beside the common ones.
    #[serde(default, rename = "field")]
    pub fields: Vec<FieldSpec>,
}

impl Kind {
    /// What one is called, in lower case and with blanks between words.
    pub fn words(&self) -> impl Iterator<Item = String> {
        let ours = [self.label.to_lowercase(), self.plural.to_lowercase()];
        ours.into_iter().chain(self.called.iter().cloned())
    }

    /// Whether others call it so, in a word of [`normal`](super::settings::normal)'s form that is not its name.
    pub fn is_called(&self, word: &str) -> bool {
        self.name != word && self.words().any(|known| known.replace(' ', "-") == word)
    }

    /// Whether it is what somebody may mean who writes such a word as `kind`, one that is no kind's name.
    pub fn is_meant(&self, word: &str) -> bool {
        self.is_called(word) || self.brought.iter().any(|brought| brought == word)
    }

    /// How its label and its plural look, and where pages are in a language what they are there. Of names that look alike nobody
    /// knows that they are several.
    pub(super) fn looks(&self, language: Option<&'static Language>) -> Vec<String> {
        let both = [&*self.label, &*self.plural];
        let said = language.map(|_| wording::within(language, || both.map(wording::known)));
        both.iter().chain(said.iter().flatten()).map(|name| seen(name)).collect()
    }

    /// The built-in kind that one is said to count as; else itself.
    pub fn counts_as(&self) -> &str {
        if self.stands_for.is_empty() { &self.name } else { &self.stands_for }
    }

    /// The same where a requirement calls for documents of some kind: one of which nobody says it is the plainest of its tier.
    pub fn serves_as(&self) -> &str {
        match self.tier {
            _ if self.turn > 0 || !self.stands_for.is_empty() => self.counts_as(),
            Some(Tier::Says) => "policy",
            Some(Tier::Does) => "procedure",
            Some(Tier::Shows) => "record",
            None => "",
        }
    }

    /// Whether documents of this kind are written, approved and retired, rather than kept up to date as entries of a
    /// register are.
    pub fn has_life(&self) -> bool {
        let binds = matches!(self.tier, Some(Tier::Says | Tier::Does)) && self.counts_as() != "objective";
        self.nature == Nature::Document && binds
    }
}

fn optional_tier<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Option<Tier>, D::Error> {
    let word = String::deserialize(deserializer)?;
    read_tier(&word).ok_or_else(|| serde::de::Error::custom(format!("unknown tier `{word}`")))
}

/// Reads `says`, `does`, `shows` or `none`.
pub(super) fn read_tier(word: &str) -> Option<Option<Tier>> {
    match word {
        "none" => Some(None),
        word => Tier::ALL.into_iter().find(|tier| tier.as_str() == word).map(Some),
    }
}

/// The words of a name up to what stands in brackets, folded; what sets apart the parts of a title is a word too.
pub(super) fn words_of(name: &str) -> Vec<String> {
    let name = name.split('(').next().unwrap_or_default().replace(" - ", ":");
    let mut folded = String::new();
    fold(&name.replace(['：', '–', '—', '|'], ":").replace(':', " : "), &mut folded);
    let words = folded.split(|c: char| c != ':' && !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(str::to_owned).collect()
}

/// What kinds are called, in the words by which names are compared, each with the place of the kind.
fn known(kinds: &[Kind]) -> Vec<(Vec<String>, usize)> {
    // A single word such as `risk` says little in a name, unless the kind is known by several; nothing one of a later kind.
    let later: Vec<String> = kinds.iter().filter(|kind| kind.later).flat_map(Kind::words).collect();
    let is_own = |known: &str| later.iter().all(|later| later != known);
    let says = |kind: &Kind, known: &str| (!kind.called.is_empty() || known.contains(' ')) && is_own(known);
    let all = kinds.iter().enumerate().filter(|(_, kind)| !kind.later);
    let of = |(place, kind): (usize, &Kind)| {
        let said: Vec<String> = kind.words().filter(|known| says(kind, known)).collect();
        said.into_iter().map(move |known| (words_of(&known), place))
    };
    all.flat_map(of).filter(|(words, _)| !words.is_empty()).collect()
}

/// All kinds, and the keys common to them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kinds {
    common: Vec<FieldSpec>,
    #[serde(rename = "kind")]
    all: Vec<Kind>,
    /// What they are called, as names are compared, with their places.
    #[serde(skip)]
    called: Vec<(Vec<String>, usize)>,
}

impl Kinds {
    /// The built-in kinds.
    ///
    /// # Panics
    /// Where the embedded file is broken, which a test rules out.
    pub fn builtin() -> Self {
        let mut kinds: Self = ::toml::from_str(include_str!("data/kinds.toml")).expect("the embedded kinds are sound");
        kinds.called = known(&kinds.all);
        kinds
    }

    /// Adds a team's own kind; one of the same name takes the place of the built-in one. A built-in one that came later
    /// gives way to one that is called as it is.
    pub fn add(&mut self, kind: Kind) {
        self.add_all(std::iter::once(kind));
    }

    /// Adds several, one after the other.
    pub(super) fn add_all(&mut self, own: impl Iterator<Item = Kind>) {
        let later: BTreeMap<String, Vec<String>> =
            self.all.iter().filter(|kind| kind.later).map(|kind| (kind.name.clone(), kind.looks(None))).collect();
        for kind in own {
            let looks = kind.looks(None);
            let is_called = |names: &Vec<String>| names.iter().any(|name| looks.contains(name));
            let gives_way = |known: &Kind| known.later && later.get(&known.name).is_some_and(is_called);
            self.all.retain(|known| known.name == kind.name || !gives_way(known));
            match self.all.iter_mut().find(|known| known.name == kind.name) {
                Some(known) => *known = kind,
                None => self.all.push(kind),
            }
        }
        self.called = known(&self.all);
    }

    /// What kinds are called, in words as names are compared.
    pub(super) fn called(&self) -> impl Iterator<Item = (&[String], &Kind)> {
        self.called.iter().map(|(words, place)| (&**words, &self.all[*place]))
    }

    /// A kind by its name.
    pub fn get(&self, name: &str) -> Option<&Kind> {
        self.all.iter().find(|kind| kind.name == name)
    }

    /// All kinds in their order.
    pub fn iter(&self) -> impl Iterator<Item = &Kind> {
        self.all.iter()
    }

    /// The keys common to all kinds.
    pub fn common(&self) -> &[FieldSpec] {
        &self.common
    }

    /// The key of this name for a document of this kind; the kind's own comes before the common one.
    pub fn field<'a>(&'a self, kind: Option<&'a Kind>, name: &str) -> Option<&'a FieldSpec> {
        let own = kind.map_or(&[][..], |kind| &kind.fields);
        own.iter().chain(&self.common).find(|field| field.name == name)
    }

    /// Every key that a document of this kind may carry.
    pub fn fields<'a>(&'a self, kind: Option<&'a Kind>) -> impl Iterator<Item = &'a FieldSpec> {
        let own = kind.map_or(&[][..], |kind| &kind.fields);
        let common = self.common.iter().filter(move |field| !own.iter().any(|known| known.name == field.name));
        own.iter().chain(common)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_embedded_kinds_are_those_of_the_product() {
        let kinds = Kinds::builtin();
        let names: Vec<&str> = kinds.iter().map(|kind| kind.name.as_str()).collect();
        let expected = "scope policy procedure guideline plan soa system risk risk-register risk-assessment impact-assessment objective \
                        supplier competence change audit management-review nonconformity incident record external dataset model test \
                        release monitoring concern training issue obligation communication certification roadmap \
                        improvement control-test";
        assert_eq!(names, expected.split_whitespace().collect::<Vec<_>>());
        for kind in kinds.iter() {
            let new = !kind.folder.is_empty() && kind.turn > 0 && !kind.body.is_empty() && !kind.asks.is_empty();
            assert!(new, "{}: say how one begins: `folder`, `turn`, `body`, `asks`", kind.name);
            let mut fields: Vec<_> = kinds.fields(Some(kind)).collect();
            for field in fields.clone() {
                assert_eq!(
                    field.columns.is_empty(),
                    field.field_type != FieldType::Rows,
                    "{} {}",
                    kind.name,
                    field.name
                );
                let choice = matches!(field.field_type, FieldType::Choice | FieldType::Choices);
                assert_eq!(field.choices.is_empty(), !choice, "{} {}", kind.name, field.name);
                let column = |name| field.columns.iter().any(|column| column.name == name);
                assert!(field.alone.as_deref().is_none_or(column), "{} {}", kind.name, field.name);
                assert!(field.kinds.iter().all(|name| kinds.get(name).is_some()), "{} {}", kind.name, field.name);
            }
            let columns = fields.iter().flat_map(|field| &field.columns);
            for field in fields.iter().copied().chain(columns) {
                assert!(field.about.ends_with('.'), "{} does not say what `{}` is for", kind.name, field.name);
                for (theirs, ours) in &field.synonyms {
                    let sound = *theirs == crate::reading::normal(theirs) && !field.choices.contains(theirs);
                    assert!(sound && field.choices.contains(ours), "{} {} {theirs}", kind.name, field.name);
                }
            }
            for field in &kind.fields {
                sound_days(&kinds, kind, field, &kind.fields);
                field.columns.iter().for_each(|column| sound_days(&kinds, kind, column, &field.columns));
            }
            assert!(kind.asks.len() > 1 && kind.asks.iter().all(|ask| ask.ends_with(['?', '.'])), "{}", kind.name);
            let same = kinds.iter().filter(|other| other.folder == kind.folder).count();
            assert_eq!(same, 1, "{}: a folder has one kind", kind.name);
            for word in &kind.brought {
                let meant = kinds.iter().filter(|other| other.is_meant(word)).count();
                let sound = *word == crate::reading::normal(word) && kinds.get(word).is_none();
                assert!(sound && meant == 1, "{}: `{word}` is one word for one kind", kind.name);
            }
            fields.sort_by_key(|field| &field.name);
            assert!(fields.windows(2).all(|pair| pair[0].name != pair[1].name), "{}: a key stands twice", kind.name);
        }
    }

    /// What is said of the days of a key is about keys and words that there are.
    fn sound_days(kinds: &Kinds, kind: &Kind, field: &FieldSpec, beside: &[FieldSpec]) {
        let is_date = |field: &FieldSpec| field.field_type == FieldType::Date;
        let of = |key: &str| {
            let (rows, key) = key.split_once('.').map_or((None, key), |(rows, key)| (Some(rows), key));
            let columns =
                rows.map_or(beside, |rows| kinds.field(Some(kind), rows).map_or(&[][..], |rows| &rows.columns));
            columns
                .iter()
                .find(|column| column.name == key)
                .or_else(|| kinds.field(Some(kind), key))
                .is_some_and(is_date)
        };
        let dated = field.not_before.iter().all(|key| *key != field.name && of(key));
        assert!(
            dated && (is_date(field) || !field.done && field.not_before.is_empty()),
            "{} {}",
            kind.name,
            field.name
        );
        let state = beside.iter().find(|field| matches!(&*field.name, "state" | "status"));
        let known = |word: &String| state.is_some_and(|state| state.choices.contains(word));
        assert!(field.only_in.iter().chain(&field.asked_in).all(known), "{} {}", kind.name, field.name);
        let goes = |word: &String| field.only_in.is_empty() || field.only_in.contains(word);
        assert!(field.asked_in.iter().all(goes), "{} {}", kind.name, field.name);
    }
}
