//! Folders whose documents are of a kind, with or without front matter.

use super::settings::normal;
use crate::base::{DocPath, Glob, Globs, SETTINGS};
use crate::diag::Spanned;

/// What `[folders]` says, that which says most of a path first.
#[derive(Debug, Clone, Default)]
pub struct Folders(Vec<Folder>, Globs);

/// One row of `[folders]`.
#[derive(Debug, Clone)]
struct Folder {
    /// As written, and where it stands in `aims.toml`.
    pattern: Spanned<String>,
    /// Of the documents there.
    kind: String,
}

impl Folders {
    /// Takes patterns, each with the word for its kind.
    pub(super) fn new(rows: Vec<(Spanned<String>, Spanned<String>)>) -> Self {
        let folder = |(pattern, kind): (Spanned<String>, Spanned<String>)| {
            (Glob::new(&pattern.value), Folder { kind: normal(&kind.value), pattern })
        };
        let mut folders: Vec<(Glob, Folder)> = rows.into_iter().map(folder).collect();
        folders.sort_by_key(|(glob, _)| std::cmp::Reverse(glob.weight()));
        let (globs, folders): (Vec<Glob>, _) = folders.into_iter().unzip();
        Self(folders, Globs::new(globs))
    }

    /// Whether no folder has a kind.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The patterns, each with its kind: that which says most first.
    pub fn rows(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|folder| (folder.pattern.value.as_str(), folder.kind.as_str()))
    }

    /// The kind of what lies at `path`, if one is set.
    pub fn kind(&self, path: &DocPath) -> Option<&str> {
        Some(&self.0[self.1.first(path.as_str())?].kind)
    }

    /// The patterns of a kind, that which says most first.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |folder| folder.kind == kind).map(|folder| folder.pattern.value.as_str())
    }

    /// The patterns that none of these documents matches.
    pub(super) fn idle<'a>(&self, documents: impl Iterator<Item = &'a DocPath>) -> Vec<Spanned<String>> {
        let idle = self.1.idle(documents.map(DocPath::as_str));
        let mut idle: Vec<&Folder> = idle.into_iter().map(|place| &self.0[place]).collect();
        idle.sort_by_key(|folder| folder.pattern.span.start);
        idle.into_iter().map(|folder| folder.pattern.clone()).collect()
    }
}

/// What `[files] exclude` says: patterns of files that lie among those of the AIMS and do not belong to it.
#[derive(Debug, Clone, Default)]
pub struct Excluded(Vec<Spanned<String>>, Globs);

impl Excluded {
    /// Takes patterns.
    pub(super) fn new(patterns: Vec<Spanned<String>>) -> Self {
        let globs = Globs::new(patterns.iter().map(|pattern| Glob::new(&pattern.value)));
        Self(patterns, globs)
    }

    /// Whether a file does not belong to the AIMS. The settings always do.
    pub fn has(&self, path: &DocPath) -> bool {
        self.by(path).is_some()
    }

    /// The pattern by which it does not, as written.
    pub fn by(&self, path: &DocPath) -> Option<&str> {
        let found = Some(path.as_str()).filter(|path| *path != SETTINGS).and_then(|path| self.1.first(path))?;
        Some(&self.0[found].value)
    }

    /// The patterns, as written.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|pattern| pattern.value.as_str())
    }

    /// The patterns that none of these files matches.
    pub(super) fn idle(&self, files: &[DocPath]) -> Vec<Spanned<String>> {
        self.1.idle(files.iter().map(DocPath::as_str)).into_iter().map(|place| self.0[place].clone()).collect()
    }
}
