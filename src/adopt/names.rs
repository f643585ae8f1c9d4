//! What the names of folders and files say: what does not belong to the AIMS, kinds and ids.

use std::collections::{BTreeMap, BTreeSet};

use super::proposal::{Proposal, list, quoted};
use crate::base::DocPath;
use crate::model::Aims;
use crate::model::kinds::{Kind, Kinds};
use crate::model::tier::Tier;
use crate::reading::{FileNames, plain_label};
use crate::source::Source;

/// Folders whose files are those of others, or forms of files to come.
const OUTSIDE: [&str; 10] = [
    "vendor",
    "node_modules",
    "third_party",
    "third-party",
    "templates",
    "_templates",
    "fixtures",
    "testdata",
    "_includes",
    "_layouts",
];

/// Folders to leave out.
pub(super) fn excluded(source: &dyn Source) -> Vec<Proposal> {
    let pages: Vec<&DocPath> = source.files().iter().filter(|path| path.is_markdown()).collect();
    let outside = |path: &DocPath| {
        let folders = path.parent().unwrap_or_default().split('/');
        OUTSIDE.into_iter().filter(|name| folders.clone().any(|folder| folder == *name)).collect::<Vec<_>>()
    };
    let files: Vec<&DocPath> = pages.iter().copied().filter(|path| !outside(path).is_empty()).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let found: BTreeSet<&str> = files.iter().flat_map(|path| outside(path)).collect();
    let patterns: Vec<String> = found.iter().map(|name| format!("**/{name}/**")).collect();
    vec![Proposal::new("files", "exclude", list(&patterns), &files, pages.len())]
}

/// The kind that a name says, by whole words; the longest that fit are meant.
fn kind_of<'a>(kinds: &'a Kinds, name: &str) -> Option<&'a str> {
    let name = format!(" {} ", plain_label(name).replace(['.', ',', '–'], " "));
    // A single word such as `risk` says little in a name, unless the kind is known by several.
    let says = |kind: &Kind, words: &str| !kind.called.is_empty() || words.contains(' ');
    let of = |kind: &'a Kind| kind.words().filter(move |words| says(kind, words)).map(|words| (words, &*kind.name));
    let fits = kinds.iter().flat_map(of).filter(|(words, _)| name.contains(&format!(" {words} ")));
    fits.max_by_key(|(words, _)| words.len()).map(|(_, kind)| kind)
}

/// Whether what lies in a folder of one kind tells how that of another comes about, if it has its name: the file
/// `impact-assessment.md` among procedures is the procedure for it.
fn tells(kinds: &Kinds, folder: &str, name: &str) -> bool {
    let tier = |kind: &str| kinds.get(kind).and_then(|kind| kind.tier);
    matches!(tier(folder), Some(Tier::Says | Tier::Does)) && tier(name) == Some(Tier::Shows)
}

/// Kinds for files whose text says none: by the folder that they lie in, else by the name of the file.
pub(super) fn folders(aims: &Aims) -> Vec<Proposal> {
    let mut found: BTreeMap<String, (&str, Vec<&DocPath>)> = BTreeMap::new();
    for document in aims.documents.iter().filter(|document| document.kind.is_none() && document.translates.is_none()) {
        let path = &document.path;
        if path.is_cover() && !document.has_front {
            continue;
        }
        let folders: Vec<&str> = path.parent().unwrap_or_default().split('/').filter(|name| !name.is_empty()).collect();
        let by_folder =
            (0..folders.len()).rev().find_map(|place| kind_of(&aims.kinds, folders[place]).map(|kind| (place, kind)));
        let (pattern, kind) = match (kind_of(&aims.kinds, path.stem()), by_folder) {
            (Some(kind), Some((_, same))) if kind != same && !tells(&aims.kinds, same, kind) => {
                (path.as_str().to_owned(), kind)
            }
            (_, Some((place, kind))) => (format!("{}/**", folders[..=place].join("/")), kind),
            (Some(kind), None) => (path.as_str().to_owned(), kind),
            (None, None) => continue,
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
