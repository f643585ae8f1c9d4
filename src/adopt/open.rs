//! What the files do not decide: settings that would gain most, for a person to choose.

use std::collections::{BTreeMap, BTreeSet};

use super::names::is_apart;
use super::proposal::{Proposal, quoted};
use super::tables;
use super::words::each;
use crate::base::DocPath;
use crate::base::lookalike::deceives;
use crate::model::Aims;
use crate::model::absent::is_absent;
use crate::model::audience::Audience;
use crate::model::document::Status;
use crate::parse::{Value, page};
use crate::reading::{CLASS, Form, Reading, normal};

/// A line of the settings with a word that a person has to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The table, as it is written between brackets.
    pub table: &'static str,
    /// Whether the table is among what is proposed: written again, it would stand there twice.
    pub there: bool,
    /// The line, with its value left open: what is pasted unread is no setting, and says so.
    pub line: String,
    /// What is to be chosen.
    pub choose: &'static str,
    /// For how many files it is.
    pub files: usize,
    /// One of them.
    pub such_as: DocPath,
}

/// How many are told.
const MOST: usize = 5;

/// How many words for who may read a text are told besides: as long as nobody says what they mean, their texts are withheld.
const CLASSES: usize = 12;

/// What is to be chosen for a word for a status.
const STATUS: &str = "what the word means: draft, in-review, approved or retired";

/// What is to be chosen for what is not published elsewhere.
const UNPUBLISHED: &str = "what its site generator does not publish: its path, or say `classification: confidential`";

/// The table of such words.
const OF_CLASS: &str = "values.classification";

/// Those that are for most files, where these settings are proposed.
pub(super) fn of(aims: &Aims, proposals: &[Proposal]) -> Vec<Open> {
    let mut groups: BTreeMap<(&'static str, String), (&'static str, Vec<&DocPath>)> = BTreeMap::new();
    let mut add = |table, line, choose, path| groups.entry((table, line)).or_insert((choose, Vec::new())).1.push(path);
    for document in &aims.documents {
        let path = &document.path;
        let is_text = (document.has_front || !path.is_cover()) && !is_apart(path);
        if is_text && document.kind.is_none() && document.translates.is_none() {
            let folder = path.as_str().split_once('/').map_or(".", |(folder, _)| folder);
            if !folder.contains(['*', '?']) {
                let pattern = if folder == "." { ".".to_owned() } else { format!("{folder}/**") };
                add("folders", open_value(&pattern), "the kind that they are of", path);
            }
        }
    }
    each(aims, |document, name, entry, _| {
        let Value::Scalar(scalar) = &entry.node.value else { return };
        let word = normal(&scalar.text);
        if [("published", "false"), ("unlisted", "true")].contains(&(name, word.as_str())) {
            add("files", "exclude = [\"…\"]".to_owned(), UNPUBLISHED, &document.path);
        }
        // A word with signs that nobody sees is mended where it stands.
        if is_absent(&scalar.text) || deceives(&word) {
            return;
        }
        if name == "status" && word.len() < 40 && !Status::ALL.iter().any(|status| status.as_str() == word) {
            add("values.status", open_value(&word), STATUS, &document.path);
        }
        if name == CLASS && Audience::parse(&word).is_none() {
            let choose =
                "what the word means: public, internal or confidential; until then it keeps its texts off every page";
            add(OF_CLASS, open_value(&word), choose, &document.path);
        }
    });
    for document in &aims.documents {
        let page = page(document.text.as_bytes());
        for (label, value) in aims.config.reading.strangers(&page.text, page.body.start) {
            if let Some(label) = bare(label).filter(|_| !is_absent(value)) {
                add("header.labels", open_value(label), label_means(value), &document.path);
            }
        }
    }
    let unknown = unknown(aims);
    let of = |(label, path, value): &(&str, _, &str)| ("header.labels", open_value(label), label_means(value), *path);
    for (table, line, choose, path) in unknown.iter().map(of).chain(tables::asked(aims, proposals)) {
        add(table, line, choose, path);
    }
    let headed: BTreeSet<&DocPath> = unknown.iter().map(|(_, path, _)| *path).collect();
    for path in headed.into_iter().filter(|_| proposals.iter().all(|proposal| proposal.table != "header")) {
        let choose = "in which form the labels of headers stand: bold, list, table, quote or plain";
        add("header", "forms = [\"…\"]".to_owned(), choose, path);
    }
    // A label that one file has may well be a word of its text.
    groups.retain(|(table, _), (_, paths)| *table != "header.labels" || paths.len() > 1);
    let open = |((table, line), (choose, paths)): ((&'static str, String), (&'static str, Vec<&DocPath>))| {
        let there = proposals.iter().any(|proposal| proposal.table == table);
        Some(Open { table, there, line, choose, files: paths.len(), such_as: (*paths.first()?).clone() })
    };
    let mut all: Vec<Open> = groups.into_iter().filter_map(open).collect();
    all.sort_by_key(|open| std::cmp::Reverse(open.files));
    let (mut classes, mut others): (Vec<Open>, Vec<Open>) = all.into_iter().partition(is_first);
    classes.truncate(CLASSES);
    others.truncate(MOST);
    // What goes into one table stands together.
    let mut told: Vec<Open> = Vec::with_capacity(others.len() + classes.len());
    for open in classes.into_iter().chain(others) {
        let place = told.iter().rposition(|before| before.table == open.table).map_or(told.len(), |place| place + 1);
        told.insert(place, open);
    }
    told
}

/// Whether it is told first: as long as nobody says it, texts are withheld or published against their word.
fn is_first(open: &Open) -> bool {
    [OF_CLASS, "files", "frameworks", "tables.soa"].contains(&open.table)
}

/// Where no label of a text is known, those of its first block that others have there too, if they are several.
fn unknown<'a>(aims: &'a Aims) -> Vec<(&'a str, &'a DocPath, &'a str)> {
    let forms = Form::ALL.into_iter().filter(|form| form.is_in_text()).collect();
    let all = Reading { forms, ..aims.config.reading.clone() };
    let mut found: BTreeMap<&str, Vec<(&DocPath, &str)>> = BTreeMap::new();
    for one in &aims.documents {
        for (label, value) in all.unknown_labels(&one.text, one.body.start) {
            found.entry(bare(label).unwrap_or_default()).or_default().push((&one.path, value));
        }
    }
    found.retain(|label, files| !label.is_empty() && files.len() > 1);
    let is_header = found.len() > 1;
    let rows = |(label, files): (&'a str, Vec<_>)| files.into_iter().map(move |(path, value)| (label, path, value));
    found.into_iter().filter(|_| is_header).flat_map(rows).collect()
}

/// A label without what sets it off; none where it reads as a sentence, which is text.
fn bare(label: &str) -> Option<&str> {
    let label = label.trim_matches(|c: char| c.is_whitespace() || matches!(c, ':' | '：' | '*' | '_' | '`'));
    Some(label).filter(|label| label.contains(char::is_alphabetic) && label.chars().count() < 40)
}

/// A line with this key whose value is open.
fn open_value(key: &str) -> String {
    format!("{} = …", quoted(key))
}

/// What is to be chosen for a label with such a value: a day or another.
fn label_means(value: &str) -> &'static str {
    let has_year = value.split(|c: char| !c.is_ascii_digit()).any(|digits| digits.len() == 4);
    if has_year {
        "what the label means, if any of our keys: effective, reviewed, next-review"
    } else {
        "what the label means, if any of our keys: id, owner, approvers, version"
    }
}
