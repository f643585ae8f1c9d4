//! What a text says of its kind: by that, and by the settings, it is told which rules it has to meet.

use crate::base::DocPath;
use crate::history::Facts;
use crate::model::config::normal;
use crate::model::document::Document;

/// By what a text gives itself its kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Claim {
    /// By this word.
    Kind(String),
    /// By the folder that this file lies in.
    Folder(DocPath),
    /// By nothing: it has no front matter, and nothing is asked of it.
    Nothing,
}

impl Claim {
    pub(super) fn of_document(document: &Document) -> Self {
        Self::of(document.has_front, document.fields.text("kind"), &document.path)
    }

    pub(super) fn of_facts(facts: &Facts, path: &DocPath) -> Self {
        Self::of(facts.controlled, facts.kind.as_deref(), path)
    }

    fn of(controlled: bool, kind: Option<&str>, path: &DocPath) -> Self {
        match kind {
            _ if !controlled => Self::Nothing,
            Some(kind) => Self::Kind(normal(kind)),
            None => Self::Folder(path.clone()),
        }
    }
}
