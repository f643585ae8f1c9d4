//! Files beside texts that hold metadata of theirs: by which patterns they are named.

use std::collections::{BTreeMap, BTreeSet};

use super::proposal::{Proposal, list};
use crate::base::{DocPath, Result};
use crate::model::Aims;
use crate::parse::{MAX_TEXT, keys, page};
use crate::reading::{Form, Reading};
use crate::source::{Content, Source};

/// How such files end, as they are looked for.
const ENDINGS: [&str; 5] = ["yaml", "yml", "json", "toml", "md"];

/// How many keys of ours a file has to give for one text alone, and how many each of several.
const ALONE: usize = 3;
const SEVERAL: usize = 2;

/// Patterns of files that hold keys of texts which have none themselves.
///
/// # Errors
/// Where the source itself fails.
pub(super) fn proposed(aims: &Aims, source: &dyn Source) -> Result<Vec<Proposal>> {
    let in_text = Form::ALL.into_iter().filter(|form| form.is_in_text()).collect();
    let reading = Reading { forms: in_text, ..aims.config.reading.clone() };
    let files: Vec<&DocPath> = source.files().iter().filter(|path| !aims.config.excluded.has(path)).collect();
    let mut by_folder: BTreeMap<Option<&str>, Vec<&DocPath>> = BTreeMap::new();
    for path in files.iter().filter(|path| ENDINGS.contains(&path.extension().as_str())) {
        by_folder.entry(path.parent()).or_default().push(path);
    }
    let mut found: BTreeMap<String, Vec<(&DocPath, usize)>> = BTreeMap::new();
    for document in aims.documents.iter().filter(|document| !document.has_front && document.translates.is_none()) {
        let beside = by_folder.get(&document.path.parent()).into_iter().flatten();
        let texts = aims.documents.iter().filter(|other| other.path.parent() == document.path.parent()).count();
        for path in beside.filter(|path| **path != &document.path) {
            for pattern in patterns(&document.path, path, texts) {
                let said = said(source, path, (&reading, aims))?;
                if said >= SEVERAL {
                    found.entry(pattern).or_default().push((&document.path, said));
                }
            }
        }
    }
    found.retain(|_, texts| texts.len() > 1 || texts.iter().all(|(_, said)| *said >= ALONE));
    let mut patterns: Vec<(String, Vec<&DocPath>)> = found
        .into_iter()
        .map(|(pattern, texts)| (pattern, texts.into_iter().map(|(path, _)| path).collect()))
        .collect();
    patterns.sort_by_key(|(_, texts)| std::cmp::Reverse(texts.len()));
    let texts: BTreeSet<&DocPath> = patterns.iter().flat_map(|(_, texts)| texts).copied().collect();
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let patterns: Vec<String> = patterns.into_iter().map(|(pattern, _)| pattern).collect();
    let texts: Vec<&DocPath> = texts.into_iter().collect();
    Ok(vec![Proposal::new("header", "sidecars", list(&patterns), &texts, aims.documents.len())])
}

/// By which patterns a file may be beside a text in the same folder, in which there are so many texts.
fn patterns(document: &DocPath, beside: &DocPath, texts: usize) -> Vec<String> {
    let mut found = Vec::new();
    let name = beside.file_name();
    if let Some(rest) = name.strip_prefix(document.stem()).filter(|rest| rest.starts_with('.') && rest.len() > 1) {
        found.push(format!("{{path}}{rest}"));
    } else if !beside.is_markdown() && (document.is_cover() || texts == 1) && !name.contains(['{', '}']) {
        found.push(format!("{{folder}}/{name}"));
    }
    found.retain(|pattern| pattern != "{path}.md" && !pattern.contains(['*', '?']));
    found
}

/// How many keys of ours a file gives.
fn said(source: &dyn Source, path: &DocPath, (reading, aims): (&Reading, &Aims)) -> Result<usize> {
    let Content::Bytes(bytes) = source.read(path, MAX_TEXT)? else { return Ok(0) };
    let entries = if path.is_markdown() {
        let page = page(&bytes);
        reading.description(&page.text, page.front.as_ref(), page.body.start).entries.into_owned()
    } else {
        keys(&bytes, &path.extension()).entries
    };
    let said = reading.read_alone(&entries);
    let names: BTreeSet<&str> = said.iter().filter(|said| !said.idle).map(|said| said.name.as_str()).collect();
    Ok(names.into_iter().filter(|name| aims.kinds.common().iter().any(|field| field.name == *name)).count())
}
