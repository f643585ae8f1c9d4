//! The keys of documents: what each takes, who needs it, and how it and its words are read by people.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::base::say;

/// What type of value a key takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldType {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// A day, `2026-11-20`.
    Date,
    /// A length of time, `12 months`.
    Period,
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// One of the allowed words.
    Choice,
    /// Some of the allowed words.
    Choices,
    /// A role or person.
    Person,
    /// Roles or persons.
    Persons,
    /// The id of a document.
    Ref,
    /// Ids of documents.
    Refs,
    /// Ids of Annex A controls or own controls.
    Controls,
    /// Ids of clauses.
    Clauses,
    /// A table of framework id to list of ids.
    Requirements,
    /// A list of tables.
    Rows,
}

impl FieldType {
    /// All, each with its word in settings.
    pub const WORDS: [(&'static str, Self); 16] = [
        ("text", Self::Text),
        ("texts", Self::Texts),
        ("date", Self::Date),
        ("period", Self::Period),
        ("flag", Self::Flag),
        ("number", Self::Number),
        ("choice", Self::Choice),
        ("choices", Self::Choices),
        ("person", Self::Person),
        ("persons", Self::Persons),
        ("ref", Self::Ref),
        ("refs", Self::Refs),
        ("controls", Self::Controls),
        ("clauses", Self::Clauses),
        ("requirements", Self::Requirements),
        ("rows", Self::Rows),
    ];

    /// Whether it is a list of ids.
    pub fn lists_ids(self) -> bool {
        matches!(self, Self::Refs | Self::Controls | Self::Clauses)
    }

    /// Whether it is an id, or a list of them.
    pub fn takes_ids(self) -> bool {
        self == Self::Ref || self.lists_ids()
    }
}

/// How much a key is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Need {
    /// An error without it.
    Must,
    /// A warning without it.
    Should,
}

impl Need {
    /// Both, each with its word in settings.
    pub const WORDS: [(&'static str, Self); 2] = [("must", Self::Must), ("should", Self::Should)];
}

/// What a word stands for in a list of words.
pub(super) fn meaning<T: Copy>(words: &[(&'static str, T)], word: &str) -> Option<T> {
    words.iter().find(|(known, _)| *known == word).map(|(_, value)| *value)
}

/// One key.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
#[expect(clippy::struct_excessive_bools, reason = "each is a word of the file by itself")]
pub struct FieldSpec {
    /// The key, in lower case with hyphens.
    pub name: String,
    /// What it takes.
    #[serde(rename = "type")]
    pub field_type: FieldType,
    /// Whether it is needed.
    pub need: Option<Need>,
    /// The allowed words of a choice.
    #[serde(default)]
    pub choices: Vec<String>,
    /// What people call an allowed word, where the word alone does not tell.
    #[serde(default)]
    pub titles: BTreeMap<String, String>,
    /// Words that others bring, each with the allowed one that it means.
    #[serde(default)]
    pub synonyms: BTreeMap<String, String>,
    /// Whether words beside the allowed ones are taken as they stand.
    #[serde(default)]
    pub open: bool,
    /// The kinds a reference may point at; empty for any.
    #[serde(default)]
    pub kinds: Vec<String>,
    /// The fields of a row.
    #[serde(default)]
    pub columns: Vec<FieldSpec>,
    /// The column that a row has where a text stands in its place; none where every row is a table.
    pub alone: Option<String>,
    /// What it is for.
    #[serde(default)]
    pub about: String,
    /// Whether a rule of its own tells of an answer that says nothing.
    #[serde(default)]
    pub judged: bool,
    /// Whether it came after teams had begun: what their settings say of that word goes on to hold.
    #[serde(default)]
    pub later: bool,
    /// Whether it says when something was done, so that a day to come is a slip.
    #[serde(default)]
    pub done: bool,
    /// Keys whose days its own does not come before, the one that counts first: of the same row, else of the document;
    /// `rows.key` for every row under `rows`.
    #[serde(default, rename = "not-before")]
    pub not_before: Vec<String>,
    /// The words of `state`, or of `status` in its row, that go with it; empty where any does.
    #[serde(default, rename = "only-in")]
    pub only_in: Vec<String>,
    /// The words of `state`, or of `status` in its row, that ask for it.
    #[serde(default, rename = "asked-in")]
    pub asked_in: Vec<String>,
    /// By which word of which other key it is needed no more.
    #[serde(default, rename = "spared-by")]
    pub spared_by: BTreeMap<String, Vec<String>>,
    /// The words by which nothing was done: a record that says one is no evidence. Of what is no choice, what it stands for.
    #[serde(default)]
    pub undone: Vec<String>,
    /// Whether it is a team's own whose name could be taken for a word of ours, by which pages tell what the record shows.
    #[serde(skip)]
    pub apart: bool,
}

impl FieldSpec {
    /// The key as a label: `review-every` is `Review every`.
    pub fn label(&self) -> String {
        let key = label(&self.name);
        if self.apart { say!("{key} (as written)", key) } else { key }
    }

    /// A column of its rows.
    pub fn column(&self, name: &str) -> Option<&Self> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// A word of a choice as people read it.
    pub fn title_of(&self, word: &str) -> String {
        self.titles.get(word).cloned().unwrap_or_else(|| words(word))
    }

    /// The allowed word that a word in its normal form is or means.
    pub fn word(&self, word: &str) -> Option<&str> {
        let known = self.choices.iter().find(|choice| *choice == word);
        known.or_else(|| self.synonyms.get(word)).map(String::as_str)
    }

    /// What may stand under it beside what it takes, and what has to go with it, in words; empty where nothing is to be said.
    pub fn besides(&self) -> String {
        let also =
            self.synonyms.iter().map(|(theirs, ours)| format!("{theirs} for {ours}")).collect::<Vec<_>>().join(", ");
        let said = [
            (!also.is_empty()).then(|| format!("Also understood: {also}.")),
            self.open.then(|| "Other words are taken as they stand.".to_owned()),
            self.alone.is_some().then(|| "A text alone is a row too.".to_owned()),
            self.done.then(|| "Not a day to come.".to_owned()),
            listed(&self.not_before).map(|keys| format!("Not before {keys}.")),
            listed(&self.only_in).map(|words| format!("Goes with the state {words} only.")),
            listed(&self.asked_in).map(|words| format!("Asked for in the state {words}.")),
            self.spared_by
                .iter()
                .next()
                .and_then(|(key, words)| Some(format!("Not asked for where `{key}` is {}.", listed(words)?))),
            listed(&self.undone).map(|words| format!("With {words} it is no evidence.")),
        ];
        said.into_iter().flatten().collect::<Vec<_>>().join(" ")
    }
}

/// `` `a` or `b` ``; nothing where there are none.
fn listed(words: &[String]) -> Option<String> {
    let written: Vec<String> = words.iter().map(|word| format!("`{word}`")).collect();
    (!written.is_empty()).then(|| written.join(" or "))
}

/// What is written in capitals wherever it stands in a key or a word of a choice.
const CAPITALS: [&str; 27] = [
    "AI", "AIIA", "AIMS", "API", "CAPA", "DPIA", "DPO", "EU", "FRIA", "GDPR", "GPAI", "HR", "ID", "IEC", "II", "III",
    "ISMS", "ISO", "IV", "KPI", "LLM", "ML", "NDA", "PII", "QMS", "SLA", "URL",
];

/// A key as a label: `ai-act-class` is `AI Act class`.
pub fn label(key: &str) -> String {
    words(key).replace("AI act", "AI Act")
}

/// A word of a choice as people read it: `in-progress` is `In progress`, `gpai` is `GPAI`. What is no such word, since it has
/// blanks or an id in it, keeps its hyphens: somebody wrote a sentence where a choice was asked.
pub fn words(choice: &str) -> String {
    if choice.contains(char::is_whitespace) || is_id(choice) {
        let mut letters = choice.chars();
        return letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    }
    let written = |(place, word): (usize, &str)| {
        if let Some(capitals) = CAPITALS.iter().find(|known| known.eq_ignore_ascii_case(word)) {
            return (*capitals).to_owned();
        }
        let mut letters = word.chars();
        match (place, letters.next()) {
            (0, Some(first)) => first.to_uppercase().chain(letters).collect(),
            _ => word.to_owned(),
        }
    };
    let said = choice.split('-').enumerate().map(written).collect::<Vec<_>>().join(" ");
    // What only begins a word is no word of its own.
    said.replace(" non ", " non-")
}

/// Whether a word looks like an id: `SYS-001`.
fn is_id(word: &str) -> bool {
    let Some((letters, number)) = word.rsplit_once('-') else { return false };
    let are = |text: &str, is: fn(&u8) -> bool| !text.is_empty() && text.bytes().all(|byte| is(&byte));
    are(letters, |byte| byte.is_ascii_uppercase() || *byte == b'-') && are(number, u8::is_ascii_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_labels() {
        assert_eq!(label("ai-act-class"), "AI Act class");
        assert_eq!(label("review-every"), "Review every");
        assert_eq!(words("in-progress"), "In progress");
        assert_eq!(words("fairness-and-non-discrimination"), "Fairness and non-discrimination");
        assert_eq!(words("developer of the lending-score (SYS-001)"), "Developer of the lending-score (SYS-001)");
        assert_eq!((words("SYS-001"), words("High-Risk")), ("SYS-001".into(), "High Risk".into()));
        assert_eq!((label("übung"), label(""), label("-")), ("Übung".into(), String::new(), " ".into()));
    }
}
