//! How far a translation follows its original: by the commits of both, never by what they say of themselves.

use crate::base::DocPath;
use crate::compare::Weight;

use super::{Change, ChangeKind, History, Revision};

/// How a text follows another that it says in other words.
#[derive(Debug, Clone, Copy)]
pub struct Following<'h> {
    /// The newest change of the original that was there when the text last changed.
    pub seen: Option<&'h Revision>,
    /// The first material change of the original since.
    pub missed: Option<&'h Revision>,
    /// How many material changes there were since.
    pub changes: usize,
}

impl History {
    /// How the text at `path` follows the one at `original`; `None` where no commit holds it.
    pub fn following(&self, path: &DocPath, original: &DocPath) -> Option<Following<'_>> {
        let steps = self.steps(path);
        let is_edited = |change: &Change| {
            let edited = |edit: &super::Edit| edit.substance || edit.weight != Weight::None;
            change.kind != ChangeKind::Moved && change.edit.as_ref().is_none_or(|edit| edited(edit))
        };
        let at = steps.iter().find(|step| self.step(**step).is_some_and(|(_, change)| is_edited(change)));
        let at = at.or(steps.last())?.revision;
        let (mut seen, mut missed, mut changes) = (None, None, 0);
        for step in self.steps(original) {
            let Some((revision, change)) = self.step(*step) else { continue };
            if step.revision >= at {
                seen = Some(revision);
                break;
            }
            if says_more(change) {
                (missed, changes) = (Some(revision), changes + 1);
            }
        }
        Some(Following { seen, missed, changes })
    }
}

/// Whether a change is a reason to change what says the same in other words: its own words are others, and not only in
/// their spelling.
fn says_more(change: &Change) -> bool {
    let is_more = |edit: &super::Edit| edit.weight == Weight::Material && edit.added + edit.removed > 0;
    change.kind != ChangeKind::Moved && change.edit.as_ref().is_none_or(|edit| is_more(edit))
}
