//! The two states side by side: which document of the one is which of the other.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use super::pairs::{Pair, pairs};
use crate::base::DocPath;
use crate::history::Standing;
use crate::model::DocIx;
use crate::state::State;

/// Two states of one AIMS, with the pairs of their documents.
pub(super) struct Both<'a> {
    pub(super) then: &'a State,
    pub(super) now: &'a State,
    /// Every document at either end, in natural order of ids.
    pub(super) pairs: Vec<Pair<'a>>,
    /// How many commits that changed documents led here and not there.
    pub(super) commits: usize,
    /// What documents of then are now.
    later: BTreeMap<DocIx, DocIx>,
    /// The files of those that lie elsewhere now.
    moved: BTreeMap<&'a DocPath, &'a DocPath>,
    /// The ids of those that have another now.
    renumbered: BTreeMap<&'a str, &'a str>,
}

impl<'a> Both<'a> {
    pub(super) fn new(then: &'a State, now: &'a State) -> Self {
        let known: BTreeSet<&str> = then.history.revisions.iter().map(|revision| revision.commit.as_str()).collect();
        let revisions = now.history.revisions.iter().enumerate();
        let inside = revisions.filter(|(_, revision)| !known.contains(revision.commit.as_str()));
        let inside: BTreeSet<usize> = inside.map(|(place, _)| place).collect();
        let pairs = pairs(&then.aims, (&now.aims, &now.history), &inside);
        let both = || pairs.iter().filter_map(|pair| pair.then.zip(pair.now));
        let later = both().map(|((then, _), (now, _))| (then, now)).collect();
        let moved = both().filter(|((_, then), (_, now))| then.path != now.path);
        let moved = moved.map(|((_, then), (_, now))| (&then.path, &now.path)).collect();
        let renumbered = both().filter(|((_, then), (_, now))| then.id != now.id);
        let renumbered = renumbered.map(|((_, then), (_, now))| (then.id.as_str(), now.id.as_str())).collect();
        Self { then, now, pairs, commits: inside.len(), later, moved, renumbered }
    }

    /// Whether there was an AIMS then: where there was none, nothing is another than it was.
    pub(super) fn was_there(&self) -> bool {
        is_there(self.then)
    }

    /// Whether there is one now.
    pub(super) fn is_there(&self) -> bool {
        is_there(self.now)
    }

    /// The id that a document of then has now; what it was, where it is gone.
    pub(super) fn id_now(&self, then: DocIx) -> &'a str {
        match self.later.get(&then) {
            Some(now) => &self.now.aims.document(*now).id,
            None => &self.then.aims.document(then).id,
        }
    }

    /// A text of then with the ids that documents have now.
    pub(super) fn with_ids_of_now<'t>(&self, text: &'t str) -> Cow<'t, str> {
        if self.renumbered.is_empty() {
            return text.into();
        }
        let word = |word: &'t str| {
            let id = word.trim_matches(|c: char| !c.is_alphanumeric());
            self.renumbered.get(id).map_or(Cow::Borrowed(word), |now| word.replacen(id, now, 1).into())
        };
        text.split_inclusive(|c: char| c.is_whitespace() || c == '`').map(word).collect::<String>().into()
    }

    /// Where a file of then lies now.
    pub(super) fn path_now(&self, then: &'a DocPath) -> &'a DocPath {
        self.moved_to(then).unwrap_or(then)
    }

    /// Where a file of then lies now, where that is another place.
    pub(super) fn moved_to(&self, then: &DocPath) -> Option<&'a DocPath> {
        self.moved.get(then).copied()
    }
}

/// Whether a state is of an AIMS: one that has no settings among its texts is the nothing that something is compared with.
fn is_there(state: &State) -> bool {
    state.history.standing != Standing::Outside
}
