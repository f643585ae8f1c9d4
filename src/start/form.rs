//! The front matter of a new document, made of what its kind knows: every key that is needed, empty and with what it is for,
//! the others as comments, and of each table one row to go by.

use std::collections::BTreeMap;

use crate::base::quote::{comment, yaml, yaml_list};
use crate::model::kinds::{FieldSpec, FieldType, Kind, Kinds, Nature, Need};

/// Where comments begin, in characters.
const COMMENTS: usize = 32;

/// The common keys that stand in every document of a nature though no kind asks for them.
const OF_DOCUMENTS: [&str; 7] = ["version", "status", "owner", "approvers", "effective", "review-every", "controls"];

/// The same for records.
const OF_RECORDS: [&str; 5] = ["status", "owner", "date", "evidence-for", "systems"];

/// The common keys in the order in which they are written.
const HEADER: [&str; 12] = [
    "id",
    "title",
    "kind",
    "version",
    "status",
    "owner",
    "approvers",
    "effective",
    "date",
    "reviewed",
    "review-every",
    "next-review",
];

/// Common keys that say what they are for by themselves, once they are filled.
const PLAIN: [&str; 3] = ["id", "title", "kind"];

/// Common keys that few documents have: they are only named.
const RARE: [&str; 11] = [
    "formerly",
    "authors",
    "reviewed",
    "next-review",
    "retention",
    "replaces",
    "requirements",
    "risks",
    "tags",
    "version",
    "approvers",
];

/// What a key is filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Filled {
    /// One value, as YAML.
    Value(String),
    /// Rows: each a list of columns with their values as YAML. A `None` stands in a comment of a row, not in a column.
    Rows(Vec<Row>),
}

/// One row of a table.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Row {
    /// The columns that have a value, as YAML.
    pub cells: BTreeMap<String, String>,
    /// What stands behind the first column, as a comment.
    pub note: String,
}

/// What the keys of one document are filled with.
#[derive(Debug, Clone, Default)]
pub(super) struct Given(BTreeMap<String, Filled>);

impl Given {
    /// Fills a key with a text.
    pub(super) fn text(&mut self, key: &str, text: &str) -> &mut Self {
        self.raw(key, yaml(text))
    }

    /// Fills a key with a list, where it is not empty.
    pub(super) fn list<T: AsRef<str>>(&mut self, key: &str, items: &[T]) -> &mut Self {
        if items.is_empty() { self } else { self.raw(key, yaml_list(items)) }
    }

    /// Fills a key with a value that is YAML already.
    pub(super) fn raw(&mut self, key: &str, value: String) -> &mut Self {
        self.0.insert(key.to_owned(), Filled::Value(value));
        self
    }

    /// Fills a key with a value that is YAML already, where it has none.
    pub(super) fn or_raw(&mut self, key: &str, value: String) -> &mut Self {
        self.0.entry(key.to_owned()).or_insert(Filled::Value(value));
        self
    }

    /// Fills a key with rows.
    pub(super) fn rows(&mut self, key: &str, rows: Vec<Row>) -> &mut Self {
        self.0.insert(key.to_owned(), Filled::Rows(rows));
        self
    }
}

impl Row {
    /// A row of these columns, with values as YAML.
    pub(super) fn of(cells: &[(&str, String)]) -> Self {
        let cells = cells.iter().map(|(column, value)| ((*column).to_owned(), value.clone())).collect();
        Self { cells, note: String::new() }
    }
}

/// The front matter of a document of this kind, with its fences.
pub(super) fn front(kind: &Kind, kinds: &Kinds, given: &Given) -> String {
    let mut text = String::from("---\n");
    let mut rare: Vec<&str> = Vec::new();
    for spec in in_order(kind, kinds) {
        let filled = given.0.get(&spec.name);
        let own = kind.fields.iter().any(|field| field.name == spec.name);
        let asked = filled.is_some() || spec.need.is_some() || (!own && stands_always(kind, &spec.name));
        if !asked && !own && is_rare(kind, &spec.name) {
            rare.push(&spec.name);
            continue;
        }
        match (spec.field_type, filled) {
            (FieldType::Rows, Some(Filled::Rows(rows))) => text.push_str(&table(spec, rows, asked)),
            (FieldType::Rows, _) => text.push_str(&table(spec, &[Row::default()], asked)),
            (_, Some(Filled::Value(value))) => {
                let told = if PLAIN.contains(&spec.name.as_str()) && !value.is_empty() {
                    String::new()
                } else {
                    advised(kind, spec)
                };
                text.push_str(&line("", &spec.name, value, &told, false));
            }
            (_, _) => text.push_str(&line("", &spec.name, "", &advised(kind, spec), !asked)),
        }
    }
    text.push_str(&format!("# Every document may also say: {}.\n", rare.join(", ")));
    text + "---\n"
}

/// The same front matter with what an auditor is likely to ask, in lines of their own at its end, which may go as one: two
/// signs begin them, where one sign puts a key out of use. Where a kind has no headings of its own, the questions stand below
/// the one there is.
pub(super) fn with_questions(front: &str, kind: &Kind) -> String {
    let (Some(rest), false) = (front.strip_suffix("---\n"), kind.body.is_empty() || kind.asks.is_empty()) else {
        return front.to_owned();
    };
    let asks: String = kind.asks.iter().map(|ask| format!("## - {}\n", comment(ask))).collect();
    format!("{rest}## What an auditor is likely to ask; these lines may go:\n{asks}---\n")
}

/// Whether a common key is only named in documents of this kind.
fn is_rare(kind: &Kind, key: &str) -> bool {
    let of_other_nature = match kind.nature {
        Nature::Document => ["date", "evidence-for"].contains(&key),
        Nature::Record => ["effective", "review-every", "implements"].contains(&key),
    };
    RARE.contains(&key) || of_other_nature
}

fn stands_always(kind: &Kind, key: &str) -> bool {
    match kind.nature {
        Nature::Document => OF_DOCUMENTS.contains(&key) || (key == "clauses" && kind.has_life()),
        Nature::Record => OF_RECORDS.contains(&key),
    }
}

/// The keys of a kind: first those that say what the document is, then the other common ones, then its own.
fn in_order<'a>(kind: &'a Kind, kinds: &'a Kinds) -> Vec<&'a FieldSpec> {
    let all: Vec<&FieldSpec> = kinds.fields(Some(kind)).collect();
    let find = |name: &str| all.iter().copied().find(|spec| spec.name == name);
    let head = HEADER.iter().filter_map(|name| find(name));
    let is_own = |spec: &&FieldSpec| kind.fields.iter().any(|field| field.name == spec.name);
    let rest = all.iter().copied().filter(|spec| !HEADER.contains(&spec.name.as_str()));
    let (own, common): (Vec<_>, Vec<_>) = rest.partition(is_own);
    // Asked for by nobody, and known by few.
    let common = common.into_iter().filter(|spec| spec.name != "formerly");
    head.chain(common).chain(own).collect()
}

/// `key: value      # comment`; put out of use where `out`.
fn line(indent: &str, key: &str, value: &str, told: &str, out: bool) -> String {
    let (key, told) = (yaml(key), comment(told));
    let mark = if out { "# " } else { "" };
    let gap = if value.is_empty() { "" } else { " " };
    let text = format!("{mark}{indent}{key}:{gap}{value}");
    if told.is_empty() { text + "\n" } else { format!("{text:COMMENTS$} # {told}\n") }
}

fn table(spec: &FieldSpec, rows: &[Row], asked: bool) -> String {
    let mut text = line("", &spec.name, "", &about(spec), !asked);
    for (number, row) in rows.iter().enumerate() {
        for (place, column) in spec.columns.iter().enumerate() {
            let value = row.cells.get(&column.name).map_or("", String::as_str);
            let told = match () {
                () if place == 0 && !row.note.is_empty() => row.note.clone(),
                () if number == 0 => about(column),
                // Whose words nobody remembers from the first row.
                () if column.field_type == FieldType::Choice && value.is_empty() => takes(column),
                () => String::new(),
            };
            // A column that nobody filled and nobody asks for stands in the row to go by only.
            if number > 0 && value.is_empty() && column.need.is_none() {
                continue;
            }
            let indent = if place == 0 { "  - " } else { "    " };
            let out = !asked || (value.is_empty() && column.need.is_none() && place > 0);
            text.push_str(&line(indent, &column.name, value, &told, out));
        }
    }
    text
}

/// The same as [`about`], of an owner in a kind of which each document has to have one.
fn advised(kind: &Kind, spec: &FieldSpec) -> String {
    let asked = spec.name == "owner" && kind.nature == Nature::Document && spec.need.is_none();
    if asked { format!("Advised. {}", about(spec)) } else { about(spec) }
}

/// What a key is for and what it takes, in one line.
fn about(spec: &FieldSpec) -> String {
    let need = match spec.need {
        Some(Need::Must) => "Needed.",
        Some(Need::Should) => "Advised.",
        None => "",
    };
    let parts = [need.to_owned(), spec.about.clone(), takes(spec)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a key takes, where that is not plain.
fn takes(spec: &FieldSpec) -> String {
    let ids = |what: &str| match spec.kinds.as_slice() {
        [] => format!("{what} of documents."),
        kinds => format!("{what} of kind {}.", kinds.join(", ")),
    };
    match spec.field_type {
        FieldType::Text | FieldType::Rows | FieldType::Period => String::new(),
        FieldType::Texts => "A list: [one, two].".into(),
        FieldType::Date => "A day: 2026-11-20.".into(),
        FieldType::Flag => "true or false.".into(),
        FieldType::Number => "A number.".into(),
        FieldType::Choice => format!("One of: {}.", spec.choices.join(", ")),
        FieldType::Choices => format!("Some of: [{}].", spec.choices.join(", ")),
        FieldType::Person => "A role or person of aims.toml.".into(),
        FieldType::Persons => "A list of roles or persons of aims.toml.".into(),
        FieldType::Ref => ids("The id").replace("of documents", "of a document"),
        FieldType::Refs => ids("Ids"),
        FieldType::Controls => "A list: [A.5.2, A.5.3].".into(),
        FieldType::Clauses => "A list: [\"6.1.4\", \"8.4\"].".into(),
        FieldType::Requirements => "A table: {eu-ai-act: [art-27]}.".into(),
    }
}
