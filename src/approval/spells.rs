//! What a document was on the main line, one text after the other.

use std::ops::Range;
use std::sync::Arc;

use super::place::{HeldIx, Moment};
use crate::base::Date;
use crate::history::{Facts, Held, History};

/// A text of a document, for as long as the main line had it without a break.
#[derive(Debug, Clone)]
pub(super) struct Spell {
    /// What the document was then.
    pub(super) kind: SpellKind,
    /// Its part of what the document was: see [`History::held`].
    pub(super) held: Range<usize>,
    /// When it began.
    pub(super) first: Moment,
    /// The day on which it began.
    pub(super) day: Date,
    /// What it said of itself last; that of the text before, where there was none.
    pub(super) facts: Option<Arc<Facts>>,
    /// Since when it said that it is approved, if it ever did.
    pub(super) says: Option<Says>,
}

/// What a document was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SpellKind {
    /// A text.
    Text,
    /// A text that says that it is retired.
    Retired,
    /// No longer there.
    Away,
}

/// Where a text said first that it is approved.
#[derive(Debug, Clone, Copy)]
pub(super) struct Says {
    /// Its place in what the document was.
    pub(super) held: HeldIx,
    /// When.
    pub(super) moment: Moment,
    /// The day.
    pub(super) day: Date,
}

impl Spell {
    /// The digest of the text; zeros where none is known.
    pub(super) fn substance(&self) -> [u8; 32] {
        self.facts.as_ref().map_or([0; 32], |facts| facts.substance)
    }
}

/// The texts that a document was, oldest first.
pub(super) fn spells(history: &History, held: &[Held]) -> Vec<Spell> {
    let mut spells: Vec<Spell> = Vec::new();
    for (place, now) in held.iter().enumerate() {
        let Some((_, change)) = history.step(now.step) else { continue };
        let facts = change.facts.as_ref();
        let kind = match facts {
            _ if !now.there => SpellKind::Away,
            None => continue,
            Some(facts) if facts.is_retired() => SpellKind::Retired,
            Some(_) => SpellKind::Text,
        };
        let same = |last: &&mut Spell| {
            last.kind == kind
                && (kind == SpellKind::Away || facts.is_some_and(|facts| facts.substance == last.substance()))
        };
        let moment = Moment::of_held(now);
        let says = facts.filter(|facts| kind == SpellKind::Text && facts.says_approved()).map(|_| Says {
            held: HeldIx::new(place),
            moment,
            day: now.day,
        });
        match spells.last_mut().filter(same) {
            Some(last) => {
                last.held.end = place + 1;
                last.facts = facts.cloned().or(last.facts.take());
                last.says = last.says.or(says);
            }
            None => spells.push(Spell {
                kind,
                held: place..place + 1,
                first: moment,
                day: now.day,
                facts: facts.cloned().or_else(|| spells.last().and_then(|last| last.facts.clone())),
                says,
            }),
        }
    }
    spells
}
