//! What the files do not decide: settings that would gain most, for a person to choose.

use std::collections::BTreeMap;

use super::proposal::quoted;
use super::words::each;
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::absent::is_absent;
use crate::model::document::Status;
use crate::parse::Value;
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
    let open = |((table, line), (choose, paths)): ((&'static str, String), (&'static str, Vec<&DocPath>))| {
        Some(Open { table, line, choose, files: paths.len(), such_as: (*paths.first()?).clone() })
    };
    let mut all: Vec<Open> = groups.into_iter().filter_map(open).collect();
    all.sort_by_key(|open| std::cmp::Reverse(open.files));
    all.truncate(MOST);
    all
}
