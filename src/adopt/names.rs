//! What the names of folders and files say: what does not belong to the AIMS, kinds and ids.

use std::collections::{BTreeMap, BTreeSet};

use super::forms::KEPT;
use super::proposal::{Proposal, list, quoted};
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::document::Document;
use crate::model::kinds::{Kind, Kinds};
use crate::model::tier::Tier;
use crate::reading::{FileNames, plain_label};

/// Folders whose files are those of others, forms of files to come, or older versions that a site generator keeps.
const OUTSIDE: &str = "vendor node_modules third_party third-party template templates _templates vorlage vorlagen archetypes \
    fixtures testdata versioned_docs examplesite _drafts _includes _layouts";

/// Folders of news, and of translations where a site generator has them: what is there is of no kind by its name.
const APART: [&str; 3] = ["blog", "_posts", "i18n"];

/// Whether a file lies among news or translations.
pub(super) fn is_apart(path: &DocPath) -> bool {
    folders_of(path).any(|folder| APART.contains(&&*folder.to_lowercase()))
}

fn folders_of(path: &DocPath) -> impl Iterator<Item = &str> {
    path.parent().unwrap_or_default().split('/').filter(|name| !name.is_empty())
}

/// Whether a folder holds nothing of the AIMS, by its name.
fn is_outside(folder: &str) -> bool {
    let folder = folder.to_lowercase();
    OUTSIDE.split(' ').any(|known| known == folder) || folder.starts_with("docusaurus-plugin-content-")
}

/// Whether a text is a form of texts to come: its front matter has gaps that a program fills in. What has an id of its own is a
/// text that is there, and so is what has a kind and a title of its own.
fn is_form(document: &Document) -> bool {
    let has_gap = |text: &str| text.contains("{{") || text.contains("<%");
    let says = |key: &str| document.fields.text(key).is_some_and(|text| !has_gap(text));
    let is_one = document.fields.get("id").is_none() && says("kind") && !has_gap(&document.title);
    let front = document.text.get(..document.body.start).unwrap_or_default();
    document.has_front && has_gap(front) && !says("id") && !is_one
}

/// Whether a page lists what lies in its folder, and says nothing of how it is kept: Hugo asks for one in each.
fn is_list(document: &Document) -> bool {
    document.has_front && document.path.stem() == "_index" && KEPT.iter().all(|key| document.fields.get(key).is_none())
}

/// Files to leave out, by their folders where these say it.
pub(super) fn excluded(aims: &Aims) -> Vec<Proposal> {
    let mut patterns: BTreeSet<String> = BTreeSet::new();
    let mut files: Vec<&DocPath> = Vec::new();
    for document in &aims.documents {
        let path = &document.path;
        let mut found: Vec<String> =
            folders_of(path).filter(|name| is_outside(name)).map(|name| format!("**/{name}/**")).collect();
        if found.is_empty() && (is_form(document) || is_list(document)) && !path.as_str().contains(['*', '?']) {
            found.push(path.as_str().to_owned());
        }
        files.extend((!found.is_empty()).then_some(path));
        patterns.extend(found);
    }
    if files.is_empty() {
        return Vec::new();
    }
    let patterns: Vec<String> = patterns.into_iter().collect();
    vec![Proposal::new("files", "exclude", list(&patterns), &files, aims.documents.len())]
}

/// Words by which a name means several of a kind, and not one.
const LISTS: &str = "list inventory register registry catalogue catalog liste verzeichnis inventar übersicht";

/// The kind that a name says, by whole words; the longest that fit are meant.
fn kind_of<'a>(kinds: &'a Kinds, name: &str) -> Option<&'a str> {
    let name = format!(" {} ", plain_label(name).replace(['.', ',', '–'], " "));
    // A single word such as `risk` says little in a name, unless the kind is known by several.
    let says = |kind: &Kind, words: &str| !kind.called.is_empty() || words.contains(' ');
    let of = |kind: &'a Kind| kind.words().filter(move |words| says(kind, words)).map(|words| (words, &*kind.name));
    let has = |words: &str| name.contains(&format!(" {words} "));
    let fits = kinds.iter().flat_map(of).filter(|(words, _)| has(words));
    // A list of several is none of them.
    let is_one = |words: &str| !LISTS.split(' ').any(|list| has(list) && !words.contains(list));
    fits.max_by_key(|(words, _)| words.len()).filter(|(words, _)| is_one(words)).map(|(_, kind)| kind)
}

/// The kind that a short title ends with: `AI risk register`.
fn titled<'a>(kinds: &'a Kinds, title: &str) -> Option<&'a str> {
    let title = title.to_lowercase();
    let is_end = |words: String| title.strip_suffix(&words).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    let kind = kind_of(kinds, &title).filter(|_| title.split_whitespace().count() <= 5)?;
    kinds.get(kind)?.words().any(is_end).then_some(kind)
}

/// Whether what lies in a folder of one kind tells how that of another comes about, if it has its name: the file
/// `impact-assessment.md` among procedures is the procedure for it.
fn tells(kinds: &Kinds, folder: &str, name: &str) -> bool {
    let tier = |kind: &str| kinds.get(kind).and_then(|kind| kind.tier);
    matches!(tier(folder), Some(Tier::Says | Tier::Does)) && tier(name) == Some(Tier::Shows)
}

/// Kinds for files whose text says none: by the folder that they lie in, else by the name of the file, else by the title.
pub(super) fn folders(aims: &Aims) -> Vec<Proposal> {
    let mut found: BTreeMap<String, (&str, Vec<&DocPath>)> = BTreeMap::new();
    for document in aims.documents.iter().filter(|document| document.kind.is_none() && document.translates.is_none()) {
        let path = &document.path;
        if path.is_cover() && !document.has_front || is_apart(path) {
            continue;
        }
        let folders: Vec<&str> = folders_of(path).collect();
        let by_folder =
            (0..folders.len()).rev().find_map(|place| kind_of(&aims.kinds, folders[place]).map(|kind| (place, kind)));
        let (pattern, kind) = match (kind_of(&aims.kinds, path.stem()), by_folder) {
            (Some(kind), Some((_, same))) if kind != same && !tells(&aims.kinds, same, kind) => {
                (path.as_str().to_owned(), kind)
            }
            (_, Some((place, kind))) => (format!("{}/**", folders[..=place].join("/")), kind),
            (Some(kind), None) => (path.as_str().to_owned(), kind),
            (None, None) => match titled(&aims.kinds, &document.title) {
                Some(kind) => (path.as_str().to_owned(), kind),
                None => continue,
            },
        };
        // A name with a sign that stands for others would mean others too.
        if !pattern.trim_end_matches("/**").contains(['*', '?']) {
            found.entry(pattern).or_insert((kind, Vec::new())).1.push(path);
        }
    }
    let of = aims.documents.len();
    let proposal = |(pattern, (kind, paths)): (String, (&str, Vec<&DocPath>))| {
        Proposal::new("folders", pattern, quoted(kind), &paths, of)
    };
    found.into_iter().map(proposal).collect()
}

/// Ids from the names of files, where these have some that differ and the texts have none.
pub(super) fn ids(aims: &Aims) -> Vec<Proposal> {
    let names = FileNames::default();
    let without = aims.documents.iter().filter(|document| document.controlled && document.id_span.is_none());
    let found: Vec<(&DocPath, String)> =
        without.filter_map(|document| Some((&document.path, names.id(&document.path)?))).collect();
    let given = aims.documents.iter().filter(|document| document.id_span.is_some()).map(|document| document.id.clone());
    let mut all: BTreeSet<String> = given.collect();
    if found.is_empty() || !found.iter().all(|(_, id)| all.insert(id.clone())) {
        return Vec::new();
    }
    let files: Vec<&DocPath> = found.iter().map(|(path, _)| *path).collect();
    let sources = list(&["key", "header", "file-name"].map(str::to_owned));
    vec![Proposal::new("id", "from", sources, &files, aims.documents.len())]
}
