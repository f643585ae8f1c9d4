//! From what it is told what has left, and what was a translation from the beginning.

use super::eras::Eras;
use super::formers::Formers;
use super::roster::Roster;
use crate::base::DocPath;
use crate::history::{Facts, History};
use crate::model::Aims;
use crate::model::document::Document;
use crate::repo::Repo;

/// What is looked at for it.
#[derive(Clone, Copy)]
pub(super) struct Input<'a> {
    pub(super) aims: &'a Aims,
    pub(super) history: &'a History,
    /// The settings of today.
    pub(super) today: &'a Roster,
    /// The settings of each day on record.
    pub(super) eras: &'a Eras,
    /// The repository, where the texts of the past are.
    pub(super) repo: Option<&'a Repo>,
    /// Every file that is there, be it read or left out by the settings.
    pub(super) files: &'a [DocPath],
    /// What each text would be under former ids.
    pub(super) formers: &'a Formers<'a>,
}

/// Whether a text at a path counts as more than a translation.
type Counts<'a> = &'a dyn Fn(&Facts, &DocPath) -> bool;

/// Whether a text never was anything but a translation: it never bore the `id` of its original in a text that counts before that
/// did, or where it gave none, was not there before.
pub(super) fn was_ever_translation(
    (document, original): (&Document, &Document),
    history: &History,
    (id, counts): (Option<&str>, Counts<'_>),
) -> bool {
    let Some(id) = id else {
        return history.age(&original.path).zip(history.age(&document.path)).is_some_and(|(of, own)| of >= own);
    };
    let bore = |facts: &Facts| facts.id.as_deref().is_some_and(|own| own.eq_ignore_ascii_case(id));
    let first = |path: &DocPath| {
        let mut steps = history.steps(path).iter().rev();
        let found = steps.find(|step| {
            let change = history.step(**step).map(|(_, change)| change);
            let facts = change.and_then(|change| Some((change.facts.as_deref()?, &change.path)));
            facts.is_some_and(|(facts, path)| bore(facts) && counts(facts, path))
        });
        found.map(|step| step.revision)
    };
    first(&document.path).is_none_or(|own| first(&original.path).is_some_and(|of| of >= own))
}
