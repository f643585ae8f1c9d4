//! What can be known of documents where a clone does not hold the whole history.
//!
//! What is not here is not taken for what never was: a version whose beginning is not in the clone has no days, and so no
//! version is told. [`Gap`]s and [`Seam`](super::Seam)s say what is missing.

use std::collections::BTreeSet;

use super::gap::Gap;
use super::order::LinePlace;
use super::revision::{Change, ChangeKind, Revision, Step};
use super::versions::Held;
use crate::base::SETTINGS;
use crate::parse::MAX_TEXT;
use crate::repo::{ObjectId, Repo};

/// What a clone lacks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Holes {
    /// Whether it lacks commits, folders or files.
    pub(super) any: bool,
    /// Whether the main line does not go back to its first commit.
    pub(super) ends: bool,
    /// Commits of which it is not known what they moved, in hex digits.
    unpaired: BTreeSet<String>,
    /// The last place on the main line up to which settings of the past are missing; `None` where none are.
    blind: Option<LinePlace>,
}

impl Holes {
    /// What these gaps come to.
    pub(super) fn of(gaps: &[Gap], revisions: &[Revision], repo: Option<&Repo>) -> Self {
        let mut holes = Self::default();
        for gap in gaps {
            holes.any |= gap.is_loss();
            match gap {
                Gap::Log(gap) => {
                    holes.ends |= gap.kind.is_end();
                    if gap.kind.is_unpaired() {
                        holes.unpaired.extend(gap.commits.iter().map(ToString::to_string));
                    }
                }
                Gap::Settings(_) => holes.blind = repo.and_then(|repo| blind(repo, revisions)),
                Gap::Texts(_) | Gap::Tags(_) => {}
            }
        }
        holes
    }

    /// Whether a change that adds a file may have moved it there.
    pub(super) fn may_have_moved(&self, revision: &Revision, change: &Change) -> bool {
        change.kind == ChangeKind::Added && self.unpaired.contains(&revision.commit)
    }

    /// Whether it is not known what a commit holds.
    pub(super) fn hides(&self, commit: &ObjectId) -> bool {
        !self.unpaired.is_empty() && self.unpaired.contains(&commit.to_string())
    }

    /// Whether it is known when and how a change came.
    pub(super) fn is_known(&self, revision: &Revision, change: &Change) -> bool {
        revision.place.is_some() && !self.may_have_moved(revision, change)
    }

    /// Of what a document was on the main line, what is known of whole versions. `steps` and `held` are oldest first.
    pub(super) fn sure(&self, revisions: &[Revision], steps: &[Step], mut held: Vec<Held>) -> Vec<Held> {
        if !self.any {
            return held;
        }
        if steps.iter().filter_map(|step| step.of(revisions)).any(|(revision, _)| revision.place.is_none()) {
            return Vec::new();
        }
        let is_lost = |held: &Held| {
            let lost = held.step.of(revisions).is_none_or(|(_, change)| change.new.is_some() && change.facts.is_none());
            held.there && lost || held.place <= self.blind
        };
        let lost = held.iter().rposition(is_lost).map_or(0, |last| last + 1);
        let first = steps.first().and_then(|step| step.of(revisions));
        let begins = first.is_some_and(|(revision, change)| self.begins(revision, change));
        if lost == 0 && begins {
            return held;
        }
        held.drain(..lost);
        let label = |held: &Held| {
            let facts = held.step.of(revisions).and_then(|(_, change)| change.facts.as_ref());
            facts.and_then(|facts| facts.version.clone())
        };
        // A version that a change began is whole, also where the one before it is not.
        let is_new = |held: &Held| {
            let edit = held.step.of(revisions).and_then(|(_, change)| change.edit.as_ref());
            edit.is_some_and(|edit| edit.fields.iter().any(|field| &*field.key == "version"))
        };
        let Some(first) = held.first().filter(|first| first.there && !is_new(first)).map(label) else { return held };
        let same = held.iter().take_while(|held| held.there && label(held) == first).count();
        held.drain(..same);
        held
    }

    /// Whether a document began with a change, and did not only come into view with it.
    pub(super) fn begins(&self, revision: &Revision, change: &Change) -> bool {
        self.is_known(revision, change) && !matches!(change.kind, ChangeKind::Modified | ChangeKind::Deleted)
    }
}

/// The last place on the main line up to which a text is judged by settings that are missing.
fn blind(repo: &Repo, revisions: &[Revision]) -> Option<LinePlace> {
    let changes = revisions.iter().flat_map(|revision| revision.changes.iter().map(move |change| (revision, change)));
    let of_settings = changes.filter(|(_, change)| change.path.as_str() == SETTINGS);
    let texts: Vec<(Option<LinePlace>, ObjectId)> =
        of_settings.filter_map(|(revision, change)| Some((revision.place, change.new?))).collect();
    let ids: Vec<ObjectId> = texts.iter().map(|(_, id)| *id).collect();
    let here = repo.blobs(&ids, MAX_TEXT, |_, bytes| bytes.is_some());
    let missing = texts.iter().zip(here).filter(|(_, here)| !here).map(|((place, _), _)| *place).max()?;
    texts.iter().map(|(place, _)| *place).filter(|place| *place > missing).min().unwrap_or(Some(LinePlace::END))
}
