//! Documents that go by another id than the one by which they were approved.

use super::authors::Steps;
use super::bar::asks;
use super::departed::was_ever_translation;
use super::leaving::{Leaving, Left};
use super::roster::Roster;
use crate::base::DocPath;
use crate::history::{Facts, History};
use crate::model::Aims;
use crate::model::document::Document;

/// A document that gives itself another id than when it was last approved, and does not say so.
pub(super) fn renumbered(
    (aims, history): (&Aims, &History),
    document: &Document,
    steps: &Steps<'_>,
    today: &Roster,
) -> Option<Left> {
    // A translation goes by the ids of its original.
    let original = document.translates.map(|original| aims.document(original));
    if !document.has_front && original.is_none() {
        return None;
    }
    let own = original.map_or_else(|| document.fields.text("id"), |original| Some(original.id.as_str()));
    let former = original.unwrap_or(document).fields.texts("formerly");
    let is_known = |id: &str| {
        own.is_some_and(|own| own.eq_ignore_ascii_case(id))
            || former.iter().any(|former| former.value.trim().eq_ignore_ascii_case(id))
    };
    // Nobody approved it by the id of which it was a translation.
    let was_of = |id: &str| {
        let other = aims.by_id(id).map(|other| aims.document(other)).filter(|other| other.lang != document.lang);
        let counts = |facts: &Facts, _: &DocPath| facts.says_approved();
        let is_it = |other| was_ever_translation((document, other), history, (Some(id), &counts));
        document.lang.is_some() && other.is_some_and(is_it)
    };
    let mut commit = None;
    for (revision, change) in steps {
        if let Some(facts) = change.facts.as_deref().filter(|facts| change.stood() && facts.says_approved()) {
            let id = facts.id.as_deref().filter(|id| !is_known(id) && !was_of(id));
            if let Some(id) = id {
                let asked = asks(facts, &change.path, today);
                let (id, path) = (id.to_owned(), document.path.clone());
                return Some(Left { how: Leaving::Id, document: None, id, path, commit, asked, kept: None });
            }
        }
        if change.edit.as_ref().is_some_and(|edit| edit.renumbered.is_some()) {
            commit = Some(revision.commit.clone());
        }
    }
    None
}
