//! Where a new document goes: into the folder of its kind.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::draft::stem;
use crate::base::text::slug;
use crate::base::{DocPath, Error, Result, is_hidden};
use crate::model::Aims;
use crate::model::kinds::Kind;

/// The path of a new document: in the folder that the settings give its kind, else where most of its kind lie, else in one
/// called as the kind.
pub(super) fn of(aims: &Aims, kind: &Kind, id: &str, title: &str) -> Result<DocPath> {
    let name = name(aims, id, title);
    let of_settings = aims.config.folders.of_kind(&kind.name).filter_map(folder);
    let otherwise = if kind.folder.is_empty() { slug(&kind.plural) } else { kind.folder.clone() };
    let folders = of_settings.chain(most(aims, kind)).chain([otherwise, kind.name.clone()]);
    let paths = folders.filter_map(|folder| {
        let path = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        DocPath::new(&path).filter(|path| !is_hidden(path.as_str()))
    });
    // A longer pattern may make it a document of another kind, were it not for its front matter.
    let fits = |path: &DocPath| aims.config.folder_kind(path).is_none_or(|found| found == kind.name);
    let mut paths: Vec<DocPath> = paths.collect();
    paths.sort_by_key(|path| !fits(path));
    paths.into_iter().next().ok_or_else(|| Error::new(format!("`{name}` cannot be the name of a file")))
}

/// A path that somebody asks for, from the root of the AIMS.
pub(super) fn asked(path: &str) -> Result<DocPath> {
    let found = DocPath::new(path.trim_start_matches("./"));
    found.filter(|path| path.is_markdown() && !is_hidden(path.as_str())).ok_or_else(|| {
        Error::new(format!("`{path}` cannot be the path of a document"))
            .hint("Write it from the root of the AIMS and with `.md`: `policies/logging.md`.")
    })
}

/// The name of the file, with the id in the case in which the names of other files have theirs.
fn name(aims: &Aims, id: &str, title: &str) -> String {
    let begins = |case: fn(&str) -> String| {
        let with_id = aims.documents.iter().filter(|document| document.id_span.is_some());
        with_id.filter(|document| document.path.stem().starts_with(&case(&document.id))).count()
    };
    let stem = stem(id, title);
    let as_is = begins(str::to_owned) > begins(str::to_lowercase);
    let stem = if as_is { format!("{id}{}", &stem[id.len()..]) } else { stem };
    format!("{stem}.md")
}

/// The folder that a pattern names; none where it names several, or a file.
fn folder(pattern: &str) -> Option<String> {
    let ends = ["/**/*.md", "/**", "/*.md", "/*", "/"];
    let bare = ends.iter().find_map(|end| pattern.strip_suffix(end)).unwrap_or(pattern);
    let bare = bare.trim_start_matches("./");
    let bare = if bare == "." || bare == "**" { "" } else { bare };
    let is_file = DocPath::new(bare).is_some_and(|path| path.is_markdown());
    (!is_file && !bare.contains(['*', '?', '[', '{'])).then(|| bare.to_owned())
}

/// The folder in which most documents of a kind lie; of several the first by name.
fn most(aims: &Aims, kind: &Kind) -> Option<String> {
    let mut folders: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, document) in aims.named(&kind.name) {
        *folders.entry(document.path.parent().unwrap_or_default()).or_default() += 1;
    }
    let most = folders.into_iter().max_by_key(|(folder, count)| (*count, Reverse(*folder)));
    most.map(|(folder, _)| folder.to_owned())
}
