//! Folders whose documents are of a kind, with or without front matter.

use super::settings::normal;
use crate::base::{DocPath, Glob, SETTINGS};
use crate::diag::Spanned;

/// What `[folders]` says, that which says most of a path first.
#[derive(Debug, Clone, Default)]
pub struct Folders(Vec<Folder>);

/// One row of `[folders]`.
#[derive(Debug, Clone)]
struct Folder {
    /// As written, and where it stands in `aims.toml`.
    pattern: Spanned<String>,
    /// Of the documents there.
    kind: String,
    glob: Glob,
}

impl Folders {
    /// Takes patterns, each with the word for its kind.
    pub(super) fn new(rows: Vec<(Spanned<String>, Spanned<String>)>) -> Self {
        let folder = |(pattern, kind): (Spanned<String>, Spanned<String>)| Folder {
            glob: Glob::new(&pattern.value),
            kind: normal(&kind.value),
            pattern,
        };
        let mut folders: Vec<Folder> = rows.into_iter().map(folder).collect();
        folders.sort_by_key(|folder| std::cmp::Reverse(folder.glob.weight()));
        Self(folders)
    }

    /// Whether no folder has a kind.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The kind of what lies at `path`, if one is set.
    pub fn kind(&self, path: &DocPath) -> Option<&str> {
        let folder = self.0.iter().find(|folder| folder.glob.matches(path.as_str()))?;
        Some(&folder.kind)
    }

    /// The patterns of a kind, that which says most first.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |folder| folder.kind == kind).map(|folder| folder.pattern.value.as_str())
    }

    /// The patterns that none of these documents matches.
    pub(super) fn idle<'a>(&self, documents: impl Iterator<Item = &'a DocPath>) -> Vec<Spanned<String>> {
        let mut idle: Vec<&Folder> = self.0.iter().collect();
        for path in documents {
            idle.retain(|folder| !folder.glob.matches(path.as_str()));
            if idle.is_empty() {
                break;
            }
        }
        idle.sort_by_key(|folder| folder.pattern.span.start);
        idle.into_iter().map(|folder| folder.pattern.clone()).collect()
    }
}

/// What `[files] exclude` says: patterns of files that lie among those of the AIMS and do not belong to it.
#[derive(Debug, Clone, Default)]
pub struct Excluded(Vec<(Spanned<String>, Glob)>);

impl Excluded {
    /// Takes patterns.
    pub(super) fn new(patterns: Vec<Spanned<String>>) -> Self {
        Self(patterns.into_iter().map(|pattern| (pattern.clone(), Glob::new(&pattern.value))).collect())
    }

    /// Whether a file does not belong to the AIMS. The settings always do.
    pub fn has(&self, path: &DocPath) -> bool {
        self.by(path).is_some()
    }

    /// The pattern by which it does not, as written.
    pub fn by(&self, path: &DocPath) -> Option<&str> {
        let found = self.0.iter().find(|(_, glob)| path.as_str() != SETTINGS && glob.matches(path.as_str()))?;
        Some(&found.0.value)
    }

    /// The patterns, as written.
    pub fn patterns(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(|(pattern, _)| pattern.value.as_str())
    }

    /// The patterns that none of these files matches.
    pub(super) fn idle(&self, files: &[DocPath]) -> Vec<Spanned<String>> {
        let is_idle = |glob: &Glob| !files.iter().any(|path| glob.matches(path.as_str()));
        self.0.iter().filter(|(_, glob)| is_idle(glob)).map(|(pattern, _)| pattern.clone()).collect()
    }
}
