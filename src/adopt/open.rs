//! What the files do not decide: settings that would gain most, for a person to choose.

use std::collections::BTreeMap;

use super::proposal::quoted;
use super::words::each;
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::absent::is_absent;
use crate::model::document::Status;
use crate::parse::{Value, page};
use crate::reading::normal_word;

/// A line of the settings with a word that a person has to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The table, as it is written between brackets.
    pub table: &'static str,
    /// The line, with a word that may fit.
    pub line: String,
    /// What is to be chosen.
    pub choose: &'static str,
    /// For how many files it is.
    pub files: usize,
    /// One of them.
    pub such_as: DocPath,
}

/// How many are told.
const MOST: usize = 3;

/// Those that are for most files.
pub(super) fn of(aims: &Aims) -> Vec<Open> {
    let mut groups: BTreeMap<(&'static str, String), (&'static str, Vec<&DocPath>)> = BTreeMap::new();
    let mut add = |table, line, choose, path| groups.entry((table, line)).or_insert((choose, Vec::new())).1.push(path);
    for document in &aims.documents {
        let path = &document.path;
        let is_text = document.has_front || !path.is_cover();
        if is_text && document.kind.is_none() && document.translates.is_none() {
            let folder = path.as_str().split_once('/').map_or(".", |(folder, _)| folder);
            if !folder.contains(['*', '?']) {
                let pattern = if folder == "." { ".".to_owned() } else { format!("{folder}/**") };
                add("folders", format!("{} = \"guideline\"", quoted(&pattern)), "the kind that they are of", path);
            }
        }
    }
    each(aims, |document, name, entry, _| {
        let Value::Scalar(scalar) = &entry.node.value else { return };
        let word = normal_word(&scalar.text);
        let known = Status::ALL.iter().any(|status| status.as_str() == word) || is_absent(&scalar.text);
        if name == "status" && !known && word.len() < 40 {
            add("values.status", format!("{} = \"approved\"", quoted(&word)), "what the word means", &document.path);
        }
    });
    let mut fitting: BTreeMap<String, &'static str> = BTreeMap::new();
    for document in &aims.documents {
        let page = page(document.text.as_bytes());
        for (label, value) in aims.config.reading.strangers(&page.text, page.body.start) {
            // What reads as a sentence is text.
            let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '*' | '_' | '`'));
            if !label.is_empty() && label.chars().count() < 40 && !is_absent(value) {
                let key = fitting.entry(label.to_owned()).or_insert_with(|| fits(value));
                add(
                    "header.labels",
                    format!("{} = {}", quoted(label), quoted(key)),
                    "what the label means",
                    &document.path,
                );
            }
        }
    }
    // A label that one file has may well be a word of its text.
    groups.retain(|(table, _), (_, paths)| *table != "header.labels" || paths.len() > 1);
    let open = |((table, line), (choose, paths)): ((&'static str, String), (&'static str, Vec<&DocPath>))| {
        Some(Open { table, line, choose, files: paths.len(), such_as: (*paths.first()?).clone() })
    };
    let mut all: Vec<Open> = groups.into_iter().filter_map(open).collect();
    all.sort_by_key(|open| std::cmp::Reverse(open.files));
    all.truncate(MOST);
    all
}

/// A key that may be meant by a label with such a value: a day, or else a person.
fn fits(value: &str) -> &'static str {
    let has_year = value.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    if has_year { "reviewed" } else { "approvers" }
}
