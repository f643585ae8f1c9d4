//! When evidence that lies in git and in the text itself came to the main line, and how long it was there.

use super::case::From;
use super::evidence::Piece;
use super::place::Moment;
use super::span::{Met, Span};
use crate::history::{Held, History, Step};

/// When what git shows for itself came to the main line. A tag is of its own day: it comes behind all of the days before.
/// `steps` are those of the document, newest first.
pub(super) fn of_git(history: &History, steps: &[Step], piece: &Piece) -> Option<Met> {
    let revisions = &history.revisions;
    let number = match &piece.from {
        From::Tag(_) => {
            let day = piece.date?;
            let number = revisions.partition_point(|revision| revision.landed >= day);
            let number = number.min(revisions.len().checked_sub(1)?);
            return Some(Met { moment: Moment::of(number, revisions.get(number)?), day });
        }
        From::Commit(commit) | From::Merge(commit) => {
            let of = |step: &&Step| revisions.get(step.revision);
            let is_it = |step: &&Step| of(step).is_some_and(|by| by.commit == *commit || by.bringer() == commit);
            steps.iter().rfind(is_it)?.revision
        }
        _ => return None,
    };
    let revision = revisions.get(number)?;
    Some(Met { moment: Moment::of(number, revision), day: revision.landed })
}

/// When a text, which was this and came then, said that it is approved, and by whom.
pub(super) fn claims(history: &History, held: &[Held], begun: Met) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    for held in held {
        let facts = history.step(held.step).and_then(|(_, change)| change.facts.as_ref());
        let says = facts.is_some_and(|facts| facts.says_approved() && !facts.approvers.is_empty());
        let at = Met { moment: Moment::of_held(held), day: held.day }.max(begun);
        match found.last_mut().filter(|last| last.until.is_none()) {
            None if says => found.push(Span { from: at, until: None }),
            Some(open) if !says => open.until = Some(at),
            _ => {}
        }
    }
    found
}
