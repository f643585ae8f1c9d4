//! A setting that is proposed, and the settings as a text.

use std::fmt::Write as _;

use crate::base::DocPath;
pub(super) use crate::base::quote::quoted;
use crate::base::text::count;

/// One line of the settings, with what it is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    /// The table, as it is written between brackets.
    pub table: &'static str,
    /// The key.
    pub key: String,
    /// What is set, as TOML has it.
    pub value: String,
    /// How many files it is for.
    pub files: usize,
    /// Among how many.
    pub of: usize,
    /// One of them.
    pub such_as: Option<DocPath>,
    /// What is counted.
    pub noun: &'static str,
}

impl Proposal {
    /// A line of `table` for these files, of `of` in all.
    pub(super) fn new(
        table: &'static str,
        key: impl Into<String>,
        value: String,
        files: &[&DocPath],
        of: usize,
    ) -> Self {
        let such_as = files.first().map(|path| (*path).clone());
        Self { table, key: key.into(), value, files: files.len(), of, such_as, noun: "file" }
    }

    /// What it is proposed for: `12 of 30 files, such as policies/ai.md`.
    pub fn why(&self) -> String {
        let such_as = self.such_as.as_ref().filter(|path| path.as_str() != self.key);
        let such_as = such_as.map_or_else(String::new, |path| format!(", such as {}", path.shown()));
        format!("{} of {}{such_as}", self.files, count(self.of, self.noun))
    }
}

/// Tables in the order in which they are written.
const TABLES: [&str; 15] = [
    "files",
    "frameworks",
    "languages",
    "folders",
    "header",
    "header.labels",
    "id",
    "values.status",
    "values.kind",
    "values.classification",
    "keys",
    "links",
    "tables.soa",
    "tables.risk-register",
    "site",
];

/// The text of `aims.toml`, with what each line is proposed for above it.
pub(super) fn settings(proposals: &[Proposal]) -> String {
    let mut text = String::new();
    for table in TABLES {
        let mut rows = proposals.iter().filter(|proposal| proposal.table == table).peekable();
        if rows.peek().is_some() {
            let _ = writeln!(text, "{}[{table}]", if text.is_empty() { "" } else { "\n" });
        }
        for row in rows {
            // A path may hold anything, but no end of a line.
            let why = crate::base::text::terminal_safe(&row.why()).replace(['\n', '\r'], " ");
            let _ = write!(text, "# {why}\n{} = {}\n", key(&row.key), row.value);
        }
    }
    text
}

/// A key of TOML.
fn key(text: &str) -> String {
    let bare = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    if !text.is_empty() && text.chars().all(bare) { text.to_owned() } else { quoted(text) }
}

/// A list of texts.
pub(super) fn list(texts: &[String]) -> String {
    let texts: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", texts.join(", "))
}
